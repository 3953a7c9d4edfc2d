"""Whose payments for the sponsored are known, and for which months: without them rupiah say too little."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.spending import sponsored_months
from cakupan.coverage.sponsored import Asked
from cakupan.membership.contributions import shared_out

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

Payments = Sequence[Mapping[str, Any]]


def payments_known(
    spells: "ir.Table",
    contributions: "ir.Table",
    outcomes: "ir.Table",
    months: "ir.Table",
    engine: "Engine",
    asked: Asked,
) -> Payments:
    """For each payer and month how many of the sponsored it sponsors (`listed`) and pays for (`paid`), and how much.

    The payer None stands for payments that name none. `outcomes`: the sponsored, as from `sponsored.with_outcome`.
    """
    import ibis

    zero = ibis.literal(0, "int64")
    parts = []
    for payer in asked.payers:
        of_payer = Asked(asked.area, asked.base, asked.until, (payer,))
        listed = sponsored_months(spells, months, of_payer).semi_join(outcomes, "person")
        parts.append(listed.select(payer=ibis.literal(payer), month="month", listed=zero + 1, paid=zero, amount=zero))
    wanted = contributions["payer"].isnull() | contributions["payer"].isin(asked.payers)
    shares = shared_out(contributions.filter(wanted).semi_join(outcomes, "person"), months)
    parts.append(shares.select("payer", "month", listed=zero, paid=zero + 1, amount="amount"))
    every = ibis.union(*parts)
    sums = {name: every[name].sum() for name in ("listed", "paid", "amount")}
    counted = every.group_by("payer", "month").agg(**sums).order_by("payer", "month")
    found: list[dict[str, Any]] = engine.run(counted).to_pylist()
    return found


def told_of_payments(payments: Payments, asked: Asked) -> tuple[tuple[Missing, ...], tuple[Finding, ...]]:
    """Whose payments are not known, and for which months; and payments of whom nobody knows who made them."""
    window: dict[str, Fact] = {"area": asked.area, "base": str(asked.base), "until": str(asked.until)}
    missing, findings = [], []
    for payer in asked.payers:
        own = [row for row in payments if row["payer"] == payer]
        unpaid = tuple(row["month"] for row in own if row["listed"] and not row["paid"])
        if unpaid and not any(row["paid"] for row in own):
            missing.append(Missing("contributions_missing", {**window, "payer": payer}))
        elif unpaid:
            findings.append(
                Finding("contributions_missing_in_months", {**window, "payer": payer, "months": unpaid}, "warning")
            )
    nobody = [row for row in payments if row["payer"] is None]
    if nobody:
        sums: dict[str, Fact] = {name: sum(row[name] for row in nobody) for name in ("paid", "amount")}
        findings.append(Finding("contributions_without_payer", {**window, **sums}, "warning"))
    return tuple(missing), tuple(findings)
