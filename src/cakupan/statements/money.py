"""Which amounts of money belong together: a contribution by period, and heads x months x contribution."""

import re
from collections.abc import Iterator
from decimal import Decimal

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, span_for
from cakupan.statements.readings import Reading
from cakupan.statements.spans import Span

_YEAR = 12  # months
_NEAR = 3  # figures between two contributions of one breath
_SENTENCES = 2
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
_CLOSE = 4  # figures of one text that are tried around a budget


def money_of(book: Book) -> Iterator[Trial]:
    """Contributions that say one thing twice, and budgets that heads and contribution explain.

    The contribution is the one the text prints; which rate was in force that day is for the law to say (`scheme`).
    """
    for number, reading in enumerate(book.readings):
        if reading.claim.kind == "contribution" and number:
            before = book.readings[max(0, number - _NEAR) : number]
            equations = tuple(equation for each in reversed(before) for equation in _periods(each, reading))
            if equations:
                yield Trial(reading, equations)
        if reading.claim.kind == "budget":
            equations = tuple(_budgets(book, number, reading))
            if equations:
                yield Trial(reading, equations)


def _periods(one: Reading, other: Reading) -> Iterator[Equation]:
    """ "Rp16.800 per bulan atau Rp201.600 per tahun" agree; "per hari" and "per bulan" cannot be twelve apart."""
    if one.claim.kind != "contribution" or other.sentence - one.sentence > 1 or not (one.period and other.period):
        return
    computed = _times(span_for(one), Decimal(_YEAR))
    facts: dict[str, Fact] = {"one": one.claim.value, "other": other.claim.value}
    if (one.period, other.period) == ("month", "year"):
        bound = other.number - one.number == 1 or other.sentence == one.sentence
        yield Equation("contribution_year", other, (one,), computed, facts, bound=bound)
    elif one.period != other.period and other.sentence == one.sentence:
        yield Equation("contribution_period", other, (one,), computed, facts, wording_fits=False, bound=False)


def _budgets(book: Book, number: int, budget: Reading) -> Iterator[Equation]:
    """Heads x months x contribution; a fault only where the text says for how many months."""
    around = book.readings[max(0, number - _CLOSE) : number + _CLOSE + 1]
    near = [each for each in around if abs(each.sentence - budget.sentence) <= _SENTENCES]
    rates = [each for each in near if each.claim.kind == "contribution" and each.period in ("month", "day")]
    heads = [each for each in around if each.claim.kind in ("sponsored_workers", "target_workers")]
    stated = _months_said(book, budget)
    for rate in rates[:1]:
        for count in heads:
            monthly = span_for(rate) * span_for(count)
            told = stated is not None and count in near and len(heads) == 1
            for months in (stated,) if told and stated else range(1, _YEAR + 1):
                facts: dict[str, Fact] = {
                    "budget": budget.claim.value,
                    "workers": count.claim.value,
                    "rate": rate.claim.value,
                    "months": months,
                }
                bound = months == stated and count in near and len(heads) == 1
                computed = _times(monthly, Decimal(months))
                yield Equation("budget_of_heads", budget, (rate, count), computed, facts, bound=bound)


def _months_said(book: Book, budget: Reading) -> int | None:
    """For how many months the sentence of a budget, or one beside it, says that it pays; None where none or several."""
    sentences = book.read.sentences.all
    first = sentences[max(0, budget.sentence - 1)].start
    last = sentences[min(len(sentences) - 1, budget.sentence + 1)].end
    said = {_number(found[1]) for found in _MONTHS.finditer(book.read.text, first, last)}
    if not said and _FOR_A_YEAR.search(book.read.text, first, last):
        said = {_YEAR}
    if not said and _A_YEAR.search(book.read.text, budget.claim.span[1], min(last, budget.claim.span[1] + _BEHIND)):
        said = {_YEAR}
    return said.pop() if len(said) == 1 else None


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _IN_WORDS.get(written.casefold(), _YEAR)


def _times(span: Span, factor: Decimal) -> Span:
    return Span(span.point * factor, span.low * factor, span.high * factor)
