"""Which counts have their thousands mark in the wrong place, "21.3582 pekerja", or a space for it, "514 231 orang"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cakupan.basics.figures import Figure, FoundFigure
from cakupan.statements.lexicon import lexicon
from cakupan.statements.words import Words

_TOKEN = re.compile(r"(?<![\w.,/:+-])[1-9]\d{0,5}(?:[.,]\d{1,6}){1,3}(?![\w%]|[.,/:-]\d|\s?%)")
_SPACED = re.compile(r"(?<![\w.,/:+-])(?<!\d )[1-9]\d{0,2}(?: \d{3}){1,3}(?![\w%]|[.,/:-]\d| \d|\s?%)")
_DIGITS = range(5, 11)
_GROUP = 3


def misplaced_in(text: str, words: Words) -> Iterator[FoundFigure]:
    """Each such count, read by its digits alone; only where a noun of people follows, so that no decimal is meant."""
    for found in _TOKEN.finditer(text):
        groups = re.split(r"[.,]", found[0])
        if sum(map(len, groups)) in _DIGITS and _misgrouped(groups) and _counts(text, words, *found.span()):
            digits = Figure(Decimal("".join(groups)), Decimal(1))
            yield FoundFigure(digits, found.start(), found.end(), found[0])


def spaced_in(text: str, words: Words) -> Iterator[FoundFigure]:
    """Each count with plain spaces between its groups of three; only where a noun of people follows."""
    for found in _SPACED.finditer(text):
        if _counts(text, words, *found.span()):
            digits = Figure(Decimal(found[0].replace(" ", "")), Decimal(1))
            yield FoundFigure(digits, found.start(), found.end(), found[0])


def _misgrouped(groups: Sequence[str]) -> bool:
    if len(groups) == 2:  # "48.26 orang" is no count at all, "21.3582" one whose mark slipped
        fraction = len(groups[0]) == _GROUP and len(groups[1]) == _GROUP - 1  # "181.77 pekerja": nobody is a part
        return fraction or len(groups[1]) > _GROUP or (len(groups[0]) > _GROUP and len(groups[1]) == _GROUP)
    return any(len(group) != _GROUP for group in groups[1:]) or len(groups[0]) > _GROUP


def _counts(text: str, words: Words, start: int, end: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()[-1:]
    if before in ("|", ":") and text[end : end + 1] in ("", "\n", " ", ";"):
        return True  # a cell of a table or an item of a list
    index = words.first_from(end)
    if index >= len(words.folded) or words.starts[index] - end > 1 or "\n" in text[end : words.starts[index]]:
        return False
    noun = lexicon().nouns.at(words, index)
    return noun is not None and any(each.unit == "people" for each in noun[1])
