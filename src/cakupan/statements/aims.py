"""Which figures are a target, what is missing to it, or a change, by the way they come out to the person.

Wordings of these are without number, but a count that is, to the person, what a rate in the text lacks of the workers
in the text is hardly so by chance. Words that speak loudly of something else keep their say.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import ceil, floor

from cakupan.statements.distances import is_of, near_figures, rounds_to, tell_achievement, tell_distance
from cakupan.statements.lexicon import Family
from cakupan.statements.mentions import Mention
from cakupan.statements.shapes import Told

_LEAST = 200  # smaller counts come out by chance
_LOUD = 2.4  # what words right beside a figure come to
_LARGE = 1_000
_PLAIN = 1.5  # what words that speak plainly of coverage come to
_KEPT: frozenset[Family] = frozenset(("sponsored", "potential", "budget", "contribution", "benefit"))


def aimed(
    mentions: Sequence[Mention], told: Sequence[Told | None], allowed: Callable[[Mention], bool]
) -> list[Told | None]:
    """`told`, with targets, gaps and changes that come out exactly told as such; linear in the number of figures."""
    found = list(told)
    for whole, mention in enumerate(mentions):
        if is_of(found[whole], "potential") and _counts(mention) and allowed(mention):
            for part in near_figures(mentions, whole, allowed):
                if is_of(found[part], "coverage") and _counts(mentions[part]):
                    _tell_aims(mentions, found, part, whole, allowed)
    for at, mention in enumerate(mentions):
        if _counts(mention) and mention.figure.value >= _LARGE and allowed(mention) and _is_uncovered(found[at]):
            _tell_both(mentions, found, at, allowed)
        elif mention.unit == "percent" and mention.figure.decimals > 1 and is_of(found[at], "coverage"):
            _tell_rest(mentions, found, at, allowed)
    for at, mention in enumerate(mentions):
        if mention.unit != "percent" or not mention.figure.decimals or not allowed(mention):
            continue
        if is_of(found[at], "growth"):
            _tell_levels(mentions, found, at, allowed)
        else:
            tell_distance(mentions, found, at, allowed)
    for at, mention in enumerate(mentions):
        if mention.unit == "percent" and allowed(mention) and found[at] is not None:
            tell_achievement(mentions, found, at)
    for at, mention in enumerate(mentions):
        if _counts(mention) and allowed(mention) and _may_be_change(found[at]):
            _tell_change(mentions, found, at, allowed)
    for at, mention in enumerate(mentions):
        if _counts(mention) and allowed(mention) and is_of(found[at], "growth") and mention.figure.value >= _LEAST:
            _tell_series(mentions, found, at, allowed)
            _tell_base(mentions, found, at, allowed)
    return found


def _tell_series(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """A count that lies by the change from a level of the covered is another of its levels."""
    change = mentions[at].figure.value
    near = [number for number in near_figures(mentions, at, allowed) if _counts(mentions[number])]
    levels = [mentions[number].figure.value for number in near if is_of(found[number], "coverage")]
    for other in (number for number in near if found[number] is None):
        if any(abs(level - mentions[other].figure.value) == change for level in levels):
            found[other] = Told("coverage", score=_LOUD)


def _tell_base(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """What a change of the paid-for came from is of the paid-for: "bertambah 1.825 dibanding 2024 yang 5.475 orang"."""
    change = mentions[at].figure.value
    near = [number for number in near_figures(mentions, at, allowed) if _counts(mentions[number])]
    for one in (number for number in near if is_of(found[number], "sponsored")):
        for other in near:
            apart = abs(mentions[one].figure.value - mentions[other].figure.value)
            if apart == change and (found[other] is None or is_of(found[other], "coverage")):
                found[other] = Told("sponsored", score=_LOUD)


def _tell_aims(
    mentions: Sequence[Mention], found: list[Told | None], part: int, whole: int, allowed: Callable[[Mention], bool]
) -> None:
    """Tell a rate above that of the two counts a target, where some count is what it lacks or what it comes to."""
    covered, workers = mentions[part].figure.value, mentions[whole].figure.value
    near, taken = list(near_figures(mentions, whole, allowed)), set[int]()
    for at in sorted(near, key=lambda number: not is_of(found[number], "target")):
        aim = mentions[at]
        if aim.unit != "percent" or aim.labels or not _may_be_target(found[at]):
            continue
        goal = aim.figure.value * workers / 100
        if goal <= covered or (
            not is_of(found[at], "target") and _is_rate_of_some(mentions, found, near, aim, workers)
        ):
            continue
        for count in near:
            if count in (part, whole, *taken) or not _counts(mentions[count]) or mentions[count].figure.value < _LEAST:
                continue
            value = mentions[count].figure.value
            if value in (floor(goal - covered), ceil(goal - covered)) and not _is_kept(found[count]):
                found[count] = _as_gap(found[count])
                taken.add(count)
                found[at] = found[at] if is_of(found[at], "target") else Told("target", score=_LOUD)
            elif (
                value in (floor(goal), ceil(goal))
                and _open(found[count], _LOUD)
                and _says_target(found[at], found[count])
            ):
                found[count] = Told("target", score=_LOUD)
                found[at] = found[at] if is_of(found[at], "target") else Told("target", score=_LOUD)


def _is_rate_of_some(
    mentions: Sequence[Mention], found: Sequence[Told | None], near: Sequence[int], rate: Mention, workers: Decimal
) -> bool:
    """Whether a rate is that of some count of the covered: it is coverage then, whatever else it comes to."""
    return any(
        is_of(found[number], "coverage")
        and _counts(mentions[number])
        and abs(100 * mentions[number].figure.value / workers - rate.figure.value) <= rate.figure.step / 2
        for number in near
    )


def _says_target(*both: Told | None) -> bool:
    """Whether words speak of a target beside one of two figures: else they are a rate and its count."""
    return any(is_of(told, "target") for told in both)


def _as_gap(told: Told | None) -> Told:
    if told is not None and told.family == "gap":
        return told  # the words say which gap it is meant to be: where they say another, that is a fault of theirs
    return Told("gap", frozenset(("to_target",)), score=_LOUD)


def _tell_both(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """Two counts that differ by the uncovered are the covered and all workers."""
    near = [number for number in near_figures(mentions, at, allowed) if _counts(mentions[number])]
    for part in near:
        for whole in near:
            difference = mentions[whole].figure.value - mentions[part].figure.value
            if difference != mentions[at].figure.value or not _may_be_part(found[part]):
                continue
            if found[whole] is None or is_of(found[whole], "potential") or is_of(found[whole], "gap"):
                found[part] = found[part] or Told("coverage", score=_LOUD)
                found[whole] = Told("potential", score=_LOUD)
                return


def _tell_rest(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """Two counts of which one is the printed rate of both together are the covered and the others."""
    near = [number for number in near_figures(mentions, at, allowed) if _counts(mentions[number])]
    near = [number for number in near if mentions[number].figure.value >= _LARGE]
    if any(is_of(found[number], "gap") for number in near):
        return
    rate = mentions[at].figure
    plain = [number for number in near if found[number] is None or _is_level(found[number])]
    for part in plain:
        for rest in (number for number in plain if number != part):
            covered, others = mentions[part].figure.value, mentions[rest].figure.value
            if rounds_to(100 * covered / (covered + others), rate) and not rounds_to(100 * covered / others, rate):
                found[part] = Told("coverage", score=_LOUD)
                found[rest] = Told("gap", frozenset(("uncovered",)), score=_LOUD)
                return


def _is_uncovered(told: Told | None) -> bool:
    return told is not None and told.family == "gap" and "uncovered" in told.gap


def _may_be_part(told: Told | None) -> bool:
    return told is None or told.family in ("coverage", "sponsored")


def _tell_levels(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """Two counts of which the greater exceeds the smaller by the rate of a change are its levels."""
    growth = mentions[at].figure
    near = [
        number
        for number in near_figures(mentions, at, allowed)
        if _counts(mentions[number]) and mentions[number].figure.value >= _LEAST and _may_be_level(found[number])
    ]
    for low in near:
        for high in near:
            before, after = mentions[low].figure.value, mentions[high].figure.value
            if before < after and abs(100 * (after - before) / before - growth.value) <= growth.step / 2:
                for number in (low, high):
                    found[number] = Told("coverage", score=_LOUD) if not _is_level(found[number]) else found[number]
                return


def _is_level(told: Told | None) -> bool:
    return told is not None and told.family in ("coverage", "potential", "sponsored")


def _may_be_level(told: Told | None) -> bool:
    return told is None or told.family in ("growth", "gap", "population") or _is_level(told)


def _tell_change(
    mentions: Sequence[Mention], found: list[Told | None], at: int, allowed: Callable[[Mention], bool]
) -> None:
    """A count that is the difference of two counts of the covered is what came or went between them."""
    value = mentions[at].figure.value
    if value < _LEAST:
        return
    levels = [
        mentions[number].figure.value
        for number in near_figures(mentions, at, allowed)
        if is_of(found[number], "coverage") and _counts(mentions[number]) and mentions[number].figure.value > value
    ]
    if value in {one - other for one in levels for other in levels}:
        found[at] = (
            Told("growth", score=_LOUD) if not _ends_a_sum(mentions, found, at) else Told("coverage", listed=True)
        )


def _ends_a_sum(mentions: Sequence[Mention], found: Sequence[Told | None], at: int) -> bool:
    """ "Dari 144.000 peserta, 118.000 pekerja formal, sedangkan pekerja informal 26.000": a whole and its two parts."""
    if at < 2 or found[at] is not None or mentions[at - 2].sentence != mentions[at].sentence:
        return False
    whole, part = mentions[at - 2], mentions[at - 1]
    both = _counts(whole) and _counts(part) and is_of(found[at - 2], "coverage") and is_of(found[at - 1], "coverage")
    return both and whole.figure.value - part.figure.value == mentions[at].figure.value


def _counts(mention: Mention) -> bool:
    """Whether a figure counts people to the person."""
    return mention.unit in ("people", "none") and mention.figure.step == 1 and not mention.labels


def _may_be_target(told: Told | None) -> bool:
    if told is not None and told.family == "coverage":
        return told.score < _PLAIN
    return told is None or told.family in ("target", "share", "growth", "level")


def _is_kept(told: Told | None) -> bool:
    return told is not None and (told.family in _KEPT or (told.family == "coverage" and told.score >= _LOUD))


def _open(told: Told | None, loud: float) -> bool:
    """Whether the words leave open what a count is, or speak of coverage but faintly."""
    return told is None or (told.family in ("coverage", "gap", "population") and told.score < loud)


def _may_be_change(told: Told | None) -> bool:
    return told is None or (told is not None and told.family == "gap" and told.gap != {"uncovered"})
