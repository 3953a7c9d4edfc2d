"""Which noun stands behind a figure, how far it reaches, and what it says of what is counted."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cakupan.basics.figures import FoundFigure
from cakupan.statements.lexicon import Noun, lexicon
from cakupan.statements.trades import goes_on, is_english, is_short_for, person_named, plural_behind, trade_behind
from cakupan.statements.words import Words

_KINDS = frozenset(("formal", "informal", "nonformal"))
_MORE = 2.4
_LEFT_OUT = re.compile(r",? (?:dan |& |serta )?(?:non-?)?(?:TNI|Polri|PNS|P3K|PPPK)\b", re.IGNORECASE)
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
    if found is not None and words.ends[index + found[0] - 1] > edge:
        return _noun_within(words, index, edge, end)
    if found is None or (_is_of_places(found[1]) and is_english(words)):
        plural = plural_behind(text, words, index, edge) if is_english(words) else None
        if plural is not None and (found is None or (plural[0] is not None and plural[0].unit == "people")):
            return plural
    if found is None:
        trade = None if is_english(words) else trade_behind(text, words, index, edge)
        return (None, end) if trade is None else (person_named(words.folded[index], english=False), trade)
    return _reach(text, words, index, found, edge)


def _is_of_places(nouns: Sequence[Noun]) -> bool:
    return all(each.unit in ("villages", "companies", "projects") for each in nouns)


def _reach(
    text: str, words: Words, index: int, found: tuple[int, tuple[Noun, ...]], edge: int
) -> tuple[Noun | None, int]:
    """A known noun at word `index`, and where it ends with what belongs to it."""
    last = index + found[0] - 1
    noun = max(found[1], key=lambda each: (each.unit == "skip", each.weight, each.unit))
    if words.folded[last] == "baru" and found[0] > 1 and _is_aimed_at(words, last):
        return _noun_within(words, index, words.starts[last], words.starts[index])
    if noun.where and found[0] == 1 and goes_on(text, words, last, edge):
        return replace(noun, unit="skip"), words.ends[last]  # "10 unit layanan", "paket sembako"
    if noun.takes_next and _takes(text, words, last, edge):
        last += 1
    if noun.trails or _goes_for_all(words, last):
        last -= 1
    elif noun.unit == "people" and noun.family != "sponsored":  # "25.000 pekerja rentan [OAP]"
        last = _with_attributes(text, words, last, edge)
    return noun, words.ends[last]


def _is_aimed_at(words: Words, last: int) -> bool:
    """ "70 juta peserta baru dikejar 2026": only then; but "500 peserta baru didaftarkan" are new ones."""
    lists, behind = lexicon().lists, words.folded[last + 1 : last + 3]
    dated = behind[-1:] and (behind[-1].isdigit() or behind[-1] in lists["time_openers"])
    return bool(dated) and bool((lists["plan_verbs"] | lists["aiming_verbs"]).intersection(behind[:1]))


def _takes(text: str, words: Words, last: int, edge: int) -> bool:
    """Whether the next word says whose "kader" or "petugas" they are: "kader Posyandu", but not "kader alias"."""
    if last + 1 >= len(words.folded) or text[words.ends[last] : words.starts[last + 1]] != " ":
        return False
    named = text[words.starts[last + 1]].isupper() and words.ends[last + 1] <= edge
    return named or goes_on(text, words, last, edge)


def _more(noun: Noun) -> Noun:
    """A noun behind "more": what is still missing, unless the noun says otherwise."""
    return noun if noun.family else replace(noun, family="gap", weight=_MORE)


def _with_attributes(text: str, words: Words, last: int, edge: int) -> int:
    """The last word of a noun with what belongs to it: "buruh tani tembakau", "petani singkong"."""
    if words.folded[last] in lexicon().lists["heads_alone"]:
        return last  # "3 juta jiwa tenaga kerja"
    if "_".join(words.folded[max(0, last - 1) : last + 1]) in lexicon().lists["all_who_work"]:
        return last  # "7.983 angkatan kerja non-ASN, TNI dan Polri"
    at = last + 1
    behind = lexicon().attributes.at(words, at)
    if behind is not None and words.ends[at + behind[0] - 1] <= edge and words.starts[at] - words.ends[last] == 1:
        stop = words.ends[at + behind[0] - 1]
        # "angkatan kerja non-ASN, TNI dan Polri" are all who are none of these, and no group
        return last if _LEFT_OUT.match(text, stop) and words.folded[at] == "non" else at + behind[0] - 1
    word = words.folded[last]
    trade = word in lexicon().lists["trades"] or person_named(word, english=False) is not None
    return at if trade and (goes_on(text, words, last, edge) or is_short_for(text, words, last, edge)) else last


def _goes_for_all(words: Words, last: int) -> bool:
    """ "48.911 pekerja formal maupun informal" are workers of every kind."""
    following = words.folded[last + 1 : last + 3]
    return words.folded[last] in _KINDS and len(following) == 2 and following[1] in _KINDS


def _noun_within(words: Words, index: int, edge: int, end: int) -> tuple[Noun | None, int]:
    """The noun where the longer one runs over the end of the sentence: "155.123 peserta. Sosialisasi ..."."""
    inside = Words(words.folded[: words.first_from(edge)], words.starts, words.ends, words.joined, words.places)
    found = lexicon().nouns.at(inside, index)
    return (found[1][0], words.ends[index + found[0] - 1]) if found else (None, end)


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
