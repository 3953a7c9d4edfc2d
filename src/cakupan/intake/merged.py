"""Which rows of data say nothing in a column because one cell of it is merged over several of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cakupan.basics.refused import Facts
from cakupan.intake.batches import SingleProblems
from cakupan.intake.masking import told
from cakupan.intake.reading import Problem

if TYPE_CHECKING:
    from cakupan.intake.tables import Draft

_SHOWN = 10


def merged_over_rows(draft: "Draft") -> Iterator[SingleProblems]:
    """A warning for each column of ours with such rows: the program keeps what a merged cell says in its first row.

    It is not written into the others: a number merged over several rows may be the sum of all of them.
    """
    sheet, heading = draft.sheet, draft.heading
    ours = {*heading.positions.values(), *(at for parts in heading.joined.values() for at in parts)}
    for at in sorted(ours.intersection(column for _, _, column in sheet.merged)):
        silent = dict(_silent_rows(draft, at))
        if silent:
            spans = [f"{first + 1}-{last + 1}" for first, last in sorted(silent)]
            facts: Facts = {
                "sheet": sheet.name,
                "column": told(heading.title(at)),
                "count": sum(silent.values()),
                "rows": tuple(spans[:_SHOWN] + ["…"] * (len(spans) > _SHOWN)),
            }
            yield SingleProblems("warning", [Problem(sheet.name, None, None, "cells_merged", "warning", "", facts)])


def _silent_rows(draft: "Draft", at: int) -> Iterator[tuple[tuple[int, int], int]]:
    """For each merged cell of a column that begins in a row of data, how many rows of data below it are blank there."""
    import numpy as np

    data = draft.rows.data
    numbers, blank = draft.sheet.numbered(data), draft.sheet.columns[at].codes[data] == 0
    for first, last, column in draft.sheet.merged:
        start, end = np.searchsorted(numbers, first), np.searchsorted(numbers, last, side="right")
        begins = column == at and start < len(numbers) and numbers[start] == first
        if begins and (count := int(blank[start + 1 : end].sum())):
            yield (first, last), count
