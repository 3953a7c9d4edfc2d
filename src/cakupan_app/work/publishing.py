"""What publishing by the site is: a build in somebody's name, who has the right to it, and a line on the trail."""

from datetime import datetime
from typing import Any

from cakupan_app.work import trail
from cakupan_app.work.build import build
from cakupan_app.work.rights import PUBLISH, actor_of
from cakupan_app.work.workspace import Workspace


def publish_by(workspace: Workspace, email: str, at: datetime) -> dict[str, Any]:
    """Build a snapshot of what is known now; its number, and whether it is new. NotAllowed where `email` may not: a
    role may have been taken back since the job was asked for."""
    from cakupan_app.ledger.models import User

    actor = actor_of(User.objects.get(email=email))
    actor.refuse_unless(PUBLISH, workspace.area)
    built = build(workspace, at=at)
    number = built.snapshot.number
    trail.note(actor, "published", at=at, area=workspace.area, subject=str(number), new=built.new)
    return {"snapshot": number, "new": built.new, "in_force": built.in_force}
