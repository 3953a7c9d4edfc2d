"""What an answer to an upload holds: the document of `add` with codes for sentences, and no cell in the clear."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan.intake.masking import shown, told
from cakupan.intake.received import holds_people

if TYPE_CHECKING:
    from cakupan.intake import Problem, Reading, Repair, Table
    from cakupan.reports.verdicts import CodedReason
    from cakupan_app.ledger.models import Receipt
    from cakupan_app.work.receive import Received

_ROWS_TOLD = 300  # all of them stand in the marked workbook
COUNTS = ("rows_in", "accepted", "quarantined", "repeated")


def document_of(received: "Received | Refused", receipt: "Receipt | None" = None) -> dict[str, Any]:
    """The document: what became of the file, its counts, tables, and what is odd about its rows; of a file that could
    not be read only why. The receipt's counts are those of the file when it came in."""
    if isinstance(received, Refused):
        return {"kind": None, "error": coded(received)} | dict.fromkeys(COUNTS, 0)
    entry: dict[str, Any] = {"kind": received.kind.value}
    if received.error:
        entry["error"] = coded(received.error)
    if received.held_because:
        entry["held_because"] = [coded(one) for one in received.held_because]
    if receipt:
        entry["receipt"] = receipt.pk
    if received.reading is None:
        return entry | dict.fromkeys(COUNTS, 0)
    return entry | _counts(received, receipt) | reading_document(received.reading) | _found_out(received)


def coded(thing: Any) -> dict[str, Any]:
    """Whatever has a code and facts, for a face to word in its reader's language."""
    return {"code": thing.code, "facts": plain(thing.facts)}


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON holds them."""
    return {name: _plain(fact) for name, fact in facts.items()}


def _plain(fact: Any) -> Any:
    if isinstance(fact, tuple | list):
        return [_plain(one) for one in fact]
    return fact if fact is None or (isinstance(fact, int | str) and not isinstance(fact, date)) else str(fact)


def _counts(received: "Received", receipt: "Receipt | None") -> dict[str, int]:
    if receipt and received.status != "unchanged":
        return {name: getattr(receipt, name) for name in COUNTS}
    reading, unchanged = received.taken, received.status == "unchanged"
    return {
        "rows_in": reading.rows_in,
        "accepted": 0 if unchanged else reading.accepted,
        "quarantined": reading.quarantined,
        "repeated": reading.repeated + (reading.accepted if unchanged else 0),
    }


def reading_document(reading: "Reading") -> dict[str, Any]:
    """What was read: tables, problems grouped by reason, repairs; cells masked as `intake.masking.shown`."""
    of_people = not isinstance(reading.kind, Kind) or holds_people(reading.kind)
    columns = {table.sheet: table.columns for table in reading.tables}
    return {
        "sha256": reading.sha256,
        "tables": [_table(table) for table in reading.tables],
        "reasons": _reasons(reading),
        "repairs": [_repair(one, columns.get(one.sheet, {}), of_people) for one in reading.repairs[:_ROWS_TOLD]],
        "repairs_made": len(reading.repairs),
    }


def _table(table: "Table") -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "sheet_rows": table.sheet_rows,
        "set_aside": sum(table.set_aside.values()),
        **{name: getattr(table, name) for name in COUNTS},
        "heading_row": table.heading_row,
        "columns": {told(heading): column for heading, column in table.columns.items()},
        "columns_not_read": [told(heading) for heading in table.seen.unread],
        "sample": [dict(row) for row in table.seen.sample],
    }


def _reasons(reading: "Reading") -> list[dict[str, Any]]:
    """Each reason once, with the rows that it is about: first what is said of whole sheets, then errors, then those of
    most rows."""
    from cakupan.reports.verdicts import coded_reasons

    whole = [{**coded(one), "column": None, "severity": one.severity, "rows": []} for one in _of_sheets(reading)]
    ranked = sorted(coded_reasons(reading), key=lambda one: (one.severity, -len(one.rows), one.code))
    return [*whole, *map(_reason, ranked)]


def _of_sheets(reading: "Reading") -> "Iterator[Problem]":
    return (problem for problem in reading.problems if problem.row is None)


def _reason(one: "CodedReason") -> dict[str, Any]:
    rows = [row for _, row in one.rows]
    about = {"column": told(one.column) if one.column else None, "severity": one.severity}
    return {**coded(one), **about, "rows": sorted(rows)[:_ROWS_TOLD], "count": len(rows)}


def _repair(repair: "Repair", columns: Mapping[str, str], of_people: bool) -> dict[str, Any]:
    column = columns.get(repair.column)
    original, repaired = (
        shown(text, column) if of_people else told(text) for text in (repair.original, repair.repaired)
    )
    place = {"sheet": repair.sheet, "row": repair.row, "column": told(repair.column), "code": repair.code}
    return {**place, "from": original, "to": repaired}


def _found_out(received: "Received") -> dict[str, Any]:
    judged = received.judged
    if judged is None:
        return {}
    found: dict[str, Any] = {}
    if received.status == "unchanged":
        found["received_in"] = [{"sha256": one.sha256, "name": one.name} for one in judged.received_in]
    if judged.corrects:
        found["corrects"] = [_correction(asdict(one)) for one in judged.corrects]
    return found


def _correction(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("sha256", "name", "open", "mended", "sent_again", "unchanged") if name in one}
