"""Which telephone number a cell holds, as it is dialled within the country."""

import re
import unicodedata

from cakupan.basics.nik import Nik, parse_nik
from cakupan.intake.folding import fold
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, text_of

FEWEST_DIGITS, MOST_DIGITS = 7, 14
_COUNTRY = "62"
_BETWEEN_NUMBERS = re.compile(r"[/;,&|\n\\]|\b(?:dan|atau|and|or)\b")
_LABEL = re.compile(
    r"\b(?:no(?:mor)?|hp|wa|whats\s?app|telp?(?:e[pf]on)?|tlp|ponsel|mobile|phone|hape|kontak|rumah|kantor)\b\.?:?"
)
_EXTENSION = re.compile(r"\b(?:ext?(?:ension|\.)?|pes(?:awat|\.)?)\s*[.:]?\s*\d{1,5}\b")
_BRACKETED = re.compile(r"\((?![\d\s+]*\))[^)]*\)")  # (ibu), but not (0711)
_NUMBER = re.compile(r"[\s'\"`]*\+?[\d\s.\-()_\u2010-\u2015]+['\"`]*")
_TAIL = re.compile(r"(?<=\d)[.,]0{1,2}$")
_NONE = {
    "tidak ada",
    "tdk ada",
    "tidak punya",
    "tdk punya",
    "tak ada",
    "belum ada",
    "tidak",
    "nihil",
    "kosong",
    "n a",
    "na",
    "none",
    "null",
    "no",
    "x",
}


def parse_phone_cell(cell: Cell, _: Given) -> Outcome:
    """The first number in the cell, from its 0 on; nothing where the cell says that there is none.

    +62 and 62 stand for the 0, and where a cell has lost the 0 it is put back; that is recorded. A number is never
    put together from digits and letters, nor taken from behind digits that are no whole number.
    """
    text = _TAIL.sub("", unicodedata.normalize("NFKC", text_of(cell)).casefold().strip())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    if not fold(text) or fold(text) in _NONE:
        return Taken(None)
    if isinstance(parse_nik(text), Nik):
        return Fault("phone_is_nik")
    parts = _BETWEEN_NUMBERS.split(_EXTENSION.sub(" ", text))
    numbers = [_digits(part) for part in parts if any(map(str.isdigit, part))]
    first = next(iter(numbers), None)
    if first is None:
        return Fault("phone_unreadable")
    return _dialled(first, several=len(numbers) > 1)


def _digits(part: str) -> str | None:
    bare = _LABEL.sub(" ", _BRACKETED.sub(" ", part))
    digits = "".join(filter(str.isdigit, bare))
    return digits if _NUMBER.fullmatch(bare) and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS else None


def _dialled(digits: str, *, several: bool) -> Taken:
    number, repair = digits, None
    if digits.startswith(_COUNTRY) and len(digits) > FEWEST_DIGITS + 2:
        number, repair = "0" + digits.removeprefix(_COUNTRY).removeprefix("0"), "phone_country_code_to_zero"
    elif digits.startswith("8") and len(digits) > FEWEST_DIGITS + 1:  # numbers of mobile telephones begin with 08
        number, repair = f"0{digits}", "zero_in_front_restored"
    return Taken(number, "phone_first_taken" if several else repair)
