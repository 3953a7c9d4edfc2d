"""Which area a row speaks of, from its code or its name and the areas around it."""

from collections.abc import Iterable, Iterator, Mapping

from cakupan.intake.masking import told
from cakupan.intake.numerals import match_place
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.sheet import Cell, text_of
from cakupan.regions import (
    NATION,
    Area,
    AreaMatch,
    AreaProblem,
    Level,
    area,
    is_within,
    parent_of,
    parse_area_code,
)

LEVEL_COLUMNS: tuple[Level, ...] = ("village", "district", "regency", "province")
PLACE_COLUMNS = ("area", *(column for level in LEVEL_COLUMNS for column in (f"{level}_code", level)), "area_name")
"""The columns that may say an area, the most telling first."""

_CANDIDATES_TOLD = 6


def parse_place(cells: Mapping[str, Cell], given: Given) -> Outcome:
    """The code of the area that these cells name together, read within what the sender said (`given.area`),
    or else first within the reader's own area (`given.within`).

    The column `area` decides where there is one, then the lowest level that has a column; the higher levels
    say where its name is sought. A blank there is no area, even if the district beside it is filled: the row
    may be a subtotal. An area outside the sender's stands, with a warning; one that a name beside it contradicts
    does not, for rows may have slipped, or the codes be those of the statistics office.
    """
    column = next((column for column in _saying(cells) if cells.get(column) is not None), None)
    if column is None:
        return Taken(None)
    around = _around(cells, column, given.area or given.within)
    if isinstance(around, AreaProblem):
        return fault_of(around)
    found = _found(cells[column], column, around, given)
    if isinstance(found, AreaProblem):
        return fault_of(found)
    contradicted = _contradicted(found.area, column, cells)
    if isinstance(contradicted, AreaProblem):
        return fault_of(contradicted)
    return Taken(found.area.code, found.repaired, tuple(_warnings(found.area, contradicted, given)))


def _saying(cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """The columns that may say the area itself: one, or the code and the name of the lowest level."""
    if "area" in cells:
        return ("area",)
    for level in LEVEL_COLUMNS:
        if said := tuple(column for column in (f"{level}_code", level) if column in cells):
            return said
    return ("area_name",)


def _around(cells: Mapping[str, Cell], column: str, home: str | None) -> str | AreaProblem:
    """The code of the area that the columns of higher levels name; NATION where there are none, or none is needed.

    Their own names are looked up in `home` first.
    """
    level = column.removesuffix("_code")
    if column == "area" and parse_area_code(text_of(cells[column])) is not None:
        return NATION
    higher = LEVEL_COLUMNS[LEVEL_COLUMNS.index(level) + 1 :] if level in LEVEL_COLUMNS else LEVEL_COLUMNS
    within = NATION
    for above in reversed(higher):
        cell = next((cells[name] for name in (f"{above}_code", above) if cells.get(name) is not None), None)
        if cell is not None:
            found = _match_from_home(cell, within, (above,), home)
            if isinstance(found, AreaProblem):
                return found
            within = found.area.code
    return within


def _found(cell: Cell, column: str, around: str, given: Given) -> AreaMatch | AreaProblem:
    """The area in `around` and, where that is narrower, in the sender's own area; or the one area elsewhere."""
    level = column.removesuffix("_code")
    levels = (level,) if level in LEVEL_COLUMNS else None
    if given.area is None:
        return _match_from_home(cell, around, levels, given.within)
    if not is_within(given.area, around):
        return _match(cell, around, levels)
    inside = _match(cell, given.area, levels)
    if isinstance(inside, AreaProblem) and inside.code == "area_outside" and len(inside.candidates) == 1:
        return _match(cell, around, levels)
    return inside


def _match_from_home(
    cell: Cell, around: str, levels: Iterable[Level] | None, home: str | None
) -> AreaMatch | AreaProblem:
    """The area in `around`; a name that is known in `home`, where that lies in `around`, means the one there.

    A name of several areas at home is none elsewhere: whoever reads meant one of these. One that is known nowhere is
    said to be unknown at home, where it is to be looked for.
    """
    named = isinstance(cell, str) and any(map(str.isalpha, cell))
    if home is None or not named or not is_within(home, around):
        return _match(cell, around, levels)
    found = _match(cell, home, levels)
    if isinstance(found, AreaMatch) or found.code == "area_ambiguous":
        return found
    elsewhere = _match(cell, around, levels)
    unknown = isinstance(elsewhere, AreaProblem) and elsewhere.code == found.code == "area_not_found"
    return found if unknown else elsewhere


def _match(cell: Cell, within: str, levels: Iterable[Level] | None) -> AreaMatch | AreaProblem:
    return match_place(text_of(cell), within, levels, numeric=isinstance(cell, int | float))


def _contradicted(found: Area, column: str, cells: Mapping[str, Cell]) -> AreaProblem | str | None:
    """The problem where another column names another area; its text where that names none that is known."""
    others = (f"{found.level}_code", found.level, "area_name")
    beside = next((cells[name] for name in others if name != column and cells.get(name) is not None), None)
    if beside is None or found.code == NATION:
        return None
    named = _match(beside, parent_of(found.code), (found.level,))
    meant = (named.area,) if isinstance(named, AreaMatch) else named.candidates
    if found in meant:
        return None
    if not meant or (isinstance(named, AreaMatch) and named.repaired):
        return text_of(beside)
    text = f"{text_of(cells[column])} / {text_of(beside)}"
    return AreaProblem("area_code_and_name_differ", text, NATION, (found, *meant))


def _warnings(found: Area, beside: str | None, given: Given) -> Iterator[Fault]:
    if given.area and not is_within(found.code, given.area):
        yield Fault("area_outside_given", {"area": found.title, "given": area(given.area).title})
    if beside is not None:
        yield Fault("area_name_differs", {"area": f"{found.title} ({found.code})", "name": told(beside)})


def fault_of(problem: AreaProblem) -> Fault:
    """The problem as a fault of its cell, with the areas that may have been meant."""
    facts = problem.facts
    meant = tuple(f"{found.title} ({found.code})" for found in problem.candidates[:_CANDIDATES_TOLD])
    return Fault(problem.code, {**facts, "text": told(problem.text), "candidates": meant})
