"""What is odd about a sheet of people as a whole: the sender's area is not theirs, a column is not read."""

from collections.abc import Iterator

from cakupan.basics.refused import Fact
from cakupan.intake.folding import fold
from cakupan.intake.kind import Loose, Subject
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given, Taken
from cakupan.intake.parsed import Parsed
from cakupan.intake.tables import Draft, with_warning
from cakupan.regions import area, is_within

_PERHAPS_NIK = {"nomor induk", "no induk"}  # of a person, or of an employee


def surveyed(draft: Draft, kind: Subject, given: Given) -> Draft:
    """The table, with a warning for what is odd about its sheet."""
    if kind is Loose.PERSONS and "nik" not in draft.heading.positions:
        for heading in _perhaps_niks(draft):
            draft = with_warning(draft, "heading_perhaps_nik", {"sheet": draft.sheet.name, "heading": heading})
    return _placed(draft, given.area) if given.area else draft


def _perhaps_niks(draft: Draft) -> Iterator[str]:
    cells = draft.sheet.row(draft.heading.row)
    return (told(cell) for cell in cells if isinstance(cell, str) and fold(cell) in _PERHAPS_NIK)


def _placed(draft: Draft, given: str) -> Draft:
    """Where most districts that the rows name lie outside the area that the sender said, that area may be a slip."""
    import numpy as np

    district = next((parsed for parsed in draft.fields if parsed.field.name == "district"), None)
    if district is None or district.position is None:
        return draft
    rows = np.bincount(district.codes[draft.rows.data], minlength=len(district.values))
    outside, inside = (int(rows[codes].sum()) for codes in _by_side(district, given))
    if outside <= inside:
        return draft
    facts: dict[str, Fact] = {
        "sheet": draft.sheet.name,
        "rows": outside,
        "named": outside + inside,
        "given": area(given).title,
    }
    return with_warning(draft, "places_mostly_elsewhere", facts)


def _by_side(district: Parsed, given: str) -> tuple[list[int], list[int]]:
    """The codes of what is found only outside the area, and of what is found in it."""
    outside: list[int] = []
    inside: list[int] = []
    for code, found in enumerate(district.values.to_pylist()):
        noted = district.noted.get(code)
        warnings = noted.warnings if isinstance(noted, Taken) else ()
        if found is not None:
            (inside if is_within(found, given) else outside).append(code)
        elif any(warning.code == "area_outside" for warning in warnings):
            outside.append(code)
    return outside, inside
