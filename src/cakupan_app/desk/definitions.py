"""What figures are measured against: targets, denominators and overrides of an area, and the law in force on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cakupan import regions
from cakupan.basics.month import Month, day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.scheme.entry import Entry
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, now, served
from cakupan_app.look.citations import cited
from cakupan_app.look.documents import estimate_definition
from cakupan_app.look.schemed import entry_told
from cakupan_app.look.sureness import sure_told
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice, Voice
from cakupan_app.work.definitions import Definitions, DefinitionsQuestion
from cakupan_app.work.definitions import definitions as defined_in
from cakupan_app.work.law import Rule, entries_told, law_on
from cakupan_app.work.rights import SEE_FIGURES
from cakupan_app.work.vocabulary import anchors_by_decider, glossary_told


@require_safe
def definitions(request: Asking) -> HttpResponse:
    """Targets, denominators, overrides and law of an area on a day."""
    actor = request.actor
    actor.refuse_unless_anywhere(SEE_FIGURES)
    home = home_of(actor, SEE_FIGURES)
    place = regions.area(request.GET.get("area") or home)
    actor.refuse_unless(SEE_FIGURES, place.code)
    day = _day(request.GET.get("on"))
    voice = PageVoice(page_language())
    found = served().answer(defined_in, DefinitionsQuestion(place.code, Month(day.year, day.month)))
    facts = {
        "area": place,
        "day": day,
        "places": _places(home, place),
        "targets": _targets(found),
        "counts": found.counts,
        "estimates": [(one, estimate_definition(voice, one.estimate)) for one in found.estimates if one.estimate],
        "overrides": [one for one in found.counts if one.denominator.override],
        "entries": [_subject(voice, subject, told, day) for subject, told in entries_told(place.code).items()],
        "law": [_rule(voice, one, nth) for nth, one in enumerate(law_on(day, place.code), 1)],
    }
    return render(request, "desk/definitions.html", facts)


@require_safe
def glossary(request: Asking) -> HttpResponse:
    """Every word of the trade, what it means, and the function that decides it."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    return render(request, "desk/glossary.html", {"terms": glossary_told(page_language())})


def _day(text: str | None) -> date:
    if not text:
        return day_in_jakarta(now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("definitions_day_unreadable", text=text[:20]) from None


def _places(home: str, place: regions.Area) -> Sequence[regions.Area]:
    """What can be chosen: the actor's widest area, what lies just below it, and the one that is shown."""
    told = {home: regions.area(home), place.code: place}
    told |= {one.code: one for one in regions.children_of(home)}
    return sorted(told.values(), key=lambda one: (one.code.count("."), one.title))


def _targets(found: Definitions) -> Sequence[tuple[Any, bool]]:
    return [(one, (one.id, one.year, one.area) in found.measured_by) for one in found.targets]


def _subject(voice: Voice, subject: str, told: Sequence[tuple[Entry, date | None]], day: date) -> Mapping[str, Any]:
    """The entries of a subject of the law in words, with how many hold on the day."""
    entries = [entry_told(voice, one, until, day) for one, until in told]
    return {
        "id": subject,
        "name": voice.text(f"law_subject_{subject}"),
        "holding": sum(one["holds"] for one in entries),
        "entries": entries,
    }


def _rule(voice: Voice, one: Rule, nth: int) -> Mapping[str, Any]:
    """A rule in words, each thing that it says with its source and confidence."""
    return {
        "rule": one,
        "place": str(nth),
        "topic": voice.text(f"law_topic_{one.topic}"),
        "anchor": anchors_by_decider().get(one.decides),
        "provisions": [
            (voice.text(said.code, **said.facts), cited(said.source, voice.lang), sure_told(voice, said.sure))
            for said in one.provisions
        ],
    }
