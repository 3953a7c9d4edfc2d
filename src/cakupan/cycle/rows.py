"""What the files say, row by row accounted for: the arrow from received files to the records that speak."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.basics.stages import StageLog
from cakupan.engines.supersession import IN_FORCE, REPEATED, SUPERSEDED, in_force, with_standing
from cakupan.intake import Kind
from cakupan.intake.layouts import layout_of
from cakupan.intake.received import Reader, ReceivedFile, records_by_kind

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


def records_of_files(
    files: Sequence[ReceivedFile], read: Reader, engine: "Engine", log: StageLog
) -> "Mapping[Kind, ir.Table]":
    """The accepted rows of all files by kind, each with its provenance and the day it was known."""
    found = {file.sha256: read(file, engine) for file in files}
    log.done(
        "intake",
        rows_in=sum(one.rows_in for one in found.values()),
        rows_out=sum(one.accepted for one in found.values()),
        reasons={
            "quarantined": sum(one.quarantined for one in found.values()),
            REPEATED: sum(one.repeated for one in found.values()),
        },
    )
    return records_by_kind(files, found, engine)


def speaking_rows(
    name: str, kind: Kind, records: "Mapping[Kind, ir.Table]", engine: "Engine", log: StageLog
) -> "ir.Table":
    """The records of a kind that speak; those that repeat or are superseded are counted."""
    layout = layout_of(kind)
    value = [field.name for field in layout.fields if field.name not in layout.key]
    return in_force(judged_rows(name, with_standing(records[kind], layout.key, value), engine, log))


def judged_rows(name: str, described: "ir.Table", engine: "Engine", log: StageLog) -> "ir.Table":
    judged = engine.keep(described)
    rows = counts_by(judged, "standing", engine)
    reasons = {reason: rows.get(reason, 0) for reason in (REPEATED, SUPERSEDED)}
    log.done(name, rows_in=sum(rows.values()), rows_out=rows.get(IN_FORCE, 0), reasons=reasons)
    return judged


def counts_by(table: "ir.Table", by: str, engine: "Engine") -> dict[str, int]:
    """How many rows each value of the column `by` has."""
    counted = table.group_by(by).agg(rows=table.count())
    return {row[by]: row["rows"] for row in engine.run(counted).to_pylist()}


def count_of(table: "ir.Table", engine: "Engine") -> int:
    return int(engine.run(table.aggregate(rows=table.count()))["rows"][0].as_py())
