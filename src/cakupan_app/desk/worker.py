"""A worker's page: their months on a time line, what each row says of them and where it stands, who looked."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import served
from cakupan_app.look.documents import area_title
from cakupan_app.look.purpose import looking
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.told import part_named
from cakupan_app.look.voice import Voice
from cakupan_app.work import person
from cakupan_app.work.person import PersonQuestion, SearchQuestion
from cakupan_app.work.seeing import PurposeMissing, purpose_parts
from cakupan_app.work.trail_seen import looks_at

if TYPE_CHECKING:
    from cakupan.reports.timeline import Lane, Span
    from cakupan_app.work.person import PersonSeen

_CELLS = ("name", "nik", "birth", "sex", "village", "kpj")
_WRITTEN = {"nik": "nik_written", "village": "village_written"}  # what stood there, where it could not be read


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def workers(request: Asking) -> HttpResponse:
    """The search: what is looked for comes by POST alone, so that it stands in no address and no log."""
    who = looking(request)
    person.refuse_search(who)
    if request.method != "POST":
        return render(request, "desk/workers.html", {})
    text = request.POST.get("text", "")[:150]
    try:
        found = served().look(person.search, SearchQuestion(who, text))
    except Refused as problem:
        return render(request, "desk/workers.html", {"problem": problem}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    facts = {"asked": True, "found": found, "text": text, "more": len(found) >= person.FOUND_AT_MOST}
    return render(request, "desk/workers.html", facts)


@require_safe
@never_cache
@login_required
def worker(request: Asking, person_id: str) -> HttpResponse:
    """One worker, also by what they were called before."""
    question = PersonQuestion(looking(request), person_id)
    try:
        seen = served().look(person.person_seen, question)
    except PurposeMissing:
        raise
    except Refused:
        if (called := served().look(person.called_now, question)) is None:
            raise
        return HttpResponseRedirect(reverse("desk_worker", args=[called]))
    said = question.looking.purpose.said if question.looking.purpose else ""
    return render(request, "desk/worker.html", _page(request, seen, said))


def _page(request: Asking, seen: "PersonSeen", said: str) -> dict[str, Any]:
    voice = Voice(page_language())
    code, text = purpose_parts(said)
    rows, lanes = [_row(one) for one in seen.told], _lanes(voice, seen)
    return {
        "seen": seen,
        "place": next(
            (area_title(one.said["village"]) for one in seen.told if one.said["village"]), area_title(seen.area)
        ),
        "rows": rows,
        "about": _about(rows),
        "cells": _CELLS,
        "covered": [_months(voice, row) for row in seen.episodes],
        "memberships": [_months(voice, row) for row in seen.spells],
        "contributions": [_months(voice, row) for row in seen.contributions],
        "named": seen.named,
        "svg": _drawn(voice, lanes),
        "bars": [(lane.name, span.starts, span.ends) for lane in lanes for span in lane.spans],
        "looks": looks_at(request.actor, seen),
        "purpose": code,
        "purpose_text": text,
    }


def _row(one: Any) -> Mapping[str, Any]:
    """A row of a file: each cell as it was read, else as it was written there."""
    said = one.said
    cells = {name: said[name] if said[name] is not None else said.get(_WRITTEN.get(name, name)) for name in _CELLS}
    read = [name for name in _WRITTEN if said[name] is None and said.get(_WRITTEN[name])]
    cells["village"] = area_title(said["village"]) if said["village"] else cells["village"]
    return {"source": one.source, "sheet": one.sheet, "row": one.row, "cells": cells, "unread": read}


def _about(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Of each thing what the row says that was known last and says it at all."""
    return {name: next((row["cells"][name] for row in rows if row["cells"][name] is not None), None) for name in _CELLS}


def _months(voice: Voice, row: Mapping[str, Any]) -> Mapping[str, Any]:
    place = next((row[name] for name in ("village", "district", "area") if row.get(name)), None)
    ended = row.get("ended_as")
    return {
        **row,
        "payer_name": part_named(voice, "payer", row["payer"]) if row.get("payer") else None,
        "place": area_title(place) if place else None,
        "ended": voice.text(f"person_ended_{ended}") if ended in _ENDED else ended,
    }


_ENDED = ("died", "over_age", "lapsed", "ended", "unlisted")


def _drawn(voice: Voice, lanes: "Sequence[Lane]") -> SafeString:
    """The time line, of which every bar is a row of the table below it too."""
    from cakupan.reports.timeline import timeline

    told = "; ".join(f"{lane.name}: {', '.join(span.shown for span in lane.spans)}" for lane in lanes)
    return mark_safe(timeline(lanes, voice.text("person_timeline"), told))  # noqa: S308  drawn by us, texts escaped


def _lanes(voice: Voice, seen: "PersonSeen") -> "Sequence[Lane]":
    """What there is to draw of a person, each kind of thing in a lane."""
    from cakupan.reports.timeline import COVERED, MEMBERSHIP, NAMED, PAID, Lane

    last = max(
        (m for row in (*seen.episodes, *seen.spells) if (m := row["ends_month"] or row["starts_month"])), default=""
    )
    lanes = [_lane(voice, "person_covered", COVERED, seen.episodes, last)]
    for payer in sorted({row["payer"] or "" for row in seen.spells}):
        rows = [row for row in seen.spells if (row["payer"] or "") == payer]
        lane = _lane(voice, "person_membership", MEMBERSHIP, rows, last)
        lanes.append(Lane(f"{lane.name}: {_payer(voice, payer)}", lane.colour, lane.spans))
    lanes.append(_lane(voice, "person_paid", PAID, seen.contributions, last))
    if seen.named:
        month = Month(seen.named["named_on"].year, seen.named["named_on"].month)
        lanes.append(Lane(voice.text("person_named"), NAMED, (_span(voice, month, month),)))
    return [lane for lane in lanes if lane.spans]


def _payer(voice: Voice, payer: str) -> str:
    return part_named(voice, "payer", payer or None)


def _lane(voice: Voice, code: str, colour: str, rows: Sequence[Mapping[str, Any]], last: str) -> "Lane":
    from cakupan.reports.timeline import Lane

    spans = []
    for row in rows:
        starts, ends = parse_month(row["starts_month"] or ""), parse_month(row["ends_month"] or last or "")
        if isinstance(starts, Month) and isinstance(ends, Month):
            spans.append(_span(voice, starts, max(starts, ends)))
    return Lane(voice.text(code), colour, tuple(spans))


def _span(voice: Voice, starts: Month, ends: Month) -> "Span":
    from cakupan.reports.timeline import Span

    first, last = voice.shown(str(starts), "month"), voice.shown(str(ends), "month")
    return Span(starts, ends, first if starts == ends else f"{first} – {last}")
