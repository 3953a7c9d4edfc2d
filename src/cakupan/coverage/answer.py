"""What is answered to "how far is this area covered": the figure, its definition, its parts, and what is not known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.attribution import placed_no_nearer
from cakupan.coverage.breakdown import (
    Breakdown,
    figures_between,
    overrides_of,
    placed_members,
    rows_by,
    unplaced,
    with_potential,
)
from cakupan.coverage.cells import Known
from cakupan.coverage.cube import COUNTED
from cakupan.coverage.definition import (
    OF_PEOPLE,
    STRONGEST_FIRST,
    Attribution,
    Evidence,
    FigureDefinition,
    Measure,
    active_rule_of,
    counting_of,
)
from cakupan.coverage.differs import recap_differs
from cakupan.coverage.estimated import about_estimates, weights_missing
from cakupan.coverage.figure import DIMENSIONS, Beside, Coverage, CoverageFigure, OtherEvidence
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.potential import Potentials, split_rule
from cakupan.coverage.total import FROM_AREAS, Total, segments_of, total_of
from cakupan.regions.levels import REGENCY
from cakupan.workforce.choose import Choice, choose_denominator
from cakupan.workforce.denominator import Denominator
from cakupan.workforce.rules import UnknownRule

_MAIN_SEGMENTS = ("PU", "BPU", "Jakon")  # a total without one of these leaves out workers that others count
_SAID_HERE = ("extract_seems_partial", "extract_seems_partial_month")  # told from the cells, for any area


def coverage_by(
    known: Known,
    area: str,
    month: Month,
    *,
    by: Sequence[str] = (),
    denominator: str | None = None,
    named_by_targets: Collection[str] = (),
    attribution: Attribution | None = None,
    evidence: Evidence | None = None,
    known_on: date | None = None,
    snapshot: str | None = None,
) -> Coverage:
    """The coverage of `area` in `month`, told apart by `by`. `known` is of this area and month (`known_about`).

    The strongest evidence that tells of the area speaks, unless one kind is asked for; what the other kinds say
    stands in `other_evidence`. What is not known is None and stands in `missing` with what to send; it is never zero.
    Below the level of a denominator its potential workers are estimates (`Potentials`), by the rule that `denominator`
    names behind an `@`, else by the preferred one. Raises `UnknownDenominator`, `UnknownRule`, and `Refused` for a
    dimension that there is none of.
    """
    _check_dimensions(by)
    found = total_of(known, area, month, evidence)
    asked, rule = split_rule(denominator, month)
    potentials = Potentials(known, month, rule)
    choice = choose_denominator(
        _denominators_of(potentials, area, asked), area, asked=asked, named_by_targets=named_by_targets
    )
    means = _definition(area, month, found, choice, known.attribution)
    definition = replace(means, known_on=known_on, snapshot=snapshot)
    whole = replace(_of_the_whole(known, definition, found, choice, attribution), by=tuple(by))
    told = _told_apart(known, whole, evidence, potentials) if by else whole
    return replace(
        told,
        missing=(*told.missing, *weights_missing(told, potentials)),
        findings=(*told.findings, *about_estimates(told, potentials), *placed_no_nearer(known, told)),
    )


def _of_the_whole(
    known: Known, told: FigureDefinition, found: Total | Missing, choice: Choice, attribution: Attribution | None
) -> Coverage:
    """The answer about the area as a whole, with what stands beside its figure and what is at odds with it."""
    area, month = told.area, told.month
    total = _figure(area, month, found, choice)
    others = tuple(_other_evidence(known, told, choice))
    seems_partial = known.seems_partial(area, month)
    partial = OF_PEOPLE if seems_partial else ()
    return Coverage(
        definition=told,
        total=total,
        beside=tuple(Beside(other, replace(total, potential=other.value).ratio) for other in choice.others),
        overrides=tuple(one for one in (choice.chosen, *choice.others) if one and one.override),
        other_evidence=tuple(one for one in others if one.definition.evidence not in partial),
        partial_evidence=tuple(one for one in others if one.definition.evidence in partial),
        missing=tuple(_missing(told, found, choice, attribution)),
        findings=(
            *seems_partial,
            *_findings_about(known, month, {area}),
            *_findings_of(known, total, found, choice),
        ),
    )


def _denominators_of(potentials: Potentials, area: str, asked: str | None) -> Sequence[Denominator]:
    """What the area was counted by itself; where it was not, or by none of that name, the estimates."""
    here = potentials.known.denominators.get((area, potentials.month), ())
    own = [one for one in here if one.segment is None]
    if own and asked in (None, *(one.id for one in own)):
        return own
    if asked is not None and potentials.rule is not None:
        _refuse_unusable(potentials, asked, area)
    estimated = [one for one in potentials.of_everyone(area) if one.id == asked or not own]
    return [*own, *(one for one in estimated if one not in own)]


def _refuse_unusable(potentials: Potentials, asked: str, area: str) -> None:
    usable = potentials.rules_for(asked, area)
    if usable and potentials.rule not in usable:
        rule = potentials.rule.id if potentials.rule else None
        known = tuple(one.id for one in usable)
        raise UnknownRule("allocation_rule_unusable", rule=rule, area=area, denominator=asked, known=known)


def _check_dimensions(by: Sequence[str]) -> None:
    for name in by:
        if name not in DIMENSIONS:
            raise Refused("dimension_unknown", dimension=name, known=DIMENSIONS)


def _figure(area: str, month: Month, found: Total | Missing, choice: Choice) -> CoverageFigure:
    return CoverageFigure(
        area,
        month,
        members=found.members if isinstance(found, Total) else None,
        potential=choice.chosen.value if choice.chosen else None,
        memberships=found.memberships if isinstance(found, Total) else None,
        estimated=choice.chosen is not None and choice.chosen.estimate is not None,
        estimate=choice.chosen.estimate if choice.chosen else None,
    )


def _definition(
    area: str, month: Month, found: Total | Missing, choice: Choice, attribution: Attribution | None
) -> FigureDefinition:
    total = found if isinstance(found, Total) else None
    evidence = total.evidence if total else None
    counting = counting_of(evidence)
    return FigureDefinition(
        area=area,
        month=month,
        active_rule=active_rule_of(evidence, month),
        attribution=attribution or counting.attribution,
        measure=total.measure if total else Measure.AS_REPORTED,
        basis=total.basis if total else "",
        segments=total.segments if total else (),
        sources=total.sources if total else (),
        evidence=evidence,
        denominator=choice.chosen,
        denominator_because=choice.because,
        linkage=counting.linkage,
        mixed=total.mixed if total else (),
    )


def _other_evidence(known: Known, told: FigureDefinition, choice: Choice) -> Iterable[OtherEvidence]:
    """What each other kind of evidence says of the total, strongest first; nothing where only one kind speaks."""
    for kind in STRONGEST_FIRST:
        found = total_of(known, told.area, told.month, kind)
        if kind is not told.evidence and isinstance(found, Total):
            definition = _definition(told.area, told.month, found, choice, known.attribution)
            as_known = replace(definition, known_on=told.known_on, snapshot=told.snapshot)
            yield OtherEvidence(as_known, _figure(told.area, told.month, found, choice))


def _missing(
    told: FigureDefinition, found: Total | Missing, choice: Choice, attribution: Attribution | None
) -> Sequence[Missing]:
    missing = [found] if isinstance(found, Missing) else []
    if choice.chosen is None:
        missing.append(Missing("denominator_missing", {"area": told.area, "month": str(told.month)}))
    elif not choice.chosen.value:
        missing.append(Missing("denominator_empty", {"area": told.area, "denominator": choice.chosen.id}))
    if attribution not in (None, told.attribution):
        missing.append(Missing(f"attribution_{attribution}_missing", {"area": told.area, "month": str(told.month)}))
    return missing


def _findings_about(known: Known, month: Month, areas: Collection[str]) -> Sequence[Finding]:
    """What is at odds about the areas that the answer shows; the areas in them have answers of their own."""
    told = (finding for finding in known.findings if finding.facts.get("month") == str(month))
    kept = [finding for finding in told if finding.facts["area"] in areas and finding.code not in _SAID_HERE]
    differing = (recap_differs(known, area, month) for area in sorted(areas))
    return [*kept, *(finding for finding in differing if finding)]


def _findings_of(known: Known, total: CoverageFigure, found: Total | Missing, choice: Choice) -> Sequence[Finding]:
    """What a reader must know of how this very figure was made."""
    if isinstance(found, Missing):
        return []
    place: dict[str, Fact] = {"area": total.area, "month": str(total.month)}
    findings = []
    counted = _segments_counted(known, total, found)
    left_out = tuple(name for name in _MAIN_SEGMENTS if name not in counted)
    if counted and left_out:
        facts = {**place, "counted": counted, "left_out": left_out}
        findings.append(Finding("segments_left_out", facts, "warning"))
    if found.mixed:
        # the finding says what each part rests on, so that nobody reads the sum as one of persons
        facts = {**place, "members": found.members, "evidence": tuple(kind.value for kind in found.mixed)}
        findings.append(Finding("areas_of_mixed_evidence", facts, "warning"))
    if not found.alike:
        findings.append(Finding("areas_counted_differently", place, "warning"))
    return [*findings, *_about_denominator(total, found, choice, place)]


def _segments_counted(known: Known, total: CoverageFigure, found: Total) -> tuple[str, ...]:
    """The segments a total is of; of people within a regency those of the regency: a village may have no builders."""
    area = str(total.area)
    if found.basis != COUNTED or len(area) <= REGENCY:
        return found.segments
    return segments_of(known.cells_of(area[:REGENCY], total.month, found.evidence), *found.told_by)


def _about_denominator(
    total: CoverageFigure, found: Total, choice: Choice, place: Mapping[str, Fact]
) -> Iterable[Finding]:
    chosen = choice.chosen
    if chosen is None:
        return
    named: dict[str, Fact] = {**place, "denominator": chosen.id}
    if found.basis == FROM_AREAS and found.members > chosen.value and not chosen.estimate:
        # the contradictions of the cube are about counts it holds; this sum over areas is made here
        facts = {**named, "vintage": chosen.vintage, "members": total.members, "potential": total.potential}
        yield Finding("members_above_potential", facts, "error")
    if int(chosen.vintage[:4]) > total.month.year:
        yield Finding("denominator_of_later_year", {**named, "vintage": chosen.vintage}, "warning")
    if choice.because == "latest":
        facts = {**named, "vintage": chosen.vintage, "others": tuple(other.id for other in choice.others)}
        yield Finding("denominator_chosen", facts, "warning")


def _told_apart(known: Known, answer: Coverage, evidence: Evidence | None, potentials: Potentials) -> Coverage:
    definition = answer.definition
    told = rows_by(known, definition.area, definition.month, answer.by, evidence)
    if isinstance(told, Missing):
        return replace(answer, missing=(*answer.missing, told))
    rows = with_potential(potentials, told.rows, answer.by, definition.denominator)
    rest = unplaced(answer.total, rows, answer.by) if told.of_the_total else None
    about_rows = _findings_about(known, definition.month, {str(row.area) for row in rows} - {definition.area})
    return replace(
        answer,
        definition=definition if definition.evidence else _resting_on(definition, told.evidence),
        rows=(*rows, rest) if rest else rows,
        row_sources=told.sources,
        between=figures_between(potentials, definition, rows),
        overrides=(*answer.overrides, *overrides_of(potentials, rows, definition.denominator)),
        findings=(*answer.findings, *about_rows, *_against_total(answer, told)),
    )


def _resting_on(definition: FigureDefinition, evidence: Evidence) -> FigureDefinition:
    """The definition of rows without a total."""
    return replace(definition, evidence=evidence, active_rule=active_rule_of(evidence, definition.month))


def _against_total(answer: Coverage, told: Breakdown) -> Sequence[Finding]:
    placed = placed_members(told.rows)
    if told.of_the_total:
        return _too_many(answer, placed)
    if answer.total.members is None:
        return []
    facts: dict[str, Fact] = {"area": answer.total.area, "month": str(answer.total.month), "by": answer.by}
    facts |= {"placed": placed, "sources": told.sources or None}
    facts |= {"members": answer.total.members, "total_sources": answer.definition.sources or None}
    return [Finding("breakdown_of_another_source", facts, "warning")]


def _too_many(answer: Coverage, placed: int) -> Sequence[Finding]:
    total = answer.total
    told = any((one.facts.get("area"), one.facts.get("parts")) == (total.area, placed) for one in answer.findings)
    if total.members is None or placed <= total.members or told:
        return []
    facts: dict[str, Fact] = {"area": total.area, "month": str(total.month), "by": answer.by}
    return [Finding("rows_exceed_total", {**facts, "placed": placed, "members": total.members}, "error")]
