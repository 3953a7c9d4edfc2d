"""Which persons of a list without numbers are one by what all their rows show together.

A person who is written twice is known by more than either row: what a third row has of the name of the one and of the
birth date of the other speaks for both. Who looks at several pairs finds more agreement by chance, so that the odds of
the best are shared out among as many as were looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from math import exp
from typing import TYPE_CHECKING

from cakupan.identity.clusters import Edges, components
from cakupan.identity.rivals import MILLION
from cakupan.identity.scorecard import Scorecard, pattern_told
from cakupan.identity.verdict import by_number, match_millionths

if TYPE_CHECKING:
    from cakupan.identity.clusters import Bools, Ints

    Together = Callable[[tuple[str, ...]], int]  # the millionths of all that two persons show

_TOGETHER = (("known", "name", "common"), ("stated", "birth"), ("place", "contact", "household"))  # told by one row


def gathered(edges: Edges, card: Scorecard, count: int) -> Edges:
    """Of `edges` (all that were weighed, of `count` rows) those that are a match after all, as strong as their persons
    are together. Rows that match by themselves are one person to begin with; then the likeliest are joined first."""
    alone = edges.strength >= match_millionths()
    joined, others = edges.where(alone), _weighed(edges.where(~alone))
    together = cache(lambda shown: _millionths(card, shown))
    found = others.where(others.strength < 0)
    while True:
        likelier = _likeliest(others, components(count, joined), together)
        if not len(likelier):
            return found
        joined, found = joined.and_(likelier), found.and_(likelier)


def _weighed(edges: Edges) -> Edges:
    """The edges that the card spoke of: what numbers say is said."""
    import numpy as np

    texts, code = np.unique(edges.shown.astype(str), return_inverse=True)
    kept = np.array([not by_number(pattern_told(text)) for text in texts.tolist()], dtype=np.bool_)
    return edges.where(kept[code])


def _likeliest(edges: Edges, person: "Ints", together: "Together") -> Edges:
    """One edge between any two persons that are a match together, where neither is likelier to be somebody else."""
    import numpy as np

    ends = np.sort(np.stack([person[edges.left], person[edges.right]], axis=1), axis=1)
    texts, code = np.unique(edges.shown.astype(str), return_inverse=True)
    rows = np.flatnonzero(ends[:, 0] != ends[:, 1])
    distinct, first = np.unique(np.column_stack([ends, code])[rows], axis=0, return_index=True)
    _, start, many = np.unique(distinct[:, :2], axis=0, return_index=True, return_counts=True)
    start, many = start[many > 1], many[many > 1]  # of one pattern nothing more is known than it says
    shown = (tuple(texts[distinct[at : at + size, 2]].tolist()) for at, size in zip(start, many, strict=True))
    strength = np.array([together(one) for one in shown], dtype=np.int64)
    kept = strength >= match_millionths()
    kept &= _mutual(distinct[start, 0], distinct[start, 1], strength, len(person))
    return replace(edges.where(rows[first[start[kept]]]), strength=strength[kept])


def _mutual(one: "Ints", other: "Ints", strength: "Ints", count: int) -> "Bools":
    import numpy as np

    best = np.zeros(count, dtype=np.int64)
    for side in (one, other):
        np.maximum.at(best, side, strength)
    found: Bools = (strength >= best[one]) & (strength >= best[other])
    return found


def _millionths(card: Scorecard, shown: Sequence[str]) -> int:
    """The probability of two persons whose rows show these patterns: by the best of each group of comparisons, but of
    what speaks against (sex, numbers) by the worst."""
    patterns = [pattern_told(text) for text in shown]
    spoken = {name for names in _TOGETHER for name in names}
    against = {tuple(item for item in pattern.items() if item[0] not in spoken) for pattern in patterns}
    groups = [{tuple((name, pattern[name]) for name in names) for pattern in patterns} for names in _TOGETHER]
    best = [dict(level for group in choice for level in group) for choice in product(*groups)]
    log_odds = min(max(card.log_odds({**dict(other), **levels}) for levels in best) for other in against)
    odds = exp(log_odds) / len(patterns)
    found: int = round(odds / (1 + odds) * MILLION)
    return found
