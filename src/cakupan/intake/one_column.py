"""Whether the lines of a delimited text lie whole in one column: a spreadsheet opened a CSV without cutting it."""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from cakupan.intake.delimited import DELIMITERS
from cakupan.intake.sheet import Sheet, column_of, sheet_of_columns, text_of

_HEAD = 60
_FEWEST = 2  # headings in one line, and lines of as many cells: what is wanted may be listed in a sentence too


def cut_open(sheet: Sheet, knows: Callable[[str], bool]) -> Sheet:
    """The sheet with each line of its only column cut into cells, row for row; as it is where none names columns.

    `knows` says whether a cell is the heading of some column.
    """
    import numpy as np

    filled = [column for column in sheet.columns if len(column) > 1]
    if len(filled) != 1:
        return sheet
    lines = [text_of(filled[0][row]) for row in range(min(_HEAD, sheet.rows))]
    delimiter = max(DELIMITERS, key=lambda one: _headings(lines, one, knows))
    if _headings(lines, delimiter, knows) < _FEWEST:
        return sheet
    records = [_cells(text_of(filled[0][row]), delimiter) for row in range(sheet.rows)]
    lengths = np.fromiter(map(len, records), np.int32, len(records))
    found = sheet_of_columns(sheet.name, [column_of(cells) for cells in zip_longest(*records)], lengths)
    return replace(sheet, rows=found.rows, columns=found.columns, lengths=found.lengths, merged=())


def _headings(lines: Sequence[str], delimiter: str, knows: Callable[[str], bool]) -> int:
    """The most headings in one line, of those that are cut into as many cells as another one."""
    records = [record for line in lines if len(record := _cells(line, delimiter)) > 1]
    widths = Counter(map(len, records))
    return max((sum(map(knows, record)) for record in records if widths[len(record)] >= _FEWEST), default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]  # its marks do not fit together: somebody must look at it
