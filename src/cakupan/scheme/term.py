"""How an amount follows from a wage: shares of it, capped, added up and rounded once; for one person or a column."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from cakupan.basics.rupiah import Rupiah

if TYPE_CHECKING:
    import ibis.expr.types as ir

INCOME_AT_MOST = 10_000_000_000  # rupiah a month; a column of more would leave what an engine divides exactly


@dataclass(frozen=True, slots=True)
class Share:
    """`of` the wage, or of `cap` where the wage is above it."""

    of: Fraction
    cap: Rupiah | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """The sum of `shares` of a wage and of what is `flat`, rounded once to whole rupiah, and at least `least`.

    `rounding`: half_up, up or down.
    """

    shares: tuple[Share, ...] = ()
    flat: Fraction = Fraction(0)
    least: Rupiah = 0
    rounding: str = "half_up"

    def of(self, wage: Rupiah) -> Rupiah:
        """In rupiah, of a wage of so many.

        >>> Amount((Share(Fraction("0.0024")),)).of(3_333_333)
        8000
        """
        whole, numerators, flat = self._whole_numbers()
        capped = (wage if one.cap is None else min(wage, one.cap) for one in self.shares)
        told = flat + sum(base * share for base, share in zip(capped, numerators, strict=True))
        return max(self.least, int(self._rounded(told, whole)))

    def of_column(self, wage: "ir.IntegerColumn") -> "ir.IntegerColumn":
        """The same of every row; null where the wage is null. Wages are at most INCOME_AT_MOST."""
        import ibis

        whole, numerators, flat = self._whole_numbers()
        told = wage * 0 + flat
        for one, share in zip(self.shares, numerators, strict=True):
            base = wage if one.cap is None else ibis.ifelse(wage < one.cap, wage, wage * 0 + one.cap)
            told = told + base * share
        rounded = self._rounded(told, whole)
        return ibis.ifelse(rounded < self.least, wage * 0 + self.least, rounded).cast("int64")

    def _whole_numbers(self) -> tuple[int, tuple[int, ...], int]:
        """A common denominator, and over it the shares and what is flat: whole numbers, added alike everywhere."""
        whole = lcm(self.flat.denominator, *(one.of.denominator for one in self.shares))
        return whole, tuple(int(one.of * whole) for one in self.shares), int(self.flat * whole)

    def _rounded(self, told: Any, whole: int) -> Any:
        """Of a number and of a column alike."""
        if self.rounding == "up":
            return (told + whole - 1) // whole
        if self.rounding == "down":
            return told // whole
        return (2 * told + whole) // (2 * whole)


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a contribution: `amount` of the wage to a `programme`, less what is passed on from it.

    `side`: who pays it (`employer`, `worker`, `member`, `state`), or from which programme's contribution it is taken
    (`from_jkk`, `from_jkm`), which then has so much less. `rules` are the ids of the entries that it follows from.
    """

    programme: str
    side: str
    amount: Amount
    less: tuple[Amount, ...] = ()
    rules: tuple[str, ...] = ()

    def of(self, wage: Rupiah) -> Rupiah:
        return self.amount.of(wage) - sum(one.of(wage) for one in self.less)

    def of_column(self, wage: "ir.IntegerColumn") -> "ir.IntegerColumn":
        told = self.amount.of_column(wage)
        for one in self.less:
            told = told - one.of_column(wage)
        return told
