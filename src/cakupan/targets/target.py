"""What a target is, and which targets are spoken of for an area and month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.regions.tree import NATION, parent_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


class UnknownTarget(Refused):
    """The target that was asked for was set neither for this area nor for one it lies in."""


@dataclass(frozen=True, slots=True)
class Target:
    """`rate` per cent of `denominator` to be covered by the end of `year`, set by someone for `area`.

    `denominator` None: it was not said of what, so it is taken of the figure's own. `set_for` is the area it was
    set for, where that is one that the area asked about lies in.
    """

    id: str
    area: str
    year: int
    rate: Decimal
    set_by: str | None = None
    denominator: str | None = None
    source: str | None = None
    set_for: str | None = None

    @property
    def share(self) -> Fraction:
        return Fraction(self.rate) / 100


def targets_about(table: "ir.Table", engine: "Engine", area: str) -> tuple[Target, ...]:
    """Every target set for `area` or for an area it lies in, nearest area first, then by id and year."""
    found = table.filter(table["area"].isin(_climb(area)))
    targets = [_target(row) for row in engine.run(found).to_pylist()]
    return tuple(sorted(targets, key=lambda one: (-len(one.area), one.area == NATION, one.id, one.year)))


def _climb(area: str) -> Sequence[str]:
    """`area` and every area it lies in, nearest first; told from the code, so for retired codes too."""
    return (area,) if area == NATION else (area, *_climb(parent_of(area)))


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        id=row["target"],
        area=row["area"],
        year=row["year"],
        rate=_as_written(row["rate"]),
        set_by=row["set_by"],
        denominator=row["denominator"],
        source=row["source"],
    )


def _as_written(rate: Decimal) -> Decimal:
    """Without the zeros that a table's fixed scale adds; a plain normalize would make 60 into 6E+1."""
    return rate.quantize(Decimal(1)) if rate == rate.to_integral_value() else rate.normalize()


def targets_for(targets: Iterable[Target], area: str, month: Month, asked: str | None = None) -> tuple[Target, ...]:
    """The targets to measure `area` against in `month`, by year, rate and id.

    Those of the area itself whose year is not over before the month; else those of the nearest area it lies in,
    marked with `set_for`. One that is `asked` for may be of any of these areas, the nearest that has it, and of
    a year gone by. Raises `UnknownTarget`, with the ids that there are.
    """
    every = tuple(targets)
    for place in _climb(area):
        here = [target for target in every if target.area == place and asked in (None, target.id)]
        to_come = [target for target in here if target.year >= month.year]
        gone_by = sorted((target for target in here if asked), key=lambda one: one.year)
        chosen = to_come or gone_by[-1:]
        if chosen:
            marked = (target if place == area else replace(target, set_for=place) for target in chosen)
            return tuple(sorted(marked, key=lambda one: (one.year, one.rate, one.id)))
    if asked is not None:
        raise _unknown(asked, area, every)
    return ()


def _unknown(asked: str, area: str, targets: Iterable[Target]) -> UnknownTarget:
    known = tuple(sorted({target.id for target in targets if target.area in _climb(area)}))
    if not known:
        return UnknownTarget("target_unknown_none_known", target=asked, area=area)
    return UnknownTarget("target_unknown", target=asked, area=area, known=known)


def denominators_named(targets: Iterable[Target]) -> frozenset[str]:
    """The ids of denominators that these targets are set against."""
    return frozenset(target.denominator for target in targets if target.denominator)
