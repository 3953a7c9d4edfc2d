"""How many memberships stand how in each month and place: a count without persons, to explain other counts by."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number, month_number_of_day
from cakupan.membership.one_row import SPOKEN_FOR
from cakupan.membership.speaking import segment_order
from cakupan.membership.standing import ACTIVE, LAPSED
from cakupan.regions.levels import cut_to

if TYPE_CHECKING:
    import ibis.expr.types as ir

ALWAYS = 32  # a day after the last of every month

_ONE = ("person", "month")
_ALIKE = ("month", "area", "home", "segment", "payer", "state", "because")
COLUMNS = (*_ALIKE, "speaks", "began_day", "yields_day", "numbered", "memberships")


def tally_of(standing: "ir.Table", people: "ir.Table") -> "ir.Table":
    """How many `memberships` are alike in month, area, home, segment, payer, state, because and the rest of COLUMNS.

    `standing`: as from `standing_of`, with `numbered` (the row's NIK could be read); rows that another row of the same
    membership speaks for are none. `people`: those who count, as from `speaking`.
    `area` is the regency whose extract lists the membership, `home` the district (else the regency) its person counts
    in; of who does not count, the one that the row itself says. `speaks` is true for one membership of each person and
    month: the one that speaks for whoever counts, else the one that would first. So active ones that speak are people.
    `began_day` is the day on which it began, if that lies in the month, else 0; `yields_day` the day from which another
    membership of the person speaks instead, ALWAYS for one that speaks and 0 for one that did not in this month: on
    day D it spoke where began_day <= D < yields_day.
    """
    import ibis

    rows = _placed(standing.filter(standing["state"] != SPOKEN_FOR), people)
    counted = rows.group_by(list(_ONE)).agg(_memberships=rows.count())
    # Almost everybody has one membership: only the others need to be ranked.
    several = counted.filter(counted["_memberships"] > 1).drop("_memberships")
    alone = rows.anti_join(several, _ONE).mutate(yields_day=ibis.literal(ALWAYS, "int64"))
    ranked = _ranked(rows.semi_join(several, _ONE))
    told = ibis.union(*(part.select(*COLUMNS[:-1]) for part in map(_speaking, (alone, ranked))))
    return told.group_by(list(COLUMNS[:-1])).agg(memberships=told.count())


def _speaking(rows: "ir.Table") -> "ir.Table":
    return rows.mutate(speaks=rows["yields_day"] == ALWAYS)


def _placed(rows: "ir.Table", people: "ir.Table") -> "ir.Table":
    """`rows` with `home`, `began_day` and `_own`: whether the person is counted by a membership like it."""
    import ibis

    counted = people.select(_who="person", _when="month", _home=_place(people), _as="segment", _by="payer")
    met = rows.left_join(counted, [rows["person"] == counted["_who"], rows["month"] == counted["_when"]])
    alike = (met["segment"] == met["_as"]) & (met["payer"].fill_null("") == met["_by"].fill_null(""))
    this_month = month_number_of_day(met["started_on"]) == month_number(met["month"])
    return met.mutate(
        home=ibis.coalesce(met["_home"], _place(met)),
        began_day=ibis.ifelse(this_month, met["started_on"].day().cast("int64"), 0).fill_null(0),
        _own=(met["state"].isin(ACTIVE) & alike).fill_null(False),
    )


def _place(rows: "ir.Table") -> "ir.StringValue":
    import ibis

    return ibis.coalesce(cut_to(rows["village"], "district"), rows["district"], rows["area"])


def _ranked(rows: "ir.Table") -> "ir.Table":
    """`rows` with `yields_day`: the earliest day on which a membership that speaks before it began."""
    import ibis

    order = segment_order()
    place = ibis.cases(*((rows["segment"] == name, at) for at, name in enumerate(order)), else_=len(order))
    first = ibis.window(
        group_by=list(_ONE),
        order_by=[
            ~rows["_own"],
            ~rows["state"].isin(ACTIVE),
            rows["state"] != LAPSED,  # a lapsed one may come back; one that ended will not
            ibis.desc(rows["started_on"].cast("string").fill_null("")),
            place,
            rows["segment"].fill_null(""),
            rows["kpj"].fill_null(""),
        ],
    )
    told = rows.mutate(_rank=ibis.row_number().over(first), _before=rows["began_day"].lag().over(first))
    until_then = ibis.window(group_by=list(_ONE), order_by=told["_rank"], preceding=None, following=0)
    return told.mutate(yields_day=told["_before"].min().over(until_then).fill_null(ALWAYS))
