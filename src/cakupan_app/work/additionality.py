"""What is answered to "what did the money change": the sponsored of an area, against the members of a base month."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.additionality import Additionality, additionality_of, check_question
from cakupan.coverage.definition import Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.flows import history_begins_late
from cakupan_app.work import ask
from cakupan_app.work.ask import View

_FOLLOWED = ("episodes", "spells")


@dataclass(frozen=True, slots=True)
class AdditionalityQuestion:
    """What is asked of sponsoring: of an area, since a base month, of one fund (payer) or of all, told apart how."""

    area: str
    then: Month
    now: Month
    fund: str | None = None
    by: tuple[str, ...] = ()


def additionality(view: View, question: AdditionalityQuestion) -> Additionality:
    """What the money changed. What is lacking stands in `missing`; without followed persons there are no portions."""
    payers = check_question(question.by, question.fund, question.then, question.now)
    then, now = (
        ask.coverage(view, ask.CoverageQuestion(question.area, month)) for month in (question.then, question.now)
    )
    lacking = _lacking(view, question, then, now)
    if lacking:
        facts = (question.area, question.then, question.now, payers)
        return Additionality(*facts, 0, 0, (), (), 0, None, missing=(*lacking, *now.missing), definition=now.definition)
    paid = view.table("contributions") if view.has("contributions") else None
    found = additionality_of(
        view.table("episodes"),
        view.table("spells"),
        paid,
        view.engine,
        question.area,
        question.then,
        question.now,
        payers,
        question.by,
    )
    late = history_begins_late(view.table("episodes"), view.engine, question.area, question.then)
    return replace(
        found,
        definition=now.definition,
        missing=() if paid is not None else (Missing("additionality_needs_payments", _facts(question)),),
        findings=(*((late,) if late else ()), *_unpaid(found, question)),
    )


def _lacking(view: View, question: AdditionalityQuestion, then: Coverage, now: Coverage) -> tuple[Missing, ...]:
    if any(one.definition.evidence is not Evidence.LINKED or one.definition.mixed for one in (then, now)):
        return (Missing("additionality_needs_lists", _facts(question)),)
    if not all(map(view.has, _FOLLOWED)):
        return (Missing("additionality_needs_build", _facts(question)),)
    return ()


def _unpaid(found: Additionality, question: AdditionalityQuestion) -> tuple[Finding, ...]:
    """That money is told of fewer people than are sponsored, where not one rupiah is known of the fund."""
    told = [portion.rupiah for portion in found.portions if portion.rupiah is not None]
    if not told or any(told) or not found.sponsored:
        return ()
    return (Finding("additionality_nothing_paid", {**_facts(question), "persons": found.sponsored}, "warning"),)


def _facts(question: AdditionalityQuestion) -> Mapping[str, Fact]:
    return {"area": question.area, "then": str(question.then), "now": str(question.now)}
