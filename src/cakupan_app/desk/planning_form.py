"""The form that a plan is asked by: what stands in it at first, and the question that it comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan.planning.people import SPONSORS
from cakupan.planning.problem import LONGEST
from cakupan.regions.tree import codes_at
from cakupan_app.look.planned import fund_id
from cakupan_app.look.voice import Voice
from cakupan_app.work.plan import FloorAsked, FundAsked, PlanQuestion
from cakupan_app.work.plan_asked import payer_of, renewed_by
from cakupan_app.work.plan_told import amount_told, heads_told, share_told

STARTS = ("any", "quarters", "once")
"""When lists may begin: in any month, in the first and each quarter after it, in the first alone."""
FLOORS = ("district", "village")
_MONTHS_OF_A_QUARTER = 3
_DOTS_OF_A_VILLAGE = 3
_LONGEST_SEED = 60


def question_of(voice: Voice, typed: Mapping[str, str], area: str, first: Month) -> PlanQuestion:
    """The question that a sent form asks; `first` is the month after the last known one. Refused, with the field's
    name, for what cannot be read."""
    since = _month(typed["since"]) if typed.get("since", "").strip() else None
    until = _month(typed.get("until", ""))
    starts = _starts(typed.get("starts", ""), since or first, until)
    funds = tuple(_fund(voice, typed, payer, starts) for payer in SPONSORS if typed.get(f"fund-{payer}", "").strip())
    if not funds:
        raise Refused("plan_without_fund")
    seed = " ".join(typed.get("seed", "").split())[:_LONGEST_SEED]
    if not seed:  # a plan of the site is kept, and names may be drawn of it
        raise Refused("plan_seed_needed")
    floors = tuple(_floors(voice, typed, area))
    renew = tuple(payer for payer in SPONSORS if typed.get(f"renew-{payer}")) or None
    target = typed.get("target") or None
    return PlanQuestion(area, until, funds, since=since, floors=floors, target=target, seed=seed, renew=renew)


def typed_of(name: str, question: PlanQuestion) -> dict[str, str]:
    """The form as it would have been filled in for this question, but for what it has no place for (`unheld`)."""
    typed = {"name": name, "until": str(question.until), "seed": question.seed, "target": question.target or ""}
    typed |= {"since": str(question.since) if question.since else ""}
    for one in reversed(question.funds):  # of two of one payer the first is told
        payer = one.payer or payer_of(one.id, question.area)
        typed[f"fund-{payer}"] = f"{one.amount:,}".replace(",", ".")
        typed[f"batch-{payer}"] = str(one.minimum_batch)
        typed[f"accept-{payer}"] = "" if one.acceptance is None else _percent(one.acceptance)
        typed[f"places-{payer}"] = ", ".join((*(one.villages or ()), *(one.districts or ())))
        typed["starts"] = "any" if one.starts is None else "once" if len(one.starts) == 1 else "quarters"
    if question.renew is not None and question.renew != renewed_by(replace(question, renew=None)):
        typed |= {f"renew-{payer}": "1" for payer in question.renew}
    typed["floors"] = "\n".join(f"{one.area} = {one.heads}" for one in question.floors)
    return typed


def unheld(question: PlanQuestion) -> tuple[str, ...]:
    """What of a question made by command the form has no place for: funds with rules of their own or beside another of
    the same payer, by what they are called, and options."""
    found, payers = list[str](), set[str]()
    for one in question.funds:
        payer = one.payer or payer_of(one.id, question.area)
        plain = FundAsked(one.id, one.amount, one.payer, one.acceptance, one.minimum_batch, starts=one.starts,
                          villages=one.villages, districts=one.districts)  # fmt: skip
        if payer in payers or payer not in SPONSORS or one != plain:
            found.append(one.id)
        payers.add(payer)
    options = {"--law": question.law, "--denominator": question.denominator}
    return (*found, *(name for name, told in options.items() if told))


def fields_of(voice: Voice, typed: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
    """The funds as the form shows them, those that were filled in open."""
    return [
        {
            "payer": payer,
            "name": voice.text(f"payer_{payer}"),
            "renew": bool(typed.get(f"renew-{payer}")),
            **{name: typed.get(f"{name}-{payer}", "") for name in ("fund", "accept", "batch", "places")},
            "more": any(typed.get(f"{name}-{payer}", "") not in ("", "1") for name in ("accept", "batch", "places")),
        }
        for payer in SPONSORS
    ]


def opened(typed: Mapping[str, str]) -> bool:
    """Whether more is told than a name, a month and amounts, so that it had better be seen."""
    usual = ("name", "until", "seed", "csrfmiddlewaretoken")
    told = {name: value for name, value in typed.items() if name not in usual and not name.startswith("fund-")}
    renews = any(name.startswith("renew-") for name in told)
    return renews or any(value not in ("", "1", STARTS[0]) for value in told.values())


def _fund(voice: Voice, typed: Mapping[str, str], payer: str, starts: tuple[Month, ...] | None) -> FundAsked:
    said = {name: typed.get(f"{name}-{payer}", "").strip() for name in ("fund", "accept", "batch", "places")}
    name = voice.text(f"payer_{payer}")
    places = [one.strip() for one in said["places"].replace(";", ",").split(",") if one.strip()]
    villages = tuple(one for one in places if one.count(".") == _DOTS_OF_A_VILLAGE)
    return FundAsked(
        fund_id(payer),
        amount_told(name, said["fund"]),
        payer,
        acceptance=share_told(name, said["accept"]) if said["accept"] else None,
        minimum_batch=_count(name, said["batch"], 1),
        starts=starts,
        villages=villages or None,
        districts=tuple(one for one in places if one not in villages) or None,
    )


def _starts(choice: str, since: Month, until: Month) -> tuple[Month, ...] | None:
    if choice == "once":
        return (since,)
    if choice != "quarters" or not 0 <= until - since < LONGEST:  # what is no window is refused where plans are made
        return None
    return tuple(since + number for number in range(0, until - since + 1, _MONTHS_OF_A_QUARTER))


def _floors(voice: Voice, typed: Mapping[str, str], area: str) -> Iterable[FloorAsked]:
    """Floors of every district or village, and those that are told line by line, which win."""
    found: dict[str, int] = {}
    for level in FLOORS:
        if heads := _count(voice.text(f"dimension_{level}"), typed.get(f"floor-{level}", ""), 0):
            found |= dict.fromkeys(codes_at(level, area), heads)
    for line in typed.get("floors", "").splitlines():
        if line.strip():
            code, _, least = line.partition("=")
            found[code.strip()] = heads_told(code.strip(), least)
    return (FloorAsked(code, heads) for code, heads in found.items())


def _month(text: str) -> Month:
    found = parse_month(text)
    if not isinstance(found, Month):
        raise Refused(found.code, text=text[:20])
    return found


def _count(name: str, text: str, otherwise: int) -> int:
    return heads_told(name, text) if text.strip() else otherwise


def _percent(share: Fraction) -> str:
    return f"{(Decimal(share.numerator) * 100 / Decimal(share.denominator)).quantize(Decimal('0.1')).normalize():f}"
