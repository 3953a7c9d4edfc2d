"""What sponsoring changed: who of the sponsored is new to protection, and who was covered without that money.

It is an account against a base month, not a causal estimate: nobody knows who would have enrolled by themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.definition import FigureDefinition
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.sponsored_people import Sponsored, paid_by_batch, sponsored_people
from cakupan.membership.sponsors import sponsors

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

# What a sponsored member of the second month is, in the order in which they are told.
DOUBLE, TAKEN_OVER, KEPT, REPLACED, NEW = "double", "taken_over", "would_have_lapsed", "replaced_leaver", "new"
ENDED = "ended"  # sponsored since the base month, and no more in the second
NEWCOMER = "newcomer"  # not a member in the base month: REPLACED or NEW, which only a village can tell apart
CLASSES = (DOUBLE, TAKEN_OVER, KEPT, REPLACED, NEW, ENDED)
DIMENSIONS = ("district", "village", "batch")


@dataclass(frozen=True, slots=True)
class Portion:
    """The people of one class, and what was spent on them from the month after the base month to the second month.

    `person_months` are months of a membership that the fund pays for; `rupiah` is None where no payment is known.
    `returned` are those of REPLACED and NEW who had been members at some time before the base month.
    """

    kind: str
    persons: int
    person_months: int
    rupiah: int | None
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The portions of one place, bill or fund. People whom several bills paid for are in each of them."""

    dims: Mapping[str, str | None]
    portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the way from the sponsored to the growth of all members; `persons` is signed."""

    kind: str
    persons: int


@dataclass(frozen=True, slots=True)
class Additionality:
    """The answer to "what did the money change" of an area between two months.

    `payers` are those of the fund. `portions` hold each sponsored member of the second month once, and those whose
    sponsoring ended since. `lines` lead from the sponsored to the growth of the area's members, and add up.
    `double_months` and `double_rupiah` were spent on people in months in which somebody else covered them too.
    """

    area: str
    then: Month
    now: Month
    payers: tuple[str, ...]
    sponsored: int
    growth: int
    portions: tuple[Portion, ...]
    lines: tuple[Line, ...]
    double_months: int
    double_rupiah: int | None
    by: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()
    definition: FigureDefinition | None = None

    @property
    def net_new(self) -> int:
        return next((portion.persons for portion in self.portions if portion.kind == NEW), 0)


def check_question(by: Sequence[str], fund: str | None, then: Month, now: Month) -> tuple[str, ...]:
    """The payers asked about; Refused where the question cannot be answered."""
    if now - then <= 0:
        raise Refused("since_not_before", since=str(then), month=str(now))
    if len(by) > 1 or not set(by) <= set(DIMENSIONS):
        raise Refused("additionality_by_one", known=DIMENSIONS)
    if fund is None:
        return sponsors()
    if fund not in sponsors():
        raise Refused("fund_unknown", text=fund, known=sponsors())
    return (fund,)


def additionality_of(
    episodes: "ir.Table",
    spells: "ir.Table",
    contributions: "ir.Table | None",
    engine: "Engine",
    area: str,
    then: Month,
    now: Month,
    payers: Sequence[str],
    by: Sequence[str] = (),
) -> Additionality:
    """What the sponsoring of `payers` changed in `area` between `then` (the base month) and `now`.

    Each person whom a membership paid by `payers` makes a member of the area in `now` is, the first that holds:

    - `double`: covered by another payer in `now` as well;
    - `taken_over`: a member in `then`, not paid by these payers;
    - `would_have_lapsed`: a member in `then` paid by these payers, whose cover ends without the money;
    - else a newcomer. As many newcomers of a village as members paid by these payers have left protection there since
      `then` are `replaced_leaver`, those sponsored longest first; the others are `new` to protection.

    `contributions` None: no payment is known, and no rupiah is told. By district or village the classes are of those
    who count there in `now`; a leaver is missed in the village of `then`.
    """
    told = sponsored_people(episodes, spells, contributions, engine, area, then, now, payers)
    level = next((name for name in by if name in ("district", "village")), None)
    batches = paid_by_batch(told, contributions, engine, then, now, payers) if "batch" in by else ()
    return Additionality(
        area=area,
        then=then,
        now=now,
        payers=tuple(payers),
        sponsored=sum(row.persons for row in told.rows if row.kind != ENDED),
        growth=told.members_now - told.members_then,
        portions=_portions(told, told.rows),
        lines=_lines(told),
        double_months=told.double_months,
        double_rupiah=told.double_rupiah,
        by=tuple(by),
        groups=_of_batches(batches) if "batch" in by else _of_places(told, level) if level else (),
    )


def _portions(told: Sponsored, rows: Iterable[Any]) -> tuple[Portion, ...]:
    """The classes of `rows`, newcomers shared out among those who replaced a leaver and those who are new."""
    sums: dict[str, list[int]] = {}
    for kind, persons, months, rupiah, returned in _shared_out(told, rows):
        found = sums.setdefault(kind, [0, 0, 0, 0])
        for at, value in enumerate((persons, months, rupiah, returned)):
            found[at] += value
    return tuple(
        Portion(kind, persons, months, rupiah if told.paid_known else None, returned)
        for kind in CLASSES
        for persons, months, rupiah, returned in ([sums[kind]] if kind in sums else [])
    )


def _shared_out(told: Sponsored, rows: Iterable[Any]) -> Iterable[tuple[str, int, int, int, int]]:
    """Each group of alike people by class: kind, persons, person-months, rupiah, returned."""
    left = dict(told.leavers)
    for row in sorted(rows, key=lambda row: row.rank):
        if row.kind != NEWCOMER:
            yield row.kind, row.persons, row.persons * row.months, row.persons * row.rupiah, 0
            continue
        replacing = min(row.persons, left.get(row.village, 0))
        left[row.village] = left.get(row.village, 0) - replacing
        for kind, persons in ((REPLACED, replacing), (NEW, row.persons - replacing)):
            if persons:
                yield kind, persons, persons * row.months, persons * row.rupiah, persons if row.returned else 0


def _lines(told: Sponsored) -> tuple[Line, ...]:
    persons = {portion.kind: portion.persons for portion in _portions(told, told.rows)}
    leavers = sum(told.leavers.values())
    replaced, new = persons.get(REPLACED, 0), persons.get(NEW, 0)
    sponsored = sum(persons.get(kind, 0) for kind in (DOUBLE, TAKEN_OVER, KEPT, REPLACED, NEW))
    return (
        Line("sponsored", sponsored),
        *(Line(kind, -persons.get(kind, 0)) for kind in (DOUBLE, TAKEN_OVER, KEPT, REPLACED)),
        Line("net_new", new),
        Line("leavers_not_replaced", replaced - leavers),
        Line("others_came", told.arrived - replaced - new),
        Line("others_left", leavers - told.departed),
        Line("growth", told.members_now - told.members_then),
    )


def _of_places(told: Sponsored, level: str) -> tuple[Group, ...]:
    length = {"district": 8, "village": 13}[level]
    places = {row.village[:length] if row.village and len(row.village) >= length else None for row in told.rows}
    groups = []
    for place in sorted(places, key=lambda code: (code is None, code or "")):
        here = [row for row in told.rows if _part(row.village, length) == place]
        groups.append(Group({level: place}, _portions(told, here)))
    return tuple(groups)


def _part(village: str | None, length: int) -> str | None:
    return village[:length] if village and len(village) >= length else None


def _of_batches(rows: Sequence[Mapping[str, Any]]) -> tuple[Group, ...]:
    groups: dict[str | None, list[Portion]] = {}
    for row in rows:
        portion = Portion(row["kind"], row["persons"], row["months"], row["rupiah"])
        groups.setdefault(row["batch"], []).append(portion)
    order = (DOUBLE, TAKEN_OVER, KEPT, NEWCOMER, ENDED)
    return tuple(
        Group({"batch": batch}, tuple(sorted(found, key=lambda one: order.index(one.kind))))
        for batch, found in sorted(groups.items(), key=lambda item: (item[0] is None, item[0] or ""))
    )
