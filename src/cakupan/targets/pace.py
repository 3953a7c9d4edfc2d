"""How fast coverage has grown since a base month."""

from dataclasses import dataclass
from fractions import Fraction

from cakupan.basics.month import Month
from cakupan.basics.ratio import rounded
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.definition import differences
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing


@dataclass(frozen=True, slots=True)
class Pace:
    """Members gained (or lost) since the base month: in all, and by month, rounded to the nearest whole.

    `findings` name what is counted differently in the two months: the growth is then partly a change of counting.
    """

    since: Month
    months: int
    members_then: int
    growth: int
    per_month: int
    findings: tuple[Finding, ...] = ()


def base_month(month: Month, since: Month | None = None) -> Month:
    """The month that pace counts from: `since`, or the last December (FORMATS.md). Refused where it is not before.

    >>> base_month(Month(2025, 7))
    Month(year=2024, number=12)
    """
    if since is not None and since - month >= 0:
        raise Refused("since_not_before", since=str(since), month=str(month))
    return since or month.last_december


def pace_of(now: Coverage, then: Coverage) -> Pace | Missing:
    """The growth from `then` to `now`, two figures of one area, or what is missing for telling it."""
    area, month, since = now.definition.area, now.definition.month, then.definition.month
    facts: dict[str, Fact] = {"area": area, "month": str(month), "since": str(since)}
    if now.total.members is None or then.total.members is None:
        return Missing(
            "pace_needs_both_months", {**facts, "lacking": str(month if now.total.members is None else since)}
        )
    months = month - since
    growth = now.total.members - then.total.members
    findings = tuple(
        Finding(f"pace_{part}_differs", facts, "warning") for part in differences(now.definition, then.definition)
    )
    return Pace(
        since=since,
        months=months,
        members_then=then.total.members,
        growth=growth,
        per_month=int(rounded(Fraction(growth, months), 0)),
        findings=findings,
    )
