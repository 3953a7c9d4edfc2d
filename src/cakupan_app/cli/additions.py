"""How additionality is laid out: the JSON of CLI.md, and the same as a page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.cli.columns import Columns, print_columns
from cakupan_app.cli.face import Face
from cakupan_app.cli.figures import notes
from cakupan_app.look.documents import area_title, definition_document, worded

if TYPE_CHECKING:
    from cakupan.coverage.additionality import Additionality, Effect, Spent
    from cakupan.coverage.figure import Coverage

_IN_THE_HEADLINE = {"replaced": "replaced_leaver", "new": "new_to_protection"}
_COUNTS = ("persons", "months_paid", "rupiah", "months_unpaid")  # what was paid stands beside the months it was for


def additionality_document(face: Face, found: "Additionality") -> dict[str, Any]:
    """The JSON document of `additionality`: outcomes that add up to the sponsored, and the bridge to the growth.

    `rows` are the outcomes told apart by `by`; without it the same as `outcomes`. `rupiah` is null where no payment of
    the fund is known. `net_new` is what `change` calls so, of the fund, and the lines of the bridge it is made of.
    """
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
        "in_other_row": found.in_other_row,
        "net_new": {"persons": found.net_new, **found.net_new_steps} if found.bridge else None,
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
        "months_unpaid": one.months_unpaid,
        "rupiah": one.rupiah,
    }


def additionality_page(face: Face, found: "Additionality", document: dict[str, Any]) -> None:
    """The story in a few sentences, then what it is made of, and what to know of it."""
    if found.sponsored is not None:
        _tell(face, found)
        if found.sponsored:
            _table(face, found)
        if found.rows:
            _table_of_parts(face, found)
        _bridge(face, found)
        _tell_net_new(face, found)
        face.say("additionality_means")
    notes(document)


def _tell(face: Face, found: "Additionality") -> None:
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
        if found.in_other_row:
            rows = found.sponsored - found.in_other_row
            face.say("additionality_in_other_row", 2, until=months["until"], count=found.in_other_row, rows=rows)
    growth, new, leaver = (found.step(name) or 0 for name in ("growth", "new_to_protection", "leaver_not_replaced"))
    parts = {"new": new, "leaver": leaver, "others": growth - new - leaver, "growth": growth}
    face.say("additionality_growth", **months, **parts)
    _tell_money(face, found)


def _tell_money(face: Face, found: "Additionality") -> None:
    if any(one.rupiah is not None for one in found.effects) and found.sponsored:
        cost = {name: sum(getattr(one, name) or 0 for one in found.effects) for name in ("rupiah", "months_paid")}
        face.say("additionality_money", **cost, rupiah_new=_sum(found, "new_to_protection", "rupiah"))
        _tell_unpaid(face, sum(one.months_unpaid for one in found.effects))
    for name, told in (("no_more", found.no_more), ("double", found.doubled)):
        if told and (told.months or told.months_paid):
            priced = told.rupiah is not None
            face.say(f"additionality_{name}" + ("" if priced else "_unpriced"), **asdict(told))
            _tell_unpaid(face, told.months_unpaid if priced else 0)


def _tell_unpaid(face: Face, months: int) -> None:
    if months:
        face.say("additionality_unpaid", 2, months=months)


def _tell_net_new(face: Face, found: "Additionality") -> None:
    """What `change` calls net new, from the lines of the bridge, so that the two need not be puzzled out."""
    parts = found.net_new_steps.items()
    told = tuple(face.text(f"additionality_net_{name}", count=count) for name, count in parts if count)
    face.say(
        "additionality_net_new" if found.of_all_sponsors else "additionality_net_new_of_fund",
        net=found.net_new,
        told=told,
    )


def _sum(found: "Additionality", outcome: str, name: str) -> int:
    return sum(getattr(one, name) or 0 for one in found.effects if one.outcome == outcome)


def _payers(face: Face, found: "Additionality") -> str:
    if found.of_all_sponsors:
        return face.text("sponsors_all")
    return face.shown(tuple(face.text(f"payer_{payer}") for payer in found.asked.payers), "list")


def _table(face: Face, found: "Additionality") -> None:
    """A line for each outcome, under it one for each reason that anybody has, and what they add up to."""
    rows = []
    for outcome in dict.fromkeys(one.outcome for one in found.effects):
        own = [one for one in found.effects if one.outcome == outcome]
        told = [(face.text(f"additionality_because_{one.because}"), one) for one in own if one.persons]
        name = face.text(f"additionality_outcome_{outcome}") + (f": {told[0][0]}" if len(told) == 1 else "")
        rows.append((name, *_counts(face, own)))
        rows += [("  " + because, *_counts(face, [one])) for because, one in told if len(told) > 1]
    rows.append((face.text("additionality_step_sponsored"), *_counts(face, found.effects)))
    print_columns(Columns([_heading(face, "outcome")], [_heading(face, name) for name in _COUNTS], rows))


def _counts(face: Face, effects: "Iterable[Effect]") -> tuple[str, ...]:
    told = list(effects)
    known = {name: [getattr(one, name) for one in told] for name in _COUNTS}
    return tuple(face.shown(None if None in many else sum(many), "n") for many in known.values())


def _table_of_parts(face: Face, found: "Additionality") -> None:
    """One line for each part: its people by outcome, their months and what was paid."""
    outcomes = tuple(dict.fromkeys(one.outcome for one in found.effects))
    parts: dict[tuple[str | None, ...], Counter[str]] = {}
    for one in found.rows:
        sums = parts.setdefault(tuple(one.dims.values()), Counter())
        months = {"months_paid": one.months_paid, "months_unpaid": one.months_unpaid}
        sums.update({one.outcome: one.persons, **months, "rupiah": one.rupiah or 0})
    known = any(one.rupiah is not None for one in found.rows)
    numbers = (*outcomes, *_COUNTS[1:])
    rows = []
    for dims, sums in parts.items():
        names = [_part(face, name, value) for name, value in zip(found.by, dims, strict=True)]
        cells = [face.shown(sums[name] if known or name != "rupiah" else None, "n") for name in numbers]
        rows.append((*names, *cells))
    names = [face.text(f"dimension_{name}") for name in found.by]
    print_columns(Columns(names, [_heading(face, name) for name in numbers], rows))


def _heading(face: Face, name: str) -> str:
    return face.text(f"additionality_column_{name}")


def _part(face: Face, name: str, value: str | None) -> str:
    if value is None:
        return face.text("unplaced" if name in ("village", "district") else "additionality_not_named")
    return area_title(value) if name in ("village", "district") else value


def _bridge(face: Face, found: "Additionality") -> None:
    rows = []
    for step in found.bridge:
        first = step.name == "sponsored"
        if step.persons or step.sum or first:
            name = ("" if first or step.sum else "  ") + face.text(f"additionality_step_{step.name}")
            rows.append((name, face.shown(step.persons, "n" if first else "signed")))
    print_columns(Columns([_heading(face, "step")], [_heading(face, "persons")], rows))
