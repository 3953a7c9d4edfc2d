"""Tables as the bytes of files, the way offices make them."""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)  # how an old Excel workbook, or a locked new one, begins

Rows = Sequence[Sequence[Any]]


class Formula(str):
    """A cell that a formula fills; its kept value is what follows the bar: `=1/0|#DIV/0!`."""


def csv_of(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8", line: str = "\r\n") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Rows | None = None, *, hidden: Sequence[str] = (), **sheets: Rows) -> bytes:
    """A workbook of one sheet `Lembar1`, or of the sheets that are named."""
    whole: Mapping[str, Rows] = sheets if rows is None else {"Lembar1": rows}
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, cells in whole.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for at, row in enumerate(cells):
                for column, cell in enumerate(row):
                    if isinstance(cell, Formula):
                        formula, _, value = cell.partition("|")
                        sheet.write_formula(at, column, formula, None, value)
                    elif isinstance(cell, date | datetime):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return content.getvalue()


def archive_of(**parts: str) -> bytes:
    """A ZIP of these parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()
