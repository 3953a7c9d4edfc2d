"""What the public sees of an answer: a look-up in the one decision on all public tables."""

from dataclasses import replace
from typing import TypeVar

from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.coverage.hiding import Cell, Hiding
from cakupan.coverage.public_tables import is_of_persons, row_name
from cakupan.workforce.denominator import Denominator

OfDenominator = TypeVar("OfDenominator", Denominator, Denominator | None)


def hide_small(coverage: Coverage, hiding: Hiding) -> Coverage:
    """The same answer for the public: what `hiding` does not show is hidden with its rate.

    `hiding` is of the same tables (`hiding_about`). Totals stay as they were counted before hiding. Findings are left
    out, because they name exact counts, and memberships and what other evidence or another attribution says too: the
    same people counted twice tell more than once. That a government states a count itself stays, with what was
    published instead; who signs for it and why does not.
    """
    area, month, by = coverage.definition.area, coverage.total.month, "".join(coverage.by)
    if (area, month, by) in hiding.withheld:
        missing = Missing("public_parts_of_areas", {"area": area, "month": str(month)})
        coverage = replace(coverage, rows=(), missing=(*coverage.missing, missing))
    total = _seen(coverage.total, (area, month, "", None), hiding)
    of_persons = (row for row in coverage.rows if is_of_persons(row))
    rows = tuple(_seen(row, (area, month, by, row_name(row, by)), hiding) for row in of_persons)
    definition = replace(coverage.definition, denominator=_unsigned(coverage.definition.denominator))
    return replace(
        coverage,
        definition=definition,
        total=total,
        rows=rows,
        beside=tuple(
            replace(other, denominator=_unsigned(other.denominator), ratio=None if total.hidden else other.ratio)
            for other in coverage.beside
        ),
        other_evidence=(),
        partial_evidence=(),
        between=(),
        overrides=tuple(_unsigned(one) for one in coverage.overrides),
        findings=(),
        attributed=None,
    )


def _seen(figure: CoverageFigure, cell: Cell, hiding: Hiding) -> CoverageFigure:
    if figure.members is None or hiding.shows(cell):
        return replace(figure, memberships=None)
    return replace(figure, members=None, memberships=None, hidden=True)


def _unsigned(one: OfDenominator) -> OfDenominator:
    """A denominator without the names of persons that a statement of it may hold."""
    return replace(one, override=one.override.in_public) if one is not None and one.override else one
