"""A change of coverage as a document: the JSON of the command line (CLI.md) and of the API."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.basics.ratio import apportioned
from cakupan_app.look.documents import area_title, definition_document, worded
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.change import CoverageChange, ReasonStep
    from cakupan.coverage.figure import CoverageFigure
    from cakupan.coverage.flows import SponsoredChange


PLACES = 2  # of points, wherever they stand: as rates are printed


def change_document(voice: Voice, found: "CoverageChange", chart: Path | None = None) -> dict[str, Any]:
    """The JSON document of `change`: rows whose persons add up to `difference`, and whose points to `points`.

    `points` are rounded so that they add up; `points_exact` are not rounded.
    """
    points = _difference(found)
    reasons = _rows(found.reasons, points)
    rows = _rows(found.rows, points) if found.by else reasons
    return {
        "area": found.area,
        "name": area_title(found.area),
        "evidence": found.of_now.evidence.value if found.of_now.evidence else None,
        "definition": {"from": definition_document(found.of_then), "to": definition_document(found.of_now)},
        "from": _figure(found.then),
        "to": _figure(found.now),
        "by": found.by,
        "rows": rows,
        "reasons": reasons,
        "parts": [
            {**part.dims, "from": part.then, "to": part.now, "difference": part.now - part.then} for part in found.parts
        ],
        "sum": sum(row["persons"] for row in rows) if found.reasons else None,
        "difference": found.difference,
        "points": points,
        "sponsored": _sponsored(found.sponsored) if found.sponsored else None,
        "chart": chart,
        "missing": worded(voice, found.missing),
        "findings": worded(voice, found.findings),
    }


def _figure(figure: "CoverageFigure") -> dict[str, Any]:
    return {
        "month": figure.month,
        "members": figure.members,
        "potential": figure.potential,
        "rate": figure.ratio.percent(PLACES) if figure.ratio else None,
    }


def _difference(found: "CoverageChange") -> Decimal | None:
    """The difference of the two rates as printed, so that whoever subtracts them finds the same."""
    if found.then.ratio is None or found.now.ratio is None:
        return None
    return found.now.ratio.percent(PLACES) - found.then.ratio.percent(PLACES)


def _rows(steps: Sequence["ReasonStep"], difference: Decimal | None) -> list[dict[str, Any]]:
    exact = [step.points or Fraction(0) for step in steps]
    points = [None] * len(steps) if difference is None else apportioned(exact, difference, PLACES)
    return [
        {
            "reason": step.reason,
            "segment": None,
            "payer": None,
            **step.dims,
            "persons": step.persons or 0,
            "points": shown,
            "points_exact": None if step.points is None else str(step.points),
        }
        for step, shown in zip(steps, points, strict=True)
    ]


def _sponsored(found: "SponsoredChange") -> dict[str, Any]:
    from cakupan.membership.sponsors import sponsors

    told = {name: getattr(found, name) for name in found.__dataclass_fields__}
    aside = {"from": told.pop("in_other_row_then"), "to": told.pop("in_other_row_now")}
    whole = {"from": told.pop("then"), "to": told.pop("now")}
    return {"payers": sponsors(), **whole, "in_other_row": aside, **told, "net_new": found.net_new}
