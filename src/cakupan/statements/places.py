"""Which area each figure is about: names in running text, carried from sentence to sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cakupan.regions.tree import NATION, area
from cakupan.statements.branches import is_of_a_branch, numbers_of_several
from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.lexicon import lexicon
from cakupan.statements.naming import Place, PlaceMention
from cakupan.statements.place_names import grouped, named_in
from cakupan.statements.sentences import Sentences
from cakupan.statements.two_lists import paired_with
from cakupan.statements.whole_places import all_within, around_all, levels_spoken_of, lies_within, main_place
from cakupan.statements.words import Words

_TO_EACH = 4  # words: "Keenamnya menghimpun", but not "Ketiganya, menurut Kadis, akan dibantu program untuk ..."
_CLAUSE = 90  # characters
_APPOSED = 22
_PROVINCIAL = 4  # words
_OPENING = 3  # words
_NATIONAL = 8  # words
_NATIONAL_TARGETS = (("target", "nasional"), ("targetnya", "nasional"), ("national", "target"))
_OTHER_CLAUSE = re.compile(r"[,;:()\d]")
_NOT_OF = frozenset(("dibanding", "dibandingkan", "dari", "than", "from", "versus", "against", "se"))
_NEAR = 45  # characters: a place further behind the figure is tied to something else


class Places:
    """The places of one text: ask `place_of` for the place that a figure is about."""

    def __init__(self, text: str, words: Words, sentences: Sentences) -> None:
        named = named_in(text, words, sentences)
        self.mentions = grouped(text, named)
        self._figures: dict[int, list[int]] = {}  # where those of a sentence start
        self._nationwide = False
        self._text, self._words = text, words
        self._sentences = sentences
        self._in_sentence = _by_sentence(self.mentions, sentences)
        self._alone = _by_sentence(named, sentences)  # each place of a list by itself
        alone = [mention for mention in self.mentions if not self._in_a_list(mention)]
        self._main = main_place(alone or self.mentions, levels_spoken_of(words))
        if is_of_a_branch(self.mentions, words, sentences):
            self._main = Place("", None)
        elif self._opens_with_the_nation():
            self._main = self.nation
        self._topics: dict[int, Place | None] = {}

    @property
    def nation(self) -> Place:
        return Place(area(NATION).title, NATION)

    def place_of(self, start: int, end: int, sentence: int, labels: Sequence[tuple[int, int]] = ()) -> Place:
        """The place of the figure at `start` to `end`: tied to it, before it in the sentence, or carried there."""
        for label in labels:
            if self._counts_places(self._words.between(*label), sentence):
                return Place("", None)  # "Jumlah tiga kabupaten"
            for mention in self.mentions_between(*label):
                return mention.place
        if self._is_of_them_all(start, sentence):
            return Place("", None)
        if (paired := self._paired(start, sentence)) is not None:
            return paired
        near = [mention for mention in self._in_sentence[sentence] if mention.weight == "named"]
        tied = next((mention for mention in near if self._tied(end, mention)), None)
        if tied is not None:
            return tied.place
        before = [mention for mention in near if mention.end <= start]
        if not before and (said := self._said_behind(end, near)) is not None:
            return said
        last = before[-1] if before else None
        if (province := self._province_spoken_of(start, sentence, last)) is not None:
            return province
        if len(before) > 1 and (self._lies_around(*before[-2:]) or self._is_put_in(before[-2], before[-1], start)):
            return before[-2].place
        if before and (doer := self._who_did(before[-1], near, start, end, sentence)) is not None:
            return doer
        if before and (self._goes_back(before[-1].end, start) or self._is_summed_up(before, start)):
            return self._main
        if not before and self._is_the_nations(start, sentence):
            return self.nation
        return before[-1].place if before else self._topics[sentence] or self._main

    def _who_did(
        self, last: PlaceMention, near: Sequence[PlaceMention], start: int, end: int, sentence: int
    ) -> Place | None:
        """ "Usai meraih juara Provinsi Lampung serta mendaftarkan 7.250 nelayan, Pemkab Pesawaran ...": who is told."""
        floor = self._sentences.starts[sentence]
        behind = next((mention for mention in near if mention.start >= end), None)
        opens = bool(lexicon().lists["once_done"].intersection(self._words.between(floor, start)[:1]))
        if behind is None or not opens or "," in self._text[floor:start] or "," not in self._text[end : behind.start]:
            return None
        return behind.place if lies_within(behind.place, last.place) else None

    def _is_the_nations(self, start: int, sentence: int) -> bool:
        """ "Target nasional UCJ 2025 menurut Kemendagri 52,15 persen", before the text comes to any place."""
        if self.mentions and self.mentions[0].start < start:
            return False
        here, known = self._sentences.all[sentence], gazetteer().words
        offices = known["of_the_nation"] | known["national_plans"]
        told = self._nationwide or offices.intersection(self._words.between(here.start, here.end))
        pairs = [*pairwise(self._words.between(here.start, start)[-_NATIONAL:])]
        return bool(told) and any(pair in pairs for pair in _NATIONAL_TARGETS)

    def _paired(self, start: int, sentence: int) -> Place | None:
        here = self._sentences.all[sentence]
        if all(mention.place.code is not None for mention in self._in_sentence[sentence]):
            return None  # no list of places
        if not gazetteer().words["respectively"].intersection(self._words.between(here.start, here.end)):
            return None
        figures = self._figures.get(sentence, ())
        return paired_with(start, figures, self._in_sentence[sentence], self._alone[sentence])

    def _opens_with_the_nation(self) -> bool:
        """Whether the first sentence is a minister's or a parliament's and names no place, and none is named twice."""
        here = self._sentences.all[0] if self._sentences.all else None
        if here is None or any(mention.weight != "branch" for mention in self._in_sentence[0]):
            return False
        spoken = gazetteer().words["of_the_nation"].intersection(self._words.between(here.start, here.end))
        return bool(spoken) and not self._repeated()

    def _repeated(self) -> bool:
        places = [mention.place for mention in self.mentions]
        return len(set(places)) < len(places)

    def _is_of_them_all(self, start: int, sentence: int) -> bool:
        """ "Total di tiga daerah itu", "Keenamnya menghimpun ...": of as many places as the text has just named."""
        said = self._words.between(self._sentences.starts[sentence], start)
        each_of = numbers_of_several().get(said[0].removeprefix("ke").removesuffix("nya")) if said else None
        if each_of is not None and said[0].startswith("ke") and said[0].endswith("nya"):
            return len(said) <= _TO_EACH and each_of == self._told_before(sentence)
        pointed = gazetteer().words["pointing"].intersection(said)
        return bool(pointed) and self._counts_places(said, sentence)

    def _counts_places(self, said: Sequence[str], sentence: int) -> bool:
        """Whether words count the places named before: "tiga daerah"."""
        several, known = numbers_of_several(), gazetteer().words
        areas = known["areas_governed"] | known["areas_served"]
        counted = (several[word] for word, behind in pairwise(said) if word in several and behind in areas)
        number = next(counted, None)
        return number is not None and number == self._told_before(sentence)

    def _told_before(self, sentence: int) -> int:
        """How many places the sentences before name, those that others lie in left out."""
        places = {
            mention.place
            for number in range(sentence)
            for mention in self._in_sentence[number]
            if mention.weight == "named" and mention.place.code
        }
        return sum(not any(lies_within(inner, place) for inner in places) for place in places)

    def _goes_back(self, end: int, start: int) -> bool:
        """ "Jika merujuk target Aceh 43,54 persen, kota ini mesti menambah 5.104 orang": of the place of the text."""
        between = self._words.between(end, start)
        these = ("ini", "itu", "tersebut")
        return any(
            area_word in ("kota", "kabupaten", "daerah") and behind in these for area_word, behind in pairwise(between)
        )

    def _is_summed_up(self, before: Sequence[PlaceMention], start: int) -> bool:
        """ "Kota Kupang 88.210 orang, TTS 19.872 orang; total 138.920 orang": of all the places before it."""
        summed = lexicon().lists["whole_words"].intersection(self._words.between(before[-1].end, start))
        return len({mention.place for mention in before}) > 1 and bool(summed) and not self._main.code

    def _province_spoken_of(self, start: int, sentence: int, last: PlaceMention | None) -> Place | None:
        """ "Rata-rata provinsi 35,9 persen" in a text on its regencies; `last`: the place before it in the sentence."""
        floor = max(self._sentences.starts[sentence], last.end if last else 0)
        words = self._words.between(floor, start)[-_PROVINCIAL:]
        around = last.place if last else self._topics[sentence] or self._main
        if not around.code or around.code == NATION or "." not in around.code:
            return None
        opening = self._words.between(self._sentences.starts[sentence], start)[:_OPENING]
        known = gazetteer().words
        led = any(word in known["to_provinces"] and behind == "provinsi" for word, behind in pairwise(opening))
        if last is None and (led or known["of_provinces"].intersection(opening[:2])):
            return _province_of(around.code)
        for word, behind in pairwise(words):
            if behind == "provinsi" and word in known["provincial"]:
                return _province_of(around.code)
            if word == "provincial" and behind in known["provincial_rates"]:
                return _province_of(around.code)
        return None

    def _lies_around(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        """ "Banyuasin Regency in South Sumatra said ...": the second only tells where the first lies."""
        between = self._text[inner.end : outer.start]
        return len(between) <= _APPOSED and not _OTHER_CLAUSE.search(between) and lies_within(inner.place, outer.place)

    def _is_put_in(self, outer: PlaceMention, inner: PlaceMention, start: int) -> bool:
        """ "Papua Tengah, ditopang tambang Mimika, 48,5 persen": what stands between commas tells of the first."""
        between, behind = self._text[outer.end : inner.start], self._text[inner.end : start]
        put_in = between.startswith(",") and behind.startswith(",") and not re.search(r"[;\d]", between)
        return put_in and len(behind) <= len(", ") and lies_within(inner.place, outer.place)

    def _said_behind(self, end: int, near: Sequence[PlaceMention]) -> Place | None:
        """ "147.000 pekerja yang belum terlindungi di Wajo": the only place of the sentence, in one clause."""
        if len(near) != 1 or not 0 <= near[0].start - end <= _CLAUSE:
            return None
        between = self._words.between(end, near[0].start)
        if not gazetteer().words["lead_ins"].intersection(between[-1:]) and not self._is_titled(near[0]):
            return None  # "pekerja rentan orang asli Papua"
        clause = not _OTHER_CLAUSE.search(self._text[end : near[0].start])
        return near[0].place if clause and not _NOT_OF.intersection(between) else None

    def _is_titled(self, mention: PlaceMention) -> bool:
        first = self._words.between(mention.start, mention.end)[:1]
        return bool(gazetteer().words["lead_ins"].intersection(first))

    def follow(self, figures: Sequence[tuple[int, int, int]], *, nationwide: bool = False) -> None:
        """Carry the place from sentence to sentence; `figures` are the start, end and sentence of each.

        A sentence hands on the place of its last figure, for that is what it has come to speak of; one without
        figures the only place that it names. A list of places hands on the place from before it. `nationwide`: some
        figure is too large for any part of the country.
        """
        self._nationwide = nationwide
        for start, _, number in figures:
            self._figures.setdefault(number, []).append(start)
        if nationwide and not self._main.name:
            self._main = self.nation
        last_figures = {sentence: (start, end) for start, end, sentence in figures}
        topic: Place | None = None
        for number, sentence in enumerate(self._sentences.all):
            self._topics[number] = topic
            opening = self._words.between(sentence.start, min(sentence.end, sentence.start + _NEAR))[:1]
            if gazetteer().words["all_of_them"].intersection(opening):
                self._topics[number] = topic = None  # "Ketiganya akan dibantu ..."
            named = [mention for mention in self._in_sentence[number] if mention.weight == "named"]
            if any(mention.place != self.nation for mention in named):
                named = [mention for mention in named if mention.place != self.nation]
            if not named or sentence.cells:
                continue
            words = self._words.between(sentence.start, sentence.end)
            listing = bool(gazetteer().words["listing"].intersection(words)) or len({m.place for m in named}) > 2
            listing = listing or (len({m.place for m in named}) > 1 and all_within(named, topic or self._main))
            if number in last_figures and not listing:
                place = self.place_of(*last_figures[number], number)
                spoken = any(mention.place == place for mention in named)
                topic = place if spoken and self._moves(topic, place, words) else topic
            elif len({mention.place for mention in named}) == 1 and not (listing and number):
                topic = named[0].place if self._moves(topic, named[0].place, words) else topic
            elif _opens_with_inner(named):
                topic = named[0].place
            else:
                topic = (around_all(named) if len({mention.place for mention in named}) > 1 else None) or topic

    def _moves(self, topic: Place | None, place: Place, words: Sequence[str]) -> bool:
        """Whether the text goes on about a place: not where it holds the one it is about against a mean around it."""
        average = bool(gazetteer().words["averages"].intersection(words))
        return place == self._main or not (average and lies_within(topic or self._main, place))

    def named_between(self, start: int, end: int) -> bool:
        """Whether a place is named between two characters."""
        return any(mention.weight == "named" for mention in self.mentions_between(start, end))

    def mentions_between(self, start: int, end: int) -> Iterator[PlaceMention]:
        for mention in self._in_sentence[self._sentences.at(max(start, end - 1))]:
            if start <= mention.start and mention.end <= end:
                yield mention

    def _in_a_list(self, mention: PlaceMention) -> bool:
        sentence = self._sentences.all[self._sentences.at(mention.start)]
        words = self._words.between(sentence.start, sentence.end)
        return bool(gazetteer().words["listing"].intersection(words))

    def _tied(self, end: int, mention: PlaceMention) -> bool:
        if not 0 <= mention.start - end <= _NEAR:
            return False
        if "," in self._text[end : mention.start]:
            return False
        between = self._words.between(end, mention.start)
        return 0 < len(between) <= 3 and all(word in gazetteer().words["after_links"] for word in between)


def _by_sentence(mentions: Sequence[PlaceMention], sentences: Sentences) -> Sequence[Sequence[PlaceMention]]:
    gathered: list[list[PlaceMention]] = [[] for _ in sentences.all]
    for mention in mentions:
        gathered[sentences.at(mention.start)].append(mention)
    return gathered


def _opens_with_inner(mentions: Sequence[PlaceMention]) -> bool:
    """ "Kota Sorong jadi lokomotif Papua Barat Daya": the first place is spoken of, the other lies around it."""
    places = list(dict.fromkeys(mention.place for mention in mentions))
    return len(places) == 2 and lies_within(*places)


def _province_of(code: str) -> Place:
    province = area(code[:2])
    return Place(province.title, province.code)
