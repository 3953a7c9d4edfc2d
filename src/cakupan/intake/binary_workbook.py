"""What the cells of a binary Excel workbook (XLSB) hold: calamine reads them, but for failed formulas."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from cakupan.intake.calamined import Position, calamined
from cakupan.intake.sheet import ErrorCell, Sheet

_ROW, _CELL_ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156  # record types of [MS-XLSB] 2.3
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def read_binary_workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet of an XLSB, in order; formulas as their kept values."""
    errors = _errors(content)
    return tuple(calamined(content, name, lambda: errors))


def _errors(content: bytes) -> Mapping[str, Mapping[Position, ErrorCell]]:
    with ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        targets = {
            entry.get("Id", ""): entry.get("Target", "").lstrip("/").removeprefix("xl/")
            for entry in ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314  # expat refuses entity bombs
        }
        parts = dict(_sheet_links(archive.read("xl/workbook.bin")))
        return {
            sheet: dict(_error_cells(archive.read(part)))
            for sheet, link in parts.items()
            if (part := f"xl/{targets.get(link, '')}") in names
        }


def _sheet_links(raw: bytes) -> Iterator[tuple[str, str]]:
    for kind, start, _ in _records(raw):
        if kind == _SHEET:
            link, after = _wide_text(raw, start + 8)
            yield _wide_text(raw, after)[0], link


def _wide_text(raw: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(raw[at : at + 4], "little")
    end = at + 4 + 2 * (0 if length == 0xFFFFFFFF else length)
    return raw[at + 4 : end].decode("utf-16-le", "replace"), end


def _error_cells(raw: bytes) -> Iterator[tuple[Position, ErrorCell]]:
    row = 0
    for kind, start, _ in _records(raw):
        if kind == _ROW:
            row = int.from_bytes(raw[start : start + 4], "little")
        elif kind in (_CELL_ERROR, _FORMULA_ERROR):
            column = int.from_bytes(raw[start : start + 4], "little")
            yield (row, column), ErrorCell(_ERRORS.get(raw[start + 8], "#N/A"))


def _records(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """The type of each record, where its data begin, and where they end."""
    at, size = 0, len(raw)
    while at < size:
        kind = raw[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = kind & 0x7F | (raw[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size:
            byte = raw[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, at, at + length
        at += length
