"""When a text was published: on a day, or in a month or a year of which no more is known."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cakupan.basics.month import Month, parse_month

YEARS = range(1990, 2101)
"""The years in which a text on employment social security may have been published."""
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{1,2}|\d{1,2}[-/]\d{4}|[^\W\d_]+\.?[\s-]\d{4}")  # nothing that has a day


@dataclass(frozen=True, slots=True)
class Publication:
    """`day`: the day, or the last one of the month or year, where no more is known."""

    day: date
    known: Literal["day", "month", "year"] = "day"

    @property
    def on(self) -> date | None:
        """The day itself; None where only its month or year is known."""
        return self.day if self.known == "day" else None

    @property
    def as_of(self) -> str:
        """The time that an undated figure of the text is of: YYYY-MM, or YYYY."""
        return f"{self.day.year:04d}" if self.known == "year" else f"{self.day.year:04d}-{self.day.month:02d}"


def as_published(published_on: date | Publication | None) -> Publication | None:
    """What is known of a publication whose day may be given alone; nothing, where that is in no such year."""
    published = Publication(published_on) if isinstance(published_on, date) else published_on
    return published if published is not None and published.day.year in YEARS else None


def published_in(text: str) -> Publication | None:
    """The month or the year that `text` names ("2025-04", "04-2025", "April 2025", "2025"); None where it is neither.

    >>> published_in("April 2025")
    Publication(day=datetime.date(2025, 4, 30), known='month')
    """
    told = " ".join(text.split())
    if _YEAR.fullmatch(told):
        return Publication(date(int(told), 12, 31), "year") if int(told) in YEARS else None
    month = parse_month(told) if _MONTH.fullmatch(told) else None
    return Publication(month.last_day, "month") if isinstance(month, Month) and month.year in YEARS else None
