"""Which linked sightings are one person: connected, unless that puts two people with NIKs of their own together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from cakupan.engines.linker import linked_pairs

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from cakupan.engines.linker import Rules
    from cakupan.engines.port import Engine

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


EDGE = ("left", "right", "probability", "because", "shown")


_COLUMNS = ("left", "right", "strength", "because", "shown")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of sightings, by their ids."""

    left: "Ints"
    right: "Ints"


@dataclass(frozen=True, slots=True)
class Edges:
    """Linked pairs of sightings: ids, the probability in millionths (so that equal means equal), the pass, and what
    they show (`scorecard.told`)."""

    left: "Ints"
    right: "Ints"
    strength: "Ints"
    because: "NDArray[np.object_]"
    shown: "NDArray[np.object_]"

    def __len__(self) -> int:
        return len(self.left)

    def where(self, kept: "Bools | Ints") -> "Edges":
        """Those that are marked, or those at these places in this order."""
        return Edges(*(getattr(self, name)[kept] for name in _COLUMNS))

    def of(self, codes: tuple[str, ...]) -> "Bools":
        """Which edges are for one of these reasons."""
        import numpy as np

        found: Bools = np.isin(self.because.astype(str), codes)
        return found

    def between(self, pairs: "Pairs", labels: "Ints") -> "Bools":
        """Which edges lead between two persons (by the label of each sighting) of whom `pairs` names one each."""
        import numpy as np

        def codes(left: "Ints", right: "Ints") -> "Ints":
            return np.minimum(labels[left], labels[right]) * len(labels) + np.maximum(labels[left], labels[right])

        found: Bools = np.isin(codes(self.left, self.right), codes(pairs.left, pairs.right))
        return found

    def and_(self, other: "Edges") -> "Edges":
        import numpy as np

        return Edges(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in _COLUMNS))


def edges_of(pairs: "pa.Table") -> Edges:
    """Pairs (`linker.judged`), in the order of their ids."""
    import numpy as np

    ordered = pairs.sort_by([("left", "ascending"), ("right", "ascending")])
    left, right = (ordered[name].to_numpy() for name in ("left", "right"))
    millionths = [int(probability.scaleb(6)) for probability in _distinct(ordered, "probability")]
    strength = np.array(millionths, dtype=np.int64)[_indices(ordered, "probability")]
    because, shown = (
        np.array(_distinct(ordered, name), dtype=object)[_indices(ordered, name)] for name in ("because", "shown")
    )
    return Edges(left, right, strength, because, shown)


def edges_between(left: "ir.Table", right: "ir.Table | None", rules: "Rules", engine: "Engine") -> Edges:
    """The pairs that rules give, in the order of their ids; without `right` those within `left`.

    The engine keeps none of them: of millions of rows they take more than the rows.
    """
    pairs = linked_pairs(left, right, rules, engine)
    edges = edges_of(engine.run(pairs.select(*EDGE)))
    engine.forget(pairs)
    return edges


def components(count: int, edges: Edges) -> "Ints":
    """For each of `count` sightings the smallest sighting that it is connected with."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(edges), dtype=np.int8)
    graph = coo_array((ones, (edges.left, edges.right)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    smallest = np.full(count, count, dtype=np.int64)
    np.minimum.at(smallest, labels, np.arange(count, dtype=np.int64))
    found: Ints = smallest[labels]
    return found


def apart(edges: Edges, nik: "Ints", allowed: "frozenset[tuple[int, int]]", different: Pairs | None = None) -> "Bools":
    """Which edges hold: all, but where they would join two fitting NIKs that no pass linked itself, or two sightings
    that somebody said are `different` people, the weakest go.

    `nik`: for each sighting the number of its fitting NIK, or -1. `allowed`: pairs of such numbers that are one person
    in spite of it, the smaller first. Of equally weak edges the later seen goes.
    """
    import numpy as np

    holds = np.ones(len(edges), dtype=np.bool_)
    labels = components(len(nik), edges)
    torn = _torn(labels, nik, allowed)
    if different is not None:
        torn += labels[different.left][labels[different.left] == labels[different.right]].tolist()
    inside = np.flatnonzero(np.isin(labels[edges.left], torn))
    order = np.lexsort((edges.right[inside], edges.left[inside], -edges.strength[inside]))
    forest = _Forest(nik, allowed, different)
    for at in inside[order]:
        holds[at] = forest.joined(int(edges.left[at]), int(edges.right[at]))
    return holds


NOBODY, SEVERAL = -1, -2


def sole_targets(edges: Edges, node: "Ints", target: "Ints", count: int) -> "Ints":
    """For each of `count` nodes the one target of its strongest edges; NOBODY where it has none, SEVERAL where they
    lead to more than one."""
    import numpy as np

    found = np.full(count, NOBODY, dtype=np.int64)
    best = np.full(count, -1, dtype=np.int64)
    np.maximum.at(best, node, edges.strength)
    strongest = edges.strength == best[node]
    found[node[strongest]] = target[strongest]
    rivals = strongest & (found[node] != target)
    found[node[rivals]] = SEVERAL
    return found


class _Forest:
    """Trees of sightings, each with the fitting NIKs found in it, and those that must not meet certain others."""

    def __init__(self, nik: "Ints", allowed: "frozenset[tuple[int, int]]", different: Pairs | None) -> None:
        self._above: dict[int, int] = {}
        self._niks: dict[int, frozenset[int]] = {}
        self._wary: dict[int, frozenset[int]] = {}
        self._nik, self._allowed = nik, allowed
        self._others: dict[int, set[int]] = {}
        for one, other in zip(different.left.tolist(), different.right.tolist(), strict=True) if different else ():
            self._others.setdefault(one, set()).add(other)
            self._others.setdefault(other, set()).add(one)

    def joined(self, one: int, other: int) -> bool:
        """Join the trees of two sightings, unless their NIKs or a decision speak against it; whether they are one."""
        one, other = self._root(one), self._root(other)
        if one == other:
            return True
        ours, theirs = self._found(one), self._found(other)
        wary, of_them = self._not_with(one), self._not_with(other)
        if not _fit_together(product(ours, theirs), self._allowed) or any(self._others[who] & of_them for who in wary):
            return False
        self._above[other] = one
        self._niks[one] = ours | theirs
        self._wary[one] = wary | of_them
        return True

    def _found(self, root: int) -> frozenset[int]:
        own = frozenset({int(self._nik[root])} - {-1})
        return self._niks.get(root, own)

    def _not_with(self, root: int) -> frozenset[int]:
        """The sightings of a tree that must not meet certain others."""
        return self._wary.get(root, frozenset({root} & self._others.keys()))

    def _root(self, sighting: int) -> int:
        while sighting in self._above:
            sighting = self._above[sighting]
        return sighting


def _torn(labels: "Ints", nik: "Ints", allowed: "frozenset[tuple[int, int]]") -> list[int]:
    """The components that hold two fitting NIKs which no pass linked itself."""
    return [label for label, niks in _several(labels, nik).items() if not _fit_together(product(niks, niks), allowed)]


def _several(labels: "Ints", nik: "Ints") -> Mapping[int, list[int]]:
    import numpy as np

    known = nik >= 0
    found = np.unique(np.stack([labels[known], nik[known]], axis=1), axis=0)
    _, starts, counts = np.unique(found[:, 0], return_index=True, return_counts=True)
    return {
        int(found[start, 0]): [int(one) for one in found[start : start + count, 1]]
        for start, count in zip(starts[counts > 1], counts[counts > 1], strict=True)
    }


def _fit_together(pairs: Iterable[tuple[int, int]], allowed: "frozenset[tuple[int, int]]") -> bool:
    return all(one == other or (min(one, other), max(one, other)) in allowed for one, other in pairs)


def _distinct(table: "pa.Table", column: str) -> list[Any]:
    found: list[Any] = table[column].combine_chunks().dictionary_encode().dictionary.to_pylist()
    return found


def _indices(table: "pa.Table", column: str) -> "Ints":
    found: Ints = table[column].combine_chunks().dictionary_encode().indices.to_numpy()
    return found
