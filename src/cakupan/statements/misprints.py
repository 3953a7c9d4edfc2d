"""Which slip of the pen or of the press turns a printed figure into the one that would be right."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from cakupan.basics.figures import Figure
from cakupan.statements.spans import Span

Slip = Literal["digits_swapped", "factor_ten", "digit_dropped", "digit_added", "digit_wrong"]
SLIPS: tuple[Slip, ...] = ("digits_swapped", "factor_ten", "digit_dropped", "digit_added", "digit_wrong")
_TELLING = 3  # with fewer digits nearly every number is one digit away from every other
_LONGEST = 15  # digits
_CHANCE = Decimal("0.1")  # hits that chance would bring: a tenth of one
_TENTHS = Decimal("0.12")  # a width that powers of ten would hit once in twenty times
_CLEAR = 3  # how many times wider than what is needed a change must be, so that it does not fit by chance


@dataclass(frozen=True, slots=True)
class Misprint:
    """A slip and the value that was meant."""

    slip: Slip
    value: Decimal


def misprint(figure: Figure, needed: Span, chance: Decimal = _CHANCE) -> Misprint | None:
    """The likeliest single slip that turns `figure` into a number within `needed`; None where no slip does.

    A slip counts only where chance would hardly bring one of its kind into `needed`: the wider that is, and the more
    ways there are to slip, the less a hit tells. `chance`: how many such hits it may bring.
    """
    step = figure.step
    if not step:
        return None
    # whole numbers of the last place, and a little more on either side: most slips are far off
    low, high = int(needed.low / step) - 2, int(needed.high / step) + 2
    width = needed.high - needed.low
    ways, same, moved = _ways(int(figure.value / step), figure.decimals, bool(figure.scale))
    fitting: list[Misprint] = []
    first, last = bisect_left(same, (low - 1,)), bisect_left(same, (high + 2,))
    near = [each for each in moved if _comes_near(*each[:2], low, high)]
    for digits, places, slip in (*((digits, 0, slip) for digits, slip in same[first:last]), *near):
        value, unit = Decimal(digits) * step.scaleb(places), step.scaleb(places)
        meets = value - unit / 2 < needed.high and needed.low < value + unit / 2
        if meets and abs(value - figure.value) >= _CLEAR * width:
            fitting.append(Misprint(slip, value))
    fitting = [each for each in fitting if _is_no_accident(each.slip, ways[each.slip], width, needed.point, chance)]
    if not fitting:
        return None
    return min(fitting, key=lambda each: (SLIPS.index(each.slip), abs(each.value - needed.point), each.value))


def _is_no_accident(slip: Slip, ways: int, width: Decimal, needed: Decimal, chance: Decimal) -> bool:
    if slip == "factor_ten":  # powers of ten lie so far apart that a hit tells much
        return width < needed * _TENTHS
    return ways * width < needed * chance


def _comes_near(digits: int, places: int, low: int, high: int) -> bool:
    coarse: int = 10 ** max(places, 0)  # the step of a slip by whole places
    moved: int = digits * coarse if places >= 0 else digits // 10**-places
    return low - coarse <= moved <= high + coarse


@lru_cache(maxsize=4_096)
def _ways(
    number: int, decimals: int, scaled: bool
) -> tuple[Counter[Slip], Sequence[tuple[int, Slip]], Sequence[tuple[int, int, Slip]]]:
    """How many slips there are of each kind; those in their place, in order; and those by whole places."""
    slips = list(_slips(number, decimals, scaled=scaled))
    same = sorted((digits, slip) for slip, digits, places in slips if not places)
    return Counter(slip for slip, _, _ in slips), same, [(digits, at, slip) for slip, digits, at in slips if at]


def _slips(number: int, decimals: int, *, scaled: bool) -> Iterator[tuple[Slip, int, int]]:
    """Every single slip: the digits that were meant, and by how many places they stand further left than printed."""
    digits = [int(digit) for digit in str(number)]
    if not 2 <= len(digits) <= _LONGEST:
        return
    for power in (-3, -2, -1, 1, 2, 3):
        yield "factor_ten", number, power
    for slip, changed in _changed(number, digits, droppable=decimals == 0):
        yield slip, changed, 0
    if decimals == 1 and not scaled:  # "31,6 persen" for 31,36
        for inserted in _inserted(number, range(1, len(digits) + 1)):
            yield "digit_dropped", inserted, -1


def _changed(number: int, digits: Sequence[int], *, droppable: bool) -> Iterator[tuple[Slip, int]]:
    last = len(digits) - 1
    for at in range(last):
        if digits[at] != digits[at + 1] and (at or digits[1]):  # "5.000" is no slip of 0500
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
