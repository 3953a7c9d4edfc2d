"""Which people a plan's quotas come to: by decile, then hazard, then a lottery that anyone can rerun."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.planning.plan import PlanRow
from cakupan.planning.problem import Problem, checked

# Why somebody is on a list or not, in the order in which it is asked.
CHOSEN, RESERVE = "within_quota", "reserve"
HOUSEHOLD, AFTER_QUOTA, NO_QUOTA = "household_has_one", "after_quota", "no_quota"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be listed: `key` says nothing about them but tells them apart (a person id, never a NIK).

    `group` is the plan's group that they are of. `decile`, `hazard`: their own, where known better than the group's.
    """

    key: str
    group: str
    decile: int | None = None
    hazard: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of a candidate: `reason` is one of the codes above, `place` their place in their group's order.

    `fund`, `first`, `last`: of the row that they fill or stand in reserve for; None where none.
    """

    key: str
    group: str
    reason: str
    place: int
    ticket: str
    fund: str | None = None
    first: Month | None = None
    last: Month | None = None

    @property
    def chosen(self) -> bool:
        return self.reason == CHOSEN


def ticket_of(seed: str, key: str) -> str:
    """The lottery's number of a key: SHA-256 of seed, colon and key, in hexadecimal; the smallest comes first.

    >>> ticket_of("2026-01-05 Sekayu", "a")[:12]
    'dae3affc6d37'
    """
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def drawn(problem: Problem, rows: Iterable[PlanRow], candidates: Iterable[Candidate], seed: str) -> tuple[Drawn, ...]:
    """Every candidate, chosen or not, with the reason, by group and place.

    All stand in the order of decile (unknown last), hazard (highest first), ticket and key. The first of a group fill
    the `heads` of its rows, earliest month first; the next are reserves, as many as names are ordered beyond the heads.
    Refused for a key told twice, or of no group.
    """
    asked = checked(problem)
    free = _slots(asked, rows)
    asked_for = {group for group, slots in free.items() if slots}
    places: dict[str, int] = defaultdict(int)
    found = []
    for one in _in_order(asked, candidates, seed):
        places[one.group] += 1
        told = Drawn(one.key, one.group, NO_QUOTA, places[one.group], ticket_of(seed, one.key))
        slots = free[one.group]
        if slots:
            reason, row = slots.popleft()
            told = replace(told, reason=reason, fund=row.fund, first=row.first, last=row.last)
        elif one.group in asked_for:
            told = replace(told, reason=AFTER_QUOTA)
        found.append(told)
    return tuple(sorted(found, key=lambda one: (one.group, one.place)))


def _in_order(problem: Problem, candidates: Iterable[Candidate], seed: str) -> Sequence[Candidate]:
    groups = {one.id: one for one in problem.groups}
    told = list(candidates)
    keys = Counter(one.key for one in told)
    for one in told:
        if keys[one.key] > 1:
            raise Refused("plan_told_twice", kind="candidate", id=one.key)
        if one.group not in groups or (one.hazard or "") not in ("", *problem.hazard_weights):
            raise Refused("plan_candidate_of_nothing", id=one.key, group=one.group)

    def place(one: Candidate) -> tuple[int, int, str, str]:
        decile = one.decile or groups[one.group].decile or len(problem.decile_weights) + 1
        hazard = one.hazard or groups[one.group].hazard
        return decile, -problem.hazard_weights[hazard], ticket_of(seed, one.key), one.key

    return sorted(told, key=place)


def _slots(problem: Problem, rows: Iterable[PlanRow]) -> dict[str, deque[tuple[str, PlanRow]]]:
    """What is to be filled in each group: the quotas of its rows, then their reserves."""
    found: dict[str, deque[tuple[str, PlanRow]]] = {one.id: deque() for one in problem.groups}
    told = sorted(rows, key=lambda one: (one.group, one.first, one.fund))
    for row in told:
        found[row.group].extend([(CHOSEN, row)] * row.heads)
    for row in told:
        found[row.group].extend([(RESERVE, row)] * (row.ordered - row.heads))
    return found
