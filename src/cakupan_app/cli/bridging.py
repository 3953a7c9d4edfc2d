"""The command that explains a recap: bridge."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan_app.cli.asking import AreaOption, MonthOption, SnapshotOption
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_month,
    asked_view,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cakupan.basics.refused import Fact
    from cakupan.coverage.bridge import Bridge, Line


@answers
def bridge(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    source: Annotated[str | None, typer.Option("--source")] = None,
    profiles: Annotated[Path | None, typer.Option("--profiles")] = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import bridge as work

    code, when = asked_area(area).code, asked_month(month)
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = work.bridge(view, code, when, source=source, profiles=profiles)
        told = {"known_on": view.known_on, "snapshot": view.snapshot.number if view.snapshot else None}
    document = bridge_document(face, found) | told
    face.answer(document, lambda: _page(face, found, document))
    return FALLS_SHORT if any((found.unexplained.persons, *found.unexplained.by_segment.values())) else DONE


def bridge_document(face: Face, found: "Bridge") -> dict[str, Any]:
    """The JSON document of `bridge`: lines that add up to the difference, the last of them what is unexplained."""
    profile = found.profile
    return {
        "area": found.area,
        "month": found.month,
        "source": found.recap.source,
        "profile": {"id": profile.id, "source": profile.source, "sure": profile.sure},
        "ours": found.ours,
        "ours_by_segment": dict(found.ours_by_segment),
        "theirs": found.theirs,
        "theirs_by_segment": dict(found.recap.segments),
        "difference": found.difference,
        "lines": [_line(face, line) for line in (*found.lines, found.unexplained)],
        "unexplained": found.unexplained.persons,
        "alternatives": [
            [{"option": option, "because": _because(face, option, facts)} for option, facts in other]
            for other in found.alternatives
        ],
    }


def _line(face: Face, line: "Line") -> dict[str, Any]:
    return {
        "kind": line.kind,
        "option": line.option,
        "persons": line.persons,
        "by_segment": dict(line.by_segment),
        "by_payer": dict(line.by_payer),
        "sure": line.sure or None,
        "facts": dict(line.facts),
        "because": _because(face, line.option, line.facts),
    }


def _because(face: Face, option: str, facts: "Mapping[str, Fact]") -> str:
    several = "_between" if facts.get("first", facts.get("day")) != facts.get("day") else ""
    return face.text(f"bridge_{option}{several}", **facts)


def _page(face: Face, found: "Bridge", document: dict[str, Any]) -> None:
    from cakupan_app.cli.documents import area_title

    place = {"area": area_title(found.area), "code": found.area, "month": str(found.month)}
    source = found.recap.source or face.text("source_unnamed")
    face.say(
        "bridge_headline", **place, ours=found.ours, theirs=found.theirs, difference=found.difference, source=source
    )
    _table(face, found, document["lines"])
    if found.unexplained.persons or any(found.unexplained.by_segment.values()):
        face.say("bridge_ask_branch")
    for other in document["alternatives"]:
        said = [one["because"] for one in other] or [face.text("bridge_nothing_claimed")]
        face.say("bridge_alternative", 2, reasons=" ".join(said))


def _table(face: Face, found: "Bridge", lines: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    names = sorted({*found.ours_by_segment, *(name for line in lines for name in line["by_segment"])})
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for name in (face.text("bridge_column_persons"), *names):
        table.add_column(name, justify="right")
    table.add_column(face.text("bridge_column_sure"))

    def cells(total: int, parts: dict[str, int], *, sign: bool) -> list[str]:
        return [_number(face, value, sign=sign) for value in (total, *(parts.get(name, 0) for name in names))]

    table.add_row(face.text("bridge_ours"), *cells(found.ours, dict(found.ours_by_segment), sign=False), "")
    for line in lines:
        sure = face.text(f"bridge_sure_{line['sure']}") if line["sure"] else ""
        table.add_row(line["because"], *cells(line["persons"], line["by_segment"], sign=True), sure)
    table.add_row(face.text("bridge_theirs"), *cells(found.theirs, dict(found.recap.segments), sign=False), "")
    Console().print(table)


def _number(face: Face, value: int, *, sign: bool) -> str:
    shown = face.shown(value, "n")
    return f"+{shown}" if sign and value > 0 else shown


COMMANDS = {"bridge": bridge}
