"""Which words a text consists of, and where the phrases of a word list stand among them."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

Tag = TypeVar("Tag")

_WORD = re.compile(r"[^\W_]+")
_GLUE = frozenset(("", " ", "-", "/", ".", ". ", "\n", "\u00a0", "  ", "’", "'", ".\n", " -", "- "))
# as messages write them
_WRITTEN_SHORT = {
    "utk": "untuk", "yg": "yang", "sdh": "sudah", "blm": "belum", "dgn": "dengan", "thd": "terhadap", "tsb": "tersebut",
    "bln": "bulan", "krn": "karena", "dlm": "dalam", "sd": "sampai", "org": "orang", "jml": "jumlah", "pd": "pada",
}  # fmt: skip
_REMEMBERED = 20_000  # words
_SHORTEST = 4  # letters of a word before "-nya"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, in small letters; `joined[i]`: only a space or a hyphen precedes word i."""

    folded: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    joined: Sequence[bool]
    places: Mapping[str, Sequence[int]]  # of each word
    openings: dict[int, list[int]] = field(default_factory=dict, compare=False, repr=False)  # where lists may begin

    def first_from(self, offset: int) -> int:
        """The index of the first word that starts at `offset` or later."""
        return bisect_left(self.starts, offset)

    def between(self, start: int, end: int) -> Sequence[str]:
        """The words that start in [start, end)."""
        starts = self.starts  # asked some hundred times for each figure of a text
        return self.folded[bisect_left(starts, start) : bisect_left(starts, end)]


def words_of(text: str) -> Words:
    """Every word of `text` with its place; linear in its length."""
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    written = [text[start:end].casefold() for start, end in spans]
    folded = [_WRITTEN_SHORT.get(word, word) for word in written]
    joined = [text[last:start] in _GLUE for last, start in zip([0, *ends[:-1]], starts, strict=False)]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(folded):
        places[word].append(at)
    return Words(folded, starts, ends, joined, dict(places))


_LISTS: "list[Phrases[Any]]" = []  # every list made, by its number
_LISTING = Lock()
_LISTED = -1  # in the openings of a text, stands for how many lists they were found for
_OPENED: dict[str, tuple[int, tuple[int, ...]]] = {}  # for a word, among how many lists, the numbers of those it opens


def _opened_by(word: str) -> tuple[int, ...]:
    """The numbers of the lists that have a phrase which the word may begin; remembered, for words come again."""
    known = _OPENED.get(word)
    if known is None or known[0] != len(_LISTS):
        lists = tuple(_LISTS)
        known = len(lists), tuple(phrases.number for phrases in lists if phrases.may_open(word))
        if len(_OPENED) < _REMEMBERED:
            _OPENED[word] = known
    return known[1]


def _openings_of(words: Words) -> Mapping[int, list[int]]:
    """For each list the places in a text where one of its phrases may begin; found once for all lists made so far."""
    if words.openings.get(_LISTED) != [len(_LISTS)]:
        words.openings.clear()
        words.openings[_LISTED] = [len(_LISTS)]
        for word, places in words.places.items():
            for number in _opened_by(word):
                words.openings.setdefault(number, []).extend(places)
    return words.openings


@dataclass(frozen=True, slots=True)
class Hit(Generic[Tag]):
    """A phrase of a list, at characters `start` to `end`, with every tag it carries."""

    start: int
    end: int
    phrase: str
    tags: tuple[Tag, ...]


class Phrases(Generic[Tag]):
    """A list of phrases to be found in words, the longest first; `target*` stands for every word that begins so."""

    def __init__(self, entries: Iterable[tuple[str, Tag]]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], tuple[Tag, ...]]] = {}
        self._stems: dict[str, tuple[Tag, ...]] = {}
        for phrase, tag in entries:
            parts = tuple(_WORD.findall(phrase.casefold()))
            if phrase.endswith("*"):
                self._stems[parts[0]] = (*self._stems.get(parts[0], ()), tag)
            elif parts:
                known = self._by_first.setdefault(parts[0], {})
                known[parts] = (*known.get(parts, ()), tag)
        self._known: dict[str, bool] = {}
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        self._longer: dict[tuple[str, str], list[tuple[tuple[str, ...], tuple[Tag, ...]]]] = {}
        self._single: dict[str, tuple[Tag, ...]] = {}
        for first, known in self._by_first.items():
            for parts, tags in sorted(known.items(), key=lambda entry: (-len(entry[0]), entry[0])):
                if len(parts) == 1:
                    self._single[first] = tags
                else:
                    self._longer.setdefault((first, parts[1]), []).append((parts, tags))
        with _LISTING:
            self.number = len(_LISTS)
            _LISTS.append(self)

    def at(self, words: Words, index: int) -> tuple[int, tuple[Tag, ...]] | None:
        """How many words the longest phrase that begins at word `index` takes, and its tags."""
        if index >= len(words.folded):
            return None
        word = words.folded[index]
        if not self._opens(word):
            return None
        found = self._at(words, index, word)
        if word.endswith("nya") and len(word) > _SHORTEST + 3 and (found is None or found[0] == 1):
            bare = self._at(words, index, word.removesuffix("nya"))  # "potensinya", "selisihnya dengan target"
            found = bare if found is None or (bare is not None and bare[0] > 1) else found
        return found

    def _opens(self, word: str) -> bool:
        """Whether some phrase may begin with the word; remembered, for most words of a text come again."""
        known = self._known.get(word)
        if known is None:
            known = self.may_open(word)
            if len(self._known) < _REMEMBERED:
                self._known[word] = known
        return known

    def may_open(self, word: str) -> bool:
        """Whether some phrase of the list may begin with the word, with or without "-nya"."""
        return self._begins(word) or (word.endswith("nya") and self._begins(word.removesuffix("nya")))

    def _begins(self, word: str) -> bool:
        return word in self._by_first or any(word[:length] in self._stems for length in self._stem_lengths)

    def _at(self, words: Words, index: int, word: str) -> tuple[int, tuple[Tag, ...]] | None:
        if index + 1 < len(words.folded) and words.joined[index + 1]:
            second = words.folded[index + 1]
            for parts, tags in self._longer.get((word, second), ()):
                size = len(parts)
                rest = tuple(words.folded[index + 2 : index + size])
                if rest == parts[2:] and all(words.joined[index + 2 : index + size]):
                    return size, tags
            if second.endswith("nya"):  # "tenaga kerjanya"
                for parts, tags in self._longer.get((word, second.removesuffix("nya")), ()):
                    if len(parts) == 2:
                        return 2, tags
        if word in self._single:
            return 1, self._single[word]
        for length in self._stem_lengths:
            if word[:length] in self._stems:
                return 1, self._stems[word[:length]]
        return None

    def find(self, words: Words) -> Iterator[Hit[Tag]]:
        """Every phrase in the words, none overlapping another."""
        free = 0
        for index in sorted(_openings_of(words).get(self.number, ())):
            found = self.at(words, index) if index >= free else None
            if found is None:
                continue
            if found[0] > 1 and self._gives_way(words, index, found[0]):
                continue
            last = index + found[0] - 1
            phrase = " ".join(words.folded[index : last + 1])
            yield Hit(words.starts[index], words.ends[last], phrase, found[1])
            free = last + 1

    def _gives_way(self, words: Words, index: int, size: int) -> bool:
        """Whether a longer phrase begins at the last word: of "berada di luar perlindungan" the end is to be heard."""
        later = self.at(words, index + size - 1)
        return later is not None and later[0] > size

    def fill(self, words: Words, start: int, end: int) -> bool:
        """Whether the words that start in [start, end) are phrases of the list and nothing else."""
        index, last = words.first_from(start), words.first_from(end)
        while index < last:
            found = self.at(words, index)
            if found is None or index + found[0] > last:
                return False
            index += found[0]
        return True

    def ends_at(self, words: Words, index: int, longest: int = 4) -> bool:
        """Whether some phrase ends with word `index`."""
        return any(
            (found := self.at(words, start)) is not None and start + found[0] - 1 == index
            for start in range(max(0, index - longest + 1), index + 1)
        )
