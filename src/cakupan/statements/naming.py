"""How much the mention of a place weighs: the place spoken of, one compared with, where the news was written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cakupan.regions.tree import Area
from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.words import Hit, Words

Weight = Literal["named", "local", "seat", "comparing", "branch", "event"]
_DATELINE = re.compile(r"^(?:\s?\([^)\n]{2,30}\)|,\s[^\n–—-]{2,40}?)?\s?(?:--?|–|—)\s")
_COVERED = 10  # words
_MET = 4  # words from "rapat" to the place
_NEAR = 45  # characters: a dateline ends by then
_REGENCY = frozenset(("kabupaten", "kota", "daerah"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is about: the name as offices write it, and the area code (None for several or an island)."""

    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place, or several in one breath, at characters `start` to `end`, and how much the mention weighs."""

    start: int
    end: int
    place: Place
    weight: Weight


def weight_of(text: str, hit: Hit[Area | str], words: Words, index: int, sentence_start: int) -> Weight:
    """How a name is said, from the words around it; `index` is its first word, `sentence_start` a character."""
    known = gazetteer().words
    before = words.folded[max(0, index - 4) : index]
    if before and before[-1] in known["elsewhere"] and words.joined[index]:
        return "branch"
    after = words.first_from(hit.end)
    following = words.folded[after : after + 2]
    if (
        any(word in known["weekdays"] for word in following)
        and after < len(words.starts)
        and words.starts[after] - hit.end <= 3
    ):
        return "event"
    if _opens_report(text, hit, sentence_start):
        return "event"
    if known["covering"].intersection(words.folded[max(0, index - _COVERED) : index]) and known["working"].intersection(
        words.folded[max(0, index - 2 * _COVERED) : index]
    ):
        return "branch"  # "wilayah kerjanya meliputi Agam, Pasaman, ..."
    if known["paid_by"].intersection(before) and before[-1:] and before[-1] in known["governments"]:
        return "branch"  # "642 nelayan ditanggung Pemprov Kepri"
    if _is_met_in(text, hit, words, index, sentence_start):
        return "event"
    if text[max(0, hit.start - 2) : hit.start].startswith(",") and known["buildings"].intersection(
        words.folded[max(0, index - 8) : index]
    ):
        return "event"
    if following[:1] and following[0] in known["papers"] and text[hit.end : hit.end + 2].strip().isupper():
        return "branch"  # "told The Jakarta Post"
    if following[:1] and following[0] in known["pointing"] and known["described"].intersection(before):
        return "comparing"  # "kabupaten paling barat Jawa Timur tersebut"
    if len(following) > 1 and following[0] in _REGENCY and following[1] in known["pointing"]:
        return "comparing"  # "Di Kalimantan Selatan, kabupaten ini menempati posisi ketiga"
    linked = list(reversed(before))
    while linked and linked[0] in known["comparing_links"]:
        linked = linked[1:]
    counted = (
        bool(linked) and linked[0].isdigit() and len(linked) + 2 <= len(before)
    )  # "27 kabupaten/kota di Jawa Barat"
    if counted:
        return "comparing"
    if _is_ranked(before) or (before[-1:] == ["se"] and _is_of_all(words.folded[max(0, index - 6) : index])):
        return "comparing"  # "peringkat lima se-Jambi"; but "pamong se-Kulon Progo" are of there
    return "comparing" if len(linked) < len(before) and linked[:1] and linked[0] in known["comparing"] else "named"


def _is_met_in(text: str, hit: Hit[Area | str], words: Words, index: int, sentence_start: int) -> bool:
    """ "Dalam rapat di Semarang": where something was said."""
    first = max(index - _MET, words.first_from(sentence_start))
    before = words.folded[first:index]
    met = before[-1:] in (["di"], ["in"]) and bool(gazetteer().words["events"].intersection(before[:-1]))
    return met and "," not in text[words.starts[first] : hit.start]


def _is_ranked(before: Sequence[str]) -> bool:
    """ "Urutan ke-4 di Jambi", "peringkat lima Jambi"."""
    return bool(gazetteer().words["ranking"].intersection(before[-4:-1]))


def _is_of_all(before: Sequence[str]) -> bool:
    known = gazetteer().words
    return bool(known["comparing"].intersection(before) or known["ranking"].intersection(before))


def _opens_report(text: str, hit: Hit[Area | str], sentence_start: int) -> bool:
    """Whether the name is the dateline: "jpnn.com, JAKARTA - Pemerintah ..."."""
    return hit.start - sentence_start <= _NEAR and _DATELINE.match(text[hit.end : hit.end + _NEAR]) is not None
