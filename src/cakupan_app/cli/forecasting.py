"""Commands that ask about months to come: forecast, lapses."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.asking import AreaOption, DenominatorOption, SnapshotOption, tell_gap, tell_newer
from cakupan_app.cli.columns import Columns, print_columns
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
    now,
    who,
)
from cakupan_app.look.dimensions import dimensions_named

if TYPE_CHECKING:
    from cakupan.targets.forecast import Chance, Forecast
    from cakupan.targets.lapses import LapseCalendar
    from cakupan_app.work.lapses import LapsesQuestion
    from cakupan_app.work.view import View

ChartOption = Annotated[Path | None, typer.Option("--chart")]
_ROWS_SHOWN = 60


@answers
def forecast(
    *,
    face: Face,
    area: AreaOption,
    until: Annotated[str, typer.Option("--until")],
    target: Annotated[str | None, typer.Option("--target")] = None,
    denominator: DenominatorOption = None,
    chart: ChartOption = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.look.forecast import forecast_document
    from cakupan_app.look.forecast_drawn import fan
    from cakupan_app.work import forecast as work
    from cakupan_app.work.ask import coverage_by_month, months_told
    from cakupan_app.work.change import check_picture, write_picture

    question = work.ForecastQuestion(asked_area(area).code, asked_month(until), target, denominator)
    if chart:
        check_picture(chart)
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = work.forecast(view, question)
        months = months_told(view, question.area)
        series = coverage_by_month(view, question.area, months, denominator) if chart else {}
        tell_newer(face, view)
    picture = fan(face, found, series) if chart else None
    if chart and picture:
        write_picture(picture, chart)
    elif chart:
        face.tell("change_not_drawn", path=str(chart))
    document = forecast_document(face, found, chart if picture else None)
    face.answer(document, lambda: _forecast_page(face, found, document))
    return FALLS_SHORT if document["missing"] else DONE


def _forecast_page(face: Face, found: "Forecast", document: dict[str, Any]) -> None:
    from cakupan_app.cli.figures import headline, notes

    headline(face, found.gap.coverage)
    tell_gap(face, found.gap, found.pace)
    tell_path(face, found)
    if found.path:
        _table_of_path(face, found)
    for chance in found.chances:
        tell_chance(face, chance)
    if found.drawn:
        drawn = found.drawn
        made: dict[str, Fact] = {"method": drawn.method, "seed": drawn.seed, "paths": drawn.paths}
        face.say("forecast_made", 2, **made, first=str(drawn.first), last=str(drawn.last))
    if document["chart"]:
        face.say("change_drawn", path=str(document["chart"]))
    notes(document)


def tell_path(face: Face, found: "Forecast") -> None:
    """What is expected at the end, and what of it is known to end, a sentence each."""
    if not found.path:
        return
    last = found.path[-1]
    facts: dict[str, Fact] = {"month": str(last.month), "members": last.members, "low": last.low, "high": last.high}
    rates = {"rate": found.rate_of(last.members), "rate_low": found.rate_of(last.low)}
    if rates["rate"] is None:
        face.say("forecast_members", **facts)
    else:
        face.say("forecast_rate", **facts, **rates, rate_high=found.rate_of(last.high))
    due, renewed = (sum(getattr(one, name) for one in found.flows) for name in ("due", "renewed"))
    joined, left = (sum(getattr(one, name) for one in found.flows) for name in ("joined", "left"))
    if due:
        face.say("forecast_known_endings", 2, due=due, renewed=renewed, lost=due - renewed, until=str(last.month))
    face.say("forecast_coming_and_going", 2, joined=joined, left=left, until=str(last.month))


def tell_chance(face: Face, chance: "Chance") -> None:
    """The chance of one target; nothing where the history is too short for one, which is told once."""
    if chance.percent is None:
        return
    facts: dict[str, Fact] = {"target": chance.target.id, "rate": chance.target.rate, "year": chance.target.year}
    code = {0: "forecast_chance_none", 100: "forecast_chance_all"}.get(chance.percent, "forecast_chance")
    face.say(code, **facts, chance=chance.percent, wanted=chance.wanted)


def _table_of_path(face: Face, found: "Forecast") -> None:
    rows = []
    for one, flow in zip(found.path, found.flows, strict=True):
        between = f"{face.shown(one.low, 'n')}–{face.shown(one.high, 'n')}"
        counts = (flow.joined, flow.left, flow.due, flow.renewed)
        rows.append(
            (
                face.shown(str(one.month), "month"),
                face.shown(one.members, "n"),
                between,
                face.shown(found.rate_of(one.members), "pct"),
                *(face.shown(count, "n") for count in counts),
            )
        )
    names = ("members", "between", "rate", "joined", "left", "due", "renewed")
    print_columns(
        Columns([face.text("forecast_column_month")], [face.text(f"forecast_column_{name}") for name in names], rows)
    )


@answers
def lapses(
    *,
    face: Face,
    area: AreaOption,
    from_: Annotated[str | None, typer.Option("--from")] = None,
    until: Annotated[str | None, typer.Option("--until")] = None,
    by: Annotated[str, typer.Option("--by")] = "",
    list_: Annotated[Path | None, typer.Option("--list", metavar="FILE")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose")] = None,
    chart: ChartOption = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.look.forecast import lapses_document
    from cakupan_app.look.forecast_drawn import cliff_of
    from cakupan_app.work import lapses as work
    from cakupan_app.work.change import check_picture, write_picture

    since, last = (asked_month(text) if text else None for text in (from_, until))
    question = work.LapsesQuestion(asked_area(area).code, since, last, dimensions_named(by))
    if chart:
        check_picture(chart)
    if list_:
        work.check_list(list_, purpose)
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = work.lapses(view, question)
        if list_:
            _write_list(face, view, workspace, question, list_, purpose or "")
        if chart:
            write_picture(cliff_of(face, found), chart)
        tell_newer(face, view)
    document = lapses_document(face, found, chart, list_)
    face.answer(document, lambda: _lapses_page(face, found, document))
    return FALLS_SHORT if document["missing"] else DONE


def _write_list(
    face: Face, view: "View", workspace: Path, question: "LapsesQuestion", path: Path, purpose: str
) -> None:
    """Write whom to renew: into a workbook by name, into a text by id; the trail tells either."""
    from cakupan.basics.month import day_in_jakarta
    from cakupan_app.look.forecast import renewal_book
    from cakupan_app.work import lapses as work
    from cakupan_app.work.rights import Actor
    from cakupan_app.work.seeing import Looking, explained
    from cakupan_app.work.workspace import open_workspace

    at, named = now(), work.by_name(path)
    taking = work.TakingOut(Looking(Actor(who(), who()), at, explained(purpose, at)), day_in_jakarta(at), named)
    rows = work.renewal_list(view, open_workspace(workspace), question, taking)
    work.write_list(path, renewal_book(face, rows) if named else work.as_text(rows))


def _lapses_page(face: Face, found: "LapseCalendar", document: dict[str, Any]) -> None:
    from cakupan_app.cli.figures import notes, tell_meaning
    from cakupan_app.look.documents import area_title
    from cakupan_app.work.lapses import by_name

    place: dict[str, Fact] = {"area": area_title(found.area), "code": found.area, "month": str(found.month)}
    window = {"since": str(found.since), "until": str(found.until)}
    face.say("lapses_headline", **place, **window, members=found.members, ending=found.ending)
    if found.definition:
        tell_meaning(face, found.definition)
    tell_lasting(face, found)
    _table_of_endings(face, found)
    if document["list"]:
        face.say(
            "lapses_list_named" if by_name(document["list"]) else "lapses_list_written", path=str(document["list"])
        )
    if document["chart"]:
        face.say("change_drawn", path=str(document["chart"]))
    notes(document)


def tell_lasting(face: Face, found: "LapseCalendar") -> None:
    """Whose protection does not end in these months, and what has to be decided before the year ends."""
    lasting = found.lasting
    if lasting.before:
        face.say("lapses_before", 2, people=lasting.before, since=str(found.since))
    face.say("lapses_later", 2, later=lasting.later, until=str(found.until))
    end = found.year_end
    if end:
        facts: dict[str, Fact] = {"people": end.people, "day": end.decree_by, "until": end.protected_until}
        face.say("lapses_year_end", **facts, payers=_payers(face, found), january=f"{end.year + 1}-01")


def _payers(face: Face, found: "LapseCalendar") -> tuple[str, ...]:
    from cakupan_app.look.told import part_named

    if found.year_end is None:
        return ()
    counts = found.year_end.payers.items()
    return tuple(f"{part_named(face, 'payer', payer)} {face.shown(people, 'n')}" for payer, people in counts)


def _table_of_endings(face: Face, found: "LapseCalendar") -> None:
    from cakupan_app.look.forecast_drawn import lapse_part_named

    if found.by:
        rows = [
            (
                face.shown(str(row.month), "month"),
                *(lapse_part_named(face, name, value) for name, value in row.dims.items()),
                face.shown(row.people, "n"),
            )
            for row in found.rows
        ]
    else:
        told = found.by_month.items()
        rows = [(face.shown(str(month), "month"), face.shown(people, "n")) for month, people in told]
    names = [face.text("forecast_column_month"), *(face.text(f"dimension_{name}") for name in found.by)]
    print_columns(Columns(names, [face.text("lapses_column_ending")], rows[:_ROWS_SHOWN]))
    if len(rows) > _ROWS_SHOWN:
        face.say("lapses_rows_more", 2, count=len(rows) - _ROWS_SHOWN)


COMMANDS = {"forecast": forecast, "lapses": lapses}
