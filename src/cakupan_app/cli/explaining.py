"""Commands that ask the law: eligible, explain."""

from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.figures import parse_percent
from cakupan.basics.month import Month, day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    Face,
    KnownOnOption,
    answers,
    asked_area,
    asked_count,
    asked_day,
    asked_month,
    now,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cakupan.scheme.eligibility import Person
    from cakupan_app.work.scheme import ContributionQuestion, ListJudged

LawOption = Annotated[list[Path] | None, typer.Option("--law", metavar="FILE")]
OnOption = Annotated[str | None, typer.Option("--on")]
BirthOption = Annotated[str | None, typer.Option("--birth")]
HomeOption = Annotated[str | None, typer.Option("--home")]
OccupationOption = Annotated[str | None, typer.Option("--occupation")]
DecileOption = Annotated[int | None, typer.Option("--decile")]
MemberOption = Annotated[str | None, typer.Option("--member")]
CitizenOption = Annotated[str | None, typer.Option("--citizen")]
PayerOption = Annotated[str | None, typer.Option("--payer")]
SocialAidOption = Annotated[str | None, typer.Option("--social-aid")]

_YES, _NO = ("ya", "y", "yes", "true"), ("tidak", "tdk", "t", "no", "n", "false")
_NONE = ("none", "bukan", "bukan peserta", "tidak")
_SPANS_TOLD = 12


@answers
def eligible(
    listed: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    *,
    face: Face,
    area: Annotated[str, typer.Option("--area")],
    on: OnOption = None,
    birth: BirthOption = None,
    home: HomeOption = None,
    occupation: OccupationOption = None,
    decile: DecileOption = None,
    member: MemberOption = None,
    citizen: CitizenOption = None,
    social_aid: SocialAidOption = None,
    payer: PayerOption = None,
    law: LawOption = None,
) -> int:
    from cakupan_app.look.schemed import list_document
    from cakupan_app.work.scheme import judge_list, read_law

    code, day = asked_area(area).code, asked_day(on) or _today()
    told = asked_person(birth, home, occupation, decile, member, citizen, social_aid)
    rules = read_law(law or (), area=code)
    if listed is None:
        if payer is not None:
            raise Refused("eligible_payer_of_nobody")
        return _one(face, told, code, day, law)
    found = judge_list(rules, listed, code, day, told, _word("payer", "--payer", payer) if payer else None)
    face.answer(list_document(face, found), lambda: _list_page(face, found))
    return DONE


@answers
def explain(
    *,
    face: Face,
    segment: Annotated[str, typer.Option("--segment")] = "BPU",
    payer: PayerOption = None,
    income: Annotated[str | None, typer.Option("--income")] = None,
    risk_class: Annotated[int | None, typer.Option("--risk-class")] = None,
    programmes: Annotated[str | None, typer.Option("--programmes")] = None,
    labour_intensive: Annotated[bool, typer.Option("--labour-intensive")] = False,
    since: Annotated[str | None, typer.Option("--since")] = None,
    until: Annotated[str | None, typer.Option("--until")] = None,
    contract_value: Annotated[str | None, typer.Option("--contract-value")] = None,
    wages: Annotated[str | None, typer.Option("--wages")] = None,
    contract_months: Annotated[int | None, typer.Option("--contract-months")] = None,
    extra_months: Annotated[int, typer.Option("--extra-months")] = 0,
    growth: Annotated[str | None, typer.Option("--growth", metavar="PERCENT")] = None,
    area: Annotated[str | None, typer.Option("--area")] = None,
    on: OnOption = None,
    birth: BirthOption = None,
    home: HomeOption = None,
    occupation: OccupationOption = None,
    decile: DecileOption = None,
    member: MemberOption = None,
    citizen: CitizenOption = None,
    social_aid: SocialAidOption = None,
    law: LawOption = None,
    known_on: KnownOnOption = None,
) -> int:
    from cakupan_app.work.scheme import ContributionQuestion, nothing_told

    told = asked_person(birth, home, occupation, decile, member, citizen, social_aid)
    # an occupation alone asks for a contribution: transport workers have a discount of their own
    of_person = area is not None or not nothing_told(replace(told, occupation=None))
    first = asked_month(since) if since else _month_of(_today())
    question = ContributionQuestion(
        segment=_word("segment", "--segment", segment),
        since=first,
        until=asked_month(until) if until else first,
        payer=_word("payer", "--payer", payer) if payer else None,
        income=_rupiah("--income", income),
        risk_class=risk_class,
        occupation=told.occupation,
        labour_intensive=labour_intensive,
        programmes=_programmes(programmes),
        contract_value=_rupiah("--contract-value", contract_value),
        wages=_rupiah("--wages", wages),
        contract_months=contract_months,
        extra_months=extra_months,
        growth=_growth(growth),
    )
    code = asked_area(area).code if area else None
    documents: dict[str, Any] = {}
    if since or _tells_of_money(question):
        documents["contribution"] = _owed(face, question, code, law, asked_day(known_on))
    if of_person:
        documents["eligibility"] = _judged(face, told, code, on, law)
    if not documents:
        raise Refused("explain_nothing_asked")
    face.answer(documents, lambda: _pages(face, documents))
    return DONE


def _tells_of_money(question: "ContributionQuestion") -> bool:
    """Whether a contribution is asked for: by whatever tells of one, but the months."""
    said = ("payer", "income", "risk_class", "programmes", "contract_value", "wages", "contract_months", "growth")
    return question.segment != "BPU" or any(getattr(question, name) is not None for name in said)


def asked_person(
    birth: str | None,
    home: str | None,
    occupation: str | None,
    decile: int | None,
    member: str | None,
    citizen: str | None,
    social_aid: str | None,
) -> "Person":
    """The person whom the options tell of; Refused where one cannot be read."""
    from cakupan.scheme.eligibility import NO_MEMBER, Person

    if decile is not None and not 1 <= decile <= 10:
        raise Refused("decile_outside", decile=decile)
    segment = None
    if member is not None:
        segment = NO_MEMBER if member.casefold() in _NONE else _word("segment", "--member", member)
    return Person(
        birth=asked_day(birth),
        citizen=_yes("--citizen", citizen),
        home=asked_area(home).code if home else None,
        occupation=_occupation(occupation),
        member_segment=segment,
        decile=decile,
        social_aid=_yes("--social-aid", social_aid),
    )


def _one(face: Face, told: "Person", area: str, day: "date", law: list[Path] | None) -> int:
    found = _judged(face, told, area, str(day), law)
    face.answer(found, lambda: _judged_page(face, found))
    return DONE if found["eligible"] == "yes" else FALLS_SHORT


def _judged(
    face: Face, person: "Person", area: str | None, on: str | None, law: list[Path] | None
) -> "Mapping[str, Any]":
    from cakupan_app.look.schemed import judged_document
    from cakupan_app.work.scheme import judged, read_law

    if area is None:
        raise Refused("eligible_area_missing")
    return judged_document(face, judged(read_law(law or (), area=area), person, area, asked_day(on) or _today()))


def _owed(
    face: Face, question: "ContributionQuestion", area: str | None, law: list[Path] | None, known_on: "date | None"
) -> "Mapping[str, Any]":
    from cakupan_app.look.schemed import owed_document
    from cakupan_app.work.scheme import owed, read_law

    return owed_document(face, owed(read_law(law or (), area=area, known_on=known_on), question))


def _pages(face: Face, documents: "Mapping[str, Any]") -> None:
    if "contribution" in documents:
        _owed_page(face, documents["contribution"])
    if "eligibility" in documents:
        _judged_page(face, documents["eligibility"])


def _owed_page(face: Face, found: "Mapping[str, Any]") -> None:
    contract = found["segment"] in ("Jakon", "PMI")
    code = "explain_contract" if contract else "explain_contribution"
    face.say(code, segment=found["segment"], total=found["total"], months=len(found["months"]))
    for run in found["steps"]:
        if not contract:
            face.say("explain_run", 2, since=run["since"], until=run["until"], total=run["total"])
        _steps(face, run["steps"])
    for one in found["findings"]:
        face.write(one["message"])


def _judged_page(face: Face, found: "Mapping[str, Any]") -> None:
    from cakupan_app.work.vocabulary import rule_named

    because = rule_named(found["because"], face.lang) if found["because"] else None
    face.say(f"eligible_{found['eligible']}", area=found["area"], day=found["day"], because=because)
    _steps(face, found["steps"])
    _not_asked(face, found["not_asked"])


def _not_asked(face: Face, ids: list[str]) -> None:
    from cakupan_app.work.vocabulary import rule_named

    if ids:
        face.say("eligible_not_asked", rules=tuple(rule_named(one, face.lang) for one in ids))


def _steps(face: Face, steps: "list[Mapping[str, Any]]") -> None:
    for one in steps:
        said = {"verdict": one["verdict_told"], "sure": one["sure_told"]}
        told = {name: one[name] for name in ("asked", "value", "name", "rule", "source")}
        if one["amount"] is None:
            face.say("explain_step", 4, **told, **said)
        else:
            face.say("explain_amount", 4, **told, sure=said["sure"])


def _list_page(face: Face, found: "ListJudged") -> None:
    from cakupan_app.look.schemed import payer_named

    counts = {verdict: found.count(verdict) for verdict in ("yes", "no", "unknown")}
    face.say("eligible_list", name=found.name, rows=len(found.rows), area=found.area, day=found.day, **counts)
    if found.payer:
        named = payer_named(face, found.payer)
        face.say("eligible_list_monthly", yes=found.monthly("yes"), unknown=found.monthly("unknown"), payer=named)
    if found.quarantined or found.repeated:
        face.say("eligible_list_left", quarantined=found.quarantined, repeated=found.repeated)
    _reasons(face, found)
    _not_asked(face, list(found.not_asked))


def _reasons(face: Face, found: "ListJudged") -> None:
    """Each reason once, with the rows that it is true of."""
    from cakupan_app.look.spans import spans_of
    from cakupan_app.work.vocabulary import rule_named

    def reason(row: "Mapping[str, Any]") -> tuple[str, str, str]:
        return row["eligible"], row["because"] or "", row["sheet"]

    for (verdict, because, sheet), rows in groupby(sorted(found.rows, key=reason), key=reason):
        if because:
            numbers = sorted(row["row"] for row in rows)
            spans = list(spans_of(numbers))
            told = ", ".join(spans[:_SPANS_TOLD]) + (", …" if len(spans) > _SPANS_TOLD else "")
            named = rule_named(because, face.lang)
            words = {"verdict": face.text(f"step_verdict_{verdict}"), "because": named, "rows": f"{sheet} {told}"}
            face.say("eligible_reason", 2, count=len(numbers), **words)


def _today() -> "date":
    return day_in_jakarta(now())


def _month_of(day: "date") -> Month:
    return Month(day.year, day.month)


def _yes(option: str, text: str | None) -> bool | None:
    if text is None:
        return None
    folded = text.strip().casefold()
    if folded not in (*_YES, *_NO):
        raise Refused("yes_or_no_unreadable", option=option, text=text[:20])
    return folded in _YES


def _word(vocabulary_: str, option: str, text: str) -> str:
    """What an option names of a list, however it is usually written."""
    from cakupan.intake.vocabulary import vocabulary

    known = vocabulary(vocabulary_)
    found = known.find(text)
    if found is None or found.word is None:
        words = sorted({one.word for one in known.spellings.values() if one.word})
        raise Refused("word_for_option_unknown", option=option, text=text[:20], known=tuple(words))
    return found.word


def _occupation(text: str | None) -> str | None:
    from cakupan.membership.occupations import occupation_of

    return occupation_of(text)


def _programmes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(dict.fromkeys(_word("programme", "--programmes", one) for one in text.split(",") if one.strip()))


def _growth(text: str | None) -> Decimal | None:
    if text is None:
        return None
    found = parse_percent(text)
    if not isinstance(found, Decimal):
        raise Refused("growth_unreadable", text=text[:20])
    return found


def _rupiah(option: str, text: str | None) -> int | None:
    return None if text is None else asked_count(option, text)


COMMANDS = {"eligible": eligible, "explain": explain}
