"""One person's BPU contribution and eligibility, rule by rule; nothing typed in is kept, or in an address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cakupan import regions
from cakupan.basics.figures import FigureProblem, parse_count
from cakupan.basics.month import Month, day_in_jakarta, parse_month
from cakupan.basics.refused import Refused
from cakupan.scheme.eligibility import NO_MEMBER, Person
from cakupan.scheme.unit_cost import PAYERS
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, now
from cakupan_app.look.schemed import judged_document, owed_document, payer_named
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice, Voice
from cakupan_app.work.rights import SEE_FIGURES
from cakupan_app.work.scheme import ContributionQuestion, judged, owed, read_law
from cakupan_app.work.vocabulary import rule_named

_OCCUPATIONS = "eligible_occupation"
_MEMBERS = (NO_MEMBER, "BPU", "PU", "Jakon", "PMI")
_ALL = ("JKK", "JKM", "JHT")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def explain(request: Asking) -> HttpResponse:
    """The form; and, once it is sent, what follows from the law."""
    actor = request.actor
    actor.refuse_unless_anywhere(SEE_FIGURES)
    area, voice, day = home_of(actor, SEE_FIGURES), PageVoice(page_language()), day_in_jakarta(now())
    month = f"{day:%Y-%m}"
    typed = request.POST.dict() if request.method == "POST" else {"payer": "self", "since": month, "until": month}
    facts: dict[str, Any] = {
        "area": regions.area(area),
        "typed": typed,
        "payers": [(name, payer_named(voice, name)) for name in PAYERS],
        "occupations": _occupations(voice, area, day),
        "members": [(one, voice.text("member_of_none") if one == NO_MEMBER else one) for one in _MEMBERS],
    }
    if request.method != "POST":
        return render(request, "desk/explain.html", facts)
    try:
        facts |= _answers(request, voice, area, day)
    except Refused as problem:
        return render(request, "desk/explain.html", {**facts, "problem": problem}, status=400)
    return render(request, "desk/explain.html", facts)


def _answers(request: HttpRequest, voice: Voice, area: str, day: date) -> Mapping[str, Any]:
    law = read_law(area=area)
    known = [code for code, _ in _occupations(voice, area, day)]
    occupation = request.POST.get("occupation")
    occupation = occupation if occupation in known else None
    found = owed_document(voice, owed(law, _question(request.POST, occupation)))
    told = judged_document(voice, judged(law, _person(request.POST, area, occupation), area, day))
    because = rule_named(told["because"], voice.lang) if told["because"] else None
    sentence = voice.text(f"eligible_{told['eligible']}", area=area, day=day, because=because)
    not_asked = tuple(rule_named(one, voice.lang) for one in told["not_asked"])
    return {"owed": found, "count": len(found["months"]), "told": told, "sentence": sentence, "not_asked": not_asked}


def _question(typed: Mapping[str, str], occupation: str | None) -> ContributionQuestion:
    since = _month(typed.get("since", ""))
    return ContributionQuestion(
        segment="BPU",
        since=since,
        until=_month(typed.get("until", "")) if typed.get("until") else since,
        payer=typed.get("payer") or None,
        income=_income(typed.get("income", "").strip()),
        occupation=occupation,
        programmes=_ALL if typed.get("jht") else None,
    )


def _person(typed: Mapping[str, str], area: str, occupation: str | None) -> Person:
    member, decile = typed.get("member"), typed.get("decile", "").strip()
    citizen = {"yes": True, "no": False}.get(typed.get("citizen", ""))
    if decile and not (decile.isdecimal() and 1 <= int(decile) <= 10):
        raise Refused("decile_outside", decile=decile[:5])
    return Person(
        birth=_day(typed.get("birth", "")),
        citizen=citizen,
        home=area if citizen else None,  # one question for both: an identity card of this area
        occupation=occupation,
        member_segment=member if member in _MEMBERS else None,
        decile=int(decile) if decile else None,
    )


def _month(text: str) -> Month:
    found = parse_month(text)
    if not isinstance(found, Month):
        raise Refused(found.code, text=text[:20])
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("definitions_day_unreadable", text=text[:20]) from None


def _income(text: str) -> int | None:
    if not text:
        return None
    found = parse_count(text)
    if isinstance(found, FigureProblem):
        raise Refused("explain_income_unreadable", text=text[:20])
    return found


def _occupations(voice: Voice, area: str, day: date) -> list[tuple[str, str]]:
    """Those of the list, and one that is not in it: what else somebody does comes to the same."""
    entry = read_law(area=area).on(_OCCUPATIONS, day)
    codes = (*(entry.value["against"] or ()), "other_unlisted")
    return sorted(((one, voice.text(f"occupation_{one}")) for one in codes), key=lambda one: one[1])
