"""What a denominator is: a count of workers with the source, definition, vintage and day that set it apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.workforce.allocate import Estimate

_PLACE = ("denominator", "area", "vintage", "segment", "weight")
_ADDED = ("weight", "set_by", "reason", "stated", "file")  # what tables published by older versions lack


@dataclass(frozen=True, slots=True)
class Override:
    """That a government states a count of its own: who signs for it, why, and in which received file (its hash).

    `published` is what was published instead, and stays to be seen; None where nothing was. For the public only that
    is left (`in_public`).
    """

    set_by: str | None
    reason: str | None = None
    published: int | None = None
    file: str | None = None

    @property
    def in_public(self) -> "Override":
        """The same without whoever signs for it, and without a reason or a file: persons may be named in both."""
        return Override(None, published=self.published)


@dataclass(frozen=True, slots=True)
class Denominator:
    """So many workers of `area`, by the definition that `id` names. `segment` None: everyone.

    `vintage` is the year or month the count is of (`2025`, `2025-08`); `error` is its sampling error as printed,
    in workers; `published_on` is the day the source printed it. `estimate`: nobody counted here, and `value` is the
    share of the area's in what was counted above it.
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
    override: Override | None = None
    estimate: "Estimate | None" = None

    @property
    def name(self) -> str:
        """The id as a figure names it: an estimate never goes by the name of the count it was made from."""
        return f"{self.id}@{self.estimate.rule.id}" if self.estimate else self.id


@dataclass(frozen=True, slots=True)
class Weight:
    """So many families, people of working age, or people in a livelihood (`kind`) of `area`, by the list `id`."""

    kind: str
    id: str
    area: str
    vintage: str
    value: int
    segment: str | None = None
    source: str | None = None


def in_force_of(table: "ir.Table") -> "ir.Table":
    """One row for each denominator or weight, area, vintage and segment: what a government states of it, else what was
    published; then with `published`, the value that gave way.

    Definition, source and sampling error of what gave way: the first goes on to hold, the others do not. `table` may
    have been published by an older version, without overrides and weights.
    """
    import ibis

    lacking = {name: ibis.null("string") for name in _ADDED if name not in table.columns}
    told = table.mutate(**lacking) if lacking else table
    same = ibis.window(group_by=list(_PLACE))
    handed_on = told["stated"].isnull()
    both = told.mutate(
        published=ibis.ifelse(handed_on, told["value"], None).max().over(same),
        definition=ibis.coalesce(told["definition"], ibis.ifelse(handed_on, told["definition"], None).max().over(same)),
    )
    stated_first = ibis.window(group_by=list(_PLACE), order_by=[both["stated"].isnull()])
    ranked = both.mutate(_nth=ibis.row_number().over(stated_first))
    return ranked.filter(ranked["_nth"] == 0).drop("_nth")


def denominators_in_use(table: "ir.Table", asked: "ir.Table") -> "ir.Table":
    """For each `month` of `asked`: one row of each denominator, area and segment, of the vintage that counts then.

    That is the latest vintage not after the month's year, or, where every vintage is later, the earliest: a
    count of the wrong year, named as such, says more than none. A month within the year counts as of its year:
    the August round of Sakernas serves the whole year it is of. Where a government states a count of its own, that
    is the row. Weights are no denominators.
    """
    import ibis

    months = asked.select("month").distinct()
    told = in_force_of(table)
    dated = told.filter(told["weight"].isnull()).cross_join(months)
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
            override=_override(row),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.id, one.area, one.segment or "")))


def _override(row: Mapping[str, Any]) -> Override | None:
    if not row.get("stated"):
        return None
    return Override(row["set_by"], row["reason"], row.get("published"), row.get("file"))


def weights_in(table: "ir.Table") -> "ir.Table":
    """The weights in force, of every vintage: kind, list, area, segment."""
    told = in_force_of(table)
    return told.filter(told["weight"].notnull())


def weights_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Weight, ...]:
    """Rows of weights as values, by kind, list, vintage, area and segment (everyone first)."""
    found = (
        Weight(
            kind=row["weight"],
            id=row["denominator"],
            area=row["area"],
            vintage=row["vintage"],
            value=row["value"],
            segment=row["segment"],
            source=row["source"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.kind, one.id, one.vintage, one.area, one.segment or "")))
