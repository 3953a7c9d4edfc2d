"""How figures about coverage and gap are laid out: the JSON of CLI.md, and the same as a page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from cakupan import regions
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.definition import ELSEWHERE
from cakupan_app.cli.face import Face

if TYPE_CHECKING:
    from cakupan.coverage.attribution import AttributionChange
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.coverage.figure import Coverage, CoverageFigure, OtherEvidence
    from cakupan.workforce.denominator import Denominator

_FLOWS_SHOWN = 5


def coverage_document(face: Face, answer: "Coverage") -> dict[str, Any]:
    """The JSON document of `coverage`: rows with their definition, what is missing, and what is at odds."""
    figures = answer.rows if answer.by else (answer.total,)
    return {
        "definition": definition_document(answer.definition),
        "evidence": answer.definition.evidence.value if answer.definition.evidence else None,
        "rows": [row(figure) for figure in figures if figure.members is not None or figure.hidden],
        "row_sources": answer.row_sources,
        "total": row(answer.total),
        "beside": beside(answer),
        "other_evidence": others(answer),
        "attribution_change": attribution_document(answer.attributed) if answer.attributed else None,
        "missing": worded(face, answer.missing),
        "findings": worded(face, [*answer.findings, *(answer.attributed.findings if answer.attributed else ())]),
    }


def attribution_document(change: "AttributionChange") -> dict[str, Any]:
    """What is counted otherwise than by domicile: members - by_domicile = gained - lost."""
    return {
        "by": change.by.value,
        "members": change.members,
        "by_domicile": change.by_domicile,
        "both": change.both,
        "lost": [{"area": flow.other, "members": flow.members} for flow in change.lost],
        "gained": [{"area": flow.other, "members": flow.members} for flow in change.gained],
    }


def beside(answer: "Coverage") -> list[dict[str, Any]]:
    """The same members against the area's other denominators."""
    return [
        {"denominator": denominator(one.denominator), "rate": one.ratio.percent() if one.ratio else None}
        for one in answer.beside
    ]


def others(answer: "Coverage") -> list[dict[str, Any]]:
    """What the other kinds of evidence say of the total, those of a part of the members last."""
    whole = [other_evidence(one) for one in answer.other_evidence]
    return [*whole, *(other_evidence(one, partial=True) for one in answer.partial_evidence)]


def row(figure: "CoverageFigure") -> dict[str, Any]:
    """One figure. `rate` is a decimal string of per cent, null where it is unknown or hidden."""
    return {
        "area": figure.area,
        "name": area_title(figure.area) if figure.area else None,
        "month": figure.month,
        **(figure.dims or {}),
        "members": figure.members,
        "memberships": figure.memberships,
        "potential": figure.potential,
        "rate": figure.ratio.percent() if figure.ratio and not figure.hidden else None,
        "unplaced": figure.unplaced,
        "hidden": figure.hidden,
    }


def other_evidence(one: "OtherEvidence", *, partial: bool = False) -> dict[str, Any]:
    """What another kind of evidence says of the same area and month, and how it counts; `partial`: of some only."""
    return {
        "evidence": one.definition.evidence.value if one.definition.evidence else None,
        "members": one.figure.members,
        "memberships": one.figure.memberships,
        "rate": one.figure.ratio.percent() if one.figure.ratio else None,
        "partial": partial,
        "measure": one.definition.measure.value,
        "active_rule": one.definition.active_rule,
        "attribution": one.definition.attribution.value,
        "linkage": one.definition.linkage,
        "basis": one.definition.basis,
        "segments": one.definition.segments,
        "sources": one.definition.sources,
    }


def definition_document(definition: "FigureDefinition") -> dict[str, Any]:
    """Everything without which the figure is not one (DESIGN.md, promise 1)."""
    return {
        "area": definition.area,
        "area_name": area_title(definition.area),
        "month": definition.month,
        "active_rule": definition.active_rule,
        "attribution": definition.attribution.value,
        "measure": definition.measure.value,
        "linkage": definition.linkage,
        "mixed_evidence": [kind.value for kind in definition.mixed],
        "basis": definition.basis,
        "segments": definition.segments,
        "sources": definition.sources,
        "denominator": denominator(definition.denominator) if definition.denominator else None,
        "denominator_because": definition.denominator_because,
        "known_on": definition.known_on,
        "snapshot": int(definition.snapshot) if definition.snapshot else None,
    }


def denominator(one: "Denominator") -> dict[str, Any]:
    return {
        "id": one.id,
        "area": one.area,
        "value": one.value,
        "definition": one.definition,
        "source": one.source,
        "vintage": one.vintage,
        "error": one.error,
        "published_on": one.published_on,
    }


def worded(face: Face, things: Iterable[Any]) -> list[dict[str, Any]]:
    """Findings or missing parts, each with its sentence."""
    return [
        {
            "code": thing.code,
            **({"severity": thing.severity} if hasattr(thing, "severity") else {}),
            "message": face.text(thing.code, **thing.facts),
        }
        for thing in things
    ]


def area_title(code: str) -> str:
    """The area's name as offices write it; its code where today's list does not have it."""
    try:
        return regions.area(code).title
    except Refused:
        return code


def coverage_page(face: Face, answer: "Coverage", document: dict[str, Any]) -> None:
    """The figure first, then what it means, then its parts.

    A row of nobody whose only members count elsewhere, by a membership of theirs that speaks, stands in the JSON only.
    """
    headline(face, answer)
    of_persons = [entry for entry in document["rows"] if entry["members"] != 0 or not entry["memberships"]]
    if answer.by and of_persons:
        _table(face, answer, of_persons)
    tell_beside(face, answer)
    tell_other_evidence(face, answer)
    if answer.attributed:
        _tell_attribution(face, answer.attributed)
    notes(document)


def _tell_attribution(face: Face, change: "AttributionChange") -> None:
    """How the count differs from that by domicile, and between which areas."""
    by = face.text(f"by_{change.by}")
    face.say("attribution_changes", 2, by=by, members=change.members, domicile=change.by_domicile, both=change.both)
    for told, flows in (("attribution_lost", change.lost), ("attribution_gained", change.gained)):
        for flow in flows[:_FLOWS_SHOWN]:
            other = area_title(flow.other) if flow.other else face.text("area_not_known")
            face.say(told, 4, by=by, members=flow.members, other=other)
        rest = sum(flow.members for flow in flows[_FLOWS_SHOWN:])
        if rest:
            face.say(told, 4, by=by, members=rest, other=face.text("areas_other"))


def tell_other_evidence(face: Face, answer: "Coverage") -> None:
    """What the other kinds of evidence say, a sentence each."""
    for one in (*answer.other_evidence, *answer.partial_evidence):
        rate = one.figure.ratio.percent() if one.figure.ratio else None
        evidence = face.text(f"evidence_{one.definition.evidence}")
        face.say("figure_other_evidence", 2, evidence=evidence, members=one.figure.members, rate=rate)


def tell_beside(face: Face, answer: "Coverage") -> None:
    """The same members against the area's other denominators, a sentence each."""
    for one in answer.beside:
        if one.ratio:
            named = one.denominator
            facts: dict[str, Fact] = {"rate": one.ratio.percent(), "denominator": named.id, "value": named.value}
            definition = named.definition or face.text("definition_unstated")
            face.say("figure_beside", 2, **facts, definition=definition)


def headline(face: Face, answer: "Coverage", *, with_meaning: bool = True) -> None:
    """The figure in one sentence, and under it what it means."""
    total, definition = answer.total, answer.definition
    place = {"area": area_title(definition.area), "code": definition.area, "month": str(total.month)}
    if total.hidden:
        face.say("figure_hidden", **place)
    elif total.ratio and definition.denominator:
        counts = {"members": total.members, "potential": total.potential}
        face.say("figure_rate", **place, **counts, rate=total.ratio.percent())
    elif total.members is not None:
        face.say("figure_members", **place, members=total.members)
    if total.members is not None and with_meaning:
        tell_meaning(face, definition)


def tell_meaning(face: Face, definition: "FigureDefinition") -> None:
    """What a figure means: on what evidence, counted how and by whom, and against what."""
    counted = definition.linkage is not None  # people counted one by one: by a rule of ours, not by a source
    face.say("figure_meaning_counted" if counted else "figure_meaning", 2, **_meaning(face, definition))
    if definition.denominator:
        face.say("figure_against", 2, **_against(face, definition.denominator))


def _against(face: Face, named: "Denominator") -> dict[str, Any]:
    return {
        "denominator": named.id,
        "definition": named.definition or face.text("definition_unstated"),
        "origin": named.source or face.text("source_unnamed"),
        "vintage": named.vintage,
    }


def _meaning(face: Face, definition: "FigureDefinition") -> dict[str, Any]:
    return {
        "evidence": face.text(f"evidence_{definition.evidence}"),
        "basis": face.text(_basis(definition)),
        "rule": definition.active_rule,
        "sources": definition.sources or (face.text("source_unnamed"),),
        "known_on": definition.known_on,
        "snapshot": definition.snapshot or face.text("snapshot_none"),
    }


def _basis(definition: "FigureDefinition") -> str:
    named = f"basis_{definition.basis or 'reported'}"
    return f"{named}_{definition.attribution}" if definition.attribution in ELSEWHERE else named


def _table(face: Face, answer: "Coverage", rows: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in answer.by:
        table.add_column(face.text(f"dimension_{name}"))
    for name in ("column_members", "column_potential", "column_rate"):
        table.add_column(face.text(name), justify="right")
    for entry in rows:
        table.add_row(*(_part(face, entry, name) for name in answer.by), *_cells(face, entry))
    Console().print(table)


def _part(face: Face, entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if value is None:
        return face.text("unplaced")
    if name in ("payer", "sex"):
        return face.text(f"{name}_{value}")
    return area_title(value) if name in ("district", "village") else str(value)


def _cells(face: Face, entry: dict[str, Any]) -> tuple[str, str, str]:
    if entry["hidden"]:
        return face.text("hidden"), face.text("hidden"), face.text("hidden")
    return (
        face.shown(entry["members"], "n"),
        face.shown(entry["potential"], "n"),
        face.shown(entry["rate"], "pct"),
    )


def notes(document: dict[str, Any]) -> None:
    """What is missing and what is at odds, on stderr beside the figure."""
    for missing in document["missing"]:
        typer.echo(missing["message"], err=True)
    for finding in document["findings"]:
        mark = "[i]" if finding.get("severity") == "info" else "[!]"
        typer.echo(f"{mark} {finding['message']}", err=True)
