"""The command that receives files: add."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.intake.masking import told
from cakupan_app.cli.coming_back import found_out, tell_found_out
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    UNUSABLE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_day,
    asked_month,
    now,
    tell_aside,
    who,
)

if TYPE_CHECKING:
    from cakupan.intake import Problem, Repair, Table
    from cakupan_app.work.receive import Received

_STATUS = {"accepted": DONE, "unchanged": DONE, "held": FALLS_SHORT, "refused": UNUSABLE}
_SHOWN_PROBLEMS = 20  # on a page; --json has them all
_SHOWN_REPAIRS = 5
_NAMES_ITS_ROW = ("nik_shared", "nik_birth_differs", "nik_sex_differs", "area_outside_given", "area_name_differs")


@answers
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    *,
    face: Face,
    kind: Annotated[str, typer.Option("--kind")],
    month: Annotated[str | None, typer.Option("--month")] = None,
    area: Annotated[str | None, typer.Option("--area")] = None,
    known_on: KnownOnOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    hold: Annotated[bool, typer.Option("--hold")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.letters import Letter
    from cakupan_app.work.receive import Terms, kind_named, receive_all
    from cakupan_app.work.workspace import open_workspace

    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on), hold=hold, dry_run=dry_run)
    about = kind_named(kind), asked_month(month) if month else None, asked_area(area).code if area else None
    opened = open_workspace(workspace)
    results = []
    with face.busy("receiving", count=len(files)) as update:
        received = receive_all(opened, [Letter(path, *about) for path in files], terms)
        for number, path in enumerate(files, start=1):
            update(face.text("receiving_one", name=path.name, number=number, count=len(files)))
            results.append(next(received))
    reports = [report(face, result, dry_run=dry_run) for result in results]
    document: dict[str, Any] = {"files": reports}
    errors = [entry["error"] for entry in reports if "error" in entry]
    if errors:
        document["error"] = errors[0]
    for entry in reports:
        if "error" in entry:
            _tell_refused(face, entry)
    face.answer(document, lambda: _page(face, reports, dry_run=dry_run))
    return max(_STATUS[entry["status"]] for entry in reports)


def report(face: Face, received: "Received", *, dry_run: bool) -> dict[str, Any]:
    """One file of the JSON document of `add` (CLI.md)."""
    entry: dict[str, Any] = {"name": received.name, "kind": received.kind.value, "status": received.status.value}
    if received.error:
        entry |= {"error": face.worded(received.error), "code": received.error.code}
    if received.reading is None:
        counts = dict.fromkeys(("rows_in", "accepted", "quarantined", "repeated"), 0)
        return entry | {"sha256": None, "tables": [], **counts, "problems": [], "repairs": []}
    reading = received.taken
    entry["sha256"] = reading.sha256
    entry["tables"] = [_table(table, unchanged=received.status == "unchanged") for table in reading.tables]
    entry |= _counts(received)
    # worded only where somebody reads them: a page shows the first, and a long list has one for each row
    told = reading.problems if face.as_json else reading.problems[:_SHOWN_PROBLEMS]
    entry["problems"] = [_problem(face, problem) for problem in told]
    entry |= {} if face.as_json else {"problems_more": len(reading.problems) - len(told)}
    entry["repairs"] = [_repair(repair) for repair in reading.repairs]
    entry |= found_out(face, received)
    if dry_run:
        entry["records"] = reading.records_as_json()
    return entry


def _counts(received: "Received") -> dict[str, int]:
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
        "rows_in": table.rows_in,
        "accepted": 0 if unchanged else table.accepted,
        "quarantined": table.quarantined,
        "repeated": table.repeated + (table.accepted if unchanged else 0),
        "columns": dict(table.columns),
    }


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


def _tell_refused(face: Face, entry: dict[str, Any]) -> None:
    tell_aside(entry["error"])
    for problem in entry["problems"][:_SHOWN_PROBLEMS]:
        tell_aside(_placed(face, problem), 2)


def _page(face: Face, reports: Sequence[dict[str, Any]], *, dry_run: bool) -> None:
    for entry in reports:
        if entry["status"] == "refused":
            continue  # its sentence stands on stderr
        counted = {key: entry[key] for key in ("name", "rows_in", "accepted", "quarantined", "repeated")}
        if dry_run:
            face.say("add_tried", **counted)
        else:
            code = "nothing_new" if entry.get("nothing_new") else entry["status"]
            face.say(f"add_{code}", **counted, file=entry["sha256"][:12])
            tell_found_out(face, entry)
        for table in entry["tables"]:
            face.say("add_table", 2, **{key: table[key] for key in ("sheet", "sheet_rows", "set_aside", "rows_in")})
        _details(face, entry)


def _details(face: Face, entry: dict[str, Any]) -> None:
    for problem in entry["problems"]:
        face.write(_placed(face, problem), 2)
    if entry["problems_more"]:
        face.say("add_more_problems", 2, count=entry["problems_more"])
    for repair in entry["repairs"][:_SHOWN_REPAIRS]:
        place = {key: repair[key] for key in ("sheet", "row", "column")}
        # what a person is called or numbered is for the JSON of who holds the list, not for a screen
        face.say("add_repair", 2, **place, original=told(repair["from"]), repaired=told(repair["to"]))
    if len(entry["repairs"]) > _SHOWN_REPAIRS:
        face.say("add_more_repairs", 2, count=len(entry["repairs"]) - _SHOWN_REPAIRS)


def _placed(face: Face, problem: dict[str, Any]) -> str:
    """The problem's sentence, with its place where the sentence itself does not say it (areas, numbers)."""
    if not problem["row"]:
        return str(problem["message"])
    if problem["code"].startswith(("area_", "nik_")) and problem["code"] not in _NAMES_ITS_ROW:
        place = {key: problem[key] for key in ("sheet", "row", "column")}
        return f"{face.text('add_cell', **place)}{problem['message']}"
    return f"{face.text('add_place', sheet=problem['sheet'])}{problem['message']}"


COMMANDS = {"add": add}
