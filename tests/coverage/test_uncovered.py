"""Who is uncovered: people whom lists name, by what they are in a month, and workers known to no list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from asked import JULY
from cakupan.basics.refused import Refused
from cakupan.basics.working_age import working_age_in
from cakupan.coverage.definition import Attribution, Evidence, FigureDefinition, Measure
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.named_people import Misplaced, NamedCounts, counts_of_named, misplaced_in, named_in
from cakupan.coverage.uncovered import Between, Uncovered, places_of, uncovered_by
from cakupan.workforce.denominator import Denominator
from named_drawn import EPISODES, NAMED, PAIRS
from tables import engine, filled, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

AGES = working_age_in(JULY)
Key = tuple[str | None, ...]


def named(text: str) -> "ir.Table":
    """People of Sekayu, born in 1990 and named in June, unless they are drawn otherwise."""
    return filled(text, NAMED, area="16.06", born="1990-01", named_on=date(2025, 6, 5))


def stated(text: str, episodes: str = "person", pairs: str = "left_person", **asked: Any) -> "ir.Table":
    ages = asked.pop("ages", AGES)
    return named_in(named(text), filled(episodes, EPISODES), filled(pairs, PAIRS), JULY, ages, **asked)


def states(text: str, episodes: str = "person", **asked: Any) -> list[str]:
    return [row["state"] for row in rows(stated(text, episodes, **asked).select("person", "state"))]


def counted(text: str, *by: str, area: str = "16.06", episodes: str = "person") -> dict[Key, int]:
    found = counts_of_named(stated(text, episodes), engine(), area, by)
    return {key: one.uncovered for key, one in found.items()}


def test_named_and_in_no_episode_of_the_month_is_uncovered() -> None:
    assert states(
        "person\n1\n2\n3\n4\n5",
        """
        person | starts_month | ends_month
        1      | 2025-01      | 2025-07
        2      | 2025-07      | 2025-12
        3      | 2025-01      | 2025-06
        4      | 2025-08      | 2025-12
        5      | 2024-01      | 2024-12
        5      | 2025-06      | 2025-08
        """,
    ) == ["member", "member", "uncovered", "uncovered", "member"]


def test_the_dead_the_too_young_the_too_old_and_those_of_unknown_age_are_told_apart() -> None:
    assert states("""
        person | born    | died_month
        1      | 1990-01 | 2025-07
        2      | 1990-01 | 2025-08
        3      | 2008-07 |
        4      | 2008-08 |
        5      | 1959-08 |
        6      | 1959-07 |
        7      |         |
        8      |         | 2025-01
    """) == [
        "died", "uncovered", "uncovered", "too_young", "uncovered", "too_old", "age_unknown", "died"
    ]  # fmt: skip


def test_whose_last_episode_ended_by_death_is_not_uncovered() -> None:
    assert states(
        "person\n1\n2\n3\n4\n5",
        """
        person | starts_month | ends_month | ended_as
        1      | 2025-01      | 2025-06    | died
        2      | 2025-01      | 2025-07    | died
        3      | 2025-01      | 2025-03    | died
        3      | 2025-05      | 2025-06    | lapsed
        4      | 2025-01      | 2025-06    | ended
        5      | 2025-01      | 2025-06    | died
        5      | 2025-08      | 2025-09    |
        """,
    ) == ["died", "member", "uncovered", "uncovered", "died"]


def test_by_the_reading_of_sakernas_work_begins_at_fifteen() -> None:
    text = """
        person | born
        1      | 2010-07
        2      | 2010-08
    """
    assert states(text) == ["too_young", "too_young"]
    assert states(text, ages=working_age_in(JULY, "sakernas")) == ["uncovered", "too_young"]


def test_sakernas_knows_no_oldest_age() -> None:
    text = """
        person | born
        1      | 1959-07
        2      | 1925-01
    """
    assert states(text) == ["too_old", "too_old"]
    assert states(text, ages=working_age_in(JULY, "sakernas")) == ["uncovered", "uncovered"]


def test_a_member_is_one_at_any_age() -> None:
    assert states(
        """
        person | born    | died_month
        1      | 1950-01 |
        2      |         |
        """,
        """
        person | starts_month | ends_month
        1      | 2025-01      | 2025-07
        2      | 2025-01      | 2025-07
        """,
    ) == ["member", "member"]


def test_only_lists_known_by_the_day_name_somebody() -> None:
    text = """
        person | named_on
        1      | 2025-06-05
        2      | 2025-08-10
    """
    assert len(states(text, known_on=date(2025, 8, 9))) == 1
    assert len(states(text, known_on=date(2025, 8, 10))) == 2


def test_an_uncovered_person_who_may_be_a_member_is_told() -> None:
    found = counts_of_named(
        stated(
            "person\n1\n2\n3\n4",
            """
            person | starts_month | ends_month
            4      | 2025-01      | 2025-07
            8      | 2025-01      | 2025-07
            9      | 2025-01      | 2025-07
            7      | 2025-01      | 2025-02
            """,
            """
            left_person | right_person
            1           | 9
            1           | 8
            8           | 2
            3           | 7
            3           | 2
            4           | 9
            """,
        ),
        engine(),
        "16.06",
        (),
    )
    assert found == {(): NamedCounts(uncovered=3, member=1, perhaps_members=2)}


PLACED = """
    person | village       | district | area  | occupation | decile
    1      | 16.06.01.2001 | 16.06.01 | 16.06 | farmer     | 1
    2      | 16.06.01.2001 | 16.06.01 | 16.06 | farmer     | 10
    3      | 16.06.01.2002 | 16.06.01 | 16.06 |            |
    4      |               | 16.06.01 | 16.06 | fisher     | 1
    5      |               |          | 16.06 | fisher     | 2
    6      | 16.07.01.2001 | 16.07.01 | 16.07 | farmer     | 1
    7      |               |          |       | farmer     | 1
"""


@pytest.mark.parametrize(
    ("area", "everybody"), [("00", 7), ("16", 6), ("16.06", 5), ("16.06.01", 4), ("16.06.01.2001", 2), ("16.08", 0)]
)
def test_the_named_of_an_area_are_those_whose_place_lies_in_it(area: str, everybody: int) -> None:
    assert sum(counted(PLACED, area=area).values()) == everybody


@pytest.mark.parametrize(
    ("by", "cells"),
    [
        (("village",), {("16.06.01.2001",): 2, ("16.06.01.2002",): 1, (None,): 2}),
        (("district",), {("16.06.01",): 4, (None,): 1}),
        (("occupation",), {("farmer",): 2, ("fisher",): 2, (None,): 1}),
        (("decile",), {("1",): 2, ("2",): 1, ("10",): 1, (None,): 1}),
        (
            ("district", "occupation"),
            {("16.06.01", "farmer"): 2, ("16.06.01", "fisher"): 1, ("16.06.01", None): 1, (None, "fisher"): 1},
        ),
    ],
)
def test_told_apart_in_any_way_the_named_add_up(by: tuple[str, ...], cells: Mapping[Key, int]) -> None:
    assert counted(PLACED, *by) == cells


NAMED_AND_COUNTED = """
    person | village       | district | area  | starts_month | ends_month
    1      | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-01      | 2025-07
    2      | 16.06.01.2002 | 16.06.01 | 16.06 | 2025-01      | 2025-07
    3      |               |          | 16.06 | 2025-01      | 2025-07
    4      | 16.07.01.2001 | 16.07.01 | 16.07 | 2025-01      | 2025-07
    5      | 16.06.02.2001 | 16.06.02 | 16.06 | 2025-01      | 2025-07
    6      | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-01      | 2025-07
    7      | 16.06.02.2001 | 16.06.02 | 16.06 | 2025-01      | 2025-06
"""
NAMED_IN_ONE = """
    person | village       | district | area
    1      | 16.06.01.2001 | 16.06.01 | 16.06
    2      | 16.06.01.2001 | 16.06.01 | 16.06
    3      | 16.06.01.2001 | 16.06.01 | 16.06
    4      | 16.06.01.2001 | 16.06.01 | 16.06
    5      |               | 16.06.01 | 16.06
    6      | 16.07.01.2001 | 16.07.01 | 16.07
    7      | 16.06.01.2001 | 16.06.01 | 16.06
"""


@pytest.mark.parametrize(
    ("area", "places", "found"),
    [
        ("16.06", (), {(): Misplaced(1, 1)}),
        ("16", (), {}),
        ("00", (), {}),
        ("16.06.01.2001", (), {(): Misplaced(3, 1)}),
        (
            "16.06",
            ("district",),
            {("16.06.01",): Misplaced(3, 1), ("16.06.02",): Misplaced(0, 1), (None,): Misplaced(0, 1)},
        ),
        (
            "16.06",
            ("village",),
            {
                ("16.06.01.2001",): Misplaced(3, 1),
                ("16.06.01.2002",): Misplaced(0, 1),
                (None,): Misplaced(1, 1),
            },
        ),
    ],
)
def test_members_named_in_one_place_and_counted_in_another_are_told_to_both(
    area: str, places: tuple[str, ...], found: Mapping[Key, Misplaced]
) -> None:
    assert misplaced_in(stated(NAMED_IN_ONE, NAMED_AND_COUNTED), engine(), area, places) == found


BPS = Denominator("potensi-bps-2025", "16.06", "2025", 213_582)


def covered(
    members: int | None = 103_079, potential: int | None = 213_582, places: str = "", *, denominator: Denominator = BPS
) -> Coverage:
    """The coverage of Musi Banyuasin in July, by linked persons; `places`: village, members, potential, a line each."""
    told = FigureDefinition(
        "16.06", JULY, "active", Attribution.DOMICILE, Measure.PERSONS, "counted", (), (), Evidence.LINKED,
        denominator, "only",
    )  # fmt: skip
    lines = [[part.strip() or None for part in line.split("|")] for line in places.strip().splitlines()]
    figures = [
        CoverageFigure(
            area, JULY, int(many or 0), int(all_) if all_ else None, dims={"village": area}, unplaced=area is None
        )
        for area, many, all_ in lines
    ]
    return Coverage(told, CoverageFigure("16.06", JULY, members, potential), ("village",), tuple(figures))


def codes(answer: Uncovered) -> list[str]:
    return [one.code for one in (*answer.missing, *answer.findings)]


def test_what_no_list_knows_is_what_members_and_named_leave_of_the_potential() -> None:
    answer = uncovered_by(covered(), {(): NamedCounts(uncovered=10_503, member=30_000, died=7)}, AGES)
    assert answer.total.named == NamedCounts(uncovered=10_503, member=30_000, died=7)
    assert answer.total.unknown == Between(100_000, 100_000, 100_000)
    assert codes(answer) == ["potential_without_error"]


def test_the_interval_holds_the_sampling_error_unknown_ages_and_pairs_to_review() -> None:
    sampled = replace(BPS, error=Decimal("999.5"))
    counts = {(): NamedCounts(uncovered=10_503, age_unknown=20, perhaps_members=3)}
    answer = uncovered_by(covered(denominator=sampled), counts, AGES)
    assert answer.total.unknown == Between(100_000, 100_000 - 1_000 - 20, 100_000 + 1_000 + 3)
    assert codes(answer) == []


def test_a_member_of_two_places_may_be_one_unknown_fewer_in_the_one_and_one_more_in_the_other() -> None:
    places = "16.06.01.2001 | 40 | 100\n16.06.01.2002 | 50 | 100"
    misplaced = {("16.06.01.2001",): Misplaced(named_here=7), ("16.06.01.2002",): Misplaced(counted_here=7)}
    answer = uncovered_by(covered(places=places), {}, AGES, ("village",), misplaced)
    assert [row.unknown for row in answer.rows] == [Between(60, 53, 60), Between(50, 50, 57)]
    assert answer.total.unknown == Between(110_503, 110_503, 110_503)
    alone = uncovered_by(covered(), {}, AGES, misplaced={(): Misplaced(3, 4)})
    assert alone.total.unknown == Between(110_503, 110_500, 110_507)


def test_more_people_known_than_the_potential_has_leaves_nobody_and_a_finding() -> None:
    answer = uncovered_by(covered(90, 100), {(): NamedCounts(uncovered=30, perhaps_members=25)}, AGES)
    assert answer.total.unknown == Between(0, 0, 5)
    assert codes(answer) == ["more_known_than_potential", "potential_without_error"]


@pytest.mark.parametrize("known", [covered(potential=None), covered(potential=None, places="16.06.01.2001 | 5 |")])
def test_without_a_potential_there_are_named_people_only(known: Coverage) -> None:
    answer = uncovered_by(known, {("16.06.01.2001",): NamedCounts(uncovered=3)}, AGES, ("village",))
    assert [(row.named, row.unknown) for row in (answer.total, *answer.rows)] == [(NamedCounts(uncovered=3), None)] * 2


def test_where_nobody_can_tell_who_is_a_member_nobody_is_called_uncovered() -> None:
    answer = uncovered_by(covered(members=None), None, AGES, ("village",))
    assert (answer.total.named, answer.total.unknown, answer.rows) == (None, None, ())
    assert codes(answer) == ["named_without_members"]


def test_villages_and_the_unplaced_add_up_to_the_named_of_the_regency() -> None:
    places = """
        16.06.01.2001 | 40 | 100
        16.06.01.2002 | 50 |
        16.06.01.2003 | 10 | 30
                      | 3  |
    """
    counts = {
        ("16.06.01.2001",): NamedCounts(uncovered=20),
        ("16.06.01.2002",): NamedCounts(uncovered=5),
        (None,): NamedCounts(uncovered=2, member=1),
    }
    answer = uncovered_by(covered(places=places), counts, AGES, ("village",))
    assert [
        (row.area, row.named.uncovered if row.named else None, row.members, row.unknown and row.unknown.value)
        for row in answer.rows
    ] == [
        ("16.06.01.2001", 20, 40, 40),
        ("16.06.01.2002", 5, 50, None),
        ("16.06.01.2003", 0, 10, 20),
        (None, 2, 3, None),
    ]
    assert [row.unplaced for row in answer.rows] == [False, False, False, True]
    assert sum((row.named or NamedCounts() for row in answer.rows), NamedCounts()) == answer.total.named


def test_by_occupation_or_decile_what_no_list_knows_is_missing_and_never_a_share() -> None:
    counts = {("10",): NamedCounts(uncovered=1), ("9",): NamedCounts(uncovered=2), (None,): NamedCounts(uncovered=4)}
    answer = uncovered_by(covered(), counts, AGES, ("decile",))
    assert [(row.dims, row.area, row.unknown, row.unplaced) for row in answer.rows] == [
        ({"decile": "9"}, "16.06", None, False),
        ({"decile": "10"}, "16.06", None, False),
        ({"decile": None}, "16.06", None, False),
    ]
    assert answer.total.unknown is not None
    assert codes(answer) == ["unknown_only_by_place", "potential_without_error"]


def test_the_potential_of_villages_may_be_missing_while_that_of_the_regency_is_known() -> None:
    answer = uncovered_by(covered(places="16.06.01.2001 | 40 |"), {}, AGES, ("village",))
    assert codes(answer)[0] == "unknown_by_place_missing"


def test_a_village_with_more_known_people_than_potential_is_told() -> None:
    places = "16.06.01.2001 | 40 | 50\n16.06.01.2002 | 1 | 50"
    answer = uncovered_by(covered(places=places), {("16.06.01.2001",): NamedCounts(uncovered=20)}, AGES, ("village",))
    (finding,) = (one for one in answer.findings if one.code == "more_known_than_potential_in_places")
    assert finding.facts["places"] == ("16.06.01.2001",)


def test_the_uncovered_are_not_told_apart_by_payer() -> None:
    with pytest.raises(Refused) as refusal:
        places_of(("village", "payer"))
    assert refusal.value.code == "dimension_unknown"


def test_working_age_is_dated() -> None:
    with pytest.raises(Refused) as before:
        working_age_in(replace(JULY, year=2014))
    with pytest.raises(Refused) as unknown:
        working_age_in(JULY, "bps")
    assert (before.value.code, unknown.value.code) == ("working_age_not_in_force", "working_age_unknown")
