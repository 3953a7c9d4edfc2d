"""What is written in the pictures of months to come: the fan of a forecast, and the cliff of what ends."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.reports.cliff import Cause, CliffMonth, CliffWords, cliff
from cakupan.reports.trend import Expected, Point, TrendWords, trend
from cakupan_app.look.documents import area_title
from cakupan_app.look.pictures import target_line
from cakupan_app.look.told import part_named
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.basics.month import Month
    from cakupan.coverage.figure import Coverage
    from cakupan.targets.forecast import Forecast
    from cakupan.targets.lapses import LapseCalendar


def fan(voice: Voice, found: "Forecast", series: "Mapping[Month, Coverage]") -> str | None:
    """Coverage so far, and between what it is expected to lie, with the targets; None where no rate is expected.

    Only what is measured against the last figure's denominator is drawn: another would be another line.
    """
    used = found.gap.coverage.definition.denominator
    expected = expected_rates(found)
    if not expected or used is None:
        return None
    points = [
        _point(voice, month, answer)
        for month, answer in series.items()
        if answer.definition.denominator and answer.definition.denominator.id == used.id
    ]
    lines = [target_line(voice, one.target) for one in found.gap.targets if not one.own_denominator]
    return trend(points, lines, _fan_words(voice, found), expected)


def expected_rates(found: "Forecast") -> Sequence[Expected]:
    """Between what rates each month is expected; none where there is no potential to measure against."""
    told = ((one.month, found.rate_of(one.low), found.rate_of(one.high)) for one in found.path)
    return [Expected(month, low, high) for month, low, high in told if low is not None and high is not None]


def _point(voice: Voice, month: "Month", answer: "Coverage") -> Point:
    total = answer.total
    rate = total.ratio.percent() if total.ratio and not total.hidden else None
    return Point(month, rate, voice.shown(rate, "pct"), total.estimated)


def _fan_words(voice: Voice, found: "Forecast") -> TrendWords:
    said = []
    for one in found.path:
        rates = {"rate": found.rate_of(one.members), "low": found.rate_of(one.low), "high": found.rate_of(one.high)}
        said.append(voice.text("forecast_drawn_month", month=str(one.month), **rates))
    return TrendWords(
        title=voice.text("forecast_title", area=area_title(found.gap.coverage.definition.area)),
        description=" ".join(said),
        estimated=voice.text("trend_estimated"),
        expected=voice.text("forecast_band"),
        percent=lambda rate: voice.shown(rate, "pct"),
        month=lambda month: voice.shown(str(month), "month"),
    )


def cliff_of(voice: Voice, found: "LapseCalendar") -> str:
    """How many members' protection ends in each month asked about, told apart by cause where that was asked for."""
    from cakupan.targets.protection import CAUSES

    apart = "cause" in found.by
    causes = [Cause(name, voice.text(f"lapse_cause_{name}")) for name in (CAUSES if apart else ("any",))]
    months = [_cliff_month(voice, found, month, apart=apart) for month in found.by_month]
    said = ". ".join(f"{voice.shown(str(one.month), 'month')}: {one.shown}" for one in months if one.total)
    words = CliffWords(
        title=voice.text("lapses_title", area=area_title(found.area)),
        description=said + "." if said else voice.text("lapses_none_drawn"),
        month=lambda month: voice.shown(str(month), "month"),
    )
    return cliff(months, causes, words)


def _cliff_month(voice: Voice, found: "LapseCalendar", month: "Month", *, apart: bool) -> CliffMonth:
    people: dict[str, int] = {}
    for row in found.rows:
        if row.month == month:
            name = (row.dims["cause"] or "any") if apart else "any"
            people[name] = people.get(name, 0) + row.people
    return CliffMonth(month, people, voice.shown(sum(people.values()), "n"))


def lapse_part_named(voice: Voice, name: str, value: str | None) -> str:
    """What one part of the cliff is called."""
    return voice.text(f"lapse_cause_{value}") if name == "cause" else part_named(voice, name, value)
