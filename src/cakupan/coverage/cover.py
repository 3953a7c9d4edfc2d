"""Which further cells of tables that add up must be hidden, so that hidden ones could be other numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

Name = tuple[str, str | None]  # a table's breakdown and the row in it

ANY = 10**9  # more members than any area has: no bound
GROUND = ""  # the node at which everything that is in no further equation ends


@dataclass(slots=True)
class Arc:
    """A cell of tables that add up: it is a part of what `tail` adds up to, and `head` adds up to it.

    Each node is one equation: what comes in equals what goes out. `low` and `high` are what everybody knows of the
    cell without any table. `name` is None for what no table prints, such as the people of a district who are in none
    of its villages; `open` says whether the public can not see the cell, and then it may be any number that all
    equations allow.
    """

    tail: str
    head: str
    members: int
    low: int
    high: int
    name: Name | None
    open: bool

    @property
    def order(self) -> tuple[str, str, str, str]:
        by, row = self.name or ("", None)
        return self.tail, self.head, by, row or ""


class Network:
    """Tables of one area and month that add up: nodes are equations, arcs are cells.

    Every number a cell could be, given what is shown, is a flow through the network. So how far a cell can move away
    from what it is equals a greatest flow back from its head to its tail, exactly, and in whole members.
    """

    def __init__(self, arcs: Iterable[Arc]) -> None:
        # Sorted, so that the order of rows does not decide between cells that serve equally well.
        self.arcs = sorted(arcs, key=lambda arc: arc.order)
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        self._beside: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._room: dict[tuple[str, str], tuple[int, int]] = {}
        for place, arc in enumerate(self.arcs):
            self._at[arc.tail].append(place)
            self._at[arc.head].append(place)
            self._beside[arc.tail, arc.head].append(place)

    def widen(self, place: int, up: int, down: int, cost: Callable[[Arc], int]) -> bool:
        """Open further cells, cheapest by `cost` first, until the cell at `place` could be `up` more and `down` less.

        Whether it now could. Where not, it could not with every cell open either.
        """
        arc = self.arcs[place]
        more = self._further(place, up, arc.head, arc.tail, cost)
        less = self._further(place, down, arc.tail, arc.head, cost)
        return more and less

    def open_cell(self, place: int) -> None:
        arc = self.arcs[place]
        arc.open = True
        self._room.pop((arc.tail, arc.head), None)

    def _further(self, place: int, wanted: int, start: str, end: str, cost: Callable[[Arc], int]) -> bool:
        if wanted <= 0 or self._moves_beside(place, wanted, start):
            return True
        moved: dict[int, int] = {}
        while wanted > 0:
            # One way that can carry all of it goes before several that share it: fewer cells, and simpler to follow.
            path = self._path(place, start, end, wanted, moved, cost) or self._path(place, start, end, 1, moved, cost)
            if path is None:
                return False
            carried = min(wanted, *(self._capacity(step, forward, moved) for step, forward in path))
            for step, forward in path:
                moved[step] = moved.get(step, 0) + (carried if forward else -carried)
                if not self.arcs[step].open:
                    self.open_cell(step)
            wanted -= carried
        return True

    def _moves_beside(self, place: int, wanted: int, start: str) -> bool:
        """Whether open cells in the very same equations make up for the move: quickly seen, and nearly always so."""
        arc = self.arcs[place]
        pair = (arc.tail, arc.head)
        if pair not in self._room:
            beside = [self.arcs[one] for one in self._beside[pair] if self.arcs[one].open]
            further, back = (one.high - one.members for one in beside), (one.members - one.low for one in beside)
            self._room[pair] = sum(further), sum(back)
        more, less = self._room[pair]
        if arc.open:
            more, less = more - (arc.high - arc.members), less - (arc.members - arc.low)
        return (less if start == arc.head else more) >= wanted

    def _capacity(self, place: int, forward: bool, moved: Mapping[int, int]) -> int:
        arc = self.arcs[place]
        now = arc.members + moved.get(place, 0)
        return arc.high - now if forward else now - arc.low

    def _path(
        self, around: int, start: str, end: str, at_least: int, moved: Mapping[int, int], cost: Callable[[Arc], int]
    ) -> Sequence[tuple[int, bool]] | None:
        """The cheapest way from `start` to `end` not over the cell `around`, that can carry `at_least` so much."""
        best = {start: 0}
        came: dict[str, tuple[int, bool, str]] = {}
        heap = [(0, start)]
        while heap:
            spent, node = heappop(heap)
            if node == end:
                return self._walked(came, start, end)
            if spent > best[node]:
                continue
            for step in self._at[node]:
                arc = self.arcs[step]
                forward = arc.tail == node
                if step == around or self._capacity(step, forward, moved) < at_least:
                    continue
                if not arc.open and arc.name is None:
                    continue
                total = spent + (0 if arc.open else cost(arc))
                beyond = arc.head if forward else arc.tail
                if beyond not in best or total < best[beyond]:
                    best[beyond] = total
                    came[beyond] = (step, forward, node)
                    heappush(heap, (total, beyond))
        return None

    def _walked(self, came: Mapping[str, tuple[int, bool, str]], start: str, end: str) -> Sequence[tuple[int, bool]]:
        path = []
        node = end
        while node != start:
            step, forward, node = came[node]
            path.append((step, forward))
        return path
