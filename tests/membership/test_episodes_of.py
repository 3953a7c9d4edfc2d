"""In which runs a person counts, and as what these ended, drawn."""

from typing import TYPE_CHECKING, Any

import ibis

from cakupan.membership.episodes import episodes_of
from cakupan.membership.speaking import speaking
from membership.drawn import stood
from tables import Cell, engine, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOWHERE = dict.fromkeys(("nik_area", "work_area"), ibis.null("string"))


def episodes(text: str, **same: Cell) -> list[dict[str, Any]]:
    """The episodes of a drawn standing, whose active members count."""
    standing = stood(text, **{"area": "16.06", **same})
    return of(speaking(standing).mutate(**NOWHERE), standing)


def of(people: "ir.Table", standing: "ir.Table") -> list[dict[str, Any]]:
    keep = engine().keep
    return rows(episodes_of(keep(people), keep(standing), keep))


def told(text: str, **same: Cell) -> list[tuple[str, str, str | None]]:
    return [(row["starts_month"], row["ends_month"], row["ended_as"]) for row in episodes(text, **same)]


def test_months_that_follow_one_another_in_one_way_are_one_episode() -> None:
    (row,) = episodes("""
        month   | state | village       | payer
        2025-05 | paid  | 16.06.01.2001 | self
        2025-06 | grace | 16.06.01.2001 | self
    """)
    assert row == {
        "person": 1,
        "starts_month": "2025-05",
        "ends_month": "2025-06",
        "segment": "BPU",
        "payer": "self",
        "village": "16.06.01.2001",
        "district": "16.06.01",
        "area": "16.06",
        "nik_area": None,
        "work_area": None,
        "ended_as": None,
    }


def test_a_month_for_which_there_is_no_extract_is_no_gap() -> None:
    assert told("""
        month
        2024-11
        2025-02
    """) == [("2024-11", "2025-02", None)]


def test_what_another_regency_sends_makes_no_gap_and_ends_nothing() -> None:
    assert told("""
        person | month   | area
        1      | 2025-04 | 16.06
        2      | 2025-05 | 16.07
        1      | 2025-06 | 16.06
        2      | 2025-07 | 16.07
    """) == [("2025-04", "2025-06", None), ("2025-05", "2025-07", None)]


def test_to_be_missing_from_an_extract_is_a_gap_and_ends_as_unlisted() -> None:
    assert told("""
        person | month
        1      | 2025-05
        2      | 2025-06
        1      | 2025-07
    """) == [("2025-05", "2025-05", "unlisted"), ("2025-07", "2025-07", None), ("2025-06", "2025-06", "unlisted")]


def test_a_lapse_ends_an_episode_and_to_come_back_begins_another() -> None:
    assert told("""
        month   | state
        2025-04 | paid
        2025-05 | lapsed
        2025-06 | paid
        2025-07 | paid
    """) == [("2025-04", "2025-04", "lapsed"), ("2025-06", "2025-07", None)]


def test_of_several_endings_the_first_that_holds_for_any_membership_is_told() -> None:
    assert told("""
        person | month   | kpj | state     | because
        1      | 2025-06 | K1  | paid      | listed
        1      | 2025-07 | K1  | lapsed    | unpaid
        1      | 2025-07 | K2  | ended     | died
        2      | 2025-06 | K1  | paid      | listed
        2      | 2025-07 | K1  | ended     | over_age
        2      | 2025-07 | K2  | ended     | end_date
        3      | 2025-06 | K1  | paid      | listed
        3      | 2025-07 | K1  | lapsed    | unpaid
        3      | 2025-07 | K2  | ended     | status
        4      | 2025-06 | K1  | paid      | listed
        4      | 2025-07 | K1  | not_begun | start_date
    """) == [
        ("2025-06", "2025-06", "died"),
        ("2025-06", "2025-06", "over_age"),
        ("2025-06", "2025-06", "lapsed"),
        ("2025-06", "2025-06", "ended"),
    ]


def test_to_go_on_in_another_way_is_another_episode_and_no_ending() -> None:
    assert told("""
        month   | segment | payer        | village
        2025-04 | BPU     | apbd_regency | 16.06.01.2001
        2025-05 | BPU     | self         | 16.06.01.2001
        2025-06 | PU      | self         | 16.06.01.2001
        2025-07 | PU      | self         | 16.06.02.2001
    """) == [
        ("2025-04", "2025-04", None),
        ("2025-05", "2025-05", None),
        ("2025-06", "2025-06", None),
        ("2025-07", "2025-07", None),
    ]


def test_to_come_back_to_an_earlier_way_is_a_third_episode() -> None:
    assert told("""
        month   | payer
        2025-04 | apbd_regency
        2025-05 | self
        2025-06 | apbd_regency
        2025-07 | apbd_regency
    """) == [("2025-04", "2025-04", None), ("2025-05", "2025-05", None), ("2025-06", "2025-07", None)]


def test_a_person_counts_where_the_finest_code_lies_not_where_they_are_listed() -> None:
    (row,) = episodes("""
        month   | village       | district | area
        2025-06 | 16.07.01.2001 |          | 16.06
    """)
    assert (row["village"], row["district"], row["area"]) == ("16.07.01.2001", "16.07.01", "16.07")


def test_the_months_of_the_regency_counted_in_matter_as_those_of_the_one_that_lists() -> None:
    assert told("""
        person | month   | area  | village
        1      | 2025-05 | 16.06 | 16.07.01.2001
        2      | 2025-06 | 16.07 | 16.07.01.2002
        1      | 2025-07 | 16.06 | 16.07.01.2001
    """) == [("2025-05", "2025-05", "unlisted"), ("2025-07", "2025-07", None), ("2025-06", "2025-06", None)]


def test_to_be_listed_by_another_regency_in_one_way_is_one_episode() -> None:
    assert (
        told("""
        person | month   | area  | village
        1      | 2025-05 | 16.06 | 16.06.01.2001
        1      | 2025-06 | 16.07 | 16.06.01.2001
        2      | 2025-05 | 16.06 | 16.06.01.2001
        2      | 2025-06 | 16.06 | 16.06.01.2001
        3      | 2025-05 | 16.07 | 16.07.01.2001
        3      | 2025-06 | 16.07 | 16.07.01.2001
    """)
        == [("2025-05", "2025-06", None)] * 3
    )


def test_in_a_month_of_another_way_between_the_first_does_not_go_on() -> None:
    # 16.07 sends nothing for June, and yet the person counts elsewhere then
    assert told("""
        month   | area
        2025-05 | 16.07
        2025-06 | 16.06
        2025-07 | 16.07
    """) == [("2025-05", "2025-05", None), ("2025-06", "2025-06", None), ("2025-07", "2025-07", None)]


def test_whose_place_nobody_tells_counts_nowhere_and_is_a_member_all_the_same() -> None:
    standing = stood("""
        month   | village
        2025-06 |
        2025-07 | 16.06.01.2001
    """)
    found = of(speaking(standing).mutate(**NOWHERE), standing)
    assert [(row["starts_month"], row["area"], row["ended_as"]) for row in found] == [
        ("2025-06", None, None),
        ("2025-07", "16.06", None),
    ]


def test_where_the_nik_was_issued_and_where_they_work_are_part_of_the_way() -> None:
    standing = stood("month\n2025-06\n2025-07", area="16.06")
    people = speaking(standing)
    moved = people.mutate(nik_area=people["month"].cases(("2025-06", "16.07"), else_="16.06"), work_area=people["area"])
    found = of(moved, standing)
    assert [(row["nik_area"], row["work_area"]) for row in found] == [("16.07", "16.06"), ("16.06", "16.06")]


def test_nobody_has_no_episode() -> None:
    assert episodes("month | state\n2025-06 | lapsed") == []
