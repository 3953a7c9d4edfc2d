"""What is answered to "where does the year end": the forecast of an area's members, and the chance of each target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.definition import Evidence, differences
from cakupan.coverage.figure import Coverage
from cakupan.targets.forecast import Forecast, check_until, forecast_of
from cakupan.targets.history import History, history_of_people, history_of_totals
from cakupan.targets.simulate import Stopped
from cakupan_app.work.ask import GapQuestion, coverage_by_month, gap, months_told
from cakupan_app.work.view import View

_FOLLOWED = ("episodes", "lapses", "renewals")  # the tables that tell who came, went and is paid for until when


@dataclass(frozen=True, slots=True)
class ForecastQuestion:
    """What is asked about the months to come: of an area, up to which month, against which denominator and target."""

    area: str
    until: Month
    target: str | None = None
    denominator: str | None = None


def forecast(view: View, question: ForecastQuestion) -> Forecast:
    """The members expected from the last month that has a figure. Refused where no month has one, and for a month that
    is not ahead of it.

    Persons are followed where that figure counts linked persons; else the totals of months that were counted alike tell
    how they changed.
    """
    (found,) = forecasts(view, question, (None,))
    return found


def forecasts(view: View, question: ForecastQuestion, stopped: Sequence[Stopped | None]) -> Sequence[Forecast]:
    """The same forecast once for each of `stopped`, from the same history and draws; as `forecast` refuses."""
    months = months_told(view, question.area)
    if not months:
        raise Refused("forecast_nothing_known", area=question.area)
    month = months[-1]
    check_until(month, question.until)
    asked = GapQuestion(question.area, month, target=question.target, denominator=question.denominator)
    found, pace = gap(view, asked)
    history = _history(view, found.coverage, months)
    return tuple(forecast_of(found, pace, history, question.until, stopped=one) for one in stopped)


def year_end_after(month: Month) -> Month:
    """The next December: what a forecast goes up to, unless another month is asked for.

    >>> str(year_end_after(Month(2025, 12)))
    '2026-12'
    """
    return (month + 1).last_december + 12


def _history(view: View, now: Coverage, months: Sequence[Month]) -> History:
    """How the members came and went, in months that were counted as the last one was."""
    members = _alike(coverage_by_month(view, now.definition.area, months), now)
    if now.definition.evidence is Evidence.LINKED and not now.definition.mixed and all(map(view.has, _FOLLOWED)):
        tables = {name: view.table(name) for name in _FOLLOWED}
        followed = history_of_people(tables, view.engine, now.definition.area, members)
        # persons of another regency's extracts may be more than the figure counts: then its totals are what is known
        if followed.flows and followed.members == tuple(members[month] for month in followed.months):
            return followed
    return history_of_totals(members)


def _alike(series: Mapping[Month, Coverage], now: Coverage) -> Mapping[Month, int]:
    """The members of each month whose figure, or another evidence of it, counts as the last one does."""
    found: dict[Month, int] = {}
    for month, answer in series.items():
        told = [(answer.definition, answer.total), *((one.definition, one.figure) for one in answer.other_evidence)]
        for definition, figure in told:
            same_rule = replace(definition, active_rule=now.definition.active_rule)
            if figure.members is not None and not differences(now.definition, same_rule):
                found[month] = figure.members
                break
    return found
