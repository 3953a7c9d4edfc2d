"""The page on which a press text stands ready, in both languages, and from which a draft of it is checked again."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan.basics.refused import Refused
from cakupan.statements import check_text
from cakupan_app.desk.asked import Asked, asked_of, known_on_of
from cakupan_app.desk.overview import frame
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import served
from cakupan_app.look.press import press_text
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice
from cakupan_app.look.words import LANGUAGES
from cakupan_app.work.press import PressQuestion
from cakupan_app.work.press import press as written


@require_safe
@login_required
def press(request: Asking, code: str | None = None) -> HttpResponse:
    asked = asked_of(request, request.actor, code)
    if code is None:
        return HttpResponseRedirect(reverse("desk_press_area", args=[asked.area.code]))
    return render(request, "desk/press.html", {**frame(asked, request), **_texts(asked)})


def _texts(asked: Asked) -> dict[str, Any]:
    """The text in each language with what its own check says, that of the page first; or why there is none."""
    known_on = known_on_of(served().number())
    try:
        found = served().answer(written, PressQuestion(asked.area.code, asked.month))
    except Refused as problem:
        return {"problem": problem}
    first = page_language()
    voices = [PageVoice(lang) for lang in sorted(LANGUAGES, key=lambda lang: lang != first)]
    texts = [(voice.lang, press_text(voice, found, asked.area.code)) for voice in voices]
    return {
        "texts": [
            (lang, text, check_text(text.whole, published_on=known_on).verdict, 8 + len(text.whole) // 90)
            for lang, text in texts
        ],
        "silent": found.silent,
        "known_on": known_on,
    }
