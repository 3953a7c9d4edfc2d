"""Which received figures cannot both be true, or hardly can."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.coverage.cube import BY_BOTH, BY_PAYER, BY_SEGMENT, COUNTED, REPORTED, TOTAL
from cakupan.coverage.definition import OF_PEOPLE, STRONGEST_FIRST, Evidence, Measure
from cakupan.coverage.differs import WORTH_A_WARNING
from cakupan.coverage.finding import Finding, Severity
from cakupan.coverage.known import month_of
from cakupan.coverage.wholeness import nearest_whole, seems_partial
from cakupan.regions.levels import LENGTHS, cut_to, is_at
from cakupan.regions.tree import NATION, Level
from cakupan.workforce.denominator import denominators_in_use

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_UNNAMED = ""  # a source or programme that was not named: text, because nulls do not meet in a join
_PLURALS: Mapping[Level, str] = {
    "province": "provinces",
    "regency": "regencies",
    "district": "districts",
    "village": "villages",
}
_LEVELS_BY_LENGTH = {LENGTHS[level]: plural for level, plural in _PLURALS.items()}


def contradictions(cube: "ir.Table", denominators: "ir.Table", engine: "Engine") -> tuple[Finding, ...]:
    """What does not fit together in `cube` and `denominators`, each with the figures at odds, in a fixed order.

    Only what is at odds leaves the engine. A jump from month to month is not among them: a decree that enrols
    tens of thousands at once is what this system is for.
    """
    named = _figures(cube).mutate(**{name: _named(cube[name]) for name in ("source", "programme")})
    totals = _speaking(named, TOTAL)
    checks: tuple[tuple[str, Severity, ir.Table], ...] = (
        ("sources_disagree", "error", _sources_disagree(named, [TOTAL])),
        ("sources_disagree_on_part", "error", _sources_disagree(named, [BY_SEGMENT, BY_PAYER, BY_BOTH])),
        ("segments_exceed_total", "error", _parts_against_total(named, BY_SEGMENT, exceed=True)),
        ("segments_short_of_total", "warning", _parts_against_total(named, BY_SEGMENT, exceed=False)),
        ("payers_exceed_total", "error", _parts_against_total(named, BY_PAYER, exceed=True)),
        ("payers_exceed_segment", "error", _payers_against_segments(named)),
        ("members_above_potential", "error", _above_potential(_strongest(totals), denominators)),
        ("segment_above_potential", "error", _segments_above_potential(named, denominators)),
    )
    partial = _partial_extracts(totals, engine)
    found = [finding for code, severity, query in checks for finding in _findings(code, severity, query, engine)]
    found += partial
    found += _findings("recaps_differ_from_linked", "warning", _recaps_against_linked(totals, partial, engine), engine)
    found += _too_many_in_places(totals, engine)
    return tuple(sorted(found, key=lambda finding: (finding.code, str(finding.facts))))


def _figures(cube: "ir.Table") -> "ir.Table":
    """The cube without memberships of people who are counted beside them: two measures are never held together."""
    return cube.filter((cube["basis"] != COUNTED) | (cube["measure"] != Measure.MEMBERSHIPS.value))


def _speaking(cube: "ir.Table", grain: str) -> "ir.Table":
    return cube.filter((cube["grain"] == grain) & cube["speaks"] & (cube["programme"] == _UNNAMED))


def _strongest(cells: "ir.Table") -> "ir.Table":
    """Of each place and month the cells of the strongest evidence, which is that of the figure shown."""
    import ibis

    ranks = [(cells["evidence"] == kind.value, rank) for rank, kind in enumerate(STRONGEST_FIRST)]
    ranked = cells.mutate(_rank=ibis.cases(*ranks))
    best = ranked["_rank"].min().over(ibis.window(group_by=["area", "month"]))
    told = ranked.mutate(_best=best)
    return told.filter(told["_rank"] == told["_best"]).drop("_rank", "_best")


def _named(column: "ir.Column") -> "ir.StringColumn":
    import ibis

    return ibis.coalesce(column, _UNNAMED)


def _sources_disagree(cube: "ir.Table", grains: Sequence[str]) -> "ir.Table":
    """Counts that a source reports of the same people and month, other than the count that is shown."""
    import ibis

    said = cube.filter((cube["basis"] == REPORTED) & cube["grain"].isin(grains))
    shown_first = ibis.window(
        group_by=["area", "month", "programme", "segment", "payer"],
        order_by=[ibis.desc(said["speaks"]), said["source"]],
    )
    told = said.mutate(
        shown=said["members"].first().over(shown_first),
        shown_source=said["source"].first().over(shown_first),
        part=_part(said),
    )
    at_odds = told.filter(told["members"] != told["shown"])
    return at_odds.select("area", "month", "part", "shown", "shown_source", "members", "source")


def _part(cube: "ir.Table") -> "ir.StringColumn":
    """What a row is about, as a reader names it: `BPU, APBD, JKK`."""
    text = _named(cube["segment"])
    for name in ("payer", "programme"):
        cell = _named(cube[name])
        text = text + (cell != _UNNAMED).ifelse((text != _UNNAMED).ifelse(", ", "") + cell, "")
    return text


def _parts_against_total(cube: "ir.Table", grain: str, *, exceed: bool) -> "ir.Table":
    """Totals that a source reports together with parts that add to more (or less)."""
    place = ("area", "month", "programme", "source", "evidence")
    parts = cube.filter(cube["grain"] == grain).group_by(place).agg(parts=cube["members"].sum())
    wholes = cube.filter((cube["grain"] == TOTAL) & cube["basis"].isin([REPORTED, COUNTED]))
    both = wholes.join(parts, place)
    at_odds = both.filter(both["parts"] > both["members"] if exceed else both["parts"] < both["members"])
    return at_odds.select("area", "month", "source", "members", "parts")


def _payers_against_segments(cube: "ir.Table") -> "ir.Table":
    place = ("area", "month", "programme", "source", "evidence", "segment")
    parts = cube.filter(cube["grain"] == BY_BOTH).group_by(place).agg(parts=cube["members"].sum())
    told = cube["basis"].isin([REPORTED, COUNTED])
    both = cube.filter((cube["grain"] == BY_SEGMENT) & told).join(parts, place)
    return both.filter(both["parts"] > both["members"]).select("area", "month", "source", "segment", "members", "parts")


def _above_potential(totals: "ir.Table", denominators: "ir.Table") -> "ir.Table":
    """Areas with more members than a denominator has workers: the two count different people."""
    in_use = denominators_in_use(denominators, totals)
    everyone = in_use.filter(in_use["segment"].isnull()).select("area", "month", "denominator", "vintage", "value")
    both = totals.join(everyone, ("area", "month"))
    return both.filter(both["members"] > both["value"]).select(
        "area", "month", "members", "denominator", "vintage", potential="value"
    )


def _segments_above_potential(cube: "ir.Table", denominators: "ir.Table") -> "ir.Table":
    in_use = denominators_in_use(denominators, cube)
    potentials = in_use.select("area", "month", "segment", "denominator", "vintage", "value")
    segments = _strongest(_speaking(cube, BY_SEGMENT))
    both = segments.join(potentials, ("area", "month", "segment"))
    return both.filter(both["members"] > both["value"]).select(
        "area", "month", "segment", "members", "denominator", "vintage", potential="value"
    )


def _partial_extracts(totals: "ir.Table", engine: "Engine") -> Sequence[Finding]:
    """Regencies and months whose people counted hardly are everybody, by the strongest evidence there is of them.

    By the regency's own recap; an answer also adds up those of its districts.
    """
    regencies = totals.filter(is_at(totals["area"], "regency")).select("area", "month", "evidence", "members")
    told: defaultdict[tuple[str, str], dict[Month, int]] = defaultdict(dict)
    for row in engine.run(regencies).to_pylist():
        told[row["area"], row["evidence"]][month_of(row["month"])] = row["members"]
    found: dict[tuple[str, Month], Finding] = {}
    for kind, area in product(OF_PEOPLE, sorted({area for area, _ in told})):
        recaps, people = told.get((area, Evidence.RECAP), {}), told.get((area, kind), {})
        nearest = nearest_whole(people)
        for month, counted in people.items():
            finding = seems_partial(area, month, counted, recaps.get(month), nearest.get(month))
            if finding:
                found.setdefault((area, month), finding)
    return list(found.values())


def _recaps_against_linked(totals: "ir.Table", partial: Iterable[Finding], engine: "Engine") -> "ir.Table":
    """Of each area the months whose recap says clearly another number than linked persons, and the largest difference.

    One line for each area: that of each month belongs to the answer about it (`recap_differs`).
    """
    import ibis

    both = _recaps_beside_linked(totals, partial, engine)
    told = both.mutate(_off=(both["members"] - both["linked"]).abs())
    at_odds = told.filter((told["_off"] > 0) & (told["_off"] * 1000 >= told["members"] * WORTH_A_WARNING))
    largest_first = ibis.window(group_by="area", order_by=[ibis.desc(at_odds["_off"]), at_odds["month"]])
    ranked = at_odds.mutate(
        months=at_odds.count().over(ibis.window(group_by="area")), _rank=ibis.row_number().over(largest_first)
    )
    return ranked.filter(ranked["_rank"] == 0).select("area", "months", "members", "linked", largest_in="month")


def _recaps_beside_linked(totals: "ir.Table", partial: Iterable[Finding], engine: "Engine") -> "ir.Table":
    """Totals of recaps beside counts of linked persons; a place without any in a regency counted has nobody."""
    import ibis
    import pyarrow as pa

    left_out = [{"_regency": finding.facts["area"], "_month": finding.facts["month"]} for finding in partial]
    parts = engine.table(pa.Table.from_pylist(left_out, pa.schema({"_regency": pa.string(), "_month": pa.string()})))
    recaps = totals.filter(totals["evidence"] == Evidence.RECAP.value)
    linked = totals.filter(totals["evidence"] == Evidence.LINKED.value)
    counted_in = linked.filter(is_at(linked["area"], "regency")).select(_regency="area", _month="month")
    told = counted_in.anti_join(parts, ["_regency", "_month"])
    of_regency = recaps.mutate(_of=cut_to(recaps["area"], "regency"))
    counted = of_regency.semi_join(told, [of_regency["_of"] == told["_regency"], of_regency["month"] == told["_month"]])
    both = counted.left_join(linked.select("area", "month", _persons="members"), ("area", "month"))
    return both.mutate(linked=ibis.coalesce(both["_persons"], 0)).select("area", "month", "members", "linked")


def _too_many_in_places(totals: "ir.Table", engine: "Engine") -> Iterable[Finding]:
    """Areas of one level that add to more than the area they lie in, at every level above them."""
    for row in engine.run(_parts_above_wholes(totals)).to_pylist():
        level = _LEVELS_BY_LENGTH[row.pop("length")]
        yield Finding(f"{level}_exceed_whole", row, "error")


def _parts_above_wholes(totals: "ir.Table") -> "ir.Table":
    import ibis

    placed = ibis.union(*(_placed_in(totals, length) for length in (0, *_LEVELS_BY_LENGTH)))
    summed = placed.group_by(["whole", "when", "kind", "length"]).agg(
        parts=placed["members"].sum(), areas=placed.count()
    )
    of_whole = [totals["area"] == summed["whole"], totals["month"] == summed["when"]]
    both = totals.join(summed, [*of_whole, totals["evidence"] == summed["kind"]])
    return both.filter(both["parts"] > both["members"]).select("area", "month", "members", "parts", "areas", "length")


def _placed_in(totals: "ir.Table", above: int) -> "ir.Table":
    """Each area below a level, with the code of the area of that level it lies in."""
    import ibis

    length = totals["area"].length()
    below = totals.filter(length.isin(list(_LEVELS_BY_LENGTH)) & (length > above) & (totals["area"] != NATION))
    whole = below["area"].left(above) if above else ibis.literal(NATION)
    length = below["area"].length().cast("int32")
    return below.select("members", whole=whole, when=below["month"], kind=below["evidence"], length=length)


def _findings(code: str, severity: Severity, query: "ir.Table", engine: "Engine") -> Iterable[Finding]:
    for row in engine.run(query).to_pylist():
        yield Finding(code, {name: _fact(value) for name, value in row.items()}, severity)


def _fact(value: Any) -> Any:
    return None if value == _UNNAMED else value
