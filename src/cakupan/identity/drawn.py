"""Which sightings are one person: by decision, by number, then by name, birth, place and contact, step by step."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cakupan.identity.clusters import NOBODY, SEVERAL, Edges, apart, components, edges_between, sole_targets
from cakupan.identity.decisions import CERTAIN, DECIDED_SAME, Decided
from cakupan.identity.experience import Experience
from cakupan.identity.rivals import CANDIDATES, LEAST_SHOWN, SEVERAL_FIT, among_rivals
from cakupan.identity.scorecard import Scorecard
from cakupan.identity.slips import (
    LIKELY,
    SLIPS,
    alike_pairs,
    among_cut,
    fitting,
    listed_apart,
    met_pairs,
    open_by_number,
    pairs_of_niks,
)
from cakupan.identity.verdict import ALONE_BY_NIK, TWO_NIKS, match_millionths, number_rules, rest_rules

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Bools, Ints

ALONE = (ALONE_BY_NIK, "same_kpj_alone")  # passes by which a row without name and birth follows its number


@dataclass(frozen=True, slots=True)
class Linked:
    """For each sighting the smallest of its person; the edges that made it so; and those that did not."""

    labels: "Ints"
    held: Edges
    possible: Edges


def linked(
    people: "ir.Table",
    engine: "Engine",
    card: Scorecard,
    registered: "ir.Table",
    said: Decided,
    learned: Experience,
) -> Linked:
    """Sightings (as prepared) put together: by decision, by number, then what has no name by its number, then by the
    rest; the passes weighed by what is `learned` of them. `registered`: origin and id of each row of a register."""
    import numpy as np

    told = engine.run(people.select("id", "nik", "fits", "sound", "birth").order_by("id"))
    nik = fitting(told)
    sure = match_millionths()
    found = edges_between(people, None, number_rules(card), engine)
    by_number = said.open(learned.weigh(found), told["id"].to_numpy())
    by_number = open_by_number(by_number, said, nik, sure)
    alone, by_number = by_number.strength, among_cut(by_number, nik, told)
    barred = listed_apart(by_number, nik, registered, engine)
    match, bare = (by_number.strength >= sure) & ~barred, by_number.of(ALONE)
    solid = by_number.where(match & ~bare).and_(said.same)
    slips = solid.where(solid.of((*SLIPS, DECIDED_SAME)))
    allowed = pairs_of_niks(slips, alike_pairs(by_number, nik), nik) - met_pairs(by_number.where(barred), nik)
    allowed |= pairs_of_niks(said.same, frozenset(), nik)
    torn = ~apart(solid, nik, allowed, said.different)
    first = solid.where(~torn)
    followers = by_number.where(match & bare)
    follow = _following(followers, components(len(nik), first), _named(told))
    first = first.and_(followers.where(follow))
    labels = components(len(nik), first)
    rest = said.open(learned.weigh(_rest(people, labels, nik, card, engine)), labels)
    rest, sole = _among_anchored(rest, labels, nik, sure)
    strong = rest.strength >= sure
    clear = strong & _agree(sole[labels[rest.left]], sole[labels[rest.right]])
    every = first.and_(rest.where(clear))
    holds = apart(every, nik, allowed, said.different)
    held = every.where(holds)
    labels = components(len(nik), held)
    likely = by_number.strength >= LIKELY
    shared = (alone >= sure) & (by_number.strength < sure)
    told_why = replace(by_number, because=np.where(shared, SEVERAL_FIT, by_number.because))
    possible = told_why.where(~match & ~barred & likely).and_(_nearest(rest.where(~strong), labels))
    possible = possible.and_(_because(followers.where(~follow).and_(rest.where(strong & ~clear)), SEVERAL_FIT))
    two = solid.where(torn).and_(every.where(~holds)).and_(by_number.where(barred & likely))
    possible = possible.and_(_because(two, TWO_NIKS))
    return Linked(labels, held, said.open(possible, labels))


def _named(told: "pa.Table") -> "Bools":
    import pyarrow.compute as pc

    named: Bools = pc.or_(pc.is_valid(told["sound"]), pc.is_valid(told["birth"])).to_numpy()
    return named


def _following(edges: Edges, labels: "Ints", named: "Bools") -> "Bools":
    """Which of the edges to a row without name and birth hold: where its number leads to one person only."""
    import numpy as np

    ours = named[edges.left]
    to_named = ours | named[edges.right]
    node = np.where(ours, edges.right, edges.left)
    target = labels[np.where(ours, edges.left, edges.right)]
    sole = sole_targets(edges.where(to_named), node[to_named], target[to_named], len(labels))
    held: Bools = (to_named & (sole[node] == target)) | (~to_named & _agree(sole[edges.left], sole[edges.right]))
    return held


def _rest(people: "ir.Table", labels: "Ints", nik: "Ints", card: Scorecard, engine: "Engine") -> Edges:
    """What links the sightings of persons without a fitting NIK with any other person, each pair once."""
    import numpy as np
    import pyarrow as pa

    anchored = _anchored(labels, nik)
    ids = pa.table({"id": np.flatnonzero(~anchored[labels])})
    named = people.filter(people["sound"].notnull())
    loose = engine.keep(named.semi_join(engine.table(ids), "id"))
    edges = edges_between(loose, named, rest_rules(card), engine)
    engine.forget(loose)
    ours, theirs = labels[edges.left], labels[edges.right]
    return edges.where((ours != theirs) & (anchored[theirs] | (edges.left < edges.right)))


def _among_anchored(edges: Edges, labels: "Ints", nik: "Ints", sure: int) -> tuple[Edges, "Ints"]:
    """The edges, those to people with a fitting NIK weighed among each other; and for each label the one of those
    people that it leans to, SEVERAL where several fit, NOBODY where none does."""
    import numpy as np

    anchored = _anchored(labels, nik)
    node, target = labels[edges.left], labels[edges.right]
    to_anchor = anchored[target]
    strength = edges.strength.copy()
    strength[to_anchor] = among_rivals(node[to_anchor], target[to_anchor], strength[to_anchor])
    sole = np.where(anchored, np.arange(len(labels)), NOBODY)
    several = to_anchor & (edges.strength >= sure) & (strength < sure)
    sole[node[several]] = SEVERAL
    one = to_anchor & (strength >= sure)
    sole[node[one]] = target[one]
    because = np.where(several & (sole[node] == SEVERAL), SEVERAL_FIT, edges.because)
    return replace(edges, strength=strength, because=because), sole


def _nearest(edges: Edges, labels: "Ints") -> Edges:
    """For each person those that it may be, the few likeliest."""
    import numpy as np

    shown = edges.where(edges.strength >= LEAST_SHOWN)
    node = labels[shown.left]
    order = np.lexsort((shown.right, shown.left, -shown.strength, node))
    starts = np.flatnonzero(np.diff(node[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return shown.where(np.sort(order[rank < CANDIDATES]))


def _agree(one: "Ints", other: "Ints") -> "Bools":
    """Whether two that lean to someone each lean to the same, or one of them to nobody yet."""
    agreed = (one == other) | (one == NOBODY) | (other == NOBODY)
    found: Bools = agreed & (one != SEVERAL) & (other != SEVERAL)
    return found


def _anchored(labels: "Ints", nik: "Ints") -> "Bools":
    """For each label whether one of its sightings has a fitting NIK."""
    import numpy as np

    found = np.zeros(len(labels), dtype=np.bool_)
    found[labels[nik >= 0]] = True
    return found


def _because(edges: Edges, code: str) -> Edges:
    import numpy as np

    # what somebody decided is above all evidence, and is evidence like other where it cannot hold
    strength = np.minimum(edges.strength, CERTAIN)
    return replace(edges, strength=strength, because=np.full(len(edges), code, dtype=object))
