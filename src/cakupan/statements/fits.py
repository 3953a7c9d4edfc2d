"""What figures are by the way they fit each other, where the words around them leave it open.

A rate that is the quotient of two counts to its last printed place is hardly so by chance: the smaller is covered, the
larger what it is a part of. Words that speak loudly of something else keep their say.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from decimal import Decimal

from cakupan.statements.lexicon import Family
from cakupan.statements.mentions import Mention
from cakupan.statements.shapes import Told

_AROUND = 5  # figures on either side
_SENTENCES = 3
_EXACT = 2  # decimals
_LEAST = 100  # smaller counts fit too much by chance
_CLOSE = 3  # figures from first to last, where the rate is printed without decimals
_LOUD = 2.4  # words that say a rate is a share of something else, right beside it
_PLAINLY = 1.5  # what words that speak beyond doubt of the covered come to
_SAID = 1.2  # what words right beside a bare count come to
_PLAIN: frozenset[Family] = frozenset(("coverage", "potential"))


def fitted(
    mentions: Sequence[Mention],
    told: Sequence[Told | None],
    allowed: Callable[[Mention], bool],
    parts: Set[tuple[int, int]] = frozenset(),
) -> list[Told | None]:
    """`told`, with the figures that fit as a rate and its counts told as such; linear in the number of figures.

    `parts`: counts that with others add up to a total; a rate of these is their share of it.
    """
    found = list(told)
    for at, mention in enumerate(mentions):
        if mention.unit != "percent" or mention.labels or not allowed(mention) or not _open(found[at]):
            continue
        for part, whole in _pairs(mentions, at, allowed):
            if not _fits(mention, mentions[part], mentions[whole]):
                continue
            if (part, whole) in parts:
                found[at] = Told("share", score=_LOUD)
                break
            if _is_of_members(mentions, found, part, whole) and mention.figure.decimals:
                found[at] = Told("share", score=_LOUD)
                break
            if _is_share_of_covered(mentions, found, at, part, whole):
                found[at] = Told("share", score=_LOUD)
                break
            if _likely(mentions, found, at, part, whole):
                found[at] = found[at] if _is(found[at], "coverage") else Told("coverage", score=_LOUD)
                found[part] = found[part] if _keeps(found[part]) else Told("coverage", score=_LOUD)
                found[whole] = Told("potential", score=_LOUD)
                break
    for at, mention in enumerate(mentions):
        if not allowed(mention) or mention.labels:
            continue
        if mention.unit in ("people", "none"):
            _tell_rest(mentions, found, at)
        elif mention.unit == "points" and _is(found[at], "growth"):
            _tell_points(mentions, found, at)
    return found


def _tell_rest(mentions: Sequence[Mention], found: list[Told | None], at: int) -> None:
    """A count that is, to the person, all less the covered is that of the others: "91.200 orang lainnya"."""
    told = found[at]
    if told is not None and (told.family not in ("coverage", "sponsored") or told.score >= _LOUD):
        return
    near = [number for number in range(max(0, at - _AROUND), min(len(mentions), at + _AROUND + 1)) if number != at]
    value = mentions[at].figure.value
    if value < _LEAST or any(_is_uncovered(found[number]) for number in near):
        return
    for whole in (number for number in near if _is(found[number], "potential")):
        for part in (number for number in near if _is(found[number], "coverage") and number < at):
            if mentions[whole].figure.value - mentions[part].figure.value == value and _says(
                mentions[part], found[part]
            ):
                found[at] = Told("gap", frozenset(("uncovered",)), score=_LOUD)
                return


def _tell_points(mentions: Sequence[Mention], found: list[Told | None], at: int) -> None:
    """Points that are exactly what a rate lacks of a target are a gap: "masih terpaut 6,7 poin"."""
    near = [
        number
        for number in range(max(0, at - _AROUND), min(len(mentions), at + _AROUND + 1))
        if mentions[number].unit == "percent" and abs(mentions[number].sentence - mentions[at].sentence) <= _SENTENCES
    ]
    rates = [mentions[number].figure.value for number in near if _is(found[number], "coverage")]
    for target in (mentions[number].figure.value for number in near if _is(found[number], "target")):
        grown = {abs(one - other) for one in rates for other in rates}
        if mentions[at].figure.value in {target - rate for rate in rates} - grown:
            found[at] = Told("gap", frozenset(("to_target",)), score=_LOUD)
            return


def _open(told: Told | None) -> bool:
    return told is None or told.family in ("coverage", "share", "level", "potential")


def _keeps(told: Told | None) -> bool:
    """Whether what the words say of the smaller count stands: it may be the covered of one fund."""
    return told is not None and told.family in ("coverage", "sponsored")


def _is(told: Told | None, family: Family) -> bool:
    return told is not None and told.family == family


def _pairs(mentions: Sequence[Mention], at: int, allowed: Callable[[Mention], bool]) -> Iterator[tuple[int, int]]:
    """Two counts near the rate, the smaller first; those nearest to the rate come first."""
    near = [
        number
        for number in range(max(0, at - _AROUND), min(len(mentions), at + _AROUND + 1))
        if mentions[number].unit in ("people", "none")
        and mentions[number].figure.value >= _LEAST
        and abs(mentions[number].sentence - mentions[at].sentence) <= _SENTENCES
        and allowed(mentions[number])
    ]
    pairs = [
        (one, other) for one in near for other in near if mentions[one].figure.value < mentions[other].figure.value
    ]

    def far(pair: tuple[int, int]) -> tuple[int, int, tuple[int, int]]:
        elsewhere = sum(mentions[number].sentence != mentions[at].sentence for number in pair)
        return abs(pair[0] - at) + abs(pair[1] - at), elsewhere, pair

    yield from sorted(pairs, key=far)


def _fits(rate: Mention, part: Mention, whole: Mention) -> bool:
    quotient = Decimal(100) * part.figure.value / whole.figure.value
    off = quotient - rate.figure.value
    cut = rate.figure.decimals >= _EXACT and 0 <= off < rate.figure.step  # cut off, not rounded
    return cut or abs(off) <= rate.figure.step / 2


def _says(part: Mention, told: Told | None) -> bool:
    """Whether a noun or loud words say that the part is of people who are covered."""
    return part.unit == "people" or (told is not None and told.score >= _SAID)


def _is_uncovered(told: Told | None) -> bool:
    return told is not None and told.family == "gap" and told.gap == {"uncovered"}


def _is_of_members(mentions: Sequence[Mention], told: Sequence[Told | None], part: int, whole: int) -> bool:
    """Whether the larger count is beyond doubt of members: then a rate of it is a share, of women or of one segment."""
    noun = mentions[whole].noun
    members = noun is not None and noun.family == "coverage" and not noun.trails
    return members and _is(told[whole], "coverage") and (_is(told[part], "coverage") or told[part] is None)


def _is_share_of_covered(
    mentions: Sequence[Mention], told: Sequence[Told | None], at: int, part: int, whole: int
) -> bool:
    """Whether both counts are of the covered, and all workers, who are more, are told beside: a share of members."""
    here = told[whole]
    if not (_is(told[part], "coverage") and _is(here, "coverage") and mentions[at].figure.decimals):
        return False
    if here is None or here.score < _PLAINLY:
        return False
    near = range(max(0, at - 2 * _AROUND), min(len(mentions), at + _AROUND + 1))
    wholes = (mentions[number].figure.value for number in near if _is(told[number], "potential"))
    return any(value > mentions[whole].figure.value for value in wholes)


def _likely(mentions: Sequence[Mention], told: Sequence[Told | None], at: int, part: int, whole: int) -> bool:
    """Whether no words speak against it, and chance does not explain it."""
    if not (_keeps(told[part]) or told[part] is None or _is(told[part], "potential")):
        return False
    if not (told[whole] is None or _is(told[whole], "potential") or _is(told[whole], "coverage")):
        return False
    said = _keeps(told[part]) and _is(told[whole], "potential")
    rate = told[at]
    if rate is not None and rate.family == "share" and not said and rate.score >= _LOUD:
        return False
    if mentions[at].figure.decimals:
        return True
    numbers = (at, part, whole)
    if _is(told[at], "coverage") and told[part] is None and told[whole] is None and part + 1 == whole:
        # "26 persen ... ada 96.200 pekerja, pembandingnya 370.000 pekerja": of workers both, side by side
        return at in (part - 1, whole + 1) and mentions[part].noun is not None and mentions[whole].noun is not None
    if told[at] is None and said and max(numbers) - min(numbers) <= 2 * _CLOSE:
        return True
    return max(numbers) - min(numbers) <= _CLOSE and (said or _keeps(told[part]) or _is(told[whole], "potential"))
