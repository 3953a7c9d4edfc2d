"""What a denominator is: a count of workers with the source, definition, vintage and day that set it apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Denominator:
    """So many workers of `area`, by the definition that `id` names. `segment` None: everyone.

    `vintage` is the year or month the count is of (`2025`, `2025-08`); `error` is its sampling error as printed,
    in workers; `published_on` is the day the source printed it.
    """

    id: str
    area: str
    vintage: str
    value: int
    segment: str | None = None
    error: Decimal | None = None
    definition: str | None = None
    source: str | None = None
    published_on: date | None = None


def denominators_in_use(table: "ir.Table", asked: "ir.Table") -> "ir.Table":
    """For each `month` of `asked`: one row of each denominator, area and segment, of the vintage that counts then.

    That is the latest vintage not after the month's year, or, where every vintage is later, the earliest: a
    count of the wrong year, named as such, says more than none. A month within the year counts as of its year:
    the August round of Sakernas serves the whole year it is of.
    """
    import ibis

    months = asked.select("month").distinct()
    dated = table.cross_join(months)
    dated = dated.mutate(_later=dated["vintage"].left(4) > dated["month"].left(4))
    nearest = ibis.window(
        group_by=["month", "denominator", "area", "segment"],
        order_by=[
            dated["_later"],
            # among vintages of the past the latest text is nearest, among later ones the earliest
            ibis.desc(ibis.ifelse(dated["_later"], "", dated["vintage"])),
            dated["vintage"],
        ],
    )
    ranked = dated.mutate(_nth=ibis.row_number().over(nearest))
    return ranked.filter(ranked["_nth"] == 0).drop("_later", "_nth")


def denominators_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Denominator, ...]:
    """Rows of a denominators table as values, by id, area and segment (everyone first)."""
    found = (
        Denominator(
            id=row["denominator"],
            area=row["area"],
            vintage=row["vintage"],
            value=row["value"],
            segment=row["segment"],
            error=row["error"],
            definition=row["definition"],
            source=row["source"],
            published_on=row["published_on"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.id, one.area, one.segment or "")))
