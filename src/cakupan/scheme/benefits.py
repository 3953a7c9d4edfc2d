"""What is paid when a member dies or is disabled: to the family, and for children at school."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cakupan.basics.finding import Finding, Missing
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.scheme.in_force import Law
from cakupan.scheme.step import NO, UNKNOWN, YES, Step, step_of

Event = Literal["death", "work_death", "work_disability"]
EVENTS = ("death", "work_death", "work_disability")


@dataclass(frozen=True, slots=True)
class Case:
    """What happened to a member, on the day `on`.

    `began_on`: the first day of the spell without a gap that lasts on that day. `income`: the reported wage or class.
    `children`: for each child at school the stage it is in or comes to next, with all years of it still to come.
    """

    event: Event
    on: date
    segment: str
    began_on: date
    income: Rupiah | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benefit:
    """One amount: `amount` in rupiah, at most so much where `at_most`; None where it is not known, with both amounts
    that it can be in `Benefits.missing`."""

    name: str
    amount: Rupiah | None
    rule: str
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Benefits:
    """What is paid, how that was decided, and what cannot be said."""

    parts: tuple[Benefit, ...]
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> Rupiah | None:
        """The sum of the parts; None where one of them is not known."""
        amounts = [one.amount for one in self.parts]
        return None if None in amounts else sum(one for one in amounts if one is not None)


def benefits_of(law: Law, case: Case) -> Benefits:
    """What a case pays (PP 44/2015, PP 82/2019), for a membership that is active on the day.

    Whether it is active is for `membership` to say. What else an accident pays (treatment, transport, what replaces
    wages) is not reckoned. Refused for what is no event, no stage, or a spell that begins after the day.

    >>> from datetime import date
    >>> from cakupan.scheme.in_force import the_law
    >>> benefits_of(the_law(), Case("death", date(2025, 12, 1), "BPU", date(2025, 1, 1))).total
    42000000
    """
    if case.event not in EVENTS:
        raise Refused("event_unknown", event=case.event, known=EVENTS)
    if case.began_on > case.on:
        raise Refused("spell_begins_after", began_on=case.began_on, on=case.on)
    if case.event == "work_disability":
        return _times(law, case, "jkk_disability_times", at_most=True)
    first = _death(law, case) if case.event == "death" else _times(law, case, "jkk_death_times", at_most=False)
    return _together(first, _scholarship(law, case)) if case.children else first


def months_between(began_on: date, on: date) -> int:
    """Whole months from the one day to the other.

    >>> months_between(date(2025, 1, 31), date(2025, 4, 30)), months_between(date(2025, 1, 15), date(2025, 4, 15))
    (2, 3)
    """
    return (on.year - began_on.year) * 12 + on.month - began_on.month - (on.day < began_on.day)


def _death(law: Law, case: Case) -> Benefits:
    entry = law.on("jkm_benefit", case.on)
    full = tuple(Benefit(f"death_{name}", amount, entry.id) for name, amount in entry.value.items())
    steps = tuple(step_of(entry, "step_benefit", one.amount, name=one.name) for one in full)
    waiting = _waiting(law, case)
    if waiting is None:
        return Benefits(full, steps)
    holds, step = waiting
    less = law.on("jkm_waiting_benefit", max(case.on, step_day(law)))
    if holds == YES:
        asked = step_of(less, "step_benefit", less.value, name="death_waiting")
        return Benefits((Benefit("death_waiting", less.value, less.id),), (step, asked))
    if holds == UNKNOWN:
        facts: dict[str, Fact] = {"on": case.on, "least": less.value, "most": sum(entry.value.values())}
        return Benefits((Benefit("death_whole", None, entry.id),), (step, *steps), (Missing("waiting_unknown", facts),))
    return Benefits(full, (step, *steps))


def step_day(law: Law) -> date:
    """The first day on which the waiting rule is told to hold."""
    return min(one.starts_on for one in law.entries["jkm_waiting_months"])


def _waiting(law: Law, case: Case) -> tuple[str, Step] | None:
    """Whether a new BPU member's family gets less; None where no such rule is spoken of on that day."""
    if case.segment != "BPU":
        return None
    entry = law.find("jkm_waiting_months", case.on)
    later = next((one for one in law.entries["jkm_waiting_months"] if one.starts_on > case.on), None)
    begun = months_between(case.began_on, case.on)
    if entry is not None:
        new = begun < entry.value
        return (YES if new else NO), step_of(entry, "step_waiting", begun, YES if new else NO, months=entry.value)
    if later is None or later.begins_after is None or case.on <= later.begins_after:
        return None
    told = UNKNOWN if begun < later.value else NO
    return told, step_of(later, "step_waiting", begun, told, months=later.value)


def _times(law: Law, case: Case, id_: str, *, at_most: bool) -> Benefits:
    if case.income is None:
        raise Refused("wage_missing")
    entry = law.on(id_, case.on)
    amount = entry.value * case.income
    step = step_of(entry, "step_times", amount, times=entry.value, income=case.income)
    return Benefits((Benefit(id_.removesuffix("_times"), amount, id_, at_most),), (step,))


def _scholarship(law: Law, case: Case) -> Benefits:
    stages = law.on("scholarship_stages", case.on)
    unknown = [one for one in case.children if one not in stages.value]
    if unknown:
        raise Refused("stage_unknown", stage=unknown[0], known=tuple(stages.value))
    most = law.on("scholarship_children", case.on)
    entitled, steps = _entitled(law, case)
    # those paid most: the law says how many, and not which
    amounts = sorted((_from_stage(stages.value, one) for one in case.children), reverse=True)[: most.value]
    parts = tuple(Benefit("scholarship", one, stages.id, at_most=True) for one in amounts) if entitled else ()
    counted = step_of(most, "step_children", len(amounts), told=len(case.children), most=most.value)
    paid = tuple(step_of(stages, "step_benefit", one.amount, name=one.name) for one in parts)
    findings = (Finding("scholarship_clock", {}, "info"),) if case.event == "death" else ()
    return Benefits(parts, (*steps, counted, *paid), (), findings)


def _entitled(law: Law, case: Case) -> tuple[bool, tuple[Step, ...]]:
    """After a death of work at once; after any other where contributions were paid for so many years."""
    if case.event != "death":
        return True, ()
    entry = law.on("scholarship_contribution_years", case.on)
    paid = months_between(case.began_on, case.on)
    enough = paid >= entry.value * 12
    return enough, (step_of(entry, "step_scholarship_years", paid, YES if enough else NO, years=entry.value),)


def _from_stage(stages: Mapping[str, Mapping[str, Any]], stage: str) -> Rupiah:
    names = list(stages)
    return sum(stages[name]["rupiah"] * stages[name]["years"] for name in names[names.index(stage) :])


def _together(one: Benefits, other: Benefits) -> Benefits:
    return Benefits(
        (*one.parts, *other.parts),
        (*one.steps, *other.steps),
        (*one.missing, *other.missing),
        (*one.findings, *other.findings),
    )
