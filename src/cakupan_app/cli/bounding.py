"""The command that takes in the boundaries of areas: areas import-boundaries."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import DONE, FALLS_SHORT, HERE, Face, WorkspaceOption, answers

if TYPE_CHECKING:
    from cakupan_app.work.boundaries import Imported

_ACTIONS = {"import-boundaries": "import-boundaries", "muat-batas": "import-boundaries"}
_TOLD_AT_MOST = 12  # areas named on a page; a program gets all


@answers
def areas(
    action: Annotated[str, typer.Argument(metavar="import-boundaries")],
    file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    *,
    face: Face,
    workspace: WorkspaceOption = HERE,
) -> int:
    if action.casefold() not in _ACTIONS:
        raise Refused("areas_action_unknown", text=action)
    if file is None:
        raise Refused("option_missing", option="FILE")
    from cakupan_app.work.boundaries import import_boundaries
    from cakupan_app.work.letters import masked_name
    from cakupan_app.work.workspace import open_workspace

    opened = open_workspace(workspace)
    with face.busy("boundaries_reading"):
        found = import_boundaries(opened, file)
    document = _document(found, masked_name(file))
    face.answer(document, lambda: _page(face, document))
    return DONE if found.whole else FALLS_SHORT


def _document(found: "Imported", name: str) -> dict[str, Any]:
    return {
        "name": name,
        "sha256": found.sha256,
        "format": found.kind,
        "stored": dict(found.stored),
        "replaced": found.replaced,
        "outside": found.outside,
        "unknown": list(found.unknown),
        "without_code": found.without_code,
        "missing": {level: list(codes) for level, codes in found.missing.items()},
    }


def _page(face: Face, told: dict[str, Any]) -> None:
    counts = tuple(face.text(f"boundaries_level_{level}", count=count) for level, count in told["stored"].items())
    face.say("boundaries_stored", name=told["name"], format=told["format"], told=counts)
    for code in ("replaced", "outside", "without_code"):
        if told[code]:
            face.say(f"boundaries_{code}", 2, count=told[code])
    if told["unknown"]:
        _tell_first(face, "unknown", told["unknown"], count=len(told["unknown"]))
    for level, codes in told["missing"].items():
        if codes:
            _tell_first(face, "missing", codes, told=face.text(f"boundaries_level_{level}", count=len(codes)))


def _tell_first(face: Face, code: str, named: list[str], **facts: Fact) -> None:
    """A sentence with all that it names, or the first of many."""
    first = tuple(named[:_TOLD_AT_MOST])
    many = "" if len(first) == len(named) else "_first"
    face.say(f"boundaries_{code}{many}", 2, **facts, named=first)


COMMANDS = {"areas": areas}
