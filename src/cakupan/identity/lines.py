"""By which number a row of a list is answered: its line under the heading, whether it tells of a person or not."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cakupan.identity.match import NONE

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from cakupan.intake import Reading

    Ints = NDArray[np.int64]

NO_PERSON = "no_person"


@dataclass(frozen=True, slots=True)
class Lines:
    """`numbers`: the line of each record; `count`: all lines, those that were set aside (blank, total, signature) too.

    Counted from 1 under the first heading of a sheet, a second heading further down being a line that is set aside; the
    lines of the next sheet follow those of the one before.
    """

    numbers: "Ints"
    count: int

    @property
    def set_aside(self) -> int:
        return self.count - len(self.numbers)


def lines_of(reading: "Reading") -> Lines:
    """The lines of the records of `reading`, in their order."""
    import numpy as np

    first: dict[str, int] = {}  # heading of each sheet: of tables one below the other the first's
    below: Counter[str] = Counter()
    for table in reading.tables:
        below[table.sheet] += table.sheet_rows
        if table.heading_row is not None:
            first.setdefault(table.sheet, table.heading_row)
    above, count = {}, 0
    for sheet, heading in first.items():
        above[sheet] = heading - count
        count += below[sheet] - heading
    records = reading.records()
    sheets = records["sheet"].combine_chunks().dictionary_encode()
    headings = np.array([above[sheet] for sheet in sheets.dictionary.to_pylist()], dtype=np.int64)
    numbers: Ints = records["row"].to_numpy().astype(np.int64) - headings[sheets.indices.to_numpy()]
    return Lines(numbers, count)


def by_line(rows: "pa.Table", listed: Lines, register: Lines) -> "pa.Table":
    """`rows` of a match by line instead of by record, with an answer for each line of the list that was set aside."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = pa.array(listed.numbers[rows["list_row"].to_numpy() - 1])
    registered = pa.array(register.numbers).take(pc.subtract(rows["register_row"], 1).combine_chunks())
    moved = rows.set_column(0, "list_row", lines).set_column(1, "register_row", registered)
    every = pa.concat_tables([moved, _nobody(np.setdiff1d(np.arange(1, listed.count + 1), listed.numbers), rows)])
    return every.take(np.argsort(every["list_row"].to_numpy(), kind="stable")).combine_chunks()


def pairs_by_line(pairs: "pa.Table", listed: Lines, register: Lines) -> "pa.Table":
    """The weights of pairs (`Matched.weights`) by line instead of by record."""
    import pyarrow as pa

    for name, lines in {"list_row": listed, "register_row": register}.items():
        moved = pa.array(lines.numbers[pairs[name].to_numpy() - 1], pa.int64())
        pairs = pairs.set_column(pairs.column_names.index(name), name, moved)
    return pairs


def _nobody(lines: "Ints", like: "pa.Table") -> "pa.Table":
    """The answer for lines on which nobody stands, in the columns of `like`."""
    import pyarrow as pa

    said = {"list_row": lines, "probability": [Decimal(0)] * len(lines)}
    said |= {"verdict": [NONE] * len(lines), "because": [NO_PERSON] * len(lines)}
    return pa.table(
        [pa.array(said.get(name, [None] * len(lines)), like.schema.field(name).type) for name in like.column_names],
        like.schema,
    )
