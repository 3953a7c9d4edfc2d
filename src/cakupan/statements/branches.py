"""Whether a text is about the whole area of a branch, which is several regencies and no place with a code."""

from collections.abc import Sequence
from itertools import pairwise

from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.naming import PlaceMention
from cakupan.statements.sentences import Sentences
from cakupan.statements.whole_places import levels_spoken_of
from cakupan.statements.words import Words

NUMBERS = {"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8}
AREAS = frozenset(("daerah", "kabupaten", "kota", "provinsi", "wilayah"))
_OPENING = 4  # words


def is_of_a_branch(mentions: Sequence[PlaceMention], words: Words, sentences: Sentences) -> bool:
    """ "Kantor Cabang Ternate menutup November dengan 68.203 peserta di wilayah kerjanya": of several regencies."""
    if not mentions or mentions[0].weight != "branch":
        return False
    known, first = gazetteer().words, sentences.at(mentions[0].start)
    here = sentences.all[first]
    behind = sentences.all[min(first + 1, len(sentences.all) - 1)]
    said, opening = words.between(here.start, behind.end), words.between(here.start, here.end)
    offices = known["branches"].union(("cabang", "kacab"))
    counted = any(word in NUMBERS and after in ("daerah", "wilayah") for word, after in pairwise(opening))
    opens = bool(offices.intersection(said[:_OPENING]))
    if _is_of_the_office_alone(mentions, words, said):
        return opens or counted or ("wilayah" in opening and bool(offices.intersection(opening)))
    return counted or ((opens or "binaan" in said) and bool(known["areas_of_branches"].intersection(said)))


def _is_of_the_office_alone(mentions: Sequence[PlaceMention], words: Words, said: Sequence[str]) -> bool:
    """ "Cabang Pematangsiantar punya 61.200 peserta": no place but the office's own, and no level of government."""
    alone = all(mention.weight == "branch" for mention in mentions)
    return alone and not levels_spoken_of(words) and not AREAS.difference(("wilayah",)).intersection(said)
