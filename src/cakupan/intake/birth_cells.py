"""Which day of birth, or which other day about a person, a cell names; and what is odd about that day itself."""

from dataclasses import replace
from datetime import date

from cakupan.intake.bounds import bounds
from cakupan.intake.days import ORDER_OPEN, read_day
from cakupan.intake.outcome import CellParser, Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell

BIRTH_YEARS = range(1900, 2101)
_ANY_YEARS = range(1000, 2101)
_LAST_YOUNG = 30  # a year of two digits up to this one is of this century, where the day of today is not known
_LAST_OF_CENTURY = 69  # of days that memberships begin and end
_CENTURY = 100
_OF_BIRTH = {
    code: code.replace("day_", "birth_", 1)
    for code in ("day_unreadable", "day_not_in_calendar", "day_incomplete", "day_estimated")
}


def parse_birth_cell(cell: Cell, given: Given) -> Outcome:
    """A day of birth (`days.read_day`); a day still to come, or before 1900, is none.

    A year of two digits is the last such year that has come.
    """
    pivot = given.today.year % _CENTURY if given.today else _LAST_YOUNG
    found = _as_birth(read_day(cell, given, "birth", pivot, _ANY_YEARS))
    if isinstance(found, Fault) and found.code == f"birth_{ORDER_OPEN}":
        judged = [_judged(Taken(day), given) for day in found.facts.values() if isinstance(day, date)]
        return judged[0] if all(isinstance(one, Fault) for one in judged) else found
    if isinstance(found, Fault) or not isinstance(found.value, date):
        return found
    if found.repair == "birth_century_added" and given.today is not None and found.value > given.today:
        found = replace(found, value=found.value.replace(year=found.value.year - _CENTURY))
    return _judged(found, given)


def _as_birth(found: Outcome) -> Outcome:
    if isinstance(found, Fault):
        return Fault(_OF_BIRTH.get(found.code, f"birth_{found.code}"), found.facts)
    return replace(found, warnings=tuple(Fault(_OF_BIRTH[one.code], one.facts) for one in found.warnings))


def _judged(found: Taken, given: Given) -> Outcome:
    day = found.value
    if not isinstance(day, date) or day.year >= BIRTH_YEARS.stop:
        return Fault("birth_unreadable")
    if day.year < BIRTH_YEARS.start:
        return Fault("birth_too_early", {"year": day.year, "first": BIRTH_YEARS.start})
    if given.today is None:
        return found
    if day > given.today:
        return Fault("birth_in_future")
    if day < oldest_birth(given.today):
        age = given.today.year - day.year - ((given.today.month, given.today.day) < (day.month, day.day))
        return replace(found, warnings=(*found.warnings, Fault("birth_very_old", {"age": age})))
    return found


def oldest_birth(today: date) -> date:
    """The first day on which somebody may be born who is on a list of today: older people than that are very rare."""
    year = today.year - bounds().oldest - 1
    return date(year, today.month, 28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def parse_birth_of_nominee(cell: Cell, given: Given) -> Outcome:
    """As `parse_birth_cell`, but only a day still to come is a fault: without a birth date the NIK still tells it."""
    found = parse_birth_cell(cell, given)
    if isinstance(found, Fault) and found.code != "birth_in_future":
        return Taken(None, warnings=(found,))
    return found


def _day_of(column: str, cell: Cell, given: Given, years: range) -> Outcome:
    pivot = given.today.year % _CENTURY if given.today and column == "died_on" else _LAST_OF_CENTURY
    found = read_day(cell, given, column, pivot, years)
    if isinstance(found, Taken) and found.repair == "birth_century_added":
        return replace(found, repair="day_century_added")
    return found


def day_kept(column: str) -> CellParser:
    """The parser for days that may well be still to come."""

    def parse_day(cell: Cell, given: Given) -> Outcome:
        return _day_of(column, cell, given, _DAY_YEARS)

    return parse_day


def day_told(column: str, years: range | None = None) -> CellParser:
    """The parser for days of something that has happened: one still to come is warned of."""

    def parse_day(cell: Cell, given: Given) -> Outcome:
        found = _day_of(column, cell, given, years or _DAY_YEARS)
        if isinstance(found, Taken) and _is_ahead(found, given):
            return replace(found, warnings=(*found.warnings, Fault("day_ahead")))
        return found

    return parse_day


_DAY_YEARS = range(1950, 2101)
parse_death_cell = day_told("died_on", BIRTH_YEARS)


def parse_death_reported(cell: Cell, given: Given) -> Outcome:
    """The day of a death in a list of deaths: one still to come cannot be true."""
    found = _day_of("died_on", cell, given, BIRTH_YEARS)
    if isinstance(found, Fault):
        return Fault("death_not_in_calendar" if found.code == "day_not_in_calendar" else "death_unreadable")
    return Fault("death_in_future") if _is_ahead(found, given) else found


def parse_death_of_nominee(cell: Cell, given: Given) -> Outcome:
    """The day of death that stands beside somebody who is to be enrolled."""
    found = parse_death_cell(cell, given)
    if isinstance(found, Fault):
        return Taken(None, warnings=(found, Fault("nominee_died")))
    return replace(found, warnings=(*found.warnings, Fault("nominee_died")))


def _is_ahead(found: Taken, given: Given) -> bool:
    return given.today is not None and isinstance(found.value, date) and found.value > given.today
