"""How likely a figure is of each kind, by weights learned from labelled texts (`python -m benchmarks.tagger`).

A maximum entropy model (multinomial logistic regression) in two rounds: the first hears what stands around each figure,
the second also what the first made of the figures beside it. Berger, Della Pietra and Della Pietra (1996), A Maximum
Entropy Approach to Natural Language Processing; two rounds are stacked generalisation, Wolpert (1992).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from cakupan.statements.context import SLOTS, Context, Contexts, Heard, as_word
from cakupan.statements.mentions import Mention

NOT_A_CLAIM = "none"
Likelihoods = Mapping[str, float]
"""How likely each kind is, `NOT_A_CLAIM` among them; together one."""

WEIGHTS = "tagger.npz"
_LIKELY = 0.05  # what is less likely of a neighbour says nothing
_FLOOR = 1e-4
_AROUND = (-2, -1, 1, 2)
_NEAR = 12  # figures
_STRETCH = 400  # figures
_HEARD_AGAIN = [slot for slot, how in enumerate(SLOTS) if how in ("before 0", "after 0")]


@dataclass(frozen=True, slots=True)
class Round:
    """The weights of one round: `weights[index[name]]` has one number for each of `kinds`, `bias` what nothing says.

    Row 0 of the weights is of what was never learned. `around[how, sort, word]` is the row of a word heard so; `hows`
    tells of each of the `slots` that count how its word is heard.
    """

    kinds: tuple[str, ...]
    index: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    slots: NDArray[np.intp]
    hows: NDArray[np.intp]
    sorts: Mapping[str, int]
    vocabulary: Mapping[str, int]
    around: NDArray[np.int32]

    def likelihoods(
        self, heard: Heard, seen: Sequence[Sequence[Context]], shares: Mapping[str, NDArray[np.float32]] | None = None
    ) -> NDArray[np.float32]:
        """For each figure how likely each kind is: by the words heard around it, by what is seen, and by the shares.

        `seen`: of each figure one or more mappings of names; `shares`: numbers of all figures under one name.
        """
        score = np.tile(self.bias, (len(seen), 1)) + self._of_words(heard) + self._of_names(seen)
        if shares:
            rows = [self.index.get(name, 0) for name in shares]
            score += np.stack([*shares.values()], axis=1) @ self.weights[rows]
        odds = np.exp(score - score.max(axis=1, keepdims=True))
        found: NDArray[np.float32] = odds / odds.sum(axis=1, keepdims=True)
        return found

    def _of_words(self, heard: Heard) -> NDArray[np.float32]:
        known = np.array([self.vocabulary.get(word, 0) for word in heard.tokens] or [0], dtype=np.intp)
        sorts = np.array([self.sorts.get(sort, 0) for sort in heard.sorts], dtype=np.intp)
        rows = self.around[self.hows, sorts[:, None], known[heard.words[:, self.slots]]]
        found: NDArray[np.float32] = np.einsum("fs,fsk->fk", heard.loud[:, self.slots], self.weights[rows])
        return found

    def _of_names(self, seen: Sequence[Sequence[Context]]) -> NDArray[np.float32]:
        rows: list[int] = []
        values: list[float] = []
        begins = []
        for contexts in seen:
            begins.append(len(rows))
            rows.append(0)  # no row of the sum is empty
            values.append(0.0)
            for context in contexts:
                rows += [self.index.get(name, 0) for name in context]
                values += context.values()
        if not begins:
            return np.zeros((0, len(self.kinds)), dtype=np.float32)
        heard = self.weights[rows] * np.asarray(values, dtype=np.float32)[:, None]
        found: NDArray[np.float32] = np.add.reduceat(heard, begins, axis=0)
        return found


@dataclass(frozen=True, slots=True)
class Tagger:
    """Both rounds."""

    first: Round
    second: Round

    def likelihoods(self, mentions: Sequence[Mention], contexts: Contexts) -> list[Likelihoods]:
        """For each figure of one text how likely each kind is.

        A long text is heard in stretches, each with a few figures more on either side: what is heard need not all be
        held at once.
        """
        found: list[Likelihoods] = []
        for start in range(0, len(mentions), _STRETCH):
            begin, end = max(0, start - _NEAR), min(len(mentions), start + _STRETCH + _NEAR)
            heard = contexts.heard(begin, end)
            first = self.first.likelihoods(heard, [*zip(heard.seen, heard.seen_once, strict=True)])
            second = Second(self.first.kinds, mentions[begin:end], heard, first)
            again = self.second.likelihoods(heard, [*zip(heard.seen, second.beside(), strict=True)], second.shares)
            kept = again[start - begin : start - begin + _STRETCH]
            found += [dict(zip(self.second.kinds, each, strict=True)) for each in kept.tolist()]
        return found


class Second:
    """What the second round hears besides: what the first makes of a figure, of those beside it, of its value again.

    `first`: for each figure how likely each of `kinds` is by the first round; `shares`: that and its like, by name.
    """

    def __init__(
        self, kinds: Sequence[str], mentions: Sequence[Mention], heard: Heard, first: NDArray[np.float32]
    ) -> None:
        self._kinds, self._heard, self._first = kinds, heard, first
        self._likeliest = [kinds[at] for at in first.argmax(axis=1)] if len(first) else []
        self._values = [float(mention.figure.value) for mention in mentions]
        self.shares = self._told()
        self._likely = [
            [(kinds[at], float(share)) for at, share in enumerate(each) if share > _LIKELY] for each in first.tolist()
        ]

    def named(self, number: int) -> dict[str, float]:
        """All that the second round hears of a figure, as names."""
        shares = {name: float(values[number]) for name, values in self.shares.items()}
        words = self._heard.named(number, _HEARD_AGAIN)
        return {**self._heard.seen[number], **words, **self._beside(number), **shares}

    def _told(self) -> Mapping[str, NDArray[np.float32]]:
        """How likely each kind is of each figure, and of the likeliest of those with the same value, by name."""
        again = self._again()
        logs = np.log(self._first + _FLOOR)
        return {
            f"{name} {kind}": values[:, at]
            for name, values in (("share", self._first), ("log", logs), ("again", again))
            for at, kind in enumerate(self._kinds)
        }

    def beside(self) -> list[Context]:
        """What the first round makes of the figures beside each, by name."""
        return [self._beside(number) for number in range(len(self._likeliest))]

    def _again(self) -> NDArray[np.float32]:
        again = np.zeros_like(self._first)
        alike: dict[tuple[str, float], list[int]] = {}
        for number, each in enumerate(zip(self._heard.sorts, self._values, strict=True)):
            alike.setdefault(each, []).append(number)
        for numbers in alike.values():
            for number in numbers if len(numbers) > 1 else ():
                others = [other for other in numbers[:_NEAR] if other != number]
                again[number] = self._first[others].max(axis=0)
        return again

    def _beside(self, number: int) -> dict[str, float]:
        own, sorts = self._likeliest[number], self._heard.sorts
        seen = {f"{name} {own}": 1.0 for name in self._heard.seen[number] if name.startswith("role ")}
        for offset in _AROUND:
            beside = number + offset
            if not 0 <= beside < len(self._likeliest):
                seen[f"edge {offset} {sorts[number]}"] = 1.0
                continue
            for kind, share in self._likely[beside]:
                seen[f"beside {offset} {kind} {sorts[beside]} {sorts[number]}"] = share
            seen[f"pair {offset} {self._likeliest[beside]} {own}"] = 1.0
        for kind in {*self._likeliest[max(0, number - _NEAR) : number + _NEAR + 1]}:
            seen[f"there is {kind} {own}"] = 1.0
        return seen


@cache
def tagger() -> Tagger:
    """The weights of the package, read once."""
    with as_file(files(__package__).joinpath(WEIGHTS)) as path, np.load(path) as stored:
        return Tagger(*(_round(stored, name) for name in ("first", "second")))


def _round(stored: Mapping[str, NDArray[np.float32]], name: str) -> Round:
    names = bytes(stored[f"{name}_names"]).decode().split("\n")
    kinds = bytes(stored[f"{name}_kinds"]).decode().split("\n")
    return round_of(kinds, names, stored[f"{name}_weights"].astype(np.float32), stored[f"{name}_bias"])


def round_of(
    kinds: Sequence[str], names: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]
) -> Round:
    """A round from what it has learned: for each name a row of weights, one for each kind."""
    index = {name: row for row, name in enumerate(names, start=1)}
    words = [(*heard, row) for name, row in index.items() if (heard := as_word(name)) is not None]
    hows = _numbered(how for how, *_ in words)
    slots = [slot for slot, how in enumerate(SLOTS) if how in hows]
    sorts = _numbered(sort for _, _, sort, _ in words)
    vocabulary = _numbered(word for _, word, _, _ in words)
    around = np.zeros((len(hows) + 1, len(sorts) + 1, len(vocabulary) + 1), dtype=np.int32)
    for how, word, sort, row in words:
        around[hows[how], sorts[sort], vocabulary[word]] = row
    weights = np.vstack([np.zeros((1, len(kinds)), dtype=np.float32), weights])
    of_slots = np.array([hows[SLOTS[slot]] for slot in slots], dtype=np.intp)
    places = np.array(slots, dtype=np.intp)
    return Round(tuple(kinds), index, weights, bias, places, of_slots, sorts, vocabulary, around)


def _numbered(words: Iterator[str]) -> Mapping[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words), start=1)}
