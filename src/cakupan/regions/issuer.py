"""Which area issued a NIK, and what that area is today: a NIK keeps the code of its first registration for ever."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cakupan.basics.nik import Nik
from cakupan.basics.refused import Facts
from cakupan.regions.splits import split_off_from, splits
from cakupan.regions.tree import Level, area, area_exists, is_within, parent_of


@dataclass(frozen=True, slots=True)
class Retired:
    """What a code stood for in an older list, and its area of today (None where that is not certain)."""

    code: str
    name: str
    last_list: int
    today: str | None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued a NIK: `code` as in the number, `name` and `level` of the most exact area known for it.

    `today` are the codes of today's areas that its territory lies in: one where that is certain, several where it was
    split or the code was given anew, none where unknown. `retired`: the code is in no list of today.
    """

    code: str
    name: str
    level: Level
    retired: bool
    today: tuple[str, ...]

    def within(self, ancestor: str) -> bool | None:
        """Whether the NIK was issued in what is now `ancestor`; None where that cannot be told."""
        answers = {is_within(code, ancestor) for code in self.today}
        return answers.pop() if len(answers) == 1 else None


@dataclass(frozen=True, slots=True)
class IssuerProblem:
    """The six digits of a NIK that no known list carries, not even as a regency."""

    code: str
    registered_in: str

    @property
    def facts(self) -> Facts:
        return {"registered_in": self.registered_in}


def issuer_of(nik: Nik) -> Issuer | IssuerProblem:
    """The area that issued `nik`: its district if a list knows it, else its regency; a problem for a code never seen.

    Lists: today's, `data/retired.csv` (2019 and 2024) and `data/splits.toml`. District codes that were retired before
    2019 are not known: then the regency speaks, and with it the regencies that were split off from it.
    """
    return _issuer(nik.registered_in)


def ever_issued(code: str) -> bool:
    """Whether any known list carries the first six digits of a NIK (`16.06.04`), at least as a regency.

    >>> ever_issued("82.05.77"), ever_issued("99.06.01")
    (True, False)
    """
    return not isinstance(_issuer(code), IssuerProblem)


def place_of_issue(code: str) -> str | None:
    """The area of today that the first six digits of a NIK (`16.06.04`) count for; None where that is not certain.

    The district where today's list has it, else the regency of that code: so offices sort by the number. Where
    a regency was split, its old numbers stay with the one that kept the code (Taliabu's residents carry Sula's). A
    code that no list of today has counts for the one area that it became. A code that was given anew (Papua Barat Daya)
    counts for nobody: which of its two areas issued the number cannot be told.

    >>> place_of_issue("16.06.04"), place_of_issue("82.05.77")
    ('16.06.04', '82.05')
    """
    found = _issuer(code)
    if isinstance(found, IssuerProblem):
        return None
    if _stood_for(code) or (found.retired and _stood_for(parent_of(code))):
        return None
    if not found.retired:
        return code
    if area_exists(parent_of(code)):
        return parent_of(code)
    return found.today[0] if len(found.today) == 1 else None


def retired_area(code: str) -> Retired | None:
    """What this code stood for in an older list, if something else than today."""
    return _retired().get(code)


@cache
def _issuer(code: str) -> Issuer | IssuerProblem:
    regency = parent_of(code)
    if area_exists(code):
        return Issuer(code, area(code).title, "district", False, (code, *_stood_for(code)))
    if old := retired_area(code):
        return Issuer(code, old.name, "district", True, _today(old))
    if area_exists(regency):
        today = (regency, *split_off_from(regency), *_stood_for(regency))
        return Issuer(code, area(regency).title, "regency", True, today)
    if old := retired_area(regency):
        return Issuer(code, old.name, "regency", True, _today(old))
    moved = tuple(split.code for split in splits() if regency in split.moved)
    if moved:
        return Issuer(code, area(parent_of(regency)).title, "province", True, moved)
    return IssuerProblem("nik_issuer_unknown", code)


def _stood_for(code: str) -> tuple[str, ...]:
    """Today's areas that a code still in use stood for before it was given anew (Papua Barat Daya, 2022 to 2025)."""
    old = retired_area(code) or retired_area(parent_of(code))
    return _today(old) if old and area_exists(old.code) else ()


def _today(old: Retired) -> tuple[str, ...]:
    if old.today:
        return (old.today,)
    above = retired_area(parent_of(old.code))
    return _today(above) if above else ()


@cache
def _retired() -> Mapping[str, Retired]:
    text = (files("cakupan.regions") / "data" / "retired.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Retired(row["code"], row["name"], int(row["last_list"]), row["today"] or None) for row in rows}
