"""Which membership speaks for a person, and what the others add, drawn."""

from datetime import date
from typing import Any

import pytest

from cakupan.membership.speaking import speaking
from membership.drawn import stood
from tables import rows


def spoken(text: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in rows(speaking(stood(text, month="2025-07")))]


def test_a_person_is_counted_once_a_month_by_an_active_membership() -> None:
    assert spoken(
        """
        person | month   | segment | state
        1      | 2025-06 | BPU     | lapsed
        1      | 2025-06 | PMI     | grace
        1      | 2025-07 | BPU     | paid
        2      | 2025-07 | BPU     | ended
    """,
        "person",
        "month",
        "segment",
    ) == [(1, "2025-06", "PMI"), (1, "2025-07", "BPU")]


def test_the_membership_that_began_last_speaks() -> None:
    assert spoken(
        """
        segment | started_on | village
        PU      | 2024-01-01 | 16.06.01.2001
        BPU     | 2025-02-01 | 16.06.01.2002
    """,
        "segment",
        "village",
    ) == [("BPU", "16.06.01.2002")]


def test_where_its_first_day_is_not_told_the_first_month_of_the_spell_is_it() -> None:
    assert spoken(
        """
        month   | segment | started_on | state
        2025-04 | BPU     |            | paid
        2025-05 | BPU     |            | lapsed
        2025-06 | BPU     |            | paid
        2025-06 | PU      | 2025-05-31 | paid
        2025-07 | BPU     |            | paid
        2025-07 | PU      | 2025-06-02 | paid
    """,
        "month",
        "segment",
    ) == [("2025-04", "BPU"), ("2025-06", "BPU"), ("2025-07", "PU")]


def test_a_spell_begins_anew_only_where_its_own_regency_left_a_month_out() -> None:
    assert spoken(
        """
        person | month   | segment | started_on | area
        1      | 2025-05 | BPU     |            | 16.06
        2      | 2025-06 | BPU     |            | 16.07
        1      | 2025-07 | BPU     |            | 16.06
        1      | 2025-07 | PU      | 2025-06-01 | 16.06
    """,
        "person",
        "month",
        "segment",
    ) == [(1, "2025-05", "BPU"), (1, "2025-07", "PU"), (2, "2025-06", "BPU")]


def test_of_those_that_began_together_the_segment_decides_then_the_kpj_then_the_payer() -> None:
    assert spoken(
        """
        person | segment | kpj | payer
        1      | PMI     | K0  | self
        1      | PU      | K2  | employer
        2      | BPU     | K2  | self
        2      | BPU     | K1  | self
        3      | BPU     | K1  | self
        3      | BPU     | K1  | csr
    """,
        "person",
        "segment",
        "payer",
    ) == [(1, "PU", "employer"), (2, "BPU", "self"), (3, "BPU", "csr")]


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("2010-08-01", "0-14"),
        ("2010-07-31", "15-24"),
        ("2000-08-01", "15-24"),
        ("2000-07-31", "25-34"),
        ("1960-08-01", "55-64"),
        ("1960-07-01", "65+"),
        ("2025-08-01", None),
        ("", None),
    ],
)
def test_the_age_is_that_of_the_last_day_of_the_month(birth: str, age: str | None) -> None:
    assert spoken(f"segment | birth\nPU | {birth}", "age") == [(age,)]


def test_a_place_that_the_row_does_not_say_is_that_of_another_of_the_month() -> None:
    assert spoken(
        """
        segment | started_on | village       | state
        PU      | 2025-02-01 |               | paid
        BPU     | 2024-01-01 | 16.06.01.2001 | lapsed
    """,
        "segment",
        "village",
        "district",
        "area",
    ) == [("PU", "16.06.01.2001", "16.06.01", "16.06")]


def test_else_that_of_the_latest_month_before_and_never_of_one_after() -> None:
    assert spoken(
        """
        month   | village
        2025-03 |
        2025-04 | 16.06.01.2001
        2025-05 | 16.06.01.2002
        2025-06 |
        2025-07 | 16.06.01.2003
    """,
        "month",
        "village",
    ) == [
        ("2025-03", None),
        ("2025-04", "16.06.01.2001"),
        ("2025-05", "16.06.01.2002"),
        ("2025-06", "16.06.01.2002"),
        ("2025-07", "16.06.01.2003"),
    ]


def test_a_village_is_filled_only_inside_the_district_that_the_row_says() -> None:
    assert spoken(
        """
        person | month   | village       | district | area
        1      | 2025-06 | 16.06.01.2001 |          |
        1      | 2025-07 |               | 16.06.02 |
        2      | 2025-05 | 16.06.02.2005 |          |
        2      | 2025-06 | 16.06.01.2001 |          |
        2      | 2025-07 |               | 16.06.02 | 16.06
        3      | 2025-06 | 16.07.01.2001 |          |
        3      | 2025-07 |               |          | 16.06
    """,
        "person",
        "month",
        "village",
        "district",
        "area",
    ) == [
        (1, "2025-06", "16.06.01.2001", "16.06.01", "16.06"),
        (1, "2025-07", None, "16.06.02", "16.06"),
        (2, "2025-05", "16.06.02.2005", "16.06.02", "16.06"),
        (2, "2025-06", "16.06.01.2001", "16.06.01", "16.06"),
        (2, "2025-07", "16.06.02.2005", "16.06.02", "16.06"),
        (3, "2025-06", "16.07.01.2001", "16.07.01", "16.07"),
        (3, "2025-07", None, None, "16.06"),
    ]


def test_a_place_no_smaller_than_the_own_adds_nothing() -> None:
    assert spoken(
        """
        person | month   | village | district | area
        1      | 2025-06 |         |          | 16.06
        1      | 2025-07 |         |          |
        2      | 2025-06 |         |          | 16.07
        2      | 2025-07 |         |          | 16.06
        3      | 2025-05 |         | 16.06.01 | 16.06
        3      | 2025-06 |         | 16.06.02 | 16.06
        3      | 2025-07 |         |          | 16.06
    """,
        "person",
        "month",
        "district",
        "area",
    ) == [
        (1, "2025-06", None, "16.06"),
        (1, "2025-07", None, "16.06"),
        (2, "2025-06", None, "16.07"),
        (2, "2025-07", None, "16.06"),
        (3, "2025-05", "16.06.01", "16.06"),
        (3, "2025-06", "16.06.02", "16.06"),
        (3, "2025-07", "16.06.02", "16.06"),
    ]


def test_a_person_of_whom_nobody_tells_a_village_is_unplaced() -> None:
    assert spoken("segment | area\nBPU | 16.06", "village", "district", "area") == [(None, None, "16.06")]


def test_sex_and_birth_are_those_that_any_row_of_the_person_tells_the_nearest_before_first() -> None:
    assert spoken(
        """
        month   | segment | sex | birth      | state
        2025-02 | BPU     |     |            | paid
        2025-03 | BPU     | P   | 1990-01-01 | paid
        2025-05 | BPU     | L   | 1991-01-01 | paid
        2025-06 | BPU     |     |            | paid
        2025-07 | BPU     |     |            | paid
        2025-07 | PMI     |     | 1992-01-01 | ended
    """,
        "month",
        "sex",
        "birth",
    ) == [
        ("2025-02", "P", date(1990, 1, 1)),
        ("2025-03", "P", date(1990, 1, 1)),
        ("2025-05", "L", date(1991, 1, 1)),
        ("2025-06", "L", date(1991, 1, 1)),
        ("2025-07", "L", date(1992, 1, 1)),
    ]


def test_what_one_person_tells_is_no_news_of_another() -> None:
    assert spoken(
        """
        person | village       | sex | birth
        1      | 16.06.01.2001 | P   | 1990-01-01
        2      |               |     |
    """,
        "person",
        "village",
        "sex",
        "birth",
    )[1] == (2, None, None, None)
