"""Who has died where several registers speak of a person, drawn."""

from datetime import date

from cakupan.membership.deaths import deaths_in_force, deaths_known
from membership.drawn import registered
from tables import rows


def dead(text: str) -> list[tuple[int, date]]:
    return [(row["person"], row["died_on"]) for row in rows(deaths_in_force(registered(text)))]


def test_a_later_register_brings_the_living_back() -> None:
    assert dead("""
        person | file | known_on   | died_on
        1      | a    | 2025-08-01 | 2025-07-04
        1      | b    | 2025-09-01 |
        2      | a    | 2025-08-01 | 2025-07-05
        3      | a    | 2025-08-01 |
        3      | b    | 2025-09-01 | 2025-08-06
        4      | a    | 2025-08-01 | 2025-07-07
        4      | b    | 2025-09-01 | 2025-07-08
    """) == [(2, date(2025, 7, 5)), (3, date(2025, 8, 6)), (4, date(2025, 7, 8))]


def test_of_rows_known_on_one_day_the_order_speaks_then_the_file_the_sheet_the_row() -> None:
    assert dead("""
        person | file | known_on   | order | sheet | row | died_on
        1      | b    | 2025-08-01 | 1     | B     | 9   |
        1      | a    | 2025-08-01 | 2     | A     | 2   | 2025-07-01
        2      | b    | 2025-08-01 | 1     | A     | 2   | 2025-07-02
        2      | a    | 2025-08-01 | 1     | B     | 9   |
        3      | a    | 2025-08-01 | 1     | B     | 2   | 2025-07-03
        3      | a    | 2025-08-01 | 1     | A     | 9   |
        4      | a    | 2025-08-01 | 1     | A     | 3   | 2025-07-04
        4      | a    | 2025-08-01 | 1     | A     | 2   |
        5      | a    | 2025-08-01 | 1     | A     | 3   |
        5      | a    | 2025-08-01 | 1     | A     | 2   | 2025-07-05
    """) == [(person, date(2025, 7, person)) for person in (1, 2, 3, 4)]


def test_a_death_that_was_reported_stands_though_a_later_register_still_lists_the_person() -> None:
    population = registered("""
        person | file | known_on   | died_on
        1      | a    | 2025-09-01 |
        2      | a    | 2025-09-01 | 2025-07-09
        3      | a    | 2025-09-01 | 2025-07-05
    """)
    deaths = registered("""
        person | file | known_on   | died_on
        1      | b    | 2025-08-01 | 2025-07-04
        2      | b    | 2025-08-01 | 2025-07-08
        4      | b    | 2025-08-01 | 2025-07-20
        4      | c    | 2025-08-05 | 2025-07-02
    """)
    found = sorted((row["person"], row["died_on"]) for row in rows(deaths_known(population, deaths)))
    assert found == [
        (1, date(2025, 7, 4)),
        (2, date(2025, 7, 8)),
        (3, date(2025, 7, 5)),
        (4, date(2025, 7, 2)),
    ]
