"""Which rows of a register are one person: those of one NIK, unless names and births say that it stands on several."""

from typing import TYPE_CHECKING

from cakupan.identity.clusters import components, edges_between, sole_targets
from cakupan.identity.verdict import ALONE_BY_NIK, match_millionths, same_nik_rules

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Bools, Edges, Ints


def firsts_of(register: "ir.Table", count: int, engine: "Engine") -> "Ints":
    """For each of `count` rows of a prepared register the first that is the same person, by one fitting NIK and a name
    or a birth date that agrees as the passes ask; else itself."""
    numbered = register.filter(register["fits"])
    several = numbered.group_by("nik").agg(rows=numbered.count()).filter(lambda row: row["rows"] > 1)
    twice = engine.keep(numbered.semi_join(several, "nik"))
    edges = edges_between(twice, None, same_nik_rules(), engine)
    named = engine.run(twice.filter(twice["sound"].notnull() | twice["birth"].notnull()).select("id"))
    engine.forget(twice)
    return firsts_among(edges.where(edges.strength >= match_millionths()), named["id"].to_numpy(), count)


def firsts_among(edges: "Edges", named: "Ints", count: int) -> "Ints":
    """The same of rows of one NIK that `edges` call one person; `named` are those with a name or a birth date.

    A row that tells its number alone follows it, but only where all who bear it are one.
    """
    import numpy as np

    known = np.zeros(count, dtype=np.bool_)
    known[named] = True
    bare = edges.of((ALONE_BY_NIK,)) & (known[edges.left] | known[edges.right])
    labels = components(count, edges.where(~bare))
    return components(count, edges.where(~bare | _following(edges, bare, known, labels)))


def _following(edges: "Edges", bare: "Bools", known: "Bools", labels: "Ints") -> "Bools":
    """Which of the bare edges lead to the one person of the number."""
    import numpy as np

    node = labels[np.where(known[edges.left], edges.right, edges.left)]
    target = labels[np.where(known[edges.left], edges.left, edges.right)]
    found: Bools = bare & (sole_targets(edges.where(bare), node[bare], target[bare], len(labels))[node] == target)
    return found
