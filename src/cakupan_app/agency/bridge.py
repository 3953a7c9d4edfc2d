"""The bridge from our count to the branch's recap of a month: what differs, why, how surely, and what to ask."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan import regions
from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, served
from cakupan_app.look.bridged import bridge_bars, bridge_questions, bridge_rest, bridge_table
from cakupan_app.look.pictures import waterfall_drawn
from cakupan_app.look.sureness import sure_told
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice
from cakupan_app.work import ask
from cakupan_app.work.bridge import BridgeQuestion, bridged, recaps_told
from cakupan_app.work.rights import SEE_FIGURES

if TYPE_CHECKING:
    from cakupan.coverage.bridge import Bridge

# What is in the way of a bridge, though nobody asked for anything wrong: the page says it, and offers other months.
_IN_THE_WAY = {
    "bridge_without_recap",
    "bridge_recap_without_total",
    "bridge_without_members",
    "bridge_needs_build",
    "bridge_of_village",
    "recap_rules_not_in_force",
    "month_unknown_here",
}


@require_safe
def start(request: Asking) -> HttpResponse:
    """To the bridge of the widest area in which the actor sees figures."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    return HttpResponseRedirect(reverse("agency_bridge_area", args=[home_of(request.actor, SEE_FIGURES)]))


@require_safe
def bridge(request: Asking, area: str) -> HttpResponse:
    """The bridge of an area and month, to the recap of one source."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    place = regions.area(area)
    request.actor.refuse_unless(SEE_FIGURES, place.code)
    recaps = served().answer(recaps_told, place.code)
    month = _month(request.GET.get("month"), recaps, place.code)
    source = request.GET.get("source") or None
    facts: dict[str, Any] = {
        "area": place,
        "month": month,
        "months": tuple(reversed(served().answer(ask.months_told, place.code))),
        "with_recap": frozenset(recaps),
        "sources": tuple(one for one in recaps.get(month, ()) if one),
    }
    try:
        found = served().answer(bridged, BridgeQuestion(place.code, month, source))
    except Refused as problem:
        if problem.code not in _IN_THE_WAY:
            raise
        return render(request, "agency/bridge.html", {**facts, "problem": problem})
    return render(request, "agency/bridge.html", {**facts, **_told(found)})


def _told(found: "Bridge") -> Mapping[str, Any]:
    voice = PageVoice(page_language())
    bars, words = bridge_bars(voice, found)
    return {
        "found": found,
        "source": found.recap.source or voice.text("source_unnamed"),
        "svg": waterfall_drawn(bars, words),
        "table": bridge_table(voice, found),
        "rest": bridge_rest(voice, found),
        "profile_sure": sure_told(voice, found.profile.sure),
        "questions": bridge_questions(voice, found),
    }


def _month(text: str | None, recaps: Mapping[Month, tuple[str, ...]], area: str) -> Month:
    """The month asked for; without one the last that has a recap, else the last that has a figure."""
    if text:
        month = parse_month(text)
        if not isinstance(month, Month):
            raise Refused(month.code, text=text[:20])
        return month
    months = sorted(recaps) or sorted(served().answer(ask.months_told, area))
    if not months:
        raise Refused("months_none_here")
    return months[-1]
