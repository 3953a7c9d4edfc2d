"""What a cell of each sort stands for: a count, a rate, a month, a year, a day, a word of a list, a text."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cakupan.basics.figures import Figure, FigureProblem, parse_count, parse_figure, parse_percent
from cakupan.basics.month import MONTH_NUMBERS, Month, MonthProblem, parse_month
from cakupan.intake.outcome import CellParser, Fault, Given, Outcome, Taken
from cakupan.intake.persons import holds_number_of_person
from cakupan.intake.sender import LISTS
from cakupan.intake.sheet import Cell, exact, text_of
from cakupan.intake.vocabulary import vocabulary, word_in

MOST_PEOPLE = 400_000_000  # more than live in Indonesia: a longer number is a NIK, a telephone, an amount
_LONGEST_NUMBER = 18  # digits: no number of a person or a thing in an office has more
OVERRIDE = "override"
PLACES = Decimal("0.000001")  # what a rate and a sampling error are kept to

_YEARS = range(1990, 2101)
_DAY = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[ t]00:00(?::00)?)?"),
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})(?: 00:00(?::00)?)?"),
    re.compile(r"(?P<day>\d{1,2})[-/. ]+(?P<name>[a-z]+)\.?[-/., ]+(?P<year>\d{4})"),
)
_DIGITS = re.compile(r"\d[\d.,\s]*(?:orang|jiwa|pekerja|peserta|people|persons)?", re.IGNORECASE)
_COUNT_FAULTS = {
    "figure_negative": "count_negative",
    "figure_fraction": "count_not_whole",
    "figure_rounded": "count_rounded",
    "figure_scientific": "count_rounded",
    "figure_other_unit": "count_other_unit",
}


def parse_count_cell(cell: Cell, _: Given) -> Outcome:
    """Whole people. A number that is not whole is never made so: 103.079 may have been 103079 (DOMAIN.md 9)."""
    if isinstance(cell, date):
        return Fault("count_is_a_date")
    if isinstance(cell, int | float):
        number = exact(float(cell))
        if number != number.to_integral_value():
            return _not_whole(number)
        count: int | FigureProblem = int(number) if number >= 0 else FigureProblem("figure_negative", str(number))
    else:
        count = parse_count(text_of(cell))
    if isinstance(count, FigureProblem):
        far = _far_too_large(text_of(cell)) if count.code == "figure_unreadable" else None
        return far or Fault(_COUNT_FAULTS.get(count.code, "count_unreadable"))
    if count <= MOST_PEOPLE:
        return Taken(count, "number_from_words" if in_words(cell) else None)
    return _far_too_large(str(count)) or Fault("count_too_large")


def in_words(cell: Cell) -> bool:
    """Whether a figure is written in words only (dua belas), which is read, and said so."""
    return isinstance(cell, str) and not any(map(str.isdigit, cell))


def _far_too_large(text: str) -> Fault | None:
    """The fault of a number that is too long even for a NIK; it is told by its length, not starred like one."""
    digits = sum(map(str.isdigit, text))
    fits = digits <= _LONGEST_NUMBER or not _DIGITS.fullmatch(text.strip())
    return None if fits else Fault("count_far_too_large", {"digits": digits})


def _not_whole(number: Decimal) -> Outcome:
    whole, _, decimals = f"{abs(number):f}".partition(".")
    if number > 0 and len(decimals) <= 3 and 1 <= len(whole) <= 3 and whole != "0":
        return Fault("count_perhaps_thousands", {"number": number, "meant": int(whole + decimals.ljust(3, "0"))})
    return Fault("count_not_whole")


def parse_denominator_cell(cell: Cell, given: Given) -> Outcome:
    """Whole people, and at least one: nothing can be a share of none."""
    found = parse_count_cell(cell, given)
    return Fault("denominator_zero") if isinstance(found, Taken) and found.value == 0 else found


def parse_denominator_or_weight(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The count of a row: of a denominator at least one; a weight may be none, for nobody there may live of it."""
    cell = cells["value"]
    if cell is None:
        return Taken(None)
    return parse_denominator_cell(cell, given) if cells.get("weight") is None else parse_count_cell(cell, given)


def parse_stated(cells: Mapping[str, Cell], _: Given) -> Outcome:
    """`override` where somebody signs for the count; None where it is only handed on, as published."""
    return Taken(None if cells["set_by"] is None else OVERRIDE)


def parse_rate_cell(cell: Cell, _: Given) -> Outcome:
    """Per cent, above 0 and at most 100. Excel keeps 52.15 % as 0.5215, which is mended and said so."""
    if isinstance(cell, date):
        return Fault("rate_unreadable")
    bare = isinstance(cell, int | float) or not _says_percent(text_of(cell))
    found = exact(float(cell)) if isinstance(cell, int | float) else parse_percent(text_of(cell))
    if isinstance(found, FigureProblem):
        return Fault("rate_negative" if found.code == "figure_negative" else "rate_unreadable")
    if found <= 0 or found > 100:
        return Fault("rate_above_hundred" if found > 100 else "rate_negative" if found < 0 else "rate_zero")
    if bare and found == 1:
        return Fault("rate_one")
    if bare and found < 1:
        return _kept_to_places(found * 100, "rate_from_share")
    repair = "number_from_words" if in_words(cell) else None
    return _kept_to_places(found, repair, *([Fault("rate_below_one")] if found < 1 else []))


def _says_percent(text: str) -> bool:
    return "%" in text or any(word in text.casefold() for word in ("persen", "prosen", "cent", "pct"))


def _kept_to_places(number: Decimal, repair: str | None, *warnings: Fault) -> Taken:
    kept = number.quantize(PLACES)
    return Taken(kept, repair if kept == number else repair or "rounded_to_six_places", warnings)


def parse_sampling_error(cell: Cell, _: Given) -> Outcome:
    """A sampling error in people, not in per cent."""
    number: Decimal | Figure | FigureProblem
    number = exact(float(cell)) if isinstance(cell, int | float) else parse_figure(text_of(cell))
    if isinstance(number, Figure) and number.unit == "none" and not number.scale:
        number = number.value
    if not isinstance(number, Decimal) or number < 0 or number > MOST_PEOPLE:
        return Fault("sampling_error_unreadable")
    return _kept_to_places(number, None)


def parse_month_cell(cell: Cell, given: Given) -> Outcome:
    """A month as `2025-07`. A cell that says another month than the sender did is right, and is pointed out."""
    modern = isinstance(cell, date) and cell.year in _YEARS
    found = parse_month(text_of(cell)[:7] if modern else text_of(cell).removeprefix("'"))
    if isinstance(found, MonthProblem):
        return Fault("month_unreadable")
    warnings = []
    if given.month and given.month != found:
        warnings.append(Fault("month_differs", {"given": str(given.month)}))
    if given.today and found > Month(given.today.year, given.today.month) + 1:
        warnings.append(Fault("month_ahead"))
    return Taken(str(found), warnings=tuple(warnings))


def parse_year_cell(cell: Cell, _: Given) -> Outcome:
    found = re.fullmatch(r"'?(?:tahun |th\.? ?)?(\d{4})", text_of(cell).strip().casefold())
    return Taken(int(found[1])) if found and int(found[1]) in _YEARS else Fault("year_unreadable")


def parse_vintage_cell(cell: Cell, given: Given) -> Outcome:
    """The year (`2025`) or the month (`2025-08`) that a figure is of."""
    year = parse_year_cell(cell, given)
    if isinstance(year, Taken):
        return Taken(str(year.value))
    month = parse_month_cell(cell, Given(today=given.today))
    return month if isinstance(month, Taken) else Fault("vintage_unreadable")


def parse_day_cell(cell: Cell, given: Given, years: range = _YEARS) -> Outcome:
    """A day of one of `years`: ISO, day before month, or with the month's name. Month before day is never read."""
    if isinstance(cell, date):
        found: date | None = date(cell.year, cell.month, cell.day)
    else:
        found = day_in(" ".join(text_of(cell).removeprefix("'").casefold().split()))
    if found is None or found.year not in years:
        return Fault("day_unreadable")
    ahead = given.today is not None and found > given.today
    return Taken(found, warnings=(Fault("day_ahead"),) if ahead else ())


def day_in(text: str) -> date | None:
    """The day that a text of small letters and single spaces names: ISO, day before month, or with the month's name."""
    for shape in _DAY:
        if found := shape.fullmatch(text):
            parts = found.groupdict()
            month = MONTH_NUMBERS.get(parts["name"], 0) if "name" in parts else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                return None
    return None


def word_of(name: str) -> CellParser:
    """The parser for cells that hold a word of the vocabulary `name`; a word that it does not know is a fault."""

    def parse_word(cell: Cell, given: Given) -> Outcome:
        found = word_in(name, text_of(cell), given.sender)
        if found is None:
            return unknown_word(name, given)
        return Taken(found.word)

    return parse_word


def unknown_word(name: str, given: Given) -> Fault:
    """The fault of a cell that holds no word of the vocabulary `name`: to be written otherwise, or in the layout."""
    if given.sender is not None and name in LISTS:
        known = tuple(dict.fromkeys(word.word for word in vocabulary(name).spellings.values() if word.word))
        return Fault("word_not_in_layout", {"listed": name, "known": known})
    return Fault(f"{name}_unknown", {"known": vocabulary(name).titles})


def parse_text_cell(cell: Cell, _: Given) -> Outcome:
    """Text as it is, but for blanks around it. It is published, so a number of a person in it is a fault."""
    text = text_of(cell).strip()
    return Fault("personal_number_in_text") if holds_number_of_person(text) else Taken(text)
