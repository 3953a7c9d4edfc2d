"""Which form of a person's or a place's name is compared, and how a person's name is masked."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

# Written within a word they are part of it (Ma'rang, Nur`aini, Jum’at): dropped, never a space.
_IN_WORD = re.compile("['\"`\u00b4\u02bb\u02bc\u02b9\u02c8\u2018\u2019\u201a\u201b\u201c\u201d\u2032\u2033\uff07]")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # D.I. Yogyakarta
_BROKEN_DEGREE = re.compile(r"\b([asm]\.)\s+(?=[a-z]{2,3}\b)")  # S. Pd
_LETTER_MEETS_DIGIT = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_ROMAN = re.compile("(x{0,2})(ix|iv|v?i{0,3})")
_UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def fold_name(text: str) -> str:
    """A person's name as it is compared: small Latin letters, one space, no titles, degrees, bin or binti.

    First floor only: spelling variants (Muhammad, Mohd.; oe, u) are for identity to weigh, not to fold away here.
    An empty result means that nothing but titles or marks was written.

    >>> fold_name("Hj. SITI  NUR'AINI, S.Pd.")
    'siti nuraini'
    """
    words = _words_for("person")
    before, *after = _BROKEN_DEGREE.sub(r"\1", _latin(text)).split(",")
    # behind a comma stand degrees, or the name when an office writes the family name first: only known degrees go
    named = _without_titles(before.split(), words) + [
        t for part in after for t in part.split() if not _degree(t, words)
    ]
    tokens = _NOT_NAME.sub(" ", " ".join(named)).split()
    return " ".join(token for token in tokens if token not in words["patronymics"])


def fold_place(text: str) -> str:
    """A place's name as it is compared: small Latin letters, one space, level words and numbers written out.

    >>> fold_place("KEC. Ilir  Timur II")
    'kecamatan ilir timur dua'
    """
    short = _words_for("place")["short"]
    tokens = _LETTER_MEETS_DIGIT.sub(" ", _NOT_NAME.sub(" ", _INITIALS.sub(r"\1", _latin(text)))).split()
    return " ".join(_numeral(short.get(token, token)) for token in tokens)


def mask_name(text: str) -> str:
    """A name that can be recognised by who holds the list, and by nobody else: initials and stars.

    The stars do not tell the length of a word.

    >>> mask_name("Siti Nurhaliza")
    'S*** N***'
    """
    return " ".join(f"{word[0]}***" for word in text.split())


def _latin(text: str) -> str:
    if text.isascii():  # nothing to take apart
        return _IN_WORD.sub("", text).casefold()
    # NFKD also turns the non-breaking space into a space; zero-width marks (category Cf) have no width and go
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return _IN_WORD.sub("", kept).casefold()


def _without_titles(tokens: list[str], words: Mapping[str, Any]) -> list[str]:
    """`tokens` less the titles before the name and the degrees behind it. A lone word without a dot is a name."""
    while tokens and _bare(tokens[0]) in words["titles"] and (len(tokens) > 1 or "." in tokens[0]):
        tokens = tokens[1:]
    while len(tokens) > 1 and (_bare(tokens[-1]) in words["plain_degrees"] or _dotted_degree(tokens[-1], words)):
        tokens = tokens[:-1]
    return [] if len(tokens) == 1 and _dotted_degree(tokens[0], words) else tokens


def _dotted_degree(token: str, words: Mapping[str, Any]) -> bool:
    return "." in token and _degree(token, words)


def _degree(token: str, words: Mapping[str, Any]) -> bool:
    return _bare(token) in words["degrees"]


def _bare(token: str) -> str:
    return _NOT_NAME.sub("", token)


def _numeral(token: str) -> str:
    number = int(token) if token.isdigit() else _roman(token)
    return _in_words(number) if 1 <= number <= 99 else token


def _roman(token: str) -> int:
    """The value of a Roman numeral up to 29, else 0: c, d, l and m stand for words in names, not for numbers."""
    found = _ROMAN.fullmatch(token)
    if not found:
        return 0
    tens, units = found.groups()
    return 10 * len(tens) + {"ix": 9, "iv": 4}.get(units, 5 * units.count("v") + units.count("i"))


def _in_words(number: int) -> str:
    # in words and not in digits, so that Limapuluh Kota, Lima Puluh Kota and 50 Kota differ in spaces only
    tens, units = divmod(number, 10)
    if number in (10, 11):
        return "sepuluh" if number == 10 else "sebelas"
    if tens == 1:
        return f"{_UNITS[units]} belas"
    return f"{_UNITS[tens]} puluh {_UNITS[units]}".strip() if tens else _UNITS[units]


@cache
def _words_for(kind: str) -> Mapping[str, Any]:
    text = files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = tomllib.loads(text)[kind]
    return {name: value if isinstance(value, dict) else frozenset(value) for name, value in read.items()}
