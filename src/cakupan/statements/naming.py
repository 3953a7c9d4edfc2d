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
_OPENING = re.compile(r"^(?:,\s[^.,\n\d]{2,20})?\.\s")  # "Tana Paser. Masih tersisa ...", "Pelaihari, MC Tala. ..."
_BLANK = re.compile(r"\s*")
_FIGURE = re.compile(r"\s\(?\d")  # "membawahi tiga kabupaten: Gianyar 152.372 ..."
_COVERED = 10  # words
_MET = 4  # words from "rapat" to the place
_NEAR = 45  # characters: a dateline ends by then
_REGENCY = frozenset(("kabupaten", "kota", "daerah"))
_TITLES = frozenset(("kabupaten", "kab", "kota", "provinsi"))


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
    elsewhere = _told_elsewhere(text, hit, words, index, sentence_start)
    if elsewhere is not None:
        return elsewhere
    return "comparing" if _is_compared_within(text, hit, words, index) else "named"


def _told_elsewhere(
    text: str, hit: Hit[Area | str], words: Words, index: int, sentence_start: int
) -> Literal["branch", "event"] | None:
    """Whether a name says where a branch, a paper or a meeting is, and not what the figures are about."""
    known = gazetteer().words
    before, after = words.folded[max(0, index - 4) : index], words.first_from(hit.end)
    following = words.folded[after : after + 2]
    if before and before[-1] in known["elsewhere"] and words.joined[index]:
        return "branch"
    if before[-1:] == ["wilayah"] and known["working"].intersection(before[:-1]):
        return "branch"  # "Deputi Direktur Wilayah Sumbagut"
    if following[:1] and following[0] in known["branches"] and words.joined[after]:
        return "branch"  # "the Palu branch counts", "the Merauke office paid"
    if _is_dated(words, after, hit.end, following):
        return "event"
    if _opens_report(text, hit, sentence_start):
        return "event"
    covered = not _FIGURE.match(text, hit.end) and known["covering"].intersection(
        words.folded[max(0, index - _COVERED) : index]
    )
    if covered and known["working"].intersection(words.folded[max(0, index - 2 * _COVERED) : index]):
        return "branch"  # "wilayah kerjanya meliputi Agam, Pasaman, ..."
    if known["paid_by"].intersection(before) and before[-1:] and before[-1] in known["governments"]:
        return "branch"  # "642 nelayan ditanggung Pemprov Kepri"
    if _is_met_in(text, hit, words, index, sentence_start):
        return "event"
    hall = words.folded[max(0, index - 8) : index]
    behind_hall = text[max(0, hit.start - 2) : hit.start].startswith(",") and known["buildings"].intersection(hall)
    if behind_hall and "cabang" not in hall:  # "dari daerah binaan Kantor Cabang Baubau, Buton Selatan paling buncit"
        return "event"
    if following[:1] and following[0] in known["papers"] and text[hit.end : hit.end + 2].strip().isupper():
        return "branch"  # "told The Jakarta Post"
    return None


def _is_compared_within(text: str, hit: Hit[Area | str], words: Words, index: int) -> bool:
    """Whether a place is the one within which another is compared: "tertinggi di Bali"."""
    known = gazetteer().words
    before, after = words.folded[max(0, index - 4) : index], words.first_from(hit.end)
    following = words.folded[after : after + 2]
    if following[:1] and following[0] in known["pointing"] and known["described"].intersection(before):
        return True  # "kabupaten paling barat Jawa Timur tersebut"
    if len(following) > 1 and following[0] in _REGENCY and following[1] in known["pointing"]:
        return True  # "Di Kalimantan Selatan, kabupaten ini menempati posisi ketiga"
    linked = list(reversed(before))
    while linked and linked[0] in known["comparing_links"]:
        linked = linked[1:]
    counted = (
        bool(linked) and linked[0].isdigit() and len(linked) + 2 <= len(before)
    )  # "27 kabupaten/kota di Jawa Barat"
    if counted:
        return True
    ranked = _is_ranked(before) and not {",", ":"}.intersection(text[words.starts[max(0, index - 4)] : hit.start])
    if (
        ranked
        or _is_told_by_another(before)
        or (before[-1:] == ["se"] and _is_of_all(words.folded[max(0, index - 6) : index]))
    ):
        return True  # "peringkat lima se-Jambi"; but "pamong se-Kulon Progo" are of there
    return len(linked) < len(before) and bool(linked[:1]) and linked[0] in known["comparing"]


def _is_dated(words: Words, after: int, end: int, following: Sequence[str]) -> bool:
    """ "Di Wajo, Rabu (6/8)": a day behind the place; but not "Kota Jogja 82 %, Selasa", with a figure between."""
    days = gazetteer().words["weekdays"]
    if after >= len(words.starts) or words.starts[after] - end > 3:
        return False
    return following[0] in days or (following[-1] in days and not following[0].isdigit())


def _is_told_by_another(before: Sequence[str]) -> bool:
    """Whether the place only tells where another lies, or where somebody went: its own figures are not told."""
    known, last = gazetteer().words, before[-3:]
    if not last:
        return False
    if last[-1] == "of" and any(word.endswith("est") and len(word) > 4 for word in last[:-1]):
        return True  # "the busiest port of North Kalimantan"
    if known["bordering"].intersection(last):
        return True  # "on the border with North Sumatra"
    return last[-1] == "ke" and bool(known["moving"].intersection(before))  # "tiga pabrik hengkang ke Jawa Tengah"


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
    behind = text[hit.end : hit.end + _NEAR]
    opens = _BLANK.fullmatch(text, 0, hit.start) and not _TITLES.intersection(hit.phrase.split())
    if opens and (_OPENING.match(behind) or (behind[:2] == ": " and text[hit.start : hit.end].isupper())):
        return True  # "JAKARTA: Less than a third ..."
    return hit.start - sentence_start <= _NEAR and _DATELINE.match(behind) is not None
