"""Months to come of an area: where the year ends, with the chance of each target, and whose protection ends when."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan_app.desk.asked import Asked, asked_of
from cakupan_app.desk.overview import Trend, frame, once, series_of
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import served
from cakupan_app.look.forecast_drawn import cliff_of, fan
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import meaning_sentences, part_named
from cakupan_app.look.voice import PageVoice, Voice
from cakupan_app.work.forecast import ForecastQuestion, forecast, year_end_after
from cakupan_app.work.lapses import LapsesQuestion, lapses

if TYPE_CHECKING:
    from cakupan.targets.forecast import Forecast
    from cakupan.targets.lapses import LapseCalendar


@require_safe
def ahead(request: Asking, code: str | None = None) -> HttpResponse:
    asked = asked_of(request, request.actor, code)
    if code is None:
        return HttpResponseRedirect(reverse("desk_ahead_area", args=[asked.area.code]))
    voice = PageVoice(page_language())
    until = _until(request, asked)
    facts = {
        **frame(asked, request),
        "until": until,
        "choices": [year_end_after(asked.months[-1]) + 12 * years for years in range(2)],
        "forecast": _forecast(voice, asked, until),
        "lapses": _lapses(voice, asked),
    }
    return render(request, "desk/ahead.html", facts)


def _until(request: Asking, asked: Asked) -> Month:
    """The month that the page looks ahead to: the end of the year, unless another is asked for."""
    text = request.GET.get("until")
    if not text:
        return year_end_after(asked.months[-1])
    month = parse_month(text)
    if not isinstance(month, Month):
        raise Refused(month.code, text=text[:20])
    return month


def _forecast(voice: Voice, asked: Asked, until: Month) -> Mapping[str, Any]:
    """What is expected, as sentences of each target, a picture and a table; or why there is none."""
    question = ForecastQuestion(asked.area.code, until, denominator=asked.denominator)
    found = served().answer(forecast, question, asked.snapshot)
    trend = Trend(asked.area.code, asked.months, asked.denominator)
    picture = fan(voice, found, served().answer(series_of, trend, asked.snapshot))
    return {
        "found": found,
        "last": _rated(found, -1) if found.path else None,
        "rows": [_rated(found, place) for place in range(len(found.path))],
        "svg": mark_safe(picture) if picture else None,  # noqa: S308  drawn by us, its texts escaped
        "told": once((*found.missing, *found.findings)),
        "meaning": meaning_sentences(voice, found.gap.coverage.definition),
    }


def _rated(found: "Forecast", place: int) -> Mapping[str, Any]:
    one, flows = found.path[place], found.flows[place]
    rates = {name: found.rate_of(getattr(one, name)) for name in ("members", "low", "high")}
    return {"expected": one, "flows": flows, "rates": rates}


def _lapses(voice: Voice, asked: Asked) -> Mapping[str, Any]:
    """Whose protection ends when, as a picture and a table; or why nobody can tell."""
    try:
        found = served().answer(lapses, LapsesQuestion(asked.area.code, by=("payer", "cause")), asked.snapshot)
    except Refused as refusal:
        return {"problem": refusal}
    return {
        "found": found,
        "sentence": _sentence(voice, asked, found),
        "svg": mark_safe(cliff_of(voice, found)),  # noqa: S308  drawn by us, its texts escaped
        "rows": _endings(voice, found),
        "payers": _payers(voice, found),
        "told": once((*found.missing, *found.findings)),
    }


def _sentence(voice: Voice, asked: Asked, found: "LapseCalendar") -> str:
    window = {"month": str(found.month), "since": str(found.since), "until": str(found.until)}
    place = {"area": asked.area.title, "code": asked.area.code}
    return voice.text("lapses_headline", **place, **window, members=found.members, ending=found.ending)


def _endings(voice: Voice, found: "LapseCalendar") -> Sequence[tuple[Month, str, str, int]]:
    return [
        (
            row.month,
            part_named(voice, "payer", row.dims["payer"]),
            voice.text(f"lapse_cause_{row.dims['cause']}"),
            row.people,
        )
        for row in found.rows
    ]


def _payers(voice: Voice, found: "LapseCalendar") -> tuple[str, ...]:
    counts = found.year_end.payers.items() if found.year_end else ()
    return tuple(f"{part_named(voice, 'payer', payer)} {voice.shown(people, 'n')}" for payer, people in counts)
