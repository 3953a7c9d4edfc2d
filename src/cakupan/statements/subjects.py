"""Which sentences speak of employment social security, and which of something else that has figures too."""

import re
from collections.abc import Sequence

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.lexicon import lexicon
from cakupan.statements.places import Places
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Phrases, Words

_AHEAD = re.compile("20[2-4][0-9]")
_A_NOTE = 35  # words
_OPENING = 30  # characters
_SHORT, _BARE = 8, 4  # words
_CLAIM_UNITS = frozenset(("people", "percent", "points", "none", "companies", "villages", "projects"))


class Subjects:
    """What each sentence of a text is about: ask `is_foreign` whether its figures are of another matter."""

    def __init__(self, words: Words, sentences: Sentences, places: Places) -> None:
        self._places = places
        self._sentences = sentences
        known = lexicon()
        own, other = (_marked(words, sentences, phrases) for phrases in (known.own_subject, known.other_subject))
        weak, bare = (_marked(words, sentences, phrases) for phrases in (known.weak_subject, known.bare_subject))
        self._own = _by_sentence(own, sentences)
        shared = lexicon().lists["shared_with_health"]
        alone = [hit.start for hit in known.own_subject.find(words) if hit.phrase not in shared]
        self._of_work = _by_sentence(alone, sentences)
        self._other = _by_sentence(other, sentences)
        self._bare = _by_sentence(bare, sentences)
        self._weak = _by_sentence(weak, sentences)
        self._words = words
        self._has_asides = not {"juga", "also", "related"}.isdisjoint(words.places)
        self._rate = _by_sentence(_marked(words, sentences, known.rate_words), sentences)
        self._speaks = list(self._follow())
        # a text that never names the matter is read as it stands: someone has chosen it, a heading may have said so
        self._told = bool(own or bare)
        scheme = any(True for _ in known.scheme_words.find(words))
        long = len(words.folded) > _A_NOTE  # a longer text would have said what it is about
        self._foreign = (bool(other) and not scheme) or ((bool(other) or long) and not self._told)

    def _follow(self) -> list[bool]:
        """Whether each sentence speaks of the matter: by its own words, or because it goes on from one that does."""
        speaks: list[bool] = []
        goes_on = True  # until the text turns to another matter
        for number, sentence in enumerate(self._sentences.all):
            if number and speaks[-1] and self._opens_with(number, "pronouns"):
                speaks.append(True)  # "It was 38 percent a year earlier ..., one accident away from poverty"
            elif self._own[number] or (goes_on and self._bare[number] and not self._other[number]):
                goes_on = True
                speaks.append(True)
            elif self._other[number]:
                goes_on = goes_on and self._is_in_passing(number)
                speaks.append(False)
            else:
                tied = (
                    self._weak[number]
                    or self._opens_with(number, "openings")
                    or (bool(speaks) and speaks[-1] and self._opens_with_a_month(number))
                    or self._places.named_between(sentence.start, sentence.end)
                    or (bool(speaks) and speaks[-1] and self._is_bare(number))
                )
                speaks.append(goes_on and bool(tied or sentence.cells))
        return speaks

    def _is_in_passing(self, number: int) -> bool:
        """Whether all that a sentence says of another matter is told in passing: "Acara dihadiri 14 camat"."""
        here = self._sentences.all[number]
        return bool(lexicon().lists["passing"].intersection(self._words.between(here.start, here.end)))

    def _opens_with(self, number: int, words: str) -> bool:
        """ "Itu 13.660 orang", "Kalau dibagi ...": a sentence that opens so speaks of what the one before spoke of."""
        sentence = self._sentences.all[number]
        first = self._words.between(sentence.start, min(sentence.end, sentence.start + _OPENING))[:2]
        return bool(lexicon().lists[words].intersection((*first[:1], "_".join(first))))

    def _opens_with_a_month(self, number: int) -> bool:
        """ "Enam bulan berselang, per Juli 2025, sudah 46,8 persen": a time, and then what has become of the same."""
        start = self._sentences.all[number].start
        first = self._words.between(start, min(self._sentences.all[number].end, start + 2 * _OPENING))
        return not MONTH_NUMBERS.keys().isdisjoint(first)

    def goes_on_plainly(self, sentence: int) -> bool:
        """Whether a sentence has no matter of its own, and opens as one that goes on with the one before."""
        own = self._own[sentence] or self._other[sentence] or self._bare[sentence]
        goes_on = self._opens_with(sentence, "openings") or self._is_bare(sentence)
        return not own and self._speaks[sentence] and goes_on

    def _is_bare(self, sentence: int) -> bool:
        """Whether a sentence is hardly more than a figure: "39 persen." """
        here = self._sentences.all[sentence]
        return sentence > 0 and len(self._words.between(here.start, here.end)) <= _BARE

    def goes_on_by_month(self, sentence: int) -> bool:
        """Whether a sentence has no matter of its own and opens with a month: it goes on of the same."""
        own = self._own[sentence] or self._other[sentence] or self._bare[sentence]
        here = self._sentences.all[sentence]
        short = len(self._words.between(here.start, here.end)) <= _SHORT  # "Desember 2024: 214.300 pekerja."
        return (not own or short) and self._speaks[sentence] and self._opens_with_a_month(sentence)

    def is_of_work(self, sentence: int) -> bool:
        """Whether the sentence has words of the matter that health insurance does not use as well."""
        return self._of_work[sentence] > 0

    def may_go_on(self, sentence: int) -> bool:
        """Whether a sentence without words of another matter stands right behind one that speaks of this."""
        return sentence > 0 and self._speaks[sentence - 1] and not self._other[sentence]

    def is_aside(self, sentence: int) -> bool:
        """ "Baca juga: 3.100 petani tembakau menunggu giliran"."""
        return self._has_asides and self._opens_with(sentence, "asides")

    def wishes(self, sentence: int) -> bool:
        """Whether a sentence speaks of a wish for a time to come: of what the sentence before spoke of."""
        known, here = lexicon().lists, self._sentences.all[sentence]
        said = self._words.between(here.start, here.end)
        return bool(known["wishes"].intersection(said)) and (
            bool(known["to_come"].intersection(said)) or any(_AHEAD.fullmatch(word) for word in said)
        )

    def wishes_before(self, sentence: int, start: int) -> bool:
        """Whether a wish for a time to come stands before a figure: "Untuk 2025 ia minta ... menjadi 84.732"."""
        said = self._words.between(self._sentences.all[sentence].start, start)
        return self.wishes(sentence) and bool(lexicon().lists["plain_wishes"].intersection(said))

    def aims_at(self, sentence: int, start: int) -> bool:
        """ "Menargetkan tambahan 9.450 peserta, sehingga coverage 38 persen": what an aim comes to."""
        said, known = self._words.between(self._sentences.all[sentence].start, start), lexicon().lists
        return bool(known["comes_to"].intersection(said[-3:])) and bool(known["aiming"].intersection(said))

    def is_elsewhere(self, sentence: int) -> bool:
        """Whether words of another matter stand in the sentence, and none of this one."""
        return bool(self._other[sentence]) and not self._own[sentence]

    def is_foreign(self, sentence: int, unit: str) -> bool:
        """Whether a figure of this unit in this sentence is of another matter altogether."""
        if self._foreign or not self._told:
            return self._foreign
        if unit not in _CLAIM_UNITS:  # money: only words of another matter make it foreign
            return bool(self._other[sentence]) and not self._own[sentence]
        return not self._speaks[sentence] and not self._sentences.all[sentence].cells

    def is_told(self, sentence: int) -> bool:
        """Whether the text is of the matter, and no words of another one stand in the sentence."""
        return self._told and not self._foreign and not self._other[sentence]

    def names_a_rate(self, sentence: int) -> bool:
        """Whether a word for the rate itself stands in the sentence: "cakupan", "tingkat kepesertaan"."""
        return self._rate[sentence] > 0

    def is_named_behind(self, sentence: int) -> bool:
        """Whether the next sentence opens with a word for the rate that the figure before it is."""
        if sentence + 1 >= len(self._sentences.all):
            return False
        here = self._sentences.all[sentence + 1]
        first = self._words.between(here.start, min(here.end, here.start + 2 * _OPENING))[:4]
        known = lexicon().lists
        return bool(known["rate_itself"].intersection(first[:1])) and bool(known["of_whom"].intersection(first[1:]))

    def speaks(self, sentence: int) -> bool:
        """Whether words of the sentence itself name the matter."""
        return self._own[sentence] > 0


def _marked(words: Words, sentences: Sentences, phrases: Phrases[None]) -> list[int]:
    # a stop may stand within a phrase ("Jl. Raya"), but no phrase runs from one sentence into the next
    return [hit.start for hit in phrases.find(words) if sentences.at(hit.start) == sentences.at(hit.end - 1)]


def _by_sentence(starts: Sequence[int], sentences: Sentences) -> list[int]:
    counts = [0] * len(sentences.all)
    for start in starts:
        counts[sentences.at(start)] += 1
    return counts
