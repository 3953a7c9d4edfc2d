"""Made-up histories with shocks, of which the truth is known: decrees that end, election staff who leave, late batches.

Counts only, by segment and payer. What happens in them is drawn by rules of their own, not by those of the forecast.
"""

from dataclasses import dataclass, field

import numpy as np

from cakupan.basics.month import Month
from cakupan.targets.history import Ends, Flow, Group, History, Renewal

FIRST = Month(2023, 1)
LAPSES_AFTER = 3


@dataclass(frozen=True, slots=True)
class World:
    """How a made-up area behaves."""

    months: int = 42
    size: int = 60_000  # wage earners at first
    decree: int = 25_000
    term: int = 6  # months that a sponsor pays at once
    drift: float = 0.02  # how much the pace of joining wanders in a month
    unrest: float = 0.35  # how much months differ
    election: bool = False  # staff of an election join, and leave together on a day that is told
    cut: bool = False  # one decree is hardly renewed
    late: bool = False  # batches come up to three months late


@dataclass(slots=True)
class _Made:
    """A group in the making: its months, and what was known of its ends in each of them."""

    members: list[int]
    joined: list[int] = field(default_factory=lambda: [0])
    left: list[int] = field(default_factory=lambda: [0])
    renewals: list[Renewal] = field(default_factory=list)
    ends: list[tuple[Ends, ...]] = field(default_factory=list)  # known in each month

    def step(self, joined: int, left: int) -> None:
        left = min(left, self.members[-1])
        self.members.append(self.members[-1] + joined - left)
        self.joined.append(joined)
        self.left.append(left)


@dataclass(frozen=True, slots=True)
class Truth:
    """All months of a world, and what was known in each."""

    groups: dict[Group, _Made]
    months: int

    @property
    def members(self) -> list[int]:
        return [sum(made.members[place] for made in self.groups.values()) for place in range(self.months)]

    def known_by(self, place: int, *, totals_only: bool = False) -> History:
        """The history as somebody knew it in the month at `place`."""
        months = tuple(FIRST + step for step in range(place + 1))
        if totals_only:
            from cakupan.targets.history import history_of_totals

            return history_of_totals(dict(zip(months, self.members, strict=False)))
        here = {group: made for group, made in self.groups.items() if any(made.members[: place + 1])}
        return History(
            months,
            {
                group: tuple(Flow(*one) for one in zip(made.members[: place + 1], made.joined, made.left, strict=False))
                for group, made in here.items()
            },
            {group: tuple(one for one in made.renewals if one.month <= months[-1]) for group, made in here.items()},
            {group: made.ends[place] if place < len(made.ends) else () for group, made in here.items()},
            of_persons=True,
        )


def made(world: World, seed: int) -> Truth:
    """A history of `world`: the same for the same seed."""
    rng = np.random.default_rng([seed, 71])
    groups: dict[Group, _Made] = {
        ("PU", "employer"): _open(world, world.size, 0.011, 0.012, rng),
        ("BPU", "self"): _open(world, world.size // 8, 0.026, 0.022, rng),
        ("Jakon", "employer"): _projects(world, world.size // 12, rng),
        ("BPU", "apbd_regency"): _decreed(world, rng),
    }
    if world.election:
        groups["BPU", "apbn"] = _election(world, rng)
    return Truth(groups, world.months)


def _unrest(world: World, rng: np.random.Generator) -> float:
    return float(np.exp(rng.normal(-(world.unrest**2) / 2, world.unrest)))


def _open(world: World, members: int, joins: float, leaves: float, rng: np.random.Generator) -> _Made:
    """Who comes and goes without a known end; the pace wanders, and there is a season."""
    made, pace = _Made([members]), joins * members
    for place in range(1, world.months):
        pace *= float(np.exp(rng.normal(0, world.drift)))
        season = 1 + 0.15 * np.sin(2 * np.pi * place / 12)
        joined = rng.poisson(pace * season * _unrest(world, rng))
        left = rng.binomial(made.members[-1], min(1.0, leaves * _unrest(world, rng)))
        made.step(int(joined), int(left))
    return made


def _projects(world: World, members: int, rng: np.random.Generator) -> _Made:
    """Projects whose last day is told when they begin."""
    ending = np.zeros(world.months + 48, np.int64)
    first = rng.multinomial(members, np.full(12, 1 / 12))
    ending[1:13] += first
    made = _Made([members])
    made.ends.append(_told(ending, 0, "end_date"))
    for place in range(1, world.months):
        left = int(ending[place])
        joined = 0
        for _ in range(rng.poisson(4)):
            people = int(rng.lognormal(np.log(members / 45), 0.8))
            ending[place + int(rng.integers(3, 15))] += people
            joined += people
        made.renewals.append(Renewal(FIRST + place, "end_date", left, 0, 1))
        made.step(joined, left)
        made.ends.append(_told(ending, place, "end_date"))
    return made


def _told(ending: "np.typing.NDArray[np.int64]", place: int, cause: str) -> tuple[Ends, ...]:
    later = range(place + 1, len(ending))
    return tuple(Ends(FIRST + month, cause, int(ending[month])) for month in later if ending[month])


def _election(world: World, rng: np.random.Generator) -> _Made:
    """Staff who join in one month, and leave together a few months later."""
    joins = int(rng.integers(4, world.months - 12))
    leaves = joins + int(rng.integers(4, 10))
    staff = int(world.size * rng.uniform(0.03, 0.10))
    made = _Made([0])
    made.ends.append(())
    for place in range(1, world.months):
        made.step(staff if place == joins else 0, staff if place == leaves else 0)
        known = joins <= place < leaves
        made.ends.append((Ends(FIRST + leaves, "end_date", staff),) if known else ())
        if place == leaves:
            made.renewals.append(Renewal(FIRST + leaves, "end_date", staff, 0, 1))
    return made


def _decreed(world: World, rng: np.random.Generator) -> _Made:
    """The sponsored: paid for by the term, renewed when it ends or not, and new ones in batches."""
    made = _Made([world.decree])
    paid = {world.term - 1: float(world.decree)}  # the last paid month, and for how many; 0 is a January
    batches, cut_in = _batches(world, rng), _cut_year(world, rng)
    waiting: dict[int, float] = {}
    made.ends.append(_of_paid(paid))
    returns: dict[int, float] = {}
    for place in range(1, world.months):
        for last in [one for one in paid if one < place]:
            if last not in waiting:
                share = _renewed(last, cut_in, rng)
                waiting[last] = paid[last] * share
                returns[last + int(rng.integers(4, 7))] = (paid[last] - waiting[last]) * rng.uniform(0, 0.35)
            late = place - last - 1
            if late < LAPSES_AFTER:
                now = waiting[last] * (0.6, 0.25, 0.15)[late]
                ahead = LAPSES_AFTER - late
                _see(made, last, ahead, paid[last])
                paid[last] -= now
                following = last + world.term
                paid[following] = paid.get(following, 0.0) + now
        gone = paid.pop(place - LAPSES_AFTER, 0.0)
        waiting.pop(place - LAPSES_AFTER, None)
        _seen_to_end(made, place, gone)
        joined = returns.pop(place, 0.0) + batches.get(place, 0.0)
        following = (place // world.term + 1) * world.term - 1
        paid[following] = paid.get(following, 0.0) + joined
        shrunk = 1 - 0.002 * _unrest(world, rng)
        paid = {last: people * shrunk for last, people in paid.items()}
        total = round(sum(paid.values()))
        made.step(round(joined), made.members[-1] + round(joined) - total)
        made.ends.append(_of_paid(paid))
    return made


def _see(made: _Made, last: int, ahead: int, due: float) -> None:
    """That so many were due, seen so long ahead; how many are kept is known in the end."""
    made.renewals.append(Renewal(FIRST + last + LAPSES_AFTER, "unpaid", round(due), -1, ahead))


def _seen_to_end(made: _Made, place: int, gone: float) -> None:
    for at, one in enumerate(made.renewals):
        if one.kept < 0 and one.month == FIRST + place:
            made.renewals[at] = Renewal(one.month, one.cause, one.due, max(0, one.due - round(gone)), one.ahead)


def _of_paid(paid: dict[int, float]) -> tuple[Ends, ...]:
    return tuple(
        Ends(FIRST + last + LAPSES_AFTER, "unpaid", round(people))
        for last, people in sorted(paid.items())
        if people >= 1
    )


def _cut_year(world: World, rng: np.random.Generator) -> int:
    return int(rng.integers(1, world.months // 12 + 1)) if world.cut else 0


def _renewed(last: int, cut_in: int, rng: np.random.Generator) -> float:
    """At a year's end some are not renewed; within the year hardly anybody."""
    year_ends = (last + 1) % 12 == 0
    if year_ends and (last + 1) // 12 == cut_in:
        return float(rng.uniform(0.05, 0.5))
    return float(rng.beta(17, 3)) if year_ends else float(rng.beta(60, 1))


def _batches(world: World, rng: np.random.Generator) -> dict[int, float]:
    """New people by decree: a large batch after each new year, a smaller one in July."""
    found: dict[int, float] = {}
    for planned in range(6, world.months, 6):
        large = planned % 12 == 0
        people = world.decree * rng.uniform(0.05, 0.25) * (1 if large else 0.5)
        parts = 3 if large else 2
        late = int(rng.integers(0, 4)) if world.late else 0
        for part in range(parts):
            place = planned + late + part
            found[place] = found.get(place, 0.0) + people / parts
    return found
