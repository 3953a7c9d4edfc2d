"""Which cells of all public tables of an area, in all months, are hidden: one decision that every answer looks up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cakupan.basics.month import Month
from cakupan.coverage.cover import ANY, GROUND, Arc, Name, Network
from cakupan.coverage.public_tables import Count, PublicTable
from cakupan.regions.tree import parent_of

SMALL = range(1, 5)  # 1 to 4 people, covered or uncovered (DESIGN.md, promise 4)
NOT_SMALL = SMALL.stop  # the fewest that a cell may be said to have or to lack

Cell = tuple[str, Month, str, str | None]  # area, month, by, and the row; the total is the row None by nothing

TOTAL: Name = ("", None)
_WHOLE, _UNPLACED, _NOWHERE = "whole", "no district", "no village"  # nodes beside those of districts
_MOST_NEEDED = SMALL.stop - 1  # how far a small cell may have to move: from 4 to 0, or from 1 to 5


@dataclass(frozen=True, slots=True)
class Hiding:
    """What the public sees of some areas in all months: `shown`, and nothing else.

    `small` are hidden because of what they say themselves, `cover` because they would give away others. `withheld`
    are tables (area, month, by) of which no row may be shown.
    """

    shown: frozenset[Cell]
    small: frozenset[Cell] = frozenset()
    cover: frozenset[Cell] = frozenset()
    withheld: frozenset[tuple[str, Month, str]] = frozenset()

    def shows(self, cell: Cell) -> bool:
        return cell in self.shown


def limit_of(members: int, potentials: Iterable[int] = ()) -> tuple[int, int] | None:
    """Between which numbers, both inside, a cell must be able to lie for all that the public knows; None: anywhere.

    A cell of 1 to 4 members must look as if it could have 0 to 5, one that leaves 1 to 4 of a potential uncovered as if
    it could leave 0 to 5 so. Who knows that small cells are hidden then knows that it has 1 to 4, and no more.

    >>> limit_of(3), limit_of(97, [100]), limit_of(50, [100])
    ((0, 5), (95, 100), None)
    """
    limits = [(0, NOT_SMALL)] if members in SMALL else []
    limits += [(max(0, one - NOT_SMALL), one) for one in potentials if one - members in SMALL]
    return (min(low for low, _ in limits), max(high for _, high in limits)) if limits else None


def hiding_of(tables: Iterable[PublicTable]) -> Hiding:
    """The one decision on all public tables of areas that share no people, for all months.

    The rule. Whoever has every public table of every month, with every potential, and knows that counts are whole, not
    below zero and not above a counted potential (where they are not), can not tell a small cell to lie between closer
    numbers than `limit_of` allows, or than potentials alone would tell. Small are printed cells of 1 to 4 members, or
    that leave 1 to 4 of any counted potential uncovered; and the people who are left in no row of a table, or in no
    village of their district, printed or not, if they are 1 to 4. A cell hidden for the sake of others can be no single
    number either.

    No equation joins months, so that each is protected by itself. A cell that was hidden in an earlier month is taken
    as cover again before any other, because a pattern that flickers tells when a count passed 5; and later months never
    change what is hidden in earlier ones. Cover is as few cells as can be, then those of the smaller class of size (a
    power of two) by their largest count so far, so that being chosen tells little of this month's count.

    Not protected against: guesses from a neighbouring month or an older vintage in which a cell was shown
    (docs/decisions/0010).
    """
    by_area: defaultdict[str, defaultdict[Month, list[PublicTable]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        by_area[table.area][table.month].append(table)
    shown: set[Cell] = set()
    small: set[Cell] = set()
    cover: set[Cell] = set()
    for area, months in sorted(by_area.items()):
        memory = _Memory()
        for month, told in sorted(months.items()):
            decided = _Month({table.by: table for table in told}, memory)
            decided.decide()
            for name in decided.names:
                cell = (area, month, *name)
                if name not in decided.hidden:
                    shown.add(cell)
                elif name in decided.small:
                    small.add(cell)
                else:
                    cover.add(cell)
            memory.hidden |= decided.hidden
    return Hiding(frozenset(shown), frozenset(small), frozenset(cover))


@dataclass(slots=True)
class _Memory:
    """What earlier months of an area have been: which cells were hidden, and how large each has been at most."""

    hidden: set[Name] = field(default_factory=set)
    largest: dict[Name, int] = field(default_factory=dict)

    def cost(self, arc: Arc) -> int:
        """What it costs to hide a cell: mostly that it is one more; a cell of nobody covers least, so it comes last."""
        if arc.name is None:
            return 0
        size = max(self.largest.get(arc.name, 0), arc.members).bit_length()
        again = arc.name in self.hidden
        return 1000 + (0 if again else 200) + (0 if arc.members else 400) + size


class _Month:
    """All public tables of one area and month, and which of their cells are hidden so far."""

    def __init__(self, tables: Mapping[str, PublicTable], memory: _Memory) -> None:
        self._tables = tables
        self._memory = memory
        totals = [table.total for table in tables.values() if table.total is not None]
        self._total = totals[0] if totals else None
        kinds = [table for by, table in sorted(tables.items()) if table.rows and by not in ("district", "village")]
        # the total stands in each: a way for a table to give way to the others, shut until the total is hidden
        arcs = [_places(tables, self._total), *(_kind(table, self._total) for table in kinds)]
        self._networks = [Network([*one, *self._as_total()]) for one in arcs if one]
        self._counts = _counts(tables, self._total)
        self.small = {name for name, count in self._counts.items() if limit_of(count.members, count.potentials)}
        self.hidden: set[Name] = set()

    @property
    def names(self) -> Iterable[Name]:
        return self._counts

    def decide(self) -> None:
        self._open_small()
        for name, count in self._counts.items():
            known = self._memory.largest.get(name, 0)
            self._memory.largest[name] = max(known, count.members)
        if TOTAL in self.small:
            self._hide_total()
        unmet = [one for network in self._networks for one in self._protect(network, range(len(network.arcs)))]
        if unmet and self._total is not None and TOTAL not in self.hidden:
            # Everything else in a table is at its end, none or all: only with the total unknown can it be otherwise.
            self._hide_total()
            for network, place in unmet:
                list(self._protect(network, [place]))
        for network in self._networks:
            self.hidden |= {arc.name for arc in network.arcs if arc.open and arc.name is not None}

    def _open_small(self) -> None:
        for network in self._networks:
            for place, arc in enumerate(network.arcs):
                if arc.name in self.small:
                    network.open_cell(place)

    def _protect(self, network: Network, places: Iterable[int]) -> Iterator[tuple[Network, int]]:
        """Open what covers the small cells among `places`; those that nothing could cover so."""
        for place in places:
            arc = network.arcs[place]
            limit = self._limit(arc)
            if limit is not None:
                low, high = max(limit[0], arc.low), min(limit[1], arc.high)
                if not network.widen(place, high - arc.members, arc.members - low, self._memory.cost):
                    yield network, place

    def _limit(self, arc: Arc) -> tuple[int, int] | None:
        if arc.name is not None:
            count = self._counts[arc.name]
            return limit_of(count.members, count.potentials)
        return limit_of(arc.members) if arc.open and arc.low == 0 else None  # people in no row

    def _as_total(self) -> Sequence[Arc]:
        if self._total is None:
            return ()
        count = self._total.members
        return (Arc(GROUND, _WHOLE, count, count, count, None, open=False),)

    def _hide_total(self) -> None:
        """Hide the total, and in each table enough that it could be otherwise by as much as any cell may need."""
        total = self._total
        if total is None:
            return
        self.hidden.add(TOTAL)
        up, down = min(_MOST_NEEDED, _high(total) - total.members), min(_MOST_NEEDED, total.members)
        reached = []
        for network in self._networks:
            (place,) = [at for at, arc in enumerate(network.arcs) if arc.head == _WHOLE and arc.tail == GROUND]
            reached.append((place, self._reach(network, place, up, 0), self._reach(network, place, 0, down)))
        for at, network in enumerate(self._networks):
            # as far as every other table lets it
            others = [one for other, one in enumerate(reached) if other != at]
            arc = network.arcs[reached[at][0]]
            arc.high = total.members + min([up, *(further for _, further, _ in others)])
            arc.low = total.members - min([down, *(less for _, _, less in others)])
            network.open_cell(reached[at][0])

    def _reach(self, network: Network, place: int, up: int, down: int) -> int:
        wanted = max(up, down)
        while wanted and not network.widen(place, min(up, wanted), min(down, wanted), self._memory.cost):
            wanted -= 1
        return wanted


def _counts(tables: Mapping[str, PublicTable], total: Count | None) -> Mapping[Name, Count]:
    counts = {(by, row): count for by, table in tables.items() for row, count in table.rows.items()}
    return {TOTAL: total, **counts} if total is not None else counts


def _high(count: Count) -> int:
    """The most members a cell can have for all that is known of it: the least potential that is not below them."""
    return min((one for one in count.potentials if one >= count.members), default=ANY)


def _cell(tail: str, head: str, name: Name, count: Count) -> Arc:
    return Arc(tail, head, count.members, 0, _high(count), name, open=False)


def _rest(tail: str, head: str, table: PublicTable, whole: int | None) -> Arc:
    """What the rows of a table leave of the whole: printed where it is somebody, else nobody.

    Where rows are of another source than the whole, or more than it, what they leave is a difference and not people;
    nothing is printed of it, and it tells nothing.
    """
    if None in table.rows:
        return _cell(tail, head, (table.by, None), table.rows[None])
    left = None if whole is None else whole - sum(count.members for count in table.rows.values())
    if left == 0:
        return Arc(tail, head, 0, 0, 0, None, open=False)
    return Arc(tail, head, left or 0, -ANY, ANY, None, open=True)


def _kind(table: PublicTable, total: Count | None) -> Sequence[Arc]:
    """A table whose rows add up to the total, with what they leave of it."""
    rows = [_cell(_WHOLE, GROUND, (table.by, row), count) for row, count in table.rows.items() if row is not None]
    return [*rows, _rest(_WHOLE, GROUND, table, total.members if total else None)]


def _places(tables: Mapping[str, PublicTable], total: Count | None) -> Sequence[Arc]:
    """Districts add up to the total, villages to their district; what is left in any of them, to the unplaced."""
    districts, villages = tables.get("district"), tables.get("village")
    if villages is None or not villages.rows:
        return _kind(districts, total) if districts is not None and districts.rows else ()
    if districts is None or not districts.rows:
        return _kind(villages, total)
    whole = total.members if total else None
    inside = [district for district in districts.rows if district is not None]
    arcs = [_cell(_WHOLE, code, ("district", code), districts.rows[code]) for code in inside]
    unplaced = _rest(_WHOLE, _UNPLACED, districts, whole)
    left = {**{code: districts.rows[code].members for code in inside}, _UNPLACED: unplaced.members}
    for village, count in villages.rows.items():
        if village is not None:
            above = parent_of(village) if parent_of(village) in inside else _UNPLACED
            arcs.append(_cell(above, GROUND, ("village", village), count))
            left[above] -= count.members
    # who is of a district and of no village in it: nowhere printed, but what both tables leave
    arcs += [Arc(node, _NOWHERE, rest, 0 if rest >= 0 else -ANY, ANY, None, open=True) for node, rest in left.items()]
    return [*arcs, unplaced, _rest(_NOWHERE, GROUND, villages, whole)]
