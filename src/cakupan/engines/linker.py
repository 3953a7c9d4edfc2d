"""What links two rows of people: candidates by blocks, and how far the rows of each agree, pattern by pattern.

A pattern is what all comparisons say of a pair. There are far fewer patterns than pairs: only they leave the engine,
and what they say is decided once for all pairs that show them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine

PLACES = 6  # a probability is rounded to so many places before it decides
MATCH, POSSIBLE = "match", "possible"


@dataclass(frozen=True, slots=True)
class Block:
    """A pair is a candidate where both rows have the same value in all `columns`, none of them null.

    A column that holds a list counts with each of its values. A value that more than `most` rows of the right
    table bear is passed over: what half a village shares brings forth pairs without end, and says little.
    `unless_equal`: a column in which rows that agree are no candidates, because another block has them. `number`: the
    block is of a number that is one person's, so that its pairs are no sample of what else agrees.
    """

    columns: tuple[str, ...]
    most: int
    unless_equal: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said of a pair: the probability that it is one person, why (a code), and what it shows, as text."""

    probability: Decimal
    because: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How rows are linked. `compared` adds to a table of pairs (columns l_* and r_*) the `levels` of each comparison.

    `speak` is given the patterns, one row each: the levels, `numbered` (found by blocks of numbers only) and `pairs`
    (how many show it); it answers for each row, None where the pair is nobody.
    """

    blocks: Sequence[Block]
    compared: "Callable[[ir.Table], ir.Table]"
    levels: Sequence[str]
    speak: "Callable[[pa.Table], Sequence[Spoken | None]]"


def linked_pairs(left: "ir.Table", right: "ir.Table | None", rules: Rules, engine: "Engine") -> "ir.Table":
    """Pairs that are one person or may be, kept: as `judged` has them. Without `right`, pairs within `left`, each once.

    Tables have a column `id` (int64) and what the rules' blocks and comparisons read. The same pairs for any order of
    rows and any number of threads.
    """
    levels = levels_of(left, right, rules, engine)
    pairs = judged(levels, rules, engine)
    engine.forget(levels)
    return pairs


def levels_of(left: "ir.Table", right: "ir.Table | None", rules: Rules, engine: "Engine") -> "ir.Table":
    """The candidates with their levels, kept: as `candidates` has them, and the levels."""
    kept = engine.keep(candidates(left, right, rules.blocks))
    levels = levels_between(kept, left, left if right is None else right, rules, engine)
    engine.forget(kept)
    return levels


def levels_between(
    pairs: "ir.Table", left: "ir.Table", right: "ir.Table", rules: Rules, engine: "Engine"
) -> "ir.Table":
    """`pairs` (left, right, numbered, and more), whatever made them candidates, with their levels, kept."""
    ours, theirs = left.rename("l_{name}"), right.rename("r_{name}")
    joined = pairs.join(ours, pairs["left"] == ours["l_id"])
    joined = joined.join(theirs, joined["right"] == theirs["r_id"])
    return engine.keep(rules.compared(joined).select(*pairs.columns, *rules.levels))


def patterns_in(levels: "ir.Table", rules: Rules, engine: "Engine") -> "pa.Table":
    """The patterns of these pairs in the order of their levels: the levels, `numbered`, and how many `pairs`."""
    names = [*rules.levels, "numbered"]
    return engine.run(levels.group_by(names).agg(pairs=levels.count()).order_by(names))


def judged(levels: "ir.Table", rules: Rules, engine: "Engine") -> "ir.Table":
    """Of candidates with their levels those that are not nobody, kept: `left`, `right` (ids), `probability` (decimal of
    six places), `because` (a code), `shown` (as `Spoken` has it), the levels and `numbered` (as in `Rules`)."""
    import pyarrow as pa

    found = patterns_in(levels, rules, engine)
    spoken = list(enumerate(rules.speak(found)))
    told = [(at, one) for at, one in spoken if one]
    kept = found.drop_columns(["pairs"]).take(pa.array([at for at, _ in told], pa.int64()))
    probability = [one.probability.quantize(Decimal(1).scaleb(-PLACES)) for _, one in told]
    said = {
        "probability": pa.array(probability, pa.decimal128(7, PLACES)),
        "because": pa.array([one.because for _, one in told], pa.string()),
        "shown": pa.array([one.shown for _, one in told], pa.string()),
    }
    for name, column in said.items():
        kept = kept.append_column(name, column)
    names = [*rules.levels, "numbered"]
    return engine.keep(levels.join(engine.table(kept), names).select("left", "right", *said, *names))


def candidates(left: "ir.Table", right: "ir.Table | None", blocks: Sequence[Block]) -> "ir.Table":
    """The pairs that any block brings forth, each once: left, right (ids), `blocks` (which did, as bits in their order)
    and `numbered`, whether only blocks of numbers did."""
    import ibis

    found = ibis.union(
        *(
            _in_block(left, left if right is None else right, block, within=right is None).mutate(
                block=ibis.literal(1 << at, "int64")
            )
            for at, block in enumerate(blocks)
        )
    )
    pairs = found.group_by(["left", "right"]).agg(blocks=found["block"].bit_or())
    others = sum(1 << at for at, block in enumerate(blocks) if not block.number)
    return pairs.mutate(numbered=(pairs["blocks"] & others) == 0)


def _in_block(left: "ir.Table", right: "ir.Table", block: Block, *, within: bool) -> "ir.Table":
    ours, theirs = _keyed(left, block), _keyed(right, block)
    keys = [name for name in theirs.columns if name.startswith("key")]
    # hardly any value is borne by so many: to leave those out costs less than to count beside each row
    crowds = theirs.group_by(keys).agg(rows=theirs.count()).filter(lambda row: row["rows"] > block.most)
    theirs = theirs.anti_join(crowds, keys).view()
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
