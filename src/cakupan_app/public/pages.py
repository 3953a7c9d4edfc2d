"""Pages for everybody: the headline and what it means, trend, map, places, revisions, method; small counts hidden."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cakupan import regions
from cakupan.basics.month import Month
from cakupan.coverage.figure import Coverage
from cakupan.coverage.indicators import FIELDS, indicators
from cakupan.regions.tree import parent_of
from cakupan_app.look.at_hand import served
from cakupan_app.look.cards import card_of, card_told
from cakupan_app.look.documents import area_title
from cakupan_app.look.pictures import card_drawn, map_drawn, trend_drawn
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import defined, headline_sentence, meaning_sentences, part_named
from cakupan_app.look.voice import Voice
from cakupan_app.public.tables import TABLES, asked_in_public, months_public
from cakupan_app.work import ask
from cakupan_app.work.public_revisions import public_revisions

_ON_HOME = ("segment", "payer", "sex", "age")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The headline, how it came about, and where."""
    voice, area, month = _frame()
    answer = asked_in_public(month)
    series = {one: asked_in_public(one) for one in months_public()}
    targets = _targets(month)
    places = asked_in_public(month, "district")
    facts = {
        "area": regions.area(area),
        "month": month,
        "total": answer.total,
        "rate": _rate(answer),
        "sentence": headline_sentence(voice, answer),
        "meaning": meaning_sentences(voice, answer.definition),
        "beside": _beside(voice, answer),
        "targets": targets,
        "series": [(one, told.total, _rate(told)) for one, told in reversed(series.items())],
        "trend": trend_drawn(voice, area, series, [one.target for one in targets]),
        "map": map_drawn(voice, area, "district", places, served().workspace),
        "places": [_place(row, "district") for row in places.rows],
        "parts": [(name, _parts(voice, month, name)) for name in _ON_HOME],
        "revisions": served().answer(public_revisions, area),
        "card_told": card_told(card_of(voice, answer, targets)),
        "site_url": settings.CONFIG.url,
    }
    return render(request, "public/home.html", {**facts, "page": "home"})


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The headline as a picture to send on."""
    del request
    voice, area, month = _frame()
    drawn = card_drawn(card_of(voice, asked_in_public(month), _targets(month)))
    response = HttpResponse(drawn, content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="cakupan-{area}-{month}.png"'
    return response


@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """Every village with its members, in its district; a count of one to four is hidden."""
    voice, area, month = _frame()
    answer = asked_in_public(month, "village")
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in answer.rows:
        place = (row.dims or {}).get("village")
        groups.setdefault(area_title(parent_of(place)) if place else "", []).append(_place(row, "village"))
    facts = {
        "area": regions.area(area),
        "month": month,
        "groups": sorted(groups.items(), key=lambda group: (not group[0], group[0])),  # of no known village: last
        "map": map_drawn(voice, area, "village", answer, served().workspace),
        "missing": answer.missing,
    }
    return render(request, "public/villages.html", {**facts, "page": "villages"})


@require_safe
def revisions(request: HttpRequest) -> HttpResponse:
    """What both offices agreed on, and what was corrected since."""
    _, area, month = _frame()
    facts = {"area": regions.area(area), "month": month, "revisions": served().answer(public_revisions, area)}
    return render(request, "public/revisions.html", {**facts, "page": "revisions"})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How everything is counted: each indicator with the five fields of Satu Data Indonesia."""
    voice, area, month = _frame()
    answer = asked_in_public(month)
    lang = page_language()
    told = [
        {
            "id": one.id,
            "name": one.name[lang],
            "fields": [(f"indicator_{name}", getattr(one, name)[lang]) for name in FIELDS],
            "source": one.rujukan or one.source if lang == "id" else one.source,
            "computed": one.computes is not None,
        }
        for one in indicators()
    ]
    facts = {
        "area": regions.area(area),
        "meaning": meaning_sentences(voice, answer.definition),
        "denominators": [(one.denominator, defined(voice, one.denominator)) for one in answer.beside],
        "indicators": told,
    }
    return render(request, "public/method.html", {**facts, "page": "method"})


@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    """The tables of the fixed list, as CSV and JSON."""
    _, area, month = _frame()
    facts = {"area": regions.area(area), "month": month, "tables": TABLES}
    return render(request, "public/downloads.html", {**facts, "page": "downloads"})


def _frame() -> tuple[Voice, str, Month]:
    return Voice(page_language()), served().workspace.area, months_public()[-1]


def _rate(answer: Coverage) -> Any:
    return answer.total.ratio.percent() if answer.total.ratio and not answer.total.hidden else None


def _beside(voice: Voice, answer: Coverage) -> Sequence[tuple[Any, ...]]:
    told = ((one.ratio, one.denominator) for one in answer.beside)
    return [(ratio.percent(), one, defined(voice, one)) for ratio, one in told if ratio]


def _targets(month: Month) -> Sequence[Any]:
    """What each target still needs, where its figure is for everybody to see."""
    if asked_in_public(month).total.hidden:
        return ()
    gap, _ = served().answer(ask.gap, ask.GapQuestion(served().workspace.area, month))
    return tuple(one for one in gap.targets if one.needed is not None and not one.own_denominator)


def _place(row: Any, level: str) -> Mapping[str, Any]:
    place = (row.dims or {}).get(level)
    rate = row.ratio.percent() if row.ratio and not row.hidden else None
    return {"name": area_title(place) if place else None, "code": place, "row": row, "rate": rate}


def _parts(voice: Voice, month: Month, name: str) -> Sequence[tuple[str, Any]]:
    return [(part_named(voice, name, (row.dims or {}).get(name)), row) for row in asked_in_public(month, name).rows]
