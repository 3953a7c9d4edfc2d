"""What the next wage cap of the pension contribution (JP) will be, once the growth of the economy is known."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from cakupan.basics.rupiah import Rupiah
from cakupan.scheme.in_force import Law


def next_jp_cap(law: Law, growth: Decimal, day: date) -> Rupiah:
    """The cap in force on `day`, times (1 + `growth` per cent), rounded down to hundreds (PP 45/2015 art 29).

    An expectation, not law: the cap holds once it is announced and stands as an entry.

    >>> from cakupan.scheme.in_force import the_law
    >>> next_jp_cap(the_law(), Decimal("5.03"), date(2024, 12, 31))
    10547400
    """
    step = law.on("jp_cap_step", day).value
    raised = law.on("jp_wage_cap", day).value * (1 + Fraction(growth) / 100)
    return int(raised // step * step)
