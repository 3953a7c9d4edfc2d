"""Plans for programs: those that were kept, one of them with all that it says, and asking for another."""

from dataclasses import asdict
from fractions import Fraction
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan.planning.people import SPONSORS
from cakupan_app.api.answering import PROBLEMS, MonthAsked, Named, Paged, actor_of, month_of, page_of, plain, voice_of
from cakupan_app.api.schemas import PlanAnswer, PlanKept, PlanMaking
from cakupan_app.jobs import port
from cakupan_app.look.at_hand import served
from cakupan_app.look.plan import plan_document
from cakupan_app.look.planned import fund_id
from cakupan_app.look.uploads_told import coded
from cakupan_app.work import ask, plans
from cakupan_app.work.plan import FloorAsked, FundAsked, PlanQuestion
from cakupan_app.work.planning import wanted
from cakupan_app.work.rights import PLAN

router = Router(tags=["plans"])

_ONE_PAYER = f"^({'|'.join(SPONSORS)})$"
_MOST, _LARGEST = 10**15, 2**31  # rupiah, and the number of a plan
_CODE = Field(max_length=13)


class FundTold(Schema):
    """Money of one payer, in whole rupiah; `acceptance` in per mille of the names on a list."""

    payer: str = Field(pattern=_ONE_PAYER)
    amount: int = Field(ge=0, le=_MOST)
    id: str | None = Field(None, min_length=1, max_length=40)
    acceptance: int | None = Field(None, ge=1, le=1000)
    minimum_batch: int = Field(1, ge=1, le=10**6)


class FloorTold(Schema):
    """At least so many people of a village or district."""

    area: str = _CODE
    heads: int = Field(ge=0, le=10**7)


class PlanAsked(Schema):
    """A plan to be worked out and kept under a name; `renew`: whose members are renewed, by default those of the payers
    that have a fund in it."""

    name: str = Field(min_length=1, max_length=100)
    until: MonthAsked
    since: MonthAsked | None = None
    funds: list[FundTold] = Field(min_length=1, max_length=20)
    floors: list[FloorTold] = Field([], max_length=5000)
    target: Named = None
    seed: str = Field("", max_length=60)
    renew: list[Annotated[str, Field(pattern=_ONE_PAYER)]] | None = Field(None, max_length=20)


class Plans(Schema):
    """A page of plans, the last kept first."""

    count: int
    items: list[PlanKept]


@router.get("/{code}/plans", response={200: Plans, **PROBLEMS}, summary="The plans that were kept")
def kept(request: HttpRequest, code: str, asked: Query[Paged]) -> Any:
    _refuse_unless_read(request, code)
    found = page_of(plans.kept(actor_of(request), code), asked)
    return plain({**found, "items": [{**asdict(one), "made_at": one.made_at.isoformat()} for one in found["items"]]})


@router.get("/{code}/plans/{number}", response={200: PlanAnswer, **PROBLEMS}, summary="One plan")
def one_plan(request: HttpRequest, code: str, number: int) -> Any:
    _refuse_unless_read(request, code)
    found = plans.scenario(actor_of(request), number) if 0 < number < _LARGEST else None
    if found is None or found.area != code:
        raise Refused("plan_scenario_unknown", id=number)
    return plain(plan_document(voice_of(request), found.result, saved=found))


@router.post("/{code}/plans", response={202: PlanMaking, **PROBLEMS}, summary="Have a plan worked out")
def plan_asked(request: HttpRequest, code: str, asked: PlanAsked) -> Any:
    actor = actor_of(request)
    actor.refuse_unless(PLAN, code)
    regions.area(code)
    known = served().answer(ask.months_told, code)
    if not known:
        raise Refused("plan_needs_lists", area=code)
    job = port.plan(wanted(actor, asked.name, _question(asked, code), known[-1]))
    return HTTPStatus.ACCEPTED, {"job": job, "state": "waiting", "part": None, "plan": None, "problem": None}


@router.get("/{code}/plans/made/{job}", response={200: PlanMaking, **PROBLEMS}, summary="How far a plan is")
def plan_made(request: HttpRequest, code: str, job: UUID) -> Any:
    _refuse_unless_read(request, code)
    asked = port.plan_of(str(job))
    if asked.by != actor_of(request).email or asked.area != code:
        raise Refused("job_unknown")
    progress = port.progress_of(str(job))
    outcome = progress.outcome or {}
    problem = None
    if "refused" in outcome:
        problem = {"code": outcome["refused"]["code"], "message": coded(voice_of(request), outcome["refused"])}
    told = {"job": str(job), "state": progress.state, "part": progress.part}
    return {**told, "plan": outcome.get("scenario"), "problem": problem}


def _question(asked: PlanAsked, code: str) -> PlanQuestion:
    funds = tuple(
        FundAsked(
            one.id or fund_id(one.payer),
            one.amount,
            one.payer,
            acceptance=Fraction(one.acceptance, 1000) if one.acceptance else None,
            minimum_batch=one.minimum_batch,
        )
        for one in asked.funds
    )
    floors = tuple(FloorAsked(one.area, one.heads) for one in asked.floors)
    since = month_of(asked.since) if asked.since else None
    seed = " ".join(asked.seed.split())
    if not seed:  # a plan of the site is kept, and names may be drawn of it
        raise Refused("plan_seed_needed")
    renew = None if asked.renew is None else tuple(dict.fromkeys(asked.renew))
    return PlanQuestion(code, month_of(asked.until), funds, since, floors, asked.target, seed=seed, renew=renew)


def _refuse_unless_read(request: HttpRequest, code: str) -> None:
    """NotAllowed where the token may not see plans of the area."""
    actor = actor_of(request)
    if not plans.may_read(actor, code):
        actor.refuse_unless(PLAN, code)
    regions.area(code)
