"""The monthly cycle: received files in, the tables of a snapshot out, one line for each arrow of the picture."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.coverage import definition
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import REPORTED, cube_of
from cakupan.coverage.finding import Finding
from cakupan.engines.supersession import (
    IN_FORCE,
    KNOWN,
    REPEATED,
    SUPERSEDED,
    in_force,
    with_standing,
)
from cakupan.intake import Kind, Reading, read_file, schema_of
from cakupan.intake.layouts import layout_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine

RULE = definition.RULE  # the rule that counts active members: with another, the same files are other figures


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as received, and what was decided about it. `order` is its place among the decisions: of two files
    known on one day the later accepted speaks. `month` and `area` hold for rows that name none;
    `within` is where names of areas are looked up first."""

    content: bytes
    sha256: str
    name: str
    kind: Kind
    known_on: date
    order: int
    month: Month | None = None
    area: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """How many rows went into a stage, how many came out, and why the others did not: none is lost."""

    name: str
    rows_in: int
    rows_out: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_out + sum(self.reasons.values()):
            raise RowsLost(f"{self.name}: {self.rows_in} in, {self.rows_out} out, {dict(self.reasons)}")


class RowsLost(AssertionError):
    """A stage does not account for every row: a mistake of ours, never one of the files."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a snapshot publishes: `recaps`, `denominators`, `targets` and `cube` by name, and what was found.

    The tables say the same for the same files and rules, whatever the order or the days they came in, unless
    that order decides which of two figures is in force.
    """

    tables: Mapping[str, "ir.Table"]
    stages: tuple[Stage, ...]
    findings: tuple[Finding, ...]


def cycle(
    files: Sequence[ReceivedFile],
    engine: "Engine",
    *,
    clock: Callable[[], float] = lambda: 0.0,
    report: Callable[[Stage], None] | None = None,
) -> Outcome:
    """Everything that follows from `files`. `report` is told of each stage when it is done.

    `clock` counts seconds for the stages; the library has none of its own. Raises what `read_file` raises.
    """
    log = _Log(clock, report)
    records = _records(files, engine, log)
    recaps = _in_force("recaps", Kind.RECAP, records, engine, log)
    denominators = _in_force("denominators", Kind.WORKFORCE, records, engine, log)
    targets = _in_force("targets", Kind.TARGETS, records, engine, log)
    cube = _cube(recaps, engine, log)
    findings = contradictions(cube, denominators, engine)
    records_in_force = {"recaps": recaps, "denominators": denominators, "targets": targets}
    # When a file came in decides what is in force; it is not part of what is published (the manifest holds it).
    tables = {name: table.drop(*KNOWN) for name, table in records_in_force.items()}
    return Outcome(tables | {"cube": cube}, tuple(log.stages), findings)


class _Log:
    """What the stages of one cycle report, in the order they are done."""

    def __init__(self, clock: Callable[[], float], report: Callable[[Stage], None] | None) -> None:
        self.stages: list[Stage] = []
        self._clock, self._report, self._since = clock, report, clock()

    def done(self, name: str, rows_in: int, rows_out: int, reasons: Mapping[str, int] | None = None) -> None:
        now = self._clock()
        stage = Stage(name, rows_in, rows_out, reasons or {}, now - self._since)
        self._since = now
        self.stages.append(stage)
        if self._report:
            self._report(stage)


def _records(files: Sequence[ReceivedFile], engine: "Engine", log: _Log) -> "Mapping[Kind, ir.Table]":
    """The accepted rows of all files by kind, each with its provenance and the day it was known."""
    read = [(file, _read(file)) for file in files]
    arrow = {kind: _together(kind, [(file, reading) for file, reading in read if file.kind is kind]) for kind in Kind}
    readings = [reading for _, reading in read]
    log.done(
        "intake",
        rows_in=sum(reading.rows_in for reading in readings),
        rows_out=sum(table.num_rows for table in arrow.values()),
        reasons={
            "quarantined": sum(reading.quarantined for reading in readings),
            REPEATED: sum(reading.repeated for reading in readings),
        },
    )
    return {kind: engine.table(table) for kind, table in arrow.items()}


def _read(file: ReceivedFile) -> Reading:
    return read_file(file.content, name=file.name, kind=file.kind, month=file.month, area=file.area, within=file.within)


def _together(kind: Kind, read: Iterable[tuple[ReceivedFile, Reading]]) -> "pa.Table":
    import pyarrow as pa

    provenance = pa.schema({"file": pa.string(), "known_on": pa.date32(), "order": pa.int64()})
    schema = pa.unify_schemas([schema_of(kind), provenance])
    tables = (_with_provenance(file, reading, schema) for file, reading in read)
    return pa.concat_tables([schema.empty_table(), *tables])


def _with_provenance(file: ReceivedFile, reading: Reading, schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa

    records = reading.records()
    told = {"file": file.sha256, "known_on": file.known_on, "order": file.order}
    for name, value in told.items():
        column = pa.array([value] * records.num_rows, schema.field(name).type)
        records = records.append_column(name, column)
    return records.select(schema.names).cast(schema)


def _in_force(name: str, kind: Kind, records: "Mapping[Kind, ir.Table]", engine: "Engine", log: _Log) -> "ir.Table":
    """The records of a kind that speak; those that repeat or are superseded are counted."""
    layout = layout_of(kind)
    value = [field.name for field in layout.fields if field.name not in layout.key]
    judged = engine.keep(with_standing(records[kind], layout.key, value))
    counted = judged.group_by("standing").agg(rows=judged.count())
    rows = {row["standing"]: row["rows"] for row in engine.run(counted).to_pylist()}
    reasons = {reason: rows.get(reason, 0) for reason in (REPEATED, SUPERSEDED)}
    log.done(name, rows_in=sum(rows.values()), rows_out=rows.get(IN_FORCE, 0), reasons=reasons)
    return in_force(judged)


def _cube(recaps: "ir.Table", engine: "Engine", log: _Log) -> "ir.Table":
    """The cube. Its sums come on top of the rows that went in, each of which comes out as reported."""
    cube = engine.keep(cube_of(recaps))
    log.done("cube", rows_in=_count(recaps, engine), rows_out=_count(cube.filter(cube["basis"] == REPORTED), engine))
    return cube


def _count(table: "ir.Table", engine: "Engine") -> int:
    return int(engine.run(table.aggregate(rows=table.count()))["rows"][0].as_py())
