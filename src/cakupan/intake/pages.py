"""The tables of a web page or of an Excel 2003 XML file, which many systems export under the name .xls."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

from cakupan.intake.calamined import MOST_CELLS, put
from cakupan.intake.refusals import BrokenFile, NotATable
from cakupan.intake.sheet import Cell, ErrorCell, Sheet, sheet_of

SHEET = "html"  # not the page's title: provenance must not change with it
_EXCEL_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_ERRORS = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)")
_MOST_SPANNED = 1_000  # columns or rows that one cell may run over
_UNSEEN = ("script", "style", "title")
_CLOSED = ("table", "html")
_BREAKS = ("br", "p", "div", "li")

_Grid = list[list[Cell]]


def read_page(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an Excel 2003 XML file, or all tables of a web page, one below the other, as one sheet.

    A page without a table is NotATable; one that breaks off within a table, and an XML file that does, is BrokenFile.
    """
    if _EXCEL_XML in content[:4_000].replace(b"\0", b""):
        return _excel_sheets(content, name)
    tables = _tables_of_page(_text_of(content))
    if tables.breaks_off:
        raise BrokenFile("workbook_broken", name=name)
    if not any(len(row) > 1 for row in tables.rows):
        raise NotATable("file_is_page", name=name)
    return (replace(sheet_of(SHEET, tables.rows), merged=tuple(tables.merged)),)


def _text_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    said = _CHARSET.search(content[:4_000])
    for encoding in (said[1].decode("ascii") if said else "utf-8", "utf-8", "cp1252"):
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _tables_of_page(text: str) -> "_Tables":
    reader = _Tables()
    reader.feed(text)
    reader.close()
    reader.end()
    return reader


class _Tables(HTMLParser):
    """Gathers the rows of every table of a page; a table within a cell goes on below what the cell's row had."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: _Grid = []
        self.merged: list[tuple[int, int, int]] = []
        self._row: list[Cell] | None = None
        self._text: list[str] | None = None
        self._span = 1, 1
        self._hanging: dict[int, int] = {}  # for each column how many rows a cell above still covers
        self._unseen = 0
        self._open: Counter[str] = Counter()
        self.breaks_off = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[tag] += tag in _CLOSED
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in ("tr", "table"):
            self.end_row()
            self._hanging = {} if tag == "table" else self._hanging
            self._row = [] if tag == "tr" else None
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._text, said = [], dict(attrs)
            self._span = _span(said.get("colspan")), _span(said.get("rowspan"))
        elif tag in _BREAKS and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._open[tag] -= tag in _CLOSED
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._unseen:
            self._text.append(" ".join(data.split()) if data.strip() else " ")

    def end(self) -> None:
        """Keep the last row, and note whether the page ends before its table does: rows may be missing below it."""
        # programs that leave out </table> at the end of a sound file close their rows, and have no <html> to close
        within_row = self._row is not None
        self.breaks_off = self._open["table"] > 0 and (within_row or self._open["html"] > 0)
        self.end_row()

    def end_row(self) -> None:
        """Keep the row that was begun, if any."""
        self._end_cell()
        if self._row is not None:
            self._skip_hanging()
            self.rows.append(self._row)
            self._hanging = {column: left - 1 for column, left in self._hanging.items() if left > 1}
        self._row = None

    def _end_cell(self) -> None:
        if self._row is None or self._text is None:
            return
        self._skip_hanging()
        across, down = self._span
        text = "".join(self._text).strip()
        at = len(self._row)
        self._row += [ErrorCell(text) if _ERRORS.fullmatch(text) else text or None, *[None] * (across - 1)]
        if down > 1:
            self._hanging.update(dict.fromkeys(range(at, at + across), down))
            self.merged.append((len(self.rows), len(self.rows) + down - 1, at))
        self._text = None

    def _skip_hanging(self) -> None:
        while self._row is not None and len(self._row) in self._hanging:
            if self._hanging[len(self._row)] and len(self._row) < _MOST_SPANNED:
                self._row.append(None)
            else:
                break


def _span(said: str | None) -> int:
    return min(int(said), _MOST_SPANNED) if said and said.isdecimal() and int(said) else 1


def _excel_sheets(content: bytes, name: str) -> tuple[Sheet, ...]:
    sheets, rows, title, hidden = [], list[list[Cell]](), "", False
    row = column = -1
    try:
        # expat refuses entity bombs; nothing outside the file is opened
        for event, element in ElementTree.iterparse(BytesIO(content), events=("start", "end")):  # noqa: S314
            tag = _local(element.tag)
            if event == "start" and tag == "Worksheet":
                rows, title, hidden, row = [], _said(element, "Name"), False, -1
            elif event == "start" and tag == "Row":
                row, column = _index(element, row), -1
            elif event == "start" and tag == "Cell":
                column = _index(element, column)
            elif event == "end" and tag == "Cell":
                if (found := _excel_cell(element)) is not None:
                    if (row + 1) * (column + 1) > MOST_CELLS:
                        raise BrokenFile("file_too_large", name=name)
                    put(rows, row, column, found)
                column += _number(element, "MergeAcross")
                element.clear()
            elif event == "end" and tag == "Visible":
                hidden = hidden or "Hidden" in (element.text or "")
            elif event == "end" and tag == "Worksheet":
                sheets.append(sheet_of(title, rows, hidden=hidden))
    except (ElementTree.ParseError, ValueError) as error:
        raise BrokenFile("workbook_broken", name=name) from error
    return tuple(sheets)


def _excel_cell(cell: ElementTree.Element) -> Cell:
    data = next((part for part in cell if _local(part.tag) == "Data"), None)
    if data is None:
        formula = _said(cell, "Formula")
        return ErrorCell(formula, "formula_without_value") if formula else None
    text = "".join(data.itertext())
    match _said(data, "Type"):
        case "Number":
            return float(text)
        case "Error":
            return ErrorCell(text)
        case "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
        case "DateTime":
            moment = datetime.fromisoformat(text.strip())
            whole = moment.time() == datetime.min.time()
            return date(moment.year, moment.month, moment.day) if whole else moment
        case _:
            return text or None


def _index(element: ElementTree.Element, before: int) -> int:
    said = _number(element, "Index")
    return said - 1 if said else before + 1


def _number(element: ElementTree.Element, name: str) -> int:
    said = _said(element, name)
    return int(said) if said.isdecimal() else 0


def _said(element: ElementTree.Element, name: str) -> str:
    values: Sequence[str] = [value for key, value in element.items() if _local(key) == name]
    return values[0] if values else ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
