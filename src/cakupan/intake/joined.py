"""Columns that no column of the sheet is: a day that stands in three of them, and what rows in between say."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cakupan.intake.arrays import combined, first_rows
from cakupan.intake.sheet import Cell, Column, ErrorCell, column_of, text_of

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows

Said = Sequence[tuple[int, str | None]]
"""From which row (from 0) on a text holds."""


def joined_column(parts: Sequence[Column]) -> Column:
    """Day, month and year, each in a column of its own, as one cell: 12-5-1987. What cannot be joined is left to the
    parser of days, which says so.

    >>> from cakupan.intake.sheet import column_of
    >>> column = joined_column([column_of(["12", None]), column_of(["Mei", None]), column_of(["1987", None])])
    >>> column[0], column[1]
    ('12-Mei-1987', None)
    """
    codes = combined([column.codes for column in parts])
    cells = [_one_day([column[row] for column in parts]) for row in first_rows(codes).tolist()]
    distinct = column_of(cells)
    return Column(distinct.codes[codes], distinct.distinct)


def _one_day(cells: Sequence[Cell]) -> Cell:
    whole = next((cell for cell in cells if isinstance(cell, date | ErrorCell)), None)
    if whole is not None:
        return whole  # the first holds the day as a whole, and the others repeat its month and year
    texts = [text_of(cell).strip() for cell in cells]
    if not any(texts):
        return None
    return texts[0] if sum(map(str.isdigit, texts[0])) > 2 else "-".join(texts)


def said_column(said: Said, rows: int) -> Column:
    """The column in which every row says what the last of `said` above it says."""
    import numpy as np

    texts = column_of([None, *(text for _, text in said)])
    starts: Rows = np.array([row for row, _ in said], np.int64)
    at = np.searchsorted(starts, np.arange(rows), side="right")
    return Column(texts.codes[at], texts.distinct)
