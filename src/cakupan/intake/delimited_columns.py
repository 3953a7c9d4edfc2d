"""What a long delimited text holds column by column, where its quotes leave no doubt; the same as record by record."""

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.intake.sheet import Column, column_of_texts

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Flags = NDArray[np.bool_]
    Positions = NDArray[np.int64]

_MARKS = b'"\n\r'
_QUOTE, _LINE_FEED, _RETURN = _MARKS
PLAIN_DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 2**26  # bytes: a part is read as one block, for to put blocks together costs half as much as to read them
_MOST_ODD = 1_000  # lines of another width than most: titles, notes, signatures, a few broken ones


def read_plain_columns(text: str, delimiter: str) -> tuple[Sequence[Column], "NDArray[np.int32]"] | None:
    """The columns, and how many cells each record has; None where only reading record by record is safe.

    Safe is a text whose quotes open at the start of a cell, close at its end, and never run over a line.
    """
    import numpy as np

    if delimiter not in PLAIN_DELIMITERS:
        return None
    raw = f"{text}\n".encode()
    found = np.frombuffer(raw, np.uint8)
    telling = _among(found, (*_MARKS, ord(delimiter)))
    marks = found[telling]
    if not _are_whole(found, telling[marks == _QUOTE], ord(delimiter)) or _has_lone_returns(found, telling, marks):
        return None
    within = (np.cumsum(marks == _QUOTE, dtype=np.int64) & 1).astype(bool)
    line_ends = (marks == _LINE_FEED).nonzero()[0]
    if within[line_ends].any():
        return None
    ends, between = telling[line_ends], (marks == ord(delimiter)) & ~within
    widths: Positions = np.diff(np.cumsum(between)[line_ends], prepend=0) + 1
    usual = int(np.bincount(widths).argmax())
    odd = (widths != usual).nonzero()[0]
    regular = _regular(raw, delimiter, usual) if usual > 1 and len(odd) <= _MOST_ODD else None
    if regular is None or len(regular[0]) != len(ends) - len(odd):
        return None
    records = [_record(raw, ends, line, delimiter) for line in odd.tolist()]
    lengths = widths.astype(np.int32)
    lengths[odd] = [len(record) for record in records]
    return _columns(regular, records, odd, len(ends)), lengths


def _among(found: "Bytes", marks: Sequence[int]) -> "Positions":
    """Where one of these bytes stands."""
    import numpy as np

    table = np.zeros(256, bool)
    table[list(marks)] = True
    places: Positions = table[found].nonzero()[0]
    return places


def _are_whole(found: "Bytes", at: "Positions", delimiter: int) -> bool:
    """Whether the quotes that stand there open at the start of a cell and close at its end."""
    import numpy as np

    opening, closing = at[::2], at[1::2]
    if len(opening) != len(closing):
        return False
    before = np.where(opening > 0, found[opening - 1], _LINE_FEED)
    after = found[closing + 1]  # the text ends with a line feed
    opened = bool(np.isin(before, (delimiter, _LINE_FEED, _QUOTE)).all())
    return opened and bool(np.isin(after, (delimiter, _LINE_FEED, _RETURN, _QUOTE)).all())


def _has_lone_returns(found: "Bytes", telling: "Positions", marks: "Bytes") -> bool:
    returns = telling[marks == _RETURN]
    return bool((found[returns + 1] != _LINE_FEED).any())


def _regular(raw: bytes, delimiter: str, width: int) -> "list[pa.Array] | None":
    """The columns of all lines of the usual width."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(at) for at in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(raw),
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=min(len(raw), _BLOCK)),
            arrow_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=lambda _: "skip"),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowException:  # a line that is longer than a block
        return None
    return [column.combine_chunks() for column in table.columns]


def _record(raw: bytes, ends: "Positions", line: int, delimiter: str) -> list[str]:
    start = int(ends[line - 1]) + 1 if line else 0
    records = csv.reader([raw[start : int(ends[line])].decode()], delimiter=delimiter)
    return next(records, [])


def _columns(regular: "list[pa.Array]", records: Sequence[Sequence[str]], odd: "Positions", count: int) -> list[Column]:
    import numpy as np
    import pyarrow as pa

    order = np.empty(count, np.int64)
    usual = np.ones(count, bool)
    usual[odd] = False
    order[usual] = np.arange(count - len(odd))
    order[odd] = np.arange(count - len(odd), count)
    columns = []
    for at in range(max([len(regular), *map(len, records)])):
        cells = regular[at] if at < len(regular) else pa.nulls(count - len(odd), pa.string())
        others = pa.array([record[at] if at < len(record) else None for record in records], pa.string())
        column = column_of_texts(pa.concat_arrays([cells, others]) if len(odd) else cells)
        columns.append(Column(column.codes[order], column.distinct) if len(odd) else column)
    return columns
