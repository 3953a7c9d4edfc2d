"""How an area's members are told apart: by the places in it, by segment and by payer, so that the rows add up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cakupan.basics.month import Month
from cakupan.coverage.cube import BY_BOTH, BY_PAYER, BY_SEGMENT
from cakupan.coverage.figure import CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.coverage.known import Cell, Known
from cakupan.coverage.total import FROM_AREAS, Total, total_of
from cakupan.regions.tree import LEVELS, Level, is_within, level_of, parent_of
from cakupan.workforce.denominator import Denominator

PLACES: tuple[Level, ...] = ("district", "village")  # coarse to fine
KINDS = ("segment", "payer")
_GRAINS = {("segment",): BY_SEGMENT, ("payer",): BY_PAYER, KINDS: BY_BOTH}


def rows_by(known: Known, code: str, month: Month, by: Sequence[str]) -> tuple[CoverageFigure, ...] | Missing:
    """The members of the area `code` told apart by `by`, without potentials; or why they cannot be."""
    unknown = [name for name in by if name not in (*PLACES, *KINDS)]
    if unknown:
        return Missing(f"{unknown[0]}_missing", {"area": code, "month": str(month)})
    areas = _places(known, code, month, by)
    if isinstance(areas, Missing):
        return areas
    rows = tuple(row for area in areas for row in _rows_of(known, area, month, by))
    kinds = "_and_".join(name for name in KINDS if name in by)
    return rows or Missing(f"{kinds}_missing", {"area": code, "month": str(month)})


def _places(known: Known, code: str, month: Month, by: Sequence[str]) -> tuple[str, ...] | Missing:
    """The area itself, or the areas in it at the finest level asked for that have a figure of their own."""
    level = next((place for place in reversed(PLACES) if place in by), None)
    if level is None:
        return (code,)
    facts = {"area": code, "month": str(month)}
    if LEVELS.index(level_of(code)) >= LEVELS.index(level):
        return Missing(f"no_{level}_within", facts)
    with_news = (area for area, when in known.with_news if when == month and area != code and is_within(area, code))
    found = [area for area in with_news if level_of(area) == level and isinstance(total_of(known, area, month), Total)]
    return tuple(sorted(found)) or Missing(f"{level}_missing", facts)


def _rows_of(known: Known, area: str, month: Month, by: Sequence[str]) -> Iterable[CoverageFigure]:
    places: dict[str, str | None] = {
        name: area if level_of(area) == name else parent_of(area) for name in PLACES if name in by
    }
    kinds = tuple(name for name in KINDS if name in by)
    total = total_of(known, area, month)
    if not kinds:
        return [] if isinstance(total, Missing) else [CoverageFigure(area, month, total.members, dims=places)]
    cells = _of_one_source(known.cells.get((area, month), ()), _GRAINS[kinds], total)
    return [
        CoverageFigure(area, month, cell.members, dims={**places, **{name: getattr(cell, name) for name in kinds}})
        for cell in cells
    ]


def _of_one_source(cells: Iterable[Cell], grain: str, total: Total | Missing) -> Sequence[Cell]:
    """The cells of the source that gave the total, if it has any, for then they fit it; else of the one that speaks."""
    of_grain = [cell for cell in cells if cell.grain == grain and cell.programme is None]
    if isinstance(total, Total) and total.basis != FROM_AREAS:
        source = next(iter(total.sources), None)
        of_grain = [cell for cell in of_grain if cell.source == source] or of_grain
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
