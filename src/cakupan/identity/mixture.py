"""How a scorecard is learned where no number speaks: from what agrees together more often than by chance.

Candidates are of four kinds: one person, and strangers who became candidates because their names, their births or
their homes agree. In each kind the comparisons are independent of each other; how often a kind shows a level, and how
many pairs are of it, is found by expectation and maximisation. The scorecard is the one nearest to what that says.

Two kinds, as in the source, are not enough: those who share a home agree in phone and card together, and are then taken
for one person. So it may still go wrong where few candidates are one person: `unnumbered` asks for more.

Source: Fellegi and Sunter (1969) with Winkler, Using the EM Algorithm for Weight Computation (1988); several kinds of
strangers as in Larsen and Rubin, Iterative Automated Record Linkage Using Mixture Models, JASA 96 (2001).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.identity.learn import fitted, matrix_of
from cakupan.identity.scorecard import Pattern, Scorecard, feature, features_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Shares = list[Floats]

# a name that many bear says less, so that how common it is belongs to it
GROUPS = (("name", "common"), ("birth",), ("household",), ("sex",))
_FOUND_BY = (0, 1, 2)  # groups that make strangers candidates
_ROUNDS = 20
_SEEN = 20.0  # pairs in which what was first thought of a kind counts as seen
_LOOSE = 0.02, 0.05  # how strongly the weights of a level and of two together are held to 0: 1 / variance
_SURE = 8.0  # of the logarithm of odds: beyond it one group alone says no more


def learned_alone(patterns: Sequence[Pattern], counts: "Floats", given: Scorecard) -> Scorecard:
    """The scorecard of pairs with these patterns, each seen so often among the candidates; numbers as `given`."""
    import numpy as np

    if not len(patterns):
        return given
    target = _one_person(patterns, counts, given)
    names = sorted({one for pattern in patterns for one in features_of(pattern)})
    zero = np.zeros(len(names) + 1)
    hold = np.array([_LOOSE[0], *(_LOOSE[" " in name] for name in names)])
    weights = fitted(matrix_of(patterns, names), target, counts, zero, zero, hold)
    return Scorecard(
        start=float(weights[0]),
        weights=dict(zip(names, weights[1:].tolist(), strict=True)),
        # what a missing number adds was learned where others have one
        numbers={level: adds for level, adds in given.numbers.items() if not level.startswith("nik=open")},
    )


def _one_person(patterns: Sequence[Pattern], counts: "Floats", given: Scorecard) -> "Floats":
    """How probable it is that a pair of each pattern is one person."""
    import numpy as np

    levels = [_levels(patterns, group) for group in GROUPS]
    kinds = _first_thought(levels, counts, np.array([given.probability(pattern) for pattern in patterns]))
    first = [_shares(levels, counts * kind) for kind in kinds]
    shares = first
    for _ in range(_ROUNDS):
        kinds = _expected(levels, shares, (kinds * counts).sum(axis=1))
        shares = [_shares(levels, counts * kind, before) for kind, before in zip(kinds, first, strict=True)]
    found: Floats = _expected(levels, shares, (kinds * counts).sum(axis=1))[0]
    return found


def _levels(patterns: Sequence[Pattern], group: Sequence[str]) -> "Ints":
    """For each pattern the number of the level that it shows in a group of comparisons."""
    import numpy as np

    _, number = np.unique([feature(pattern, group) for pattern in patterns], return_inverse=True)
    return number


def _first_thought(levels: "Sequence[Ints]", counts: "Floats", one: "Floats") -> "Floats":
    """The kinds as the given card has them (kinds x patterns): strangers are shared out by which group agrees most."""
    import numpy as np

    same, other = _shares(levels, counts * one), _shares(levels, counts * (1 - one))
    agree = np.stack([np.log(same[at] / other[at])[levels[at]] for at in _FOUND_BY])
    share = np.exp(np.clip(agree, -_SURE, _SURE))
    return np.vstack([one, (1 - one) * share / share.sum(axis=0)])


def _shares(levels: "Sequence[Ints]", seen: "Floats", before: "Shares | None" = None) -> "Shares":
    """For each group the shares of its levels among pairs seen so often; `before` counts as if seen in some pairs."""
    import numpy as np

    found = []
    for at, level in enumerate(levels):
        many = int(level.max()) + 1
        prior, weight = (before[at], _SEEN) if before else (np.full(many, 1 / many), 1.0)
        found.append((np.bincount(level, seen, many) + weight * prior) / (seen.sum() + weight))
    return found


def _expected(levels: "Sequence[Ints]", shares: "Sequence[Shares]", pairs: "Floats") -> "Floats":
    """How probable each kind is for each pattern (kinds x patterns), if so many `pairs` are of each kind."""
    import numpy as np

    said = [[np.log(of_group)[level] for of_group, level in zip(kind, levels, strict=True)] for kind in shares]
    log = np.log(pairs + 1)[:, None] + np.array(said).sum(axis=1)
    odds = np.exp(log - log.max(axis=0))
    found: Floats = odds / odds.sum(axis=0)
    return found
