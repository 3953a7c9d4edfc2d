"""Which row of a register each row of a list is, if any: one at most, and only where no other fits as well."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from cakupan.engines.linker import MATCH, PLACES, POSSIBLE, Rules, judged, levels_of
from cakupan.identity.clusters import EDGE, Edges, apart, components, edges_between, edges_of
from cakupan.identity.gathered import gathered
from cakupan.identity.listed_twice import firsts_of
from cakupan.identity.looked_at import LookedAt, looked_at
from cakupan.identity.prepare import prepared, with_rarest_words
from cakupan.identity.rivals import CANDIDATES, LEAST_SHOWN, MILLION, SEVERAL_FIT, among_rivals, odds_of
from cakupan.identity.scorecard import Scorecard, given_card
from cakupan.identity.sightings import said_again, told_of, told_order
from cakupan.identity.unnumbered import numbered, unnumbered_card
from cakupan.identity.verdict import card_of, match_millionths, rules
from cakupan.identity.weights import weights_of

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Bools, Ints

NONE, NOTHING_NEAR = "none", "nothing_near"
SAME_WORDS = "same_words"  # why, where two rows of a list say the same
ROWS = ("list_row", "register_row")  # by which the weights of a pair are found
_ROUNDS = 30  # until the share of those who are nobody stands still


@dataclass(frozen=True, slots=True)
class Matched:
    """`rows`: list_row, register_row (both from 1, the latter null where none fits), probability, verdict (match,
    possible, none), because; and list_person where persons of the list were sought. Every list row is there, with one
    register row for a match and up to three for possible. `verdicts` and `passes` count list rows.

    Of a person whom the register has twice the row is answered that agrees best.

    `looked_at`: which pairs were candidates, and how many people they leave out; not told of tokens.

    `weights`, where asked for, says why each answered pair is probable: list_row, register_row, and what
    `weights.weights_of` tells.
    """

    rows: "pa.Table"
    verdicts: Mapping[str, int]
    passes: Mapping[str, int]
    weights: "pa.Table | None" = None
    looked_at: LookedAt | None = None


def match_lists(
    listed: "ir.Table",
    register: "ir.Table",
    engine: "Engine",
    *,
    listed_on: "date",
    dedupe: bool = False,
    weights: bool = False,
) -> Matched:
    """Each row of `listed` with its row of `register`; both have `id` from 0 and what is told of a person.

    `listed_on` settles the century of a birth date that only a NIK tells. With `dedupe` also which list rows are one
    person, with `weights` also why. Rows of one file that say the same in every column are one sighting, met in the
    first of them. The same for any order of rows of equal id and any number of threads.
    """
    ours_told, theirs_told = (told_of(table, listed_on) for table in (listed, register))
    again = said_again(theirs_told, engine)
    known = theirs_told.anti_join(again, "id")
    ours, theirs = with_rarest_words([prepared(told, engine) for told in (ours_told, known)], engine)
    card = _Card.of(ours, theirs, engine)
    pairs, looked = _judged(ours, theirs, card.rules(), engine)
    edges = edges_of(engine.run(pairs.select(*EDGE)))
    count, registered = _count(ours, engine), _count(theirs_told, engine)
    firsts = firsts_of(theirs, registered, engine)
    ranked = _ranked(edges, firsts, told_order(theirs_told, registered, engine))
    chosen = _chosen(ranked, _nobody(ranked, count) if card.own else 1.0)
    why = _weights(pairs, chosen.edges, card.used, engine) if weights else None
    engine.forget(pairs)
    rows = _rows(chosen, count)
    if dedupe:
        within = _alike(ours, engine).and_(_same_words(said_again(ours_told, engine), engine))
        sure = chosen.edges.where(chosen.match)
        # one person, in whichever row
        person = _persons(within, replace(sure, right=firsts[sure.right]), count, registered)
        rows = rows.append_column("list_person", [person[rows["list_row"].to_numpy() - 1]])
    for table in (ours, theirs, again):
        engine.forget(table)
    return Matched(rows, chosen.verdicts(count), chosen.passes(), why, looked)


@dataclass(slots=True)
class _Card:
    """By which scorecard two lists are linked: where enough have a NIK the one learned of their pairs, else their `own`
    if they teach one, else the given one. `used` is the one that spoke."""

    learns: bool
    own: Scorecard | None
    used: Scorecard = field(default_factory=given_card)

    @classmethod
    def of(cls, left: "ir.Table", right: "ir.Table | None", engine: "Engine") -> Self:
        learns = numbered([left] if right is None else [left, right], engine)
        return cls(learns, None if learns else unnumbered_card(left, right, engine))

    def rules(self) -> Rules:
        return rules(self._learned, wide=self.own is not None)

    def _learned(self, found: "pa.Table") -> Scorecard:
        self.used = card_of(found) if self.learns else self.own or given_card()
        return self.used


def _judged(left: "ir.Table", right: "ir.Table", way: Rules, engine: "Engine") -> "tuple[ir.Table, LookedAt]":
    """As `linker.linked_pairs`, and what was looked at."""
    levels = levels_of(left, right, way, engine)
    pairs, looked = judged(levels, way, engine), looked_at(levels, way.blocks, engine)
    engine.forget(levels)
    return pairs, looked


def _weights(pairs: "ir.Table", answered: Edges, card: Scorecard, engine: "Engine") -> "pa.Table":
    """The weights of each pair that is answered with, in the order of the answer."""
    import numpy as np
    import pyarrow as pa

    asked = engine.table(pa.table({"at": np.arange(len(answered)), "left": answered.left, "right": answered.right}))
    found = engine.keep(pairs.join(asked, ["left", "right"]).drop("shown"))
    rows = weights_of(found, card, engine).order_by("at")
    rows = rows.mutate(list_row=rows["left"] + 1, register_row=rows["right"] + 1)
    told = engine.run(rows.drop("at", "left", "right", "probability").relocate(*ROWS))
    engine.forget(found)
    return told


def _alike(listed: "ir.Table", engine: "Engine") -> Edges:
    """The pairs of list rows that are one person; in a list that taught a card of its own, by all rows of a person."""
    card = _Card.of(listed, None, engine)
    edges = edges_between(listed, None, card.rules(), engine)
    sure = edges.where(edges.strength >= match_millionths())
    return sure.and_(gathered(edges, card.own, _count(listed, engine))) if card.own else sure


def _same_words(again: "ir.Table", engine: "Engine") -> Edges:
    """Edges between rows of a list that say the same: so many may be that no block brings them together."""
    import numpy as np

    found = engine.run(again)
    engine.forget(again)
    because, shown = (np.full(found.num_rows, text, dtype=object) for text in (SAME_WORDS, ""))
    strength = np.full(found.num_rows, MILLION - 1, dtype=np.int64)
    return Edges(found["first"].to_numpy(), found["id"].to_numpy(), strength, because, shown)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The edges that are answered with, in order; which of them are a match."""

    edges: Edges
    match: "Bools"

    def verdicts(self, count: int) -> Mapping[str, int]:
        """How many of the `count` list rows have each verdict."""
        told = {MATCH: int(self.match.sum()), POSSIBLE: len(set(self.edges.left[~self.match].tolist()))}
        return {**told, NONE: count - sum(told.values())}

    def passes(self) -> Mapping[str, int]:
        """How many list rows are a match for each reason."""
        return dict(sorted(Counter(self.edges.because[self.match].tolist()).items()))


def _ranked(edges: Edges, firsts: "Ints", order: "Ints") -> Edges:
    """Each person of the register once for a list row, by the row that agrees best; for each list row the strongest
    first. Of rows that agree alike the first in `order`, which what they tell decides, and not where they stand."""
    import numpy as np

    pairs = edges.where(np.lexsort((order[edges.right], -edges.strength, firsts[edges.right], edges.left)))
    again = (np.diff(pairs.left, prepend=-1) == 0) & (np.diff(firsts[pairs.right], prepend=-1) == 0)
    once = pairs.where(~again)
    return once.where(np.lexsort((order[once.right], -once.strength, once.left)))


def _nobody(edges: Edges, count: int) -> float:
    """The weight of being in no register row beside a candidate's odds: the share of list rows of whom that is so.

    The fewer of all rows have a candidate that fits, the likelier it is that a row is nobody. Only for a card that was
    learned of all candidates: beside the given one it brought forth more wrong matches than they are worth.
    """
    import numpy as np

    together = np.bincount(edges.left, odds_of(edges.strength), count)
    nobody = 1.0
    for _ in range(_ROUNDS):
        nobody = 1 - float((together / (nobody + together)).sum()) / (count + 1)
    return nobody


def _chosen(edges: Edges, nobody: float) -> _Chosen:
    """The register row that a list row is, where that is a match; else up to three that it may be.

    A person is in a register once, so that each register row is weighed against all others that the row may be, and
    against `nobody`: of several that fit equally well each is as likely as the others.
    """
    import numpy as np

    alone, strength = edges.strength, among_rivals(edges.left, edges.right, edges.strength, nobody)
    starts = np.flatnonzero(np.diff(edges.left, prepend=-1))
    first = np.repeat(starts, np.diff(np.append(starts, len(edges))))
    sure = match_millionths()
    match = strength >= sure
    near = (np.arange(len(edges)) - first < CANDIDATES) & (strength >= LEAST_SHOWN)
    shown = match | (near & (strength[first] < sure))
    several = (alone >= sure) & ~match
    shared = replace(edges, strength=strength, because=np.where(several, SEVERAL_FIT, edges.because))
    return _Chosen(shared.where(shown), match[shown])


def _rows(chosen: _Chosen, count: int) -> "pa.Table":
    import numpy as np
    import pyarrow as pa

    edges = chosen.edges
    none = np.setdiff1d(np.arange(count, dtype=np.int64), edges.left)
    order = np.argsort(np.concatenate([edges.left, none]), kind="stable")
    verdict = np.array([POSSIBLE, MATCH], object)[chosen.match.astype(np.int64)]  # Arrow reads no others as quickly
    register = pa.chunked_array([pa.array(edges.right + 1), pa.nulls(len(none), pa.int64())])
    millionths = np.concatenate([edges.strength, np.zeros(len(none), dtype=np.int64)])[order]
    table = pa.table(
        {
            "list_row": np.concatenate([edges.left, none])[order] + 1,
            "register_row": register.take(order),
            "probability": _decimals(millionths),
            "verdict": np.concatenate([verdict, np.full(len(none), NONE, object)])[order],
            "because": np.concatenate([edges.because, np.full(len(none), NOTHING_NEAR, object)])[order],
        }
    )
    return table.combine_chunks()


def _decimals(millionths: "Ints") -> "pa.Array":
    import numpy as np
    import pyarrow as pa

    distinct, places = np.unique(millionths, return_inverse=True)
    values = [Decimal(int(value)).scaleb(-PLACES) for value in distinct]
    return pa.array(values, pa.decimal128(7, PLACES)).take(pa.array(places))


def _persons(within: Edges, sure: Edges, count: int, registered: int) -> "Ints":
    """The person of each list row, numbered from 1: rows linked with each other or matched with one register row, but
    never two register rows. What is answered holds before any link within the list: a row's person is whom it matches.
    """
    import numpy as np

    to_register = replace(sure, right=sure.right + count, strength=np.full(len(sure), MILLION, dtype=np.int64))
    edges = to_register.and_(within)
    anchor = np.full(count + registered, -1, dtype=np.int64)
    anchor[count:] = np.arange(registered)
    holds = apart(edges, anchor, frozenset())
    _, person = np.unique(components(count + registered, edges.where(holds))[:count], return_inverse=True)
    return person + 1


def _count(table: "ir.Table", engine: "Engine") -> int:
    return int(engine.run(table.aggregate(rows=table.count()))["rows"][0].as_py())
