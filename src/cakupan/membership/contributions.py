"""What was paid for whom and for which months: each payment once, however often its row was sent."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number
from cakupan.membership.sponsors import names_of_money

if TYPE_CHECKING:
    import ibis.expr.types as ir

_YEARS = "^((19|20)[0-9]{2} )+|( (TA|T A|TAHUN|TAHUN ANGGARAN))?( (19|20)[0-9]{2})+$"
_LIKE_A_NUMBER = 15  # digits: a NIK has sixteen, and one is soon lost; a contribution code has twelve

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


def without_free_text(contributions: "ir.Table") -> "ir.Table":
    """`contributions` with `fund` and `batch` only where they name no person: null where they may.

    Offices fill in both freely. A fund stays where it says no more than a fund's name (`names_of_money`) and years,
    and is then told alike however it is written: "Dana Desa, 2025" as "DANA DESA 2025". It also stays where it is a
    code, as a batch does: letters and digits, "-", "/" and ".", no space, at least one digit, and not so many that
    they may be a NIK.
    """
    import ibis

    fund, batch = contributions["fund"], contributions["batch"]
    folded = fund.upper().re_replace("[^A-Z0-9]+", " ").strip()
    named = folded.re_replace(_YEARS, "").isin(names_of_money())
    nothing = ibis.null("string")
    return contributions.mutate(
        fund=ibis.ifelse(named, folded, ibis.ifelse(_is_code(fund), fund, nothing)),
        batch=ibis.ifelse(_is_code(batch), batch, nothing),
    )


def _is_code(text: "ir.StringValue") -> "ir.BooleanValue":
    few = text.re_replace("[^0-9]", "").length() < _LIKE_A_NUMBER
    return text.re_search("^[A-Za-z0-9./-]+$") & text.re_search("[0-9]") & few


def texts_told(contributions: "ir.Table") -> "ir.Table":
    """One row: how many `contributions` name a fund, and how many a batch."""
    return contributions.aggregate(funds=contributions["fund"].count(), batches=contributions["batch"].count())


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
