"""What is told of many rows, kept by the batch and worded row by row only when someone reads it.

A list of 213,000 people in which every village is unknown has 213,000 warnings. Nobody reads them one by one, and to
make them one by one would take longer than to read the list.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload

from cakupan.basics.refused import Fact
from cakupan.intake.masking import hushed, told
from cakupan.intake.outcome import Fault
from cakupan.intake.reading import Problem, Repair, Severity

if TYPE_CHECKING:
    from cakupan.intake.arrays import Codes, Rows

Told_co = TypeVar("Told_co", covariant=True)

WHOLE_SHEET = -1
"""Stands for the row of what is told of a sheet and not of a row of it."""


class Batch(Protocol[Told_co]):
    """Some things told of rows (from 0) of one sheet, the rows ascending."""

    @property
    def rows(self) -> "Rows": ...

    def item(self, at: int) -> Told_co: ...


@dataclass(frozen=True, slots=True, eq=False)
class CellProblems:
    """Problems in the cells of one column, all of one severity: that of `rows[at]` is `faults[codes[at]]`.

    `texts` are the cells as written, by code; `position` is the column (from 0) in the sheet. What stands in a column
    about a person (`personal`) is told by its digits and initials only.
    """

    sheet: str
    heading: str
    personal: bool
    severity: Severity
    rows: "Rows"
    codes: "Codes"
    texts: Sequence[str]
    faults: Sequence[Fault]
    position: int | None = None

    def item(self, at: int) -> Problem:
        row, code = int(self.rows[at]) + 1, int(self.codes[at])
        text, fault = self.texts[code], self.faults[code]
        spoken = hushed(text) if self.personal else told(text)
        facts: dict[str, Fact] = {"row": row, "column": told(self.heading), "text": spoken, **fault.facts}
        return Problem(self.sheet, row, self.heading, fault.code, self.severity, text, facts, self.position)

    def code(self, at: int) -> str:
        return self.faults[int(self.codes[at])].code


@dataclass(frozen=True, slots=True, eq=False)
class SingleProblems:
    """Problems of one severity, each of its own kind, in the order of their rows."""

    severity: Severity
    problems: Sequence[Problem]

    @property
    def rows(self) -> "Rows":
        import numpy as np

        return np.array([WHOLE_SHEET if one.row is None else one.row - 1 for one in self.problems], np.int64)

    def item(self, at: int) -> Problem:
        return self.problems[at]

    def code(self, at: int) -> str:
        return self.problems[at].code


ProblemBatch = CellProblems | SingleProblems


@dataclass(frozen=True, slots=True, eq=False)
class CellRepairs:
    """What was mended in the cells of one column: by code the text as written, what was done, and what came of it."""

    sheet: str
    heading: str
    rows: "Rows"
    codes: "Codes"
    texts: Sequence[str]
    repairs: Sequence[tuple[str, str]]

    def item(self, at: int) -> Repair:
        code = int(self.codes[at])
        repair, repaired = self.repairs[code]
        return Repair(self.sheet, int(self.rows[at]) + 1, self.heading, repair, self.texts[code], repaired)

    def without(self, numbers: "Rows") -> "CellRepairs":
        """Those of other rows than these."""
        import numpy as np

        kept = ~np.isin(self.rows, numbers)
        return replace(self, rows=self.rows[kept], codes=self.codes[kept])


class InOrder(Sequence[Told_co], Generic[Told_co]):
    """The items of some batches by row, those of one row by `rank` of their batch, then in the order of the batches."""

    def __init__(self, batches: Sequence[Batch[Told_co]] = (), rank: Callable[[Any], str] | None = None) -> None:
        import numpy as np

        self._batches = tuple(batches)
        ranks = [rank(batch) if rank else "" for batch in self._batches]
        places = {name: place for place, name in enumerate(sorted(set(ranks)))}
        sizes = [len(batch.rows) for batch in self._batches]
        self._of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self._at = np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, np.int64)])
        rows = np.concatenate([batch.rows for batch in self._batches] or [np.zeros(0, np.int64)])
        weights = np.repeat(np.array([places[name] for name in ranks], np.int32), sizes)
        self._order = np.lexsort((self._of, weights, rows))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Told_co: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Told_co]: ...

    def __getitem__(self, at: int | slice) -> Told_co | Sequence[Told_co]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = int(self._order[at])
        return self._batches[int(self._of[place])].item(int(self._at[place]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"{tuple(self)!r}"


class Chained(Sequence[Told_co], Generic[Told_co]):
    """Several sequences one after the other, none of them copied."""

    def __init__(self, parts: Sequence[Sequence[Told_co]] = ()) -> None:
        self._parts = tuple(part for part in parts if len(part))
        self._ends = list(accumulate(map(len, self._parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Told_co]:
        for part in self._parts:
            yield from part

    @overload
    def __getitem__(self, at: int) -> Told_co: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Told_co]: ...

    def __getitem__(self, at: int | slice) -> Told_co | Sequence[Told_co]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        part = bisect_right(self._ends, place)
        return self._parts[part][place - (self._ends[part] - len(self._parts[part]))]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"{tuple(self)!r}"
