"""What is answered to "what drove the change": from published figures, and from the persons behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.change import (
    Change,
    change_of_people,
    change_untold,
    check_question,
    level_asked,
    shared_evidence,
)
from cakupan.coverage.definition import Attribution, Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.flows import flows_between, history_begins_late, sponsored_between
from cakupan.coverage.known import Known, known_about
from cakupan.regions.tree import LEVELS, level_of
from cakupan.targets.target import denominators_named, targets_about, targets_for
from cakupan_app.work.ask import View

_Told = TypeVar("_Told", Finding, Missing)
_FOLLOWED = ("episodes", "spells")  # the tables that persons are followed by


@dataclass(frozen=True, slots=True)
class ChangeQuestion:
    """What is asked about change: of an area between two months, told apart how, placed by what, against what."""

    area: str
    then: Month
    now: Month
    by: tuple[str, ...] = ()
    attribution: Attribution | None = None
    denominator: str | None = None


def change(view: View, question: ChangeQuestion) -> Change:
    """What drove the change of coverage, with the figures of both months as `coverage` gives them.

    Persons are followed where both figures count linked persons; else the two are compared on the strongest evidence
    that tells of both months, and what has to be sent stands in `missing`.
    """
    check_question(question.by, question.then, question.now)
    then, now = _figures(view, question)
    too_fine = tuple(
        Missing(f"no_{level}_within", {"area": question.area, "month": str(question.now)})
        for level in level_asked(question.by)
        if LEVELS.index(level_of(question.area)) >= LEVELS.index(level)
    )
    asked = replace(question, by=()) if too_fine else question
    lacking = _lacking(view, question, then, now)
    found = change_untold(then, now, asked.by, lacking) if lacking else _followed(view, asked, then, now)
    also = [one for answer in (then, now) for one in answer.missing]
    return replace(
        found,
        missing=_once((*found.missing, *too_fine, *also)),
        findings=_once((*found.findings, *(one for answer in (then, now) for one in answer.findings))),
    )


def _figures(view: View, question: ChangeQuestion) -> tuple[Coverage, Coverage]:
    """The coverage of both months as `coverage` gives them, where on the same evidence; else on what both have."""
    months = [question.then, question.now]
    known = known_about(view.cube, view.denominators, view.engine, question.area, months, view.findings, by=question.by)
    ask = partial(_figure, view, known, question)
    now = ask(question.now, question.denominator)
    then = ask(question.then, question.denominator or _same_denominator(known, question, now))
    shared = shared_evidence(then, now)
    if shared is None or then.definition.evidence is now.definition.evidence is shared:
        return then, now
    headline, facts = now.total.members, _facts(question)
    now, then = (ask(one.definition.month, _denominator_of(one), shared) for one in (now, then))
    weaker = Finding(f"change_by_{shared}", {**facts, "members": now.total.members, "headline": headline}, "warning")
    return then, replace(now, findings=(*now.findings, weaker))


def _figure(
    view: View,
    known: Known,
    question: ChangeQuestion,
    month: Month,
    denominator: str | None,
    evidence: Evidence | None = None,
) -> Coverage:
    targets = targets_for(targets_about(view.targets, view.engine, question.area), question.area, month)
    return coverage_by(
        known,
        question.area,
        month,
        by=question.by,
        denominator=denominator,
        named_by_targets=denominators_named(targets),
        attribution=question.attribution,
        evidence=evidence,
        known_on=view.known_on,
        snapshot=view.snapshot_name,
    )


def _same_denominator(known: Known, question: ChangeQuestion, now: Coverage) -> str | None:
    """The denominator of the second month, where the first has it too: one that targets of another year name would
    make a difference of its own."""
    chosen = _denominator_of(now)
    there = {one.id for one in known.denominators.get((question.area, question.then), ())}
    return chosen if chosen in there else None


def _denominator_of(answer: Coverage) -> str | None:
    return answer.definition.denominator.id if answer.definition.denominator else None


def _lacking(view: View, question: ChangeQuestion, then: Coverage, now: Coverage) -> tuple[Missing, ...]:
    """Why persons cannot be followed; nothing where they can."""
    if any(one.definition.evidence is not Evidence.LINKED or one.definition.mixed for one in (then, now)):
        return (Missing("change_needs_lists", _facts(question)),)
    if not all(map(view.has, _FOLLOWED)):
        return (Missing("change_needs_build", _facts(question)),)
    return ()


def _followed(view: View, question: ChangeQuestion, then: Coverage, now: Coverage) -> Change:
    months: Mapping[str, Any] = {"then": question.then, "now": question.now}
    episodes, spells = (view.table(name) for name in _FOLLOWED)
    attribution = now.definition.attribution
    level = next(iter(level_asked(question.by)), None)
    flows = flows_between(episodes, view.engine, question.area, **months, level=level, attribution=attribution)
    sponsored = sponsored_between(episodes, spells, view.engine, question.area, **months, attribution=attribution)
    found = change_of_people(then, now, flows, question.by, sponsored)
    late = history_begins_late(episodes, view.engine, question.area, question.then)
    return replace(found, findings=(*found.findings, *((late,) if late else ())))


def _facts(question: ChangeQuestion) -> dict[str, Fact]:
    return {"area": question.area, "then": str(question.then), "now": str(question.now)}


def _once(things: Iterable[_Told]) -> tuple[_Told, ...]:
    """Each thing once: what is missing or at odds in both months alike is told once."""
    found: list[_Told] = []
    for thing in things:
        if thing not in found:
            found.append(thing)
    return tuple(found)
