"""What is answered to "what did the money change": the sponsored of an area, compared with a base month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.additionality import OF_MONEY, Additionality, additionality_of, check_question
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.definition import Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.flows import history_begins_late
from cakupan.coverage.known import known_about
from cakupan.coverage.sponsored import Asked
from cakupan.intake.vocabulary import vocabulary
from cakupan.membership.sponsors import sponsors
from cakupan_app.work.ask import View

_FOLLOWED = ("episodes", "spells", "contributions")


@dataclass(frozen=True, slots=True)
class AdditionalityQuestion:
    """What is asked: about whom `funds` (where none is named, all sponsors) sponsor in an area in `until`, told how."""

    area: str
    base: Month
    until: Month
    funds: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


def additionality(view: View, question: AdditionalityQuestion) -> Additionality:
    """What the money changed between the two months, by linked persons only: a recap knows no persons.

    What cannot be told is empty or None, and stands in `missing` with what to send.
    """
    asked = Asked(question.area, question.base, question.until, sponsors_named(question.funds))
    check_question(asked, question.by)
    then, now = _figures(view, asked)
    lacking = _lacking(view, asked, then, now)
    if lacking:
        return Additionality(asked, then, now, question.by, missing=(lacking,))
    tables = {name: view.table(name) for name in _FOLLOWED}
    found = additionality_of(tables, view.engine, asked, then, now, question.by)
    late = history_begins_late(tables["episodes"], view.engine, asked.area, asked.base)
    texts = (one for one in view.findings if one.code == "contribution_texts_left_out")
    told = texts if OF_MONEY & set(question.by) else ()  # only there are they missed
    return replace(found, findings=(*found.findings, *((late,) if late else ()), *told, *_at_odds(then, now)))


def sponsors_named(funds: Sequence[str]) -> tuple[str, ...]:
    """The sponsoring payers that `funds` name, in any spelling that a file may have; all of them, where none is named.

    Refused where one is no sponsor.
    """
    if not funds:
        return sponsors()
    words = {text: vocabulary("payer").find(text) for text in funds}
    named = {text: word.word if word else None for text, word in words.items()}
    for text, payer in named.items():
        if payer not in sponsors():
            raise Refused("sponsor_unknown", text=text, known=sponsors())
    return tuple(payer for payer in sponsors() if payer in named.values())


def _figures(view: View, asked: Asked) -> tuple[Coverage, Coverage]:
    """The coverage of the two months, against no denominator: here nothing is a rate."""
    months = [asked.base, asked.until]
    known = known_about(view.cube, view.denominators, view.engine, asked.area, months, view.findings, by=())
    known = replace(known, denominators={})
    then, now = (
        coverage_by(
            known,
            asked.area,
            month,
            evidence=Evidence.LINKED,
            known_on=view.known_on,
            snapshot=view.snapshot_name,
        )
        for month in months
    )
    return then, now


def _lacking(view: View, asked: Asked, then: Coverage, now: Coverage) -> Missing | None:
    facts: dict[str, Fact] = {"area": asked.area, "base": str(asked.base), "until": str(asked.until)}
    if then.total.members is None or now.total.members is None:
        return Missing("additionality_needs_lists", facts)
    if not all(map(view.has, _FOLLOWED)):
        return Missing("additionality_needs_build", facts)
    return None


def _at_odds(*figures: Coverage) -> tuple[Finding, ...]:
    """What is at odds about either figure, each thing once."""
    found: list[Finding] = []
    for one in (finding for figure in figures for finding in figure.findings):
        if one not in found:
            found.append(one)
    return tuple(found)
