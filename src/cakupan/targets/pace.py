"""How fast coverage has grown since a base month."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.basics.month import Month
from cakupan.basics.ratio import rounded
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.definition import STRONGEST_FIRST, Evidence, FigureDefinition, differences
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Finding, Missing


@dataclass(frozen=True, slots=True)
class Pace:
    """Members gained (or lost) since the base month: in all, and by month, rounded to the nearest whole.

    `members_now` may be another count than the headline's: see `pace_of`. `findings` say so, and name what is counted
    differently in the two months: the growth is then partly a change of counting.
    """

    since: Month
    months: int
    members_then: int
    growth: int
    per_month: int
    findings: tuple[Finding, ...] = ()

    @property
    def members_now(self) -> int:
        return self.members_then + self.growth


def base_month(month: Month, since: Month | None = None) -> Month:
    """The month that pace counts from: `since`, or the last December (FORMATS.md). Refused where it is not before.

    >>> base_month(Month(2025, 7))
    Month(year=2024, number=12)
    """
    if since is not None and since - month >= 0:
        raise Refused("since_not_before", since=str(since), month=str(month))
    return since or month.last_december


_Told = tuple[FigureDefinition, CoverageFigure]


def pace_of(now: Coverage, then: Coverage) -> Pace | Missing:
    """The growth from `then` to `now`, two answers about one area, or what is missing for telling it.

    Like is compared with like: the strongest evidence that tells of both months, even where this month has a
    stronger one; else the two headlines as they are, and the finding says so.
    """
    area, month, since = now.definition.area, now.definition.month, then.definition.month
    facts: dict[str, Fact] = {"area": area, "month": str(month), "since": str(since)}
    if now.total.members is None or then.total.members is None:
        return Missing(
            "pace_needs_both_months", {**facts, "lacking": str(month if now.total.members is None else since)}
        )
    of_now, of_then = _alike(now, then) or ((now.definition, now.total), (then.definition, then.total))
    (definition, figure), (before, base) = of_now, of_then
    members_then = base.members or 0
    growth = (figure.members or 0) - members_then
    return Pace(
        since=since,
        months=month - since,
        members_then=members_then,
        growth=growth,
        per_month=int(rounded(Fraction(growth, month - since), 0)),
        findings=(*_weaker(now, definition, figure, facts), *_different(definition, before, facts)),
    )


def _alike(now: Coverage, then: Coverage) -> tuple[_Told, _Told] | None:
    """The figures of both months on the strongest evidence they share."""
    of_now, of_then = _by_evidence(now), _by_evidence(then)
    shared = next((kind for kind in STRONGEST_FIRST if kind in of_now and kind in of_then), None)
    return (of_now[shared], of_then[shared]) if shared else None


def _by_evidence(answer: Coverage) -> Mapping[Evidence, _Told]:
    told = [(answer.definition, answer.total), *((one.definition, one.figure) for one in answer.other_evidence)]
    return {one.evidence: (one, figure) for one, figure in told if one.evidence and not one.mixed}


def _weaker(
    now: Coverage, told: FigureDefinition, figure: CoverageFigure, facts: Mapping[str, Fact]
) -> tuple[Finding, ...]:
    """That the base month lacks what this month is counted by, where that is so."""
    if told.evidence is now.definition.evidence:
        return ()
    counts: dict[str, Fact] = {"members": figure.members, "headline": now.total.members}
    return (Finding(f"pace_by_{told.evidence}", {**facts, **counts}, "warning"),)


def _different(now: FigureDefinition, then: FigureDefinition, facts: Mapping[str, Fact]) -> tuple[Finding, ...]:
    """What is counted differently. Different evidence counts by another rule, place and measure: that is told once."""
    parts = differences(now, then)
    told = ("evidence",) if "evidence" in parts else parts
    return tuple(Finding(f"pace_{part}_differs", facts, "warning") for part in told)
