"""How right a linkage is: links, clusters and probabilities against the truth, and what is lost where, by error."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Flag
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
NOBODY = -1
BINS = 10
OUTCOMES = ("found", "nothing", "only_possible", "possibly_another", "wrong")


@dataclass(frozen=True, slots=True)
class Answers:
    """One place a pair that is answered with: rows from 0, `register` NOBODY where a list row has none.

    `person`: for each pair the person of its list row, where persons of the list were sought.
    """

    listed: Ints
    register: Ints
    probability: Floats
    match: Bools
    person: Ints | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """For each list row its register row or NOBODY, which person it is, and what was done to it, as bits."""

    register: Ints
    person: Ints
    errors: Ints
    registered: int  # rows of the register


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1, of links or of pairs of rows that are one person."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """What became of the list rows to which one thing was done: of all, those who are in the register by outcome; of
    the others those matched with somebody."""

    name: str
    rows: int
    outcomes: dict[str, int]
    strangers_matched: int
    quality: Quality


@dataclass(frozen=True, slots=True)
class Judged:
    """`links`: by the verdict match, so that its precision is that of the verdict. `best`: of the one best candidate of
    each list row, from the threshold at which F1 is highest: better than anybody can know beforehand."""

    links: Quality
    best: Quality
    best_from: float
    clusters: Quality
    calibration_error: float
    largest_gap: float
    kinds: Sequence[Kind]


def answers_of(rows: pa.Table) -> Answers:
    """The rows of `Matched` as arrays."""
    register = rows["register_row"].cast(pa.int64()).fill_null(0).to_numpy() - 1
    person = rows["list_person"].to_numpy() if "list_person" in rows.column_names else None
    match = np.array(rows["verdict"].to_pylist()) == "match"
    probability = rows["probability"].cast(pa.float64()).to_numpy()
    return Answers(rows["list_row"].to_numpy() - 1, register, probability, match, person)


def judge(answers: Answers, truth: Truth, flags: type[Flag]) -> Judged:
    """All of it; `flags` name the bits of the errors."""
    best, best_from = best_links(answers, truth)
    error, gap = calibration(answers, truth)
    return Judged(
        links=links(answers.listed[answers.match], answers.register[answers.match], truth.register),
        best=best,
        best_from=best_from,
        clusters=pairwise(*clusters(answers, truth)),
        calibration_error=error,
        largest_gap=gap,
        kinds=by_kind(answers, truth, flags),
    )


def links(listed: Ints, register: Ints, true: Ints) -> Quality:
    """Of the pairs that are called one person; of the list rows that are in the register."""
    right = int((true[listed] == register).sum())
    return Quality(_share(right, len(listed)), _share(right, int((true >= 0).sum())))


def best_links(answers: Answers, truth: Truth) -> tuple[Quality, float]:
    """The quality at the best of all thresholds, and that threshold; the verdicts do not count."""
    there = np.flatnonzero(answers.register >= 0)
    order = np.lexsort((answers.register[there], -answers.probability[there], answers.listed[there]))
    pairs = there[order]
    pairs = pairs[np.diff(answers.listed[pairs], prepend=-1) != 0]
    pairs = pairs[np.argsort(-answers.probability[pairs], kind="stable")]
    if not len(pairs):
        return Quality(0.0, 0.0), 1.0
    right = np.cumsum(truth.register[answers.listed[pairs]] == answers.register[pairs])
    called, known = np.arange(1, len(pairs) + 1), int((truth.register >= 0).sum())
    probability = answers.probability[pairs]
    last = np.flatnonzero(np.diff(probability, append=-1.0))  # of equal probabilities none is called alone
    at = last[np.argmax(2 * right[last] / (called[last] + known))]
    return Quality(_share(int(right[at]), int(called[at])), _share(int(right[at]), known)), float(probability[at])


def calibration(answers: Answers, truth: Truth) -> tuple[float, float]:
    """How far the probabilities of answered pairs lie from the share that is right, on average and at most.

    In ten bins of about equal count; pairs of one probability are in one bin.
    """
    there = answers.register >= 0
    probability = answers.probability[there]
    if not len(probability):
        return 0.0, 0.0
    right = truth.register[answers.listed[there]] == answers.register[there]
    ordered = np.sort(probability)
    edges = np.unique(ordered[np.arange(1, BINS) * len(ordered) // BINS])
    bins = np.searchsorted(edges, probability, side="right")
    counts = np.bincount(bins, minlength=len(edges) + 1)
    sums = np.bincount(bins, probability - right, minlength=len(edges) + 1)
    gaps = np.abs(sums) / np.maximum(counts, 1)
    return float((gaps * counts).sum() / counts.sum()), float(gaps.max())


def clusters(answers: Answers, truth: Truth) -> tuple[Ints, Ints]:
    """For each list row and then each register row the cluster by these answers, and by the truth."""
    many = len(truth.register)
    matched = answers.match & (answers.register >= 0)
    left, right = answers.listed[matched], answers.register[matched] + many
    if answers.person is not None:
        _, first, of = np.unique(answers.person, return_index=True, return_inverse=True)
        left, right = np.concatenate([left, answers.listed]), np.concatenate([right, answers.listed[first][of]])
    known = np.flatnonzero(truth.register >= 0)
    _, first, of = np.unique(truth.person, return_index=True, return_inverse=True)
    rows = np.concatenate([np.arange(many), known])
    others = np.concatenate([first[of], truth.register[known] + many])
    count = many + truth.registered
    return connected(left, right, count), connected(rows, others, count)


def connected(left: Ints, right: Ints, count: int) -> Ints:
    """A label for each of `count` rows, the same for those that pairs connect."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels, np.int64)


def pairwise(told: Ints, true: Ints) -> Quality:
    """Of the pairs of rows that are put together; of those that are one person. Both give a label for each row."""
    both = told * (int(true.max()) + 1) + true
    right = _pairs(both)
    return Quality(_share(right, _pairs(told)), _share(right, _pairs(true)))


def by_kind(answers: Answers, truth: Truth, flags: type[Flag]) -> Sequence[Kind]:
    """All list rows, those to which nothing was done, and those of each flag that some row has."""
    outcome, matched = _outcomes(answers, truth)
    asked: list[tuple[str, Any]] = [("all", np.ones(len(outcome), bool)), ("nothing_done", truth.errors == 0)]
    asked += [(str(flag.name).lower(), truth.errors & int(flag.value) > 0) for flag in flags]
    return [_kind(name, rows, outcome, matched, truth) for name, rows in asked if rows.any()]


def _kind(name: str, rows: Bools, outcome: Ints, matched: Bools, truth: Truth) -> Kind:
    known = rows & (truth.register >= 0)
    counts = {of: int((outcome[known] == at).sum()) for at, of in enumerate(OUTCOMES)}
    strangers = int((matched & rows & ~known).sum())
    right = counts["found"]
    quality = Quality(_share(right, int((matched & rows).sum())), _share(right, int(known.sum())))
    return Kind(name, int(rows.sum()), counts, strangers, quality)


def _outcomes(answers: Answers, truth: Truth) -> tuple[Ints, Bools]:
    """For each list row its outcome as if it were in the register, and whether it is matched with anybody."""
    many = len(truth.register)
    right = truth.register[answers.listed] == answers.register
    answered, possible, found, matched = (np.zeros(many, bool) for _ in range(4))
    answered[answers.listed[answers.register >= 0]] = True
    possible[answers.listed[right]] = True
    found[answers.listed[right & answers.match]] = True
    matched[answers.listed[answers.match]] = True
    codes = [found, matched, possible, answered]
    names = [OUTCOMES.index(name) for name in ("found", "wrong", "only_possible", "possibly_another")]
    return np.select(codes, names, OUTCOMES.index("nothing")).astype(np.int64), matched


def _pairs(labels: Ints) -> int:
    _, counts = np.unique(labels, return_counts=True)
    return int((counts.astype(np.int64) * (counts - 1) // 2).sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def lines_of(judged: Judged, *, kinds: bool = True) -> list[str]:
    """A report as lines of text."""
    found = [
        f"links     P {judged.links.precision:.4f}  R {judged.links.recall:.4f}  F1 {judged.links.f1:.4f}",
        f"best      P {judged.best.precision:.4f}  R {judged.best.recall:.4f}  F1 {judged.best.f1:.4f}"
        f"  (from {judged.best_from:.6f})",
        f"clusters  P {judged.clusters.precision:.4f}  R {judged.clusters.recall:.4f}  F1 {judged.clusters.f1:.4f}",
        f"calibration error {judged.calibration_error:.4f}, largest gap {judged.largest_gap:.4f}",
    ]
    if kinds:
        heads = ("rows", *OUTCOMES, "strangers")
        found.append(f"{'kind':20}{'P':>8}{'R':>8}" + "".join(f"{head:>17}" for head in heads))
        found += [
            f"{one.name:20}{one.quality.precision:8.4f}{one.quality.recall:8.4f}"
            + "".join(f"{count:17,}" for count in (one.rows, *one.outcomes.values(), one.strangers_matched))
            for one in judged.kinds
        ]
    return found
