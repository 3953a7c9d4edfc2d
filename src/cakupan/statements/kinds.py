"""What each figure is a figure of: the family whose words speak loudest around it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cakupan.statements.adding import parted
from cakupan.statements.aims import aimed
from cakupan.statements.chains import Chains
from cakupan.statements.fits import fitted
from cakupan.statements.gap_words import GapWords
from cakupan.statements.health import Health
from cakupan.statements.hearing import REACH, Hearing
from cakupan.statements.lawful import lawful
from cakupan.statements.lexicon import Cue, Family, GapReading, lexicon
from cakupan.statements.makeup import MakeUp
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Shapes, Told
from cakupan.statements.sponsors import Sponsors
from cakupan.statements.subjects import Subjects
from cakupan.statements.unsaid import ENOUGH, Unsaid
from cakupan.statements.wholes import Wholes
from cakupan.statements.words import Hit, Words

_REPEATED = 1.5  # a figure that was said before is mostly the same figure
_GOVERNS = 2.0
_LEVEL = 3.4  # what "dari ... menjadi ..." takes from a figure being a change
_NAMED_RATE = 0.35  # a rate in a sentence that names coverage is one of coverage where nothing else speaks
_DEFAULT = 0.65  # a level is one of coverage where nothing else speaks
_EXACT = 10_000  # a count so large that comes out to the person does not do so by chance
_TELLING = 1_000  # smaller figures come again by chance
_EACH = frozenset(("/bul", "/bln", "/har", "/tah", "/thn", "/ora", "/org", "/mon"))
_SMALL = 100_000  # rupiah: no benefit is so small
_LOUD = 1.5  # what an amount says that the law sets for a month
_MANY = 100  # fewer companies are those of a story
_GOES_ON = 0.9  # what a figure takes from one of its own unit that only stands before it
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
        segments = list(lexicon().segments.find(words))
        self._subjects = Subjects(words, sentences, places)
        self._health = Health(text, words, sentences, self._subjects)
        self._employment = self._health.names_employment or bool(self._hits)
        self._shapes = Shapes(text, words, sentences, mentions, self.told)
        self._chains = Chains(text, words, sentences, mentions, self.told, places, segments)
        self._wholes = Wholes(words, sentences, mentions, self.told, places, segments)
        self._unsaid = Unsaid(text, words, mentions, self.told, places, segments, self._subjects, self._chains)
        self._denied: set[int] = set()  # figures that loud words say are of something else
        self._gap_words = GapWords(text, words, sentences, mentions, self.told, self._hearing)
        self._said: dict[tuple[str, Decimal], Family] = {}
        for number, mention in enumerate(mentions):
            self.told.append(self._tell(number, mention))
        for number in range(len(mentions) - 1):
            if mentions[number].qualifier == "range_low" and mentions[number + 1].qualifier == "range_high":
                self.told[number] = self.told[number + 1]
            elif not self._health.about(mentions[number]) and self._wholes.is_whole(number):
                self.told[number] = Told("potential")
        may_fit = {mention.start for mention in mentions if self.of_the_matter(mention)} - self._denied

        def allowed(mention: Mention) -> bool:
            return mention.start in may_fit

        told, parts = parted(mentions, self.told, allowed)
        rated = fitted(mentions, told, allowed, parts)
        told = parted(mentions, rated, allowed)[0] if rated != told else told
        self.told = aimed(mentions, told, allowed)
        self.told = Sponsors(words, sentences, mentions).told(self.told, allowed)
        self.told = MakeUp(text, words, sentences, mentions, self._hits).told(self.told)

    @property
    def cues(self) -> Sequence[Hit[Cue]]:
        """The phrases that speak of figures, in order."""
        return self._hits

    def gap_readings(self, mention: Mention) -> frozenset[GapReading]:
        """Which gaps the words around a figure allow."""
        return self._gap_words.readings(mention, "people" if mention.unit == "none" else mention.unit)

    def of_the_matter(self, mention: Mention) -> bool:
        """Whether a figure may be of the matter where arithmetic says so: no words are of another."""
        telling = mention.figure.value >= _EXACT and mention.figure.step == 1
        elsewhere = self._subjects.is_elsewhere(mention.sentence) and not telling
        return not (elsewhere or self._health.about(mention) or self._subjects.is_aside(mention.sentence))

    def _tell(self, number: int, mention: Mention) -> Told | None:
        if mention.faint:
            return None
        if self._health.about(mention) or self._subjects.is_aside(mention.sentence):
            return None
        if self._subjects.is_foreign(mention.sentence, mention.unit) and not self._aims_on(number, mention):
            many = mention.unit == "companies" and mention.figure.value >= _MANY
            employers = many and self._subjects.is_told(mention.sentence)
            return Told("share") if employers else self._told_again(mention)
        if mention.unit == "companies" and self._is_asked(mention):
            return None
        if mention.unit not in ("people", "percent", "points", "rupiah", "none"):
            if mention.unit == "villages" and not self._enrols(number, mention):
                return None  # "208 desa diminta ..."
            return Told("share")  # companies, villages, projects: always another figure
        unit = "people" if mention.unit == "none" else mention.unit
        carried = self._chains.carried(number, mention, unit)
        scores = self._scores(number, mention, unit, carried)
        if carried is not None and not (unit == "percent" and self._shapes.of_target(number, mention)):
            weight = _CARRIED if self._chains.says_again(number, mention) else _GOES_ON
            scores[carried] = scores.get(carried, 0.0) + weight
        if not scores or max(scores.values()) < ENOUGH:
            listed = self._chains.listed(number, mention, unit)
            return Told(listed, self._gap_of(number - 1), True, listed=True) if listed else None
        if self._wholes.among(number) and self._chains.told_before(number, "sponsored"):
            return Told("sponsored", carried=True)
        family: Family = max(scores, key=lambda each: (scores[each], each))
        if mention.unit == "none" and scores[family] < self._enough_without_noun(mention):
            return None
        if family == "none":
            if scores[family] >= 2 * ENOUGH and carried != "none":
                self._denied.add(mention.start)
            return None
        gap = self._gap_words.readings(mention, unit) if family == "gap" else frozenset[GapReading]()
        if family == "gap" and carried == "gap" and not gap:
            gap = self._gap_of(number - 1)
        if family in ("coverage", "potential", "target", "gap") and scores[family] >= 2 * ENOUGH:
            self._said.setdefault((unit, mention.figure.value), family)
        return Told(family, gap, carried is not None, score=scores[family])

    def _enrols(self, number: int, mention: Mention) -> bool:
        """Whether a count of villages is held against another, and not only told of: "dari 513 gampong, sudah 402"."""
        beside = (at for at in (number - 1, number + 1) if 0 <= at < len(self._mentions))
        alike = (self._mentions[at] for at in beside if self._mentions[at].sentence == mention.sentence)
        if not any(each.unit in ("villages", "percent") and not self._are_added(mention, each) for each in alike):
            return False
        before = self._words.between(max(0, mention.start - 12), mention.start)[-1:]
        if lexicon().lists["counted_words"].intersection(before):
            return True  # "dari 513 gampong, sudah 402 gampong"
        first = bisect_left(self._hit_starts, mention.end)
        near = [hit for hit in self._hits[first : first + 3] if hit.start - mention.end <= REACH / 2]
        return any(cue.family in ("coverage", "sponsored") for hit in near for cue in hit.tags)

    def _are_added(self, one: Mention, other: Mention) -> bool:
        """ "192 desa dan 3 kelurahan": two counts side by side, not one held against the other."""
        first, last = sorted((one, other), key=lambda each: each.start)
        return bool(lexicon().lists["both_words"].intersection(self._words.between(first.end, last.start)))

    def _aims_on(self, number: int, mention: Mention) -> bool:
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
        return said or self._subjects.wishes(mention.sentence) or any(True for _ in self._shapes.aimed(number, mention))

    def _told_again(self, mention: Mention) -> Told | None:
        """ "Saya ulangi, 741.641 orang": a figure said before, in a sentence that names no matter at all."""
        unit = "people" if mention.unit == "none" else mention.unit
        said = self._said.get((unit, mention.figure.value))
        again = said is not None and mention.figure.value >= _TELLING and self.of_the_matter(mention)
        return Told(said, carried=True) if said is not None and again else None

    def _enough_without_noun(self, mention: Mention) -> float:
        """A bare number needs more to be people, unless a scale word or a segment before it says so ("PU 41.220")."""
        after_segment = self._unsaid.behind_a_segment(mention)
        grouped = mention.figure.other is not None or mention.figure.value >= 1_000_000  # written with thousands marks
        return ENOUGH if mention.figure.scale or after_segment or grouped else 2 * ENOUGH

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
        for family, weight in self._shapes.aimed(number, mention):
            scores[family] = max(scores.get(family, 0.0), weight)
        said = self._said.get((unit, mention.figure.value))
        if said is not None:
            scores[said] = scores.get(said, 0.0) + _REPEATED
        if unit == "percent" and self._subjects.names_a_rate(mention.sentence):
            loudest = max((scores[family] for family in scores if family != "coverage"), default=0.0)
            named = ENOUGH if loudest < ENOUGH / 2 else _NAMED_RATE
            scores["coverage"] = scores.get("coverage", 0.0) + named
        if unit == "percent" and self._shapes.of_target(number, mention):
            scores["share"] = scores.get("share", 0.0) + 3.0
        elif unit == "percent" and self._employment and self._unsaid.right_behind_a_place(mention):
            goes_on: Family = "share" if self._chains.told_before(number, "share") else "coverage"
            scores[goes_on] = scores.get(goes_on, 0.0) + _DEFAULT
        if unit == "rupiah" and self._text[mention.end : mention.end + 4].casefold() in _EACH:
            scores["contribution"] = scores.get("contribution", 0.0) + _CARRIED  # "Rp16.800/bulan"
        if unit == "rupiah" and mention.figure.value < _SMALL and "benefit" in scores:
            scores["contribution"] = scores.get("contribution", 0.0) + scores.pop("benefit")  # "Rp10.000 untuk JKK"
        if unit == "rupiah" and mention.figure.value in lawful().monthly:
            scores["contribution"] = scores.get("contribution", 0.0) + _LOUD
        self._unsaid.give(mention, unit, scores, self._employment)
        if unit == "percent" and self._text[max(0, mention.start - 1) : mention.start] == "+":
            scores["growth"] = scores.get("growth", 0.0) + _LEVEL  # "76.800 (+20%)"
        if unit == "percent" and "coverage" in scores and self._subjects.is_named_behind(mention.sentence):
            scores["coverage"] += _NAMED_RATE  # "Kabupaten Nias 1,6 persen. Angka UCJ itu ..."
        if unit == "percent" and "growth" in scores and self._is_still_to_come(mention):
            scores["gap"] = scores.get("gap", 0.0) + scores.pop("growth")  # "harus naik 6 persen lagi"
        level = scores.pop("level", 0.0) + (_LEVEL if self._shapes.is_level(number, mention) else 0.0)
        if level:
            scores["growth"] = scores.get("growth", 0.0) - level
            if level > _LEVEL / 2 and carried is None:
                hoped = self._subjects.wishes_before(mention.sentence, mention.start)
                scores["target" if hoped else "coverage"] = scores.get("coverage", 0.0) + _DEFAULT
        if unit == "percent" and "coverage" in scores and self._subjects.aims_at(mention.sentence, mention.start):
            scores["target"] = scores.get("target", 0.0) + scores["coverage"]
        if unit == "points":
            scores["growth"] = scores.get("growth", 0.0) + ENOUGH
        return scores

    def _is_still_to_come(self, mention: Mention) -> bool:
        lists = lexicon().lists
        before = self._words.between(max(self._sentences.starts[mention.sentence], mention.start - 30), mention.start)
        behind = self._words.between(mention.end, mention.end + 8)[:1]
        return behind in (["lagi"], ["more"]) and bool(lists["need_words"].intersection(before[-4:]))

    def _is_asked(self, mention: Mention) -> bool:
        start = max(self._sentences.starts[mention.sentence], mention.start - 40)
        return bool(lexicon().lists["asked"].intersection(self._words.between(start, mention.start)[-4:]))

    def _gap_of(self, number: int) -> frozenset[GapReading]:
        told = self.told[number] if number >= 0 else None
        return told.gap if told else frozenset()
