"""What a fund sponsored and paid, person by person and month by month, and which of it somebody else covered too."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.coverage.flows import inside
from cakupan.coverage.sponsored import LASTS, Asked, finest_place, paid_by
from cakupan.membership.contributions import shared_out

if TYPE_CHECKING:
    import ibis.expr.types as ir

COUNTS = ("months", "months_paid", "months_unpaid")
COLUMNS = ("person", "month", "batch", "fund", "sponsored", "paid", "amount")


def spent_on(spells: "ir.Table", contributions: "ir.Table", months: "ir.Table", asked: Asked) -> "ir.Table":
    """One row for each person, month and batch that `payers` sponsored or paid: COLUMNS.

    `months` (`month`) are those of `asked`. `sponsored` is 1 where a membership paid by them is active in the month,
    `paid` where a payment of theirs for it is known; `amount` is its part of that month, in rupiah. A month paid in two
    batches stands twice; a sponsored month that no known payment is for has no batch.
    """
    import ibis

    listed = sponsored_months(spells, months, asked)
    shares = shared_out(contributions.filter(paid_by(contributions, asked.payers)), months)
    paid = shares.group_by("person", "month", "batch", "fund").agg(amount=shares["amount"].sum().cast("int64"))
    of_listed = listed.select(_who="person", _when="month")
    beside = paid.left_join(of_listed, [paid["person"] == of_listed["_who"], paid["month"] == of_listed["_when"]])
    one, zero = ibis.literal(1, "int64"), ibis.literal(0, "int64")
    known = beside.mutate(sponsored=beside["_who"].notnull().cast("int64"), paid=one).select(*COLUMNS)
    nothing = ibis.null("string")
    rest = listed.anti_join(paid, ["person", "month"])
    unpaid = rest.mutate(batch=nothing, fund=nothing, sponsored=one, paid=zero, amount=zero).select(*COLUMNS)
    return ibis.union(known, unpaid)


def sponsored_months(spells: "ir.Table", months: "ir.Table", asked: Asked) -> "ir.Table":
    """Each person and month in which a membership paid by one of `payers` is active, once: person, month."""
    return _by_month(spells.filter(paid_by(spells, asked.payers)), months)


def _by_month(spells: "ir.Table", months: "ir.Table") -> "ir.Table":
    ends = spells["ends_month"].fill_null(LASTS)
    met = spells.join(months, [spells["starts_month"] <= months["month"], ends >= months["month"]])
    return met.select("person", "month").distinct()


def double_months(episodes: "ir.Table", spells: "ir.Table", months: "ir.Table", asked: Asked) -> "ir.Table":
    """Each person and month that one of `payers` and somebody else cover at once: person, month.

    Of those who count in the area in that month, whether or not they are sponsored in the last month asked about.
    """
    fund = sponsored_months(spells, months, asked)
    others = spells.filter(~paid_by(spells, asked.payers)).semi_join(fund, "person")
    both = fund.join(_by_month(others, months), ["person", "month"]).select("person", "month")
    place = finest_place(episodes)
    here = episodes.filter(inside(place, asked.area)).select(_who="person", _from="starts_month", _until="ends_month")
    in_time = [both["person"] == here["_who"], both["month"] >= here["_from"], both["month"] <= here["_until"]]
    return both.semi_join(here, in_time)


def of_the_area(spent: "ir.Table", episodes: "ir.Table", asked: Asked) -> "ir.Table":
    """`spent` on people who have counted in the area at some time since the base month, sponsored in the end or not."""
    since = episodes.filter(inside(finest_place(episodes), asked.area) & (episodes["ends_month"] >= str(asked.base)))
    return spent.semi_join(since, "person")


def totals(spent: "ir.Table", by: Sequence[str] = ()) -> "ir.Table":
    """`spent` added up for each person, and each `by` (`batch` or `fund`): person, by, COUNTS and rupiah.

    A month counts once, in however many batches it was paid. `months` were sponsored; of `months_paid` a payment is
    known, and `rupiah` is what it was; of `months_unpaid` it is not, though they were sponsored.
    """
    monthly = spent.group_by("person", "month", *by).agg(
        sponsored=spent["sponsored"].max(), paid=spent["paid"].max(), amount=spent["amount"].sum()
    )
    return monthly.group_by("person", *by).agg(
        months=monthly["sponsored"].sum().cast("int64"),
        months_paid=monthly["paid"].sum().cast("int64"),
        months_unpaid=(monthly["sponsored"] * (1 - monthly["paid"])).sum().cast("int64"),
        rupiah=monthly["amount"].sum().cast("int64"),
    )
