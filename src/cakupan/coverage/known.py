"""What the tables of a snapshot know about one area and what lies in it, in some months: fetched once, as values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.coverage.cells import Cell, Known, Place, Spoken
from cakupan.coverage.cube import BY_EVERYTHING, BY_SEGMENT, COUNTED, TOTAL
from cakupan.coverage.definition import ELSEWHERE, OF_PEOPLE, Attribution, Evidence, Measure
from cakupan.coverage.figure import DIMENSIONS
from cakupan.coverage.finding import Finding
from cakupan.coverage.people import GRAINS
from cakupan.coverage.wholeness import Series, partial_places
from cakupan.regions.levels import LENGTHS, REGENCY, cut_to, is_at
from cakupan.regions.tree import NATION, Level, is_within, parent_of
from cakupan.workforce.denominator import (
    Denominator,
    Weight,
    denominators_in_use,
    denominators_of,
    weights_in,
    weights_of,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


_PLACES: tuple[Level, ...] = ("district", "village")

__all__ = ["Known", "known_about", "month_of", "months_known", "months_of_its_own"]  # what questions are put with


def known_about(
    cube: "ir.Table",
    denominators: "ir.Table",
    engine: "Engine",
    area: str,
    months: Sequence[Month],
    findings: Iterable[Finding] = (),
    by: Sequence[str] = DIMENSIONS,
    attribution: Attribution | None = None,
) -> Known:
    """What `cube` and `denominators` hold about `area` and everything in it, in `months`, for questions `by` these.

    `attribution` says so where `cube` counts people by another than the usual (`attribution.cells_by`).

    `findings` are those of the cycle that made the tables: looking for contradictions costs more than any
    question, so it is done once, when they are made.
    """
    wanted = [str(month) for month in months]
    own = _asked_for(_about(cube, area), area, by)
    spoken_of = _denominators(engine, denominators.filter(_around_or_within(denominators["area"], area)), months)
    widest = _widest(spoken_of, area)
    if widest != area:  # what its neighbours have or weigh decides what is left for it
        spoken_of = _denominators(engine, denominators.filter(_around_or_within(denominators["area"], widest)), months)
    finer = len(area) > REGENCY or LENGTHS.keys() & set(by)  # places in a regency are asked about
    by_place = _cells(engine, own.filter(own["month"].isin(wanted)))
    known = Known(
        by_place,
        _with_news(by_place),
        _complete(by_place),
        spoken_of,
        _months(engine, own, area),
        tuple(finding for finding in findings if _is_about(finding, area, wanted)),
        attribution=attribution,
        weights=_weights(engine, denominators, widest) if widest != area or LENGTHS.keys() & set(by) else (),
        untold=_untold(engine, cube, area, wanted) if attribution not in ELSEWHERE and finer else frozenset(),
        no_nearer=_no_nearer(engine, cube, area, wanted) if attribution in ELSEWHERE else {},
    )
    return replace(known, partial=partial_places(known, _series(engine, cube, area), area)) if known.complete else known


def months_of_its_own(cube: "ir.Table", engine: "Engine", area: str) -> tuple[Month, ...]:
    """The months that `area` has figures of its own for, earliest first: the `months` of what is known about it."""
    return _months(engine, _asked_for(_about(cube, area), area, ()), area)


def months_known(cube: "ir.Table", engine: "Engine", area: str) -> tuple[Month, ...]:
    """All months that `cube` has a cell of for `area` or anything in it."""
    there = cube.filter(_within(cube["area"], area)).select("month").distinct()
    return tuple(sorted(month_of(row["month"]) for row in engine.run(there).to_pylist()))


def _about(cube: "ir.Table", area: str) -> "ir.Table":
    """The rows about `area` and everything in it, and those that say whether its regency's people were all counted.

    People of a regency who are named by the extracts of others only are not all of its people: nobody is told of them.
    """
    of_people = _of_people(cube)
    of_regency = of_people & cube["grain"].isin([TOTAL, BY_SEGMENT]) & (cube["area"] == area[:REGENCY])
    beside_it = ~of_people & (cube["grain"] == TOTAL) & _within(cube["area"], area[:REGENCY])
    return cube.filter((_within(cube["area"], area) | of_regency | beside_it) & (~of_people | cube["speaks"]))


def _of_people(cube: "ir.Table") -> "ir.BooleanValue":
    return cube["evidence"].isin([kind.value for kind in OF_PEOPLE])


def _asked_for(own: "ir.Table", area: str, by: Sequence[str]) -> "ir.Table":
    """`own` without cells of people that no question `by` these needs: of a nation they are millions.

    Recaps stay whole: what an area did not report may follow from any of them.
    """
    kinds = {name for name in by if name not in ("district", "village")}
    grains = [grain for told, grain in GRAINS.items() if kinds >= set(told)]
    if not any(kinds == set(told) for told in GRAINS):
        grains.append(BY_EVERYTHING)
    finest = max([REGENCY, len(area), *(size for level, size in LENGTHS.items() if level in by)])
    needed = own["grain"].isin(grains) & (own["area"].length() <= finest)
    segments = (own["grain"] == BY_SEGMENT) & (own["area"].length() <= max(REGENCY, len(area)))  # of whom a total is
    return own.filter((own["basis"] != COUNTED) | needed | segments)


def _complete(cells: Mapping[Place, Iterable[Cell]]) -> frozenset[Spoken]:
    return frozenset(
        (area, month, Evidence(cell.evidence))
        for (area, month), here in cells.items()
        if len(area) == REGENCY
        for cell in here
        if cell.basis == COUNTED and cell.grain == TOTAL
    )


def _no_nearer(engine: "Engine", cube: "ir.Table", area: str, months: Sequence[str]) -> Mapping[Place, int]:
    """Of each regency that `area` is, has or lies in: how many of its people are in none of its districts."""
    import ibis

    persons = (cube["measure"] == Measure.PERSONS.value) & (cube["grain"] == TOTAL) & cube["month"].isin(months)
    here = cube.filter(persons & cube["speaks"] & _within(cube["area"], area[:REGENCY]))
    levels = here.filter(is_at(here["area"], "regency") | is_at(here["area"], "district"))
    signed = ibis.ifelse(is_at(levels["area"], "regency"), levels["members"], -levels["members"])
    left = levels.group_by(regency=cut_to(levels["area"], "regency"), month=levels["month"]).agg(members=signed.sum())
    rows = engine.run(left).to_pylist()
    return {(row["regency"], month_of(row["month"])): int(row["members"]) for row in rows if row["members"] > 0}


def _untold(engine: "Engine", cube: "ir.Table", area: str, months: Sequence[str]) -> frozenset[tuple[Spoken, Level]]:
    """The levels at which none of the people of a regency is placed, though it has some: districts, villages.

    An extract without a column for the village says nothing of villages; that they have nobody would be made up.
    """
    persons = (cube["measure"] == Measure.PERSONS.value) & (cube["grain"] == TOTAL) & cube["month"].isin(months)
    here = cube.filter(persons & cube["speaks"] & (cube["members"] > 0) & _within(cube["area"], area[:REGENCY]))
    levels = here.select("month", "evidence", regency=cut_to(here["area"], "regency"), size=here["area"].length())
    told: defaultdict[Spoken, set[int]] = defaultdict(set)
    for row in engine.run(levels.distinct()).to_pylist():
        told[row["regency"], month_of(row["month"]), Evidence(row["evidence"])].add(row["size"])
    return frozenset((one, level) for one, sizes in told.items() for level in _PLACES if max(sizes) < LENGTHS[level])


def _series(engine: "Engine", cube: "ir.Table", area: str) -> Series:
    """How many members each regency of `area` has in every month that its people were counted, by each evidence."""
    persons = (cube["measure"] == Measure.PERSONS.value) & (cube["basis"] == COUNTED) & cube["speaks"]
    totals = cube.filter(persons & (cube["grain"] == TOTAL) & is_at(cube["area"], "regency"))
    here = totals.filter(_within(totals["area"], area[:REGENCY])).select("area", "evidence", "month", "members")
    found: defaultdict[tuple[str, Evidence], dict[Month, int]] = defaultdict(dict)
    for row in engine.run(here).to_pylist():
        found[row["area"], Evidence(row["evidence"])][month_of(row["month"])] = row["members"]
    return found


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
    told = (
        cell.segment,
        cell.payer,
        cell.sex,
        cell.age,
        cell.decile,
        cell.occupation,
        cell.programme,
        cell.source,
        cell.measure,
    )
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


def _around_or_within(codes: "ir.Value", area: str) -> "ir.BooleanValue":
    return _within(codes, area) | codes.isin(_climbed(area))


def _climbed(area: str) -> Sequence[str]:
    """`area` and all areas that it lies in, by their codes alone."""
    climbed = [area]
    while parent_of(climbed[-1]) != climbed[-1]:
        climbed.append(parent_of(climbed[-1]))
    return climbed


def _widest(denominators: Mapping[Place, Iterable[Denominator]], area: str) -> str:
    """The widest area out of which `area` may have to be given its share: it has none of that denominator itself."""
    told: dict[str, set[tuple[str, str | None]]] = {}
    for (code, _), here in denominators.items():
        told.setdefault(code, set()).update((one.id, one.segment) for one in here)
    seen = told.get(area, set())
    widest = area
    for code in _climbed(area)[1:]:
        if told.get(code, set()) - seen:
            widest = code
        seen = seen | told.get(code, set())
    return widest


def _weights(engine: "Engine", denominators: "ir.Table", area: str) -> tuple[Weight, ...]:
    if "weight" not in denominators.columns:
        return ()  # published by an older version
    within = denominators.filter(denominators["weight"].notnull() & _within(denominators["area"], area))
    return weights_of(engine.run(weights_in(within)).to_pylist())


def _months(engine: "Engine", own: "ir.Table", area: str) -> tuple[Month, ...]:
    counted_there = (own["area"] == area[:REGENCY]) & _of_people(own)
    here = own.filter((own["area"] == area) | counted_there).select("month").distinct()
    return tuple(sorted(month_of(row["month"]) for row in engine.run(here).to_pylist()))


def month_of(text: str) -> Month:
    """The month of a table's cell, which intake wrote as `2025-07`."""
    return Month(int(text[:4]), int(text[5:]))
