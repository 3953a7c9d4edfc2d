"""The forecast's back-test: how often the truth lies within its 80 % intervals, beside naive peers in the same run.

    python -m benchmarks.forecast            # made-up histories and the demo
    python -m benchmarks.forecast histories  # made-up histories alone
    python -m benchmarks.forecast demo       # the demo alone

Rolling origins: in each of many months a forecast is made from what was known in it, and compared with what came.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.forecast_histories import Truth, World, made
from cakupan.targets.history import History, history_of_totals
from cakupan.targets.simulate import paths_of

if TYPE_CHECKING:
    from cakupan.basics.month import Month
    from cakupan.intake.received import ReceivedFile

HORIZONS = (1, 3, 6, 9, 12)
Z = 1.2816  # 80 % of a normal distribution lie within so many standard deviations
BAR = (75, 85)
SEEDS = range(201, 225)  # none that a parameter of the method was chosen on
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
        places = (len(total) // 10, len(total) // 2, len(total) * 9 // 10 - 1)
        low, middle, high = (float(total[place]) for place in places)
        found[horizon] = low, middle, high
    return found


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


DEMO_HORIZONS = (1, 2, 3, 4, 6, 8)


def demo(seeds: Sequence[int] = (1, 2), size: int = 6_000) -> Iterator[str]:
    """The demo's regency: in every month a forecast from the files that had come by then, the whole way from files."""
    scores = {name: Score() for name in PEERS}
    for seed in seeds:
        for name, horizon, interval, truth in _of_demo(seed, size):
            scores[name].add(horizon, interval, truth)
    yield (
        f"the demo's regency, {size:,} potential workers, seeds {tuple(seeds)}, from the files known by then, "
        f"horizons {DEMO_HORIZONS} months, {scores['drift'].all} intervals a method"
    )
    yield from (score.line(name) for name, score in scores.items())


def _of_demo(seed: int, size: int) -> Iterator[tuple[str, int, Interval, int]]:
    from cakupan.basics.month import Month

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = _files(root, seed, size)
        first, last = Month(2023, 12), Month(2025, 7)
        came = _history(root, files, last, date.max)
        members = dict(zip(came.months, came.members, strict=True))
        for origin in (first + step for step in range(8, 19, 2)):
            day = max(file.known_on for file in files if file.name == f"members-{origin}.csv")
            history = _history(root, files, origin, day)
            horizons = [h for h in DEMO_HORIZONS if origin + h <= last]
            for name, peer in PEERS.items():
                for horizon, interval in peer(history, horizons).items():
                    yield name, horizon, interval, members[origin + horizon]


def _files(root: Path, seed: int, size: int) -> "list[ReceivedFile]":
    from cakupan.intake import Kind
    from cakupan.intake.received import ReceivedFile
    from cakupan.synthetic.make import make_regency

    made = make_regency(root / "files", root / "truth", seed=seed, size=size).files
    return [
        ReceivedFile(
            file.path.read_bytes, file.sha256, file.path.name, Kind(file.kind), file.known_on or date.max, order,
            file.month, within="16.06",
        )
        for order, file in enumerate(made, start=1)
        if file.kind in ("members", "payments")
    ]  # fmt: skip


def _history(root: Path, files: "list[ReceivedFile]", last: "Month", day: date) -> History:
    """What is known of the regency from the files that had come by `day`."""
    from cakupan.basics.month import Month
    from cakupan.cycle import cycle
    from cakupan.engines.duck import DuckEngine
    from cakupan.targets.history import history_of_people

    with DuckEngine(temp_directory=root / "spill") as engine:
        outcome = cycle([file for file in files if file.known_on <= day], engine)
        tables = {**outcome.tables, **(outcome.people.tables if outcome.people else {})}
        first = Month(2023, 12)
        months = [first + step for step in range(last - first + 1)]
        return history_of_people(tables, engine, "16.06", months)


def main(which: str = "all") -> list[str]:
    """Lines of a report."""
    lines = [] if which == "histories" else list(demo())
    return [*lines, *([] if which == "demo" else histories())]


if __name__ == "__main__":
    print("\n".join(main(*sys.argv[1:])))
