"""How a scorecard is learned without labels: from the pairs whose NIKs speak for or against themselves.

The same NIK labels a pair as one person, and two that both fit their rows as two people. The NIK is then
hidden, and what the other fields say is learned. A NIK that fits may still be another's (typed from the row above, a
slip that fits): so a pair that is said to be two people is one with a small probability, found by expectation and
maximisation. What little is seen leaves the weights near those that are given.

Source: learning from positive and noisy negative labels as in Bekker and Davis, Learning from Positive and Unlabeled
Data (2020), with the classifier a logistic regression with interactions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.identity.compare import HOME
from cakupan.identity.scorecard import NUMBER, Pattern, Scorecard, features_of, number_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Matrix = Any  # scipy.sparse.csr_array, which has no types

ANCHORED = ("same", "against", "beside", "neighbour")
_START = 0.05  # the same for what stands before all levels: how many candidates are nobody differs by list
_ROUNDS, _NUMBER_ROUNDS = 4, 6  # with more of the former, what is told apart wrongly becomes certain
TIGHT = 0.5, 1.0  # how strongly weights are held to those given: 1 / variance
_ALONE = ",alone"
_RARE = -3.7  # at most one in forty NIKs that fit is another's
_HALF = 0.5  # of a pair, as if seen at each level of both: what is never seen is not impossible
_LABELLED = 50  # pairs of one NIK: fewer teach nothing
_SEEN = 20.0  # pairs in which what is given of numbers counts as seen
_FAR = 30.0


def learned(
    patterns: Sequence[Pattern],
    counts: "Floats",
    given: Scorecard,
    *,
    tight: tuple[float, float] = TIGHT,
    two_count: float = 1.0,
) -> Scorecard:
    """The scorecard of pairs with these patterns, each seen so often among the candidates.

    `tight`: how strongly weights of a level and of two together are held to those given (1 / variance). `two_count`:
    as how many pairs one counts whose NIKs say that it is two people (`two_count`).
    """
    import numpy as np

    sampled = [at for at, pattern in enumerate(patterns) if pattern["found"] != NUMBER]
    if not sampled:
        return given
    hidden = [_without_number(pattern) for pattern in patterns]
    names = sorted({one for pattern in (*patterns, *hidden) for one in features_of(pattern)})
    shown = matrix_of(patterns, names)
    weights = np.array([given.start, *(given.weights.get(name, 0.0) for name in names)])
    held = weights.copy()
    hold = np.array([_START, *(tight[" " in name] for name in names)])
    taught = np.array([at for at in sampled if _teaches(patterns[at])], np.int64)
    rows, seen = matrix_of([hidden[at] for at in taught], names), counts[taught]
    same = np.array([patterns[at]["nik"] == "same" for at in taught])
    seen = np.where(same, seen, two_count * seen)
    one = np.zeros(len(taught))
    numbers = _Numbers.of(patterns, counts, given)
    for _ in range(_ROUNDS):
        weights = fitted(rows, np.where(same, 1.0, one), seen, weights, held, hold)
        adds = numbers.weighed(shown @ weights)
        one = probability_of(rows @ weights + np.minimum(adds[numbers.place[taught]], 0))
    seen_names = {one for at in taught for one in features_of(hidden[at])}
    found = dict(zip(names, weights[1:].tolist(), strict=True))
    return Scorecard(
        start=float(weights[0]),
        weights={**given.weights, **{name: found[name] for name in sorted(seen_names)}},
        numbers=dict(zip(numbers.names, numbers.weighed(shown @ weights).tolist(), strict=True)),
    )


def two_count(patterns: Sequence[Pattern], counts: "Floats", given: Scorecard) -> float:
    """As how many pairs one counts whose NIKs say that it is two people, at most 1: as many as leave those of one
    person the share among the labelled that they have, by the given card, among all candidates.

    Of a list whose same NIKs were taken out beforehand one would learn that whoever agrees in name, birth and home is
    two; it is 0 where too few are the same to learn from.
    """
    import numpy as np

    def of(claim: Callable[[Pattern], bool]) -> "Bools":
        return np.fromiter((claim(pattern) for pattern in patterns), np.bool_, len(patterns))

    sampled = of(lambda pattern: pattern["found"] != NUMBER)
    same = of(lambda pattern: pattern["nik"] == "same") & sampled
    two = of(_teaches) & sampled & ~same
    one = np.where(same, 1.0, [given.probability(pattern) for pattern in patterns])
    if counts[same].sum() < _LABELLED:
        return 0.0
    of_one = counts[same].sum() / max((counts * one)[sampled].sum(), 1.0)
    of_two = (counts * (1 - one))[two].sum() / max((counts * (1 - one))[sampled].sum(), 1.0)
    return float(min(1.0, of_one / of_two)) if of_two else 1.0


def _against(level: str) -> bool:
    """Whether the NIKs fit two people, or in one home two twins: a slip may do so too, but seldom."""
    return level.startswith("nik=against") or (
        "home=same" in level and level.startswith(("nik=neighbour", "nik=serial"))
    )


def _without_number(pattern: Pattern) -> Pattern:
    """The pattern as it were without a NIK, which tells a birth date too."""
    return {**pattern, "birth": "open"} if pattern["stated"] == "open" and pattern["birth"] != "untold" else pattern


def _teaches(pattern: Pattern) -> bool:
    """Whether the NIK says what the pair is. Where everything else agrees, one that differs is rather a slip."""
    named = pattern["name"] == "equal" and pattern["birth"] == "equal" and pattern["sex"] == "fine"
    identical = named and (pattern["place"] == "village" or pattern["contact"] in HOME)
    return pattern["nik"] == "same" or (pattern["nik"] in ANCHORED and not identical)


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """The levels of the NIK: for each pattern which it shows (`place`), for each level its circumstances (`kind`) and
    whether it is a sample, what is given for it, and the `most` that it may add."""

    names: Sequence[str]
    counts: "Floats"
    place: "Ints"
    kind: "Ints"
    sampled: "Bools"
    given: "Floats"
    most: "Floats"

    @classmethod
    def of(cls, patterns: Sequence[Pattern], counts: "Floats", given: Scorecard) -> "_Numbers":
        import numpy as np

        levels = [number_of(pattern) for pattern in patterns]
        names = sorted({*levels, *given.numbers})
        number = {name: at for at, name in enumerate(names)}
        kinds = [name.split()[1].removesuffix(_ALONE) for name in names]
        _, kind = np.unique(kinds, return_inverse=True)
        return cls(
            names,
            counts,
            np.array([number[level] for level in levels]),
            kind,
            np.array([not name.endswith(_ALONE) for name in names]),
            np.array([given.numbers.get(name, 0.0) for name in names]),
            np.array([_RARE if _against(name) else np.inf for name in names]),
        )

    def weighed(self, log_odds: "Floats") -> "Floats":
        """What each level adds: how often it is so among pairs of one person, against pairs of two.

        What is given counts as if it had been seen in some pairs (`_SEEN`), so that few pairs move it little however
        many others there are. A level that only numbers bring forth is no sample, but beside one of its kind it is as
        frequent as it is.
        """
        import numpy as np

        adds, kinds = self.given, int(self.kind.max()) + 1
        pairs = np.bincount(self.place, self.counts, len(self.names))
        for _ in range(_NUMBER_ROUNDS):
            odds = probability_of(log_odds + adds[self.place])
            shares = []
            for certain in (odds, 1 - odds):
                seen = np.bincount(self.place, self.counts * certain, len(self.names))
                whole = np.bincount(self.kind, seen * self.sampled, kinds)
                shares.append((seen + _HALF) / (whole + 1)[self.kind])
            found = np.log(shares[0] / shares[1])
            adds = np.minimum((pairs * found + _SEEN * self.given) / (pairs + _SEEN), self.most)
        return adds


def matrix_of(patterns: Sequence[Pattern], names: Sequence[str]) -> "Matrix":
    """One row for each pattern: what stands before all levels, and each level that it shows."""
    import numpy as np
    from scipy.sparse import csr_array

    number = {name: at for at, name in enumerate(names, 1)}
    rows = [[0, *(number[one] for one in features_of(pattern))] for pattern in patterns]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([one for row in rows for one in row], np.int64)
    return csr_array((np.ones(len(columns)), columns, ends), shape=(len(patterns), len(names) + 1))


def fitted(
    rows: "Matrix", target: "Floats", seen: "Floats", start: "Floats", held: "Floats", hold: "Floats"
) -> "Floats":
    """The weights under which the targets are likeliest, held to those given; one thread, so that they are the same
    every time."""
    import numpy as np
    from scipy.optimize import minimize

    def loss(weights: "Floats") -> tuple[float, "Floats"]:
        log_odds, away = rows @ weights, weights - held
        value = (seen * (np.logaddexp(0, log_odds) - target * log_odds)).sum() + (hold * away**2).sum() / 2
        slope = rows.T @ (seen * (probability_of(log_odds) - target)) + hold * away
        return float(value), slope

    found: Floats = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-10, "maxcor": 20}
    ).x
    return found


def probability_of(log_odds: "Floats") -> "Floats":
    import numpy as np

    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -_FAR, _FAR)))
    return found
