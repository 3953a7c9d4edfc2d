"""How many more people each target needs than would be members if the plan did nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.planning.groups import Grouped
from cakupan.planning.people import ENROLLED_AS, SPONSORS
from cakupan.planning.problem import Target
from cakupan.targets.forecast import FURTHEST
from cakupan.targets.gap import TargetGap
from cakupan.targets.lapses import lapse_calendar
from cakupan.targets.simulate import Stopped
from cakupan_app.work.forecast import ForecastQuestion, forecasts
from cakupan_app.work.plan_asked import PlanQuestion, renewed_by
from cakupan_app.work.view import View

if TYPE_CHECKING:
    from cakupan.targets.forecast import Forecast


def targets_of(
    view: View, question: PlanQuestion, grouped: Grouped, month: Month, first: Month, last: Month
) -> tuple[tuple[Target, ...], Sequence[Finding]]:
    """The targets whose year ends within the plan, and how each was reckoned. Refused where the one asked for does not.

    Needed = members that the target wants, less those expected in that month if the plan does nothing: the middle of
    the forecast's paths, drawn again without renewals of the sponsored members that the plan decides about, and without
    those who join them, from the plan's first month on. Where the history is too short for a forecast it is the members
    of now, less the endings that are known. Members who still count in that month though nobody pays for them any more,
    and whom the plan renews, are counted by both, and so are needed once more.
    """
    until = min(last, month + FURTHEST)
    nothing = Finding("plan_without_target", {"area": question.area, "until": str(last)}, "info")
    try:
        asked = ForecastQuestion(question.area, until, question.target, question.denominator)
        decided = Stopped(frozenset((ENROLLED_AS, payer) for payer in renewed_by(question)), first)
        found, without = forecasts(view, asked, (None, decided))
    except Refused as refusal:
        # an area of which lists name people, and of whose members there is no figure: it has nothing to aim at
        if refusal.code != "forecast_nothing_known" or question.target is not None:
            raise
        return (), (nothing,)
    near = [one for one in found.gap.targets if first <= Month(one.target.year, 12) <= last]
    if question.target is not None and not near:
        month_of = Month(found.gap.targets[0].target.year, 12) if found.gap.targets else last
        raise Refused("plan_target_outside", target=question.target, month=str(month_of))
    if not near:
        return (), (nothing,)
    targets: list[Target] = []
    findings: list[Finding] = []
    for one in near:
        target, finding = _needed(view, question, one, grouped, (found, without), month)
        findings.append(finding)
        targets += [target] if target else []
    return tuple(targets), findings


def _needed(
    view: View,
    question: PlanQuestion,
    one: TargetGap,
    grouped: Grouped,
    drawn: "tuple[Forecast, Forecast]",
    month: Month,
) -> tuple[Target | None, Finding]:
    """`drawn`: the forecast, and what it is without what the plan decides."""
    found, without = drawn
    december = Month(one.target.year, 12)
    facts: dict[str, Fact] = {"target": one.target.id, "month": str(december)}
    if one.denominator is None or found.gap.coverage.total.members is None:
        return None, Finding("plan_target_unreckoned", facts, "warning")
    wanted = ceil(one.target.share * one.denominator.value)
    if any(told.month == december for told in found.path):
        expected = _by_forecast(found, without, december)
    else:
        expected = _by_endings(view, question, found, month, december)
    counted_twice = grouped.still_counted.get(december, 0)
    needed = max(0, wanted - expected.members + counted_twice)
    told = {**facts, "wanted": wanted, "expected": expected.members, "needed": needed, **expected.facts}
    return Target(december, needed, one.target.id), Finding(expected.code, told, "info")


@dataclass(frozen=True, slots=True)
class _Expected:
    """Members expected without the plan, and which sentence says how they were reckoned."""

    members: int
    code: str
    facts: dict[str, Fact]


def _by_forecast(found: "Forecast", without: "Forecast", december: Month) -> _Expected:
    """The middle of the paths without what the plan decides, beside that of all: whom a sponsor pays for in another
    segment goes on by itself, and so do members of payers whom the plan does not renew. Of totals nobody knows which
    part the plan decides, and nothing is taken off."""
    middle, left = (next(one.members for one in told.path if one.month == december) for told in (found, without))
    of_persons = found.drawn is None or found.drawn.of_persons
    code = "plan_target_by_forecast" if of_persons else "plan_target_by_totals"
    return _Expected(left, code, {"middle": middle} if of_persons else {})


def _by_endings(view: View, question: PlanQuestion, found: "Forecast", month: Month, december: Month) -> _Expected:
    """The members of now, less those of whom it is told that they end by then; who pays alone is not among them."""
    members = found.gap.coverage.total.members or 0
    calendar = lapse_calendar(view.table("lapses"), view.engine, question.area, month, december, by=("payer", "cause"))
    ended = sum(row.people for row in calendar.rows if row.month < december and _ends_for_certain(row.dims))
    facts: dict[str, Fact] = {"members": members, "ended": ended, "known": str(month)}
    return _Expected(max(0, members - ended), "plan_target_by_endings", facts)


def _ends_for_certain(dims: Mapping[str, str | None]) -> bool:
    return dims["cause"] != "unpaid" or dims["payer"] in SPONSORS
