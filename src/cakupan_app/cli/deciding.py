"""Commands that decide about a received file: accept, undo."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.face import (
    DONE,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_day,
    now,
    who,
)

if TYPE_CHECKING:
    from cakupan_app.work.decide import Decided
    from cakupan_app.work.effects import Effects

Hash = Annotated[str, typer.Argument(metavar="SHA")]
DryRun = Annotated[bool, typer.Option("--dry-run")]
_SHOWN_AREAS = 20  # on a page; --json has them all


@answers
def accept(
    sha: Hash,
    *,
    face: Face,
    workspace: WorkspaceOption = HERE,
    known_on: KnownOnOption = None,
    dry_run: DryRun = False,
) -> int:
    return _decide("accept", sha, face, workspace, known_on, dry_run=dry_run)


@answers
def undo(
    sha: Hash,
    *,
    face: Face,
    workspace: WorkspaceOption = HERE,
    known_on: KnownOnOption = None,
    dry_run: DryRun = False,
) -> int:
    return _decide("undo", sha, face, workspace, known_on, dry_run=dry_run)


def _decide(what: str, sha: str, face: Face, workspace: WorkspaceOption, known_on: str | None, *, dry_run: bool) -> int:
    from cakupan_app.work import decide
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.workspace import open_workspace

    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on), dry_run=dry_run)
    decided = {"accept": decide.accept, "undo": decide.undo}[what](open_workspace(workspace), sha, terms)
    face.answer(_document(face, decided), lambda: _page(face, decided))
    return DONE


def _document(face: Face, decided: "Decided") -> dict[str, Any]:
    document = asdict(decided)
    del document["unknown"]
    if decided.unknown:
        document["changes_unknown"] = face.worded(decided.unknown)
    return document


def _page(face: Face, decided: "Decided") -> None:
    facts: dict[str, Fact] = {"name": decided.name, "rows": decided.rows, "day": decided.known_on}
    face.say(f"{'would_be' if decided.tried else 'file'}_{decided.now}", **facts)
    if decided.unknown:
        face.say("decide_unknown", 2, why=face.worded(decided.unknown))
    if decided.changes:
        if decided.before == "held" and decided.now == "undone":
            face.say("decide_never_counted", 2, rows=decided.changes.repeated + decided.changes.quarantined)
        else:
            _tell_rows(face, decided.changes, decided.now)
        _tell_changes(face, decided.changes)


def _tell_rows(face: Face, changes: "Effects", now: str) -> None:
    face.say(f"decide_rows_{now}", 2, rows=changes.rows, quarantined=changes.quarantined, repeated=changes.repeated)


def _tell_changes(face: Face, changes: "Effects") -> None:
    for month, rows in changes.months.items():
        face.say("decide_month", 2, month=month, rows=rows)
    for area, rows in list(changes.areas.items())[:_SHOWN_AREAS]:
        face.say("decide_area", 2, area=area, rows=rows)
    if len(changes.areas) > _SHOWN_AREAS:
        face.say("decide_more_areas", 2, count=len(changes.areas) - _SHOWN_AREAS)
    for figure in changes.figures:
        code = f"decide_figure_{figure.evidence}"
        face.say(code, 2, area=figure.area, month=figure.month, before=figure.before, after=figure.after)
    for one in changes.lists:
        face.say("decide_list", 2, name=one.name, file=one.sha256[:12], before=one.before, after=one.after)
    if not (changes.figures or changes.lists):
        face.say("decide_no_figure", 2)


COMMANDS = {"accept": accept, "undo": undo}
