"""What reviewers decided of pairs of rows: which must be one person, which must not, and what a scorer learns of it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cakupan.identity.clusters import Edges, Pairs
from cakupan.identity.sightings import Sightings, with_provenance

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Ints

SAME, DIFFERENT, UNSURE = ANSWERS = ("same", "different", "unsure")
SIDES, PLACE = ("left", "right"), ("file", "sheet", "row")
COLUMNS = (*(f"{side}_{name}" for side in SIDES for name in PLACE), "answer")
DECIDED_SAME = "decided_same"
CERTAIN = 1_000_000  # millionths
_ABOVE_ALL = CERTAIN + 1  # no evidence is as strong as somebody who looked
_DIGITS = 12

Place = tuple[str, str, int]


def pair_id(one: Place, other: Place) -> str:
    """What a pair of rows is called, whichever comes first: twelve digits of a hash of where both stand.

    A row stands in a file (by its hash), a sheet and a row. The day on which it became known is left out: the same
    file taken in again on another day holds the same pair.
    """
    told = "\x1e".join(sorted("\x1f".join(map(str, place)) for place in (one, other)))
    return sha256(told.encode("utf-8")).hexdigest()[:_DIGITS]


def labelled_pairs(decisions: "ir.Table", seen: Sightings, engine: "Engine") -> "pa.Table":
    """The decisions as labels for whoever learns: left, right (ids of sightings, the smaller first) and `same`, in
    order, each pair once.

    `decisions` has COLUMNS, `file` as the records have it. Left out are those of which a row is not there any more,
    or both rows say the same, and those who were unsure. Where of one pair both was said, it is different: a false
    match takes protection from somebody.
    """
    import ibis

    rows = engine.keep(with_provenance(seen.rows, seen.origins).select(*PLACE, "id"))
    sure = decisions.filter(decisions["answer"].isin([SAME, DIFFERENT]))
    for side in SIDES:
        sighted = rows.rename(**{f"{side}_{name}": name for name in PLACE}, **{side: "id"})
        sure = sure.join(sighted, [f"{side}_{name}" for name in PLACE])
    both = sure.filter(sure["left"] != sure["right"])
    ordered = both.select(
        left=ibis.least(both["left"], both["right"]),
        right=ibis.greatest(both["left"], both["right"]),
        same=(both["answer"] == SAME).cast("int64"),
    )
    once = ordered.group_by("left", "right").agg(same=ordered["same"].min())
    return engine.run(once.mutate(same=once["same"] == 1).order_by("left", "right"))


@dataclass(frozen=True, slots=True)
class Decided:
    """`same`: edges that hold before all evidence. `different`: pairs of sightings that no evidence may join."""

    same: Edges
    different: Pairs

    def open(self, edges: Edges, labels: "Ints") -> Edges:
        """The edges of which nobody said that they lead to another person: `labels` tells the person of each sighting.

        They are left out before it is asked whom a row fits best, so that who is said to be another is no rival.
        """
        return edges.where(~edges.between(self.different, labels)) if len(self.different.left) else edges


def decided(labels: "pa.Table | None" = None) -> Decided:
    """What `labelled_pairs` gave, as linkage takes it; without it nobody decided anything."""
    import numpy as np

    if labels is None:
        none = np.zeros(0, dtype=np.int64)
        return Decided(Edges(none, none, none, none.astype(object), none.astype(object)), Pairs(none, none))
    left, right = (labels[side].to_numpy().astype(np.int64) for side in SIDES)
    same = labels["same"].to_numpy()
    strength = np.full(int(same.sum()), _ABOVE_ALL, dtype=np.int64)
    because, nothing = (np.full(len(strength), text, dtype=object) for text in (DECIDED_SAME, ""))
    joined = Edges(left[same], right[same], strength, because, nothing)
    return Decided(joined, Pairs(left[~same], right[~same]))
