"""What the tables of a snapshot know about one area and what lies in it, in some months: fetched once, as values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.coverage.finding import Finding
from cakupan.regions.tree import NATION, is_within, parent_of
from cakupan.workforce.denominator import Denominator, denominators_in_use, denominators_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


Place = tuple[str, Month]  # an area in a month


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the cube (see `cube_of`), without its place in it."""

    segment: str | None
    payer: str | None
    programme: str | None
    source: str | None
    grain: str
    members: int
    basis: str
    speaks: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Known:
    """Cells and the denominators that count then, each by area and month; all months the area asked about has
    figures for; and what is wrong with any of it. `with_news`: places with a cell of their own or of an area in them.
    """

    cells: Mapping[Place, tuple[Cell, ...]]
    with_news: frozenset[Place]
    denominators: Mapping[Place, tuple[Denominator, ...]]
    months: tuple[Month, ...]
    findings: tuple[Finding, ...]

    def denominator(self, denominator: str, area: str, month: Month, segment: str | None = None) -> Denominator | None:
        """The figure of one denominator for `area`, of the vintage that counts in `month`."""
        here = self.denominators.get((area, month), ())
        return next((one for one in here if (one.id, one.segment) == (denominator, segment)), None)


def known_about(
    cube: "ir.Table",
    denominators: "ir.Table",
    engine: "Engine",
    area: str,
    months: Sequence[Month],
    findings: Iterable[Finding] = (),
) -> Known:
    """What `cube` and `denominators` hold about `area` and everything in it, in `months`.

    `findings` are those of the cycle that made the tables: looking for contradictions costs more than any
    question, so it is done once, when they are made.
    """
    wanted = [str(month) for month in months]
    own = cube.filter(_within(cube["area"], area))
    cells = own.filter(own["month"].isin(wanted))
    potentials = denominators.filter(_within(denominators["area"], area))
    by_place = _cells(engine, cells)
    return Known(
        by_place,
        _with_news(by_place),
        _denominators(engine, potentials, months),
        _months(engine, own, area),
        tuple(finding for finding in findings if _is_about(finding, area, wanted)),
    )


def _is_about(finding: Finding, area: str, months: Sequence[str]) -> bool:
    place, month = str(finding.facts.get("area") or NATION), finding.facts.get("month")
    return is_within(place, area) and (month is None or str(month) in months)


def _within(codes: "ir.Value", area: str) -> "ir.BooleanValue":
    import ibis

    return ibis.literal(True) if area == NATION else (codes == area) | codes.startswith(f"{area}.")


def _cells(engine: "Engine", cells: "ir.Table") -> Mapping[Place, tuple[Cell, ...]]:
    found: defaultdict[Place, list[Cell]] = defaultdict(list)
    for row in engine.run(cells).to_pylist():
        place = row.pop("area"), month_of(row.pop("month"))
        found[place].append(Cell(**row))
    return {place: tuple(sorted(cells, key=_in_order)) for place, cells in found.items()}


def _with_news(places: Iterable[Place]) -> frozenset[Place]:
    reached: set[Place] = set()
    for code, month in places:
        area = code
        while (area, month) not in reached:
            reached.add((area, month))
            area = parent_of(area)
    return frozenset(reached)


def _in_order(cell: Cell) -> tuple[str, ...]:
    return cell.grain, cell.segment or "", cell.payer or "", cell.programme or "", cell.source or ""


def _denominators(
    engine: "Engine", potentials: "ir.Table", months: Sequence[Month]
) -> Mapping[Place, tuple[Denominator, ...]]:
    import pyarrow as pa

    asked = engine.table(pa.table({"month": pa.array([str(month) for month in months], pa.string())}))
    found: defaultdict[Place, list[Mapping[str, Any]]] = defaultdict(list)
    for row in engine.run(denominators_in_use(potentials, asked)).to_pylist():
        found[row["area"], month_of(row["month"])].append(row)
    return {place: denominators_of(rows) for place, rows in found.items()}


def _months(engine: "Engine", own: "ir.Table", area: str) -> tuple[Month, ...]:
    here = own.filter(own["area"] == area).select("month").distinct()
    return tuple(sorted(month_of(row["month"]) for row in engine.run(here).to_pylist()))


def month_of(text: str) -> Month:
    """The month of a table's cell, which intake wrote as `2025-07`."""
    return Month(int(text[:4]), int(text[5:]))
