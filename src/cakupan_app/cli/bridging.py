"""The command that explains a recap: bridge."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
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
from cakupan_app.look.bridges import bridge_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cakupan.coverage.bridge import Bridge


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
    return FALLS_SHORT if found.tried.off else DONE


def _page(face: Face, found: "Bridge", document: dict[str, Any]) -> None:
    from cakupan_app.look.documents import area_title

    place = {"area": area_title(found.area), "code": found.area, "month": str(found.month)}
    source = found.recap.source or face.text("source_unnamed")
    face.say(
        "bridge_headline", **place, ours=found.ours, theirs=found.theirs, difference=found.difference, source=source
    )
    _table(face, found, document["lines"])
    _tell_untold(face, found)
    if found.tried.off:
        _tell_rest(face, found, document)
    for other in document["alternatives"]:
        said = [one["because"] for one in other] or [face.text("bridge_nothing_claimed")]
        face.say("bridge_alternative", 2, reasons=" ".join(said))


def _tell_untold(face: Face, found: "Bridge") -> None:
    """Which segments the recap does not tell, and what is compared instead."""
    if not found.compared:
        face.say("bridge_segments_untold")
    for one in found.compared:
        if not one.alone:
            face.say("bridge_segments_joined", segments=tuple(sorted(one.segments or ())))


def _tell_rest(face: Face, found: "Bridge", document: dict[str, Any]) -> None:
    """How much is unexplained, what was tried on it, and what would come nearest though it proves nothing."""
    persons, off = found.unexplained.persons, found.tried.off
    facts: dict[str, Fact] = {"persons": _number(face, persons, "signed"), "off": off}
    face.say("bridge_rest_of_total" if off == abs(persons) else "bridge_rest", **facts)
    claimed = {line.option for line in found.lines}
    others = tuple(face.text(f"bridge_tried_{name}") for name in found.tried.options if name not in claimed)
    if others:
        face.say("bridge_tried", 2, names=others)
    for one in document["nearest"]:
        left = one["unexplained_in_figures"]
        face.say("bridge_nearest", 2, because=one["because"], left=left, off=off)
    if others and not document["nearest"]:
        face.say("bridge_nearest_none", 2)
    face.say("bridge_ask_branch")


def _table(face: Face, found: "Bridge", lines: list[dict[str, Any]]) -> None:
    """Our count, the lines, and the recap, by the segments that the recap tells; one it leaves open is not told."""
    from cakupan_app.cli.columns import Columns, print_columns

    of = {one.name: sorted(one.segments or ()) for one in found.compared} or {name: [name] for name in _ours(found)}

    def row(name: str, total: int, parts: "Mapping[str, int] | None", spec: str) -> list[str]:
        sums = [None if parts is None else sum(parts.get(part, 0) for part in of[one]) for one in of]
        # a figure of several segments is told together, by its own name
        sums = [parts[one] if parts and one in parts else many for one, many in zip(of, sums, strict=True)]
        return [name, *(_number(face, many, spec) for many in (total, *sums))]

    rows = [row(face.text("bridge_ours"), found.ours, found.ours_by_segment, "n")]
    for line in lines:
        sure = f" ({face.text('bridge_sure_' + line['sure'])})" if line["sure"] else ""
        rows.append(row(line["because"] + sure, line["persons"], line["by_segment"], "signed"))
    theirs = {one.name: one.told for one in found.compared} or None
    rows.append(row(face.text("bridge_theirs"), found.theirs, theirs, "n"))
    print_columns(Columns([""], [face.text("bridge_column_persons"), *of], rows))


def _ours(found: "Bridge") -> list[str]:
    return sorted(
        name for name in {*found.ours_by_segment, *(part for line in found.lines for part in line.by_segment)}
    )


def _number(face: Face, value: int | None, spec: str) -> str:
    return face.shown(value, spec if value else "n")


COMMANDS = {"bridge": bridge}
