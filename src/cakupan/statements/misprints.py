"""Which slip of the pen or of the press turns a printed figure into the one that would be right."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cakupan.basics.figures import Figure
from cakupan.statements.spans import Span

Slip = Literal["digits_swapped", "factor_ten", "digit_dropped", "digit_added", "digit_wrong"]
SLIPS: tuple[Slip, ...] = ("digits_swapped", "factor_ten", "digit_dropped", "digit_added", "digit_wrong")
_TELLING = 3  # with fewer digits nearly every number is one digit away from every other
_CLEAR = 3  # how many times wider than what is needed a change must be, so that it does not fit by chance


@dataclass(frozen=True, slots=True)
class Misprint:
    """A slip and the value that was meant."""

    slip: Slip
    value: Decimal


def misprint(figure: Figure, needed: Span) -> Misprint | None:
    """The likeliest single slip that turns `figure` into a number within `needed`; None where no slip does.

    Swapped neighbours before a mark three places off, a lost or doubled digit, one wrong digit.
    """
    fitting = [
        Misprint(slip, value)
        for slip, value in _slips(figure)
        if value - figure.step / 2 < needed.high and needed.low < value + figure.step / 2
        if abs(value - figure.value) >= _CLEAR * (needed.high - needed.low)
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda each: (SLIPS.index(each.slip), abs(each.value - needed.point), each.value))


def _slips(figure: Figure) -> Iterator[tuple[Slip, Decimal]]:
    step = figure.step
    digits = str(int(figure.value / step)) if step else ""
    if not 2 <= len(digits) <= 15:
        return
    for power in (-3, -2, -1, 1, 2, 3):
        yield "factor_ten", figure.value.scaleb(power)
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            yield "digits_swapped", _value(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :], step)
    if len(digits) < _TELLING:
        return
    for at in range(len(digits)):
        yield "digit_added", _value(digits[:at] + digits[at + 1 :], step)
        for digit in "0123456789":
            if digit != digits[at]:
                yield "digit_wrong", _value(digits[:at] + digit + digits[at + 1 :], step)
    if figure.decimals == 0:
        for at in range(len(digits) + 1):
            for digit in "0123456789":
                yield "digit_dropped", _value(digits[:at] + digit + digits[at:], step)


def _value(digits: str, step: Decimal) -> Decimal:
    return Decimal(int(digits)) * step
