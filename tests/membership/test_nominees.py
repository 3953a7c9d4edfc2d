"""Whom a list of nominations names anew: not whom an earlier list names, and not who was a member when it came."""

from typing import Any

import pyarrow as pa
import pytest

from cakupan.intake import Kind, schema_of
from cakupan.membership.nominees import months_told, nominees
from tables import engine, filled, rows

pytestmark = pytest.mark.duckdb_only

ANA, BUDI, CICI = "1606010101809001", "1606010101809002", "1606010101809003"
_KNOWN = {"file": pa.string(), "known_on": pa.date32(), "order": pa.int64()}
LISTS = pa.unify_schemas([schema_of(Kind.NOMINATIONS), pa.schema(_KNOWN | {"asked": pa.string()})])
EXTRACTS = pa.unify_schemas([schema_of(Kind.MEMBERS), pa.schema(_KNOWN)])
NOBODY = "file | sheet | row | nik | segment | month | known_on | order"


def judged(lists: str, extracts: str = NOBODY) -> dict[tuple[str, int], Any]:
    niks = {"ana": ANA, "budi": BUDI, "cici": CICI}
    for name, nik in niks.items():
        lists, extracts = lists.replace(f"{name} ", f"{nik} "), extracts.replace(f"{name} ", f"{nik} ")
    named = filled(lists, LISTS)
    listed = filled(extracts, EXTRACTS) if extracts != NOBODY else engine().table(EXTRACTS.empty_table())
    return {(row["file"], row["row"]): row for row in rows(nominees(named, listed, months_told(listed), engine()))}


def test_a_row_that_an_earlier_list_has_is_repeated_whatever_the_spelling_of_its_titles() -> None:
    found = judged("""
        file | sheet | row | nik  | name           | known_on   | order | asked
        one  | a     | 2   | ana  | Siti Aminah    | 2025-06-01 | 1     | 2025-06
        one  | a     | 3   | budi | Budi           | 2025-06-01 | 1     | 2025-06
        two  | b     | 7   | ana  | Hj. SITI AMINAH| 2025-06-01 | 2     | 2025-06
        two  | b     | 8   | cici | Cici           | 2025-06-01 | 2     | 2025-06
    """)
    assert {where: row["standing"] for where, row in found.items()} == {
        ("one", 2): "in_force",
        ("one", 3): "in_force",
        ("two", 7): "repeated",
        ("two", 8): "in_force",
    }
    row = found["two", 7]
    assert (row["earlier_file"], row["earlier_sheet"], row["earlier_row"]) == ("one", "a", 2)


def test_one_nik_with_another_name_is_no_repetition() -> None:
    found = judged("""
        file | sheet | row | nik  | name | known_on   | order | asked
        one  | a     | 2   | ana  | Ana  | 2025-06-01 | 1     | 2025-06
        two  | b     | 7   | ana  | Dodi | 2025-06-01 | 2     | 2025-06
    """)
    assert {row["standing"] for row in found.values()} == {"in_force"}


def test_what_came_first_is_told_by_the_day_it_was_known() -> None:
    found = judged("""
        file | sheet | row | nik  | name | known_on   | order | asked
        one  | a     | 2   | ana  | Ana  | 2025-06-02 | 1     | 2025-06
        two  | b     | 7   | ana  | Ana  | 2025-06-01 | 2     | 2025-06
    """)
    assert (found["one", 2]["standing"], found["two", 7]["standing"]) == ("repeated", "in_force")


LIST_OF_THREE = """
    file | sheet | row | nik  | name | known_on   | order | asked
    one  | a     | 2   | ana  | Ana  | 2025-06-10 | 5     | 2025-06
    one  | a     | 3   | budi | Budi | 2025-06-10 | 5     | 2025-06
    one  | a     | 4   | cici | Cici | 2025-06-10 | 5     | 2025-06
"""


def test_an_active_member_of_the_newest_month_before_is_no_nominee() -> None:
    found = judged(
        LIST_OF_THREE,
        """
        file | sheet | row | nik  | segment | month   | status   | known_on   | order
        old  | x     | 2   | ana  | BPU     | 2025-04 | active   | 2025-05-01 | 1
        new  | x     | 2   | budi | PU      | 2025-05 | active   | 2025-06-01 | 2
        new  | x     | 3   | cici | BPU     | 2025-05 | inactive | 2025-06-01 | 2
        far  | x     | 2   | cici | BPU     | 2025-07 | active   | 2025-06-02 | 3
        """,
    )
    # of April nothing is asked any more, and July is not this month
    assert [found["one", row]["standing"] for row in (2, 3, 4)] == ["in_force", "already_member", "in_force"]
    row = found["one", 3]
    assert (row["member_month"], row["member_segment"]) == ("2025-05", "PU")


def test_an_extract_that_comes_after_the_list_takes_nobody_out_of_it() -> None:
    found = judged(
        LIST_OF_THREE,
        """
        file | sheet | row | nik  | segment | month   | known_on   | order
        new  | x     | 2   | budi | BPU     | 2025-06 | 2025-06-10 | 6
        """,
    )
    assert {row["standing"] for row in found.values()} == {"in_force"}


def test_a_corrected_extract_speaks_for_the_month() -> None:
    found = judged(
        LIST_OF_THREE,
        """
        file | sheet | row | nik  | segment | month   | status | known_on   | order
        new  | x     | 2   | budi | BPU     | 2025-05 | active | 2025-06-01 | 1
        mend | x     | 2   | budi | BPU     | 2025-05 | ended  | 2025-06-02 | 2
        """,
    )
    assert found["one", 3]["standing"] == "in_force"


def test_who_was_a_member_when_first_named_may_be_nominated_once_the_membership_is_over() -> None:
    found = judged(
        """
        file | sheet | row | nik  | name | known_on   | order | asked
        one  | a     | 2   | ana  | Ana  | 2025-02-10 | 2     | 2025-02
        two  | a     | 2   | ana  | Ana  | 2025-06-10 | 5     | 2025-06
        """,
        """
        file | sheet | row | nik  | segment | month   | status | known_on   | order
        jan  | x     | 2   | ana  | BPU     | 2025-01 | active | 2025-02-01 | 1
        may  | x     | 2   | ana  | BPU     | 2025-05 | ended  | 2025-06-01 | 4
        """,
    )
    assert (found["one", 2]["standing"], found["two", 2]["standing"]) == ("already_member", "in_force")
