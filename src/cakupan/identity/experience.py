"""What reviewed pairs say of linkage: how often those of one reason and about one probability were one person.

The probability that a pass or the scorecard gives counts as if it had been seen in some pairs; each reviewed pair
counts as one more, so that what reviewers refute no longer joins anybody, and what they confirm does.

Source: the mean of a beta distribution, as in Gelman and others, Bayesian Data Analysis (3rd edition, 2013), 2.4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from cakupan.identity.clusters import Edges, edges_between
from cakupan.identity.decisions import CERTAIN
from cakupan.identity.verdict import given_counts_as, number_rules, rest_rules

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Bools, Ints
    from cakupan.identity.scorecard import Scorecard

Strength = TypeVar("Strength", int, "Ints")
_TENTH = 100_000  # millionths
Spoken = tuple[str, int]  # why, and in which tenth the probability lies


@dataclass(frozen=True, slots=True)
class Experience:
    """For each reason and tenth of a probability how many reviewed pairs are one person, and how many there are."""

    seen: Mapping[Spoken, tuple[int, int]] = field(default_factory=dict)

    def weigh(self, edges: Edges) -> Edges:
        """The edges with the probability that they have by now."""
        import numpy as np

        strength, counts_as = edges.strength.copy(), given_counts_as()
        for (because, tenth), (same, pairs) in self.seen.items():
            here = (edges.because.astype(str) == because) & (_tenth(edges.strength) == tenth)
            told = edges.strength[here] * counts_as + CERTAIN * same
            weighed = np.rint(told / (counts_as + pairs)).astype(np.int64)
            strength[here] = np.minimum(weighed, CERTAIN - 1)  # of what is certain there are no odds
        return replace(edges, strength=strength)


def experience_of(
    people: "ir.Table",
    labels: "pa.Table",
    card: "Scorecard",
    engine: "Engine",
    *,
    but: "Callable[[Edges], Bools]",
) -> Experience:
    """What the `labels` (`decisions.labelled_pairs`) of sightings of `people` (as prepared) say of what links; `but`
    tells the edges that are no sample of others, and teach nothing."""
    if not labels.num_rows:
        return Experience()
    said = {
        (left, right): same
        for left, right, same in zip(*(labels[name].to_pylist() for name in ("left", "right", "same")), strict=True)
    }
    ours, theirs = (
        people.semi_join(engine.table(labels.select([side]).rename_columns(["id"])), "id") for side in ("left", "right")
    )
    spoken: dict[tuple[int, int], Spoken] = {}
    for rules in (rest_rules(card), number_rules(card)):  # what is certain speaks before the rest
        edges = edges_between(ours, theirs, rules, engine)
        told = (edges.left, edges.right, edges.strength, edges.because, but(edges))
        for left, right, strength, because, silent in zip(*(column.tolist() for column in told), strict=True):
            if (left, right) in said:
                spoken[left, right] = because, _tenth(strength)
            if silent:
                spoken.pop((left, right), None)
    seen: dict[Spoken, tuple[int, int]] = {}
    for pair, code in spoken.items():
        same, pairs = seen.get(code, (0, 0))
        seen[code] = same + said[pair], pairs + 1
    return Experience(dict(sorted(seen.items())))


def _tenth(strength: "Strength") -> "Strength":
    """In which tenth of a probability it lies: pairs of one pass that are about as probable teach each other."""
    return strength // _TENTH
