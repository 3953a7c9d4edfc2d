"""How an area's members are told apart: by the places in it, by segment and by payer, so that the rows add up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cakupan.basics.month import Month
from cakupan.coverage.cube import BY_BOTH, BY_PAYER, BY_SEGMENT
from cakupan.coverage.definition import Evidence, weakest
from cakupan.coverage.figure import CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.coverage.known import Cell, Known
from cakupan.coverage.total import FROM_AREAS, Total, named, total_of
from cakupan.regions.tree import LEVELS, Level, is_within, level_of, parent_of
from cakupan.workforce.denominator import Denominator

PLACES: tuple[Level, ...] = ("district", "village")  # coarse to fine
KINDS = ("segment", "payer")
_GRAINS = {("segment",): BY_SEGMENT, ("payer",): BY_PAYER, KINDS: BY_BOTH}


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
    by: frozenset[str | None]
    evidence: Evidence


def rows_by(known: Known, code: str, month: Month, by: Sequence[str]) -> Breakdown | Missing:
    """The members of the area `code` told apart by `by`, without potentials; or why they cannot be."""
    unknown = [name for name in by if name not in (*PLACES, *KINDS)]
    if unknown:
        return Missing(f"{unknown[0]}_missing", {"area": code, "month": str(month)})
    areas = _places(known, code, month, by)
    if isinstance(areas, Missing):
        return areas
    told = tuple(row for area in areas for row in _rows_of(known, area, month, by))
    if not told:
        kinds = "_and_".join(name for name in KINDS if name in by)
        return Missing(f"{kinds or _finest(by)}_missing", {"area": code, "month": str(month)})
    return Breakdown(
        rows=tuple(one.row for one in told),
        sources=named(source for one in told for source in one.by),
        evidence=weakest(one.evidence for one in told),
        of_the_total=_counted_with_total(known, code, month, told),
    )


def _counted_with_total(known: Known, code: str, month: Month, told: Iterable[_Told]) -> bool:
    @cache
    def total_at(area: str) -> Total | Missing:
        return total_of(known, area, month)

    return all(one.by == _counting(total_at, code, str(one.row.area)) for one in told)


def _counting(total_at: Callable[[str], Total | Missing], code: str, area: str) -> frozenset[str | None]:
    """Who counts the people of `area` in the total of `code`: where that is a sum, the part of it they are in."""
    total = total_at(code)
    while isinstance(total, Total) and total.basis == FROM_AREAS and code != area:
        code = _step_down(code, area)
        total = total_at(code)
    return total.told_by if isinstance(total, Total) else frozenset()


def _step_down(code: str, area: str) -> str:
    """The area directly below `code` in which `area` lies."""
    while parent_of(area) != code:
        area = parent_of(area)
    return area


def _finest(by: Sequence[str]) -> Level | None:
    return next((place for place in reversed(PLACES) if place in by), None)


def _places(known: Known, code: str, month: Month, by: Sequence[str]) -> tuple[str, ...] | Missing:
    """The area itself, or the areas in it at the finest level asked for that anything is known of."""
    level = _finest(by)
    if level is None:
        return (code,)
    facts = {"area": code, "month": str(month)}
    if LEVELS.index(level_of(code)) >= LEVELS.index(level):
        return Missing(f"no_{level}_within", facts)
    with_news = (area for area, when in known.with_news if when == month and area != code and is_within(area, code))
    found = sorted(area for area in with_news if level_of(area) == level)
    return tuple(found) or Missing(f"{level}_missing", facts)


def _rows_of(known: Known, area: str, month: Month, by: Sequence[str]) -> Iterable[_Told]:
    places: dict[str, str | None] = {
        name: area if level_of(area) == name else parent_of(area) for name in PLACES if name in by
    }
    kinds = tuple(name for name in KINDS if name in by)
    total = total_of(known, area, month)
    if not kinds:
        if isinstance(total, Total):
            yield _Told(CoverageFigure(area, month, total.members, dims=places), total.told_by, total.evidence)
        return
    for cell in _of_one_source(known.cells.get((area, month), ()), _GRAINS[kinds], total):
        dims = {**places, **{name: getattr(cell, name) for name in kinds}}
        row = CoverageFigure(area, month, cell.members, dims=dims)
        yield _Told(row, frozenset({cell.source}), Evidence(cell.evidence))


def _of_one_source(cells: Iterable[Cell], grain: str, total: Total | Missing) -> Sequence[Cell]:
    """The cells of the source that gave the total, if it has any, for then they fit it; else of the one that speaks."""
    of_grain = [cell for cell in cells if cell.grain == grain and cell.programme is None]
    if isinstance(total, Total) and total.basis != FROM_AREAS:
        of_grain = [cell for cell in of_grain if cell.source in total.told_by] or of_grain
    told = {cell.source for cell in of_grain}
    return of_grain if len(told) == 1 else [cell for cell in of_grain if cell.speaks]


def with_potential(
    known: Known, rows: Iterable[CoverageFigure], by: Sequence[str], denominator: Denominator | None
) -> tuple[CoverageFigure, ...]:
    """Each row with its own count of `denominator`, where there is one of the same vintage: none is allocated here."""
    return tuple(replace(row, potential=_potential(known, row, by, denominator)) for row in rows)


def _potential(known: Known, row: CoverageFigure, by: Sequence[str], denominator: Denominator | None) -> int | None:
    if denominator is None or "payer" in by or row.dims is None:
        return None  # nobody is a potential worker of one payer
    own = known.denominator(denominator.id, str(row.area), row.month, row.dims.get("segment"))
    return own.value if own is not None and own.vintage == denominator.vintage else None


def unplaced(total: CoverageFigure, rows: Sequence[CoverageFigure], by: Sequence[str]) -> CoverageFigure | None:
    """What is left of `total` beside `rows`; None where nothing is left, or where the rows are more than the total."""
    placed = placed_members(rows)
    if total.members is None or total.members < placed:
        return None
    potentials = [row.potential for row in rows if row.potential is not None]
    known_for_all = total.potential is not None and len(potentials) == len(rows)
    potential = (total.potential or 0) - sum(potentials) if known_for_all else None
    rest = CoverageFigure(
        area=None if set(by) & set(PLACES) else total.area,
        month=total.month,
        members=total.members - placed,
        potential=potential if potential is None or potential >= 0 else None,
        dims=dict.fromkeys(by),
        unplaced=True,
    )
    return rest if rest.members or rest.potential else None


def placed_members(rows: Iterable[CoverageFigure]) -> int:
    return sum(row.members or 0 for row in rows)
