"""From our count to a branch's recap, line by line: why they differ, how surely, and what nobody can explain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.candidates import Tried, tried_on
from cakupan.coverage.cells import Cell
from cakupan.coverage.cube import BY_PAYER, BY_SEGMENT, TOTAL
from cakupan.coverage.recap_rules import Option, Profile, RecapRules
from cakupan.coverage.way_search import Found, Sum, likeliest_way
from cakupan.coverage.ways import UNTOLD, Group, Parts, Step, Way, by_part, counted, steps_to

STATED, FITS, POSSIBLE = "stated", "fits", "possible"
TOTAL_OF_ITS_OWN, UNEXPLAINED = "own_total", "unexplained"

# What a profile says an option by.
_SAID_BY = {
    **{"cut_off": "cut_off", "next_month": "cut_off", "month_before": "cut_off", "memberships": "measure"},
    **{"listed": "place", "listed_and_home": "place", "unnumbered": "unnumbered", "left_out": "left_out"},
}


@dataclass(frozen=True, slots=True)
class Recap:
    """What one source reports of an area and month; `total` is None where it gives its segments only."""

    source: str | None
    total: int | None
    segments: Mapping[str, int]
    payers: Mapping[str, int]

    @property
    def members(self) -> int:
        return sum(self.segments.values()) if self.total is None else self.total


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the difference: `persons` more (or fewer) in the recap than in our count, by segment and payer.

    `sure`: `stated` (by the branch's profile), `fits` (found, and nothing else comes near) or `possible` (found, and
    something else would do as well). `option` and `facts` say what it is; see `recap_rules.toml`.
    """

    kind: str
    option: str
    persons: int
    by_segment: Mapping[str, int]
    by_payer: Mapping[str, int]
    sure: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Bridge:
    """From `ours` (people, one by one) to `theirs`: `lines` and `unexplained` add up to the difference exactly.

    `alternatives`: other explanations that come near, each as its options with their facts. `tried`: what else could
    have been claimed, and the nearest of it for what is unexplained, which is no explanation. `profile`: what is known
    of how the recap counts. `compared`: the figures by segment that ours are held against, where the recap tells any.
    """

    area: str
    month: Month
    recap: Recap
    profile: Profile
    ours: int
    ours_by_segment: Mapping[str, int]
    lines: tuple[Line, ...]
    unexplained: Line
    alternatives: tuple[tuple[tuple[str, Mapping[str, Fact]], ...], ...]
    tried: Tried
    compared: tuple[Sum, ...]

    @property
    def theirs(self) -> int:
        return self.recap.members

    @property
    def difference(self) -> int:
        return self.theirs - self.ours


def recap_of(cells: Iterable[Cell], area: str, month: Month, source: str | None = None) -> Recap:
    """What the recap of `source` says, or of the one that speaks; `cells` are those of recaps of this place.

    Refused where there is none, with the sources that there are, or where it tells no total, not even by segment.
    """
    told = [cell for cell in cells if cell.programme is None and cell.grain in (TOTAL, BY_SEGMENT, BY_PAYER)]
    names = tuple(sorted({cell.source for cell in told if cell.source}))
    place: dict[str, Fact] = {"area": area, "month": str(month)}
    if not told:
        raise Refused("bridge_without_recap", **place)
    speaking = next(
        (cell for grain in (TOTAL, BY_SEGMENT) for cell in told if cell.grain == grain and cell.speaks), None
    )
    wanted = source if source is not None else speaking.source if speaking else None
    own = [cell for cell in told if (cell.source or "").casefold() == (wanted or "").casefold()]
    if source is not None and not own:
        raise Refused("bridge_source_unknown", source=source, known=names, **place)
    total = next((cell for cell in own if cell.grain == TOTAL), None)
    if total is None:
        raise Refused("bridge_recap_without_total", known=names, **place)
    segments = {str(cell.segment): cell.members for cell in own if cell.grain == BY_SEGMENT}
    payers = {str(cell.payer): cell.members for cell in own if cell.grain == BY_PAYER}
    return Recap(total.source, total.members, dict(sorted(segments.items())), dict(sorted(payers.items())))


def bridge_of(groups: Sequence[Group], recap: Recap, rules: RecapRules, area: str, month: Month) -> Bridge:
    """The bridge from our count to `recap`. `groups`: the tally, as from `groups_about`.

    What the branch's profile states is applied; for the rest the likeliest way of counting is searched
    (`likeliest_way`). The steps are always taken in one order: timing, duplicate, counting rule, place, unmatched,
    segment, misprint. So a membership that two of them would leave out is in the line of the first.
    """
    profile, options = rules.profile_for(recap.source, month), rules.options_in(month)
    sums = sums_of(recap, groups)
    found = likeliest_way(groups, sums, options, profile)
    ours = counted(groups, Way())
    told = [*_steps(groups, found, options, profile), *_mended(found, options, recap)]
    lines = [*told, *_own_total(recap, sums)]
    unexplained = _unexplained(recap, sums, ours, lines)
    return Bridge(
        area,
        month,
        recap,
        profile,
        sum(ours.values()),
        by_part(ours, 0),
        tuple(lines),
        unexplained,
        tuple(tuple((step.option, step.facts) for step in steps_to(way)) for way in found.alternatives),
        tried_on(groups, _rest_of(sums, unexplained), found.way, options, profile),
        tuple(one for one in sums if one.segments is not None),
    )


def sums_of(recap: Recap, groups: Iterable[Group]) -> Sequence[Sum]:
    """The figures of a recap that our count can be held against, and what it says by leaving segments out.

    Where the segments told make up the total there is nobody in the others; where they do not, the others hold the
    rest together.
    """
    payers = [Sum(name, told, payers=frozenset({name})) for name, told in recap.payers.items()]
    if not recap.segments:
        return [Sum(TOTAL, recap.members), *payers]
    sums = [Sum(name, told, frozenset({name}), alone=True) for name, told in recap.segments.items()]
    untold = sorted({group.segment for group in groups} - set(recap.segments))
    rest = recap.members - sum(recap.segments.values())
    if untold and rest > 0:
        return [*sums, Sum(" + ".join(untold), rest, frozenset(untold)), *payers]
    return [*sums, *(Sum(name, 0, frozenset({name}), alone=True) for name in untold), *payers]


def _steps(groups: Sequence[Group], found: Found, options: Mapping[str, Option], profile: Profile) -> Iterable[Line]:
    before = counted(groups, Way())
    for step in steps_to(found.way):
        after = counted(groups, step.way)
        parts = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
        before = after
        if any(parts.values()):
            sure = _sure(step, found, profile)
            facts = {**step.facts, **_first_day(groups, step.way)} if "day" in step.facts else step.facts
            yield _line(options[step.option].kind, step.option, parts, sure, facts)


def _first_day(groups: Iterable[Group], way: Way) -> Mapping[str, Fact]:
    """The first of the days on which a cut-off comes to the same: nobody began between the two."""
    return {"first": max((g.began_day for g in groups if g.months == way.months and g.began_day <= way.day), default=0)}


def _sure(step: Step, found: Found, profile: Profile) -> str:
    if getattr(profile, _SAID_BY.get(step.option, "counts")) is not None:
        return STATED
    named = f"{step.option} {step.facts['segment']}" if step.option == "left_out" else step.option
    return POSSIBLE if named in found.possible else FITS


def _line(kind: str, option: str, parts: Parts, sure: str, facts: Mapping[str, Fact]) -> Line:
    return Line(kind, option, sum(parts.values()), by_part(parts, 0), by_part(parts, 1), sure, facts)


def _mended(found: Found, options: Mapping[str, Option], recap: Recap) -> Iterable[Line]:
    if found.shift:
        source, target, many = found.shift
        facts: dict[str, Fact] = {"source": source, "segment": target, "members": many}
        sure = POSSIBLE if "booked_under" in found.possible else FITS
        kind = options["booked_under"].kind
        yield Line(kind, "booked_under", 0, {source: -many, target: many}, {}, sure, facts)
    if found.misprint:
        name, meant = found.misprint
        more = recap.segments.get(name, 0) - meant
        facts = {"segment": name, "told": recap.segments.get(name, 0), "meant": meant}
        sure = POSSIBLE if "misprint" in found.possible else FITS
        yield Line(options["misprint"].kind, "misprint", more, {name: more}, {}, sure, facts)


def _own_total(recap: Recap, sums: Sequence[Sum]) -> Iterable[Line]:
    """What a recap's own total says beyond its segments: no count of ours can explain that."""
    parts = sum(one.told for one in sums if one.segments is not None)
    if recap.segments and recap.members != parts:
        facts: dict[str, Fact] = {"total": recap.members, "parts": parts}
        yield Line(TOTAL_OF_ITS_OWN, TOTAL_OF_ITS_OWN, recap.members - parts, {}, {}, STATED, facts)


def _unexplained(recap: Recap, sums: Sequence[Sum], ours: Parts, lines: Sequence[Line]) -> Line:
    """The rest, in all and for each figure that the recap tells; it is never left out, even where it is nothing."""
    told = [by_part(ours, 0), *(line.by_segment for line in lines)]
    paid = [by_part(ours, 1), *(line.by_payer for line in lines)]
    by_segment = {
        one.name: one.told - sum(part.get(name, 0) for part in told for name in one.segments)
        for one in sums
        if one.segments is not None
    }
    by_payer = {
        one.name: one.told - sum(part.get(name, 0) for part in paid for name in one.payers)
        for one in sums
        if one.payers is not None
    }
    rest = recap.members - sum(ours.values()) - sum(line.persons for line in lines)
    return Line(UNEXPLAINED, UNEXPLAINED, rest, by_segment, by_payer, "", {})


def _rest_of(sums: Sequence[Sum], unexplained: Line) -> Sequence[Sum]:
    """Of each sum what is unexplained."""

    def rest(one: Sum) -> int:
        if one.payers is not None:
            return unexplained.by_payer[one.name]
        return unexplained.persons if one.segments is None else unexplained.by_segment[one.name]

    return [replace(one, told=rest(one)) for one in sums]


__all__ = ["UNTOLD", "Bridge", "Line", "Recap", "bridge_of", "recap_of", "sums_of"]
