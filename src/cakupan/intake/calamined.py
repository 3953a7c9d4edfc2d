"""What calamine gives of a workbook, whichever format it has, as sheets."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from math import isfinite
from typing import Any

from cakupan.intake.refusals import BrokenFile
from cakupan.intake.sheet import Cell, ErrorCell, Sheet, sheet_of

MOST_CELLS = 50_000_000  # one cell in the last corner of a sheet would make 17,000 million
Position = tuple[int, int]
Errors = Mapping[str, Mapping[Position, ErrorCell]]


def calamined(content: bytes, name: str, errors: Callable[[], Errors]) -> Iterator[Sheet]:
    """Every sheet of a workbook, in order, with the cells of `errors` (by sheet and position from 0) put in.

    `errors` is asked only once a sheet is read. Calamine gives failed formulas as blank, and a blank segment means
    every segment.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            read = book.get_sheet_by_name(about.name)
            if read.total_height * read.total_width > MOST_CELLS:
                raise BrokenFile("file_too_large", name=name)
            rows: list[list[Any]] = list(read.to_python(skip_empty_area=False))
            for (row, column), error in errors().get(about.name, {}).items():
                put(rows, row, column, error)
            yield sheet_of(about.name, rows, clean=cell_of, hidden=about.visible != SheetVisibleEnum.Visible)


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
