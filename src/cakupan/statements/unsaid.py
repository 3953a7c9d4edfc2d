"""What a figure is a figure of where no words say so: what the law fixes, and the place where the figure stands."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from cakupan.statements.chains import Chains
from cakupan.statements.lawful import lawful
from cakupan.statements.lexicon import Family, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.shapes import Told, dated
from cakupan.statements.subjects import Subjects
from cakupan.statements.words import Hit, Words

ENOUGH = 0.6  # what a family needs to be believed
_A_BUDGET = 1_000_000  # rupiah
_PLAIN = 0.8  # what a sentence says that does nothing but go on


class Unsaid:
    """The figures of one text that stand without words of their own; `told` is what has been told so far."""

    def __init__(
        self,
        text: str,
        words: Words,
        mentions: Sequence[Mention],
        told: Sequence[Told | None],
        places: Places,
        segments: Sequence[Hit[str]],
        subjects: Subjects,
        chains: Chains,
    ) -> None:
        self._text, self._words, self._mentions, self._told = text, words, mentions, told
        self._places, self._subjects, self._chains = places, subjects, chains
        self._starts = [mention.start for mention in mentions]
        self._segment_ends = [hit.end for hit in segments]

    def give(self, mention: Mention, unit: str, scores: dict[Family, float], employment: bool) -> None:
        """What a figure is of which no words speak, by the place where it stands, put into the scores."""
        if unit == "rupiah" and mention.figure.value in lawful().benefits:
            scores["benefit"] = scores.get("benefit", 0.0) + ENOUGH  # what the law gives
        if unit == "rupiah" and max(scores.values(), default=0.0) < ENOUGH and self._is_for_people(mention):
            scores["budget"] = ENOUGH  # "menyetujui tambahan Rp252 juta untuk 5.000 pekerja rentan"
        if unit == "rupiah" and not scores and self._pays_for_the_last(mention):
            scores["budget"] = ENOUGH  # "membayar iuran 6.240 pekerja kebun empat bulan senilai Rp419.328.000"
        large = mention.figure.value >= _A_BUDGET and mention.figure.value not in lawful().all
        if unit == "rupiah" and not scores and large and self._pays_for_those_before(mention):
            scores["budget"] = ENOUGH
        if unit == "rupiah" and not scores and mention.figure.value in lawful().all - lawful().benefits:
            scores["contribution"] = ENOUGH
        if unit == "percent" and max(scores.values(), default=0.0) < ENOUGH and self._goes_on_aiming(mention):
            scores["target"] = ENOUGH  # "untuk 2026 dipasang 58,90 persen dan pada 2030 64,25 persen"
        if unit == "percent" and not scores and self._subjects.wishes(mention.sentence):
            scores["target"] = ENOUGH  # "Tahun depan kami proyeksikan 45 persen"
        if unit == "percent" and not scores and self._subjects.goes_on_plainly(mention.sentence):
            scores["coverage"] = _PLAIN  # "Setahun silam masih 39,8 persen"
        if _silent_count(mention, scores) and employment and self._rated_place(mention):
            scores["coverage"] = 2 * ENOUGH  # "Sulsel 1,2 juta (38 persen), Sultra 430 ribu (44 persen)"
        if mention.unit == "people" and not scores and self._subjects.goes_on_by_month(mention.sentence):
            scores["coverage"] = ENOUGH  # "Jumlah peserta bertumbuh. Oktober tahun lalu 19.800 orang, ..."
        silent = unit == "people" and max(scores.values(), default=0.0) < ENOUGH
        if silent and self.behind_a_segment(mention) and not self._chains.told_before(len(self._told), "sponsored"):
            scores["coverage"] = ENOUGH  # "Rincian peserta ...: PU 9.120 orang, BPU 6.744 orang"

    def behind_a_segment(self, mention: Mention) -> bool:
        at = bisect_left(self._segment_ends, mention.start)
        if at == 0:
            return False
        between = self._words.between(self._segment_ends[at - 1], mention.start)
        tied = 0 < len(between) <= 2 and lexicon().lists["copulas"].issuperset(between)
        tied = tied and self._chains.listed(len(self._told), mention, "people") is None
        if mention.start - self._segment_ends[at - 1] > 2 and not tied:
            return False
        last = bisect_left(self._starts, mention.start) - 1  # "40.000 petani, 35.000 nelayan": the group is of that one
        return last < 0 or self._segment_ends[at - 1] > self._mentions[last].end

    def right_behind_a_place(self, mention: Mention) -> bool:
        """ "Kota Magelang 71,2%" in a text on employment social security."""
        before = self._places.mentions_between(mention.start - 60, mention.start)
        ties = lexicon().lists["place_ties"]
        return any(ties.issuperset(self._words.between(place.end, mention.start)) for place in list(before)[-1:])

    def _before(self, mention: Mention) -> tuple[Mention, Told] | None:
        """The figure before one in its sentence, where it has been told of what it is."""
        at = len(self._told) - 1
        told = self._told[at] if at >= 0 else None
        here = at >= 0 and self._mentions[at].sentence == mention.sentence
        return (self._mentions[at], told) if here and told is not None else None

    def _pays_for_the_last(self, mention: Mention) -> bool:
        before = self._before(mention)
        return before is not None and before[1].family == "sponsored" and before[0].unit == "people"

    def _pays_for_those_before(self, mention: Mention) -> bool:
        """ "... 9.250 orang didaftarkan lewat DBHCHT. Nilainya Rp2.486.400.000": of the sentence before."""
        at = len(self._told) - 1
        told = self._told[at] if at >= 0 else None
        near = at >= 0 and mention.sentence - self._mentions[at].sentence == 1
        return near and told is not None and told.family == "sponsored" and self._mentions[at].unit == "people"

    def _goes_on_aiming(self, mention: Mention) -> bool:
        before = self._before(mention)
        if before is None or before[1].family != "target" or before[0].unit != "percent":
            return False
        return dated(self._words.between(before[0].end, mention.start))

    def _is_for_people(self, mention: Mention) -> bool:
        at = bisect_left(self._starts, mention.start) + 1
        following = self._mentions[at] if at < len(self._mentions) else None
        if following is None or following.unit != "people" or following.sentence != mention.sentence:
            return False
        between = self._words.between(mention.end, following.start)
        return 0 < len(between) <= 3 and bool(lexicon().lists["on_behalf"].intersection(between))

    def _rated_place(self, mention: Mention) -> bool:
        """Whether a count stands between a place and a rate in brackets, in a text on employment social security."""
        at = bisect_left(self._starts, mention.start) + 1
        following = self._mentions[at] if at < len(self._mentions) else None
        rated = following is not None and following.unit == "percent" and following.sentence == mention.sentence
        bracket = rated and following is not None and self._text[mention.end : following.start].strip() == "("
        return bracket and self.right_behind_a_place(mention)


def _silent_count(mention: Mention, scores: Mapping[Family, float]) -> bool:
    """Whether no words say of what a count without a noun is."""
    return mention.unit == "none" and max(scores.values(), default=0.0) < ENOUGH
