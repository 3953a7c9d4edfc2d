"""What publishing by the site is: a build in somebody's name, who has the right to it, and its lines on the trail."""

from datetime import datetime
from typing import Any

from cakupan.basics.refused import Refused
from cakupan_app.work import trail
from cakupan_app.work.build import build
from cakupan_app.work.rights import PUBLISH, actor_of
from cakupan_app.work.workspace import Workspace


def publish_by(workspace: Workspace, email: str, at: datetime) -> dict[str, Any]:
    """Build a snapshot of what is known now; its number, and whether it is new. NotAllowed where `email` may not: a
    role may have been taken back since the job was asked for.

    A snapshot is files and the trail is the ledger's, so no transaction holds both: that a publication was begun is
    written before it and what came of it after: published, or refused and why. A line of the first kind alone says
    that it was cut off.
    """
    from cakupan_app.ledger.models import User

    actor = actor_of(User.objects.get(email=email))
    actor.refuse_unless(PUBLISH, workspace.area)
    trail.note(actor, "publishing_begun", at=at, area=workspace.area)
    try:
        built = build(workspace, at=at)
    except Refused as refusal:
        trail.note(actor, "publishing_refused", at=at, area=workspace.area, code=refusal.code)
        raise
    number = built.snapshot.number
    trail.note(actor, "published", at=at, area=workspace.area, subject=str(number), new=built.new)
    return {"snapshot": number, "new": built.new, "in_force": built.in_force}
