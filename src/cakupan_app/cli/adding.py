"""The command that asks what sponsoring changed: additionality."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.asking import DIMENSIONS, AreaOption, SnapshotOption, tell_newer
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_day,
    asked_month,
    now,
)

if TYPE_CHECKING:
    from cakupan.coverage.additionality import Additionality, Group, Portion


@answers
def additionality(
    *,
    face: Face,
    area: AreaOption,
    since: Annotated[str, typer.Option("--from")],
    until: Annotated[str, typer.Option("--to")],
    fund: Annotated[str | None, typer.Option("--fund")] = None,
    by: Annotated[str, typer.Option("--by")] = "",
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.cli.figures import notes
    from cakupan_app.work import ask
    from cakupan_app.work.additionality import AdditionalityQuestion
    from cakupan_app.work.additionality import additionality as answered
    from cakupan_app.work.workspace import open_workspace

    question = AdditionalityQuestion(
        asked_area(area).code,
        asked_month(since),
        asked_month(until),
        fund,
        tuple(DIMENSIONS.get(name.strip(), name.strip()) for name in by.casefold().split(",") if name.strip()),
    )
    with ask.view(open_workspace(workspace), at=now(), known_on=asked_day(known_on), number=snapshot) as view:
        found = answered(view, question)
        tell_newer(face, view)
    document = _document(face, found)

    def page() -> None:
        _page(face, found)
        notes(document)

    face.answer(document, page)
    return FALLS_SHORT if found.missing else DONE


def _document(face: Face, found: "Additionality") -> dict[str, Any]:
    from cakupan_app.cli.figures import definition_document, worded

    return {
        "definition": definition_document(found.definition) if found.definition else None,
        "area": found.area,
        "from": found.then,
        "to": found.now,
        "funds": found.payers,
        "sponsored": found.sponsored,
        "net_new": found.net_new,
        "growth": found.growth,
        "portions": [_portion(portion) for portion in found.portions],
        "lines": [{"kind": line.kind, "persons": line.persons} for line in found.lines],
        "double": {"person_months": found.double_months, "rupiah": found.double_rupiah},
        "rows": [
            {**group.dims, "portions": [_portion(portion) for portion in group.portions]} for group in found.groups
        ],
        "missing": worded(face, found.missing),
        "findings": worded(face, found.findings),
    }


def _portion(portion: "Portion") -> dict[str, Any]:
    return {
        "kind": portion.kind,
        "persons": portion.persons,
        "person_months": portion.person_months,
        "rupiah": portion.rupiah,
        "returned": portion.returned,
    }


def _page(face: Face, found: "Additionality") -> None:
    from cakupan_app.cli.figures import area_title

    if not found.portions:
        return
    facts: dict[str, Fact] = {
        "area": area_title(found.area),
        "code": found.area,
        "then": str(found.then),
        "now": str(found.now),
        "sponsored": found.sponsored,
        "net_new": found.net_new,
        "growth": found.growth,
    }
    face.say("additionality_story", **facts)
    _portions(face, found.portions)
    _lines(face, found)
    if found.double_months:
        code = "additionality_double" if found.double_rupiah is None else "additionality_double_paid"
        face.say(code, months=found.double_months, rupiah=found.double_rupiah or 0)
    for group in found.groups:
        _group(face, group)
    face.say("additionality_is", then=str(found.then))


def _group(face: Face, group: "Group") -> None:
    from cakupan_app.cli.figures import area_title

    (name, value), *_ = group.dims.items()
    title = face.text("unplaced") if value is None else area_title(value) if name != "batch" else value
    face.write("")
    face.say("additionality_group", what=face.text(f"dimension_{name}"), title=title)
    _portions(face, group.portions)


def _lines(face: Face, found: "Additionality") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from cakupan_app.cli.changes import signed

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(face.text("column_way", then=str(found.then), now=str(found.now)))
    table.add_column(face.text("column_persons"), justify="right")
    for line in found.lines:
        whole = line.kind in ("sponsored", "net_new", "growth")
        persons = face.shown(line.persons, "n") if whole else signed(face, line.persons)
        table.add_row(face.text(f"line_{line.kind}"), persons)
    Console().print(table)


def _portions(face: Face, portions: "tuple[Portion, ...]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(face.text("column_sponsored_who"))
    for name in ("column_persons", "column_person_months", "column_rupiah"):
        table.add_column(face.text(name), justify="right")
    for portion in portions:
        counts = (face.shown(portion.persons, "n"), face.shown(portion.person_months, "n"))
        table.add_row(face.text(f"portion_{portion.kind}"), *counts, face.shown(portion.rupiah, "rp"))
    Console().print(table)


COMMANDS = {"additionality": additionality}
