"""What a cell about a person stands for: NIK, sex, KPJ, family card, decile, a word of a list."""

import re
import unicodedata

from cakupan.basics.nik import EXACT, Nik, parse_nik
from cakupan.intake.outcome import CellParser, Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, text_of
from cakupan.intake.vocabulary import vocabulary, word_in

_BARE = re.compile(r"[\s.,\-–—_'\"`’:()]")
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0{1,2}$")
_KPJ_LABEL = re.compile(r"^(?:no(?:mor)?\.?\s*)?kpj\b[\s:.]*", re.IGNORECASE)
_KPJ_DIGITS = 11
_CARD_DIGITS = 16
SEX_OPEN = "sex_code_open"
_SEX_DIGITS = ("1", "2")
_DECILE = re.compile(r"(?:desil|decile|d)?\s*(?:ke)?\s*-?\s*0?(\d{1,2})")


def parse_nik_cell(cell: Cell, _: Given) -> Outcome:
    """The sixteen digits of a NIK; the writing around and between them is no fault (`basics.nik`)."""
    text = text_of(cell)
    found = parse_nik(text, numeric=isinstance(cell, int | float))
    return Taken(found.digits, _taken_away(text)) if isinstance(found, Nik) else Fault(found.code, found.facts)


def _taken_away(text: str) -> str | None:
    """The repair of a number beside which words stand, or the sign of a formula; blanks and quotes are none."""
    worded = any(letter.isalpha() or letter == "=" for letter in unicodedata.normalize("NFKC", text))
    return "writing_around_number_removed" if worded else None


def parse_nik_written(cell: Cell, given: Given) -> Outcome:
    """The cell as it is written, where it holds no NIK that can be read."""
    found = parse_nik_cell(cell, given)
    return Taken(None) if isinstance(found, Taken) else Taken(text_of(cell).strip())


def parse_kpj_cell(cell: Cell, _: Given) -> Outcome:
    """Eleven digits, the zeros in front kept. A number of ten has lost one: Excel drops it, and a KPJ has eleven."""
    written = text_of(cell)
    text = _KPJ_LABEL.sub("", written.strip().strip("'\"` "))
    untailed = _FLOAT_TAIL.sub("", text)
    numeric = isinstance(cell, int | float) or untailed != text
    digits = _BARE.sub("", untailed)
    if not digits.isascii() or not digits.isdigit() or len(set(digits)) == 1:
        return Fault("kpj_unreadable")
    if numeric and len(digits) == _KPJ_DIGITS - 1:
        return Taken(f"0{digits}", "zero_in_front_restored")
    return Taken(digits, _taken_away(written)) if len(digits) == _KPJ_DIGITS else Fault("kpj_unreadable")


def parse_family_card_cell(cell: Cell, _: Given) -> Outcome:
    """Sixteen digits; of a number that ends in zero, or is longer than a float holds, the last may have been lost."""
    text = text_of(cell).strip().strip("'\"` ")
    untailed = _FLOAT_TAIL.sub("", text)
    numeric = isinstance(cell, int | float) or untailed != text
    digits = _BARE.sub("", untailed)
    sound = digits.isascii() and digits.isdigit() and len(digits) == _CARD_DIGITS and len(set(digits)) > 1
    lost = numeric and sound and (digits.endswith("0") or int(digits) > EXACT)
    return Taken(digits) if sound and not lost else Fault("family_card_unreadable")


def parse_sex_cell(cell: Cell, _: Given) -> Outcome:
    """`L` (laki-laki) or `P` (perempuan). A digit alone is open: lists do not agree on what it means."""
    text = text_of(cell).strip().removeprefix("'")
    if text in _SEX_DIGITS:
        return Fault(SEX_OPEN, {"digit": text})
    found = vocabulary("sex").find(text)
    return Taken(found.word) if found else Fault("sex_unreadable")


def parse_decile_cell(cell: Cell, _: Given) -> Outcome:
    """1 (poorest) to 10."""
    found = _DECILE.fullmatch(text_of(cell).strip().removeprefix("'").casefold())
    return Taken(int(found[1])) if found and 1 <= int(found[1]) <= 10 else Fault("decile_unreadable")


def known_word(name: str) -> CellParser:
    """The parser for cells that hold a word of the vocabulary `name`, where a row can do without."""

    def parse_word(cell: Cell, given: Given) -> Outcome:
        found = word_in(name, text_of(cell), given.sender)
        return Taken(found.word) if found else Fault("word_left_out", {"known": vocabulary(name).titles})

    return parse_word
