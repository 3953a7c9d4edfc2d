"""The sentences of a coverage figure: the figure itself, what it means, and what its parts are called."""

from typing import TYPE_CHECKING, Any

from cakupan.coverage.breakdown import PLACES
from cakupan.coverage.definition import ELSEWHERE
from cakupan_app.look.documents import area_title, estimate_definition
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.coverage.figure import Coverage, CoverageFigure
    from cakupan.targets.target import Target
    from cakupan.workforce.denominator import Denominator


def headline_sentence(voice: Voice, answer: "Coverage") -> str | None:
    """The figure in one sentence; None where nothing is known of it."""
    total, definition = answer.total, answer.definition
    place = {"area": area_title(definition.area), "code": definition.area, "month": str(total.month)}
    if total.hidden:
        return voice.text("figure_hidden", **place)
    if total.ratio and total.estimate:
        return voice.text("figure_rate_estimated", **place, **_between(total), rate=total.ratio.percent())
    if total.ratio and definition.denominator:
        counts = {"members": total.members, "potential": total.potential}
        return voice.text("figure_rate", **place, **counts, rate=total.ratio.percent())
    if total.members is not None:
        return voice.text("figure_members", **place, members=total.members)
    return None


def target_named(target: "Target") -> str:
    """A target by who set it and for which year; by its id where nobody says who did."""
    return f"{target.set_by} {target.year}" if target.set_by else target.id


def meaning_sentences(voice: Voice, definition: "FigureDefinition") -> tuple[str, ...]:
    """What a figure means: on what evidence, counted how and by whom, and against what."""
    counted = definition.linkage is not None  # people counted one by one: by a rule of ours, not by a source
    told = voice.text("figure_meaning_counted" if counted else "figure_meaning", **_meaning(voice, definition))
    if not definition.denominator:
        return (told,)
    return told, voice.text("figure_against", **_against(voice, definition.denominator))


def _between(total: "CoverageFigure") -> dict[str, Any]:
    estimate, lowest, highest = total.estimate, total.lowest_ratio, total.highest_ratio
    return {
        "members": total.members,
        "potential": total.potential,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "lowest": lowest.percent() if lowest else None,
        "highest": highest.percent() if highest else None,
    }


def defined(voice: Voice, named: "Denominator") -> str:
    """What a denominator counts, in its source's words or, of an estimate, in ours."""
    if named.estimate:
        return estimate_definition(voice, named.estimate)
    return named.definition or voice.text("definition_unstated")


def _against(voice: Voice, named: "Denominator") -> dict[str, Any]:
    stated_by = (named.override.set_by or voice.text("stated_in_public")) if named.override else None
    weighed_by = named.estimate.listed.id if named.estimate else None
    return {
        "denominator": named.name,
        "definition": defined(voice, named),
        "origin": named.source or stated_by or weighed_by or voice.text("source_unnamed"),
        "vintage": named.vintage,
    }


def _meaning(voice: Voice, definition: "FigureDefinition") -> dict[str, Any]:
    return {
        "evidence": voice.text(f"evidence_{definition.evidence}"),
        "basis": voice.text(_basis(definition)),
        "rule": definition.active_rule,
        "sources": definition.sources or (voice.text("source_unnamed"),),
        "known_on": definition.known_on,
        "snapshot": _published(voice, definition),
    }


def _published(voice: Voice, definition: "FigureDefinition") -> str:
    named = definition.snapshot
    return voice.text("snapshot_named", snapshot=named) if named else voice.text("snapshot_none")


def _basis(definition: "FigureDefinition") -> str:
    named = f"basis_{definition.basis or 'reported'}"
    return f"{named}_{definition.attribution}" if definition.attribution in ELSEWHERE else named


def part_named(voice: Voice, name: str, value: str | None) -> str:
    """What one part of a breakdown is called; a place that is not known is no row of its own: the rest of the total."""
    if value is None:
        return voice.text("unplaced" if name in PLACES else "part_not_known")
    if name in ("payer", "sex", "occupation"):
        return voice.text(f"{name}_{value}")
    return area_title(value) if name in PLACES else value
