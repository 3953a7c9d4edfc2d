"""Which amounts of money belong together: a contribution by period, and heads x months x contribution."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, span_for
from cakupan.statements.lawful import lawful
from cakupan.statements.months import months_said
from cakupan.statements.readings import Reading
from cakupan.statements.spans import Span

_YEAR = 12  # months
_LEAST = 1_000  # heads
_NEAR = 3  # figures between two contributions of one breath
_SENTENCES = 2
_CLOSE = 7  # figures of one text that are tried around a budget
_TELLING = 10_000  # a budget printed to one in so many is no accident
_HEADS = frozenset(("sponsored_workers", "target_workers", "covered_workers"))
_BOTH = Decimal(16_800)  # JKK and JKM of the lowest class, which offices pay (PP 44/2015)


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
    elif (one.period, other.period) == ("day", "month") and computed.meets(span_for(other)):
        # "Rp16.800 per hari atau Rp201.600 per bulan": a month's amount and a year's, so no month costs that
        yield Equation("contribution_month", other, (one,), span_for(one), facts)
    elif one.period != other.period and other.sentence == one.sentence:
        yield Equation("contribution_period", other, (one,), computed, facts, wording_fits=False, bound=False)


def _budgets(book: Book, number: int, budget: Reading) -> Iterator[Equation]:
    """Heads x months x contribution; a fault only where the text says for how many months."""
    around = book.readings[max(0, number - _CLOSE) : number + _CLOSE + 1]
    near = [each for each in around if abs(each.sentence - budget.sentence) <= _SENTENCES]
    rates = [each for each in near if each.claim.kind == "contribution" and _monthly(each)]
    heads = _heads([each for each in around if each.claim.kind in _HEADS])
    stated = months_said(book, budget)
    one = len(heads) == 1 or heads[0].claim.kind != heads[1].claim.kind == "covered_workers" if heads else False
    for rate in rates[:1]:
        for count in heads:
            sure = one and count is heads[0] and count in near and count.claim.kind != "covered_workers"
            yearly = _price(rate).point != rate.figure.value and not stated
            for months in (stated,) if sure and stated else (_YEAR,) if yearly else range(1, _YEAR + 1):
                equation = _budget(budget, (rate, count), _price(rate), months, bound=sure and months == stated)
                yield _of_others(book, equation, rate) if equation.bound else equation
        yield from _of_all_heads(budget, rate, heads)
    if not rates and budget.figure.value >= _TELLING * budget.figure.step:
        for count in heads:  # "Premi lima bulan untuk 1.743 orang Rp146.412.000": what the law sets explains it
            for months in range(1, _YEAR + 1):
                yield _budget(budget, (count,), Span(_BOTH, _BOTH, _BOTH), months, bound=False)


def _of_others(book: Book, equation: Equation, rate: Reading) -> Equation:
    """The equation, or that of the heads that would be right where the text prints them: "ke-3.151 pengurus"."""
    budget = equation.subject
    months = Decimal(int(str(equation.facts["months"])))
    heads = int((budget.figure.value / (_price(rate).point * months)).to_integral_value())
    written = {f"{heads:,}", f"{heads:,}".replace(",", ".")}
    if equation.computed.meets(span_for(budget)) or heads < _LEAST or not any(one in book.read.text for one in written):
        return equation
    computed = _times(_price(rate), months * heads)
    return replace(equation, given=(rate,), computed=computed, facts={**equation.facts, "workers": heads}, bound=False)


def _of_all_heads(budget: Reading, rate: Reading, heads: Sequence[Reading]) -> Iterator[Equation]:
    """ "1.420 perangkat, 640 saniri dan 400 kader": a budget for all of them together."""
    for size in range(2, len(heads) + 1 if budget.figure.value >= _TELLING * budget.figure.step else 0):
        for first in range(len(heads) - size + 1):
            for months in range(1, _YEAR + 1):
                yield _budget(budget, (rate, *heads[first : first + size]), _price(rate), months, bound=False)


def _budget(budget: Reading, given: Sequence[Reading], price: Span, months: int, *, bound: bool) -> Equation:
    counts = [each for each in given if each.claim.kind != "contribution"]
    zero = Span(Decimal(0), Decimal(0), Decimal(0))
    heads = sum((span_for(each) for each in counts), zero)
    facts: dict[str, Fact] = {
        "budget": budget.claim.value,
        "workers": sum(int(each.claim.value) for each in counts),
        "rate": int(price.point),
        "months": months,
    }
    computed = _times(price * heads, Decimal(months))
    return Equation("budget_of_heads", budget, tuple(given), computed, facts, bound=bound)


def _heads(counts: Sequence[Reading]) -> Sequence[Reading]:
    """Those that a budget pays for: of a list the total alone, and members only where nobody else is told of."""
    paid = [each for each in counts if each.claim.kind != "covered_workers"]
    values = [each.figure.value for each in paid]
    for total in paid:
        others = [value for value in values if value < total.figure.value]
        if len(others) >= 2 and sum(others) == total.figure.value:
            return [total]
    return [*paid, *(each for each in counts if each.claim.kind == "covered_workers")]


def _monthly(rate: Reading) -> bool:
    """Whether it is told by what a month's contribution is; without a period only where the law sets that amount."""
    said = rate.period or ("month" if rate.claim.value in lawful().monthly else None)
    return said in ("month", "day") or rate.claim.value in lawful().yearly


def _price(rate: Reading) -> Span:
    """What a month costs for one."""
    yearly = rate.period == "year" or (rate.period is None and rate.claim.value in lawful().yearly)
    return _times(span_for(rate), 1 / Decimal(_YEAR)) if yearly else span_for(rate)


def _times(span: Span, factor: Decimal) -> Span:
    return Span(span.point * factor, span.low * factor, span.high * factor)
