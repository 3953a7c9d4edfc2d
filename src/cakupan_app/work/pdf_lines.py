"""Which lines of a printed page belong together: what was wrapped, hyphenated or cut by a page is read whole again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

_FULL = 0.75  # of a usual line: a shorter one ends a paragraph, or is a heading
_USUAL = 0.9  # of the lines are no longer than a usual one
_NUMBERED = re.compile(
    r"[-–—|\s]*(?:(?:halaman|hal\.?|page)\s*)?\d{1,3}(?:\s*(?:dari|of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[•●▪◦‣·*]|[-–—]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_FIGURE = re.compile(r"[\d.,%-]*\d[\d.,%-]*")
_HALF_A_WORD = re.compile(r"(?P<before>[^\W\d_]+)(?P<mark>[-‐\u00ad])$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HALF_A_COUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})*[.,]$")  # "213." whose other half is "582"
_OTHER_HALF = re.compile(r"\d{3}(?![\d])")
_HALF_A_SHARE = re.compile(r"(?<![\d.,])\d{1,3}[.,]$")  # "48," whose other half is "26 persen"
_OTHER_HALF_OF_SHARE = re.compile(
    r"\d{1,2}\s?(?:%|(?:persen|percent|per cent|poin|points?|juta|miliar|million|billion)\b)"
)
_CLOSED = (".", "!", "?", ":", "”", '"', ";")
_OFTEN = 3  # pages from which what stands at the head of most of them is no part of the text


def joined(pages: Sequence[str]) -> str:
    """The text of `pages` with a line for each paragraph, heading and row of a table.

    Words split by a hyphen are put together, but for those that are said twice ("angka-angka") or are compounds
    ("non-ASN"), and so are figures that a line end went through. Heads and feet of pages are left out.

    >>> joined(["Cakupan pekerja di Kabupaten Musi Banyua-\\nsin 48,26 persen dari potensi 213.\\n582 orang."])
    'Cakupan pekerja di Kabupaten Musi Banyuasin 48,26 persen dari potensi 213.582 orang.'
    """
    lines = list(_without_heads_and_feet([_lines_of(page) for page in pages]))
    blocks = [list(told) for blank, told in groupby(lines, key=lambda line: not line) if not blank]
    return "\n\n".join(_paragraphs(block) for block in blocks)


def _paragraphs(block: Sequence[str]) -> str:
    """Lines that no blank one parts, set in letters of one size: how wide they are tells which of them go on."""
    wide = _usual_width(block)
    found: list[str] = []
    last = ""  # as it was printed
    for line in block:
        found[-1:] = _together(found[-1], last, line, wide) if found else [line]
        last = line
    return "\n".join(found)


def _lines_of(page: str) -> list[str]:
    return [" ".join(line.replace("\0", "").split()) for line in page.split("\n")]


def _without_heads_and_feet(pages: Sequence[list[str]]) -> Iterator[str]:
    """The lines of all pages in order, without page numbers and without what most pages begin or end with."""
    ends = Counter(end for page in pages for end in {_likened(one) for one in _ends_of(page)})
    often = {end for end, times in ends.items() if len(pages) >= _OFTEN and times > len(pages) / 2}
    for page in pages:
        told = [place for place, line in enumerate(page) if line]
        for place, line in enumerate(page):
            above = page[told[-2]] if len(told) > 1 and place == told[-1] else ""
            at_an_end = line and place in (told[0], told[-1]) and not _is_cut(above, line)
            if at_an_end and (_NUMBERED.fullmatch(line) or _likened(line) in often):
                continue
            if line or 0 < place < len(page) - 1:
                yield line


def _is_cut(line: str, following: str) -> bool:
    """Whether a figure goes on in the next line: the rest of it is no page number."""
    return line.endswith("-") or (_HALF_A_COUNT.search(line) and _OTHER_HALF.match(following)) is not None


def _ends_of(page: Sequence[str]) -> Sequence[str]:
    told = [line for line in page if line]
    return (told[0], told[-1]) if told else ()


def _likened(line: str) -> str:
    """A line with every number alike: a foot counts its pages."""
    return re.sub(r"\d+", "#", line).casefold()


def _usual_width(lines: Sequence[str]) -> int:
    told = sorted(map(len, lines))
    return told[ceil((len(told) - 1) * _USUAL)]


def _together(paragraph: str, last: str, line: str, wide: int) -> list[str]:
    """What a paragraph becomes with the next line: one that goes on, or two."""
    if _ITEM.match(line) or _is_row(last) or _is_row(line):
        return [paragraph, line]
    half = _HALF_A_WORD.search(paragraph)
    if half is not None and (word := _FIRST_WORD.match(line)) is not None:
        return [_rejoined(paragraph, half, line, word[0])]
    if _is_cut(paragraph, line) and line[:1].isalnum():
        return [paragraph + line]
    if _HALF_A_SHARE.search(paragraph) and _OTHER_HALF_OF_SHARE.match(line):
        return [paragraph + line]
    closed = paragraph.endswith(_CLOSED)
    goes_on = line[:1].islower() or line[:1].isdigit()
    if len(last) >= wide * _FULL or (goes_on and not closed):
        return [f"{paragraph} {line}"]
    return [paragraph, line]


def _rejoined(paragraph: str, half: re.Match[str], line: str, word: str) -> str:
    if half["mark"] == "\u00ad":
        return paragraph[:-1] + line
    twice = word.casefold().startswith(half["before"].casefold())
    return (paragraph if twice or word[0].isupper() else paragraph[:-1]) + line


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table: a name, and figures to its end."""
    told = line.split()
    figures = [_FIGURE.fullmatch(one) is not None for one in told]
    return len(told) > 2 and all(figures[-2:])
