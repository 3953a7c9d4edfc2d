"""Which months can be: none before the scheme began or still to come, and how far ahead contributions may be paid;
and how old a living person may be."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Facts
from cakupan.intake.cells import parse_month_cell
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first month of the scheme; how many months ahead payments are usual, and how many are the most; the age
    beyond which a birth date is rather a slip."""

    first: Month
    usual: int
    most: int
    oldest: int


@cache
def bounds() -> Bounds:
    """The bounds, from `bounds.toml`."""
    read = tomllib.loads((files("cakupan.intake") / "bounds.toml").read_text(encoding="utf-8"))
    first, ahead = parse_month(read["first_month"]["month"]), read["paid_ahead"]
    if not isinstance(first, Month):
        raise ValueError(f"bounds.toml: the first month is no month: {first}")
    return Bounds(first, ahead["months_usual"], ahead["months_most"], read["age"]["oldest"])


def parse_month_reported(cell: Cell, given: Given) -> Outcome:
    """The month that members are counted or listed in: none before the scheme began, none after that of today."""
    found = _in_scheme(cell, given)
    if isinstance(found, Taken) and _ahead(found, given) > 0:
        return Fault("month_to_come", {"month": str(found.value)})
    return found


def parse_month_paid(cell: Cell, given: Given) -> Outcome:
    """A month that is paid for: it may be ahead of today, but only so far."""
    found = _in_scheme(cell, given)
    if isinstance(found, Fault) or _ahead(found, given) <= bounds().usual:
        return found
    facts: Facts = {"month": str(found.value), "most": bounds().most}
    if _ahead(found, given) > bounds().most:
        return Fault("payment_too_far_ahead", facts)
    return Taken(found.value, warnings=(*found.warnings, Fault("payment_far_ahead", facts)))


def _in_scheme(cell: Cell, given: Given) -> Outcome:
    """The month, warned of only where the sender said another."""
    found = parse_month_cell(cell, Given(month=given.month))
    if isinstance(found, Taken) and _month(found) < bounds().first:
        return Fault("month_too_early", {"month": str(found.value), "first": str(bounds().first)})
    return found


def _ahead(found: Taken, given: Given) -> int:
    """How many months it lies after that of today, where today is known."""
    return _month(found) - Month(given.today.year, given.today.month) if given.today else 0


def _month(found: Taken) -> Month:
    year, number = str(found.value).split("-")
    return Month(int(year), int(number))
