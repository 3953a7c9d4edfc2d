"""Which ways of counting may be tried, numbered one after another, and what the options of each cost."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from cakupan.coverage.recap_rules import ACTIVE, HOME, MEASURES, PLACES, STANDINGS, Option, Profile
from cakupan.coverage.ways import WHOLE, Group, Way

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

OPENING = 8  # bits to be saved before it is said at all that a recap counts otherwise than we do

_TIMINGS = {"cut_off": 0, "next_month": 1, "month_before": -1}
Axis = list[tuple[Any, int]]  # what may be chosen, each with its bits; ours always first


@dataclass(frozen=True)
class Grid:
    """All ways that `options` allow for `groups` and these `segments`, but what `profile` states is as it says."""

    groups: tuple[Group, ...]
    segments: tuple[str, ...]
    options: Mapping[str, Option]
    profile: Profile

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """What may be chosen, each with its bits: timing, standings, place, measure, unnumbered, left out."""
        return tuple(list(axis) for axis in (*self._when_and_who(), *self._where_and_what()))  # ours always first

    def _when_and_who(self) -> Iterator[Axis]:
        profile, bits = self.profile, {name: one.bits for name, one in self.options.items()}
        if profile.cut_off is not None:
            yield [((0, profile.cut_off or WHOLE), 0)]
        else:
            yield [((0, WHOLE), 0), *((when, bits[name]) for name, when in self._timings() if name in bits)]
        if profile.counts is not None:
            yield [(profile.counts, 0)]
            return
        there = {group.standing for group in self.groups}
        changes = [name for name in STANDINGS if name in bits and name in there]
        sets = chain.from_iterable(combinations(changes, many) for many in range(len(changes) + 1))
        yield [
            (ACTIVE ^ set(some), sum(bits[name] for name in some))
            for some in sets
            if not {"grace", "lapsed"} <= set(some)  # nobody counts who lapsed and leaves out who is about to
        ]

    def _timings(self) -> Iterator[tuple[str, tuple[int, int]]]:
        began = {after: sorted({g.began_day for g in self.groups if g.months == after}) for after in (0, 1)}
        # days between two on which somebody began are alike: the last of them stands for all
        yield from (("cut_off", (0, day - 1)) for day in began[0] if day > 1)
        if began[1]:
            yield from (("next_month", (1, day - 1)) for day in began[1] if day > 1)
            yield "next_month", (1, WHOLE)
        if any(group.months == -1 for group in self.groups):
            yield "month_before", (-1, WHOLE)

    def _where_and_what(self) -> Iterator[Axis]:
        profile, bits = self.profile, {name: one.bits for name, one in self.options.items()}
        elsewhere = [name for name in PLACES[1:] if name in bits and not all(g.home == g.listed for g in self.groups)]
        places = [(HOME, 0), *((name, bits[name]) for name in elsewhere)]
        yield places if profile.place is None else [(profile.place, 0)]
        measures = [(MEASURES[0], 0), *((name, bits[name]) for name in MEASURES[1:] if name in bits)]
        yield measures if profile.measure is None else [(profile.measure, 0)]
        unnumbered = [(True, 0), *((False, bits[name]) for name in ("unnumbered",) if name in bits)]
        yield unnumbered if profile.unnumbered is None else [(profile.unnumbered, 0)]
        if profile.left_out is not None:
            yield [(profile.left_out, 0)]
            return
        sets = chain.from_iterable(combinations(self.segments, many) for many in range(len(self.segments)))
        each = bits.get("left_out")
        yield [(frozenset(some), len(some) * (each or 0)) for some in sets if each or not some]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis) for axis in self.axes)

    def way(self, index: int) -> Way:
        import numpy as np

        places = np.unravel_index(index, self.shape)
        (months, day), counts, place, measure, unnumbered, left_out = (
            axis[int(at)][0] for axis, at in zip(self.axes, places, strict=True)
        )
        return Way(months, day, frozenset(counts), place, measure, unnumbered, left_out)

    def beside(self, way: Way) -> Iterator[Way]:
        """Every way that differs from `way` in one axis."""
        timings, *others = self.axes
        changes: list[dict[str, Any]] = [{"months": months, "day": day} for (months, day), _ in timings]
        names = ("counts", "place", "measure", "unnumbered", "left_out")
        changes += [{name: value} for name, axis in zip(names, others, strict=True) for value, _ in axis]
        yield from (other for change in changes if (other := replace(way, **change)) != way)

    @cached_property
    def bits(self) -> "Ints":
        """What the options of each way cost, and that there are any."""
        total = self._summed(lambda _, bits: bits)
        return total + OPENING * (total > 0)

    @cached_property
    def many(self) -> "Ints":
        """How many options of each way are claimed; those that are stated are not."""
        return self._summed(lambda value, bits: 0 if not bits else len(_claimed(value)))

    def _summed(self, of: Callable[[Any, int], int]) -> "Ints":
        import numpy as np

        total = np.zeros(self.shape, np.int64)
        for number, axis in enumerate(self.axes):
            shape = [1] * len(self.axes)
            shape[number] = len(axis)
            total = total + np.array([of(value, bits) for value, bits in axis], np.int64).reshape(shape)
        return total.reshape(-1)

    def without(self, option: str, segment: Any) -> "Flags":
        """Which ways do without an option."""
        import numpy as np

        def lacks(number: int, value: Any) -> bool:
            if number == 0:
                months, day = value
                return option not in _TIMINGS or (months, day) == (0, WHOLE) or _TIMINGS[option] != months
            if number == 1:
                return option not in STANDINGS or (option in value) == (option in ACTIVE)
            if number == len(self.axes) - 1:
                return option != "left_out" or segment not in value
            return value != option and not (option == "unnumbered" and value is False)

        found = np.ones((), bool)
        for number, axis in enumerate(self.axes):
            shape = [1] * len(self.axes)
            shape[number] = len(axis)
            found = found & np.array([lacks(number, value) for value, _ in axis]).reshape(shape)
        return np.broadcast_to(found, self.shape).reshape(-1)


def _claimed(value: Any) -> frozenset[Any]:
    """What of an axis is claimed by a value: of standings those that differ from ours, of segments those left out."""
    if not isinstance(value, frozenset):
        return frozenset({value})
    return value ^ ACTIVE if value & ACTIVE else value
