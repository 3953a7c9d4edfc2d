"""Who may be enrolled: rules as data, each asked of one person, with what came of it and where it comes from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.working_age import ENROLMENT, working_age_in
from cakupan.scheme.entry import Entry
from cakupan.scheme.in_force import RULES_OF_OWN, Law
from cakupan.scheme.step import NO, UNKNOWN, YES, Step, step_of

# What a person is asked for beside `age`, which is worked out of `birth`, and `place_in_household`.
FACTS = ("birth", "citizen", "home", "occupation", "member_segment", "decile", "social_aid", "sex")
NO_MEMBER = "none"  # a member of nothing, as against: not known whether


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody; None: not known.

    `home` is the code of the area on their identity card, `member_segment` the segment in which they are an active
    member, or NO_MEMBER. `place_in_household`: the how-manieth of their family card they are, in the stated order.
    """

    birth: date | None = None
    citizen: bool | None = None
    home: str | None = None
    occupation: str | None = None
    member_segment: str | None = None
    decile: int | None = None
    social_aid: bool | None = None
    sex: str | None = None
    place_in_household: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is asked: of `field`, by `test`, `against` a number, a word, a truth, or several words."""

    entry: Entry
    field: str
    test: str
    against: Any

    @property
    def id(self) -> str:
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether somebody may be enrolled: `no` where a rule says no, else `unknown` where one cannot be answered.

    `because` is the first rule, in their order, that decided so; None for yes."""

    verdict: str
    because: str | None
    steps: tuple[Step, ...]


def rules_on(law: Law, day: date, area: str | None) -> tuple[Rule, ...]:
    """The rules asked on `day` of who is to be enrolled by `area` (a code), that of the household last.

    A rule without a limit here is not asked. Refused where a rule needs `area` and none is told.
    """
    ids = [id_ for id_ in law.entries if id_.startswith(RULES_OF_OWN)]
    entries = [one for id_ in ids if (one := law.find(id_, day)) is not None and one.value is not None]
    asked = [_rule(one, day, area) for one in entries if one.value["against"] is not None]
    # who else of a household is taken depends on all other rules
    return tuple(sorted(asked, key=lambda one: (one.field == "place_in_household", _in_file(law, one.id))))


def limits_not_set(law: Law, day: date) -> tuple[str, ...]:
    """The rules that others have and for which no limit is set here."""
    found = (law.find(id_, day) for id_ in law.entries if id_.startswith(RULES_OF_OWN))
    return tuple(one.id for one in found if one is not None and (one.value is None or one.value["against"] is None))


def eligibility_of(person: Person, rules: Iterable[Rule], day: date) -> Eligibility:
    """Whether `person` may be enrolled on `day`, rule by rule.

    >>> from cakupan.scheme.in_force import the_law
    >>> rules = rules_on(the_law(), date(2025, 7, 31), "16.06")
    >>> eligibility_of(Person(birth=date(2010, 1, 1)), rules, date(2025, 7, 31)).because
    'eligible_age_youngest'
    """
    steps = tuple(_step(rule, person, day) for rule in rules)
    return Eligibility(*_decided([(step.rule, step.verdict) for step in steps]), steps)


def age_on(birth: date, day: date) -> int:
    """Whole years by the last day of the month of `day`, as `basics/working_ages.toml` counts; negative before birth.

    >>> age_on(date(1960, 7, 31), date(2025, 7, 1))
    65
    """
    return ((day.year - birth.year) * 12 + day.month - birth.month) // 12


def _decided(verdicts: Sequence[tuple[str, str]]) -> tuple[str, str | None]:
    for wanted in (NO, UNKNOWN):
        for rule, verdict in verdicts:
            if verdict == wanted:
                return wanted, rule
    return YES, None


def _step(rule: Rule, person: Person, day: date) -> Step:
    value = _value(rule.field, person, day)
    against: Fact = rule.against
    told: Fact = _told(value)
    return step_of(rule.entry, f"step_{rule.test}", told, answer(rule, value), field=rule.field, against=_told(against))


def _told(value: Any) -> Fact:
    # a truth is told as a word, which every language has a sentence for
    found: Fact = {True: "true", False: "false"}[value] if isinstance(value, bool) else value
    return found


def _value(field: str, person: Person, day: date) -> Any:
    if field == "age":
        return None if person.birth is None else age_on(person.birth, day)
    return getattr(person, field)


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda value, against: value >= against,
    "at_most": lambda value, against: value <= against,
    "one_of": lambda value, against: value in against,
    "none_of": lambda value, against: value not in against,
    "within": lambda value, against: f"{value}.".startswith(f"{against}."),
    "is": lambda value, against: value == against,
}


def answer(rule: Rule, value: Any) -> str:
    """What a rule says of a value: yes, no, or unknown where the value is not known."""
    if value is None:
        return UNKNOWN
    holds = _TESTS[rule.test](value, rule.against)
    return YES if holds else NO


def _rule(entry: Entry, day: date, area: str | None) -> Rule:
    told: Mapping[str, Any] = entry.value
    return Rule(entry, told["field"], told["test"], _resolved(told["against"], day, area))


def _resolved(against: Any, day: date, area: str | None) -> Any:
    """What a rule is tested against, where it refers to what is said elsewhere: an age, or the area that was asked."""
    if not isinstance(against, Mapping):
        return against
    if "working_age" in against:
        ages = working_age_in(Month(day.year, day.month), ENROLMENT, area)
        return ages.youngest if against["working_age"] == "youngest" else ages.oldest
    if area is None:
        raise Refused("eligible_area_missing")
    return area


def _in_file(law: Law, id_: str) -> tuple[bool, int]:
    """In the order in which an office checks; rules of its own come after those."""
    order = [one for one in _ORDER if one in law.entries]
    return id_ not in order, order.index(id_) if id_ in order else 0


_ORDER = (
    "eligible_age_youngest",
    "eligible_age_oldest",
    "eligible_citizen",
    "eligible_home",
    "eligible_occupation",
    "eligible_not_member",
    "eligible_decile",
    "eligible_social_aid",
    "eligible_household",
)
