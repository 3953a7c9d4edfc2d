"""What a month is, how offices write one, and which day it is in Jakarta."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

JAKARTA = timezone(timedelta(hours=7), "Asia/Jakarta")  # no summer time, so no time-zone data is needed on Windows

_NAMES = {
    1: "januari january jan",
    2: "februari february pebruari feb peb",
    3: "maret march mar mrt",
    4: "april apr",
    5: "mei may",
    6: "juni june jun",
    7: "juli july jul",
    8: "agustus august agu agt ags aug agust",
    9: "september sep sept",
    10: "oktober october okt oct",
    11: "november nopember nov nop",
    12: "desember december des dec",
}
MONTH_NUMBERS = {name: number for number, names in _NAMES.items() for name in names.split()}

_SHAPES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.]\d{1,2}(?:[ T]00:00(?::00)?)?)?"),
    re.compile(r"(?:\d{1,2}[-/.])?(?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re.compile(r"(?:\d{1,2}[ -])?(?P<name>[a-z]+)\.?[ '/-]*(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})"),
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. `Month(2025, 7) - Month(2024, 12)` is 7 months."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2200):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def __add__(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, other: "Month") -> int:
        return (self.year - other.year) * 12 + self.number - other.number

    @property
    def last_day(self) -> date:
        """Coverage of a month is a statement about this day (FORMATS.md, active in a month)."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def last_december(self) -> "Month":
        """The December before this month's year: where pace counts from (FORMATS.md)."""
        return Month(self.year - 1, 12)


@dataclass(frozen=True, slots=True)
class MonthProblem:
    """A cell that names no month: why, as a code."""

    code: str
    text: str


def parse_month(text: str) -> Month | MonthProblem:
    """The month that a cell or an option names: `2025-07`, `07/2025`, `Juli 2025`, `31 Jul 2025`, `Jul-25`, `202507`.

    A bare year or a bare month name is not a month: guessing the other half would invent a fact.

    >>> parse_month("Juli 2025")
    Month(year=2025, number=7)
    >>> parse_month("2025-13")
    MonthProblem(code='month_unknown', text='2025-13')
    """
    folded = " ".join(text.casefold().split())
    for shape in _SHAPES:
        found = shape.fullmatch(folded)
        if not found:
            continue
        parts = found.groupdict()
        number = MONTH_NUMBERS.get(parts["name"], 0) if parts.get("name") else int(parts["month"])
        year = int(parts["year"])
        year += 2000 if len(parts["year"]) == 2 else 0  # a recap's month is of this century
        if 1 <= number <= 12 and 1900 <= year <= 2200:
            return Month(year, number)
    return MonthProblem("month_unknown", text)


def day_in_jakarta(instant: datetime) -> date:
    """The day that `instant` (with a time zone) falls on in Jakarta: what "day" means everywhere here."""
    return instant.astimezone(JAKARTA).date()
