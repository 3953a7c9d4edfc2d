"""Two plans side by side: what the second has more or less than the first, in words, pictures and figures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.desk.planning import area_of, frame, scenario_here
from cakupan_app.look.acting import Asking
from cakupan_app.look.numbers import whole
from cakupan_app.look.plan_drawn import scenarios_drawn
from cakupan_app.look.planned import funds_named, people_of, place_named, worth_told
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import PageVoice, Voice
from cakupan_app.work import plans

_MONEY = ("cost", "amount", "spent", "unspent")
_DRAWN = ("newly_covered", "renewed", "lapses", "short_of_target", "worker_months", "cost")


@require_safe
@login_required
def compare(request: Asking, code: str) -> HttpResponse:
    """The comparison of `first` and `second`, both of this area."""
    voice, actor = PageVoice(page_language()), request.actor
    area = area_of(actor, code)
    first, second = (_asked(request, code, name) for name in ("first", "second"))
    found = plans.compared(first, second)
    facts = {
        **frame(actor, regions.area(area.code)),
        "first": first,
        "second": second,
        "comparable": [one for one in plans.kept(actor, code) if one.area == code],
        "apart": found.apart,
        "sentences": _sentences(voice, found),
        "picture": _picture(voice, found),
        **_by_month(voice, first, second),
        "totals": [_row(voice, one, "") for one in found.totals],
        "funds": list(_of_funds(voice, found)),
        "targets": [_row(voice, one, one.of) for one in found.targets],
        "villages": _villages(voice, found),
        "worth": [(one, worth_told(voice, one.result)) for one in (first, second)],
    }
    return render(request, "desk/plan_compare.html", facts)


def _asked(request: Asking, code: str, name: str) -> plans.Scenario:
    number = whole(request.GET.get(name))
    if number is None:
        raise Refused("plan_scenario_unknown", id=request.GET.get(name, "")[:20])
    return scenario_here(request.actor, code, number)


def _sentences(voice: Voice, found: plans.Comparison) -> Iterable[str]:
    """What the second does more or less than the first, most important first; and what the further money buys."""
    by = {one.name: one.more or 0 for one in found.totals}
    names = {"first": found.first.name, "second": found.second.name}
    if not any(by.values()):
        yield voice.text("planned_alike", **names)
        return
    money = "planned_costs_more" if by["cost"] > 0 else "planned_costs_less" if by["cost"] < 0 else "planned_costs_same"
    yield voice.text(money, **names, rupiah=abs(by["cost"]))
    yield voice.text(
        "planned_does_more", second=names["second"], new=by["newly_covered"], renewed=by["renewed"], lapses=by["lapses"]
    )
    if by["worker_months"]:
        yield voice.text("planned_months_more", months=by["worker_months"], second=names["second"])
        # of plans that differ in more than money nothing is said of what a rupiah buys
        if not found.apart and by["cost"] * by["worker_months"] > 0:
            yield voice.text("planned_rupiah_a_month", rupiah=by["cost"] // by["worker_months"])


def _picture(voice: Voice, found: plans.Comparison) -> Any:
    figures = [
        (voice.text(f"plan_column_{one.name}"), one.first or 0, one.second or 0, "rp" if one.name in _MONEY else "n")
        for one in sorted(found.totals, key=lambda one: (*_DRAWN, one.name).index(one.name))
        if one.name in _DRAWN and (one.first or one.second)
    ]
    return scenarios_drawn(voice, (found.first.name, found.second.name), figures)


def _by_month(voice: Voice, first: plans.Scenario, second: plans.Scenario) -> Mapping[str, Any]:
    """Who is protected by month with each; nothing where they are of other months or people."""
    one, other = (told.result.get("months", []) for told in (first, second))
    alone = [[(told["month"], told["without"]) for told in months] for months in (one, other)]
    if not one or alone[0] != alone[1]:
        return {}
    rows = [
        (left["month"], left["without"], left["with"], right["with"]) for left, right in zip(one, other, strict=True)
    ]
    return {"people": people_of(voice, [(first.name, first.result), (second.name, second.result)]), "by_month": rows}


def _of_funds(voice: Voice, found: plans.Comparison) -> Iterable[Mapping[str, Any]]:
    names = {**funds_named(voice, found.first.result), **funds_named(voice, found.second.result)}
    return (_row(voice, one, names[one.of]) for one in found.funds)


def _villages(voice: Voice, found: plans.Comparison) -> Sequence[Mapping[str, Any]]:
    """The villages in which the plans pay for more or fewer people, new and renewed together, most apart first."""
    people: dict[str, list[int]] = {}
    for one in found.villages:
        if one.name in ("new", "renewed"):
            told = people.setdefault(one.of, [0, 0])
            told[0] += one.first or 0
            told[1] += one.second or 0
    apart = sorted(people.items(), key=lambda one: (-abs(one[1][1] - one[1][0]), one[0]))
    return [
        {
            "name": place_named(voice, code),
            "first": voice.shown(first, "n"),
            "second": voice.shown(second, "n"),
            "more": voice.shown(second - first, "signed"),
        }
        for code, (first, second) in apart
        if first != second
    ]


def _row(voice: Voice, one: plans.Difference, of: str) -> Mapping[str, Any]:
    name = voice.text(f"plan_column_{one.name}")
    spec = "rp" if one.name in _MONEY else "n"
    return {
        "name": f"{of}: {name}" if of else name,
        "first": voice.shown(one.first, spec),
        "second": voice.shown(one.second, spec),
        "more": _signed(voice, one.more, spec),
    }


def _signed(voice: Voice, more: int | None, spec: str) -> str:
    if more is None or spec == "n":
        return voice.shown(more, "signed")
    return f"{'+' if more > 0 else ''}{voice.shown(more, spec)}"
