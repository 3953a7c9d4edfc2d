"""What a cell about a person stands for: NIK, name, birth, sex, KPJ, telephone, family card, decile."""

import re
from datetime import date, timedelta

from cakupan.basics.nik import Nik, parse_nik
from cakupan.intake.cells import day_in, parse_day_cell
from cakupan.intake.outcome import CellParser, Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, text_of
from cakupan.intake.vocabulary import vocabulary

BIRTH_YEARS = range(1900, 2101)
_SHORT_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})")
_LAST_YOUNG = 30  # a year of two digits up to this one is of this century: nobody on a list is older than that
_SERIAL_DAYS = range(366, 75_000)  # how Excel counts days where the cell has lost its format of a date
_SERIAL_START = date(1899, 12, 30)
_PLACE_BEFORE = re.compile(r"[^\d]*[a-z]\s*[,/]\s*(\d.*)")  # "Sekayu, 12-05-1987"
_BARE = re.compile(r"[\s.,\-–—_'\"`’:()]")
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0{1,2}$")
_KPJ_LABEL = re.compile(r"^(?:no(?:mor)?\.?\s*)?kpj\b[\s:.]*", re.IGNORECASE)
_KPJ_DIGITS = 11
_CARD_DIGITS = 16
_BETWEEN_NUMBERS = re.compile(r"[/;,&|\n]|\b(?:dan|atau|and|or)\b")
_FEWEST_PHONE, _MOST_PHONE = 7, 14
_DECILE = re.compile(r"(?:desil|decile|d)?\s*(?:ke)?\s*-?\s*0?(\d{1,2})")


def parse_nik_cell(cell: Cell, _: Given) -> Outcome:
    """The sixteen digits of a NIK; the writing around and between them is no fault (`basics.nik`)."""
    found = parse_nik(text_of(cell), numeric=isinstance(cell, int | float))
    return Taken(found.digits) if isinstance(found, Nik) else Fault(found.code, found.facts)


def parse_nik_written(cell: Cell, given: Given) -> Outcome:
    """The cell as it is written, where it holds no NIK that can be read."""
    found = parse_nik_cell(cell, given)
    return Taken(None) if isinstance(found, Taken) else Taken(text_of(cell).strip())


def parse_words(cell: Cell, _: Given) -> Outcome:
    """Text on one line, each gap one space. It goes to the vault, so a number of a person in it is no fault."""
    return Taken(" ".join(text_of(cell).removeprefix("'").split()) or None)


def parse_name_cell(cell: Cell, given: Given) -> Outcome:
    """A name as it is written: comparing names is not for here. One without any letter is none."""
    found = parse_words(cell, given)
    lettered = isinstance(found, Taken) and any(map(str.isalpha, str(found.value)))
    return found if lettered and not isinstance(cell, date) else Fault("name_unreadable")


def parse_sex_cell(cell: Cell, _: Given) -> Outcome:
    """`L` (laki-laki) or `P` (perempuan)."""
    found = vocabulary("sex").find(text_of(cell))
    return Taken(found.word) if found else Fault("sex_unreadable")


def parse_birth_cell(cell: Cell, given: Given) -> Outcome:
    """A day of birth: ISO, day before month, or with the month's name; a day still to come is none.

    A year of two digits, and a day that Excel shows as a number, are read and the repair is recorded.
    """
    found, repair = _birth_in(cell)
    if found is None or found.year not in BIRTH_YEARS:
        return Fault("birth_unreadable")
    if given.today is not None and found > given.today:
        return Fault("birth_in_future")
    return Taken(found, repair)


def parse_birth_of_nominee(cell: Cell, given: Given) -> Outcome:
    """As `parse_birth_cell`, but only a day still to come is a fault: without a birth date the NIK still tells it."""
    found = parse_birth_cell(cell, given)
    if isinstance(found, Fault) and found.code == "birth_unreadable":
        return Taken(None, warnings=(found,))
    return found


def parse_death_cell(cell: Cell, given: Given) -> Outcome:
    """A day of death, of any year that a living person may have been born in."""
    return parse_day_cell(cell, given, BIRTH_YEARS)


def _birth_in(cell: Cell) -> tuple[date | None, str | None]:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day), None
    if isinstance(cell, int | float):
        whole = int(cell)
        return (_SERIAL_START + timedelta(whole), "day_from_serial") if whole in _SERIAL_DAYS else (None, None)
    text = " ".join(text_of(cell).strip().removeprefix("'").casefold().split())
    if behind := _PLACE_BEFORE.fullmatch(text):
        text = behind[1]
    if short := _SHORT_YEAR.fullmatch(text):
        century = 2000 if int(short[3]) <= _LAST_YOUNG else 1900
        return day_in(f"{short[1]}-{short[2]}-{century + int(short[3])}"), "birth_century_added"
    return day_in(text), None


def parse_kpj_cell(cell: Cell, _: Given) -> Outcome:
    """Eleven digits, the zeros in front kept. A number of ten has lost one: Excel drops it, and a KPJ has eleven."""
    text = _KPJ_LABEL.sub("", text_of(cell).strip().strip("'\"` "))
    untailed = _FLOAT_TAIL.sub("", text)
    numeric = isinstance(cell, int | float) or untailed != text
    digits = _BARE.sub("", untailed)
    if not digits.isascii() or not digits.isdigit() or len(set(digits)) == 1:
        return Fault("kpj_unreadable")
    if numeric and len(digits) == _KPJ_DIGITS - 1:
        return Taken(f"0{digits}", "zero_in_front_restored")
    return Taken(digits) if len(digits) == _KPJ_DIGITS else Fault("kpj_unreadable")


def parse_family_card_cell(cell: Cell, _: Given) -> Outcome:
    """Sixteen digits; of a number that ends in zero Excel may have lost the last."""
    text = text_of(cell).strip().strip("'\"` ")
    untailed = _FLOAT_TAIL.sub("", text)
    numeric = isinstance(cell, int | float) or untailed != text
    digits = _BARE.sub("", untailed)
    sound = digits.isascii() and digits.isdigit() and len(digits) == _CARD_DIGITS and len(set(digits)) > 1
    return Taken(digits) if sound and not (numeric and digits.endswith("0")) else Fault("family_card_unreadable")


def parse_phone_cell(cell: Cell, _: Given) -> Outcome:
    """The digits of the first number in the cell as it is written (08... or 62...); nothing where there is none."""
    text = _FLOAT_TAIL.sub("", text_of(cell).casefold().strip())
    for part in _BETWEEN_NUMBERS.split(text):
        digits = "".join(letter for letter in part if letter.isascii() and letter.isdigit())
        if _FEWEST_PHONE <= len(digits) <= _MOST_PHONE:
            # mobile numbers begin with 08, and a cell that is a number cannot
            lost = isinstance(cell, int | float) and digits.startswith("8")
            return Taken(f"0{digits}", "zero_in_front_restored") if lost else Taken(digits)
    return Taken(None)


def parse_decile_cell(cell: Cell, _: Given) -> Outcome:
    """1 (poorest) to 10."""
    found = _DECILE.fullmatch(text_of(cell).strip().removeprefix("'").casefold())
    return Taken(int(found[1])) if found and 1 <= int(found[1]) <= 10 else Fault("decile_unreadable")


def known_word(name: str) -> CellParser:
    """The parser for cells that hold a word of the vocabulary `name`, where a row can do without."""

    def parse_word(cell: Cell, _: Given) -> Outcome:
        known = vocabulary(name)
        found = known.find(text_of(cell))
        return Taken(found.word) if found else Fault("word_left_out", {"known": known.titles})

    return parse_word
