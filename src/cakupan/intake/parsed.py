"""What each cell of a table says: every distinct cell, or set of cells, is parsed once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cakupan.intake.arrays import combined, first_rows
from cakupan.intake.headings import Heading
from cakupan.intake.joined import JOINED_AS, said_column
from cakupan.intake.layout import Field
from cakupan.intake.outcome import Fault, Given, Outcome, Taken, Value
from cakupan.intake.sheet import Cell, Column, ErrorCell, Sheet, text_of

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.intake.arrays import Codes, Flags, Rows

_ERROR_TEXT = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}")  # saved to a text
_LEFT_OUT = {"error_cell": "error_cell_left_out", "formula_without_value": "formula_left_out"}
_UNSAID = Taken(None)
DASHES = "-–—_. "  # a cell of nothing but these is how an office writes "nothing"


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """One field for every row of a sheet: `values[codes[row]]`, null where the row says nothing or has a fault.

    `noted` holds, by code, each outcome of which something must be told: a fault, a warning, a repair.
    `columns` are those it was parsed from, and `position` (from 0) is the one that speaks for it; there is none
    where the sender said it beside the file.
    """

    field: Field
    codes: "Codes"
    values: "pa.Array"
    noted: Mapping[int, Outcome]
    columns: tuple[Column, ...] = ()
    position: int | None = None

    def text(self, row: int) -> str:
        """The cells of a row as they are written."""
        cells = (column[row] for column in self.columns)
        return " / ".join(text_of(cell) for cell in cells if cell is not None)

    def is_blank(self, row: int) -> bool:
        return not any(column.codes[row] for column in self.columns)

    def filled(self) -> "Flags":
        """For each row whether it has a value."""
        flags: Flags = self.values.is_valid().to_numpy(zero_copy_only=False)[self.codes]
        return flags

    def says_something(self, row: int) -> bool:
        """Whether the file itself, in this row, holds a good value for the field."""
        return self.position is not None and self.values[int(self.codes[row])].is_valid

    def clean(self) -> "Flags":
        """For each row whether its cells hold a value that needed no mending."""
        mended = [code for code, found in self.noted.items() if isinstance(found, Taken) and found.repair]
        fine = self.values.is_valid().to_numpy(zero_copy_only=False).copy()
        fine[mended] = False
        flags: Flags = fine[self.codes]
        return flags

    def noted_rows(self, rows: "Rows", noted: Sequence[int]) -> "Rows":
        """Those of `rows` whose cells have one of these codes."""
        import numpy as np

        told = np.zeros(len(self.values), bool)
        told[list(noted)] = True
        found: Rows = rows[told[self.codes[rows]]]
        return found

    def written_in(self, rows: "Rows") -> tuple["Codes", list[str], list[int]]:
        """For some rows the number of what is written in each, the texts by that number, and the codes they have."""
        import numpy as np

        codes, first, numbers = np.unique(self.codes[rows], return_index=True, return_inverse=True)
        texts = [self.text(row) for row in rows[first].tolist()]
        return numbers.astype(np.int32), texts, codes.tolist()

    def at(self, rows: "Rows") -> "pa.Array":
        """The values of these rows."""
        import pyarrow as pa

        return self.values.take(pa.array(self.codes[rows]))


def parse_field(sheet: Sheet, heading: Heading, field: Field, given: Given) -> Parsed:
    """`field` for every row of the sheet."""
    import numpy as np

    read = {source: found for source in field.sources if (found := _column_of(sheet, heading, source))}
    if not read:
        values, noted = _sorted(field, {0: _said_beside(field, given)})
        return Parsed(field, np.zeros(sheet.rows, np.int32), values, noted)
    columns = tuple(read.values())
    position = next((heading.positions[source] for source in read if source in heading.positions), None)
    if len(columns) == 1:
        column = columns[0]
        values, noted = _parse_column(field, next(iter(read)), column, _only_in(column.codes, heading.row), given)
        return Parsed(field, columns[0].codes, values, noted, columns, position)
    codes = combined([column.codes for column in columns])
    cells = (dict(zip(read, sheet_cells(columns, row), strict=True)) for row in first_rows(codes).tolist())
    heads = _only_in(codes, heading.row)
    outcomes = {code: _outcome(field, named, given) if code != heads else _UNSAID for code, named in enumerate(cells)}
    return Parsed(field, codes, *_sorted(field, outcomes), columns, position)


def _only_in(codes: "Codes", row: int) -> int | None:
    """The code of this row if no other has it: the words of a heading are no place to be looked for in the country."""
    return int(codes[row]) if 0 <= row < len(codes) and (codes == codes[row]).sum() == 1 else None


def _column_of(sheet: Sheet, heading: Heading, source: str) -> Column | None:
    """What the sheet says for a column of ours: in one column, in several together, or in rows between."""
    if parts := heading.joined.get(source):
        return JOINED_AS[source]([sheet.columns[at] for at in parts])
    if source in heading.positions:
        return sheet.columns[heading.positions[source]]
    return said_column(heading.said[source], sheet.rows) if source in heading.said else None


def _said_beside(field: Field, given: Given) -> Outcome:
    """What the sender said for a column that is not there: a month must be one that a cell could hold too."""
    if given.month is not None and "month" in field.sources:
        return _outcome(field, {"month": str(given.month)}, given)
    return Taken(given.says(field.name))


def stored_as(stored: str) -> "pa.DataType":
    """The Arrow type that a field is kept as."""
    import pyarrow as pa

    return {
        "text": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "decimal(12,6)": pa.decimal128(12, 6),
        "decimal(20,6)": pa.decimal128(20, 6),
        "date": pa.date32(),
    }[stored]


def judged_anew(parsed: Parsed, value: Cell, repair: str, given: Given) -> Outcome:
    """What a cell comes to that is now known to say `value`: told of as if that were written there."""
    found = _outcome(parsed.field, {parsed.field.name: value}, given)
    return replace(found, repair=repair) if isinstance(found, Taken) and found.value is not None else found


def sheet_cells(columns: Sequence[Column], row: int) -> tuple[Cell, ...]:
    return tuple(column[row] for column in columns)


def _parse_column(
    field: Field, name: str, column: Column, heads: int | None, given: Given
) -> tuple["pa.Array", Mapping[int, Outcome]]:
    """The values by code: those of plain cells all at once, those of the others cell by cell; none for the heading."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if field.plainly is None or column.texts is None:
        cells = enumerate(column.values)
        return _sorted(
            field, {at: _outcome(field, {name: cell}, given) if at != heads else _UNSAID for at, cell in cells}
        )
    plain, values = field.plainly(column.texts, given)
    if heads is not None:
        plain = plain & (np.arange(len(plain)) != heads)
    others = (~plain).nonzero()[0]
    odd = zip(others.tolist(), column.texts.take(pa.array(others)).to_pylist(), strict=True)
    outcomes = {at: _outcome(field, {name: cell}, given) if at != heads else _UNSAID for at, cell in odd}
    rest, noted = _sorted(field, outcomes)
    return pc.replace_with_mask(values, pa.array(~plain), rest), noted


def _sorted(field: Field, outcomes: Mapping[int, Outcome]) -> tuple["pa.Array", Mapping[int, Outcome]]:
    """The values of these outcomes, and by code those of which something must be told."""
    import pyarrow as pa

    values: list[Value] = [found.value if isinstance(found, Taken) else None for found in outcomes.values()]
    noted = {
        code: found for code, found in outcomes.items() if isinstance(found, Fault) or found.warnings or found.repair
    }
    return pa.array(values, stored_as(field.stored)), noted


def _outcome(field: Field, cells: Mapping[str, Cell], given: Given) -> Outcome:
    found = _said(field, cells, given)
    if field.silent:
        return Taken(found.value if isinstance(found, Taken) else None)
    if field.dispensable and isinstance(found, Fault):
        return Taken(None, warnings=(replace(found, code=_LEFT_OUT.get(found.code, found.code)),))
    return found


def _said(field: Field, cells: Mapping[str, Cell], given: Given) -> Outcome:
    error = next(filter(None, map(_error, cells.values())), None)
    if error:
        return Fault(error.code)
    found = field.parse({column: _unless_dash(cell) for column, cell in cells.items()}, given)
    if field.required and not field.dispensable and isinstance(found, Taken) and found.value is None:
        return Fault("missing_cell")
    return found


def _error(cell: Cell) -> ErrorCell | None:
    if isinstance(cell, str) and _ERROR_TEXT.fullmatch(cell.strip()):
        return ErrorCell(cell)
    return cell if isinstance(cell, ErrorCell) else None


def _unless_dash(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and not cell.strip(DASHES) else cell
