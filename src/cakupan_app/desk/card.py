"""The card of an area and month, as a picture to send on."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cakupan_app.desk.asked import asked_of
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.cards import card_of
from cakupan_app.look.pictures import card_drawn
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice
from cakupan_app.work import ask
from cakupan_app.work.disclose import refuse_few
from cakupan_app.work.trail import EXPORTED, note


@require_safe
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
    response = HttpResponse(drawn, content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="cakupan-{area}-{month}.png"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
