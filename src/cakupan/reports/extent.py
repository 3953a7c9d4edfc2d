"""How much of a workbook there is to hold, cells that are blank but formatted or merged too."""

import re
from io import BytesIO
from zipfile import ZipFile

from cakupan.intake.workbook import sheet_parts

_PLACED = re.compile(
    rb'<(?:\w{1,9}:)?(row|c|mergeCell)\b(?:[^<>]{0,400}?\br(?:ef)?="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{0,3})(\d{1,7})")?'
)
_MOST_BYTES = 2**25  # of all parts, unpacked


def cells_in(content: bytes) -> int | None:
    """The cells that a program holds which opens this XLSX: of each sheet all up to its last row and column.

    What a sheet says of its own size is not asked: it is often wrong. None where the parts are too large to be looked
    through; a broken archive raises what `zipfile` does.
    """
    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
            return None
        return sum(_cells_of(archive.read(part)) for part in sheet_parts(archive).values())


def _cells_of(raw: bytes) -> int:
    rows = columns = cells = last = 0
    for kind, letters, number in _PLACED.findall(raw):
        last = int(number) if number else last + (kind == b"row")
        rows, columns, cells = max(rows, last), max(columns, _column(letters)), cells + 1
    return max(rows * columns, cells)


def _column(letters: bytes) -> int:
    """
    >>> _column(b""), _column(b"A"), _column(b"AB")
    (0, 1, 28)
    """
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found
