"""Where a file lies that is only looked at: sealed among the sources, in no ledger, swept by the next build."""

from cakupan.basics.refused import Refused
from cakupan_app.work.rights import SEND, Actor
from cakupan_app.work.uploads import refuse_size
from cakupan_app.work.workspace import Workspace


def seal_draft(workspace: Workspace, actor: Actor, area: str, content: bytes) -> str:
    """Seal a file that nobody has sent yet; its hash. NotAllowed where the actor may not send for `area`."""
    actor.refuse_unless(SEND, area)
    refuse_size(len(content))
    with workspace.taking_in():
        return workspace.sources.put(content)


def draft_content(workspace: Workspace, sha256: str) -> bytes:
    """The bytes of a draft; Refused where a build has cleared them away since."""
    try:
        return workspace.sources.get(sha256)
    except Refused:
        raise Refused("draft_over") from None
