"""The command that shows which lists may be used, for what and until when: sources; and what `add` is told of one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan_app.cli.face import DONE, FALLS_SHORT, HERE, Face, WorkspaceOption, answers, asked_day, now

if TYPE_CHECKING:
    from cakupan_app.work.grants import Grant, Source

GiverOption = Annotated[str, typer.Option("--giver")]
BasisOption = Annotated[str, typer.Option("--basis")]
PurposeOption = Annotated[str, typer.Option("--purpose")]
ReferenceOption = Annotated[str | None, typer.Option("--reference-day")]
_TOLD = ("giver", "basis", "purpose", "reference_on", "expires_on")
ExpiresOption = Annotated[str | None, typer.Option("--expires")]


def asked_grant(giver: str, basis: str, purpose: str, reference_day: str | None, expires: str | None) -> "Grant | None":
    """What is told of a list's source; None where nothing is. Refused where it cannot be."""
    if not any((giver.strip(), basis.strip(), purpose.strip(), reference_day, expires)):
        return None
    from cakupan_app.work.grants import Grant, checked

    return checked(Grant(giver, basis, purpose, asked_day(reference_day), asked_day(expires)))


@answers
def sources(
    *,
    face: Face,
    on: Annotated[str | None, typer.Option("--on")] = None,
    soon: Annotated[int, typer.Option("--soon", min=0)] = 30,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan.basics.month import day_in_jakarta
    from cakupan_app.work import grants
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    day = asked_day(on) or day_in_jakarta(now())
    found = grants.sources(day, soon=soon)
    document = {"day": day, "soon": soon, "sources": [source_document(face, one) for one in found]}
    face.answer(document, lambda: _page(face, found))
    wanting = any(one.grant.missing or one.state in (grants.EXPIRED, grants.EXPIRES_SOON) for one in found)
    return FALLS_SHORT if wanting else DONE


def source_document(face: Face, source: "Source") -> dict[str, Any]:
    """A list with its grant: what was told, what is missing, and whether it may still be used."""
    return {
        "sha256": source.sha256,
        "name": source.name,
        "kind": source.kind,
        "status": source.status,
        "rows": source.rows,
        "known_on": source.known_on,
        **grant_document(source.grant),
        "state": source.state,
        "days_left": source.days_left,
        "message": _state(face, source),
    }


def grant_document(grant: "Grant") -> dict[str, Any]:
    """What was told of a list's source, and what was not."""
    return {
        "giver": grant.giver or None,
        "basis": grant.basis or None,
        "purpose": grant.purpose or None,
        "reference_on": grant.reference_on,
        "expires_on": grant.expires_on,
        "missing": grant.missing,
    }


def tell_grant(face: Face, grant: dict[str, Any] | None) -> None:
    """The lines of `add` about a list's source, where something was told of it."""
    if grant is None:
        return
    told = [name for name in _TOLD if grant[name]]
    face.write("; ".join(face.text(f"grant_told_{name}", value=grant[name]) for name in told), 2)
    if "warning" in grant:
        face.write(grant["warning"], 2)
    if grant["missing"]:
        face.say("grant_missing", 2, missing=tuple(face.text(f"grant_field_{name}") for name in grant["missing"]))


def _state(face: Face, source: "Source") -> str:
    return face.text(f"grant_{source.state}", day=source.grant.expires_on, days=source.days_left)


def _page(face: Face, found: "Sequence[Source]") -> None:
    if not found:
        face.say("grants_none")
    for one in found:
        kind = face.text(f"revision_kind_{one.kind}")
        face.say("grant_list", name=one.name, kind=kind, rows=one.rows, file=one.sha256[:12], day=one.known_on)
        if one.status == "held":
            face.say("grant_held", 2)
        if one.grant != type(one.grant)():
            tell_grant(face, grant_document(one.grant))
        if one.days_left is not None:
            face.write(_state(face, one), 2)
    if endless := sum(one.days_left is None for one in found):
        face.say("grants_without_expiry", count=endless)


COMMANDS = {"sources": sources}
