"""The command that shows, and forgets, what headings of senders were said to mean: mapping."""

from typing import Annotated, Any

import typer

from cakupan_app.cli.face import DONE, HERE, Face, WorkspaceOption, answers, now, who


@answers
def mapping(
    *,
    face: Face,
    sender: Annotated[str | None, typer.Option("--sender")] = None,
    forget: Annotated[int | None, typer.Option("--forget")] = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import remembering
    from cakupan_app.work.workspace import open_workspace

    opened = open_workspace(workspace)
    if forget is not None:
        gone = remembering.forget(opened, forget, at=now(), by=who())
        face.answer({"forgotten": _entry(gone)}, lambda: face.say("mapping_forgotten", sender=gone.sender, id=gone.id))
        return DONE
    found = [_entry(one) for one in remembering.remembered(sender)]
    face.answer({"mappings": found}, lambda: _page(face, found))
    return DONE


def _entry(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "sender": one.sender,
        "kind": one.kind,
        "columns": dict(one.columns),
        "made_at": one.made_at.isoformat(),
        "made_by": one.made_by,
    }


def _page(face: Face, found: list[dict[str, Any]]) -> None:
    if not found:
        face.say("mapping_none")
    for one in found:
        columns = tuple(f"{heading} = {column or '–'}" for heading, column in one["columns"].items())
        face.say("mapping_one", id=one["id"], sender=one["sender"], kind=one["kind"], columns=columns)


COMMANDS = {"mapping": mapping}
