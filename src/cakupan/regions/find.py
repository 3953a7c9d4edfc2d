"""Which area a cell means: by code, by name as people write it, or by a name with the areas around it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cakupan.basics.names import fold_place
from cakupan.basics.refused import Facts
from cakupan.regions.codes import code_readings
from cakupan.regions.issuer import retired_area
from cakupan.regions.spelling import CLOSENESSES
from cakupan.regions.tree import LEVELS, NATION, Area, Level, ancestors_of, area, area_exists, is_within
from cakupan.regions.wording import codes_meant, codes_of_name

_CODE_BESIDE_NAME = re.compile(r"\W*(\d[\d.]*\d)\W+(\D.*)|(\D.*?)\W+(\d[\d.]*\d)\W*")
_SHOWN = 5  # a message that lists the country's hundred Sukamaju helps nobody


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """The area that a cell means. `repaired` is None, or the code of the repair for the caller to record."""

    area: Area
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class AreaProblem:
    """Why a cell names no single area: a code, the text, where it was sought, and the areas it may have meant."""

    code: str
    text: str
    within: str = NATION
    candidates: tuple[Area, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the sentence for `code` needs."""
        shown = tuple(_title_and_place(found) for found in self.candidates[:_SHOWN])
        more = (f"+{len(self.candidates) - _SHOWN}",) if len(self.candidates) > _SHOWN else ()
        return {"text": self.text, "within": area(self.within).title, "candidates": shown + more}


def find_area(text: str, within: str = NATION, levels: Iterable[Level] | None = None) -> Area | AreaProblem:
    """The one area that `text` means beyond doubt; a misspelt name is a problem (`area_perhaps`) with its candidate.

    For those who can record a repair there is `match_area`, which explains `within` and `levels`.

    >>> find_area("KAB. MUSI  BANYUASIN").code, find_area("Bandung").code
    ('16.06', 'area_ambiguous')
    """
    found = match_area(text, within, levels)
    if isinstance(found, AreaProblem):
        return found
    return AreaProblem("area_perhaps", text, within, (found.area,)) if found.repaired else found.area


def match_area(
    text: str, within: str = NATION, levels: Iterable[Level] | None = None, *, numeric: bool = False
) -> AreaMatch | AreaProblem:
    """The area that `text` means in `within` (itself included), with the repair it took.

    `text` is a code, a name, or a name with the areas it lies in ("Desa Lumpatan II, Kec. Sekayu"). `levels` are those
    that the answer may be of; without them every level, but villages only where a regency or less is searched or the
    text says Desa or Kelurahan, because their names repeat all over the country (FORMATS.md: a village comes with its
    district). A bare name that fits several levels means the highest: the lower ones carry their level word.
    `numeric`: the cell came as a number. Cached, so that a column may be asked cell by cell.
    """
    return _matched(text, within, _in_order(levels), numeric)


def _title_and_place(found: Area) -> str:
    around = [above.title for above in ancestors_of(found.code) if above.level in ("district", "regency")]
    return f"{', '.join((found.title, *around))} ({found.code})"


def _in_order(levels: Iterable[Level] | None) -> tuple[Level, ...]:
    return LEVELS if levels is None else tuple(sorted(set(levels), key=LEVELS.index))


@lru_cache(maxsize=65_536)
def _matched(text: str, within: str, levels: tuple[Level, ...], numeric: bool) -> AreaMatch | AreaProblem:
    area(within)  # an unknown parent is a mistake in the request, not in the cell
    readings = code_readings(text, numeric=numeric)
    if readings:
        return _by_code(text, tuple(reading.code for reading in readings), readings[0].repaired, within, levels)
    if not any(letter.isalpha() for letter in text):
        written = any(letter.isdigit() for letter in text)
        return AreaProblem("area_code_unreadable" if written else "area_empty", text, within)
    beside = _CODE_BESIDE_NAME.fullmatch(text)
    code = code_readings(beside[1] or beside[4]) if beside else ()
    if beside and len(code) == 1 and area_exists(code[0].code):
        found = _by_code_and_name(text, code[0].code, beside[2] or beside[3], within, levels)
        # two digits may be part of a name: 13 Ulu is a kelurahan of Palembang, and 13 is Sumatera Barat
        if isinstance(found, AreaMatch) or "." in code[0].code:
            return found
    return _by_name(text, within, levels)


def _by_code(
    text: str, codes: tuple[str, ...], repaired: bool, within: str, levels: tuple[Level, ...]
) -> AreaMatch | AreaProblem:
    known = tuple(area(code) for code in codes if area_exists(code))
    if not known:
        return _unknown_code(text, codes[0], within)
    inside = tuple(found for found in known if is_within(found.code, within) and found.level in levels)
    if not inside:
        outside = any(not is_within(found.code, within) for found in known)
        return AreaProblem("area_outside" if outside else "area_other_level", text, within, known)
    if len(inside) > 1:
        return AreaProblem("area_ambiguous", text, within, inside)
    return AreaMatch(inside[0], "area_code_completed" if repaired else None)


def _unknown_code(text: str, code: str, within: str) -> AreaProblem:
    """A retired code is refused like an unknown one, with the area of today for people to choose."""
    old = retired_area(code)
    today = (area(old.today),) if old and old.today else ()
    return AreaProblem("area_code_retired" if today else "area_code_unknown", text, within, today)


def _by_code_and_name(
    text: str, code: str, name: str, within: str, levels: tuple[Level, ...]
) -> AreaMatch | AreaProblem:
    """Code and name in one cell must speak of one area: two columns run together may have slipped by a row."""
    found = _by_code(text, (code,), False, within, levels)
    if isinstance(found, AreaProblem):
        return found
    level = found.area.level
    named = _by_name(name, NATION if level in ("nation", "province", "regency") else code.rpartition(".")[0], (level,))
    candidates = (named.area,) if isinstance(named, AreaMatch) else named.candidates
    if found.area in candidates:
        return AreaMatch(found.area, named.repaired if isinstance(named, AreaMatch) else None)
    return AreaProblem("area_code_and_name_differ", text, within, (found.area, *candidates))


def _by_name(text: str, within: str, levels: tuple[Level, ...]) -> AreaMatch | AreaProblem:
    for closeness in CLOSENESSES:
        # a name that is printed somewhere else is no slip of the pen for a neighbour here
        if closeness == "near" and (elsewhere := _elsewhere(text, within, levels)):
            return AreaProblem("area_outside", text, within, elsewhere)
        codes = codes_meant(text, within, levels, closeness)
        if len(codes) == 1:
            return AreaMatch(area(codes[0]), "area_spelling" if closeness in ("spelt", "near") else None)
        if codes:
            return AreaProblem("area_ambiguous", text, within, tuple(area(code) for code in codes))
    return AreaProblem("area_not_found", text, within)


def _elsewhere(text: str, within: str, levels: tuple[Level, ...]) -> tuple[Area, ...]:
    """The provinces, regencies and (if sought) districts outside `within` that are called exactly so."""
    if within == NATION:
        return ()
    upper: tuple[Level, ...] = ("province", "regency", "district") if "district" in levels else ("province", "regency")
    codes = codes_of_name(fold_place(text), NATION, upper, "written")
    return tuple(area(code) for code in codes if not is_within(code, within))
