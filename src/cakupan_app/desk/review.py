"""The review: two rows side by side that may be one person, why they may, and what somebody says of them."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from cakupan.basics.refused import Refused
from cakupan.identity.decisions import ANSWERS
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.documents import area_title
from cakupan_app.look.linkage import error_sentence, percent
from cakupan_app.look.purpose import looking
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import Voice
from cakupan_app.look.weighed import chance_text, level_text
from cakupan_app.work import reviewing
from cakupan_app.work.linkage_error import linkage_error_by
from cakupan_app.work.reviewed_pairs import TOLD
from cakupan_app.work.reviewing import PairQuestion
from cakupan_app.work.rights import REVIEW, Actor

if TYPE_CHECKING:
    from cakupan.identity.weights import Waterfall
    from cakupan_app.work.reviewed_pairs import PairShown, Side
    from cakupan_app.work.reviewing import PairToReview

_LONGEST_NOTE = 500
_ALIKE = 0.7  # below, letters that two texts happen to share say nothing


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@login_required
def review(request: Asking) -> HttpResponse:
    actor = request.actor
    actor.refuse_unless_anywhere(REVIEW)
    found = _pair_asked_for(request)
    decided, count = served().look(reviewing.decided_shown, actor)
    voice = Voice(page_language())
    facts: dict[str, Any] = {"found": found, "decided": decided, "decided_count": count, "all": count + found.waiting}
    facts |= _sample(voice, actor)
    if found.pair:
        facts |= _shown(voice, found, found.pair)
    partial = getattr(request, "htmx", False)
    return render(request, "desk/review_pair.html" if partial else "desk/review.html", facts)


def _pair_asked_for(request: Asking) -> "PairToReview":
    """The pair of the address; the one that should come `next` may have been answered by now: then the first."""
    who = looking(request)
    if following := request.GET.get("next", ""):
        try:
            return served().look(reviewing.pair_to_review, PairQuestion(who, following))
        except Refused as problem:
            if problem.code != "pair_unknown_here":
                raise
            return served().look(reviewing.pair_to_review, PairQuestion(who))
    return served().look(reviewing.pair_to_review, PairQuestion(who, request.GET.get("pair", "")))


@require_POST
@login_required
def answer(request: Asking, pair: str) -> HttpResponse:
    """Same, different or unsure; then on to the next pair."""
    actor = request.actor
    actor.refuse_unless_anywhere(REVIEW)
    note = request.POST.get("note", "")[:_LONGEST_NOTE]
    if request.POST.get("answer") not in ANSWERS:
        raise Refused("request_garbled")
    voice = Voice(page_language())
    try:
        made = reviewing.answer_pair(served(), actor, pair, request.POST["answer"], note, now())
        word = voice.text(f"review_answer_{made.answer}")
        messages.success(request, voice.text("review_room_answered", pair=pair, answer=word))
    except Refused as problem:
        # two people can have the same pair before them: the first answer stands, and the second is told of it
        if problem.code != "review_decided_already":
            raise
        messages.warning(request, voice.text("review_room_decided_already", pair=pair))
    return _on(request)


@require_POST
@login_required
def sample(request: Asking) -> HttpResponse:
    """Draw the sample that tells how often sure links are wrong, or go on with the one that waits."""
    count = reviewing.draw_sample(served(), request.actor, now())
    messages.success(request, Voice(page_language()).text("review_room_sample_drawn", count=count))
    return HttpResponseRedirect(reverse("desk_review"))


@require_POST
@login_required
def withdraw(request: Asking, pair: str) -> HttpResponse:
    actor = request.actor
    reviewing.withdraw_answer(served(), actor, pair, now())
    messages.success(request, Voice(page_language()).text("review_room_withdrawn", pair=pair))
    return HttpResponseRedirect(f"{reverse('desk_review')}?next={pair}")


def _sample(voice: Voice, actor: Actor) -> Mapping[str, Any]:
    """What the sample of sure links has told so far, and whether the actor may draw one."""
    error = linkage_error_by(None)
    told = error_sentence(voice, error) if error else voice.text("linkage_not_reviewed")
    return {"sample_told": told, "may_draw": actor.may(REVIEW, served().workspace.area)}


def _on(request: Asking) -> HttpResponse:
    following = request.POST.get("next", "")[:12]
    query = f"?next={following}" if following.isalnum() else ""
    return HttpResponseRedirect(reverse("desk_review") + query)


def _shown(voice: Voice, found: "PairToReview", pair: "PairShown") -> dict[str, Any]:
    return {
        "pair": pair,
        "sides": list(zip((pair.left, pair.right), found.files, found.persons, strict=True)),
        "fields": [_field(pair, name) for name in TOLD if name in pair.left.told or name in pair.right.told],
        "because": voice.text(f"because_{pair.because}"),
        "chance": percent(pair.probability),
        "worth": voice.text(f"review_worth_{pair.worth.because}", months=pair.worth.months) if pair.worth else "",
        "svg": _weights(voice, pair.waterfall) if pair.waterfall else None,
        "steps": _steps(voice, pair.waterfall) if pair.waterfall else (),
        "weighed": chance_text(voice, pair.waterfall.probability) if pair.waterfall else None,
        "gone": not (pair.left.told and pair.right.told),
    }


def _field(pair: "PairShown", name: str) -> Mapping[str, Any]:
    """What both rows tell in a column, cut where they differ."""
    one, other = (_cell(side, name) for side in (pair.left, pair.right))
    differs = name in pair.differs
    both = differs and one is not None and other is not None
    return {
        "name": name,
        "differs": differs,
        "left": _marked(one, other) if both else [(one, False)],
        "right": _marked(other, one) if both else [(other, False)],
    }


def _cell(side: "Side", name: str) -> str | None:
    text = side.told.get(name)
    return area_title(text) if text and name == "village" else text


def _marked(text: str | None, other: str | None) -> Sequence[tuple[str, bool]]:
    """The text in pieces, each with whether the other has it not.

    >>> _marked("1606 9001", "1606 9002")
    [('1606 900', False), ('1', True)]
    """
    mine, theirs = text or "", other or ""
    matcher = SequenceMatcher(None, mine.casefold(), theirs.casefold(), autojunk=False)
    blocks = matcher.get_opcodes()
    if matcher.ratio() < _ALIKE:
        return [(mine, True)]
    return [(mine[begins:ends], kind != "equal") for kind, begins, ends, _, _ in blocks if ends > begins]


def _steps(voice: Voice, waterfall: "Waterfall") -> Sequence[tuple[str, str]]:
    told = [(voice.text("weights_start"), voice.shown(_tenths(waterfall.start), "points"))]
    for step in waterfall.steps:
        adds = voice.shown(_tenths(step.adds), "points") if step.weighed else voice.text("weights_none")
        told.append((level_text(voice, step.comparison, step.level), adds))
    if waterfall.kpj != "open":
        told.append((level_text(voice, "kpj", waterfall.kpj), voice.text("weights_none")))
    return told


def _weights(voice: Voice, waterfall: "Waterfall") -> SafeString:
    """What speaks for one person and what against, as bars; the same stands in words below it."""
    from cakupan.reports.balance import Side, balance

    adds = [waterfall.start, *(step.adds if step.weighed else None for step in waterfall.steps)]
    told = _steps(voice, waterfall)
    sides = [Side(name, one, shown) for (name, shown), one in zip(told, adds, strict=False)]
    description = "; ".join(f"{name}: {shown}" for name, shown in told)
    return mark_safe(balance(sides, voice.text("review_room_weights"), description))  # noqa: S308  drawn by us


def _tenths(adds: Any) -> Any:
    from decimal import Decimal

    return adds.quantize(Decimal("0.1"))
