"""Who is not covered: people whom some list names, and workers known to no list, told apart and never added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.working_age import WorkingAge
from cakupan.coverage.definition import Evidence, FigureDefinition
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.named_people import NAMED_BY, Misplaced, NamedCounts

PLACES = ("district", "village")
Key = tuple[str | None, ...]
Counts = Mapping[Key, NamedCounts]
_NOBODY = Misplaced()
_NAMED_AT_MOST = 10  # a sentence that lists every village helps nobody


@dataclass(frozen=True, slots=True)
class Between:
    """A number of workers that is not counted but left over: what it most likely is, and between what it lies."""

    value: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class UncoveredFigure:
    """Of a place, an occupation, a decile: whom lists name, and how many workers no list knows.

    `named.uncovered` was counted person by person; `unknown` is what is left of the potential when members and named
    people are taken off, None where no potential is told. They are two measures: no sum of them is shown anywhere.
    `named` is None where nobody can tell who is a member. `unplaced` marks people without a known place; `dims` holds
    the asked dimensions, None where no list tells them. `misplaced` are members whose list and whose membership name
    two places, one of them this.
    """

    area: str | None
    month: Month
    named: NamedCounts | None
    members: int | None = None
    potential: int | None = None
    unknown: Between | None = None
    dims: Mapping[str, str | None] | None = None
    unplaced: bool = False
    misplaced: Misplaced = _NOBODY


@dataclass(frozen=True, slots=True)
class Uncovered:
    """The answer to "who is not covered". `covered` is the coverage figure it is measured against, with its definition.

    `rows` tell the named of `total` apart by `by`, so that these add up. What no list knows does not add up to that
    of the total where members or named people have no known place.
    """

    covered: Coverage
    ages: WorkingAge
    total: UncoveredFigure
    by: tuple[str, ...] = ()
    rows: tuple[UncoveredFigure, ...] = ()
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def definition(self) -> FigureDefinition:
        return self.covered.definition


def places_of(by: Sequence[str]) -> tuple[str, ...]:
    """By which places the members and the potential are needed for a question `by` these: by none, unless by places
    only. Refused where the named cannot be told apart by one of `by`.
    """
    for name in by:
        if name not in NAMED_BY:
            raise Refused("dimension_unknown", dimension=name, known=NAMED_BY)
    return tuple(by) if set(by) <= set(PLACES) else ()


def uncovered_by(
    covered: Coverage,
    counts: Counts | None,
    ages: WorkingAge,
    by: Sequence[str] = (),
    misplaced: Mapping[Key, Misplaced] | None = None,
) -> Uncovered:
    """The uncovered, measured against `covered`: of linked persons, told apart by `places_of(by)`.

    `counts`: the named of the same area and month (`counts_of_named`); None where nobody can tell who is a member.
    `misplaced`: as `misplaced_in` tells them by the same places, and of the whole area under ().
    By occupation or decile there are named people only: no denominator is told by these, so what no list knows is
    Missing there, never a share of the whole. It is also clipped at 0, with a finding, where members and named people
    are more than the potential.
    """
    definition = covered.definition
    told = sum(counts.values(), NamedCounts()) if counts is not None else None
    misplaced = misplaced or {}
    error = definition.denominator.error if definition.denominator else None
    total = _figure(covered.total, told, ceil(error or 0), misplaced.get((), _NOBODY))
    rows = tuple(_rows(covered, counts, by, misplaced)) if by and counts is not None else ()
    return Uncovered(
        covered,
        ages,
        total,
        tuple(by),
        rows,
        missing=(*_missing_members(covered), *_missing(total, rows, by)),
        findings=(*covered.findings, *_findings(definition, total, rows)),
    )


def _rows(
    covered: Coverage, counts: Counts, by: Sequence[str], misplaced: Mapping[Key, Misplaced]
) -> Iterable[UncoveredFigure]:
    """One row for each key that somebody is named for or, by places, that coverage has a row for."""
    beside = {_key(row, by): row for row in covered.rows} if places_of(by) else {}
    for key in sorted({*counts, *beside}, key=_in_order):
        dims = dict(zip(by, key, strict=True))
        asked = [dims[name] for name in PLACES if name in dims]
        unplaced = None in asked
        place = (None if unplaced else asked[-1]) if asked else covered.definition.area
        row = beside.get(key) or CoverageFigure(place, covered.definition.month, None)
        placed = replace(row, area=place, dims=dims, unplaced=unplaced)
        yield _figure(placed, counts.get(key, NamedCounts()), misplaced=misplaced.get(key, _NOBODY))


def _key(row: CoverageFigure, by: Sequence[str]) -> Key:
    return tuple((row.dims or {}).get(name) for name in by)


def _in_order(key: Key) -> tuple[tuple[bool, int, str], ...]:
    """By value, deciles as numbers, what is not told last."""
    return tuple((part is None, int(part) if part and part.isdigit() else 0, part or "") for part in key)


def _figure(
    row: CoverageFigure, named: NamedCounts | None, error: int = 0, misplaced: Misplaced = _NOBODY
) -> UncoveredFigure:
    return UncoveredFigure(
        row.area,
        row.month,
        named,
        row.members,
        row.potential,
        unknown=_left_over(row, named, error, misplaced),
        dims=row.dims,
        unplaced=row.unplaced,
        misplaced=misplaced,
    )


def _left_over(row: CoverageFigure, named: NamedCounts | None, error: int, misplaced: Misplaced) -> Between | None:
    """What no list knows: the potential less members and named people, each taken off in one place only.

    It is less where people of unknown age are workers, and more where some of the named are members already, who were
    then taken off twice. The potential of a place are those who live there, whoever covers them. A member is taken off
    where coverage counts them, so that places add up; where a list names them elsewhere, that place has one unknown
    too many if the list is right, and the one they are counted in one too few. Nobody can tell, so it widens both.
    """
    if named is None or row.members is None or row.potential is None or row.unplaced or not row.comparable:
        return None
    least, most = _potential_between(row, row.potential, error)
    known = row.members + named.uncovered
    low = least - known - named.age_unknown - misplaced.named_here
    high = most - known + named.perhaps_members + misplaced.counted_here
    return Between(*(max(0, workers) for workers in (row.potential - known, low, high)))


def _potential_between(row: CoverageFigure, potential: int, error: int) -> tuple[int, int]:
    """Between what the potential lies: of an estimate by its own interval, else by the sampling error as printed;
    without one it is taken as exact."""
    if row.estimate:
        return row.estimate.low, row.estimate.high
    return potential - error, potential + error


def _missing_members(covered: Coverage) -> Iterable[Missing]:
    """What coverage misses; but where nobody is linked that is said once, and in words about lists of people."""
    unsaid = (
        () if covered.total.members is not None else (f"{Evidence.LINKED}_missing", *map("{}_missing".format, PLACES))
    )
    return (one for one in covered.missing if one.code not in unsaid)


def _missing(total: UncoveredFigure, rows: Sequence[UncoveredFigure], by: Sequence[str]) -> Iterable[Missing]:
    facts: dict[str, Fact] = {"area": total.area, "month": str(total.month)}
    if total.named is None:
        yield Missing("named_without_members", facts)
    elif by and not places_of(by):
        yield Missing("unknown_only_by_place", {**facts, "by": tuple(name for name in by if name not in PLACES)})
    elif by and total.potential is not None and not any(row.unknown for row in rows):
        yield Missing("unknown_by_place_missing", {**facts, "by": tuple(by)})


def _findings(
    definition: FigureDefinition, total: UncoveredFigure, rows: Sequence[UncoveredFigure]
) -> Iterable[Finding]:
    facts: dict[str, Fact] = {"area": total.area, "month": str(total.month)}
    if _exceeds(total) and total.named:
        known: dict[str, Fact] = {
            "members": total.members,
            "named": total.named.uncovered,
            "potential": total.potential,
        }
        yield Finding("more_known_than_potential", {**facts, **known}, "warning")
    crowded = tuple(str(row.area) for row in rows if _exceeds(row))
    if crowded:
        places: dict[str, Fact] = {"count": len(crowded), "places": crowded[:_NAMED_AT_MOST]}
        yield Finding("more_known_than_potential_in_places", {**facts, **places}, "warning")
    if total.unknown and definition.denominator and definition.denominator.error is None:
        yield Finding("potential_without_error", {**facts, "denominator": definition.denominator.id}, "info")


def _exceeds(row: UncoveredFigure) -> bool:
    if row.unknown is None or row.named is None:
        return False
    return (row.members or 0) + row.named.uncovered > (row.potential or 0)
