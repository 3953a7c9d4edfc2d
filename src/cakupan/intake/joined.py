"""Columns that no column of the sheet is: a day in three of them, a sex ticked in one of two, what rows between say."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cakupan.intake.arrays import combined, first_rows
from cakupan.intake.sheet import Cell, Column, ErrorCell, column_of, text_of
from cakupan.intake.vocabulary import vocabulary

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows

Said = Sequence[tuple[int, str | None]]
"""From which row (from 0) on a text holds."""

_TICKS = frozenset({"v", "x", "√", "✓", "✔", "☑", "✗", "✘", "•", "*", "1", "ya", "y"})
_NOT_TICKED = frozenset({"", "-", "–", "0"})


def joined_column(parts: Sequence[Column]) -> Column:
    """Day, month and year, each in a column of its own, as one cell: 12-5-1987. What cannot be joined is left to the
    parser of days, which says so.

    >>> from cakupan.intake.sheet import column_of
    >>> column = joined_column([column_of(["12", None]), column_of(["Mei", None]), column_of(["1987", None])])
    >>> column[0], column[1]
    ('12-Mei-1987', None)
    """
    return _joined(parts, _one_day)


def ticked_column(parts: Sequence[Column]) -> Column:
    """The sex that is ticked: the first of two columns is that of men. What is no tick, or ticked twice, is left to the
    parser of the sex, which says so.

    >>> from cakupan.intake.sheet import column_of
    >>> column = ticked_column([column_of(["v", None, "v"]), column_of([None, "P", "v"])])
    >>> column[0], column[1], column[2]
    ('L', 'P', 'L: v; P: v')
    """
    return _joined(parts, _one_sex)


def _joined(parts: Sequence[Column], one: Callable[[Sequence[Cell]], Cell]) -> Column:
    codes = combined([column.codes for column in parts])
    cells = [one([column[row] for column in parts]) for row in first_rows(codes).tolist()]
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


def _one_sex(cells: Sequence[Cell]) -> Cell:
    failed = next((cell for cell in cells if isinstance(cell, ErrorCell)), None)
    if failed is not None:
        return failed
    filled = [
        (sex, text) for sex, cell in zip("LP", cells, strict=True) if (text := text_of(cell).strip()) not in _NOT_TICKED
    ]
    if len(filled) == 1 and _is_tick(*filled[0]):
        return filled[0][0]
    return "; ".join(f"{sex}: {text}" for sex, text in filled) or None


def _is_tick(sex: str, text: str) -> bool:
    word = vocabulary("sex").find(text)
    return text.casefold() in _TICKS or (word is not None and word.word == sex)


JOINED_AS: Mapping[str, Callable[[Sequence[Column]], Column]] = {"birth": joined_column, "sex": ticked_column}
"""How columns of a sheet are one column of ours, by its name."""


def said_column(said: Said, rows: int) -> Column:
    """The column in which every row says what the last of `said` above it says."""
    import numpy as np

    texts = column_of([None, *(text for _, text in said)])
    starts: Rows = np.array([row for row, _ in said], np.int64)
    at = np.searchsorted(starts, np.arange(rows), side="right")
    return Column(texts.codes[at], texts.distinct)
