"""An attacker on public tables: from what was shown alone, how closely can each hidden cell be told?

Knows what anybody knows: every count and every potential shown, that rows add up to their total and villages to their
district, that counts are not below zero nor above a potential, and that nobody is left over where no rest is printed.
It shares no code with what decides on hiding, and solves linear programs (HiGHS) where that follows flows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, hstack
from scipy.sparse.csgraph import connected_components

from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.hiding import limit_of

Cell = tuple[str, str, str, str]  # area, month, by, row; the rest of a table is "rest", the total is "" by ""
Bounds = tuple[float, float]

FAR = 10.0**7  # in place of no end, so that the parts of one program all have one
TOLERANCE = 0.001


def left_in(area: str, month: str, district: str) -> Cell:
    """Who is of a district and of no village in it: printed nowhere."""
    return area, month, "left", district


class Attack:
    """One sparse linear program over all tables that were shown. `blind`: as if no count at all had been shown."""

    def __init__(self, answers: Iterable[Coverage], *, blind: bool = False) -> None:
        self.low: dict[Cell, int] = {}
        self.high: dict[Cell, int | None] = {}
        self.printed: set[Cell] = set()
        self.hidden: set[Cell] = set()
        self._equations: dict[tuple[str, str, str], tuple[Mapping[Cell, int], int]] = {}
        self._blind = blind
        by_month: defaultdict[tuple[str, str], list[Coverage]] = defaultdict(list)
        for answer in answers:
            self._read(answer)
            by_month[answer.definition.area, str(answer.total.month)].append(answer)
        for (area, month), told in by_month.items():
            self._add_up(area, month, told)
        self._prepare()

    def _read(self, answer: Coverage) -> None:
        area, month, by = answer.definition.area, str(answer.total.month), "".join(answer.by)
        beside = _beside(answer)
        self._cell((area, month, "", ""), answer.total, beside)
        for row in answer.rows:
            self._cell((area, month, by, _row(row, by)), row, ())

    def _cell(self, cell: Cell, figure: CoverageFigure, beside: Sequence[int]) -> None:
        if figure.members is None and not figure.hidden:
            return
        potentials = [*beside, *_counted(figure)]
        self.printed.add(cell)
        if figure.hidden or self._blind:
            self.hidden.add(cell)
            self.low[cell] = 0
            known = [one for one in (self.high.get(cell), *potentials) if one is not None]
            self.high[cell] = min(known, default=None)
        else:
            self.low[cell] = self.high[cell] = figure.members or 0

    def _add_up(self, area: str, month: str, told: Sequence[Coverage]) -> None:
        rows = {
            "".join(one.by): [(area, month, "".join(one.by), _row(row, "".join(one.by))) for row in one.rows]
            for one in told
            if one.by and one.rows
        }
        total = (area, month, "", "")
        if total in self.printed:
            for by, cells in rows.items():
                self._equation((area, month, by), total, cells)
        if not ("district" in rows and "village" in rows):
            return
        places = {cell[3]: cell for cell in rows["district"]}
        inside: defaultdict[str, list[Cell]] = defaultdict(list)
        for cell in rows["village"]:
            if cell[3] != "rest":
                above = cell[3][:8]
                inside[above if above in places else "rest"].append(cell)
        for district, whole in places.items():
            left = left_in(area, month, district)
            self.low[left], self.high[left] = 0, None
            self.hidden.add(left)
            self._equation((area, month, district), whole, [*inside[district], left])

    def _equation(self, name: tuple[str, str, str], whole: Cell, parts: Iterable[Cell]) -> None:
        left = dict.fromkeys(parts, 1) | {whole: -1}
        fixed = {cell for cell in left if self.low[cell] == self.high[cell]}
        right = -sum(self.low[cell] * factor for cell, factor in left.items() if cell in fixed)
        self._equations[name] = {cell: factor for cell, factor in left.items() if cell not in fixed}, right

    def _prepare(self) -> None:
        self.open = sorted(cell for cell in self.hidden if self.low[cell] != self.high[cell])
        place = {cell: at for at, cell in enumerate(self.open)}
        kept = [(left, right) for left, right in self._equations.values() if left]
        entries = [(row, place[cell], factor) for row, (left, _) in enumerate(kept) for cell, factor in left.items()]
        rows, columns, factors = (np.array(one) for one in zip(*entries, strict=True)) if entries else ([], [], [])
        shape = (len(kept), len(self.open))
        self.matrix = coo_array((factors, (rows, columns)), shape=shape).tocsr()
        self.right = np.array([right for _, right in kept], dtype=float)
        self.place = place
        self.part = self._parts(shape)
        self.without_potentials = self._where_potentials_cannot_hold()

    def _parts(self, shape: tuple[int, int]) -> Sequence[int]:
        """Which cells hang together by any chain of equations: found, not assumed."""
        if not shape[1]:
            return []
        around = coo_array(self.matrix)
        nodes = sum(shape)
        joined = coo_array((np.ones(around.nnz), (around.row, around.col + shape[0])), shape=(nodes, nodes))
        return list(connected_components(joined, directed=False)[1][shape[0] :])

    def _where_potentials_cannot_hold(self) -> Collection[int]:
        """The parts in which some count must be above its potential, so that potentials tell the attacker nothing."""
        topped = [at for at, cell in enumerate(self.open) if self.high[cell] is not None]
        if not topped:
            return frozenset()
        count, over = len(self.open), np.ones(len(topped))
        rows = np.arange(len(topped))
        below = coo_array((over, (rows, topped)), shape=(len(topped), count))
        beyond = coo_array((-over, (rows, rows)), shape=(len(topped), len(topped)))
        done = linprog(
            [*np.zeros(count), *over],
            A_ub=hstack([below, beyond]).tocsr(),
            b_ub=[self.high[self.open[at]] for at in topped],
            A_eq=hstack([self.matrix, coo_array((self.matrix.shape[0], len(topped)))]).tocsr(),
            b_eq=self.right,
            bounds=[*((self.low[cell], FAR) for cell in self.open), *((0, FAR) for _ in topped)],
            method="highs",
        )
        return {self.part[at] for at, more in zip(topped, done.x[count:], strict=True) if more > TOLERANCE}

    def bounds(self, cells: Collection[Cell], *, integer: bool = False) -> dict[Cell, Bounds]:
        """The least and the most that each cell may be. Cells of parts that nothing joins are solved at once."""
        found: dict[Cell, Bounds] = {
            cell: (float(self.low[cell]), float(self.low[cell])) for cell in cells if cell not in self.place
        }
        waiting: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in cells:
            if cell in self.place:
                waiting[self.part[self.place[cell]]].append(cell)
        while waiting:
            now = [ones.pop() for ones in waiting.values()]
            waiting = defaultdict(list, {part: ones for part, ones in waiting.items() if ones})
            ends = [self._end(now, sign, integer=integer) for sign in (1, -1)]
            found |= {cell: (ends[0][cell], ends[1][cell]) for cell in now}
        return found

    def _most(self, cell: Cell, part: int) -> float:
        high = self.high[cell]
        return FAR if high is None or part in self.without_potentials else high

    def _end(self, cells: Sequence[Cell], sign: int, *, integer: bool) -> Mapping[Cell, float]:
        wanted = np.zeros(len(self.open))
        for cell in cells:
            wanted[self.place[cell]] = sign
        solved = self._solve(wanted, integer=integer)
        if solved is None:
            raise ValueError("what was shown cannot be")
        return {cell: solved[self.place[cell]] for cell in cells}

    @property
    def months_apart(self) -> bool:
        """Whether no chain of equations joins cells of two months."""
        months: defaultdict[int, set[str]] = defaultdict(set)
        for cell, part in zip(self.open, self.part, strict=True):
            months[part].add(cell[1])
        return all(len(here) == 1 for here in months.values())

    def _solve(self, wanted: np.ndarray, *, integer: bool = False) -> np.ndarray | None:
        bounds = [(self.low[cell], self._most(cell, part)) for cell, part in zip(self.open, self.part, strict=True)]
        done = linprog(
            wanted,
            A_eq=self.matrix if self.matrix.shape[0] else None,
            b_eq=self.right if self.matrix.shape[0] else None,
            bounds=bounds,
            method="highs",
            integrality=np.ones(len(self.open)) if integer else None,
        )
        return done.x if done.success else None


@dataclass(frozen=True)
class Judged:
    """A small cell: how many members it has, between what the attacker can tell it, and may tell it."""

    cell: Cell
    members: int
    told: Bounds
    allowed: Bounds

    @property
    def false(self) -> bool:
        """Whether it is none of what it is told to be: elsewhere members exceed a potential, which misleads."""
        return not self.told[0] - TOLERANCE <= self.members <= self.told[1] + TOLERANCE

    @property
    def violated(self) -> bool:
        closer = self.told[0] > self.allowed[0] + TOLERANCE or self.told[1] < self.allowed[1] - TOLERANCE
        return closer and not self.false


def judged(public: Sequence[Coverage], exact: Sequence[Coverage], attack: Attack | None = None) -> Sequence[Judged]:
    """Every small cell of the exact answers, as the attacker on the public ones can tell it.

    It may be told as closely as the rule says, and as potentials alone tell it, whatever is hidden.
    """
    attack, blind = attack or Attack(public), Attack(public, blind=True)
    counts = _counts(exact)
    limits = {cell: limit_of(members, potentials) for cell, (members, potentials) in counts.items()}
    small = {cell: limit for cell, limit in limits.items() if limit is not None}
    told, anyhow = attack.bounds(small), blind.bounds(small)
    return [
        Judged(cell, counts[cell][0], told[cell], (max(low, anyhow[cell][0]), min(high, anyhow[cell][1])))
        for cell, (low, high) in small.items()
    ]


def _counts(exact: Iterable[Coverage]) -> Mapping[Cell, tuple[int, frozenset[int]]]:
    """Each cell's members and potentials, with those that no table prints."""
    found: dict[Cell, tuple[int, frozenset[int]]] = {}
    inside: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for answer in exact:
        area, month, by = answer.definition.area, str(answer.total.month), "".join(answer.by)
        named = [((area, month, by, _row(row, by)), row) for row in answer.rows]
        for cell, figure in (((area, month, "", ""), answer.total), *named):
            if figure.members is not None:
                potentials = {*_counted(figure), *(() if cell[2] else _beside(answer))}
                found[cell] = figure.members, frozenset(potentials | set(found.get(cell, (0, ()))[1]))
        if by == "village":
            for row in answer.rows:
                if row.area is not None:
                    inside[area, month, row.area[:8]][row.area] = row.members or 0
    left = {
        left_in(area, month, district): found[area, month, "district", district][0] - sum(villages.values())
        for (area, month, district), villages in inside.items()
        if (area, month, "district", district) in found
    }
    return {**found, **{cell: (count, frozenset()) for cell, count in left.items() if count >= 0}}


def _counted(figure: CoverageFigure) -> Sequence[int]:
    """The figure's potential, unless it is an estimate, which members may well exceed and which nobody counted."""
    return () if figure.potential is None or figure.estimated else (figure.potential,)


def _beside(answer: Coverage) -> Sequence[int]:
    return [one.denominator.value for one in answer.beside if one.denominator.estimate is None]


def _row(row: CoverageFigure, by: str) -> str:
    if row.unplaced:
        return "rest"
    return str(row.area) if by in ("district", "village") else str((row.dims or {}).get(by))
