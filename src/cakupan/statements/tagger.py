"""How likely a figure is of each kind, by weights learned from labelled texts (`python -m benchmarks.tagger`).

A maximum entropy model (multinomial logistic regression) in two rounds: the first hears what stands around each figure,
the second also what the first made of the figures beside it. Berger, Della Pietra and Della Pietra (1996), A Maximum
Entropy Approach to Natural Language Processing; two rounds are stacked generalisation, Wolpert (1992).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from math import log

import numpy as np
from numpy.typing import NDArray

from cakupan.statements.context import Context, sort_of
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
_HEARD_AGAIN = frozenset(("role ", "unit ", "size ", "noun ", "betwe", "run a", "run b"))  # how their names begin
_RIGHT_BESIDE = ("before 0 ", "after 0 ")


@dataclass(frozen=True, slots=True)
class Round:
    """The weights of one round: `weights[index[name]]` has one number for each of `kinds`, `bias` what nothing says."""

    kinds: tuple[str, ...]
    index: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def likelihoods(self, contexts: Sequence[Context]) -> list[dict[str, float]]:
        """For each context how likely each kind is."""
        if not contexts:
            return []
        at: list[int] = []
        values: list[float] = []
        begins = []
        for context in contexts:
            begins.append(len(at))
            at.append(0)  # no row of the sum is empty
            values.append(0.0)
            for name, value in context.items():
                place = self.index.get(name)
                if place is not None:
                    at.append(place)
                    values.append(value)
        heard = self.weights[at] * np.asarray(values, dtype=np.float32)[:, None]
        score = np.add.reduceat(heard, begins, axis=0) + self.bias
        odds = np.exp(score - score.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        return [dict(zip(self.kinds, map(float, row), strict=True)) for row in shares]


@dataclass(frozen=True, slots=True)
class Tagger:
    """Both rounds."""

    first: Round
    second: Round

    def likelihoods(self, mentions: Sequence[Mention], contexts: Sequence[Context]) -> list[dict[str, float]]:
        """For each figure of one text how likely each kind is.

        A long text is heard in stretches, each with a few figures more on either side: its contexts need not all be
        held at once.
        """
        found: list[dict[str, float]] = []
        for start in range(0, len(mentions), _STRETCH):
            begin, end = max(0, start - _NEAR), start + _STRETCH + _NEAR
            near = contexts[begin:end]
            first = self.first.likelihoods(near)
            heard = self.second.likelihoods([*second_contexts(mentions[begin:end], near, first)])
            found += heard[start - begin : start - begin + _STRETCH]
        return found


@cache
def tagger() -> Tagger:
    """The weights of the package, read once."""
    with as_file(files(__package__).joinpath(WEIGHTS)) as path, np.load(path) as stored:
        return Tagger(*(_round(stored, name) for name in ("first", "second")))


def _round(stored: Mapping[str, NDArray[np.float32]], name: str) -> Round:
    names = bytes(stored[f"{name}_names"]).decode().split("\n")
    kinds = bytes(stored[f"{name}_kinds"]).decode().split("\n")
    weights = stored[f"{name}_weights"].astype(np.float32)
    return Round(tuple(kinds), {each: at for at, each in enumerate(names)}, weights, stored[f"{name}_bias"])


def second_contexts(
    mentions: Sequence[Mention], contexts: Sequence[Context], first: Sequence[Likelihoods]
) -> Iterator[Context]:
    """What the second round hears: what the first makes of a figure, of those beside it, of the same value again."""
    sorts = [sort_of(mention) for mention in mentions]
    likeliest = [max(each, key=lambda kind: (each[kind], kind)) for each in first]
    again: dict[tuple[str, float], list[int]] = {}
    for number, mention in enumerate(mentions):
        again.setdefault((sorts[number], float(mention.figure.value)), []).append(number)
    for number, context in enumerate(contexts):
        seen = {name: value for name, value in context.items() if name[:5] in _HEARD_AGAIN or _is_beside(name)}
        seen |= {f"{name} {likeliest[number]}": 1.0 for name in [*seen] if name.startswith("role ")}
        for kind, share in first[number].items():
            seen[f"log {kind}"] = log(share + _FLOOR)
            seen[f"share {kind}"] = share
        for offset in _AROUND:
            _hear_beside(seen, number, offset, sorts, likeliest, first)
        for kind in {likeliest[each] for each in range(max(0, number - _NEAR), min(len(first), number + _NEAR + 1))}:
            seen[f"there is {kind} {likeliest[number]}"] = 1.0
        for other in again[sorts[number], float(mentions[number].figure.value)][:_NEAR]:
            if other != number:
                for kind, share in first[other].items():
                    seen[f"again {kind}"] = max(share, seen.get(f"again {kind}", 0.0))
        yield seen


def _is_beside(name: str) -> bool:
    return name[0] in "ab" and name.startswith(_RIGHT_BESIDE)


def _hear_beside(
    seen: dict[str, float],
    number: int,
    offset: int,
    sorts: Sequence[str],
    likeliest: Sequence[str],
    first: Sequence[Likelihoods],
) -> None:
    beside = number + offset
    if not 0 <= beside < len(first):
        seen[f"edge {offset} {sorts[number]}"] = 1.0
        return
    for kind, share in first[beside].items():
        if share > _LIKELY:
            seen[f"beside {offset} {kind} {sorts[beside]} {sorts[number]}"] = share
    seen[f"pair {offset} {likeliest[beside]} {likeliest[number]}"] = 1.0
