"""What is answered from published figures: coverage and gap, from the snapshot in force or as known on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.attribution import AttributionChange, attribution_change, cells_by
from cakupan.coverage.definition import ELSEWHERE, Attribution, Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.known import Known, known_about, months_of_its_own
from cakupan.coverage.public_tables import public_question
from cakupan.coverage.suppression import hide_small
from cakupan.targets.gap import Gap, gap_of
from cakupan.targets.pace import Pace, base_month, pace_of
from cakupan.targets.target import Target, denominators_named, targets_about, targets_for
from cakupan_app.work.disclose import hiding_in
from cakupan_app.work.linkage_error import linkage_error_by
from cakupan_app.work.view import Progress, View, received_later, view

__all__ = [
    "CoverageQuestion",
    "GapQuestion",
    "Progress",
    "View",
    "coverage",
    "coverage_by_month",
    "gap",
    "known_of",
    "months_told",
    "view",
]

_REMEMBERED = 6  # of a regency by village one takes some MB


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """What is asked about coverage: of an area in a month, told apart how, against what, counted by what, and on
    what evidence (the strongest, unless one is named)."""

    area: str
    month: Month
    by: tuple[str, ...] = ()
    denominator: str | None = None
    attribution: Attribution | None = None
    evidence: Evidence | None = None
    public: bool = False


def coverage(view: View, question: CoverageQuestion) -> Coverage:
    """The coverage of an area in a month, with its definition and what is missing; small counts hidden if `public`."""
    if question.public:
        _check_public(view, question)
    known = known_of(view, question.area, [question.month], question.by, question.attribution)
    targets = targets_for(targets_about(view.targets, view.engine, question.area), question.area, question.month)
    answer = _with_what_came_later(view, _coverage(view, known, question, question.month, targets))
    answer = _with_linkage_error(view, answer)
    if known.attribution and answer.total.members is not None:
        answer = replace(answer, attributed=_attributed(view, question, known.attribution))
    return hide_small(answer, hiding_in(view, question.area)) if question.public else answer


def _with_linkage_error(view: View, answer: Coverage) -> Coverage:
    """The answer; where it rests on linked persons with how often their links are wrong, as far as it was known."""
    if answer.definition.evidence is not Evidence.LINKED:
        return answer
    as_of_now = view.in_force and view.now is None
    found = linkage_error_by(None if as_of_now else view.known_on)
    return replace(answer, definition=replace(answer.definition, linkage_error=found))


def _check_public(view: View, question: CoverageQuestion) -> None:
    public_question(question.area, question.by, question.evidence, question.attribution)
    if not view.in_force:
        # What an older vintage hid or showed otherwise gives away, taken off today's, what either hides.
        raise Refused("public_vintage_superseded", area=question.area)


def known_of(
    view: View, area: str, months: Sequence[Month], by: Sequence[str], attribution: Attribution | None = None
) -> Known:
    """What the view knows about an area; by place of issue of the NIK or of work where that is asked for and known.

    A view that answers many questions remembers it, of the area as a whole for all months: a page puts several
    questions about one area, and its trend goes through all of them.
    """
    if view.remembered is None:
        return _known_of(view, area, months, by, attribution)
    key = (area, tuple(by), attribution)
    known, of = view.remembered.pop(key, (None, frozenset()))
    if known is None or not of.issuperset(months):
        of = frozenset(months).union(() if by else months_told(view, area))
        known = _known_of(view, area, sorted(of), by, attribution)
    view.remembered[key] = known, of
    if len(view.remembered) > _REMEMBERED:
        del view.remembered[next(iter(view.remembered))]
    return known


def _known_of(
    view: View, area: str, months: Sequence[Month], by: Sequence[str], attribution: Attribution | None
) -> Known:
    cube, asked = view.cube, None
    if attribution in ELSEWHERE and view.has("crossed"):
        asked = attribution
        cube = view.engine.keep(cells_by(view.table("crossed"), cube, attribution))
    return known_about(cube, view.denominators, view.engine, area, months, view.findings, by=by, attribution=asked)


def _with_what_came_later(view: View, answer: Coverage) -> Coverage:
    """The answer; where by its day nothing was known of the month, with the day on which something came."""
    if answer.total.members is not None or view.in_force:
        return answer
    area, month = answer.definition.area, answer.definition.month
    later = received_later(view, area, month)
    facts: dict[str, Fact] = {"area": area, "month": str(month), "known_on": view.known_on}
    if later is not None:
        found = Finding("figures_came_later", {**facts, "later": later}, "info")
    elif view.now is not None and month in months_told(view.now(), area):
        found = Finding("figures_came_later_some_day", facts, "info")  # a file of many months, or of no month named
    else:
        return answer
    return replace(answer, findings=(*answer.findings, found))


def _attributed(view: View, question: CoverageQuestion, attribution: Attribution) -> AttributionChange:
    crossed = view.table("crossed")
    return attribution_change(crossed, view.cube, view.engine, question.area, question.month, attribution)


def months_told(view: View, area: str) -> tuple[Month, ...]:
    """The months that the area has figures of its own for, earliest first."""
    return months_of_its_own(view.cube, view.engine, area)


def coverage_by_month(
    view: View, area: str, months: Sequence[Month], denominator: str | None = None
) -> Mapping[Month, Coverage]:
    """The coverage of an area in each of `months`, from one look at the tables."""
    known = known_of(view, area, months, ())
    every = targets_about(view.targets, view.engine, area)
    return {
        month: _coverage(
            view,
            known,
            CoverageQuestion(area, month, denominator=denominator),
            month,
            targets_for(every, area, month),
        )
        for month in months
    }


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """What is asked about the gap: of an area in a month, to one target or to all, with the pace since when, and on
    what evidence (the strongest, unless one is named)."""

    area: str
    month: Month
    target: str | None = None
    since: Month | None = None
    denominator: str | None = None
    evidence: Evidence | None = None


def gap(view: View, question: GapQuestion) -> tuple[Gap, Pace | Missing]:
    """The gap in its three readings: the uncovered, to each target, and the pace since a month."""
    since = base_month(question.month, question.since)
    months = [question.month, since]
    known = known_of(view, question.area, months, ())
    every = targets_about(view.targets, view.engine, question.area)
    targets = targets_for(every, question.area, question.month, question.target)
    asked = CoverageQuestion(
        question.area, question.month, denominator=question.denominator, evidence=question.evidence
    )
    now, then = (_coverage(view, known, asked, month, targets) for month in (question.month, since))
    now = _with_linkage_error(view, _with_what_came_later(view, now))
    # who names the evidence wants the pace by it too, and not by another that both months share
    told = (
        (now, then)
        if question.evidence is None
        else (replace(now, other_evidence=()), replace(then, other_evidence=()))
    )
    return gap_of(now, targets, known), pace_of(*told)


def _coverage(
    view: View, known: Known, question: CoverageQuestion, month: Month, targets: Sequence[Target]
) -> Coverage:
    return coverage_by(
        known,
        question.area,
        month,
        by=question.by,
        denominator=question.denominator,
        named_by_targets=denominators_named(targets),
        attribution=question.attribution,
        evidence=question.evidence,
        known_on=view.known_on,
        snapshot=view.snapshot_name,
    )
