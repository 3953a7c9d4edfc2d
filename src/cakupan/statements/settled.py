"""What each figure is in the end: what the words and the arithmetic tell, weighed against what the tagger hears."""

from collections.abc import Mapping, Sequence
from math import exp

from cakupan.statements.kinds import KINDS, Kinds
from cakupan.statements.lexicon import Family, GapReading
from cakupan.statements.mentions import Mention
from cakupan.statements.readings import Kind
from cakupan.statements.shapes import Told
from cakupan.statements.tagger import NOT_A_CLAIM, Likelihoods

# How much likelier a kind is that the rules tell, that they tell loudly, and that a figure is no claim where by the
# rules its sentence is of another matter: measured on texts that neither the rules nor the tagger had seen.
_VOTE, _LOUD_VOTE, _ELSEWHERE = exp(2), exp(3), exp(4)
_LOUD = 2.4  # what words right beside a figure come to
_LOUDEST = 2.3  # what the tagger alone tells, at its surest: never as loud as words right beside a figure
_FAMILIES: Mapping[tuple[str, str], Family] = {(unit, kind): family for (unit, family), kind in KINDS.items()}


def kind_of(mention: Mention, told: Told | None) -> Kind | str:
    """The kind of a figure that has been told of what it is."""
    if told is None:
        return NOT_A_CLAIM
    return KINDS.get((_unit_of(mention), told.family), "other")


def settled(mentions: Sequence[Mention], kinds: Kinds, likelihoods: Sequence[Likelihoods]) -> list[Told | None]:
    """What the rules tell of each figure, where the tagger does not hear plainly that it is otherwise."""
    each = zip(mentions, kinds.told, likelihoods, strict=True)
    return [_settled(mention, told, likely, kinds) for mention, told, likely in each]


def _settled(mention: Mention, told: Told | None, likely: Likelihoods, kinds: Kinds) -> Told | None:
    if told is not None and told.plain:
        return None if told.family == "none" else told
    if told is not None and mention.labels:
        return told  # the headings of a table tell what no word around a cell does
    if told is not None and mention.unit == "percent" and "uncovered" in told.gap:
        return told  # "masih 75,22 persen pekerja yang belum terlindungi": denied plainly, in the words of coverage
    by_rules = kind_of(mention, told)
    elsewhere = told is None and not kinds.of_the_matter(mention)
    loud = told is not None and told.score >= _LOUD
    vote = _ELSEWHERE if elsewhere else _LOUD_VOTE if loud else _VOTE
    weighed = {
        kind: share * (vote if kind == by_rules else 1.0)
        for kind, share in likely.items()
        if kind in (NOT_A_CLAIM, by_rules) or _may_be(mention, kind)
    }
    kind = max(weighed, key=lambda each: (weighed[each], each))
    if kind == by_rules:
        return told
    if kind == NOT_A_CLAIM:
        return None
    family = _FAMILIES.get((_unit_of(mention), kind), "share")
    gap = kinds.gap_readings(mention) if family == "gap" else frozenset[GapReading]()
    return Told(family, gap, score=weighed[kind] / sum(weighed.values()) * _LOUDEST, heard=True)


def _may_be(mention: Mention, kind: str) -> bool:
    """Whether a figure of this unit may be of this kind."""
    return kind == "other" or (_unit_of(mention), kind) in _FAMILIES


def _unit_of(mention: Mention) -> str:
    return "people" if mention.unit == "none" else mention.unit
