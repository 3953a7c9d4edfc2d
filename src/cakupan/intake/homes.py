"""In which village and district a row says that a person lives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from cakupan.intake.numerals import match_place
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.places import fault_of
from cakupan.intake.sheet import Cell, text_of
from cakupan.regions import (
    NATION,
    Area,
    AreaMatch,
    AreaProblem,
    Level,
    area,
    codes_to_propose,
    is_within,
    match_area,
    parent_of,
    parse_area_code,
)

VILLAGE_COLUMNS = ("village", "village_code")
DISTRICT_COLUMNS = ("district", "district_code")
REGENCY_COLUMNS = ("regency", "regency_code")
_NUMBERED = re.compile(r"^\s*\(?\d{1,3}\s*[.)\-]?\s+(?=\D)|^\s*\(?\d{1,3}\s*[.)\-]\s*(?=[^\d\s])")
_COPY = re.compile(r"\s*\(\d{1,2}\)\s*$")
_VILLAGE_IN_DISTRICT = re.compile(r"\d{4}")
_DOTS_OF_DISTRICT = 2
HOME_COLUMNS = (*VILLAGE_COLUMNS, *DISTRICT_COLUMNS, *REGENCY_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Home:
    """What is known of the village and the district. `written` is what stands for a village that was not found."""

    village: Outcome
    district: Outcome
    written: str | None


def parse_village(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The code of the village that a row names in its district or, where it names none, in the area at hand.

    A name is never looked up in the whole country: namesakes of a village lie everywhere. One that is not known is
    no fault of the row: it keeps what is written (`parse_village_written`).
    """
    return _home_of(cells, given).village


def parse_village_written(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """What is written for a village of which no code was found."""
    return Taken(_home_of(cells, given).written)


def parse_district(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The code of the district that a row names, or in which its village lies.

    One outside the area that the sender said stands, with a warning: people come from elsewhere too.
    """
    found = _home_of(cells, given).district
    code = found.value if isinstance(found, Taken) else None
    if not isinstance(found, Taken) or code is None or given.area is None:
        return found
    # a village's own list names the district around it
    if is_within(str(code), given.area) or is_within(given.area, str(code)):
        return found
    outside = Fault("area_outside_given", {"area": area(str(code)).title, "given": area(given.area).title})
    return replace(found, warnings=(*found.warnings, outside))


def parse_workplace(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The code of the area in which a row says that a person works: a village, district or regency, by code or name.

    A name is looked up in the area at hand first, then in the whole country, where only a regency or province is
    known by its name alone. One that is not found leaves the place of work open.
    """
    cell = cells.get("workplace")
    if cell is None:
        return Taken(None)
    return _workplace(text_of(cell).strip(), given.area or given.within)


@lru_cache(maxsize=100_000)
def _workplace(text: str, home: str | None) -> Outcome:
    found: AreaMatch | AreaProblem | None = None
    if home not in (None, NATION) and parse_area_code(text) is None:
        found = match_area(text, home, ("regency", "district", "village"))
    if not isinstance(found, AreaMatch):
        found = match_area(text, NATION, ("regency", "district") if parse_area_code(text) is None else None)
    return _outcome(found)


def village_of_sheet(name: str, given: Given) -> str | None:
    """The village whose name or code a sheet bears, as in lists with a sheet for each village.

    A number before the name, a level word and a copy's number behind it are no part of it. Four digits alone are a
    village of the district that the sender said, and nothing where no district was said: they may be a year.
    """
    for coded, found in _matches_of_sheet(name, given):
        if isinstance(found, AreaMatch) and (coded or not found.repaired):
            return found.area.code
    return None


def villages_like_sheet(name: str, given: Given) -> tuple[Area, ...]:
    """The villages that a sheet may be named after where none bears its name alone: misspelt, or several of a name."""
    for _, found in _matches_of_sheet(name, given):
        if isinstance(found, AreaMatch):
            return (found.area,)
        if found.code == "area_ambiguous":
            return found.candidates
    home, bare = given.area or given.within, _bare(name)
    return tuple(map(area, codes_to_propose(bare, "village", home))) if home and bare.replace(" ", "").isalpha() else ()


def _matches_of_sheet(name: str, given: Given) -> Iterator[tuple[bool, AreaMatch | AreaProblem]]:
    """What the name of a sheet may mean in the area at hand, and whether as a code."""
    home = given.area or given.within
    if home is None:
        return
    bare = _bare(name)
    inside = [f"{home}.{bare}"] if _VILLAGE_IN_DISTRICT.fullmatch(bare) and home.count(".") == _DOTS_OF_DISTRICT else []
    for text in (*inside, name, bare):
        coded = parse_area_code(text) is not None and not _VILLAGE_IN_DISTRICT.fullmatch(text)
        if coded or any(map(str.isalpha, text)):
            yield coded, match_area(text, home, ("village",))


def _bare(name: str) -> str:
    return _COPY.sub("", _NUMBERED.sub("", name.replace("_", " "))).strip()


def _home_of(cells: Mapping[str, Cell], given: Given) -> _Home:
    said = tuple((column, text_of(cell).strip()) for column, cell in cells.items() if cell is not None)
    village = None if set(VILLAGE_COLUMNS) & set(cells) else given.village
    return _home(said, given.area or given.within, village)


@lru_cache(maxsize=100_000)
def _home(said: tuple[tuple[str, str], ...], home: str | None, village: str | None) -> _Home:
    cells = dict(said)
    around = _around(cells, home)
    district = _district(cells, around)
    if village is not None:
        return _Home(Taken(village), Taken(parent_of(village)), None)
    inside = district.area.code if isinstance(district, AreaMatch) else around
    found = _village(cells, inside)
    if isinstance(found, AreaMatch):
        lies_in = Taken(parent_of(found.area.code))
        same = isinstance(district, AreaMatch) and district.area.code == lies_in.value
        return _Home(_taken(found), _outcome(district) if same else lies_in, None)
    written = next((cells[column] for column in VILLAGE_COLUMNS if column in cells), None)
    return _Home(_outcome(found), _outcome(district), written)


def _around(cells: Mapping[str, str], home: str | None) -> str | None:
    """The regency that the row names, or the area at hand where that is narrower or the row names none."""
    text = next((cells[column] for column in REGENCY_COLUMNS if column in cells), None)
    found = match_area(text, NATION, ("regency",)) if text else None
    if not isinstance(found, AreaMatch) or (home is not None and is_within(home, found.area.code)):
        return home
    return found.area.code


def _district(cells: Mapping[str, str], around: str | None) -> AreaMatch | AreaProblem | None:
    text = _text(cells, DISTRICT_COLUMNS, "district")
    if text is None:
        return None
    found = match_area(text, around or NATION, ("district",))
    if isinstance(found, AreaProblem) and around is not None:
        # people come from elsewhere too, but then the name must stand there as it is printed
        elsewhere = match_area(text, NATION, ("district",))
        return elsewhere if isinstance(elsewhere, AreaMatch) and not elsewhere.repaired else found
    return found


def _village(cells: Mapping[str, str], inside: str | None) -> AreaMatch | AreaProblem | None:
    text = _text(cells, VILLAGE_COLUMNS, "village")
    if text is None:
        return None
    if parse_area_code(text) is not None:
        return match_area(text, NATION, ("village",))
    return match_place(text, inside, ("village",)) if inside not in (None, NATION) else None


def _text(cells: Mapping[str, str], columns: tuple[str, str], level: Level) -> str | None:
    """The name, or else the code; the code first where it is one of `level`."""
    name, code = (cells.get(column) for column in columns)
    if code is not None and isinstance(match_area(code, NATION, (level,)), AreaMatch):
        return code
    return name or code


def _outcome(found: AreaMatch | AreaProblem | None) -> Taken:
    if isinstance(found, AreaProblem):
        return Taken(None, warnings=(fault_of(found),))
    return _taken(found) if found else Taken(None)


def _taken(found: AreaMatch) -> Taken:
    return Taken(found.area.code, found.repaired)
