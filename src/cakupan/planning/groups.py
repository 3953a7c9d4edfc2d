"""From people to the groups that a plan looks at: who is alike for it, how many there are, and who was set aside."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.planning.defaults import hazard_of
from cakupan.planning.names import Candidate
from cakupan.planning.people import COLUMNS, ENDING, LISTED, month_of_number
from cakupan.planning.problem import Fund, Group
from cakupan.regions.levels import VILLAGE
from cakupan.scheme.eligibility import NO_MEMBER, Person, Rule, eligibility_of
from cakupan.scheme.step import NO

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_PEOPLE = "_people"
_ANY_DAY = date(2000, 1, 1)  # only a rule about age asks the day, and those are asked elsewhere


@dataclass(frozen=True, slots=True)
class Alike:
    """By what people are told apart. Occupations and deciles that no fund and no weight asks about are all one, so
    that a plan is no larger than its question.

    `transport`: the occupations that the law counts as transport work, whose contribution differs. `households`:
    whether it matters who is the first of a household.
    """

    occupations: frozenset[str] = frozenset()
    deciles: frozenset[int] = frozenset()
    transport: frozenset[str] = frozenset()
    households: bool = False


def alike_for(funds: Iterable[Fund], decile_weights: Sequence[int], transport: Iterable[str] = ()) -> Alike:
    """What these funds and weights ask about."""
    told = tuple(funds)
    occupations = frozenset().union(*(one.use.occupations or () for one in told))
    limited = frozenset().union(*(one.use.deciles or () for one in told))
    weighed = {place for place, weight in enumerate(decile_weights, 1) if weight != decile_weights[-1]}
    households = any(one.use.one_per_household for one in told)
    return Alike(occupations, frozenset(weighed) | limited, frozenset(transport), households)


@dataclass(frozen=True, slots=True)
class Counted:
    """People of one origin: `people` = `grouped` + all that are `aside`, by why."""

    people: int = 0
    grouped: int = 0
    aside: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups, and what became of everybody who was asked about.

    `unplaced`: people of groups whose village is not known. `payers`: people to renew, by who pays for them now.
    `still_counted`: of people to renew, how many count as members in a month though it is not paid for any more: who
    reckons what the plan adds to the members of that month takes them off. `ages_out`: people who pass the upper age
    before the plan ends. `paid_on`: people to renew who would have lapsed before the plan begins, were their payers not
    supposed to pay on until then. `ages_untold`: people to renew whose birth neither extracts nor lists tell.
    `in_arrears`: people to renew who are behind with payments. `left_to`: by payer, people whose protection ends within
    the plan and whom it does not renew, because that payer's members were not to be renewed.
    """

    groups: tuple[Group, ...]
    listed: Counted
    ending: Counted
    unplaced: int = 0
    payers: Mapping[str, int] = field(default_factory=dict)
    still_counted: Mapping[Month, int] = field(default_factory=dict)
    ages_out: int = 0
    paid_on: int = 0
    ages_untold: int = 0
    in_arrears: int = 0
    left_to: Mapping[str, int] = field(default_factory=dict)

    def findings(self) -> Iterable[Finding]:
        """Who was set aside and why, each reason once; and who is planned for with a doubt."""
        for origin, counted in ((LISTED, self.listed), (ENDING, self.ending)):
            for why, people in counted.aside.items():
                yield Finding(f"plan_aside_{origin}_{why}", {"count": people}, "info")
        for payer, people in self.left_to.items():
            yield Finding("plan_left_to_payer", {"payer": payer, "count": people}, "warning")
        if self.unplaced:
            yield Finding("plan_unplaced", {"count": self.unplaced}, "warning")
        if self.paid_on:
            yield Finding("plan_paid_on", {"count": self.paid_on}, "warning")
        if self.in_arrears:
            yield Finding("plan_in_arrears", {"count": self.in_arrears}, "warning")
        if self.ages_untold:
            yield Finding("plan_ages_untold", {"count": self.ages_untold}, "warning")
        if self.ages_out:
            yield Finding("plan_ages_out", {"count": self.ages_out}, "info")


def grouped(people: "ir.Table", engine: "Engine", alike: Alike, rules: Iterable[Rule] = ()) -> Grouped:
    """The groups of `people` (`planning.people`, both origins or one), who may be enrolled by all of `rules`.

    Rules about age are not asked here: ages were asked of each person. An unanswered rule sets nobody aside; the list
    is verified before anybody is enrolled, and the acceptance of lists counts on it.
    """
    names = [name for name in COLUMNS if name not in ("person", "listed")]
    counted = people.group_by(*names).agg(**{_PEOPLE: people.count(), "listed": people["listed"].min()})
    rows = engine.run(counted).to_pylist()  # added up below, so their order decides nothing
    refused = _refusing(rules)
    found: dict[str, Group] = {}
    aside: dict[str, Counter[str]] = {LISTED: Counter(), ENDING: Counter()}
    payers: Counter[str] = Counter()
    left_to: Counter[str] = Counter()
    for row in rows:
        why = row["why"] or refused(row)
        if why:
            aside[row["origin"]][why] += row[_PEOPLE]
            left_to.update({row["payer"]: row[_PEOPLE]} if why == "other_sponsor" else {})
            continue
        group = group_of(row, alike)
        found[group.id] = _more(group, found.get(group.id), row)
        if row["origin"] == ENDING:
            payers[row["payer"]] += row[_PEOPLE]
    whole = {origin: sum(row[_PEOPLE] for row in rows if row["origin"] == origin) for origin in aside}
    told = {
        origin: Counted(whole[origin], whole[origin] - sum(by.values()), dict(sorted(by.items())))
        for origin, by in aside.items()
    }
    to_renew = [row for row in rows if not row["why"] and row["origin"] == ENDING]
    numbers = _numbered(found)
    groups = tuple(sorted((replace(one, id=numbers[id_]) for id_, one in found.items()), key=lambda one: one.id))
    return Grouped(
        groups,
        told[LISTED],
        told[ENDING],
        unplaced=sum(one.count for one in groups if len(one.village) < VILLAGE),
        payers=dict(sorted(payers.items())),
        still_counted=_still_counted(to_renew),
        ages_out=sum(one.count for one in groups if one.until is not None),
        paid_on=sum(row[_PEOPLE] for row in to_renew if row["covered_until"] > row["protected_until"]),
        ages_untold=sum(row[_PEOPLE] for row in to_renew if not row["age_told"]),
        in_arrears=sum(row[_PEOPLE] for row in to_renew if row["in_arrears"]),
        left_to=dict(sorted(left_to.items())),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who was asked about: the `candidate` that they are, or why they are set aside (`aside`)."""

    person: str
    origin: str
    village: str
    district: str
    occupation: str | None
    decile: int | None
    candidate: Candidate | None
    aside: str | None = None


def listed_people(people: "ir.Table", engine: "Engine", alike: Alike, rules: Iterable[Rule] = ()) -> tuple[Listed, ...]:
    """Everybody whom a plan could list, by person, and who of the lists was set aside; `people` as in `grouped`.

    Members who are not to be renewed are not among them: nobody proposed them.
    """
    refused = _refusing(rules)
    wanted = people["why"].isnull() | ((people["origin"] == LISTED) & (people["why"] != "member"))
    rows = sorted(engine.run(people.filter(wanted)).to_pylist(), key=lambda row: row["person"])
    asked = [(row, row["why"] or refused(row)) for row in rows]
    of = {row["person"]: group_of(row, alike).id for row, aside in asked if not aside}
    numbers = _numbered(of.values())
    return tuple(_listed(row, aside, None if aside else numbers[of[row["person"]]]) for row, aside in asked)


def _listed(row: Mapping[str, Any], aside: str | None, group: str | None) -> Listed:
    hazard = hazard_of(row["occupation"])
    told = None if group is None else Candidate(row["person"], group, row["decile"], hazard)
    names = ("person", "origin", "village", "district", "occupation", "decile")
    return Listed(**{name: row[name] for name in names}, candidate=told, aside=aside)


def group_of(row: Mapping[str, Any], alike: Alike) -> Group:
    """The group that somebody is of, as yet of nobody; its id says all that tells it from others, also the month of an
    age, and so does not leave this room (`_numbered`)."""
    occupation = row["occupation"] if row["occupation"] in alike.occupations else None
    decile = row["decile"] if row["decile"] in alike.deciles else None
    hazard, transport = hazard_of(row["occupation"]), row["occupation"] in alike.transport
    further = alike.households and (row["place_in_household"] or 1) > 1
    covered, until = (None if row[name] is None else month_of_number(row[name]) for name in ("covered_until", "until"))
    told = (
        *(row["village"], row["segment"], hazard, occupation, decile and f"d{decile}"),
        *("transport" if transport else None, covered and f"covered-{covered}", until and f"until-{until}"),
        "further" if further else None,
        "in-arrears" if row["in_arrears"] else None,
        row["payer"],
    )
    # of one village a person without a district may stand beside one with: they are told apart, for floors
    place = None if row["village"].startswith(row["district"]) else row["district"]
    id_ = " ".join(str(one) for one in (*told, place) if one)
    return Group(id_, row["village"], row["district"], row["segment"], 0, occupation, decile, hazard,
                 covered_until=covered, transport=transport, until=until, further=further,
                 in_arrears=row["in_arrears"], payer=row["payer"])  # fmt: skip


def _numbered(ids: Iterable[str]) -> Mapping[str, str]:
    """What each group is called outside: its village and a number that says nothing, for ids say when an age ends."""

    def in_order(id_: str) -> tuple[str, str]:
        return id_.split(maxsplit=1)[0], sha256(id_.encode()).hexdigest()

    found: dict[str, str] = {}
    of_village: Counter[str] = Counter()
    for id_ in sorted(set(ids), key=in_order):
        village = id_.split()[0]
        of_village[village] += 1
        found[id_] = f"{village} {of_village[village]:03}"
    return found


def _more(group: Group, before: Group | None, row: Mapping[str, Any]) -> Group:
    count, listed = (before.count, before.listed) if before else (0, row["listed"])
    return replace(group, count=count + row[_PEOPLE], listed=min(listed, row["listed"]))


def _refusing(rules: Iterable[Rule]) -> Callable[[Mapping[str, Any]], str | None]:
    """Which rule of the law says no to somebody on a list; None where none does. Of members it was asked once."""
    asked = tuple(one for one in rules if one.field != "age")
    known: dict[tuple[Any, ...], str | None] = {}

    def refused(row: Mapping[str, Any]) -> str | None:
        told = row["village"], row["occupation"], row["decile"], row["place_in_household"]
        if row["origin"] != LISTED:
            return None
        if told not in known:
            home, occupation, decile, place = told
            person = Person(home=home, occupation=occupation, decile=decile, member_segment=NO_MEMBER,
                            place_in_household=place)  # fmt: skip
            verdict = eligibility_of(person, asked, _ANY_DAY)
            known[told] = verdict.because if verdict.verdict == NO else None
        return known[told]

    return refused


def _still_counted(rows: Iterable[Mapping[str, Any]]) -> Mapping[Month, int]:
    found: dict[Month, int] = defaultdict(int)
    for row in rows:
        for number in range(row["covered_until"] + 1, row["protected_until"] + 1):
            found[month_of_number(number)] += row[_PEOPLE]
    return dict(sorted(found.items()))
