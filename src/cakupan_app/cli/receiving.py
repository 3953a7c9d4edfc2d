"""The command that receives files: add."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    who,
)

if TYPE_CHECKING:
    from cakupan.intake import Problem, Repair, Table
    from cakupan_app.work.receive import Received

_STATUS = {"accepted": DONE, "unchanged": DONE, "held": FALLS_SHORT, "refused": UNUSABLE}
_SHOWN_PROBLEMS = 20  # on a page; --json has them all


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
    from cakupan_app.work.receive import Letter, Terms, kind_named, receive
    from cakupan_app.work.workspace import open_workspace

    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on), hold=hold, dry_run=dry_run)
    about = kind_named(kind), asked_month(month) if month else None, asked_area(area).code if area else None
    opened = open_workspace(workspace)
    results = []
    with face.busy("receiving", count=len(files)) as update:
        for number, path in enumerate(files, start=1):
            update(face.text("receiving_one", name=path.name, number=number, count=len(files)))
            results.append(receive(opened, Letter(path, *about), terms))
    reports = [report(face, result, dry_run=dry_run) for result in results]
    document: dict[str, Any] = {"files": reports}
    errors = [entry["error"] for entry in reports if "error" in entry]
    if errors:
        document["error"] = errors[0]
    for entry in reports:
        if "error" in entry:
            typer.echo(entry["error"], err=True)
    face.answer(document, lambda: _page(face, reports))
    return max(_STATUS[entry["status"]] for entry in reports)


def report(face: Face, received: "Received", *, dry_run: bool) -> dict[str, Any]:
    """One file of the JSON document of `add` (CLI.md)."""
    entry: dict[str, Any] = {"name": received.name, "kind": received.kind.value, "status": received.status.value}
    if received.error:
        return entry | {
            "sha256": None,
            "tables": [],
            "rows_in": 0,
            "accepted": 0,
            "quarantined": 0,
            "repeated": 0,
            "problems": [],
            "repairs": [],
            "error": face.worded(received.error),
            "code": received.error.code,
        }
    reading = received.taken
    entry["sha256"] = reading.sha256
    entry["tables"] = [_table(table) for table in reading.tables]
    entry |= _counts(received)
    entry["problems"] = [_problem(face, problem) for problem in reading.problems]
    entry["repairs"] = [_repair(repair) for repair in reading.repairs]
    if received.held_because:
        entry["held_because"] = face.worded(received.held_because)
    if dry_run:
        entry["records"] = reading.records().to_pylist()
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


def _table(table: "Table") -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "sheet_rows": table.sheet_rows,
        "set_aside": sum(table.set_aside.values()),
        "set_aside_by_reason": dict(table.set_aside),
        "heading_row": table.heading_row,
        "rows_in": table.rows_in,
        "accepted": table.accepted,
        "quarantined": table.quarantined,
        "repeated": table.repeated,
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


def _page(face: Face, reports: Sequence[dict[str, Any]]) -> None:
    for entry in reports:
        if entry["status"] == "refused":
            continue  # its sentence stands on stderr
        facts = {key: entry[key] for key in ("name", "rows_in", "accepted", "quarantined", "repeated")}
        typer.echo(face.text(f"add_{entry['status']}", **facts, file=entry["sha256"][:12]))
        if "held_because" in entry:
            typer.echo("  " + entry["held_because"])
        for table in entry["tables"]:
            typer.echo(
                "  " + face.text("add_table", **{k: table[k] for k in ("sheet", "sheet_rows", "set_aside", "rows_in")})
            )
        for problem in entry["problems"][:_SHOWN_PROBLEMS]:
            place = face.text("add_place", sheet=problem["sheet"]) if problem["row"] else ""
            typer.echo(f"  {place}{problem['message']}")
        if len(entry["problems"]) > _SHOWN_PROBLEMS:
            typer.echo("  " + face.text("add_more_problems", count=len(entry["problems"]) - _SHOWN_PROBLEMS))
        if entry["repairs"]:
            typer.echo("  " + face.text("add_repairs", count=len(entry["repairs"])))


COMMANDS = {"add": add}
