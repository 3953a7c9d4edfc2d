"""The command that asks what drove a change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cakupan_app.cli.asking import (
    AreaOption,
    DenominatorOption,
    SnapshotOption,
    asked_attribution,
    tell_newer,
)
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
from cakupan_app.look.dimensions import dimensions_named

if TYPE_CHECKING:
    from cakupan.coverage.change import CoverageChange


@answers
def change(
    *,
    face: Face,
    area: AreaOption,
    from_: Annotated[str, typer.Option("--from")],
    to: Annotated[str, typer.Option("--to")],
    by: Annotated[str, typer.Option("--by")] = "",
    attribution: Annotated[str | None, typer.Option("--attribution")] = None,
    denominator: DenominatorOption = None,
    chart: Annotated[Path | None, typer.Option("--chart")] = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.cli.changes import change_page
    from cakupan_app.look.changes import change_document
    from cakupan_app.work.change import ChangeQuestion, check_picture
    from cakupan_app.work.change import change as changed

    question = ChangeQuestion(
        area=asked_area(area).code,
        then=asked_month(from_),
        now=asked_month(to),
        by=dimensions_named(by),
        attribution=asked_attribution(attribution),
        denominator=denominator,
    )
    if chart:
        check_picture(chart)
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = changed(view, question)
        tell_newer(face, view)
    drawn = chart if chart and _drawn(face, found, chart) else None
    document = change_document(face, found, drawn)
    face.answer(document, lambda: change_page(face, found, document))
    return FALLS_SHORT if found.missing else DONE


def _drawn(face: Face, found: "CoverageChange", path: Path) -> bool:
    """Draw the waterfall where there is a change to draw; whether there was."""
    from cakupan_app.look.drawn import change_bars
    from cakupan_app.work.change import draw

    if found.difference is None:
        face.tell("change_not_drawn", path=str(path))
        return False
    draw(*change_bars(face, found), path)
    return True


COMMANDS = {"change": change}
