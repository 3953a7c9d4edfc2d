"""By which scorecard lists are linked in which too few people have a NIK: by the given one, or by one of their own.

The given scorecard speaks for lists written as those it was learned of. Where the names of many pairs that it is sure
of are written otherwise, a scorecard is learned of these lists alone, of wider candidates; but only where enough of
them are one person, and only if it still takes for one person what the given one was sure of.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.engines.linker import Rules, levels_of, patterns_in
from cakupan.identity.mixture import learned_alone
from cakupan.identity.scorecard import Scorecard, given_card
from cakupan.identity.verdict import match_from, patterns_of, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    from cakupan.engines.port import Engine
    from cakupan.identity.scorecard import Pattern

    Floats = NDArray[np.float64]

ANCHORS = 50  # NIKs that fit, in each list: fewer teach nothing
_SURE = 200  # pairs that the given card is sure of, at least
_AMONG = 0.02  # their share among the wider candidates: of fewer, homes are learned instead of persons
_WRITTEN = 0.75  # of their names one is the other as it is or sounds: of two made-up lists never fewer than 0.79
_KEPT = 0.9  # of them the card that is learned must rather take for one person than for two
_RATHER = 0.5
_AS_WRITTEN = ("equal", "sound")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Patterns, and how many pairs show each."""

    patterns: "Sequence[Pattern]"
    counts: "Floats"

    def taken(self, card: Scorecard, least: float) -> "Floats":
        """How many pairs of each pattern the card takes for one person, with at least this probability."""
        import numpy as np

        taken = [card.probability(pattern) >= least for pattern in self.patterns]
        found: Floats = self.counts * np.array(taken, dtype=float)
        return found


def numbered(tables: "Sequence[ir.Table]", engine: "Engine") -> bool:
    """Whether in each of these prepared lists enough people have a NIK that fits."""
    fitting = (engine.run(table.aggregate(rows=table["fits"].sum()))["rows"][0].as_py() for table in tables)
    return all((rows or 0) >= ANCHORS for rows in fitting)


def unnumbered_card(left: "ir.Table", right: "ir.Table | None", engine: "Engine") -> Scorecard | None:
    """The scorecard that these prepared lists teach, or the one with itself, without their NIKs; None where they do
    not. It is of the wide candidates (`rules`)."""
    import numpy as np

    usual = _seen(left, right, rules(), engine)
    sure = usual.taken(given_card(), float(match_from()))
    names = [pattern["name"] for pattern in usual.patterns]
    if sure.sum() < _SURE or sure[np.isin(names, _AS_WRITTEN)].sum() >= _WRITTEN * sure.sum():
        return None
    wide = _seen(left, right, rules(wide=True), engine)
    if sure.sum() < _AMONG * wide.counts.sum():
        return None
    card = learned_alone(wide.patterns, wide.counts, given_card())
    kept = np.minimum(sure, usual.taken(card, _RATHER))
    return card if kept.sum() >= _KEPT * sure.sum() else None


def _seen(left: "ir.Table", right: "ir.Table | None", way: Rules, engine: "Engine") -> _Seen:
    levels = levels_of(left, right, way, engine)
    found = patterns_in(levels, way, engine)
    engine.forget(levels)
    return _Seen(patterns_of(found), found["pairs"].to_numpy().astype(float))
