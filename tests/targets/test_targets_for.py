from decimal import Decimal
from fractions import Fraction

import pytest

from asked import JULY, targets
from cakupan.basics.month import Month
from cakupan.targets.target import Target, UnknownTarget, denominators_named, targets_about, targets_for
from tables import engine

DRAWN = """
    target       | area  | year | rate  | set_by    | denominator
    nasional     | 00    | 2025 | 52.15 | Kemendagri | potensi-bps-2025
    nasional     | 00    | 2026 | 55    | Kemendagri |
    rpjmn        | 00    | 2025 | 32.15 | Bappenas   | bekerja
    sumsel       | 16    | 2025 | 50    | Gubernur   |
    muba         | 16.06 | 2024 | 45    | Bupati     |
    muba         | 16.06 | 2025 | 58.24 | Bupati     | potensi-bps-2025
    tetangga     | 16.07 | 2025 | 99    | Bupati     |
"""


def about(area: str, text: str = DRAWN) -> tuple[Target, ...]:
    return targets_about(targets(text), engine(), area)


def chosen(area: str, month: Month = JULY, asked: str | None = None) -> list[tuple[str, int, str | None]]:
    return [(one.id, one.year, one.set_for) for one in targets_for(about(area), area, month, asked)]


def test_an_area_is_measured_against_its_own_targets_of_years_to_come() -> None:
    assert chosen("16.06") == [("muba", 2025, None)]
    assert chosen("16.06", Month(2024, 12)) == [("muba", 2024, None), ("muba", 2025, None)]


def test_an_area_without_targets_takes_those_of_the_nearest_area_it_lies_in() -> None:
    assert chosen("16.06.01") == [("muba", 2025, "16.06")]
    assert chosen("16.08") == [("sumsel", 2025, "16")]
    assert chosen("17.01") == [("rpjmn", 2025, "00"), ("nasional", 2025, "00"), ("nasional", 2026, "00")]


def test_targets_of_years_gone_by_make_room_for_those_of_a_wider_area() -> None:
    assert chosen("16.06", Month(2026, 1)) == [("nasional", 2026, "00")]
    assert chosen("16.06", Month(2027, 1)) == []


def test_one_may_ask_for_any_target_of_the_area_or_of_one_it_lies_in() -> None:
    assert chosen("16.06", asked="nasional") == [("nasional", 2025, "00"), ("nasional", 2026, "00")]
    assert chosen("16.06", Month(2030, 1), asked="muba") == [("muba", 2025, None)]  # the last one, though gone by


def test_a_target_of_elsewhere_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownTarget) as refused:
        chosen("16.06", asked="tetangga")
    assert refused.value.facts["known"] == ("muba", "nasional", "rpjmn", "sumsel")
    with pytest.raises(UnknownTarget) as refused:
        targets_for((), "16.06", JULY, "muba")
    assert refused.value.code == "target_unknown_none_known"


def test_a_rate_is_kept_exactly_and_as_it_was_written() -> None:
    rates = {one.id: one for one in about("16.06")}
    assert (str(rates["muba"].rate), rates["muba"].share) == ("58.24", Fraction(5824, 10_000))
    assert str(rates["sumsel"].rate) == "50"
    assert Target("x", "16", 2025, Decimal("60")).share == Fraction(3, 5)


def test_targets_name_denominators() -> None:
    assert denominators_named(about("16.06")) == {"potensi-bps-2025", "bekerja"}
