"""From heads by block to rows of a plan; and what is taken away where rows break a limit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from cakupan.basics.month import Month
from cakupan.planning.blocks import Blocks
from cakupan.planning.ordered import with_names
from cakupan.planning.plan import PlanRow
from cakupan.planning.problem import Problem
from cakupan.planning.quotas import ListKey, list_of, quotas_of


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
    cost = heads * by.cost(of, first, last)
    return PlanRow(of.village, of.district, by.id, of.id, first, last, heads, heads, heads,
                   problem.to_renew(of), problem.goes_on(of, first), cost)  # fmt: skip


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
    """No more heads than a group's quotas have, nor than all names of a list can be expected to fill."""
    places = {one.id: place for place, one in enumerate(problem.groups)}
    funds = {one.id: place for place, one in enumerate(problem.funds)}
    quotas, used = quotas_of(problem), defaultdict[str, Fraction](Fraction)
    kept = []
    for row in rows:
        allowed = quotas.get(places[row.group], {})
        quota = allowed.get(funds[row.fund], 0) if allowed else row.heads
        fewer = _fewer(row, min(row.heads, quota))
        used[row.group] += Fraction(fewer.heads, quota or 1)
        kept.append((fewer, quota or 1))
    for place in _least_first(problem, [row for row, _ in kept]):
        row, quota = kept[place]
        taken = min(row.heads, max(0, ceil((used[row.group] - 1) * quota)))
        used[row.group] -= Fraction(taken, quota)
        kept[place] = _fewer(row, row.heads - taken), quota
    return _within_lists(problem, [row for row, _ in kept if row.heads])


def _within_lists(problem: Problem, rows: list[PlanRow]) -> list[PlanRow]:
    groups = {one.id: one for one in problem.groups}
    funds = {one.id: one for one in problem.funds}
    over: dict[ListKey, Fraction] = defaultdict(Fraction)
    for group in problem.groups:
        over[list_of(problem, group)] -= group.count
    for row in rows:
        group = groups[row.group]
        over[list_of(problem, group)] += row.heads / problem.acceptance(group, funds[row.fund])
    for place in _least_first(problem, rows):
        row = rows[place]
        key, share = list_of(problem, groups[row.group]), problem.acceptance(groups[row.group], funds[row.fund])
        taken = min(row.heads, max(0, ceil(over[key] * share)))
        over[key] -= taken / share
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
