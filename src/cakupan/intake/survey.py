"""What is odd about a sheet of people as a whole: the sender's area is not theirs, a column is not read."""

from collections.abc import Iterator
from dataclasses import replace

from cakupan.basics.refused import Fact
from cakupan.intake.batches import SingleProblems
from cakupan.intake.folding import fold
from cakupan.intake.kind import Loose, Subject
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given, Taken
from cakupan.intake.parsed import Parsed
from cakupan.intake.reading import Problem
from cakupan.intake.tables import Draft, with_warning
from cakupan.regions import area, is_within

_PERHAPS_NIK = {"nomor induk", "no induk"}  # of a person, or of an employee


def headed(draft: Draft, kind: Subject) -> Draft:
    """The table, with what is odd about its heading, and a warning for one that may be that of a NIK."""
    for code, facts in draft.heading.notes:
        draft = with_warning(draft, code, facts)
    if kind is Loose.PERSONS and "nik" not in draft.heading.positions:
        for heading in _perhaps_niks(draft):
            draft = with_warning(draft, "heading_perhaps_nik", {"sheet": draft.sheet.name, "heading": heading})
    return draft


def surveyed(draft: Draft, given: Given) -> Draft:
    """The table, with a warning where the area that the sender said is not that of its people."""
    found = placed_elsewhere(draft.sheet.name, *sides_of(draft, given), given)
    return replace(draft, problems=(*draft.problems, *found))


def _perhaps_niks(draft: Draft) -> Iterator[str]:
    return (told(title) for title in draft.heading.titles if fold(title) in _PERHAPS_NIK)


def sides_of(draft: Draft, given: Given) -> tuple[int, int]:
    """How many rows name a district outside the area that the sender said, and how many one in it."""
    import numpy as np

    district = next((parsed for parsed in draft.fields if parsed.field.name == "district"), None)
    if given.area is None or district is None or district.position is None:
        return 0, 0
    rows = np.bincount(district.codes[draft.rows.data], minlength=len(district.values))
    outside, inside = (int(rows[codes].sum()) for codes in _by_side(district, given.area))
    return outside, inside


def placed_elsewhere(sheet: str, outside: int, inside: int, given: Given) -> tuple[SingleProblems, ...]:
    """Where most districts that the rows name lie outside the area that the sender said, that area may be a slip."""
    if given.area is None or outside <= inside:
        return ()
    named = outside + inside
    facts: dict[str, Fact] = {"sheet": sheet, "rows": outside, "named": named, "given": area(given.area).title}
    problem = Problem(sheet, None, None, "places_mostly_elsewhere", "warning", "", facts)
    return (SingleProblems("warning", [problem]),)


def _by_side(district: Parsed, given: str) -> tuple[list[int], list[int]]:
    """The codes of what is found only outside the area, and of what is found in it."""
    outside: list[int] = []
    inside: list[int] = []
    for code, found in enumerate(district.values.to_pylist()):
        noted = district.noted.get(code)
        warnings = noted.warnings if isinstance(noted, Taken) else ()
        if found is not None:
            here = is_within(found, given) or is_within(given, found)  # a village's list names the district around it
            (inside if here else outside).append(code)
        elif any(warning.code == "area_outside" for warning in warnings):
            outside.append(code)
    return outside, inside
