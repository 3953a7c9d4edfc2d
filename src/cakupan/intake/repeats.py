"""Which rows of a file say the same twice, and which contradict each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cakupan.intake.outcome import Value

Where = tuple[int, int]
"""The number of the table in its file and the row in its whole sheet, both from 0."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row without fault says: its key, its figures, and whatever else it tells of them."""

    where: Where
    key: tuple[Value, ...]
    figures: tuple[Value, ...]
    rest: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """For each repeated row the one that speaks for it, and for each conflicting row those that it contradicts;
    for each row whose NIK stands beside another name too, the rows of those names."""

    repeated: Mapping[Where, Where]
    conflicting: Mapping[Where, tuple[Where, ...]]
    namesakes: Mapping[Where, tuple[Where, ...]] = field(default_factory=dict)


def compare(claims: Iterable[Claim]) -> Comparison:
    """Rows of one key: with equal figures one speaks for all; with different figures none is believed."""
    by_key: dict[tuple[Value, ...], list[Claim]] = {}
    for claim in claims:
        by_key.setdefault(claim.key, []).append(claim)
    repeated: dict[Where, Where] = {}
    conflicting: dict[Where, tuple[Where, ...]] = {}
    for same in by_key.values():
        if len(same) == 1:
            continue
        if len({claim.figures for claim in same}) > 1:
            conflicting |= {one.where: _others(one, same) for one in same}
        else:
            speaker = min(same, key=_rank)
            repeated |= {claim.where: speaker.where for claim in same if claim is not speaker}
    return Comparison(repeated, conflicting)


def _others(one: Claim, same: Sequence[Claim]) -> tuple[Where, ...]:
    """The rows with other figures first: they are what `one` contradicts; then those that agree with it."""
    return tuple(
        claim.where for claim in sorted(same, key=lambda c: (c.figures == one.figures, c.where)) if claim is not one
    )


def _rank(claim: Claim) -> tuple[int, tuple[str, ...], Where]:
    """The row that tells most, then by what it tells: only between rows equal in all does the earlier one speak."""
    return sum(value is None for value in claim.rest), tuple(map(str, claim.rest)), claim.where
