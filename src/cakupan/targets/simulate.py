"""Which ways the members of each group may go from here: paths drawn from how they came and went, by a stated seed.

Each path draws its months from those that are known (weighing late ones more), all groups from the same month, because
what moves one moves others. What is known to end ends when it is told; what of it is renewed is drawn from what was
renewed before. Decision 0027 says why this way, and what it was tried against.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.membership.sponsors import sponsors
from cakupan.targets.history import Ends, Flow, Group, History, Renewal
from cakupan.targets.protection import DIED, OVER_AGE, UNPAID

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Rng = np.random.Generator

SEED = 9001
PATHS = 2_000
_HALF_LIFE = 24.0  # months: what is two years old counts half
_SEASON = 4.0  # how much more a month of the same name tells than another
_SAME_MONTH = 4.0  # how much more a renewal in the same month of another year tells: budgets begin in January
_DIFFERS = 0.35  # how much a month differs from one like it, and how much a pace wanders in a month (logarithms)
_WANDERS = 0.06
_DIFFERS_IN_TOTAL = 0.7  # the same of totals: what comes and goes at once is seen as little, and what ends is not seen
_UNSEEN = 4.0  # the weight of something not seen yet, shared by all that was seen
_RATHER_MUCH = 0.5  # the power of an even number between nobody and everybody
_YEAR = 12
_LARGE = 10  # in per cent of the largest: renewals of fewer tell nothing of a decree


@dataclass(frozen=True, slots=True)
class Step:
    """What happened on every path in one month to one group: how many `members` it has then, `joined`, went without
    a known end (`left`), had a known end (`due`), and of these were `renewed`. Arrays of one number a path."""

    members: "Floats"
    joined: "Floats"
    left: "Floats"
    due: "Floats"
    renewed: "Floats"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Groups to which nobody is renewed and nobody joins from the month `since` on: what a plan is to decide."""

    groups: frozenset[Group]
    since: Month


def paths_of(
    history: History, until: Month, *, seed: int = SEED, paths: int = PATHS, stopped: Stopped | None = None
) -> Mapping[Group, Sequence[Step]]:
    """`paths` ways of each group for every month after the last known one up to `until`.

    The same history, seed and number give the same paths; with groups `stopped` the others', and theirs before, are the
    same still. Needs at least two months.
    """
    import numpy as np

    steps = until - history.months[-1]
    rng = np.random.default_rng(seed)
    drawn = _months_drawn(history.months[1:], steps, paths, rng)
    found: dict[Group, Sequence[Step]] = {}
    for group in sorted(history.flows, key=str):
        # each group has its own stream, so that one more group leaves the others' draws as they were
        own = np.random.default_rng([seed, *str(group).encode()])
        since = stopped.since if stopped and group in stopped.groups else None
        found[group] = _paths_of_group(history, group, drawn, own, since)
    return found


def never_renewed(history: History, group: Group) -> bool:
    """Whether something of a sponsored group will end, and nobody has seen yet how much of it is renewed."""
    ending = _Ending(group, history.renewals.get(group, ()), history.ends.get(group, ()), 0.0)
    return ending.sponsored and bool(ending.known) and not ending.renewals


def _months_drawn(months: Sequence[Month], steps: int, paths: int, rng: "Rng") -> "npt.NDArray[np.int64]":
    """For each path and step the place of one of `months`, by weights that differ from path to path.

    The weights are those of a Bayesian bootstrap: with few months their mean is uncertain, and far ahead that counts
    more than how much single months differ.
    """
    import numpy as np

    age = np.arange(len(months))[::-1]
    weights = -np.log1p(-rng.random((paths, len(months)))) * 0.5 ** (age / _HALF_LIFE)
    drawn = []
    for step in range(steps):
        wanted = (months[-1] + step + 1).number
        season = np.array([_SEASON if month.number == wanted else 1.0 for month in months])
        upto = np.cumsum(weights * season, axis=1)
        places = (rng.random((paths, 1)) * upto[:, -1:] > upto).sum(axis=1)
        drawn.append(np.minimum(places, len(months) - 1))
    return np.asarray(np.stack(drawn, axis=1), np.int64)


def _paths_of_group(
    history: History, group: Group, drawn: "npt.NDArray[np.int64]", rng: "Rng", stopped: Month | None
) -> Sequence[Step]:
    import numpy as np

    flows, renewals = history.flows[group], history.renewals.get(group, ())
    shares = _shares_leaving(flows, history.months, renewals)
    joins = np.array([flow.joined for flow in flows[1:]], np.float64)
    ending = _Ending(group, renewals, history.ends.get(group, ()), _usual_share(flows, history.months, renewals))
    members = np.full(len(drawn), float(flows[-1].members))
    old = np.ones(len(drawn))  # of those who were members at first, the share not gone without a known end
    newcomers = np.zeros(len(drawn))
    differs = _DIFFERS if history.of_persons else _DIFFERS_IN_TOTAL
    paces = _Pace(len(drawn), rng, differs), _Pace(len(drawn), rng, differs)
    found = []
    for step in range(drawn.shape[1]):
        coming, going = (pace.next() for pace in paces)
        stay = np.maximum(0, 1 - shares[drawn[:, step]] * going)
        month = _Ahead(history.months[-1], step + 1)
        goes_on = 0.0 if stopped is not None and month.month >= stopped else 1.0
        joined = joins[drawn[:, step]] * coming * goes_on
        left, old, newcomers = members * (1 - stay), old * stay, newcomers * stay
        due, renewed = ending.after(month, old, newcomers, members - left, rng, goes_on)
        members = members - left - (due - renewed) + joined
        newcomers = newcomers * ending.stay + joined
        ending.take_in(month, joined)
        found.append(Step(members, joined, left, due, renewed))
    return found


class _Pace:
    """By what coming or going differs from a month drawn: months never repeat exactly, and a pace wanders."""

    def __init__(self, paths: int, rng: "Rng", differs: float) -> None:
        import numpy as np

        self.rng, self.differs, self.walked = rng, differs, np.zeros(paths)

    def next(self) -> "Floats":
        import numpy as np

        self.walked = self.walked + _WANDERS * self._normal()
        found: Floats = np.exp(self.walked + self.differs * self._normal())
        return found

    def _normal(self) -> "Floats":
        """Normal numbers out of even ones: what else a generator makes of a seed may change with its version."""
        import numpy as np

        radius = np.sqrt(-2 * np.log1p(-self.rng.random(len(self.walked))))
        found: Floats = radius * np.cos(2 * np.pi * self.rng.random(len(self.walked)))
        return found


def _shares_leaving(flows: Sequence[Flow], months: Sequence[Month], renewals: Sequence[Renewal]) -> "Floats":
    """The share of a group's members who left in each month but the first, without those whose end had been told."""
    import numpy as np

    told = dict.fromkeys(months, 0)
    for one in renewals:
        if one.month in told and one.ahead == 1:
            told[one.month] += one.due - one.kept
    pairs = zip(months[1:], flows, flows[1:], strict=False)
    return np.array([min(1.0, max(0, now.left - told[month]) / max(1, then.members)) for month, then, now in pairs])


def _usual_share(flows: Sequence[Flow], months: Sequence[Month], renewals: Sequence[Renewal]) -> float:
    """The share of a group's members who go in a usual month at a day that was told: what to expect of those whose
    day nobody can know yet, because they join later. A month of many more than usual is not usual."""
    gone = dict.fromkeys(months, 0)
    for one in renewals:
        if one.month in gone and one.cause != UNPAID and one.ahead == 1:
            gone[one.month] += one.due - one.kept
    shares = [gone[month] / max(1, then.members) for month, then in zip(months[1:], flows, strict=False)]
    middle = sorted(shares)[len(shares) // 2]
    return sum(min(share, 3 * middle) for share in shares) / len(shares)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A month so many `ahead` of the one that is known last."""

    known: Month
    ahead: int

    @property
    def month(self) -> Month:
        return self.known + self.ahead


class _Ending:
    """What ends of one group, month by month, and what of it is renewed: drawn."""

    def __init__(self, group: Group, renewals: Sequence[Renewal], ends: Sequence[Ends], usual: float) -> None:
        self.sponsored = group[1] in sponsors()
        self.renewals, self.usual = renewals, usual
        self.known: defaultdict[Month, dict[str, int]] = defaultdict(dict)
        for one in ends:
            if one.cause != UNPAID or self.sponsored:  # who pays month by month is in the shares that leave
                self.known[one.month][one.cause] = one.people
        self.again: dict[Month, Floats] = {}  # what is paid for once more, by the month in which that ends
        self.term = self._term()

    @property
    def stay(self) -> float:
        """The share of newcomers who have no told end in a month."""
        return 1.0 if self.sponsored else 1 - self.usual

    def after(
        self, at: _Ahead, old: "Floats", newcomers: "Floats", there: "Floats", rng: "Rng", goes_on: float
    ) -> "tuple[Floats, Floats]":
        """How many are due in the month on each path, and how many of them are renewed: nobody where nothing
        `goes_on` (0, else 1)."""
        import numpy as np

        due, kept = np.zeros(len(old)), np.zeros(len(old))
        for cause, people in sorted(self.known.get(at.month, {}).items()):
            due = due + people * old
            kept = kept + people * old * self._share_renewed(cause, at, rng, len(old))
        again = self.again.pop(at.month, None)
        if again is not None:
            due = due + again
            kept = kept + again * self._share_renewed(UNPAID, at, rng, len(old))
        kept = kept * goes_on
        if self.sponsored and due.any():
            self._pay_again(at.month + self.term, kept)
        if not self.sponsored:
            due = due + newcomers * self.usual
        due = np.minimum(due, there)
        return due, np.minimum(kept, due)

    def take_in(self, at: _Ahead, joined: "Floats") -> None:
        """Who joins a sponsored group is paid for until the others are."""
        if not self.sponsored or not self.renewals:
            return
        first = min([*self.known, *self.again], default=None)
        if first is None:
            return
        lead = _farthest(self.renewals)
        while first - at.month < lead:
            first = first + self.term
        self._pay_again(first, joined)

    def _pay_again(self, ends: Month, people: "Floats") -> None:
        before = self.again.get(ends)
        self.again[ends] = people if before is None else before + people

    def _term(self) -> int:
        """After how many months what was renewed is due again: as many as lay between such months till now."""
        months = {one.month for one in _alike(self.renewals, UNPAID, _YEAR)}
        largest = max((people for ends in self.known.values() for people in ends.values()), default=0)
        months |= {month for month, ends in self.known.items() if sum(ends.values()) * 100 >= largest * _LARGE}
        between = sorted(later - one for one, later in pairwise(sorted(months)))
        return min(_YEAR, between[len(between) // 2]) if between else _YEAR

    def _share_renewed(self, cause: str, at: _Ahead, rng: "Rng", paths: int) -> "Floats":
        """What share is renewed, on each path: as once before, rather in the same month of a year; where little was
        seen, anything between nobody and everybody, rather much than little."""
        import numpy as np

        seen = _alike(self.renewals, cause, at.ahead)
        if cause in (DIED, OVER_AGE) or not (seen or self.sponsored):
            return np.zeros(paths)  # a day that is told stands
        anything = rng.random(paths) ** _RATHER_MUCH
        if not seen:
            # of a told day nobody knows whether it is one contract's or one decree's
            return anything if cause == UNPAID else np.where(rng.random(paths) < 0.5, 0.0, anything)
        weights = np.array([_SAME_MONTH if one.month.number == at.month.number else 1.0 for one in seen])
        weights = np.append(weights, _UNSEEN / len(seen))
        upto = np.cumsum(-np.log1p(-rng.random((paths, len(weights)))) * weights, axis=1)
        place = (rng.random((paths, 1)) * upto[:, -1:] > upto).sum(axis=1)
        shares = np.array([*(one.kept / one.due for one in seen), 0.0])
        return np.where(place >= len(seen), anything, shares[np.minimum(place, len(seen))])


def _farthest(renewals: Sequence[Renewal]) -> int:
    return max((one.ahead for one in renewals if one.cause == UNPAID), default=1)


def _alike(renewals: Sequence[Renewal], cause: str, ahead: int) -> Sequence[Renewal]:
    """Those of the same cause, seen as long before: who is not renewed by the last month seldom is at all."""
    ahead = min(ahead, _farthest(renewals)) if cause == UNPAID else 1
    alike = [one for one in renewals if one.cause == cause and one.ahead == ahead]
    largest = max((one.due for one in alike), default=0)
    return [one for one in alike if one.due and one.due * 100 >= largest * _LARGE]
