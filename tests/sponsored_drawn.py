"""Episodes, spells and contributions as the tests of additionality draw them, and the answer they give."""

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cakupan.basics.month import Month
from cakupan.coverage.additionality import Additionality, additionality_of
from cakupan.coverage.sponsored import Asked
from followed import EPISODES, answer
from tables import Cell, engine, filled

if TYPE_CHECKING:
    import ibis.expr.types as ir

SPELLS = pa.schema({"person": pa.int64(), **dict.fromkeys(("payer", "starts_month", "ends_month"), pa.string())})
CONTRIBUTIONS = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("payer", "fund", "batch", "starts_month", "ends_month"), pa.string()),
        "amount": pa.int64(),
        "paid_on": pa.date32(),
    }
)
THEN, NOW = Month(2024, 12), Month(2025, 3)
APBD = ("apbd_regency",)


def episodes(text: str, **same: Cell) -> "ir.Table":
    """Episodes of BPU members in one village, paid for by the regency, unless drawn otherwise."""
    usual = {"segment": "BPU", "payer": "apbd_regency", "village": "16.06.01.2001", "district": "16.06.01"}
    return filled(text, EPISODES, **{**usual, "area": "16.06", **same})


def spells(text: str) -> "ir.Table":
    return filled(text, SPELLS, payer="apbd_regency")


def contributions(text: str) -> "ir.Table":
    return filled(text, CONTRIBUTIONS, payer="apbd_regency", batch="B1", amount=16_800)


def told(
    followed: "ir.Table",
    paid_for: "ir.Table",
    paid: "ir.Table",
    by: tuple[str, ...] = (),
    members: tuple[int | None, int | None] = (None, None),
    **asked: Any,
) -> Additionality:
    """What the regency's budget changed from December to March, unless asked otherwise."""
    question = Asked(**{"area": "16.06", "base": THEN, "until": NOW, "payers": APBD, **asked})
    then, now = (answer(month, many) for month, many in zip((question.base, question.until), members, strict=True))
    tables = {"episodes": followed, "spells": paid_for, "contributions": paid}
    return additionality_of(tables, engine(), question, then, now, by)
