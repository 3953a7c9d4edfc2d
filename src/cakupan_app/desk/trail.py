"""The trail: who looked at, exported and changed what; read, searched, verified, taken out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cakupan.basics.month import JAKARTA
from cakupan.basics.refused import Refused
from cakupan.regions import area_exists
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.downloads import download
from cakupan_app.look.numbers import whole
from cakupan_app.look.sheets import CSV, TYPES, csv_lines
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import Voice
from cakupan_app.work import trail_seen
from cakupan_app.work.rights import SEE_TRAIL
from cakupan_app.work.trail_seen import Wanted

_COLUMNS = ("number", "at", "who", "action", "area", "subject", "purpose", "facts", "sha256")


@require_safe
@never_cache
@login_required
def trail(request: Asking) -> HttpResponse:
    actor, workspace = request.actor, served().workspace
    actor.refuse_unless_anywhere(SEE_TRAIL)
    wanted = _wanted(request)
    page = trail_seen.trail_page(actor, workspace, wanted, whole(request.GET.get("page")) or 1)
    facts = {
        "page": page,
        "wanted": wanted,
        "actions": trail_seen.actions_told(actor, workspace),
        "chain": trail_seen.chain(actor),
        "before": page.number - 1 if page.number > 1 else None,
        "after": page.number + 1 if page.number < page.pages else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/trail.html", facts)


@require_POST
@login_required
def export(request: Asking) -> StreamingHttpResponse:
    """The lines asked for as a text for Excel, sent while they are read."""
    actor, workspace = request.actor, served().workspace
    actor.refuse_unless_anywhere(SEE_TRAIL)
    lines = trail_seen.lines_taken_out(actor, workspace, _wanted(request), now())
    voice = Voice(page_language())
    headings = [voice.text(f"trail_{name}") for name in _COLUMNS]
    return download(f"{voice.text('trail_file')}.{CSV}", csv_lines(headings, _rows(lines)), TYPES[CSV])


def _rows(lines: Any) -> Iterator[list[Any]]:
    for line in lines:
        facts = "; ".join(f"{name}={_told(value)}" for name, value in line.facts.items())
        at = line.at.astimezone(JAKARTA).isoformat(timespec="seconds")
        yield [line.number, at, line.who, line.action, line.area, line.subject, line.purpose, facts, line.sha256]


def _told(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


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
