"""From heads by block to rows of a plan, with the names to order; and what is taken away where rows break a limit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from cakupan.basics.month import Month
from cakupan.planning.blocks import Blocks
from cakupan.planning.plan import PlanRow, names_for
from cakupan.planning.problem import Problem


def rows_of(problem: Problem, blocks: Blocks, heads: Iterable[int]) -> tuple[PlanRow, ...]:
    """The rows of so many heads by block, in the order of villages, groups, months and funds."""
    told = []
    for place, number in enumerate(heads):
        if number > 0:
            first = problem.first + int(blocks.first[place])
            last = problem.first + int(blocks.last[place])
            told.append(row_of(problem, int(blocks.group[place]), int(blocks.fund[place]), first, last, number))
    return with_names(problem, told)


def row_of(problem: Problem, group: int, fund: int, first: Month, last: Month, heads: int) -> PlanRow:
    """One row, before its names are ordered."""
    of, by = problem.groups[group], problem.funds[fund]
    gapless = of.covered_until is not None and first == of.covered_until + 1
    cost = heads * by.cost(of, first, last)
    return PlanRow(of.village, of.district, by.id, of.id, first, last, heads, heads, heads,
                   problem.to_renew(of), gapless, cost)  # fmt: skip


def with_names(problem: Problem, rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Each row with the names to order, never more of a group than there are, and the heads expected of them.

    A name ordered beyond the heads is a reserve: whoever is accepted last waits, so that what is paid for is never more
    than the heads, even if everybody is accepted.
    """
    groups = {one.id: one for one in problem.groups}
    funds = {one.id: one for one in problem.funds}
    told = sorted(rows, key=lambda one: (one.village, one.group, one.first, one.fund))
    left = {one.id: one.count for one in problem.groups}
    for row in told:
        left[row.group] -= row.heads  # names for every head come first; what is left over is for reserves
    found = []
    for row in told:
        share = problem.acceptance(groups[row.group], funds[row.fund])
        more = max(0, min(names_for(row.heads, share) - row.heads, left[row.group]))
        left[row.group] -= more
        ordered = row.heads + more
        expected = min(row.heads, ordered * share.numerator // share.denominator)
        found.append(replace(row, ordered=ordered, expected=expected))
    return tuple(found)


def repaired(problem: Problem, rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """The rows without what is too much: of a group's people, of a fund's rupiah; then batches that fall too short.

    It only takes away, the least exposed per rupiah first, so that afterwards no limit from above is broken; a floor
    may be. Rows of money that may not pay for them are for `verify` to find, not to mend.
    """
    kept = _within_groups(problem, list(rows))
    kept = _within_funds(problem, kept)
    return with_names(problem, _without_small_batches(problem, kept))


def _least_first(problem: Problem, rows: Sequence[PlanRow]) -> list[int]:
    """Places of rows: what protects least for its rupiah first, renewals last."""
    weights = {one.id: problem.weight(one) for one in problem.groups}

    def key(place: int) -> tuple[bool, float, str, Month, str]:
        row = rows[place]
        a_head = row.cost // row.heads if row.heads else 0
        return row.renewed, weights[row.group] * row.months / (a_head or 1), row.group, row.first, row.fund

    return sorted(range(len(rows)), key=key)


def _fewer(row: PlanRow, heads: int) -> PlanRow:
    a_head = row.cost // row.heads if row.heads else 0
    return replace(row, heads=heads, ordered=heads, expected=heads, cost=heads * a_head)


def _within_groups(problem: Problem, rows: list[PlanRow]) -> list[PlanRow]:
    """No more heads than a group's people can be expected to fill, nor than there are households."""
    groups = {one.id: one for one in problem.groups}
    funds = {one.id: one for one in problem.funds}
    heads: dict[str, int] = defaultdict(int)
    names: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        heads[row.group] += row.heads
        names[row.group] += row.heads / problem.acceptance(groups[row.group], funds[row.fund])
    for place in _least_first(problem, rows):
        row = rows[place]
        of, share = groups[row.group], problem.acceptance(groups[row.group], funds[row.fund])
        many = 0 if of.households is None else heads[of.id] - of.households
        taken = min(row.heads, max(0, many, ceil((names[of.id] - of.count) * share)))
        heads[of.id] -= taken
        names[of.id] -= taken / share
        rows[place] = _fewer(row, row.heads - taken)
    return [row for row in rows if row.heads]


def _within_funds(problem: Problem, rows: list[PlanRow]) -> list[PlanRow]:
    over: dict[str, int] = {one.id: -one.amount for one in problem.funds}
    for row in rows:
        over[row.fund] += row.cost
    for place in _least_first(problem, rows):
        row = rows[place]
        a_head = row.cost // row.heads
        if over[row.fund] > 0 and a_head:
            taken = min(row.heads, -(-over[row.fund] // a_head))
            over[row.fund] -= taken * a_head
            rows[place] = _fewer(row, row.heads - taken)
    return [row for row in rows if row.heads]


def _without_small_batches(problem: Problem, rows: Sequence[PlanRow]) -> list[PlanRow]:
    least: Mapping[str, int] = {one.id: one.minimum_batch for one in problem.funds}
    begun: dict[tuple[str, str, Month], int] = defaultdict(int)
    for row in rows:
        if not row.renewed:
            begun[row.fund, row.village, row.first] += row.heads
    return [row for row in rows if row.renewed or begun[row.fund, row.village, row.first] >= least[row.fund]]
