"""Which counts are hidden in public, so that nobody can be recognised in a figure."""

from collections.abc import Sequence
from dataclasses import replace

from cakupan.coverage.figure import Beside, Coverage, CoverageFigure

_SMALL = range(1, 5)  # 1 to 4 people, covered or uncovered (DESIGN.md, promise 4)


def hide_small(coverage: Coverage) -> Coverage:
    """The same answer for the public: small counts are hidden with their rates, and so is what would give them away.

    Totals stay as they were counted before hiding. Findings are left out, because they name exact counts.
    """
    total = _hidden(coverage.total) if _is_small(coverage.total, coverage.beside) else coverage.total
    rows = tuple(_hidden(row) if _is_small(row) else row for row in coverage.rows)
    rows = _with_cover(coverage.rows, rows, total)
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
