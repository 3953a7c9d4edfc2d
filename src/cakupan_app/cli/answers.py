"""What `add` does beside receiving: it remembers which form a file is, and writes the answers to its sender."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan_app.cli.face import Face
from cakupan_app.cli.returning import answer_document

if TYPE_CHECKING:
    from cakupan_app.work.labelled import Recognised
    from cakupan_app.work.receive import Received, Terms
    from cakupan_app.work.workspace import Workspace


def known_and_answered(
    face: Face,
    workspace: "Workspace",
    recognised: "Recognised",
    received: "Received",
    terms: "Terms",
    out: Path | None,
) -> dict[str, Any]:
    """What the JSON document says beyond a file's counts: which form it is, and where the answers lie, if asked for."""
    if recognised.differs:
        face.tell("label_not_followed", name=received.name)
    told: dict[str, Any] = {}
    label = recognised.labelled.label if recognised.labelled else None
    if recognised.labelled and label:
        told["form"] = {"area": label.area, "round": label.round, "matched_by": recognised.labelled.carrier.value}
        if received.status != "refused" and not terms.dry_run:
            from cakupan_app.work.replies import note_reply

            note_reply(workspace, recognised.labelled, received.taken.sha256, terms)
    if out is not None and recognised.letter.size and not recognised.letter.barred:
        from cakupan_app.look.words import say_to_sender
        from cakupan_app.work.answering import Voice, answer

        voice = Voice(say_to_sender, face.lang)
        told |= answer_document(face, answer(workspace, received, recognised.letter, out, terms, voice, label))
    return told
