"""Where a row that was sent back stood before, as the two columns of an error workbook tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cakupan.intake.containers import read_sheets
from cakupan.intake.content import Content, bytes_of, is_long
from cakupan.intake.headings import HEAD, is_heading
from cakupan.intake.own_sheets import FILE_COLUMN, ROW_COLUMN
from cakupan.intake.sheet import Cell, Sheet, text_of

_PLACE = re.compile(r"(?:(?P<sheet>.+)!)?(?P<row>\d{1,7})(?:\.0)?")
_HASH = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file (the beginning of its hash), the sheet (None: whichever) and the row (from 1) where a row stood."""

    file: str
    sheet: str | None
    row: int


def origins_of(content: Content, name: str) -> Mapping[tuple[str, int], Origin]:
    """For each row (sheet and number, from 1) that tells it, where it stood before; of long lists nothing is asked."""
    if is_long(content):
        return {}
    sheets = read_sheets(bytes_of(content), name, is_heading)
    return {(sheet.name, row): origin for sheet in sheets for row, origin in _in_sheet(sheet)}


def origin_told(file: Cell, row: Cell) -> Origin | None:
    """What the two cells tell; None where they tell nothing that can be looked up."""
    if file is None or row is None:
        return None
    told = _PLACE.fullmatch(text_of(row).strip())
    start = text_of(file).strip().casefold()
    return Origin(start, told["sheet"], int(told["row"])) if told and _HASH.fullmatch(start) else None


def _in_sheet(sheet: Sheet) -> Iterator[tuple[int, Origin]]:
    for heading in range(min(HEAD, sheet.rows)):
        labels = [text_of(cell).strip().casefold() for cell in sheet.row(heading)]
        if FILE_COLUMN in labels and ROW_COLUMN in labels:
            file, row = (sheet.columns[labels.index(label)] for label in (FILE_COLUMN, ROW_COLUMN))
            for number in range(heading + 1, sheet.rows):
                if origin := origin_told(file[number], row[number]):
                    yield sheet.number(number), origin
            return
