"""When each membership began and ended: its unbroken runs of active months with one payer."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number
from cakupan.membership.standing import active

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEMBERSHIP = ("person", "segment", "kpj", "payer")


def spells_of(standing: "ir.Table") -> "ir.Table":
    """One row for each run of active months of a membership with one payer, months both inside.

    Columns: person, segment, kpj, payer, starts_month, ends_month, months (of the calendar). `ends_month` is null where
    it lasts in the last month that any extract speaks of: nobody knows yet. A month for which there is no extract
    is no gap. A lapse ends a spell and so does another payer, so that money can be followed; to
    come back begins a new one.
    """
    runs = _with_runs(active(standing), months_of(standing))
    spells = runs.group_by([*MEMBERSHIP, "_run"]).agg(
        starts_month=runs["month"].min(), _last=runs["month"].max(), _last_place=runs["_place"].max()
    )
    return _told(spells, months_of(standing))


def began(rows: "ir.Table", months: "ir.Table") -> "ir.Table":
    """`rows`, all active, and `began`, the first month of the spell each is in. `months`: as from `months_of`."""
    import ibis

    runs = _with_runs(rows, months)
    spell = ibis.window(group_by=[*MEMBERSHIP, "_run"])
    return runs.mutate(began=runs["month"].min().over(spell)).drop("_run", "_place")


def months_of(standing: "ir.Table") -> "ir.Table":
    """The months that any extract speaks of (`_month`), each with its place among them (`_place`)."""
    import ibis

    months = standing.select(_month="month").distinct()
    return months.mutate(_place=ibis.row_number().over(ibis.window(order_by="_month")))


def _told(spells: "ir.Table", months: "ir.Table") -> "ir.Table":
    import ibis

    last = months.aggregate(_newest=months["_place"].max())
    joined = spells.cross_join(last)
    lasts = joined["_last_place"] == joined["_newest"]
    return joined.select(
        *MEMBERSHIP,
        "starts_month",
        ends_month=ibis.ifelse(lasts, ibis.null("string"), joined["_last"]),
        months=month_number(joined["_last"]) - month_number(joined["starts_month"]) + 1,
    )


def _with_runs(rows: "ir.Table", months: "ir.Table") -> "ir.Table":
    """`rows` with `_run`, the same for months that follow one another and another one after a gap."""
    import ibis

    placed = rows.join(months, rows["month"] == months["_month"]).drop("_month")
    in_time = ibis.window(group_by=list(MEMBERSHIP), order_by=placed["_place"])
    return placed.mutate(_run=placed["_place"] - ibis.row_number().over(in_time))
