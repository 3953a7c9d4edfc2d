"""Which group of workers each figure is of: the segment or the noun right around it, or its whole's."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.readings import Reading
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Told
from cakupan.statements.words import Hit, Words

_BEFORE, _AFTER = 34, 26  # characters around a figure in which the name of a group belongs to it
_KINDS = frozenset(("formal", "informal", "nonformal"))
_CIVIL = "non-ASN"
_UNIFORMED = 3  # words behind the name of a group: ", TNI dan Polri"
_PLAINLY = 9  # words between a part and the whole that "dari" ties
_PAIR = {"covered_workers", "potential_workers"}
_LABEL = re.compile(r"(?:^|[;:,]\s|\bdan\s)((?:[^\W\d]|[\s-])+?)\s+$")
_LONGEST_LABEL = 30
_CLAUSE_END = re.compile(r"[,;:.(]|\s(?:dan|and|sedangkan|sementara|while)\s")


class Segments:
    """The groups of one text: ask `segment_of` for the group that a figure is of."""

    def __init__(
        self, text: str, words: Words, sentences: Sentences, places: Places, mentions: Sequence[Mention]
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._places, self._mentions = places, mentions
        named = list(lexicon().segments.find(words))
        # "angkatan kerja non-ASN, TNI dan Polri" is how an agency counts all who work, and no group of them
        self._defining = [hit for hit in named if hit.tags[0] == _CIVIL and _defines_all(words, hit)]
        self._segments = [hit for hit in named if hit not in self._defining]

    def segment_of(self, number: int, mention: Mention, told: Told, before: Sequence[Reading]) -> str | None:
        """The group of workers that the words right around the figure name."""
        if mention.labels:
            spans = [hit.tags[0] for label in mention.labels for hit in inside(self._segments, *label)]
            return spans[0] if spans else None
        if len(_KINDS.intersection(self._words.between(mention.end, mention.end + _AFTER)[:3])) > 1:
            return None  # "48.911 pekerja formal maupun informal"
        reach = inside(self._segments, mention.core_end, mention.end + _AFTER)
        inner = [hit.tags[0] for hit in reach if hit.start < mention.end]  # "1.380.000 peserta mandiri"
        # what is missing is of nobody yet: "28.048 pendaftar baru" are no group
        own = inner or self._around(number, mention) or (self._own_noun(mention) if told.family != "gap" else [])
        if own:
            return own[0]
        last = before[-1] if before else None
        if last is None or last.sentence != mention.sentence:
            return None
        # "guru 13.245 dari 56.435", "PU 151.413 peserta atau 79,20 persen": the second figure is of the same group
        between = self._words.between(last.claim.span[1], mention.start)
        ties = lexicon().lists["part_ties"]
        tied = lexicon().connectors.fill(self._words, last.claim.span[1], mention.start) or (
            bool(between) and ties.issuperset(between) and not lexicon().lists["whole_words"].issuperset(between)
        )
        listed = told.carried and self._places.named_between(last.claim.span[1], mention.start)
        # "dari 6,02 juta pada 2022 menjadi 9,19 juta": two levels of one group
        between = self._words.between(last.claim.span[1], mention.start)
        levels = told.carried or (last.claim.kind == "growth" and told.family == "coverage")
        listed = listed or (levels and bool(lexicon().lists["to_words"].intersection(between[-2:])))
        return last.claim.segment if tied or listed else None

    def _own_noun(self, mention: Mention) -> list[str]:
        """ "3.000 pengemudi ojol", "3.000 juru kunci": a noun that is not of workers in general names its own group."""
        if mention.unit not in ("people", "none"):
            return []
        lists = lexicon().lists
        defining = inside(self._defining, mention.core_end, mention.end)
        noun = self._words.between(mention.core_end, defining[0].start if defining else mention.end)
        if noun:
            return [] if lists["general_nouns"].issuperset(noun) else [" ".join(noun)]
        index = self._words.first_from(mention.end)
        if index >= len(self._words.folded) or not self._words.joined[index]:
            return []
        word = self._words.folded[index]
        behind = self._text[mention.end : self._words.starts[index]]
        plain = behind == " " and word.isalpha() and self._text[self._words.starts[index]].islower()
        return [word] if plain and word not in lists["not_nouns"] and word not in lists["general_nouns"] else []

    def _around(self, number: int, mention: Mention) -> list[str]:
        behind = self._behind(number, mention)
        if behind and lexicon().lists["group_ties"].issuperset(self._words.between(mention.end, behind[0].start)):
            return _one_group(behind)
        last = self._mentions[number - 1].end if number else 0
        floor = max(last, self._sentences.starts[mention.sentence], mention.start - _BEFORE)
        gap = self._text[floor : mention.start]
        floor += max((gap.rfind(mark) + 1 for mark in (";", "(", ".")), default=0)
        # a segment right behind the figure before belongs to that one: "25 juta PU, 9,19 juta BPU"
        before = [hit for hit in inside(self._segments, floor, mention.start) if hit.start - last > 1 or not number]
        if before:
            return [before[-1].tags[0]]
        if behind:
            return _one_group(behind)
        return self._list_label(number, mention)

    def _behind(self, number: int, mention: Mention) -> Sequence[Hit[str]]:
        """The groups named behind the figure in its clause, the first of them near."""
        ceiling = self._mentions[number + 1].start if number + 1 < len(self._mentions) else len(self._text)
        tail = self._text[mention.end : min(ceiling, mention.end + 2 * _AFTER)]
        cut = min((found.start() for found in _CLAUSE_END.finditer(tail)), default=len(tail))
        hits = inside(self._segments, mention.end, mention.end + cut)
        return hits if hits and hits[0].start - mention.end <= _AFTER else ()

    def _list_label(self, number: int, mention: Mention) -> list[str]:
        """The label of an item like "; tenaga kesehatan 12.347 dari 27.364"."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or mention.unit not in ("people", "none"):
            return []
        between = self._words.between(mention.end, following.start)
        start = max(self._sentences.starts[mention.sentence], mention.start - _BEFORE)
        start = max(start, self._mentions[number - 1].end if number else 0)
        label = _LABEL.search(self._text[start : mention.start])
        opens = label is not None and self._text[start : mention.start][label.start() : label.start() + 1] in (";", ":")
        if (
            label is None
            or not opens
            or list(between) not in (["dari"], ["of"], ["orang", "dari"], ["out", "of"])
            or len(label[1]) > _LONGEST_LABEL
        ):
            return []
        name = label[1].strip().casefold()
        return [] if lexicon().lists["general_nouns"].issuperset(name.split()) else [name]


def with_shared_segments(readings: Sequence[Reading], words: Words, sentences: Sentences) -> list[Reading]:
    """A part and a rate are of the group that their whole is of.

    "12 persen dari 125.000 petani", "8.120 dari 9.900 guru"; "44.834 pegawai non ASN, 30.277 sudah terdaftar (67,5 %)".
    """
    whole: Reading | None = None
    shared: list[Reading] = []
    for number, reading in enumerate(readings):
        if reading.claim.kind == "potential_workers":
            whole = reading
        following = readings[number + 1] if number + 1 < len(readings) else None
        group = reading.claim.segment
        if group is None and following is not None and _is_of(reading, following, words):
            group = following.claim.segment
        if group is None and whole is not None and _is_within(reading, whole):
            group = whole.claim.segment
        if group is None and number > 1 and _goes_on(shared[-2:], reading, words, sentences):
            group = shared[-1].claim.segment
        changed = group != reading.claim.segment
        shared.append(replace(reading, claim=replace(reading.claim, segment=group)) if changed else reading)
    return shared


def _is_of(part: Reading, whole: Reading, words: Words) -> bool:
    if part.claim.unit != "percent" and whole.claim.kind != "potential_workers":
        return False
    if part.sentence != whole.sentence:
        return False
    between = words.between(part.claim.span[1], whole.claim.span[0])
    plainly = part.claim.unit != "percent" and len(between) <= _PLAINLY and bool({"dari", "of"}.intersection(between))
    return plainly or (bool(between) and lexicon().lists["part_ties"].issuperset(between))


def _is_within(reading: Reading, whole: Reading) -> bool:
    near = reading.sentence == whole.sentence and reading.number - whole.number <= 2
    return near and reading.claim.kind in ("covered_workers", "coverage_rate") and reading.row is None


def _goes_on(pair: Sequence[Reading], rate: Reading, words: Words, sentences: Sentences) -> bool:
    """ "... dari pekerja informal 40.824 jiwa. Jika dipersentasekan 59,85 persen": a rate of the two before."""
    if rate.claim.kind != "coverage_rate" or {each.claim.kind for each in pair} != _PAIR:
        return False
    if len({each.claim.segment for each in pair}) > 1 or any(rate.sentence - each.sentence != 1 for each in pair):
        return False
    sentence = sentences.all[rate.sentence]
    return bool(lexicon().lists["openings"].intersection(words.between(sentence.start, sentence.end)[:1]))


def inside(hits: Sequence[Hit[str]], start: int, end: int) -> Sequence[Hit[str]]:
    """The phrases that lie between two characters."""
    first = bisect_left(hits, start, key=lambda hit: hit.start)
    last = bisect_right(hits, end, key=lambda hit: hit.end)
    return hits[first:last]


def _defines_all(words: Words, hit: Hit[str]) -> bool:
    """Whether a group's name goes with the word for all who work, or with those in uniform."""
    before = words.between(max(0, hit.start - _BEFORE), hit.start)[-2:]
    behind = words.between(hit.end, hit.end + _AFTER)[:_UNIFORMED]
    lists = lexicon().lists
    return "_".join(before) in lists["all_who_work"] or bool(lists["in_uniform"].intersection(behind))


def _one_group(hits: Sequence[Hit[str]]) -> list[str]:
    """The group that is named; none where several are, for "formal maupun informal" is everyone."""
    groups = {hit.tags[0] for hit in hits}
    return list(groups) if len(groups) == 1 else []
