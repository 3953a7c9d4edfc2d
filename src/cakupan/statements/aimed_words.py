"""Which verbs and purposes right before a figure make it a target or a gap, by their grammar alone."""

from collections.abc import Iterator, Mapping, Sequence

from cakupan.statements.lexicon import Family, lexicon

_NEAR = 5  # words


def aimed_by(before: Sequence[str], unit: str) -> Iterator[tuple[Family, float]]:
    """What the words `before` a figure of a unit make of it, and how plainly.

    "Untuk tembus 76 persen" is a target, "kudu menambah 156.768 orang" a gap.
    """
    lists = lexicon().lists
    if unit == "percent":
        yield from _rate_aimed_at(before, lists)
    elif unit == "people":
        at = _without(before, lists["need_verbs"])
        if at and at > len(before) - _NEAR and before[at - 1] in lists["need_words"]:
            yield "gap", 3.0


def _rate_aimed_at(before: Sequence[str], lists: Mapping[str, frozenset[str]]) -> Iterator[tuple[Family, float]]:
    at = _without(before, lists["aim_ties"])
    if lists["purposes_of_rates"].intersection(before[at - 1 : at] if at else ()):
        yield "target", 2.4  # "kami genjot supaya 50 persen terlampaui"
    verb = at > 0 and before[at - 1] in lists["aim_verbs"]
    if verb and (before[at - 1] == "getting" or lists["purpose"].intersection(before[max(0, at - 2) : at - 1])):
        yield "target", 2.8


def _without(before: Sequence[str], ties: frozenset[str]) -> int:
    """How many words are left without the ties at their end."""
    at = len(before)
    while at and before[at - 1] in ties:
        at -= 1
    return at
