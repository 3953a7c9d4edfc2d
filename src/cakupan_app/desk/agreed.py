"""The agreed figure: how each month of a regency stands between both offices, and where they sign it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cakupan import regions
from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.agreed import agreed_sentence
from cakupan_app.look.at_hand import home_of, now, served
from cakupan_app.look.refusals import status_of
from cakupan_app.look.revised import revision_told
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import meaning_sentences
from cakupan_app.look.voice import PageVoice
from cakupan_app.work import ask
from cakupan_app.work.agree import OFFICES, can_be_agreed
from cakupan_app.work.rights import SEE_FIGURES, NotAllowed
from cakupan_app.work.signing import MonthStands, Wish, months_of, offices_of, sign_as, versions_of, withdraw_as

_TAGS = {"agreed": "good", "revised": "warn", "differing": "bad"}
_AT_FIELD = {"sign_without_position": "position", "withdraw_needs_note": "note"}


@require_safe
def start(request: Asking) -> HttpResponse:
    """To the months of the widest area in which the actor sees figures."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    return HttpResponseRedirect(reverse("desk_agreed_area", args=[home_of(request.actor, SEE_FIGURES)]))


@require_safe
def months(request: Asking, area: str) -> HttpResponse:
    """Every month of an area with its figure, its signatures and its state."""
    place = _area(request, area)
    voice = PageVoice(page_language())
    stand = served().answer(months_of, place.code) if can_be_agreed(place.code) else ()
    facts = {
        "area": place,
        "agreed_here": can_be_agreed(place.code),
        "regencies": _regencies_in(place),
        "months": [_month_told(voice, one) for one in stand],
        "offices": offices_of(request.actor, place.code),
    }
    return render(request, "desk/agreed.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def month(request: Asking, area: str, month: str) -> HttpResponse:
    """One month: what both offices signed, the form to sign it, and what was corrected since."""
    place = _area(request, area)
    if not can_be_agreed(place.code):
        # below a regency nobody signs, and the reasons of a revision name files of the whole regency
        raise Refused("agree_of_regency_only", area=place.code)
    when = _month(month)
    problem = None
    if request.method == "POST":
        problem = _done(request, place.code, when)
        if problem is None:
            return HttpResponseRedirect(reverse("desk_agreed_month", args=[place.code, str(when)]))
    facts = _month_page(request, place, when) | {"problem": problem, "typed": request.POST}
    facts["wrong"] = _AT_FIELD.get(problem.code) if problem else None
    return render(request, "desk/agreed_month.html", facts, status=_status(problem))


def _done(request: Asking, area: str, month: Month) -> Refused | None:
    """Do what the form says; what is in the way of it, where something is."""
    told = request.POST
    seen = _number(told.get("members", "")), _number(told.get("snapshot", ""))
    wish = Wish(area, month, told.get("office", ""), *seen, told.get("position", ""), told.get("note", ""))
    takes_back = told.get("action") == "withdraw"
    try:
        (withdraw_as if takes_back else sign_as)(served().workspace, request.actor, wish, now())
    except NotAllowed:
        raise
    except Refused as problem:
        return problem
    voice = PageVoice(page_language())
    messages.success(request, voice.text("sign_taken_back" if takes_back else "sign_done", month=str(month)))
    return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _status(problem: Refused | None) -> HTTPStatus:
    if problem is None:
        return HTTPStatus.OK
    status = status_of(problem)
    return HTTPStatus.UNPROCESSABLE_ENTITY if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND) else status


def _month_page(request: Asking, place: regions.Area, when: Month) -> dict[str, Any]:
    voice = PageVoice(page_language())
    stands = next((one for one in served().answer(months_of, place.code) if one.month == when), None)
    if stands is None:
        raise Refused("month_unknown_here", area=place.code, month=str(when))
    signed, may_sign = stands.signed, offices_of(request.actor, place.code)
    signatures = signed.signatures if signed else {}
    found = served().answer_across(versions_of, (place.code, when))
    answer = served().answer(ask.coverage, ask.CoverageQuestion(place.code, when))
    return {
        "snapshot": served().number(),
        "rate": answer.total.ratio.percent() if answer.total.ratio else None,
        "meaning": meaning_sentences(voice, answer.definition) if answer.total.members is not None else (),
        "area": place,
        "month": when,
        "told": _month_told(voice, stands),
        "offices": [(office, signatures.get(office), office in may_sign) for office in OFFICES],
        "withdrawn": [one for one in signed.all if one.withdrawn] if signed else [],
        "versions": found.told.versions if found.told else (),
        "revisions": [revision_told(voice, one) for one in found.changes],
    }


def _month_told(voice: PageVoice, one: MonthStands) -> dict[str, Any]:
    signed = one.signed
    return {
        "month": one.month,
        "members": one.members,
        "agreed": signed.members if signed else None,
        "difference": signed.difference if signed else None,
        "state": signed.state if signed else "unsigned",
        "tag": _TAGS.get(signed.state, "") if signed else "",
        "sentence": agreed_sentence(voice, signed) if signed else voice.text("sign_nobody_yet"),
        "signed_by": tuple(signed.signatures) if signed else (),
    }


def _area(request: Asking, code: str) -> regions.Area:
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    place = regions.area(code)
    request.actor.refuse_unless(SEE_FIGURES, place.code)
    return place


def _month(text: str) -> Month:
    month = parse_month(text)
    if not isinstance(month, Month):
        raise Refused(month.code, text=text[:20])
    return month


def _regencies_in(place: regions.Area) -> tuple[regions.Area, ...]:
    return regions.areas_at("regency", place.code) if place.level in ("nation", "province") else ()
