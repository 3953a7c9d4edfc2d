"""Whether a cell holds a NIK, by structure alone, and what the number says: place, sex, birth date, serial."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from cakupan.basics.refused import Fact, Facts

YOUNGEST, OLDEST = 15, 100  # the ages that a worker on a list may have: they settle the century of a birth year
_DIGITS = 16
_PLACE = 6  # of them
FEMALE = 40  # added to the day of birth (PP 37/2007 art 37)
_TOLD = 14  # fewer digits may be a phone number
EXACT = 2**53  # a cell that is a number holds every whole number up to here; above, an odd last digit may be lost
_AROUND = "= '\"`´‘’“”*:;,._-–—()[]"
_INSIDE = re.compile(r"[\s.\-–—_'’]")
_LABEL = re.compile(r"^(?:no(?:mor)?\.?\s*)?(?:nik|ktp)\b\s*[:.\-=]?\s*", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0{1,2}$")
_POWER = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_BETWEEN_NUMBERS = re.compile(r"[/;,&|\n]|\b(?:dan|atau|and|or|kk)\b", re.IGNORECASE)
# What the eye and the keyboard confuse. A reading by this table is proposed to people, never taken.
_LOOKS_LIKE = str.maketrans("OoQDIil|!ZzSsBGbgq", "000011111225586699")


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """Sixteen digits with the structure of a NIK. That the place exists, and the person, is not said here."""

    digits: str

    def __post_init__(self) -> None:
        if _wrong_in(self.digits):
            raise ValueError("not the structure of a NIK")  # without the number: a traceback outlives its case

    def __repr__(self) -> str:
        # Logs and tracebacks outlive the case they were about: never the whole number.
        return f"Nik({masked(self.digits)})"

    def __str__(self) -> str:
        return repr(self)

    @property
    def registered_in(self) -> str:
        """The district of first registration, as a dotted code of that day; a NIK does not follow a move."""
        return f"{self.digits[:2]}.{self.digits[2:4]}.{self.digits[4:6]}"

    @property
    def sex(self) -> Literal["L", "P"]:
        """L (laki-laki) or P (perempuan)."""
        return "P" if int(self.digits[6:8]) > FEMALE else "L"

    @property
    def serial(self) -> str:
        return self.digits[12:]

    def born(self, stated: date | None, listed_on: date) -> date | None:
        """The date of birth, the century settled by `stated` if it agrees, else by an age of 15 to 100 on `listed_on`.

        None where neither settles it. A stated date that disagrees is no fault of the NIK, which stays when a date is
        corrected later (DOMAIN.md 5): compare the answer with `stated` to warn.
        """
        possible = _birth_dates(self.digits)
        if stated in possible:
            return stated
        return next((day for day in possible if YOUNGEST <= _age(day, listed_on) <= OLDEST), None)


@dataclass(frozen=True, slots=True)
class NikProblem:
    """Why a cell holds no NIK: a code, the cell masked, how many digits it has, and a reading to propose to people."""

    code: str
    masked: str
    count: int
    proposed: Nik | None = None

    @property
    def facts(self) -> Facts:
        """What the sentence for `code` needs; the proposal masked as well."""
        said: Mapping[str, Fact] = {"nik": self.masked, "count": self.count}
        return {**said, "proposed": masked(self.proposed.digits)} if self.proposed else said


def parse_nik(cell: str, *, numeric: bool = False) -> Nik | NikProblem:
    """The NIK in a cell, or why there is none. Nothing is repaired but the writing around and between the digits.

    `numeric`: the cell came as a number. Excel keeps 15 digits of it, so that a last digit of 0 may have been any.

    >>> parse_nik("'1606 0141 0580 9001")
    Nik(160601******01)
    >>> parse_nik("1.60601E+15").code
    'nik_digits_lost'
    """
    text = _LABEL.sub("", unicodedata.normalize("NFKC", _visible(cell)).strip(_AROUND + "\t\r\n")).strip(_AROUND)
    untailed = _FLOAT_TAIL.sub("", text)
    as_number = numeric or untailed != text or bool(_GROUPED.fullmatch(untailed))
    if _POWER.fullmatch(text):
        return _from_power(text)
    parts = _BETWEEN_NUMBERS.split(text)
    if not _GROUPED.fullmatch(untailed) and sum(len(_digits_in(part)) >= _DIGITS - 1 for part in parts) > 1:
        return _two_in(parts)
    bare = _INSIDE.sub("", untailed.replace(",", "") if as_number else untailed)
    return _from_bare(bare, as_number)


def masked(text: str) -> str:
    """A number of which the place and the last two digits can be read; of anything else nothing.

    >>> masked("1606010101809001"), masked("Budi Santoso")
    ('160601******01', '******')
    """
    # a cell of this column may hold a name, a phone or a short number: those are not to be read from a message
    shown = len(_digits_in(text)) >= _TOLD // 2 and len(_digits_in(text.translate(_LOOKS_LIKE))) >= _TOLD
    return f"{text[:6]}******{text[-2:]}" if shown else "*" * 6 * bool(text)


def _from_bare(bare: str, as_number: bool) -> Nik | NikProblem:
    if not bare:
        return _problem("nik_empty", bare)
    if not bare.isascii() or not bare.isdigit():
        return _from_letters(bare)
    if len(bare) >= 2 * _DIGITS - 1:
        return _two_in((bare[:_DIGITS], bare[_DIGITS:]))
    if len(bare) != _DIGITS:
        return _problem("nik_too_short" if len(bare) < _DIGITS else "nik_too_long", bare)
    if as_number and (bare.endswith("0") or int(bare) > EXACT):
        return _problem("nik_digits_lost", bare)
    wrong = _wrong_in(bare)
    return _problem(wrong, bare) if wrong else Nik(bare)


def _from_power(text: str) -> Nik | NikProblem:
    """A number in powers of ten has lost digits, unless all sixteen stand there."""
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern admits nothing else
        return _problem("nik_digits_lost", text)
    shown = len(number.as_tuple().digits)
    if shown == _DIGITS and number == number.to_integral_value():
        return _from_bare(f"{number:f}", as_number=True)
    # of a number in powers of ten the place is to be read as in any other, and never more
    mantissa, _, power = text.upper().partition("E")
    told = text if shown <= _PLACE else f"{mantissa[: _PLACE + 1]}…E{power}"
    return NikProblem("nik_digits_lost", told, len(_digits_in(text)))


def _two_in(parts: Sequence[str]) -> NikProblem:
    numbers = [digits for part in parts if (digits := _digits_in(part))]
    return NikProblem("nik_two_in_one_cell", " / ".join(map(masked, numbers)), sum(map(len, numbers)))


def _from_letters(bare: str) -> NikProblem:
    read = bare.translate(_LOOKS_LIKE)
    if read.isascii() and read.isdigit() and len(read) == _DIGITS and not _wrong_in(read):
        return NikProblem("nik_letters_for_digits", masked(bare), len(_digits_in(bare)), Nik(read))
    return _problem("nik_not_a_number", bare)


def _wrong_in(digits: str) -> str | None:
    """The first thing wrong with the structure of a number, as a code; None where it has the structure of a NIK."""
    if len(digits) != _DIGITS or not digits.isascii() or not digits.isdigit():
        return "nik_not_a_number"
    if len(set(digits)) == 1:
        return "nik_repeated_digit"
    if not 11 <= int(digits[:2]) <= 97 or digits[2:4] == "00" or digits[4:6] == "00":
        return "nik_place_out_of_range"
    if not 1 <= int(digits[8:10]) <= 12:
        return "nik_month_out_of_range"
    if not _birth_dates(digits):
        return "nik_day_out_of_range"
    return "nik_serial_zero" if digits[12:] == "0000" else None


def _birth_dates(digits: str) -> tuple[date, ...]:
    """The dates the six digits may mean, the later century first; none where no calendar has the day."""
    day = int(digits[6:8]) - (FEMALE if int(digits[6:8]) > FEMALE else 0)
    found = []
    for century in (2000, 1900):
        try:
            found.append(date(century + int(digits[10:12]), int(digits[8:10]), day))
        except ValueError:
            continue
    return tuple(found)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _visible(cell: str) -> str:
    return "".join(letter for letter in cell if unicodedata.category(letter) != "Cf")


def _digits_in(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _problem(code: str, text: str) -> NikProblem:
    bare = _INSIDE.sub("", text)
    return NikProblem(code, masked(bare), len(_digits_in(bare)))
