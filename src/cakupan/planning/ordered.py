"""Which names are ordered for heads: of each group, and where it has too few, of others on the same list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from cakupan.planning.plan import PlanRow, names_for
from cakupan.planning.problem import Fund, Group, Problem
from cakupan.planning.quotas import ListKey, by_list, list_of, months_of


def with_names(problem: Problem, rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Each row with the names to order, never more of a group than there are, and the heads expected of them.

    As many names are ordered of a list for a fund as all its heads there need: a name beyond the heads is a reserve, so
    that what is paid for is never more than the heads, even if everybody is accepted. Reserves are of the row's own
    group, then of the village's others that have heads, then of those that have none: for these there is a row without
    heads, in the months of one that has. What a village lacks the next one of the district has. Of funds with few
    groups to choose from they are sought first.
    """
    told = sorted((one for one in rows if one.heads), key=_in_order)
    return tuple(sorted(_Names(problem, told).ordered(), key=_in_order))


def _in_order(row: PlanRow) -> tuple[object, ...]:
    return row.village, row.group, row.first, row.fund


class _Names:
    """Who of which group is on a list already."""

    def __init__(self, problem: Problem, rows: Sequence[PlanRow]) -> None:
        self._problem = problem
        self._places = {one.id: place for place, one in enumerate(problem.groups)}
        self._funds = {one.id: one for one in problem.funds}
        self._lists = by_list(problem)
        self._left = {one.id: one.count for one in problem.groups}
        self._of: dict[tuple[ListKey, str], list[PlanRow]] = defaultdict(list)
        for row in rows:
            self._left[row.group] -= row.heads  # names for every head come first; what is left over is for reserves
            self._of[list_of(problem, problem.groups[self._places[row.group]]), row.fund].append(row)

    def ordered(self) -> list[PlanRow]:
        found: list[PlanRow] = []

        def choice(key: tuple[ListKey, str]) -> tuple[int, str, str]:
            groups = (self._problem.groups[one] for one in self._lists[key[0]])
            return sum(self._funds[key[1]].use.allows(one) for one in groups), key[0][0], key[1]

        for key, fund in sorted(self._of, key=choice):
            found += self._on_list(key, self._funds[fund], self._of[key, fund])
        return found

    def _on_list(self, key: ListKey, fund: Fund, rows: list[PlanRow]) -> list[PlanRow]:
        groups = [self._problem.groups[place] for place in self._lists[key]]
        rank = {one.id: number for number, one in enumerate(groups)}
        rows.sort(key=lambda one: (rank[one.group], one.first))
        share = self._problem.acceptance(groups[0], fund)
        heads = lacking = 0
        found: list[PlanRow] = []
        for village, those in groupby(rows, lambda one: one.village):
            here = list(those)
            more = sum(one.heads for one in here)
            lacking += names_for(heads + more, share) - names_for(heads, share) - more
            heads += more
            lacking -= self._of_rows(here, lacking, share)
            here += self._of_others([one for one in groups if one.village == village], fund, here, lacking)
            lacking -= sum(one.ordered for one in here if not one.heads)
            found += here
        lacking -= self._of_rows(found, lacking)
        found += self._of_others(groups, fund, found, lacking)
        return _expected(found, heads, share)

    def _of_rows(self, rows: list[PlanRow], most: int, share: Fraction | None = None) -> int:
        """Reserves of the rows' own groups, first as many as each row needs by itself; how many they are."""
        found = heads = 0
        for needed in (share, None) if share else (None,):
            before = 0
            for place, row in enumerate(rows):
                heads += row.heads
                upto = names_for(heads, needed) - heads - before if needed else most
                more = max(0, min(upto, most - found, self._left[row.group]))
                self._left[row.group] -= more
                rows[place] = replace(rows[place], ordered=rows[place].ordered + more)
                found += more
                before += more
        return found

    def _of_others(
        self, groups: Sequence[Group], fund: Fund, rows: Sequence[PlanRow], lacking: int
    ) -> Iterable[PlanRow]:
        """Rows without heads, of groups that have none of this fund."""
        there, firsts = {row.group for row in rows}, dict.fromkeys(row.first for row in rows)
        for group in groups:
            more = min(lacking, self._left[group.id])
            if more <= 0 or group.id in there or not fund.use.allows(group):
                continue
            months = dict(months_of(self._problem, fund, group))
            first = next((one for one in firsts if one in months), None)
            if first is None:
                continue
            lacking -= more
            self._left[group.id] -= more
            yield PlanRow(group.village, group.district, fund.id, group.id, first, months[first], 0, more, 0,
                          self._problem.to_renew(group), self._problem.goes_on(group, first), 0)  # fmt: skip


def _expected(rows: Sequence[PlanRow], heads: int, share: Fraction) -> list[PlanRow]:
    """The rows with the heads that the names on the list are expected to fill."""
    left, found = min(heads, sum(one.ordered for one in rows) * share.numerator // share.denominator), []
    for row in rows:
        found.append(replace(row, expected=min(row.heads, left)))
        left -= found[-1].expected
    return found
