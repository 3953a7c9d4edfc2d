"""What sponsors paid for whom, for which months and by which bill: payments as they count for money."""

from typing import TYPE_CHECKING

from cakupan.membership.sponsors import sponsors

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS = ("person", "payer", "fund", "batch", "starts_month", "ends_month", "amount", "paid_on")

_PAID = ("person", "kpj", "payer", "fund", "contribution_code", "starts_month", "ends_month", "amount", "paid_on")


def contributions_of(payments: "ir.Table") -> "ir.Table":
    """One row for each payment of a sponsor for a person: COLUMNS.

    `payments`: rows of payment files with their person. The same payment sent again in another file is one; two that
    differ in anything are two, and money given back is negative. `batch` is the contribution code of the bill;
    `ends_month` the first month where only one was paid for; `amount` is in rupiah, for all these months together. A
    payment that does not name its payer stays, with null; what members or their employers paid does not.
    """
    told = payments.select(*_PAID).distinct()
    sponsored = told.filter(told["payer"].isnull() | told["payer"].isin(sponsors()))
    return sponsored.mutate(
        batch=sponsored["contribution_code"], ends_month=sponsored["ends_month"].fill_null(sponsored["starts_month"])
    ).select(*COLUMNS)
