"""Months as offices write them, and days as Jakarta has them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month, MonthProblem, day_in_jakarta, parse_month

months = st.builds(Month, st.integers(1950, 2150), st.integers(1, 12))


@pytest.mark.parametrize(
    "text",
    ["2025-07", "2025/7", "07/2025", "7-2025", "Juli 2025", "JULI  2025", "Jul-25", "Jul '25", "31 Juli 2025",
     "2025-07-31", "2025-07-31 00:00:00", "31/07/2025", "202507", "July 2025", "jul. 2025"],
)  # fmt: skip
def test_july_2025_in_every_usual_form(text: str) -> None:
    assert parse_month(text) == Month(2025, 7)


@pytest.mark.parametrize(
    "text", ["", "Juli", "2025", "2025-13", "00/2025", "Juli 2025 dan Agustus 2025", "16.06", "ke-7"]
)
def test_half_a_month_is_not_guessed(text: str) -> None:
    assert parse_month(text) == MonthProblem("month_unknown", text)


@given(months)
def test_a_month_written_comes_back(month: Month) -> None:
    assert parse_month(str(month)) == month


@given(months, st.integers(-300, 300))
def test_months_add_and_subtract(month: Month, count: int) -> None:
    assert (month + count) - month == count


def test_pace_counts_from_the_december_before() -> None:
    assert Month(2025, 7).last_december == Month(2024, 12)
    assert Month(2024, 12).last_december == Month(2023, 12)


def test_the_last_day_of_february() -> None:
    assert Month(2024, 2).last_day == date(2024, 2, 29)


def test_a_day_begins_in_jakarta_seven_hours_before_utc() -> None:
    assert day_in_jakarta(datetime(2025, 7, 31, 16, 59, tzinfo=UTC)) == date(2025, 7, 31)
    assert day_in_jakarta(datetime(2025, 7, 31, 17, 0, tzinfo=UTC)) == date(2025, 8, 1)
