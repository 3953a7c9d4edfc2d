"""The lapse calendar counted: by month and part, before, later and unknown, and what a January without a gap needs."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from asked import JULY
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.targets.history import Ends, Flow, Renewal, history_of_people
from cakupan.targets.lapses import LapseCalendar, lapse_calendar, to_renew, window_asked
from tables import Cell, engine, filled

if TYPE_CHECKING:
    import ibis.expr.types as ir

LAPSES = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("month", "segment", "payer", "village", "district", "area"), pa.string()),
        "ends_on": pa.date32(),
        **dict.fromkeys(("cause", "told", "paid_month", "renewed_by"), pa.string()),
    }
)
EPISODES = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("starts_month", "ends_month", "segment", "payer", "village", "district", "area"), pa.string()),
        **dict.fromkeys(("nik_area", "work_area", "ended_as"), pa.string()),
    }
)
RENEWALS = pa.schema(
    {
        **dict.fromkeys(("area", "segment", "payer", "cause", "month"), pa.string()),
        **dict.fromkeys(("ahead", "due", "kept"), pa.int64()),
    }
)
MARCH = Month(2026, 3)
SAME: dict[str, Cell] = {
    "month": "2025-07", "segment": "BPU", "payer": "apbd_regency", "village": "16.06.01.2001", "area": "16.06",
    "told": "fully", "cause": "unpaid", "renewed_by": "apbd_regency",
}  # fmt: skip
CLIFF = """
    person | ends_on    | cause    | told    | paid_month | village       | payer
    1      | 2025-07-31 | unpaid   | fully   | 2025-05    | 16.06.01.2001 | self
    2      | 2025-09-30 | unpaid   | fully   | 2025-07    | 16.06.01.2001 | apbd_regency
    3      | 2025-09-15 | end_date | fully   |            | 16.06.02.2001 | apbd_regency
    4      | 2025-12-31 | end_date | fully   |            | 16.06.02.2001 | apbd_regency
    5      | 2026-02-28 | unpaid   | fully   | 2025-12    | 16.06.02.2001 | apbd_regency
    6      |            | later    | fully   |            | 16.06.02.2001 | apbd_regency
    7      |            | unknown  | at_most |            |               | employer
    8      | 2027-12-31 | over_age | at_most |            | 16.06.02.2001 | self
    9      | 2025-09-30 | died     | fully   |            | 16.06.02.2001 | self
"""


def drawn(text: str = CLIFF, **same: Cell) -> "ir.Table":
    return filled(text, LAPSES, **{**SAME, **same})


def calendar(*by: str, since: Month = JULY, until: Month = MARCH, area: str = "16.06") -> LapseCalendar:
    return lapse_calendar(drawn(), engine(), area, since, until, by)


def test_endings_lasting_and_unknown_add_up_to_the_members() -> None:
    found = calendar()
    assert (found.month, found.members, found.ending) == (JULY, 9, 6)
    assert (found.lasting.before, found.lasting.later, found.lasting.unknown) == (0, 1, 2)
    assert found.by_month[Month(2025, 9)] == 3
    assert found.by_month[Month(2025, 8)] == 0
    assert [one.code for one in found.findings] == ["lapses_unknown"]


def test_what_may_end_earlier_than_told_is_unknown_until_then_and_ends_then_at_the_latest() -> None:
    assert calendar(until=Month(2027, 11)).lasting.unknown == 2
    assert calendar(until=Month(2027, 12)).lasting.unknown == 1


def test_what_ends_before_the_months_asked_about_is_told_apart() -> None:
    found = calendar(since=Month(2025, 9))
    assert (found.lasting.before, found.ending) == (1, 5)


def test_by_cause_and_payer_the_parts_add_up() -> None:
    found = calendar("payer", "cause")
    september = {tuple(row.dims.values()): row.people for row in found.rows if row.month == Month(2025, 9)}
    assert september == {("apbd_regency", "unpaid"): 1, ("apbd_regency", "end_date"): 1, ("self", "died"): 1}
    assert found.ending == calendar().ending


def test_a_district_is_that_of_the_village_and_an_area_has_those_who_count_in_it() -> None:
    assert {row.dims["district"] for row in calendar("district").rows} == {"16.06.01", "16.06.02"}
    assert calendar(area="16.06.02").members == 6
    assert calendar(area="16.06.01.2001").members == 2


def test_a_january_without_a_gap_says_how_many_by_whom_and_by_when() -> None:
    end = calendar().year_end
    assert end is not None
    assert (end.year, end.people, dict(end.payers)) == (2025, 2, {"apbd_regency": 2})
    assert (end.decree_by, end.protected_until) == (date(2025, 12, 31), date(2026, 2, 28))


def test_where_nothing_ends_with_the_year_nothing_is_said_of_it() -> None:
    found = lapse_calendar(drawn("person | ends_on\n1 | 2025-09-30"), engine(), "16.06", JULY, JULY)
    assert found.year_end is None


def test_to_renew_are_those_whom_somebody_can_renew() -> None:
    rows = to_renew(drawn(), engine(), "16.06", JULY, Month(2025, 9))
    assert [(row["person"], row["ends_on"]) for row in rows] == [
        (1, date(2025, 7, 31)),
        (3, date(2025, 9, 15)),
        (2, date(2025, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (Month(2025, 9), Month(2025, 8), "lapses_months_reversed"),
        (Month(2025, 6), None, "lapses_before_known"),
    ],
)
def test_months_in_the_wrong_order_or_gone_by_are_refused(since: Month, until: Month | None, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        window_asked(JULY, since, until)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"by": ("sex",)}, "lapses_dimension_unknown"), ({"area": "16.07"}, "lapses_nobody")],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        calendar(*asked.get("by", ()), area=asked.get("area", "16.06"))
    assert refusal.value.code == code


def test_the_history_of_people_tells_who_joined_and_left_each_group_and_what_will_end() -> None:
    episodes = filled(
        """
        person | starts_month | ends_month | payer        | village
        1      | 2025-04      | 2025-07    | apbd_regency | 16.06.01.2001
        2      | 2025-05      | 2025-05    | apbd_regency | 16.06.01.2001
        2      | 2025-06      | 2025-07    | apbd_regency | 16.06.02.2001
        3      | 2025-05      | 2025-06    | apbd_regency | 16.06.01.2001
        4      | 2025-05      | 2025-05    | apbd_regency | 16.06.01.2001
        4      | 2025-06      | 2025-07    | self         | 16.06.01.2001
        5      | 2025-06      | 2025-07    | self         | 16.07.01.2001
        6      | 2025-04      | 2025-05    | apbd_regency | 16.06.01.2001
        6      | 2025-07      | 2025-07    | apbd_regency | 16.06.01.2001
        """,
        EPISODES,
        segment="BPU",
        area="16.06",
    )
    renewals = filled(
        """
        area  | segment | payer        | cause  | month   | ahead | due | kept
        16.06 | BPU     | apbd_regency | unpaid | 2025-03 | 3     | 10  | 8
        16.07 | BPU     | apbd_regency | unpaid | 2025-03 | 3     | 90  | 90
        """,
        RENEWALS,
    )
    tables = {"episodes": episodes, "renewals": renewals, "lapses": drawn()}
    found = history_of_people(tables, engine(), "16.06", [Month(2025, 5), Month(2025, 6), JULY, Month(2025, 3)])
    assert found.months == (Month(2025, 5), Month(2025, 6), JULY)
    assert found.flows["BPU", "apbd_regency"] == (Flow(5), Flow(3, 0, 2), Flow(3, 1, 1))
    assert found.flows["BPU", "self"] == (Flow(0), Flow(1, 1, 0), Flow(1, 0, 0))
    assert found.members == (5, 4, 4)
    assert found.renewals == {("BPU", "apbd_regency"): (Renewal(Month(2025, 3), "unpaid", 10, 8, 3),)}
    assert Ends(Month(2025, 10), "unpaid", 1) in found.ends["BPU", "apbd_regency"]
    assert Ends(Month(2026, 1), "end_date", 1) in found.ends["BPU", "apbd_regency"]
