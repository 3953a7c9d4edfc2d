"""Who is named on lists, and what is known of them where several lists speak, drawn."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cakupan.membership.named import named_of
from named_drawn import NOMINATIONS, POPULATION
from tables import filled, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

SAME: dict[str, Any] = {
    "person": 1, "file": "a", "sheet": "S", "row": 2, "order": 1, "known_on": date(2025, 6, 5), "file_area": "16.06",
}  # fmt: skip


def nominated(text: str) -> "ir.Table":
    """Lines of a list: of person 1, known on 5 June 2025, unless they are drawn otherwise."""
    return filled(text, NOMINATIONS, **SAME)


def registered(text: str = "person") -> "ir.Table":
    return filled(text, POPULATION, **SAME)


def named(nominations: str = "person", population: str = "person") -> list[dict[str, Any]]:
    return rows(named_of(nominated(nominations), registered(population)))


def told(name: str, nominations: str = "person", population: str = "person") -> list[Any]:
    return [row[name] for row in named(nominations, population)]


def test_a_person_on_two_lists_is_one_row_with_what_either_tells() -> None:
    assert named(
        """
        person | village       | district | occupation | decile | sex
        1      | 16.06.01.2001 | 16.06.01 | farmer     | 2      | P
        """,
        """
        person | known_on   | file | village       | district | birth      | occupation
        1      | 2025-07-01 | b    | 16.06.01.2001 | 16.06.01 | 1987-05-12 | fisher
        """,
    ) == [
        {
            "person": 1,
            "village": "16.06.01.2001",
            "district": "16.06.01",
            "area": "16.06",
            "sex": "P",
            "born": "1987-05",
            "occupation": "fisher",
            "decile": 2,
            "named_on": date(2025, 6, 5),
            "died_month": None,
            "household_person": 1,
        }
    ]


def test_what_was_known_last_speaks_then_the_order_the_file_the_sheet_and_the_row() -> None:
    assert told("occupation", """
        person | known_on   | order | file | sheet | row | occupation
        1      | 2025-06-05 | 2     | b    | B     | 9   | farmer
        1      | 2025-06-06 | 1     | a    | A     | 2   | fisher
        2      | 2025-06-05 | 1     | b    | B     | 9   | farmer
        2      | 2025-06-05 | 2     | a    | A     | 2   | fisher
        3      | 2025-06-05 | 1     | a    | B     | 9   | farmer
        3      | 2025-06-05 | 1     | b    | A     | 2   | fisher
        4      | 2025-06-05 | 1     | a    | A     | 9   | farmer
        4      | 2025-06-05 | 1     | a    | B     | 2   | fisher
        5      | 2025-06-05 | 1     | a    | A     | 2   | farmer
        5      | 2025-06-05 | 1     | a    | A     | 10  | fisher
    """) == ["fisher"] * 5  # fmt: skip


def test_a_later_row_that_says_nothing_takes_nothing_back() -> None:
    (row,) = named("""
        known_on   | village       | district | sex | birth      | decile
        2025-06-05 | 16.06.01.2001 | 16.06.01 | L   | 1990-01-31 | 10
        2025-06-06 |               |          |     |            |
    """)
    assert (row["village"], row["sex"], row["born"], row["decile"]) == ("16.06.01.2001", "L", "1990-01", 10)


def test_a_village_is_kept_inside_the_district_told_last_and_left_where_the_person_has_moved() -> None:
    found = named("""
        person | known_on   | village       | district
        1      | 2025-06-05 | 16.06.01.2001 | 16.06.01
        1      | 2025-06-06 |               | 16.06.01
        2      | 2025-06-05 | 16.06.01.2001 | 16.06.01
        2      | 2025-06-06 |               | 16.06.02
        3      | 2025-06-05 |               | 16.06.02
        3      | 2025-06-06 | 16.07.01.2001 | 16.07.01
    """)
    assert [(row["village"], row["district"], row["area"]) for row in found] == [
        ("16.06.01.2001", "16.06.01", "16.06"),
        (None, "16.06.02", "16.06"),
        ("16.07.01.2001", "16.07.01", "16.07"),
    ]


@pytest.mark.parametrize(("sender", "area"), [("16.06", "16.06"), ("16.06.01", "16.06"), ("16", None), ("", None)])
def test_who_has_no_place_belongs_to_the_regency_that_sent_the_list(sender: str, area: str | None) -> None:
    assert told("area", f"""
        person | file_area
        1      | {sender}
    """) == [area]  # fmt: skip


def test_the_nik_tells_the_birth_only_where_no_row_states_it() -> None:
    assert told("born", """
        person | known_on   | birth      | born_by_nik
        1      | 2025-06-05 | 1987-05-12 | 1987-05
        1      | 2025-06-06 |            | 1986-01
        2      | 2025-06-05 |            | 1986-01
        3      | 2025-06-05 |            |
    """) == ["1987-05", "1986-01", None]  # fmt: skip


def test_a_person_is_named_from_the_first_list_on() -> None:
    assert told("named_on", "known_on\n2025-06-05", "known_on\n2024-12-01") == [date(2024, 12, 1)]


def test_a_later_register_takes_a_death_back() -> None:
    found = named(
        population="""
        person | known_on   | file | died_on
        1      | 2025-07-01 | b    | 2025-06-30
        2      | 2025-07-01 | b    | 2025-06-30
        2      | 2025-08-01 | c    |
    """
    )
    assert [row["died_month"] for row in found] == ["2025-06", None]


def test_nobody_on_a_list_is_nobody_named() -> None:
    assert named("person | sex\n", "person | sex\n") == []
