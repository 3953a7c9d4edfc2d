"""In which way a recap was most likely counted: every way is tried, and each option has to earn what it claims."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any

from cakupan.coverage.recap_rules import HOME, LISTED, MEASURES, STANDINGS, Option, Profile
from cakupan.coverage.way_grid import OPENING, Grid
from cakupan.coverage.ways import Group, Way, steps_to

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

MARGIN = 8  # bits by which an explanation must beat the best one without it to be more than possible: 256 to 1
_NEVER = 10**6  # bits that no way is worth


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of a recap: so many members in these segments and these payers (None: in all)."""

    name: str
    told: int
    segments: frozenset[str] | None = None
    payers: frozenset[str] | None = None
    alone: bool = False  # of one segment: a shift or a misprint can be seen in it

    def holds(self, segment: str, payer: str) -> bool:
        return (self.segments is None or segment in self.segments) and (self.payers is None or payer in self.payers)


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest way, what of it is no more than `possible`, and the best ways without those options.

    `shift`: so many of one segment booked under another; `misprint`: the sum that is misprinted, and its true value.
    """

    way: Way
    possible: frozenset[str]
    alternatives: tuple[Way, ...]
    shift: tuple[str, str, int] | None = None
    misprint: tuple[str, int] | None = None


def likeliest_way(
    groups: Sequence[Group], sums: Sequence[Sum], options: Mapping[str, Option], profile: Profile
) -> Found:
    """The way of counting in which `groups` come closest to `sums`, by the fewest bits.

    A sum that is off by n costs twice the bits of n, each option its own (`recap_rules.toml`) and the first OPENING
    more; so an option is taken only where it brings the count nearer by much more than chance would. And only where it
    leaves no more than what `profile` states alone, in all and in the figures of the segments together: what brings one
    segment nearer and the whole further away is noise that happened to look like a cause. Of ways at one price the
    nearer one is taken, then the one with fewer options, then the first. To one figure alone no more than one option is
    claimed. What `profile` states costs nothing and is not searched.
    """
    return _Search(tuple(groups), tuple(sums), options, profile).found()


def misprints_of(figure: int) -> frozenset[int]:
    """What may have been meant: two digits exchanged, one dropped or one too many, a factor of ten.

    >>> 12 in misprints_of(21), 1 in misprints_of(21), 210 in misprints_of(21), 921 in misprints_of(21)
    (True, True, True, True)
    >>> len(misprints_of(21))
    30
    """
    if not figure:
        return frozenset()
    text = str(figure)
    places = range(len(text))
    meant = {text[:at] + digit + text[at:] for at in (*places, len(text)) for digit in "0123456789"}
    meant |= {text[:at] + text[at + 1 :] for at in places}
    for one, other in combinations(places, 2):
        meant.add(text[:one] + text[other] + text[one + 1 : other] + text[one] + text[other + 1 :])
    return frozenset(int(one) for one in meant if one and one[0] != "0") - {figure}


@dataclass(frozen=True)
class _Search:
    groups: tuple[Group, ...]
    sums: tuple[Sum, ...]
    options: Mapping[str, Option]
    profile: Profile

    @cached_property
    def grid(self) -> Grid:
        told = chain.from_iterable(sum_.segments or () for sum_ in self.sums)
        segments = tuple(sorted({*(group.segment for group in self.groups), *told}))
        return Grid(self.groups, segments, self.options, self.profile)

    def found(self) -> Found:
        import numpy as np

        plain, nearness = self._prices()
        mended = self._mended(plain)
        best = int(mended.min())
        ties = np.flatnonzero(mended == best)
        ways = [(int(nearness[tie]), int(self.grid.many[tie]), int(tie)) for tie in ties]
        chosen = min(ways)[2]
        way = self.grid.way(chosen)
        possible, others = self._possible(way, mended, best)
        shift, misprint = self._mending(chosen) if mended[chosen] < plain[chosen] else (None, None)
        if (shift or misprint) and int(plain.min()) - best < MARGIN:
            possible |= {"booked_under" if shift else "misprint"}
        return Found(way, possible, others, shift, misprint)

    @cached_property
    def _cells(self) -> list[tuple[str, str]]:
        return sorted({(group.segment, group.payer) for group in self.groups})

    @cached_property
    def _counts(self) -> Any:
        """Members by timing, standings, place, measure, unnumbered and cell, with no segment left out."""
        import numpy as np

        when, who, where, what, which, _ = ([value for value, _ in axis] for axis in self.grid.axes)
        place_of = {cell: at for at, cell in enumerate(self._cells)}
        cell = np.array([place_of[g.segment, g.payer] for g in self.groups], np.int64)
        stands = np.array([STANDINGS.index(g.standing) for g in self.groups], np.int64)
        number = np.array([g.memberships for g in self.groups], np.int64)
        one_by_one = len(STANDINGS) * len(self._cells)
        found = np.zeros((len(when), len(where), len(what), len(which), one_by_one))
        everything = frozenset(STANDINGS)
        for at in product(*(range(many) for many in found.shape[:-1])):
            (months, day), place, measure, unnumbered = (
                axis[n] for axis, n in zip((when, where, what, which), at, strict=True)
            )
            way = Way(months, day, everything, place, measure, unnumbered)
            taken = self._taken(way)
            # whole numbers far below 2^53: the floats that bincount and the product work in hold them exactly
            found[at] = np.bincount(
                (stands * len(self._cells) + cell)[taken], weights=number[taken], minlength=one_by_one
            )
        chosen = np.array([[float(name in counts) for name in STANDINGS] for counts in who])
        split = found.reshape(*found.shape[:-1], len(STANDINGS), len(self._cells))
        return np.einsum("tpmucx,rc->trpmux", split, chosen)

    @cached_property
    def _columns(self) -> dict[str, Any]:
        import numpy as np

        names = ("months", "began_day", "yields_day", "home", "listed", "numbered")
        return {name: np.array([getattr(group, name) for group in self.groups]) for name in names}

    def _taken(self, way: Way) -> Any:
        """As `Way.takes`, for all groups at once, but for standing and segment."""
        column = self._columns
        taken = (column["months"] == way.months) & (column["began_day"] <= way.day)
        if way.measure == MEASURES[0]:
            taken = taken & (way.day < column["yields_day"])
        if way.place != LISTED:
            taken = taken & column["home"]
        if way.place != HOME:
            taken = taken & column["listed"]
        return taken if way.unnumbered else taken & column["numbered"]

    def _residuals(self, left_out: frozenset[str]) -> "Ints":
        """What each sum tells more than each way of counting with these segments left out: (ways, sums)."""
        import numpy as np

        wanted = [[float(sum_.holds(*cell) and cell[0] not in left_out) for sum_ in self.sums] for cell in self._cells]
        values = self._counts.reshape(-1, len(self._cells)) @ np.array(wanted).reshape(len(self._cells), -1)
        told = np.array([sum_.told for sum_ in self.sums], np.int64)
        found: Ints = told - values.astype(np.int64)
        return found

    def _prices(self) -> tuple["Ints", "Ints"]:
        """Of each way: what it costs in all, and how far off its sums are together."""
        import numpy as np

        sets = [value for value, _ in self.grid.axes[-1]]
        off = [self._residuals(left_out) for left_out in sets]
        bits = np.stack([_bits(one).sum(axis=1) for one in off], axis=1).reshape(-1)
        near = np.stack([np.abs(one).sum(axis=1) for one in off], axis=1).reshape(-1)
        further = np.stack([self._further(one) for one in off], axis=1).reshape(-1)
        # one figure alone cannot tell two options apart
        too_many = (self.grid.many > 1) & (len(self.sums) == 1)
        return bits + self.grid.bits + _NEVER * (further | too_many), near

    @cached_property
    def _stated(self) -> "Ints":
        """The residuals of what the profile states alone, which is the first way."""
        import numpy as np

        return self._off(np.zeros(1, np.int64))

    def _further(self, off: "Ints") -> "Flags":
        """Which residuals leave more than what is stated alone, in all or in the segments together."""
        import numpy as np

        held = [at for at, sum_ in enumerate(self.sums) if sum_.payers is None]
        left, stated = off[:, held], self._stated[:, held]
        whole = np.abs(left.sum(axis=1)) > np.abs(stated.sum(axis=1))
        found: Flags = whole | (np.abs(left).sum(axis=1) > np.abs(stated).sum(axis=1))
        return found

    def _off(self, indices: "Ints") -> "Ints":
        """The residuals of some ways."""
        import numpy as np

        sets = [value for value, _ in self.grid.axes[-1]]
        found = np.zeros((len(indices), len(self.sums)), np.int64)
        for at, left_out in enumerate(sets):
            here = indices % len(sets) == at
            if here.any():
                found[here] = self._residuals(left_out)[indices[here] // len(sets)]
        return found

    def _mended(self, plain: "Ints") -> "Ints":
        """The prices once more, where a shift between two segments or a misprint of one makes a way cheaper."""
        import numpy as np

        alone = [at for at, sum_ in enumerate(self.sums) if sum_.alone]
        if len(alone) < 2:  # of one figure alone nobody can tell a misprint or a shift
            return plain
        limit = int(plain.min()) + MARGIN
        # a way can only come near the best if its two worst segments cost nothing any more
        cheap = np.flatnonzero(self.grid.bits < limit)
        off = self._off(cheap)
        bits = _bits(off)
        worst = np.sort(bits[:, alone], axis=1)[:, -2:].sum(axis=1)
        hopeful = self.grid.bits[cheap] + bits.sum(axis=1) - worst < limit
        cheap, off, bits = cheap[hopeful], off[hopeful], bits[hopeful]
        own = self.grid.bits[cheap]
        best, mending = plain[cheap], bits.sum(axis=1) + np.maximum(own, OPENING)
        for price in (*self._shifted(off, bits, mending, alone), *self._reprinted(off, bits, mending, alone)):
            best = np.minimum(best, price)
        mended = plain.copy()
        mended[cheap] = best
        return mended

    def _shifted(self, off: "Ints", bits: "Ints", rest: "Ints", alone: Sequence[int]) -> Iterator["Ints"]:
        import numpy as np

        if "booked_under" not in self.options:
            return
        for more, less in combinations(alone, 2):
            moved = np.minimum(np.abs(off[:, more]), np.abs(off[:, less])) * (off[:, more] * off[:, less] < 0)
            left = _bits(np.abs(off[:, more]) - moved) + _bits(np.abs(off[:, less]) - moved)
            price = rest - bits[:, more] - bits[:, less] + left + _bits(moved) + self.options["booked_under"].bits
            after = off.copy()
            after[:, more] -= np.sign(off[:, more]) * moved
            after[:, less] -= np.sign(off[:, less]) * moved
            yield np.where((moved > 0) & ~self._further(after), price, _NEVER)

    def _reprinted(self, off: "Ints", bits: "Ints", rest: "Ints", alone: Sequence[int]) -> Iterator["Ints"]:
        import numpy as np

        if "misprint" not in self.options:
            return
        for at in alone:
            meant = np.array(sorted(misprints_of(self.sums[at].told)), np.int64)
            fits = np.isin(self.sums[at].told - off[:, at], meant) & (off[:, at] != 0)
            after = off.copy()
            after[:, at] = 0
            fits &= ~self._further(after)
            yield np.where(fits, rest - bits[:, at] + self.options["misprint"].bits, _NEVER)

    def _mending(self, index: int) -> tuple[tuple[str, str, int] | None, tuple[str, int] | None]:
        """The shift or the misprint that makes one way cheapest."""
        import numpy as np

        alone = [at for at, sum_ in enumerate(self.sums) if sum_.alone]
        off = self._off(np.array([index]))
        bits = _bits(off)
        rest = np.zeros(1, np.int64)
        shifts = [int(price[0]) for price in self._shifted(off, bits, rest, alone)]
        prints = [int(price[0]) for price in self._reprinted(off, bits, rest, alone)]
        if shifts and min(shifts) <= min(prints, default=_NEVER):
            one, other = list(combinations(alone, 2))[shifts.index(min(shifts))]
            source, target = (one, other) if off[0, one] < 0 else (other, one)
            many = min(abs(int(off[0, one])), abs(int(off[0, other])))
            return (self.sums[source].name, self.sums[target].name, many), None
        at = alone[prints.index(min(prints))]
        return None, (self.sums[at].name, self.sums[at].told - int(off[0, at]))

    def _possible(self, way: Way, prices: "Ints", best: int) -> tuple[frozenset[str], tuple[Way, ...]]:
        """The options of `way` that the best way without them comes near to, and those ways."""
        import numpy as np

        possible, others = set(), []
        for step in steps_to(way):
            lacking = np.flatnonzero(self.grid.without(step.option, step.facts.get("segment")))
            if not len(lacking):
                continue  # stated: there is no way without it
            nearest = int(lacking[int(prices[lacking].argmin())])
            if int(prices[nearest]) - best < MARGIN:
                possible.add(f"{step.option} {step.facts['segment']}" if step.option == "left_out" else step.option)
                others.append(self.grid.way(nearest))
        return frozenset(possible), tuple(dict.fromkeys(others))


def _bits(off: "Ints") -> "Ints":
    """Twice the bits of each number; of 0 none."""
    import numpy as np

    found: Ints = 2 * np.frexp(np.abs(off).astype(float))[1].astype(np.int64)
    return found
