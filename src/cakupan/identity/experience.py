"""What reviewed pairs say of the passes: how often those that a pass linked were one person, beside what it is given.

The probability of a pass is set by hand (passes.toml). It counts as if it had been seen in some pairs; each reviewed
pair counts as one more, so that a pass that reviewers refute no longer joins anybody, and one that they confirm does.

Source: the mean of a beta distribution, as in Gelman and others, Bayesian Data Analysis (3rd edition, 2013), 2.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cakupan.identity.clusters import EDGE, Edges, edges_of
from cakupan.identity.decisions import CERTAIN
from cakupan.identity.verdict import certain_rules, given_counts_as, rest_rules

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.linker import Linker
    from cakupan.engines.port import Engine

Spoken = tuple[str, int]  # a pass: why, and its probability in millionths


@dataclass(frozen=True, slots=True)
class Experience:
    """For each pass that linked reviewed pairs how many of them are one person, and how many there are."""

    seen: Mapping[Spoken, tuple[int, int]] = field(default_factory=dict)

    def weigh(self, edges: Edges) -> Edges:
        """The edges with the probability that each pass has by now."""
        strength = edges.strength.copy()
        for (because, given), (same, pairs) in self.seen.items():
            here = (edges.because.astype(str) == because) & (edges.strength == given)
            counts_as = given_counts_as()
            strength[here] = round((given * counts_as + CERTAIN * same) / (counts_as + pairs))
        return replace(edges, strength=strength)


def experience_of(people: "ir.Table", labels: "pa.Table", linker: "Linker", engine: "Engine") -> Experience:
    """What the `labels` (`decisions.labelled_pairs`) of sightings of `people` (as prepared) say of the passes."""
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
    for rules in (rest_rules(), certain_rules()):  # what is certain speaks before the rest
        edges = edges_of(engine.run(linker.pairs(ours, theirs, rules, engine).select(*EDGE)))
        for left, right, strength, because in zip(
            edges.left.tolist(), edges.right.tolist(), edges.strength.tolist(), edges.because.tolist(), strict=True
        ):
            if (left, right) in said:
                spoken[left, right] = because, strength
    seen: dict[Spoken, tuple[int, int]] = {}
    for pair, code in spoken.items():
        same, pairs = seen.get(code, (0, 0))
        seen[code] = same + said[pair], pairs + 1
    return Experience(dict(sorted(seen.items())))
