"""What each person whom a list names is in a month: a member, uncovered, or one who cannot be a member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.membership.months import month_number
from cakupan.regions.tree import NATION, level_of
from cakupan.workforce.working_age import WorkingAge

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

NAMED_BY = ("district", "village", "occupation", "decile")
MEMBER, DIED, AGE_UNKNOWN, TOO_YOUNG, TOO_OLD, UNCOVERED = STATES = (
    *("member", "died", "age_unknown", "too_young", "too_old", "uncovered"),
)
_MONTH = len("2025-07")
_COLUMN_OF_LEVEL = {"regency": "area", "district": "district", "village": "village"}


@dataclass(frozen=True, slots=True)
class NamedCounts:
    """People whom lists name, by what they are in a month; each is one of these, so they add up to all of them.

    Only `uncovered` are persons whom a list names and nobody covers: the others are told, so that nobody is lost.
    `perhaps_members` are those of them who may be one person with a member: pairs that wait for a reviewer.
    """

    uncovered: int = 0
    member: int = 0
    died: int = 0
    too_young: int = 0
    too_old: int = 0
    age_unknown: int = 0
    perhaps_members: int = 0

    @property
    def everybody(self) -> int:
        return self.uncovered + self.member + self.died + self.too_young + self.too_old + self.age_unknown

    def __add__(self, other: "NamedCounts") -> "NamedCounts":
        both = (*STATES, "perhaps_members")
        return NamedCounts(**{name: getattr(self, name) + getattr(other, name) for name in both})


def named_in(
    named: "ir.Table",
    episodes: "ir.Table",
    possible: "ir.Table",
    month: Month,
    ages: WorkingAge,
    known_on: date | None = None,
) -> "ir.Table":
    """`named` (`membership.named_of`) with `state`, of those whom a list known by `known_on` names.

    The first that holds: `member` in an episode of the month, wherever it is counted; `died` by the month's end, by the
    register or as the end of the person's last episode till then; `age_unknown`; `too_young` or `too_old` on its last
    day, by which everybody born in that month has had the birthday; else `uncovered`. `perhaps`: whether such a person
    and a member of the month are a pair of `possible` (left_person, right_person).
    """
    import ibis

    people = named if known_on is None else named.filter(named["named_on"] <= ibis.literal(known_on, type="date"))
    now = str(month)
    active = episodes.filter((episodes["starts_month"] <= now) & (episodes["ends_month"] >= now))
    members = active.select(_member="person").distinct()
    told = _marked(people, members, "_member")
    told = _marked(told, _beside_members(possible, members), "_beside")
    told = _marked(told, _ended_by_death(episodes, now), "_ended")
    lived = month.year * 12 + month.number - month_number(told["born"])
    state = ibis.cases(
        (told["_member"].notnull(), MEMBER),
        ((told["died_month"] <= now) | told["_ended"].notnull(), DIED),
        (told["born"].isnull(), AGE_UNKNOWN),
        (lived < ages.youngest * 12, TOO_YOUNG),
        (lived >= (ages.oldest + 1) * 12, TOO_OLD),
        else_=UNCOVERED,
    )
    stated = told.mutate(state=state)
    perhaps = (stated["state"] == UNCOVERED) & stated["_beside"].notnull()
    return stated.mutate(perhaps=perhaps).drop("_member", "_beside", "_ended")


def _marked(people: "ir.Table", marks: "ir.Table", name: str) -> "ir.Table":
    """`people` with the column `name` of `marks`, which is null for those who are not among them."""
    return people.left_join(marks, people["person"] == marks[name])


def _beside_members(possible: "ir.Table", members: "ir.Table") -> "ir.Table":
    """The persons (`_beside`) who may be one with a member."""
    pairs = possible.select(_one="left_person", _other="right_person")
    both = pairs.union(pairs.select(_one="_other", _other="_one"))
    return both.semi_join(members, both["_other"] == members["_member"]).select(_beside="_one").distinct()


def _ended_by_death(episodes: "ir.Table", now: str) -> "ir.Table":
    """The persons (`_ended`) whose last episode till then ended as `died`: an extract may know of a death that no
    register has told yet."""
    begun = episodes.filter(episodes["starts_month"] <= now)
    last = begun.group_by("person").agg(last=(begun["ends_month"] + begun["ended_as"].fill_null("")).max())
    return last.filter((last["last"].left(_MONTH) < now) & (last["last"].substr(_MONTH) == DIED)).select(
        _ended="person"
    )


def counts_of_named(
    stated: "ir.Table", engine: "Engine", area: str, by: Sequence[str]
) -> Mapping[tuple[str | None, ...], NamedCounts]:
    """How many of `named_in` are what in `area`, by the values of `by` (of NAMED_BY), None where not told."""
    here = stated.filter(_within(stated, area))
    told = here.select("state", "perhaps", **{name: here[name].cast("string") for name in by})
    counted = told.group_by(["state", *by]).agg(people=told.count(), perhaps=told.count(where=told["perhaps"]))
    found: dict[tuple[str | None, ...], NamedCounts] = {}
    for row in engine.run(counted).to_pylist():
        key = tuple(row[name] for name in by)
        more = NamedCounts(**{row["state"]: row["people"]}, perhaps_members=row["perhaps"])
        found[key] = found.get(key, NamedCounts()) + more
    return found


def _within(people: "ir.Table", area: str) -> "ir.BooleanValue":
    import ibis

    if area == NATION:
        return ibis.literal(True)
    column = _COLUMN_OF_LEVEL.get(level_of(area))
    return people["area"].startswith(f"{area}.") if column is None else people[column] == area
