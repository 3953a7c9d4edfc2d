"""How many members an area has: reported, added up from segments, or from every area below."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import JULY, known
from cakupan.basics.month import Month
from cakupan.coverage.definition import Measure
from cakupan.coverage.finding import Missing
from cakupan.coverage.total import Total, total_of
from cakupan.regions.tree import children_of
from oracles import cases

SOLOK = "13.72"  # a city of two districts
DISTRICTS = ("13.72.01", "13.72.02")


def total(text: str, area: str = SOLOK) -> Total:
    found = total_of(known(text, area=area), area, JULY)
    assert isinstance(found, Total), found
    return found


def missing(text: str, area: str = SOLOK) -> Missing:
    found = total_of(known(text, area=area), area, JULY)
    assert isinstance(found, Missing), found
    return found


def test_a_reported_total_is_the_total_and_does_not_say_whether_it_counts_persons() -> None:
    found = total("""
        area  | source | members
        13.72 | cabang | 100
    """)
    assert (found.members, found.basis, found.measure, found.sources) == (
        100,
        "reported",
        Measure.AS_REPORTED,
        ("cabang",),
    )


def test_segments_add_up_to_memberships_and_are_named() -> None:
    found = total("""
        area  | segment | members
        13.72 | PU      | 60
        13.72 | BPU     | 40
        13.72 | Jakon   | 5
    """)
    assert (found.members, found.basis, found.measure) == (105, "segments", Measure.MEMBERSHIPS)
    assert found.segments == ("BPU", "Jakon", "PU")


def test_all_areas_below_add_up() -> None:
    found = total("""
        area     | source | members
        13.72.01 | cabang | 60
        13.72.02 | dinas  | 40
    """)
    assert (found.members, found.basis, found.measure, found.sources) == (
        100,
        "areas",
        Measure.AS_REPORTED,
        ("cabang", "dinas"),
    )


def test_an_area_below_may_itself_be_added_up() -> None:
    villages = [area.code for area in children_of("13.72.02")]
    drawn = "\n".join(["area | members", "13.72.01 | 60", *(f"{code} | 2" for code in villages)])
    assert total(drawn).members == 60 + 2 * len(villages)


def test_a_reported_total_goes_before_the_sum_of_the_areas_below() -> None:
    assert (
        total("""
            area     | members
            13.72    | 90
            13.72.01 | 60
            13.72.02 | 40
        """).members
        == 90
    )


def test_one_silent_area_below_leaves_the_sum_unknown() -> None:
    found = missing("""
        area     | members
        13.72.01 | 60
    """)
    assert found.code == "members_missing_in_some_areas"
    assert found.facts == {"area": SOLOK, "month": "2025-07", "found": 1, "areas": 2, "lacking": ("13.72.02",)}


def test_areas_that_count_differently_are_added_up_and_marked() -> None:
    found = total("""
        area     | segment | members
        13.72.01 |         | 60
        13.72.02 | PU      | 20
        13.72.02 | BPU     | 20
    """)
    assert (found.members, found.measure, found.alike) == (100, Measure.MEMBERSHIPS, False)


def test_a_month_without_a_recap_is_missing_and_the_known_months_are_named() -> None:
    assert missing("""
        area  | month   | members
        13.72 | 2024-12 | 90
    """) == Missing("members_missing", {"area": SOLOK, "month": "2025-07", "known": ("2024-12",)})


def test_an_area_without_any_recap_is_missing() -> None:
    assert missing("area | members").code == "members_missing_always"


def test_counts_by_programme_or_payer_alone_are_no_total() -> None:
    assert missing("""
        area  | programme | members
        13.72 | JKK       | 90
        13.72 | JHT       | 30
    """).facts["programmes"] == ("JHT", "JKK")
    assert missing("""
        area  | payer | members
        13.72 | csr   | 90
    """).facts["payers"] == ("csr",)


def test_a_retired_area_speaks_for_itself_only() -> None:
    assert (
        total(
            """
        area  | members
        91.01 | 100
    """,
            "91.01",
        ).members
        == 100
    )
    assert (
        missing(
            """
        area     | members
        99.98.01 | 100
    """,
            "99.98",
        ).code
        == "members_missing_in_some_areas"
    )


CELLS = st.dictionaries(
    st.tuples(st.sampled_from((SOLOK, *DISTRICTS)), st.sampled_from((None, "PU", "BPU"))), st.integers(0, 9)
)


def expected_total(cells: dict[tuple[str, str | None], int], area: str) -> int | None:
    if (area, None) in cells:
        return cells[area, None]
    segments = [members for (place, segment), members in cells.items() if place == area and segment]
    if segments:
        return sum(segments)
    below: list[Any] = [expected_total(cells, district) for district in DISTRICTS] if area == SOLOK else [None]
    return None if None in below else sum(below)


MONTHS = tuple(Month(2025, number) for number in range(1, 11))  # ten cases in one question, for speed


@cases(5, dear=10)
@given(st.lists(CELLS, min_size=len(MONTHS), max_size=len(MONTHS)))
def test_the_twin_comes_to_the_same_total(cases: list[dict[tuple[str, str | None], int]]) -> None:
    lines = [
        f"{area} | {month} | {segment or ''} | {members}"
        for month, cells in zip(MONTHS, cases, strict=True)
        for (area, segment), members in cells.items()
    ]
    everything = known("\n".join(["area | month | segment | members", *lines]), area=SOLOK, months=MONTHS)
    for month, cells in zip(MONTHS, cases, strict=True):
        found = total_of(everything, SOLOK, month)
        assert (found.members if isinstance(found, Total) else None) == expected_total(cells, SOLOK)


@pytest.mark.parametrize("asked", ["00", "13"])
def test_a_wide_area_with_little_news_names_only_a_few_of_the_silent(asked: str) -> None:
    found = missing(
        """
        area  | members
        13.72 | 100
    """,
        asked,
    )
    assert isinstance(found.facts["lacking"], tuple)
    assert len(found.facts["lacking"]) == 10
