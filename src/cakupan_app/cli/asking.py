"""Commands that ask for figures: coverage, gap."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_day,
    asked_month,
    asked_view,
)
from cakupan_app.look.dimensions import dimensions_named
from cakupan_app.look.gap import gap_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cakupan.coverage.definition import Attribution, Evidence
    from cakupan.coverage.figure import Coverage
    from cakupan.coverage.finding import Missing
    from cakupan.targets.gap import Gap, TargetGap
    from cakupan.targets.pace import Pace
    from cakupan_app.work.agree import Signed
    from cakupan_app.work.ask import CoverageQuestion, View
    from cakupan_app.work.override import Signature

AreaOption = Annotated[str, typer.Option("--area")]
MonthOption = Annotated[str, typer.Option("--month")]
SnapshotOption = Annotated[int | None, typer.Option("--snapshot")]
EvidenceOption = Annotated[str | None, typer.Option("--evidence")]
DenominatorOption = Annotated[str | None, typer.Option("--denominator")]

_ATTRIBUTIONS = {"domisili": "domicile", "kerja": "work", "tempat kerja": "work"}  # as offices call them


@answers
def coverage(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    by: Annotated[str, typer.Option("--by")] = "",
    denominator: DenominatorOption = None,
    attribution: Annotated[str | None, typer.Option("--attribution")] = None,
    evidence: EvidenceOption = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    public: Annotated[bool, typer.Option("--public")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import ask

    question = ask.CoverageQuestion(
        area=asked_area(area).code,
        month=asked_month(month),
        by=dimensions_named(by),
        denominator=denominator,
        attribution=asked_attribution(attribution),
        evidence=_evidence(evidence),
        public=public,
    )
    with asked_view(face, workspace, known_on, snapshot) as view:
        answer = ask.coverage(view, question)
        signed, stated = _signed(view, question, answer, asked_day(known_on))
        tell_newer(face, view)
    _answer_coverage(face, answer, signed, stated)
    return FALLS_SHORT if answer.missing else DONE


def _signed(
    view: "View", question: "CoverageQuestion", answer: "Coverage", day: "date | None"
) -> "tuple[Signed | None, Mapping[str, Signature]]":
    """What both offices signed of the figure, and who took in the counts that a government states itself."""
    from cakupan_app.work import agree
    from cakupan_app.work.override import signatures

    stated = signatures([one.override.file for one in answer.overrides if one.override], view.known_on)
    return agree.agreed_on(question, answer, known_on=day), stated


def _answer_coverage(
    face: Face, answer: "Coverage", signed: "Signed | None", stated: "Mapping[str, Signature]"
) -> None:
    from cakupan_app.cli.agreeing import tell_agreed
    from cakupan_app.cli.figures import coverage_page
    from cakupan_app.look.agreed import signed_document
    from cakupan_app.look.documents import coverage_document

    document = coverage_document(face, answer, stated)
    document["agreed"] = signed_document(face, signed) if signed else None

    def page() -> None:
        coverage_page(face, answer, document)
        tell_agreed(face, signed)

    face.answer(document, page)


@answers
def gap(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    target: Annotated[str | None, typer.Option("--target")] = None,
    since: Annotated[str | None, typer.Option("--since")] = None,
    denominator: DenominatorOption = None,
    evidence: EvidenceOption = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import ask

    question = ask.GapQuestion(
        area=asked_area(area).code,
        month=asked_month(month),
        target=target,
        since=asked_month(since) if since else None,
        denominator=denominator,
        evidence=_evidence(evidence),
    )
    with asked_view(face, workspace, known_on, snapshot) as view:
        found, pace = ask.gap(view, question)
        tell_newer(face, view)
    document = gap_document(face, found, pace)
    face.answer(document, lambda: _gap_page(face, found, pace, document))
    return FALLS_SHORT if document["missing"] else DONE


def _gap_page(face: Face, found: "Gap", pace: "Pace | Missing", document: dict[str, Any]) -> None:
    from cakupan_app.cli.figures import headline, notes, tell_beside, tell_linkage, tell_other_evidence

    headline(face, found.coverage)
    tell_linkage(face, found.coverage)
    tell_gap(face, found, pace)
    tell_beside(face, found.coverage)
    tell_other_evidence(face, found.coverage)
    notes(document)


def tell_gap(face: Face, found: "Gap", pace: "Pace | Missing") -> None:
    """The three readings, a sentence each."""
    from cakupan.coverage.finding import Missing

    total = found.coverage.total
    if found.uncovered is not None and total.estimate:
        low, high = (max(0, end - (total.members or 0)) for end in (total.estimate.low, total.estimate.high))
        face.say("gap_uncovered_estimated", count=found.uncovered, low=low, high=high)
    elif found.uncovered is not None:
        face.say("gap_uncovered", count=found.uncovered)
    for one in found.targets:
        face.say(_told(one), **_target_facts(one))
        if one.own_denominator and one.denominator:
            about = "≈" if one.denominator.estimate else ""
            named: dict[str, Fact] = {"denominator": one.denominator.name, "value": one.denominator.value}
            face.say("gap_own_denominator", 2, **named, about=about)
        if one.target.set_for:
            face.say("gap_set_for", 2, area=one.target.set_for)
    if not isinstance(pace, Missing):
        facts: dict[str, Fact] = {"since": str(pace.since), "growth": pace.growth, "per_month": pace.per_month}
        face.say("gap_pace", **facts, months=pace.months)


def _told(one: "TargetGap") -> str:
    if one.needed is None:
        return "gap_target_unknown"
    if one.needed == 0:
        return "gap_target_reached"
    return "gap_target" if one.per_month is not None else "gap_target_year_over"


def _target_facts(one: "TargetGap") -> dict[str, Any]:
    return {
        "target": one.target.id,
        "rate": one.target.rate,
        "year": one.target.year,
        "set_by": one.target.set_by or "–",
        "needed": one.needed,
        "per_month": one.per_month,
        "months": one.months_left,
    }


def asked_attribution(text: str | None) -> "Attribution | None":
    from cakupan.coverage.definition import Attribution

    if text is None:
        return None
    word = " ".join(text.casefold().split())
    try:
        return Attribution(_ATTRIBUTIONS.get(word, word))
    except ValueError:
        raise Refused("attribution_unknown", text=text, known=tuple(Attribution)) from None


def _evidence(text: str | None) -> "Evidence | None":
    from cakupan.coverage.definition import Evidence

    if text is None:
        return None
    try:
        return Evidence(text)
    except ValueError:
        raise Refused("evidence_unknown", text=text, known=tuple(Evidence)) from None


def tell_newer(face: Face, view: "View") -> None:
    if view.newer_files:
        face.tell("newer_files", count=view.newer_files)


COMMANDS = {"coverage": coverage, "gap": gap}
