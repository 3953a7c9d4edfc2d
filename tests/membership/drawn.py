"""Membership's tables as the tests draw them: what is not drawn is empty, or what most members have."""

from typing import TYPE_CHECKING

import pyarrow as pa

from tables import Cell, filled

if TYPE_CHECKING:
    import ibis.expr.types as ir

TEXTS = ("month", "segment", "payer", "kpj", "programmes", "village", "district", "area", "sex", "status")
DAYS = ("birth", "started_on", "ended_on", "paid_until", "known_on")

ROWS = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(TEXTS, pa.string()),
        **dict.fromkeys(DAYS, pa.date32()),
        "file": pa.string(),
        "sheet": pa.string(),
        "row": pa.int32(),
        "order": pa.int64(),
    }
)
PAYMENTS = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("starts_month", "ends_month", "payer", "kpj"), pa.string()),
        "paid_on": pa.date32(),
    }
)
DEATHS = pa.schema({"person": pa.int64(), "died_on": pa.date32()})
POPULATION = pa.schema(
    [ROWS.field(name) for name in ("person", "known_on", "order", "file", "sheet", "row")]
    + [pa.field("died_on", pa.date32())]
)
STANDING = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(TEXTS[:-1], pa.string()),
        "birth": pa.date32(),
        "started_on": pa.date32(),
        "state": pa.string(),
        "because": pa.string(),
    }
)


def listed(text: str, **same: Cell) -> "ir.Table":
    """Rows of extracts: of person 1, a BPU member in July 2025, unless they are drawn otherwise."""
    return filled(text, ROWS, **{"person": 1, "segment": "BPU", "month": "2025-07", "sheet": "Sheet1", **same})


def paid(text: str) -> "ir.Table":
    return filled(text, PAYMENTS, person=1)


def died(text: str) -> "ir.Table":
    return filled(text, DEATHS, person=1)


def registered(text: str) -> "ir.Table":
    """Rows of population registers: of person 1, unless they are drawn otherwise."""
    return filled(text, POPULATION, person=1, order=1, sheet="Sheet1", row=2)


def stood(text: str, **same: Cell) -> "ir.Table":
    """A standing: of person 1, a paid BPU membership, unless it is drawn otherwise."""
    return filled(text, STANDING, **{"person": 1, "segment": "BPU", "state": "paid", "because": "listed", **same})
