"""What each cell of a table says: every distinct cell, or set of cells, is parsed once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.intake.headings import Heading
from cakupan.intake.layouts import Field
from cakupan.intake.outcome import Fault, Given, Outcome, Taken, Value
from cakupan.intake.sheet import Cell, ErrorCell, Sheet, text_of

_ERROR_TEXT = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}")  # saved to a text
_LEFT_OUT = {"error_cell": "error_cell_left_out", "formula_without_value": "formula_left_out"}
_DASHES = "-–—_. "  # a cell of nothing but these is how an office writes "nothing"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One field for every row of a sheet: `outcomes[codes[row]]`, from the cells written as `texts[codes[row]]`.

    `position` is the column (from 0) that speaks for the field; None where the sender said it beside the file.
    """

    field: Field
    codes: Sequence[int]
    outcomes: Mapping[int, Outcome]
    texts: Mapping[int, str]
    position: int | None

    def outcome(self, row: int) -> Outcome:
        return self.outcomes[self.codes[row]]

    def text(self, row: int) -> str:
        return self.texts[self.codes[row]]

    def is_blank(self, row: int) -> bool:
        return not self.texts[self.codes[row]]

    def says_something(self, row: int) -> bool:
        """Whether the file itself, in this row, holds a good value for the field."""
        outcome = self.outcome(row)
        return self.position is not None and isinstance(outcome, Taken) and outcome.value is not None

    def clean(self) -> frozenset[int]:
        """The codes of cells that hold a value which needed no mending."""
        taken = ((code, outcome) for code, outcome in self.outcomes.items() if isinstance(outcome, Taken))
        return frozenset(code for code, outcome in taken if outcome.value is not None and outcome.repair is None)

    def values(self, rows: Sequence[int]) -> list[Value]:
        """The values of rows that have no fault."""
        found = {code: outcome.value for code, outcome in self.outcomes.items() if isinstance(outcome, Taken)}
        return [found[self.codes[row]] for row in rows]


def parse_field(sheet: Sheet, heading: Heading, field: Field, given: Given) -> Parsed:
    """`field` for every row below the heading."""
    positions = {source: heading.positions[source] for source in field.sources if source in heading.positions}
    if not positions:
        return Parsed(field, [0] * sheet.rows, {0: Taken(given.says(field.name))}, {0: ""}, None)
    codes, distinct = _distinct(sheet, tuple(positions.values()), heading.row + 1)
    outcomes, texts = {}, {}
    for code, cells in distinct.items():
        named = dict(zip(positions, cells, strict=True))
        outcomes[code] = _outcome(field, named, given)
        texts[code] = " / ".join(text_of(cell) for cell in cells if cell is not None)
    return Parsed(field, codes, outcomes, texts, next(iter(positions.values())))


def _distinct(
    sheet: Sheet, positions: tuple[int, ...], start: int
) -> tuple[Sequence[int], Mapping[int, tuple[Cell, ...]]]:
    """A code for each row, and the cells it stands for, for rows from `start`."""
    columns = [sheet.columns[position] for position in positions]
    if len(columns) == 1:
        return columns[0].codes, {code: (columns[0].values[code],) for code in sorted(set(columns[0].codes[start:]))}
    seen: dict[tuple[int, ...], int] = {}
    codes = [seen.setdefault(row, len(seen)) for row in zip(*(column.codes for column in columns), strict=True)]
    below = set(codes[start:])
    cells = {
        code: tuple(column.values[at] for column, at in zip(columns, row, strict=True))
        for row, code in seen.items()
        if code in below
    }
    return codes, cells


def _outcome(field: Field, cells: Mapping[str, Cell], given: Given) -> Outcome:
    found = _said(field, cells, given)
    if field.dispensable and isinstance(found, Fault):
        return Taken(None, warnings=(replace(found, code=_LEFT_OUT.get(found.code, found.code)),))
    return found


def _said(field: Field, cells: Mapping[str, Cell], given: Given) -> Outcome:
    error = next(filter(None, map(_error, cells.values())), None)
    if error:
        return Fault(error.code)
    found = field.parse({column: _unless_dash(cell) for column, cell in cells.items()}, given)
    if field.required and isinstance(found, Taken) and found.value is None:
        return Fault("missing_cell")
    return found


def _error(cell: Cell) -> ErrorCell | None:
    if isinstance(cell, str) and _ERROR_TEXT.fullmatch(cell.strip()):
        return ErrorCell(cell)
    return cell if isinstance(cell, ErrorCell) else None


def _unless_dash(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and not cell.strip(_DASHES) else cell
