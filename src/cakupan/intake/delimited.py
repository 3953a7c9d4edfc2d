"""What the cells of a delimited text hold: its encoding, its delimiter, its records."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BufferedReader, BytesIO, StringIO, TextIOWrapper
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, BinaryIO

from cakupan.intake.delimited_columns import PLAIN_DELIMITERS, read_plain_columns
from cakupan.intake.encodings import MENDED, Beginning, encoding_of, length_of, without_zeros
from cakupan.intake.refusals import BrokenFile, NotATable
from cakupan.intake.sheet import Cell, Column, Sheet, below_blanks, column_of, sheet_of_columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHEET = "csv"  # not the file's name: provenance must not change when a file is renamed
DELIMITERS = PLAIN_DELIMITERS
_HEAD = 60
_END = "\x1eend\x1e"  # a record of our own after the last: if a quote was left open, it is swallowed
MANY_LINES = 2_000  # from so many lines on it pays to look whether they can be read all at once
_LINES_TRIED = 1_000  # a cell that runs over more lines than this is no cell
_FIRST = 2**20  # characters: enough to tell how a long list is laid out, before the rest of it is read
_ENDING = "\x1a\r\n"
_DECLARED = re.compile(r'"?sep=(.)"?\s*(?:[\r\n]|$)', re.IGNORECASE)  # the first line, as Excel takes it
_LINE_END = re.compile(r"[\r\n]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]")


def read_delimited(content: bytes, name: str, knows: Callable[[str], bool]) -> Sheet:
    """The one sheet of a CSV, TSV or TXT; a row is a record, whatever lines it takes.

    `knows` says whether a cell is the heading of some column: the delimiter under which the headings
    appear is the right one, however many commas the titles and the figures hold.
    """
    text, mended = decoded(content, name)
    text = text.rstrip(_ENDING)
    return replace(sheet_of_columns(SHEET, *_grid(text, _delimiter(text, knows), name)), mended=mended)


def read_parts(file: BinaryIO, name: str, knows: Callable[[str], bool], size: int) -> Iterator[Sheet]:
    """The sheet of a long delimited text in parts of about `size` characters: the rows and cells of `read_delimited`.

    `numbers` says which rows of the whole a part has; blank ones at the very end are in none.
    """
    delimiter, start, blank = "", 0, 0
    encoding, mended = encoding_of(file, length_of(file), name)
    held = None
    for text in _texts_of(file, encoding, name, size):
        delimiter = delimiter or _delimiter(text, knows)
        columns, lengths = _grid(text, delimiter, name, before=start + blank)
        part = sheet_of_columns(SHEET, columns, lengths)
        if part.rows:
            if held:
                yield replace(held, goes_on=True)
            held = replace(below_blanks(part, blank, start), mended=0 if start else mended)
            start, blank = start + blank + part.rows, 0
        blank += len(lengths) - part.rows
    if held:
        yield held


def _grid(text: str, delimiter: str, name: str, before: int = 0) -> "tuple[Sequence[Column], NDArray[np.int32]]":
    """The columns of a text and how many cells each of its records has; `before`: how many records precede it."""
    import numpy as np

    if text.count("\n") > MANY_LINES and (found := read_plain_columns(text, delimiter)):
        return found
    records = _records(text, delimiter, name, before)
    lengths = np.fromiter(map(len, records), np.int32, len(records))
    return [column_of(cells) for cells in zip_longest(*records)], lengths


def _texts_of(file: BinaryIO, encoding: str, name: str, size: int) -> Iterator[str]:
    """The text of a file in pieces of about `size` characters, each of whole records; the first may be shorter."""
    length = length_of(file)
    file.seek(0)
    reader = TextIOWrapper(BufferedReader(Beginning(file, length)), encoding=encoding, errors=MENDED, newline="")
    held = _legible(reader.read(min(size, _FIRST)), name)
    while True:
        ahead = _legible(reader.read(size), name)
        if len(ahead) < size // 4:  # a signature block stays with the rows that it closes
            yield (held + ahead).rstrip(_ENDING)
            return
        if cut := _between_records(held):
            yield held[:cut].removesuffix("\n").removesuffix("\r")
        held = held[cut:] + ahead


def _between_records(text: str) -> int:
    """How long the text is up to its last line end that no quote holds; 0 where none of the last ones is such."""
    quotes, end = text.count('"'), len(text)
    for _ in range(_LINES_TRIED):
        at = text.rfind("\n", 0, end)
        if at < 0:
            return 0
        quotes -= text.count('"', at, end)
        if quotes % 2 == 0:
            return at + 1
        end = at
    return 0


def decoded(content: bytes, name: str) -> tuple[str, int]:
    """The text of these bytes (`encodings`), and how many of them were mended; NotATable where it is none."""
    file = BytesIO(content)
    length = length_of(file)
    encoding, mended = encoding_of(file, length, name)
    return _legible(content[:length].decode(encoding, MENDED), name), mended


def _legible(text: str, name: str) -> str:
    shown = without_zeros(text)
    if _CONTROL.search(shown, 0, 100_000):
        raise NotATable("file_is_binary", name=name)
    return shown


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """The delimiter that shows most headings in one record; then the one that cuts most records alike."""
    if declared := _DECLARED.match(text):
        return declared[1]
    return max(DELIMITERS, key=lambda delimiter: _evidence(text, delimiter, knows))


def _evidence(text: str, delimiter: str, knows: Callable[[str], bool]) -> tuple[int, int]:
    try:
        lines = (found[0] for found in _LINE.finditer(text) if found[0])
        head = list(islice(csv.reader(lines, delimiter=delimiter), _HEAD))
    except csv.Error:
        return (0, 0)
    headings = max((sum(map(knows, record)) for record in head if len(record) > 1), default=0)
    widths = Counter(len(record) for record in head if len(record) > 1)
    return headings, max(((width - 1) * count for width, count in widths.items()), default=0)


def _records(text: str, delimiter: str, name: str, before: int = 0) -> Sequence[Sequence[Cell]]:
    whole = f"{text}\n{_END}"
    records, broken = _read(whole, delimiter, strict=True)
    if broken:
        # a quote within a cell (`"Toko" Maju`) is no fault as long as the cell does not run on into the next line
        records, broken = _read(whole, delimiter, strict=False)
        broken = broken or _first(records, lambda record: any(_LINE_END.search(cell) for cell in record))
    elif max(whole.count("\n"), whole.count("\r")) >= len(records):
        broken = _first(records, lambda record: any(_holds_a_record(cell, len(record), delimiter) for cell in record))
    if broken:
        raise BrokenFile("quote_left_open", name=name, row=before + broken)
    return records[:-1]


def _read(text: str, delimiter: str, *, strict: bool) -> tuple[list[list[str]], int]:
    """The records, and the number (from 1) of the one at which reading stopped or a quote was left open; else 0."""
    records = []
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict):
            records.append(record)
    except csv.Error:
        return records, len(records) + 1
    return records, 0 if records[-1] == [_END] else len(records)


def _holds_a_record(cell: str, width: int, delimiter: str) -> bool:
    return any(line.count(delimiter) >= max(2, width - 1) for line in _LINE_END.split(cell)[1:])


def _first(records: Sequence[Sequence[str]], broken: Callable[[Sequence[str]], bool]) -> int:
    return next((at for at, record in enumerate(records, 1) if broken(record)), 0)
