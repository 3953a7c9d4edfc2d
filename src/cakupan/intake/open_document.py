"""What the cells of an OpenDocument spreadsheet (ODS) hold, with their types: calamine reads it, but for errors."""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from cakupan.intake.calamined import MOST_CELLS, Position, calamined
from cakupan.intake.refusals import BrokenFile
from cakupan.intake.sheet import ErrorCell, Sheet

_LOCKED = b"encryption-data"
_SUSPECT = re.compile(rb"""formula\s*=|["']error["']|number-(?:rows|columns)-repeated\s*=\s*["']\d{4,}|annotation""")
_ERROR = re.compile(r"#[A-Z/0!?]+[!?A0]|Err:\d+|#[A-Z]+!?")


def read_open_document(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet of an ODS, in order; formulas as their kept values.

    Refused are a locked one and one whose repeated cells would fill more than can be held.
    """
    with ZipFile(BytesIO(content)) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and _LOCKED in archive.read("META-INF/manifest.xml"):
            raise BrokenFile("file_locked", name=name)
        raw = archive.read("content.xml")
    errors = _errors_by_sheet(raw, name) if _SUSPECT.search(raw) else {}
    return tuple(calamined(content, name, lambda: errors))


def _errors_by_sheet(raw: bytes, name: str) -> Mapping[str, Mapping[Position, ErrorCell]]:
    """The cells of each sheet whose formula has failed or was never calculated."""
    found: dict[str, dict[Position, ErrorCell]] = {}
    sheet, row, height, width = "", 0, 0, 0
    # expat refuses entity bombs; nothing outside the file is opened
    for event, element in ElementTree.iterparse(BytesIO(raw), events=("start", "end")):  # noqa: S314
        tag = _local(element.tag)
        if event == "start" and tag == "table":
            sheet, row, height, width = _attribute(element, "name"), 0, 0, 0
        elif event == "end" and tag == "table-row":
            times = _times(element, "rows")
            errors, filled = _row(element)
            if filled:
                height, width = row + times, max(width, filled)
                if height * width > MOST_CELLS:
                    raise BrokenFile("file_too_large", name=name)
            for at in range(times) if errors else ():
                found.setdefault(sheet, {}).update({(row + at, column): error for column, error in errors.items()})
            row += times
            element.clear()
    return found


def _row(element: ElementTree.Element) -> tuple[Mapping[int, ErrorCell], int]:
    """The errors of a row by column, and how many cells it has up to its last filled one."""
    errors, filled, column = {}, 0, 0
    for cell in element:
        if _local(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        times = _times(cell, "columns")
        error = _error_in(cell)
        if error or _attribute(cell, "value-type"):
            filled = column + times
        if error:
            errors.update(dict.fromkeys(range(column, column + times), error))
        column += times
    return errors, filled


def _error_in(cell: ElementTree.Element) -> ErrorCell | None:
    formula, kinds = _attribute(cell, "formula"), _attributes(cell, "value-type")
    shown = "".join("".join(part.itertext()) for part in cell if _local(part.tag) == "p").strip()
    if "error" in kinds:
        return ErrorCell(shown or "#N/A")
    # older programs say an error by the text that is shown alone, beside a value of none
    if formula and _ERROR.fullmatch(shown):
        return ErrorCell(shown)
    if formula and not kinds:
        return ErrorCell(f"={formula.partition('=')[2] or '…'}", "formula_without_value")
    return None


def _times(element: ElementTree.Element, of: str) -> int:
    said = _attribute(element, f"number-{of}-repeated")
    return int(said) if said.isdigit() else 1


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next(iter(_attributes(element, name)), "")


def _attributes(element: ElementTree.Element, name: str) -> list[str]:
    return [value for key, value in element.items() if _local(key) == name]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
