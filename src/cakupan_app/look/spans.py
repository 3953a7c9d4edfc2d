"""How the numbers of rows are told: those that follow one another as a span."""

from collections.abc import Iterator, Sequence
from itertools import groupby


def spans_of(rows: Sequence[int]) -> Iterator[str]:
    """Rising numbers as spans of those that follow one another.

    >>> list(spans_of([5, 6, 7, 9, 12, 13]))
    ['5–7', '9', '12–13']
    """
    for _, run in groupby(enumerate(rows), key=lambda one: one[1] - one[0]):
        first, *rest = [row for _, row in run]
        yield f"{first}–{rest[-1]}" if rest else f"{first}"
