"""All public tables of a small regency attacked at once: no hidden cell is told more closely than the rule allows."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from benchmarks.attack import Attack, Cell, left_in
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import DECEMBER, JULY, known
from cakupan.basics.month import Month
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.hiding import Hiding, hiding_of, limit_of
from cakupan.coverage.public_tables import table_of
from cakupan.coverage.suppression import hide_small

ANSWER = coverage_by(known("area | members\n16.06 | 0"), "16.06", JULY)
EXAMPLES = int(os.environ.get("CAKUPAN_EXAMPLES", "60"))
MONTHS = (DECEMBER, JULY)


@dataclass(frozen=True)
class Part:
    """So many members, with a potential of so many more; None: there is no potential."""

    members: int
    uncovered: int | None = None

    @property
    def potential(self) -> int | None:
        return None if self.uncovered is None else self.members + self.uncovered


@dataclass(frozen=True)
class District:
    villages: tuple[Part, ...]
    left: int = 0  # its people of no village
    uncovered: int | None = None

    @property
    def members(self) -> int:
        return sum(village.members for village in self.villages) + self.left


@dataclass(frozen=True)
class Drawn:
    """A regency in one month. Segments and sexes are cut off the total, as long as anybody is left."""

    districts: tuple[District, ...]
    nowhere: int = 0
    uncovered: int | None = None
    segments: tuple[int, ...] = ()
    sexes: tuple[int, ...] = ()
    segment_potentials: bool = False

    @property
    def members(self) -> int:
        return sum(district.members for district in self.districts) + self.nowhere

    def tables(self, month: Month) -> tuple[Coverage, ...]:
        potential = None if self.uncovered is None else self.members + self.uncovered
        total = CoverageFigure("16.06", month, self.members, potential)
        base = replace(ANSWER, total=total)
        districts, villages = [], []
        for number, district in enumerate(self.districts, 1):
            code = f"16.06.{number:02}"
            of = None if district.uncovered is None else district.members + district.uncovered
            districts.append(CoverageFigure(code, month, district.members, of, {"district": code}))
            for place, village in enumerate(district.villages):
                name = f"{code}.20{place:02}"
                villages.append(CoverageFigure(name, month, village.members, village.potential, {"village": name}))
        tables = [base]
        for by, rows in (("district", districts), ("village", villages)):
            tables.append(self._with_rest(base, by, rows))
        for by, cuts in (("segment", self.segments), ("sex", self.sexes)):
            if cuts:
                tables.append(self._with_rest(base, by, self._cut(by, cuts, month)))
        return tuple(tables)

    def _cut(self, by: str, cuts: Sequence[int], month: Month) -> Sequence[CoverageFigure]:
        left, rows = self.members, []
        for number, cut in enumerate(cuts):
            here = min(left, cut)
            left -= here
            potential = here + number if by == "segment" and self.segment_potentials else None
            if here or potential:
                rows.append(CoverageFigure("16.06", month, here, potential, {by: f"{by} {number}"}))
        return rows

    def _with_rest(self, base: Coverage, by: str, rows: Sequence[CoverageFigure]) -> Coverage:
        rest = self.members - sum(row.members or 0 for row in rows)
        area = None if by in ("district", "village") else "16.06"
        over = CoverageFigure(area, base.total.month, rest, None, {by: None}, unplaced=True)
        return replace(base, by=(by,), rows=(*rows, over) if rest else tuple(rows))

    def left(self, month: Month) -> Mapping[Cell, int]:
        """What no table prints: those of each district who are of no village."""
        named = {f"16.06.{number:02}": one.left for number, one in enumerate(self.districts, 1)}
        return {left_in("16.06", str(month), code): count for code, count in named.items()}


def exact(months: Mapping[Month, Drawn]) -> tuple[Coverage, ...]:
    return tuple(chain.from_iterable(drawn.tables(month) for month, drawn in months.items()))


def public(answers: Sequence[Coverage], hiding: Hiding) -> tuple[Coverage, ...]:
    return tuple(hide_small(answer, hiding) for answer in answers)


def truth(answers: Sequence[Coverage], left: Mapping[Cell, int]) -> dict[Cell, tuple[int, tuple[int, ...]]]:
    """Each cell's members and potentials, as the attacker names it."""
    found = {cell: (count, ()) for cell, count in left.items()}
    for answer in answers:
        month, by = str(answer.total.month), "".join(answer.by)
        for figure, name in ((answer.total, ""), *((row, _named(row, by)) for row in answer.rows)):
            potentials = () if figure.potential is None else (figure.potential,)
            found["16.06", month, by if name else "", name] = (figure.members or 0, potentials)
    return found


def _named(row: CoverageFigure, by: str) -> str:
    if row.unplaced:
        return "rest"
    return str(row.area) if by in ("district", "village") else str((row.dims or {})[by])


def told_too_closely(
    answers: Sequence[Coverage], hiding: Hiding, left: Mapping[Cell, int]
) -> Sequence[tuple[Cell, int, tuple[float, float], tuple[float, float]]]:
    """Every small cell that the attacker can tell more closely than allowed: what it is, what is told, what may be."""
    shown = public(answers, hiding)
    attack, blind = Attack(shown), Attack(shown, blind=True)
    small = {}
    for cell, (members, potentials) in truth(answers, left).items():
        limit = limit_of(members, potentials)
        if limit is not None:
            small[cell] = limit
    # What potentials alone tell is told already, whatever is hidden.
    anyhow = blind.bounds([cell for cell in small if cell in blind.hidden])
    told = attack.bounds([cell for cell in small if cell in attack.hidden])
    found = []
    for cell, (low, high) in small.items():
        allowed = (max(low, anyhow[cell][0]), min(high, anyhow[cell][1])) if cell in anyhow else (low, high)
        here = told.get(cell, (float(truth(answers, left)[cell][0]),) * 2)
        if here[0] > allowed[0] + 0.001 or here[1] < allowed[1] - 0.001:
            found.append((cell, truth(answers, left)[cell][0], here, allowed))
    return found


FEW = st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 9, 20, 60))
UNCOVERED = st.sampled_from((None, None, 0, 1, 3, 5, 40))
PARTS = st.builds(Part, FEW, UNCOVERED)
DISTRICTS = st.builds(
    District, st.lists(PARTS, min_size=1, max_size=4).map(tuple), st.sampled_from((0, 0, 0, 1, 3, 8)), UNCOVERED
)
CUTS = st.lists(FEW, max_size=4).map(tuple)
REGENCIES = st.builds(
    Drawn,
    st.lists(DISTRICTS, min_size=1, max_size=4).map(tuple),
    st.sampled_from((0, 0, 1, 2, 7)),
    UNCOVERED,
    CUTS,
    CUTS,
    st.booleans(),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.tuples(REGENCIES, REGENCIES))
def test_no_hidden_cell_is_told_more_closely_than_the_rule_allows(drawn: tuple[Drawn, Drawn]) -> None:
    months = dict(zip(MONTHS, drawn, strict=True))
    answers = exact(months)
    left = {cell: count for month, one in months.items() for cell, count in one.left(month).items()}
    assert told_too_closely(answers, hiding_of(map(table_of, answers)), left) == []
