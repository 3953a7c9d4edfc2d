"""A reading some rows of which turn out to be known already: what comes of it once these count as repeated."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cakupan.basics.refused import Fact, Facts
from cakupan.intake.batches import Chained, InOrder
from cakupan.intake.reading import Accepted, Packed, Problem, Reading, Repair, Table

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Rows of one sheet that are known from elsewhere, all for one reason: row `rows[at]` (from 0, ascending) is
    told by `code` with the facts `told[at]` and the number of the row."""

    sheet: str
    rows: "Rows"
    code: str
    told: Sequence[Facts]

    def item(self, at: int) -> Problem:
        row = int(self.rows[at]) + 1
        facts: dict[str, Fact] = {"row": row, **self.told[at]}
        return Problem(self.sheet, row, None, self.code, "warning", "", facts)


def with_known_rows(reading: Reading, known: Sequence[Known]) -> Reading:
    """The same file with these rows repeated instead of accepted, each with its warning. A row may be told of twice."""
    import numpy as np

    gone: dict[str, Rows] = {}
    for one in known:
        gone[one.sheet] = np.union1d(gone.get(one.sheet, np.zeros(0, np.int64)), one.rows + 1)
    if not gone:
        return reading
    return replace(
        reading,
        tables=tuple(_tables(reading.tables, {sheet: len(rows) for sheet, rows in gone.items()}, "accepted")),
        problems=Chained([InOrder(list(known)), reading.problems]),
        repairs=tuple(_repairs(reading.repairs, gone)),
        _accepted=tuple(_without(part, gone) for part in reading._accepted),
    )


def with_mended_rows(reading: Reading, mended: Sequence[Known]) -> Reading:
    """The same file with these rows repeated instead of quarantined: each stands without its errors in another file,
    which the warning names, and nothing is left to be done about it."""
    rows = {(one.sheet, int(row) + 1) for one in mended for row in one.rows}
    if not rows:
        return reading
    left = tuple(problem for problem in reading.problems if (problem.sheet, problem.row) not in rows)
    return replace(
        reading,
        tables=tuple(_tables(reading.tables, Counter(sheet for sheet, _ in rows), "quarantined")),
        problems=Chained([InOrder(list(mended)), left]),
        _quarantined=tuple(one for one in reading._quarantined if (one.sheet, one.row) not in rows),
    )


def with_told(reading: Reading, told: Sequence[Known]) -> Reading:
    """The same file with a warning for each of these rows; what becomes of them stays as it is."""
    return replace(reading, problems=Chained([InOrder(list(told)), reading.problems])) if told else reading


def _tables(tables: Sequence[Table], gone: dict[str, int], once: Literal["accepted", "quarantined"]) -> Iterator[Table]:
    """The tables with so many rows of each sheet repeated that were counted as `once`."""
    for table in tables:
        before = table.accepted if once == "accepted" else table.quarantined
        rows = min(before, gone.get(table.sheet, 0))
        gone[table.sheet] = gone.get(table.sheet, 0) - rows  # a sheet of the same name has the rest
        left = before - rows
        kept = (left, table.quarantined) if once == "accepted" else (table.accepted, left)
        yield replace(table, accepted=kept[0], quarantined=kept[1], repeated=table.repeated + rows)


def _repairs(repairs: Sequence[Repair], gone: "Mapping[str, Rows]") -> Iterator[Repair]:
    """A repair is told of an accepted row only."""
    rows = {sheet: set(numbers.tolist()) for sheet, numbers in gone.items()}
    return (repair for repair in repairs if repair.row not in rows.get(repair.sheet, ()))


def _without(part: Accepted | Packed, gone: "Mapping[str, Rows]") -> Accepted | Packed:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(part, Accepted):
        if part.sheet not in gone:
            return part
        kept = pc.invert(pc.is_in(part.rows, pa.array(gone[part.sheet], part.rows.type)))
        values = {name: column.filter(kept) for name, column in part.values.items()}
        return Accepted(part.sheet, part.rows.filter(kept), values)
    # a list that is read in parts has one sheet
    rows: np.ndarray[tuple[int], np.dtype[np.int64]] = np.concatenate(list(gone.values()))
    before = [] if part.without is None else [part.without]
    return Packed(part.content, pa.concat_arrays([*before, pa.array(rows, pa.int32())]))
