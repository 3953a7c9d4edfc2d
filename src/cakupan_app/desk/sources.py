"""The ledger of sources: which files came and what became of them, which snapshots were made, and how two differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, served
from cakupan_app.look.documents import area_title
from cakupan_app.look.numbers import whole
from cakupan_app.look.revised import files_told as files_worded
from cakupan_app.look.revised import rules_told
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice
from cakupan_app.store.snapshots import Snapshot
from cakupan_app.work import between_snapshots as between
from cakupan_app.work.files_told import FilesTold, FileTold, Sight, files_told
from cakupan_app.work.rights import SEE_FIGURES

_ON_A_PAGE, _MOST_FILES = 25, 200


@require_safe
def sources(request: Asking) -> HttpResponse:
    """The received files of the actor's areas, and the snapshots."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    voice = PageVoice(page_language())
    chosen = {name: request.GET.get(name, "") for name in ("kind", "month", "status")}
    files = files_told(request.actor, served().workspace.area, **{name: text for name, text in chosen.items() if text})
    there = files.choices()
    facts = {
        "page": _page(files, request.GET.get("page")),
        "kinds": sorted([(one, voice.shown(one, "kind")) for one in there["kind"]], key=lambda pair: pair[1]),
        "months": there["month"],
        "statuses": there["status"],
        "chosen": chosen,
        "total": len(files),
        "snapshots": _snapshots(request),
    }
    facts["rows"] = [(one, voice.shown(one.kind, "kind")) for one in facts["page"]]  # type: ignore[attr-defined]
    return render(request, "desk/sources.html", facts)


@require_safe
def choose(request: Asking) -> HttpResponse:
    """To the two snapshots that a form names."""
    request.actor.refuse_unless_anywhere(SEE_FIGURES)
    pair = [_snapshot(whole(request.GET.get(name)) or 0).number for name in ("before", "after")]
    return HttpResponseRedirect(reverse("desk_snapshots", args=pair))


@require_safe
def compare(request: Asking, before: int, after: int) -> HttpResponse:
    """What differs between two snapshots, for an area: figures, files, rules."""
    actor = request.actor
    actor.refuse_unless_anywhere(SEE_FIGURES)
    place = regions.area(request.GET.get("area") or home_of(actor, SEE_FIGURES))
    actor.refuse_unless(SEE_FIGURES, place.code)
    old, new = _snapshot(before), _snapshot(after)
    voice = PageVoice(page_language())
    then, now = (served().answer(between.figures_told, place.code, one.number) for one in (old, new))
    months = between.months_between(then, now)
    made = between.made_of(old, new, Sight(actor, served().workspace.area))
    facts = {
        "area": place,
        "old": old,
        "new": new,
        "snapshots": _snapshots(request),
        "months": [_month(voice, one) for one in months],
        "unlike": any(one.before and one.after and one.apart is None for one in months),
        "files": tuple(files_worded(voice, made.files, _MOST_FILES)),
        "rules": tuple(rules_told(voice, made.rules.items(), made.code)),
        "decisions": made.decisions if any(made.decisions) else None,
        **_places(request, place, (old, new), months),
    }
    return render(request, "desk/snapshots.html", facts)


def _page(files: FilesTold, asked: str | None) -> Page[FileTold]:
    return Paginator(files, _ON_A_PAGE).get_page(asked)


def _snapshots(request: Asking) -> Sequence[Mapping[str, Any]]:
    """Every snapshot, with how many files of the actor's areas it was made of."""
    sight = Sight(request.actor, served().workspace.area)
    every = served().answer_across(between.snapshots_told, "")
    in_force = served().number()
    earlier = [*every[1:], None]
    return [
        {
            "snapshot": one,
            "files": sum(sight.sees(source) for source in one.sources),
            "in_force": one.number == in_force,
            "before": older,
            "rules": sorted(one.rules.items()),
        }
        for one, older in zip(every, earlier, strict=True)
    ]


def _snapshot(number: int) -> Snapshot:
    every = {one.number: one for one in served().answer_across(between.snapshots_told, "")}
    if number not in every:
        raise Refused("snapshot_unknown", number=str(number)[:20], known=tuple(map(str, sorted(every))))
    return every[number]


def _month(voice: PageVoice, one: between.MonthDiffers) -> Mapping[str, Any]:
    def rate(version: Any) -> Any:
        return version.figure.ratio.percent() if version and version.figure.ratio else None

    return {
        "month": one.month,
        "before": one.before.figure.members if one.before else None,
        "after": one.after.figure.members if one.after else None,
        "apart": one.apart,
        "rates": (rate(one.before), rate(one.after)),
        "parts": tuple(voice.text(f"revision_part_{part}") for part in one.parts),
    }


def _places(
    request: Asking, place: regions.Area, pair: tuple[Snapshot, Snapshot], months: Sequence[between.MonthDiffers]
) -> Mapping[str, Any]:
    """The areas just below that differ in one of the months that do: the one asked for, else the latest."""
    chosen = next((one.month for one in months if str(one.month) == request.GET.get("month")), None)
    month = chosen or (months[0].month if months else None)
    if month is None:
        return {"places": ()}
    question = between.PlacesQuestion(place.code, month)
    then, now = (served().answer(between.places_told, question, one.number) for one in pair)
    found = between.places_between(then, now)
    return {"places_month": month, "places": [(area_title(one.area), one) for one in found]}
