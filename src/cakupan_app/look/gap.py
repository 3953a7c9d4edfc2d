"""The gap in its three readings as a document: the JSON of the command line (CLI.md) and of the API."""

from typing import TYPE_CHECKING, Any

from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.finding import Missing
    from cakupan.targets.gap import Gap, TargetGap
    from cakupan.targets.pace import Pace


def gap_document(voice: Voice, found: "Gap", pace: "Pace | Missing") -> dict[str, Any]:
    """The JSON document of `gap` (CLI.md): members, potential, the uncovered, each target, and the pace."""
    from cakupan.coverage.finding import Missing
    from cakupan_app.look.documents import beside, definition_document, others, worded
    from cakupan_app.look.linkage import linkage_document

    answer = found.coverage
    missing = [*answer.missing, *(one.missing for one in found.targets if one.missing)]
    findings = [*answer.findings, *found.findings]
    if isinstance(pace, Missing):
        missing.append(pace)
    else:
        findings += pace.findings
    return {
        "definition": definition_document(answer.definition, voice) | linkage_document(voice, answer.definition),
        "evidence": answer.definition.evidence.value if answer.definition.evidence else None,
        "area": answer.total.area,
        "month": answer.total.month,
        "members": answer.total.members,
        "potential": answer.total.potential,
        "rate": answer.total.ratio.percent() if answer.total.ratio else None,
        "uncovered": found.uncovered,
        "estimate": answer.total.estimated,
        "targets": [_target(voice, one) for one in found.targets],
        "pace": None if isinstance(pace, Missing) else _pace(pace),
        "beside": beside(answer, voice),
        "other_evidence": others(answer),
        "missing": worded(voice, missing),
        "findings": worded(voice, findings),
    }


def _target(voice: Voice, one: "TargetGap") -> dict[str, Any]:
    from cakupan_app.look.documents import denominator

    return {
        "id": one.target.id,
        "year": one.target.year,
        "rate": one.target.rate,
        "set_by": one.target.set_by,
        "set_for": one.target.set_for,
        "needed": one.needed,
        "per_month": one.per_month,
        "months_left": one.months_left,
        "denominator": denominator(one.denominator, voice) if one.denominator else None,
        "own_denominator": one.own_denominator,
    }


def _pace(pace: "Pace") -> dict[str, Any]:
    return {
        "since": pace.since,
        "months": pace.months,
        "per_month": pace.per_month,
        "members_then": pace.members_then,
        "members_now": pace.members_now,
        "growth": pace.growth,
    }
