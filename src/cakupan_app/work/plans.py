"""Scenarios: plans that were kept under a name, who may see them, and how two of them differ."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cakupan.basics.finding import Finding
from cakupan.basics.refused import Fact, Refused
from cakupan.intake.persons import holds_number_of_person
from cakupan.regions.tree import is_within
from cakupan_app.work.plan import Planned, PlanQuestion
from cakupan_app.work.plan_asked import from_document, payer_of, unwritable
from cakupan_app.work.plan_result import VERSION, result_of
from cakupan_app.work.rights import APPROVE_PLAN, PLAN, SPEND_BUDGET, Actor
from cakupan_app.work.trail import Telling, note, untold

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Scenario as Line

SAVED = "plan_saved"  # as the trail calls it
READERS = (PLAN, APPROVE_PLAN, SPEND_BUDGET)
"""Rights any of which lets somebody see the scenarios of an area: who makes plans, says yes to one, or pays."""
_LONGEST = 100
# what two plans have to share for a difference between them to be one of money alone
_SHARED = ("snapshot", "known_on", "month", "from", "until", "definition")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A plan as it was kept: `result` is the document of `plan_result.result_of`, which no later snapshot changes."""

    id: int
    name: str
    area: str
    snapshot: int | None
    known_on: date
    made_at: datetime
    made_by: str
    result: Mapping[str, Any]

    @property
    def question(self) -> PlanQuestion:
        return from_document(self.result["asked"])


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two plans: `name` of what (`of`: a fund, a village, a target; empty for the whole). None where a
    plan has no such part. `more`: how much the second has more; None where one of them is None."""

    name: str
    first: int | None
    second: int | None
    of: str = ""

    @property
    def more(self) -> int | None:
        return None if self.first is None or self.second is None else self.second - self.first


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scenarios side by side. `apart`: in what they differ but for money, each a finding; where there is any, no
    difference below is of the money alone, and whoever shows one shows these."""

    first: Scenario
    second: Scenario
    apart: tuple[Finding, ...]
    totals: tuple[Difference, ...]
    funds: tuple[Difference, ...]
    targets: tuple[Difference, ...]
    villages: tuple[Difference, ...]


def save(planned: Planned, name: str, *, at: datetime, by: str, telling: Telling = untold) -> Scenario:
    """Keep a plan under `name`, for good; `telling` writes the line about it, with it or not at all.

    Refused for a name that is blank, holds a person's number, or is taken in that area; and for a plan of tables that
    were made for a day without a snapshot, which nobody could draw names from again.
    """
    from django.db import transaction

    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.models import Scenario as Line

    words = checked_name(name)
    if planned.put.snapshot is None:
        raise Refused("plan_saved_without_snapshot", day=planned.put.known_on)
    make_tables()
    with transaction.atomic():
        refuse_taken(words, planned.question.area)
        line = Line.objects.create(
            name=words,
            area=planned.question.area,
            snapshot=planned.put.snapshot,
            sha256=planned.put.sha256,
            known_on=planned.put.known_on,
            result=result_of(planned),
            made_at=at,
            made_by=by,
        )
        telling()
    return _scenario(line)


def save_as(actor: Actor, planned: Planned, name: str, *, at: datetime) -> Scenario:
    """As `save`, by somebody who may plan there; NotAllowed for anybody else. It stands on the trail."""
    area = planned.question.area
    actor.refuse_unless(PLAN, area)

    def telling() -> None:
        note(actor, SAVED, at=at, area=area, snapshot=planned.put.snapshot, cost=planned.plan.spent)

    return save(planned, name, at=at, by=actor.email, telling=telling)


def refuse_taken(name: str, area: str) -> str:
    """The name as it is kept. Refused for one that is blank, holds a person's number, or is taken in that area."""
    words = checked_name(name)
    if any(one.name.casefold() == words.casefold() for one in _lines(area)):
        raise Refused("plan_name_taken", name=words, area=area)
    return words


def may_read(actor: Actor, area: str) -> bool:
    """Whether somebody may see the scenarios of an area."""
    return any(actor.may(right, area) for right in READERS)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a list of scenarios says of one. The document has a row for every quota, and is read for one plan alone."""

    id: int
    name: str
    area: str
    snapshot: int
    known_on: date
    made_at: datetime
    made_by: str
    status: str
    until: str
    cost: int
    newly_covered: int
    renewed: int
    lapses: int


_OF_A_LINE = ("id", "name", "area", "snapshot", "known_on", "made_at", "made_by")
_OF_ITS_RESULT = ("status", "until", "cost", "newly_covered", "renewed", "lapses")


def kept(actor: Actor, area: str) -> Sequence[Kept]:
    """The scenarios of `area` and of what lies in it that the actor may see, in short, the last kept first."""
    from cakupan_app.ledger.later import count_of
    from cakupan_app.ledger.models import Scenario as Line

    if not count_of(Line):
        return []
    fields = (*_OF_A_LINE, *(f"result__{name}" for name in _OF_ITS_RESULT))
    told = (Kept(*row) for row in Line.objects.order_by("-id").values_list(*fields))
    return [one for one in told if is_within(one.area, area) and may_read(actor, one.area)]


def scenario(actor: Actor, id_: int) -> Scenario:
    """The scenario with an id; Refused alike where there is none and where the actor may not see it."""
    found = next((one for one in _all(pk=id_) if may_read(actor, one.area)), None)
    if found is None:
        raise Refused("plan_scenario_unknown", id=id_)
    return found


def scenarios_of(area: str) -> Sequence[Scenario]:
    """Every scenario of exactly this area, for a command at the machine itself; the last kept first."""
    return _all(area=area)


def scenario_named(area: str, name: str) -> Scenario:
    """The scenario of that name in an area, for a command at the machine itself. Refused with the names there are."""
    told = scenarios_of(area)
    found = next((one for one in told if one.name.casefold() == " ".join(name.split()).casefold()), None)
    if found is None:
        if not told:
            raise Refused("plan_scenario_none_yet", name=name[:_LONGEST], area=area)
        raise Refused("plan_scenario_unnamed", name=name[:_LONGEST], area=area, known=tuple(one.name for one in told))
    return found


def compared(first: Scenario, second: Scenario) -> Comparison:
    """What the second has more or less than the first. Refused for plans of two areas.

    Where snapshot, month, window or definition differ it is said (`apart`), and the figures stand side by side all the
    same.
    """
    if first.area != second.area:
        raise Refused("plan_areas_differ", first=first.area, second=second.area)
    one, other = first.result, second.result
    totals = ("cost", "newly_covered", "renewed", "lapses", "lapses_avoided", "short_of_target", "worker_months",
              "exposure")  # fmt: skip
    return Comparison(
        first,
        second,
        tuple(_apart(one, other)),
        tuple(Difference(name, one[name], other[name]) for name in totals),
        _by_part(one["funds"], other["funds"], "id", ("amount", "spent", "unspent", "heads")),
        _by_part(one["targets"], other["targets"], "id", ("needed", "short")),
        _by_part(one["villages"], other["villages"], "village", ("new", "renewed", "cost")),
    )


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterable[Finding]:
    for name in _SHARED:
        if one[name] != other[name]:
            facts: dict[str, Fact] = {}
            if not isinstance(one[name], Mapping):
                facts = {"first": one[name], "second": other[name]}
            yield Finding(f"plans_apart_{name}", facts, "warning")
    if one["asked"]["renew"] != other["asked"]["renew"]:
        yield Finding("plans_apart_renew", {}, "warning")
    if one["asked"]["floors"] != other["asked"]["floors"]:
        yield Finding("plans_apart_floors", {}, "info")
    if _conditions_differ(from_document(one["asked"]), from_document(other["asked"])):
        yield Finding("plans_apart_conditions", {}, "warning")
    if one["asked"].get("law", []) != other["asked"].get("law", []):
        yield Finding("plans_apart_law", {}, "warning")


def _conditions_differ(one: PlanQuestion, other: PlanQuestion) -> bool:
    """Whether two questions say of a fund that both have something else than its amount, or aim at another target. A
    fund that only one of them has is money that the other lacks."""
    left, right = (
        {fund.id: replace(fund, amount=0, payer=fund.payer or payer_of(fund.id, told.area)) for fund in told.funds}
        for told in (one, other)
    )
    return one.target != other.target or any(left[id_] != right[id_] for id_ in left.keys() & right.keys())


def _by_part(
    one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]], key: str, names: Sequence[str]
) -> tuple[Difference, ...]:
    left, right = ({str(row[key]): row for row in rows} for rows in (one, other))
    told: Callable[[Mapping[str, Any], str, str], int | None] = lambda rows, part, name: (  # noqa: E731
        rows[part][name] if part in rows else None
    )
    return tuple(
        Difference(name, told(left, part, name), told(right, part, name), part)
        for part in sorted({*left, *right})
        for name in names
    )


def unsaved(planned: Planned, name: str, *, at: datetime, by: str) -> Scenario:
    """A plan that is kept nowhere, as one that could be compared; its id is 0."""
    area, put = planned.question.area, planned.put
    return Scenario(0, name, area, put.snapshot, put.known_on, at, by, result_of(planned))


def checked_name(name: str) -> str:
    """The name, tidied; Refused where it is blank, too long, cannot be kept, or holds the number of a person."""
    words = " ".join(name.split())
    if not words or len(words) > _LONGEST:
        raise Refused("plan_name_missing", most=_LONGEST)
    if unwritable(words):
        raise Refused("plan_words_unwritable")
    if holds_number_of_person(words):
        raise Refused("plan_name_holds_number")
    return words


def _lines(area: str) -> "list[Line]":
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Scenario as Line

    return rows_of(Line, area=area)


def _all(**told: object) -> Sequence[Scenario]:
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Scenario as Line

    return [_scenario(one) for one in reversed(rows_of(Line, **told))]


def _scenario(line: "Line") -> Scenario:
    if line.result["version"] > VERSION:
        raise Refused("plan_of_newer_version", name=line.name)
    told = line.name, line.area, line.snapshot, line.known_on, line.made_at, line.made_by
    return Scenario(line.pk, *told, line.result)
