"""Which slip of the pen or of the press turns a printed figure into the one that would be right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cakupan.basics.figures import Figure
from cakupan.statements.spans import Span

Slip = Literal["digits_swapped", "factor_ten", "digit_dropped", "digit_added", "digit_wrong"]
SLIPS: tuple[Slip, ...] = ("digits_swapped", "factor_ten", "digit_dropped", "digit_added", "digit_wrong")
_TELLING = 3  # with fewer digits nearly every number is one digit away from every other
_LONGEST = 15  # digits
_CHANCE = Decimal("0.1")  # hits that chance would bring: a tenth of one
_CLEAR = 3  # how many times wider than what is needed a change must be, so that it does not fit by chance


@dataclass(frozen=True, slots=True)
class Misprint:
    """A slip and the value that was meant."""

    slip: Slip
    value: Decimal


def misprint(figure: Figure, needed: Span) -> Misprint | None:
    """The likeliest single slip that turns `figure` into a number within `needed`; None where no slip does.

    A slip counts only where chance would hardly bring one of its kind into `needed`: the wider that is, and the more
    ways there are to slip, the less a hit tells.
    """
    step = figure.step
    if not step:
        return None
    # whole numbers of the last place, and a little more on either side: most slips are far off
    low, high = int(needed.low / step) - 2, int(needed.high / step) + 2
    width = needed.high - needed.low
    ways: Counter[Slip] = Counter()
    fitting: list[Misprint] = []
    for slip, digits, places in _slips(figure):
        ways[slip] += 1
        coarse = 10 ** max(places, 0)  # the step of a slip by whole places
        moved = digits * coarse if places >= 0 else digits // 10**-places
        if not low - coarse <= moved <= high + coarse:
            continue
        value, last = Decimal(digits) * step.scaleb(places), step.scaleb(places)
        meets = value - last / 2 < needed.high and needed.low < value + last / 2
        if meets and abs(value - figure.value) >= _CLEAR * width:
            fitting.append(Misprint(slip, value))
    fitting = [each for each in fitting if ways[each.slip] * width < needed.point * _CHANCE]
    if not fitting:
        return None
    return min(fitting, key=lambda each: (SLIPS.index(each.slip), abs(each.value - needed.point), each.value))


def _slips(figure: Figure) -> Iterator[tuple[Slip, int, int]]:
    """Every single slip: the digits that were meant, and by how many places they stand further left than printed."""
    number = int(figure.value / figure.step)
    digits = [int(digit) for digit in str(number)]
    if not 2 <= len(digits) <= _LONGEST:
        return
    for power in (-3, -2, -1, 1, 2, 3):
        yield "factor_ten", number, power
    for slip, changed in _changed(number, digits, droppable=figure.decimals == 0):
        yield slip, changed, 0
    if figure.decimals == 1 and not figure.scale:  # "31,6 persen" for 31,36
        for inserted in _inserted(number, range(1, len(digits) + 1)):
            yield "digit_dropped", inserted, -1


def _changed(number: int, digits: Sequence[int], *, droppable: bool) -> Iterator[tuple[Slip, int]]:
    last = len(digits) - 1
    for at in range(last):
        if digits[at] != digits[at + 1]:
            yield "digits_swapped", number + 9 * (digits[at + 1] - digits[at]) * 10 ** (last - at - 1)
    if len(digits) < _TELLING:
        return
    for at, digit in enumerate(digits):
        place = 10 ** (last - at)
        yield "digit_added", number // (10 * place) * place + number % place
        for other in range(10):
            if other != digit:
                yield "digit_wrong", number + (other - digit) * place
    if droppable:
        for inserted in _inserted(number, range(len(digits) + 1)):
            yield "digit_dropped", inserted


def _inserted(number: int, places: Iterable[int]) -> Iterator[int]:
    """The number with each digit put in at each of the places, counted from its end."""
    for place in places:
        high, low = divmod(number, 10**place)
        for digit in range(10):
            yield (10 * high + digit) * 10**place + low
