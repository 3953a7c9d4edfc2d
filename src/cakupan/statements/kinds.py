"""What each figure is a figure of: the family whose words speak loudest around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.lexicon import Cue, Family, GapReading, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Hit, Words

_REACH = 170  # characters: a word further away says nothing about a figure
_HALF = 40  # characters: at this distance a word weighs half
_LEADS = 0.35
# past a figure of its own unit a word weighs less: a change has its figure then, a target may have several
_PAST_ANOTHER: Mapping[str, float] = {"growth": 0.15, "target": 0.55}
_SHORT = 7  # words between a count and the rate that says it again
_LOUD = 1.45  # what words that speak beyond doubt of coverage come to
_ENOUGH = 0.6  # what a family needs to be believed
_AT_ONCE = 1.5  # a verb right before the figure governs it
_LEVEL = 3.4  # what "dari ... menjadi ..." takes from a figure being a change
_DEFAULT = 0.65  # a level is one of coverage where nothing else speaks
_CARRIED = 2.6  # what "atau sekitar" gives the figure after it
_OF = frozenset(("dari", "of"))

KINDS: Mapping[tuple[str, Family], str] = {
    ("percent", "coverage"): "coverage_rate",
    ("percent", "target"): "target_rate",
    ("percent", "growth"): "growth",
    ("percent", "contribution"): "contribution",
    ("points", "growth"): "growth",
    ("people", "coverage"): "covered_workers",
    ("people", "potential"): "potential_workers",
    ("people", "target"): "target_workers",
    ("people", "gap"): "gap_workers",
    ("people", "growth"): "growth",
    ("people", "sponsored"): "sponsored_workers",
    ("rupiah", "budget"): "budget",
    ("rupiah", "contribution"): "contribution",
    ("rupiah", "benefit"): "benefit",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the words around a mention tell: its family, and for a gap which readings they allow."""

    family: Family
    gap: frozenset[GapReading] = frozenset()
    carried: bool = False
    listed: bool = False  # told only by the list it stands in
    score: float = 0.0  # how loudly the words say so


class Kinds:
    """The families of one text's figures, told in order, because some are told by the figure before them."""

    def __init__(
        self, text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention], places: Places
    ) -> None:
        self._text, self._words, self._sentences, self._places = text, words, sentences, places
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._hits = [hit for hit in lexicon().cues.find(words) if not self._in_a_figure(hit)]
        self._hit_starts = [hit.start for hit in self._hits]
        self._topics = list(lexicon().topics.find(words))
        self._employment = any(hit.tags[0] == "employment" for hit in self._topics) or bool(self._hits)
        self._topic_starts = [hit.start for hit in self._topics]
        segments = list(lexicon().segments.find(words))
        self._segment_starts = [hit.start for hit in segments]
        self._segment_ends = [hit.end for hit in segments]
        self.told: list[Told | None] = []
        for number, mention in enumerate(mentions):
            self.told.append(self._tell(number, mention))
        for number in range(len(mentions) - 1):
            if mentions[number].qualifier == "range_low" and mentions[number + 1].qualifier == "range_high":
                self.told[number] = self.told[number + 1]
            elif self._is_whole(number):
                self.told[number] = Told("potential")

    def _is_whole(self, number: int) -> bool:
        """ "61.450 pekerja, 53.769 sudah terlindungi (87,5 persen)": workers before a smaller count of the covered.

        A noun of workers suffices where no words speak of the first figure; words that speak faintly of coverage
        give way where the second is followed by its rate or by "di antaranya".
        """
        mention, told = self._mentions[number], self.told[number]
        part = number + 1
        if told is None and self._speaks_of_workers(mention) and self._rated(part, mention):
            return True  # "pekerja formal 120 ribu, sudah terlindungi 90 persen"
        if self._rated(part, mention) and part + 1 < len(self._mentions):
            part += 1  # "1,1 juta pekerja, 49 persen di antaranya terlindungi, atau 539 ribu orang"
        if not self._is_part(part, mention) or self._about_health(mention) or mention.labels:
            return False
        if told is None:
            rated = mention.noun is not None and self._rated(part + 1, mention)
            return rated or self._could_be_whole(mention, self._mentions[part])
        if (
            told.family != "coverage"
            or (told.carried and not told.listed)
            or told.score >= _LOUD
            or (mention.noun and mention.noun.family)
        ):
            return False
        return part > number + 1 or self._rated(part + 1, mention) or self._among(part)

    def _speaks_of_workers(self, mention: Mention) -> bool:
        if _counted(mention) != "people" or mention.labels:
            return False
        before = self._words.between(max(self._sentences.starts[mention.sentence], mention.start - 40), mention.start)
        own = self._words.between(mention.core_end, mention.end)
        return bool(lexicon().lists["worker_words"].intersection((*before, *own)))

    def _could_be_whole(self, mention: Mention, part: Mention) -> bool:
        noun = " ".join(self._words.between(mention.core_end, mention.end))
        return noun in lexicon().workers and part.figure.value < mention.figure.value

    def _is_part(self, at: int, whole: Mention) -> bool:
        part, told = self._mentions[at], self.told[at]
        if told is None or told.family not in ("coverage", "sponsored") or _counted(part) != "people":
            return False
        near = part.sentence == whole.sentence and part.start - whole.end <= 2 * _HALF
        return near and part.figure.value < whole.figure.value and _counted(whole) == "people"

    def _told_before(self, number: int, family: Family) -> bool:
        at = self._last_alike(number, self._mentions[number])
        told = self.told[at] if at is not None else None
        return told is not None and told.family == family

    def _rated(self, at: int, whole: Mention) -> bool:
        told = self.told[at] if at < len(self.told) else None
        rate = told is not None and told.family == "coverage" and self._mentions[at].unit == "percent"
        return rate and self._mentions[at].sentence == whole.sentence

    def _among(self, at: int) -> bool:
        behind = " ".join(self._words.between(self._mentions[at].end, self._mentions[at].end + 20)[:2])
        return behind.startswith(("di antaranya", "diantaranya", "of whom", "of them", "of these"))

    def _in_a_figure(self, hit: Hit[Cue]) -> bool:
        at = bisect_right(self._starts, hit.start) - 1
        return at >= 0 and hit.start < self._mentions[at].end

    def _tell(self, number: int, mention: Mention) -> Told | None:
        if self._about_health(mention):
            return None
        if mention.unit not in ("people", "percent", "points", "rupiah", "none"):
            return Told("share")  # companies, villages, projects: always another figure
        unit = "people" if mention.unit == "none" else mention.unit
        carried = self._carried(number, mention, unit)
        scores = self._scores(number, mention, unit, carried)
        if carried is not None:
            scores[carried] = scores.get(carried, 0.0) + _CARRIED
        if not scores or max(scores.values()) < _ENOUGH:
            listed = self._listed(number, mention, unit)
            return Told(listed, self._gap_of(number - 1), True, listed=True) if listed else None
        if self._among(number) and self._told_before(number, "sponsored"):
            return Told("sponsored", carried=True)
        family: Family = max(scores, key=lambda each: (scores[each], each))
        if mention.unit == "none" and scores[family] < self._enough_without_noun(mention):
            return None
        if family == "none":
            return None
        gap = self._readings(mention, unit) if family == "gap" else frozenset[GapReading]()
        if family == "gap" and carried == "gap" and not gap:
            gap = self._gap_of(number - 1)
        return Told(family, gap, carried is not None, score=scores[family])

    def _enough_without_noun(self, mention: Mention) -> float:
        """A bare number needs more to be people, unless a scale word or a segment before it says so ("PU 41.220")."""
        at = bisect_left(self._segment_ends, mention.start)
        after_segment = at > 0 and mention.start - self._segment_ends[at - 1] <= 2
        grouped = mention.figure.other is not None or mention.figure.value >= 1_000_000  # written with thousands marks
        return _ENOUGH if mention.figure.scale or after_segment or grouped else 2 * _ENOUGH

    def _about_health(self, mention: Mention) -> bool:
        """Whether the words nearest before (or else behind) speak of health insurance."""
        sentence = self._sentences.all[mention.sentence]
        first, last = (bisect_left(self._topic_starts, edge) for edge in (sentence.start, sentence.end))
        here = self._topics[first:last]
        health = [hit for hit in here if hit.tags[0] == "health"]
        if not health:
            return False
        before = [hit for hit in here if hit.start < mention.start and (hit.tags[0] == "health" or _names_scheme(hit))]
        if before:
            return before[-1].tags[0] == "health"
        return not any(_names_scheme(hit) for hit in here)

    def _scores(self, number: int, mention: Mention, unit: str, carried: Family | None) -> dict[Family, float]:
        scores: dict[Family, float] = {}
        for family, weight in self._heard(number, mention, unit):
            best = scores.get(family, 0.0)
            scores[family] = max(best, weight) + 0.25 * min(best, weight)
        if mention.noun is not None and mention.noun.family is not None:
            hinted: Family = mention.noun.family
            scores[hinted] = scores.get(hinted, 0.0) + mention.noun.weight
        pairs = self._of_pair(number, mention) if unit == "people" else self._rate_of(number, mention)
        for family, weight in pairs:
            scores[family] = scores.get(family, 0.0) + weight
        if unit == "percent" and self._of_target(number, mention):
            scores["share"] = scores.get("share", 0.0) + 3.0
        if unit == "percent" and self._employment and self._right_behind_a_place(mention):
            scores["coverage"] = scores.get("coverage", 0.0) + _DEFAULT
        level = scores.pop("level", 0.0) + (_LEVEL if self._is_level(number, mention) else 0.0)
        if level:
            scores["growth"] = scores.get("growth", 0.0) - level
            if level > _LEVEL / 2 and carried is None:
                scores["coverage"] = scores.get("coverage", 0.0) + _DEFAULT
        if unit == "points":
            scores["growth"] = scores.get("growth", 0.0) + _ENOUGH
        return scores

    def _heard(self, number: int, mention: Mention, unit: str) -> Iterator[tuple[Family, float]]:
        """What each cue around the figure says, weighed by distance and by what stands between."""
        if mention.labels:
            yield from self._labelled(mention, unit)
            return
        sentence = self._sentences.all[mention.sentence]
        first = bisect_left(self._hit_starts, max(sentence.start, mention.start - _REACH))
        last = bisect_left(self._hit_starts, min(sentence.end, mention.end + _REACH))
        for hit in self._hits[first:last]:
            before = hit.end <= mention.start
            for cue in hit.tags:
                if unit not in cue.units or (cue.family == "coverage" and self._denied(hit)):
                    continue
                if cue.family == "potential" and self._restricted(hit):
                    continue
                weight = cue.before if before else cue.after
                between = (hit.end, mention.start) if before else (mention.end, hit.start)
                if (
                    not before
                    and between[1] - between[0] == 1
                    and unit == "percent"
                    and hit.phrase in ("target", "goal")
                ):
                    weight *= 3 * _AT_ONCE  # "the 48 percent target"
                if before and between[1] - between[0] == 1 and cue.family in ("target", "gap", "growth"):
                    weight *= _AT_ONCE
                if not before and self._leads_the_next(number, hit):
                    weight *= _LEADS
                near = self._nearness(number, unit, *between, before=before, family=cue.family)
                yield cue.family, weight * near

    def _leads_the_next(self, number: int, hit: Hit[Cue]) -> bool:
        """Whether a word stands right before the next figure, and so speaks of that one: "nonaktif 14.690"."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        return following is not None and self._text[hit.end : following.start] == " "

    def _labelled(self, mention: Mention, unit: str) -> Iterator[tuple[Family, float]]:
        for rank, (start, end) in enumerate(mention.labels):
            if rank == 1 and " ".join(self._words.between(start, end)) in lexicon().workers:
                yield "potential", 2.0  # a column of workers beside one of members
            first, last = bisect_left(self._hit_starts, start), bisect_left(self._hit_starts, end)
            for hit in self._hits[first:last]:
                for cue in hit.tags:
                    if unit in cue.units:
                        yield cue.family, max(cue.before, cue.after) / (1 + rank / 2)

    def _restricted(self, hit: Hit[Cue]) -> bool:
        """ "Jumlah pekerja terlindungi" counts the covered, not all workers."""
        at = bisect_left(self._hit_starts, hit.end)
        following = self._hits[at] if at < len(self._hits) else None
        if following is None or not any(cue.family in ("coverage", "gap") and cue.after for cue in following.tags):
            return False
        return len(self._words.between(hit.end, following.start)) <= 1 and following.start - hit.end <= 7

    def _denied(self, hit: Hit[Cue]) -> bool:
        index = self._words.first_from(hit.start)
        return any(
            self._words.folded[at] in lexicon().lists["negations"] and all(self._words.joined[at + 1 : index + 1])
            for at in range(max(0, index - 3), index)
        )

    def _nearness(self, number: int, unit: str, start: int, end: int, *, before: bool, family: Family) -> float:
        between = self._text[start:end]
        near = 1 / (1 + len(between) / _HALF)
        near *= (0.4 if before else 0.15) ** min(2, between.count(";"))
        near *= (0.94 if before else 0.65) ** min(3, between.count(","))
        if lexicon().lists["contrast"].intersection(self._words.between(start, end)):
            near *= 0.35
        for other in self._mentions_between(start, end):
            if other is not self._mentions[number]:
                near *= _PAST_ANOTHER.get(family, 0.4) if other.unit == unit else 0.6
        return near

    def _mentions_between(self, start: int, end: int) -> Sequence[Mention]:
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)][:4]

    def _of_pair(self, number: int, mention: Mention) -> Iterator[tuple[Family, float]]:
        """ "N dari M": the first is covered, the second what it is a part of."""
        if self._is_level(number, mention):
            return
        before = self._words.between(max(0, mention.start - 40), mention.start)[-5:]
        whom = lexicon().lists["of_whom"]
        of = max(
            (at for at, word in enumerate(before) if word in _OF and not whom.intersection(before[at + 1 : at + 2])),
            default=None,
        )
        if of is not None and not (of and self._opens_no_whole(before[of - 1])):
            between = self._text[max(0, mention.start - 40) : mention.start]
            if self._earlier(mention) or self._grown_from(number) or _dated(before[of:]):
                yield "coverage", 1.7
            elif not any(mark in between[between.casefold().rfind(before[of]) :] for mark in ";,("):
                yield "potential", 1.7
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence:
            return
        if following.unit == "percent" and any(self._rate_of(number + 1, following)):
            yield "coverage", 1.2
        if following.unit not in ("people", "none") or (mention.noun and mention.noun.family == "sponsored"):
            return
        if self._goes_to(number + 1, following):
            return
        gap = self._words.between(mention.end, following.start)
        if len(gap) <= 6 and _OF.intersection(gap) and following.figure.value >= mention.figure.value:
            yield "coverage", 2.6 if len(gap) <= 3 else 1.9

    def _rate_of(self, number: int, mention: Mention) -> Iterator[tuple[Family, float]]:
        """ "41 persen dari total 7,9 juta pekerja": a share of a count of workers is mostly coverage."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if mention.unit != "percent" or following is None or following.sentence != mention.sentence:
            return
        gap = self._words.between(mention.end, following.start)
        if _OF.intersection(gap[:1]) and len(gap) <= 6:
            yield ("coverage" if following.unit in ("people", "none") else "share"), 0.9

    def _grown_from(self, number: int) -> bool:
        """Whether the figure before is a growth: "naik 10,29 persen dari 55,38 juta"."""
        told = self.told[number - 1] if number else None
        return (
            told is not None
            and told.family == "growth"
            and self._mentions[number - 1].sentence == self._mentions[number].sentence
        )

    def _right_behind_a_place(self, mention: Mention) -> bool:
        """ "Kota Magelang 71,2%" in a text on employment social security."""
        before = self._places.mentions_between(mention.start - 60, mention.start)
        return any(mention.start - place.end <= 2 for place in before)

    def _earlier(self, mention: Mention) -> bool:
        """Whether "tahun sebelumnya" or the like stands right behind the figure."""
        edge = min(mention.end + 24, self._sentences.all[mention.sentence].end)
        behind = self._words.between(mention.end, edge)[:2]
        return bool(lexicon().lists["earlier"].intersection(behind))

    def _opens_no_whole(self, word: str) -> bool:
        lists = lexicon().lists
        return word in lists["changed"] or word in lists["not_whole"]

    def _is_level(self, number: int, mention: Mention) -> bool:
        """Whether the figure is an end of "dari 38,2 persen pada 2024 menjadi 44,7 persen"."""
        return self._goes_to(number, mention) or (number > 0 and self._goes_to(number - 1, self._mentions[number - 1]))

    def _comes_from(self, last: Mention, mention: Mention) -> bool:
        """ "menjadi 2,16 juta pekerja dari 2 juta": both are levels of one thing."""
        lists = lexicon().lists
        if _counted(last) != _counted(mention) or mention.start - last.end > 2 * _HALF:
            return False
        between = self._words.between(last.end, mention.start)
        before = self._words.between(max(0, last.start - 20), last.start)[-2:]
        return bool(lists["from_words"].intersection(between[-2:]) and lists["to_words"].intersection(before))

    def _goes_to(self, number: int, mention: Mention) -> bool:
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence or _counted(following) != _counted(mention):
            return False
        before = self._words.between(max(0, mention.start - 30), mention.start)[-2:]
        between = self._words.between(mention.end, following.start)
        lists = lexicon().lists
        near = following.start - mention.end <= 2 * _HALF
        return (
            near
            and bool(lists["from_words"].intersection(before))
            and bool(lists["to_words"].intersection(between[-3:]))
        )

    def _of_target(self, number: int, mention: Mention) -> bool:
        """ "92 persen dari target" is a share; "28 persen dari target 48 persen" is coverage beside a target."""
        behind = self._words.between(mention.end, mention.end + 30)[:3]
        if not _OF.intersection(behind[:1]) or not {"target", "sasaran"}.intersection(behind):
            return False
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence or following.unit != "percent":
            return True
        return following.start - mention.end > _HALF * 2

    def _carried(self, number: int, mention: Mention, unit: str) -> Family | None:
        """The family of the figure before, where nothing but "atau sekitar", a bracket or a comma stands between."""
        if number == 0 or mention.labels or self._mentions[number - 1].sentence != mention.sentence:
            return None
        last, told = self._mentions[number - 1], self.told[number - 1]
        if told is not None and (self._goes_to(number - 1, last) or self._comes_from(last, mention)):
            return told.family
        between = self._text[last.end : mention.start]
        if ";" in between or "|" in between or len(between) > 60:
            return None
        said = self._words.between(last.end, mention.start)
        if not lexicon().connectors.fill(self._words, last.end, mention.start):
            return self._said_again(number, mention, unit)
        if not said and "(" not in between and _counted(last) == _counted(mention):
            return None  # a comma alone makes a list, not a second way to say it
        if ")" in between:
            return None
        if told is None and _counted(last) == _counted(mention) and self._could_be_whole(last, mention):
            return "coverage"  # "102.340 pekerja, baru 38.870 yang ikut"
        if told is None:
            return "none" if said else None
        if told.family == "potential" and _counted(last) == _counted(mention):
            return self._rate_before(number)  # "dari 3 juta pekerja, baru 600 ribu"
        if told.family == "potential" and unit == "percent" and self._part_before(number):
            return "coverage"  # "18.200 dari 26.000 pekerja atau 70 persen"
        if told.family == "share" and unit == "people":
            return None
        if told.family == "target" and _counted(last) == _counted(mention) and self._shared(number):
            return "coverage"  # "92 persen dari target 50.000 pekerja, atau 46.000 orang"
        return _as_unit(told.family, unit, last.unit)

    def _said_again(self, number: int, mention: Mention, unit: str) -> Family | None:
        """ "148 desa sudah mendaftarkan perangkatnya atau 95,48 persen": a rate of the count before it."""
        last, told = self._mentions[number - 1], self.told[number - 1]
        said = self._words.between(last.end, mention.start)
        again = (
            bool(lexicon().lists["again"].intersection(said[-2:]))
            or self._text[mention.start - 1 : mention.start] == "("
        )
        if len(said) > _SHORT or not again or told is None or unit != "percent" or last.unit == "percent":
            return None
        if told.family == "potential" and self._part_before(number):
            return "coverage"
        return _as_unit(told.family, unit, last.unit)

    def _part_before(self, number: int) -> bool:
        before = self.told[number - 2] if number > 1 else None
        here = before is not None and self._mentions[number - 2].sentence == self._mentions[number].sentence
        return here and before is not None and before.family in ("coverage", "sponsored")

    def _rate_before(self, number: int) -> Family:
        """ "70 persen dari 110.000 pekerja atau 77.000": the last says in people what the first says as a rate."""
        before = self.told[number - 2] if number > 1 else None
        rated = before is not None and self._mentions[number - 2].unit == "percent"
        rated = rated and self._mentions[number - 2].sentence == self._mentions[number].sentence
        return before.family if before is not None and rated and before.family in ("target", "gap") else "coverage"

    def _shared(self, number: int) -> bool:
        before = self.told[number - 2] if number > 1 else None
        return before is not None and before.family == "share"

    def _listed(self, number: int, mention: Mention, unit: str) -> Family | None:
        """The family of the list that the figure stands in: "Kota Ambon 70 persen, Kabupaten Buru 61 persen"."""
        at = self._last_alike(number, mention)
        told = self.told[at] if at is not None else None
        if at is None or told is None or told.family in ("share", "none", "growth"):
            return None
        last = self._mentions[at]
        start = max(last.end, self._sentences.starts[mention.sentence])
        named = self._places.named_between(start, mention.start)
        segmented = bisect_left(self._segment_starts, last.end) < bisect_left(self._segment_starts, mention.start)
        joined = self._breaks_down(last, mention) or (at == number - 1 and self._joins(last, mention))
        total = self._words.between(max(start, mention.start - 30), mention.start)[-2:]
        joined = joined or bool(lexicon().lists["whole_words"].intersection(total))
        if told.family == "potential" and not (joined or segmented or mention.labels):
            return None
        if named or segmented or mention.labels or joined:
            return _as_unit(told.family, unit, last.unit)
        return None

    def _last_alike(self, number: int, mention: Mention) -> int | None:
        """The last figure of the same unit, in this sentence or the one before."""
        for at in range(number - 1, max(-1, number - 5), -1):
            last = self._mentions[at]
            if mention.sentence - last.sentence > 1 or mention.start - last.end > _REACH:
                return None
            if _counted(last) == _counted(mention):
                return at
        return None

    def _breaks_down(self, last: Mention, mention: Mention) -> bool:
        """Whether "termasuk", "terdiri dari" or "rinciannya" opens a list of parts between two figures."""
        first, end = self._words.first_from(last.end), self._words.first_from(mention.start)
        return any(lexicon().breakdowns.at(self._words, index) for index in range(first, end))

    def _joins(self, last: Mention, mention: Mention) -> bool:
        """Whether a bare "dan" or a comma joins a figure to the one before it."""
        between = self._words.between(last.end, mention.start)
        lists = lexicon().lists
        both = not between or bool(lists["both_words"].intersection(between))
        both = both or all(
            word in lists["time_ties"] or word in lists["earlier"] or _dated((word,)) for word in between
        )
        return both and mention.sentence == last.sentence and mention.start - last.end <= _HALF

    def _gap_of(self, number: int) -> frozenset[GapReading]:
        told = self.told[number] if number >= 0 else None
        return told.gap if told else frozenset()

    def _readings(self, mention: Mention, unit: str) -> frozenset[GapReading]:
        """Which gaps the words allow: all who are not covered, or those missing to the target."""
        sentence = self._sentences.all[mention.sentence]
        first = bisect_left(self._hit_starts, max(sentence.start, mention.start - _REACH))
        last = bisect_left(self._hit_starts, min(sentence.end, mention.end + _REACH))
        cues = [(hit, cue) for hit in self._hits[first:last] for cue in hit.tags if unit in cue.units]
        uncovered = any(cue.uncovered and self._close(hit, mention) for hit, cue in cues)
        wanted = any(cue.family == "gap" and not cue.uncovered and self._close(hit, mention) for hit, cue in cues)
        target = any(cue.family == "target" for _, cue in cues)
        readings: set[GapReading] = set()
        if uncovered:
            readings.add("uncovered")
        if (wanted and target) or not uncovered:
            readings.add("to_target")
        if not uncovered and not target:
            readings.add("uncovered")
        return frozenset(readings)

    def _close(self, hit: Hit[Cue], mention: Mention) -> bool:
        between = (hit.end, mention.start) if hit.end <= mention.start else (mention.end, hit.start)
        return between[1] - between[0] <= 2 * _HALF and ";" not in self._text[between[0] : between[1]]


def _names_scheme(hit: Hit[str]) -> bool:
    """Whether a topic word names the employment scheme itself, not just workers."""
    return hit.tags[0] == "employment" and any(
        part in hit.phrase
        for part in ("jamsos", "ketenagakerjaan", "ucj", "bpjs tk", "naker", "bpu", "pu", "employment")
    )


def _counted(mention: Mention) -> str:
    return "people" if mention.unit == "none" else mention.unit


def _dated(words: Sequence[str]) -> bool:
    """Whether a month or a year stands among the words: "dari Desember 2022 yang tercatat" opens no whole."""
    return any(word in MONTH_NUMBERS or (len(word) == 4 and word.isdigit()) for word in words)


def _as_unit(family: Family, unit: str, last_unit: str) -> Family:
    """The family that a figure of another unit has when it says the same: a share of the potential is no coverage."""
    if family == "potential" and unit == "percent":
        return "share"
    if family in ("share", "population") and unit == "people":
        return "population"
    if family == "sponsored" and unit == "percent":
        return "coverage" if last_unit == "people" else "share"
    return family
