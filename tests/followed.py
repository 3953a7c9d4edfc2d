"""Figures and episodes as the tests of change draw them."""

from typing import Any

import pyarrow as pa

from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution, Evidence, FigureDefinition, Measure
from cakupan.coverage.figure import Coverage, CoverageFigure

_TEXTS = ("starts_month", "ends_month", "segment", "payer", "village", "district", "area", "nik_area", "work_area")
EPISODES = pa.schema({"person": pa.int64(), **dict.fromkeys((*_TEXTS, "ended_as"), pa.string())})


def answer(month: Month, members: int | None, potential: int | None = 1_000, **other: Any) -> Coverage:
    counted = FigureDefinition(
        area="16.06",
        month=month,
        active_rule="active-2021.1",
        attribution=Attribution.DOMICILE,
        measure=Measure.PERSONS,
        basis="counted",
        segments=("BPU",),
        sources=(),
        evidence=Evidence.LINKED,
        denominator=None,
        denominator_because="",
    )
    definition = FigureDefinition(**{name: getattr(counted, name) for name in counted.__slots__} | other)
    return Coverage(definition, CoverageFigure("16.06", month, members, potential))
