"""What quarantined rows say of the person in spite of their errors: each cell that can be read, read as in the file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cakupan.basics.names import fold_name
from cakupan.intake.headings import Heading, match_columns
from cakupan.intake.kind import Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.outcome import Given
from cakupan.intake.parsed import parse_field
from cakupan.intake.sheet import sheet_of, text_of

_ASKED = ("name", "birth", "village", "month")


@dataclass(frozen=True, slots=True)
class Person:
    """What a row says of whom it is about; None where it says nothing that can be read. `name` is folded, `nik` as
    written, without what is no digit or letter."""

    name: str | None = None
    birth: date | None = None
    village: str | None = None
    month: str | None = None
    nik: str | None = None


def persons_in(cells: Sequence[str], columns: Sequence[str], kind: Subject, given: Given) -> list[Person]:
    """The persons of quarantined rows, in their order; `cells` and `columns` are as the quarantine keeps them.

    Without `columns` (an older quarantine has none) headings are read as those of a file that says nothing of them.
    """
    found = [Person()] * len(cells)
    for one in dict.fromkeys(columns):
        places = [at for at, other in enumerate(columns) if other == one]
        for at, person in zip(places, _persons([cells[at] for at in places], one, kind, given), strict=True):
            found[at] = person
    return found


def _persons(cells: Sequence[str], columns: str, kind: Subject, given: Given) -> list[Person]:
    """The persons of rows that were in one table."""
    told: list[dict[str, Any]] = [json.loads(text) for text in cells]
    named: dict[str, list[str]] = json.loads(columns) if columns else {}
    # labels as headings: each row brings those under which it has a cell, and all of one table have the same
    rows = [label for row in told for label in row]
    labels = list(dict.fromkeys([*rows, *(label for parts in named.values() for label in parts)]))
    if not rows:
        return [Person() for _ in cells]
    sheet = sheet_of("", [labels, *([row.get(label) for label in labels] for row in told)])
    heading = _heading(labels, named) if named else Heading(0, match_columns(labels, kind, 0).positions)
    fields = {field.name: field for field in layout_of(kind).fields}
    values: dict[str, list[Any]] = {}
    for name in _ASKED:
        if name in fields:
            parsed = parse_field(sheet, heading, fields[name], given)
            values[name] = [parsed.values[int(code)].as_py() for code in parsed.codes[1:]]
    at = heading.positions.get("nik")
    niks = [None if at is None else sheet.columns[at][row] for row in range(1, sheet.rows)]
    found = [
        person_of(**{name: column[row] for name, column in values.items()}, nik=text_of(nik) if nik else None)
        for row, nik in enumerate(niks)
    ]
    # rows without any cell stand at the end of a sheet and are not in it
    return found + [Person() for _ in range(len(cells) - len(found))]


def _heading(labels: Sequence[str], named: Mapping[str, Sequence[str]]) -> Heading:
    at = {column: tuple(map(labels.index, parts)) for column, parts in named.items()}
    joined = {column: parts for column, parts in at.items() if len(parts) > 1}
    return Heading(0, {column: parts[0] for column, parts in at.items()}, joined=joined)


def person_of(
    *,
    name: str | None = None,
    birth: date | None = None,
    village: str | None = None,
    month: str | None = None,
    nik: str | None = None,
) -> Person:
    """A person whose name is as written."""
    plain = "".join(filter(str.isalnum, nik)) if nik else None
    return Person(fold_name(name) or None if name else None, birth, village, month, plain or None)
