"""What was paid for whom and for which months: each payment once, however often its row was sent."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS = ("person", "payer", "fund", "batch", "starts_month", "ends_month", "amount", "paid_on")


def contributions_of(payments: "ir.Table") -> "ir.Table":
    """One row for each payment: COLUMNS; amounts as they are, so that a refund stands below zero.

    `payments` are accepted rows, each with its `person`, `file`, `sheet` and `row`; `batch` is the contribution code of
    the bill. Rows of two files that agree in COLUMNS are one payment sent twice; rows of one file that do are as many
    payments, because intake has taken its repeated lines out: what is left was paid twice. So of each payment there are
    as many as the file has that tells most of them. The KPJ says nothing here: a list without it is the same list.
    """
    import ibis

    told = payments.select(
        *("person", "payer", "fund", "starts_month", "amount", "paid_on", "file", "sheet", "row"),
        batch=payments["contribution_code"],
        ends_month=payments["ends_month"].fill_null(payments["starts_month"]),
    )
    in_file = ibis.window(group_by=[*COLUMNS, "file"], order_by=["sheet", "row"])
    numbered = told.mutate(_copy=ibis.row_number().over(in_file))
    return numbered.select(*COLUMNS, "_copy").distinct().select(*COLUMNS)


def shared_out(contributions: "ir.Table", months: "ir.Table") -> "ir.Table":
    """`contributions` by month: COLUMNS but for the months, `month`, and `amount`, what of it is for that month.

    `months` (`month`) are those asked about. Of an amount for several months each gets an equal part in whole rupiah,
    and the last one what is left over; so the parts add up, of a refund too.
    """
    import ibis

    begins, ends = contributions["starts_month"], contributions["ends_month"]
    many = month_number(ends) - month_number(begins) + 1
    rest = contributions["amount"] % many
    told = contributions.mutate(_rest=rest, _each=(contributions["amount"] - rest) // many)
    paid = told.join(months, [told["starts_month"] <= months["month"], told["ends_month"] >= months["month"]])
    last = ibis.ifelse(paid["month"] == paid["ends_month"], paid["_rest"], 0)
    return paid.select("person", "payer", "fund", "batch", "month", "paid_on", amount=paid["_each"] + last)
