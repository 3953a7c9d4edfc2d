"""Which noun stands behind a figure, how far it reaches, and what it says of what is counted."""

from dataclasses import replace

from cakupan.basics.figures import FoundFigure
from cakupan.statements.lexicon import Noun, lexicon
from cakupan.statements.words import Words

_KINDS = frozenset(("formal", "informal", "nonformal"))
_MORE = 2.4
IN_TENS = {"ribuan": 1_000, "jutaan": 1_000_000}


def noun_behind(text: str, words: Words, end: int, edge: int) -> tuple[Noun | None, int]:
    """The noun right behind a figure and where it ends."""
    index = words.first_from(end)
    if index >= len(words.folded):
        return None, end
    gap = text[end : words.starts[index]]
    if len(gap) > 2 or "\n" in gap or gap.strip(" -"):
        return None, end
    found = lexicon().nouns.at(words, index)
    if found is None and words.folded[index] in lexicon().lists["added_words"] and words.joined[index + 1 : index + 2]:
        index += 1  # "52,800 more workers"
        found = lexicon().nouns.at(words, index)
        people = found is not None and all(each.unit == "people" for each in found[1])
        found = (found[0], tuple(_more(each) for each in found[1])) if found is not None and people else None
    if found is None:
        return None, end
    last = index + found[0] - 1
    noun = max(found[1], key=lambda each: (each.unit == "skip", each.weight, each.unit))
    if words.ends[last] > edge:
        return _noun_within(words, index, edge)
    if noun.takes_next and last + 1 < len(words.folded) and words.joined[last + 1]:
        last += 1
    if noun.trails or _goes_for_all(words, last):
        last -= 1
    elif noun.unit == "people":
        last = _with_attributes(words, last, edge)
    return noun, words.ends[last]


def _more(noun: Noun) -> Noun:
    """A noun behind "more": what is still missing, unless the noun says otherwise."""
    return noun if noun.family else replace(noun, family="gap", weight=_MORE)


def _with_attributes(words: Words, last: int, edge: int) -> int:
    """The last word of a noun with what belongs to it: "buruh tani tembakau", "marbot dan guru ngaji"."""
    at = last + 1
    if at >= len(words.folded) or not words.joined[at] or words.ends[at] > edge:
        return last
    behind = lexicon().attributes.at(words, at)
    if behind is not None and words.ends[at + behind[0] - 1] <= edge and words.starts[at] - words.ends[last] == 1:
        return at + behind[0] - 1
    if words.folded[at] not in lexicon().lists["both_words"] or words.folded[last] in lexicon().lists["general_nouns"]:
        return last
    other = lexicon().nouns.at(words, at + 1)
    plain = other is not None and all(each.unit == "people" and each.family is None for each in other[1])
    if other is None or not plain or words.ends[at + other[0]] > edge:
        return last
    general = lexicon().lists["general_nouns"].issuperset(words.folded[at + 1 : at + 1 + other[0]])
    return last if general else at + other[0]


def _goes_for_all(words: Words, last: int) -> bool:
    """ "48.911 pekerja formal maupun informal" are workers of every kind."""
    following = words.folded[last + 1 : last + 3]
    return words.folded[last] in _KINDS and len(following) == 2 and following[1] in _KINDS


def _noun_within(words: Words, index: int, edge: int) -> tuple[Noun | None, int]:
    """The noun where the longer one runs over the end of the sentence: "155.123 peserta. Sosialisasi ..."."""
    inside = Words(words.folded[: words.first_from(edge)], words.starts, words.ends, words.joined, words.places)
    found = lexicon().nouns.at(inside, index)
    return (found[1][0], words.ends[index + found[0] - 1]) if found else (None, words.starts[index])


def who_work(words: Words, end: int) -> bool:
    """ "55.081 warga kita yang bekerja" are workers."""
    index = words.first_from(end)
    behind = words.folded[index : index + 4]
    return any(behind[at : at + 2] == ["yang", "bekerja"] for at in range(len(behind)))


def in_tens(text: str, words: Words, found: FoundFigure) -> FoundFigure:
    """ "450 ribuan pekerja" is some 450 thousand."""
    index = words.first_from(found.end)
    if index >= len(words.folded) or text[found.end : words.starts[index]] != " " or found.figure.unit != "none":
        return found
    power = IN_TENS.get(words.folded[index])
    if power is None or found.figure.scale:
        return found
    value, step = found.figure.value * power, found.figure.step * power
    figure = replace(found.figure, value=value, step=step, scale=words.folded[index], other=None)
    return replace(found, figure=figure, end=words.ends[index], text=text[found.start : words.ends[index]])
