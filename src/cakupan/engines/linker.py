"""What links two rows of people: candidates by blocks, levels of agreement, and the first pass whose demands hold.

`Linker` is what every way of linking offers; `PassLinker` is the first of them: passes with a fixed probability each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

PLACES = 6  # a probability is rounded to so many places before it decides
MATCH, POSSIBLE = "match", "possible"


@dataclass(frozen=True, slots=True)
class Block:
    """A pair is a candidate where both rows have the same value in all `columns`, none of them null.

    A column that holds a list counts with each of its values. A value that more than `most` rows of the right
    table bear is passed over: what half a village shares brings forth pairs without end, and says little.
    `unless_equal`: a column in which rows that agree are no candidates, because another block has them.
    """

    columns: tuple[str, ...]
    most: int
    unless_equal: str | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pair must show: for each comparison named in `asks`, one of these levels. `because` names it to people."""

    because: str
    probability: Decimal
    asks: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Rules:
    """How rows are linked. `compared` adds to a table of pairs (columns l_* and r_*) the levels that passes ask for;
    the first pass that fits speaks for the pair, and a probability of at least `match_from` is a match."""

    blocks: Sequence[Block]
    compared: "Callable[[ir.Table], ir.Table]"
    passes: Sequence[Pass]
    match_from: Decimal


class Linker(Protocol):
    """A way of linking. Tables have a column `id` (int64) and what the rules' blocks and comparisons read."""

    def pairs(self, left: "ir.Table", right: "ir.Table | None", rules: Rules, engine: "Engine") -> "ir.Table":
        """Pairs that are one person or may be: `left`, `right` (ids), `probability` (decimal of six places),
        `verdict` (match or possible) and `because` (a code). Without `right`, pairs within `left`, each once."""
        ...


class PassLinker:
    """Deterministic passes: the same pairs for any order of rows and any number of threads."""

    def pairs(self, left: "ir.Table", right: "ir.Table | None", rules: Rules, engine: "Engine") -> "ir.Table":
        candidates = engine.keep(_candidates(left, right, rules.blocks))
        beside = left if right is None else right
        joined = candidates.join(left.rename("l_{name}"), candidates["left"] == left.rename("l_{name}")["l_id"])
        other = beside.rename("r_{name}")
        joined = joined.join(other, joined["right"] == other["r_id"])
        return engine.keep(_judged(rules.compared(joined), rules))


def _candidates(left: "ir.Table", right: "ir.Table | None", blocks: Sequence[Block]) -> "ir.Table":
    import ibis

    found = [_in_block(left, left if right is None else right, block, within=right is None) for block in blocks]
    return ibis.union(*found, distinct=True) if len(found) > 1 else found[0].distinct()


def _in_block(left: "ir.Table", right: "ir.Table", block: Block, *, within: bool) -> "ir.Table":
    import ibis

    ours, theirs = _keyed(left, block), _keyed(right, block)
    keys = [name for name in theirs.columns if name.startswith("key")]
    crowd = theirs.count().over(ibis.window(group_by=keys))
    theirs = theirs.mutate(crowd=crowd).filter(lambda row: row["crowd"] <= block.most).view()
    agree = [ours[name] == theirs[name] for name in keys]
    if within:
        agree.append(ours["id"] < theirs["id"])
    if block.unless_equal:
        agree.append(ours["apart"] != theirs["apart"])
    return ours.join(theirs, agree).select(left=ours["id"], right=theirs["id"])


def _keyed(table: "ir.Table", block: Block) -> "ir.Table":
    columns = {
        f"key{at}": table[name].unnest() if table[name].type().is_array() else table[name]
        for at, name in enumerate(block.columns)
    }
    apart = {"apart": table[block.unless_equal]} if block.unless_equal else {}
    keyed = table.select(id=table["id"], **columns, **apart)
    return keyed.filter([keyed[name].notnull() for name in columns])


def _judged(pairs: "ir.Table", rules: Rules) -> "ir.Table":
    import ibis

    fits = [(_shown(pairs, one), at) for at, one in enumerate(rules.passes)]
    spoken = pairs.mutate(spoken=ibis.cases(*fits, else_=None)).filter(lambda row: row["spoken"].notnull())
    told: dict[str, list[tuple[int, Any]]] = {
        "probability": [(at, _fixed(one.probability)) for at, one in enumerate(rules.passes)],
        "because": [(at, one.because) for at, one in enumerate(rules.passes)],
        "verdict": [
            (at, MATCH if one.probability >= rules.match_from else POSSIBLE) for at, one in enumerate(rules.passes)
        ],
    }
    said = {name: spoken["spoken"].cases(*values, else_=None) for name, values in told.items()}
    said["probability"] = said["probability"].cast(f"decimal(7, {PLACES})")
    return spoken.select("left", "right", **said)


def _shown(pairs: "ir.Table", one: Pass) -> "ir.BooleanValue":
    demands = [pairs[name].isin(sorted(levels)) for name, levels in sorted(one.asks.items())]
    return reduce(and_, demands)


def _fixed(probability: Decimal) -> Decimal:
    return probability.quantize(Decimal(1).scaleb(-PLACES))
