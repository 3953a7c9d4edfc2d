"""Which areas were split off from which, when, and by what law."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.regions.tree import parent_of


@dataclass(frozen=True, slots=True)
class Split:
    """`code` was split off from `predecessors` on the day `on`. `sure` is a letter of DOMAIN.md: A, B, C or M.

    `moved` are codes of the predecessor whose areas went to it, where it is not recorded which became which.
    """

    code: str
    predecessors: tuple[str, ...]
    on: date
    law: str
    source: str
    sure: str
    moved: tuple[str, ...] = ()


def predecessors_of(code: str) -> tuple[Split, ...]:
    """The splits that made this area, or the areas it lies in, nearest first; empty where none is known.

    Only what `data/splits.toml` records: an empty answer is "none recorded", not "never split".

    >>> [split.predecessors for split in predecessors_of("82.08.01")]
    [('82.05',)]
    """
    found: list[Split] = []
    while code != parent_of(code):
        found.extend(split for split in splits() if split.code == code)
        code = parent_of(code)
    return tuple(found)


def split_off_from(code: str) -> tuple[str, ...]:
    """The codes of the areas that were split off from exactly this one, as far as recorded."""
    return tuple(split.code for split in splits() if code in split.predecessors)


@cache
def splits() -> tuple[Split, ...]:
    """Every recorded split, oldest first."""
    read = tomllib.loads((files("cakupan.regions") / "data" / "splits.toml").read_text(encoding="utf-8"))
    return tuple(sorted((_split(row) for row in read["split"]), key=lambda split: (split.on, split.code)))


def _split(row: Mapping[str, Any]) -> Split:
    moved = tuple(row.get("moved", ()))
    return Split(row["code"], tuple(row["from"]), row["on"], row["law"], row["source"], row["sure"], moved)
