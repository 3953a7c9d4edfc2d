"""What stands around each figure, as the tagger hears it: names of what is seen there, each with how near it is."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from math import log10
from typing import overload

from cakupan.statements.hearing import REACH
from cakupan.statements.lexicon import Cue
from cakupan.statements.mentions import Mention
from cakupan.statements.roles import roles_of
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Hit, Words

Context = Mapping[str, float]
"""What is seen around one figure: 1 where it is simply there, less the further away it stands."""

SORTS: Mapping[str, str] = {"percent": "%", "points": "pt", "people": "#", "none": "#", "rupiah": "Rp"}
"""One sign for figures that are told apart by the same words."""
_TOKEN = re.compile(r"[^\W_]+|[,;:()/=+%-]")
_BEFORE, _AFTER = 24, 18  # tokens that are heard on either side
_BESIDE = 3  # tokens right beside a figure whose place counts
_HALF = 4  # tokens: at this distance a word counts half
_SHORT = 5  # tokens between two figures that are heard as a whole
_LAST_SENTENCE = 12
_EMPLOYMENT = frozenset(("ketenagakerjaan", "jamsostek", "ucj", "bpjamsostek", "bpjstk"))
_WORK = frozenset(("pekerja", "buruh", "worker", "workers", "kerja"))
_HEALTH = frozenset(("jkn", "kesehatan", "uhc", "health", "puskesmas", "kis"))


def sort_of(mention: Mention) -> str:
    """The sign of what a figure is: percent, points, people, rupiah, or its unit."""
    return SORTS.get(mention.unit, mention.unit)


class Contexts(Sequence[Context]):
    """The contexts of one text's figures, each made when it is asked for: a long text has many.

    `spans` are its places and times, each heard as one word.
    """

    def __init__(
        self,
        text: str,
        words: Words,
        sentences: Sentences,
        mentions: Sequence[Mention],
        spans: Mapping[str, Sequence[tuple[int, int]]],
        cues: Sequence[Hit[Cue]],
    ) -> None:
        self._words, self._sentences, self._mentions, self._cues = words, sentences, mentions, cues
        self._cue_starts = [hit.start for hit in cues]
        self._figure_starts = [mention.start for mention in mentions]
        self._roles = roles_of(mentions)
        self._tokens, self._starts = _tokens(text, mentions, spans)
        said = frozenset(self._tokens)
        matters = (said.isdisjoint(each) for each in (_EMPLOYMENT, _WORK, _HEALTH))
        self._matter = "matter " + "".join("-" if absent else "+" for absent in matters)

    @overload
    def __getitem__(self, at: int) -> Context: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Context]: ...

    def __getitem__(self, at: int | slice) -> Context | Sequence[Context]:
        numbers = range(len(self._mentions))[at]
        if isinstance(numbers, int):
            return self._of(numbers, self._mentions[numbers])
        return [self._of(number, self._mentions[number]) for number in numbers]

    def __len__(self) -> int:
        return len(self._mentions)

    def _of(self, number: int, mention: Mention) -> Context:
        sort = sort_of(mention)
        seen = {f"{name}|{sort}": 1.0 for name in self._of_itself(mention)}
        sentence = self._sentences.all[mention.sentence]
        first, here = self._at(sentence.start), self._at(mention.start)
        behind, last = self._at(mention.end), self._at(sentence.end)
        self._hear(seen, "before", self._tokens[max(first, here - _BEFORE) : here][::-1], sort)
        self._hear(seen, "after", self._tokens[behind : min(last, behind + _AFTER)], sort)
        for word in self._tokens[max(0, first - _LAST_SENTENCE) : first]:
            seen[f"said before {word}|{sort}"] = 0.5
        for name in (self._matter, *self._of_neighbours(number, mention, here, behind), *self._roles[number]):
            seen[f"{name}|{sort}"] = 1.0
        for name, weight in self._of_cues(mention, sentence.start, sentence.end):
            seen[f"{name}|{sort}"] = max(weight, seen.get(f"{name}|{sort}", 0.0))
        return seen

    def _at(self, offset: int) -> int:
        return bisect_left(self._starts, offset)

    def _of_itself(self, mention: Mention) -> Iterator[str]:
        """What the figure itself shows: its size, its noun, how exact it is."""
        value = float(mention.figure.value)
        noun = self._tokens[self._at(mention.core_end) : self._at(mention.end)]
        yield f"unit {mention.unit}"
        yield "noun " + " ".join(noun)
        yield from (f"in noun {word}" for word in noun)
        yield f"noun hints {mention.noun.family if mention.noun else None}"
        yield f"size {int(log10(value)) if value > 0 else -1}"
        yield f"qualified {mention.qualifier}"
        if mention.unit == "percent":
            yield f"tenth {int(value // 10)}"
            yield f"decimals {mention.figure.decimals}"
        else:
            yield f"round {value % 100 == 0} {value % 1000 == 0}"
        for rank, label in enumerate(mention.labels):
            yield from (f"label {rank} {word}" for word in self._words.between(*label))

    def _hear(self, seen: dict[str, float], side: str, tokens: Sequence[str], sort: str) -> None:
        """The words on one side, the nearest first; what stands behind another figure counts less."""
        passed = 0.0
        for distance, word in enumerate(tokens):
            if distance < _BESIDE:
                seen[f"{side} {distance} {word}|{sort}"] = 1.0
            name = f"{side} {word}|{sort}"
            weight = 1 / (1 + distance / _HALF) / (1 + passed)
            if weight > seen.get(name, 0.0):
                seen[name] = weight
            if not passed:
                seen[f"beside {side} {word}|{sort}"] = 1.0
            if word in _FIGURES:
                passed += 1
            elif side == "after" and word in (",", ";"):
                passed += 0.5
        for length in range(1, _BESIDE + 1):
            if len(tokens) >= length:
                seen[f"run {side} {' '.join(tokens[:length])}|{sort}"] = 1.0

    def _of_neighbours(self, number: int, mention: Mention, here: int, behind: int) -> Iterator[str]:
        last = self._mentions[number - 1] if number else None
        if last is None or last.sentence != mention.sentence:
            yield "first"
        else:
            yield f"unit before {last.unit}"
            ratio = float(last.figure.value) / float(mention.figure.value or 1)
            yield f"ratio {last.unit} {int(log10(max(1.0, ratio)))}"
            between = self._tokens[self._at(last.end) : here]
            if len(between) <= _SHORT:
                yield f"between before {sort_of(last)} {' '.join(between)}"
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence:
            yield "last"
            return
        yield f"unit after {following.unit}"
        between = self._tokens[behind : self._at(following.start)]
        if len(between) <= _SHORT:
            yield f"between after {' '.join(between)} {sort_of(following)}"

    def _of_cues(self, mention: Mention, start: int, end: int) -> Iterator[tuple[str, float]]:
        """What the phrases of the lexicon say, by distance and by whether another figure stands between."""
        unit = "people" if mention.unit == "none" else mention.unit
        first = bisect_left(self._cue_starts, max(start, mention.start - REACH))
        last = bisect_left(self._cue_starts, min(end, mention.end + REACH))
        for hit in self._cues[first:last]:
            before = hit.end <= mention.start
            between = (hit.end, mention.start) if before else (mention.end, hit.start)
            if between[0] > between[1]:
                continue
            figures = bisect_left(self._figure_starts, between[1]) - bisect_left(self._figure_starts, between[0])
            near = 1 / (1 + (between[1] - between[0]) / 40)
            for cue in hit.tags:
                weight = cue.before if before else cue.after
                if weight and unit in cue.units:
                    yield f"cue {cue.family} {'before' if before else 'after'} {figures > 0}", weight * near / 3


_FIGURES = frozenset(f"<{sort}>" for sort in SORTS.values())


def _tokens(
    text: str, mentions: Sequence[Mention], spans: Mapping[str, Sequence[tuple[int, int]]]
) -> tuple[list[str], list[int]]:
    """The words and marks of a text with where they start; a figure, a place or a time is one of them."""
    whole = [(mention.start, mention.core_end, f"<{sort_of(mention)}>") for mention in mentions]
    whole += [(start, end, f"<{name}>") for name, found in spans.items() for start, end in found]
    whole.sort()
    tokens, starts, behind, at = [], [], 0, 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start < behind:
            continue
        while at < len(whole) and whole[at][1] <= start:
            at += 1
        if at < len(whole) and whole[at][0] <= start:
            start, behind, token = whole[at]
        else:
            token = match[0].casefold()
            token = "0" if token.isdigit() else token
        tokens.append(token)
        starts.append(start)
    return tokens, starts
