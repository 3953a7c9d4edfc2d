"""How the members of an area came and went, month by month: what a forecast may be drawn from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution
from cakupan.coverage.flows import inside, with_place
from cakupan.regions.levels import REGENCY
from cakupan.targets.lapses import month_of_calendar, placed
from cakupan.targets.protection import UNKNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

Group = tuple[str | None, str | None]  # segment and payer
EVERYBODY: Group = (None, None)  # where only totals are known


@dataclass(frozen=True, slots=True)
class Flow:
    """The `members` of a group in a month; `joined` it since the month before, and `left` it."""

    members: int
    joined: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Renewal:
    """Of `due` members whose protection would have ended before the last day of `month` because of `cause`, `kept` were
    members all the same. They were due as seen `ahead` months before: who is paid for by then is no more among them."""

    month: Month
    cause: str
    due: int
    kept: int
    ahead: int = 1


@dataclass(frozen=True, slots=True)
class Ends:
    """`people` who will be no members in `month` and after, because of `cause`, unless they are renewed."""

    month: Month
    cause: str
    people: int


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an area: `flows` of each group in each of `months`, which follow one another; what was renewed
    of what had ended (`renewals`), and what will end (`ends`), as far as it is told.

    `of_persons`: people were followed one by one; without it a flow is only the difference of two totals.
    """

    months: tuple[Month, ...]
    flows: Mapping[Group, tuple[Flow, ...]]
    renewals: Mapping[Group, tuple[Renewal, ...]] = field(default_factory=dict)
    ends: Mapping[Group, tuple[Ends, ...]] = field(default_factory=dict)
    of_persons: bool = False

    @property
    def members(self) -> tuple[int, ...]:
        """The members of all groups, month by month."""
        return tuple(sum(one.members for one in month) for month in zip(*self.flows.values(), strict=True))


def unbroken(months: Iterable[Month]) -> tuple[Month, ...]:
    """The last of `months` and those before it that follow one another without a gap.

    >>> [str(month) for month in unbroken([Month(2024, 12), Month(2025, 6), Month(2025, 7)])]
    ['2025-06', '2025-07']
    """
    run: list[Month] = []
    for month in sorted(set(months), reverse=True):
        if run and run[-1] - month > 1:
            break
        run.append(month)
    return tuple(reversed(run))


def history_of_totals(members: Mapping[Month, int]) -> History:
    """The history that totals tell, as those of recaps: what came and went is known only as the difference."""
    months = unbroken(members)
    counts = [members[month] for month in months]
    changes = [0, *(now - then for then, now in pairwise(counts))]
    flows = (Flow(count, max(0, by), max(0, -by)) for count, by in zip(counts, changes, strict=True))
    return History(months, {EVERYBODY: tuple(flows)})


def history_of_people(tables: "Mapping[str, ir.Table]", engine: "Engine", area: str, told: Iterable[Month]) -> History:
    """The history that persons followed one by one tell of `area`, in those of the months `told` that follow one
    another.

    `tables`: `episodes`, as from `membership.episodes`, and `lapses` and `renewals`, as from `protection`. Renewals are
    those of the regency, of which the area may be a part. Who goes from one group to another left one and joined one.
    """
    months = unbroken(told)
    flows = _flows(tables["episodes"], engine, area, months) if months else {}
    renewals = tables["renewals"]
    regencies = renewals.filter(inside(renewals["area"], area[:REGENCY]))
    return History(
        months,
        flows,
        _renewals(engine.run(_summed(regencies)).to_pylist()),
        _ends(_endings(tables["lapses"], engine, area, months[-1])) if months else {},
        of_persons=True,
    )


def _flows(
    episodes: "ir.Table", engine: "Engine", area: str, months: Sequence[Month]
) -> Mapping[Group, tuple[Flow, ...]]:
    runs = with_place(episodes, Attribution.DOMICILE)
    here = _numbered(runs.filter(inside(runs["place"], area)), engine, months)
    counts = engine.run(_comings_and_goings(here, len(months) - 1)).to_pylist()
    moves: defaultdict[Group, list[list[int]]] = defaultdict(lambda: [[0, 0] for _ in months])
    for row in counts:
        moves[row["segment"], row["payer"]][row["place"]][row["out"]] += row["people"]
    return {group: _added_up(moves[group]) for group in sorted(moves, key=str)}


def _added_up(moves: Sequence[Sequence[int]]) -> tuple[Flow, ...]:
    """The flows of a group; those who came by the first month are its members, and joined nothing that is told."""
    members = moves[0][0]
    found = [Flow(members)]
    for joined, left in moves[1:]:
        members += joined - left
        found.append(Flow(members, joined, left))
    return tuple(found)


def _numbered(runs: "ir.Table", engine: "Engine", months: Sequence[Month]) -> "ir.Table":
    """`runs` with `_first` and `_last`, the places among `months` where each begins and ends; without those that lie
    in none of them."""
    import pyarrow as pa

    named = runs.select(_named="starts_month").union(runs.select(_named="ends_month")).distinct()
    every = [str(month) for month in months]
    words = sorted(row["_named"] for row in engine.run(named).to_pylist())
    places = engine.table(
        pa.table(
            {
                "_month": pa.array(words, pa.string()),
                "_at_or_after": pa.array([sum(one < word for one in every) for word in words], pa.int64()),
                "_at_or_before": pa.array([sum(one <= word for one in every) - 1 for word in words], pa.int64()),
            }
        )
    )
    starts = places.select(starts_month="_month", _first="_at_or_after")
    ends = places.select(ends_month="_month", _last="_at_or_before")
    told = runs.join(starts, "starts_month").join(ends, "ends_month")
    return told.filter(told["_first"] <= told["_last"])


def _comings_and_goings(runs: "ir.Table", last: int) -> "ir.Table":
    """How many came into each group (`out` 0) and went (`out` 1), by the `place` of the month among those told of."""
    import ibis

    group = ["person", runs["segment"].fill_null(""), runs["payer"].fill_null("")]
    in_time = ibis.window(group_by=group, order_by=runs["_first"])
    # to count on in the same group, in another village, is neither
    told = runs.mutate(_before=runs["_last"].lag().over(in_time), _again=runs["_first"].lead().over(in_time))
    came = told.filter((told["_before"].isnull() | (told["_before"] + 1 < told["_first"])).fill_null(True))
    gone = (told["_again"].isnull() | (told["_again"] > told["_last"] + 1)).fill_null(True)
    went = told.filter(gone & (told["_last"] < last))
    both = ibis.union(
        came.select("segment", "payer", place=came["_first"], out=ibis.literal(0, "int64")),
        went.select("segment", "payer", place=went["_last"] + 1, out=ibis.literal(1, "int64")),
    )
    return both.group_by("segment", "payer", "place", "out").agg(people=both.count())


def _summed(renewals: "ir.Table") -> "ir.Table":
    key = ("segment", "payer", "month", "cause", "ahead")
    return renewals.group_by(*key).agg(due=renewals["due"].sum(), kept=renewals["kept"].sum())


def _renewals(rows: Iterable[Mapping[str, Any]]) -> Mapping[Group, tuple[Renewal, ...]]:
    found: defaultdict[Group, list[Renewal]] = defaultdict(list)
    for row in rows:
        month = Month(int(row["month"][:4]), int(row["month"][5:]))
        counts = (int(row[name]) for name in ("due", "kept", "ahead"))
        found[row["segment"], row["payer"]].append(Renewal(month, row["cause"], *counts))
    return {group: tuple(sorted(ones, key=str)) for group, ones in found.items()}


def _endings(lapses: "ir.Table", engine: "Engine", area: str, month: Month) -> Sequence[Mapping[str, Any]]:
    """How many of the area's members of `month` count first no more in which month; nobody where the calendar is of
    another month: it would tell of others."""
    import ibis

    if month_of_calendar(lapses, engine, area) != month:
        return ()
    here = placed(lapses, area)
    here = here.filter((here["month"] == str(month)) & here["ends_on"].notnull() & (here["cause"] != UNKNOWN))
    gone = (here["ends_on"] + ibis.interval(days=1)).cast("date").cast("string").left(7)
    told = here.mutate(_gone=gone)
    rows = told.group_by("segment", "payer", "cause", "_gone").agg(people=told.count())
    found: list[dict[str, Any]] = engine.run(rows).to_pylist()
    return found


def _ends(rows: Iterable[Mapping[str, Any]]) -> Mapping[Group, tuple[Ends, ...]]:
    found: defaultdict[Group, list[Ends]] = defaultdict(list)
    for row in rows:
        month = Month(int(row["_gone"][:4]), int(row["_gone"][5:]))
        found[row["segment"], row["payer"]].append(Ends(month, row["cause"], int(row["people"])))
    return {group: tuple(sorted(ones, key=str)) for group, ones in found.items()}
