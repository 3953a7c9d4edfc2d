"""Which figures are a whole before its part: "61.450 pekerja, 53.769 di antaranya sudah terlindungi"."""

from bisect import bisect_left
from collections.abc import Sequence

from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.places import Places
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import NEAR, Told, counted
from cakupan.statements.words import Hit, Words

_LOUD = 1.45  # what words that speak beyond doubt of coverage come to


class Wholes:
    """The wholes among the figures of one text; `told` is what has been told of the figures so far."""

    def __init__(
        self,
        words: Words,
        sentences: Sentences,
        mentions: Sequence[Mention],
        told: Sequence[Told | None],
        places: Places,
        segments: Sequence[Hit[str]],
    ) -> None:
        self._words, self._sentences = words, sentences
        self._mentions, self._told, self._places = mentions, told, places
        self._segment_starts = [hit.start for hit in segments]

    def among(self, at: int) -> bool:
        behind = " ".join(self._words.between(self._mentions[at].end, self._mentions[at].end + 20)[:2])
        return behind.startswith(("di antaranya", "diantaranya", "of whom", "of them", "of these"))

    def is_whole(self, number: int) -> bool:
        """ "61.450 pekerja, 53.769 sudah terlindungi (87,5 persen)": workers before a smaller count of the covered.

        A noun of workers suffices where no words speak of the first figure; words that speak faintly of coverage
        give way where the second is followed by its rate or by "di antaranya".
        """
        mention, told = self._mentions[number], self._told[number]
        part = number + 1
        if self._of_whom(number):
            return True
        if told is None and self._speaks_of_workers(mention) and self._rated(part, mention):
            return True  # "pekerja formal 120 ribu, sudah terlindungi 90 persen"
        if self._rated(part, mention) and part + 1 < len(self._mentions):
            part += 1  # "1,1 juta pekerja, 49 persen di antaranya terlindungi, atau 539 ribu orang"
        if not self._is_part(part, mention) or mention.labels or self._is_of_another_group(mention, part):
            return False
        if told is None:
            rated = mention.noun is not None and self._rated(part + 1, mention)
            return rated or could_be_whole(self._words, mention, self._mentions[part])
        if (
            told.family != "coverage"
            or (told.carried and not told.listed)
            or told.score >= _LOUD
            or (mention.noun and mention.noun.family)
        ):
            return False
        paid_for = self._told[part]
        some = paid_for is not None and paid_for.family == "sponsored"  # "23.000 orang, 4.500 di antaranya dibayari"
        return part > number + 1 or self._rated(part + 1, mention) or (self.among(part) and not some)

    def _is_of_another_group(self, mention: Mention, part: int) -> bool:
        """ "BPU 13.965 orang atau 50 persen, konstruksi 2.793 orang": a list of groups, not a whole and its part."""
        first = bisect_left(self._segment_starts, mention.end)
        if self._places.named_between(mention.end, self._mentions[part].start):
            return True
        return first < bisect_left(self._segment_starts, self._mentions[part].start) and not self.among(part)

    def _of_whom(self, number: int) -> bool:
        """ "213,582 workers, of whom 103,079 are members": a plain noun of workers, and the covered among them."""
        mention, part = self._mentions[number], number + 1
        if mention.labels or part >= len(self._mentions) or not self._is_part(part, mention):
            return False
        between = self._words.between(mention.end, self._mentions[part].start)
        opening = " ".join(between[:2])
        whom = opening.startswith(("of whom", "of them", "di antaranya", "diantaranya"))
        whom = whom or (self.among(part) and bool(between))  # "252,000 workers, and only 7,056 of them were enrolled"
        members = self._mentions[part].noun
        told = self._told[part]
        plainly = told is not None and told.family == "coverage" and not (members and members.family == "sponsored")
        return whom and plainly and could_be_whole(self._words, mention, self._mentions[part])

    def _speaks_of_workers(self, mention: Mention) -> bool:
        if counted(mention) != "people" or mention.labels:
            return False
        before = self._words.between(max(self._sentences.starts[mention.sentence], mention.start - 40), mention.start)
        own = self._words.between(mention.core_end, mention.end)
        return bool(lexicon().lists["worker_words"].intersection((*before, *own)))

    def _is_part(self, at: int, whole: Mention) -> bool:
        part, told = self._mentions[at], self._told[at]
        if told is None or told.family not in ("coverage", "sponsored") or counted(part) != "people":
            return False
        near = part.sentence == whole.sentence and part.start - whole.end <= NEAR
        return near and part.figure.value < whole.figure.value and counted(whole) == "people"

    def _rated(self, at: int, whole: Mention) -> bool:
        told = self._told[at] if at < len(self._told) else None
        rate = told is not None and told.family == "coverage" and self._mentions[at].unit == "percent"
        return rate and self._mentions[at].sentence == whole.sentence


def could_be_whole(words: Words, mention: Mention, part: Mention) -> bool:
    noun = " ".join(words.between(mention.core_end, mention.end))
    return noun in lexicon().workers and part.figure.value < mention.figure.value
