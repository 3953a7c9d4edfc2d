"""Which stretches of a text belong together: sentences, and the rows and cells of tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cakupan.statements.lexicon import lexicon

_BREAK = re.compile(
    r"(?P<stop>[.!?])[\"”’)\]]*\s+(?=[\"“‘(]?[A-Z0-9])|(?P<row>\|\|)|(?P<line>\s*\n\s*)"
    r"|(?P<sign>[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f300-\U0001faff]*\s*)"
)
_LAST_WORD = re.compile(r"(\w+)$")
_LONGEST = 3_000  # characters: the longest table row met had some hundred
_TITLE = 200  # characters: the line above a table is its title
_HEADING = 70  # a line shorter than this that ends without a stop is a heading or a menu entry


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row, with the texts that name it: its row's first cell, its column's heading, the corner."""

    start: int
    end: int
    labels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text from `start` to `end`; `cells` where it is a row of a table."""

    start: int
    end: int
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one text, in order; at least one, and together they hold every figure in it."""

    all: tuple[Sentence, ...]
    starts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """The index of the sentence that holds the character at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)


def sentences_of(text: str) -> Sentences:
    """The sentences, headings and table rows of `text`."""
    plain = [
        Sentence(start, end)
        for stretch in _stretches(text)
        for start, end in _cut(text, *stretch)
        if text[start:end].strip()
    ]
    found = _with_cells(text, plain) or (Sentence(0, len(text)),)
    return Sentences(found, tuple(sentence.start for sentence in found))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _BREAK.finditer(text):
        if found["stop"] and _is_abbreviation(text, found.start()):
            continue
        if found["line"] is not None and _line_goes_on(text, start, found):
            continue
        yield start, found.start() + (1 if found["stop"] else 0)
        start = found.end()
    yield start, len(text)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch too long to be a sentence in pieces: what looks around in a sentence then stays linear."""
    while end - start > _LONGEST:
        space = text.find(" ", start + _LONGEST, min(end, start + 2 * _LONGEST))
        stop = space if space > 0 else start + _LONGEST
        yield start, stop
        start = stop
    yield start, end


def _is_abbreviation(text: str, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 6), stop)
    return text[stop] == "." and word is not None and word[1].casefold() in lexicon().lists["abbreviated"]


def _line_goes_on(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a line break only wraps a sentence, as text taken from a PDF does."""
    if found[0].count("\n") > 1 or "|" in text[max(start, found.start() - _HEADING) : found.start()]:
        return False
    line = max(start, text.rfind("\n", start, found.start()) + 1)
    following = text[found.end() : found.end() + 1]
    closed = text[max(start, found.start() - 1) : found.start()] in (".", "!", "?", ":", "”", '"')
    if following.islower() or following.isdigit():
        return not closed
    return not closed and found.start() - line >= _HEADING


def _with_cells(text: str, plain: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Rows of two cells and more get their cells; the first row of a run of rows names the columns."""
    found: list[Sentence] = []
    heading: tuple[tuple[int, int], ...] = ()
    caption: tuple[tuple[int, int], ...] = ()
    for sentence in plain:
        spans = _cells(text, sentence)
        if len(spans) < 2:
            heading = ()
            title = text[sentence.start : sentence.end].rstrip()[-1:] not in (".", "!", "?")
            caption = ((sentence.start, sentence.end),) if title and sentence.end - sentence.start < _TITLE else ()
            found.append(sentence)
            continue
        if not heading:
            heading = spans
        found.append(Sentence(sentence.start, sentence.end, _labelled(text, spans, heading, caption)))
    return tuple(found)


def _cells(text: str, sentence: Sentence) -> tuple[tuple[int, int], ...]:
    spans, start = [], sentence.start
    for bar in [*_bars(text, sentence), sentence.end]:
        if text[start:bar].strip():
            spans.append((start, bar))
        start = bar + 1
    return tuple(spans)


def _bars(text: str, sentence: Sentence) -> Iterator[int]:
    at = text.find("|", sentence.start, sentence.end)
    while at >= 0:
        yield at
        at = text.find("|", at + 1, sentence.end)


def _labelled(
    text: str,
    spans: Sequence[tuple[int, int]],
    heading: Sequence[tuple[int, int]],
    caption: Sequence[tuple[int, int]],
) -> tuple[Cell, ...]:
    cells = []
    # a running number may stand before the name of the row
    naming = next((span for span in spans[:2] if any(mark.isalpha() for mark in text[span[0] : span[1]])), spans[0])
    numbered = text[heading[0][0] : heading[0][1]].strip(" .").casefold() in ("no", "nomor", "#")
    shift = len(heading) - len(spans) if numbered and naming == spans[0] else 0
    for column, (start, end) in enumerate(spans, start=max(0, shift)):
        labels = [naming] if (start, end) != naming else []
        if spans[0] != heading[0]:
            labels += [heading[column]] if column < len(heading) else []
            labels += [heading[0], *caption]
        cells.append(Cell(start, end, tuple(dict.fromkeys(labels))))
    return tuple(cells)
