"""All public tables of a small regency attacked at once: no hidden cell is told more closely than the rule allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from random import Random

import pytest
from benchmarks.attack import Attack, Cell, Judged, judged
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import DECEMBER, JULY, known
from cakupan.basics.month import Month
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.hiding import Hiding, hiding_of, limit_of
from cakupan.coverage.public_tables import table_of
from cakupan.coverage.suppression import hide_small
from oracles import examples

# What is decided and attacked is plain Python, whatever engine counted.
pytestmark = pytest.mark.duckdb_only

ANSWER = coverage_by(known("area | members\n16.06 | 0"), "16.06", JULY)
EXAMPLES = examples(25)
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


def exact(months: Mapping[Month, Drawn]) -> tuple[Coverage, ...]:
    return tuple(chain.from_iterable(drawn.tables(month) for month, drawn in months.items()))


def public(answers: Sequence[Coverage], hiding: Hiding) -> tuple[Coverage, ...]:
    return tuple(hide_small(answer, hiding) for answer in answers)


def told_too_closely(answers: Sequence[Coverage], hiding: Hiding) -> Sequence[Judged]:
    """Every small cell that an attacker on what is shown can tell more closely than allowed."""
    return [one for one in judged(public(answers, hiding), answers) if one.violated]


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
    assert told_too_closely(answers, hiding_of(map(table_of, answers))) == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(REGENCIES)
def test_a_cell_hidden_for_others_is_no_single_number(drawn: Drawn) -> None:
    answers = exact({JULY: drawn})
    hiding = hiding_of(map(table_of, answers))
    shown = public(answers, hiding)
    attack, blind = Attack(shown), Attack(shown, blind=True)
    cover = [_as_attacked(cell) for cell in hiding.cover]
    told, anyhow = attack.bounds(cover), blind.bounds(cover)
    single = [cell for cell, (low, high) in told.items() if high - low < 1 and anyhow[cell][1] - anyhow[cell][0] >= 1]
    assert single == []


def _as_attacked(cell: tuple[str, Month, str, str | None]) -> Cell:
    area, month, by, row = cell
    return area, str(month), by, row or ("rest" if by else "")


def village(members: int, *, uncovered: int | None = None) -> Part:
    return Part(members, uncovered)


def districts(*members: Sequence[int], left: Sequence[int] = ()) -> tuple[District, ...]:
    rests = (*left, *[0] * len(members))
    return tuple(District(tuple(Part(one) for one in of), rest) for of, rest in zip(members, rests, strict=False))


NASTY = {
    "a village alone in each district": Drawn(districts([3], [40], [50])),
    "a village alone in its district and no other district": Drawn(districts([3, 60])),
    "one segment, which is everybody": Drawn(districts([30, 40]), segments=(70,), uncovered=2),
    "one segment, and a rest of one": Drawn(districts([30, 40]), segments=(69,)),
    "a rest of one in a district and in the regency": Drawn(districts([30, 40], [20, 9], left=[1]), nowhere=1),
    "all rests together small": Drawn(districts([30, 40], [20, 9], left=[1, 1]), nowhere=1),
    "nearly everybody covered": Drawn((District((Part(96, 4), Part(50, 50))), District((Part(60, 3),))), uncovered=57),
    "full villages around a small one": Drawn((District((Part(3, 40), Part(50, 0))), District((Part(60, 0),)))),
    "full segments around a small one": Drawn(districts([20, 3]), segments=(20, 3), segment_potentials=True),
    "everything tiny": Drawn(districts([1, 0, 2], [1]), nowhere=1, segments=(2, 2, 1), sexes=(3, 2)),
    "fewer than five in all": Drawn(districts([1], [2]), segments=(3,), sexes=(2, 1)),
    "the total nearly covered, and one of each": Drawn(districts([50]), uncovered=1, segments=(50,), sexes=(50,)),
    "hidden rows that add up to a small number": Drawn(districts([1, 1, 7, 9], [30, 30])),
    "nobody": Drawn(districts([0, 0], [0]), uncovered=3),
}


@pytest.mark.parametrize("name", NASTY)
def test_nothing_is_given_away_where_there_is_hardly_anything_to_hide_behind(name: str) -> None:
    answers = exact({JULY: NASTY[name]})
    assert told_too_closely(answers, hiding_of(map(table_of, answers))) == []


@pytest.mark.parametrize(
    "name",
    [
        "a village alone in each district",
        "a rest of one in a district and in the regency",
        "nearly everybody covered",
        "full villages around a small one",
        "hidden rows that add up to a small number",
    ],
)
def test_without_cover_the_attacker_does_find_small_cells(name: str) -> None:
    drawn = NASTY[name]
    answers = exact({JULY: drawn})
    hiding = hiding_of(map(table_of, answers))
    bare = replace(hiding, shown=hiding.shown | hiding.cover)
    assert hiding.cover
    assert told_too_closely(answers, bare) != []


def test_a_total_is_hidden_where_full_villages_would_leave_a_small_one_no_room() -> None:
    # The others cannot be more than they are, so with the total the small one could not be fewer.
    answers = exact({JULY: NASTY["full villages around a small one"]})
    assert hide_small(answers[0], hiding_of(map(table_of, answers))).total.hidden


@settings(max_examples=EXAMPLES, deadline=None)
@given(REGENCIES, st.randoms(use_true_random=False))
def test_what_is_hidden_does_not_depend_on_the_order_of_rows_or_tables(drawn: Drawn, random: Random) -> None:
    tables = [table_of(answer) for answer in exact({JULY: drawn})]
    mixed = [replace(one, rows=dict(random.sample(sorted(one.rows.items(), key=str), len(one.rows)))) for one in tables]
    assert hiding_of(random.sample(mixed, len(mixed))) == hiding_of(tables)


def test_cover_stays_the_same_from_month_to_month_though_another_would_now_be_smaller() -> None:
    months = {DECEMBER: Drawn(districts([3, 6, 40])), JULY: Drawn(districts([4, 40, 6]))}
    hiding = hiding_of(map(table_of, exact(months)))
    assert {cell[1:] for cell in hiding.cover} == {(month, "village", "16.06.01.2001") for month in months}


@settings(max_examples=EXAMPLES, deadline=None)
@given(REGENCIES, REGENCIES)
def test_a_later_month_changes_nothing_of_what_was_hidden_before(first: Drawn, later: Drawn) -> None:
    before = hiding_of(map(table_of, exact({DECEMBER: first})))
    both = hiding_of(map(table_of, exact({DECEMBER: first, JULY: later})))
    assert {cell for cell in both.shown if cell[1] == DECEMBER} == before.shown


@settings(max_examples=EXAMPLES, deadline=None)
@given(REGENCIES, st.integers(-9, 9))
def test_members_above_a_potential_and_tables_of_other_sources_are_hidden_as_small_too(drawn: Drawn, more: int) -> None:
    answers = exact({JULY: drawn})
    other = [replace(one, total=replace(one.total, members=max(0, drawn.members + more))) for one in answers]
    few = [replace(one, rows=tuple(map(_with_less_potential, one.rows))) for one in other]
    hiding = hiding_of(map(table_of, few))
    for answer in public(few, hiding):
        for figure in (answer.total, *answer.rows):
            assert figure.members is None or limit_of(figure.members, _potentials(figure)) is None


def _with_less_potential(row: CoverageFigure) -> CoverageFigure:
    return replace(row, potential=None if row.potential is None else max(0, row.potential - 4))


def _potentials(figure: CoverageFigure) -> Sequence[int]:
    return () if figure.potential is None else (figure.potential,)


def test_what_was_not_decided_on_is_not_shown() -> None:
    answers = exact({JULY: Drawn(districts([30, 40]))})
    (_, district, *_) = public(answers, hiding_of([table_of(answers[0])]))
    assert [row.hidden for row in district.rows] == [True]
