"""What each person whom a list names is in a month: a member, uncovered, or one who cannot be a member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.working_age import WorkingAge
from cakupan.membership.months import month_number
from cakupan.regions.tree import NATION, level_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

NAMED_BY = ("district", "village", "occupation", "decile")
MEMBER, DIED, AGE_UNKNOWN, TOO_YOUNG, TOO_OLD, UNCOVERED = STATES = (
    *("member", "died", "age_unknown", "too_young", "too_old", "uncovered"),
)
_MONTH = len("2025-07")
_COLUMN_OF_LEVEL = {"regency": "area", "district": "district", "village": "village"}
_PLACES = ("village", "district", "area")


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


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Members whom a list names in one place while coverage counts them in another, as one place sees them.

    `named_here` are counted elsewhere or at no known place; `counted_here` are named by a list elsewhere. Which of the
    two places they live in nobody can tell from here.
    """

    named_here: int = 0
    counted_here: int = 0


def named_in(
    named: "ir.Table",
    episodes: "ir.Table",
    possible: "ir.Table",
    month: Month,
    ages: WorkingAge,
    known_on: date | None = None,
) -> "ir.Table":
    """`named` (`membership.named_of`) with `state`, of those whom a list known by `known_on` names, and for members
    with the place they are counted in: `counted_village`, `counted_district`, `counted_area`.

    The first that holds: `member` in an episode of the month, wherever it is counted; `died` by the month's end, by the
    register or as the end of the person's last episode till then; `age_unknown`; `too_young` or `too_old` on its last
    day, by which everybody born in that month has had the birthday; else `uncovered`. `perhaps`: whether such a person
    and a member of the month are a pair of `possible` (left_person, right_person).
    """
    import ibis

    people = named if known_on is None else named.filter(named["named_on"] <= ibis.literal(known_on, type="date"))
    now = str(month)
    active = episodes.filter((episodes["starts_month"] <= now) & (episodes["ends_month"] >= now))
    # the episodes of a person never share a month, so nobody is here twice
    members = active.select(_member="person", **{f"counted_{name}": active[name] for name in _PLACES})
    told = _marked(people, members, "_member")
    told = _marked(told, _beside_members(possible, members), "_beside")
    told = _marked(told, _ended_by_death(episodes, now), "_ended")
    lived = month.year * 12 + month.number - month_number(told["born"])
    too_old = [] if ages.oldest is None else [(lived >= (ages.oldest + 1) * 12, TOO_OLD)]
    state = ibis.cases(
        (told["_member"].notnull(), MEMBER),
        ((told["died_month"] <= now) | told["_ended"].notnull(), DIED),
        (told["born"].isnull(), AGE_UNKNOWN),
        (lived < ages.youngest * 12, TOO_YOUNG),
        *too_old,
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
    here = stated.filter(_within(stated, area, ""))
    told = here.select("state", "perhaps", **{name: here[name].cast("string") for name in by})
    counted = told.group_by(["state", *by]).agg(people=told.count(), perhaps=told.count(where=told["perhaps"]))
    found: dict[tuple[str | None, ...], NamedCounts] = {}
    for row in engine.run(counted).to_pylist():
        key = tuple(row[name] for name in by)
        more = NamedCounts(**{row["state"]: row["people"]}, perhaps_members=row["perhaps"])
        found[key] = found.get(key, NamedCounts()) + more
    return found


def misplaced_in(
    stated: "ir.Table", engine: "Engine", area: str, places: Sequence[str]
) -> Mapping[tuple[str | None, ...], Misplaced]:
    """Who of the members among `named_in` is named in one place of `area` and counted in another, by `places`.

    Without `places` it is about `area` itself, by the key (). A list that tells no such place says nothing against
    the one that coverage counts in.
    """
    members = stated.filter(stated["state"] == MEMBER)
    names = list(places) or [_COLUMN_OF_LEVEL.get(level_of(area), "area")]
    sides = members.select(
        named=_within(members, area, "").fill_null(False),
        counted=_within(members, area, "counted_").fill_null(False),
        **{prefix + name: members[prefix + name] for prefix in ("", "counted_") for name in names},
    )
    pairs = sides.group_by(sides.columns).agg(people=sides.count())
    found: dict[tuple[str | None, ...], Misplaced] = {}
    for row in engine.run(pairs).to_pylist():
        listed, counted = (tuple(row[prefix + name] for name in names) for prefix in ("", "counted_"))
        here = row["named"], row["counted"]
        if all(here) and (listed == counted or not places):
            continue
        if row["named"]:
            _add(found, listed if places else (), Misplaced(named_here=row["people"]))
        if row["counted"] and None not in listed:
            _add(found, counted if places else (), Misplaced(counted_here=row["people"]))
    return found


def _add(found: dict[tuple[str | None, ...], Misplaced], key: tuple[str | None, ...], more: Misplaced) -> None:
    before = found.get(key, Misplaced())
    found[key] = Misplaced(before.named_here + more.named_here, before.counted_here + more.counted_here)


def _within(people: "ir.Table", area: str, prefix: str) -> "ir.BooleanValue":
    """Whether the place whose columns begin with `prefix` lies in `area`."""
    import ibis

    if area == NATION:
        return ibis.literal(True)
    column = _COLUMN_OF_LEVEL.get(level_of(area))
    if column is None:
        return people[f"{prefix}area"].startswith(f"{area}.")
    return people[f"{prefix}{column}"] == area
