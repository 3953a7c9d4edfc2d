"""When memberships began and ended, drawn."""

from cakupan.membership.spells import spells_of
from membership.drawn import stood
from tables import rows

Spell = tuple[str, str | None, int]


def spells(text: str) -> list[Spell]:
    return [(row["starts_month"], row["ends_month"], row["months"]) for row in rows(spells_of(stood(text)))]


def test_months_that_follow_one_another_are_one_spell_and_grace_is_part_of_it() -> None:
    assert spells("""
        month   | state
        2025-05 | paid
        2025-06 | grace
        2025-07 | lapsed
    """) == [("2025-05", "2025-06", 2)]


def test_a_spell_that_lasts_in_the_last_month_known_has_no_end_yet() -> None:
    assert spells("""
        person | month
        1      | 2024-12
        1      | 2025-01
        2      | 2024-12
    """) == [("2024-12", None, 2), ("2024-12", "2024-12", 1)]


def test_the_last_month_known_is_that_of_any_row_a_member_or_not() -> None:
    assert spells("""
        person | month   | state
        1      | 2025-06 | paid
        2      | 2025-07 | ended
    """) == [("2025-06", "2025-06", 1)]


def test_a_lapse_ends_a_spell_and_to_come_back_begins_another() -> None:
    assert spells("""
        month   | state
        2025-04 | paid
        2025-05 | lapsed
        2025-06 | paid
        2025-07 | paid
    """) == [("2025-04", "2025-04", 1), ("2025-06", None, 2)]


def test_to_be_missing_from_an_extract_is_a_gap() -> None:
    assert spells("""
        person | month
        1      | 2025-05
        2      | 2025-06
        1      | 2025-07
    """) == [("2025-05", "2025-05", 1), ("2025-07", None, 1), ("2025-06", "2025-06", 1)]


def test_a_month_without_any_extract_is_no_gap() -> None:
    assert spells("""
        month
        2024-11
        2025-02
    """) == [("2024-11", None, 4)]


def test_what_another_regency_sent_ends_no_spell() -> None:
    assert spells("""
        person | month   | area
        1      | 2025-05 | 16.06
        1      | 2025-06 | 16.06
        2      | 2025-05 | 16.07
    """) == [("2025-05", None, 2), ("2025-05", None, 1)]


def test_nor_does_it_make_a_gap_in_one() -> None:
    assert spells("""
        person | month   | area
        1      | 2025-05 | 16.06
        2      | 2025-06 | 16.07
        1      | 2025-07 | 16.06
    """) == [("2025-05", None, 3), ("2025-06", None, 1)]


def test_to_go_on_in_the_extract_of_another_regency_ends_no_spell_unless_a_month_is_missing() -> None:
    assert spells("""
        person | month   | area
        1      | 2025-05 | 16.06
        1      | 2025-06 | 16.07
        2      | 2025-05 | 16.06
        2      | 2025-06 | 16.06
        3      | 2025-05 | 16.06
        3      | 2025-07 | 16.07
    """) == [("2025-05", "2025-06", 2), ("2025-05", None, 2), ("2025-05", "2025-05", 1), ("2025-07", None, 1)]


def test_another_payer_begins_a_spell_and_so_does_its_return() -> None:
    found = rows(
        spells_of(
            stood("""
        month   | payer
        2025-04 | apbd_regency
        2025-05 | self
        2025-06 | apbd_regency
        2025-07 | apbd_regency
    """)
        )
    )
    assert [(row["payer"], row["starts_month"], row["ends_month"]) for row in found] == [
        ("apbd_regency", "2025-04", "2025-04"),
        ("apbd_regency", "2025-06", None),
        ("self", "2025-05", "2025-05"),
    ]


def test_two_memberships_of_a_person_are_two_spells() -> None:
    found = rows(
        spells_of(
            stood("""
        month   | segment | kpj
        2025-06 | BPU     | K1
        2025-06 | BPU     | K2
        2025-06 | PU      | K1
        2025-07 | BPU     | K1
        2025-07 | BPU     |
    """)
        )
    )
    assert {(row["segment"], row["kpj"], row["starts_month"], row["ends_month"]) for row in found} == {
        ("BPU", "K1", "2025-06", None),
        ("BPU", "K2", "2025-06", "2025-06"),
        ("PU", "K1", "2025-06", "2025-06"),
        ("BPU", None, "2025-07", None),
    }


def test_who_is_never_active_has_no_spell() -> None:
    assert (
        spells("""
        month   | state
        2025-06 | not_begun
        2025-07 | unknown
    """)
        == []
    )
