"""The overview of an area: its coverage and what that means, the trend, the gap, what changed, its parts and places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.regions.tree import ancestors_of, is_within
from cakupan_app.desk.asked import Asked, asked_of, kept, vintages
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import served
from cakupan_app.look.documents import area_title
from cakupan_app.look.drawn import change_bars
from cakupan_app.look.forecast_drawn import expected_rates
from cakupan_app.look.linkage import linkage_sentence
from cakupan_app.look.pictures import map_drawn, trend_drawn, waterfall_drawn
from cakupan_app.look.tables import Cell, ordered
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import defined, headline_sentence, meaning_sentences, part_named
from cakupan_app.look.voice import PageVoice, Voice
from cakupan_app.work import ask
from cakupan_app.work.change import ChangeQuestion, change
from cakupan_app.work.forecast import ForecastQuestion, forecast, year_end_after
from cakupan_app.work.rights import SEE_FIGURES

if TYPE_CHECKING:
    from cakupan.coverage.figure import Coverage, CoverageFigure
    from cakupan.regions import Level
    from cakupan.reports.trend import Expected

_BELOW = {
    "regency": ("district", "village"),
    "district": ("village",),
    "province": ("regency",),
    "nation": ("province",),
}
_PARTS = ("segment", "payer")


@dataclass(frozen=True, slots=True)
class Trend:
    """What the trend of an area is asked about."""

    area: str
    months: tuple[Month, ...]
    denominator: str | None


@require_safe
def overview(request: Asking, code: str | None = None) -> HttpResponse:
    actor = request.actor
    if code is None:
        actor.refuse_unless_anywhere(SEE_FIGURES)
    asked = asked_of(request, actor, code)
    if code is None:
        return HttpResponseRedirect(reverse("desk_area", args=[asked.area.code]))
    voice = Voice(page_language())
    answer = served().answer(
        ask.coverage, ask.CoverageQuestion(asked.area.code, asked.month, denominator=asked.denominator), asked.snapshot
    )
    facts = {
        **frame(asked, request),
        **_headline(voice, answer),
        "gap": _gap(asked),
        "trend": _trend(voice, asked),
        "change": _change(voice, asked),
        "parts": [(name, _parts(voice, asked, name)) for name in _PARTS],
        "below": _below(voice, asked, request),
    }
    return render(request, "desk/overview.html", facts)


def frame(asked: Asked, request: Asking) -> dict[str, Any]:
    """What every page about an area and month shows: where it lies, and what else could be chosen."""
    actor = request.actor
    above = [area for area in reversed(ancestors_of(asked.area.code)) if actor.may(SEE_FIGURES, area.code)]
    return {
        "asked": asked,
        "area": asked.area,
        "above": [area for area in above if is_within(area.code, served().workspace.area)],
        "vintages": vintages(),
        "months": tuple(reversed(asked.months)),
        "earlier": tuple(month for month in asked.months if asked.month - month > 0),
        "query": kept(request),
    }


def _headline(voice: Voice, answer: "Coverage") -> dict[str, Any]:
    """The figure, what it means, what stands beside it, and what is to be known of it."""
    beside = [
        {"rate": one.ratio.percent(), "denominator": one.denominator, "defined": defined(voice, one.denominator)}
        for one in answer.beside
        if one.ratio
    ]
    others = [
        {
            "evidence": voice.text(f"evidence_{one.definition.evidence}"),
            "members": one.figure.members,
            "rate": one.figure.ratio.percent() if one.figure.ratio else None,
        }
        for one in (*answer.other_evidence, *answer.partial_evidence)
    ]
    return {
        "answer": answer,
        "total": answer.total,
        "rate": answer.total.ratio.percent() if answer.total.ratio else None,
        "sentence": headline_sentence(voice, answer),
        "meaning": meaning_sentences(voice, answer.definition) if answer.total.members is not None else (),
        "linkage": linkage_sentence(PageVoice(voice.lang), answer.definition),
        "beside": beside,
        "others": others,
        "told": once((*answer.missing, *answer.findings)),
    }


def once(things: Sequence[Any]) -> Sequence[Any]:
    """What is missing or at odds, each sentence once."""
    return list({(thing.code, repr(thing.facts)): thing for thing in things}.values())


def _gap(asked: Asked) -> Mapping[str, Any]:
    """The gap in its three readings: the uncovered, to each target, and the pace."""
    question = ask.GapQuestion(asked.area.code, asked.month, since=asked.since, denominator=asked.denominator)
    if asked.since == asked.month:
        return {}
    gap, pace = served().answer(ask.gap, question, asked.snapshot)
    return {"gap": gap, "pace": pace if hasattr(pace, "per_month") else None, "missing": pace}


def _trend(voice: Voice, asked: Asked) -> Mapping[str, Any]:
    series = served().answer(series_of, Trend(asked.area.code, asked.months, asked.denominator), asked.snapshot)
    rows = [
        (month, answer.total.members, answer.total.ratio.percent() if answer.total.ratio else None)
        for month, answer in series.items()
    ]
    expected = _expected(asked)
    svg = trend_drawn(voice, asked.area.code, series, _targets(asked), expected)
    return {"rows": rows, "svg": svg, "expected": expected}


def _expected(asked: Asked) -> "Sequence[Expected]":
    """Between what the rate is expected to lie up to the end of the year; nothing where no forecast can be made."""
    question = ForecastQuestion(asked.area.code, year_end_after(asked.months[-1]), denominator=asked.denominator)
    try:
        return expected_rates(served().answer(forecast, question, asked.snapshot))
    except Refused:
        return ()


def series_of(view: ask.View, question: Trend) -> Mapping[Month, "Coverage"]:
    """The coverage of each month asked about."""
    return ask.coverage_by_month(view, question.area, question.months, question.denominator)


def _targets(asked: Asked) -> Sequence[Any]:
    gap = _gap(asked).get("gap")
    return [one.target for one in gap.targets if not one.own_denominator] if gap else []


def _change(voice: Voice, asked: Asked) -> Mapping[str, Any] | None:
    if asked.since == asked.month:
        return None
    found = served().answer(change, ChangeQuestion(asked.area.code, asked.since, asked.month), asked.snapshot)
    if found.difference is None:
        return None
    steps = [(voice.text(f"change_reason_{step.reason}"), step.persons) for step in found.reasons if step.persons]
    bars, words = change_bars(voice, found)
    return {"found": found, "steps": steps, "svg": waterfall_drawn(tuple(bars), words), "told": once(found.missing)}


def _parts(voice: Voice, asked: Asked, name: str) -> Sequence[Mapping[str, Any]]:
    """The members by segment or payer, each with its share of all."""
    answer = _coverage(asked, name)
    whole = answer.total.members or 0
    return [
        {
            "name": part_named(voice, name, (row.dims or {}).get(name)),
            "members": row.members,
            "share": round(100 * (row.members or 0) / whole, 1) if whole else None,
        }
        for row in sorted(answer.rows, key=lambda row: -(row.members or 0))
    ]


def _coverage(asked: Asked, *by: str) -> "Coverage":
    question = ask.CoverageQuestion(asked.area.code, asked.month, by=by, denominator=asked.denominator)
    return served().answer(ask.coverage, question, asked.snapshot)


def _below(voice: Voice, asked: Asked, request: Asking) -> Mapping[str, Any] | None:
    """The areas below, as a table that can be put in another order, and as a map."""
    levels = _BELOW.get(asked.area.level, ())
    level = request.GET.get("level", "")
    if not levels:
        return None
    level = level if level in levels else levels[0]
    try:
        answer = _coverage(asked, level)
    except Refused as problem:
        return {"problem": problem}
    rows = [_place(row, level) for row in answer.rows]
    columns = ("name", "members", "potential", "rate", "uncovered")
    table = ordered(columns, rows, request.GET.get("order"), request.GET.get("way"))
    return {
        "level": level,
        "levels": levels,
        "table": table,
        "svg": map_drawn(voice, asked.area.code, cast("Level", level), answer, served().workspace),
        "told": once(answer.findings),
    }


def _place(row: "CoverageFigure", level: str) -> Mapping[str, Cell]:
    place = (row.dims or {}).get(level) or row.area
    name = area_title(place) if place else None
    rate = row.ratio.percent() if row.ratio else None
    return {
        "name": Cell(name, link=place if not row.unplaced else None),
        "members": Cell(row.members),
        "potential": Cell(row.potential, about=row.estimated),
        "rate": Cell(rate, about=row.estimated),
        "uncovered": Cell(row.uncovered, about=row.estimated),
    }
