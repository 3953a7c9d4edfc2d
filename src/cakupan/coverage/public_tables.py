"""The fixed list of tables that the public may ask for, with what each of them says before anything is hidden."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.breakdown import unplaced, with_potential
from cakupan.coverage.cells import Known
from cakupan.coverage.cube import COUNTED, TOTAL
from cakupan.coverage.definition import ELSEWHERE, Attribution, Evidence, Measure
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.known import known_about, months_known
from cakupan.coverage.people import GRAINS
from cakupan.coverage.potential import Potentials
from cakupan.regions.levels import reaches
from cakupan.regions.tree import Level, level_of
from cakupan.workforce.denominator import Denominator

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

PUBLIC_DIMENSIONS = ("district", "village", "segment", "payer", "sex", "age", "decile", "occupation")
_PUBLIC_LEVELS: tuple[Level, ...] = ("nation", "province", "regency")
PLACES = ("district", "village")
_WITH_POTENTIAL = (*PLACES, "segment")  # nobody is a potential worker of one payer


def public_question(
    area: str, by: Sequence[str] = (), evidence: Evidence | None = None, attribution: Attribution | None = None
) -> None:
    """Nothing, where the table of `area` by `by` is one of those for the public.

    These are a fixed list, because what one table hides a second question could give away: an area of level nation,
    province or regency, not told apart or told apart by exactly one of district, village, segment, payer, sex, age,
    decile and occupation. Any other is Refused, and so is a choice of evidence, or to count people elsewhere than by
    domicile: the same people counted twice tell more than once.
    """
    if evidence is not None:
        raise Refused("public_evidence_fixed", area=area)
    if attribution in ELSEWHERE:
        raise Refused("public_attribution_fixed", area=area)
    if level_of(area) not in _PUBLIC_LEVELS or len(by) > 1 or not set(by) <= set(PUBLIC_DIMENSIONS):
        raise Refused("public_table_unknown", area=area, known=PUBLIC_DIMENSIONS)


@dataclass(frozen=True, slots=True)
class Count:
    """Members who are told of in one place of a table, and every potential that is public beside them."""

    members: int
    potentials: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table of an area and month, as counted. `by` is empty for the total alone.

    `rows` by what sets each apart; the one under None is what is left of the total, where it stands in the table.
    `total` is None where the members are not known.
    """

    area: str
    month: Month
    by: str
    total: Count | None
    rows: Mapping[str | None, Count] = field(default_factory=dict)


def public_tables(known: Known, area: str, months: Iterable[Month]) -> tuple[PublicTable, ...]:
    """Every public table of `area` in `months`, with all denominators that its rows may be asked against."""
    return tuple(_table(known, area, month, by) for month in months for by in ("", *PUBLIC_DIMENSIONS))


def _table(known: Known, area: str, month: Month, by: str) -> PublicTable:
    return table_of(coverage_by(known, area, month, by=(by,) if by else ()), known)


def table_of(answer: Coverage, known: Known | None = None) -> PublicTable:
    """The public table that an exact answer is; against the answer's denominators alone where nothing else is known."""
    area, month, by = answer.definition.area, answer.total.month, "".join(answer.by)
    potentials = defaultdict[str | None, set[int]](set)
    beside = {one.denominator.value for one in answer.beside if one.denominator.estimate is None}
    for row in answer.rows:
        potentials[row_name(row, by)] |= _some(row)
    for one in _told_of_potentials(known):
        everyone = _of_everyone(one, area, month)
        beside |= {other.value for other in everyone}
        for row in answer.rows:
            potentials[row_name(row, by)] |= _own(one, row, by)
        for row in (row for other in everyone for row in _against(one, answer, other)):
            potentials[row_name(row, by)] |= _some(row)
    rows = {row_name(row, by): row for row in answer.rows if is_of_persons(row)}
    counted = {name: _count(row, potentials[name]) for name, row in rows.items()}
    return PublicTable(
        area,
        month,
        by,
        _count(answer.total, {*_some(answer.total), *beside}),
        {name: count for name, count in counted.items() if count is not None},
    )


def row_name(row: CoverageFigure, by: str) -> str | None:
    """What sets a row apart in a table by `by`: a code or a value; None for what is left of the total."""
    if row.unplaced:
        return None
    return row.area if by in PLACES else (row.dims or {}).get(by)


def is_of_persons(row: CoverageFigure) -> bool:
    """Whether persons are told of: a row of none has only second memberships of people who count in another."""
    return bool(row.members or not row.memberships)


def _count(figure: CoverageFigure, potentials: Iterable[int]) -> Count | None:
    return None if figure.members is None else Count(figure.members, tuple(sorted(potentials)))


def _some(figure: CoverageFigure) -> set[int]:
    """The figure's potential, if it was counted: less an estimate, a number of members is nobody's count of others."""
    return set() if figure.potential is None or figure.estimated else {figure.potential}


def _told_of_potentials(known: Known | None) -> tuple[Known, ...]:
    """What is known, and the same with what was published where a government states a count of its own: the public
    is told both."""
    if known is None:
        return ()
    if not any(one.override for counts in known.denominators.values() for one in counts):
        return (known,)
    published = {place: tuple(map(_as_published, counts)) for place, counts in known.denominators.items()}
    return known, replace(known, denominators=published)


def _as_published(one: Denominator) -> Denominator:
    published = one.override.published if one.override else None
    return one if published is None else replace(one, value=published, override=None)


def _of_everyone(known: Known, area: str, month: Month) -> tuple[Denominator, ...]:
    return tuple(one for one in known.denominators.get((area, month), ()) if one.segment is None)


def _own(known: Known, row: CoverageFigure, by: str) -> set[int]:
    """Every potential of the row's place, or of its segment, whoever may be asked about it."""
    if row.area is None or row.unplaced or by not in _WITH_POTENTIAL:
        return set()
    here = known.denominators.get((row.area, row.month), ())
    return {one.value for one in here if one.segment == (row.dims or {}).get("segment")}


def _against(known: Known, answer: Coverage, other: Denominator) -> Sequence[CoverageFigure]:
    """The rows of the answer as they are when asked against another denominator."""
    if not set(answer.by) & set(_WITH_POTENTIAL):
        return ()
    placed = [row for row in answer.rows if not row.unplaced]
    rows = with_potential(Potentials(known, answer.total.month), placed, answer.by, other)
    if len(placed) == len(answer.rows):
        return rows
    rest = unplaced(replace(answer.total, potential=other.value), rows, answer.by)
    return (*rows, rest) if rest else rows


def known_in_public(cube: "ir.Table", denominators: "ir.Table", engine: "Engine", area: str) -> Known:
    """What is known of `area` and of every area in it that has public tables, in all months: cells of those only."""
    whole = ~reaches(cube["area"], "district")
    one_at_a_time = [grain for told, grain in GRAINS.items() if len(told) <= 1]
    counted = (cube["grain"] == TOTAL) | (whole & cube["grain"].isin(one_at_a_time))
    told = cube.filter((cube["basis"] != COUNTED) | (counted & (cube["measure"] == Measure.PERSONS.value)))
    months = months_known(told, engine, area)
    return known_about(told, denominators, engine, area, months)
