"""In which way members may be counted, and what a tally comes to in each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.recap_rules import ACTIVE, HOME, LISTED, MEASURES, STANDINGS, Profile
from cakupan.regions.levels import REGENCY
from cakupan.regions.tree import NATION

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

WHOLE = 31  # a cut-off that leaves nobody out
UNTOLD = "–"  # a segment or payer that no row tells

Parts = Mapping[tuple[str, str], int]  # members by segment and payer


@dataclass(frozen=True, slots=True)
class Group:
    """Memberships that are alike, as one area sees them in one month; see `tally_of`.

    `months`: how many after the month asked about. `home`: their persons count in the area; `listed`: an extract of
    the area lists them.
    """

    months: int
    segment: str
    payer: str
    standing: str
    home: bool
    listed: bool
    began_day: int
    yields_day: int
    numbered: bool
    memberships: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way of counting; as it stands, our own: people who live here and are active on the month's last day."""

    months: int = 0
    day: int = WHOLE
    counts: frozenset[str] = ACTIVE
    place: str = HOME
    measure: str = MEASURES[0]
    unnumbered: bool = True
    left_out: frozenset[str] = frozenset()

    def takes(self, group: Group) -> bool:
        """Whether the memberships of `group` are in a count made in this way."""
        return (
            (group.months == self.months and group.standing in self.counts)
            # of a person the membership that speaks on the cut-off day stands for them
            and group.began_day <= self.day
            and (self.measure != MEASURES[0] or self.day < group.yields_day)
            and (group.home or self.place == LISTED)
            and (group.listed or self.place == HOME)
            and (group.numbered or self.unnumbered)
            and group.segment not in self.left_out
        )


def stated_way(profile: Profile) -> Way:
    """Our own way of counting, but for what `profile` states."""
    own = Way()

    def stated(name: str, ours: Any) -> Any:
        told = getattr(profile, name)
        return ours if told is None else told

    return Way(
        day=stated("cut_off", own.day) or WHOLE,
        counts=stated("counts", own.counts),
        place=stated("place", own.place),
        measure=stated("measure", own.measure),
        unnumbered=stated("unnumbered", own.unnumbered),
        left_out=stated("left_out", own.left_out),
    )


def counted(groups: Iterable[Group], way: Way) -> Parts:
    """What `groups` come to in a way of counting, by segment and payer."""
    found: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if way.takes(group):
            found[group.segment, group.payer] += group.memberships
    return found


def by_part(parts: Parts, place: int) -> dict[str, int]:
    """`parts` added up by segment (place 0) or payer (1), by name; those of nobody left out."""
    found: Counter[str] = Counter()
    for name, members in parts.items():
        found[name[place]] += members
    return {name: found[name] for name in sorted(found) if found[name]}


@dataclass(frozen=True, slots=True)
class Step:
    """One option of `recap_rules.toml` in which a way differs from the one before, and the way with it."""

    option: str
    facts: Mapping[str, Fact]
    way: Way


def steps_to(way: Way) -> Iterator[Step]:
    """From our own way of counting to `way`, one option after another, always in the same order."""
    now = Way()
    for option, facts, changed in _changes(way):
        now = replace(now, **changed)
        yield Step(option, facts, now)


def _changes(way: Way) -> Iterator[tuple[str, Mapping[str, Fact], Mapping[str, Any]]]:
    """Each option, its facts, and what of a way it changes."""
    own = Way()
    if (way.months, way.day) != (own.months, own.day):
        option = {0: "cut_off", 1: "next_month", -1: "month_before"}[way.months]
        yield option, {} if way.months < 0 else {"day": way.day}, {"months": way.months, "day": way.day}
    if way.measure != own.measure:
        yield way.measure, {}, {"measure": way.measure}
    counts = own.counts
    for standing in STANDINGS:
        if (standing in way.counts) != (standing in own.counts):
            counts = counts ^ {standing}
            yield standing, {}, {"counts": counts}
    if way.place != own.place:
        yield way.place, {}, {"place": way.place}
    if way.unnumbered != own.unnumbered:
        yield "unnumbered", {}, {"unnumbered": way.unnumbered}
    left_out = own.left_out
    for segment in sorted(way.left_out):
        left_out = left_out | {segment}
        yield "left_out", {"segment": segment}, {"left_out": left_out}


def groups_about(tally: "ir.Table", engine: "Engine", area: str, month: Month) -> Sequence[Group]:
    """What `tally` holds about an area in a month and in those beside it."""
    import ibis

    months = {str(month + after): after for after in (-1, 0, 1)}
    home = _within(tally["home"], area)
    # An extract is of a regency: within one, nobody can be listed by another place than they live in.
    listed = _within(tally["area"], area) if area == NATION or len(area) <= REGENCY else home
    here = tally.mutate(_home=home, _listed=listed).filter((home | listed) & tally["month"].isin(list(months)))
    because, state = here["because"], here["state"]
    told = here.mutate(
        _segment=here["segment"].fill_null(UNTOLD),
        _payer=here["payer"].fill_null(UNTOLD),
        # of what ended, age, death and a move are told apart: a recap may not have heard of them
        _standing=ibis.cases(
            ((state == "ended") & because.isin(["died", "over_age"]), because),
            ((state == "ended") & because.startswith("moved_to_"), "moved"),
            else_=state,
        ),
    )
    told = told.filter(told["_standing"].isin(list(STANDINGS)))
    names = ("_segment", "_payer", "_standing", "_home", "_listed", "began_day", "yields_day", "numbered")
    summed = told.group_by(["month", *names]).agg(memberships=told["memberships"].sum())
    rows = engine.run(summed.order_by(["month", *names])).to_pylist()
    return [_group(months, row) for row in rows]


def _group(months: Mapping[str, int], row: Mapping[str, Any]) -> Group:
    told = {name.removeprefix("_"): value for name, value in row.items() if name != "month"}
    return Group(months=months[row["month"]], **told)


def _within(codes: "ir.StringValue", area: str) -> "ir.BooleanValue":
    if area == NATION:
        return codes.notnull()
    return ((codes == area) | codes.startswith(f"{area}.")).fill_null(False)
