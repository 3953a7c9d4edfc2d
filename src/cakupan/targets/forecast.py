"""Where an area's members go from the last known month: a path with intervals, and the chance of each target."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.ratio import Ratio, rounded
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.finding import Finding, Missing
from cakupan.targets.gap import Gap, TargetGap
from cakupan.targets.history import Group, History
from cakupan.targets.pace import Pace
from cakupan.targets.simulate import PATHS, SEED, Step, Stopped, never_renewed, paths_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from cakupan.targets.target import Target

LEAST_CHANGES = 6  # months of coming and going: of fewer nobody can say how much they differ
FURTHEST = 36  # months ahead
INTERVAL = 80  # per cent of the paths lie in it
METHOD = "flows-2"  # decision 0027; a change of how paths are drawn is another method
_BELOW, _ABOVE = (100 - INTERVAL) // 2, (100 + INTERVAL) // 2


@dataclass(frozen=True, slots=True)
class Expected:
    """The members expected in a month: the middle of the paths, and between what 80 per cent of them lie."""

    month: Month
    members: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ExpectedFlows:
    """What makes the members of a month, on the average of the paths: people who join, who go without a known end
    (`left`), whose end was known (`due`), and those of these who are renewed. Each rounded by itself."""

    month: Month
    joined: int
    left: int
    due: int
    renewed: int


@dataclass(frozen=True, slots=True)
class GroupPath:
    """The path of one segment and payer. The middles of groups need not add up to the middle of all: flows do."""

    segment: str | None
    payer: str | None
    path: tuple[Expected, ...]
    flows: tuple[ExpectedFlows, ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """How many per cent of the paths reach a target by December of its year, whole; None where that is not told."""

    target: "Target"
    wanted: int | None
    percent: int | None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a forecast was made, so that anybody can make it again: the method, from which months, and the draws."""

    method: str
    first: Month
    last: Month
    of_persons: bool
    seed: int
    paths: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What to expect of the area and figure that `gap` tells of. `path` and `groups` are empty where the history is too
    short; then `missing` says so, and gap and pace stand all the same.

    `capped`: on some paths there were more members than potential workers, or fewer than none; those were cut.
    """

    gap: Gap
    pace: Pace | Missing
    until: Month
    path: tuple[Expected, ...] = ()
    flows: tuple[ExpectedFlows, ...] = ()
    groups: tuple[GroupPath, ...] = ()
    chances: tuple[Chance, ...] = ()
    drawn: Drawn | None = None
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    def rate_of(self, members: int) -> Decimal | None:
        """Members in per cent of the potential that the last figure has; None where there is none."""
        potential = self.gap.coverage.total.potential
        return Ratio(members, potential).percent() if potential else None


def check_until(known: Month, until: Month) -> None:
    """Refuses months that are not ahead of the last known one, or too far ahead of it."""
    if until - known <= 0:
        raise Refused("forecast_not_ahead", until=str(until), known=str(known))
    if until - known > FURTHEST:
        raise Refused("forecast_too_far", until=str(until), known=str(known), furthest=str(known + FURTHEST))


def forecast_of(
    gap: Gap,
    pace: Pace | Missing,
    history: History,
    until: Month,
    *,
    seed: int = SEED,
    paths: int = PATHS,
    stopped: Stopped | None = None,
) -> Forecast:
    """What to expect from the last month of `history`, which is that of `gap`, up to `until`.

    Where fewer than `LEAST_CHANGES` changes from month to month are known there is no path: an interval would be made
    up. Then what is told are the gap, the pace, and what each target needs a month. The same in, the same out. With
    groups `stopped` the same draws say what is left without what a plan decides.
    Raises `Refused` for an `until` that is not ahead.
    """
    month = gap.coverage.definition.month
    check_until(month, until)
    short = _too_short(gap, history)
    if short:
        return Forecast(gap, pace, until, chances=_unknown_chances(gap, short), missing=(short,))
    ends = max([until, *(Month(one.target.year, 12) for one in gap.targets if _is_near(one, month))])
    steps = paths_of(history, ends, seed=seed, paths=paths, stopped=stopped)
    raw = [_all_groups([group[place] for group in steps.values()]) for place in range(ends - month)]
    totals, capped = _within(raw, gap.coverage.total.potential)
    told = until - month
    return Forecast(
        gap=gap,
        pace=pace,
        until=until,
        path=tuple(_expected(month + place + 1, totals[place]) for place in range(told)),
        flows=_flows(month, [list(steps[group][:told]) for group in steps]),
        groups=tuple(_group_path(month, group, steps[group][:told]) for group in steps),
        chances=tuple(_chance(one, month, totals) for one in gap.targets),
        drawn=Drawn(METHOD, history.months[0], month, history.of_persons, seed, paths),
        findings=tuple(_findings(gap, history, steps, capped)),
    )


def _too_short(gap: Gap, history: History) -> Missing | None:
    """Why no path can be drawn; None where one can."""
    definition = gap.coverage.definition
    facts: dict[str, Fact] = {"area": definition.area, "month": str(definition.month)}
    if gap.coverage.total.members is None or not history.months or history.months[-1] != definition.month:
        return Missing("forecast_needs_members", facts)
    if len(history.months) - 1 < LEAST_CHANGES:
        told: dict[str, Fact] = {"months": len(history.months), "needed": LEAST_CHANGES + 1}
        return Missing("forecast_history_short", {**facts, **told, "first": str(history.months[0])})
    return None


def _is_near(one: TargetGap, month: Month) -> bool:
    return one.needed is not None and 0 < Month(one.target.year, 12) - month <= FURTHEST


def _all_groups(steps: Sequence[Step]) -> "npt.NDArray[np.float64]":
    import numpy as np

    return np.asarray(np.sum([step.members for step in steps], axis=0), np.float64)


def _within(raw: "Sequence[npt.NDArray[np.float64]]", potential: int | None) -> "tuple[Sequence[Sequence[int]], bool]":
    """The members on all paths of each month, whole and in order, none below zero or above the potential."""
    import numpy as np

    most = potential if potential else None
    cut = [np.clip(np.rint(one), 0, most) for one in raw]
    inside = [_ends_of(np.sort(np.rint(one)).tolist()) for one in raw]
    capped = most is not None and any(high > most for _, high in inside)
    return [sorted(map(int, one.tolist())) for one in cut], capped


def _ends_of(in_order: Sequence[float]) -> tuple[float, float]:
    return in_order[len(in_order) * _BELOW // 100], in_order[len(in_order) * _ABOVE // 100 - 1]


def _expected(month: Month, in_order: Sequence[int]) -> Expected:
    low, high = _ends_of(in_order)
    return Expected(month, in_order[len(in_order) // 2], int(low), int(high))


def _flows(month: Month, groups: Sequence[Sequence[Step]]) -> tuple[ExpectedFlows, ...]:
    return tuple(
        ExpectedFlows(
            month + place + 1,
            *(sum(_mean(getattr(steps[place], name)) for steps in groups) for name in ExpectedFlows.__slots__[1:]),
        )
        for place in range(len(groups[0]))
    )


def _mean(values: "npt.NDArray[np.float64]") -> int:
    return round(float(values.mean()))


def _group_path(month: Month, group: Group, steps: Sequence[Step]) -> GroupPath:
    import numpy as np

    members = [sorted(map(int, np.rint(step.members).tolist())) for step in steps]
    path = tuple(_expected(month + place + 1, one) for place, one in enumerate(members))
    return GroupPath(*group, path, _flows(month, [steps]))


def _chance(one: TargetGap, month: Month, totals: Sequence[Sequence[int]]) -> Chance:
    """How many paths reach it in December of its year: one that is reached now may be lost by then."""
    facts: dict[str, Fact] = {"target": one.target.id, "year": one.target.year, "month": str(month)}
    if one.needed is None or one.denominator is None:
        return Chance(one.target, None, None, one.missing)
    wanted = ceil(one.target.share * one.denominator.value)
    place = Month(one.target.year, 12) - month - 1
    if not 0 <= place < len(totals):
        code = "chance_year_over" if place < 0 else "chance_too_far"
        return Chance(one.target, wanted, None, Missing(code, facts))
    reached = sum(members >= wanted for members in totals[place])
    return Chance(one.target, wanted, int(rounded(Fraction(reached * 100, len(totals[place])), 0)))


def _unknown_chances(gap: Gap, because: Missing) -> tuple[Chance, ...]:
    return tuple(Chance(one.target, None, None, because) for one in gap.targets)


def _findings(gap: Gap, history: History, steps: Mapping[Group, Sequence[Step]], capped: bool) -> Iterable[Finding]:
    definition = gap.coverage.definition
    facts: dict[str, Fact] = {"area": definition.area, "month": str(definition.month)}
    if not history.of_persons:
        yield Finding("forecast_by_totals", facts, "warning")
    if capped:
        yield Finding("forecast_capped", {**facts, "potential": gap.coverage.total.potential}, "warning")
    unseen = [group for group in steps if never_renewed(history, group)]
    if unseen:
        people = sum(one.people for group in unseen for one in history.ends[group])
        payers = tuple(sorted({str(payer) for _, payer in unseen}))
        yield Finding("forecast_renewals_unseen", {**facts, "payers": payers, "people": people}, "warning")
