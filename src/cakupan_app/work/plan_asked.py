"""What is asked of a plan: which money, until when, which floors and targets; and how that is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from fractions import Fraction
from typing import Any

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.intake.masking import told
from cakupan.intake.persons import holds_number_of_person
from cakupan.intake.vocabulary import vocabulary
from cakupan.planning.people import SPONSORS
from cakupan.planning.problem import Fund, Use, fund_by_law
from cakupan.regions.tree import is_within, level_of
from cakupan.scheme.in_force import Law, Override, law_for

SEED = "1"
"""Of the lottery, where nobody states one: an office that draws in public states its own, before the draw."""
_ALONE = "self"  # money that wins people who then pay alone: a cost a head, and no contribution
_PAYING = (_ALONE, *SPONSORS)  # nobody's employer pays for those whom a plan is about


@dataclass(frozen=True, slots=True)
class FundAsked:
    """Money as somebody tells it: `id` is what they call it, `amount` whole rupiah.

    `payer` is one of `scheme.PAYERS` other than an employer, by the id where it is empty ("apbd", "dbh-sawit",
    "csr-kebun"). What is None is as the law, the purpose of the money or the supposed values of
    `planning/defaults.toml` have it. Money of payer `self` wins people who then pay alone: it pays `once` for each, and
    no contribution. `months`: in which it may pay; `starts`: in which lists may begin; `monthly`:
    rupiah a head, other than the law's.
    """

    id: str
    amount: Rupiah
    payer: str = ""
    acceptance: Fraction | None = None
    minimum_batch: int = 1
    least_months: int | None = None
    months: tuple[Month, ...] | None = None
    starts: tuple[Month, ...] | None = None
    occupations: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None
    villages: tuple[str, ...] | None = None
    districts: tuple[str, ...] | None = None
    deciles: tuple[int, ...] | None = None
    new_only: bool | None = None
    one_per_household: bool = False
    once: Rupiah = 0
    monthly: Rupiah | None = None


@dataclass(frozen=True, slots=True)
class FloorAsked:
    """At least `heads` people of a village or district are paid for."""

    area: str
    heads: int


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What a plan is asked, of an area, up to which month; it is hashable, and the same question has the same answer.

    `since`: the first month, the one after the last known where it is None. `target`: the id of one target, else all
    whose year ends within the plan. `seed`: of the lottery that draws names. `renew`: whose members are renewed; None:
    those of payers that have a fund here, since a budget takes over nobody else's unasked. `law`: an office's own
    readings, whole, so that a plan that is kept can be understood later.
    """

    area: str
    until: Month
    funds: tuple[FundAsked, ...]
    since: Month | None = None
    floors: tuple[FloorAsked, ...] = ()
    target: str | None = None
    denominator: str | None = None
    seed: str = SEED
    renew: tuple[str, ...] | None = None
    law: tuple[Override, ...] = ()


def payer_of(fund: str, area: str) -> str:
    """Who pays, by what a fund is called: the payer's name in any spelling, also with a name of one's own behind it.

    "apbd" alone is the budget of the level that plans. Refused where it says no payer; the known ones are named.

    >>> payer_of("apbd", "16.06"), payer_of("apbd", "16"), payer_of("dbh-sawit", "16"), payer_of("csr-kebun", "16")
    ('apbd_regency', 'apbd_province', 'dbh_sawit', 'csr')
    """
    words = fund.casefold().replace("_", "-").split("-")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name == "apbd":
            return "apbd_province" if level_of(area) == "province" else "apbd_regency"
        found = vocabulary("payer").find(name)
        if found is not None and found.word in _PAYING:
            return found.word
    known = ("apbd", *(payer.replace("_", "-") for payer in SPONSORS))
    raise Refused("plan_fund_unnamed", fund=told(fund), known=known)


def checked_question(question: PlanQuestion) -> PlanQuestion:
    """The same, with the payers to renew. Refused where a fund is told twice or says no payer, where a fund's name or
    the seed, which are kept for good, hold a person's number, and where a place does not lie in the area."""
    if not question.funds:
        raise Refused("plan_without_fund")
    _check_words(question.seed)
    ids = [one.id for one in question.funds]
    for one in question.funds:
        _check_words(one.id)
        if ids.count(one.id) > 1:
            raise Refused("plan_told_twice", kind="fund", id=one.id)
        payer = one.payer or payer_of(one.id, question.area)
        if payer not in _PAYING:
            raise Refused("contribution_payer_unknown", payer=payer, known=_PAYING)
        if payer == _ALONE and not one.once and one.monthly is None:
            raise Refused("plan_alone_needs_once", fund=one.id)
        if not 0 <= one.amount <= 10**15:
            raise Refused("plan_number_outside", field="amount", id=one.id)
        if one.minimum_batch < 1:
            raise Refused("plan_number_outside", field="minimum_batch", id=one.id)
        for place in (*(one.villages or ()), *(one.districts or ())):
            _check_place(place, question.area)
    for floor in question.floors:
        _check_place(floor.area, question.area)
    question = replace(question, renew=renewed_by(question))
    unknown = sorted(set(renewed_by(question)) - set(SPONSORS))
    if unknown:
        raise Refused("plan_renew_unknown", payer=unknown[0], known=SPONSORS)
    return question


def renewed_by(question: PlanQuestion) -> tuple[str, ...]:
    """The payers whose members are renewed."""
    if question.renew is not None:
        return question.renew
    paying = {one.payer or payer_of(one.id, question.area) for one in question.funds}
    return tuple(payer for payer in SPONSORS if payer in paying)


def renew_told(text: str, area: str) -> tuple[str, ...]:
    """The payers that somebody lists with commas, in any spelling, "apbd" being the budget of the level that plans.
    Refused for one that is none.

    >>> renew_told("apbd, csr", "16.06")
    ('apbd_regency', 'csr')
    """
    return tuple(dict.fromkeys(payer_of(one.strip(), area) for one in text.split(",") if one.strip()))


def unwritable(text: str) -> bool:
    """Whether a text holds a mark, such as a null, that a ledger cannot keep or nobody can read."""
    return any(mark < " " or mark == "\x7f" for mark in text)


def _check_words(text: str) -> None:
    if unwritable(text):
        raise Refused("plan_words_unwritable")
    if holds_number_of_person(text):
        raise Refused("plan_words_hold_number")


def _check_place(code: str, area: str) -> None:
    from cakupan import regions

    if not regions.area_exists(code) or not is_within(code, area) or level_of(code) not in ("village", "district"):
        raise Refused("plan_place_outside", place=code[:13], area=area)


def law_of(question: PlanQuestion) -> Law:
    """The law by which it is planned. Refused as `law_for` refuses."""
    return law_for(question.law, area=question.area)


def fund_of(asked: FundAsked, area: str, months: Iterable[Month], law: Law) -> Fund:
    """The fund as a plan has it: costs by the law in each of its months. Refused as `scheme.unit_cost` refuses."""
    payer = asked.payer or payer_of(asked.id, area)
    paid = [month for month in months if asked.months is None or month in asked.months]
    own: dict[str, Any] = {"once": asked.once, "minimum_batch": asked.minimum_batch}
    told = {"acceptance": asked.acceptance, "least_months": asked.least_months}
    own |= {name: value for name, value in told.items() if value is not None}
    if asked.starts is not None:
        own["starts"] = frozenset(asked.starts)
    if not paid:
        return Fund(asked.id, payer, asked.amount, {}, **own)
    found = fund_by_law(asked.id, payer, asked.amount, paid, law=law)
    if asked.monthly is not None:
        own |= {"monthly": dict.fromkeys(paid, asked.monthly), "monthly_transport": None}
    elif payer == _ALONE:
        own |= {"monthly": dict.fromkeys(paid, 0), "monthly_transport": None}
    else:
        own |= {"monthly": found.monthly, "monthly_transport": found.monthly_transport}
    # a sponsored member who is renewed does not pay alone
    supposed = replace(found.use, new_only=True) if payer == _ALONE else found.use
    return Fund(asked.id, payer, asked.amount, use=_use(asked, supposed), **own)


def _use(asked: FundAsked, supposed: Use) -> Use:
    """What the purpose of the money allows, but for what is told otherwise."""
    names = ("occupations", "segments", "villages", "districts", "deciles")
    told: dict[str, Any] = {name: frozenset(getattr(asked, name)) for name in names if getattr(asked, name) is not None}
    if asked.new_only is not None:
        told["new_only"] = asked.new_only
    return replace(supposed, one_per_household=asked.one_per_household, **told)


def as_document(question: PlanQuestion) -> dict[str, Any]:
    """The question as JSON keeps it: months and fractions as text."""
    plain: dict[str, Any] = _plain(asdict(question))
    return plain


def from_document(kept: Mapping[str, Any]) -> PlanQuestion:
    """The question that `as_document` kept."""
    funds = tuple(FundAsked(**_read(one)) for one in kept["funds"])
    floors = tuple(FloorAsked(one["area"], one["heads"]) for one in kept["floors"])
    rest = {one.name: kept[one.name] for one in fields(PlanQuestion) if one.name in kept}
    rest |= {"until": month_in(kept["until"]), "since": month_in(kept["since"]) if kept["since"] else None}
    rest["law"] = tuple(Override(one["name"], one["text"]) for one in kept.get("law", ()))
    renew = None if kept["renew"] is None else tuple(kept["renew"])
    return PlanQuestion(**(rest | {"funds": funds, "floors": floors, "renew": renew}))


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(kept)
    if told.get("acceptance") is not None:
        told["acceptance"] = Fraction(told["acceptance"])
    for name in ("months", "starts"):
        if told.get(name) is not None:
            told[name] = tuple(month_in(one) for one in told[name])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def month_in(text: str) -> Month:
    """The month that a document or a file writes; Refused where it writes none."""
    found = parse_month(text)
    if not isinstance(found, Month):
        raise Refused(found.code, text=text)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        # asdict goes into a month as into any value of ours, and JSON keeps it as it is written
        if set(value) == {"year", "number"}:
            return str(Month(**value))
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Fraction) else value
