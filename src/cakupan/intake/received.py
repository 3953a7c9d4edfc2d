"""What received files say together: the accepted rows of each kind, each with its file and the day it was known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.intake.kind import Kind
from cakupan.intake.reading import Reading
from cakupan.intake.sender import Sender
from cakupan.intake.shape import AS_IT_STANDS, Shape

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as received, and what was decided about it. `order` is its place among the decisions: of two files
    known on one day the later accepted speaks. `month` and `area` hold for rows that name none;
    `within` is where names of areas are looked up first, `shape` how the file was said to be laid out, `sender` how
    its sender lays out such files. `content` gives its bytes when they are needed."""

    content: Callable[[], bytes]
    sha256: str
    name: str
    kind: Kind
    known_on: date
    order: int
    month: Month | None = None
    area: str | None = None
    within: str | None = None
    shape: Shape = AS_IT_STANDS
    sender: Sender | None = None


@dataclass(frozen=True, slots=True)
class FileRecords:
    """What reading a file came to: its accepted rows (`schema_of(kind)`), and the counts of all."""

    records: "ir.Table"
    rows_in: int
    accepted: int
    quarantined: int
    repeated: int


Reader = Callable[[ReceivedFile, "Engine"], FileRecords]


def read_now(file: ReceivedFile, engine: "Engine") -> FileRecords:
    """Read the file from its bytes. Raises what `read_file` raises."""
    return records_of(reading_of(file), engine)


def reading_of(file: ReceivedFile) -> Reading:
    """The file read from its bytes. For it the day it was known is today: what it says of later days is to come."""
    from cakupan.intake import read_file

    return read_file(
        file.content(),
        name=file.name,
        kind=file.kind,
        month=file.month,
        area=file.area,
        within=file.within,
        today=file.known_on,
        shape=file.shape,
        sender=file.sender,
    )


def records_of(reading: Reading, engine: "Engine") -> FileRecords:
    """The rows of a reading in the engine, with its counts."""
    return FileRecords(
        engine.table(reading.records()), reading.rows_in, reading.accepted, reading.quarantined, reading.repeated
    )


def holds_people(kind: Kind) -> bool:
    """Whether the rows of this kind are about persons, so that they are kept in the vault only."""
    from cakupan.intake.arrow import schema_of  # late: it knows every layout

    return "nik" in schema_of(kind).names


def records_by_kind(
    files: Sequence[ReceivedFile], read: Mapping[str, FileRecords], engine: "Engine"
) -> "Mapping[Kind, ir.Table]":
    """The accepted rows of all files, by kind; `read` holds what reading each came to, by its hash.

    Every row carries its provenance (`file`, `sheet`, `row`) and when it was known (`known_on`, `order`);
    `file_area` is the area that the sender said, else the one whose names were looked up first. For rows about
    people `file` is a number (see `file_numbers`), because there are millions of them.
    """
    import ibis

    numbers = file_numbers(files)

    def told(file: ReceivedFile) -> "ir.Table":
        named = ibis.literal(numbers[file.sha256], "int64") if holds_people(file.kind) else ibis.literal(file.sha256)
        return read[file.sha256].records.mutate(
            file=named,
            known_on=ibis.literal(file.known_on, type="date"),
            order=ibis.literal(file.order, type="int64"),
            file_area=ibis.literal(file.area or file.within, type="string"),
        )

    found = {}
    for kind in Kind:
        tables = [told(file) for file in files if file.kind is kind]
        found[kind] = ibis.union(*tables) if tables else engine.table(_no_rows(kind))
    return found


def file_numbers(files: Sequence[ReceivedFile]) -> Mapping[str, int]:
    """A number for each file, in the order of their hashes: who sorts by it sorts by the hash."""
    return {sha256: number for number, sha256 in enumerate(sorted({file.sha256 for file in files}))}


def _no_rows(kind: Kind) -> "pa.Table":
    import pyarrow as pa

    from cakupan.intake.arrow import schema_of

    named = pa.int64() if holds_people(kind) else pa.string()
    provenance = {"file": named, "known_on": pa.date32(), "order": pa.int64(), "file_area": pa.string()}
    schema: pa.Schema = pa.unify_schemas([schema_of(kind), pa.schema(provenance)])
    return schema.empty_table()
