"""Which counts are the parts of a total, by adding up to it to the person, where words leave it open."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from cakupan.statements.lexicon import Family
from cakupan.statements.mentions import Mention
from cakupan.statements.shapes import Told, counted

_AROUND = 10  # figures on either side
_SENTENCES = 2
_MOST = 8  # parts
_LEAST = 100  # smaller totals come out by chance
_SAID = 1.5  # what words that speak plainly of all workers come to
_WHOLES: frozenset[Family] = frozenset(("coverage", "sponsored", "potential", "gap"))


def parted(
    mentions: Sequence[Mention], told: Sequence[Told | None], allowed: Callable[[Mention], bool]
) -> tuple[list[Told | None], frozenset[tuple[int, int]]]:
    """`told`, with the counts that add up to a total told as what the total is; and each part with its total.

    Linear in the number of figures.
    """
    found = list(told)
    parted_from: set[tuple[int, int]] = set()
    counts = [
        number
        for number, mention in enumerate(mentions)
        if counted(mention) == "people" and not mention.labels and allowed(mention)
    ]
    for place, number in enumerate(counts):
        whole = found[number]
        if whole is None or whole.family not in _WHOLES or mentions[number].figure.value < _LEAST:
            continue
        near = counts[max(0, place - _AROUND) : place + _AROUND + 1]
        parts = next((run for run in _runs(mentions, near, number) if _are_parts(mentions, found, number, run)), ())
        parted_from.update((part, number) for part in parts)
        for part in parts:
            here = found[part]
            some = here is not None and whole.family == "coverage" and here.family == "sponsored"
            if not some and (here is None or here.family != whole.family):
                found[part] = Told(whole.family, whole.gap, listed=True)
    return found, frozenset(parted_from)


def _runs(mentions: Sequence[Mention], near: Sequence[int], whole: int) -> Iterator[Sequence[int]]:
    """Stretches of two to eight counts in one sentence, on one side of the total."""
    for first, start in enumerate(near):
        for last in range(first + 2, min(len(near), first + _MOST) + 1):
            run = near[first:last]
            if mentions[run[-1]].sentence != mentions[start].sentence or run[0] <= whole <= run[-1]:
                break
            if abs(mentions[start].sentence - mentions[whole].sentence) <= _SENTENCES:
                yield run


def _are_parts(mentions: Sequence[Mention], told: Sequence[Told | None], whole: int, run: Sequence[int]) -> bool:
    here = told[whole]
    total = sum((mentions[part].figure.value for part in run), Decimal(0))
    off = abs(total - mentions[whole].figure.value)
    if here is None or not all(_may_be_part(here.family, told[part], len(run)) for part in run):
        return False
    # a list that goes on from the figure right before it: only there may the total be rounded
    listed = any(_is_listed(told[part]) for part in run)
    loose = mentions[whole].figure.step / 2 if listed else Decimal(0)
    return off <= loose


def _may_be_part(whole: Family, told: Told | None, size: int) -> bool:
    if told is None or told.family == whole:
        return True
    if whole == "coverage":
        faint = told.family == "gap" or (told.family == "potential" and told.score < _SAID)
        return _is_listed(told) or told.family == "sponsored" or (faint and size > 2)
    return whole == "sponsored" and told.family in ("coverage", "none", "population")


def _is_listed(told: Told | None) -> bool:
    return told is not None and told.family == "potential" and (told.listed or told.carried)
