"""What the cells of an Excel workbook hold, with their types: a number stays a number, an error an error."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from cakupan.basics.nik import EXACT
from cakupan.intake.calamined import MOST_CELLS, OddCells, Position, calamined
from cakupan.intake.plain_sheets import PlainSheet, plain_sheet, shared_texts, sheet_of_plain
from cakupan.intake.refusals import BrokenFile
from cakupan.intake.sheet import Cell, ErrorCell, Sheet

_ERROR_TYPE = re.compile(rb"""\bt=["']e["']""")
_UNCALCULATED = re.compile(  # a formula that ends its cell, with no value or an empty one after it
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_LONG_NUMBER = re.compile(rb"v>(?:9[0-9]{15}|[0-9]{17,18})<")
_LONG_VALUE = re.compile("[0-9]{16,18}", re.ASCII)
_LONG = 30_000_000  # bytes unpacked: from there on reading the cells and looking for errors are worth a thread each
_FAR = re.compile(rb"""\br=["'](?:[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{5})""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_LONG_SHEET = 10_000_000
_SHARED = "xl/sharedStrings.xml"
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def read_workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet of an XLSX or XLSM, in order; formulas as their kept values.

    A damaged workbook raises whatever zipfile, expat or calamine raise; `containers` words it.
    """
    with ZipFile(BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked < _LONG:
        odd = _odd_cells(content, name)
        return tuple(calamined(content, name, lambda: odd))
    return tuple(_long_sheets(content, name))


def _long_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """The sheets of a long workbook: those that are plain column by column, all others by calamine."""
    plain, shown = _plain_sheets(content, name)
    if not plain:
        with ThreadPoolExecutor(1) as aside:  # neither holds the other up: both are done outside Python
            looked = aside.submit(_odd_cells, content, name)
            yield from calamined(content, name, looked.result)
        return
    odd = _odd_cells(shown, name)
    for sheet in calamined(shown, name, lambda: odd):
        if sheet.name in plain:
            found = plain[sheet.name]
            if sheet.rows != len(found.samples) + 1:
                raise BrokenFile("workbook_broken", name=name)
            values = [sheet.columns[0][row] for row in range(len(found.samples))]
            yield replace(sheet_of_plain(sheet.name, found, values, hidden=sheet.hidden), merged=sheet.merged)
        else:
            yield sheet


def _plain_sheets(content: bytes, name: str) -> tuple[Mapping[str, PlainSheet], bytes]:
    """The long sheets that are plain, and the workbook with samples in place of those sheets."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
        sheets = sheet_parts(archive)
    shared = shared_texts(parts.get(_SHARED, b""))
    if shared is None:
        return {}, b""
    plain = {
        sheet: found
        for sheet, part in sheets.items()
        if len(parts[part]) >= _LONG_SHEET and (found := plain_sheet(parts[part], shared, name))
    }
    for sheet, found in plain.items():
        parts[sheets[sheet]] = found.sample_rows()
    if len(plain) == len(sheets):
        parts.pop(_SHARED, None)
    shown = BytesIO()
    with ZipFile(shown, "w") as made:
        for part, raw in parts.items():
            made.writestr(part, raw)
    return plain, shown.getvalue()


def _odd_cells(content: bytes, name: str) -> OddCells:
    """The cells of each sheet that calamine gives otherwise than they are.

    Their formula has failed or was never calculated by the program that wrote it, or their number is a long one.

    Every part of the archive is read, so that one whose checksum is wrong is not taken for whole, and no sheet of few
    cells may claim more than can be held: calamine would make room for all of them.
    """
    found = {}
    with ZipFile(BytesIO(content)) as archive:
        sheets = {part: sheet for sheet, part in sheet_parts(archive).items()}
        for part in archive.namelist():
            raw = archive.read(part)
            if part in sheets:
                if len(raw) < _LONG and _cells_spanned(raw) > MOST_CELLS:
                    raise BrokenFile("file_too_large", name=name)
                if _may_hold_odd_cells(raw):
                    found[sheets[part]] = dict(_odd_cells_in(raw))
    return found


def _cells_spanned(raw: bytes) -> int:
    """How many cells lie between the first of a sheet and its last row and column; 0 where they are surely few."""
    if not _FAR.search(raw):
        return 0
    rows, columns = 1, 1
    for letters, digits in set(_PLACE.findall(raw)):
        rows = max(rows, int(digits))
        columns = max(columns, _column_number(f"{letters.decode()}1", 0) + 1)
    return rows * columns


def _may_hold_odd_cells(raw: bytes) -> bool:
    # most long lists hold no formula: to see that letter by letter of a tag takes a tenth of what the patterns take
    if _LONG_NUMBER.search(raw):
        return True
    failed = _stands(raw, "=", "\"'", "e", "\"'") and bool(_ERROR_TYPE.search(raw))
    return failed or (_stands(raw, "", "</:", "f", "> /\t\r\n") and bool(_UNCALCULATED.search(raw)))


def _stands(raw: bytes, first: str, before: str, letter: str, after: str) -> bool:
    """Whether `letter` stands somewhere after one of `before` (and that after `first`), and before one of `after`."""
    import numpy as np

    found = np.frombuffer(raw, np.uint8)
    at = (found[2:-1] == ord(letter)).nonzero()[0] + 2
    at = at[np.isin(found[at - 1], list(before.encode()))]
    if first:
        at = at[found[at - 2] == ord(first)]
    return bool(np.isin(found[at + 1], list(after.encode())).any())


def sheet_parts(archive: ZipFile) -> Mapping[str, str]:
    """Where in the archive each sheet lies, by the sheet's name."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    # expat refuses entity bombs; nothing outside the archive is opened
    targets = {
        entry.get("Id"): entry.get("Target", "")
        for entry in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    }
    parts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if _local(element.tag) == "sheet":
            link = next((value for key, value in element.items() if _local(key) == "id"), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                parts[element.get("name", "")] = part
    return parts


def _odd_cells_in(raw: bytes) -> Iterator[tuple[Position, Cell]]:
    row = column = -1
    for event, element in ElementTree.iterparse(BytesIO(raw), events=("start", "end")):  # noqa: S314
        tag = _local(element.tag)
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "start" and tag == "c":
            column = _column_number(element.get("r", ""), column + 1)
        elif event == "end" and tag == "c":
            if (found := _as_received(element)) is not None:
                yield (row, column), found
            element.clear()


def _as_received(cell: ElementTree.Element) -> Cell:
    """What calamine does not give; None where it gives the cell as it is."""
    parts = {_local(part.tag): (part.text or "").strip() for part in cell}
    if cell.get("t") == "e":
        return ErrorCell(parts.get("v", ""))
    # a formula may well give an empty text, and then says so
    if "f" in parts and not parts.get("v") and cell.get("t") != "str":
        return ErrorCell(f"={parts['f'] or '…'}", "formula_without_value")
    # people look for the digits that they wrote, although the last of so many may have been lost before
    long = cell.get("t", "n") == "n" and _LONG_VALUE.fullmatch(parts.get("v", ""))
    return int(long[0]) if long and int(long[0]) > EXACT else None


def _column_number(address: str, following: int) -> int:
    found = _ADDRESS.fullmatch(address)
    if not found:
        return following
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
