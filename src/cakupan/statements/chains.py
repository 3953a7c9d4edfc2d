"""Which figures are told by the figure before them: said again, listed, broken down."""

from bisect import bisect_left
from collections.abc import Sequence

from cakupan.statements.lexicon import Family, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Shapes, Told, counted, dated
from cakupan.statements.wholes import could_be_whole
from cakupan.statements.words import Hit, Words

_REACH = 170  # characters: a figure further back says nothing of this one
_CLOSE = 40  # characters between two figures of one list
_BETWEEN = 60  # characters between a figure and the one that says it again
_SHORT = 7  # words between a count and the rate that says it again


class Chains:
    """The ties between the figures of one text; `told` is what has been told of the figures so far."""

    def __init__(
        self,
        text: str,
        words: Words,
        sentences: Sentences,
        mentions: Sequence[Mention],
        told: Sequence[Told | None],
        places: Places,
        segments: Sequence[Hit[str]],
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._mentions, self._told, self._places = mentions, told, places
        self._shapes = Shapes(text, words, sentences, mentions, told)
        self._segment_starts = [hit.start for hit in segments]

    def carried(self, number: int, mention: Mention, unit: str) -> Family | None:
        """The family of the figure before, where nothing but "atau sekitar", a bracket or a comma stands between."""
        if self._is_rate_of_the_missing(number, mention, unit):
            return "gap"
        if number == 0 or mention.labels or self._mentions[number - 1].sentence != mention.sentence:
            return None
        last, told = self._mentions[number - 1], self._told[number - 1]
        if self._shapes.rate_of_change(number, mention):
            return "growth"
        if told is not None and (self._shapes.goes_to(number - 1, last) or self._shapes.comes_from(last, mention)):
            return told.family
        between = self._text[last.end : mention.start]
        if ";" in between or "|" in between or len(between) > _BETWEEN:
            return None
        said = self._words.between(last.end, mention.start)
        if not lexicon().connectors.fill(self._words, last.end, mention.start):
            return self._said_again(number, mention, unit)
        if not said and "(" not in between and counted(last) == counted(mention):
            return None  # a comma alone makes a list, not a second way to say it
        if ")" in between:
            return None
        if told is None and counted(last) == counted(mention) and could_be_whole(self._words, last, mention):
            return "coverage"  # "102.340 pekerja, baru 38.870 yang ikut"
        if told is None:
            return "none" if said else None
        if told.family == "potential" and counted(last) == counted(mention):
            return self._rate_before(number)  # "dari 3 juta pekerja, baru 600 ribu"
        if told.family == "potential" and unit == "percent" and self._part_before(number):
            return "coverage"  # "18.200 dari 26.000 pekerja atau 70 persen"
        if told.family == "share" and unit == "people":
            return None
        if told.family == "coverage" and unit == "people" and self._are_all_workers(last, mention):
            return "potential"  # "hasil bagi 62.806 peserta dengan 150.000 pekerja"
        if told.family == "target" and counted(last) == counted(mention) and self._shared(number):
            return "coverage"  # "92 persen dari target 50.000 pekerja, atau 46.000 orang"
        return _as_unit(told.family, unit, last.unit)

    def _is_rate_of_the_missing(self, number: int, mention: Mention, unit: str) -> bool:
        """ "62 ribu pekerja belum terlindungi. Angka itu 68 persen dari ...": of what the sentence before counted."""
        last, told = (self._mentions[number - 1], self._told[number - 1]) if number else (None, None)
        if last is None or told is None or unit != "percent" or last.sentence != mention.sentence - 1:
            return False
        said = self._words.between(self._sentences.starts[mention.sentence], mention.start)
        lists = lexicon().lists
        itself = bool(lists["figure_itself"].intersection(said[:1])) and bool(lists["of_whom"].intersection(said[1:2]))
        return told.family == "gap" and counted(last) == "people" and itself and len(said) <= _SHORT

    def says_again(self, number: int, mention: Mention) -> bool:
        """Whether a figure is what the one before it says in another way: "54 persen atau sekitar 314 ribu"."""
        last = self._mentions[number - 1]
        if counted(last) != counted(mention):
            return True
        if self._shapes.goes_to(number - 1, last) or self._shapes.comes_from(last, mention):
            return True
        between = self._words.between(last.end, mention.start)
        again = bool(lexicon().lists["again"].intersection(between)) or "(" in self._text[last.end : mention.start]
        return again or last.figure.value < mention.figure.value or self._told[number - 1] is None

    def _said_again(self, number: int, mention: Mention, unit: str) -> Family | None:
        """ "148 desa sudah mendaftarkan perangkatnya atau 95,48 persen": a rate of the count before it."""
        last, told = self._mentions[number - 1], self._told[number - 1]
        said = self._words.between(last.end, mention.start)
        again = (
            bool(lexicon().lists["again"].intersection(said[-2:]))
            or self._text[mention.start - 1 : mention.start] == "("
        )
        if len(said) > _SHORT or not again or told is None:
            return None
        if unit == "people" and last.unit == "percent" and told.family in ("target", "coverage", "gap"):
            return told.family  # "55 persen pekerja terlindungi pada 2025, atau setara 59.100 pekerja"
        if unit != "percent" or last.unit == "percent":
            return None
        if told.family == "potential" and self._part_before(number):
            return "coverage"
        return _as_unit(told.family, unit, last.unit)

    def _part_before(self, number: int) -> bool:
        before = self._told[number - 2] if number > 1 else None
        here = before is not None and self._mentions[number - 2].sentence == self._mentions[number].sentence
        return here and before is not None and before.family in ("coverage", "sponsored")

    def _rate_before(self, number: int) -> Family:
        """ "70 persen dari 110.000 pekerja atau 77.000": the last says in people what the first says as a rate."""
        before = self._told[number - 2] if number > 1 else None
        rated = before is not None and self._mentions[number - 2].unit == "percent"
        rated = rated and self._mentions[number - 2].sentence == self._mentions[number].sentence
        return before.family if before is not None and rated and before.family in ("target", "gap") else "coverage"

    def _shared(self, number: int) -> bool:
        before = self._told[number - 2] if number > 1 else None
        return before is not None and before.family == "share"

    def listed(self, number: int, mention: Mention, unit: str) -> Family | None:
        """The family of the list that the figure stands in: "Kota Ambon 70 persen, Kabupaten Buru 61 persen"."""
        at = self._last_alike(number, mention)
        told = self._told[at] if at is not None else None
        if at is None or told is None or told.family in ("share", "none"):
            return None
        if told.family == "growth" and unit != "percent":
            return None
        last = self._mentions[at]
        if unit == "people" and told.family == "coverage" and self._are_all_workers(last, mention):
            return "potential"
        start = max(last.end, self._sentences.starts[mention.sentence])
        named = self._places.named_between(start, mention.start)
        segmented = bisect_left(self._segment_starts, last.end) < bisect_left(self._segment_starts, mention.start)
        joined = self._breaks_down(last, mention) or (at == number - 1 and self._joins(last, mention))
        joined = joined or (told.family == "coverage" and self._is_other_source(at, mention))
        joined = joined or (at == number - 1 and told.family == "coverage" and self._is_named_in_a_list(last, mention))
        joined = joined or (at == number - 2 and self._joins_by_date(number, mention))
        joined = joined or (told.listed and at == number - 1 and self._goes_on(last, mention))
        total = self._words.between(max(start, mention.start - 30), mention.start)[-2:]
        joined = joined or bool(lexicon().lists["whole_words"].intersection(total))
        if told.family == "potential" and not (joined or segmented or mention.labels):
            return None
        if told.family == "growth":
            return "growth" if segmented else None  # "Segmen BPU naik 21 persen, PU 7 persen"
        if named or segmented or mention.labels or joined:
            return _as_unit(told.family, unit, last.unit)
        return None

    def _are_all_workers(self, last: Mention, mention: Mention) -> bool:
        """ "61.890 peserta, 194.554 pekerja", "... . Di Wajo ada 213.582 pekerja": the workers, who are more."""
        members = last.noun is not None and last.noun.family == "coverage" and not last.noun.trails
        tied = self._words.between(max(last.end, mention.start - _CLOSE), mention.start)[-1:]
        there_are = last.sentence < mention.sentence and bool(lexicon().lists["there_are"].intersection(tied))
        noun = " ".join(self._words.between(mention.core_end, mention.end))
        more = noun in lexicon().workers and mention.figure.value > last.figure.value
        return more and (members or (there_are and bool(lexicon().lists["worker_words"].intersection(noun.split()))))

    def _last_alike(self, number: int, mention: Mention) -> int | None:
        """The last figure of the same unit, in this sentence or the one before."""
        for at in range(number - 1, max(-1, number - 5), -1):
            last = self._mentions[at]
            if mention.sentence - last.sentence > 1 or mention.start - last.end > _REACH:
                return None
            if counted(last) == counted(mention):
                return at
        return None

    def _breaks_down(self, last: Mention, mention: Mention) -> bool:
        """Whether "termasuk", "terdiri dari" or "rinciannya" opens a list of parts between two figures."""
        first, end = self._words.first_from(last.end), self._words.first_from(mention.start)
        return any(lexicon().breakdowns.at(self._words, index) for index in range(first, end))

    def _is_named_in_a_list(self, last: Mention, mention: Mention) -> bool:
        """ "Tenaga pendidik 2.318, tenaga kesehatan 1.490, petugas kebersihan 873": a comma, a noun, the next count."""
        gap = self._text[last.end : mention.start]
        first, end = self._words.first_from(last.end), self._words.first_from(mention.start)
        while first < end and self._words.folded[first] in lexicon().lists["both_words"]:
            first += 1
        found = lexicon().nouns.at(self._words, first) if first < end else None
        whole = found is not None and first + found[0] == end and all(each.unit == "people" for each in found[1])
        return whole and mention.sentence == last.sentence and any(mark in gap for mark in (",", ";", ":", " dan "))

    def _is_other_source(self, at: int, mention: Mention) -> bool:
        """ "Menurut pemkab 58.320 pekerja, sedangkan paparan BPJS 52.830 pekerja": what another says of the same."""
        last = self._mentions[at]
        nouns = [self._words.between(each.core_end, each.end) for each in (last, mention)]
        between = self._words.between(last.end, mention.start)
        here = last.sentence == mention.sentence and bool(nouns[0]) and list(nouns[0]) == list(nouns[1])
        return here and bool(lexicon().lists["contrast"].intersection(between))

    def _joins_by_date(self, number: int, mention: Mention) -> bool:
        """ "2023 76.800 (+20%); 2024 92.160": the next time of one series."""
        last = self._mentions[number - 1]
        between = self._words.between(last.end, mention.start)
        here = last.sentence == mention.sentence and last.unit == "percent" and 0 < len(between) <= _SHORT
        return (
            here and dated(between) and all(dated((word,)) or word in lexicon().lists["time_ties"] for word in between)
        )

    def _goes_on(self, last: Mention, mention: Mention) -> bool:
        """ "Mereka terdiri atas petani 8.450 orang, pedagang kecil 12.790 orang": the next name and its count."""
        between = self._words.between(last.end, mention.start)
        first, end = self._words.first_from(last.end), self._words.first_from(mention.start)
        plain = all(lexicon().cues.at(self._words, index) is None for index in range(first, end))
        mark = "," in self._text[last.end : mention.start] or bool(lexicon().lists["both_words"].intersection(between))
        here = mention.sentence == last.sentence and mention.start - last.end <= _CLOSE
        return here and plain and mark and 0 < len(between) <= _SHORT

    def _joins(self, last: Mention, mention: Mention) -> bool:
        """Whether a bare "dan" or a comma joins a figure to the one before it."""
        between = self._words.between(last.end, mention.start)
        lists = lexicon().lists
        both = not between or bool(lists["both_words"].intersection(between))
        both = both or all(word in lists["time_ties"] or word in lists["earlier"] or dated((word,)) for word in between)
        return both and mention.sentence == last.sentence and mention.start - last.end <= _CLOSE

    def told_before(self, number: int, family: Family) -> bool:
        at = self._last_alike(number, self._mentions[number])
        told = self._told[at] if at is not None else None
        return told is not None and told.family == family


def _as_unit(family: Family, unit: str, last_unit: str) -> Family:
    """The family that a figure of another unit has when it says the same: a share of the potential is no coverage."""
    if family == "potential" and unit == "percent":
        return "share"
    if family in ("share", "population") and unit == "people":
        return "population"
    if family == "sponsored" and unit == "percent":
        return "coverage" if last_unit == "people" else "share"
    return family
