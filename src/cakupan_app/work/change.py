"""What is answered to "what drove the change": from published figures, and from the persons behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.change import (
    CoverageChange,
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
from cakupan.coverage.known import Known
from cakupan.regions.tree import LEVELS, level_of
from cakupan.reports.svg import as_png
from cakupan.reports.waterfall import Bar, Words, waterfall
from cakupan.targets.target import denominators_named, targets_about, targets_for
from cakupan_app.store import durable
from cakupan_app.work.ask import View, known_of
from cakupan_app.work.letters import masked_path

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


def change(view: View, question: ChangeQuestion) -> CoverageChange:
    """What drove the change of coverage, with the figures of both months as `coverage` gives them.

    Persons are followed where both figures count linked persons; else the two are compared on the strongest evidence
    that tells of both months, and what has to be sent stands in `missing`.
    """
    check_question(question.by, question.then, question.now)
    too_fine = _too_fine(question)
    asked = replace(question, by=()) if too_fine else question
    then, now = _headlines(view, replace(asked, by=()))
    lacking = _lacking(view, question, then, now)
    if lacking:
        then, now = _compared(view, asked, then, now)
    found = change_untold(then, now, asked.by, lacking) if lacking else _followed(view, asked, then, now)
    return replace(
        found,
        missing=_once((*found.missing, *too_fine, *then.missing, *now.missing)),
        findings=_once((*found.findings, *then.findings, *now.findings)),
    )


def _too_fine(question: ChangeQuestion) -> tuple[Missing, ...]:
    own = LEVELS.index(level_of(question.area))
    facts: dict[str, Fact] = {"area": question.area, "month": str(question.now)}
    return tuple(
        Missing(f"no_{level}_within", facts) for level in level_asked(question.by) if own >= LEVELS.index(level)
    )


def _headlines(view: View, question: ChangeQuestion) -> tuple[Coverage, Coverage]:
    """The coverage of both months, against one denominator where both have it."""
    known = _known(view, question)
    now = _figure(view, known, question, question.now, question.denominator)
    then = _figure(view, known, question, question.then, question.denominator or _same(known, question, now))
    return then, now


def _compared(view: View, question: ChangeQuestion, then: Coverage, now: Coverage) -> tuple[Coverage, Coverage]:
    """The two figures told apart, on the strongest evidence that tells of both; on their own, if there is none."""
    shared = shared_evidence(then, now)
    known = _known(view, question)
    before, after = (
        _figure(view, known, question, one.definition.month, _denominator_of(one), shared) for one in (then, now)
    )
    if shared is None or shared is now.definition.evidence:
        return before, after
    facts = _facts(question) | {"members": after.total.members, "headline": now.total.members}
    weaker = Finding(f"change_by_{shared}", facts, "warning")
    return before, replace(after, findings=(*after.findings, weaker))


def _known(view: View, question: ChangeQuestion) -> Known:
    return known_of(view, question.area, [question.then, question.now], question.by, question.attribution)


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


def _same(known: Known, question: ChangeQuestion, now: Coverage) -> str | None:
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


def _followed(view: View, question: ChangeQuestion, then: Coverage, now: Coverage) -> CoverageChange:
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


PICTURES = (".svg", ".png")


def check_picture(path: Path) -> None:
    """Refuses, before the work, a name that no picture can be written under."""
    if path.suffix.casefold() not in PICTURES:
        raise Refused("chart_of_unknown_kind", path=masked_path(path), known=PICTURES)
    if path.is_dir():
        raise Refused("chart_unwritable", path=masked_path(path))
    # A folder that is not there is a slip of the pen more often than a wish, and what is written there is not found.
    if not path.parent.exists():
        raise Refused("chart_folder_missing", path=masked_path(path), folder=masked_path(path.parent))


def draw(bars: Sequence[Bar], words: Words, path: Path) -> None:
    """Write the waterfall to `path`, as its ending says."""
    write_picture(waterfall(bars, words), path)


def write_picture(svg: str, path: Path) -> None:
    """Write an SVG to `path`, in dots where its ending says so. Refused where nothing can be written there."""
    content = as_png(svg) if path.suffix.casefold() == ".png" else svg.encode()
    try:
        durable.write(path, content)
    except OSError:
        raise Refused("chart_unwritable", path=masked_path(path)) from None
