"""The command that asks what the money of sponsors changed: additionality."""

from typing import Annotated

import typer

from cakupan_app.cli.asking import AreaOption, SnapshotOption, tell_newer
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


@answers
def additionality(
    *,
    face: Face,
    area: AreaOption,
    from_: Annotated[str, typer.Option("--from")],
    to: Annotated[str, typer.Option("--to")],
    fund: Annotated[str, typer.Option("--fund")] = "",
    by: Annotated[str, typer.Option("--by")] = "",
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.cli.additions import additionality_document, additionality_page
    from cakupan_app.work.additionality import AdditionalityQuestion
    from cakupan_app.work.additionality import additionality as told

    question = AdditionalityQuestion(
        area=asked_area(area).code,
        base=asked_month(from_),
        until=asked_month(to),
        funds=_parts(fund),
        by=dimensions_named(by),
    )
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = told(view, question)
        tell_newer(face, view)
    document = additionality_document(face, found)
    face.answer(document, lambda: additionality_page(face, found, document))
    return FALLS_SHORT if found.missing else DONE


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


COMMANDS = {"additionality": additionality}
