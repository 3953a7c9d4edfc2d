"""Which figures a workspace has of an area and month, as kinds of claims, each by every definition it is told by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.definition import FigureDefinition
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.membership.sponsors import sponsors
from cakupan.statements.against import KnownFigure, Way
from cakupan.statements.readings import Kind
from cakupan.targets.gap import Gap, TargetGap
from cakupan.workforce.denominator import Denominator


@dataclass(frozen=True, slots=True)
class Answers:
    """What a workspace answers of one area and month.

    `elsewhere`: the same counted by the NIK or by place of work; `vintages`: the area's denominators of every vintage;
    `then` the coverage of other months.
    """

    gap: Gap
    segments: Coverage | None = None
    payers: Coverage | None = None
    elsewhere: tuple[Coverage, ...] = ()
    vintages: tuple[Denominator, ...] = ()
    then: Mapping[Month, Coverage] = field(default_factory=dict)


def figures_of(answers: Answers) -> tuple[KnownFigure, ...]:
    """Every figure that a text might print of the area and month; those by the usual definition first."""
    found = (
        *_members(answers),
        *_rates(answers),
        *potentials_of(answers.gap.coverage, answers.vintages),
        *_of_segments(answers.segments),
        *_sponsored(answers.payers),
        *_targets(answers.gap),
        *_gaps(answers.gap),
        *_growth(answers),
        *_other_months(answers),
    )
    return tuple(sorted(found, key=lambda one: one.way != "usual"))


def targets_of(gap: Gap) -> tuple[KnownFigure, ...]:
    """The targets of an area, of whose members nothing need be known."""
    return tuple(_targets(gap))


def potentials_of(coverage: Coverage, vintages: tuple[Denominator, ...]) -> tuple[KnownFigure, ...]:
    """The denominators of an area, of whose members nothing need be known."""
    return tuple(_potentials(coverage, _every(coverage, vintages)))


def _people(
    told: FigureDefinition,
    kind: Kind,
    code: str,
    value: int,
    way: Way = "usual",
    facts: Mapping[str, Fact] | None = None,
) -> KnownFigure:
    about: dict[str, Fact] = {"month": str(told.month), "evidence": told.evidence.value if told.evidence else None}
    return KnownFigure(
        kind,
        "people",
        told.area,
        str(told.month),
        Fraction(value),
        code,
        {**about, **(facts or {})},
        told.sources,
        way=way,
        definition=told,
    )


def _each_evidence(answer: Coverage) -> Iterator[tuple[FigureDefinition, CoverageFigure, bool]]:
    """The total by each kind of evidence, with its definition and whether it is the usual one."""
    yield answer.definition, answer.total, True
    for other in (*answer.other_evidence, *answer.partial_evidence):
        yield other.definition, other.figure, False


def _members(answers: Answers) -> Iterator[KnownFigure]:
    for told, figure, usual in _each_evidence(answers.gap.coverage):
        if figure.members is None:
            continue
        way: Way = "usual" if usual else "definition"
        yield _people(told, "covered_workers", "known_members", figure.members, way)
        if figure.memberships not in (None, figure.members):
            yield _people(told, "covered_workers", "known_memberships", figure.memberships or 0, "definition")
    for answer in answers.elsewhere:
        if answer.total.members is not None:
            by = answer.definition.attribution.value
            code = f"known_members_by_{by}"
            yield _people(answer.definition, "covered_workers", code, answer.total.members, "definition")


def _rates(answers: Answers) -> Iterator[KnownFigure]:
    coverage = answers.gap.coverage
    every = _every(coverage, answers.vintages)
    for told, figure, usual in _each_evidence(coverage):
        for one in every:
            usually = usual and one == told.denominator
            yield from _rate(told, figure, one, "known_rate", "usual" if usually else "definition")
    for answer in answers.elsewhere:
        for one in every:
            code = f"known_rate_by_{answer.definition.attribution.value}"
            yield from _rate(answer.definition, answer.total, one, code, "definition")


def _every(coverage: Coverage, vintages: Sequence[Denominator]) -> Sequence[Denominator]:
    """Every denominator of everyone in the area: those of the month, then those of other vintages."""
    here = [one for one in (coverage.definition.denominator, *(one.denominator for one in coverage.beside)) if one]
    known = {(one.name, one.vintage) for one in here}
    return [*here, *(one for one in vintages if (one.name, one.vintage) not in known)]


def _rate(
    told: FigureDefinition, figure: CoverageFigure, one: Denominator, code: str, way: Way
) -> Iterator[KnownFigure]:
    if figure.members is None or not one.value or not figure.comparable:
        return
    share = Fraction(100 * figure.members, one.value)
    low = Fraction(100 * figure.members, one.estimate.high) if one.estimate and one.estimate.high else None
    high = Fraction(100 * figure.members, one.estimate.low) if one.estimate and one.estimate.low else None
    facts: dict[str, Fact] = {
        "month": str(told.month),
        "evidence": told.evidence.value if told.evidence else None,
        "denominator": one.name,
        "vintage": one.vintage,
        "members": figure.members,
        "potential": one.value,
    }
    sources = tuple(dict.fromkeys((*told.sources, *([one.source] if one.source else []))))
    yield KnownFigure(
        "coverage_rate", "percent", told.area, str(told.month), share, code, facts, sources,
        way=way, low=low, high=high, definition=told,
    )  # fmt: skip


def _potentials(coverage: Coverage, every: Sequence[Denominator]) -> Iterator[KnownFigure]:
    for one in every:
        usual = one == coverage.definition.denominator
        yield _potential(coverage, one, one.value, "usual" if usual else "definition")
        if one.override and one.override.published is not None:
            yield _potential(coverage, one, one.override.published, "definition")


def _potential(coverage: Coverage, one: Denominator, value: int, way: Way) -> KnownFigure:
    facts: dict[str, Fact] = {"denominator": one.name, "vintage": one.vintage}
    low, high = (Fraction(one.estimate.low), Fraction(one.estimate.high)) if one.estimate else (None, None)
    return KnownFigure(
        "potential_workers", "people", coverage.definition.area, one.vintage, Fraction(value), "known_potential",
        facts, (one.source,) if one.source else (), way=way, low=low, high=high,
    )  # fmt: skip


def _of_segments(answer: Coverage | None) -> Iterator[KnownFigure]:
    for row in answer.rows if answer else ():
        segment = (row.dims or {}).get("segment")
        if answer is None or segment is None or row.members is None:
            continue
        told = answer.definition
        facts: dict[str, Fact] = {"month": str(told.month), "segment": segment}
        sources = answer.row_sources or told.sources
        yield KnownFigure(
            "covered_workers", "people", told.area, str(told.month), Fraction(row.members), "known_segment",
            facts, sources, segment, definition=told,
        )  # fmt: skip


def _sponsored(answer: Coverage | None) -> Iterator[KnownFigure]:
    """Members whom somebody else pays for; nothing where of some it is not known who pays."""
    if answer is None or any(row.unplaced and row.members for row in answer.rows):
        return
    paid = [row.members for row in answer.rows if (row.dims or {}).get("payer") in sponsors()]
    if paid and all(one is not None for one in paid):
        total = sum(one for one in paid if one is not None)
        yield _people(answer.definition, "sponsored_workers", "known_sponsored", total)


def _targets(gap: Gap) -> Iterator[KnownFigure]:
    for one in gap.targets:
        target = one.target
        area, year = gap.coverage.definition.area, str(target.year)
        facts: dict[str, Fact] = {"target": target.id, "year": year, "set_by": target.set_by}
        sources = tuple(dict.fromkeys(told for told in (target.set_by, target.source) if told))
        yield KnownFigure("target_rate", "percent", area, year, Fraction(target.rate), "known_target", facts, sources)
        if one.denominator is not None and one.denominator.value:
            wanted = Fraction(ceil(target.share * one.denominator.value))
            yield KnownFigure(
                "target_workers", "people", area, year, wanted, "known_target_count",
                {**facts, "denominator": one.denominator.name}, sources,
            )  # fmt: skip


def _gaps(gap: Gap) -> Iterator[KnownFigure]:
    told = gap.coverage.definition
    if gap.uncovered is not None:
        yield _people(told, "gap_workers", "known_uncovered", gap.uncovered)
    for one in gap.targets:
        if one.needed is not None:
            found = _people(told, "gap_workers", "known_needed", one.needed, facts=_target_facts(one))
            yield replace(found, low=_before_rounding(gap, one), high=Fraction(one.needed))
    rate = gap.coverage.total.ratio
    if rate is None:
        return
    for one in gap.targets:
        points = Fraction(one.target.rate) - 100 * rate.share
        if points > 0 and not one.own_denominator:
            facts: dict[str, Fact] = {"month": str(told.month), **_target_facts(one)}
            yield KnownFigure(
                "gap_workers", "percent", told.area, str(told.month), points, "known_points", facts, told.sources,
                definition=told,
            )  # fmt: skip


def _before_rounding(gap: Gap, one: TargetGap) -> Fraction:
    """What is needed before it is rounded up to a whole person: the press often rounds it down."""
    members, whole = gap.coverage.total.members or 0, one.denominator.value if one.denominator else 0
    return max(Fraction(0), one.target.share * whole - members)


def _target_facts(one: TargetGap) -> Mapping[str, Fact]:
    return {"target": one.target.id, "set_by": one.target.set_by, "year": str(one.target.year)}


def _growth(answers: Answers) -> Iterator[KnownFigure]:
    """Growth since the last December, and since every other month that is known."""
    now = answers.gap.coverage
    for month, then in answers.then.items():
        if month - now.definition.month >= 0 or then.total.members is None or now.total.members is None:
            continue
        since: dict[str, Fact] = {"since": str(month)}
        grown = now.total.members - then.total.members
        if grown > 0:
            yield _people(now.definition, "growth", "known_growth", grown, facts=since)
        if now.total.ratio and then.total.ratio and now.total.ratio.share > then.total.ratio.share:
            points = 100 * (now.total.ratio.share - then.total.ratio.share)
            facts: dict[str, Fact] = {"month": str(now.definition.month), **since}
            yield KnownFigure(
                "growth", "percent", now.definition.area, str(now.definition.month), points, "known_growth_points",
                facts, now.definition.sources, definition=now.definition,
            )  # fmt: skip


def _other_months(answers: Answers) -> Iterator[KnownFigure]:
    """Members and rate of other months: an old figure under a new month is a fault that is often met."""
    for month, then in answers.then.items():
        told = then.definition
        if month == answers.gap.coverage.definition.month or then.total.members is None:
            continue
        yield _people(told, "covered_workers", "known_members", then.total.members, "time")
        if told.denominator is not None:
            yield from _rate(told, then.total, told.denominator, "known_rate", "time")
