"""What may be asked in public, and which counts are hidden there, so that nobody can be recognised in a figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cakupan.basics.refused import Refused
from cakupan.coverage.figure import Beside, Coverage, CoverageFigure
from cakupan.regions.tree import Level, level_of, parent_of

_SMALL = range(1, 5)  # 1 to 4 people, covered or uncovered (DESIGN.md, promise 4)
_PUBLIC_LEVELS: tuple[Level, ...] = ("nation", "province", "regency")
_PUBLIC_DIMENSIONS = ("district", "village", "segment", "payer")


def public_question(area: str, by: Sequence[str] = ()) -> None:
    """Nothing, where the table of `area` by `by` is one of those for the public.

    These are a fixed list, because what one table hides a second question could give away: an area of level nation,
    province or regency, not told apart or told apart by exactly one of district, village, segment and payer.
    Any other is Refused.
    """
    if level_of(area) not in _PUBLIC_LEVELS or len(by) > 1 or not set(by) <= set(_PUBLIC_DIMENSIONS):
        raise Refused("public_table_unknown", area=area, known=_PUBLIC_DIMENSIONS)


def hide_small(coverage: Coverage) -> Coverage:
    """The same answer for the public: small counts are hidden with their rates, and so is what would give them away.

    Totals stay as they were counted before hiding. A village table also hides what, added up by
    district, would give away a row that the district table hides. Findings are left out: they name exact counts.
    """
    total = _hidden(coverage.total) if _is_small(coverage.total, coverage.beside) else coverage.total
    rows = _shown(coverage.rows, total)
    beside = tuple(replace(other, ratio=None) for other in coverage.beside) if total.hidden else coverage.beside
    return replace(coverage, total=total, rows=rows, beside=beside, findings=())


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
    """The rows, by their place in the table, of the areas that lie in one area; and that area's own public figure."""

    places: tuple[int, ...]
    figure: CoverageFigure
    small: bool


def _shown(counted: Sequence[CoverageFigure], total: CoverageFigure) -> tuple[CoverageFigure, ...]:
    """The rows of a public table. Areas are looked at within each area above them too: its figure is public."""
    groups = _groups(counted, total)
    small = {place for group in groups if group.small for place in group.places}
    rows = tuple(_hidden(row) if place in small or _is_small(row) else row for place, row in enumerate(counted))
    before = None
    while rows != before:  # what covers the whole may be the only hidden row of its district; ends, as rows only go
        before = rows
        rows = _with_cover(counted, _covered_within(counted, rows, groups), total)
    return rows


def _groups(counted: Sequence[CoverageFigure], total: CoverageFigure) -> tuple[_Group, ...]:
    """The areas one level above the rows, as their own public table shows them; none where that is `total` itself."""
    inside: dict[str, list[int]] = {}
    for place, row in enumerate(counted):
        if row.area not in (None, total.area) and parent_of(str(row.area)) != total.area:
            inside.setdefault(parent_of(str(row.area)), []).append(place)
    if not inside:
        return ()
    grouped = {place for places in inside.values() for place in places}
    alone = [row for place, row in enumerate(counted) if place not in grouped]
    above = [_sum([counted[place] for place in places], area) for area, places in inside.items()]
    shown = _shown([*above, *alone], total)
    told = zip(inside.values(), above, shown, strict=False)  # the rows that stand alone come after the areas
    return tuple(_Group(tuple(places), figure, _is_small(exact)) for places, exact, figure in told)


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
        for place, row in zip(group.places, _with_cover(exact, public, group.figure), strict=True):
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
