"""Whether a text is about the whole area of a branch, which is several regencies and no place with a code."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.lexicon import lexicon
from cakupan.statements.naming import PlaceMention
from cakupan.statements.sentences import Sentences
from cakupan.statements.whole_places import levels_spoken_of
from cakupan.statements.words import Words

_OPENING = 4  # words


def is_of_a_branch(mentions: Sequence[PlaceMention], words: Words, sentences: Sentences) -> bool:
    """ "Kantor Cabang Ternate menutup November dengan 68.203 peserta di wilayah kerjanya": of several regencies."""
    if not mentions or mentions[0].weight != "branch":
        return False
    known, first = gazetteer().words, sentences.at(mentions[0].start)
    here = sentences.all[first]
    behind = sentences.all[min(first + 1, len(sentences.all) - 1)]
    said, opening = words.between(here.start, behind.end), words.between(here.start, here.end)
    offices = known["branches"] | known["branches_before"]
    areas, several = known["areas_counted"], numbers_of_several()
    counted = any(word in several and after in areas for word, after in pairwise(opening))
    opens = bool(offices.intersection(said[:_OPENING]))
    if _is_of_the_office_alone(mentions, words, said):
        served = known["areas_served"].intersection(opening)
        return opens or counted or bool(served and offices.intersection(opening))
    led = opens or bool(known["led_by_branches"].intersection(said))
    return counted or (led and bool(known["areas_of_branches"].intersection(said)))


@cache
def numbers_of_several() -> Mapping[str, int]:
    """The words for two and more: "tiga daerah itu" are several places."""
    return {word: number for word, number in lexicon().numbers.items() if number > 1}


def _is_of_the_office_alone(mentions: Sequence[PlaceMention], words: Words, said: Sequence[str]) -> bool:
    """ "Cabang Pematangsiantar punya 61.200 peserta": no place but the office's own, and no level of government."""
    alone = all(mention.weight == "branch" for mention in mentions)
    return alone and not levels_spoken_of(words) and not gazetteer().words["areas_governed"].intersection(said)
