"""How many pairs each block makes candidates, and what share of people it would find if nobody had a NIK."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.ratio import Ratio

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.linker import Block
    from cakupan.engines.port import Engine

_OF_NIK = ("nik", "stem")  # columns that are the number, or a part of it
_OF_BIRTH = ("born", "day", "month", "year")  # columns that a NIK may tell where no birth date is stated
Seen = tuple[int, bool, bool, int]  # blocks as bits, whether the NIK is the same, whether it tells a birth, how many


@dataclass(frozen=True, slots=True)
class OfBlock:
    """`columns`: in which two rows are the same. `pairs`: of how many that is so. `found`: of the pairs of one NIK
    those that it brings together with the NIK hidden; None where it looks at the NIK, or no pair has the same."""

    columns: tuple[str, ...]
    pairs: int
    found: Ratio | None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """`pairs`: how many are candidates, each counted once. `found`: as `OfBlock` has it, by any block."""

    pairs: int
    found: Ratio | None
    blocks: tuple[OfBlock, ...]


def looked_at(levels: "ir.Table", blocks: "Sequence[Block]", engine: "Engine") -> LookedAt:
    """What these blocks brought forth: `levels` (`linker.levels_of`), with the levels of `compare.compared`.

    Pairs of one NIK are a sample of those of one person, so that a block's share of them is an estimate of its recall.
    """
    told = levels.select("blocks", same=levels["nik"] == "same", born=levels["stated"] == "open")
    counted = engine.run(told.group_by(["blocks", "same", "born"]).agg(pairs=told.count()))
    seen: list[Seen] = list(zip(*(counted[name].to_pylist() for name in counted.column_names), strict=True))
    of_block = [
        OfBlock(block.columns, _pairs(one for one in seen if _has(one, at)), _found(seen, {at: block}))
        for at, block in enumerate(blocks)
    ]
    return LookedAt(_pairs(seen), _found(seen, dict(enumerate(blocks))), tuple(of_block))


def _found(seen: Sequence[Seen], blocks: "dict[int, Block]") -> Ratio | None:
    """Of the pairs of one NIK those that some of these blocks bring together without it."""
    kept = {at: block for at, block in blocks.items() if not set(block.columns) & set(_OF_NIK)}
    whole = [one for one in seen if one[1]]
    if not kept or not whole:
        return None
    found = [one for one in whole if any(_has(one, at) and not _by_nik(one, block) for at, block in kept.items())]
    return Ratio(_pairs(found), _pairs(whole))


def _by_nik(one: Seen, block: "Block") -> bool:
    """Whether the block may have found the pair by a birth date that only its NIK tells."""
    return one[2] and bool(set(block.columns) & set(_OF_BIRTH))


def _has(one: Seen, at: int) -> bool:
    return bool(one[0] >> at & 1)


def _pairs(seen: Iterable[Seen]) -> int:
    return sum(one[3] for one in seen)
