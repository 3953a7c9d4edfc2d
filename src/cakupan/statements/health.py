"""Which figures of a text are of health insurance: another agency's, though the words are much the same."""

from bisect import bisect_left

from cakupan.statements.lawful import lawful
from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.subjects import Subjects
from cakupan.statements.words import Hit, Words

_OF_BOTH = frozenset(("pu", "bpu"))  # health insurance has such members as well


class Health:
    """The mentions of health insurance in one text: ask `about` whether a figure is of that."""

    def __init__(self, text: str, words: Words, sentences: Sentences, subjects: Subjects) -> None:
        self._text, self._words, self._sentences, self._subjects = text, words, sentences, subjects
        self._topics = list(lexicon().topics.find(words))
        self._topic_starts = [hit.start for hit in self._topics]
        self._from = self._until_told_otherwise()
        self._about: dict[int, bool] = {}

    @property
    def names_employment(self) -> bool:
        """Whether the text names work or its insurance anywhere."""
        return any(hit.tags[0] == "employment" for hit in self._topics)

    def about(self, mention: Mention) -> bool:
        """Whether the words nearest before (or else behind) speak of health insurance."""
        if mention.start not in self._about:  # asked several times of each figure
            self._about[mention.start] = self._is_about(mention)
        return self._about[mention.start]

    def _is_about(self, mention: Mention) -> bool:
        sentence = self._sentences.all[mention.sentence]
        first, last = (bisect_left(self._topic_starts, edge) for edge in (sentence.start, sentence.end))
        here = self._topics[first:last]
        health = [hit for hit in here if hit.tags[0] == "health"]
        if not health:
            named = any(hit.tags[0] == "employment" for hit in here) or self._subjects.is_of_work(mention.sentence)
            return mention.sentence > self._from and not named and self._is_one_paragraph(mention)
        before = [hit for hit in here if hit.start < mention.start and (hit.tags[0] == "health" or _names_scheme(hit))]
        if before:
            return before[-1].tags[0] == "health" and not self._turns_from(before[-1].end, mention)
        return not any(_names_scheme(hit) for hit in here)

    def _turns_from(self, end: int, mention: Mention) -> bool:
        """ "Iuran JKN Rp42.000, sedangkan untuk tukang Rp16.800": an amount of work, behind a contrast."""
        between = self._words.between(end, mention.start)
        contrast = next((at for at, word in enumerate(between) if word in lexicon().lists["contrast"]), None)
        if contrast is None or mention.unit != "rupiah":
            return False
        work = lexicon().lists["worker_words"].intersection(between[contrast:])
        return mention.figure.value in lawful().monthly or bool(work)

    def _is_one_paragraph(self, mention: Mention) -> bool:
        """Whether no paragraph ends between where the text turned to health insurance and the figure."""
        return "\n" not in self._text[self._sentences.starts[self._from] : mention.start]

    def _until_told_otherwise(self) -> int:
        """The sentence from which a text that never names the employment scheme speaks of health insurance."""
        health = [hit.start for hit in self._topics if hit.tags[0] == "health"]
        named = any(_names_scheme(hit) and hit.phrase not in _OF_BOTH for hit in self._topics)
        first = self._sentences.at(health[0]) if health and not named else len(self._sentences.all)
        before = any(self._subjects.speaks(sentence) for sentence in range(min(first, len(self._sentences.all))))
        return len(self._sentences.all) if before else first


def _names_scheme(hit: Hit[str]) -> bool:
    """Whether a topic word names the employment scheme itself, not just workers."""
    return hit.tags[0] == "employment" and any(
        part in hit.phrase
        for part in ("jamsos", "ketenagakerjaan", "ucj", "bpjs tk", "naker", "bpu", "pu", "employment")
    )
