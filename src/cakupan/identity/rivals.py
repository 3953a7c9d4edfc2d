"""How probable it is that somebody is this person and not one of the others who fit as well.

A person is in a register once: the odds of each whom a row may be are weighed against those of all others, and
against nobody. So of two who fit equally well neither is a match, and from one who fits far better the others take
little.
"""

from typing import TYPE_CHECKING

from cakupan.engines.linker import PLACES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cakupan.identity.clusters import Ints

    Floats = NDArray[np.float64]

MILLION = 10**PLACES
CANDIDATES = 3  # whom somebody may be that are shown
SEVERAL_FIT = "several_fit"  # why a pair that would be a match is only possible
LEAST_SHOWN = 20_000  # millionths: what is less likely is not shown


def odds_of(strength: "Ints") -> "Floats":
    """The odds of probabilities in millionths, each below a million."""
    found: Floats = strength / (MILLION - strength)
    return found


def among_rivals(node: "Ints", target: "Ints", strength: "Ints", nobody: float = 1.0) -> "Ints":
    """For each edge the probability (millionths, as `strength`) that its `node` is its `target` and nobody else.

    Of several edges between the two the strongest counts beside other targets. `nobody` is the weight of being none of
    them, beside odds.
    """
    import numpy as np

    if not len(node):
        return strength
    odds = odds_of(strength)
    _, first, pair = np.unique(node * (int(target.max()) + 1) + target, return_index=True, return_inverse=True)
    best = np.zeros(len(first))
    np.maximum.at(best, pair, odds)
    every = np.bincount(node[first], best)
    others = every[node] - best[pair]
    found: Ints = np.rint(odds / (nobody + others + odds) * MILLION).astype(np.int64)
    return found
