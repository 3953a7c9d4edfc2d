"""What a cell that people fill in freely stands for: a name, an address, an occupation, as it is written."""

import re
import unicodedata
from datetime import date

from cakupan.intake.folding import fold
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, text_of
from cakupan.intake.vocabulary import vocabulary

_ESCAPED = re.compile(r"_x00(?:0[0-9A-F]|1[0-9A-F])_|[\x00-\x08\x0b-\x1f\x7f]")  # how a workbook writes line ends
_FORMULA = re.compile(r"=|[+@]\s*[A-Za-z][\w.]*\s*\(")  # no name begins with =, and DDE needs no bracket: =cmd|…
_ONE_LETTER = re.compile(r"(.)\1{2,}")


def parse_words(cell: Cell, _: Given) -> Outcome:
    """Text on one line, each gap one space; marks that cannot be seen are taken out, and that is recorded.

    It goes to the vault, so a number of a person in it is no fault.
    """
    text = text_of(cell)
    visible = "".join(letter for letter in _ESCAPED.sub(" ", text) if unicodedata.category(letter) != "Cf")
    line = " ".join(visible.removeprefix("'").split()) or None
    seen = len(visible) == len(text) or " ".join(text.removeprefix("'").split()) == line
    return Taken(line, None if seen else "invisible_marks_removed")


def parse_name_cell(cell: Cell, given: Given) -> Outcome:
    """A name as it is written: comparing names is not for here. One without any letter is none.

    What looks like a trial, like "nobody" or like a formula stays, for it may be a name, and is warned of.
    """
    found = parse_words(cell, given)
    if isinstance(cell, date) or isinstance(found, Fault) or not any(map(str.isalpha, str(found.value or ""))):
        return Fault("name_unreadable")
    text = str(found.value)
    code = "name_is_formula" if _FORMULA.match(text) else "name_placeholder" if is_placeholder(text) else None
    return Taken(text, found.repair, (Fault(code),)) if code else found


def is_placeholder(text: str) -> bool:
    """Whether somebody wrote this where no name was known, or to try the form: xxx, test, nihil, jumlah.

    >>> is_placeholder("NIHIL"), is_placeholder("Xxxx"), is_placeholder("Tessa")
    (True, True, False)
    """
    folded = fold(text)
    return bool(_ONE_LETTER.fullmatch(folded.replace(" ", ""))) or vocabulary("no_name").find(text) is not None


def parse_occupation_cell(cell: Cell, given: Given) -> Outcome:
    """An occupation as it is written; one that the list of occupations does not have is pointed out."""
    found = parse_words(cell, given)
    if isinstance(found, Fault) or not found.value or vocabulary("occupation").find(str(found.value)):
        return found
    return Taken(found.value, found.repair, (Fault("occupation_unlisted"),)) if fold(str(found.value)) else found


def parse_occupation_code(cell: Cell, given: Given) -> Outcome:
    """The code of an occupation, and nothing where the list does not have it."""
    found = parse_words(cell, given)
    known = vocabulary("occupation").find(str(found.value)) if isinstance(found, Taken) and found.value else None
    return Taken(known.word if known else None)
