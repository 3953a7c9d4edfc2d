"""Whether rows keep every constraint, in whole rupiah and people: knows the question, and nothing of any model."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from cakupan.basics.month import Month
from cakupan.planning.plan import PlanRow
from cakupan.planning.problem import Fund, Group, Problem
from cakupan.planning.quotas import ListKey, list_of, quotas_of


@dataclass(frozen=True, slots=True)
class Breach:
    """A constraint that rows do not keep: its kind, whose, what the limit is and what the rows have."""

    kind: str
    of: str
    limit: int
    found: int


def breaches_of(problem: Problem, rows: Iterable[PlanRow]) -> tuple[Breach, ...]:
    """Every constraint that `rows` break; empty where the plan holds.

    Kinds: fund (rupiah), people (of a group), names (ordered beyond the group), acceptance (more heads
    than names can be expected to fill, by whole people: of a group its quotas, of a district's list all its names),
    floor, batch, use (money that may not pay for them), months (paid in
    months that are not the fund's, too few, or while protected by another: a person counts for one fund at a time),
    cost (a row's rupiah are not heads times rates), row (it does not say of itself what is so), unknown.
    """
    told = tuple(rows)
    funds = {one.id: one for one in problem.funds}
    groups = {one.id: one for one in problem.groups}
    strange = [row for row in told if row.fund not in funds or row.group not in groups or row.heads < 0]
    if strange:
        return tuple(Breach("unknown", row.group, 0, row.heads) for row in strange)
    found = [breach for row in told for breach in _of_row(problem, row, funds[row.fund], groups[row.group])]
    return (*found, *_of_funds(problem, told), *_of_groups(problem, told), *_of_lists(problem, told),
            *_of_floors(problem, told), *_of_batches(problem, told))  # fmt: skip


def _of_row(problem: Problem, row: PlanRow, fund: Fund, group: Group) -> Iterable[Breach]:
    if not fund.use.allows(group):
        yield Breach("use", fund.id, 0, row.heads)
    paid = [row.first + number for number in range(row.last - row.first + 1)]
    outside = [month for month in paid if month not in fund.monthly or not problem.first <= month <= problem.last]
    covered = [month for month in paid if group.covered_until is not None and month <= group.covered_until]
    covered += [month for month in paid if group.until is not None and month > group.until]
    least = 1 if problem.to_renew(group) else fund.least_months
    begins = problem.to_renew(group) or fund.starts is None or row.first in fund.starts
    if outside or covered or not begins or len(paid) < least:
        yield Breach("months", group.id, least, len(paid) - len(outside) - len(covered))
    elif row.cost != row.heads * _a_head(fund, group, paid):
        yield Breach("cost", group.id, row.heads * _a_head(fund, group, paid), row.cost)
    gapless = not group.in_arrears and group.covered_until is not None and row.first == group.covered_until + 1
    told = row.village, row.district, row.renewed, row.without_gap
    so = group.village, group.district, problem.to_renew(group), gapless
    if told != so or not 0 <= row.expected <= row.heads <= row.ordered:
        yield Breach("row", group.id, row.heads, row.expected)


def _a_head(fund: Fund, group: Group, paid: Iterable[Month]) -> int:
    """Added up month by month here, and not asked of the fund's own sum."""
    rates = fund.monthly_transport if group.transport and fund.monthly_transport is not None else fund.monthly
    return fund.once + sum(rates[month] for month in paid)


def _of_funds(problem: Problem, rows: Iterable[PlanRow]) -> Iterable[Breach]:
    spent: dict[str, int] = defaultdict(int)
    for row in rows:
        spent[row.fund] += row.cost
    return (Breach("fund", one.id, one.amount, spent[one.id]) for one in problem.funds if spent[one.id] > one.amount)


def _of_groups(problem: Problem, rows: Iterable[PlanRow]) -> Iterable[Breach]:
    heads: dict[str, int] = defaultdict(int)
    ordered: dict[str, int] = defaultdict(int)
    for row in rows:
        heads[row.group] += row.heads
        ordered[row.group] += row.ordered
    for one in problem.groups:
        if heads[one.id] > one.count:
            yield Breach("people", one.id, one.count, heads[one.id])
        if ordered[one.id] > one.count:
            yield Breach("names", one.id, one.count, ordered[one.id])


def _of_lists(problem: Problem, rows: Sequence[PlanRow]) -> Iterable[Breach]:
    """What is promised of names: by the quotas of each group, and reckoned anew from shares, of each list."""
    places = {one.id: place for place, one in enumerate(problem.groups)}
    funds = {one.id: place for place, one in enumerate(problem.funds)}
    quotas, used = quotas_of(problem), defaultdict[str, Fraction](Fraction)
    asked, there = defaultdict[ListKey, Fraction](Fraction), defaultdict[ListKey, int](int)
    for row in rows:
        place, fund = places[row.group], funds[row.fund]
        group, quota = problem.groups[place], quotas.get(place, {}).get(fund, 0)
        if row.heads > quota:
            yield Breach("acceptance", row.group, quota, row.heads)
        elif row.heads:
            used[row.group] += Fraction(row.heads, quota)
        asked[list_of(problem, group)] += row.heads / problem.acceptance(group, problem.funds[fund])
    for one in problem.groups:
        there[list_of(problem, one)] += one.count
    yield from (Breach("acceptance", one, 100, ceil(part * 100)) for one, part in sorted(used.items()) if part > 1)
    for key, names in asked.items():
        if names > there[key]:
            yield Breach("acceptance", key[0], there[key], ceil(names))


def _of_floors(problem: Problem, rows: Iterable[PlanRow]) -> Iterable[Breach]:
    heads: dict[str, int] = defaultdict(int)
    for row in rows:
        for area in {row.village, row.district}:
            heads[area] += row.heads
    return (Breach("floor", one.area, one.heads, heads[one.area]) for one in problem.floors
            if heads[one.area] < one.heads)  # fmt: skip


def _of_batches(problem: Problem, rows: Iterable[PlanRow]) -> Iterable[Breach]:
    least = {one.id: one.minimum_batch for one in problem.funds}
    begun: dict[tuple[str, str, Month], int] = defaultdict(int)
    for row in rows:
        if not row.renewed:
            begun[row.fund, row.village, row.first] += row.heads
    for (fund, village, _), heads in sorted(begun.items()):
        if 0 < heads < least[fund]:
            yield Breach("batch", f"{fund} {village}", least[fund], heads)
