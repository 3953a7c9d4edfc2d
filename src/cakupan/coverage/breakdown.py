"""How an area's members are told apart: by the places in it, by segment, payer, sex or age, so that rows add up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import cast

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.cells import Cell, Known
from cakupan.coverage.cube import BY_EVERYTHING
from cakupan.coverage.definition import ELSEWHERE, OF_PEOPLE, Evidence, FigureDefinition, weakest
from cakupan.coverage.figure import CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.coverage.people import EVERYTHING, GRAINS
from cakupan.coverage.potential import Potentials
from cakupan.coverage.total import FROM_AREAS, Total, named, total_of
from cakupan.regions.tree import LEVELS, Level, level_of, parent_of
from cakupan.workforce.denominator import Denominator

PLACES: tuple[Level, ...] = ("district", "village")  # coarse to fine
KINDS = ("segment", "payer", "sex", "age", "decile", "occupation")
_IN_RECAPS = ("segment", "payer")
_FROM_LISTS = ("decile", "occupation")  # what no extract tells: lists of nominees and registers do
_OF_WORKERS = ("segment",)  # what potential workers are counted by


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An area's members told apart, and who counted the rows. `of_the_total`: the same sources that counted the total.

    Only then is what the total has beside the rows a number of people; between sources it is a disagreement.
    """

    rows: tuple[CoverageFigure, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    of_the_total: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A row and the sources it was counted by."""

    row: CoverageFigure
    by: "_Counted"


_Counted = tuple[Evidence, frozenset[str | None]]  # on what evidence, and by which sources


def rows_by(
    known: Known, code: str, month: Month, by: Sequence[str], evidence: Evidence | None = None
) -> Breakdown | Missing:
    """The members of the area `code` told apart by `by`, without potentials; or why they cannot be.

    Of one kind of evidence where that is asked for, else of that of the total where it tells them apart, so that
    the rows are of the figure; else of the strongest that does, area by area.
    """
    facts: dict[str, Fact] = {"area": code, "month": str(month)}
    kinds = tuple(name for name in by if name not in PLACES)
    unknown = [name for name in kinds if name not in KINDS]
    if unknown:
        return Missing(f"{unknown[0]}_missing", facts)
    if problem := _not_told_apart(known, code, by, _in_order(kinds)):
        return Missing(problem, {**facts, "by": kinds or tuple(by)})
    of_people = [name for name in kinds if name not in _IN_RECAPS]
    if of_people and not any(known.speaks_of(code, month, kind) for kind in OF_PEOPLE if evidence in (None, kind)):
        return Missing(f"{of_people[0]}_missing", facts)
    total = total_of(known, code, month, evidence)
    of_total = None if isinstance(total, Missing) or total.mixed else total.evidence
    found = _by_evidence(known, code, month, by, evidence or of_total)
    if isinstance(found, Missing) and evidence is None and of_total is not None:
        return _by_evidence(known, code, month, by, None)
    return found


def _not_told_apart(known: Known, code: str, by: Sequence[str], kinds: tuple[str, ...]) -> str | None:
    """Why nobody counts by these kinds at the level asked for, whatever was received; None where somebody may."""
    by_village = "village" in by or level_of(code) == "village"
    if known.attribution in ELSEWHERE and (by_village or not set(kinds) <= {"segment"}):
        return "attribution_by_segment_and_district_only"
    if kinds in GRAINS:
        return None
    if not set(kinds) <= set(EVERYTHING):
        return "combination_missing"
    return "combination_only_by_district" if by_village else None


def _in_order(by: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in KINDS if name in by)


def _by_evidence(
    known: Known, code: str, month: Month, by: Sequence[str], evidence: Evidence | None
) -> Breakdown | Missing:
    areas = _places(known, code, month, by, evidence)
    if isinstance(areas, Missing):
        return areas
    every = tuple(row for area in areas for row in _rows_of(known, area, month, by, evidence))
    told = tuple(one for one in every if one.row.members is not None)
    told_of = evidence if evidence in OF_PEOPLE and known.is_complete(code, month, evidence) else None
    # there is no one to tell apart, where people are told of at this level at all
    nobody = told_of and not any(known.is_untold(area, month, told_of, level_of(area)) for area in areas)
    if not every and not (nobody and not set(by) & set(_FROM_LISTS)):
        return Missing(_nothing_told(by), {"area": code, "month": str(month)})
    return Breakdown(
        rows=tuple(one.row for one in every),
        sources=named(source for one in told for source in one.by[1]),
        evidence=weakest(one.by[0] for one in told) if told else cast(Evidence, evidence),
        of_the_total=_counted_with_total(known, code, month, told, evidence),
    )


def _nothing_told(by: Sequence[str]) -> str:
    kinds = _in_order(by)
    if kinds in GRAINS:
        return f"{'_and_'.join(kinds) or _finest(by)}_missing"
    return f"{next((name for name in _FROM_LISTS if name in kinds), 'combination')}_missing"


def _counted_with_total(
    known: Known, code: str, month: Month, told: Iterable[_Told], evidence: Evidence | None
) -> bool:
    @cache
    def total_at(area: str) -> Total | Missing:
        return total_of(known, area, month, evidence)

    return all(one.by == _counting(total_at, code, str(one.row.area)) for one in told)


def _counting(total_at: Callable[[str], Total | Missing], code: str, area: str) -> _Counted | None:
    """Who counts the people of `area` in the total of `code`: where that is a sum, the part of it they are in."""
    total = total_at(code)
    while isinstance(total, Total) and total.basis == FROM_AREAS and code != area:
        code = _step_down(code, area)
        total = total_at(code)
    return (total.evidence, total.told_by) if isinstance(total, Total) else None


def _step_down(code: str, area: str) -> str:
    """The area directly below `code` in which `area` lies."""
    while parent_of(area) != code:
        area = parent_of(area)
    return area


def _finest(by: Sequence[str]) -> Level | None:
    return next((place for place in reversed(PLACES) if place in by), None)


def _places(
    known: Known, code: str, month: Month, by: Sequence[str], evidence: Evidence | None
) -> tuple[str, ...] | Missing:
    """The area itself, or the areas in it at the finest level asked for that anything is known of."""
    level = _finest(by)
    if level is None:
        return (code,)
    facts = {"area": code, "month": str(month)}
    if LEVELS.index(level_of(code)) >= LEVELS.index(level):
        return Missing(f"no_{level}_within", facts)
    return known.areas_within(code, month, level, evidence) or Missing(f"{level}_missing", facts)


def _rows_of(known: Known, area: str, month: Month, by: Sequence[str], evidence: Evidence | None) -> Iterable[_Told]:
    places: dict[str, str | None] = {
        name: area if level_of(area) == name else parent_of(area) for name in PLACES if name in by
    }
    kinds = _in_order(by)
    total = total_of(known, area, month, evidence)
    if not kinds:
        if isinstance(total, Total):
            row = CoverageFigure(area, month, total.members, dims=places, memberships=total.memberships)
            yield _Told(row, (total.evidence, total.told_by))
        elif known.members_no_nearer(area, month):  # who counts here is not known, so the row stands without a number
            yield _Told(CoverageFigure(area, month, None, dims=places), (evidence or Evidence.LINKED, frozenset()))
        return
    kind = total.evidence if isinstance(total, Total) else evidence or Evidence.RECAP
    cells = _of_one_source(_cells(known, area, month, GRAINS.get(kinds, BY_EVERYTHING), total, kind), total)
    for _, of_dims in groupby(sorted(cells, key=_place_of(kinds)), key=_place_of(kinds)):
        same = tuple(of_dims)
        dims = _dims_of(kinds)(same[0])
        second = [cell.members for cell in same if cell.second]
        row = CoverageFigure(
            area,
            month,
            members=sum(cell.members for cell in same if not cell.second),
            dims={**places, **dict(zip(kinds, dims, strict=True))},
            memberships=sum(second) if second else None,
        )
        yield _Told(row, (kind, frozenset(cell.source for cell in same)))


def _cells(known: Known, area: str, month: Month, grain: str, total: Total | Missing, kind: Evidence) -> Sequence[Cell]:
    """The area's own cells of a grain; where all its regencies were counted person by person, those of them all."""
    added_up = isinstance(total, Total) and total.basis == FROM_AREAS and kind in OF_PEOPLE
    places = known.counted_within(area, month, kind) if added_up else ((area, kind),)
    return [cell for place, of in places for cell in known.cells_of(place, month, of) if cell.grain == grain]


def _dims_of(kinds: Iterable[str]) -> Callable[[Cell], tuple[str | None, ...]]:
    return lambda cell: tuple(getattr(cell, name) for name in kinds)


def _place_of(kinds: Iterable[str]) -> Callable[[Cell], tuple[tuple[bool, int, str], ...]]:
    """Where a cell stands among others: by what it tells, numbers by their size, what is not known last."""

    def place(cell: Cell) -> tuple[tuple[bool, int, str], ...]:
        told = _dims_of(kinds)(cell)
        return tuple((one is None, int(one) if one and one.isdigit() else 0, one or "") for one in told)

    return place


def _of_one_source(cells: Iterable[Cell], total: Total | Missing) -> Sequence[Cell]:
    """The cells of the source that gave the total, if it has any, for then they fit it; else of the one that speaks."""
    of_grain = [cell for cell in cells if cell.programme is None]
    if isinstance(total, Total) and total.basis != FROM_AREAS:
        of_grain = [cell for cell in of_grain if cell.source in total.told_by] or of_grain
    told = {cell.source for cell in of_grain}
    return of_grain if len(told) == 1 else [cell for cell in of_grain if cell.speaks]


def with_potential(
    potentials: Potentials, rows: Iterable[CoverageFigure], by: Sequence[str], denominator: Denominator | None
) -> tuple[CoverageFigure, ...]:
    """Each row with its own count of `denominator`, of the same vintage, or with its share of the count above it."""
    return tuple(_measured(row, _potential(potentials, row, by, denominator)) for row in rows)


def _measured(row: CoverageFigure, potential: Denominator | None) -> CoverageFigure:
    if potential is None:
        return row
    estimate = potential.estimate
    return replace(row, potential=potential.value, estimate=estimate, estimated=estimate is not None)


def _potential(
    potentials: Potentials, row: CoverageFigure, by: Sequence[str], denominator: Denominator | None
) -> Denominator | None:
    if denominator is None or row.dims is None or not set(by) <= {*PLACES, *_OF_WORKERS}:
        return None  # nobody is a potential worker of one payer
    return potentials.of(denominator.id, str(row.area), row.dims.get("segment"), denominator.vintage)


def overrides_of(
    potentials: Potentials, rows: Iterable[CoverageFigure], denominator: Denominator | None
) -> tuple[Denominator, ...]:
    """The counts of the rows that a government states itself, where it does not state that of the total."""
    counts = (_potential(potentials, row, tuple(row.dims or ()), denominator) for row in rows if row.potential)
    return tuple(one for one in counts if one is not None and one.override and one != denominator)


def unplaced(total: CoverageFigure, rows: Sequence[CoverageFigure], by: Sequence[str]) -> CoverageFigure | None:
    """What is left of `total` beside `rows`; None where nothing is left, or where the rows are more than the total."""
    placed = placed_members(rows)
    if total.members is None or total.members < placed:
        return None
    potentials = [row.potential for row in rows if row.potential is not None]
    # An area that could be given no share is part of what is left: then it is not a rest of the same people.
    estimated = any(row.estimated for row in rows)
    comparable = len(potentials) == len(rows)
    told = total.potential is not None and bool(potentials) and (comparable or estimated)
    # Where all potential workers have a row, how many of them are of the members left is not known: it is not zero.
    left = (total.potential or 0) - sum(potentials) if told else 0
    rest = CoverageFigure(
        area=None if set(by) & set(PLACES) else total.area,
        month=total.month,
        members=total.members - placed,
        potential=left if left > 0 else None,
        dims=dict.fromkeys(by),
        unplaced=True,
        estimated=estimated,
        comparable=comparable,
    )
    return rest if rest.members or rest.potential else None


def placed_members(rows: Iterable[CoverageFigure]) -> int:
    return sum(row.members or 0 for row in rows)


def figures_between(
    potentials: Potentials, told: FigureDefinition, rows: Iterable[CoverageFigure]
) -> tuple[CoverageFigure, ...]:
    """The figures of the areas that lie between the one asked about and those of the rows, where they are known."""
    found = {parent_of(row.area) for row in rows if row.area and row.area != told.area} - {told.area}
    climbed = {above for code in found for above in _climb(code, told.area)}
    totals = ((code, total_of(potentials.known, code, told.month, told.evidence)) for code in sorted(climbed))
    figures = [CoverageFigure(code, told.month, total.members) for code, total in totals if isinstance(total, Total)]
    return with_potential(potentials, [replace(one, dims={}) for one in figures], (), told.denominator)


def _climb(code: str, top: str) -> Iterable[str]:
    while code != top:
        yield code
        code = parent_of(code)
