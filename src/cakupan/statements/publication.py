"""When a text was published: on a day, or in a month or a year of which no more is known."""

import re
from dataclasses import dataclass
from datetime import date

from cakupan.basics.month import Month, parse_month

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Publication:
    """`day`: the day, or the last one of the month or year that is known; `only_year`: that no month is."""

    day: date
    only_year: bool = False

    @property
    def as_of(self) -> str:
        """The time that an undated figure of the text is of: YYYY-MM, or YYYY."""
        return f"{self.day:%Y}" if self.only_year else f"{self.day:%Y-%m}"


def as_published(published_on: date | Publication | None) -> Publication | None:
    """What is known of a publication whose day may be given alone."""
    return Publication(published_on) if isinstance(published_on, date) else published_on


def published_in(text: str) -> Publication | None:
    """The month or the year that `text` names ("2025-04", "April 2025", "2025"); None where it is neither."""
    if _YEAR.fullmatch(text.strip()):
        return Publication(date(int(text), 12, 31), only_year=True)
    month = parse_month(text)
    return Publication(month.last_day) if isinstance(month, Month) else None
