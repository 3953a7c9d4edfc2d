"""The room of plans: those that were kept, the form by which another is asked for, and one plan with what it buys."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cakupan import regions
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.regions.tree import ancestors_of, is_within
from cakupan_app.desk.planning_form import STARTS, fields_of, opened, question_of, typed_of, unheld
from cakupan_app.jobs import port
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, served
from cakupan_app.look.numbers import whole
from cakupan_app.look.planned import place_named, plan_told, where_told
from cakupan_app.look.tables import Cell, Ordered, ordered
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploads_told import coded
from cakupan_app.look.voice import PageVoice
from cakupan_app.work import ask, plans
from cakupan_app.work.forecast import year_end_after
from cakupan_app.work.plan_asked import from_document
from cakupan_app.work.plan_people import may_list
from cakupan_app.work.planning import wanted
from cakupan_app.work.rights import EXPORT_PEOPLE, PLAN, Actor

_QUOTAS = ("name", "new", "renewed", "people", "cost")
_PARTS = ("people", "keep", "target", "exposure", "cost", "worth", "frontier", "rules")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def planning(request: Asking, code: str | None = None) -> HttpResponse:
    """The plans of an area, and the form; sent, it has a worker make the plan."""
    area = area_of(request.actor, code)
    if code is None:
        return HttpResponseRedirect(reverse("desk_planning_area", args=[area.code]))
    voice, actor = PageVoice(page_language()), request.actor
    known = served().answer(ask.months_told, area.code)
    typed, lost = _typed(request, known[-1] if known else None)
    problem = None
    if request.method == "POST":
        try:
            if not known:
                raise Refused("plan_needs_lists", area=area.code)
            question = question_of(voice, typed, area.code, known[-1] + 1)
            asked = wanted(actor, typed.get("name", ""), question, known[-1])
            return HttpResponseRedirect(reverse("desk_plan_making", args=[area.code, port.plan(asked)]))
        except Refused as refusal:
            actor.refuse_unless(PLAN, area.code)
            problem = refusal
    kept = plans.kept(actor, area.code)
    facts = {
        **frame(actor, area),
        "kept": kept,
        "comparable": [one for one in kept if one.area == area.code],
        "plans": actor.may(PLAN, area.code),
        "typed": typed,
        "lost": lost,
        "funds": fields_of(voice, typed),
        "starts": STARTS,
        "floor_district": typed.get("floor-district", ""),
        "floor_village": typed.get("floor-village", ""),
        "more": opened(typed),
        "targets": _targets(area.code, known[-1]) if known else (),
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/planning.html", facts, status=status)


@require_safe
@login_required
def making(request: Asking, code: str, job: UUID) -> HttpResponse:
    """How far a plan is; asked for by the page itself only that part comes back. Once it is kept, it is shown."""
    asked = port.plan_of(str(job))
    if asked.by != request.actor.email or asked.area != code:
        raise Refused("job_unknown")
    progress, own = port.progress_of(str(job)), bool(request.htmx)
    outcome = progress.outcome or {}
    if "scenario" in outcome:
        shown = reverse("desk_plan", args=[code, outcome["scenario"]])
        return HttpResponse(headers={"HX-Redirect": shown}) if own else HttpResponseRedirect(shown)
    part = progress.part if progress.part in _PARTS else None
    facts = {
        **frame(request.actor, regions.area(code)),
        "job": job,
        "name": asked.name,
        "progress": progress,
        "part": f"planned_part_{part}" if part else None,
        "share": 100 * _PARTS.index(part) // len(_PARTS) if part else None,
        "refused": coded(PageVoice(page_language()), outcome["refused"]) if "refused" in outcome else None,
    }
    return render(request, "desk/plan_making_state.html" if own else "desk/plan_making.html", facts)


@require_safe
@login_required
def plan(request: Asking, code: str, number: int) -> HttpResponse:
    """One plan: what it does, what was proven of it, what each rupiah buys, and where it goes."""
    voice, actor = PageVoice(page_language()), request.actor
    found = scenario_here(actor, code, number)
    facts = {
        **frame(actor, regions.area(found.area)),
        "scenario": found,
        **plan_told(voice, found),
        "places": _places(request, voice, found.result),
        "others": [one for one in plans.kept(actor, code) if one.area == found.area and one.id != found.id],
        "plans": actor.may(PLAN, found.area),
        "where": where_told(voice, found.result),
        "lists": may_list(actor, found.area),
        "whole": actor.may(EXPORT_PEOPLE, found.area),
        "stale": found.snapshot != served().number(),
    }
    return render(request, "desk/plan.html", facts)


def area_of(actor: Actor, code: str | None) -> regions.Area:
    """The area asked for, or the widest whose plans the actor may see; NotAllowed where they may see none there."""
    right = next((one for one in plans.READERS if actor.may_anywhere(one)), PLAN)
    actor.refuse_unless_anywhere(right)
    area = regions.area(code or home_of(actor, right))
    if not plans.may_read(actor, area.code):
        actor.refuse_unless(right, area.code)
    return area


def frame(actor: Actor, area: regions.Area) -> dict[str, Any]:
    """Where a page of plans lies."""
    above = [one for one in reversed(ancestors_of(area.code)) if plans.may_read(actor, one.code)]
    return {"area": area, "above": [one for one in above if is_within(one.code, served().workspace.area)]}


def scenario_here(actor: Actor, code: str, number: int) -> plans.Scenario:
    """The scenario of that number in that area; Refused alike for none, for another area's, for one out of sight."""
    found = plans.scenario(actor, number)
    if found.area != code:
        raise Refused("plan_scenario_unknown", id=number)
    return found


def _typed(request: Asking, known: Month | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """What stands in the form: what was sent; the question of a plan that is to be changed, and what of it the form
    does not hold; else the usual."""
    if request.method == "POST":
        return {name: str(value) for name, value in request.POST.items()}, ()
    number, job = whole(request.GET.get("like")), request.GET.get("job", "")
    if number:
        found = plans.scenario(request.actor, number)
        return typed_of("", found.question), unheld(found.question)
    if job:
        asked = port.plan_of(str(_uuid(job)))
        if asked.by == request.actor.email:
            return typed_of(asked.name, from_document(asked.asked)), ()
    until = year_end_after(known) if known else None
    return {"until": str(until) if until else ""}, ()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("job_unknown") from None


def _targets(area: str, month: Month) -> tuple[str, ...]:
    gap, _ = served().answer(ask.gap, ask.GapQuestion(area, month))
    return tuple(dict.fromkeys(one.target.id for one in gap.targets if one.target.year >= month.year))


def _places(request: Asking, voice: PageVoice, result: Mapping[str, Any]) -> Ordered:
    """The quotas by village, in the order asked for; a place unknown below the regency is its own row."""
    rows = [
        {
            "name": Cell(place_named(voice, one["village"])),
            **{name: Cell(one[name]) for name in ("new", "renewed", "people", "cost")},
        }
        for one in result["villages"]
        if request.GET.get("all") or one["new"] or one["renewed"]
    ]
    return ordered(_QUOTAS, rows, request.GET.get("order") or "new", request.GET.get("way") or "down")
