"""What a sheet is once it is read: columns of cells, each distinct cell kept once."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"  # what str.strip leaves: a cell of nothing but these looks blank


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A formula that failed (`#REF!`, `#DIV/0!`) or was never calculated (its text). Neither blank nor a value."""

    text: str
    code: Literal["error_cell", "formula_without_value"] = "error_cell"


Cell = str | int | float | date | ErrorCell | None
"""None is a blank cell, and the only blank one: a reader gives no empty text."""


@dataclass(frozen=True, slots=True)
class Column:
    """`values[codes[row]]` is the cell of a row, so that a cell that comes a thousand times is parsed once.

    `values[0]` is always the blank cell.
    """

    values: Sequence[Cell]
    codes: Sequence[int]

    def __getitem__(self, row: int) -> Cell:
        return self.values[self.codes[row]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook or one delimited text: `rows` counts up to the last used one; rows here are from 0.

    `lengths` is how many cells each record of a delimited text has; a workbook has a grid and so none.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    lengths: tuple[int, ...] | None = None
    hidden: bool = False

    def row(self, row: int) -> tuple[Cell, ...]:
        return tuple(column[row] for column in self.columns)


def sheet_of(name: str, rows: Sequence[Sequence[Cell]], *, delimited: bool = False, hidden: bool = False) -> Sheet:
    """The sheet of these rows, without the blank ones at its end."""
    used = len(rows)
    while used and all(is_blank(cell) for cell in rows[used - 1]):
        used -= 1
    kept = rows[:used]
    columns = tuple(column_of(cells) for cells in zip_longest(*kept))
    lengths = tuple(len(row) for row in kept) if delimited else None
    return Sheet(name, used, columns, lengths, hidden)


def column_of(cells: Iterable[Cell]) -> Column:
    """The column of these cells, each distinct one once.

    >>> column_of(["a", " ", "a"])
    Column(values=(None, 'a'), codes=array('i', [1, 0, 1]))
    """
    seen: dict[Cell, int] = {}
    raw = [seen.setdefault(cell, len(seen)) for cell in cells]
    values: list[Cell] = [None]
    renumbered = []
    for cell in seen:
        renumbered.append(0 if is_blank(cell) else len(values))
        if renumbered[-1]:
            values.append(cell)
    return Column(tuple(values), array("i", [renumbered[code] for code in raw]))


def is_blank(cell: Cell) -> bool:
    if isinstance(cell, str):
        bare = cell.strip()
        return not bare or (bare[0] in _INVISIBLE and not bare.strip(_INVISIBLE + " "))
    return cell is None


def column_letter(position: int) -> str:
    """The letters that a spreadsheet heads a column (from 0) with.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def text_of(cell: Cell) -> str:
    """The cell as text, as the sheet's own program shows it without a number format.

    >>> text_of(103079.0), text_of(16.06), text_of(date(2025, 7, 1)), text_of(None)
    ('103079', '16.06', '2025-07-01', '')
    """
    match cell:
        case None:
            return ""
        case ErrorCell():
            return cell.text
        case float():
            return f"{exact(cell):f}"
        case datetime():
            return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def exact(number: float) -> Decimal:
    """The decimal that a spreadsheet holds: it keeps fifteen digits, and the rest of a binary float is noise.

    A whole number that a float holds exactly stays as it is: programs write sixteen digits that Excel would not.

    >>> exact(0.1 + 0.2), exact(1606010101809001.0)
    (Decimal('0.3'), Decimal('1606010101809001'))
    """
    if number.is_integer() and abs(number) < 2**53:
        return Decimal(int(number))
    return Decimal(f"{number:.15g}")
