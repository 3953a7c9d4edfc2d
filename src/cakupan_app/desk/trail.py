"""The trail: who looked at, exported and changed what; read, searched, verified, taken out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cakupan.basics.month import JAKARTA
from cakupan.basics.refused import Refused
from cakupan.regions import area_exists
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, now, served
from cakupan_app.look.sheets import CSV, TYPES, as_csv
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import Voice
from cakupan_app.work import trail as written
from cakupan_app.work import trail_seen
from cakupan_app.work.rights import SEE_TRAIL
from cakupan_app.work.trail_seen import Wanted

_VERIFIED_UNASKED = 5000  # lines that are followed in the time a page may take
_COLUMNS = ("number", "at", "who", "action", "area", "subject", "purpose", "facts", "sha256")


@require_safe
@never_cache
@login_required
def trail(request: Asking) -> HttpResponse:
    actor, workspace = request.actor, served().workspace
    actor.refuse_unless_anywhere(SEE_TRAIL)
    wanted = _wanted(request)
    page = trail_seen.trail_page(actor, workspace, wanted, _whole(request.GET.get("page")))
    asked = request.GET.get("verify") == "1" or trail_seen.length(actor) <= _VERIFIED_UNASKED
    facts = {
        "page": page,
        "wanted": wanted,
        "actions": trail_seen.actions_told(actor, workspace),
        "chain": trail_seen.chain(actor) if asked else None,
        "before": page.number - 1 if page.number > 1 else None,
        "after": page.number + 1 if page.number < page.pages else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/trail.html", facts)


@require_POST
@login_required
def export(request: Asking) -> HttpResponse:
    """The lines asked for as a text for Excel; that they were taken out is a line itself."""
    actor, workspace = request.actor, served().workspace
    actor.refuse_unless_anywhere(SEE_TRAIL)
    lines = tuple(trail_seen.trail_lines(actor, workspace, _wanted(request)))
    written.note(actor, written.EXPORTED, at=now(), area=home_of(actor, SEE_TRAIL), rows=len(lines), list="trail")
    voice = Voice(page_language())
    headings = [voice.text(f"trail_{name}") for name in _COLUMNS]
    answer = HttpResponse(as_csv(headings, _rows(lines)), content_type=TYPES[CSV])
    answer.headers["Content-Disposition"] = f'attachment; filename="{voice.text("trail_file")}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _rows(lines: Any) -> Iterator[list[Any]]:
    for line in lines:
        facts = "; ".join(f"{name}={value}" for name, value in line.facts.items())
        at = line.at.astimezone(JAKARTA).isoformat(timespec="seconds")
        yield [line.number, at, line.who, line.action, line.area, line.subject, line.purpose, facts, line.sha256]


def _wanted(request: Asking) -> Wanted:
    """What the address asks for; Refused where a day is none, or an area."""
    area = request.GET.get("area", "").strip()
    if area and not area_exists(area):
        raise Refused("trail_area_unknown", text=area[:20])
    who, action = request.GET.get("who", "").strip()[:150], request.GET.get("action", "")[:40]
    return Wanted(who, action, _day(request.GET.get("begins")), _day(request.GET.get("ends")), area)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("trail_day_unreadable", text=text[:20]) from None


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1
