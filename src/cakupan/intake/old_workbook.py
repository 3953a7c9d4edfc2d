"""What the cells of an Excel workbook of before 2007 (XLS) hold, with their types."""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

from cakupan.intake.refusals import BrokenFile, NotATable
from cakupan.intake.sheet import Cell, ErrorCell, Sheet, sheet_of
from cakupan.intake.signatures import BARE_XLS, OLE

if TYPE_CHECKING:
    from xlrd.book import Book

_LOCKED = re.compile(r"encrypted|password", re.IGNORECASE)


def read_old_workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet of an XLS, in order; formulas as their kept values.

    Refused are a locked one (an XLSX that is locked lies in the same container) and what is no workbook at all.
    """
    if _names(content, "EncryptedPackage"):
        raise BrokenFile("file_locked", name=name)
    try:
        return tuple(_sheets(_opened(content)))
    except MemoryError:
        raise
    except Exception as error:  # xlrd meets damage with whatever comes: IndexError, struct.error, AssertionError
        raise _refused(content, name, str(error)) from error


def _opened(content: bytes) -> "Book":
    import xlrd

    return xlrd.open_workbook(file_contents=content, on_demand=True, logfile=StringIO())


def _refused(content: bytes, name: str, said: str) -> BrokenFile | NotATable:
    if _LOCKED.search(said):
        return BrokenFile("file_locked", name=name)
    # one that was cut off has lost the directory that names its parts, but its first record is there
    cut_off = any(start in content for start in BARE_XLS[:2])
    if cut_off or _names(content, "Workbook") or _names(content, "Book") or not content.startswith(OLE):
        return BrokenFile("workbook_broken", name=name)
    return NotATable("file_is_letter" if _names(content, "WordDocument") else "file_is_binary", name=name)


def _names(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in content


def _sheets(book: "Book") -> Iterator[Sheet]:
    for number in range(book.nsheets):
        read = book.sheet_by_index(number)
        rows = [
            [_cell(kind, value, book) for kind, value in zip(read.row_types(row), read.row_values(row), strict=True)]
            for row in range(read.nrows)
        ]
        yield sheet_of(read.name, rows, hidden=read.visibility != 0)
        book.unload_sheet(number)


def _cell(kind: int, value: Any, book: "Book") -> Cell:
    import xlrd

    match kind:
        case xlrd.XL_CELL_TEXT:
            return str(value) or None
        case xlrd.XL_CELL_NUMBER:
            return float(value)
        case xlrd.XL_CELL_DATE:
            return _day(value, book.datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"  # True equals 1: as itself it would pass for one person
        case xlrd.XL_CELL_ERROR:
            return ErrorCell(xlrd.error_text_from_code.get(value, "#N/A"))
        case _:
            return None


def _day(value: float, datemode: int) -> Cell:
    """The day of a serial as the workbook counts it; what is no day stays as it is: a number, an hour."""
    from xlrd.xldate import XLDateError, xldate_as_datetime, xldate_as_tuple

    try:
        xldate_as_tuple(value, datemode)
    except XLDateError:  # before March 1900, where Excel counts a day that never was
        return float(value)
    if value < 1:
        return str(xldate_as_datetime(value, datemode).time())
    moment = xldate_as_datetime(value, datemode)
    return moment if moment.hour or moment.minute or moment.second else date(moment.year, moment.month, moment.day)
