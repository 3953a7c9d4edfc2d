"""Shares are two counts, rounded once, half up, when someone reads them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.ratio import Ratio, apportioned, rounded


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [(103_079, 213_582, "48.26"), (88_958, 213_582, "41.65"), (1, 8, "12.50"), (0, 5, "0.00"), (7, 5, "140.00")],
)
def test_per_cent_as_printed(part: int, whole: int, printed: str) -> None:
    assert str(Ratio(part, whole).percent()) == printed


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 5), (0, -1)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="ratio"):
        Ratio(part, whole)


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding_is_off_by_half_a_unit_at_most_and_halves_go_away_from_zero(value: Fraction, places: int) -> None:
    unit = Fraction(1, 10**places)
    error = Fraction(rounded(value, places)) - value
    assert abs(error) <= unit / 2
    if abs(error) == unit / 2:
        assert abs(Fraction(rounded(value, places))) > abs(value)


def test_halves_are_rounded_up_as_offices_do() -> None:
    assert rounded(Fraction(1, 8), 2) == Decimal("0.13")
    assert rounded(Fraction("48.265"), 2) == Decimal("48.27")


@given(st.lists(st.fractions(-100, 100), min_size=1, max_size=9), st.fractions(0, 100))
def test_parts_of_a_difference_add_up_to_it_as_printed_and_each_is_off_by_less_than_a_unit(
    parts: list[Fraction], before: Fraction
) -> None:
    printed = rounded(before + sum(parts), 2) - rounded(before, 2)
    shown = apportioned(parts, printed)
    assert sum(shown) == printed
    assert all(abs(Fraction(one) - part) <= Fraction(1, 100) for one, part in zip(shown, parts, strict=True))
