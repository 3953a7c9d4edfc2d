"""How much of a cell may be said aloud: never a whole NIK, KPJ or account number."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count

from cakupan.basics.nik import masked
from cakupan.intake.sheet import Cell, text_of

# what may stand between the digits of one number, dashes of every length and blanks that cannot be seen among them
BETWEEN = r"[\s.'’_\-\u2010-\u2015\u2212\u200b-\u200d\u2060\ufeff]"
_LONG_NUMBER = re.compile(rf"\d(?:(?:{BETWEEN}|/){{0,3}}\d){{10,}}")  # a KPJ has eleven digits
_NUMBER_OR_PHONE = re.compile(rf"\d(?:{BETWEEN}{{0,3}}\d){{8,}}")  # in paths, where a slash parts folders
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_]+")
# what steers a screen, and bytes of a file's name that are no text: neither ledger nor page takes them
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN = 80
_OF_NOBODY = frozenset(
    (
        "village",
        "village_code",
        "district",
        "district_code",
        "regency",
        "regency_code",
        "province",
        "province_code",
        "area",
        "area_name",
        "month",
        "segment",
        "sex",
        "occupation",
        "denominator",
    )
)  # columns of which no cell is of one person


def told(cell: Cell) -> str:
    """The cell as a sentence may carry it: on one line, shortened, with most digits of a long number as stars.

    >>> told("NIK 1606010101809001 a.n. Siti")
    'NIK 160601********01 a.n. Siti'
    """
    starred = _LONG_NUMBER.sub(_starred, _on_one_line(text_of(cell)))
    return starred if len(starred) <= _SHOWN else f"{starred[: _SHOWN - 1]}…"


def heading_told(heading: str) -> str:
    """A heading as it is kept and compared: as it is, but for most digits of a long number. Where the first row of a
    list is taken for its heading, it is somebody's NIK.

    >>> heading_told("1606041205879001"), heading_told("Nomor Induk")
    ('160604********01', 'Nomor Induk')
    """
    return _replaced(_LONG_NUMBER, _starred, heading)


def names_told(names: Sequence[str]) -> tuple[str, ...]:
    """What the sheets of a file are called wherever they are told of: as they are, but for most digits of a long
    number. Those that are alike without these digits are numbered.

    >>> names_told(["Usulan", "1606041205879001", "1606041206879001"])
    ('Usulan', '160604********01', '160604********01 (2)')
    """
    starred = list(map(heading_told, names))
    variants = {shown: _numbered(shown) for shown in starred}
    taken = {name.casefold() for name, shown in zip(names, starred, strict=True) if shown == name}

    def free(shown: str) -> str:
        found = next(one for one in variants[shown] if one.casefold() not in taken)
        taken.add(found.casefold())
        return found

    return tuple(name if shown == name else free(shown) for name, shown in zip(names, starred, strict=True))


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} ({number})" for number in count(2))


def path_told(name: str) -> str:
    """The name of a file, or its path, without a number of a person or a phone: the ledger never forgets it.

    >>> path_told("usulan/1606  0412 0587 9001.csv")
    'usulan/….csv'
    """
    return _replaced(_NUMBER_OR_PHONE, "…", _UNWRITABLE.sub("_", name))


def hushed(text: str) -> str:
    """What stands in a cell about a person, as a sentence may carry it: names slip into the columns beside theirs.

    >>> hushed("Siti Aminah"), hushed("31/02/1987"), hushed("16O6O1O1O18O9OO1")
    ('S*** A***', '31/02/1987', '16O6O1******O1')
    """
    return _WORD.sub(_initial, told(text))


def shown(text: str, column: str | None) -> str:
    """What a screen may show of a cell of a list, by the column of ours that was read from it: in full what names
    nobody; of a phone its ends, of a birth date the year, since beside a masked NIK the day would say what the stars
    hide; else as `hushed`.

    >>> shown("Siti, 12-05-1987", "birth"), shown("0812 345 678", "phone"), shown("Siti", "name")
    ('****, **-**-1987', '081* *** *78', 'S***')
    >>> shown("Bandar Jaya", "village")
    'Bandar Jaya'
    """
    if column in _OF_NOBODY:
        return told(text)
    if column == "birth":
        return _WORD.sub(lambda word: word[0] if _YEAR.fullmatch(word[0]) else "*" * len(word[0]), told(text))
    return hushed(_ends_only(text) if column == "phone" else text)


def _ends_only(phone: str) -> str:
    hidden = {at for at, letter in enumerate(phone) if letter.isdigit()}
    hidden -= {*sorted(hidden)[:3], *sorted(hidden)[-2:]}
    return "".join("*" if at in hidden else letter for at, letter in enumerate(phone))


def _replaced(numbers: re.Pattern[str], by: str | Callable[[re.Match[str]], str], text: str) -> str:
    """The text with each of these numbers replaced; one that holds none stays as it is, blank for blank."""
    line = _on_one_line(text)
    return numbers.sub(by, line) if numbers.search(line) else text


def _on_one_line(text: str) -> str:
    return _UNWRITABLE.sub("_", " ".join(text.split()))


def _initial(found: re.Match[str]) -> str:
    word = found[0]
    if word.isdigit():
        return word
    # letters stand for digits that they look like: a long word of both is a number
    return masked(word) if any(map(str.isdigit, word)) else f"{word[0]}***"


def _starred(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"{digits[:6]}{'*' * (len(digits) - 8)}{digits[-2:]}"
