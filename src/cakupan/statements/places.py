"""Which area each figure is about: names in running text, carried from sentence to sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cakupan.regions.spelling import ordinary_words
from cakupan.regions.tree import NATION, Area, area, is_within
from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.naming import Place, PlaceMention, Weight, weight_of
from cakupan.statements.sentences import Sentences
from cakupan.statements.whole_places import all_within, around_all, levels_spoken_of, lies_within, main_place
from cakupan.statements.words import Hit, Words

_LIST_GAP = re.compile(r"\s*(?:,|&|/|,?\s(?:dan|and|serta))\s*")
_LONGEST_LIST = 200
_CLAUSE = 90  # characters
_APPOSED = 22
_OTHER_CLAUSE = re.compile(r"[,;:()\d]")
_NOT_OF = frozenset(("dibanding", "dibandingkan", "dari", "than", "from", "versus", "against", "se"))
_NEAR = 45  # characters: a place further behind the figure is tied to something else


class Places:
    """The places of one text: ask `place_of` for the place that a figure is about."""

    def __init__(self, text: str, words: Words, sentences: Sentences) -> None:
        self.mentions = _grouped(text, _mentions(text, words, sentences))
        self._text, self._words = text, words
        self._sentences = sentences
        self._in_sentence = _by_sentence(self.mentions, sentences)
        alone = [mention for mention in self.mentions if not self._in_a_list(mention)]
        self._main = main_place(alone or self.mentions, levels_spoken_of(words))
        self._topics: dict[int, Place | None] = {}

    @property
    def nation(self) -> Place:
        return Place(area(NATION).title, NATION)

    def place_of(self, start: int, end: int, sentence: int, labels: Sequence[tuple[int, int]] = ()) -> Place:
        """The place of the figure at `start` to `end`: tied to it, before it in the sentence, or carried there."""
        for label in labels:
            for mention in self.mentions_between(*label):
                return mention.place
        near = [mention for mention in self._in_sentence[sentence] if mention.weight in ("named", "local")]
        tied = next((mention for mention in near if self._tied(end, mention)), None)
        if tied is not None:
            return tied.place
        before = [mention for mention in near if mention.end <= start]
        if not before and (said := self._said_behind(end, near)) is not None:
            return said
        if len(before) > 1 and self._lies_around(*before[-2:]):
            return before[-2].place
        return before[-1].place if before else self._topics[sentence] or self._main

    def _lies_around(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        """ "Banyuasin Regency in South Sumatra said ...": the second only tells where the first lies."""
        between = self._text[inner.end : outer.start]
        return len(between) <= _APPOSED and not _OTHER_CLAUSE.search(between) and lies_within(inner.place, outer.place)

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
        if nationwide and not self._main.name:
            self._main = self.nation
        last_figures = {sentence: (start, end) for start, end, sentence in figures}
        topic: Place | None = None
        for number, sentence in enumerate(self._sentences.all):
            self._topics[number] = topic
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


def _mentions(text: str, words: Words, sentences: Sentences) -> list[PlaceMention]:
    hits = [_without_di(text, hit, words) for hit in gazetteer().names.find(words)]
    told = _told_apart(words, hits)
    found: list[PlaceMention] = []
    for hit in hits:
        index = words.first_from(hit.start)
        chosen = _meant(hit, words, index, told)
        if chosen is None or not _is_name(text, hit, chosen, words, index):
            continue
        if hit.phrase in gazetteer().seats:
            if (weight := _weight_of_seat(text, hit, words, index, sentences)) is not None:
                found.append(PlaceMention(hit.start, hit.end, _as_place(chosen), weight))
            continue
        place = _as_place(chosen)
        weight = weight_of(text, hit, words, index, sentences.starts[sentences.at(hit.start)])
        if found and found[-1].weight == "branch" and text[found[-1].end : hit.start] == " ":
            weight = "branch"  # "Cabang Papua Jayapura"
        found.append(PlaceMention(hit.start, hit.end, place, weight))
    taken = {mention.end for mention in found}
    found += [local for local in _local(text, words) if local.end not in taken]
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _without_di(text: str, hit: Hit[Area | str], words: Words) -> Hit[Area | str]:
    """ "Pengemudi di Yogyakarta" is no "DI Yogyakarta"."""
    if not text.startswith("di ", hit.start):
        return hit
    index = words.first_from(hit.start) + 1
    found = gazetteer().names.at(words, index)
    if found is None:
        return hit
    last = index + found[0] - 1
    return Hit(words.starts[index], words.ends[last], " ".join(words.folded[index : last + 1]), found[1])


def _opens_with_inner(mentions: Sequence[PlaceMention]) -> bool:
    """ "Kota Sorong jadi lokomotif Papua Barat Daya": the first place is spoken of, the other lies around it."""
    places = list(dict.fromkeys(mention.place for mention in mentions))
    return len(places) == 2 and lies_within(*places)


def _as_place(chosen: Area | str) -> Place:
    return Place(chosen, None) if isinstance(chosen, str) else Place(chosen.title, chosen.code)


def _weight_of_seat(text: str, hit: Hit[Area | str], words: Words, index: int, sentences: Sentences) -> Weight | None:
    """A town counts in a dateline and behind "di": else its name may be a person's or an ordinary word."""
    weight = weight_of(text, hit, words, index, sentences.starts[sentences.at(hit.start)])
    if weight == "event":
        return "seat"
    before = words.folded[index - 1] if index else ""
    led = before in gazetteer().words["lead_ins"] and words.joined[index]
    return weight if weight == "branch" else "seat" if led else None


def _local(text: str, words: Words) -> Iterator[PlaceMention]:
    """Districts and villages: without code here, but not the regency around them either."""
    known = gazetteer().words
    for index, word in enumerate(words.folded[:-1]):
        if word not in known["local"] or not words.joined[index + 1]:
            continue
        head = words.folded[index - 1] if index else ""
        last = index + 1
        if head in known["local_heads"] or not text[words.starts[last]].isupper():
            continue
        if last + 1 < len(words.folded) and words.joined[last + 1] and text[words.starts[last + 1]].isupper():
            last += 1
        name = text[words.starts[index] : words.ends[last]]
        yield PlaceMention(words.starts[index], words.ends[last], Place(name, None), "local")


def _told_apart(words: Words, hits: Sequence[Hit[Area | str]]) -> Mapping[str, str]:
    """For each name that several areas carry: the level that some mention in this text gives it."""
    told: dict[str, str] = {}
    for hit in hits:
        kind = _title_before(words, words.first_from(hit.start))
        if kind is not None:
            told.setdefault(hit.phrase, kind)
        for tag in hit.tags:
            first, _, bare = hit.phrase.partition(" ")
            if isinstance(tag, Area) and len(hit.tags) == 1 and first in (tag.kind, "kab", "prov") and bare:
                told.setdefault(bare, tag.kind)
    levels = levels_spoken_of(words)
    if len(levels) == 1:  # "pengemudi di Yogyakarta ... kota itu"
        for hit in hits:
            told.setdefault(hit.phrase, *levels)
    return told


def _title_before(words: Words, index: int) -> str | None:
    for size in (2, 1):
        found = gazetteer().titles.at(words, index - size) if index >= size else None
        if found is not None and found[0] == size and words.joined[index]:
            return found[1][0]
    return None


def _meant(hit: Hit[Area | str], words: Words, index: int, told: Mapping[str, str]) -> Area | str | None:
    """The one area that a name means: by its title, by another mention, else the province, else the regency."""
    if isinstance(hit.tags[0], str):
        return hit.tags[0]
    areas = sorted((tag for tag in hit.tags if isinstance(tag, Area)), key=lambda tag: (len(tag.code), tag.code))
    after = index + hit.phrase.count(" ") + 1
    following = gazetteer().titles_after.get(words.folded[after]) if after < len(words.folded) else None
    kind = _title_before(words, index) or following or told.get(hit.phrase)
    return next((candidate for candidate in areas if candidate.kind == kind), areas[0])


def _is_name(text: str, hit: Hit[Area | str], chosen: Area | str, words: Words, index: int) -> bool:
    before = words.folded[index - 1] if index else ""
    if isinstance(chosen, Area) and chosen.code == NATION:
        after = words.folded[index + 1] if index + 1 < len(words.folded) else ""
        nation = gazetteer().nation
        if after in nation["not_before"]:
            return False  # "the national target" is held against a region's figures
        shared = words.folded[index - 2] if index > 1 else ""
        if before == "capaian" and shared in nation["shared"]:
            return False  # "menyumbang 1,26 persen terhadap capaian nasional"
        alone = after.isdigit() and text[hit.start].isupper()  # "Nasional 35,68 persen"
        return alone or hit.phrase in nation["always"] or before in nation["before"] or after in nation["after"]
    titled = _title_before(words, index) is not None or " " in hit.phrase
    if hit.phrase in ordinary_words():
        behind = words.first_from(hit.end)
        titled = behind < len(words.folded) and words.folded[behind] in gazetteer().titles_after  # "Ende Regency"
        return text[hit.start].isupper() and (titled or before in gazetteer().words["lead_ins"])
    return text[hit.start].isupper() or titled


def _by_sentence(mentions: Sequence[PlaceMention], sentences: Sentences) -> Sequence[Sequence[PlaceMention]]:
    gathered: list[list[PlaceMention]] = [[] for _ in sentences.all]
    for mention in mentions:
        gathered[sentences.at(mention.start)].append(mention)
    return gathered


def _grouped(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Neighbours in a list become one mention: an address its narrowest area, several places a place without code."""
    found: list[PlaceMention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if (
            last is None
            or last.weight != mention.weight
            or last.end - last.start > _LONGEST_LIST
            or not _LIST_GAP.fullmatch(text[last.end : mention.start])
        ):
            found.append(mention)
            continue
        found[-1] = PlaceMention(last.start, mention.end, _together(last.place, mention.place), last.weight)
    return found


def _together(one: Place, other: Place) -> Place:
    if one.code and other.code and (is_within(one.code, other.code) or is_within(other.code, one.code)):
        return one if is_within(one.code, other.code) else other
    bare = other.name.removeprefix("Provinsi ").removeprefix("Kabupaten ")
    return Place(f"{one.name.removeprefix('Provinsi ').removeprefix('Kabupaten ')}, {bare}", None)
