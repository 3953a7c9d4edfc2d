"""How many people came into an area, left it, or stayed in another way, between two months: counted once, as values."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution
from cakupan.coverage.finding import Finding
from cakupan.membership.episodes import UNLISTED
from cakupan.membership.sponsors import sponsors
from cakupan.regions.levels import REGENCY, cut_to, reaches
from cakupan.regions.tree import NATION, Level

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

JOINED, RETURNED = "joined", "returned"
APART, COARSER = "apart", "coarser"  # the other month's place: another one, or told too coarsely to say

_SIDES = ("then", "now")


@dataclass(frozen=True, slots=True)
class Side:
    """How people count in one of the two months. `place`: the part of the area they are in, None if it is not told."""

    segment: str | None
    payer: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class MemberFlow:
    """`people` who count in the area in one way in the first month and in another (or the same) in the second.

    `then` or `now` is None where they do not count in the area. `why` says why not, or, of those who count in both
    months, how their two places lie to each other (`apart` or `coarser`).
    """

    then: Side | None
    now: Side | None
    why: str
    people: int


@dataclass(frozen=True, slots=True)
class SponsoredChange:
    """People of an area whom a sponsor pays for, in two months: `then` and `now` are these in all.

    `in_other_row_then` and `in_other_row_now` of them count in the row of another payer, who pays for the membership
    that speaks for them: so the rows of the sponsors in a breakdown by payer add up to as many fewer.

    Now: `kept` since then; `came`, sponsored elsewhere then; `taken_over`, members without a sponsor then; `joined`,
    `returned`, no members then. Of those then: `left`, no members now; `handed_on`, members without a sponsor now;
    `went`, sponsored elsewhere now.
    """

    then: int
    now: int
    in_other_row_then: int
    in_other_row_now: int
    kept: int
    came: int
    taken_over: int
    joined: int
    returned: int
    left: int
    handed_on: int
    went: int

    @property
    def net_new(self) -> int:
        """How many more people are protected through sponsors: new to protection, less those who left it."""
        return self.joined + self.returned - self.left


def flows_between(
    episodes: "ir.Table",
    engine: "Engine",
    area: str,
    then: Month,
    now: Month,
    *,
    level: Level | None = None,
    attribution: Attribution = Attribution.DOMICILE,
) -> tuple[MemberFlow, ...]:
    """Everybody who counts in `area` in `then` or in `now`, told apart by the places of `level` in it.

    `episodes`: as from `membership.episodes.episodes_of`. Who counts in neither month is in no flow.
    """
    placed = with_place(episodes, attribution)
    people = _told(placed, area, then, now)
    found = _parted(people, level)
    key = [f"{name}_{side}" for side in _SIDES for name in ("in", "segment", "payer", "part")]
    counted = engine.run(found.group_by(*key, "why").agg(people=found.count())).to_pylist()
    flows = (MemberFlow(_side(row, "then"), _side(row, "now"), row["why"], row["people"]) for row in counted)
    return tuple(sorted(flows, key=str))


def _side(row: dict[str, str | None], side: str) -> Side | None:
    if not row[f"in_{side}"]:
        return None
    return Side(row[f"segment_{side}"], row[f"payer_{side}"], row[f"part_{side}"])


def with_place(episodes: "ir.Table", attribution: Attribution) -> "ir.Table":
    """`episodes` with `place`: the finest code of where people count, by `attribution`."""
    import ibis

    if attribution is Attribution.NIK:
        place = episodes["nik_area"]
    elif attribution is Attribution.WORK:
        place = episodes["work_area"]
    else:
        place = ibis.coalesce(episodes["village"], episodes["district"], episodes["area"])
    return episodes.select("person", "starts_month", "ends_month", "segment", "payer", "ended_as", place=place)


def _told(placed: "ir.Table", area: str, then: Month, now: Month) -> "ir.Table":
    """One row for each person who counts in `area` in either month: their two ways, and why not in the other month."""
    import ibis

    both = _both(placed, then, now)
    for side in _SIDES:
        both = both.mutate(**{f"in_{side}": (both[f"active_{side}"] > 0) & inside(both[f"place_{side}"], area)})
    here = both.filter(both["in_then"] | both["in_now"])
    for side, month in zip(_SIDES, (then, now), strict=True):
        here = _with_last(here, placed, side, month)
    out = ibis.cases(
        (here["active_now"] > 0, _beside(here["place_now"], area)),
        (here["last_as_now"] != "", here["last_as_now"]),
        # they are members somewhere as far as anybody knows: no extract says otherwise
        (~inside(here["last_place_now"], area), _beside(here["last_place_now"], area)),
        else_=UNLISTED,
    )
    come = ibis.cases(
        (here["active_then"] > 0, _beside(here["place_then"], area)),
        (here["last_as_then"].isnull(), JOINED),
        (
            (here["last_as_then"] == "") & ~inside(here["last_place_then"], area),
            _beside(here["last_place_then"], area),
        ),
        else_=RETURNED,
    )
    why = ibis.cases(
        (here["in_then"] & here["in_now"], _between(here["place_then"], here["place_now"])),
        (here["in_then"], out),
        else_=come,
    )
    return here.mutate(why=why)


def _both(placed: "ir.Table", then: Month, now: Month) -> "ir.Table":
    """One row for each person who counts anywhere in either month, with how they count in both."""
    import ibis

    nothing = ibis.null("string")
    marks = []
    for side, month in zip(_SIDES, (then, now), strict=True):
        counting = placed.filter((placed["starts_month"] <= str(month)) & (placed["ends_month"] >= str(month)))
        said = {f"{name}_{side}": counting[name] for name in ("segment", "payer", "place")}
        other = "now" if side == "then" else "then"
        unsaid = {f"{name}_{other}": nothing for name in ("segment", "payer", "place")}
        columns = {**said, **unsaid, f"active_{side}": ibis.literal(1), f"active_{other}": ibis.literal(0)}
        marks.append(counting.select("person", **dict(sorted(columns.items()))))
    every = ibis.union(*marks)
    # A person counts in one way in a month, so that the greatest of one is the one.
    return every.group_by("person").agg(**{name: every[name].max() for name in every.columns if name != "person"})


def _with_last(here: "ir.Table", placed: "ir.Table", side: str, month: Month) -> "ir.Table":
    """`here` with the last episode before `month` of those who do not count then: its `place`, and as what it ended.

    The ending is null where there was no episode, and empty where nobody knows of an end."""
    import ibis

    away = here.filter(here[f"active_{side}"] == 0).select("person")
    before = placed.filter(placed["ends_month"] < str(month)).semi_join(away, "person")
    last_first = ibis.window(group_by="person", order_by=ibis.desc(before["ends_month"]))
    ranked = before.mutate(_rank=ibis.row_number().over(last_first))
    ranked = ranked.filter(ranked["_rank"] == 0)
    last = ranked.select(
        _who=ranked["person"],
        **{f"last_as_{side}": ranked["ended_as"].fill_null(""), f"last_place_{side}": ranked["place"]},
    )
    return here.left_join(last, here["person"] == last["_who"]).drop("_who")


def inside(place: "ir.Value", area: str) -> "ir.BooleanValue":
    """Whether a place is `area` or lies in it; False where it is not known."""
    if area == NATION:
        return place.notnull()
    return ((place == area) | place.startswith(f"{area}.")).fill_null(False)


def _beside(place: "ir.Value", area: str) -> "ir.StringValue":
    """How a place that is not inside `area` lies to it."""
    import ibis

    above = ibis.literal(f"{area}.").startswith(place + ".") if area != NATION else ibis.literal(True)
    return ibis.ifelse((place.isnull() | above).fill_null(True), COARSER, APART)


def _between(one: "ir.Value", other: "ir.Value") -> "ir.StringValue":
    import ibis

    within = (one + ".").startswith(other + ".") | (other + ".").startswith(one + ".")
    return ibis.ifelse(within, COARSER, APART)


def _parted(people: "ir.Table", level: Level | None) -> "ir.Table":
    """`people` with the place of `level` (`part`), segment and payer that they count in; null where not in the area."""
    import ibis

    nothing = ibis.null("string")
    for side in _SIDES:
        here, place = people[f"in_{side}"], people[f"place_{side}"]
        told = cut_to(place, level) if level else nothing
        part = ibis.ifelse(here & reaches(place, level), told, nothing) if level else nothing
        kinds = {
            f"{name}_{side}": ibis.ifelse(here, people[f"{name}_{side}"], nothing) for name in ("segment", "payer")
        }
        people = people.mutate(**{f"part_{side}": part}, **kinds)
    return people


def sponsored_between(
    episodes: "ir.Table", spells: "ir.Table", engine: "Engine", area: str, then: Month, now: Month,
    attribution: Attribution = Attribution.DOMICILE,
) -> SponsoredChange:  # fmt: skip
    """Who of the people of `area` is sponsored in `then` and in `now`, by any of their memberships.

    `spells`: as from `membership.spells.spells_of`. A person with a job and a sponsored membership is sponsored, though
    the job speaks for them: the money is spent.
    """
    import ibis

    paid = spells.filter(spells["payer"].isin(sponsors()))
    people = _told(with_place(episodes, attribution), area, then, now)
    for side, month in zip(_SIDES, (then, now), strict=True):
        lasting = (paid["starts_month"] <= str(month)) & (paid["ends_month"].fill_null("9999-12") >= str(month))
        backed = paid.filter(lasting).select(_backed="person").distinct()
        joined = people.left_join(backed, people["person"] == backed["_backed"])
        people = joined.mutate(
            # a spell goes on over months of no extract; a member it is only whom an episode counts
            **{
                f"backed_{side}": joined["_backed"].notnull() & (joined[f"active_{side}"] > 0),
                f"row_{side}": joined[f"payer_{side}"].isin(sponsors()).fill_null(False),
            }
        ).drop("_backed")
    key = [f"{name}_{side}" for side in _SIDES for name in ("in", "backed", "row", "active")]
    shown = people.mutate(first=ibis.ifelse(people["last_as_then"].isnull(), JOINED, RETURNED))
    counted = engine.run(shown.group_by(*key, "first").agg(people=shown.count())).to_pylist()
    return _sponsored(counted)


def _sponsored(counted: "list[dict[str, object]]") -> SponsoredChange:
    found = dict.fromkeys(SponsoredChange.__dataclass_fields__, 0)
    for row in counted:
        here = {side: bool(row[f"in_{side}"] and row[f"backed_{side}"]) for side in _SIDES}
        people = int(str(row["people"]))
        for side in _SIDES:
            found[side] += people if here[side] else 0
            found[f"in_other_row_{side}"] += people if here[side] and not row[f"row_{side}"] else 0
        if here["now"]:
            found["kept" if here["then"] else _before(row)] += people
        elif here["then"]:
            found[_after(row)] += people
    return SponsoredChange(**found)


def _before(row: "dict[str, object]") -> str:
    if row["backed_then"]:
        return "came"
    return "taken_over" if row["active_then"] else str(row["first"])


def _after(row: "dict[str, object]") -> str:
    if row["backed_now"]:
        return "went"
    return "handed_on" if row["active_now"] else "left"


def history_begins_late(episodes: "ir.Table", engine: "Engine", area: str, then: Month) -> Finding | None:
    """That nobody knows who had been a member before `then`; None where extracts of earlier months tell."""
    episodes = episodes.filter(inside(episodes["area"], area[:REGENCY]))
    first = engine.run(episodes.aggregate(first=episodes["starts_month"].min()))["first"][0].as_py()
    if first is None or first < str(then):
        return None
    return Finding("change_history_begins", {"area": area, "month": str(then), "first": first}, "warning")
