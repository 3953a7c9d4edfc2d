"""What was tried on a recap's unexplained rest, and what would bring it nearer, though too little to be claimed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from cakupan.basics.refused import Fact
from cakupan.coverage.recap_rules import Option, Profile
from cakupan.coverage.way_grid import Grid
from cakupan.coverage.way_search import Sum
from cakupan.coverage.ways import Group, Parts, Step, Way, by_part, counted, stated_way, steps_to

AT_MOST = 3  # a page of guesses explains nothing
_MENDS = ("booked_under", "misprint")  # of a recap's own figures, and not ways of counting


@dataclass(frozen=True, slots=True)
class Candidate:
    """One more option that would bring the figures nearer: by it `persons` more (or fewer), and `left` still off.

    `left` adds up how far off each figure of the recap is. That it comes nearer proves nothing: of many that are tried
    some do so by chance, and the search found its price too high.
    """

    option: str
    facts: Mapping[str, Fact]
    persons: int
    by_segment: Mapping[str, int]
    left: int


@dataclass(frozen=True, slots=True)
class Tried:
    """`options`: all that the search could have claimed. `off`: how far off the figures of the recap still are, added
    up; `nearest`: which of the options not claimed would bring them nearest, at most AT_MOST."""

    options: tuple[str, ...]
    off: int
    nearest: tuple[Candidate, ...]


def tried_on(
    groups: Sequence[Group], rest: Sequence[Sum], way: Way, options: Mapping[str, Option], profile: Profile
) -> Tried:
    """What could be said of `rest`, that which each sum of a recap is still off after all that is claimed with `way`.

    Nearest first: by what would be left, then as written in the rules. Only what brings the sums nearer together, and
    does not take their whole further away.
    """
    names = {name for one in rest for name in one.segments or ()} | {group.segment for group in groups}
    grid = Grid(tuple(groups), tuple(sorted(names)), options, profile)
    mends = [name for name in _MENDS if name in options and sum(one.alone for one in rest) > 1]
    tried = {*mends, *(step.option for step in _steps_beyond(grid, stated_way(profile)))}
    off, whole = _off(rest), _whole(rest)
    candidates = [*_candidates(groups, rest, grid, way), *(_moves(rest) if mends else ())] if off else []
    order = tuple(options)
    nearer = [one for one in candidates if one.left < off and abs(whole - one.persons) <= abs(whole)]
    best: dict[str, Candidate] = {}
    for one in sorted(nearer, key=lambda one: (one.left, order.index(one.option), str(one.facts))):
        best.setdefault(one.option, one)
    return Tried(tuple(name for name in order if name in tried), off, tuple(best.values())[:AT_MOST])


def _candidates(groups: Sequence[Group], rest: Sequence[Sum], grid: Grid, way: Way) -> Iterator[Candidate]:
    before = counted(groups, way)
    for step in _steps_beyond(grid, way):
        yield _candidate(step, before, counted(groups, step.way), rest)


def _steps_beyond(grid: Grid, way: Way) -> Iterator[Step]:
    """Each way that takes one option more than `way`, as that option's step."""
    taken = {_named(step) for step in steps_to(way)}
    for changed in grid.beside(way):
        more = [step for step in steps_to(changed) if _named(step) not in taken]
        if len(more) == 1 and taken <= {_named(step) for step in steps_to(changed)}:
            yield replace(more[0], way=changed)


def _named(step: Step) -> tuple[str, Fact]:
    return step.option, step.facts.get("segment")


def _candidate(step: Step, before: Parts, after: Parts, rest: Sequence[Sum]) -> Candidate:
    parts = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
    left = (replace(one, told=one.told - sum(many for name, many in parts.items() if one.holds(*name))) for one in rest)
    return Candidate(step.option, step.facts, sum(parts.values()), by_part(parts, 0), _off(left))


def _moves(rest: Sequence[Sum]) -> Iterator[Candidate]:
    """Members of a segment that has too many of ours booked under one that has too few."""
    alone = [one for one in rest if one.alone and one.told]
    for one, other in combinations(alone, 2):
        if one.told * other.told < 0:
            source, target = (one, other) if one.told < 0 else (other, one)
            many = min(abs(one.told), abs(other.told))
            facts: dict[str, Fact] = {"source": source.name, "segment": target.name, "members": many}
            yield Candidate("booked_under", facts, 0, {source.name: -many, target.name: many}, _off(rest) - 2 * many)


def _off(rest: Iterable[Sum]) -> int:
    return sum(abs(one.told) for one in rest)


def _whole(rest: Iterable[Sum]) -> int:
    """What is off in all: the segments hold everybody once, and so do the payers."""
    return sum(one.told for one in rest if one.payers is None)
