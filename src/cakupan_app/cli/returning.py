"""The commands that take forms back and send them back marked: return, errors."""

from collections.abc import Mapping, Sequence
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
    asked_day,
    now,
    tell_aside,
    who,
)

if TYPE_CHECKING:
    from cakupan_app.work.answering import Answer
    from cakupan_app.work.replies import Round
    from cakupan_app.work.returned import Returned, ReturnedFolder

_STATUS = {"accepted": DONE, "unchanged": DONE, "held": FALLS_SHORT, "refused": UNUSABLE, "unmatched": UNUSABLE}
_COUNTS = ("rows_in", "accepted", "quarantined", "repeated")
_OTHERS_TOLD = 20  # files of which the same is to be said; --json has them all
_MISSING_TOLD = 30  # villages on a page; --json has them all


@answers
def returned(
    paths: Annotated[list[Path], typer.Argument(metavar="FOLDER|ZIP|FILE...")],
    *,
    face: Face,
    out: Annotated[Path, typer.Option("--out")],
    known_on: KnownOnOption = None,
    hold: Annotated[bool, typer.Option("--hold")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.look.words import say_to_sender
    from cakupan_app.work.answering import Voice
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.returned import take_returned
    from cakupan_app.work.workspace import open_workspace

    terms = Terms(by=who(), at=now(), known_on=asked_day(known_on), hold=hold)
    with face.busy("return_receiving") as update:
        found = take_returned(
            open_workspace(workspace),
            paths,
            out,
            terms,
            Voice(say_to_sender, face.lang),
            lambda name, number: update(face.text("return_receiving_one", name=name, number=number)),
        )
    reports = [_report(face, one) for one in found.files]
    for name in found.ignored:
        face.tell("file_ignored", name=name)
    document: dict[str, Any] = {"files": reports, "rounds": [_round(one) for one in found.rounds]}
    if found.ignored:
        document["ignored"] = list(found.ignored)
    errors = [entry["error"] for entry in reports if "error" in entry]
    if errors:
        document["error"] = errors[0]
    face.answer(document, lambda: _page(face, found, reports, out))
    return max(map(status_of, reports), default=DONE)


def _report(face: Face, one: "Returned") -> dict[str, Any]:
    from cakupan_app.cli.entries import counts_of

    entry: dict[str, Any] = {"name": one.name, "status": one.received.status.value if one.received else "unmatched"}
    if one.labelled:
        label = one.labelled.label
        entry |= {
            "kind": label.kind,
            "area": label.area,
            "round": label.round,
            "matched_by": one.labelled.carrier.value,
        }
    entry |= dict.fromkeys(_COUNTS, 0)
    if one.received and one.received.reading:
        entry |= {"sha256": one.received.reading.sha256, **counts_of(one.received)}
    if one.error:
        entry |= {"error": face.worded(one.error), "code": one.error.code}
    return entry | answer_document(face, one.answer)


def answer_document(face: Face, answer: "Answer") -> dict[str, Any]:
    """Where the answers to a file lie, for the JSON document, and why one does not; the latter is told aside too."""
    told: dict[str, Any] = {"marked": answer.marked, "receipt": answer.receipt, "page": answer.page}
    if answer.error:
        told |= {"answer_error": face.worded(answer.error), "answer_code": answer.error.code}
        tell_aside(told["answer_error"])
    return told


def status_of(entry: Mapping[str, Any]) -> int:
    """The exit status for one file: one that was received falls short where its sender could not be answered."""
    return max(_STATUS[entry["status"]], FALLS_SHORT if "answer_error" in entry else DONE)


def _round(one: "Round") -> dict[str, Any]:
    from dataclasses import asdict

    told = asdict(one)
    told["answered"] = list(told["answered"])
    return told


def _page(face: Face, found: "ReturnedFolder", reports: Sequence[dict[str, Any]], out: Path) -> None:
    if not reports:
        face.say("return_nothing")
    _tell_unreceived(face, reports)
    for entry in reports:
        if "error" in entry:
            continue  # its sentence stands on stderr
        counted = {key: entry[key] for key in ("name", "area", *_COUNTS)}
        face.say(f"return_{entry['status']}", **counted)
    for one in found.rounds:
        _tell_round(face, one)
    if reports:
        face.say("return_answers", path=str(out))


def _tell_unreceived(face: Face, reports: Sequence[dict[str, Any]]) -> None:
    """Why files were not received: each reason once, in the sentence of the first file, then the others by name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in reports:
        if "error" in entry:
            found.setdefault(entry["code"], []).append(entry)
    for first, *others in found.values():
        tell_aside(first["error"])
        names = tuple(one["name"] for one in others[:_OTHERS_TOLD])
        if others:
            code = "return_as_well" if len(names) == len(others) else "return_as_well_more"
            tell_aside(face.text(code, names=names, count=len(others), more=len(others) - len(names)), 2)


def _tell_round(face: Face, one: "Round") -> None:
    rows = {name: sum(getattr(area, name) for area in one.answered) for name in _COUNTS}
    face.say("return_round", round=one.round, area=one.within, answered=len(one.answered), asked=one.asked, **rows)
    for area in one.answered:
        counts = {name: getattr(area, name) for name in _COUNTS}
        face.say("return_area", 2, area=area.area, files=area.files, **counts)
    if mended := sum(area.mended for area in one.answered):
        face.say("return_mended", count=mended)
    if one.missing:
        shown = one.missing[:_MISSING_TOLD]
        code = "return_missing" if len(shown) == len(one.missing) else "return_missing_more"
        face.say(code, areas=shown, count=len(one.missing), more=len(one.missing) - len(shown))


@answers
def errors(
    sha: Annotated[str, typer.Argument(metavar="SHA")],
    *,
    face: Face,
    out: Annotated[Path, typer.Option("--out")],
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.look.words import say_to_sender
    from cakupan_app.work.answering import Voice, errors_of
    from cakupan_app.work.workspace import open_workspace

    reading, mended = errors_of(open_workspace(workspace), sha, out, Voice(say_to_sender, face.lang))
    counts = {name: getattr(reading, name) for name in _COUNTS}
    document = {"sha256": reading.sha256, "path": out, **counts, "mended": mended}
    face.answer(document, lambda: _errors_page(face, document))
    return DONE


def _errors_page(face: Face, document: Mapping[str, Any]) -> None:
    face.say("errors_written", path=str(document["path"]), **{name: document[name] for name in _COUNTS})
    if document["mended"]:
        face.say("errors_mended", count=document["mended"])


COMMANDS = {"return": returned, "errors": errors}
