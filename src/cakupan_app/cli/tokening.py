"""The command by which offices learn who is in several lists without showing them: tokens key, make, match, across."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.month import day_in_jakarta
from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import DONE, Face, answers, asked_day, now
from cakupan_app.cli.granting import ExpiresOption, PurposeOption

if TYPE_CHECKING:
    from cakupan_app.work.token_across import Across
    from cakupan_app.work.tokens import About, Met

_ACTIONS = {"kunci": "key", "buat": "make", "cocokkan": "match", "lintas": "across"}
_FILES = {"key": (), "make": ("LIST",), "match": ("MINE", "THEIRS")}


@answers
def tokens(
    action: Annotated[str, typer.Argument(metavar="key|make|match|across")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE")] = None,
    *,
    face: Face,
    out: Annotated[Path, typer.Option("--out")],
    key: Annotated[Path | None, typer.Option("--key")] = None,
    map_: Annotated[Path | None, typer.Option("--map")] = None,
    purpose: PurposeOption = "",
    expires: ExpiresOption = None,
) -> int:
    what = _ACTIONS.get(action.casefold(), action.casefold())
    if what == "across":
        return _across(face, files or [], out)
    if what not in _FILES:
        raise Refused("tokens_action_unknown", text=action)
    given = _as_many(what, files or [])
    if what == "key":
        return _key(face, out, purpose, expires)
    if what == "match":
        mine, theirs = given
        return _match(face, mine, theirs, out)
    if key is None:
        raise Refused("option_missing", option="--key")
    return _make(face, given[0], key, out, map_)


def _as_many(action: str, files: list[Path]) -> list[Path]:
    """The files, as many as the action takes; Refused where one is missing or would be passed over."""
    names = _FILES[action]
    if len(files) < len(names):
        raise Refused("option_missing", option=names[len(files)])
    if len(files) > len(names):
        raise Refused("tokens_files_too_many", action=action, count=len(names), given=len(files))
    return files


def _key(face: Face, out: Path, purpose: str, expires: str | None) -> int:
    from cakupan_app.work.token_keys import make_key

    if not purpose.strip():
        raise Refused("option_missing", option="--purpose")
    made = make_key(out, purpose=purpose, expires_on=asked_day(expires), today=day_in_jakarta(now()))
    told = {"fingerprint": made.fingerprint, "purpose": made.purpose, "expires_on": made.expires_on}
    facts: dict[str, Fact] = {"path": str(out), "key": made.fingerprint, "day": made.expires_on}
    face.answer({"out": out, **told}, lambda: face.say("tokens_key_made", **facts))
    return DONE


def _make(face: Face, listed: Path, key: Path, out: Path, headings: Path | None) -> int:
    from cakupan_app.work import tokens as work

    with face.busy("tokens_reading") as update:
        made = work.make(
            *(listed, key, out),
            headings=headings,
            today=day_in_jakarta(now()),
            update=lambda step, facts: update(face.text(step, **facts)),
        )
    set_aside = made.about.lines - made.about.rows
    document = {"out": out, **_about(made.about), "set_aside": set_aside, "tokens": dict(made.kinds)}
    document["leaks"] = [face.text(code) for code in LEAKS]

    def page() -> None:
        about = made.about
        facts: dict[str, Fact] = {"key": about.fingerprint, "purpose": about.purpose, "day": about.expires_on}
        face.say("tokens_made", rows=about.rows, path=str(out), set_aside=set_aside, **facts)
        for code in LEAKS:
            face.say(code, 2)

    face.answer(document, page)
    return DONE


def _match(face: Face, mine: Path, theirs: Path, out: Path) -> int:
    from cakupan_app.work import tokens as work

    with face.busy("tokens_matching") as update:
        met = work.match(
            mine,
            theirs,
            out,
            today=day_in_jakarta(now()),
            words=lambda code: face.text(f"because_{code}"),
            update=lambda step, facts: update(face.text(step, **facts)),
        )
    face.answer(_met(met, out), lambda: _tell_met(face, met, out))
    return DONE


def _about(about: "About") -> dict[str, Any]:
    return {
        "fingerprint": about.fingerprint,
        "purpose": about.purpose,
        "made_on": about.made_on,
        "expires_on": about.expires_on,
        "version": about.version,
        "lines": about.lines,
        "rows": about.rows,
    }


def _met(met: "Met", out: Path) -> dict[str, Any]:
    return {
        "out": out,
        "list_rows": met.mine.rows,
        "register_rows": met.theirs.rows,
        "list_set_aside": met.mine.lines - met.mine.rows,
        "register_set_aside": met.theirs.lines - met.theirs.rows,
        **met.matched.verdicts,
        "further": met.further,
        "passes": dict(met.matched.passes),
        "mine": _about(met.mine),
        "theirs": _about(met.theirs),
        "seconds": met.seconds,
    }


def _tell_met(face: Face, met: "Met", out: Path) -> None:
    face.say("link_found", **met.matched.verdicts, list_rows=met.mine.rows, register_rows=met.theirs.rows)
    for code, count in sorted(met.matched.passes.items(), key=lambda item: (-item[1], item[0])):
        face.say("link_pass", 2, because=face.text(f"because_{code}"), count=count)
    face.say("tokens_met", purpose=met.mine.purpose, day=met.mine.expires_on)
    face.say("link_written", path=str(out))
    if met.further:
        face.say("link_several", count=met.further)


def _across(face: Face, files: list[Path], out: Path) -> int:
    from cakupan_app.work import token_across as work

    with face.busy("tokens_across_reading") as update:
        found = work.across(
            *(files, out),
            today=day_in_jakarta(now()),
            update=lambda step, facts: update(face.text(step, **facts)),
        )
    face.answer(_found(found, out), lambda: _tell_found(face, found, out))
    return DONE


def _found(found: "Across", out: Path) -> dict[str, Any]:
    said = {name: {**_about(about), "in_several": found.rows[name]} for name, about in found.files.items()}
    return {"out": out, "niks": found.niks, "sole": found.sole, "files": said, "seconds": found.seconds}


def _tell_found(face: Face, found: "Across", out: Path) -> None:
    about = next(iter(found.files.values()))
    face.say("tokens_across_found", niks=found.niks, files=len(found.files), sole=found.sole)
    for name, rows in found.rows.items():
        face.say("tokens_across_file", 2, name=name, count=rows, rows=found.files[name].rows)
    if found.niks > found.sole:
        face.say("tokens_across_not_sole", count=found.niks - found.sole)
    face.say("tokens_across_met", purpose=about.purpose, day=about.expires_on)
    face.say("link_written", path=str(out))


LEAKS = ("tokens_leak_key", "tokens_leak_rows", "tokens_leak_common", "tokens_leak_both")
COMMANDS = {"tokens": tokens}
