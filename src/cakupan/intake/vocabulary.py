"""Which word of the trade a cell means: segments, payers, programmes, from `vocabularies/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cakupan.intake.folding import fold
from cakupan.intake.sender import Sender


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is recorded; None stands for all of them together, as a blank cell does."""

    word: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one list, by every way they are written, folded."""

    spellings: Mapping[str, Word]
    titles: tuple[str, ...]

    def find(self, text: str) -> Word | None:
        return self.spellings.get(fold(text))

    def named(self, text: str) -> str | None:
        """The word that a text is the name of, as `titles` has it in English or in Indonesian."""
        word = self.find(text)
        names = (name.rstrip(")") for title in self.titles if word for name in title.split(" ("))
        return word.word if word and fold(text) in map(fold, names) else None


def word_in(name: str, text: str, sender: Sender | None) -> Word | None:
    """The word of the vocabulary `name` that a text means: as the sender says, or else as it is usually written."""
    own = sender.word(name, text) if sender else None
    return Word(own) if own else vocabulary(name).find(text)


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary `name`: `segment`, `payer` or `programme`.

    >>> vocabulary("segment").find("Bukan Penerima Upah")
    Word(word='BPU')
    """
    text = (files("cakupan.intake") / "vocabularies" / f"{name}.toml").read_text(encoding="utf-8")
    entries: Mapping[str, list[str]] = tomllib.loads(text)
    spellings = {}
    for word, written in entries.items():
        for spelling in (*written, *([] if word == "all" else [word])):
            spellings[fold(spelling)] = Word(None if word == "all" else word)
    return Vocabulary(spellings, tuple(f"{word} ({written[0]})" for word, written in entries.items() if word != "all"))
