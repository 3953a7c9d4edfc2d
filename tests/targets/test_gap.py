"""The gap in its three readings, on the published figures of Musi Banyuasin."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import DECEMBER, JULY, known
from cakupan.basics.month import Month
from cakupan.basics.ratio import Ratio
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.finding import Missing
from cakupan.targets.gap import TargetGap, gap_of, members_still_needed
from cakupan.targets.pace import Pace, base_month, pace_of
from cakupan.targets.target import Target

MUBA = """
    area  | month   | members
    16.06 | 2024-12 | 88958
    16.06 | 2025-07 | 103079
"""
POTENTIAL = """
    denominator      | area  | vintage | value
    potensi-bps-2025 | 16.06 | 2025    | 213582
    bekerja          | 16.06 | 2024    | 322580
"""
NATIONAL = Target("nasional-2025", "16.06", 2025, Decimal("52.15"), "Kemendagri", "potensi-bps-2025")
OWN = Target("muba-2025", "16.06", 2025, Decimal("58.24"), "Bupati", "potensi-bps-2025")


def gaps(
    *targets: Target, members: str = MUBA, denominators: str = POTENTIAL, month: Month = JULY, **asked: Any
) -> list[TargetGap]:
    found = known(members, denominators, months=(month,))
    return list(gap_of(coverage_by(found, "16.06", month, **asked), targets, found).targets)


def pace(members: str, since: Month = DECEMBER, month: Month = JULY) -> Pace | Missing:
    found = known(members, months=(since, month))
    return pace_of(coverage_by(found, "16.06", month), coverage_by(found, "16.06", since))


def test_the_uncovered_and_what_each_target_needs_in_all_and_by_month() -> None:
    found = known(MUBA, POTENTIAL)
    gap = gap_of(coverage_by(found, "16.06", JULY, denominator="potensi-bps-2025"), (NATIONAL, OWN), found)
    assert gap.uncovered == 110_503
    assert [(one.needed, one.months_left, one.per_month) for one in gap.targets] == [
        (8_305, 5, 1_661),
        (21_312, 5, 4_263),
    ]
    assert not any(one.own_denominator or one.missing for one in gap.targets)


def test_the_pace_since_the_last_december() -> None:
    found = pace(MUBA)
    assert found == Pace(since=DECEMBER, months=7, members_then=88_958, growth=14_121, per_month=2_017)


def test_a_target_counts_against_its_own_denominator_and_says_so() -> None:
    rpjmn = Target("rpjmn-2025", "16.06", 2025, Decimal("32.15"), denominator="bekerja")
    (gap,) = gaps(rpjmn, denominator="potensi-bps-2025")
    assert gap.denominator is not None
    assert (gap.denominator.id, gap.own_denominator, gap.needed) == ("bekerja", True, 631)


def test_a_target_that_names_no_denominator_takes_that_of_the_figure() -> None:
    (gap,) = gaps(Target("x", "16.06", 2025, Decimal("52.15")), denominator="potensi-bps-2025")
    assert (gap.needed, gap.own_denominator) == (8_305, False)


def test_a_target_against_an_unknown_denominator_needs_nobody_knows_how_many() -> None:
    (gap,) = gaps(Target("x", "16.06", 2025, Decimal("52.15"), denominator="angkatan-kerja"))
    assert (gap.needed, gap.per_month, gap.denominator) == (None, None, None)
    assert gap.missing == Missing(
        "target_needs_denominator",
        {"target": "x", "area": "16.06", "month": "2025-07", "denominator": "angkatan-kerja"},
    )


def test_without_members_or_workers_nothing_can_be_said_of_a_target() -> None:
    (gap,) = gaps(NATIONAL, members="area | members")
    assert gap.missing is not None
    assert (gap.needed, gap.missing.code) == (None, "target_needs_members")
    (gap,) = gaps(NATIONAL, denominators="denominator | area | value\npotensi-bps-2025 | 16.06 | 0")
    assert gap.missing is not None
    assert (gap.needed, gap.missing.code) == (None, "denominator_empty")


def test_a_target_that_is_reached_needs_nobody() -> None:
    (gap,) = gaps(Target("x", "16.06", 2025, Decimal("40"), denominator="potensi-bps-2025"))
    assert (gap.needed, gap.per_month) == (0, 0)


@pytest.mark.parametrize(("month", "left"), [(Month(2025, 12), 0), (Month(2026, 2), 0), (Month(2025, 11), 1)])
def test_where_no_month_is_left_nothing_is_needed_by_month(month: Month, left: int) -> None:
    (gap,) = gaps(NATIONAL, members=f"area | month | members\n16.06 | {month} | 103079", month=month)
    assert (gap.needed, gap.months_left, gap.per_month) == (8_305, left, 8_305 if left else None)


def test_more_members_than_workers_leave_nobody_to_count_as_uncovered() -> None:
    found = known("area | members\n16.06 | 300000", POTENTIAL)
    assert gap_of(coverage_by(found, "16.06", JULY, denominator="potensi-bps-2025"), (), found).uncovered is None


@given(st.integers(0, 500), st.integers(1, 400), st.decimals(0, 120, places=2))
def test_what_is_needed_reaches_the_target_and_one_less_does_not(part: int, whole: int, rate: Decimal) -> None:
    target = Fraction(rate) / 100
    needed = members_still_needed(Ratio(part, whole), target)
    assert Fraction(part + needed, whole) >= target
    assert needed == 0 or Fraction(part + needed - 1, whole) < target


@pytest.mark.parametrize(
    ("then", "now", "per_month"),
    [(100, 103, 2), (100, 101, 1), (103, 100, -2), (100, 100, 0)],
)
def test_the_pace_is_rounded_to_the_nearest_whole_and_may_fall(then: int, now: int, per_month: int) -> None:
    found = pace(f"area | month | members\n16.06 | 2025-05 | {then}\n16.06 | 2025-07 | {now}", since=Month(2025, 5))
    assert isinstance(found, Pace)
    assert (found.months, found.growth, found.per_month) == (2, now - then, per_month)


def test_pace_counts_from_the_last_december_unless_asked_otherwise() -> None:
    assert base_month(JULY) == DECEMBER
    assert base_month(DECEMBER) == Month(2023, 12)
    assert base_month(JULY, Month(2025, 5)) == Month(2025, 5)
    for since in (JULY, Month(2025, 8)):
        with pytest.raises(Refused) as refused:
            base_month(JULY, since)
        assert refused.value.code == "since_not_before"


def test_pace_needs_both_months() -> None:
    found = pace("area | month | members\n16.06 | 2025-07 | 103079")
    assert isinstance(found, Missing)
    assert (found.code, found.facts["lacking"]) == ("pace_needs_both_months", "2024-12")


def test_a_pace_between_figures_counted_differently_says_so() -> None:
    found = pace("""
        area  | month   | segment | members
        16.06 | 2024-12 |         | 100
        16.06 | 2025-07 | PU      | 60
        16.06 | 2025-07 | BPU     | 47
    """)
    assert isinstance(found, Pace)
    assert (found.per_month, [one.code for one in found.findings]) == (
        1,
        ["pace_measure_differs", "pace_segments_differs"],
    )
