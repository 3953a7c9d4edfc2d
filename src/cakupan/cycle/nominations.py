"""From lists of nominations to the nominees: whom no earlier list names, and who was no member when the list came."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.basics.stages import StageLog
from cakupan.cycle.rows import count_of, counts_by
from cakupan.engines.supersession import IN_FORCE, REPEATED
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile, file_numbers
from cakupan.membership.nominees import ALREADY_MEMBER, asked_month, months_told, nominees

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


def nominees_counted(
    files: Sequence[ReceivedFile], records: "Mapping[Kind, ir.Table]", engine: "Engine", log: StageLog
) -> None:
    """Tell the log how many rows of nominations name somebody new, and why the others do not.

    Decided anew from the files in force, so that it follows from sources and decisions alone: where an earlier list
    is taken out, a row that repeated it counts. A row that names nobody new still tells of a person (`named_people`).
    """
    rows = count_of(records[Kind.NOMINATIONS], engine)
    if not rows:
        return
    judged = nominees_in(files, records, engine)
    found = counts_by(judged, "standing", engine)
    engine.forget(judged)
    reasons = {reason: found.get(reason, 0) for reason in (REPEATED, ALREADY_MEMBER)}
    log.done("nominations", rows_in=rows, rows_out=found.get(IN_FORCE, 0), reasons=reasons)


def nominees_in(files: Sequence[ReceivedFile], records: "Mapping[Kind, ir.Table]", engine: "Engine") -> "ir.Table":
    """What each row of nominations comes to among these files (`nominees`), kept; `file` is as in `file_numbers`."""
    asked = _with_asked_month(records[Kind.NOMINATIONS], files, engine)
    members = records[Kind.MEMBERS]
    return engine.keep(nominees(asked, members, months_told(members), engine))


def _with_asked_month(nominations: "ir.Table", files: Sequence[ReceivedFile], engine: "Engine") -> "ir.Table":
    """`nominations` with `asked`, the month that each list is about: the one its sender said, else that of its day."""
    import pyarrow as pa

    numbers = file_numbers(files)
    lists = [file for file in files if file.kind is Kind.NOMINATIONS]
    columns = {
        "_list": pa.array([numbers[file.sha256] for file in lists], pa.int64()),
        "asked": pa.array([str(asked_month(file.month, file.known_on)) for file in lists], pa.string()),
    }
    told = engine.table(pa.table(columns))
    return nominations.join(told, [("file", "_list")]).drop("_list")
