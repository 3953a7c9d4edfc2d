"""What others published: a map and table of coverage by place, the series of one place, and its export."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cakupan import regions
from cakupan.regions.tree import is_within
from cakupan.statements.conflicting import conflicts_of
from cakupan.statements.series import PlaceSeries, series_of
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.checked import conflict_told
from cakupan_app.look.downloads import download
from cakupan_app.look.held import series_against
from cakupan_app.look.published import figure_document, headings, held_by, rows_of, series_document
from cakupan_app.look.published_drawn import published_map
from cakupan_app.look.sheets import CSV, TYPES, XLSX, as_csv, as_xlsx
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice, Voice
from cakupan_app.work import media_types, observe
from cakupan_app.work.rights import OBSERVE, SEE_FIGURES, Actor
from cakupan_app.work.trail import EXPORTED, note

if TYPE_CHECKING:
    from cakupan.statements.conflicting import Published

_JSON = "json"


@require_safe
@login_required
def published(request: Asking) -> HttpResponse:
    """Every place that something was published of, on a map and as a table, and the texts that are kept."""
    actor, voice = request.actor, PageVoice(page_language())
    actor.refuse_unless_anywhere(SEE_FIGURES)
    figures = _figures(actor)
    series = series_of(figures)
    facts = {
        "places": [_place(actor, one) for one in series],
        "map": published_map(voice, series, served().workspace),
        "conflicts": [conflict_told(voice, one) for one in conflicts_of(figures)],
        "texts": _texts(actor),
        "keeps": actor.may_anywhere(OBSERVE),
    }
    return render(request, "desk/published.html", facts)


@require_safe
@login_required
def place(request: Asking, code: str) -> HttpResponse:
    """The series of one place: each figure with its source and how it fares."""
    actor, voice = request.actor, PageVoice(page_language())
    area = regions.area(code)
    _refuse_unless_seen(actor, area.code)
    figures = [one for one in observe.published_texts() if one.claim.place_code == area.code]
    compared = series_against(actor, figures)
    held = held_by(figures, compared) if compared is not None else None
    rows = [figure_document(voice, one, held) for series in series_of(figures) for one in series.figures]
    facts = {
        "area": area,
        "rows": rows,
        "conflicts": [conflict_told(voice, one) for one in conflicts_of(figures)],
    }
    return render(request, "desk/published_place.html", facts)


@require_POST
@login_required
def export(request: Asking) -> HttpResponse:
    """The series as a file: for Excel, or as programs read it. It stands on the trail."""
    actor, voice = request.actor, Voice(page_language())
    actor.refuse_unless_anywhere(SEE_FIGURES)
    figures = _figures(actor)
    compared = series_against(actor, figures)
    held = held_by(figures, compared) if compared is not None else None
    form = request.POST.get("format")
    kind = form if form in (XLSX, _JSON) else CSV
    series, title = series_of(figures), voice.text("published_file")
    note(actor, EXPORTED, at=now(), list="published", rows=len(figures))
    if kind == _JSON:
        told = series_document(voice, series, conflicts_of(figures), held)
        content = json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
        return download(f"{title}.json", content, media_types.JSON)
    rows = list(rows_of(voice, series, held))
    content = as_xlsx(title, headings(voice), rows) if kind == XLSX else as_csv(headings(voice), rows)
    return download(f"{title}.{kind}", content, TYPES[kind])


@require_POST
@login_required
def withdraw(request: Asking, number: int) -> HttpResponse:
    """Take a text out of the series again."""
    observe.withdraw_as(request.actor, number, whole=served().workspace.area, at=now())
    return HttpResponseRedirect(reverse("desk_published"))


def _texts(actor: Actor) -> "Sequence[tuple[observe.KeptText, bool]]":
    """For those who keep texts the kept ones, the last first, each with whether they may take it out."""
    if not actor.may_anywhere(OBSERVE):
        return ()
    whole = served().workspace.area
    return [(one, observe.may_withdraw(actor, one, whole)) for one in reversed(observe.kept_texts())]


def _figures(actor: Actor) -> "list[Published]":
    """What is published of places whose figures the actor may see here; of places elsewhere everything."""
    found = observe.published_texts()
    return [one for one in found if one.claim.place_code is None or _seen(actor, one.claim.place_code)]


def _seen(actor: Actor, code: str) -> bool:
    return not is_within(code, served().workspace.area) or actor.may(SEE_FIGURES, code)


def _refuse_unless_seen(actor: Actor, code: str) -> None:
    actor.refuse_unless_anywhere(SEE_FIGURES)
    if not _seen(actor, code):
        actor.refuse_unless(SEE_FIGURES, code)


def _place(actor: Actor, one: PlaceSeries) -> dict[str, Any]:
    latest = one.latest_rate
    compared: Sequence[Any] | None = series_against(actor, [latest]) if latest else None
    return {"series": one, "latest": latest, "known": compared[0] if compared else None}
