"""What stands around each figure, as the tagger hears it: names of what is seen there, and the words with how near."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

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
_FIGURES = frozenset(f"<{sort}>" for sort in SORTS.values())
_TOKEN = re.compile(r"[^\W_]+|[,;:()/=+%-]")
_BEFORE, _AFTER = 24, 18  # tokens that are heard on either side
_BESIDE = 3  # tokens right beside a figure whose place counts
_HALF = 4  # tokens: at this distance a word counts half
_SHORT = 5  # tokens between two figures that are heard as a whole
_LAST_SENTENCE = 12
_STEPS = np.arange(_BEFORE)
SLOTS: Sequence[str] = (
    *["before"] * _BEFORE, *["beside before"] * _BEFORE, *[f"before {at}" for at in range(_BESIDE)],
    *["after"] * _AFTER, *["beside after"] * _AFTER, *[f"after {at}" for at in range(_BESIDE)],
    *["said before"] * _LAST_SENTENCE,
)  # fmt: skip
"""How the word in each slot around a figure is heard."""
_EMPLOYMENT = frozenset(("ketenagakerjaan", "jamsostek", "ucj", "bpjamsostek", "bpjstk"))
_WORK = frozenset(("pekerja", "buruh", "worker", "workers", "kerja"))
_HEALTH = frozenset(("jkn", "kesehatan", "uhc", "health", "puskesmas", "kis"))


def sort_of(mention: Mention) -> str:
    """The sign of what a figure is: percent, points, people, rupiah, or its unit."""
    return SORTS.get(mention.unit, mention.unit)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What is heard around some figures: of each its sort, what is seen of it by name, and the words around it.

    `seen_once` is heard in the first round alone, `seen` in both. `words`: for each figure and each of `SLOTS` which of
    the text's `tokens` stands there; `loud`: how loud it is, 0 where nothing stands there.
    """

    sorts: Sequence[str]
    seen: Sequence[Context]
    seen_once: Sequence[Context]
    tokens: Sequence[str]
    words: NDArray[np.intp]
    loud: NDArray[np.float32]

    def named(self, number: int, slots: Sequence[int] = range(len(SLOTS))) -> dict[str, float]:
        """The words around a figure as names, each with how loud it is in all."""
        named: dict[str, float] = {}
        for slot in slots:
            if loud := float(self.loud[number, slot]):
                name = as_name(SLOTS[slot], self.tokens[self.words[number, slot]], self.sorts[number])
                named[name] = named.get(name, 0.0) + loud
        return named


def as_name(how: str, word: str, sort: str) -> str:
    """The name of a word heard in some way of a figure of some sort; `as_word` reads it again."""
    return f"{how}\t{word}\t{sort}"


def as_word(name: str) -> tuple[str, str, str] | None:
    """How which word is heard of which sort of figure; None where the name is none of a word."""
    how, _, rest = name.partition("\t")
    word, _, sort = rest.partition("\t")
    return (how, word, sort) if rest else None


class Contexts:
    """What is heard around one text's figures, stretch by stretch: a long text has many.

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
        self._passed = np.array([word in _FIGURES for word in self._tokens], dtype=np.float32)
        self._parted = self._passed + np.array([0.5 * (word in ",;") for word in self._tokens], dtype=np.float32)
        said = frozenset(self._tokens)
        matters = (said.isdisjoint(each) for each in (_EMPLOYMENT, _WORK, _HEALTH))
        self._matter = "matter " + "".join("-" if absent else "+" for absent in matters)

    def __len__(self) -> int:
        return len(self._mentions)

    def heard(self, start: int, end: int) -> Heard:
        """What is heard around the figures from `start` to before `end`."""
        mentions = self._mentions[start:end]
        bounds = [self._bounds(mention) for mention in mentions]
        seen = [self._seen(start + at, *each) for at, each in enumerate(bounds)]
        once = [self._seen_once(mention) for mention in mentions]
        first, here, behind, last = np.array(bounds, dtype=np.intp).reshape(-1, 4).T[:, :, None]
        sides = (
            _side(here - 1 - _STEPS[:_BEFORE], first, last, self._passed),
            _side(behind + _STEPS[:_AFTER], first, last, self._parted),
            _sentence_before(first),
        )
        words, loud = np.hstack([side[0] for side in sides]), np.hstack([side[1] for side in sides])
        return Heard([sort_of(mention) for mention in mentions], seen, once, self._tokens, words, loud)

    def _bounds(self, mention: Mention) -> tuple[int, int, int, int]:
        """The tokens at which its sentence begins, at which it begins and ends, and at which the sentence ends."""
        sentence = self._sentences.all[mention.sentence]
        return self._at(sentence.start), self._at(mention.start), self._at(mention.end), self._at(sentence.end)

    def _seen(self, number: int, first: int, here: int, behind: int, last: int) -> Context:
        mention = self._mentions[number]
        sort = sort_of(mention)
        names = [*self._of_itself(mention), *self._of_neighbours(number, mention, here, behind), *self._roles[number]]
        return {f"{name}|{sort}": 1.0 for name in (*names, *self._of_runs(first, here, behind, last))}

    def _seen_once(self, mention: Mention) -> Context:
        sort = sort_of(mention)
        seen = {f"{self._matter}|{sort}": 1.0}
        sentence = self._sentences.all[mention.sentence]
        for name, weight in self._of_cues(mention, sentence.start, sentence.end):
            seen[f"{name}|{sort}"] = max(weight, seen.get(f"{name}|{sort}", 0.0))
        return seen

    def _at(self, offset: int) -> int:
        return bisect_left(self._starts, offset)

    def _of_runs(self, first: int, here: int, behind: int, last: int) -> Iterator[str]:
        """The two and the three words right beside a figure."""
        for length in range(2, _BESIDE + 1):
            if here - length >= first:
                yield f"run before {' '.join(self._tokens[here - length : here])}"
            if behind + length <= last:
                yield f"run after {' '.join(self._tokens[behind : behind + length])}"

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


def _side(
    at: NDArray[np.intp], first: NDArray[np.intp], last: NDArray[np.intp], passes: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The tokens on one side of each figure, the nearest first; behind another figure they are heard less."""
    inside = (at >= first) & (at < last)
    at = np.where(inside, at, 0)
    passed = np.where(inside, passes[at], 0) if len(passes) else np.zeros(at.shape, dtype=np.float32)
    passed = passed.cumsum(axis=1) - passed
    loud = np.where(inside, 1 / (1 + _STEPS[: at.shape[1]] / _HALF) / (1 + passed), 0)
    beside = inside & (passed == 0)
    found = np.hstack([loud, beside, inside[:, :_BESIDE]]).astype(np.float32)
    return np.hstack([at, at, at[:, :_BESIDE]]), found


def _sentence_before(first: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The last words before the sentence of each figure."""
    at = first - 1 - _STEPS[:_LAST_SENTENCE]
    return np.maximum(at, 0), np.where(at >= 0, 0.5, 0).astype(np.float32)


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
