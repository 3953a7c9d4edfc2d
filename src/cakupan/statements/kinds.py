"""What each figure is a figure of: the family whose words speak loudest around it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cakupan.statements.aims import aimed
from cakupan.statements.chains import Chains
from cakupan.statements.fits import fitted
from cakupan.statements.hearing import HALF, REACH, Hearing
from cakupan.statements.lawful import lawful
from cakupan.statements.lexicon import Cue, Family, GapReading, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Shapes, Told
from cakupan.statements.subjects import Subjects
from cakupan.statements.words import Hit, Words

_REPEATED = 1.5  # a figure that was said before is mostly the same figure
_ENOUGH = 0.6  # what a family needs to be believed
_GOVERNS = 2.0
_LEVEL = 3.4  # what "dari ... menjadi ..." takes from a figure being a change
_NAMED_RATE = 0.35  # a rate in a sentence that names coverage is one of coverage where nothing else speaks
_DEFAULT = 0.65  # a level is one of coverage where nothing else speaks
_EXACT = 10_000  # a count so large that comes out to the person does not do so by chance
_TELLING = 1_000  # smaller figures come again by chance
_CARRIED = 2.6  # what "atau sekitar" gives the figure after it

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


class Kinds:
    """The families of one text's figures, told in order, because some are told by the figure before them."""

    def __init__(
        self, text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention], places: Places
    ) -> None:
        self._text, self._words, self._sentences, self._places = text, words, sentences, places
        self._mentions = mentions
        self.told: list[Told | None] = []
        self._starts = [mention.start for mention in mentions]
        self._hearing = Hearing(text, words, sentences, mentions)
        self._hits, self._hit_starts = self._hearing.hits, self._hearing.starts_of_hits
        self._topics = list(lexicon().topics.find(words))
        self._employment = any(hit.tags[0] == "employment" for hit in self._topics) or bool(self._hits)
        self._topic_starts = [hit.start for hit in self._topics]
        segments = list(lexicon().segments.find(words))
        self._segment_ends = [hit.end for hit in segments]
        self._subjects = Subjects(words, sentences, places)
        self._health_from = self._health_until_told_otherwise()
        self._shapes = Shapes(text, words, sentences, mentions, self.told)
        self._chains = Chains(text, words, sentences, mentions, self.told, places, segments)
        self._said: dict[tuple[str, Decimal], Family] = {}
        for number, mention in enumerate(mentions):
            self.told.append(self._tell(number, mention))
        for number in range(len(mentions) - 1):
            if mentions[number].qualifier == "range_low" and mentions[number + 1].qualifier == "range_high":
                self.told[number] = self.told[number + 1]
            elif not self._about_health(mentions[number]) and self._chains.is_whole(number):
                self.told[number] = Told("potential")
        may_fit = {mention.start for mention in mentions if self._of_the_matter(mention)}

        def allowed(mention: Mention) -> bool:
            return mention.start in may_fit

        self.told = aimed(mentions, fitted(mentions, self.told, allowed), allowed)

    def _of_the_matter(self, mention: Mention) -> bool:
        """Whether a figure may be of the matter where arithmetic says so: no words are of another."""
        telling = mention.figure.value >= _EXACT and mention.figure.step == 1
        elsewhere = self._subjects.is_elsewhere(mention.sentence) and not telling
        return not elsewhere and not self._about_health(mention)

    def _tell(self, number: int, mention: Mention) -> Told | None:
        if self._about_health(mention):
            return None
        if self._subjects.is_foreign(mention.sentence, mention.unit) and not self._aims_on(mention):
            return self._told_again(mention)
        if mention.unit not in ("people", "percent", "points", "rupiah", "none"):
            if mention.unit == "villages" and not self._enrols(mention):
                return None  # "208 desa diminta ..."
            return Told("share")  # companies, villages, projects: always another figure
        unit = "people" if mention.unit == "none" else mention.unit
        carried = self._chains.carried(number, mention, unit)
        scores = self._scores(number, mention, unit, carried)
        if carried is not None and not (unit == "percent" and self._shapes.of_target(number, mention)):
            scores[carried] = scores.get(carried, 0.0) + _CARRIED
        if not scores or max(scores.values()) < _ENOUGH:
            listed = self._chains.listed(number, mention, unit)
            return Told(listed, self._gap_of(number - 1), True, listed=True) if listed else None
        if self._chains.among(number) and self._chains.told_before(number, "sponsored"):
            return Told("sponsored", carried=True)
        family: Family = max(scores, key=lambda each: (scores[each], each))
        if mention.unit == "none" and scores[family] < self._enough_without_noun(mention):
            return None
        if family == "none":
            return None
        gap = self._readings(mention, unit) if family == "gap" else frozenset[GapReading]()
        if family == "gap" and carried == "gap" and not gap:
            gap = self._gap_of(number - 1)
        if family in ("coverage", "potential", "target", "gap") and scores[family] >= 2 * _ENOUGH:
            self._said.setdefault((unit, mention.figure.value), family)
        return Told(family, gap, carried is not None, score=scores[family])

    def _enrols(self, mention: Mention) -> bool:
        """Whether words of being covered or enrolled stand right behind a count of villages."""
        before = self._words.between(max(0, mention.start - 12), mention.start)[-1:]
        if lexicon().lists["counted_words"].intersection(before):
            return True  # "dari 513 gampong, sudah 402 gampong"
        first = bisect_left(self._hit_starts, mention.end)
        near = [hit for hit in self._hits[first : first + 3] if hit.start - mention.end <= REACH / 2]
        return any(cue.family in ("coverage", "sponsored", "gap") for hit in near for cue in hit.tags)

    def _aims_on(self, mention: Mention) -> bool:
        """ "Getting to 60 percent would require ...": the grammar of an aim, right behind a sentence of the matter."""
        if not self._subjects.may_go_on(mention.sentence):
            return False
        first = bisect_left(self._hit_starts, mention.start - REACH)
        behind = self._hits[first : bisect_left(self._hit_starts, mention.start)][-2:]
        said = any(
            hit.end == mention.start - 1 and cue.before >= _GOVERNS and cue.family in ("target", "gap")
            for hit in behind
            for cue in hit.tags
        )
        return said or self._subjects.wishes(mention.sentence) or any(True for _ in self._shapes.aimed(mention))

    def _told_again(self, mention: Mention) -> Told | None:
        """ "Saya ulangi, 741.641 orang": a figure said before, in a sentence that names no matter at all."""
        unit = "people" if mention.unit == "none" else mention.unit
        said = self._said.get((unit, mention.figure.value))
        again = said is not None and mention.figure.value >= _TELLING and self._of_the_matter(mention)
        return Told(said, carried=True) if said is not None and again else None

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
            named = any(hit.tags[0] == "employment" for hit in here) or self._subjects.is_of_work(mention.sentence)
            return mention.sentence > self._health_from and not named and self._is_one_paragraph(mention)
        before = [hit for hit in here if hit.start < mention.start and (hit.tags[0] == "health" or _names_scheme(hit))]
        if before:
            return before[-1].tags[0] == "health" and not self._turns_from(before[-1].end, mention)
        return not any(_names_scheme(hit) for hit in here)

    def _turns_from(self, end: int, mention: Mention) -> bool:
        """ "Iuran JKN Rp42.000, sedangkan untuk tukang Rp16.800": what the law sets for work, behind a contrast."""
        lawfully = mention.unit == "rupiah" and mention.figure.value in lawful().monthly
        return lawfully and bool(lexicon().lists["contrast"].intersection(self._words.between(end, mention.start)))

    def _is_one_paragraph(self, mention: Mention) -> bool:
        """Whether no paragraph ends between where the text turned to health insurance and the figure."""
        return "\n" not in self._text[self._sentences.starts[self._health_from] : mention.start]

    def _health_until_told_otherwise(self) -> int:
        """The sentence from which a text that never names the employment scheme speaks of health insurance."""
        health = [hit.start for hit in self._topics if hit.tags[0] == "health"]
        named = any(_names_scheme(hit) for hit in self._topics)
        first = self._sentences.at(health[0]) if health and not named else len(self._sentences.all)
        before = any(self._subjects.speaks(sentence) for sentence in range(min(first, len(self._sentences.all))))
        return len(self._sentences.all) if before else first

    def _scores(self, number: int, mention: Mention, unit: str, carried: Family | None) -> dict[Family, float]:
        scores: dict[Family, float] = {}
        for family, weight in self._hearing.heard(number, mention, unit):
            best = scores.get(family, 0.0)
            scores[family] = max(best, weight) + 0.25 * min(best, weight)
        if mention.noun is not None and mention.noun.family is not None:
            hinted: Family = mention.noun.family
            scores[hinted] = scores.get(hinted, 0.0) + mention.noun.weight
        pairs = self._shapes.of_pair(number, mention) if unit == "people" else self._shapes.rate_of(number, mention)
        for family, weight in pairs:
            if family == "coverage" and carried in ("target", "gap"):
                continue  # "atau setara 59.100 dari 107.000 pekerja" goes on with the target
            scores[family] = scores.get(family, 0.0) + weight
        for family, weight in self._shapes.aimed(mention):
            scores[family] = max(scores.get(family, 0.0), weight)
        said = self._said.get((unit, mention.figure.value))
        if said is not None:
            scores[said] = scores.get(said, 0.0) + _REPEATED
        if unit == "percent" and self._subjects.names_a_rate(mention.sentence):
            loudest = max((scores[family] for family in scores if family != "coverage"), default=0.0)
            named = _ENOUGH if loudest < _ENOUGH / 2 else _NAMED_RATE
            scores["coverage"] = scores.get("coverage", 0.0) + named
        if unit == "percent" and self._shapes.of_target(number, mention):
            scores["share"] = scores.get("share", 0.0) + 3.0
        elif unit == "percent" and self._employment and self._right_behind_a_place(mention):
            scores["coverage"] = scores.get("coverage", 0.0) + _DEFAULT
        if unit == "rupiah" and not scores and mention.figure.value in lawful().benefits:
            scores["benefit"] = _ENOUGH  # what the law gives, and nothing says otherwise
        if unit == "percent" and not scores and self._subjects.goes_on_plainly(mention.sentence):
            scores["coverage"] = _ENOUGH  # "Setahun silam masih 39,8 persen"
        if unit == "percent" and not scores and self._subjects.wishes(mention.sentence):
            scores["target"] = _ENOUGH  # "Tahun depan kami proyeksikan 45 persen"
        if mention.unit == "people" and not scores and self._subjects.goes_on_by_month(mention.sentence):
            scores["coverage"] = _ENOUGH  # "Jumlah peserta bertumbuh. Oktober tahun lalu 19.800 orang, ..."
        level = scores.pop("level", 0.0) + (_LEVEL if self._shapes.is_level(number, mention) else 0.0)
        if level:
            scores["growth"] = scores.get("growth", 0.0) - level
            if level > _LEVEL / 2 and carried is None:
                scores["coverage"] = scores.get("coverage", 0.0) + _DEFAULT
        if unit == "points":
            scores["growth"] = scores.get("growth", 0.0) + _ENOUGH
        return scores

    def _right_behind_a_place(self, mention: Mention) -> bool:
        """ "Kota Magelang 71,2%" in a text on employment social security."""
        before = self._places.mentions_between(mention.start - 60, mention.start)
        ties = lexicon().lists["place_ties"]
        return any(ties.issuperset(self._words.between(place.end, mention.start)) for place in list(before)[-1:])

    def _gap_of(self, number: int) -> frozenset[GapReading]:
        told = self.told[number] if number >= 0 else None
        return told.gap if told else frozenset()

    def _readings(self, mention: Mention, unit: str) -> frozenset[GapReading]:
        """Which gaps the words allow: all who are not covered, or those missing to the target."""
        sentence = self._sentences.all[mention.sentence]
        first = bisect_left(self._hit_starts, max(sentence.start, mention.start - REACH))
        last = bisect_left(self._hit_starts, min(sentence.end, mention.end + REACH))
        cues = [(hit, cue) for hit in self._hits[first:last] for cue in hit.tags if unit in cue.units]
        uncovered = any(
            (cue.uncovered or (cue.family == "coverage" and hit.start >= mention.end and self._hearing.denied(hit)))
            and self._close(hit, mention)
            for hit, cue in cues
        )
        wanted = any(cue.family == "gap" and not cue.uncovered and self._close(hit, mention) for hit, cue in cues)
        # a target is mostly a rate: its words count whatever the unit of the gap
        target = any(cue.family == "target" or _names_target(hit) for hit in self._hits[first:last] for cue in hit.tags)
        target = target or (not uncovered and self._after_a_target(mention))
        target = target or (wanted and not uncovered and self._goes_on_from_target(mention, cues))
        readings: set[GapReading] = set()
        if uncovered:
            readings.add("uncovered")
        if target and not uncovered:
            return frozenset(("to_target",))
        if (wanted and target) or not uncovered:
            readings.add("to_target")
        if not uncovered and not target:
            readings.add("uncovered")
        return frozenset(readings)

    def _after_a_target(self, mention: Mention) -> bool:
        """Whether a target stands before in the sentence: "untuk tembus 76 persen kudu menambah ..."."""
        near = range(max(0, len(self.told) - 3), len(self.told))
        told = (self.told[at] for at in near if self._mentions[at].sentence == mention.sentence)
        return any(each is not None and each.family == "target" for each in told)

    def _goes_on_from_target(self, mention: Mention, cues: Sequence[tuple[Hit[Cue], Cue]]) -> bool:
        """ "Target 2025: 40 persen. Kekurangan: 8.000 orang"; what is left ("sisanya") is left of all."""
        if mention.sentence == 0 or any(hit.phrase in lexicon().lists["left_over"] for hit, _ in cues):
            return False
        last = self._sentences.all[mention.sentence - 1]
        first, end = (bisect_left(self._hit_starts, edge) for edge in (last.start, last.end))
        return any(cue.family == "target" and cue.before > 2 for hit in self._hits[first:end] for cue in hit.tags)

    def _close(self, hit: Hit[Cue], mention: Mention) -> bool:
        between = (hit.end, mention.start) if hit.end <= mention.start else (mention.end, hit.start)
        return between[1] - between[0] <= 2 * HALF and ";" not in self._text[between[0] : between[1]]


def _names_target(hit: Hit[Cue]) -> bool:
    """Whether a phrase for a gap says to what: "selisih menuju target"."""
    return any(word.startswith(("target", "sasaran")) for word in hit.phrase.split())


def _names_scheme(hit: Hit[str]) -> bool:
    """Whether a topic word names the employment scheme itself, not just workers."""
    return hit.tags[0] == "employment" and any(
        part in hit.phrase
        for part in ("jamsos", "ketenagakerjaan", "ucj", "bpjs tk", "naker", "bpu", "pu", "employment")
    )
