"""The lapse calendar by tables and by hand, on rows that Hypothesis makes up, in whatever order they come."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.membership.speaking import speaking
from cakupan.membership.standing import standing_of
from cakupan.targets.lapses import lapse_calendar
from cakupan.targets.protection import lapses_of
from membership.drawn import PAYMENTS, ROWS
from membership.twin import month_of_day
from oracles import cases
from tables import engine, rows

pytestmark = pytest.mark.slow

Row = dict[str, Any]
NOW = Month(2025, 7)
MONTHS = [str(NOW + step) for step in range(-4, 9)]


@st.composite
def memberships(draw: st.DrawFn) -> Row:
    segment = draw(st.sampled_from(("BPU", "BPU", "PU", "Jakon")))
    return {
        "person": draw(st.integers(1, 3)),
        "segment": segment,
        "payer": draw(st.sampled_from((None, "self", "apbd_regency"))),
        "birth": draw(st.sampled_from((None, date(1959, 8, 31), date(1960, 1, 1), date(1990, 7, 31)))),
        "ended_on": draw(st.sampled_from((None, None, date(2025, 7, 31), date(2025, 9, 15), date(2025, 12, 31)))),
        "paid_until": draw(st.sampled_from((None, date(2025, 5, 31), date(2025, 7, 31), date(2025, 12, 31)))),
    }


@st.composite
def payments(draw: st.DrawFn) -> Row:
    starts = draw(st.integers(0, len(MONTHS) - 1))
    ends = draw(st.integers(starts, min(len(MONTHS) - 1, starts + 5)))
    return {
        "person": draw(st.integers(1, 3)),
        "starts_month": MONTHS[starts],
        "ends_month": MONTHS[ends],
        "kpj": None,
        "paid_on": draw(st.sampled_from((None, date(2025, 3, 1), date(2025, 9, 1)))),
    }


def by_hand(members: list[Row], paid: list[Row]) -> dict[int, tuple[date | None, str]]:
    """The end of each person who has an active membership in July 2025: its day (None: not told) and its cause."""
    found: dict[int, list[tuple[date, str, bool]]] = {}
    for row in members:
        last = _end(row, [one for one in paid if one["person"] == row["person"]])
        if last is not None:
            found.setdefault(row["person"], []).append(last)
    return {person: _person(ends) for person, ends in found.items()}


def _person(ends: list[tuple[date, str, bool]]) -> tuple[date | None, str]:
    day, cause, fully = min(ends, key=lambda end: (-end[0].toordinal(), end[2], end[1]))
    if day == date.max:
        return None, "unknown"
    if month_of_day(day) - NOW > 36:
        return None, "later" if fully else "unknown"
    return day, cause


def _end(row: Row, paid: list[Row]) -> tuple[date, str, bool] | None:
    """Of one membership: its last day (the end of days, if none is told), because of what, and whether all is told;
    None where it is not active on the last day of July."""
    bpu = row["segment"] == "BPU"
    told = [(row["ended_on"], "end_date")] if row["ended_on"] else []
    if row["ended_on"] and row["ended_on"] < NOW.last_day:
        return None
    if bpu and row["birth"]:
        told.append((_last(Month(row["birth"].year + 66, row["birth"].month) + -1), "over_age"))
        if told[-1][0] < NOW.last_day:
            return None
    money = _paid_through(row, paid) if bpu else None
    if bpu and money is not None:
        told.append((_last(money + 2), "unpaid"))
        if _known_then(row, paid) is not None and NOW - (_known_then(row, paid) or NOW) >= 3:
            return None
    fully = (money is not None and row["birth"] is not None) if bpu else row["ended_on"] is not None
    day, cause = min(told, default=(date.max, "unknown"), key=lambda one: (one[0], _ORDER.index(one[1])))
    return day, cause, fully


_ORDER = ("end_date", "unpaid", "over_age")


def _last(month: Month) -> date:
    return date(month.year, month.number, monthrange(month.year, month.number)[1])


def _known_then(row: Row, paid: list[Row]) -> Month | None:
    """The last month that showed as paid on the last day of July."""
    until = [month_of_day(row["paid_until"])] if row["paid_until"] else []
    for one in paid:
        if _month(one["starts_month"]) <= NOW and (one["paid_on"] is None or month_of_day(one["paid_on"]) <= NOW):
            until.append(_month(one["ends_month"]))
    return max(until, default=None)


def _paid_through(row: Row, paid: list[Row]) -> Month | None:
    """Until when all payments known reach from July on, without three unpaid months before any of them."""
    until = _known_then(row, paid)
    reached = NOW if until is None else max(NOW, until)
    for one in sorted(paid, key=lambda one: (one["starts_month"], one["ends_month"])):
        starts, ends = _month(one["starts_month"]), _month(one["ends_month"])
        if starts <= NOW:
            # what is for a month before is paid for now, even if it was paid later; a run that broke off is over
            if _joins(one, paid):
                until = ends if until is None else max(until, ends)
                reached = max(reached, ends)
        elif starts - reached <= 3:
            until, reached = (ends if until is None else max(until, ends)), max(reached, ends)
        else:
            break
    return until


def _joins(payment: Row, paid: list[Row]) -> bool:
    """Whether the months from the payment's to July hold no three unpaid ones in a row."""
    reached = _month(payment["ends_month"])
    for one in sorted(paid, key=lambda one: one["starts_month"]):
        starts, ends = _month(one["starts_month"]), _month(one["ends_month"])
        if _month(payment["starts_month"]) <= starts <= NOW and starts - reached <= 3:
            reached = max(reached, ends)
    return NOW - reached <= 3


def _month(text: str) -> Month:
    return Month(int(text[:4]), int(text[5:]))


@cases(30)
@given(st.lists(memberships(), max_size=6), st.lists(payments(), max_size=4), st.randoms(use_true_random=False))
def test_the_calendar_is_as_by_hand_and_the_order_of_rows_decides_nothing(
    members: list[Row], paid: list[Row], shuffled: Any
) -> None:
    members = [
        {**dict.fromkeys(ROWS.names), **row, "month": str(NOW), "kpj": f"K{place}", "area": "16.06", "sheet": "S",
         "village": "16.06.01.2001", "known_on": date(2025, 8, 1), "order": 1, "file": "a", "row": place}
        for place, row in enumerate(members, 2)
    ]  # fmt: skip
    wanted = by_hand(members, paid)
    for _ in range(2):
        table = engine().table(pa.Table.from_pylist(members, ROWS))
        money = engine().table(pa.Table.from_pylist(paid, PAYMENTS))
        standing = engine().keep(standing_of(table, money, with_what_ends=True))
        people = engine().keep(speaking(standing))
        found = engine().keep(lapses_of(people, standing, money))
        assert {row["person"]: (row["ends_on"], row["cause"]) for row in rows(found)} == wanted
        if wanted:
            told = lapse_calendar(found, engine(), "16.06", NOW, NOW + 12, ("village", "payer", "cause"))
            assert (
                told.members
                == len(wanted)
                == told.ending + sum(getattr(told.lasting, name) for name in ("before", "later", "unknown"))
            )
        shuffled.shuffle(members)
        shuffled.shuffle(paid)


def test_the_day_after_the_last_is_the_first_of_a_month() -> None:
    assert _last(Month(2024, 2)) + timedelta(days=1) == date(2024, 3, 1)
