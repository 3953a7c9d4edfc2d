"""For how many months a text says that a budget pays."""

import re
from collections.abc import Iterator

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.book import Book
from cakupan.statements.readings import Reading

_YEAR = 12
_BEHIND = 14  # characters
_IN_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "satu one", "dua two", "tiga three", "empat four", "lima five", "enam six", "tujuh seven", "delapan eight",
            "sembilan nine", "sepuluh ten", "sebelas eleven", "twelve",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MONTHS = re.compile(rf"\b(\d{{1,2}}|dua\sbelas|{'|'.join(_IN_WORDS)})[\s-](?:bulan|months?)\b", re.IGNORECASE)
_A_YEAR = re.compile(r"(?:setahun|per tahun|a year|per year)\b", re.IGNORECASE)
_FOR_A_YEAR = re.compile(
    r"\b(?:selama|untuk|for|sepanjang)\s(?:satu|1|one|a\sfull|a)\s(?:tahun|year)\b|\b(?:selama|untuk|iuran)\ssetahun\b|\bsetahun\spenuh\b",
    re.IGNORECASE,
)
_NAME = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_STRETCH = re.compile(
    rf"\b({_NAME})(?:\s\d{{4}})?(?:\s?[-–]\s?|\s(?:sampai|hingga|s\.?d\.?|to|through|until|till)\s(?:dengan\s)?)({_NAME})\b",
    re.IGNORECASE,
)


def months_said(book: Book, budget: Reading) -> int | None:
    """The months that the sentence of a budget, or else one beside it, tells; None where none or several."""
    sentences = book.read.sentences.all
    here = sentences[budget.sentence]
    around = (
        sentences[max(0, budget.sentence - 1)].start,
        sentences[min(len(sentences) - 1, budget.sentence + 1)].end,
    )
    for first, last in ((here.start, here.end), around):
        said = set(_said(book, budget, first, last, own=(first, last) == (here.start, here.end)))
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def _said(book: Book, budget: Reading, first: int, last: int, *, own: bool) -> Iterator[int]:
    """ "Selama sembilan bulan", "April-Desember", "setahun penuh"."""
    text = book.read.text
    counted = [_number(found[1]) for found in _MONTHS.finditer(text, first, last)]
    # "Dari Januari sampai Juni sudah 57 orang meninggal": a stretch in another sentence may be of anything
    stretches = [_length(found[1], found[2]) for found in _STRETCH.finditer(text, first, last)] if own else []
    if counted or stretches:
        yield from counted or stretches
        return
    behind = (budget.claim.span[1], min(last, budget.claim.span[1] + _BEHIND))
    if _FOR_A_YEAR.search(text, first, last) or _A_YEAR.search(text, *behind):
        yield _YEAR


def _length(first: str, last: str) -> int:
    return (MONTH_NUMBERS[last.casefold()] - MONTH_NUMBERS[first.casefold()]) % _YEAR + 1


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _IN_WORDS.get(written.casefold(), _YEAR)
