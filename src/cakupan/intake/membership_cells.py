"""What a cell about a membership or a payment stands for: programmes, a day or a month, rupiah, an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cakupan.basics.figures import Figure, parse_figure
from cakupan.basics.month import Month
from cakupan.intake.birth_cells import day_kept
from cakupan.intake.bounds import parse_month_paid
from cakupan.intake.cells import in_words, parse_month_cell, unknown_word
from cakupan.intake.days import ORDER_OPEN
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, exact, text_of
from cakupan.intake.vocabulary import vocabulary, word_in

MONTH_COLUMNS = ("month", "from", "to")
_BETWEEN = re.compile(r"[,+/;&|\n]|\bdan\b|\band\b", re.IGNORECASE)
_paid_until = day_kept("paid_until")
_MARKS_EXCHANGED = str.maketrans(",.", ".,")
_MOST_RUPIAH = 10**15
_AMOUNT_TAIL = re.compile(r"(?<=\d)[.,]0{1,2}$")


def parse_programmes_cell(cell: Cell, _: Given) -> Outcome:
    """The programmes of a membership, sorted and joined by commas. One that is not known is left out aloud."""
    known = vocabulary("programme")
    text = text_of(cell)
    if whole := known.find(text):
        return Taken(whole.word)
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) == 1:
        parts = text.split()
    words = [known.find(part) for part in parts]
    found = ",".join(sorted({word.word for word in words if word and word.word})) or None
    return Taken(found, warnings=() if all(words) else (Fault("word_left_out", {"known": known.titles}),))


def parse_segment_of_person(cell: Cell, given: Given) -> Outcome:
    """The segment of one membership. "All segments" is none: only a figure can be for all of them."""
    found = word_in("segment", text_of(cell), given.sender)
    if found and found.word:
        return Taken(found.word)
    return Fault("segment_of_person_unknown", {"known": vocabulary("segment").titles})


def parse_paid_until(cell: Cell, given: Given) -> Outcome:
    """The day until which contributions are paid; a month means its last day."""
    day = _paid_until(cell, given)
    if isinstance(day, Taken) or day.code == ORDER_OPEN:
        return day
    month = parse_month_cell(cell, Given())
    return Taken(last_day(month.value)) if isinstance(month, Taken) else Fault("paid_until_unreadable")


def last_day(month: object) -> date:
    year, number = str(month).split("-")
    return Month(int(year), int(number)).last_day


def parse_amount_cell(cell: Cell, given: Given) -> Outcome:
    """Whole rupiah, above zero, for nothing is no payment: `Rp16.800`, `16800`, `16.800,00`.

    Where the sender writes decimal places after a dot, `16,800.00` too.
    """
    if isinstance(cell, date):
        return Fault("amount_unreadable")
    found = exact(float(cell)) if isinstance(cell, int | float) else _rupiah_in(_in_our_marks(text_of(cell), given))
    if found is None or found != found.to_integral_value() or abs(found) > _MOST_RUPIAH:
        return Fault("amount_unreadable")
    if found <= 0:
        return Fault("amount_zero" if found == 0 else "amount_negative")
    return Taken(int(found), "number_from_words" if in_words(cell) else None)


def _in_our_marks(text: str, given: Given) -> str:
    """The amount with the marks that are usual here, where the sender's are known to be others."""
    decimal = given.sender.decimal if given.sender else None
    return text.translate(_MARKS_EXCHANGED) if decimal == "." else text


def parse_claimed_amount(cell: Cell, given: Given) -> Outcome:
    """Whole rupiah; none is paid for a claim that is refused, or not yet decided."""
    found = parse_amount_cell(cell, given)
    return Taken(0) if isinstance(found, Fault) and found.code == "amount_zero" else found


def _rupiah_in(text: str) -> Decimal | None:
    figure = parse_figure(_AMOUNT_TAIL.sub("", text.strip().removeprefix("'")))
    fits = isinstance(figure, Figure) and figure.unit in ("none", "rupiah") and not figure.scale
    return figure.value if fits and isinstance(figure, Figure) else None


def parse_starts_month(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The first month that a payment is for. Where a row says from and to, those speak; else the month does."""
    found = _months(cells, given)
    return found if isinstance(found, Fault) else Taken(found.starts, warnings=found.warnings)


def parse_ends_month(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The last month that a payment is for."""
    found = _months(cells, given)
    return found if isinstance(found, Fault) else Taken(found.ends)


@dataclass(frozen=True, slots=True)
class _Months:
    """The first and the last month that a payment is for, and what is odd about them."""

    starts: str | None
    ends: str | None
    warnings: tuple[Fault, ...]


def _months(cells: Mapping[str, Cell], given: Given) -> _Months | Fault:
    alone = Given(today=given.today)
    said: dict[str, str | None] = {}
    warnings: dict[str, Fault] = {}
    for column in MONTH_COLUMNS:
        cell = cells.get(column)
        found = Taken(None) if cell is None else parse_month_paid(cell, alone)
        if isinstance(found, Fault):
            return found
        said[column] = None if found.value is None else str(found.value)
        warnings |= {fault.code: fault for fault in found.warnings}
    starts = said["from"] or said["month"] or said["to"]
    ends = said["to"] or said["month"] or said["from"]
    if starts and ends and ends < starts:
        return Fault("months_reversed", {"starts": starts, "ends": ends})
    return _Months(starts, ends, tuple(warnings.values()))


def parse_match_code(cell: Cell, _: Given) -> Outcome:
    """What the population office found: `match`, `differs` or `not_found`; its own code as written where it is none of
    these words, because the list of its codes is not public."""
    text = " ".join(text_of(cell).split())
    found = vocabulary("match").find(text)
    return Taken(found.word) if found else Taken(text, warnings=(Fault("match_code_kept"),))


def parse_result_cell(cell: Cell, given: Given) -> Outcome:
    """`accepted` or `refused`."""
    found = word_in("result", text_of(cell), given.sender)
    return Taken(found.word) if found else unknown_word("result", given)
