"""What is answered to "whom does this money protect next": the plan of a snapshot, with what it rests on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.working_age import ENROLMENT, working_age_in
from cakupan.coverage.definition import Evidence, FigureDefinition
from cakupan.coverage.named_people import named_in
from cakupan.planning.defaults import decile_weights_supposed, hazards_supposed
from cakupan.planning.groups import Alike, Grouped, alike_for, grouped
from cakupan.planning.peers import RULES, by_rule
from cakupan.planning.people import Window, people_ending, people_listed
from cakupan.planning.plan import Plan
from cakupan.planning.planned import plan_of
from cakupan.planning.prices import Point, Worth, frontier, worth_of_more
from cakupan.planning.problem import LONGEST, Floor, Fund, Problem, checked
from cakupan.planning.quotas import by_list, quotas_of
from cakupan.regions.tree import NATION
from cakupan.scheme.eligibility import Rule, rules_on
from cakupan.scheme.eligibility_table import HOUSEHOLD
from cakupan.scheme.in_force import Law
from cakupan.scheme.unit_cost import is_transport, unit_cost
from cakupan.targets.lapses import month_of_calendar, placed
from cakupan_app.work.ask import CoverageQuestion, coverage
from cakupan_app.work.plan_asked import (
    FloorAsked,
    FundAsked,
    PlanQuestion,
    checked_question,
    fund_of,
    law_of,
    renewed_by,
)
from cakupan_app.work.plan_targets import targets_of
from cakupan_app.work.view import View

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["FloorAsked", "FundAsked", "PlanQuestion", "Planned", "Put", "planned", "put", "solved"]

Report = Callable[[str], None]
"""Told which part is being worked out: keep, target, exposure, cost, worth, frontier, rules."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to a snapshot: the `problem` that is solved, and what its numbers rest on.

    `month` is the last known; `definition` that of the members it counts. `snapshot` (None: tables made now) and
    `known_on` are those of the view. `findings`: who was set aside, what was supposed.
    """

    question: PlanQuestion
    problem: Problem
    grouped: Grouped
    alike: Alike
    month: Month
    definition: FigureDefinition
    snapshot: int | None
    sha256: str
    known_on: date
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with all that stands beside it. `by_rule`: the plans of simpler rules (`planning.RULES`) for the same
    money. `worth` and `frontier` are empty where the floors cannot be met."""

    put: Put
    plan: Plan
    worth: tuple[Worth, ...]
    frontier: tuple[Point, ...]
    by_rule: Mapping[str, Plan]

    @property
    def question(self) -> PlanQuestion:
        return self.put.question

    @property
    def problem(self) -> Problem:
        return self.put.problem

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the plan says of itself first, then what each rupiah buys, then what it rests on."""
        return (*self.plan.findings, *(one.finding() for one in self.worth), *self.put.findings)


def planned(view: View, question: PlanQuestion, report: Report = lambda _part: None) -> Planned:
    """The plan of `question` by what `view` tells. Refused as `put` refuses.

    A regency takes up to a minute (decision 0028): a site puts the question (`put`, which needs the view) and solves it
    (`solved`, which does not) apart, so that nobody waits for the engine meanwhile.
    """
    return solved(put(view, question), report)


def put(view: View, question: PlanQuestion) -> Put:
    """The question as the snapshot makes it: groups of people, costs by the law, what each target needs.

    Refused where no list names people, where the months are not ahead of the last known one, or where money, places or
    targets cannot be (`checked_question`).
    """
    asked = checked_question(question)
    month = _month_known(view, asked)
    first, last = months_of(asked, month)
    law = law_of(asked)
    months = [first + number for number in range(last - first + 1)]
    funds = tuple(fund_of(one, asked.area, months, law) for one in asked.funds)
    people, rules = people_asked(view, asked, month, first)
    alike = alike_of(funds, law, months)
    found = grouped(people, view.engine, alike, rules)
    if not found.listed.people + found.ending.people:
        raise Refused("plan_needs_lists", area=asked.area)
    figure = CoverageQuestion(asked.area, month, denominator=asked.denominator, evidence=Evidence.LINKED)
    counted = coverage(view, figure)
    targets, said = targets_of(view, asked, found, month, first, last)
    floors = tuple(Floor(one.area, one.heads) for one in asked.floors)
    problem = checked(Problem(first, last, funds, found.groups, floors, targets, seed=asked.seed))
    others = (
        *_of_another_count(asked.area, month, found, counted.total.members),
        *_unknown_households(view, funds, rules),
    )
    number, sha256 = (view.snapshot.number, view.snapshot.sha256) if view.snapshot else (None, "")
    findings = (*said, *found.findings(), *others, *_of_costs(asked, funds, law), *_supposed(view, problem))
    return Put(asked, problem, found, alike, month, counted.definition, number, sha256, view.known_on, findings)


def solved(put: Put, report: Report = lambda _part: None) -> Planned:
    """The plan of what was put, with what more money buys and what simpler rules would do. It needs no view."""
    plan = plan_of(put.problem, report=report)
    worth: tuple[Worth, ...] = ()
    points: tuple[Point, ...] = ()
    if plan.stages:
        report("worth")
        worth = worth_of_more(put.problem)
        report("frontier")
        points = frontier(put.problem)
    report("rules")
    return Planned(put, plan, worth, points, {rule: by_rule(put.problem, rule) for rule in RULES})


def people_asked(view: View, question: PlanQuestion, month: Month, first: Month) -> "tuple[ir.Table, Sequence[Rule]]":
    """Everybody who could be planned for, one by one without names (`planning.people`), and what they are asked."""
    rules = rules_on(law_of(question), first.last_day, question.area)
    window = Window(question.area, month, first, question.until, *_ages(rules), renewed_by(question))
    named = view.table("named") if view.has("named") else None
    people = people_ending(view.table("lapses"), named, window)
    if named is not None:
        ages = working_age_in(month, ENROLMENT, question.area)
        stated = named_in(named, view.table("episodes"), view.table("review"), month, ages, view.known_on)
        people = people.union(people_listed(stated, window, rules))
    return view.engine.keep(people), rules


def alike_of(funds: Sequence[Fund], law: Law, months: Iterable[Month]) -> Alike:
    """By what people are told apart for these funds in these months: by transport work only where it costs otherwise,
    and then where the law calls it that in any of the months, since a plan may begin before the law does."""
    days = [month.last_day for month in months] if any(one.monthly_transport for one in funds) else []
    transport = [one for one in hazards_supposed().value if any(is_transport(law, one, day) for day in days)]
    return alike_for(funds, decile_weights_supposed().value, transport)


def _ages(rules: Iterable[Rule]) -> tuple[int | None, int | None]:
    """The ages of enrolment, both inside, as the rules in force have them."""
    youngest = [one.against for one in rules if one.field == "age" and one.test == "at_least"]
    oldest = [one.against for one in rules if one.field == "age" and one.test == "at_most"]
    return max(youngest, default=None), min((one for one in oldest if one is not None), default=None)


def _month_known(view: View, question: PlanQuestion) -> Month:
    """The last month whose members are known one by one."""
    if not view.has("lapses"):
        raise Refused("plan_needs_build" if view.has("episodes") else "plan_needs_lists", area=question.area)
    lapses = view.table("lapses")
    month = month_of_calendar(lapses, view.engine, question.area) or month_of_calendar(lapses, view.engine, NATION)
    if month is None:
        raise Refused("plan_needs_lists", area=question.area)
    told = view.engine.run(placed(lapses, question.area).select("month").distinct())["month"].to_pylist()
    if len(told) > 1:
        raise Refused("plan_months_differ", area=question.area, months=tuple(sorted(told)))
    return month


def months_of(question: PlanQuestion, month: Month) -> tuple[Month, Month]:
    """The first and the last month of a plan that sets out from `month`, the last known. Refused where it is not ahead
    of that, or too long."""
    first, last = question.since or month + 1, question.until
    if first - month <= 0:
        raise Refused("plan_not_ahead", first=str(first), month=str(month))
    if not 0 <= last - first < LONGEST:
        raise Refused("plan_months_outside", first=str(first), last=str(last), most=LONGEST)
    return first, last


def _too_few(problem: Problem) -> int:
    """People on lists that some fund may pay for, and that are so short that not one of them can be expected to become
    a member."""
    quotas = quotas_of(problem)
    found = 0
    for places in by_list(problem).values():
        told = [quotas[one] for one in places if quotas.get(one)]
        if told and not any(heads for one in told for heads in one.values()):
            found += sum(problem.groups[one].count for one in places if quotas.get(one))
    return found


def _of_another_count(area: str, month: Month, found: Grouped, members: int | None) -> Iterable[Finding]:
    """As the lapse calendar says it: that it is of other members than the figure of the month counts."""
    if members != found.ending.people:
        facts: dict[str, Fact] = {"area": area, "month": str(month), "counted": found.ending.people}
        yield Finding("lapses_of_others", {**facts, "members": members}, "warning")


def _of_costs(question: PlanQuestion, funds: Iterable[Fund], law: Law) -> Iterable[Finding]:
    """What is not sure about the contributions that the funds pay, once each: some payers have the discount of 2026 by
    its wording alone, and should the branch not give it, the heads would cost more than the fund has."""
    told: dict[str, Finding] = {}
    for asked, fund in zip(question.funds, funds, strict=True):
        if asked.monthly is None and fund.monthly:
            for transport in (False, True):
                cost = unit_cost(fund.payer, fund.monthly, law=law, transport=transport)
                told |= {f"{one.code} {one.facts}": one for one in cost.findings}
    return told.values()


def _unknown_households(view: View, funds: Iterable[Fund], rules: Iterable[Rule]) -> Iterable[Finding]:
    """That one per household is asked of a snapshot made before households were told."""
    asked = any(one.use.one_per_household for one in funds) or any(one.field == HOUSEHOLD for one in rules)
    if asked and view.has("named") and "household_person" not in view.table("named").columns:
        yield Finding("plan_households_untold", {}, "warning")


def _supposed(view: View, problem: Problem) -> Iterable[Finding]:
    """What the plan supposes, and what its rounding leaves out."""
    few = _too_few(problem)
    if few:
        yield Finding("plan_lists_too_short", {"count": few}, "warning")
    if not view.has("named"):
        yield Finding("plan_nobody_listed", {}, "warning")
    yield Finding("plan_exposure_supposed", {"sure": hazards_supposed().sure}, "info")
