"""Pages for everybody: the headline of the area that this site is about, what it means, and nothing about anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cakupan import regions
from cakupan_app.look.at_hand import served
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import headline_sentence, meaning_sentences
from cakupan_app.look.voice import Voice
from cakupan_app.work import ask


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    area = served().workspace.area
    months = served().answer(ask.months_told, area)
    answer = served().answer(ask.coverage, ask.CoverageQuestion(area, months[-1], public=True))
    voice = Voice(page_language())
    facts = {
        "area": regions.area(area),
        "month": months[-1],
        "rate": answer.total.ratio.percent() if answer.total.ratio and not answer.total.hidden else None,
        "sentence": headline_sentence(voice, answer),
        "meaning": meaning_sentences(voice, answer.definition),
    }
    return render(request, "public/home.html", facts)
