"""The forecast's back-test: how often the truth lies within its 80 % intervals, beside naive peers in the same run.

    python -m benchmarks.forecast            # made-up histories and the demo
    python -m benchmarks.forecast histories  # made-up histories alone

Rolling origins: in each of many months a forecast is made from what was known in it, and compared with what came.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from benchmarks.forecast_histories import Truth, World, made
from cakupan.targets.history import History, history_of_totals
from cakupan.targets.simulate import paths_of

HORIZONS = (1, 3, 6, 9, 12)
Z = 1.2816  # 80 % of a normal distribution lie within so many standard deviations
BAR = (75, 85)
SEEDS = range(101, 125)
WORLDS: Mapping[str, World] = {
    "calm": World(),
    "a decree ends": World(cut=True),
    "election staff leave": World(election=True),
    "batches are late": World(late=True),
    "all of them": World(election=True, cut=True, late=True),
    "paid by the year": World(term=12, late=True),
    "unsteady pace": World(drift=0.06, unrest=0.5),
}
Interval = tuple[float, float, float]  # low, middle, high
Peer = Callable[[History, Sequence[int]], Mapping[int, Interval]]


@dataclass
class Score:
    """What a method did over all origins and horizons."""

    inside: int = 0
    all: int = 0
    wide: float = 0.0
    off: float = 0.0
    by_horizon: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, horizon: int, interval: Interval, truth: int) -> None:
        low, middle, high = interval
        hit = low <= truth <= high
        self.inside += hit
        self.all += 1
        self.wide += (high - low) / truth
        self.off += abs(middle - truth) / truth
        self.by_horizon[horizon][0] += hit
        self.by_horizon[horizon][1] += 1

    def line(self, name: str) -> str:
        each = "  ".join(f"{100 * hit / of:3.0f}" for _, (hit, of) in sorted(self.by_horizon.items()))
        share = 100 * self.inside / self.all
        mark = "holds" if BAR[0] <= share <= BAR[1] else "off  "
        wide, off = 100 * self.wide / self.all, 100 * self.off / self.all
        return f"  {name:<22} {share:5.1f} % {mark}  width {wide:5.1f} %  error {off:4.1f} %  by horizon {each}"


def flows(history: History, horizons: Sequence[int], paths: int = 1000) -> Mapping[int, Interval]:
    """The forecast itself."""
    steps = paths_of(history, history.months[-1] + max(horizons), paths=paths)
    found = {}
    for horizon in horizons:
        total = np.sort(np.rint(np.sum([group[horizon - 1].members for group in steps.values()], axis=0)))
        found[horizon] = tuple(float(total[int(len(total) * share)]) for share in (0.1, 0.5)) + (
            float(total[int(len(total) * 0.9) - 1]),
        )
    return found  # type: ignore[return-value]


def flows_of_totals(history: History, horizons: Sequence[int]) -> Mapping[int, Interval]:
    """The same, by one who knows totals only, as from recaps."""
    return flows(history_of_totals(dict(zip(history.months, history.members, strict=True))), horizons)


def last_value(history: History, horizons: Sequence[int]) -> Mapping[int, Interval]:
    """As many as now; the interval of a random walk."""
    now, sigma = history.members[-1], float(np.std(np.diff(history.members), ddof=0))
    spread = float(np.sqrt(np.mean(np.diff(history.members) ** 2))) or sigma
    return {h: (now - Z * spread * sqrt(h), now, now + Z * spread * sqrt(h)) for h in horizons}


def drift(history: History, horizons: Sequence[int]) -> Mapping[int, Interval]:
    """On at the pace so far; the interval of a random walk with drift."""
    changes = np.diff(history.members)
    pace, sigma, known = float(changes.mean()), float(changes.std(ddof=1)), len(changes)
    now = history.members[-1]
    return {
        h: (
            now + pace * h - Z * sigma * sqrt(h * (1 + h / known)),
            now + pace * h,
            now + pace * h + Z * sigma * sqrt(h * (1 + h / known)),
        )
        for h in horizons
    }


def ets_of_total(history: History, horizons: Sequence[int]) -> Mapping[int, Interval]:
    """ETS(A,Ad,N) of the total: smoothing with a damped trend, its weights by least squares."""
    from scipy.optimize import minimize

    series = np.array(history.members, float)
    scale = float(np.abs(np.diff(series)).mean()) or 1.0

    def errors(weights: Sequence[float]) -> "np.typing.NDArray[np.float64]":
        return _smoothed(series, weights, scale)[2]

    best = min(
        (
            minimize(lambda w: float(np.sum((errors(w) / scale) ** 2)), start, bounds=_BOUNDS, method="L-BFGS-B")
            for start in ((0.8, 0.1, 0.9, 0.0), (0.4, 0.05, 0.95, 0.5))
        ),
        key=lambda one: one.fun,
    )
    alpha, beta, phi, _ = best.x
    level, trend, missed = _smoothed(series, best.x, scale)
    sigma = float(np.sqrt(np.sum(missed**2) / max(1, len(missed) - 4)))
    found = {}
    for h in horizons:
        damped = np.cumsum(phi ** np.arange(1, h + 1))
        middle = level + damped[-1] * trend
        weights = alpha + alpha * beta * damped[: h - 1]
        spread = Z * sigma * sqrt(1 + float(np.sum(weights**2)))
        found[h] = (middle - spread, middle, middle + spread)
    return found


_BOUNDS = ((0.05, 0.999), (0.001, 0.5), (0.8, 0.98), (-3.0, 3.0))


def _smoothed(
    series: "np.typing.NDArray[np.float64]", weights: Sequence[float], scale: float
) -> "tuple[float, float, np.typing.NDArray[np.float64]]":
    alpha, beta, phi, first = weights
    level, trend, errors = float(series[0]), float(first) * scale, []
    for value in series[1:]:
        error = float(value) - level - phi * trend
        level, trend = level + phi * trend + alpha * error, phi * trend + alpha * beta * error
        errors.append(error)
    return level, trend, np.array(errors)


PEERS: Mapping[str, Peer] = {
    "flows (ours)": flows,
    "ours, totals only": flows_of_totals,
    "last value": last_value,
    "drift": drift,
    "ETS of the total": ets_of_total,
}


def histories(seeds: Sequence[int] = SEEDS) -> Iterator[str]:
    """Every made-up world, and all of them together."""
    whole = {name: Score() for name in PEERS}
    for name, world in WORLDS.items():
        scores = {peer: Score() for peer in PEERS}
        for seed in seeds:
            for peer, horizon, interval, truth in _tried(made(world, seed)):
                scores[peer].add(horizon, interval, truth)
                whole[peer].add(horizon, interval, truth)
        yield f"{name}: {world}"
        yield from (score.line(peer) for peer, score in scores.items())
    yield f"all worlds, {len(seeds)} seeds each, horizons {HORIZONS} months, {whole['drift'].all:,} intervals a method"
    yield from (score.line(peer) for peer, score in whole.items())


def _tried(truth: Truth, first: int = 8, every: int = 3) -> Iterator[tuple[str, int, Interval, int]]:
    members = truth.members
    for place in range(first, truth.months - 1, every):
        horizons = [h for h in HORIZONS if place + h < truth.months]
        history = truth.known_by(place)
        for name, peer in PEERS.items():
            for horizon, interval in peer(history, horizons).items():
                yield name, horizon, interval, members[place + horizon]


def main(which: str = "all") -> list[str]:
    """Lines of a report."""
    return list(histories())


if __name__ == "__main__":
    print("\n".join(main(*sys.argv[1:])))
