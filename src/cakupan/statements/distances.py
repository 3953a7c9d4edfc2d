"""Which rates are the distance between others: to a target, to all, or what a rate and a target make of each other."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from cakupan.basics.figures import Figure
from cakupan.statements.lexicon import Family
from cakupan.statements.mentions import Mention
from cakupan.statements.shapes import Told

_AROUND = 8  # figures on either side
_SENTENCES = 4
_LOUD = 2.4  # what words right beside a figure come to
_FAINT = 0.95
_SAID = 2.2  # what a word like "cakupan" right before a rate comes to
_CLOSE = 4  # figures


def tell_distance(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """Tell a rate by how much others lie apart from a target, or from all."""
    if is_of(found[at], "target"):
        _tell_lack(mentions, found, at, allowed)
    elif found[at] is None or is_of(found[at], "share") or _is_faint(found[at]):
        _tell_complement(mentions, found, at, allowed)


def tell_achievement(mentions: Sequence[Mention], found: list[Told | None], at: int) -> None:
    """A rate that is what a rate and a target right before it make of each other: "target 52,4, realisasi 47,16"."""
    if not is_of(found[at], "coverage") and not is_of(found[at], "target"):
        return
    _tell_share_of_goal(mentions, found, at)
    if (
        at < 2
        or not is_of(found[at], "coverage")
        or any(mentions[number].unit != "percent" for number in (at - 1, at - 2))
    ):
        return
    if any(mentions[number].sentence != mentions[at].sentence for number in (at - 1, at - 2)):
        return
    pair = {told.family: mentions[number].figure.value for number in (at - 1, at - 2) if (told := found[number])}
    if pair.keys() != {"coverage", "target"} or not pair["target"]:
        return
    if rounds_to(100 * pair["coverage"] / pair["target"], mentions[at].figure):
        found[at] = Told("share", score=_LOUD)


def _tell_share_of_goal(mentions: Sequence[Mention], found: list[Told | None], at: int) -> None:
    """A rate that is what the covered make of a target in people, where no loud words call it coverage."""
    told = found[at]
    if told is None or told.score >= _SAID or not mentions[at].figure.decimals:
        return
    near = range(max(0, at - _CLOSE), min(len(mentions), at + _CLOSE + 1))
    counts = [number for number in near if mentions[number].unit in ("people", "none") and number != at]
    parts = [mentions[number].figure.value for number in counts if is_of(found[number], "coverage")]
    goals = [mentions[number].figure.value for number in counts if is_of(found[number], "target")]
    if any(goal and rounds_to(100 * part / goal, mentions[at].figure) for part in parts for goal in goals):
        found[at] = Told("share", score=_LOUD)


def near_figures(mentions: Sequence[Mention], at: int, allowed: Callable[[Mention], bool]) -> Iterator[int]:
    """The figures around one that may be meant together with it."""
    for number in range(max(0, at - _AROUND), min(len(mentions), at + _AROUND + 1)):
        close = abs(mentions[number].sentence - mentions[at].sentence) <= _SENTENCES
        if number != at and close and allowed(mentions[number]):
            yield number


def is_of(told: Told | None, family: Family) -> bool:
    """Whether a figure is told as one of this family."""
    return told is not None and told.family == family


def rounds_to(value: Decimal, rate: Figure) -> bool:
    """Whether a value is printed as this rate."""
    return abs(value - rate.value) <= rate.step / 2


def _tell_lack(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """A rate that is by how much another one and a target lie apart: "melampaui target 4,9 persen"."""
    near = [
        number for number in near_figures(mentions, at, allowed) if mentions[number].unit == "percent" and number < at
    ]
    rates = [mentions[number].figure.value for number in near if is_of(found[number], "coverage")]
    aims = [mentions[number].figure.value for number in near if is_of(found[number], "target")]
    if any(abs(rate - aim) == mentions[at].figure.value for rate in rates for aim in aims):
        found[at] = Told("gap", frozenset(("to_target",)), score=_LOUD)


def _tell_complement(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """A rate that makes a hundred with the coverage is that of the others."""
    left = 100 - mentions[at].figure.value
    for number in near_figures(mentions, at, allowed):
        rate = mentions[number].unit == "percent" and is_of(found[number], "coverage") and number < at
        if rate and mentions[number].figure.value == left:
            found[at] = Told("gap", frozenset(("uncovered",)), score=_LOUD)
            return


def _is_faint(told: Told | None) -> bool:
    """Whether no words, but only the place in the text, speak of coverage."""
    return told is not None and told.family == "coverage" and told.score <= _FAINT
