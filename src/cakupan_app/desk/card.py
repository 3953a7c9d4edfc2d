"""The card of an area and month, as a picture to send on.

What leaves the site is asked for by a form, here and in every room: a browser that loads ahead what a page links to
would write lines about exports that nobody made.
"""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cakupan_app.desk.asked import asked_of
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.cards import card_of
from cakupan_app.look.downloads import download
from cakupan_app.look.pictures import card_drawn
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice
from cakupan_app.work import ask
from cakupan_app.work.disclose import refuse_few
from cakupan_app.work.trail import EXPORTED, note


@require_POST
def card(request: Asking, code: str) -> HttpResponse:
    """The card as PNG. It leaves the site, so the trail tells who took it."""
    asked = asked_of(request, request.actor, code)
    area, month = asked.area.code, asked.month
    question = ask.CoverageQuestion(area, month, denominator=asked.denominator)
    answer = served().answer(ask.coverage, question, asked.snapshot)
    refuse_few(answer)
    about = ask.GapQuestion(area, month, since=asked.since, denominator=asked.denominator)
    targets = served().answer(ask.gap, about, asked.snapshot)[0].targets if asked.since != month else ()
    drawn = card_drawn(card_of(PageVoice(page_language()), answer, [one for one in targets if not one.own_denominator]))
    note(request.actor, EXPORTED, at=now(), area=area, subject=f"card {month}")
    return download(f"cakupan-{area}-{month}.png", drawn, "image/png")
