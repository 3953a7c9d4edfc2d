"""Whether a text holds what looks like the number of a person: a NIK, or a KPJ that is called so."""

import re

from cakupan.intake.masking import BETWEEN
from cakupan.regions import area_exists

_RUN = re.compile(rf"\d(?:{BETWEEN}{{0,3}}\d)*")
_LIKE_NIK = range(15, 18)  # a NIK has sixteen digits, and one is soon lost or doubled
_KPJ_DIGITS = 11
_CALLED = re.compile(r"(?<![a-z])(?:nik|kpj)(?![a-z])", re.IGNORECASE)
_NIK = re.compile(r"[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}")  # area, birth, serial
_PARTS = re.compile(r"\s[\s\-\u2010-\u2015]*")
_YEAR = r"(?:199\d|20\d\d)"
_TIME = re.compile(rf"{_YEAR}(?:-{_YEAR})*|{_YEAR}[-.]\d\d(?:[-.]\d\d)?|\d\d[-.]\d\d[-.]{_YEAR}")


def holds_number_of_person(text: str) -> bool:
    """Whether some digits in `text`, however grouped, look like a NIK (15 to 17 digits) or a KPJ named as such.

    Days, years and codes of areas one after the other are none, however many digits they have together.

    >>> holds_number_of_person("a.n. Siti, 1606 0101 0180 9001"), holds_number_of_person("2024-08-01 - 2025-07-31")
    (True, False)
    """
    called = bool(_CALLED.search(text))
    return any(_looks_personal(run[0], called) for run in _RUN.finditer(text))


def _looks_personal(run: str, called: bool) -> bool:
    groups = re.findall(r"\d+", run)
    if any(len(group) in _LIKE_NIK for group in groups):
        return True
    if all(_TIME.fullmatch(part) or area_exists(part) for part in _PARTS.split(run)):
        return False
    length = sum(map(len, groups))
    return length in _LIKE_NIK or (called and length >= _KPJ_DIGITS) or _holds_nik(groups)


def _holds_nik(groups: list[str]) -> bool:
    """Whether neighbouring groups make up a NIK: two of them one after the other are one longer run."""
    return any(
        _NIK.fullmatch("".join(groups[start:end]))
        for start in range(len(groups))
        for end in range(start + 1, min(start + 16, len(groups)) + 1)
    )
