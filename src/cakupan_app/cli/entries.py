"""How a file that came in stands in the JSON document of `add` (CLI.md)."""

from typing import TYPE_CHECKING, Any

from cakupan.basics.month import day_in_jakarta
from cakupan_app.cli.coming_back import found_out
from cakupan_app.cli.face import Face, now
from cakupan_app.cli.granting import grant_document
from cakupan_app.cli.reasons import told_of_rows

if TYPE_CHECKING:
    from cakupan.intake import Problem, Repair, Table
    from cakupan_app.work.labelled import Unrecognised
    from cakupan_app.work.receive import Received


def report(face: Face, received: "Received", *, dry_run: bool) -> dict[str, Any]:
    """The entry of a file that was received, or refused when it was read."""
    entry: dict[str, Any] = {"name": received.name, "kind": received.kind.value, "status": received.status.value}
    if received.error:
        entry |= {"error": face.worded(received.error), "code": received.error.code}
    if received.reading is None:
        return entry | _nothing_read()
    reading = received.taken
    entry["sha256"] = reading.sha256
    unchanged = received.status == "unchanged"
    entry["tables"] = [
        _table(table, unchanged=unchanged) | ({} if face.as_json else _beside(table)) for table in reading.tables
    ]
    entry |= counts_of(received)
    # worded row by row only where somebody reads them: a page tells each reason once, and a long list has many rows
    told = reading.problems if face.as_json else [one for one in reading.problems if one.row is None]
    entry["problems"] = [_problem(face, problem) for problem in told]
    entry |= {} if face.as_json else {"told_of_rows": told_of_rows(face, received)}
    entry["repairs"] = [_repair(repair) for repair in reading.repairs]
    entry |= found_out(face, received)
    if received.grant:
        entry["source"] = grant_document(received.grant)
        if received.grant.expired_on(day_in_jakarta(now())):
            entry["source"]["warning"] = face.text("grant_expired", day=received.grant.expires_on)
    if dry_run:
        extras = reading.extras_by_row()
        entry["records"] = [
            {**record, "extras": extras.get((str(record["sheet"]), int(record["row"] or 0)), {})}
            for record in reading.records_as_json()
        ]
    return entry


def unrecognised(face: Face, one: "Unrecognised") -> dict[str, Any]:
    """A file of which nobody knows what it lists: of its entry nothing but why."""
    entry = {"name": one.name, "kind": None, "status": "refused"}
    return entry | {"error": face.worded(one.error), "code": one.error.code} | _nothing_read()


def _nothing_read() -> dict[str, Any]:
    counts = dict.fromkeys(("rows_in", "accepted", "quarantined", "repeated"), 0)
    return {"sha256": None, "tables": [], **counts, "problems": [], "repairs": []}


def counts_of(received: "Received") -> dict[str, int]:
    """The counts of a file that was read, which add up."""
    reading = received.taken
    unchanged = received.status == "unchanged"
    # The same file again: every row that had been taken in is a repetition now, so the sum still holds.
    return {
        "rows_in": reading.rows_in,
        "accepted": 0 if unchanged else reading.accepted,
        "quarantined": reading.quarantined,
        "repeated": reading.repeated + (reading.accepted if unchanged else 0),
    }


def _table(table: "Table", *, unchanged: bool) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "sheet_rows": table.sheet_rows,
        "set_aside": sum(table.set_aside.values()),
        "set_aside_by_reason": dict(table.set_aside),
        "heading_row": table.heading_row,
        "heading_rows": table.seen.heading_rows,
        "first_row": table.seen.data_rows[0] if table.seen.data_rows else None,
        "last_row": table.seen.data_rows[1] if table.seen.data_rows else None,
        "rows_in": table.rows_in,
        "accepted": 0 if unchanged else table.accepted,
        "quarantined": table.quarantined,
        "repeated": table.repeated + (table.accepted if unchanged else 0),
        "columns": dict(table.columns),
        "columns_not_read": list(table.seen.unread),
        "extra_cells": table.seen.extra_cells,
        "sample": [dict(row) for row in table.seen.sample],
    }


def _beside(table: "Table") -> dict[str, Any]:
    """What a page needs to tell tables of the same rows as one: their sheet, and the heading of their figures."""
    return {"whole": table.whole, "figure": table.seen.figure}


def _problem(face: Face, problem: "Problem") -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "cell": problem.cell,
        "message": face.text(problem.code, **problem.facts),
    }


def _repair(repair: "Repair") -> dict[str, Any]:
    return {
        "sheet": repair.sheet,
        "row": repair.row,
        "column": repair.column,
        "code": repair.code,
        "from": repair.original,
        "to": repair.repaired,
    }
