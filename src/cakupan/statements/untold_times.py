"""The time of a figure whose sentence ties none to it: of the plan before it, carried, or of the day of the text."""

from collections.abc import Sequence
from datetime import date

from cakupan.statements.carried_times import Carried
from cakupan.statements.dates import TimeMention
from cakupan.statements.lexicon import lexicon
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

FUNDED = frozenset(("budget", "sponsored_workers"))
_OF_YEARS = ("target_rate", "target_workers", "budget", "benefit")


class Untold:
    """The times of one text beyond those that its sentences name: ask `time_of` for that of a figure."""

    def __init__(
        self,
        words: Words,
        sentences: Sentences,
        named: Sequence[Sequence[TimeMention]],
        in_sentence: Sequence[Sequence[TimeMention]],
        carried: Carried,
        published_on: date | None,
        undated: str | None,
    ) -> None:
        self._words, self._sentences = words, sentences
        self._named, self._in_sentence = named, in_sentence
        self._carried, self._published_on, self._undated = carried, published_on, undated
        self._this = str(published_on.year) if published_on else "9999"

    def time_of(self, sentence: int, kind: str) -> tuple[str | None, bool]:
        """Of what is paid for its plan's or year, else carried; and whether the text ties it there."""
        if kind in FUNDED and (planned := self._planned_before(sentence)) is not None:
            return planned, False
        if kind in FUNDED and (begins := self._begins(sentence)) is not None:
            return begins, True
        if kind in FUNDED and self._published_on is not None and self._says("promises", sentence):
            return self._this, False
        return self._default(sentence, kind), False

    def _planned_before(self, sentence: int) -> str | None:
        """The year still to come that the sentence before names: "pada 2026 akan dibiayai ... Anggarannya ..."."""
        near = self._in_sentence[sentence - 1] if sentence else []
        if any(mention.relative and mention.as_of == self._this for mention in near):
            return self._this  # "Tahun ini pemkab menambah ... Provinsi menambah lagi ..."
        told = (mention.as_of for mention in reversed(near) if mention.as_of and not mention.relative)
        return next((as_of for as_of in told if as_of[:4] > self._this), None)

    def _begins(self, sentence: int) -> str | None:
        """The year in which what is paid for begins, where it is still to come: "mulai Januari 2026"."""
        begins = (each.as_of[:4] for each in self._named[sentence] if each.since and each.as_of)
        return next((year for year in begins if year > self._this), None)

    def _default(self, sentence: int, kind: str) -> str | None:
        published = self._undated
        carried = self._carried.before[sentence] or self._carried.behind[sentence]
        found = carried or published
        if found is None or published is None:
            return found[:4] if found and kind in _OF_YEARS else found
        if carried is None and kind in ("potential_workers", "other") and self._says("estimated", sentence):
            return published[:4]  # "Total pekerja diperkirakan 78.154 orang": nobody estimates that each month
        # "Anggaran tumbuh 18,75 persen, menjadi Rp1,9 miliar" in a text on two years: of the later, and not of now
        grew = len(found) == len("2025") and self._says("changed", sentence)
        if kind in FUNDED and found[:4] < published[:4] and not grew:
            return published[:4]  # what is paid now, though the figures are of the year before
        return found[:4] if kind in _OF_YEARS else found

    def _says(self, words: str, sentence: int) -> bool:
        """Whether a sentence has a word of a list."""
        here = self._sentences.all[sentence]
        return bool(lexicon().lists[words].intersection(self._words.between(here.start, here.end)))
