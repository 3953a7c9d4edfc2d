"""Which amounts of money belong together: a contribution by period, and heads x months x contribution."""

from collections.abc import Iterator
from decimal import Decimal

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, span_for
from cakupan.statements.readings import Reading
from cakupan.statements.spans import Span

_YEAR = 12  # months
_NEAR = 3  # figures between two contributions of one breath
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
    around = book.readings[max(0, number - _CLOSE) : number + _CLOSE + 1]
    rates = [each for each in around if each.claim.unit == "rupiah/month" and each.claim.kind == "contribution"]
    heads = [each for each in around if each.claim.kind in ("sponsored_workers", "target_workers")]
    for rate in rates[:1]:
        for count in heads:
            monthly = span_for(rate) * span_for(count)
            for months in range(1, _YEAR + 1):
                facts: dict[str, Fact] = {
                    "budget": budget.claim.value,
                    "workers": count.claim.value,
                    "rate": rate.claim.value,
                    "months": months,
                }
                yield Equation(
                    "budget_of_heads", budget, (rate, count), _times(monthly, Decimal(months)), facts, bound=False
                )


def _times(span: Span, factor: Decimal) -> Span:
    return Span(span.point * factor, span.low * factor, span.high * factor)
