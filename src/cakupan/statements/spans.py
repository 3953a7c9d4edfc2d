"""What is known of a number that was printed: the value, and the least and greatest it may stand for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cakupan.basics.figures import Figure
from cakupan.statements.mentions import Qualifier

Outcome = Literal["agrees", "rounds", "differs"]
_SLACK = Decimal("0.5")  # of the half-width: nearer than this to the computed value, printed digits agree
_LAST_DIGIT = Decimal("1.5")
_WIDEST_PERCENT = Decimal(2)  # points that "sekitar" may leave open
_TINY = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Span:
    """A number with its bounds: `low` is inside, `high` just outside; `step` is one in the last printed place."""

    point: Decimal
    low: Decimal
    high: Decimal
    step: Decimal = Decimal(0)

    def __add__(self, other: "Span") -> "Span":
        step = max(self.step, other.step)
        return Span(self.point + other.point, self.low + other.low, self.high + other.high, step)

    def __sub__(self, other: "Span") -> "Span":
        step = max(self.step, other.step)
        return Span(self.point - other.point, self.low - other.high, self.high - other.low, step)

    def __mul__(self, other: "Span") -> "Span":
        """The product; both must not be negative, as counts and rates are."""
        return Span(self.point * other.point, self.low * other.low, self.high * other.high)

    def __truediv__(self, other: "Span") -> "Span":
        """The quotient; both must not be negative, and what is divided by is kept above zero."""
        least, greatest = max(other.low, _TINY), max(other.high, _TINY)
        return Span(self.point / max(other.point, _TINY), self.low / greatest, self.high / least)

    def meets(self, other: "Span") -> bool:
        """Whether some number lies in both."""
        return self.low < other.high and other.low < self.high


HUNDRED = Span(Decimal(100), Decimal(100), Decimal(100))


def span_of(figure: Figure, qualifier: Qualifier | None = None) -> Span:
    """The numbers that a printed figure may stand for, given the word before it ("sekitar", "lebih dari")."""
    value, low, high = figure.value, max(Decimal(0), figure.low), figure.high
    if qualifier == "at_least":
        # "693 ribu lebih" is not yet 694 thousand, "lebih dari 11.000" not yet 12.000
        return Span(value, value, value + max(figure.step, _last_place(figure)), figure.step)
    if qualifier == "at_most":
        return Span(value, Decimal(0), value + figure.step / 1000, figure.step)
    if qualifier == "approx":
        loose = max(figure.step, _last_place(figure) / 2)
        loose = min(loose, max(figure.step, _WIDEST_PERCENT)) if figure.unit == "percent" else loose
        return Span(value, max(Decimal(0), value - loose), value + loose, loose)
    return Span(value, low, high, figure.step)


def _last_place(figure: Figure) -> Decimal:
    """The place of the last digit not zero: "sekitar 40.000" leaves more open than "sekitar 40.125"."""
    if figure.value == 0:
        return figure.step
    digits = figure.value.normalize()
    return max(figure.step, Decimal(1).scaleb(int(digits.as_tuple().exponent)))


def total_of(spans: Iterable[Span]) -> Span:
    """The sum of parts; without a step of its own, for a total is expected to come out as far as it is printed."""
    total = Span(Decimal(0), Decimal(0), Decimal(0))
    for span in spans:
        total = Span(total.point + span.point, total.low + span.low, total.high + span.high)
    return total


def judge(computed: Span, stated: Span, *, additive: bool = False, loose: bool = False) -> Outcome:
    """Whether a stated figure is the computed one, is so but for rounding, or differs.

    A naive test of the printed values fails on honest rounding ("573 ribu of 843 ribu" is 67,97, printed 67,95), so
    only bounds that do not meet differ. Sums and differences (`additive`) must come out to the coarsest last digit;
    people computed from a printed rate (`loose`) never come out to the person.
    """
    if stated.low <= computed.point < stated.high:
        return "agrees"
    off = abs(computed.point - stated.point)
    if additive:
        step = max(computed.step, stated.step)
        # rounded parts may all have been rounded one way: "19,4 juta, 2,7 juta, 11,9 juta" of "34,2 juta"
        edge = stated.step > 1 and computed.low <= stated.high and stated.low <= computed.high
        return "agrees" if off < step / 2 else "rounds" if edge or computed.meets(stated) else _cut(computed, stated)
    if loose and off < (computed.high - computed.low) / 2 * _SLACK:
        return "agrees"
    return "rounds" if computed.meets(stated) else _cut(computed, stated)


def _cut(computed: Span, stated: Span) -> Outcome:
    """Cut off rather than rounded is no fault (41,659 printed 41,65), nor is the last digit off by one."""
    return "rounds" if abs(computed.point - stated.point) <= stated.step * _LAST_DIGIT else "differs"
