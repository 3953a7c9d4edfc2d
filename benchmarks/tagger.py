"""Learns what the tagger of published figures goes by: `python -m benchmarks.tagger` writes it into the package.

From the texts written by hand beside the tests (tests/statements/texts), all but those that are held out as a whole,
and from the sentences of the sayings, which count for less. `--across` instead learns without some rounds of texts and
reads those, each round in turn: how well the reader does on texts that the tagger never saw.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.press import Labelled
from benchmarks.sayings import other_matters, plain, predicates, predicates_english, two_figures
from benchmarks.statements import BY_HAND, Tally, answer_of, by_hand
from cakupan.statements import claims
from cakupan.statements.context import Context, Heard
from cakupan.statements.mentions import Mention
from cakupan.statements.tagger import NOT_A_CLAIM, Round, Second, Tagger, round_of

OUT = Path(__file__).parents[1] / "src/cakupan/statements/tagger.npz"
SHORT = BY_HAND.parent / "texts.toml"
DAY = date(2025, 8, 20)
_SEEN = 2  # what was seen less often tells nothing
_FOLDS = 5
_LEAST = 0.02  # a name none of whose weights reach this is left out
_STRENGTH = {"first": 1.0, "second": 0.3}  # the inverse of how much large weights cost
_OF_A_SAYING = 0.4  # what a sentence counts of which there are hundreds alike
_IN_THE_MANNER = 1.5  # what a text counts that is written as the statements beside the project are
_FROM = 70  # the first round of such texts
_UNSEEN = 4  # parts in which `--across` reads the later rounds
_LATER = 35  # the first round whose writers knew none of the rounds before


@dataclass(frozen=True)
class Lesson:
    """A text as the tagger meets it: its figures, what is heard around them, what each is, and how much it counts."""

    mentions: Sequence[Mention]
    heard: Heard
    kinds: Sequence[str]
    weight: float = 1.0

    def first(self) -> list[Context]:
        """All that the first round hears of each figure, as names."""
        seen = zip(self.heard.seen, self.heard.seen_once, strict=True)
        return [{**one, **other, **self.heard.named(number)} for number, (one, other) in enumerate(seen)]


def lessons() -> list[Lesson]:
    """Everything that the tagger of the package learns from."""
    return [*(of_text(each) for each in by_hand() if not each.held_out), *_of_sayings()]


def of_text(labelled: Labelled) -> Lesson:
    """A labelled text as a lesson: a figure is what the label over it says."""
    mentions, contexts = claims.heard_in(labelled.text, labelled.published_on)
    kinds = []
    for mention in mentions:
        over = (
            label.kind
            for label in labelled.claims
            if label.span[0] < mention.end and mention.start < label.span[1] and label.value == mention.figure.value
        )
        kinds.append(next(over, NOT_A_CLAIM))
    return Lesson(
        mentions, contexts.heard(0, len(mentions)), kinds, _IN_THE_MANNER if _round_of(labelled) >= _FROM else 1.0
    )


def _of_sayings() -> Iterator[Lesson]:
    for entry in tomllib.loads(SHORT.read_text(encoding="utf-8"))["text"]:
        if "claims" in entry:
            yield _of_listed(entry["text"], entry["claims"], entry["published_on"])
    for text, figures in (*predicates.sentences(), *predicates_english.sentences()):
        yield _of_listed(text, figures, DAY, _OF_A_SAYING)
    for kind in plain.SUBJECTS:
        value = 48.26 if kind.endswith("rate") else 103_079
        for text in plain.sentences(kind):
            yield _of_listed(text, [(kind, value)], DAY, _OF_A_SAYING)
    for grid in two_figures.GRIDS:
        for text, meant in two_figures.sentences(grid):
            yield _of_listed(text, [(kind, value) for kind, _, value in meant], DAY, _OF_A_SAYING)
    for others, beside in (
        (other_matters.OTHER_MATTERS, other_matters.beside_members),
        (other_matters.OTHER_MATTERS_IN_ENGLISH, other_matters.beside_members_in_english),
    ):
        for other in others.split("|"):
            for text in beside(other):
                yield _of_listed(text, [("covered_workers", 103_079)], DAY, _OF_A_SAYING)


def _of_listed(text: str, figures: Iterable[Sequence[Any]], day: date | None, weight: float = 1.0) -> Lesson:
    """A text whose figures are listed by kind and value."""
    mentions, contexts = claims.heard_in(text, day)
    left = [(str(kind), Decimal(str(value))) for kind, value in figures]
    kinds = []
    for mention in mentions:
        found = next((each for each in left if each[1] == mention.figure.value), None)
        if found is not None:
            left.remove(found)
        kinds.append(found[0] if found else NOT_A_CLAIM)
    return Lesson(mentions, contexts.heard(0, len(mentions)), kinds, weight)


def learned(given: Sequence[Lesson]) -> Tagger:
    """Both rounds: the second learns from what a first that has not seen the text makes of it."""
    contexts = [lesson.first() for lesson in given]
    beside: list[Context] = []
    for lesson, heard in zip(given, _unseen(given, contexts), strict=True):
        second = Second(*heard)
        beside += [second.named(number) for number in range(len(lesson.mentions))]
    return Tagger(_first(given, contexts), _fitted(beside, given, _STRENGTH["second"]))


def _unseen(given: Sequence[Lesson], contexts: Sequence[Sequence[Context]]) -> Iterator[tuple[Any, ...]]:
    """What `Second` is made of, for each text by a first round that has not learned from it."""
    parts = [[at for at in range(len(given)) if at % _FOLDS != fold] for fold in range(_FOLDS)]
    rounds = [_first([given[at] for at in part], [contexts[at] for at in part]) for part in parts]
    for at, lesson in enumerate(given):
        first, heard = rounds[at % _FOLDS], lesson.heard
        likely = first.likelihoods(heard, [*zip(heard.seen, heard.seen_once, strict=True)])
        yield first.kinds, lesson.mentions, heard, likely


def _first(given: Sequence[Lesson], contexts: Sequence[Sequence[Context]]) -> Round:
    return _fitted([context for each in contexts for context in each], given, _STRENGTH["first"])


def _fitted(contexts: Sequence[Context], given: Sequence[Lesson], strength: float) -> Round:
    kinds = [kind for lesson in given for kind in lesson.kinds]
    counts = [lesson.weight for lesson in given for _ in lesson.kinds]
    often = Counter(name for context in contexts for name in context)
    table = DictVectorizer(dtype=np.float32)
    rows = table.fit_transform(
        [{name: value for name, value in context.items() if often[name] >= _SEEN} for context in contexts]
    )
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-3).fit(rows, kinds, counts)
    weights = model.coef_.T.astype(np.float16)
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= _LEAST)
    names = [table.feature_names_[at] for at in kept]
    bias = model.intercept_.astype(np.float32)
    return round_of([*map(str, model.classes_)], names, weights[kept].astype(np.float32), bias)


def across() -> Iterator[str]:
    """The later rounds of texts, each read by a tagger that never saw it."""
    texts = [each for each in by_hand() if not each.held_out]
    later = sorted({name for each in texts if (name := _round_of(each)) >= _LATER})
    sayings, whole = [*_of_sayings()], Tally()
    for part in range(_UNSEEN):
        unseen = {*later[part::_UNSEEN]}
        tagger = learned([*(of_text(each) for each in texts if _round_of(each) not in unseen), *sayings])
        with patch.object(claims, "tagger", lambda known=tagger: known):
            for each in texts:
                if _round_of(each) in unseen:
                    whole.add(each, answer_of(each), lambda _: None)
    yield f"{'rounds that the tagger never saw':32s}{whole.row()}"
    yield from (f"  {fault:24s}{first:4d} of {of}" for fault, first, of in whole.repairs())


def _round_of(labelled: Labelled) -> int:
    name = labelled.id.split("-")[0]
    return int(name[5:]) if name.startswith("round") else 0


def write(tagger: Tagger, path: Path) -> None:
    """Writes both rounds as arrays."""
    arrays: dict[str, Any] = {}
    for name, each in (("first", tagger.first), ("second", tagger.second)):
        arrays[f"{name}_names"] = np.frombuffer("\n".join(each.index).encode(), dtype=np.uint8)
        arrays[f"{name}_kinds"] = np.frombuffer("\n".join(each.kinds).encode(), dtype=np.uint8)
        arrays[f"{name}_weights"] = each.weights[1:].astype(np.float16)
        arrays[f"{name}_bias"] = each.bias
    np.savez_compressed(path, **arrays)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=OUT, help="where to write it")
    parser.add_argument("--across", action="store_true", help="read rounds that it never saw, and write nothing")
    arguments = parser.parse_args()
    if arguments.across:
        print("\n".join(across()))
    else:
        write(learned(lessons()), arguments.out)
