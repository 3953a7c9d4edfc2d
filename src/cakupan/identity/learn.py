"""How a scorecard is learned without labels: from the pairs whose NIKs speak for or against themselves.

Where both NIKs fit their rows, the pair is one person if they are the same and another if they are not. The NIK is then
hidden, and what the other fields say is learned. A NIK that fits may still be another's (typed from the row above, a
slip that fits): so a pair that is said to be two people is one with a small probability, found by expectation and
maximisation. What little is seen leaves the weights near those that are given.

Source: learning from positive and noisy negative labels as in Bekker and Davis, Learning from Positive and Unlabeled
Data (2020), with the classifier a logistic regression with interactions.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cakupan.identity.scorecard import Pattern, Scorecard, features_of, number_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Matrix = Any  # scipy.sparse.csr_array, which has no types

ANCHORED = ("same", "against", "beside", "neighbour")
_START = 0.05  # the same for what stands before all levels: how many candidates are nobody differs by list
_ROUNDS, _NUMBER_ROUNDS = 8, 6
TIGHT = 0.5, 1.0  # how strongly weights are held to those given: 1 / variance
_SLIPS = 0.025  # at most so many people whose NIK fits have another in one of the lists
_SEEN = 20.0  # pairs in which what is given of numbers counts as seen
_FAR = 30.0


def learned(
    patterns: Sequence[Pattern], counts: "Floats", given: Scorecard, *, tight: tuple[float, float] = TIGHT
) -> Scorecard:
    """The scorecard of pairs with these patterns, each seen so often among the candidates.

    `tight`: how strongly weights of a level and of two together are held to those given (1 / variance).
    """
    import numpy as np

    if not patterns:
        return given
    names = sorted({one for pattern in patterns for one in features_of(pattern)})
    anchored = np.array([pattern["nik"] in ANCHORED for pattern in patterns])
    same = np.array([pattern["nik"] == "same" for pattern in patterns])
    matrix = _matrix(patterns, names)
    weights = np.array([given.start, *(given.weights.get(name, 0.0) for name in names)])
    held = weights.copy()
    hold = np.array([_START, *(tight[" " in name] for name in names)])
    unsure = np.array([_nearly_identical(pattern) for pattern in patterns]) & ~same
    used = anchored & ~unsure
    rows, label, seen = matrix[used], same[used].astype(float), counts[used]
    hidden = np.zeros(len(label))
    for _ in range(_ROUNDS):
        weights = _fitted(rows, np.where(label == 1, 1.0, hidden), seen, weights, held, hold)
        odds = _probability(rows @ weights)
        hidden = odds * _SLIPS / (odds * _SLIPS + 1 - odds)
    return Scorecard(
        start=float(weights[0]),
        weights={**given.weights, **dict(zip(names, weights[1:].tolist(), strict=True))},
        numbers=_numbers(patterns, counts, matrix @ weights, given),
    )


def _nearly_identical(pattern: Pattern) -> bool:
    """Whether everything else agrees: then a NIK that differs is rather a slip, and no label."""
    named = pattern["name"] == "equal" and pattern["birth"] == "equal" and pattern["sex"] == "fine"
    return named and (pattern["place"] == "village" or pattern["contact"] != "open")


def _numbers(
    patterns: Sequence[Pattern], counts: "Floats", log_odds: "Floats", given: Scorecard
) -> Mapping[str, float]:
    """What each level of the NIK adds: how often it is so among pairs of one person, against pairs of two.

    What is given counts as if it had been seen in some pairs (`_SEEN`).
    """
    import numpy as np

    levels = [number_of(pattern) for pattern in patterns]
    names = sorted({*levels, *given.numbers})
    number = {name: at for at, name in enumerate(names)}
    place = np.array([number[level] for level in levels])
    born = np.array([name.split()[1] for name in names])
    before = np.array([given.numbers.get(name, 0.0) for name in names])
    adds = before
    for _ in range(_NUMBER_ROUNDS):
        odds = _probability(log_odds + adds[place])
        ours, theirs = (np.bincount(place, counts * one, len(names)) for one in (odds, 1 - odds))
        shares = []
        for seen, more in ((ours, before / 2), (theirs, -before / 2)):
            found = np.zeros(len(names))
            for kind in sorted(set(born.tolist())):
                here = born == kind
                prior = np.exp(more[here]) / np.exp(more[here]).sum()
                found[here] = (seen[here] + _SEEN * prior) / (seen[here].sum() + _SEEN)
            shares.append(found)
        adds = np.log(shares[0] / shares[1])
    return dict(zip(names, adds.tolist(), strict=True))


def _matrix(patterns: Sequence[Pattern], names: Sequence[str]) -> "Matrix":
    """One row for each pattern: what stands before all levels, and each level that it shows."""
    import numpy as np
    from scipy.sparse import csr_array

    number = {name: at for at, name in enumerate(names, 1)}
    rows = [[0, *(number[one] for one in features_of(pattern))] for pattern in patterns]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([one for row in rows for one in row], np.int64)
    return csr_array((np.ones(len(columns)), columns, ends), shape=(len(patterns), len(names) + 1))


def _fitted(
    rows: "Matrix", target: "Floats", seen: "Floats", start: "Floats", held: "Floats", hold: "Floats"
) -> "Floats":
    """The weights under which the targets are likeliest, held to those given; one thread, so that they are the same
    every time."""
    import numpy as np
    from scipy.optimize import minimize

    def loss(weights: "Floats") -> tuple[float, "Floats"]:
        log_odds, away = rows @ weights, weights - held
        value = (seen * (np.logaddexp(0, log_odds) - target * log_odds)).sum() + (hold * away**2).sum() / 2
        slope = rows.T @ (seen * (_probability(log_odds) - target)) + hold * away
        return float(value), slope

    found: Floats = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-10, "maxcor": 20}
    ).x
    return found


def _probability(log_odds: "Floats") -> "Floats":
    import numpy as np

    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -_FAR, _FAR)))
    return found
