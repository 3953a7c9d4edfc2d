"""Tables as the bytes of files, the way offices make them."""

import csv
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
import xlwt

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


def archive_of(parts: Mapping[str, bytes | str] | None = None, **named: bytes | str) -> bytes:
    """A ZIP of these parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**(parts or {}), **named}.items():
            archive.writestr(name, part)
    return content.getvalue()


_XLS_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def xls_of(rows: Rows | None = None, *, hidden: Sequence[str] = (), from_1904: bool = False, **sheets: Rows) -> bytes:
    """A workbook of Excel 97 to 2003."""
    whole: Mapping[str, Rows] = sheets if rows is None else {"Lembar1": rows}
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    day, percent = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="0.00%")
    for name, cells in whole.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                if isinstance(cell, Formula):
                    sheet.row(at).set_cell_error(column, _XLS_ERRORS[cell.partition("|")[2]])
                elif isinstance(cell, date | datetime):
                    sheet.write(at, column, cell, day)
                elif isinstance(cell, float) and cell < 1:
                    sheet.write(at, column, cell, percent)
                elif cell is not None:
                    sheet.write(at, column, cell)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


_ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
_ODS_SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods_of(
    rows: Rows | None = None, *, hidden: Sequence[str] = (), tail: str = "", locked: bool = False, **sheets: Rows
) -> bytes:
    """A spreadsheet of LibreOffice; `tail` are further rows of each sheet, as XML."""
    whole: Mapping[str, Rows] = sheets if rows is None else {"Lembar1": rows}
    tables = "".join(
        f'<table:table table:name="{escape(name)}" table:style-name="{"ta2" if name in hidden else "ta1"}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in cells)
        + f"{tail}</table:table>"
        for name, cells in whole.items()
    )
    styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</style:style></office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    encrypted = "<manifest:encryption-data/>" if locked else ""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml">{encrypted}</manifest:file-entry></manifest:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive_of({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(cell: Any) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case Formula():
            formula, _, value = cell.partition("|")
            said = f'table:formula="of:{escape(formula)}"'
            if value.startswith("#"):
                said += ' office:value-type="string" office:string-value="" calcext:value-type="error"'
            return f"<table:table-cell {said}>{f'<text:p>{value}</text:p>' if value else ''}</table:table-cell>"
        case bool():
            said, shown = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"', str(cell).upper()
        case int() | float():
            kind = "percentage" if cell < 1 else "float"
            said, shown = f'office:value-type="{kind}" office:value="{cell}"', f"{cell:,}".replace(",", ".")
        case date():
            said, shown = f'office:value-type="date" office:date-value="{cell.isoformat()}"', f"{cell:%d/%m/%y}"
        case _:
            said, shown = 'office:value-type="string"', "</text:p><text:p>".join(escape(str(cell)).split("\n"))
    return f"<table:table-cell {said}><text:p>{shown}</text:p></table:table-cell>"


_XLSB_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#N/A": 0x2A}


def xlsb_of(rows: Rows | None = None, *, hidden: Sequence[str] = (), **sheets: Rows) -> bytes:
    """A binary workbook, as small as [MS-XLSB] allows; a number below 1 is shown in per cent."""
    whole: Mapping[str, Rows] = sheets if rows is None else {"Lembar1": rows}
    space = "http://schemas.openxmlformats.org"
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{space}/officeDocument/2006/relationships/worksheet" '
        f'Target="worksheets/sheet{at}.bin"/>'
        for at in range(1, len(whole) + 1)
    )
    bundles = b"".join(
        _record(156, struct.pack("<II", int(name in hidden), at) + _wide(f"rId{at}") + _wide(name))
        for at, name in enumerate(whole, 1)
    )
    formats = [0, 14, 10]  # general, a day, per cent
    styles = [struct.pack("<HHHHHBBHH", 0xFFFF, number, 0, 0, 0, 0, 0, 0, 0)[:16] for number in formats]
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"/>',
        "xl/workbook.bin": _record(131) + _record(143) + bundles + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{space}/package/2006/relationships">{links}</Relationships>',  # noqa: E501
        "xl/styles.bin": _record(278)
        + _record(617, struct.pack("<I", len(styles)))
        + b"".join(_record(47, style) for style in styles)
        + _record(618)
        + _record(279),
    }
    for at, cells in enumerate(whole.values(), 1):
        parts[f"xl/worksheets/sheet{at}.bin"] = _xlsb_sheet(cells)
    return archive_of(parts)


def _xlsb_sheet(rows: Rows) -> bytes:
    width = max(map(len, rows), default=1)
    body = b"".join(
        _record(0, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0))
        + b"".join(_xlsb_cell(column, cell) for column, cell in enumerate(row))
        for at, row in enumerate(rows)
    )
    size = struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, width - 1)
    return _record(129) + _record(148, size) + _record(145) + body + _record(146) + _record(130)


def _xlsb_cell(column: int, cell: Any) -> bytes:
    match cell:
        case None:
            return _record(1, struct.pack("<II", column, 0))
        case Formula():
            return _record(3, struct.pack("<IIB", column, 0, _XLSB_ERRORS[cell.partition("|")[2]]))
        case bool():
            return _record(4, struct.pack("<IIB", column, 0, cell))
        case int() | float():
            return _record(5, struct.pack("<IId", column, 2 if cell < 1 else 0, cell))
        case date():
            return _record(5, struct.pack("<IId", column, 1, (date(cell.year, cell.month, cell.day) - _DAY_NONE).days))
        case _:
            return _record(6, struct.pack("<II", column, 0) + _wide(str(cell)))


_DAY_NONE = date(1899, 12, 30)


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def html_of(rows: Rows, encoding: str = "utf-8") -> bytes:
    """A table as a web page, as many systems export it under the name .xls."""
    lines = "".join(f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    page = f"<html><head><meta charset={encoding}><title>Rekap</title></head><body><table>{lines}</table></body></html>"
    return page.encode(encoding)


def _html(cell: Any) -> str:
    return "" if cell is None else escape(str(cell)).replace("\n", "<br>")


def excel_xml_of(rows: Rows) -> bytes:
    """A workbook as Excel 2003 wrote it in XML."""
    lines = "".join(f"<Row>{''.join(map(_excel_xml, row))}</Row>" for row in rows)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Lembar1"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def _excel_xml(cell: Any) -> str:
    match cell:
        case None:
            return "<Cell/>"
        case Formula():
            formula, _, value = cell.partition("|")
            return f'<Cell ss:Formula="{escape(formula)}"><Data ss:Type="Error">{value}</Data></Cell>'
        case bool():
            return f'<Cell><Data ss:Type="Boolean">{int(cell)}</Data></Cell>'
        case int() | float():
            return f'<Cell><Data ss:Type="Number">{cell}</Data></Cell>'
        case date():
            return f'<Cell><Data ss:Type="DateTime">{cell:%Y-%m-%d}T00:00:00.000</Data></Cell>'
        case _:
            return f'<Cell><Data ss:Type="String">{escape(str(cell))}</Data></Cell>'
