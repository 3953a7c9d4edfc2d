"""Who of an area's people a fund pays for between two months, and what each of them is: counted once, as groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution
from cakupan.coverage.flows import inside, with_place
from cakupan.membership.months import month_number

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_LASTS = "9999-12"


@dataclass(frozen=True, slots=True)
class Alike:
    """`persons` alike in all that is measured: each has `months` and `rupiah`. `since`: when the fund began to pay."""

    kind: str
    village: str | None
    since: str
    months: int
    rupiah: int
    returned: bool
    persons: int

    @property
    def rank(self) -> tuple[str, str, int, int, bool]:
        """Whom a leaver's place went to first: those sponsored longest; of alike ones it makes no difference."""
        return self.village or "", self.since, -self.months, -self.rupiah, self.returned


@dataclass(frozen=True, slots=True)
class Sponsored:
    """What `additionality_of` tells from. `people`: one row a person (person, kind), for money by bill.

    `leavers`: by the village of the base month, members paid by the fund then who are no members of any kind now.
    `arrived` and `departed`: who counts in the area in one of the months only. `members_then` and `members_now`: all.
    """

    rows: tuple[Alike, ...]
    leavers: Mapping[str | None, int]
    arrived: int
    departed: int
    members_then: int
    members_now: int
    double_months: int
    double_rupiah: int | None
    paid_known: bool
    people: "ir.Table" = field(repr=False)


def sponsored_people(
    episodes: "ir.Table",
    spells: "ir.Table",
    contributions: "ir.Table | None",
    engine: "Engine",
    area: str,
    then: Month,
    now: Month,
    payers: Sequence[str],
) -> Sponsored:
    """The people of `area` whom `payers` pay for in `now`, or paid for since `then`, by class (see `additionality_of`).

    `episodes`, `spells`, `contributions`: the tables of a snapshot. Months of money are those after `then`, up to
    `now`; an amount for several months is shared out evenly, what does not divide falls on the last.
    """
    people = engine.keep(_classed(episodes, spells, area, then, now, payers))
    months = _months(engine, then, now)
    backed = engine.keep(_months_backed(spells, episodes, months, payers))
    money = None if contributions is None else engine.keep(_money(contributions, months, payers))
    whole = engine.keep(_with_months(people, backed, money))
    told = whole.filter(whole["kind"].notnull())
    key = ["kind", "village", "since", "months", "rupiah", "returned"]
    rows = engine.run(told.group_by(key).agg(persons=told.count())).to_pylist()
    totals = engine.run(_totals(people)).to_pylist()[0]
    left = people.filter(people["leaver"])
    leavers = engine.run(left.group_by("village_then").agg(persons=left.count())).to_pylist()
    here = told.select("person")
    double = backed.filter(backed["other"]).semi_join(here, "person")
    counted = engine.run(double.aggregate(months=double.count()))["months"][0].as_py()
    return Sponsored(
        rows=tuple(Alike(**row) for row in rows),
        leavers={row["village_then"]: row["persons"] for row in leavers},
        double_months=int(counted),
        double_rupiah=None if money is None else _sum(money.semi_join(double, ["person", "month"]), engine),
        paid_known=money is not None,
        people=whole.select("person", "kind"),
        **{name: int(value or 0) for name, value in totals.items()},
    )


def _classed(
    episodes: "ir.Table", spells: "ir.Table", area: str, then: Month, now: Month, payers: Sequence[str]
) -> "ir.Table":
    """Everybody who counts in `area` in either month, or whom `payers` paid for since: their class, and where."""
    import ibis

    placed = with_place(episodes, Attribution.DOMICILE)
    spans = spells.mutate(ends=spells["ends_month"].fill_null(_LASTS), ours=_ours(spells, payers))
    ours, others, yes = spans.filter(spans["ours"]), spans.filter(~spans["ours"]), ibis.literal(1)
    lasting = _covering(ours, now)
    marks = [
        *_active(placed, then, area, "then"),
        *_active(placed, now, area, "now"),
        _mark(_covering(ours, then), ours_then=yes),
        _mark(lasting, ours_now=yes, since=lasting["starts_month"]),
        _mark(_covering(others, now), others_now=yes),
        _mark(ours.filter((ours["starts_month"] <= str(now)) & (ours["ends"] > str(then))), paid_since=yes),
        _mark(placed.filter(placed["ends_month"] < str(then)), seen_before=yes),
    ]
    every = ibis.union(*marks)
    one = every.group_by("person").agg(
        **{name: every[name].max() for name in every.columns if name not in ("person", "since")},
        since=every["since"].min(),
    )
    here_now = (one["here_now"] > 0) & (one["ours_now"] > 0)
    kind = ibis.cases(
        (here_now & (one["others_now"] > 0), "double"),
        (here_now & (one["active_then"] > 0) & (one["ours_then"] == 0), "taken_over"),
        (here_now & (one["active_then"] > 0), "would_have_lapsed"),
        (here_now, "newcomer"),
        ((one["paid_since"] > 0) & (one["ours_now"] == 0) & (one["here_then"] > 0), "ended"),
        else_=ibis.null("string"),
    )
    return one.select(
        "person",
        kind=kind,
        # the place as finely as it is known: in a village one comes for another
        village=one["place_now"].fill_null(one["place_then"]),
        village_then=one["place_then"],
        since=one["since"].fill_null(""),
        returned=one["seen_before"] > 0,
        leaver=(one["ours_then"] > 0) & (one["here_then"] > 0) & (one["active_now"] == 0),
        arrived=(one["here_now"] > 0) & (one["here_then"] == 0),
        departed=(one["here_then"] > 0) & (one["here_now"] == 0),
        members_then=one["here_then"] > 0,
        members_now=one["here_now"] > 0,
    )


_NUMBERS = (
    *("active_then", "active_now", "here_then", "here_now"),
    *("ours_then", "ours_now", "others_now", "paid_since", "seen_before"),
)
_TEXTS = ("place_then", "place_now", "since")


def _mark(rows: "ir.Table", **told: Any) -> "ir.Table":
    """A mark for each row of a person: what is `told` of them; the rest is 0 or null."""
    import ibis

    numbers = {name: told.get(name, ibis.literal(0)).cast("int64") for name in _NUMBERS}
    return rows.select("person", **numbers, **{name: told.get(name, ibis.null("string")) for name in _TEXTS})


def _active(placed: "ir.Table", month: Month, area: str, side: str) -> tuple["ir.Table", "ir.Table"]:
    """Marks of who is a member anywhere in `month`, and where; and of who is inside `area`."""
    import ibis

    active = placed.filter((placed["starts_month"] <= str(month)) & (placed["ends_month"] >= str(month)))
    yes = ibis.literal(1)
    here = active.filter(inside(active["place"], area))
    placed_marks = _mark(active, **{f"active_{side}": yes, f"place_{side}": active["place"]})
    return placed_marks, _mark(here, **{f"here_{side}": yes})


def _covering(spans: "ir.Table", month: Month) -> "ir.Table":
    return spans.filter((spans["starts_month"] <= str(month)) & (spans["ends"] >= str(month)))


def _ours(spells: "ir.Table", payers: Sequence[str]) -> "ir.BooleanValue":
    return spells["payer"].isin(payers).fill_null(False)


def _months(engine: "Engine", then: Month, now: Month) -> "ir.Table":
    import pyarrow as pa

    return engine.table(pa.table({"month": [str(then + step) for step in range(1, now - then + 1)]}))


def _months_backed(spells: "ir.Table", episodes: "ir.Table", months: "ir.Table", payers: Sequence[str]) -> "ir.Table":
    """Each person and month that `payers` make a member, and whether somebody else does too: person, month, other.

    A spell goes on over months of no extract; a member is only whom an episode counts.
    """
    spans = spells.mutate(
        _ends=spells["ends_month"].fill_null(_LASTS), _ours=spells["payer"].isin(payers).fill_null(False)
    )
    lived = spans.join(months, [spans["starts_month"] <= months["month"], spans["_ends"] >= months["month"]])
    one = lived.group_by(["person", "month"]).agg(_ours=lived["_ours"].any(), other=(~lived["_ours"]).any())
    backed = one.filter(one["_ours"]).select("person", "month", "other")
    return backed.semi_join(
        episodes,
        [
            backed["person"] == episodes["person"],
            backed["month"] >= episodes["starts_month"],
            backed["month"] <= episodes["ends_month"],
        ],
    )


def _money(contributions: "ir.Table", months: "ir.Table", payers: Sequence[str]) -> "ir.Table":
    """What was paid for each person and month: person, month, batch, rupiah. A payment that names no payer counts."""
    import ibis

    ours = contributions.filter(contributions["payer"].isin(payers) | contributions["payer"].isnull())
    span = month_number(ours["ends_month"]) - month_number(ours["starts_month"]) + 1
    shared = ours.mutate(_even=ours["amount"] // span, _span=span)
    paid = shared.join(months, [shared["starts_month"] <= months["month"], shared["ends_month"] >= months["month"]])
    rest = ibis.ifelse(paid["month"] == paid["ends_month"], paid["amount"] - paid["_even"] * paid["_span"], 0)
    told = paid.select("person", "month", "batch", rupiah=(paid["_even"] + rest).cast("int64"))
    return told.group_by(["person", "month", "batch"]).agg(rupiah=told["rupiah"].sum())


def _with_months(people: "ir.Table", backed: "ir.Table", money: "ir.Table | None") -> "ir.Table":
    """`people` with the months that they are members by the fund, and the rupiah paid for months since the base."""
    import ibis

    counted = backed.group_by("person").agg(months=backed.count())
    joined = people.left_join(counted, "person").drop("person_right")
    if money is None:
        return joined.mutate(months=joined["months"].fill_null(0), rupiah=ibis.literal(0, "int64"))
    paid = money.group_by("person").agg(rupiah=money["rupiah"].sum())
    both = joined.left_join(paid, "person").drop("person_right")
    return both.mutate(months=both["months"].fill_null(0), rupiah=both["rupiah"].fill_null(0).cast("int64"))


def _totals(people: "ir.Table") -> "ir.Table":
    names = ("arrived", "departed", "members_then", "members_now")
    return people.aggregate(**{name: people[name].cast("int64").sum() for name in names})


def _sum(money: "ir.Table", engine: "Engine") -> int:
    return int(engine.run(money.aggregate(rupiah=money["rupiah"].sum()))["rupiah"][0].as_py() or 0)


def paid_by_batch(
    told: Sponsored, contributions: "ir.Table | None", engine: "Engine", then: Month, now: Month, payers: Sequence[str]
) -> tuple[Mapping[str, Any], ...]:
    """What each bill paid for the people of each class: batch, kind, persons, months, rupiah."""
    if contributions is None:
        return ()
    money = _money(contributions, _months(engine, then, now), payers)
    classed = told.people.filter(told.people["kind"].notnull())
    both = money.join(classed, "person")
    months = both.group_by(["batch", "kind"]).agg(
        persons=both["person"].nunique(), months=both.count(), rupiah=both["rupiah"].sum()
    )
    return tuple(engine.run(months).to_pylist())
