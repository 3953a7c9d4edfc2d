"""How a marked workbook is written where its own formatting cannot be kept: its values, row for row and in order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from cakupan.intake import Reading
from cakupan.intake.containers import read_sheets
from cakupan.intake.headings import is_heading
from cakupan.intake.own_sheets import SUMMARY
from cakupan.intake.sheet import Cell, ErrorCell, Sheet, text_of
from cakupan.reports.keeping_layout import FILLS, STATUS_FILLS
from cakupan.reports.marks import (
    HEADINGS,
    HIDDEN,
    SUMMARY_WIDTHS,
    WIDTHS,
    CellMark,
    Marks,
    RowMark,
    SheetMarks,
    columns_beside,
    line_height,
)
from cakupan.reports.written import escaped, height_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_COMMENTS = 5_000  # every one of them is a drawing, and the reason stands beside the row as well
_COMMENT = {"x_scale": 2.5, "y_scale": 1.4, "author": "Cakupan"}
_LONGEST_NAME = 31  # letters of the name of a sheet
_FORBIDDEN = str.maketrans("[]:*?/\\", "-------")
_Row = tuple[int, Sequence[Cell]]


def write_again(content: bytes, marks: Marks, name: str) -> bytes:
    """The values of the file (of whatever container) in a new workbook, marked. Refused as in `read_sheets`."""
    by_name = {sheet.sheet: sheet for sheet in marks.sheets}
    sheets = [sheet for sheet in read_sheets(content, name, is_heading) if sheet.name != SUMMARY]
    hidden = frozenset(sheet.name for sheet in sheets if sheet.hidden)
    told = [(sheet.name, by_name.get(sheet.name), sheet) for sheet in sheets]
    return _written([(name, own, _rows_of(sheet, own, marks)) for name, own, sheet in told], marks, hidden)


def write_bad_rows(reading: Reading, marks: Marks) -> bytes:
    """Only the rows that are to be repaired, under their headings: for a list that no sheet can hold."""
    headings: dict[str, dict[str, int]] = {}
    told: dict[str, list[tuple[int, dict[str, Cell]]]] = {}
    for one in reading.quarantine().to_pylist():
        cells = json.loads(one["cells"])
        told.setdefault(one["sheet"], []).append((one["row"], cells))
        at = headings.setdefault(one["sheet"], {})
        for heading in cells:
            at.setdefault(heading, len(at))
    by_name = {table.sheet: _under(table, headings[table.sheet]) for table in marks.tables if table.sheet in headings}
    return _written(
        [(sheet, by_name[sheet], _chosen(by_name[sheet], headings[sheet], rows)) for sheet, rows in told.items()], marks
    )


def _under(told: SheetMarks, headings: Mapping[str, int]) -> SheetMarks:
    """The marks of the rows that are to be repaired, their cells under these headings, wherever they stood before."""
    bad = {row: mark for row, mark in told.rows.items() if mark.became == "quarantined"}
    return replace(told, rows={row: replace(mark, cells=_moved(mark, headings)) for row, mark in bad.items()})


def _moved(mark: RowMark, headings: Mapping[str, int]) -> tuple[CellMark, ...]:
    found = ((headings.get(cell.heading.strip()), cell) for cell in mark.cells)
    return tuple(replace(cell, column=at) for at, cell in found if at is not None)


def _rows_of(sheet: Sheet, told: SheetMarks | None, marks: Marks) -> Iterator[_Row]:
    for row in range(sheet.rows):
        number = sheet.number(row)
        cells: Sequence[Cell] = sheet.row(row)
        if told and number < told.heading_row:
            cells = [marks.hints.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]
        yield number, cells


def _chosen(
    told: SheetMarks, headings: Mapping[str, int], rows: Sequence[tuple[int, dict[str, Cell]]]
) -> Iterator[_Row]:
    yield told.heading_row, tuple(headings)
    for row, cells in rows:
        yield row, tuple(cells.get(heading) for heading in headings)


def _written(
    sheets: Sequence[tuple[str, SheetMarks | None, Iterator[_Row]]], marks: Marks, hidden: frozenset[str] = frozenset()
) -> bytes:
    import xlsxwriter

    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        formats = _formats(book)
        names = sheet_names([name for name, *_ in sheets])
        for number, ((name, told, rows), own_name) in enumerate(zip(sheets, names, strict=True)):
            sheet = book.add_worksheet(own_name)
            if name in hidden and number:  # Excel opens no workbook whose first sheet is hidden
                sheet.hide()
            _write_sheet(sheet, told, rows, marks, formats)
        _write_summary(book.add_worksheet(SUMMARY), marks, formats)
    return content.getvalue()


def sheet_names(names: Sequence[str]) -> Sequence[str]:
    """For each sheet a name that Excel takes: no more than 31 letters, none that it forbids, no two alike.

    >>> sheet_names(["a/b", "", "A-B"])
    ['a-b', 'Lembar2', 'A-B (2)']
    """
    taken = {SUMMARY.casefold()}
    found = []
    for number, name in enumerate(names, 1):
        bare = name.translate(_FORBIDDEN)[:_LONGEST_NAME].strip("' ") or f"Lembar{number}"
        found.append(next(one for one in _numbered(bare) if one.casefold() not in taken))
        taken.add(found[-1].casefold())
    return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        end = f" ({number})"
        yield f"{name[: _LONGEST_NAME - len(end)]}{end}"


def _formats(book: "Workbook") -> Mapping[str, "Format"]:
    looks: Mapping[str, dict[str, Any]] = {
        "text": {"num_format": "@"},
        "plain_day": {"num_format": "dd-mm-yyyy"},
        "bold": {"bold": True, "text_wrap": True, "valign": "top"},
        "line": {"text_wrap": True, "valign": "top"},
        "own": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#3D4B5C"},
        "reason": {"text_wrap": True, "valign": "top", "num_format": "@"},
        **{severity: {"bg_color": f"#{colour}", "num_format": "@"} for severity, colour in FILLS.items()},
        **{f"{name}_day": {"bg_color": f"#{colour}", "num_format": "dd-mm-yyyy"} for name, colour in FILLS.items()},
        **{f"row_{became}": {"bg_color": f"#{colour}"} for became, colour in STATUS_FILLS.items()},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_sheet(
    sheet: "Worksheet", told: SheetMarks | None, rows: Iterator[_Row], marks: Marks, formats: Mapping[str, "Format"]
) -> None:
    """The rows one below the other, as they come: memory is held for one of them only."""
    place = _Place()
    for at, (number, cells) in enumerate(rows):
        mark = told.rows.get(number) if told else None
        looks = {cell.column: cell for cell in mark.cells} if mark else {}
        for column, cell in enumerate(cells):
            look = looks.get(column)
            _write(sheet, at, column, cell, formats, look.severity if look else None)
            if look and place.comments < _MOST_COMMENTS:
                place.comments += 1
                sheet.write_comment(at, column, look.comment, _COMMENT)
        place.last = at
        if told and number == told.heading_row:
            place.head(at, cells)
            for column, heading in enumerate(HEADINGS, place.beside):
                sheet.write_string(at, column, heading, formats["own"])
        elif mark and place.headed:
            _write_beside(sheet, at, place.beside, mark, columns_beside(marks, mark), formats)
    if place.headed:
        _finish(sheet, place)


@dataclass(slots=True)
class _Place:
    """Where in the new sheet things are, as far as it is written: filled in at the heading, then row by row."""

    headed: bool = False
    beside: int = 0
    heading: int = 0
    last: int = 0
    comments: int = 0

    def head(self, at: int, cells: Sequence[Cell]) -> None:
        own = (column for column, cell in enumerate(cells) if text_of(cell).strip() == HEADINGS[0])
        self.headed, self.heading, self.beside = True, at, next(own, len(cells))


def _write_beside(
    sheet: "Worksheet",
    at: int,
    beside: int,
    mark: RowMark,
    told: Sequence[str | int | None],
    formats: Mapping[str, "Format"],
) -> None:
    status, reason, *keys = told
    sheet.write_string(at, beside, str(status), formats[f"row_{mark.colour}"])
    sheet.write_string(at, beside + 1, escaped(str(reason)), formats["reason"])
    sheet.set_row(at, height_of(str(reason), WIDTHS[1]))
    for column, key in enumerate(keys, beside + 2):
        _write(sheet, at, column, key, formats)


def _finish(sheet: "Worksheet", place: _Place) -> None:
    for column, (width, hidden) in enumerate(zip(WIDTHS, HIDDEN, strict=True), place.beside):
        sheet.set_column(column, column, width, None, {"hidden": hidden})
    sheet.autofilter(place.heading, 0, place.last, place.beside + len(HEADINGS) - 1)
    sheet.freeze_panes(place.heading + 1, 0)


def _write(
    sheet: "Worksheet", row: int, column: int, cell: Cell, formats: Mapping[str, "Format"], severity: str | None = None
) -> None:
    """A cell as what it is: a number written as text would hide that Excel has lost its last digits."""
    match cell:
        case None:
            sheet.write_blank(row, column, None, formats[severity] if severity else None)
        case str():
            sheet.write_string(row, column, escaped(cell), formats[severity or "text"])
        case ErrorCell():
            sheet.write_string(row, column, escaped(cell.text), formats[severity or "text"])
        case int() | float():
            sheet.write_number(row, column, cell, formats[severity] if severity else None)
        case datetime():
            sheet.write_datetime(row, column, cell, formats[f"{severity or 'plain'}_day"])
        case date():
            day = datetime.combine(cell, time())
            sheet.write_datetime(row, column, day, formats[f"{severity or 'plain'}_day"])


def _write_summary(sheet: "Worksheet", marks: Marks, formats: Mapping[str, "Format"]) -> None:
    for column, width in enumerate(SUMMARY_WIDTHS):
        sheet.set_column(column, column, width)
    for row, line in enumerate(marks.summary):
        sheet.set_row(row, line_height(line))
        for column, value in enumerate(line.cells):
            look = formats["bold" if line.bold else "line"]
            if isinstance(value, str) and len(line.cells) == 1:
                sheet.merge_range(row, 0, row, len(SUMMARY_WIDTHS) - 1, escaped(value), look)
            elif isinstance(value, str):
                sheet.write_string(row, column, escaped(value), look)
            else:
                sheet.write_number(row, column, value, look)
