"""Which time a sentence without one of its own is about: carried from those before it, or told by those behind it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cakupan.statements.dates import TimeMention
from cakupan.statements.lexicon import lexicon
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

_AHEAD = 5  # sentences
_NEAR = 40
_OF_A_PLAN = 4  # words
_GOAL = 4  # words
_REACH = 14  # words from a verb of aiming to the year
_PARTED = re.compile(r"[,;:]\s")


class Carried:
    """For each sentence of a text the time that it goes on with: `before` it spoken of, and `behind` it."""

    def __init__(
        self,
        text: str,
        words: Words,
        sentences: Sentences,
        in_sentence: Sequence[Sequence[TimeMention]],
        published_on: date | None,
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._in_sentence, self._published_on = in_sentence, published_on
        self.before = list(self._carry())
        self.behind = self._look_ahead()

    def is_compared(self, mention: TimeMention) -> bool:
        """ "Bertambah 1.825 orang dibanding 2024": the time a change is told from."""
        before = self._words.between(mention.start - _NEAR, mention.start)[-2:]
        if lexicon().lists["registers"].intersection(self._words.between(mention.end, mention.end + _NEAR)[:1]):
            return False  # "calculations from 2024 registers"
        return bool(lexicon().lists["comparing_words"].intersection(before)) and "dari" not in before

    def is_aimed_at(self, mention: TimeMention) -> bool:
        """Whether a time is when something is to be reached."""
        return self._is_of_an_aim(mention) or self._is_of_a_goal(mention)

    def lies_past(self, spoken: Sequence[str | None]) -> bool:
        """Whether the last time spoken of lies before the text: a plan's year is no time to go on from."""
        return bool(spoken) and (self._published_on is None or (spoken[-1] or "") <= f"{self._published_on:%Y-%m}")

    def _look_ahead(self) -> list[str | None]:
        """For each sentence the month that the next ones name: "Data itu merupakan posisi Juli 2025"."""
        found: list[str | None] = [None] * len(self._in_sentence)
        coming, left = None, 0
        for number in range(len(self._in_sentence) - 1, -1, -1):
            found[number] = coming if left else None
            left -= 1 if left else 0
            told = [each.as_of for each in self._in_sentence[number] if self._is_told_of(number, each)]
            if told:
                coming, left = max(filter(None, told)), _AHEAD  # "Desember 2023 ada ..., Desember ini ..."
        return found

    def _is_told_of(self, number: int, mention: TimeMention) -> bool:
        """Whether a month is one that the sentences before it may be about."""
        if mention.relative or self.is_compared(mention) or self._is_of_a_change(number, mention):
            return False
        return bool(
            mention.as_of and len(mention.as_of) > 4 and not mention.planned and self.lies_past([mention.as_of])
        )

    def _is_of_a_change(self, number: int, mention: TimeMention) -> bool:
        """Whether a sentence tells of a change from or to a time, unless it says as of when it speaks."""
        said = self._words.between(mention.start - _NEAR, mention.start)[-2:]
        if lexicon().lists["as_of_words"].intersection(said):
            return False
        here = self._sentences.all[number]
        said = self._words.between(here.start, here.end)
        changed = lexicon().lists["changed"] | lexicon().lists["comparing_words"] - {"dari", "from"}
        return bool(changed.intersection(said))

    def _carry(self) -> Iterator[str | None]:
        last: str | None = None
        for near in self._in_sentence:
            yield last
            # a year alone is mostly a plan's or a target's: it does not move the text's own time
            months = [
                each.as_of
                for each in near
                if each.as_of and len(each.as_of) > 4 and not (self._is_long_past(each) or self.is_compared(each))
                if not (each.planned or self._opens_a_plan(each) or self._is_of_a_goal(each))
            ]
            years = [
                each.as_of
                for each in near
                if not (each.planned or each.relative or self._is_of_an_aim(each) or self.is_compared(each))
                and not self._is_of_everybody(each)
            ]
            spoken: list[str | None] = [*months] or [year for year in years if not last or year != last[:4]]
            # a time before the one the text has reached is what it compares with, not where it goes on
            past = [each for each in spoken if self.lies_past([each])]
            last = max(filter(None, (last, *past)), default=None)

    def _is_of_an_aim(self, mention: TimeMention) -> bool:
        """ "Tahun 2025 Cirebon menargetkan ...", "mengejar 5,9 juta pekerja sepanjang 2023": of what is to come."""
        aims = lexicon().lists["aiming_verbs"].intersection(self._clause_before(mention)[-_REACH:])
        return self._opens_a_plan(mention) or bool(aims)

    def _is_of_a_goal(self, mention: TimeMention) -> bool:
        """ "Target akhir Agustus 2025 50 persen", "target 53% pada Desember 2024"."""
        return bool(lexicon().lists["goal_words"].intersection(self._clause_before(mention)[-_GOAL:]))

    def _clause_before(self, mention: TimeMention) -> Sequence[str]:
        """The words of its clause before a time."""
        here = self._sentences.all[self._sentences.at(mention.start)]
        parted = [found.end() for found in _PARTED.finditer(self._text, here.start, mention.start)]
        return self._words.between(parted[-1] if parted else here.start, mention.start)

    def _is_of_everybody(self, mention: TimeMention) -> bool:
        """ "Penduduk sekitar 79,6 ribu jiwa pada 2024": not where a text on workers goes on."""
        lists = lexicon().lists
        clause = self._clause_before(mention)
        return bool(lists["residents"].intersection(clause)) and not lists["at_work"].intersection(clause)

    def _opens_a_plan(self, mention: TimeMention) -> bool:
        """ "Tahun 2025 Cirebon menargetkan ...", "hingga Desember dipatok 47%": a plan follows on it."""
        behind = self._words.between(mention.end, mention.end + _NEAR)[:_OF_A_PLAN]
        lists = lexicon().lists
        return bool((lists["plan_verbs"] | lists["aiming_verbs"]).intersection(behind))

    def _is_long_past(self, mention: TimeMention) -> bool:
        """ "Naik dari 31.090 pada periode sama tahun lalu": what a text compares with, not where it goes on."""
        if not (mention.relative and self._published_on and mention.as_of):
            return False
        return mention.as_of <= f"{self._published_on.year - 1}-{self._published_on.month:02d}"
