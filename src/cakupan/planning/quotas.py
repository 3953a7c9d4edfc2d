"""How many of each group a list can be expected to bring, in whole people, so that small groups lose nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from math import ceil, floor

from cakupan.basics.month import Month
from cakupan.planning.problem import Fund, Group, Problem

ListKey = tuple[str, bool, Fraction | None]
Quotas = Mapping[int, Mapping[int, int]]
"""Heads at most, by place of a group, then of a fund that may pay for them."""


def list_of(problem: Problem, group: Group) -> ListKey:
    """The list that people of a group stand on: that of their district, of new names or of members to renew."""
    return group.district, problem.to_renew(group), group.acceptance


def by_list(problem: Problem) -> Mapping[ListKey, tuple[int, ...]]:
    """Places of groups by their list: village by village, in each the most exposed first, then by id."""
    found: dict[ListKey, list[int]] = defaultdict(list)
    for place, group in enumerate(problem.groups):
        found[list_of(problem, group)].append(place)

    def in_order(place: int) -> tuple[str, int, str]:
        group = problem.groups[place]
        return group.village, -problem.weight(group), group.id

    return {key: tuple(sorted(places, key=in_order)) for key, places in found.items()}


def months_of(problem: Problem, fund: Fund, group: Group) -> Iterable[tuple[Month, Month]]:
    """First and last months of what this fund may pay, each as long as its months follow one another."""
    last, goes_on = None, problem.to_renew(group)
    end = problem.end_of(group)
    paid = sorted((month for month in fund.monthly if problem.first <= month <= end), reverse=True)
    for place, month in enumerate(paid):
        if last is None or paid[place - 1] - month != 1:
            last = month
        # the wait for full benefits, and the months of batches, are of new members: a membership goes on as it ends
        long = goes_on or last - month + 1 >= fund.least_months
        begins = goes_on or fund.starts is None or month in fund.starts
        if long and begins and (group.covered_until is None or month > group.covered_until):
            yield month, last


def quotas_of(problem: Problem) -> Quotas:
    """Of each group and fund, as many heads as names of them can be expected to fill, taken alone.

    Of a list of n names whom a fund may pay in some month, a share of them rounded down accepts. Of these whole people
    each village has its share, rounded up or down so that none is lost, and the groups of a village have its people
    (`shared_out`). So a district's list loses less than one head, whatever villages and groups it has; no village is a
    whole head off its share, and its most exposed groups together have not one more than theirs.
    """
    found: dict[int, dict[int, int]] = defaultdict(dict)
    funds, known = Funds(problem.funds), dict[tuple[int, Month | None, Month, bool], bool]()

    def ever(of: int, group: Group) -> bool:
        """Whether the fund may pay for them in any month: of names that it may not, nobody is expected."""
        asked = of, group.covered_until, problem.end_of(group), problem.to_renew(group)
        if asked not in known:
            known[asked] = any(True for _ in months_of(problem, problem.funds[of], group))
        return known[asked]

    for places in by_list(problem).values():
        allowed: dict[int, list[int]] = defaultdict(list)
        for place in places:
            for of in funds.for_group(problem.groups[place]):
                if ever(of, problem.groups[place]):
                    allowed[of].append(place)
        for of, those in allowed.items():
            share = problem.acceptance(problem.groups[those[0]], problem.funds[of])
            for place, heads in _by_village(problem, those, share):
                found[place][of] = heads
    return found


def _by_village(problem: Problem, places: Iterable[int], share: Fraction) -> Iterable[tuple[int, int]]:
    villages = [list(one) for _, one in groupby(places, lambda place: problem.groups[place].village)]
    names = [[problem.groups[place].count for place in one] for one in villages]
    upto = [0, *(floor(told * share) for told in accumulate(map(sum, names)))]
    for those, there, (before, after) in zip(villages, names, pairwise(upto), strict=True):
        yield from zip(those, shared_out(there, share, after - before), strict=True)


def shared_out(names: Iterable[int], share: Fraction, heads: int) -> list[int]:
    """So many heads, no more than the share of all names rounded up, in parts for each of `names`, in their order.

    The first of them together have what is expected of all their names, rounded up, until there are no more heads.

    >>> shared_out([2, 2, 2], Fraction(656, 1000), 3), shared_out([1, 1, 1, 1], Fraction(1, 2), 2)
    ([2, 1, 0], [1, 0, 1, 0])
    """
    listed, given, found = 0, 0, []
    for count in names:
        listed += count
        upto = min(heads, ceil(listed * share))
        found.append(upto - given)
        given = upto
    return found


class Funds:
    """Which funds may pay for a group, found by place where money is tied to places: a nation has a thousand funds."""

    def __init__(self, funds: Iterable[Fund]) -> None:
        self._funds = tuple(funds)
        self._anywhere: list[int] = []
        self._by_place: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._funds):
            limited = one.use.villages if one.use.villages is not None else one.use.districts
            if limited is None:
                self._anywhere.append(place)
            for area in limited or ():
                self._by_place[area].append(place)

    def for_group(self, group: Group) -> list[int]:
        """Their places, in order."""
        near = self._by_place.get(group.village, []) + self._by_place.get(group.district, [])
        return [one for one in sorted({*self._anywhere, *near}) if self._funds[one].use.allows(group)]
