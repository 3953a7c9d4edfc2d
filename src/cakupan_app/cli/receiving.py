"""The command that receives files: add."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.answers import known_and_answered
from cakupan_app.cli.coming_back import earlier_files, tell_found_out
from cakupan_app.cli.entries import report, unrecognised
from cakupan_app.cli.face import (
    HERE,
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
from cakupan_app.cli.granting import (
    BasisOption,
    ExpiresOption,
    GiverOption,
    PurposeOption,
    ReferenceOption,
    asked_grant,
    tell_grant,
)
from cakupan_app.cli.returning import status_of
from cakupan_app.cli.tables_read import sheet_named, tell_tables

if TYPE_CHECKING:
    from cakupan_app.work.labelled import Recognised, Said, Unrecognised
    from cakupan_app.work.letters import Letter
    from cakupan_app.work.receive import Received, Terms
    from cakupan_app.work.workspace import Workspace

_SHOWN_REPAIRS = 5
_LONG_WAIT = 10  # seconds from which on it is worth telling how fast it went


@answers
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    *,
    face: Face,
    kind: Annotated[str | None, typer.Option("--kind")] = None,
    month: Annotated[str | None, typer.Option("--month")] = None,
    area: Annotated[str | None, typer.Option("--area")] = None,
    known_on: KnownOnOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    hold: Annotated[bool, typer.Option("--hold")] = False,
    answer: Annotated[Path | None, typer.Option("--answer")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet")] = None,
    heading: Annotated[str | None, typer.Option("--heading")] = None,
    rows: Annotated[str | None, typer.Option("--rows")] = None,
    columns: Annotated[list[str], typer.Option("--map")] = [],  # noqa: B006 Typer copies it
    sender: Annotated[str, typer.Option("--sender")] = "",
    layout: Annotated[Path | None, typer.Option("--layout")] = None,
    giver: GiverOption = "",
    basis: BasisOption = "",
    purpose: PurposeOption = "",
    reference_day: ReferenceOption = None,
    expires: ExpiresOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.labelled import Recognised, recognise_all
    from cakupan_app.work.outputs import folder
    from cakupan_app.work.parcels import unwrapped
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.workspace import open_workspace

    grant = asked_grant(giver, basis, purpose, reference_day, expires)
    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on), hold=hold, dry_run=dry_run, grant=grant)
    said = _said(kind, month, area)
    opened = open_workspace(workspace)
    if answer is not None:
        folder(answer)  # before anything is received
    parcels = unwrapped(files)
    found = recognise_all(parcels.arrivals, said)
    asked = {"sheet": sheet, "heading": heading, "rows": rows, "columns": columns}
    letters = _laid_out([one.letter for one in found if isinstance(one, Recognised)], layout, sender, asked)
    results = _received(face, opened, letters, terms)
    for name in parcels.ignored:
        face.tell("file_ignored", name=name)
    reports = _reports(face, opened, found, results, terms, answer)
    document = _document(reports, parcels.ignored)
    for entry in reports:
        if "error" in entry:
            _tell_refused(face, entry)
    face.answer(document, lambda: _page(face, reports, answer, dry_run=dry_run))
    if columns and not sender.strip() and not dry_run:
        face.tell("map_without_sender")
    return max(map(status_of, reports))


def _reports(
    face: Face,
    workspace: "Workspace",
    found: "Sequence[Recognised | Unrecognised]",
    results: Sequence["Received"],
    terms: "Terms",
    answer: Path | None,
) -> Sequence[dict[str, Any]]:
    """What is told of each file, in their order; `results` are those of the files that were recognised."""
    from cakupan_app.work.labelled import Recognised

    told, left = [], iter(results)
    for one in found:
        if isinstance(one, Recognised):
            result = next(left)
            beside = known_and_answered(face, workspace, one, result, terms, answer)
            told.append(report(face, result, dry_run=terms.dry_run) | beside)
        else:
            told.append(unrecognised(face, one))
    return told


def _document(reports: Sequence[dict[str, Any]], ignored: Sequence[str]) -> dict[str, Any]:
    errors = [entry["error"] for entry in reports if "error" in entry]
    return {
        "files": reports,
        **({"ignored": list(ignored)} if ignored else {}),
        **({"error": errors[0]} if errors else {}),
    }


def _said(kind: str | None, month: str | None, area: str | None) -> "Said":
    from cakupan_app.work.labelled import Said
    from cakupan_app.work.receive import kind_named

    return Said(
        kind_named(kind) if kind else None,
        asked_month(month) if month else None,
        asked_area(area).code if area else None,
    )


def _laid_out(
    letters: Sequence["Letter"], layout: Path | None, sender: str, asked: Mapping[str, Any]
) -> Sequence["Letter"]:
    """The letters with what is said of how they are laid out."""
    from cakupan_app.work import shapes
    from cakupan_app.work.layouts import layout_from

    laid_out = layout_from(layout) if layout else None
    return [shapes.shaped(replace(letter, layout=laid_out), sender, **asked) for letter in letters]


def _received(face: Face, workspace: "Workspace", letters: Sequence["Letter"], terms: "Terms") -> Sequence["Received"]:
    """What became of each letter; how far it is, and how many rows a second, is told on the way."""
    from cakupan_app.work.receive import receive_all

    results = []
    since, rows = time.monotonic(), 0
    with face.busy("receiving", count=len(letters)) as update:
        received = receive_all(workspace, letters, terms)
        for number, letter in enumerate(letters, start=1):
            so_far: dict[str, Fact] = {"rows": rows, "per_second": _per_second(rows, since)} if rows else {}
            code = "receiving_rows" if rows else "receiving_one"
            update(face.text(code, name=letter.name, number=number, count=len(letters), **so_far))
            results.append(next(received))
            rows += results[-1].reading.rows_in if results[-1].reading else 0
    seconds = round(time.monotonic() - since)
    if seconds >= _LONG_WAIT:
        face.tell("receiving_done", rows=rows, count=len(letters), seconds=seconds, per_second=_per_second(rows, since))
    return results


def _per_second(rows: int, since: float) -> int:
    return round(rows / max(time.monotonic() - since, 0.001))


def _tell_refused(face: Face, entry: dict[str, Any]) -> None:
    tell_aside(entry["error"])
    for indent, line in _of_rows(face, entry):
        tell_aside(line, indent)


def _page(face: Face, reports: Sequence[dict[str, Any]], answer: Path | None, *, dry_run: bool) -> None:
    from cakupan.intake import Kind

    for entry in reports:
        if entry["status"] == "refused":
            continue  # its sentence stands on stderr
        counted = {key: entry[key] for key in ("name", "rows_in", "accepted", "quarantined", "repeated")}
        if dry_run:
            face.say("add_tried", **counted)
        else:
            code = "nothing_new" if entry.get("nothing_new") else entry["status"]
            face.say(f"add_{code}", **counted, file=entry["sha256"][:12], earlier=earlier_files(entry))
            tell_found_out(face, entry)
            tell_grant(face, entry.get("source"))
        tell_tables(face, entry["tables"], Kind(entry["kind"]))
        _details(face, entry)
        if entry["quarantined"] and not dry_run:
            kept = entry.get("received_in") or [entry]  # a file with nothing new is not kept: the earlier one is
            face.say("add_next", 2, file=kept[0]["sha256"][:12])
    if any(entry.get("receipt") for entry in reports):
        face.say("return_answers", path=str(answer))


def _details(face: Face, entry: dict[str, Any]) -> None:
    for problem in entry["problems"]:
        if problem["row"] is None:
            face.write(problem["message"], 2)
    for indent, line in _of_rows(face, entry):
        face.write(line, indent)
    _repairs(face, entry)


def _of_rows(face: Face, entry: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """What is told of the rows, each line with its indent."""
    for group in entry.get("told_of_rows", ()):
        yield 2, group["heading"]
        yield from ((4, line) for line in group["lines"])
        if group["more"]:
            yield 4, face.text("add_more_problems", count=group["more"])


def _repairs(face: Face, entry: dict[str, Any]) -> None:
    from cakupan.intake import Kind
    from cakupan.intake.masking import shown, told
    from cakupan.intake.received import holds_people

    columns = {table["sheet"]: table["columns"] for table in entry["tables"]}
    of_people = holds_people(Kind(entry["kind"]))
    for repair in entry["repairs"][:_SHOWN_REPAIRS]:
        place = {"sheet": sheet_named(face, repair["sheet"]), "row": repair["row"], "column": repair["column"]}
        column = columns[repair["sheet"]].get(repair["column"])
        # what a person is called or numbered is for the JSON of who holds the list, not for a screen
        original, repaired = (shown(repair[key], column) if of_people else told(repair[key]) for key in ("from", "to"))
        face.say("add_repair", 2, **place, original=original, repaired=repaired)
    if len(entry["repairs"]) > _SHOWN_REPAIRS:
        face.say("add_more_repairs", 2, count=len(entry["repairs"]) - _SHOWN_REPAIRS)


COMMANDS = {"add": add}
