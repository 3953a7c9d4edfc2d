"""Which pair a reviewer should look at first: what the answer is worth to the figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

COUNTED_TWICE, CALLED_UNCOVERED, NOTHING = "counted_twice", "called_uncovered", "nothing"


@dataclass(frozen=True, slots=True)
class Counts:
    """In which months (numbered) a person counts as a member, and from which on a list names them; None: by none."""

    active: frozenset[int] = frozenset()
    named_from: int | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answer about a pair is worth: `expected` person-months that a figure would change by, which is
    `probability` times `months`; and why: counted_twice, called_uncovered, or nothing."""

    probability: Decimal
    months: int
    because: str

    @property
    def expected(self) -> Decimal:
        return self.probability * self.months


def worth_of(probability: Decimal, one: Counts, other: Counts) -> Worth:
    """What it is worth to know whether two persons are one.

    If they are, each month in which both are active members counts one member too many (`counted_twice`); else each
    month in which one is, and the other, whom a list names by then, is not, calls a member uncovered
    (`called_uncovered`). That one person more or less stands in the figure of each such month; it is expected with the
    `probability` that they are one. A pair that changes no month is worth nothing, however probable.

    >>> worth_of(Decimal("0.6"), Counts(frozenset({1, 2, 3})), Counts(frozenset({2, 3, 4}))).expected
    Decimal('1.2')
    """
    twice = one.active & other.active
    if twice:
        return Worth(probability, len(twice), COUNTED_TWICE)
    uncovered = _member_while_named(one, other) | _member_while_named(other, one)
    return Worth(probability, len(uncovered), CALLED_UNCOVERED if uncovered else NOTHING)


def _member_while_named(member: Counts, named: Counts) -> set[int]:
    return {month for month in member.active if named.named_from is not None and month >= named.named_from}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair that may be one person: the row of `pairs` that tells it, what its answer is worth, where both count."""

    pair: Mapping[str, Any]
    worth: Worth
    areas: frozenset[str] = field(default_factory=frozenset)


def by_worth(
    pairs: "ir.Table", episodes: "ir.Table", named: "ir.Table | None", engine: "Engine"
) -> tuple[Waiting, ...]:
    """`pairs` (left_person, right_person, probability, because, ...), the one that is worth most first; of equals
    those that change the count of members itself, then the more probable, then in the order of their rows."""
    import ibis

    asked = ibis.union(*(pairs.select(person=f"{side}_person") for side in ("left", "right")), distinct=True)
    runs = engine.run(episodes.semi_join(asked, "person").select(*_OF_A_RUN)).to_pylist()
    lists = engine.run(named.semi_join(asked, "person").select(*_OF_A_NAME)).to_pylist() if named is not None else ()
    counts, areas = _counts(runs, lists), _areas((*runs, *lists))
    found = [_waiting(pair, counts, areas) for pair in engine.run(pairs).to_pylist()]
    return tuple(sorted(found, key=_in_order))


_PLACES = ("village", "district", "area")
_OF_A_RUN = ("person", "starts_month", "ends_month", *_PLACES)
_OF_A_NAME = ("person", "named_on", *_PLACES)
_NOBODY = Counts()


def _waiting(pair: Mapping[str, Any], counts: Mapping[Any, Counts], areas: Mapping[Any, set[str]]) -> Waiting:
    one, other = (pair[f"{side}_person"] for side in ("left", "right"))
    worth = worth_of(pair["probability"], counts.get(one, _NOBODY), counts.get(other, _NOBODY))
    return Waiting(pair, worth, frozenset(areas.get(one, set()) | areas.get(other, set())))


def _in_order(one: Waiting) -> tuple[Any, ...]:
    places = tuple(one.pair.get(f"{side}_{name}") or "" for side in ("left", "right") for name in ("file", "sheet"))
    rows = tuple(one.pair.get(f"{side}_row") or 0 for side in ("left", "right"))
    counted = one.worth.because != COUNTED_TWICE
    return -one.worth.expected, counted, -one.worth.probability, places, rows


def _counts(runs: Iterable[Mapping[str, Any]], lists: Iterable[Mapping[str, Any]]) -> Mapping[Any, Counts]:
    active: dict[Any, set[int]] = {}
    for run in runs:
        months = range(_numbered(run["starts_month"]), _numbered(run["ends_month"]) + 1)
        active.setdefault(run["person"], set()).update(months)
    named = {row["person"]: _numbered_day(row["named_on"]) for row in lists}
    return {who: Counts(frozenset(active.get(who, ())), named.get(who)) for who in active.keys() | named.keys()}


def _areas(rows: Iterable[Mapping[str, Any]]) -> Mapping[Any, set[str]]:
    """The finest place that each run and each list tells of a person."""
    found: dict[Any, set[str]] = {}
    for row in rows:
        place = next((row[name] for name in _PLACES if row[name]), None)
        if place:
            found.setdefault(row["person"], set()).add(place)
    return found


def _numbered(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _numbered_day(day: date) -> int:
    return day.year * 12 + day.month
