"""How the answer to an upload is told: what became of it, why, what is wrong row by row, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from cakupan.intake import Kind
from cakupan.reports.verdicts import reason_worded
from cakupan_app.look.spans import spans_of
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import say_to_sender

_REASONS_TOLD = 40
_SPANS_TOLD = 12
_WITHOUT_SHEETS = ("csv", "html")  # as intake calls what stands in a text or on a page
_CAPITALS = ("nik", "kpj")
_STATUS_LOOKS = {"accepted": "good", "held": "warn", "refused": "bad", "undone": "bad", "waiting": ""}


def status_look(status: str) -> str:
    """How a status is coloured; the word says it too."""
    return _STATUS_LOOKS.get(status, "")


def coded(voice: Voice, told: Mapping[str, Any]) -> str:
    """The sentence of a code with its facts, as whoever is at a page is told it: without commands of the machine."""
    return say_to_sender(told["code"], told["facts"], voice.lang)


def answer_told(voice: Voice, status: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows of an answer."""
    reasons = document.get("reasons", [])
    return {
        "status": status,
        "look": status_look(status),
        "counts": {name: document.get(name, 0) for name in ("rows_in", "accepted", "quarantined", "repeated")},
        "error": coded(voice, document["error"]) if "error" in document else None,
        "held": [coded(voice, one) for one in document.get("held_because", [])],
        "reasons": [_reason(voice, one) for one in reasons[:_REASONS_TOLD]],
        "more": max(0, len(reasons) - _REASONS_TOLD),
        "repairs": document.get("repairs_made", 0),
        "received_in": document.get("received_in", []),
        "corrects": document.get("corrects", []),
        "tables": tables_told(voice, document),
        "parcel": _parcel(voice, document),
    }


def _parcel(voice: Voice, document: Mapping[str, Any]) -> dict[str, Any]:
    """What of a ZIP became no upload: files that cannot be taken, each with why, and those that programs left."""
    found = document.get("parcel", {})
    refused = [(one["name"], coded(voice, one["error"])) for one in found.get("refused", [])]
    return {"refused": refused, "ignored": found.get("ignored", [])}


def _reason(voice: Voice, one: Mapping[str, Any]) -> dict[str, Any]:
    spans = list(spans_of(one["rows"]))
    return {
        "severity": one["severity"],
        "column": one["column"],
        "sentence": reason_worded(one["code"], one["facts"], say_to_sender, voice.lang),
        "count": one.get("count"),
        "rows": ", ".join(spans[:_SPANS_TOLD]) + ("…" if len(spans) > _SPANS_TOLD else ""),
    }


def tables_told(voice: Voice, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each table of a file: its counts, what each heading was read as, a masked sample."""
    from cakupan.intake.headings import aliases_of

    kind = document.get("kind")
    titles = aliases_of(Kind(kind)).titles if kind else {}
    named = {column: column_named(voice, title) for column, title in titles.items()}
    return [
        {
            **table,
            "sheet": voice.text("answer_whole") if table["sheet"] in _WITHOUT_SHEETS else table["sheet"],
            "columns": [(heading, named.get(column, column)) for heading, column in table["columns"].items()],
            "sampled": [named.get(column, column) for column in _sampled(table)],
            "sample": [[row.get(column, "") for column in _sampled(table)] for row in table["sample"]],
        }
        for table in document.get("tables", [])
    ]


def _sampled(table: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(column for row in table["sample"] for column in row))


def column_named(voice: Voice, title: str) -> str:
    """What a column of a list is called on a page; a list itself may head it so too."""
    told = voice.shown(title, "headings").replace("_", " ")
    return told.upper() if told in _CAPITALS else told


def kinds_named(voice: Voice) -> list[tuple[str, str]]:
    """Every kind of file with what it is called."""
    return [(kind.value, voice.shown(kind.value, "kind")) for kind in Kind]
