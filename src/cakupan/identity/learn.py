"""How a scorecard is learned without labels: from the pairs whose NIKs speak for or against themselves.

Where both NIKs fit their rows, the pair is one person if they are the same and another if they are not. The NIK is then
hidden, and what the other fields say is learned. A NIK that fits may still be another's (typed from the row above, a
slip that fits): so a pair that is said to be two people is one with a small probability, found by expectation and
maximisation. What little is seen leaves the weights near those that are given.

Source: learning from positive and noisy negative labels as in Bekker and Davis, Learning from Positive and Unlabeled
Data (2020), with the classifier a logistic regression with interactions.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.identity.scorecard import Pattern, Scorecard, features_of, number_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ANCHORED = ("same", "against", "beside", "neighbour")
_ROUNDS, _NUMBER_ROUNDS = 8, 6
_TIGHT, _TIGHT_TOGETHER = 0.02, 0.2  # how strongly weights are held to those given: 1 / variance
_SLIPS = 0.025  # at most so many people whose NIK fits have another in one of the lists
_SMOOTH = 2.0


def learned(patterns: Sequence[Pattern], counts: "Floats", given: Scorecard) -> Scorecard:
    """The scorecard of pairs with these patterns, each seen so often among the candidates."""
    import numpy as np

    names = sorted({one for pattern in patterns for one in features_of(pattern)})
    anchored = np.array([pattern["nik"] in ANCHORED for pattern in patterns])
    same = np.array([pattern["nik"] == "same" for pattern in patterns])
    matrix = _matrix(patterns, names)
    weights = np.array([given.start, *(given.weights.get(name, 0.0) for name in names)])
    held = weights.copy()
    tight = np.array([0.0, *(_TIGHT_TOGETHER if " " in name else _TIGHT for name in names)])
    unsure = np.array([_nearly_identical(pattern) for pattern in patterns]) & ~same
    used = anchored & ~unsure
    rows, label, seen = matrix[used], same[used].astype(float), counts[used]
    hidden = np.zeros(len(label))
    for _ in range(_ROUNDS):
        weights = _fitted(rows, np.where(label == 1, 1.0, hidden), seen, weights, held, tight)
        odds = 1 / (1 + np.exp(-(rows @ weights)))
        hidden = odds * _SLIPS / (odds * _SLIPS + 1 - odds)
    card = Scorecard(float(weights[0]), dict(zip(names, weights[1:].tolist(), strict=True)), {})
    return Scorecard(card.start, card.weights, _numbers(patterns, counts, matrix @ weights))


def _nearly_identical(pattern: Pattern) -> bool:
    """Whether everything else agrees: then a NIK that differs is rather a slip, and no label."""
    named = pattern["name"] in ("equal", "sound") and pattern["birth"] == "equal" and pattern["sex"] == "fine"
    return named and (pattern["place"] == "village" or pattern["contact"] != "open")


def _numbers(patterns: Sequence[Pattern], counts: "Floats", log_odds: "Floats") -> Mapping[str, float]:
    """What each level of the NIK adds: how often it is so among pairs of one person, against pairs of two."""
    import numpy as np

    levels = [number_of(pattern) for pattern in patterns]
    names = sorted(set(levels))
    place = np.array([names.index(level) for level in levels])
    born = np.array([name.split()[1] for name in names])
    adds = np.zeros(len(names))
    for _ in range(_NUMBER_ROUNDS):
        odds = 1 / (1 + np.exp(-np.clip(log_odds + adds[place], -30, 30)))
        ours = np.bincount(place, counts * odds, len(names)) + _SMOOTH / len(names)
        theirs = np.bincount(place, counts * (1 - odds), len(names)) + _SMOOTH / len(names)
        for kind in sorted(set(born.tolist())):
            here = born == kind
            ours[here] /= ours[here].sum()
            theirs[here] /= theirs[here].sum()
        adds = np.log(ours / theirs)
    return dict(zip(names, adds.tolist(), strict=True))


def _matrix(patterns: Sequence[Pattern], names: Sequence[str]) -> "np.ndarray":
    from scipy.sparse import csr_array
    import numpy as np

    number = {name: at for at, name in enumerate(names, 1)}
    rows = [[0, *(number[one] for one in features_of(pattern))] for pattern in patterns]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([one for row in rows for one in row])
    return csr_array((np.ones(len(columns)), columns, ends), shape=(len(patterns), len(names) + 1))


def _fitted(rows, target, seen, start, held, tight):
    import numpy as np
    from scipy.optimize import minimize

    def loss(weights):
        z = rows @ weights
        value = (seen * (np.logaddexp(0, z) - target * z)).sum() + (tight * (weights - held) ** 2).sum() / 2
        slope = rows.T @ (seen * (1 / (1 + np.exp(-z)) - target)) + tight * (weights - held)
        return value, slope

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-10, "maxcor": 20}).x
