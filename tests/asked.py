"""Questions about drawn recaps, denominators and targets, put to the rooms as the shell puts them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from cakupan.basics.month import Month
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import cube_of
from cakupan.coverage.known import Known, known_about
from cakupan.intake import Kind, schema_of
from tables import engine, filled

if TYPE_CHECKING:
    import ibis.expr.types as ir

DECEMBER, JULY = Month(2024, 12), Month(2025, 7)


def recaps(text: str) -> "ir.Table":
    """Recap rows in force; of one month and known on one day where these are not drawn."""
    schema = schema_of(Kind.RECAP).append(pa.field("known_on", pa.date32())).append(pa.field("order", pa.int64()))
    return filled(text, schema, month="2025-07", known_on=date(2025, 8, 1), order=1)


def denominators(text: str) -> "ir.Table":
    return filled(text or "area", schema_of(Kind.WORKFORCE), vintage="2025")


def targets(text: str) -> "ir.Table":
    return filled(text or "area", schema_of(Kind.TARGETS), year=2025)


def known(
    recaps_text: str,
    denominators_text: str = "",
    *,
    area: str = "16.06",
    months: Sequence[Month] = (JULY,),
    with_findings: bool = False,
) -> Known:
    """What is known of an area from drawn recaps and denominators."""
    cube = engine().keep(cube_of(recaps(recaps_text or "area | members")))
    potentials = denominators(denominators_text)
    found = contradictions(cube, potentials, engine()) if with_findings else ()
    return known_about(cube, potentials, engine(), area, months, found)
