"""Which day, month or year each figure is about: dates in running text, carried from sentence to sentence."""

from collections.abc import Iterator, Sequence
from datetime import date

from cakupan.statements.dates import TimeMention, dates_of, printed_on
from cakupan.statements.lexicon import lexicon
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

_OF_PLANS = frozenset(
    ("target_rate", "target_workers", "gap_workers", "potential_workers", "budget", "sponsored_workers")
)
_FUNDED = frozenset(("budget", "sponsored_workers"))
_AHEAD = 3  # sentences
_NEAR = 40


class Times:
    """The times of one text: ask `as_of` for the time that a figure is about."""

    def __init__(self, text: str, words: Words, sentences: Sentences, published_on: date | None) -> None:
        self.mentions = tuple(dates_of(text, words, sentences, published_on))
        self.published_on = published_on or printed_on(text, self.mentions)
        if published_on is None and self.published_on is not None:
            self.mentions = tuple(dates_of(text, words, sentences, self.published_on))
        self._text, self._words = text, words
        self._sentences = sentences
        self._in_sentence: list[list[TimeMention]] = [[] for _ in sentences.all]
        for mention in self.mentions:
            if mention.as_of is not None and not mention.said:
                self._in_sentence[sentences.at(mention.start)].append(mention)
        self._carried = list(self._carry())
        self._coming = self._look_ahead()

    def as_of(self, start: int, end: int, sentence: int, kind: str, around: tuple[int, int]) -> tuple[str | None, bool]:
        """The time of the figure at `start` to `end`, and whether the text ties it there.

        A date right behind the figure binds first, then the nearest before it in the sentence; a target, a gap or a
        potential also takes one behind it. Else the time is carried. `around`: where the figure before it starts
        and where the one behind it does.
        """
        previous, following = around
        near = self._in_sentence[sentence]
        if (bound := self._bound(near, end, following)) is not None:
            return bound, True
        after = next((mention for mention in near if end <= mention.start <= end + 2 * _NEAR), None)
        if kind == "potential_workers" and after is not None and after.start < following and self._leads(end, after):
            return after.as_of, True
        of_plans = kind in _OF_PLANS
        if kind == "growth" and (latest := self._latest(near, sentence)) is not None:
            return latest, True
        ahead = f"{self.published_on:%Y-%m}" if kind == "potential_workers" and self.published_on else "9999"
        before = [
            mention
            for mention in near
            if mention.end <= start and (of_plans or not mention.planned) and (mention.as_of or "") <= ahead
        ]
        if before and lexicon().lists["latest_words"].intersection(self._words.between(before[-1].end, start)):
            before = []  # "data BPS 2023 ...; memakai angka terbaru 80.060"
        if before:
            as_of = before[-1].as_of
            apart = {",", ";"}.intersection(self._text[before[-1].end : start])
            beyond = kind == "target_rate" and (before[-1].end <= previous or bool(apart))
            return as_of[:4] if as_of and beyond else as_of, True
        led = after is not None and self._leads_the_next(end, after, following)
        if after is not None and after.start < following and not after.planned and not led:
            return after.as_of, True
        after = after or next((mention for mention in near if end <= mention.start), None)
        if after is not None and (of_plans or (self._carried[sentence] is None and not after.planned)):
            return after.as_of, True
        if kind in _FUNDED and (planned := self._planned_before(sentence)) is not None:
            return planned, False
        return self._default(sentence, kind), False

    def _planned_before(self, sentence: int) -> str | None:
        """The year still to come that the sentence before names: "pada 2026 akan dibiayai ... Anggarannya ..."."""
        near = self._in_sentence[sentence - 1] if sentence else []
        this = str(self.published_on.year) if self.published_on else "9999"
        return next(
            (
                mention.as_of
                for mention in reversed(near)
                if mention.as_of and mention.as_of[:4] > this and not mention.relative
            ),
            None,
        )

    def _latest(self, near: Sequence[TimeMention], sentence: int) -> str | None:
        """The later of the times that a change is told between, where the sentence names any."""
        spoken = [mention.as_of for mention in near if not mention.planned and self._past([mention.as_of])]
        return max(filter(None, (self._carried[sentence], *spoken))) if spoken else None

    def named_in(self, sentence: int) -> int:
        """How many times a sentence names."""
        return len({mention.as_of for mention in self._in_sentence[sentence]})

    def is_guessed(self, sentence: int) -> bool:
        """Whether nothing in the text gives a figure of this sentence a time, unless its own words do."""
        return self._carried[sentence] is None

    def _leads_the_next(self, end: int, after: TimeMention, following: int) -> bool:
        """Whether a time is that of the figure behind it: "30,6 persen, lebih baik dari Desember 2024 sebesar 29,3"."""
        compared = lexicon().lists["comparing_words"].intersection(self._words.between(end, after.start))
        between = self._text[end : after.start]
        return (
            after.start < following <= after.end + _NEAR and bool(compared) and bool({",", "("}.intersection(between))
        )

    def _leads(self, end: int, after: TimeMention) -> bool:
        """Whether the time behind a potential is that of its source, not of a figure further on."""
        between = self._text[end : after.start]
        return not {",", ";", ")"}.intersection(between) and not lexicon().lists["contrast"].intersection(
            self._words.between(end, after.start)
        )

    def of_label(self, labels: Sequence[tuple[int, int]]) -> str | None:
        """The time that a row's or a column's heading names."""
        for start, end in labels:
            for mention in self._in_sentence[self._sentences.at(start)]:
                if start <= mention.start and mention.end <= end:
                    return mention.as_of
        return None

    def _past(self, spoken: Sequence[str | None]) -> bool:
        """Whether the last time spoken of lies before the text: a plan's year is no time to go on from."""
        return bool(spoken) and (self.published_on is None or (spoken[-1] or "") <= f"{self.published_on:%Y-%m}")

    def _bound(self, near: Sequence[TimeMention], end: int, following: int) -> str | None:
        for mention in near:
            if end <= mention.start <= min(end + _NEAR, following) and not {",", ";"}.intersection(
                self._text[end : mention.start]
            ):
                between = self._words.between(end, mention.start)
                if not between and self._text[end : mention.start].strip() in ("", "("):
                    return mention.as_of  # "45% (2026)"
                return mention.as_of if between and lexicon().lists["time_ties"].issuperset(between) else None
        return None

    def _default(self, sentence: int, kind: str) -> str | None:
        published = f"{self.published_on:%Y-%m}" if self.published_on else None
        found = self._carried[sentence] or self._coming[sentence] or published
        if kind in ("target_rate", "target_workers", "budget", "benefit") and found:
            return found[:4]
        return found

    def _look_ahead(self) -> list[str | None]:
        """For each sentence the month that the next ones name: "Data itu merupakan posisi Juli 2025"."""
        found: list[str | None] = [None] * len(self._in_sentence)
        coming, left = None, 0
        for number in range(len(self._in_sentence) - 1, -1, -1):
            found[number] = coming if left else None
            left -= 1 if left else 0
            for mention in reversed(self._in_sentence[number]):
                if mention.relative:
                    continue
                if mention.as_of and len(mention.as_of) > 4 and not mention.planned and self._past([mention.as_of]):
                    coming, left = mention.as_of, _AHEAD
        return found

    def _carry(self) -> Iterator[str | None]:
        last: str | None = None
        for near in self._in_sentence:
            yield last
            # a year alone is mostly a plan's or a target's: it does not move the text's own time
            months = [mention.as_of for mention in near if mention.as_of and len(mention.as_of) > 4]
            years = [mention.as_of for mention in near if not (mention.planned or mention.relative)]
            spoken: list[str | None] = [*months] or [year for year in years if not last or year != last[:4]]
            # a time before the one the text has reached is what it compares with, not where it goes on
            last = max(filter(None, (last, *spoken)), default=None) if self._past(spoken) else last
