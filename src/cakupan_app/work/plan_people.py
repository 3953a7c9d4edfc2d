"""Whom the quotas of a scenario come to: drawn again from its snapshot and its seed, each with the reason, by name only
for those who may see people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.nik import masked
from cakupan.basics.refused import Refused
from cakupan.planning.defaults import hazard_of
from cakupan.planning.groups import Alike, Listed, grouped, listed_people
from cakupan.planning.names import CHOSEN, HOUSEHOLD, RESERVE, Drawn, drawn
from cakupan.planning.people import ENDING
from cakupan.planning.problem import Problem
from cakupan.regions.tree import is_within
from cakupan_app.work.plan import people_asked
from cakupan_app.work.plan_asked import month_in
from cakupan_app.work.plan_result import rows_of
from cakupan_app.work.plans import Scenario
from cakupan_app.work.rights import EXPORT_PEOPLE, LIST_PLANNED, Actor
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.trail import EXPORTED
from cakupan_app.work.uncovered_people import names_by_person
from cakupan_app.work.view import View
from cakupan_app.work.whereabouts import IDENTIFIERS
from cakupan_app.work.workspace import Workspace

LISTED = (CHOSEN, RESERVE)
"""Reasons of those whom a plan puts on a list."""
LISTED_ONLY = "listed"
"""In the place of a reason: all whom the plan lists, and nobody else."""
_LIST = "plan"  # as the trail calls it


@dataclass(frozen=True, slots=True)
class PlanPeopleQuestion:
    """Who looks, at the people of which scenario, as known today; of one place (`area`, a village or district) or one
    `reason` if these are said."""

    looking: Looking
    scenario: Scenario
    today: date
    area: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PlanPerson:
    """Somebody whom a plan could list, or a list named in vain. `person` is their id, which is no name.

    `reason`: a code of `planning.names` (within_quota, reserve, after_quota, no_quota, household_has_one), or why they
    were set aside (`planning.people.OF_LISTED`, or the rule of the law that says no: `eligible_...`). `place` in the
    order of their `group`, whose `quota` is so many heads (by decile, hazard and `ticket`, the lottery's number): None
    and empty of those set aside. `fund`, `first`, `last` of the row they fill or stand in reserve for. `renewed`: a
    member already. `name`, `nik` and `birth` are empty until they are looked up for somebody who may see people.
    """

    person: str
    village: str
    district: str
    occupation: str | None
    decile: int | None
    renewed: bool
    reason: str
    group: str | None = None
    place: int | None = None
    ticket: str = ""
    fund: str | None = None
    first: Month | None = None
    last: Month | None = None
    hazard: str = "medium"
    quota: int | None = None
    name: str = ""
    nik: str | None = None
    birth: date | None = None

    @property
    def chosen(self) -> bool:
        return self.reason == CHOSEN


def drawn_of(view: View, scenario: Scenario) -> Sequence[PlanPerson]:
    """Everybody of the scenario, chosen, unchosen and set aside, without names, by village, group and place: whoever
    draws again with the same seed gets the same.

    Refused where `view` is of another snapshot than the scenario's, and where this version forms other groups of it.
    """
    if view.snapshot is None or view.snapshot.number != scenario.snapshot:
        raise Refused("plan_other_snapshot", snapshot=scenario.snapshot)
    return _drawn(view, scenario.result)


def drawn_from(view: View, result: Mapping[str, Any]) -> Sequence[PlanPerson]:
    """The same of a plan that was made of this view just now and is kept under no name."""
    return _drawn(view, result)


def plan_people_to_export(view: View, workspace: Workspace, question: PlanPeopleQuestion) -> Sequence[PlanPerson]:
    """All of them, to be taken out of the site: with whole numbers for whoever may export people there. Who may list
    the planned alone gets those whom the plan lists, with numbers cut short; of the others all but who they are, so
    that the draw can be checked. NotAllowed for anybody else."""
    area, actor = question.area or question.scenario.area, question.looking.actor
    whole = actor.may(EXPORT_PEOPLE, area)
    if not whole:
        actor.refuse_unless(LIST_PLANNED, area)
    rows = _asked_about(view, workspace, question)
    if not rows:
        raise Refused("plan_export_empty")
    named = rows if whole else [one for one in rows if one.reason in LISTED]
    persons = [one.person for one in named]
    scenario = question.scenario.id
    seeing(question.looking, area, persons, action=EXPORTED, list=_LIST, scenario=scenario, rows=len(rows))
    known = {one.person: one for one in with_names(view, workspace, named, question.today)}
    return tuple(_cut(known.get(one.person, one), whole=whole) for one in rows)


def may_list(actor: Actor, area: str) -> bool:
    """Whether somebody may take out the names of those whom a plan of the area lists."""
    return actor.may(EXPORT_PEOPLE, area) or actor.may(LIST_PLANNED, area)


def _cut(one: PlanPerson, *, whole: bool) -> PlanPerson:
    """The same with the number cut short and without the birth date, unless all of it may leave the site."""
    return one if whole else replace(one, nik=masked(one.nik) if one.nik else None, birth=None)


def with_names(view: View, workspace: Workspace, people: Sequence[PlanPerson], today: date) -> Sequence[PlanPerson]:
    """The same by name. Whoever asks has gone through `seeing`."""
    names = names_by_person(view, workspace, [one.person for one in people], today)
    return tuple(_named(one, names.get(one.person, {})) for one in people)


def _asked_about(view: View, workspace: Workspace, question: PlanPeopleQuestion) -> Sequence[PlanPerson]:
    del workspace
    if question.area and not is_within(question.area, question.scenario.area):
        raise Refused("plan_place_outside", place=question.area[:13], area=question.scenario.area)
    if view.snapshot is None or IDENTIFIERS not in view.snapshot.vault:
        raise Refused("snapshot_without_table", table=IDENTIFIERS)
    found = drawn_of(view, question.scenario)
    return [
        one
        for one in found
        if (not question.area or is_within(one.village, question.area)) and _fits(one, question.reason)
    ]


def _fits(one: PlanPerson, reason: str) -> bool:
    return reason in ("", one.reason) or (reason == LISTED_ONLY and one.reason in LISTED)


def _drawn(view: View, result: Mapping[str, Any]) -> Sequence[PlanPerson]:
    from cakupan_app.work.plan_asked import from_document

    question, first = from_document(result["asked"]), month_in(result["from"])
    kept = result["alike"]
    told_apart = {name: frozenset(kept[name]) for name in ("occupations", "deciles", "transport")}
    alike = Alike(**told_apart, households=kept.get("households", False))
    people, rules = people_asked(view, question, month_in(result["month"]), first)
    groups = grouped(people, view.engine, alike, rules).groups
    rows = rows_of(result)
    if {row.group for row in rows} - {one.id for one in groups}:
        raise Refused("plan_groups_changed")
    everybody = listed_people(people, view.engine, alike, rules)
    problem = Problem(first, question.until, (), groups)
    told = {one.key: one for one in drawn(problem, rows, _candidates(everybody), question.seed)}
    if all(one.one_per_household for one in question.funds):
        further = {one.id for one in groups if one.further}
        told = {key: replace(one, reason=HOUSEHOLD) if one.group in further else one for key, one in told.items()}
    quotas = Counter[str]()
    for row in rows:
        quotas[row.group] += row.heads
    return sorted((_person(one, told.get(one.person), quotas) for one in everybody), key=_in_order)


def _candidates(everybody: Iterable[Listed]) -> Any:
    return [one.candidate for one in everybody if one.candidate is not None]


def _person(one: Listed, told: Drawn | None, quotas: Mapping[str, int]) -> PlanPerson:
    who = one.person, one.village, one.district, one.occupation, one.decile, one.origin == ENDING
    if told is None:
        return PlanPerson(*who, reason=one.aside or "", hazard=hazard_of(one.occupation))
    row = PlanPerson(*who, told.reason, told.group, told.place, told.ticket, told.fund, told.first, told.last)
    return replace(row, hazard=hazard_of(one.occupation), quota=quotas[told.group])


def _in_order(one: PlanPerson) -> tuple[Any, ...]:
    return one.village, one.group is None, one.group or "", one.place or 0, one.person


def _named(one: PlanPerson, said: Mapping[str, Any]) -> PlanPerson:
    return replace(one, name=said.get("name") or "", nik=said.get("nik"), birth=said.get("birth"))
