"""What calamine gives of a workbook, whichever format it has, as sheets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from math import isfinite
from typing import Any

from cakupan.intake.refusals import BrokenFile
from cakupan.intake.sheet import Cell, ErrorCell, Sheet, column_of, is_blank, sheet_of

MOST_CELLS = 50_000_000  # one cell in the last corner of a sheet would make 17,000 million
_LONG = 20_000  # rows
_AT_ONCE = 4_096  # rows that fit the processor's own memory

Position = tuple[int, int]
OddCells = Mapping[str, Mapping[Position, Cell]]
"""By sheet and position (from 0) the cells that calamine gives otherwise than they are."""


def calamined(content: bytes, name: str, odd: Callable[[], OddCells]) -> Iterator[Sheet]:
    """Every sheet of a workbook, in order, with the `odd` cells put in, which are asked for once a sheet is read.

    Calamine gives failed formulas as blank, and a blank segment means every segment; and of a number that is longer
    than a float holds it gives other digits.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            read = book.get_sheet_by_name(about.name)
            if read.total_height * read.total_width > MOST_CELLS:
                raise BrokenFile("file_too_large", name=name)
            rows: list[list[Any]] = list(read.to_python(skip_empty_area=False))
            for (row, column), cell in odd().get(about.name, {}).items():
                put(rows, row, column, cell)
            sheet = _sheet(about.name, rows, hidden=about.visible != SheetVisibleEnum.Visible)
            yield replace(sheet, merged=merged_down(read.merged_cell_ranges or ()))


def merged_down(ranges: Iterable[tuple[Position, Position]]) -> tuple[tuple[int, int, int], ...]:
    """Of merged cells those that stand for several rows, as `Sheet.merged`."""
    return tuple((top, bottom, left) for (top, left), (bottom, _) in ranges if bottom > top)


def _sheet(name: str, rows: Sequence[Sequence[Any]], *, hidden: bool) -> Sheet:
    """As `sheet_of`; a long list in less time."""
    width = len(rows[0]) if rows else 0
    ends_blank = all(map(is_blank, rows[-1])) if rows else True
    if len(rows) < _LONG or ends_blank or set(map(len, rows)) != {width}:
        return sheet_of(name, rows, clean=cell_of, hidden=hidden)
    columns: list[list[Any]] = [[] for _ in range(width)]
    for start in range(0, len(rows), _AT_ONCE):
        for column, cells in zip(columns, zip(*rows[start : start + _AT_ONCE], strict=True), strict=True):
            column.extend(cells)
    with ThreadPoolExecutor(2) as threads:  # Arrow compares texts outside Python
        found = tuple(threads.map(lambda cells: column_of(cells, cell_of), columns))
    return Sheet(name, len(rows), found, hidden=hidden)


def cell_of(cell: Any) -> Cell:
    """The cell of ours that a value of calamine's is."""
    if isinstance(cell, float):
        return cell if isfinite(cell) else str(cell)
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"  # True equals 1: as itself it would pass for one person
    if isinstance(cell, int | date | ErrorCell | None):
        return cell
    return str(cell)  # an hour or a span of time is no value of ours


def put(rows: list[list[Any]], row: int, column: int, cell: Cell) -> None:
    """Put a cell into rows that may end before it."""
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = cell
