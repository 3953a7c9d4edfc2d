"""How many of each group a list can be expected to bring: whole people by village, so that small groups lose nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

from cakupan.planning.problem import Fund, Group, Problem

ListKey = tuple[str, bool, Fraction | None]
Quotas = Mapping[int, Mapping[int, int]]
"""Heads at most, by place of a group, then of a fund that may pay for them."""


def list_of(problem: Problem, group: Group) -> ListKey:
    """The list that people of a group stand on: that of their village, of new names or of members to renew."""
    return group.village, problem.to_renew(group), group.acceptance


def by_list(problem: Problem) -> Mapping[ListKey, tuple[int, ...]]:
    """Places of groups by their list, each in the order of exposure (the most exposed first), then of ids."""
    found: dict[ListKey, list[int]] = defaultdict(list)
    for place, group in enumerate(problem.groups):
        found[list_of(problem, group)].append(place)

    def exposed(place: int) -> tuple[int, str]:
        return -problem.weight(problem.groups[place]), problem.groups[place].id

    return {key: tuple(sorted(places, key=exposed)) for key, places in found.items()}


def quotas_of(problem: Problem) -> Quotas:
    """Of each group and fund, as many heads as names of them can be expected to fill, taken alone.

    Of a list of n names whom a fund may pay, a share of them rounded down accepts. These whole people are shared out
    among its groups from the most exposed on: together the first groups have what is expected of all their names,
    rounded up, until the list has no more. So no group has one more than its own share, and the most exposed together
    not one more than theirs. Of a list a village loses less than one head, whatever its groups are.
    """
    found: dict[int, dict[int, int]] = defaultdict(dict)
    funds = Funds(problem.funds)
    for places in by_list(problem).values():
        allowed: dict[int, list[int]] = defaultdict(list)
        for place in places:
            for of in funds.for_group(problem.groups[place]):
                allowed[of].append(place)
        for of, those in allowed.items():
            share = problem.acceptance(problem.groups[those[0]], problem.funds[of])
            for place, heads in zip(those, shared_out([names_in(problem.groups[one]) for one in those], share),
                                    strict=True):  # fmt: skip
                found[place][of] = heads
    return found


def names_in(group: Group) -> int:
    """How many of a group may stand on a list: all, or one of each household where that is the rule."""
    return group.count if group.households is None else min(group.count, group.households)


def shared_out(names: Iterable[int], share: Fraction) -> list[int]:
    """Of groups of so many names, heads for each, in their order.

    >>> shared_out([2, 2, 2], Fraction(656, 1000)), shared_out([1, 1, 1, 1], Fraction(1, 2))
    ([2, 1, 0], [1, 0, 1, 0])
    """
    told = list(names)
    most, listed, given, found = floor(sum(told) * share), 0, 0, []
    for count in told:
        listed += count
        upto = min(most, ceil(listed * share))
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
