"""Figures about coverage and gap as documents: the JSON of the command line (CLI.md) and of the API."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.look.linkage import linkage_document
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from decimal import Decimal

    from cakupan.basics.ratio import Ratio
    from cakupan.coverage.attribution import AttributionChange
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.coverage.figure import Coverage, CoverageFigure, OtherEvidence
    from cakupan.workforce.allocate import Estimate
    from cakupan.workforce.denominator import Denominator
    from cakupan_app.work.override import Signature


def coverage_document(
    voice: Voice, answer: "Coverage", signatures: "Mapping[str, Signature] | None" = None
) -> dict[str, Any]:
    """The JSON document of `coverage`: rows with their definition, what is missing, and what is at odds.

    `signatures`: who took in the files in which a government states counts of its own, and when, by their hash.
    """
    total = (answer.total,) if answer.total.members is not None or answer.total.hidden else ()
    means = {**definition_document(answer.definition, voice), **linkage_document(voice, answer.definition)}
    return {
        "definition": {**means, "allocation": allocations(voice, answer)},
        "evidence": answer.definition.evidence.value if answer.definition.evidence else None,
        "rows": [row(figure) for figure in (answer.rows if answer.by else total)],
        "row_sources": answer.row_sources,
        "total": row(answer.total),
        "beside": beside(answer, voice),
        "overrides": [override(one, signatures or {}) for one in answer.overrides],
        "other_evidence": others(answer),
        "attribution_change": attribution_document(answer.attributed) if answer.attributed else None,
        "missing": worded(voice, answer.missing),
        "findings": worded(voice, [*answer.findings, *(answer.attributed.findings if answer.attributed else ())]),
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


def beside(answer: "Coverage", voice: Voice) -> list[dict[str, Any]]:
    """The same members against the area's other denominators."""
    return [
        {"denominator": denominator(one.denominator, voice), "rate": one.ratio.percent() if one.ratio else None}
        for one in answer.beside
    ]


def others(answer: "Coverage") -> list[dict[str, Any]]:
    """What the other kinds of evidence say of the total, those of a part of the members last."""
    whole = [other_evidence(one) for one in answer.other_evidence]
    return [*whole, *(other_evidence(one, partial=True) for one in answer.partial_evidence)]


def row(figure: "CoverageFigure") -> dict[str, Any]:
    """One figure. `rate` is a decimal string of per cent, null where it is unknown or hidden.

    `estimate`: nobody counted its potential workers, who lie between `potential_low` and `potential_high`, and the rate
    between `rate_low` and `rate_high`.
    """
    estimate = figure.estimate
    return {
        "area": figure.area,
        "name": area_title(figure.area) if figure.area else None,
        "month": figure.month,
        **(figure.dims or {}),
        "members": figure.members,
        "memberships": figure.memberships,
        "potential": figure.potential,
        "rate": _rate(figure, figure.ratio),
        "estimate": figure.estimated,
        "rule": estimate.rule.id if estimate else None,
        "potential_low": estimate.low if estimate else None,
        "potential_high": estimate.high if estimate else None,
        "rate_low": _rate(figure, figure.lowest_ratio),
        "rate_high": _rate(figure, figure.highest_ratio),
        "other_rules": {one.rule.id: one.value for one in estimate.others} if estimate else {},
        "unplaced": figure.unplaced,
        "hidden": figure.hidden,
    }


def _rate(figure: "CoverageFigure", ratio: "Ratio | None") -> "Decimal | None":
    return ratio.percent() if ratio and not figure.hidden else None


def other_evidence(one: "OtherEvidence", *, partial: bool = False) -> dict[str, Any]:
    """What another kind of evidence says of the same area and month, and how it counts; `partial`: of some only."""
    return {
        "evidence": one.definition.evidence.value if one.definition.evidence else None,
        "members": one.figure.members,
        "memberships": one.figure.memberships,
        "rate": one.figure.ratio.percent() if one.figure.ratio else None,
        "estimate": one.figure.estimated,
        "partial": partial,
        "measure": one.definition.measure.value,
        "active_rule": one.definition.active_rule,
        "attribution": one.definition.attribution.value,
        "linkage": one.definition.linkage,
        "basis": one.definition.basis,
        "segments": one.definition.segments,
        "sources": one.definition.sources,
    }


def definition_document(definition: "FigureDefinition", voice: Voice | None = None) -> dict[str, Any]:
    """Everything without which the figure is not one (DESIGN.md, promise 1). `voice` words what an estimate is."""
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
        "denominator": denominator(definition.denominator, voice) if definition.denominator else None,
        "denominator_because": definition.denominator_because,
        "known_on": definition.known_on,
        "snapshot": int(definition.snapshot) if definition.snapshot else None,
    }


def denominator(one: "Denominator", voice: Voice | None = None) -> dict[str, Any]:
    """A denominator; of an estimate the definition says that it is one, and its id by which rule.

    `stated`: a government states it itself, by `set_by` (None for the public), where `published` was published.
    """
    estimate = one.estimate
    says = estimate_definition(voice, estimate) if estimate and voice else None
    return {
        "id": one.name,
        "area": one.area,
        "value": one.value,
        "definition": says if estimate else one.definition,
        "source": one.source,
        "vintage": one.vintage,
        "error": one.error,
        "published_on": one.published_on,
        "estimate": estimate is not None,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "stated": one.override is not None,
        "set_by": one.override.set_by if one.override else None,
        "published": one.override.published if one.override else None,
    }


def override(one: "Denominator", signatures: "Mapping[str, Signature]") -> dict[str, Any]:
    """A count that a government states itself: by whom, why, since when, taken in by whom, and what was published."""
    told = one.override
    signed = signatures.get(told.file or "") if told else None
    return {
        "denominator": one.id,
        "area": one.area,
        "segment": one.segment,
        "vintage": one.vintage,
        "value": one.value,
        "published": told.published if told else None,
        "set_by": told.set_by if told else None,
        "reason": told.reason if told else None,
        "file": told.file if told else None,
        "known_on": signed.known_on if signed else None,
        "accepted_by": signed.accepted_by if signed else None,
    }


def allocations(voice: Voice, answer: "Coverage") -> list[dict[str, Any]]:
    """How estimated potentials were come by: each rule with its weights and what was shared out by it, once."""
    found: dict[str, dict[str, Any]] = {}
    for figure in (answer.total, *answer.rows):
        if figure.estimate:
            says = estimate_definition(voice, figure.estimate)
            found.setdefault(says, _allocation(figure.estimate, says))
    return list(found.values())


def _allocation(estimate: "Estimate", says: str) -> dict[str, Any]:
    rule, listed, whole = estimate.rule, estimate.listed, estimate.whole
    return {
        "definition": says,
        "rule": rule.id,
        "version": rule.version,
        "level": rule.level,
        "spread": str(float(rule.spread)),
        "sure": rule.sure,
        "source": rule.source,
        "weights": {"kind": listed.kind, "id": listed.id, "vintage": listed.vintage, "source": listed.source},
        "from": {"id": whole.id, "area": whole.area, "value": whole.value, "vintage": whole.vintage},
    }


def estimate_definition(voice: Voice, estimate: "Estimate") -> str:
    """What an estimated potential is, in words: by which rule, and from what."""
    whole = estimate.whole
    rule = voice.text(f"rule_{estimate.rule.id}")
    return voice.text("estimate_definition", rule=rule, denominator=whole.id, area=whole.area, value=whole.value)


def worded(voice: Voice, things: Iterable[Any]) -> list[dict[str, Any]]:
    """Findings or missing parts, each with its sentence."""
    return [
        {
            "code": thing.code,
            **({"severity": thing.severity} if hasattr(thing, "severity") else {}),
            "message": voice.text(thing.code, **thing.facts),
        }
        for thing in things
    ]


def area_title(code: str) -> str:
    """The area's name as offices write it; its code where today's list does not have it."""
    try:
        return regions.area(code).title
    except Refused:
        return code
