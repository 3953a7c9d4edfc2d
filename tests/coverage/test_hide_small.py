"""Which counts the public does not see, and that the others do not give them away."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import JULY, known
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.figure import Beside, Coverage, CoverageFigure
from cakupan.coverage.suppression import hide_small
from cakupan.workforce.denominator import Denominator

ANSWER = coverage_by(known("area | members\n16.06 | 0"), "16.06", JULY)


def answer(*counts: tuple[int, int | None], total: int | None = None, potential: int | None = None) -> Coverage:
    """A breakdown into villages with these members and potentials."""
    rows = tuple(
        CoverageFigure(f"16.06.01.20{place:02}", JULY, members, of, {"village": f"16.06.01.20{place:02}"})
        for place, (members, of) in enumerate(counts)
    )
    members = sum(count for count, _ in counts) if total is None else total
    return replace(ANSWER, total=CoverageFigure("16.06", JULY, members, potential), by=("village",), rows=rows)


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
    public = hide_small(answer(total=members, potential=potential)).total
    assert public.hidden is hidden
    assert (public.members is None, public.ratio is None or public.members is not None) == (hidden, True)
    if hidden:
        assert public.uncovered is None


def test_a_total_that_another_denominator_leaves_nearly_covered_is_hidden_with_all_its_rates() -> None:
    other = Beside(Denominator("bekerja", "16.06", "2024", 102), CoverageFigure("16.06", JULY, 100, 102).ratio)
    public = hide_small(replace(answer(total=100, potential=200), beside=(other,)))
    assert (public.total.hidden, public.beside[0].ratio) == (True, None)


def test_rows_that_would_add_up_to_a_hidden_total_do_not() -> None:
    public = hide_small(answer((60, None), (38, None), potential=100))
    assert public.total.hidden
    assert shown(public) == [60, None]


def test_one_hidden_row_is_covered_by_the_next_smallest_that_is_not_small() -> None:
    assert shown(hide_small(answer((3, None), (50, None), (7, None), (0, None)))) == [None, 50, None, 0]


def test_two_hidden_rows_cover_each_other() -> None:
    assert shown(hide_small(answer((3, None), (4, None), (7, None)))) == [None, None, 7]


def test_rows_whose_hidden_sum_is_small_are_covered_too() -> None:
    # 1 + 1 = 2 is the total less the rows shown: both would be known to be 1.
    assert shown(hide_small(answer((1, None), (1, None), (7, None), (9, None)))) == [None, None, None, 9]


def test_a_row_of_nobody_covers_only_where_nothing_else_can() -> None:
    assert shown(hide_small(answer((3, None), (0, None), total=3))) == [None, 0]  # the total itself is hidden
    nearly = hide_small(answer((97, 100), (0, 50), potential=150))
    assert shown(nearly) == [None, None]


def test_nearly_all_covered_is_hidden_as_few_covered_are() -> None:
    public = hide_small(answer((98, 100), (50, 100), (60, 100), potential=300))
    assert shown(public) == [None, None, 60]
    assert [row.potential for row in public.rows] == [100, 100, 100]


def test_totals_are_taken_before_hiding_and_findings_stay_inside() -> None:
    public = hide_small(answer((3, None), (4, None), (100, None)))
    assert public.total.members == 107
    assert public.findings == ()


def test_nothing_small_hides_nothing() -> None:
    exact = answer((10, 20), (20, 40), potential=60)
    assert hide_small(exact) == replace(exact, findings=())


COUNTS = st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 15)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_no_hidden_row_is_the_total_less_the_rows_shown(counts: list[tuple[int, int | None]]) -> None:
    exact = answer(*counts)
    public = hide_small(exact)
    hidden = [before for before, now in zip(exact.rows, public.rows, strict=True) if now.hidden]
    assert all(
        before.members not in range(1, 5) for before, now in zip(exact.rows, public.rows, strict=True) if not now.hidden
    )
    if hidden and not public.total.hidden and len(hidden) < len(counts):
        assert len(hidden) > 1
        assert sum(row.members or 0 for row in hidden) not in range(1, 5)
