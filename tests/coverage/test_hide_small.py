"""Which counts the public does not see, and that the others do not give them away."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import JULY, known
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.figure import Beside, Coverage, CoverageFigure
from cakupan.coverage.hiding import hiding_of
from cakupan.coverage.public_tables import PUBLIC_DIMENSIONS, public_question, table_of
from cakupan.coverage.suppression import hide_small
from cakupan.workforce.denominator import Denominator
from oracles import examples

ANSWER = coverage_by(known("area | members\n16.06 | 0"), "16.06", JULY)


def answer(*counts: tuple[int, int | None], total: int | None = None, potential: int | None = None) -> Coverage:
    """A breakdown into villages with these members and potentials."""
    rows = tuple(
        CoverageFigure(f"16.06.01.20{place:02}", JULY, members, of, {"village": f"16.06.01.20{place:02}"})
        for place, (members, of) in enumerate(counts)
    )
    members = sum(count for count, _ in counts) if total is None else total
    return replace(ANSWER, total=CoverageFigure("16.06", JULY, members, potential), by=("village",), rows=rows)


def in_public(*answers: Coverage) -> tuple[Coverage, ...]:
    """The answers as the public sees them where they are all the public tables there are."""
    hiding = hiding_of(map(table_of, answers))
    return tuple(hide_small(answer, hiding) for answer in answers)


def alone(answer: Coverage) -> Coverage:
    (public,) = in_public(answer)
    return public


def shown(coverage: Coverage) -> list[int | None]:
    return [row.members for row in coverage.rows]


@pytest.mark.parametrize(
    ("members", "potential", "hidden"),
    [
        (0, 100, False),
        (1, 100, True),
        (4, 100, True),
        (5, 100, False),
        (95, 100, False),
        (96, 100, True),
        (99, 100, True),
        (100, 100, False),
        (3, None, True),
        (101, 100, False),
    ],
)
def test_one_to_four_covered_or_uncovered_are_hidden_with_their_rate(
    members: int, potential: int | None, hidden: bool
) -> None:
    public = alone(answer(total=members, potential=potential)).total
    assert public.hidden is hidden
    assert (public.members is None, public.ratio is None or public.members is not None) == (hidden, True)
    if hidden:
        assert public.uncovered is None


def test_a_total_that_another_denominator_leaves_nearly_covered_is_hidden_with_all_its_rates() -> None:
    other = Beside(Denominator("bekerja", "16.06", "2024", 102), CoverageFigure("16.06", JULY, 100, 102).ratio)
    public = alone(replace(answer(total=100, potential=200), beside=(other,)))
    assert (public.total.hidden, public.beside[0].ratio) == (True, None)


@pytest.mark.parametrize("stated_of", ["16.06", "16.06.01", "16.06.01:PU"])
def test_what_was_published_where_a_government_states_a_count_hides_what_it_nearly_covers(stated_of: str) -> None:
    area, _, segment = stated_of.partition(":")
    about = known(
        "area | members | segment\n16.06 | 98 |\n16.06.01 | 98 |\n16.06.01 | 98 | PU",
        f"""
        denominator | area   | segment   | value | set_by | stated
        potensi     | {area} | {segment} | 100   |        |
        potensi     | {area} | {segment} | 500   | Bupati | override
        """,
        area=area,
    )
    by = ("segment",) if segment else ()
    told = table_of(coverage_by(about, area, JULY, by=by), about)
    count = told.rows[segment] if segment else told.total
    assert count is not None
    assert count.potentials == (100, 500)


def test_rows_that_would_add_up_to_a_hidden_total_do_not() -> None:
    public = alone(answer((60, None), (38, None), potential=100))
    assert public.total.hidden
    assert shown(public) == [None, 38]


def test_one_hidden_row_is_covered_by_the_next_smallest_that_is_not_small() -> None:
    assert shown(alone(answer((3, None), (50, None), (7, None), (0, None)))) == [None, 50, None, 0]


def test_two_hidden_rows_cover_each_other() -> None:
    assert shown(alone(answer((3, None), (4, None), (7, None)))) == [None, None, 7]


def test_rows_whose_hidden_sum_is_small_are_covered_too() -> None:
    # 1 + 1 = 2 is the total less the rows shown: both would be known to be 1.
    assert shown(alone(answer((1, None), (1, None), (7, None), (9, None)))) == [None, None, None, 9]


def test_a_row_of_nobody_covers_only_where_nothing_else_can() -> None:
    only_total = alone(answer((60, None), (0, None), total=60, potential=63))
    assert shown(only_total) == [None, 0]  # the total itself is hidden
    nearly = alone(answer((97, 100), (0, 50), potential=150))
    assert shown(nearly) == [None, None]


def test_nearly_all_covered_is_hidden_as_few_covered_are() -> None:
    public = alone(answer((98, 100), (50, 100), (60, 100), potential=300))
    assert shown(public) == [None, None, 60]
    assert [row.potential for row in public.rows] == [100, 100, 100]


def test_totals_are_taken_before_hiding_and_findings_stay_inside() -> None:
    public = alone(answer((3, None), (4, None), (100, None)))
    assert public.total.members == 107
    assert public.findings == ()


def test_nothing_small_hides_nothing() -> None:
    exact = answer((10, 20), (20, 40), potential=60)
    assert alone(exact) == replace(exact, findings=())


COUNTS = st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 15)), min_size=1, max_size=8)


@settings(max_examples=examples(60), deadline=None)
@given(COUNTS)
def test_no_hidden_row_is_the_total_less_the_rows_shown(counts: list[tuple[int, int | None]]) -> None:
    exact = answer(*counts)
    public = alone(exact)
    hidden = [before for before, now in zip(exact.rows, public.rows, strict=True) if now.hidden]
    assert all(
        before.members not in range(1, 5) for before, now in zip(exact.rows, public.rows, strict=True) if not now.hidden
    )
    if hidden and not public.total.hidden and len(hidden) < len(counts):
        assert len(hidden) > 1
        assert sum(row.members or 0 for row in hidden) not in range(1, 5)


@pytest.mark.parametrize("area", ["00", "16", "16.06"])
@pytest.mark.parametrize("by", [(), *((name,) for name in PUBLIC_DIMENSIONS)])
def test_the_public_may_ask_for_these_tables(area: str, by: tuple[str, ...]) -> None:
    public_question(area, by)


@pytest.mark.parametrize(
    ("area", "by"),
    [
        ("16.06.01", ()),
        ("16.06.01.2002", ()),
        ("16.06.01", ("village",)),
        ("16.06", ("village", "payer")),
        ("16.06", ("village", "village")),
        ("16.06", ("decile", "sex")),
        ("16.06", ("sex", "age")),
        ("16.06", ("colour",)),
    ],
)
def test_the_public_may_ask_for_no_other_table(area: str, by: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        public_question(area, by)
    assert refused.value.code == "public_table_unknown"
    assert refused.value.facts == {"area": area, "known": PUBLIC_DIMENSIONS}


Districts = tuple[tuple[int, ...], ...]


def tables(districts: Districts) -> tuple[Coverage, Coverage]:
    """The district table and the village table of a regency with these members in the villages of each district."""
    by_district = {f"16.06.{number:02}": counts for number, counts in enumerate(districts, 1)}
    villages = {
        f"{code}.20{place:02}": count for code, counts in by_district.items() for place, count in enumerate(counts)
    }
    total = CoverageFigure("16.06", JULY, sum(villages.values()))
    answers = []
    for name, members in (("district", {code: sum(of) for code, of in by_district.items()}), ("village", villages)):
        rows = tuple(CoverageFigure(code, JULY, count, None, {name: code}) for code, count in members.items())
        answers.append(replace(ANSWER, total=total, by=(name,), rows=rows))
    districts, villages = in_public(*answers)
    return districts, villages


def test_a_village_alone_in_its_district_has_its_cover_there_and_not_elsewhere() -> None:
    _, villages = tables(((3, 50, 60), (2, 40, 70)))
    # Over the regency 3 and 2 cover each other; the totals of their districts would give each of them away.
    assert shown(villages) == [None, None, 60, None, None, 70]


def test_the_villages_of_a_small_district_are_hidden_and_those_of_its_cover_do_not_add_up() -> None:
    districts, villages = tables(((3, 0), (20, 30), (40, 50)))
    assert shown(districts) == [None, None, 90]
    # That nobody is in the other village of the first district says nothing: its total is hidden too.
    assert shown(villages) == [None, 0, None, 30, 40, 50]


def test_a_district_nearly_all_covered_is_hidden_with_a_village_of_the_district_that_covers_it() -> None:
    counts = {"16.06.01.2001": 96, "16.06.02.2001": 40, "16.06.02.2002": 50}
    potentials = {"16.06.01.2001": 100}
    rows = tuple(CoverageFigure(code, JULY, count, potentials.get(code), {}) for code, count in counts.items())
    total = CoverageFigure("16.06", JULY, 186)
    assert shown(alone(replace(ANSWER, total=total, by=("village",), rows=rows))) == [None, None, 50]


def solved(equations: list[tuple[list[int], int]], wanted: list[int]) -> bool:
    """Whether the equations alone give the sum of the `wanted` unknowns (Gaussian elimination, exact)."""
    known = [[Fraction(one) for one in left] for left, _ in equations]
    rest = [Fraction(one) for one in wanted]
    for column in range(len(wanted)):
        pivot = next((row for row in known if row[column]), None)
        if pivot is None:
            continue
        known.remove(pivot)
        for row in (*known, rest):
            factor = row[column] / pivot[column]
            row[:] = [one - factor * other for one, other in zip(row, pivot, strict=True)]
    return not any(rest)


@settings(max_examples=examples(120), deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4).map(tuple), min_size=1, max_size=4).map(tuple))
def test_nothing_small_follows_from_the_district_and_village_tables_together(districts: Districts) -> None:
    by_district, by_village = tables(districts)
    where = [number for number, counts in enumerate(districts) for _ in counts]
    count = len(where)
    told = [([1] * count, by_village.total.members)]
    told += [([int(at == number) for at in where], row.members) for number, row in enumerate(by_district.rows)]
    told += [([int(at == place) for at in range(count)], row.members) for place, row in enumerate(by_village.rows)]
    public = [(left, right) for left, right in told if right is not None]
    small = [at for at, members in enumerate(m for counts in districts for m in counts) if members in range(1, 5)]
    assert not [at for at in small if solved(public, [int(at == place) for place in range(count)])]


Placed = tuple[tuple[tuple[int, ...], int], ...]  # the villages of each district, and its people of no known village


def placed_tables(districts: Placed, nowhere: int) -> tuple[Coverage, Coverage]:
    """As `tables`, of people who were counted: some are of no known village, some of no known district."""
    by_district = {f"16.06.{number:02}": told for number, told in enumerate(districts, 1)}
    wholes = {code: sum(counts) + rest for code, (counts, rest) in by_district.items()}
    villages = {
        f"{code}.20{place:02}": count for code, (counts, _) in by_district.items() for place, count in enumerate(counts)
    }
    total = CoverageFigure("16.06", JULY, sum(wholes.values()) + nowhere)
    answers = []
    for name, members in (("district", wholes), ("village", villages)):
        rows = [CoverageFigure(code, JULY, count, None, {name: code}) for code, count in members.items()]
        rest = (total.members or 0) - sum(members.values())
        rows += [CoverageFigure(None, JULY, rest, None, {name: None}, unplaced=True)] if rest else []
        answers.append(replace(ANSWER, total=total, by=(name,), rows=tuple(rows)))
    districts, villages = in_public(*answers)
    return districts, villages


def test_one_cover_serves_a_small_district_and_few_people_of_no_village_in_another() -> None:
    # The third district covers the first, and leaves open how many in it are of no village; the second is shown.
    districts, villages = placed_tables((((3,), 0), ((7,), 0), ((6,), 2)), 0)
    assert shown(districts) == [None, 7, None]
    assert shown(villages) == [None, 7, 6, None]


PLACED = st.tuples(st.lists(st.integers(0, 12), min_size=1, max_size=3).map(tuple), st.sampled_from((0, 0, 1, 3, 6)))


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(PLACED, min_size=1, max_size=4).map(tuple), st.sampled_from((0, 0, 2, 7)))
def test_nothing_small_follows_from_both_tables_where_some_people_are_not_placed(
    districts: Placed, nowhere: int
) -> None:
    by_district, by_village = placed_tables(districts, nowhere)
    where = [number for number, (counts, _) in enumerate(districts) for _ in counts]
    of_villages = [*where, *range(len(districts)), None]  # unknowns: villages, the rest of each district, nowhere
    exact = [*(count for counts, _ in districts for count in counts), *(rest for _, rest in districts), nowhere]
    count, first_rest = len(exact), len(where)
    told = [([1] * count, by_village.total.members)]
    for number, row in enumerate(by_district.rows):
        nobody = row.unplaced
        told.append(([int(at == (None if nobody else number)) for at in of_villages], row.members))
    for place, row in enumerate(by_village.rows):
        left = [int(at >= first_rest) if row.unplaced else int(at == place) for at in range(count)]
        told.append((left, row.members))
    public = [(left, right) for left, right in told if right is not None]
    small = [at for at, members in enumerate(exact) if members in range(1, 5)]
    assert not [at for at in small if solved(public, [int(at == place) for place in range(count)])]
