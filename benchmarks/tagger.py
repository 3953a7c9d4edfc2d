"""Learns what the tagger of published figures goes by: `python -m benchmarks.tagger` writes it into the package.

From the texts written by hand beside the tests (tests/statements/texts), all but those that are held out as a whole.
With `across` it learns of all files but a few and tags those, in turn: how well it does on texts that it never saw.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.press import Label, Labelled
from benchmarks.statements import by_hand
from cakupan.statements.claims import heard_in
from cakupan.statements.context import Context
from cakupan.statements.mentions import Mention
from cakupan.statements.tagger import NOT_A_CLAIM, Round, Tagger, second_contexts

OUT = Path(__file__).parents[1] / "src/cakupan/statements/tagger.npz"
_SEEN = 2  # what was seen less often tells nothing
_FOLDS = 5
_LEAST = 0.02  # a name none of whose weights reach this is left out
_STRENGTH = {"first": 1.0, "second": 0.3}  # the inverse of how much large weights cost


class Heard:
    """A labelled text as the tagger meets it: its figures, what stands around each, and what each is."""

    def __init__(self, labelled: Labelled) -> None:
        self.id = labelled.id
        self.mentions, self.contexts = heard_in(labelled.text, labelled.published_on)
        self.kinds = [_kind(mention, labelled.claims) for mention in self.mentions]


def main() -> Tagger:
    """The tagger learned of all texts that are not held out as a whole."""
    return learned([Heard(each) for each in by_hand() if not each.held_out])


def learned(texts: Sequence[Heard]) -> Tagger:
    """Both rounds: the second learns from what a first that has not seen the text makes of it."""
    first = [*_unseen(texts)]
    beside = [
        context
        for text, likely in zip(texts, first, strict=True)
        for context in second_contexts(text.mentions, text.contexts, likely)
    ]
    kinds = [kind for text in texts for kind in text.kinds]
    return Tagger(_round(texts), _fitted(beside, kinds, _STRENGTH["second"]))


def _unseen(texts: Sequence[Heard]) -> Iterator[Sequence[Mapping[str, float]]]:
    rounds = [_round([text for at, text in enumerate(texts) if at % _FOLDS != fold]) for fold in range(_FOLDS)]
    for at, text in enumerate(texts):
        yield rounds[at % _FOLDS].likelihoods(text.contexts)


def _round(texts: Iterable[Heard]) -> Round:
    kept = [*texts]
    contexts = [context for text in kept for context in text.contexts]
    return _fitted(contexts, [kind for text in kept for kind in text.kinds], _STRENGTH["first"])


def _fitted(contexts: Sequence[Context], kinds: Sequence[str], strength: float) -> Round:
    often = Counter(name for context in contexts for name in context)
    table = DictVectorizer(dtype=np.float32)
    rows = table.fit_transform(
        [{name: value for name, value in context.items() if often[name] >= _SEEN} for context in contexts]
    )
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-3).fit(rows, list(kinds))
    weights = model.coef_.T.astype(np.float16)
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= _LEAST)
    index = {table.feature_names_[at]: place for place, at in enumerate(kept)}
    return Round(
        tuple(map(str, model.classes_)), index, weights[kept].astype(np.float32), model.intercept_.astype(np.float32)
    )


def _kind(mention: Mention, labels: Sequence[Label]) -> str:
    here = (
        label
        for label in labels
        if label.span[0] < mention.end and mention.start < label.span[1] and label.value == mention.figure.value
    )
    return next((label.kind for label in here), NOT_A_CLAIM)


def write(tagger: Tagger, path: Path) -> None:
    """Writes both rounds as arrays."""
    arrays: dict[str, Any] = {}
    for name, each in (("first", tagger.first), ("second", tagger.second)):
        arrays[f"{name}_names"] = np.frombuffer("\n".join(each.index).encode(), dtype=np.uint8)
        arrays[f"{name}_kinds"] = np.frombuffer("\n".join(each.kinds).encode(), dtype=np.uint8)
        arrays[f"{name}_weights"] = each.weights.astype(np.float16)
        arrays[f"{name}_bias"] = each.bias
    np.savez_compressed(path, **arrays)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=OUT, help="where to write it")
    arguments = parser.parse_args()
    write(main(), arguments.out)
