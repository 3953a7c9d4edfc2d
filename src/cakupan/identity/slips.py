"""Which NIKs that both fit their rows are one NIK written with a slip, and which are two people's.

A slip may fit: a neighbour's number, or one that Excel cut. So two NIKs that one file of a register lists are two
people, unless they have one KPJ; a cut number is one of its neighbours only; and two meet by way of a third only if
they may well be one person's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from cakupan.identity.clusters import Edges, components
from cakupan.identity.decisions import DECIDED_SAME, Decided
from cakupan.identity.rivals import among_rivals
from cakupan.identity.verdict import REPAIRED, TWO_NIKS

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Bools, Ints

SAME_KPJ = "same_kpj_near_nik"
SLIPS = (REPAIRED, SAME_KPJ)  # why two fitting NIKs are taken for one, written with a slip
LIKELY = 100_000  # millionths: two NIKs that are less likely one person's nobody need look at
_STEM = 15  # digits that Excel keeps of a NIK
NikPair = tuple[int, int]  # numbers of two NIKs, the smaller first


def open_by_number(edges: Edges, said: Decided, nik: "Ints", sure: int) -> Edges:
    """The edges but those between two NIKs of whose rows somebody said that they are two people: who is not the one row
    of a NIK is none of its others either, where they are one person."""
    if not len(said.different.left):
        return edges
    ours, theirs = nik[edges.left], nik[edges.right]
    labels = components(len(nik), edges.where((ours == theirs) & (ours >= 0) & (edges.strength >= sure)))
    return edges.where((ours == theirs) | ~edges.between(said.different, labels))


def listed_apart(edges: Edges, nik: "Ints", registered: "ir.Table", engine: "Engine") -> "Bools":
    """Which edges take for one person, by their NIKs alone, two that one file of a register lists both.

    There they are two people, unless they have one KPJ: a person has several memberships, each a row."""
    import numpy as np
    import pyarrow as pa

    ours, theirs = nik[edges.left], nik[edges.right]
    slips = np.flatnonzero((ours >= 0) & (theirs >= 0) & (ours != theirs) & edges.of((REPAIRED,)))
    asked = np.flatnonzero(np.isin(nik, np.union1d(ours[slips], theirs[slips])) & (nik >= 0))
    rows = registered.semi_join(engine.table(pa.table({"id": asked})), "id").select("id", "origin").distinct()
    told = engine.run(rows)
    files: dict[int, set[int]] = {}
    for one, origin in zip(nik[told["id"].to_numpy()].tolist(), told["origin"].to_pylist(), strict=True):
        files.setdefault(one, set()).add(origin)
    found = np.zeros(len(edges), dtype=np.bool_)
    pairs = zip(slips.tolist(), ours[slips].tolist(), theirs[slips].tolist(), strict=True)
    of_one = met_pairs(edges.where(edges.of((SAME_KPJ,))), nik)
    found[
        [
            at
            for at, one, other in pairs
            if files.get(one, set()) & files.get(other, set()) and (min(one, other), max(one, other)) not in of_one
        ]
    ] = True
    return found


def among_cut(edges: Edges, nik: "Ints", told: "pa.Table") -> Edges:
    """The edges, those of a NIK whose last digit Excel may have put to 0 weighed among each other: it is one of the
    neighbours only."""
    import numpy as np
    import pyarrow.compute as pc

    numbers = pc.fill_null(told["nik"], "")
    stem = pc.utf8_slice_codeunits(numbers, 0, _STEM).combine_chunks().dictionary_encode().indices.to_numpy()
    ends = pc.ends_with(numbers, "0").to_numpy(zero_copy_only=False)
    ours, theirs = edges.left, edges.right
    both = (nik[ours] >= 0) & (nik[theirs] >= 0) & (nik[ours] != nik[theirs])
    cut = both & (stem[ours] == stem[theirs]) & (ends[ours] | ends[theirs]) & edges.of((REPAIRED,))
    node = np.where(ends[ours], nik[ours], nik[theirs])
    target = np.where(ends[ours], nik[theirs], nik[ours])
    strength = edges.strength.copy()
    strength[cut] = among_rivals(node[cut], target[cut], strength[cut])
    return replace(edges, strength=strength)


def fitting(told: "pa.Table") -> "Ints":
    """For each sighting a number that stands for its NIK where that fits the row, else -1."""
    import numpy as np
    import pyarrow.compute as pc

    codes = pc.fill_null(told["nik"].combine_chunks().dictionary_encode().indices, -1).to_numpy().astype(np.int64)
    fits = pc.fill_null(told["fits"], False).to_numpy()
    return np.where(fits, codes, -1)


def pairs_of_niks(edges: Edges, alike: frozenset[NikPair], nik: "Ints") -> frozenset[NikPair]:
    """The pairs of different fitting NIKs among these edges, and those that meet in a third: two slips of one NIK.

    By a number that Excel cut two neighbours meet too: where slips alone join them, they must be `alike` themselves.
    Whatever may be one with a NIK may be one with those that somebody said are the same person's: else their answer
    would drive its slips away.
    """
    slips = edges.of((REPAIRED,))
    sure, slipped = (_met(edges.where(kept), nik) for kept in (~slips, slips))
    met = [pair for niks in sure.values() for pair in combinations(sorted(niks), 2)]
    for one, niks in slipped.items():
        pairs = combinations(sorted(niks | {one}), 2)
        met += [pair for pair in pairs if one in pair or pair in alike]
    said = _met(edges.where(edges.of((DECIDED_SAME,))), nik)
    one_persons = {one: _reached(one, said) for one in said}
    wide = [*met, *_of_the_said(one_persons, slipped)]
    pairs_of_all = (product(*(one_persons.get(one, {one}) for one in pair)) for pair in wide)
    return frozenset((min(pair), max(pair)) for pairs in pairs_of_all for pair in pairs)


def _of_the_said(one_persons: Mapping[int, set[int]], slipped: Mapping[int, set[int]]) -> Iterator[NikPair]:
    """The pairs of NIKs of which somebody said that they are one person's, and of the slips of one and of another."""
    for one, niks in one_persons.items():
        for other in niks - {one}:
            yield from product(slipped.get(one, {one}), slipped.get(other, {other}))


def _reached(one: int, met: Mapping[int, set[int]]) -> set[int]:
    """All that `one` meets, and whom they meet."""
    found, ahead = {one}, [one]
    while ahead:
        further = met[ahead.pop()] - found
        found |= further
        ahead += further
    return found


def alike_pairs(edges: Edges, nik: "Ints") -> frozenset[NikPair]:
    """The pairs of different fitting NIKs that may well be one person's."""
    return met_pairs(edges.where(edges.of((*SLIPS, TWO_NIKS)) & (edges.strength >= LIKELY)), nik)


def met_pairs(edges: Edges, nik: "Ints") -> frozenset[NikPair]:
    """The pairs of fitting NIKs that these edges join."""
    return frozenset((min(one, other), max(one, other)) for one, niks in _met(edges, nik).items() for other in niks)


def _met(edges: Edges, nik: "Ints") -> Mapping[int, set[int]]:
    """For each fitting NIK the others, and itself, that these edges join with it."""
    ours, theirs = nik[edges.left], nik[edges.right]
    differ = (ours >= 0) & (theirs >= 0) & (ours != theirs)
    found: dict[int, set[int]] = {}
    for one, other in zip(ours[differ].tolist(), theirs[differ].tolist(), strict=True):
        found.setdefault(one, {one}).add(other)
        found.setdefault(other, {other}).add(one)
    return found
