"""The page on which a published text, or a draft, is checked: its figures are marked where they stand."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.held import held
from cakupan_app.look.marked_text import checked_facts
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploading import file_of, takes_files
from cakupan_app.look.voice import PageVoice
from cakupan_app.work.check import checked_text, text_of
from cakupan_app.work.observe import keep
from cakupan_app.work.rights import OBSERVE, SEE_FIGURES, NotAllowed
from cakupan_app.work.texts_sent import TextSent, place_told, published_told

MOST_CHARACTERS = 200_000
"""Of a text that a page takes; a longer one is checked at the machine itself (`cakupan check`)."""
_TYPED = ("name", "text", "published_on", "place", "source", "url")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@takes_files
@login_required
def check(request: Asking) -> HttpResponse:
    """The form; and, once a text is sent, what was found in it. Nothing is kept unless that is asked for."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    typed = {name: request.POST.get(name, "") for name in _TYPED}
    facts: dict[str, Any] = {"typed": typed, "most": MOST_CHARACTERS, "keeps": request.actor.may_anywhere(OBSERVE)}
    if request.method != "POST":
        return render(request, "desk/check.html", facts)
    try:
        sent = _sent(request, typed)
        if request.POST.get("keep"):
            keep(request.actor, sent, whole=served().workspace.area, at=now())
            return HttpResponseRedirect(reverse("desk_published"))
        facts |= _checked(request, sent)
    except Refused as problem:
        if request.POST.get("keep"):
            request.actor.refuse_unless_anywhere(OBSERVE)
        # who keeps texts of another area reads why, beside what they typed
        status = HTTPStatus.FORBIDDEN if isinstance(problem, NotAllowed) else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "desk/check.html", {**facts, "problem": problem}, status=status)
    return render(request, "desk/check.html", facts)


def _checked(request: Asking, sent: TextSent) -> Mapping[str, Any]:
    checked = checked_text(sent.text, published_on=sent.published, place=sent.place)
    against = held(request.actor, sent.text, checked, sent.published_on, sent.source or sent.name)
    told = checked_facts(PageVoice(page_language()), sent.text, checked, against)
    return {"checked": told, "sent": sent}


def _sent(request: Asking, typed: Mapping[str, str]) -> TextSent:
    """The text that was uploaded, else the one that was pasted; Refused where there is none or it is too long."""
    name, text = typed["name"].strip(), typed["text"].replace("\r\n", "\n")
    if request.FILES.get("file"):
        called, content = file_of(request, "file")
        name, text = name or called, text_of(content, name=called)
    if not text.strip():
        raise Refused("check_text_missing")
    if len(text) > MOST_CHARACTERS:
        raise Refused("check_text_too_long", characters=len(text), most=MOST_CHARACTERS)
    published, place = published_told(typed["published_on"]), place_told(typed["place"])
    called = name or " ".join(text.strip().split("\n", 1)[0].split())[:60]
    return TextSent(called, text, place, published, typed["source"].strip(), typed["url"].strip())
