"""The command by which a government states a denominator of its own: override."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_count,
    asked_day,
    now,
    who,
)

if TYPE_CHECKING:
    from cakupan_app.work.override import Overridden, Statement


@answers
def override(
    *,
    face: Face,
    denominator: Annotated[str, typer.Option("--denominator")],
    area: Annotated[str, typer.Option("--area")],
    value: Annotated[str, typer.Option("--value")],
    because: Annotated[str, typer.Option("--because")],
    set_by: Annotated[str, typer.Option("--set-by")],
    segment: Annotated[str | None, typer.Option("--segment")] = None,
    vintage: Annotated[str | None, typer.Option("--vintage")] = None,
    known_on: KnownOnOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import override as overriding
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.workspace import open_workspace

    place = asked_area(area).code
    count = asked_count("--value", value)
    stated = overriding.Statement(denominator.strip(), place, count, set_by, because, segment, vintage)
    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on))
    found = overriding.override(open_workspace(workspace), stated, terms)
    document = _document(face, stated, found)
    face.answer(document, lambda: face.say(f"override_{document['status']}", **_told(document)))
    return DONE if document["status"] == "accepted" else FALLS_SHORT


def _document(face: Face, stated: "Statement", found: "Overridden") -> dict[str, Any]:
    """What was stated and what became of it; Refused, in the words of intake, where its row could not be taken."""
    received = found.received
    problems = received.reading.problems if received.reading else ()
    problem = next((one for one in problems if one.severity == "error"), None)
    if problem is not None:
        raise Refused("override_unusable", problem=face.text(problem.code, **problem.facts))
    if received.error is not None:
        raise received.error
    return {
        "status": received.status.value,
        "file": received.taken.sha256,
        "denominator": stated.denominator,
        "area": stated.area,
        "segment": stated.segment,
        "vintage": found.vintage,
        "value": stated.value,
        "before": found.before,
        "set_by": stated.set_by,
        "reason": stated.because,
    }


def _told(document: dict[str, Any]) -> dict[str, Fact]:
    names = ("denominator", "area", "vintage", "value", "set_by", "before")
    return {**{name: document[name] for name in names}, "file": document["file"][:12]}


COMMANDS = {"override": override}
