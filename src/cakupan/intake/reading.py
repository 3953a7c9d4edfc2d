"""What came of reading a file: its tables row by row accounted for, its problems and its repairs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from cakupan.basics.refused import Facts
from cakupan.intake.kind import Subject
from cakupan.intake.outcome import Value

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.intake.extras import Extra, Extras

Severity = Literal["error", "warning"]

_ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong (error: the row is quarantined) or odd (warning) with a cell, a row or a whole sheet.

    `row` counts from 1 in the sheet, and is None for the whole sheet; `column` is the heading as written, and None
    for the whole row; `cell` is the original text and may hold a NIK, `facts` never do. `position` is the column (from
    0) in the sheet: headings come twice, or in two rows, or again lower down in another order.
    """

    sheet: str
    row: int | None
    column: str | None
    code: str
    severity: Severity
    cell: str
    facts: Facts
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell of an accepted row that could be read only by mending it: as it was written, and as it is recorded.

    Both may hold a name or a NIK, like `cell` of a problem: they are for whoever sent the file.
    """

    sheet: str
    row: int
    column: str
    code: str
    original: str
    repaired: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was taken for heading and data, so that someone can see whether it is right.

    Rows count from 1: the first and the last of the heading, and of the data. `unread` are the headings of columns
    that no field reads, and `extra_cells` how many cells they hold in rows of data. `fingerprint` is equal for equal
    headings (`shape.fingerprint`). `sample` are the first rows of data by column of ours, each cell hushed. `columns`
    says which of ours each column (from 0) of the sheet is. `figure` heads the figures where other tables have the same
    rows with others.
    """

    heading_rows: tuple[int, int] | None = None
    data_rows: tuple[int, int] | None = None
    unread: tuple[str, ...] = ()
    fingerprint: str = ""
    extra_cells: int = 0
    sample: tuple[Mapping[str, str], ...] = ()
    columns: Mapping[int, str] = field(default_factory=dict)
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, every row of it accounted for (DESIGN.md, no row lost).

    A table beside others has in `whole` the name of the sheet in which they stand; its rows are counted by itself.
    `columns` gives for each heading as written our column (`Draft.columns`). A sheet without a table has no
    `heading_row` (from 1).
    """

    sheet: str
    sheet_rows: int
    set_aside: Mapping[str, int]
    rows_in: int
    accepted: int
    quarantined: int
    repeated: int
    columns: Mapping[str, str]
    heading_row: int | None
    seen: Seen = field(default_factory=Seen)
    whole: str | None = None

    def __post_init__(self) -> None:
        if self.sheet_rows != sum(self.set_aside.values()) + self.rows_in:
            raise ValueError(f"rows of sheet {self.sheet} are lost before they are in: {self}")
        if self.rows_in != self.accepted + self.quarantined + self.repeated:
            raise ValueError(f"rows of sheet {self.sheet} are lost after they were in: {self}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The accepted rows of one sheet: their numbers (from 1) and the values of each field."""

    sheet: str
    rows: "pa.Array"
    values: Mapping[str, "pa.Array"]

    def tables(self, schema: "pa.Schema") -> "Iterator[pa.Table]":
        """Its rows as one table of the columns of `schema`: `sheet`, `row`, and the fields."""
        import pyarrow as pa

        sheet = pa.repeat(pa.scalar(self.sheet, pa.string()), len(self.rows))
        columns = {"sheet": sheet, "row": self.rows, **self.values}
        yield pa.table([columns[name] for name in schema.names], schema=schema)


@dataclass(frozen=True, slots=True)
class Packed:
    """Accepted rows of one part of a long list, compressed; `without` are the numbers (from 1) of those that other
    parts repeat or contradict."""

    content: bytes
    without: "pa.Array | None" = None

    def tables(self, schema: "pa.Schema") -> "Iterator[pa.Table]":
        """Its rows as tables of the columns of `schema`."""
        import pyarrow as pa
        import pyarrow.compute as pc

        with pa.ipc.open_stream(self.content) as stream:
            for batch in stream:
                table = pa.Table.from_batches([batch], schema)
                gone = None if self.without is None else pc.is_in(table["row"], self.without)
                yield table if gone is None else table.filter(pc.invert(gone))


def packed(accepted: Accepted, schema: "pa.Schema") -> bytes:
    """The rows as compressed bytes, from which `Packed` has them back."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        for table in accepted.tables(schema):
            stream.write_table(table, max_chunksize=_ROWS_AT_ONCE)
    content: bytes = sink.getvalue().to_pybytes()
    return content


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that was not accepted: where it stands, why, and its cells as JSON by heading; `columns` is JSON too, the
    headings that our columns had."""

    sheet: str
    row: int
    codes: tuple[str, ...]
    cells: str
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read. The same bytes with the same arguments give an equal Reading."""

    sha256: str
    kind: Subject
    tables: tuple[Table, ...]
    problems: Sequence[Problem]
    repairs: Sequence[Repair]
    _accepted: tuple[Accepted | Packed, ...] = field(repr=False)
    _quarantined: tuple[Quarantined, ...] = field(repr=False)
    _extras: "Sequence[Extras]" = field(default=(), repr=False, compare=False)

    def extras(self) -> "Iterator[Extra]":
        """What the accepted rows hold in columns that no field reads, cell by cell; nothing is made before it is asked.

        A long text read in parts keeps none: its tables only count them (`Seen.extra_cells`).
        """
        for part in self._extras:
            yield from part

    @property
    def rows_in(self) -> int:
        return sum(table.rows_in for table in self.tables)

    @property
    def accepted(self) -> int:
        return sum(table.accepted for table in self.tables)

    @property
    def quarantined(self) -> int:
        return sum(table.quarantined for table in self.tables)

    @property
    def repeated(self) -> int:
        return sum(table.repeated for table in self.tables)

    def records(self) -> "pa.Table":
        """The accepted rows of all tables in file order: `sheet`, `row` (from 1), then the fields of the kind.

        With `sha256` the first two are the provenance key of a record. The schema is `schema_of(kind)`.
        """
        from cakupan.intake.arrow import records_table

        return records_table(self.kind, self._accepted)

    def record_tables(self) -> "Iterator[pa.Table]":
        """What `records` has, some rows at a time: a list of millions of people is never held at once."""
        from cakupan.intake.arrow import record_tables

        return record_tables(self.kind, self._accepted)

    def record_batches(self) -> "pa.RecordBatchReader":
        """What `records` has, to be gone through once and never held at once."""
        import pyarrow as pa

        from cakupan.intake.arrow import schema_of

        batches = (batch for table in self.record_tables() for batch in table.to_batches())
        return pa.RecordBatchReader.from_batches(schema_of(self.kind), batches)

    def records_as_json(self) -> list[dict[str, str | int | None]]:
        """The accepted rows as they may stand in JSON: a day as 2025-07-31, a decimal as text, null where empty."""
        rows = self.records().to_pylist()
        return [{name: _plain(value) for name, value in row.items()} for row in rows]

    def extras_by_row(self) -> "dict[tuple[str, int], dict[str, str]]":
        """What `extras` says, by sheet and row, then by heading."""
        found: dict[tuple[str, int], dict[str, str]] = {}
        for extra in self.extras():
            found.setdefault((extra.sheet, extra.row), {})[extra.heading] = extra.cell
        return found

    def quarantine(self) -> "pa.Table":
        """The quarantined rows: `sheet`, `row`, `codes` joined by commas, `cells` (JSON, heading to original cell),
        `columns` (JSON, our column to the headings that say it).

        Cells are as received, NIKs and all: to be kept encrypted.
        """
        from cakupan.intake.arrow import quarantine_table

        return quarantine_table(self._quarantined)


def _plain(value: Value) -> str | int | None:
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case _:
            return value
