"""What each membership is in each month: paid, in grace, lapsed, ended or not begun, and because of what."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cakupan.membership.months import month_number, month_number_of_day
from cakupan.membership.one_row import with_one_row_speaking
from cakupan.membership.payments import paid_through
from cakupan.membership.rules import ActiveRule, Terms, active_rule

if TYPE_CHECKING:
    import ibis.expr.types as ir

PAID, GRACE, LAPSED, ENDED, NOT_BEGUN, UNKNOWN = "paid", "grace", "lapsed", "ended", "not_begun", "unknown"
ACTIVE = (PAID, GRACE)

_SAID = ("person", "month", "segment", "payer", "programmes", "village", "district", "area", "sex", "birth", "kpj")
COLUMNS = (*_SAID, "started_on", "state", "because")
_BESIDE = ("numbered",)  # what a row may tell that no rule asks for: kept where it is there
# What a membership's end follows from, as known on the month's last day: kept where somebody asks for it.
WHAT_ENDS = ("ended_on", "paid_until", "_month", "_paid_through", "_lapses_after", "_oldest", "_died")


def standing_of(
    rows: "ir.Table",
    payments: "ir.Table | None" = None,
    deaths: "ir.Table | None" = None,
    rule: ActiveRule | None = None,
    *,
    with_what_ends: bool = False,
) -> "ir.Table":
    """One row for each row of `rows`: COLUMNS, all as on the month's last day; and `numbered` as `rows` have it;
    WHAT_ENDS too, where asked for.

    `rows` are in force (see `extracts.with_standing`). `state` is `paid`, `grace` (unpaid, yet a member), `lapsed`,
    `ended`, `not_begun` (listed ahead of its first day) or `unknown` (no rule is written for that month or segment).
    The first of these that holds is the `because`: `no_rule`, `died`, `over_age`, `start_date`, `end_date`, `status`
    (ended), `payments` or `paid_until` (paid), `unpaid`, `status`, `listed`; an unpaid BPU month of an active PU
    member is `moved_to_pu`.

    Payments outweigh the status column (FORMATS.md): where unpaid months lapse (BPU), a month that payments cover is
    paid though the status says inactive or ended; but death and `ended_on` are no word on payment, and stand. In
    other segments, and over `paid_until`, which the same extract says, that it ended outweighs.

    Of several rows of one membership in a month one keeps its state; the others are `spoken_for`, because of
    `other_row` (see `one_row`). So memberships are the rows that are not `spoken_for`.
    """
    rule = rule or active_rule()
    known = _with_deaths(_with_payments(rows.mutate(_month=month_number(rows["month"])), payments), deaths)
    judged = _moved(_judged(_with_terms(known, rule)))
    kept = [name for name in _BESIDE if name in rows.columns] + [*(WHAT_ENDS if with_what_ends else ())]
    return with_one_row_speaking(judged, ACTIVE).select(*COLUMNS, *kept)


def active(standing: "ir.Table") -> "ir.Table":
    """The rows of `standing_of` that count: paid or in grace on the month's last day (FORMATS.md)."""
    return standing.filter(standing["state"].isin(ACTIVE))


def _with_payments(rows: "ir.Table", payments: "ir.Table | None") -> "ir.Table":
    import ibis

    if payments is None:
        return rows.mutate(_paid_through=ibis.null("int64"))
    return paid_through(rows, payments)


def _with_deaths(rows: "ir.Table", deaths: "ir.Table | None") -> "ir.Table":
    import ibis

    if deaths is None:
        return rows.mutate(_died=ibis.null("int64"))
    told = deaths.filter(deaths["died_on"].notnull())
    first = told.group_by(_dead=told["person"]).agg(_died=month_number_of_day(told["died_on"]).min())
    return rows.left_join(first, rows["person"] == first["_dead"]).drop("_dead")


def _with_terms(rows: "ir.Table", rule: ActiveRule) -> "ir.Table":
    """The terms of each row's segment in its month; `_ruled` is null where no rule is written."""
    import ibis

    def term(of: Callable[[Terms], int | str | None], kind: str) -> "ir.Value":
        # latest first, so that the first that has begun is the one in force
        return ibis.cases(
            *(
                (
                    (rows["month"] >= str(version.since)) & (rows["segment"] == segment),
                    ibis.literal(of(terms), type=kind),
                )
                for version in reversed(rule.versions)
                for segment, terms in version.segments.items()
            ),
            else_=ibis.null(kind),
        )

    return rows.mutate(
        _ruled=term(lambda _: 1, "int64"),
        _lapses_after=term(lambda terms: terms.lapses_after, "int64"),
        _oldest=term(lambda terms: terms.oldest, "int64"),
        _yields_to=term(lambda terms: terms.yields_to, "string"),
    )


def _judged(rows: "ir.Table") -> "ir.Table":
    import ibis

    month, status = rows["_month"], rows["status"]
    listed_until = month_number_of_day(rows["paid_until"])
    paid = rows["_paid_through"].fill_null(0)
    rows = rows.mutate(
        # on a month's last day everybody born in that month has had the birthday
        _too_old=month - month_number_of_day(rows["birth"]) >= (rows["_oldest"] + 1) * 12,
        _ended=month_number_of_day(rows["ended_on"] + ibis.interval(days=1)) <= month,
        _unpaid=month - ibis.greatest(paid, listed_until.fill_null(0)),
        _seen=rows["_paid_through"].notnull() | listed_until.notnull(),
        _by_payments=paid >= listed_until.fill_null(0),
    )
    lapses, unpaid, seen = rows["_lapses_after"].notnull(), rows["_unpaid"], rows["_seen"]
    judgements = (
        (rows["_ruled"].isnull(), UNKNOWN, "no_rule"),
        ((rows["_died"] <= month) | (status == "died"), ENDED, "died"),
        (rows["_too_old"], ENDED, "over_age"),
        (month_number_of_day(rows["started_on"]) > month, NOT_BEGUN, "start_date"),
        (rows["_ended"], ENDED, "end_date"),
        ((status == "ended") & lapses & (paid >= month), PAID, "payments"),
        (status == "ended", ENDED, "status"),
        (seen & (unpaid <= 0) & rows["_by_payments"], PAID, "payments"),
        (seen & (unpaid <= 0), PAID, "paid_until"),
        (seen & lapses & (unpaid < rows["_lapses_after"]), GRACE, "unpaid"),
        (seen & lapses, LAPSED, "unpaid"),
        (status == "inactive", LAPSED, "status"),
        (seen, GRACE, "unpaid"),
        (status == "active", PAID, "status"),
    )
    return rows.mutate(
        state=ibis.cases(*((holds, state) for holds, state, _ in judgements), else_=PAID),
        because=ibis.cases(*((holds, because) for holds, _, because in judgements), else_="listed"),
    )


def _moved(rows: "ir.Table") -> "ir.Table":
    """An unpaid month ends where the person is active in the segment that theirs yields to; a paid one stays,
    so that a double payment can be seen."""
    import ibis

    unpaid = rows.filter((rows["state"] == GRACE) & rows["_yields_to"].notnull())
    asked = unpaid.select("person", "month", segment="_yields_to").distinct()
    there = active(rows).semi_join(asked, ["person", "month", "segment"])
    moves = there.select(_mover="person", _moved_in="month", _moved_to="segment").distinct()
    joined = rows.left_join(
        moves,
        [
            rows["person"] == moves["_mover"],
            rows["month"] == moves["_moved_in"],
            rows["_yields_to"] == moves["_moved_to"],
        ],
    )
    gone = (joined["state"] == GRACE) & joined["_moved_to"].notnull()
    return joined.mutate(
        state=ibis.ifelse(gone, ENDED, joined["state"]),
        because=ibis.ifelse(gone, ibis.literal("moved_to_") + joined["_moved_to"].lower(), joined["because"]),
    )
