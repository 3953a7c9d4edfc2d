"""Commands that show what was received: files, quarantine."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.month import day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan_app.cli.deciding import Hash
from cakupan_app.cli.face import DONE, HERE, Face, WorkspaceOption, answers

if TYPE_CHECKING:
    from cakupan_app.work.received import FileKept, RowKept

_STATUSES = ("accepted", "held", "undone")
_COUNTS = ("rows_in", "accepted", "repeated", "quarantined")
_SHOWN_ROWS = 50  # on a page; --json has them all


@answers
def files(
    *,
    face: Face,
    kind: Annotated[str | None, typer.Option("--kind")] = None,
    status: Annotated[str | None, typer.Option("--status")] = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.receive import kind_named
    from cakupan_app.work.received import files_received
    from cakupan_app.work.workspace import open_workspace

    if status not in (None, *_STATUSES):
        raise Refused("status_unknown", text=str(status), known=_STATUSES)
    found = files_received(open_workspace(workspace), kind_named(kind).value if kind else None, status)
    face.answer({"files": [_file(face, one) for one in found]}, lambda: _files_page(face, found))
    return DONE


@answers
def quarantine(
    sha: Hash,
    *,
    face: Face,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.received import quarantine_of
    from cakupan_app.work.workspace import open_workspace

    standing, rows = quarantine_of(open_workspace(workspace), sha, clear=clear)
    receipt = standing.receipt
    document = {
        "sha256": receipt.sha256,
        "name": receipt.name,
        "kind": receipt.kind,
        "status": standing.status,
        "quarantined": receipt.quarantined,
        "left": sum(row.back is None for row in rows),
        "masked": not clear,
        "rows": [_row(face, row) for row in rows],
    }
    face.answer(document, lambda: _quarantine_page(face, document))
    return DONE


def _file(face: Face, one: "FileKept") -> dict[str, Any]:
    receipt, decision = one.standing.receipt, one.standing.decision
    told: dict[str, Any] = {
        "sha256": receipt.sha256,
        "name": receipt.name,
        "kind": receipt.kind,
        "month": receipt.month or None,
        "area": receipt.area or None,
        "status": one.standing.status,
        "known_on": decision.known_on,
        "rows_in": receipt.rows_in,
        "accepted": receipt.accepted,
        "quarantined": receipt.quarantined,
        "repeated": receipt.repeated,
        "quarantined_left": one.left,
        "mended": one.mended,
        "sent_again": one.sent_again,
        "received_at": _instant(receipt.received_at),
        "received_by": receipt.received_by,
        "decided_at": _instant(decision.made_at),
        "decided_by": decision.made_by,
    }
    if one.reasons:
        told["held_reasons"] = [{"code": reason.code, "message": face.worded(reason)} for reason in one.reasons]
    if one.replaced_by:
        told["replaced_by"] = [{"sha256": other.sha256, "name": other.name} for other in one.replaced_by]
    return told


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _row(face: Face, row: "RowKept") -> dict[str, Any]:
    told: dict[str, Any] = {
        "sheet": row.sheet,
        "row": row.row,
        "codes": list(row.codes),
        "reasons": [face.text(one.code, **one.facts) for one in row.problems] or list(row.codes),
        "cells": dict(row.cells),
        "back": None,
    }
    if row.back:
        told["back"] = {
            "fate": str(row.back.fate),
            "sha256": row.back.by.sha256,
            "name": row.back.by.name,
            "sheet": row.back.by_sheet,
            "row": row.back.by_row,
            "known_by": row.back.known_by,
        }
    return told


def _files_page(face: Face, found: "tuple[FileKept, ...]") -> None:
    """Two lines for each file, which every terminal has room for; then what those that count have together."""
    if not found:
        face.say("files_none")
        return
    for one in found:
        _tell_file(face, one)
    accepted = [one for one in found if one.standing.status == "accepted"]
    if len(accepted) > 1:
        sums = {name: sum(getattr(one.standing.receipt, name) for one in accepted) for name in _COUNTS}
        face.say("files_total", count=len(accepted), left=sum(one.left for one in accepted), **sums)


def _tell_file(face: Face, one: "FileKept") -> None:
    receipt, file = one.standing.receipt, one.standing.receipt.sha256[:12]
    kind, status = face.text(f"revision_kind_{receipt.kind}"), face.text(f"files_{one.standing.status}")
    about = f"{kind} {face.shown(receipt.month, 'month')}" if receipt.month else kind
    day, by = day_in_jakarta(receipt.received_at), receipt.received_by
    face.say("files_file", name=receipt.name, file=file, kind=about, status=status, day=day, by=by)
    face.say("files_rows", 2, left=one.left, **{name: getattr(receipt, name) for name in _COUNTS})
    if one.replaced_by:
        others = tuple(f"{other.name} ({other.sha256[:12]})" for other in one.replaced_by)
        face.say("files_replaced", 2, file=file, others=others)
        return
    for reason in one.reasons:
        face.write(face.worded(reason), 2)


def _quarantine_page(face: Face, document: dict[str, Any]) -> None:
    told = {name: document[name] for name in ("name", "quarantined", "left")}
    face.say("quarantine_told", **told, file=document["sha256"][:12])
    for row in document["rows"][:_SHOWN_ROWS]:
        face.say("quarantine_row", 2, sheet=row["sheet"], row=row["row"])
        for reason in row["reasons"]:
            face.write(reason, 4)
        face.write("; ".join(f"{label}: {cell}" for label, cell in row["cells"].items()), 4)
        if row["back"]:
            back = row["back"]
            face.say(f"quarantine_{back['fate']}", 4, name=back["name"], row=back["row"], file=back["sha256"][:12])
    if len(document["rows"]) > _SHOWN_ROWS:
        face.say("quarantine_more", 2, count=len(document["rows"]) - _SHOWN_ROWS)


COMMANDS = {"files": files, "quarantine": quarantine}
