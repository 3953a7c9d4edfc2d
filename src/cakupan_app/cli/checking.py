"""Commands that check words and published figures: check, where."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    UNUSABLE,
    Face,
    WorkspaceOption,
    answers,
    asked_area,
    asked_view,
    now,
    tell_aside,
)

if TYPE_CHECKING:
    from datetime import date

    from cakupan.basics.finding import Finding
    from cakupan.statements import Publication
    from cakupan_app.work.against import Against
    from cakupan_app.work.check import CheckedFile
    from cakupan_app.work.view import View


@answers
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    *,
    face: Face,
    published_on: Annotated[str | None, typer.Option("--published-on")] = None,
    area: Annotated[str | None, typer.Option("--area")] = None,
    against: Annotated[bool, typer.Option("--against")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.texts_sent import published_told

    published = published_told(published_on or "")
    day = published.on if published else None  # where it is not known, what is known now is held against the text
    found = _read(face, files, published, asked_area(area).code if area else "")
    held = _held_against(face, workspace, found, day) if against else {}
    documents = [_document(face, one, held.get(number)) for number, one in enumerate(found)]

    def page() -> None:
        for document in documents:
            if "error" not in document:
                tell_checked(face, document)

    for one in found:
        if isinstance(one, Refused):
            tell_aside(face.worded(one))
    face.answer(documents[0] if len(documents) == 1 else documents, page)
    return max(_status_of(document) for document in documents)


def _read(
    face: Face, files: Sequence[Path], published: "Publication | None", place: str
) -> "list[CheckedFile | Refused]":
    """Each file checked by itself; Refused where the only one cannot be."""
    from cakupan_app.work.check import check_file

    found: list[CheckedFile | Refused] = []
    with face.busy("checking", count=len(files)) as update:
        for number, path in enumerate(files, start=1):
            update(face.text("receiving_one", name=path.name, number=number, count=len(files)))
            try:
                found.append(check_file(path, published_on=published, place=place))
            except Refused as refusal:
                if len(files) == 1:
                    raise
                found.append(refusal)
    return found


def _held_against(
    face: Face, workspace: Path, found: "Sequence[CheckedFile | Refused]", day: "date | None"
) -> "Mapping[int, Against]":
    """Each file that could be read, held against what the workspace knew on `day`, the other files and kept texts."""
    from functools import partial

    from cakupan.statements.conflicting import published_of
    from cakupan_app.work.against import conflicts_with, held_against, known_here
    from cakupan_app.work.observe import published_texts, sha256_of

    with asked_then(face, workspace, day) as (view, within, findings):
        look = partial(known_here, view)
        texts = {
            number: published_of(one.checked, sha256_of(one.text), source=one.name, published_on=day)
            for number, one in enumerate(found)
            if not isinstance(one, Refused)
        }
        every = [*published_texts(), *(told for text in texts.values() for told in text)]
        told: dict[int, Against] = {}
        for number, one in enumerate(found):
            if isinstance(one, Refused):
                continue
            held = held_against(one.checked, look, within=within)
            own = sha256_of(one.text)
            others = [other for other in every if other.text != own]
            told[number] = replace(
                held,
                conflicts=conflicts_with(texts[number], others),
                known_on=view.known_on,
                snapshot=view.snapshot_name,
                findings=findings,
            )
    return told


@contextmanager
def asked_then(face: Face, workspace: Path, day: "date | None") -> "Iterator[tuple[View, str, tuple[Finding, ...]]]":
    """What the workspace knew on `day`, and its area; where it knew nothing yet, what it knows now, which is said."""
    from cakupan.basics.finding import Finding
    from cakupan.basics.month import day_in_jakarta
    from cakupan_app.work.workspace import open_workspace

    past = day is not None and day < day_in_jakarta(now())
    findings: tuple[Finding, ...] = ()
    with ExitStack() as stack:
        try:
            view = stack.enter_context(asked_view(face, workspace, str(day) if past else None, None))
        except Refused as refusal:
            if refusal.code != "nothing_known":
                raise
            view = stack.enter_context(asked_view(face, workspace, None, None))
            findings = (Finding("against_known_later", {"day": day, "known_on": view.known_on}, "info"),)
        yield view, open_workspace(workspace).area, findings


def _document(face: Face, one: "CheckedFile | Refused", held: "Against | None") -> dict[str, Any]:
    from cakupan_app.look.checked import against_document, checked_document

    if isinstance(one, Refused):
        return {"error": face.worded(one), "code": one.code}
    told = checked_document(face, one.name, one.checked)
    return told if held is None else {**told, "against": against_document(face, one.checked, held)}


def _status_of(document: dict[str, Any]) -> int:
    if "error" in document:
        return UNUSABLE
    differs = document.get("against", {}).get("differs", 0) > 0
    return FALLS_SHORT if differs or document["verdict"] in ("contradiction", "mislabel") else DONE


def tell_checked(face: Face, document: dict[str, Any]) -> None:
    """The verdict on a text, the figures found in it, each finding with its repairs, and what is known of them."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    face.write(f"{document['file']}: {face.text('verdict_' + document['verdict'])}")
    if document["claims"]:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in ("check_kind", "check_quote", "check_place", "check_as_of"):
            table.add_column(face.text(heading))
        for claim in document["claims"]:
            kind = face.text("claim_" + claim["kind"])
            table.add_row(kind, escape(claim["quote"]), escape(claim["place"] or "–"), claim["as_of"] or "–")
        Console(highlight=False).print(table)
    for finding in document["findings"]:
        face.write(f"• {finding['message']}")
        for repair in finding["repairs"]:
            face.write(f"→ {repair['because']}", 4)
    if "against" in document:
        _tell_against(face, document["against"])


def _tell_against(face: Face, told: dict[str, Any]) -> None:
    snapshot = told["snapshot"]
    named = face.text("snapshot_named", snapshot=snapshot) if snapshot else face.text("snapshot_none")
    counts = {name: told[name] for name in ("agrees", "differs", "unknown")}
    face.say("against_told", snapshot=named, known_on=told["known_on"], **counts)
    marks = {"agrees": "=", "differs": "≠", "unknown": "?"}
    for one in told["claims"]:
        face.write(f"{marks[one['outcome']]} {one['message']}", 2)
        if one["repair"]:
            face.write(f"→ {one['repair']}", 4)
    for one in (*told["conflicts"], *told["findings"]):
        face.write(f"• {one['message']}", 2)


@answers
def where(word: Annotated[str, typer.Argument()], *, face: Face) -> int:
    from cakupan_app.work import vocabulary

    found = vocabulary.where(word)
    document = {
        "word": word,
        "id": found.word.id,
        "en": found.word.en,
        "means": found.word.means,
        "decides": found.word.decides,
        "module": found.module,
        "line": found.line,
        "says": found.says,
    }
    says = found.word.means if face.lang == "id" else found.word.means_in_english
    facts: dict[str, Fact] = {"word": word, "decides": found.word.decides, "line": found.line, "says": says}
    face.answer(document, lambda: face.say("where_found", **facts))
    return DONE


COMMANDS = {"check": check, "where": where}
