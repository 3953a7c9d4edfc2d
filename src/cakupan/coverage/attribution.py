"""How members count for places where not by KTP domicile: by the NIK's place of issue, or by the place of work.

Two offices that attribute differently count other people for one area. What changes is told as flows between areas.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.cells import Known
from cakupan.coverage.cube import BY_SEGMENT, COLUMNS, COUNTED, TOTAL
from cakupan.coverage.definition import Attribution, Evidence, Measure
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding
from cakupan.coverage.people import MEMBERS
from cakupan.regions.levels import REGENCY, cut_to, is_at
from cakupan.regions.splits import predecessors_of
from cakupan.regions.tree import NATION, is_within, level_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_NAMED_AT_MOST = 10
_PLACES: Mapping[Attribution, str] = {
    Attribution.DOMICILE: "domicile",
    Attribution.NIK: "nik",
    Attribution.WORK: "work",
}


def crossed_places(people: "ir.Table", evidence: Evidence) -> "ir.Table":
    """How many people live, have their NIK and work where: month, evidence, segment, domicile, nik, work, members.

    `people`: one row for each active member and month (month, segment, village, district, area, nik_area, work_area).
    A place is a district, or a regency where no district is known; null where nothing is. Holds no person.
    """
    import ibis

    domicile = ibis.coalesce(cut_to(people["village"], "district"), people["district"], people["area"])
    told = people.select(
        "month",
        "segment",
        domicile=domicile,
        nik=cut_to(people["nik_area"], "district"),
        work=cut_to(people["work_area"], "district"),
    )
    counted = told.group_by(["month", "segment", "domicile", "nik", "work"]).agg(members=told.count())
    return counted.mutate(evidence=ibis.literal(evidence.value)).select(
        "month", "evidence", "segment", "domicile", "nik", "work", "members"
    )


def cells_by(crossed: "ir.Table", cube: "ir.Table", attribution: Attribution) -> "ir.Table":
    """Cells in the form of the cube that count members by `attribution`: totals and segments, regencies and districts.

    A regency speaks in the months in which the cube's own count of its people does. Members whose place by this
    attribution is not known are in no cell; those of other regencies' extracts are, as far as `crossed` has them.
    """
    import ibis

    place = _PLACES[attribution]
    known = crossed.filter(crossed[place].notnull())
    counts = known.select("month", "evidence", "segment", "members", code=known[place])
    regencies = counts.mutate(area=cut_to(counts["code"], "regency"))
    districts = counts.filter(is_at(counts["code"], "district")).mutate(area="code")
    spoken = _spoken(cube)
    none = spoken.mutate(segment=ibis.null("string"), grain=ibis.literal(TOTAL), members=ibis.literal(0, "int64"))
    parts = [_summed(cells, grain) for cells in (regencies, districts) for grain in (TOTAL, BY_SEGMENT)]
    every = ibis.union(none.select(_CELL), *(part.select(_CELL) for part in parts))
    cells = every.group_by(["area", "month", "evidence", "segment", "grain"]).agg(members=every["members"].sum())
    return _finished(cells, spoken)


def placed_no_nearer(known: Known, answer: Coverage) -> tuple[Finding, ...]:
    """That some of the people counted for an area may count for any district in it, where districts are told of."""
    area, month = answer.definition.area, answer.definition.month
    if "district" not in answer.by and (len(area) <= REGENCY or answer.total.members is None):
        return ()
    place = area[:REGENCY]
    told = known.no_nearer.items()
    members = sum(many for (one, when), many in told if when == month and is_within(one, place))
    facts: dict[str, Fact] = {"area": place, "month": str(month), "members": members}
    return (Finding(f"attribution_{known.attribution}_known_to_regencies", facts, "warning"),) if members else ()


_CELL = ["area", "month", "evidence", "segment", "grain", "members"]


def _spoken(cube: "ir.Table") -> "ir.Table":
    """The regencies and months whose own extract was received: area, month, evidence."""
    persons = (cube["basis"] == COUNTED) & (cube["measure"] == Measure.PERSONS.value) & (cube["grain"] == TOTAL)
    told = cube.filter(persons & cube["speaks"] & is_at(cube["area"], "regency"))
    linked = told.filter(told["evidence"] == Evidence.LINKED.value)
    return linked.select("area", "month", "evidence").distinct()


def _summed(cells: "ir.Table", grain: str) -> "ir.Table":
    import ibis

    by = ["area", "month", "evidence", *(["segment"] if grain == BY_SEGMENT else [])]
    summed = cells.group_by(by).agg(members=cells["members"].sum())
    told = summed if grain == BY_SEGMENT else summed.mutate(segment=ibis.null("string"))
    return told.mutate(grain=ibis.literal(grain))


def _finished(cells: "ir.Table", spoken: "ir.Table") -> "ir.Table":
    import ibis

    marked = spoken.select(_regency="area", _month="month", _evidence="evidence")
    regency = cut_to(cells["area"], "regency")
    met = [regency == marked["_regency"], cells["month"] == marked["_month"], cells["evidence"] == marked["_evidence"]]
    both = cells.left_join(marked, met)
    nothing = ibis.null("string")
    return both.mutate(
        speaks=both["_regency"].notnull(),
        source=ibis.literal(MEMBERS),
        measure=ibis.literal(Measure.PERSONS.value),
        basis=ibis.literal(COUNTED),
        **dict.fromkeys(set(COLUMNS) - {*_CELL, "speaks", "source", "measure", "basis"}, nothing),
    ).select(*COLUMNS)


@dataclass(frozen=True, slots=True)
class AttributionFlow:
    """Members who count for one area by one attribution and for `other` by the second; None: where is not known."""

    other: str | None
    members: int


@dataclass(frozen=True, slots=True)
class AttributionChange:
    """What changes for an area when members are attributed by `by` instead of by domicile.

    `both` count here either way. `lost` live here and count elsewhere (or nowhere known) by `by`; `gained` live
    elsewhere. members by `by` = members by domicile - lost + gained.
    """

    area: str
    month: Month
    by: Attribution
    both: int
    lost: tuple[AttributionFlow, ...]
    gained: tuple[AttributionFlow, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def by_domicile(self) -> int:
        return self.both + sum(flow.members for flow in self.lost)

    @property
    def members(self) -> int:
        return self.both + sum(flow.members for flow in self.gained)


def attribution_change(
    crossed: "ir.Table", cube: "ir.Table", engine: "Engine", area: str, month: Month, by: Attribution
) -> AttributionChange:
    """What changes for `area` (nation to district) in `month` when members are attributed by `by`, not by domicile.

    Flows name regencies, or districts where the other one lies in the same regency; the largest first. Refused for a
    village: neither the NIK nor the place of work says one.
    """
    if level_of(area) == "village":
        raise Refused("attribution_not_by_village", area=area)
    here = crossed.filter(crossed["month"] == str(month))
    pairs = here.group_by(home=here["domicile"], place=here[_PLACES[by]]).agg(members=here["members"].sum())
    both, lost, gained = 0, dict[str | None, int](), dict[str | None, int]()
    for row in engine.run(pairs).to_pylist():
        lives, counts = (_lies_in(row[name], area) for name in ("home", "place"))
        if lives and counts:
            both += row["members"]
        elif lives:
            other = _named(row["place"], area)
            lost[other] = lost.get(other, 0) + row["members"]
        elif counts:
            other = _named(row["home"], area)
            gained[other] = gained.get(other, 0) + row["members"]
    flows = _flows(lost), _flows(gained)
    spoken = _spoken(cube)
    read = engine.run(spoken.filter(spoken["month"] == str(month)).select("area"))["area"].to_pylist()
    own = Finding(
        "attribution_sees_own_extracts",
        {"area": area, "month": str(month), "regencies": tuple(sorted(read)[:_NAMED_AT_MOST])},
        "info",
    )
    return AttributionChange(area, month, by, both, *flows, (*_findings(area, month, by, flows[0]), own))


def _lies_in(place: str | None, area: str) -> bool:
    return place is not None and (area == NATION or is_within(place, area))


def _named(place: str | None, area: str) -> str | None:
    """The regency of a place; the place itself where it lies in the regency of `area`."""
    if place is None:
        return None
    return place if len(area) > REGENCY and place.startswith(area[:REGENCY]) else place[:REGENCY]


def _flows(found: Mapping[str | None, int]) -> tuple[AttributionFlow, ...]:
    flows = (AttributionFlow(other, members) for other, members in found.items())
    return tuple(sorted(flows, key=lambda flow: (-flow.members, flow.other or "")))


def _findings(area: str, month: Month, by: Attribution, lost: tuple[AttributionFlow, ...]) -> list[Finding]:
    """That residents carry the number of the area that theirs was split off from: they count there, not here."""
    if by is not Attribution.NIK:
        return []
    by_area = {flow.other: flow.members for flow in lost}
    found = []
    for split in predecessors_of(area):
        for old in split.predecessors:
            if members := by_area.get(old[:REGENCY]):
                facts: dict[str, Fact] = {"area": area, "month": str(month), "predecessor": old, "members": members}
                found.append(Finding("nik_of_predecessor", {**facts, "since": split.on}, "warning"))
    return found
