"""Commands that check words and published figures: check, where."""

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import DONE, FALLS_SHORT, UNUSABLE, Face, answers, asked_day, tell_aside

if TYPE_CHECKING:
    from cakupan_app.work.check import CheckedFile


@answers
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    *,
    face: Face,
    published_on: Annotated[str | None, typer.Option("--published-on")] = None,
) -> int:
    from cakupan_app.work.check import CheckedFile, check_file

    day = asked_day(published_on)
    with face.busy("checking", count=len(files)) as update:
        found: list[CheckedFile | Refused] = []
        for number, path in enumerate(files, start=1):
            update(face.text("receiving_one", name=path.name, number=number, count=len(files)))
            try:
                found.append(check_file(path, published_on=day))
            except Refused as refusal:
                if len(files) == 1:
                    raise
                found.append(refusal)

    def page() -> None:
        for one in found:
            if not isinstance(one, Refused):
                tell_checked(face, one)

    for one in found:
        if isinstance(one, Refused):
            tell_aside(face.worded(one))
    documents = [
        {"error": face.worded(one), "code": one.code} if isinstance(one, Refused) else checked_document(face, one)
        for one in found
    ]
    face.answer(documents[0] if len(documents) == 1 else documents, page)
    return max(_status_of(document) for document in documents)


def _status_of(document: dict[str, Any]) -> int:
    if "error" in document:
        return UNUSABLE
    return FALLS_SHORT if document["verdict"] in ("contradiction", "mislabel") else DONE


def checked_document(face: Face, one: "CheckedFile") -> dict[str, Any]:
    """One document of `check` (CLI.md), with the sentences worded."""
    checked = one.checked
    return {
        "file": one.name,
        "verdict": checked.verdict,
        "claims": [{**asdict(claim), "value": number(claim.value)} for claim in checked.claims],
        "findings": [
            {
                "kind": finding.kind,
                "claims": list(finding.claims),
                "message": face.text(finding.code, **finding.facts),
                "repairs": [
                    {
                        "claim": repair.claim,
                        "value": number(repair.value),
                        "because": face.text(repair.code, **repair.facts),
                    }
                    for repair in finding.repairs
                ],
            }
            for finding in checked.findings
        ],
    }


def number(value: Any) -> Any:
    """A figure as JSON has numbers: 48.26 was printed with two decimals, which a float of its size gives back."""
    return float(value) if isinstance(value, Decimal) else value


def tell_checked(face: Face, one: "CheckedFile") -> None:
    """The verdict on a text, the figures found in it, and each finding with its repairs."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    document = checked_document(face, one)
    face.write(f"{one.name}: {face.text('verdict_' + document['verdict'])}")
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
