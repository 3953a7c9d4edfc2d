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
    it lasts in the last month that an extract of its area speaks of: nobody knows yet. A month for which there is
    no extract of the area that listed it last is no gap. A lapse ends a spell and so does another payer, so that money
    can be followed; to come back begins a new one. `standing` has one active row a month for a membership.
    """
    import ibis

    runs = _with_runs(active(standing), months_of(standing))
    spells = runs.group_by([*MEMBERSHIP, "_run"]).agg(
        starts_month=runs["month"].min(),
        _last=runs["month"].max(),
        _lasts=runs["_next"].isnull().argmax(runs["month"]),
    )
    return spells.select(
        *MEMBERSHIP,
        "starts_month",
        ends_month=ibis.ifelse(spells["_lasts"], ibis.null("string"), spells["_last"]),
        months=month_number(spells["_last"]) - month_number(spells["starts_month"]) + 1,
    )


def began(rows: "ir.Table", months: "ir.Table") -> "ir.Table":
    """`rows`, all active, and `began`, the first month of the spell each is in. `months`: as from `months_of`."""
    import ibis

    runs = _with_runs(rows, months)
    spell = ibis.window(group_by=[*MEMBERSHIP, "_run"])
    return runs.mutate(began=runs["month"].min().over(spell)).drop("_run", "_next")


def months_of(standing: "ir.Table") -> "ir.Table":
    """The months that extracts of each area speak of (`_area`, `_month`), each with the one after it (`_next`).

    By area, because regencies send their extracts on other days: what one has not sent yet ends no spell there.
    """
    import ibis

    months = standing.select(_area=standing["area"].fill_null(""), _month=standing["month"]).distinct()
    return months.mutate(_next=months["_month"].lead().over(ibis.window(group_by="_area", order_by="_month")))


def _with_runs(rows: "ir.Table", months: "ir.Table") -> "ir.Table":
    """`rows` with `_run`, the same for months that follow one another and another one after a gap.

    A gap is a month in which the area that listed the membership before has an extract that does not.
    """
    import ibis

    listed = rows.mutate(_area=rows["area"].fill_null(""))
    placed = listed.join(months, [listed["_area"] == months["_area"], listed["month"] == months["_month"]])
    placed = placed.select(*rows.columns, "_next")
    in_time = ibis.window(group_by=list(MEMBERSHIP), order_by=placed["month"])
    told = placed.mutate(_gap=(placed["_next"].lag().over(in_time) < placed["month"]).fill_null(False))
    until_then = ibis.window(group_by=list(MEMBERSHIP), order_by=told["month"], preceding=None, following=0)
    return told.mutate(_run=told["_gap"].cast("int64").sum().over(until_then)).drop("_gap")
