"""What the tally counts, drawn: every membership once, and people where one of theirs speaks."""

from typing import Any

import pytest

from cakupan.membership.speaking import speaking
from cakupan.membership.tally import tally_of
from membership.drawn import stood
from tables import rows


def tally(text: str) -> list[dict[str, Any]]:
    standing = stood(text, month="2025-07", area="16.06").mutate(numbered=True)
    return rows(tally_of(standing, speaking(standing)))


def told(text: str, *columns: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[name] for name in columns) for row in tally(text)), key=str)


def test_memberships_that_are_alike_are_counted_and_nobody_is_named() -> None:
    (row,) = tally("""
        person | payer
        1      | self
        2      | self
        3      | self
    """)
    assert row == {
        **{"month": "2025-07", "area": "16.06", "home": "16.06", "segment": "BPU", "payer": "self"},
        **{"state": "paid", "because": "listed", "speaks": True, "began_day": 0, "yields_day": 32},
        **{"numbered": True, "memberships": 3},
    }


def test_one_membership_of_each_person_and_month_speaks_the_one_that_counts() -> None:
    assert told(
        """
        person | segment | kpj | started_on | payer
        1      | PU      | K1  | 2024-01-01 | employer
        1      | BPU     | K2  | 2025-02-01 | apbd
        2      | BPU     | K3  | 2024-01-01 | self
        2      | BPU     | K4  | 2024-06-01 | self
    """,
        "segment",
        "payer",
        "speaks",
        "memberships",
    ) == [("BPU", "apbd", True, 1), ("BPU", "self", False, 1), ("BPU", "self", True, 1), ("PU", "employer", False, 1)]


def test_of_two_alike_one_speaks_whichever_row_comes_first() -> None:
    text = """
        person | kpj | area
        1      | {}  | 16.06
        1      | {}  | 16.06
    """
    for kpjs in (("K1", "K2"), ("K2", "K1")):
        assert told(text.format(*kpjs), "speaks", "memberships") == [(False, 1), (True, 1)]


def test_home_is_where_the_person_counts_though_another_regency_lists_the_membership() -> None:
    assert told(
        """
        person | segment | started_on | village       | area
        1      | PU      | 2024-01-01 |               | 16.71
        1      | BPU     | 2025-02-01 | 16.06.01.2001 | 16.06
        2      | PU      |            |               | 16.71
        3      | PU      |            | 16.06.02.2001 | 16.71
    """,
        "area",
        "home",
        "segment",
        "speaks",
    ) == [
        ("16.06", "16.06.01", "BPU", True),
        ("16.71", "16.06.01", "PU", False),
        ("16.71", "16.06.02", "PU", True),
        ("16.71", "16.71", "PU", True),
    ]


def test_of_who_does_not_count_the_membership_that_lapsed_stands_where_its_row_says() -> None:
    assert told(
        """
        person | segment | kpj | state  | village
        1      | BPU     | K1  | ended  | 16.06.01.2001
        1      | BPU     | K2  | lapsed | 16.06.02.2001
        2      | BPU     | K1  | lapsed |
        2      | PU      | K2  | paid   |
    """,
        "state",
        "home",
        "speaks",
    ) == [
        ("ended", "16.06.01", False),
        ("lapsed", "16.06", False),
        ("lapsed", "16.06.02", True),
        ("paid", "16.06", True),
    ]


@pytest.mark.parametrize(
    ("started_on", "day"), [("2025-07-01", 1), ("2025-07-31", 31), ("2025-06-30", 0), ("2024-07-09", 0), ("", 0)]
)
def test_the_day_it_began_is_told_if_that_lies_in_the_month(started_on: str, day: int) -> None:
    assert told(f"segment | started_on\nPU | {started_on}", "began_day") == [(day,)]


def test_a_membership_speaks_until_the_day_another_began() -> None:
    assert told(
        """
        person | segment | started_on
        1      | PU      | 2024-01-01
        1      | BPU     | 2025-07-10
        1      | PMI     | 2025-07-20
        2      | PU      | 2024-01-01
        2      | BPU     | 2024-02-01
        2      | PMI     | 2025-07-05
    """,
        "segment",
        "began_day",
        "yields_day",
        "speaks",
    ) == [
        ("BPU", 0, 5, False),
        ("BPU", 10, 20, False),
        ("PMI", 20, 32, True),
        ("PMI", 5, 32, True),
        ("PU", 0, 0, False),
        ("PU", 0, 10, False),
    ]


def test_rows_of_one_membership_are_one_and_an_unreadable_number_is_told() -> None:
    standing = stood("person | state\n1 | paid\n1 | spoken_for\n2 | paid", month="2025-07", area="16.06")
    counted = rows(tally_of(standing.mutate(numbered=standing["person"] == 2), speaking(standing)))
    assert [(row["numbered"], row["memberships"]) for row in counted] == [(False, 1), (True, 1)]
