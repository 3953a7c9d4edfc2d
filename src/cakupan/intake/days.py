"""Which day a cell about a person names, in every shape in which lists write one, and what it took to read it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, text_of
from cakupan.regions.spelling import slips

MONTH_BEFORE_DAY = "day_month_before_day"
ORDER_OPEN = "day_order_open"

_SERIAL_DAYS = range(366, 75_000)  # how Excel counts days where the cell has lost its format of a date
_SERIAL_START = date(1899, 12, 30)
_YEAR_ALONE = range(1900, 2101)  # as a count of days these would be days of 1905, which nobody means
_MONTHS = range(1, 13)
_LAST_DAY = 31
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NAMES = {**MONTH_NUMBERS, **{word: number for number, word in enumerate(_ROMAN, 1)}, "agus": 8, "jl": 7, "jn": 6}
_LONG_NAMES = tuple(name for name in MONTH_NUMBERS if len(name) > 4)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_QUOTES = "'\"`\u2018\u2019\u201c\u201d"
_TIME = re.compile(
    r"(?<=\d)(?:t|\s*,?\s+)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?|wib|wita|wit|z)?$"
)
_ESTIMATE = re.compile(
    r"^(?:kira[- ]kira|kurang lebih|sekitar|perkiraan|\u00b1|\+/-|ca?\.?|circa|about)\s+"
    r"|\s*[(\[]?\s*(?:perkiraan|kira[- ]kira|estimasi|taksiran|estimated|estimate|approx\.?)\s*[)\]]?$"
)
_BEFORE = re.compile(r"[^\d]*[a-z.)]\s*[,/:;\-]*\s*(\d.*)")  # "Sekayu, 12-05-1987", "Tgl. 12 Mei 1987"
_BETWEEN = r"(?:\s*[-/.,\\]\s*|\s+)"
_OPTIONAL = r"(?:\s*[-/.,\\']\s*|\s*)"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})")
_NUMBERS = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})")
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?{_OPTIONAL}(?:of\s+)?([a-z]+){_OPTIONAL}(\d{{4}}|\d{{2}})")
_NAME_FIRST = re.compile(rf"([a-z]{{3,}}){_OPTIONAL}(\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(\d{{4}})")
_EIGHT = re.compile(r"\d{8}")
_FIVE = re.compile(r"\d{5}")
_PART = re.compile(rf"(?:tahun|thn|th)?\.?\s*\d{{4}}|(?:\d{{1,2}}|[a-z]{{3,}}){_BETWEEN}\d{{4}}")


@dataclass(frozen=True, slots=True)
class _Read:
    """Year, month and day as written, what was mended, and whether the two-digit year needs its century."""

    year: int
    month: int
    day: int
    short: bool = False
    repair: str | None = None


def read_day(cell: Cell, given: Given, column: str, pivot: int, most_years: range) -> Outcome:
    """The day in a cell of `column`, or a Fault: `day_unreadable`, `day_incomplete`, `day_order_open`.

    Day before month, as Indonesia writes, unless the column shows the other order (`given.month_first`), or both
    (`given.month_mixed`): then what can be read in two ways stays open, with both days in the facts. A day that can
    only be read month first is read so. Years of two digits up to `pivot` are of this century, others of the last.
    """
    if isinstance(cell, date):
        found = date(cell.year, cell.month, cell.day)
        return Taken(found) if found.year in most_years else Fault("day_unreadable")
    if isinstance(cell, int | float):
        return _of_number(float(cell), given, column, pivot, most_years)
    text, estimated = _plain(text_of(cell))
    found_or_not = _of_text(text, given, column, pivot, most_years)
    if estimated and isinstance(found_or_not, Taken):
        return Taken(found_or_not.value, found_or_not.repair, (Fault("day_estimated"),))
    return found_or_not


def _plain(text: str) -> tuple[str, bool]:
    """The text in small letters with single spaces, without quotes, hours and marks that cannot be seen."""
    visible = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    line = " ".join(visible.translate(_DASHES).casefold().split()).strip(_QUOTES + " .,;")
    bare = _ESTIMATE.sub("", line).strip()
    return _TIME.sub("", bare).strip(" .,;"), bare != line


def _of_number(number: float, given: Given, column: str, pivot: int, years: range) -> Outcome:
    whole = int(number)
    if whole in _YEAR_ALONE and whole == number:
        return Fault("day_incomplete")
    if whole in _SERIAL_DAYS:
        return _dated(_SERIAL_START + timedelta(whole), "day_from_serial", years)
    # 5121987 is 05-12-1987 that Excel took for a number
    digits = f"{whole:08d}"
    if whole == number and len(digits) == 8 and whole > 1_000_000:
        return _of_text(digits, given, column, pivot, years)
    return Fault("day_unreadable")


def _of_text(text: str, given: Given, column: str, pivot: int, years: range) -> Outcome:
    for form in _forms(text):
        if _FIVE.fullmatch(form) and form is text:
            return _dated(_SERIAL_START + timedelta(int(form)), "day_from_serial", years)
        reads = [_with_century(read, pivot) for read in _readings(form)]
        if reads:
            return _chosen(reads, given, column, years)
        if _PART.fullmatch(form):
            return Fault("day_incomplete")
    return Fault("day_unreadable")


def _forms(text: str) -> Iterator[str]:
    """The text itself, and what follows the place or the words before a day."""
    yield text
    if behind := _BEFORE.fullmatch(text):
        yield behind[1]


def may_be_exchanged(cell: Cell) -> bool:
    """Whether day and month of a cell may have changed places: numbers side by side, and what Excel took for a date.

    A year in front, a month in letters and eight digits in a row leave no doubt.
    """
    if isinstance(cell, date):
        return True  # Excel makes it of what is typed in its own order, which may be the American one
    if isinstance(cell, int | float):
        return int(cell) in _SERIAL_DAYS
    forms = list(_forms(_plain(text_of(cell))[0]))
    numbers = (_NUMBERS.fullmatch(form) for form in forms)
    return bool(_FIVE.fullmatch(forms[0])) or any(found and int(found[1]) <= _LAST_DAY for found in numbers)


def _readings(text: str) -> list[_Read]:
    """What a text can mean, day before month first; nothing where it has no shape of a day."""
    if found := _YEAR_FIRST.fullmatch(text):
        return [_Read(int(found[1]), int(found[2]), int(found[3]))]
    if found := _NUMBERS.fullmatch(text):
        return list(_of_numbers(int(found[1]), int(found[2]), found[3]))
    if found := _NAMED.fullmatch(text):
        return list(_of_named(found[2], int(found[1]), found[3]))
    if found := _NAME_FIRST.fullmatch(text):
        return list(_of_named(found[1], int(found[2]), found[3]))
    if _EIGHT.fullmatch(text):
        return list(_of_eight(text))
    return []


def _of_numbers(one: int, other: int, year: str) -> Iterator[_Read]:
    short = len(year) == 2
    if short and one > _LAST_DAY:
        yield _Read(one, other, int(year), short)
        return
    yield _Read(int(year), other, one, short)
    if one != other:
        yield _Read(int(year), one, other, short, MONTH_BEFORE_DAY)


def _of_named(name: str, day: int, year: str) -> Iterator[_Read]:
    short = len(year) == 2
    if name in _NAMES:
        yield _Read(int(year), _NAMES[name], day, short)
        return
    meant = {_NAMES[known] for known in _LONG_NAMES if slips(name, known) <= 1} if len(name) > 3 else set()
    if len(meant) == 1:
        yield _Read(int(year), meant.pop(), day, short, "day_month_spelling")


def _of_eight(text: str) -> Iterator[_Read]:
    """12051987, or 19870512: the two cannot be mistaken, since no month is 19 or 20."""
    if int(text[:4]) in _YEAR_ALONE and int(text[4:6]) in _MONTHS:
        yield _Read(int(text[:4]), int(text[4:6]), int(text[6:]), repair="day_from_digits")
    else:
        yield _Read(int(text[4:]), int(text[2:4]), int(text[:2]), repair="day_from_digits")


def _with_century(read: _Read, pivot: int) -> _Read:
    if not read.short:
        return read
    century = 2000 if read.year <= pivot else 1900
    return _Read(century + read.year, read.month, read.day, True, read.repair or "birth_century_added")


def _chosen(reads: list[_Read], given: Given, column: str, years: range) -> Outcome:
    if any(not read.month or not read.day for read in reads):
        return Fault("day_incomplete")
    found = [(day, read) for read in reads if (day := _day(read, years))]
    if not found:
        return Fault("day_unreadable" if any(_day(read, _EVERY_YEAR) for read in reads) else "day_not_in_calendar")
    if len(found) == 1 or column not in given.month_first | given.month_mixed:
        return Taken(found[0][0], found[0][1].repair)
    if column in given.month_first:
        return Taken(found[1][0], MONTH_BEFORE_DAY)
    return Fault(ORDER_OPEN, {"one": found[0][0], "other": found[1][0]})


_EVERY_YEAR = range(1, 10_000)


def _day(read: _Read, years: range) -> date | None:
    try:
        return date(read.year, read.month, read.day) if read.year in years else None
    except ValueError:
        return None


def _dated(day: date, repair: str, years: range) -> Outcome:
    return Taken(day, repair) if day.year in years else Fault("day_unreadable")
