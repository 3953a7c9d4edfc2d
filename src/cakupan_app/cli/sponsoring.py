"""The command that asks what the money of sponsors changed: additionality."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.asking import AreaOption, SnapshotOption, tell_newer
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_month,
    asked_view,
)
from cakupan_app.look.dimensions import dimensions_named

if TYPE_CHECKING:
    from rich.table import Table

    from cakupan.coverage.additionality import Additionality, Effect, Spent
    from cakupan.coverage.figure import Coverage

_NAME_AT_LEAST = 12  # as long as a contribution code
_IN_THE_HEADLINE = {"replaced": "replaced_leaver", "new": "new_to_protection"}


@answers
def additionality(
    *,
    face: Face,
    area: AreaOption,
    from_: Annotated[str, typer.Option("--from")],
    to: Annotated[str, typer.Option("--to")],
    fund: Annotated[str, typer.Option("--fund")] = "",
    by: Annotated[str, typer.Option("--by")] = "",
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.additionality import AdditionalityQuestion
    from cakupan_app.work.additionality import additionality as told

    question = AdditionalityQuestion(
        area=asked_area(area).code,
        base=asked_month(from_),
        until=asked_month(to),
        funds=_parts(fund),
        by=dimensions_named(by),
    )
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = told(view, question)
        tell_newer(face, view)
    document = additionality_document(face, found)
    face.answer(document, lambda: _page(face, found, document))
    return FALLS_SHORT if found.missing else DONE


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def additionality_document(face: Face, found: "Additionality") -> dict[str, Any]:
    """The JSON document of `additionality`: outcomes that add up to the sponsored, and the bridge to the growth.

    `rows` are the outcomes told apart by `by`; without it the same as `outcomes`. `rupiah` is null where no payment of
    the fund is known.
    """
    from cakupan_app.cli.documents import area_title, definition_document, worded

    outcomes = [_effect(one) for one in found.effects]
    return {
        "area": found.asked.area,
        "name": area_title(found.asked.area),
        "from": _figure(found.then),
        "to": _figure(found.now),
        "payers": found.asked.payers,
        "evidence": "linked",
        "definition": {
            "from": definition_document(found.then.definition),
            "to": definition_document(found.now.definition),
        },
        "sponsored": found.sponsored,
        "growth": found.growth,
        "outcomes": outcomes,
        "by": found.by,
        "rows": [_effect(one) for one in found.rows] if found.by else outcomes,
        "bridge": [{"step": step.name, "persons": step.persons, "sum": step.sum} for step in found.bridge],
        "double": _spent(found.doubled),
        "no_more_sponsored": _spent(found.no_more),
        "missing": worded(face, found.missing),
        "findings": worded(face, found.findings),
    }


def _spent(told: "Spent | None") -> dict[str, Any] | None:
    return asdict(told) if told else None


def _figure(figure: "Coverage") -> dict[str, Any]:
    return {"month": figure.total.month, "members": figure.total.members}


def _effect(one: "Effect") -> dict[str, Any]:
    return {
        **one.dims,
        "outcome": one.outcome,
        "because": one.because,
        "persons": one.persons,
        "months": one.months,
        "months_paid": one.months_paid,
        "rupiah": one.rupiah,
    }


def _page(face: Face, found: "Additionality", document: dict[str, Any]) -> None:
    """The story in a few sentences, then what it is made of, and what to know of it."""
    from cakupan_app.cli.figures import notes

    if found.sponsored is not None:
        _tell(face, found)
        if found.sponsored:
            _table(face, found.effects)
        if found.rows:
            _table_of_parts(face, found)
        _bridge(face, found)
        face.say("additionality_means")
    notes(document)


def _tell(face: Face, found: "Additionality") -> None:
    from cakupan_app.cli.changes import signed
    from cakupan_app.cli.documents import area_title

    facts: dict[str, Fact] = {
        "area": area_title(found.asked.area),
        "code": found.asked.area,
        "payers": _payers(face, found),
    }
    months: dict[str, Fact] = {"base": str(found.asked.base), "until": str(found.asked.until)}
    if not found.sponsored:
        face.say("additionality_nobody", **facts, until=months["until"])
    else:
        told: dict[str, Fact] = {"kept": found.persons("kept"), "covered": _sum(found, "already_covered", "persons")}
        told |= {name: _sum(found, outcome, "persons") for name, outcome in _IN_THE_HEADLINE.items()}
        face.say("additionality_headline", **facts, **months, sponsored=found.sponsored, **told)
        if found.persons("lapsed_self_payer"):
            face.say("additionality_lapsed_self_payers", 2, count=found.persons("lapsed_self_payer"))
    growth, new, leaver = (found.step(name) or 0 for name in ("growth", "new_to_protection", "leaver_not_replaced"))
    parts = {"new": new, "leaver": leaver, "others": growth - new - leaver, "growth": growth}
    face.say("additionality_growth", **months, **{name: signed(face, many) for name, many in parts.items()})
    _tell_money(face, found)


def _tell_money(face: Face, found: "Additionality") -> None:
    if any(one.rupiah is not None for one in found.effects) and found.sponsored:
        cost = {name: sum(getattr(one, name) or 0 for one in found.effects) for name in ("rupiah", "months")}
        face.say("additionality_money", **cost, rupiah_new=_sum(found, "new_to_protection", "rupiah"))
    if found.no_more and found.no_more.months:
        gone: dict[str, Fact] = {"months": found.no_more.months, "persons": found.no_more.persons}
        face.say("additionality_no_more", **gone, rupiah=found.no_more.rupiah)
    if found.doubled and found.doubled.months:
        counts: dict[str, Fact] = {"months": found.doubled.months, "persons": found.doubled.persons}
        if found.doubled.rupiah is None:
            face.say("additionality_double_unpriced", **counts)
        else:
            face.say("additionality_double", **counts, rupiah=found.doubled.rupiah)


def _sum(found: "Additionality", outcome: str, name: str) -> int:
    return sum(getattr(one, name) or 0 for one in found.effects if one.outcome == outcome)


def _payers(face: Face, found: "Additionality") -> str:
    from cakupan.membership.sponsors import sponsors

    if found.asked.payers == sponsors():
        return face.text("sponsors_all")
    return face.shown(tuple(face.text(f"payer_{payer}") for payer in found.asked.payers), "list")


def _table(face: Face, effects: Sequence["Effect"]) -> None:
    table = _columns(face, ("outcome", "because"), ("persons", "months", "rupiah"))
    before = ""
    for one in effects:
        outcome = face.text(f"additionality_outcome_{one.outcome}")
        counts = [face.shown(getattr(one, name), "n") for name in ("persons", "months", "rupiah")]
        told = face.text(f"additionality_because_{one.because}")
        table.add_row(outcome if outcome != before else "", told, *counts)
        before = outcome
    _print(table)


def _table_of_parts(face: Face, found: "Additionality") -> None:
    """One line for each part: its people by outcome, their months and what was paid."""
    outcomes = tuple(dict.fromkeys(one.outcome for one in found.effects))
    table = _columns(face, (), (*outcomes, "months_of_part", "rupiah"), found.by)
    parts: dict[tuple[str | None, ...], Counter[str]] = {}
    for one in found.rows:
        sums = parts.setdefault(tuple(one.dims.values()), Counter())
        sums.update({one.outcome: one.persons, "months": one.months, "rupiah": one.rupiah or 0})
    known = any(one.rupiah is not None for one in found.rows)
    for dims, sums in parts.items():
        names = [_part(face, name, value) for name, value in zip(found.by, dims, strict=True)]
        rupiah = face.shown(sums["rupiah"] if known else None, "n")
        table.add_row(*names, *(face.shown(sums[name], "n") for name in (*outcomes, "months")), rupiah)
    _print(table)


def _columns(face: Face, names: Sequence[str], numbers: Sequence[str], by: Sequence[str] = ()) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in by:
        table.add_column(face.text(f"dimension_{name}"), min_width=_NAME_AT_LEAST, overflow="fold")
    for name in names:
        table.add_column(face.text(f"additionality_column_{name}"))
    for name in numbers:
        # a name may be wrapped to the width of the page, a number never
        table.add_column(face.text(f"additionality_column_{name}"), justify="right", no_wrap=True)
    return table


def _print(table: "Table") -> None:
    from rich.console import Console

    Console().print(table)


def _part(face: Face, name: str, value: str | None) -> str:
    from cakupan_app.cli.documents import area_title

    if value is None:
        return face.text("unplaced")
    return area_title(value) if name in ("village", "district") else value


def _bridge(face: Face, found: "Additionality") -> None:
    from cakupan_app.cli.changes import signed

    table = _columns(face, ("step",), ("persons",))
    for step in found.bridge:
        first = step.name == "sponsored"
        if step.persons or step.sum or first:
            persons = face.shown(step.persons, "n") if first else signed(face, step.persons)
            table.add_row(("" if first or step.sum else "  ") + face.text(f"additionality_step_{step.name}"), persons)
    _print(table)


COMMANDS = {"additionality": additionality}
