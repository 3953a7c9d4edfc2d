"""The command that matches two lists of people: link."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.month import day_in_jakarta
from cakupan_app.cli.face import DONE, Face, answers, now

if TYPE_CHECKING:
    from cakupan.basics.ratio import Ratio
    from cakupan.identity.looked_at import LookedAt
    from cakupan_app.work.link import Linked


@answers
def link(
    listed: Annotated[Path, typer.Argument(metavar="LIST")],
    register: Annotated[Path, typer.Argument(metavar="REGISTER")],
    *,
    face: Face,
    out: Annotated[Path, typer.Option("--out")],
    dedupe: Annotated[bool, typer.Option("--dedupe")] = False,
    map_: Annotated[Path | None, typer.Option("--map")] = None,
    weights: Annotated[Path | None, typer.Option("--weights")] = None,
) -> int:
    from cakupan_app.work.link import Request
    from cakupan_app.work.link import link as linked

    with face.busy("link_reading_list") as update:
        found = linked(
            Request(listed, register, out, dedupe, map_, weights, lambda code: face.text(f"because_{code}")),
            on=day_in_jakarta(now()),
            update=lambda step: update(face.text(f"link_{step}")),
        )
    face.answer(_document(found, out, weights), lambda: _page(face, found, out, weights))
    return DONE


def _document(found: "Linked", out: Path, weights: Path | None) -> dict[str, Any]:
    persons = {} if found.persons is None else {"list_persons": found.persons}
    return {
        "out": out,
        **({"weights": weights} if weights else {}),
        "list_rows": found.list_rows,
        "register_rows": found.register_rows,
        "list_set_aside": found.list_set_aside,
        "register_set_aside": found.register_set_aside,
        **found.verdicts,
        **persons,
        "further": found.further,
        "passes": dict(found.passes),
        **({"looked_at": _looked_at(found.looked_at)} if found.looked_at else {}),
        "seconds": found.seconds,
    }


def _looked_at(told: "LookedAt") -> dict[str, Any]:
    blocks = [{"columns": one.columns, "pairs": one.pairs, "found": _share(one.found)} for one in told.blocks]
    return {"pairs": told.pairs, "found": _share(told.found), "blocks": blocks}


def _share(found: "Ratio | None") -> dict[str, Any] | None:
    return {"part": found.part, "whole": found.whole, "percent": found.percent()} if found else None


def _page(face: Face, found: "Linked", out: Path, weights: Path | None) -> None:
    face.say("link_found", **found.verdicts, list_rows=found.list_rows, register_rows=found.register_rows)
    if found.list_set_aside or found.register_set_aside:
        face.say("link_set_aside", listed=found.list_set_aside, register=found.register_set_aside)
    if found.persons is not None:
        face.say("link_persons", persons=found.persons, list_rows=found.list_rows)
    for code, count in sorted(found.passes.items(), key=lambda item: (-item[1], item[0])):
        face.say("link_pass", 2, because=face.text(f"because_{code}"), count=count)
    if found.looked_at:
        _say_looked_at(face, found.looked_at)
    face.say("link_written", path=str(out))
    if found.further:
        face.say("link_several", count=found.further)
    if weights:
        face.say("link_weights_written", path=str(weights))


def _say_looked_at(face: Face, told: "LookedAt") -> None:
    face.say("link_looked_at", pairs=told.pairs)
    if told.found:
        face.say("link_looked_at_found", 2, whole=told.found.whole, rate=told.found.percent())
    for one in told.blocks:
        columns = " + ".join(face.text(f"looked_at_{name}") for name in one.columns)
        if one.found:
            face.say("link_looked_at_by", 2, columns=columns, pairs=one.pairs, rate=one.found.percent())
        else:
            face.say("link_looked_at_by_nik", 2, columns=columns, pairs=one.pairs)


COMMANDS = {"link": link}
