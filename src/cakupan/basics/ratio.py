"""What a share is: two counts, kept whole until someone reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of two counts of people. Nothing is rounded before it is shown.

    A part above its whole is allowed: coverage above 100 % is a finding about populations
    that differ (DOMAIN.md 9), not a value that cannot exist.

    >>> Ratio(103_079, 213_582).percent()
    Decimal('48.26')
    """

    part: int
    whole: int

    def __post_init__(self) -> None:
        if self.whole <= 0 or self.part < 0:
            raise ValueError(f"a ratio needs a part of at least 0 and a whole above 0, not {self.part}/{self.whole}")

    @property
    def share(self) -> Fraction:
        return Fraction(self.part, self.whole)

    def percent(self, places: int = 2) -> Decimal:
        """Per cent, rounded half up to `places` as Indonesian offices print it."""
        return rounded(self.share * 100, places)


def rounded(value: Fraction, places: int) -> Decimal:
    """`value` rounded half up to `places` decimals, exactly (no binary float on the way).

    >>> rounded(Fraction(1, 8), 2)
    Decimal('0.13')
    """
    scale: int = 10**places
    doubled = abs(value) * scale * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return (Decimal(whole if value >= 0 else -whole) / scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def apportioned(parts: Sequence[Fraction], total: Decimal, places: int = 2) -> tuple[Decimal, ...]:
    """Each of `parts` rounded to `places`, so that they add up to `total`, which is their sum rounded to them.

    Rounded each alone, they would add up to something else by a hundredth or two. Those that lose most by being
    rounded down are rounded up; the first, of several that lose the same.

    >>> apportioned((Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)), Decimal("1.00"))
    (Decimal('0.34'), Decimal('0.33'), Decimal('0.33'))
    """
    scale = 10**places
    exact = [part * scale for part in parts]
    floors = [part.__floor__() for part in exact]
    missing = int(total * scale) - sum(floors)
    most_lost = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    raised = set(most_lost[: max(0, missing)])
    return tuple(rounded(Fraction(floor + (place in raised), scale), places) for place, floor in enumerate(floors))
