"""What each figure is in the end: what the words and the arithmetic tell, weighed against what the tagger hears."""

from collections.abc import Callable, Mapping, Sequence
from math import exp

from cakupan.statements.kinds import KINDS
from cakupan.statements.lexicon import Family, GapReading
from cakupan.statements.mentions import Mention
from cakupan.statements.readings import Kind
from cakupan.statements.shapes import Told
from cakupan.statements.tagger import NOT_A_CLAIM, Likelihoods

_VOTE = exp(2)  # how much likelier a kind is that the rules tell: measured on texts that neither had seen
_LOUDEST = 4.0  # what the words say of a figure that the tagger is sure of, as loud as a target named right before it
_FAMILIES: Mapping[tuple[str, str], Family] = {(unit, kind): family for (unit, family), kind in KINDS.items()}


def kind_of(mention: Mention, told: Told | None) -> Kind | str:
    """The kind of a figure that has been told of what it is."""
    if told is None:
        return NOT_A_CLAIM
    unit = "people" if mention.unit == "none" else mention.unit
    return KINDS.get((unit, told.family), "other")


def settled(
    mentions: Sequence[Mention],
    told: Sequence[Told | None],
    likelihoods: Sequence[Likelihoods],
    gaps: Callable[[Mention], frozenset[GapReading]],
) -> list[Told | None]:
    """`told`, where the tagger does not hear plainly that it is otherwise; `gaps` are the readings of a gap."""
    return [_settled(*each, gaps) for each in zip(mentions, told, likelihoods, strict=True)]


def _settled(
    mention: Mention, told: Told | None, likely: Likelihoods, gaps: Callable[[Mention], frozenset[GapReading]]
) -> Told | None:
    by_rules = kind_of(mention, told)
    weighed = {
        kind: share * (_VOTE if kind == by_rules else 1.0)
        for kind, share in likely.items()
        if kind in (NOT_A_CLAIM, by_rules) or _may_be(mention, kind)
    }
    kind = max(weighed, key=lambda each: (weighed[each], each))
    share = weighed[kind] / sum(weighed.values())
    if kind == by_rules:
        return told
    if kind == NOT_A_CLAIM:
        return None
    unit = "people" if mention.unit == "none" else mention.unit
    family = _FAMILIES.get((unit, kind), "share")
    return Told(family, gaps(mention) if family == "gap" else frozenset(), score=share * _LOUDEST)


def _may_be(mention: Mention, kind: str) -> bool:
    """Whether a figure of this unit may be of this kind."""
    unit = "people" if mention.unit == "none" else mention.unit
    return kind == "other" or (unit, kind) in _FAMILIES
