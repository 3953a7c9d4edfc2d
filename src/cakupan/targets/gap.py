"""How far an area is from being covered: the uncovered, what each target still needs, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from cakupan.basics.month import Month
from cakupan.basics.ratio import Ratio
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.known import Known
from cakupan.coverage.potential import Potentials
from cakupan.targets.target import Target
from cakupan.workforce.denominator import Denominator


def members_still_needed(now: Ratio, target: Fraction) -> int:
    """The fewest further members that lift `now` to at least `target`.

    >>> members_still_needed(Ratio(103_079, 213_582), Fraction("0.5215"))
    8305
    """
    return max(0, ceil(target * now.whole) - now.part)


@dataclass(frozen=True, slots=True)
class TargetGap:
    """What one target still needs: members in all, and by month until December of its year (None: none is left).

    `denominator` is the target's own; where it is not the figure's, `own_denominator` says so. `missing` says why
    `needed` is None.
    """

    target: Target
    denominator: Denominator | None
    own_denominator: bool
    needed: int | None
    months_left: int
    per_month: int | None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """The first two readings of the gap; the third, the pace, is `pace_of`. `findings`: that there is no target."""

    coverage: Coverage
    uncovered: int | None
    targets: tuple[TargetGap, ...]
    findings: tuple[Finding, ...] = ()


def gap_of(coverage: Coverage, targets: Iterable[Target], known: Known) -> Gap:
    """The gap of `coverage`'s area in its month: to everyone, and to each of `targets`.

    A target counts against its own denominator, of the vintage that counts in the month (`known`); below the level of
    that one, against the area's estimated share of it.
    """
    told = tuple(_to_target(coverage, target, known) for target in targets)
    return Gap(coverage, coverage.total.uncovered, told, () if told else (_without_target(coverage),))


def _without_target(coverage: Coverage) -> Finding:
    month = coverage.total.month
    return Finding(
        "target_not_set", {"area": coverage.definition.area, "month": str(month), "year": month.year}, "info"
    )


def _to_target(coverage: Coverage, target: Target, known: Known) -> TargetGap:
    total, used = coverage.total, coverage.definition.denominator
    its_own = _denominator_of(target.denominator, coverage, known) if target.denominator else used
    needed = None
    if total.members is not None and its_own is not None and its_own.value:
        needed = members_still_needed(Ratio(total.members, its_own.value), target.share)
    months_left = max(0, Month(target.year, 12) - total.month)
    return TargetGap(
        target=target,
        denominator=its_own,
        own_denominator=its_own is not None and its_own != used,
        needed=needed,
        months_left=months_left,
        per_month=ceil(Fraction(needed, months_left)) if needed is not None and months_left else None,
        missing=_missing(coverage, target, its_own) if needed is None else None,
    )


def _denominator_of(id: str, coverage: Coverage, known: Known) -> Denominator | None:
    """The target's denominator as the figure has it, where it is the figure's own: then both rest on one estimate."""
    used = coverage.definition.denominator
    if used is not None and used.id == id:
        return used
    return Potentials(known, coverage.total.month).of(id, str(coverage.total.area))


def _missing(coverage: Coverage, target: Target, its_own: Denominator | None) -> Missing:
    total = coverage.total
    facts = {"target": target.id, "area": total.area, "month": str(total.month)}
    if total.members is None:
        return Missing("target_needs_members", facts)
    if its_own is None:
        return Missing("target_needs_denominator", {**facts, "denominator": target.denominator})
    return Missing("denominator_empty", {"area": total.area, "denominator": its_own.id})
