"""On which day the protection of each member ends if nothing is done, and because of what."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number, month_number_of_day
from cakupan.membership.payments import paid_ahead
from cakupan.membership.spells import months_of
from cakupan.membership.standing import ACTIVE, NOT_BEGUN
from cakupan.regions.levels import cut_to

if TYPE_CHECKING:
    import ibis.expr.types as ir

END_DATE, UNPAID, OVER_AGE, DIED = CAUSES = ("end_date", "unpaid", "over_age", "died")
LATER, UNKNOWN = "later", "unknown"
COLUMNS = (
    *("person", "month", "segment", "payer", "village", "district", "area"),
    *("ends_on", "cause", "told", "paid_month", "renewed_by", "aged_month"),
)
FULLY, AT_MOST = "fully", "at_most"  # how much is told of an end
HORIZON = 36  # months: an end further away, which only an age tells, would give away a birth
_NEVER = "9999-12-31"  # after every day that a file may name
_ONE = ("person", "month")


def in_last_month(rows: "ir.Table", standing: "ir.Table") -> "ir.Table":
    """`rows` of the last month that an extract of the regency which lists them speaks of (`area`)."""
    months = months_of(standing)
    last = months.filter(months["_next"].isnull()).select("_area", "_month")
    listed = rows.mutate(_sent=rows["area"].fill_null(""))
    found = listed.join(last, [listed["_sent"] == last["_area"], listed["month"] == last["_month"]])
    return found.select(rows.columns)


def lapses_of(people: "ir.Table", standing: "ir.Table", payments: "ir.Table | None" = None) -> "ir.Table":
    """The lapse calendar: one row for each of `people`, members of the last month told of, with its COLUMNS.

    `people`: as from `membership.speaking`, `standing`: with what ends, both of all months. `ends_on` is the last day
    of protection; null where it is `unknown`, or at least `HORIZON` months away (`later`). So is `aged_month` told: the
    last month before the upper age, or `later`. `payments` are all that are known, also of months to come.
    """
    import ibis

    lasts = _lasting(in_last_month(standing, standing))
    if payments is not None:
        lasts = paid_ahead(lasts, payments)
    found = protection_ends(in_last_month(people, standing), lasts)
    far = month_number_of_day(found["ends_on"]) - month_number(found["month"]) > HORIZON
    told = found.mutate(
        ends_on=ibis.ifelse(far.fill_null(False), ibis.null("date"), found["ends_on"]),
        aged_month=ibis.ifelse(
            (month_number(found["aged_month"]) - month_number(found["month"]) > HORIZON).fill_null(False),
            LATER,
            found["aged_month"],
        ),
        cause=ibis.cases(
            ((far & (found["told"] == FULLY)).fill_null(False), LATER),
            (far.fill_null(False), UNKNOWN),
            else_=found["cause"],
        ),
    )
    return told.select(*COLUMNS)


def protection_ends(people: "ir.Table", standing: "ir.Table") -> "ir.Table":
    """One row for each of `people`: COLUMNS, as known on the last day of its month.

    A person is protected as long as one of their memberships lasts: the one that ends last decides, and one of which
    no end is known counts as lasting longest, `unknown`. `cause` is what ends it: `end_date` (the day that the extract
    tells: of a contract, a project or a decree), `unpaid` (the months paid for, and those that the rule allows after
    them), `over_age` (the last month before that age) or `died`. `told` is `at_most` where something else may end it
    earlier that nobody has told: unknown payments or an unknown birth.
    `paid_month` is the last month paid for, null where nobody told or the segment is not paid by the month;
    `renewed_by` is the payer of the membership that decides. `aged_month` is the last month before the upper age,
    whatever ends it earlier; null where no birth or no such age is known.
    """
    import ibis

    ends = _of_memberships(standing)
    counted = ends.group_by(list(_ONE)).agg(_memberships=ends.count())
    several = counted.filter(counted["_memberships"] > 1).drop("_memberships")
    ranked = ends.semi_join(several, _ONE)
    order = [
        ibis.desc(ranked["_ends"]),
        ranked["told"],
        ranked["cause"],
        ranked["renewed_by"].fill_null(""),
        ranked["paid_month"].fill_null(""),
        ranked["aged_month"].fill_null(""),
    ]
    ranked = ranked.mutate(_rank=ibis.row_number().over(ibis.window(group_by=list(_ONE), order_by=order)))
    lasting = ibis.union(ends.anti_join(several, _ONE), ranked.filter(ranked["_rank"] == 0).select(ends.columns))
    joined = people.select(*COLUMNS[:7]).join(lasting, list(_ONE))
    never = joined["_ends"] == _NEVER
    return joined.mutate(
        ends_on=ibis.ifelse(never, ibis.null("string"), joined["_ends"]).cast("date"),
        cause=ibis.ifelse(never, UNKNOWN, joined["cause"]),
    ).select(*COLUMNS)


def _lasting(standing: "ir.Table") -> "ir.Table":
    """The memberships that protect on the day after the month: active ones, and those that begin in the next month."""
    begins = month_number_of_day(standing["started_on"])
    begins_next = (standing["state"] == NOT_BEGUN) & (begins == standing["_month"] + 1)
    return standing.filter(standing["state"].isin(ACTIVE) | begins_next.fill_null(False))


def _of_memberships(standing: "ir.Table") -> "ir.Table":
    """Of each membership that lasts on the last day of its month: `_ends` (a day as text), and what is told of it."""
    import ibis

    rows = _lasting(standing)
    lapses, oldest = rows["_lapses_after"], rows["_oldest"]
    listed = month_number_of_day(rows["paid_until"])
    paid = ibis.ifelse(lapses.notnull(), _later(rows["_paid_through"], listed), ibis.null("int64"))
    by_money = paid + lapses - 1
    by_age = month_number_of_day(rows["birth"]) + (oldest + 1) * 12 - 1
    days = {
        END_DATE: rows["ended_on"].cast("string").fill_null(_NEVER),
        UNPAID: _last_day(by_money),
        OVER_AGE: _last_day(by_age),
        DIED: _last_day(rows["_died"] - 1),
    }
    first = ibis.least(*days.values())
    paid_known, birth_known = lapses.isnull() | paid.notnull(), oldest.isnull() | rows["birth"].notnull()
    # what the rule never ends has an end that nobody told, unless a day is told
    ends_known = lapses.notnull() | rows["ended_on"].notnull()
    return rows.select(
        *_ONE,
        _ends=first,
        cause=ibis.cases(*((days[cause] == first, cause) for cause in CAUSES), else_=UNKNOWN),
        told=ibis.ifelse(paid_known & birth_known & ends_known, FULLY, AT_MOST),
        paid_month=_written(paid),
        renewed_by=rows["payer"],
        aged_month=_written(by_age),
    )


def _later(one: "ir.IntegerValue", other: "ir.IntegerValue") -> "ir.IntegerValue":
    """The greater of two months, or the one that is known: engines differ in what is the greatest of a null."""
    import ibis

    return ibis.cases((one.isnull(), other), (other.isnull(), one), (one >= other, one), else_=other)


def _written(number: "ir.IntegerValue") -> "ir.StringValue":
    """The month of a number, as text; null of a null."""
    year, month = (number - 1) // 12, (number - 1) % 12 + 1
    return year.cast("int64").cast("string").lpad(4, "0") + "-" + month.cast("int64").cast("string").lpad(2, "0")


def _last_day(number: "ir.IntegerValue") -> "ir.StringValue":
    """The last day of the month of a number, as text that sorts as days do; `_NEVER` of a null."""
    import ibis

    next_day = (_written(number + 1) + "-01").cast("date") - ibis.interval(days=1)
    # a day less an interval is an instant to some engines, and as text then longer than a day
    return next_day.cast("string").left(len(_NEVER)).fill_null(_NEVER)


def renewals_of(people: "ir.Table", standing: "ir.Table") -> "ir.Table":
    """How many whose protection would have ended were members all the same: area, month, segment, payer, cause, ahead,
    due, kept. No person is in it.

    `month` is the first on whose last day they would have been none, seen `ahead` months before: from the last month
    that is paid for on, or, of another cause, the month before. `kept` of the `due` count anywhere in `month`. Months
    of which no extract tells are left out. Told by the regency, segment and payer they counted in.
    """
    import ibis

    ends = protection_ends(people, standing)
    gone = month_number_of_day(ends["ends_on"] + ibis.interval(days=1))
    ends = ends.mutate(_gone_in=_written(gone), ahead=gone - month_number(ends["month"]))
    near = ibis.ifelse(ends["cause"] == UNPAID, ends["paid_month"] <= ends["month"], ends["ahead"] == 1)
    due = ends.filter(near.fill_null(False) & ends["ends_on"].notnull())
    area = ibis.coalesce(cut_to(due["village"], "regency"), cut_to(due["district"], "regency"), due["area"])
    due = due.mutate(_sent=due["area"].fill_null(""), area=area)
    told = months_of(standing).select(_area="_area", _when="_month")
    due = due.join(told, [due["_sent"] == told["_area"], due["_gone_in"] == told["_when"]])
    there = people.select(_who="person", _there="month")
    beside = due.left_join(there, [due["person"] == there["_who"], due["_gone_in"] == there["_there"]])
    return beside.group_by("area", "segment", "payer", "cause", "ahead", month="_gone_in").agg(
        due=beside.count(), kept=beside["_who"].count()
    )
