"""Which time a figure takes from those read before it: of its level, of its target, of the same one said again."""

import re
from collections.abc import Sequence

from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.readings import Kind, Reading

_NEAR_TARGET = 4  # figures
_REMEMBERED = 60  # figures back in which a repetition is recognised
_CLAUSE_OPENED = re.compile(r"[,(]\s?([^\W\d]+)\s$")
_LEVELS = frozenset(("covered_workers", "sponsored_workers", "coverage_rate"))


def level_before(before: Sequence[Reading], mention: Mention) -> str | None:
    """The time of the level that a change without a time has led to: the latest of the figures right before it."""
    near = [each for each in before[-2 * _NEAR_TARGET :] if mention.sentence - each.sentence <= 1]
    return max((each.claim.as_of for each in near if each.claim.kind in _LEVELS and each.claim.as_of), default=None)


def of_its_target(before: Sequence[Reading], mention: Mention) -> str | None:
    """The time of the target that a gap is to, where it stands right before."""
    for reading in reversed(before[-_NEAR_TARGET:]):
        if reading.claim.kind in ("target_rate", "target_workers") and mention.sentence - reading.sentence <= 1:
            return reading.claim.as_of
    return None


def earlier_than(before: Sequence[Reading], kind: Kind, as_of: str | None) -> str | None:
    """The latest time before `as_of` that the text has spoken of: what "sebelumnya" means without a date."""
    if kind not in ("covered_workers", "coverage_rate") or as_of is None:
        return None
    spoken = {reading.claim.as_of for reading in before[-_REMEMBERED:] if reading.timed}
    return max((time for time in spoken if time and time < as_of[: len(time)]), default=None)


def year_before(before: Sequence[Reading], kind: Kind, mention: Mention, as_of: str | None, led: str) -> str | None:
    """The year before, behind a level of the same year: "61.230 orang pada 2024, sebelumnya 58.900".

    `led`: the text between the two; only where "sebelumnya" opens the clause: "pada 2024 lalu, BPU 58.900" is of 2024.
    """
    last, opened = (before[-1] if before else None), _CLAUSE_OPENED.search(led)
    if last is None or opened is None or opened[1].casefold() not in lexicon().lists["earlier"]:
        return None
    alike = last.claim.kind == kind and kind in _LEVELS and last.sentence == mention.sentence
    yearly = as_of is not None and len(as_of) == len("2024") and last.timed and last.claim.as_of == as_of
    return earlier_than(before, kind, as_of) or str(int(as_of) - 1) if as_of and alike and yearly else None


def said_before(before: Sequence[Reading], kind: Kind, mention: Mention) -> str | None:
    """The time of the same figure said earlier: repeating it does not make it newer."""
    for reading in reversed(before[-_REMEMBERED:]):
        if reading.claim.kind == kind and reading.figure.value == mention.figure.value:
            return reading.claim.as_of
    return None
