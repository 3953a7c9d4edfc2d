"""How marks are set into a workbook as its sender made it: widths, colours and merged cells stay as they are."""

import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cakupan.intake.masking import names_told
from cakupan.intake.own_sheets import SUMMARY
from cakupan.intake.sheet import text_of
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
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
STATUS_FILLS = {"quarantined": "FFC7CE", "checked": "FFEB9C", "repeated": "D9D9D9", "accepted": "E2EFDA"}
_COMMENT_SIZE = (320, 130)  # wide enough that a sentence can be read without dragging


def mark_in_place(content: bytes, marks: Marks) -> bytes:
    """The workbook with its marks. Whatever openpyxl raises means that it cannot be kept as it is."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that it does not keep
        # without macros: what goes back to a sender runs nothing
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
        named = dict(zip(names_told([sheet.title for sheet in book.worksheets]), book.worksheets, strict=True))
        if SUMMARY in book.sheetnames:
            del book[SUMMARY]
        _escape(book)
        for sheet in marks.sheets:
            _replace_hints(named[sheet.sheet], sheet.heading_row, marks.hints)
            _mark(named[sheet.sheet], sheet, marks)
        _summarise(book, marks)
        kept = BytesIO()
        book.save(kept)
    return kept.getvalue()


def _escape(book: "Workbook") -> None:
    """No text of the sender's becomes a formula, not even once someone saves the sheet as CSV."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type != "e" and cell.value[:1] in "=+-@\t\r\n":
                    cell.value = escaped(cell.value)


def _replace_hints(sheet: "Worksheet", heading_row: int, hints: Mapping[str, str]) -> None:
    for (cell,) in sheet.iter_rows(max_row=heading_row, max_col=1):
        if isinstance(cell.value, str) and cell.value in hints:
            cell.value = hints[cell.value]


def _mark(sheet: "Worksheet", told: SheetMarks, marks: Marks) -> None:
    if told.columns > sheet.max_column:
        raise ValueError("its rows stand whole in one column and were cut to be read")
    sheet.protection.disable()  # the sender is to mend it
    beside = _beside(sheet, told.heading_row)
    _write_headings(sheet, told.heading_row, beside)
    for row, mark in told.rows.items():
        for column in mark.texts:
            sheet.cell(row, column + 1).number_format = "@"  # what is typed there from now on stays text
        _write_beside(sheet, row, beside, mark, columns_beside(marks, mark))
        for cell in mark.cells:
            _mark_cell(sheet, sheet.cell(row, cell.column + 1), cell)
    _filter(sheet, told, max(beside.values()))


def _beside(sheet: "Worksheet", heading_row: int) -> Mapping[str, int]:
    """In which columns our own stand: where they stood before, else at the right of everything."""
    (cells,) = sheet.iter_rows(min_row=heading_row, max_row=heading_row)
    before = {text_of(cell.value).strip(): cell.column for cell in cells if cell.value and cell.column}
    free = max(sheet.max_column, 1) + 1
    found = {}
    for heading in HEADINGS:
        found[heading] = before.get(heading, free)
        free += heading not in before
    return found


def _write_headings(sheet: "Worksheet", row: int, beside: Mapping[str, int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for heading, width, hidden in zip(HEADINGS, WIDTHS, HIDDEN, strict=True):
        cell = sheet.cell(row, beside[heading], heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="3D4B5C")
        cell.alignment = Alignment(vertical="center")
        dimension = sheet.column_dimensions[get_column_letter(beside[heading])]
        dimension.width, dimension.hidden = width, hidden


def _write_beside(sheet: "Worksheet", row: int, beside: Mapping[str, int], mark: RowMark, cells: Any) -> None:
    from openpyxl.styles import Alignment, PatternFill

    for heading, value in zip(HEADINGS, cells, strict=True):
        cell = sheet.cell(row, beside[heading])
        cell.value = escaped(value) if isinstance(value, str) else value
        cell.number_format = "0" if isinstance(value, int) else "@"
    status, reason = (sheet.cell(row, beside[heading]) for heading in HEADINGS[:2])
    status.fill = PatternFill("solid", fgColor=STATUS_FILLS[mark.colour])
    reason.alignment = Alignment(wrap_text=True, vertical="top")
    dimension = sheet.row_dimensions[row]
    dimension.height = max(dimension.height or 0, height_of(mark.reason, WIDTHS[1]))


def _mark_cell(sheet: "Worksheet", cell: Any, mark: CellMark) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    if cell.value is None and mark.written:
        cell.value = escaped(mark.written)  # a formula that was never calculated has no value to be kept
    cell.fill = PatternFill("solid", fgColor=FILLS[mark.severity])
    before = f"{cell.comment.text}\n" if cell.comment and mark.comment not in cell.comment.text else ""
    cell.comment = Comment(f"{before}{mark.comment}", "Cakupan", width=_COMMENT_SIZE[0], height=_COMMENT_SIZE[1])


def _filter(sheet: "Worksheet", told: SheetMarks, last: int) -> None:
    from openpyxl.utils import get_column_letter

    if not sheet.tables:  # a table of Excel's has its own filter, and two that overlap break the file
        below = max(told.rows, default=told.heading_row)
        sheet.auto_filter.ref = f"A{told.heading_row}:{get_column_letter(last)}{below}"


def _summarise(book: "Workbook", marks: Marks) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(SUMMARY)
    for letter, width in zip("ABCDEFG", SUMMARY_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row, line in enumerate(marks.summary, 1):
        for column, value in enumerate(line.cells, 1):
            cell = sheet.cell(row, column, escaped(value) if isinstance(value, str) else value)
            cell.font = Font(bold=line.bold)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = line_height(line)
        if len(line.cells) == 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(SUMMARY_WIDTHS))
