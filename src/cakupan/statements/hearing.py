"""What the words around a figure say it is: each phrase weighed by its distance and by what stands between."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from cakupan.statements.lexicon import Cue, Family, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import counted, dated
from cakupan.statements.words import Hit, Words

REACH = 170  # characters: a word further away says nothing about a figure
_OF_ANYTHING = 0.55
_DENIED = 2.6
_LEADS = 0.35
_OF_A_SEGMENT = 1.4  # "Penerima upah | 82.001": the segments of a table are mostly those of the members
# past a figure of its own unit a word weighs less: a change has its figure then, a target may have several
_PAST_ANOTHER: Mapping[str, float] = {"growth": 0.15, "target": 0.55}
_AT_ONCE = 1.5  # a verb right before the figure governs it
HALF = 40  # characters: at this distance a word weighs half
_GOVERNED = 120  # characters, where a verb like "berjumlah" stands right before the figure


class Hearing:
    """The phrases of one text that speak of its figures: `hits` in order, and what they say of each figure."""

    def __init__(self, text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention]) -> None:
        self._text, self._words, self._sentences, self._mentions = text, words, sentences, mentions
        self._starts = [mention.start for mention in mentions]
        heard = (self._outside(self._behind_the_stop(hit)) for hit in lexicon().cues.find(words))
        self.hits = [hit for hit in heard if hit is not None and self._counts(hit)]
        self.starts_of_hits = [hit.start for hit in self.hits]
        self._segments = [hit.start for hit in lexicon().segments.find(words)]

    def heard(self, number: int, mention: Mention, unit: str) -> Iterator[tuple[Family, float]]:
        """What each cue around the figure says, weighed by distance and by what stands between."""
        if mention.labels:
            yield from self._labelled(mention, unit)
            return
        sentence = self._sentences.all[mention.sentence]
        first = bisect_left(self.starts_of_hits, max(sentence.start, mention.start - REACH))
        last = bisect_left(self.starts_of_hits, min(sentence.end, mention.end + REACH))
        for hit in self.hits[first:last]:
            before = hit.end <= mention.start
            for cue in hit.tags:
                if unit not in cue.units:
                    continue
                if cue.family in ("coverage", "growth") and self.denied(hit):
                    yield from self._denial(number, mention, hit, cue.family)
                    continue
                if cue.family == "growth" and before and self._is_dated(hit, mention):
                    continue
                if cue.family == "potential" and self._owned(hit, mention):
                    continue
                if (cue.family == "potential" and self._restricted(hit)) or self._stands_off(hit, cue, mention):
                    continue
                weight = cue.before if before else cue.after
                between = (hit.end, mention.start) if before else (mention.end, hit.start)
                if (
                    not before
                    and between[1] - between[0] == 1
                    and unit == "percent"
                    and not {"target", "goal"}.isdisjoint(hit.phrase.split())
                ):
                    weight *= 3 * _AT_ONCE  # "the 48 percent target"
                if before and between[1] - between[0] == 1 and cue.family in ("target", "gap", "growth"):
                    weight *= _AT_ONCE
                if not before and cue.uncovered and self._text[slice(*between)] in (" ", " yang "):
                    weight *= _AT_ONCE  # "291.030 orang belum dari total 392.700"
                if unit == "people" and hit.phrase.replace(" ", "_") in lexicon().lists["verbs_of_any"]:
                    weight *= _OF_ANYTHING
                if not before and self._leads_the_next(number, hit):
                    weight *= _LEADS
                yield cue.family, weight * self._nearness(number, unit, *between, before=before, family=cue.family)

    def _leads_the_next(self, number: int, hit: Hit[Cue]) -> bool:
        """Whether a word stands right before the next figure, and so speaks of that one: "nonaktif 14.690"."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        return following is not None and self._text[hit.end : following.start] == " "

    def _labelled(self, mention: Mention, unit: str) -> Iterator[tuple[Family, float]]:
        for rank, (start, end) in enumerate(mention.labels):
            if unit == "people" and self._names_a_segment(start, end):
                yield "coverage", _OF_A_SEGMENT
            if rank == 1 and " ".join(self._words.between(start, end)) in lexicon().workers:
                yield "potential", 2.0  # a column of workers beside one of members
            first, last = bisect_left(self.starts_of_hits, start), bisect_left(self.starts_of_hits, end)
            for hit in self.hits[first:last]:
                for cue in hit.tags:
                    if unit in cue.units:
                        adds = cue.family == "potential" and self._adds_segments(start, end)
                        yield "coverage" if adds else cue.family, max(cue.before, cue.after) / (1 + rank / 2)

    def _adds_segments(self, start: int, end: int) -> bool:
        """ "Penerima upah | Bukan penerima upah | Jumlah tenaga kerja": a heading of all those in the others."""
        heading = self._sentences.all[self._sentences.at(start)]
        totals = lexicon().lists["whole_words"].intersection(self._words.between(start, end))
        return bool(totals) and self._names_a_segment(heading.start, heading.end)

    def _names_a_segment(self, start: int, end: int) -> bool:
        at = bisect_left(self._segments, start)
        return at < len(self._segments) and self._segments[at] < end

    def _restricted(self, hit: Hit[Cue]) -> bool:
        """ "Jumlah pekerja terlindungi" counts the covered, not all workers."""
        if lexicon().lists["ought"].intersection(hit.phrase.split()):
            return False  # "tenaga kerja yang semestinya dilindungi"
        at = bisect_left(self.starts_of_hits, hit.end)
        following = self.hits[at] if at < len(self.hits) else None
        if following is None or not any(cue.family in ("coverage", "gap") and cue.after for cue in following.tags):
            return False
        if "," in self._text[hit.end : following.start]:
            return False  # "528.000 warga yang bekerja, coverage-nya 30 persen"
        return len(self._words.between(hit.end, following.start)) <= 1 and following.start - hit.end <= 7

    def _is_dated(self, hit: Hit[Cue], mention: Mention) -> bool:
        """ "Turun: Januari 2024 98.600 orang": a level with its time, and not the change."""
        between = self._words.between(hit.end, mention.start)
        return ":" in self._text[hit.end : mention.start] and dated(between[-2:])

    def _owned(self, hit: Hit[Cue], mention: Mention) -> bool:
        """ "Wajo punya 66.000 peserta": who has members says nothing of all workers."""
        members = mention.noun is not None and mention.noun.family == "coverage"
        return members and hit.phrase.split()[-1] in lexicon().lists["owning"]

    def _denial(self, number: int, mention: Mention, hit: Hit[Cue], family: Family) -> Iterator[tuple[Family, float]]:
        """ "Tidak punya jaminan sosial", "have no insurance": a word of coverage denied behind a count of people."""
        if family == "coverage" and mention.end <= hit.start and counted(mention) == "people":
            near = self._nearness(number, "people", mention.end, hit.start, before=False, family="gap")
            yield "gap", _DENIED * near

    def _stands_off(self, hit: Hit[Cue], cue: Cue, mention: Mention) -> bool:
        """Whether "of the" stands further off than it speaks: "members of the scheme numbered 103,079"."""
        adjacent = hit.phrase.replace(" ", "_") in lexicon().lists["adjacent"]
        near = hit.end <= mention.start and len(self._words.between(hit.end, mention.start)) <= 2
        if hit.start >= mention.end and cue.family == "sponsored":  # "2.500 nelayan dibantu iurannya"
            members = mention.noun is not None and mention.noun.family == "coverage"
            near = not members and len(self._words.between(mention.end, hit.start)) <= 3
        return adjacent and cue.family in ("potential", "sponsored") and not near

    def denied(self, hit: Hit[Cue]) -> bool:
        index = self._words.first_from(hit.start)
        first = max(index - 3, self._words.first_from(self._sentences.starts[self._sentences.at(hit.start)]))
        return any(
            self._words.folded[at] in lexicon().lists["negations"] and all(self._words.joined[at + 1 : index + 1])
            for at in range(first, index)
        )

    def _nearness(self, number: int, unit: str, start: int, end: int, *, before: bool, family: Family) -> float:
        between = self._text[start:end]
        governs = before and self._is_copula(end)
        near = 1 / (1 + len(between) / (_GOVERNED if governs else HALF))
        near *= (0.4 if before else 0.15) ** min(2, between.count(";"))
        near *= (0.94 if before else 0.65) ** min(3, between.count(","))
        if lexicon().lists["contrast"].intersection(self._words.between(start, end)):
            near *= 0.35
        for other in self._mentions_between(start, end):
            if other is not self._mentions[number]:
                near *= _PAST_ANOTHER.get(family, 0.4) if other.unit == unit else 0.6
        return near

    def _is_copula(self, start: int) -> bool:
        """Whether "berjumlah" or the like ties a figure to what its sentence is about."""
        before = self._words.between(start - 16, start)[-1:]
        return bool(lexicon().lists["copulas"].intersection(before))

    def _mentions_between(self, start: int, end: int) -> Sequence[Mention]:
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)][:4]

    def _behind_the_stop(self, hit: Hit[Cue]) -> Hit[Cue]:
        """A phrase, or where a sentence ends within it what its next words say: "131 ribu kasus. JHT Rp1,79 ..."."""
        start = self._sentences.starts[self._sentences.at(hit.end - 1)]
        if start <= hit.start:
            return hit
        index = self._words.first_from(start)
        found = lexicon().cues.at(self._words, index)
        if found is None:
            return hit
        last = index + found[0] - 1
        return Hit(
            self._words.starts[index], self._words.ends[last], " ".join(self._words.folded[index : last + 1]), found[1]
        )

    def _outside(self, hit: Hit[Cue]) -> Hit[Cue] | None:
        """A phrase, or where it begins within a figure's noun what is left of it: of "orang yang bekerja" the end."""
        at = bisect_right(self._starts, hit.start) - 1
        if at < 0 or not hit.start < self._mentions[at].end < hit.end:
            return hit
        index = self._words.first_from(self._mentions[at].end)
        found = lexicon().cues.at(self._words, index)
        if found is None:
            return None
        last = index + found[0] - 1
        phrase = " ".join(self._words.folded[index : last + 1])
        return Hit(self._words.starts[index], self._words.ends[last], phrase, found[1])

    def _counts(self, hit: Hit[Cue]) -> bool:
        """Whether a phrase stands in one sentence, and is no part of a figure."""
        here = self._sentences.at(hit.start) == self._sentences.at(hit.end - 1)
        return here and not self._in_a_figure(hit)

    def _in_a_figure(self, hit: Hit[Cue]) -> bool:
        at = bisect_right(self._starts, hit.start) - 1
        return at >= 0 and hit.start < self._mentions[at].end
