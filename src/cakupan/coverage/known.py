"""What the tables of a snapshot know about one area and what lies in it, in some months: fetched once, as values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.coverage.cube import COUNTED, TOTAL
from cakupan.coverage.definition import OF_PEOPLE, Evidence, Measure
from cakupan.coverage.figure import DIMENSIONS
from cakupan.coverage.finding import Finding
from cakupan.coverage.people import GRAINS
from cakupan.regions.tree import NATION, Level, area_exists, codes_at, is_within, level_of, parent_of
from cakupan.workforce.denominator import Denominator, denominators_in_use, denominators_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


Place = tuple[str, Month]  # an area in a month
Spoken = tuple[str, Month, Evidence]  # an area in a month, by one kind of evidence

_REGENCY = 5  # how long its code is
_LENGTHS = {"district": 8, "village": 13}


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the cube (see `cube_of` and `cube_of_people`), without its place in it.

    Cubes published before people were counted lack `sex`, `age` and `measure`.
    """

    segment: str | None
    payer: str | None
    programme: str | None
    source: str | None
    grain: str
    members: int
    basis: str
    speaks: bool
    evidence: str
    sex: str | None = None
    age: str | None = None
    measure: str = Measure.AS_REPORTED

    @property
    def second(self) -> bool:
        """Whether it counts memberships of people who are counted beside it: never the figure itself."""
        return self.basis == COUNTED and self.measure == Measure.MEMBERSHIPS


@dataclass(frozen=True, slots=True)
class Known:
    """Cells and the denominators that count then, each by area and month; all months the area asked about has
    figures for; and what is wrong with any of it. `with_news`: places with a cell of their own or of an area in them.
    `complete`: regencies and months whose people were all counted, so that a place in them without a cell has none.
    """

    cells: Mapping[Place, tuple[Cell, ...]]
    with_news: frozenset[Spoken]
    complete: frozenset[Spoken]
    denominators: Mapping[Place, tuple[Denominator, ...]]
    months: tuple[Month, ...]
    findings: tuple[Finding, ...]

    def cells_of(self, area: str, month: Month, evidence: Evidence) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells.get((area, month), ()) if cell.evidence == evidence)

    def is_complete(self, area: str, month: Month, evidence: Evidence) -> bool:
        """Whether all people of the regency that `area` is or lies in were counted."""
        return (area[:_REGENCY], month, evidence) in self.complete

    def speaks_of(self, area: str, month: Month, evidence: Evidence | None = None) -> bool:
        """Whether anything is known of the area or of an area in it; by this evidence, or by any."""
        kinds = tuple(Evidence) if evidence is None else (evidence,)
        return any((area, month, kind) in self.with_news or self.is_complete(area, month, kind) for kind in kinds)

    def counted_within(self, code: str, month: Month, weakest: Evidence) -> tuple[tuple[str, Evidence], ...]:
        """The regencies in `code` whose people were counted, each with its strongest evidence, none below `weakest`."""
        allowed = OF_PEOPLE[: OF_PEOPLE.index(weakest) + 1]
        found = {regency for regency, when, kind in self.complete if when == month and kind in allowed}
        strongest = {code: next(kind for kind in allowed if self.is_complete(code, month, kind)) for code in found}
        return tuple((regency, strongest[regency]) for regency in sorted(found) if is_within(regency, code))

    def areas_within(self, code: str, month: Month, level: Level, evidence: Evidence | None = None) -> tuple[str, ...]:
        """The areas of `level` in `code` that something is known of, by code: all areas of a complete regency."""
        told = {area for area, when, kind in self.with_news if when == month and evidence in (None, kind)}
        found = {area for area in told if area != code and is_within(area, code) and level_of(area) == level}
        for regency, when, kind in self.complete:
            if when == month and evidence in (None, kind):
                found |= _areas_of(regency, code, level)
        return tuple(sorted(found))

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
    by: Sequence[str] = DIMENSIONS,
) -> Known:
    """What `cube` and `denominators` hold about `area` and everything in it, in `months`, for questions `by` these.

    `findings` are those of the cycle that made the tables: looking for contradictions costs more than any
    question, so it is done once, when they are made.
    """
    wanted = [str(month) for month in months]
    own = _asked_for(_about(cube, area), area, by)
    potentials = denominators.filter(_within(denominators["area"], area))
    by_place = _cells(engine, own.filter(own["month"].isin(wanted)))
    return Known(
        by_place,
        _with_news(by_place),
        _complete(by_place),
        _denominators(engine, potentials, months),
        _months(engine, own, area),
        tuple(finding for finding in findings if _is_about(finding, area, wanted)),
    )


def _about(cube: "ir.Table", area: str) -> "ir.Table":
    """The rows about `area` and everything in it, and the totals that say whether its regency's people were counted.

    People of a regency who are named by the extracts of others only are not all of its people: nobody is told of them.
    """
    of_people = cube["evidence"].isin([kind.value for kind in OF_PEOPLE])
    of_regency = of_people & (cube["grain"] == TOTAL) & (cube["area"] == area[:_REGENCY])
    return cube.filter((_within(cube["area"], area) | of_regency) & (~of_people | cube["speaks"]))


def _asked_for(own: "ir.Table", area: str, by: Sequence[str]) -> "ir.Table":
    """`own` without cells of people that no question `by` these needs: of a nation they are millions.

    Recaps stay whole: what an area did not report may follow from any of them.
    """
    kinds = {name for name in by if name not in ("district", "village")}
    grains = [grain for told, grain in GRAINS.items() if kinds >= set(told)]
    finest = max([_REGENCY, len(area), *(_LENGTHS[name] for name in by if name in _LENGTHS)])
    needed = own["grain"].isin(grains) & (own["area"].length() <= finest)
    return own.filter((own["basis"] != COUNTED) | needed)


def _areas_of(regency: str, code: str, level: Level) -> frozenset[str]:
    """The areas of today that lie both in a regency and in `code`; a regency of a retired code has none."""
    within = code if is_within(code, regency) and code != NATION else regency
    if not (is_within(within, code) and area_exists(within)):
        return frozenset()
    return frozenset(codes_at(level, within)) - {code}


def _complete(cells: Mapping[Place, Iterable[Cell]]) -> frozenset[Spoken]:
    return frozenset(
        (area, month, Evidence(cell.evidence))
        for (area, month), here in cells.items()
        if len(area) == _REGENCY
        for cell in here
        if cell.basis == COUNTED and cell.grain == TOTAL
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


def _with_news(cells: Mapping[Place, Iterable[Cell]]) -> frozenset[Spoken]:
    reached: set[Spoken] = set()
    for (code, month), here in cells.items():
        for kind in {Evidence(cell.evidence) for cell in here}:
            area = code
            while (area, month, kind) not in reached:
                reached.add((area, month, kind))
                area = parent_of(area)
    return frozenset(reached)


def _in_order(cell: Cell) -> tuple[str, ...]:
    told = (cell.segment, cell.payer, cell.sex, cell.age, cell.programme, cell.source, cell.measure)
    return cell.grain, *(part or "" for part in told)


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
    here = own.filter(own["area"].isin([area, area[:_REGENCY]])).select("month").distinct()
    return tuple(sorted(month_of(row["month"]) for row in engine.run(here).to_pylist()))


def month_of(text: str) -> Month:
    """The month of a table's cell, which intake wrote as `2025-07`."""
    return Month(int(text[:4]), int(text[5:]))
