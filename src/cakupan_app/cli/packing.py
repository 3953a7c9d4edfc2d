"""The command that exchanges lists with other offices, encrypted: package out, in, reply, show."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    WorkspaceOption,
    answers,
    asked_area,
    asked_day,
    asked_month,
    now,
    who,
)
from cakupan_app.cli.granting import BasisOption, ExpiresOption, PurposeOption

if TYPE_CHECKING:
    from cakupan_app.store.sealed import Opener
    from cakupan_app.work.exchange import Sent, TakenIn
    from cakupan_app.work.manifest import Manifest

_ACTIONS = {"keluar": "out", "masuk": "in", "jawab": "reply", "lihat": "show"}
_RESULTS = ("match", "differs", "not_found", "accepted", "refused")
PathOption = Annotated[Path | None, typer.Option("--out")]


@answers
def package(
    action: Annotated[str, typer.Argument(metavar="out|in|reply|show")],
    file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    *,
    face: Face,
    to: Annotated[str, typer.Option("--to")] = "",
    area: Annotated[str | None, typer.Option("--area")] = None,
    wanted: Annotated[str, typer.Option("--list")] = "",
    month: Annotated[str | None, typer.Option("--month")] = None,
    basis: BasisOption = "",
    purpose: PurposeOption = "",
    expires: ExpiresOption = None,
    because: Annotated[str, typer.Option("--because")] = "",
    recipient: Annotated[Path | None, typer.Option("--recipient")] = None,
    identity: Annotated[Path | None, typer.Option("--identity")] = None,
    passphrase: Annotated[bool, typer.Option("--passphrase")] = False,
    answered: Annotated[str, typer.Option("--answers")] = "",
    out: PathOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    what = _ACTIONS.get(action.casefold(), action.casefold())
    if what == "out":
        told = {"basis": basis, "purpose": purpose, "expires_on": asked_day(expires), "month": month,
                "because": because}  # fmt: skip
        return _out(face, workspace, _needed("--to", to), area, _needed("--list", wanted), _path("--out", out),
                    recipient, passphrase, told)  # fmt: skip
    if what == "in":
        return _in(face, workspace, _path("FILE", file), identity, passphrase, answered)
    if what == "reply":
        paths = _path("FILE", file), _path("--list", Path(wanted) if wanted else None), _path("--out", out)
        return _reply(face, *paths, identity, passphrase)
    if what == "show":
        return _show(face, workspace, file, identity, passphrase)
    raise Refused("package_action_unknown", text=action)


def _out(
    face: Face,
    workspace: Path,
    to: str,
    area: str | None,
    wanted: str,
    out: Path,
    recipient: Path | None,
    passphrase: bool,
    told: dict[str, Any],
) -> int:
    from cakupan_app.look.minutes import minutes_of
    from cakupan_app.store.sealed import Lock, recipients_in
    from cakupan_app.work.exchange import Order, send
    from cakupan_app.work.manifest import partner_named
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.workspace import open_workspace

    partner = partner_named(to)
    if (recipient is None) is not passphrase:
        raise Refused("package_needs_lock")
    opened = open_workspace(workspace)
    code = asked_area(area).code if area else opened.area
    told["month"] = asked_month(told["month"]) if told["month"] else None
    lock = Lock(recipients_in(recipient)) if recipient else Lock(words=_words(face, twice=True))
    order = Order(partner, code, wanted, out, **told)
    sent = send(opened, order, lock, lambda manifest: minutes_of(manifest, face.lang), Terms(by=who(), at=now()))
    document = {**_sent(face, sent), "file": out}
    face.answer(document, lambda: _tell_sent(face, sent, out, document))
    return DONE


def _in(face: Face, workspace: Path, file: Path, identity: Path | None, passphrase: bool, answered: str) -> int:
    from cakupan_app.cli.entries import report
    from cakupan_app.work.exchange import take_in
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.workspace import open_workspace

    opened = open_workspace(workspace)
    opener = _opener(face, identity, passphrase, opened.keys.identity)
    returned = take_in(opened, file, opener, Terms(by=who(), at=now()), answers=answered)
    document = {
        "number": returned.number,
        "answers": returned.answers,
        "from": returned.partner,
        "checked": returned.checked,
        "asked": returned.asked,
        "answered": returned.answered,
        "unanswered": returned.unanswered,
        "unasked": returned.unasked,
        "results": returned.results,
        "received": report(face, returned.received, dry_run=False),
    }
    face.answer(document, lambda: _tell_returned(face, returned))
    return FALLS_SHORT if returned.differs or returned.received.status == "held" else DONE


def _reply(face: Face, file: Path, listed: Path, out: Path, identity: Path | None, passphrase: bool) -> int:
    from cakupan_app.look.minutes import minutes_of
    from cakupan_app.work.receive import Terms
    from cakupan_app.work.replying import reply

    opener = _opener(face, identity, passphrase)
    terms = Terms(by=who(), at=now())
    manifest = reply(file, opener, listed, out, lambda one: minutes_of(one, face.lang), terms)
    face.answer(
        {**manifest.as_json(), "out": out},
        lambda: face.say("package_replied", number=manifest.number, answers=manifest.answers, path=str(out)),
    )
    return DONE


def _show(face: Face, workspace: Path, file: Path | None, identity: Path | None, passphrase: bool) -> int:
    from cakupan_app.work.packages import packages
    from cakupan_app.work.replying import show
    from cakupan_app.work.workspace import open_workspace

    if file is not None:
        own = None if identity or passphrase else open_workspace(workspace).keys.identity
        manifest = show(file, _opener(face, identity, passphrase, own))
        face.answer(manifest.as_json(), lambda: _tell_manifest(face, manifest))
        return DONE
    opened = open_workspace(workspace)
    known = [_remembered(one) for one in packages()]
    key = str(opened.keys.identity.to_public())
    face.answer({"packages": known, "reply_to": key}, lambda: _tell_known(face, known, key))
    return DONE


def _sent(face: Face, sent: "Sent") -> dict[str, Any]:
    from cakupan_app.look.documents import worded

    manifest = sent.manifest.as_json()
    findings = worded(face, sent.findings)
    return {"sha256": sent.sha256, "manifest": manifest, "without_nik": sent.without_nik, "findings": findings}


def _tell_sent(face: Face, sent: "Sent", out: Path, document: dict[str, Any]) -> None:
    manifest = sent.manifest
    office = face.text(f"package_office_{manifest.recipient}")
    face.say("package_sent", number=manifest.number, rows=manifest.rows, office=office, path=str(out))
    if sent.without_nik:
        face.say("package_without_nik", 2, rows=sent.without_nik)
    for finding in document["findings"]:
        face.write(finding["message"], 2)


def _tell_returned(face: Face, returned: "TakenIn") -> None:
    received = returned.received
    office = face.text(f"package_office_{returned.partner}")
    counted: dict[str, Fact] = {"asked": returned.asked, "answered": returned.answered}
    face.say("package_returned", number=returned.answers, office=office, **counted)
    counts = {name: getattr(received.taken, name) for name in ("rows_in", "accepted", "quarantined", "repeated")}
    face.say(f"add_{received.status}", 2, name=received.name, file=received.taken.sha256[:12], **counts)
    for reason in received.held_because:
        face.write(face.worded(reason), 2)
    for result, count in returned.results.items():
        # a code that we do not know was kept as it was written
        called = face.text(f"package_result_{result}") if result in _RESULTS else result
        face.say("package_result", 2, result=called, count=count)
    if returned.unanswered:
        face.say("package_unanswered", 2, count=returned.unanswered)
    if returned.unasked and not received.held_because:
        face.say("package_unasked", 2, count=returned.unasked)
    if not returned.checked:
        face.say("package_unchecked", 2)


def _tell_manifest(face: Face, manifest: "Manifest") -> None:
    from cakupan_app.look.minutes import lines_of

    face.say("minutes_opening", day=manifest.made_on, area=manifest.area)
    for name, value in lines_of(manifest, face.lang):
        face.write(f"{name}: {value}", 2)


def _remembered(one: Any) -> dict[str, Any]:
    """A package as the ledger has it."""
    names = ("number", "direction", "partner", "area", "answers", "sha256", "list_sha256", "basis", "purpose", "rows")
    told = {name: getattr(one, name) or None for name in names}
    return {**told, "expires_on": one.expires_on, "made_at": one.made_at.isoformat(), "made_by": one.made_by}


def _tell_known(face: Face, known: list[dict[str, Any]], key: str) -> None:
    for one in known:
        office = face.text(f"package_office_{one['partner']}")
        facts = {"number": one["number"], "office": office, "rows": one["rows"] or 0, "day": one["made_at"][:10]}
        face.say(f"package_known_{one['direction']}", **facts, answers=one["answers"])
    if not known:
        face.say("package_none")
    face.say("package_own_key", key=key)


def _opener(face: Face, identity: Path | None, passphrase: bool, own: Any = None) -> "Opener":
    from cakupan_app.store.keys import load_key
    from cakupan_app.store.sealed import Opener

    if passphrase:
        return Opener(words=_words(face, twice=False))
    if identity is None and own is None:
        raise Refused("package_needs_key")
    return Opener((load_key(identity) if identity else own,))


def _words(face: Face, *, twice: bool) -> str:
    """The passphrase: never an argument, which every program of the machine can read."""
    told = os.environ.get("CAKUPAN_PASSPHRASE", "")
    if told:
        return told
    if not sys.stdin.isatty():
        told = sys.stdin.readline().rstrip("\r\n")
        if not told:
            raise Refused("passphrase_missing")
        return told
    return str(typer.prompt(face.text("passphrase_asked"), hide_input=True, confirmation_prompt=twice, err=True))


def _needed(option: str, value: str) -> str:
    if not value.strip():
        raise Refused("option_missing", option=option)
    return value


def _path(option: str, value: Path | None) -> Path:
    if value is None:
        raise Refused("option_missing", option=option)
    return value


COMMANDS = {"package": package}
