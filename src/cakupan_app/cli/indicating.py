"""The command that lists indicators with their metadata, and gives their values for an area and month."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Refused
from cakupan_app.cli.asking import DenominatorOption, SnapshotOption
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
from cakupan_app.look.indicators import value_document

if TYPE_CHECKING:
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.coverage.indicators import Indicator
    from cakupan_app.work.indicators import Told, Value


@answers
def indicators(
    *,
    face: Face,
    area: Annotated[str | None, typer.Option("--area")] = None,
    month: Annotated[str | None, typer.Option("--month")] = None,
    id: Annotated[str | None, typer.Option("--id")] = None,
    since: Annotated[str | None, typer.Option("--since")] = None,
    denominator: DenominatorOption = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan.coverage import indicators as register

    among = (register.indicator(id),) if id else register.indicators()
    if area is None and month is None:
        face.answer({"indicators": [entry(one) for one in among]}, lambda: _list_page(face, among))
        return DONE
    if area is None or month is None:
        raise Refused("indicators_need_area_and_month")
    from cakupan_app.work import indicators as work

    base = asked_month(since) if since else None
    question = work.IndicatorQuestion(asked_area(area).code, asked_month(month), denominator, base)
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = work.values(view, question, among)
        if view.newer_files:
            face.tell("newer_files", count=view.newer_files)
    document = {
        "area": question.area,
        "month": question.month,
        "indicators": [entry(one.indicator) | value_document(face, one) for one in found],
    }
    face.answer(document, lambda: _values_page(face, found, question))
    # what nobody has sent yet is no fault of this month, unless nothing else was asked for
    falls_short = [one for one in found if one.missing and (one.indicator.computes or len(found) == 1)]
    return FALLS_SHORT if falls_short else DONE


def entry(one: "Indicator") -> dict[str, Any]:
    """An indicator of the list; `satu_data` is its metadata document by the names of Perpres 39/2019."""
    from cakupan.coverage.indicators import FIELDS, satu_data

    return {
        "id": one.id,
        "name": one.name,
        "codes": one.codes,
        **{name: getattr(one, name) for name in FIELDS},
        "source": one.source,
        "sure": one.sure,
        "computes": str(one.computes) if one.computes else None,
        "needs": one.needs,
        "satu_data": satu_data(one),
    }


def _list_page(face: Face, among: "Sequence[Indicator]") -> None:
    for place, one in enumerate(among):
        if place:
            face.write("")
        codes = f" ({', '.join(one.codes)})" if one.codes else ""
        face.write(f"{one.name[face.lang]} [{one.id}]{codes}")
        for name in ("concept", "definition", "classification", "measure", "unit"):
            face.write(f"{face.text(f'indicator_{name}')}: {getattr(one, name)[face.lang]}", 2)
        source = one.rujukan or one.source if face.lang == "id" else one.source
        face.say("indicator_source", 2, source=source, sure=face.text(f"sure_{one.sure.replace(' ', '_')}"))
        for need in one.needs:
            face.say(f"indicator_needs_{need}", 2)


def _values_page(face: Face, found: "Sequence[Value]", question: Any) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from cakupan_app.cli.figures import tell_meaning
    from cakupan_app.look.documents import area_title

    face.say("indicators_of", area=area_title(question.area), code=question.area, month=str(question.month))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(face.text("indicator_column"))
    table.add_column(face.text("indicator_value"), justify="right")
    table.add_column(face.text("indicator_unit"))
    table.add_column(face.text("indicator_of"))
    for one in found:
        if one.told:
            told = one.told
            table.add_row(
                one.indicator.name[face.lang], _shown(face, told), one.indicator.unit[face.lang], _of(face, told)
            )
    Console().print(table)
    for told in _meanings(found):
        tell_meaning(face, told.definition)
    if any(one.missing for one in found):
        face.say("indicators_without_value")
    for one in found:
        for missing in one.missing:
            face.write(f"{one.indicator.name[face.lang]}: {face.text(missing.code, **missing.facts)}", 2)


def _shown(face: Face, told: "Told") -> str:
    return face.shown(told.ratio.percent(), "pct") if told.ratio else face.shown(told.count, "n")


def _of(face: Face, told: "Told") -> str:
    """Out of what a share is, or since when a growth."""
    if told.pace:
        return face.text("indicator_since", since=str(told.pace.since))
    if told.ratio is None:
        return ""
    named = told.definition.denominator
    facts = {"part": told.ratio.part, "whole": told.ratio.whole, "denominator": named.id if named else None}
    return face.text("indicator_ratio", **facts)


def _meanings(found: "Sequence[Value]") -> "list[Told]":
    """One value for each way in which the values on the page are counted: their meaning is said once."""
    told: dict[FigureDefinition, Told] = {}
    for one in found:
        if one.told:
            told.setdefault(replace(one.told.definition, segments=(), denominator_because=""), one.told)
    return list(told.values())


COMMANDS = {"indicators": indicators}
