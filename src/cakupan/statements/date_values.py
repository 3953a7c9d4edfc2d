"""Which month or year a date means, as it is written, by the day of the text and what stands before it."""

import re
from datetime import date

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.lexicon import lexicon

_YEARS = range(1990, 2101)
_AHEAD = 9  # months within which a month without a year may be still to come


def time_of(
    found: re.Match[str], published_on: date | None, known: int | None, reached: str | None, *, coming: bool
) -> str | None:
    """The day's month, the month or the year; `known`: the year last named, `reached`: the last month spoken of.

    `coming`: a month without its year is one that a plan names, so it may lie behind the day of the text.
    """
    if found["lone"]:
        return _month_of_unsaid_year(found, published_on, known, reached, coming=coming)
    return _dated(found, published_on) or _part_of_year(found, published_on) or _counted(found, published_on, reached)


def _dated(found: re.Match[str], published_on: date | None) -> str | None:
    """The month of a day or a month that is written out, or a year alone."""
    if found["iso"]:
        return _month(int(found["iso"][:4]), int(found["iso"][5:7]))
    if found["slash"]:
        year = int(found["slashed"] or 0)
        return _month(year + 2000 if 0 < year < 100 else year, int(found["number"]))
    if found["short"] and published_on is not None:
        month = int(found["shortened"])
        return _month(published_on.year - (month > published_on.month), month)
    if found["name"]:
        return _month(int(found["named"]), MONTH_NUMBERS[found["name"].casefold()])
    if found["short_year"]:
        return _month(2000 + int(found["short_year"]), MONTH_NUMBERS[found["name_of_short"].casefold()])
    if bare := found["year"] or found["led"] or found["before_a_count"]:
        return bare if int(bare) in _YEARS else None
    return None


def _part_of_year(found: re.Match[str], published_on: date | None) -> str | None:
    """The last month of a quarter, a half or the first months of a year."""
    if found["quartered"]:
        quarter = found["quarter"] or found["quarter_en"] or found["quarter_q"]
        return _end_of(quarter, 3, found["quartered"], published_on)
    if quarter := found["bare_quarter"] or found["bare_quarter_en"]:
        return _end_of_unsaid_year(quarter, 3, published_on)
    if found["bare_half"]:
        return _end_of_unsaid_year(found["bare_half"], 6, published_on)
    if months := found["first_months"] or found["first_months_en"]:
        return _end_of(months, 1, found["first_of"] or found["first_of_en"] or "", published_on)
    if found["mid"]:
        return _end_of("2", 3, "", published_on)
    if found["halved"]:
        return _end_of(found["half"] or found["half_en"], 6, found["halved"], published_on)
    return None


def _counted(found: re.Match[str], published_on: date | None, reached: str | None) -> str | None:
    """A time told from the day of the text or from the last time spoken of: "tahun lalu", "setahun kemudian"."""
    if found["now"]:
        return reached
    if found["on"] or found["months_on"]:
        return _counted_on(found, reached)
    if found["same"] or found["back"] or found["month_before"] or found["months"] or found["year_before"]:
        return _counted_from(found, published_on, reached)
    if found["coming"]:
        return str(published_on.year + 1) if published_on else None
    if found["this"] or found["last"]:
        return str(published_on.year - bool(found["last"])) if published_on else None
    return None


def _year_pointed_to(found: re.Match[str], number: int, published_on: date, reached: str | None) -> int:
    """The year of "Desember ini", "Desember nanti", "Juli tahun sebelumnya", "the June before"."""
    said = " ".join((found["relative"] or "ini").casefold().split())
    if said in ("nanti", "mendatang", "depan"):
        return published_on.year + (number < published_on.month)
    year, month = map(int, (reached or f"{published_on:%Y-%m}").split("-"))
    if said in ("silam", "lalu"):
        return published_on.year - (number >= published_on.month)
    if said == "before":
        return year - (number >= month)
    if said == "tahun sebelumnya":
        return year - 1
    return published_on.year - (said not in ("ini", "sekarang", "tahun ini", "this year"))


def _end_of_unsaid_year(part: str, months: int, published_on: date | None) -> str | None:
    """The last such quarter or half that had ended when the text was printed."""
    if published_on is None:
        return None
    month = months * _number(part)
    return _month(published_on.year - (month > published_on.month), month)


def _end_of(part: str, months: int, year: str, published_on: date | None) -> str | None:
    """The last month of a quarter or a half."""
    number = _number(part)
    if not year.isdigit():
        back = any(word in year.casefold() for word in ("lalu", "silam", "last"))
        return _month(published_on.year - back, months * number) if published_on else None
    return _month(int(year), months * number)


def _number(said: str) -> int:
    """ "II", "ketiga", "sepuluh", "12" as a number."""
    known = lexicon()
    word = said.casefold()
    return known.numbers.get(word) or known.ordinals.get(word) or int(said)


def _counted_from(found: re.Match[str], published_on: date | None, reached: str | None) -> str | None:
    """A time told from the one that the text has reached: "setahun sebelumnya", "bulan lalu"."""
    reached = reached or (f"{published_on:%Y-%m}" if published_on else None)
    if reached is None:
        return None
    if len(reached) == len("2022"):  # "pada 2022 ..., setahun sebelumnya ..."
        return str(int(reached) - 1) if found["back"] or found["year_before"] else None
    year, month = map(int, reached.split("-"))
    if found["same"]:
        return _month(int(found["same"]), month)
    if found["year_before"]:
        return str(year - 1)
    if found["back"]:
        return _month(year - 1, month)
    back = _number(found["months"]) if found["months"] else 1
    return _after(reached, -back)


def _counted_on(found: re.Match[str], reached: str | None) -> str | None:
    """A time told from an earlier one: "setahun kemudian", "sepuluh bulan kemudian"; a year's from a year alone."""
    if reached is None:
        return None
    if len(reached) == len("2020"):
        return str(int(reached) + 1) if found["on"] else None
    months = found["months_on"]
    on = _number(months) if months else 12
    return _after(reached, on)


def _after(month: str, months: int) -> str | None:
    then = 12 * int(month[:4]) + int(month[5:]) - 1 + months
    return _month(then // 12, then % 12 + 1)


def _month(year: int, number: int) -> str | None:
    return f"{year:04d}-{number:02d}" if year in _YEARS and 1 <= number <= 12 else None


def _month_of_unsaid_year(
    found: re.Match[str], published_on: date | None, known: int | None, reached: str | None, *, coming: bool
) -> str | None:
    """A month without its year: the last such month before the text, else in the last year named."""
    number = MONTH_NUMBERS[found["lone"].casefold()]
    if (found["relative"] or found["this_month"]) and published_on:
        return _month(_year_pointed_to(found, number, published_on, reached), number)
    if known is None:
        return None
    if coming and published_on and 0 < number - published_on.month <= _AHEAD:
        return _month(published_on.year, number)
    if published_on and known == published_on.year and number > published_on.month:
        return _month(known - 1, number)
    return _month(known, number)
