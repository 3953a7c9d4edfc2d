"""Which figures number something or tell a pace or a least, and count nothing: articles, hours, "tiap desa 50"."""

import re

from cakupan.basics.figures import FoundFigure
from cakupan.statements.lexicon import lexicon
from cakupan.statements.words import Words

_TELEPHONE = re.compile(r"\d[\s-]\d{3,4}-\d|\+62")
_FRACTION = re.compile(r"\d[.,]\d{3}\s?/\s?\d{1,3}[.,]\d{3}(?!\d)")
_GROUPED, _LONG = 1_000, 12


def numbers_something(text: str, words: Words, index: int, found: FoundFigure) -> bool:
    """Whether the figure is a number of something: an article, a rank, an hour, a telephone, a code."""
    before, after = text[max(0, found.start - 1) : found.start], text[found.end : found.end + 2]
    hour = after[:1] == ":" and after[1:].isdigit()  # "08:30", but not "yang tidak 54.600: pas 25 persen"
    marked = before in ("/", "#", "@", "+", "_", "'", "’") or after[:1] in ("/", "_")
    if found.figure.unit == "none" and (marked or hour):
        return not _is_fraction(text, found)
    if _TELEPHONE.search(text[max(0, found.start - 8) : found.end + 6]) and found.figure.unit == "none":
        return True
    if found.figure.unit != "none" or index == 0 or not words.joined[index]:
        return False
    if before == "-":
        return not _counts_people(text, words, found)  # "ke-3.151 pengurus", but not "yang ke-3.151"
    if words.folded[index - 1] == "number" and found.figure.value >= _GROUPED and not found.text.isdigit():
        return False  # "those who should be protected number 213,582"
    if words.folded[index - 1] in lexicon().lists["also_groups"] and _counts_people(text, words, found):
        return False  # "ketua RW 616 orang"
    return lexicon().numbering.ends_at(words, index - 1, longest=2)


def _counts_people(text: str, words: Words, found: FoundFigure) -> bool:
    index = words.first_from(found.end)
    noun = lexicon().nouns.at(words, index)
    behind = noun is not None and text[found.end : words.starts[index]] == " "
    return behind and noun is not None and all(each.unit == "people" for each in noun[1])


def _is_fraction(text: str, found: FoundFigure) -> bool:
    """ "39.597/80.060 pekerja": two counts with thousands marks, one over the other."""
    grouped = found.figure.value >= _GROUPED and not found.text.isdigit()
    return grouped and bool(_FRACTION.search(text[max(0, found.start - _LONG) : found.end + _LONG]))


def is_for_each(words: Words, end: int, unit: str, edge: int) -> bool:
    index = words.first_from(end)
    if unit != "people" or index >= len(words.folded) or not words.joined[index] or words.starts[index] >= edge:
        return False
    return lexicon().per_each.at(words, index) is not None


def is_a_pace(text: str, words: Words, index: int, floor: int) -> bool:
    """ "Setiap bulan ada 500 peserta baru" is a pace, not a count."""
    first = max(words.first_from(floor), index - 5)
    for at in range(first, index):
        found = lexicon().each_before.at(words, at)
        if found is None:
            continue
        between = text[words.ends[at + found[0] - 1] : words.starts[index]]
        # "dengan tarif Rp16.800 per bulan, seluruh 2.460 peserta", "gajian tiap bulan memang terbanyak: 21.400 orang"
        parted = any(mark in between for mark in ":;(") or ("," in between and words.folded[at] == "per")
        if not parted:
            return True
    return False


def is_minimum(words: Words, index: int) -> bool:
    return bool(lexicon().lists["minimum"].intersection(words.folded[max(0, index - 2) : index]))
