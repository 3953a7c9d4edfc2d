"""What leaves the room of plans as a file: quotas without names, and the list of names with the reason of each."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cakupan.basics.month import day_in_jakarta
from cakupan_app.desk.planning import scenario_here
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.downloads import download
from cakupan_app.look.plan import people_headings, people_rows
from cakupan_app.look.planned import funds_named, place_named
from cakupan_app.look.sheets import CSV, TYPES, XLSX, as_csv, as_xlsx
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import part_named
from cakupan_app.look.voice import Voice
from cakupan_app.work.plan_people import LISTED_ONLY, PlanPeopleQuestion, may_list, plan_people_to_export
from cakupan_app.work.plans import Scenario
from cakupan_app.work.rights import LIST_PLANNED
from cakupan_app.work.seeing import Looking, explained
from cakupan_app.work.trail import EXPORTED, note

_QUOTAS = ("village", "fund", "first", "last", "heads", "ordered", "occupation", "decile", "cost")


@require_POST
@login_required
def quotas(request: Asking, code: str, number: int) -> HttpResponse:
    """How many people of each village and kind are paid for, by which fund and when: nobody by name."""
    voice = Voice(page_language())
    found = scenario_here(request.actor, code, number)
    headings = [voice.text(f"planned_quota_{name}") for name in _QUOTAS]
    rows = _quota_rows(voice, found)
    note(request.actor, EXPORTED, at=now(), area=found.area, list="quotas", scenario=found.id, rows=len(rows))
    kind = XLSX if request.POST.get("format") == XLSX else CSV
    return _file(voice, kind, found, "planned_quotas_file", headings, rows)


@require_POST
@login_required
def names(request: Asking, code: str, number: int) -> HttpResponse:
    """The list of a plan by name: what for has to be said, and stands on the trail with everybody who is on it. A
    workbook alone, because of the NIK (`uncovered.export`)."""
    actor, voice, at = request.actor, Voice(page_language()), now()
    found = scenario_here(actor, code, number)
    if not may_list(actor, found.area):
        actor.refuse_unless(LIST_PLANNED, found.area)
    who = Looking(actor, at, explained(request.POST.get("purpose", ""), at))
    reason = LISTED_ONLY if request.POST.get("whom") == LISTED_ONLY else ""
    question = PlanPeopleQuestion(who, found, day_in_jakarta(at), reason=reason)
    people = served().look(plan_people_to_export, question, found.snapshot)
    rows = list(people_rows(voice, people, named=True))
    headings = people_headings(voice, named=True)
    return _file(voice, XLSX, found, "planned_names_file", headings, rows)


def _file(
    voice: Voice, kind: str, found: Scenario, code: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]
) -> HttpResponse:
    title = voice.text(code)
    content = as_xlsx(title, headings, rows) if kind == XLSX else as_csv(headings, rows)
    return download(f"{found.area}-{found.id}-{title}.{kind}".replace(" ", "-"), content, TYPES[kind])


def _quota_rows(voice: Voice, found: Scenario) -> Sequence[Sequence[Any]]:
    funds = funds_named(voice, found.result)
    return [
        (
            place_named(voice, row["village"]),
            funds[row["fund"]],
            row["first"],
            row["last"],
            row["heads"],
            row["ordered"],
            part_named(voice, "occupation", row["occupation"]) if row["occupation"] else None,
            row["decile"],
            row["cost"],
        )
        for row in found.result["rows"]
    ]
