"""Where the axes of a picture begin and end, and what is written along them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from cakupan.basics.month import Month

_STEPS = tuple(Decimal(step) for step in ("0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"))
_STEPS_AT_MOST = 6
_LEAST_SPAN = Decimal(3)  # of a few tenths of a point an axis would make a mountain range
_EVERY = (1, 2, 3, 6, 12, 24, 60, 120)  # months


@dataclass(frozen=True, slots=True)
class Rates:
    """An axis of per cents from `low` up to `high`, named at each `step`."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def named(self) -> Sequence[Decimal]:
        return [self.low + self.step * place for place in range(int((self.high - self.low) / self.step) + 1)]


@dataclass(frozen=True, slots=True)
class Months:
    """An axis of months, both ends inside."""

    first: Month
    last: Month

    def __len__(self) -> int:
        return self.last - self.first + 1

    def named(self, at_most: int) -> Sequence[Month]:
        """Those that are written: every month, or the Januaries among others where there are many."""
        every = next((one for one in _EVERY if ceil(len(self) / one) <= at_most), _EVERY[-1])
        months = [self.first + place for place in range(len(self))]
        return [month for month in months if (month.year * 12 + month.number - 1) % every == 0]


def rates_for(rates: Sequence[Decimal]) -> Rates:
    """An axis for these rates: from nothing, unless all of them lie far from it.

    >>> rates_for([Decimal("41.65"), Decimal("58.24")])
    Rates(low=Decimal('40'), high=Decimal('60'), step=Decimal('5'))
    """
    if not rates:
        return Rates(Decimal(0), Decimal(100), Decimal(20))
    low, high = min(rates), max(rates)
    high = max(high, low + _LEAST_SPAN)
    low = Decimal(0) if low <= high - low else low
    step = next((one for one in _STEPS if (high - low) / one <= _STEPS_AT_MOST - 1), _STEPS[-1])
    room = step / 4  # nothing lies on the frame but what is nothing
    return Rates(max(Decimal(0), floor((low - room) / step) * step), ceil((high + room) / step) * step, step)


@dataclass(frozen=True, slots=True)
class Counts:
    """An axis of counts from `low` up to `high`, named at each `step`."""

    low: int
    high: int
    step: int

    @property
    def named(self) -> Sequence[int]:
        return range(self.low, self.high + 1, self.step)


def counts_for(counts: Sequence[int]) -> Counts:
    """An axis for these counts: from nothing, unless all of them lie far from it.

    >>> counts_for([0, 45_300]), counts_for([103_000, 118_500])
    (Counts(low=0, high=50000, step=10000), Counts(low=100000, high=120000, step=5000))
    """
    high = max(counts, default=0)
    low = min(counts, default=0)
    low = 0 if low <= high - low else low
    span = max(1, high - low)
    power = 10 ** max(0, len(str(span)) - 2)
    step = next(one * power for one in (1, 2, 5, 10, 20, 50) if span <= one * power * (_STEPS_AT_MOST - 1))
    begins = low // step * step
    return Counts(begins, begins + max(1, -(-(high - begins) // step)) * step, step)
