"""Lists as files for Excel: texts with a mark, and workbooks in which a long number stays whole."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO
from itertools import chain
from typing import Any

from cakupan_app.work import media_types

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: media_types.CSV,
    XLSX: media_types.XLSX,
}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LETTERS_OF_A_TITLE = 31


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """As `as_csv`, line by line: for a list that may be longer than what fits into memory."""
    text = StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    text.write("\ufeff")
    for row in chain([headings], ([_harmless(cell) for cell in row] for row in rows)):
        out.writerow(row)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The list as text in UTF-8 with a mark, so that Excel takes it as that.

    >>> as_csv(["nama", "desa"], [["=1+1", None]]).decode("utf-8-sig").split()
    ['nama,desa', "'=1+1,"]
    """
    return b"".join(csv_lines(headings, rows))


def as_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The list as a workbook: texts as texts, so that neither a NIK loses digits nor a name becomes a formula."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title[:_LETTERS_OF_A_TITLE])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, len(headings) - 1, 20)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
        for at, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                _put(sheet, at, place, cell, day)
    return content.getvalue()


def _put(sheet: Any, row: int, place: int, cell: Any, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, place, cell, day)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, str(cell))


def _harmless(cell: Any) -> Any:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA) else cell
