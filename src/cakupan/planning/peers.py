"""How the same money would be spent by simpler rules: first come first served, an equal split, the poorest first."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor
from typing import Any

from cakupan.basics.rupiah import Rupiah
from cakupan.planning.blocks import Blocks, blocks_of
from cakupan.planning.plan import Plan, PlanRow, measured
from cakupan.planning.problem import Group, Problem, checked
from cakupan.planning.quotas import ListKey, list_of
from cakupan.planning.rows import repaired, row_of

RULES = ("first_come", "equal_split", "poorest_first")
_Purse = tuple[int, str | None]


def by_rule(problem: Problem, rule: str) -> Plan:
    """The plan of a simpler rule; status `rule`. It pays each group for as long as it can, and looks at no floor.

    first_come: lists in the order in which they came, until the money ends. equal_split: each fund's money in equal
    parts to the villages it may pay for, first come first served within them. poorest_first: by decile, then hazard.
    Batches that fall below what a fund asks are sent back, as they would be.
    """
    asked = checked(problem)
    blocks = blocks_of(asked)
    rows = _spent(asked, blocks, _order(asked, rule), _purses(asked, blocks, split=rule == "equal_split"))
    return measured(asked, repaired(asked, rows), status="rule", stages=())


def _order(problem: Problem, rule: str) -> list[int]:
    def came(group: Group) -> tuple[Any, ...]:
        return group.listed, group.id

    def poorest(group: Group) -> tuple[Any, ...]:
        return group.decile or 99, -problem.hazard_weights[group.hazard], *came(group)

    key: Callable[[Group], tuple[Any, ...]] = poorest if rule == "poorest_first" else came
    return sorted(range(len(problem.groups)), key=lambda place: key(problem.groups[place]))


def _purses(problem: Problem, blocks: Blocks, *, split: bool) -> dict[_Purse, Rupiah]:
    """Rupiah by fund, and by village where each has its own part."""
    if not split:
        return {(place, None): one.amount for place, one in enumerate(problem.funds)}
    villages: dict[int, set[str]] = {place: set() for place in range(len(problem.funds))}
    for group, fund in zip(blocks.group.tolist(), blocks.fund.tolist(), strict=True):
        villages[fund].add(problem.groups[group].village)
    parts = {fund: problem.funds[fund].amount // max(1, len(those)) for fund, those in villages.items()}
    return {(fund, village): parts[fund] for fund, those in villages.items() for village in sorted(those)}


def _spent(problem: Problem, blocks: Blocks, order: list[int], purses: dict[_Purse, Rupiah]) -> list[PlanRow]:
    earliest: dict[int, dict[int, int]] = {}
    for column in range(len(blocks)):  # first months come first: see `blocks_of`
        of = earliest.setdefault(int(blocks.group[column]), {})
        fund = int(blocks.fund[column])
        if fund not in of or blocks.first[column] < blocks.first[of[fund]]:
            of[fund] = column
    rows, promised = list[PlanRow](), _Promised(problem)
    for place in order:
        rows += _of_group(problem, blocks, place, earliest.get(place, {}), purses, promised)
    return rows


class _Promised:
    """What rows before have taken of a group's quotas and of a list's names."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._used: dict[int, Fraction] = defaultdict(Fraction)
        self._names: dict[ListKey, Fraction] = defaultdict(Fraction)
        for group in problem.groups:
            self._names[list_of(problem, group)] += group.count

    def left(self, place: int, fund: int, quota: int) -> int:
        key, share = self._of(place, fund)
        return max(0, min(floor((1 - self._used[place]) * quota), floor(self._names[key] * share)))

    def take(self, place: int, fund: int, quota: int, heads: int) -> None:
        key, share = self._of(place, fund)
        self._used[place] += Fraction(heads, quota)
        self._names[key] -= heads / share

    def _of(self, place: int, fund: int) -> tuple[ListKey, Fraction]:
        group = self._problem.groups[place]
        return list_of(self._problem, group), self._problem.acceptance(group, self._problem.funds[fund])


def _of_group(
    problem: Problem,
    blocks: Blocks,
    place: int,
    columns: Mapping[int, int],
    purses: dict[_Purse, Rupiah],
    promised: _Promised,
) -> list[PlanRow]:
    group, rows = problem.groups[place], list[PlanRow]()
    for fund, column in sorted(columns.items()):
        purse = (fund, group.village) if (fund, group.village) in purses else (fund, None)
        cost, quota = int(blocks.cost[column]), int(blocks.quota[column])
        heads = promised.left(place, fund, quota)
        heads = max(0, min(heads, purses[purse] // cost if cost else heads))
        if heads:
            purses[purse] -= heads * cost
            promised.take(place, fund, quota, heads)
            first, last = (problem.first + int(one[column]) for one in (blocks.first, blocks.last))
            rows.append(row_of(problem, place, fund, first, last, heads))
    return rows
