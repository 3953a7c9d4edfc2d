"""Who is not covered: how many by village, occupation and decile, and for those who may see people who they are."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cakupan.basics.month import day_in_jakarta
from cakupan_app.desk.asked import Asked, asked_of
from cakupan_app.desk.overview import frame, once
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.documents import area_title
from cakupan_app.look.downloads import download
from cakupan_app.look.numbers import whole
from cakupan_app.look.purpose import looking
from cakupan_app.look.sheets import TYPES, XLSX, as_xlsx
from cakupan_app.look.tables import Cell, ordered
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import part_named
from cakupan_app.look.voice import Voice
from cakupan_app.work.rights import EXPORT_PEOPLE, SEE_PEOPLE
from cakupan_app.work.seeing import Looking, explained
from cakupan_app.work.uncovered import UncoveredQuestion
from cakupan_app.work.uncovered import uncovered as uncovered_in
from cakupan_app.work.uncovered_people import (
    SAMPLED_AT_MOST,
    Filtered,
    PeopleQuestion,
    uncovered_people,
    uncovered_to_export,
)

if TYPE_CHECKING:
    from cakupan.coverage.uncovered import Uncovered, UncoveredFigure

_BY = ("occupation", "decile")
_COLUMNS = ("name", "named", "unknown", "members", "potential")
_HEADINGS = ("nik", "name", "birth", "sex", "village", "occupation", "decile")


@require_safe
@never_cache
@login_required
def uncovered(request: Asking, code: str | None = None) -> HttpResponse:
    actor = request.actor
    asked = asked_of(request, actor, code)
    if code is None:
        return HttpResponseRedirect(f"{reverse('desk_uncovered_area', args=[asked.area.code])}")
    voice = Voice(page_language())
    level = _level(asked)
    answer = _answer(asked, *level)
    facts: dict[str, Any] = {
        **frame(asked, request),
        "answer": answer,
        "total": answer.total,
        "ages": answer.ages,
        "places": _places(request, answer) if level else None,
        "level": level[0] if level else None,
        "parts": [(name, _parts(voice, asked, name)) for name in _BY],
        "told": once((*answer.missing, *answer.findings)),
        # of a snapshot that is no longer in force the counts are shown, and not the names
        "sees": actor.may(SEE_PEOPLE, asked.area.code) and answer.total.named and asked.snapshot is None,
        "exports": actor.may(EXPORT_PEOPLE, asked.area.code),
        "sampled_at_most": SAMPLED_AT_MOST,
    }
    if facts["sees"] and request.GET.get("people"):
        facts |= _people(request, asked)
    return render(request, "desk/uncovered.html", facts)


@require_POST
@login_required
def export(request: Asking, code: str) -> HttpResponse:
    """The uncovered by name as a workbook: what for has to be said, and stands on the trail with how many they were.

    No text beside it: Excel opens a NIK in a text as a number and keeps fifteen of its digits.
    """
    actor = request.actor
    actor.refuse_unless(EXPORT_PEOPLE, code)
    asked = asked_of(request, actor, code, EXPORT_PEOPLE)
    at = now()
    purpose = explained(request.POST.get("purpose", ""), at)
    people = served().look(uncovered_to_export, _question(request, asked, Looking(actor, at, purpose)))
    voice = Voice(page_language())
    rows = [_row(voice, one) for one in people]
    headings = [_heading(voice, name) for name in _HEADINGS]
    content = as_xlsx(voice.text("room_uncovered"), headings, rows)
    return download(f"{code}-{asked.month}-{voice.text('uncovered_file')}.{XLSX}", content, TYPES[XLSX])


def _level(asked: Asked) -> tuple[str, ...]:
    return () if asked.area.level == "village" else ("village",) if asked.area.level != "province" else ("district",)


def _answer(asked: Asked, *by: str) -> "Uncovered":
    today = day_in_jakarta(now())
    question = UncoveredQuestion(asked.area.code, asked.month, by, asked.denominator, today=today)
    return served().answer(uncovered_in, question, asked.snapshot)


def _places(request: Asking, answer: "Uncovered") -> Any:
    rows = [_place(row, answer.by[0]) for row in answer.rows]
    return ordered(_COLUMNS, rows, request.GET.get("order") or "named", request.GET.get("way") or "down")


def _place(row: "UncoveredFigure", level: str) -> Mapping[str, Cell]:
    place = (row.dims or {}).get(level)
    return {
        "name": Cell(area_title(place) if place else None, link=place if place and not row.unplaced else None),
        "named": Cell(row.named.uncovered if row.named else None),
        "unknown": Cell(row.unknown.value if row.unknown else None, about=True),
        "members": Cell(row.members),
        "potential": Cell(row.potential, about=True),
    }


def _parts(voice: Voice, asked: Asked, name: str) -> Sequence[Mapping[str, Any]]:
    """The named uncovered by occupation or decile, the most first, or in the order of the deciles."""
    answer = _answer(asked, name)
    whole = answer.total.named.uncovered if answer.total.named else 0
    rows = [
        {
            "value": (row.dims or {}).get(name) or "-",
            "name": part_named(voice, name, (row.dims or {}).get(name)),
            "people": row.named.uncovered,
            "share": round(100 * row.named.uncovered / whole, 1) if whole else None,
        }
        for row in answer.rows
        if row.named and row.named.uncovered
    ]
    return rows if name == "decile" else sorted(rows, key=lambda row: -int(str(row["people"])))


def _question(request: Asking, asked: Asked, who: Looking) -> PeopleQuestion:
    told_by = request.POST if request.method == "POST" else request.GET
    filtered = Filtered(asked.area.code, asked.month, told_by.get("occupation", "")[:40], told_by.get("decile", "")[:2])
    number, sample, seed = (whole(told_by.get(name)) for name in ("page", "sample", "seed"))
    return PeopleQuestion(who, filtered, day_in_jakarta(who.at), number or 1, sample or 0, seed or 1)


def _people(request: Asking, asked: Asked) -> Mapping[str, Any]:
    question = _question(request, asked, looking(request))
    people = served().look(uncovered_people, question)
    return {
        "people": people,
        "question": question,
        "occupation": question.filtered.occupation,
        "decile": question.filtered.decile,
        "before": people.number - 1 if people.number > 1 else None,
        "after": people.number + 1 if people.number < people.pages else None,
    }


def _row(voice: Voice, one: Any) -> Sequence[Any]:
    occupation = part_named(voice, "occupation", one.occupation) if one.occupation else None
    return one.nik, one.name, one.birth, one.sex, area_title(one.place) if one.place else None, occupation, one.decile


def _heading(voice: Voice, name: str) -> str:
    return voice.text(f"dimension_{name}" if name in ("occupation", "decile") else f"review_column_{name}")
