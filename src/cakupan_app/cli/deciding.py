"""Commands that decide about a received file: accept, undo."""

from typing import Annotated

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

Hash = Annotated[str, typer.Argument(metavar="SHA")]


@answers
def accept(sha: Hash, *, face: Face, workspace: WorkspaceOption = HERE, known_on: KnownOnOption = None) -> int:
    return _decide("accept", sha, face, workspace, known_on)


@answers
def undo(sha: Hash, *, face: Face, workspace: WorkspaceOption = HERE, known_on: KnownOnOption = None) -> int:
    return _decide("undo", sha, face, workspace, known_on)


def _decide(what: str, sha: str, face: Face, workspace: WorkspaceOption, known_on: str | None) -> int:
    from dataclasses import asdict

    from cakupan_app.work import decide
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.workspace import open_workspace

    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on))
    decided = {"accept": decide.accept, "undo": decide.undo}[what](open_workspace(workspace), sha, terms)
    facts: dict[str, Fact] = {"name": decided.name, "rows": decided.rows, "day": decided.known_on}
    face.answer(asdict(decided), lambda: typer.echo(face.text(f"file_{decided.now}", **facts)))
    return DONE


COMMANDS = {"accept": accept, "undo": undo}
