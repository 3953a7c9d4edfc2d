"""Until which month each membership is paid, as far as payments showed on the month's last day."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number, month_number_of_day

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MEMBERSHIP = ("person", "_kpj")


def paid_through(rows: "ir.Table", payments: "ir.Table") -> "ir.Table":
    """`rows` (with `_month`, their month's number) and `_paid_through`: the number of the last month paid for, or null.

    A payment counts from the month it was paid in, and never before the first month it pays for; one without a
    day counts from that first month. Its last month may lie ahead. It is for every membership of its person,
    but where it names the KPJ of one of them it is for that one alone, and for those without a KPJ. In a month that
    lists the person under no KPJ that any of their payments names, the extract's number is taken for a slip: what was
    paid for the person counts.
    """
    asked = _with_number_paid_for(rows, payments)
    answers = _answers(asked.select(*_MEMBERSHIP, "_month").distinct(), payments)
    joined = asked.left_join(
        answers,
        [
            asked["person"] == answers["_payer_of"],
            asked["_kpj"] == answers["_paid_kpj"],
            asked["_month"] * 2 + 1 == answers["_known_in"],
        ],
    )
    return joined.drop("_kpj", "_payer_of", "_paid_kpj", "_known_in")


def _with_number_paid_for(rows: "ir.Table", payments: "ir.Table") -> "ir.Table":
    """`rows` with `_kpj`: the KPJ by which payments find each membership; empty where they find it by its person."""
    import ibis

    if "kpj" not in payments.columns:
        return rows.mutate(_kpj=ibis.literal(""))
    named = payments.filter(payments["kpj"].notnull()).select(_owner="person", _named="kpj").distinct()
    found = rows.semi_join(named, [rows["person"] == named["_owner"], rows["kpj"] == named["_named"]])
    met = found.select(_met="person", _met_in="_month").distinct()
    joined = rows.left_join(met, [rows["person"] == met["_met"], rows["_month"] == met["_met_in"]])
    number = ibis.ifelse(joined["_met"].notnull(), joined["kpj"].fill_null(""), "")
    return joined.mutate(_kpj=number).drop("_met", "_met_in")


def payments_without_membership(payments: "ir.Table", rows: "ir.Table") -> "ir.Table":
    """The payments for whose months no row of `rows` lists their person: money for somebody the extracts do not know.

    They make nobody a member, because the extract is the list; they are shown, so that they can be asked about.
    """
    asked = payments.mutate(_last=_last_month(payments))
    spans = asked.select("person", "starts_month", "_last").distinct()
    listed = rows.select(_person=rows["person"], _month=rows["month"]).distinct()
    met = spans.semi_join(
        listed,
        [
            spans["person"] == listed["_person"],
            listed["_month"] >= spans["starts_month"],
            listed["_month"] <= spans["_last"],
        ],
    )
    return asked.anti_join(met, ["person", "starts_month", "_last"]).drop("_last")


def _last_month(payments: "ir.Table") -> "ir.StringValue":
    return payments["ends_month"].fill_null(payments["starts_month"])


def _assigned(memberships: "ir.Table", payments: "ir.Table") -> "ir.Table":
    """Each payment with every membership it is for: `person`, `_kpj`, `_from`, `_starts`, `_ends`."""
    import ibis

    starts = month_number(payments["starts_month"])
    spoken = payments.select(
        "person",
        _named=payments["kpj"] if "kpj" in payments.columns else ibis.null("string"),
        _from=ibis.greatest(month_number_of_day(payments["paid_on"]).fill_null(starts), starts),
        _starts=starts,
        _ends=month_number(_last_month(payments)),
    )
    named = memberships.filter(memberships["_kpj"] != "").select(_owner="person", _owned="_kpj")
    # a number that none of the person's memberships has tells nothing about which one was paid for
    told = spoken.left_join(named, [spoken["person"] == named["_owner"], spoken["_named"] == named["_owned"]])
    joined = told.select("person", "_from", "_starts", "_ends", "_owned").join(memberships, "person")
    for_this = joined["_owned"].isnull() | (joined["_kpj"] == "") | (joined["_owned"] == joined["_kpj"])
    return joined.filter(for_this)


def _answers(questions: "ir.Table", payments: "ir.Table") -> "ir.Table":
    """For each membership and month in `questions` that any payment is for: the last month known then to be paid.

    Payments and questions are sorted into one line of time and read once, because
    comparing each month with each payment of its person grows with the square of the months.
    """
    import ibis

    news = _assigned(questions.select(*_MEMBERSHIP).distinct(), payments)
    asked = questions.semi_join(news, list(_MEMBERSHIP))
    # Of one month the payments come first: what was paid on its last day is known on its last day.
    line = ibis.union(
        news.select(*_MEMBERSHIP, "_ends", _at=news["_from"] * 2),
        asked.select(*_MEMBERSHIP, _ends=ibis.null("int64"), _at=asked["_month"] * 2 + 1),
    )
    until_then = ibis.window(group_by=list(_MEMBERSHIP), order_by=line["_at"], preceding=None, following=0)
    read = line.mutate(_paid_through=line["_ends"].max().over(until_then))
    read = read.filter(read["_at"] % 2 == 1)
    return read.select("_paid_through", _payer_of="person", _paid_kpj="_kpj", _known_in=read["_at"])


def paid_ahead(rows: "ir.Table", payments: "ir.Table") -> "ir.Table":
    """`rows` of a month (standing with what ends, one of each membership), `_paid_through` as all payments known make
    it.

    Unlike in `paid_through` a payment counts whenever it was made, and for months to come: whoever is paid for by now
    need not be renewed. It counts only where nothing lapses before it: a payment that begins after more unpaid months
    than the rule allows begins another membership. Null stays where no payment tells anything.
    """
    asked = _with_number_paid_for(rows, payments)
    asked = asked.mutate(_own=asked["segment"].fill_null("") + "|" + asked["kpj"].fill_null(""))
    lapsing = asked.filter(asked["_lapses_after"].notnull())
    found = _paid_in_a_run(lapsing, _assigned(lapsing.select(*_MEMBERSHIP).distinct(), payments))
    joined = asked.left_join(found, [asked["person"] == found["_payer_of"], asked["_own"] == found["_paid_own"]])
    told = joined.mutate(_paid_through=joined["_run_ends"].fill_null(joined["_paid_through"]))
    return told.select(rows.columns)


def _paid_in_a_run(rows: "ir.Table", news: "ir.Table") -> "ir.Table":
    """For each membership in `rows` (`_own`) the last month (`_run_ends`) of the payments around its month."""
    import ibis

    listed = month_number_of_day(rows["paid_until"])
    both = ibis.cases((rows["_paid_through"] >= listed, rows["_paid_through"]), else_=listed)
    here = rows.select(
        *("person", "_own", "_kpj"),
        _starts="_month",
        _ends=both.fill_null(rows["_paid_through"]),
        _allowed="_lapses_after",
    )
    # payments that name no KPJ are for each of the person's memberships, and each has its own run
    told = news.select(*_MEMBERSHIP, "_starts", "_ends").join(
        here.select("person", "_own", "_kpj", "_allowed"), list(_MEMBERSHIP)
    )
    columns = ("person", "_own", "_starts", "_ends", "_allowed")
    line = ibis.union(
        told.select(*columns, _here=ibis.literal(0, "int64")), here.select(*columns, _here=ibis.literal(1, "int64"))
    )
    # the month itself is one of the membership, whatever of it is paid: that much holds a run together
    paid_to = line["_ends"].fill_null(line["_starts"])
    at_least = (line["_here"] == 1) & (paid_to < line["_starts"])
    runs = _in_runs(line.mutate(_reaches=ibis.ifelse(at_least, line["_starts"], paid_to)))
    mine = runs.filter(runs["_here"] == 1).select(_payer_of="person", _paid_own="_own", _mine="_run")
    joined = runs.join(
        mine,
        [runs["person"] == mine["_payer_of"], runs["_own"] == mine["_paid_own"], runs["_run"] == mine["_mine"]],
    )
    return joined.group_by("_payer_of", "_paid_own").agg(_run_ends=joined["_ends"].max())


def _in_runs(line: "ir.Table") -> "ir.Table":
    """`line` with `_run`, the same for what follows without more unpaid months than are `_allowed`."""
    import ibis

    group, order = ["person", "_own"], ("_starts", "_here", "_reaches")
    until_then = ibis.window(group_by=group, order_by=order, preceding=None, following=0)
    told = line.mutate(_reached=line["_reaches"].max().over(until_then))
    before = told["_reached"].lag().over(ibis.window(group_by=group, order_by=order))
    told = told.mutate(_gap=(told["_starts"] - before > told["_allowed"]).fill_null(False).cast("int64"))
    return told.mutate(_run=told["_gap"].sum().over(until_then))
