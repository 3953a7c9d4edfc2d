"""What may be asked in public, and which counts are hidden there, so that nobody can be recognised in a figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.basics.refused import Refused
from cakupan.coverage.definition import Evidence
from cakupan.coverage.figure import Beside, Coverage, CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.coverage.total import FROM_AREAS
from cakupan.regions.tree import Level, level_of, parent_of

_SMALL = range(1, 5)  # 1 to 4 people, covered or uncovered (DESIGN.md, promise 4)
_PUBLIC_LEVELS: tuple[Level, ...] = ("nation", "province", "regency")
_PUBLIC_DIMENSIONS = ("district", "village", "segment", "payer", "sex", "age")


def public_question(area: str, by: Sequence[str] = (), evidence: Evidence | None = None) -> None:
    """Nothing, where the table of `area` by `by` is one of those for the public.

    These are a fixed list, because what one table hides a second question could give away: an area of level nation,
    province or regency, not told apart or told apart by exactly one of district, village, segment, payer, sex and
    age. Any other is Refused, and so is a choice of evidence: the same people counted twice tell more than once.
    """
    if evidence is not None:
        raise Refused("public_evidence_fixed", area=area)
    if level_of(area) not in _PUBLIC_LEVELS or len(by) > 1 or not set(by) <= set(_PUBLIC_DIMENSIONS):
        raise Refused("public_table_unknown", area=area, known=_PUBLIC_DIMENSIONS)


def hide_small(coverage: Coverage) -> Coverage:
    """The same answer for the public: small counts are hidden with their rates, and so is what would give them away.

    Totals stay as they were counted before hiding. A village table also hides what, added up by
    district, would give away a row that the district table hides. Findings are left out: they name exact counts;
    and so are memberships and what other evidence says: the same people counted twice tell more than once.
    """
    if _gives_away_its_areas(coverage):
        facts = {"area": coverage.definition.area, "month": str(coverage.definition.month)}
        missing = Missing("public_parts_of_areas", facts)
        coverage = replace(coverage, rows=(), missing=(*coverage.missing, missing))
    # a row of no person has only second memberships of people who count in another
    persons = (row for row in coverage.rows if row.members or not row.memberships)
    counted = tuple(replace(row, memberships=None) for row in persons)
    total = replace(coverage.total, memberships=None)
    total = _hidden(total) if _is_small(total, coverage.beside) else total
    rows = _shown(counted, total, {str(figure.area): figure for figure in coverage.between})
    beside = tuple(replace(other, ratio=None) for other in coverage.beside) if total.hidden else coverage.beside
    return replace(
        coverage, total=total, rows=rows, beside=beside, other_evidence=(), partial_evidence=(), between=(), findings=()
    )


def _gives_away_its_areas(coverage: Coverage) -> bool:
    """Whether the rows add up parts of regencies, whose own tables hide some: less all others, they would be bare."""
    of_places = any(row.area != coverage.total.area for row in coverage.rows)
    return coverage.definition.basis == FROM_AREAS and bool(coverage.rows) and not of_places


def _is_small(figure: CoverageFigure, beside: Sequence[Beside] = ()) -> bool:
    if figure.members is None:
        return False
    potentials = (figure.potential, *(other.denominator.value for other in beside))
    uncovered = (potential - figure.members for potential in potentials if potential is not None)
    return figure.members in _SMALL or any(count in _SMALL for count in uncovered)


def _hidden(figure: CoverageFigure) -> CoverageFigure:
    return replace(figure, members=None, hidden=True)


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows, by their place in the table, of the areas that lie in one area; and that area's own public figure.

    `rest` are the people of that area who are in none of the rows.
    """

    places: tuple[int, ...]
    figure: CoverageFigure
    rest: CoverageFigure
    small: bool


def _shown(
    counted: Sequence[CoverageFigure], total: CoverageFigure, between: Mapping[str, CoverageFigure]
) -> tuple[CoverageFigure, ...]:
    """The rows of a public table. Areas are looked at within each area above them too: its figure is public.

    `between` has those figures as counted; where one is not known, it is what its areas add up to.
    """
    groups = _groups(counted, total, between)
    small = {place for group in groups if group.small for place in group.places}
    if any(_is_small(group.rest) for group in groups):
        # the unplaced are those rests: less the rests of areas whose parts are all shown, a small one would be bare
        small |= {place for place, row in enumerate(counted) if row.unplaced}
    rows = tuple(_hidden(row) if place in small or _is_small(row) else row for place, row in enumerate(counted))
    before = None
    while rows != before:  # what covers the whole may be the only hidden row of its district; ends, as rows only go
        before = rows
        rows = _with_cover(counted, _covered_within(counted, rows, groups), total)
    return rows


def _groups(
    counted: Sequence[CoverageFigure], total: CoverageFigure, between: Mapping[str, CoverageFigure]
) -> tuple[_Group, ...]:
    """The areas one level above the rows, as their own public table shows them; none where that is `total` itself."""
    inside: dict[str, list[int]] = {}
    for place, row in enumerate(counted):
        if row.area not in (None, total.area) and parent_of(str(row.area)) != total.area:
            inside.setdefault(parent_of(str(row.area)), []).append(place)
    if not inside:
        return ()
    grouped = {place for places in inside.values() for place in places}
    summed = [_sum([counted[place] for place in places], area) for area, places in inside.items()]
    above = [between.get(str(one.area), one) for one in summed]
    alone = [row for place, row in enumerate(counted) if place not in grouped]
    shown = _shown([*above, *_left_over(alone, summed, above)], total, between)
    told = zip(inside.values(), above, summed, shown, strict=False)  # what stands alone comes after the areas
    return tuple(
        _Group(tuple(places), figure, _rest(exact, parts), _is_small(exact)) for places, exact, parts, figure in told
    )


def _rest(exact: CoverageFigure, parts: CoverageFigure) -> CoverageFigure:
    """The people of an area who are in none of its parts: in no table, but what an area shows less its parts."""
    known = exact.members is not None and parts.members is not None
    return replace(exact, members=(exact.members or 0) - (parts.members or 0) if known else None, potential=None)


def _left_over(
    alone: Iterable[CoverageFigure], summed: Iterable[CoverageFigure], above: Iterable[CoverageFigure]
) -> Sequence[CoverageFigure]:
    """The rows beside the areas as the areas' own table has them: its unplaced are fewer by those placed no further."""
    further = sum((exact.members or 0) - (parts.members or 0) for exact, parts in zip(above, summed, strict=True))
    rest = [replace(row, members=(row.members or 0) - further) if row.unplaced else row for row in alone]
    return [row for row in rest if not row.unplaced or (row.members or 0) > 0]


def _sum(rows: Sequence[CoverageFigure], area: str) -> CoverageFigure:
    members = [row.members for row in rows if row.members is not None]
    potentials = [row.potential for row in rows if row.potential is not None]
    return CoverageFigure(
        area,
        rows[0].month,
        members=sum(members) if len(members) == len(rows) else None,
        potential=sum(potentials) if len(potentials) == len(rows) else None,
    )


def _covered_within(
    counted: Sequence[CoverageFigure], shown: Sequence[CoverageFigure], groups: Iterable[_Group]
) -> Sequence[CoverageFigure]:
    rows = list(shown)
    for group in groups:
        exact, public = ([of[place] for place in group.places] for of in (counted, rows))
        # the rest comes last and is never shown; where it is small, the parts must not be all there is beside it
        rest = [group.rest] if _is_small(group.rest) and not group.figure.hidden else []
        covered = _with_cover([*exact, *rest], [*public, *map(_hidden, rest)], group.figure)
        for place, row in zip(group.places, covered, strict=False):
            rows[place] = row
    return rows


def _with_cover(
    counted: Sequence[CoverageFigure], shown: Sequence[CoverageFigure], total: CoverageFigure
) -> tuple[CoverageFigure, ...]:
    """Hide further rows, smallest first, until rows and total tell nothing about what is hidden.

    Where the total is shown, what is hidden has a known sum. A single hidden row is that sum; and where the sum
    is small itself, so is each hidden row in it. Where the total is hidden, the rows shown must not add up to it.
    """
    rows = list(shown)
    for place in _as_cover(counted, shown):
        hidden = [before for before, now in zip(counted, rows, strict=True) if now.hidden]
        safe = bool(hidden) if total.hidden else not _exposed(hidden)
        if safe:
            break
        rows[place] = _hidden(rows[place])
    return tuple(rows)


def _exposed(hidden: Sequence[CoverageFigure]) -> bool:
    members = [row.members or 0 for row in hidden]
    uncovered = [row.uncovered for row in hidden if row.uncovered is not None]
    of_all = len(uncovered) == len(hidden)
    return len(hidden) == 1 or sum(members) in _SMALL or (of_all and sum(uncovered) in _SMALL)


def _as_cover(counted: Sequence[CoverageFigure], shown: Sequence[CoverageFigure]) -> Sequence[int]:
    """The places of rows still shown, best cover first: the smallest that are not small, then those of nobody."""
    free = [place for place, row in enumerate(shown) if not row.hidden and counted[place].members is not None]
    return sorted(free, key=lambda place: _cover_rank(counted[place]))


def _cover_rank(row: CoverageFigure) -> tuple[bool, int, str, str]:
    # A row of nobody, once guessed, leaves the other hidden row bare; it comes last.
    return not row.members, row.members or 0, row.area or "", str(sorted((row.dims or {}).items()))
