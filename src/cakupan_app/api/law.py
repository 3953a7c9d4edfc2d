"""The law for programs: what somebody owes and whether they may be enrolled, rule by rule; nothing sent is kept.

What is told of a person is sent in the body, since addresses stand in logs.
"""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cakupan import regions
from cakupan.basics.month import day_in_jakarta
from cakupan.membership.occupations import occupation_of
from cakupan.scheme.eligibility import NO_MEMBER, Person
from cakupan.scheme.unit_cost import PAYERS
from cakupan_app.api.answering import PROBLEMS, MonthAsked, month_of, plain, refuse_unless_figures, voice_of
from cakupan_app.api.schemas import ContributionAnswer, EligibilityAnswer
from cakupan_app.look.at_hand import now
from cakupan_app.look.schemed import judged_document, owed_document
from cakupan_app.work.scheme import ContributionQuestion, judged, owed, read_law

router = Router(tags=["law"])

_MOST = 10**15  # rupiah
_ONE_PAYER = f"^({'|'.join(PAYERS)})$"
Segment = Literal["PU", "BPU", "Jakon", "PMI"]


class ContributionAsked(Schema):
    """Whose contribution is asked, and of which months; amounts are whole rupiah."""

    segment: Segment = "BPU"
    since: MonthAsked
    until: MonthAsked | None = None
    payer: str | None = Field(None, pattern=_ONE_PAYER)
    income: int | None = Field(None, ge=0, le=_MOST)
    risk_class: int | None = Field(None, ge=1, le=5)
    occupation: str | None = Field(None, max_length=100)
    labour_intensive: bool = False
    programmes: list[Literal["JKK", "JKM", "JHT", "JP", "JKP"]] | None = Field(None, min_length=1, max_length=5)
    contract_value: int | None = Field(None, ge=1, le=_MOST)
    wages: int | None = Field(None, ge=1, le=_MOST)
    contract_months: int | None = Field(None, ge=1, le=120)
    extra_months: int = Field(0, ge=0, le=120)


class EligibilityAsked(Schema):
    """What is known of somebody; what is left out is not known. `on`: the day of enrolment, today unless told."""

    on: date | None = None
    birth: date | None = None
    citizen: bool | None = None
    home: str | None = Field(None, max_length=13)
    occupation: str | None = Field(None, max_length=100)
    member: Literal["none", "PU", "BPU", "Jakon", "PMI"] | None = None
    decile: int | None = Field(None, ge=1, le=10)
    social_aid: bool | None = None


@router.post("/{code}/explain", response={200: ContributionAnswer, **PROBLEMS}, summary="What somebody owes, and why")
def explain(request: HttpRequest, code: str, asked: ContributionAsked) -> Any:
    refuse_unless_figures(request, code)
    since = month_of(asked.since)
    told = asked.dict(exclude={"since", "until", "occupation", "programmes"})
    question = ContributionQuestion(
        **told,
        since=since,
        until=month_of(asked.until) if asked.until else since,
        occupation=occupation_of(asked.occupation),
        programmes=tuple(dict.fromkeys(asked.programmes)) if asked.programmes else None,
    )
    return plain(owed_document(voice_of(request), owed(read_law(area=code), question)))


@router.post("/{code}/eligible", response={200: EligibilityAnswer, **PROBLEMS}, summary="Whether somebody may enrol")
def eligible(request: HttpRequest, code: str, asked: EligibilityAsked) -> Any:
    refuse_unless_figures(request, code)
    person = Person(
        birth=asked.birth,
        citizen=asked.citizen,
        home=regions.area(asked.home).code if asked.home else None,
        occupation=occupation_of(asked.occupation),
        member_segment=NO_MEMBER if asked.member == "none" else asked.member,
        decile=asked.decile,
        social_aid=asked.social_aid,
    )
    found = judged(read_law(area=code), person, code, asked.on or day_in_jakarta(now()))
    return plain(judged_document(voice_of(request), found))
