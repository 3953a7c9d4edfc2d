"""Below the level of a denominator the potential workers of a place are an estimate, and the answer says so."""

from decimal import Decimal
from typing import Any

import pytest

from asked import JULY, known
from cakupan.basics.ratio import Ratio
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.hiding import hiding_of
from cakupan.coverage.public_tables import table_of
from cakupan.coverage.suppression import hide_small
from cakupan.regions.tree import codes_at
from cakupan.targets.gap import gap_of
from cakupan.targets.target import Target
from cakupan.workforce.choose import UnknownDenominator
from cakupan.workforce.rules import UnknownRule

VILLAGES = codes_at("village", "16.06")
DISTRICT, SIBLING = "16.06.07", "16.06.08"
HERE = codes_at("village", DISTRICT)
POTENTIAL = "potensi | 16.06 | 2025 | | 100000 | | | | BPS 2025 |"
HEADING = "denominator | area | vintage | segment | value | weight | set_by | stated | source | definition"
MEMBERS = 300  # in each village
SHARE = 414  # of the first village in 100,000, if 242 weigh alike


def recaps(*villages: str) -> str:
    total = f"16.06 | {MEMBERS * len(VILLAGES) + 50}"
    return "\n".join(["area | members", total, *(f"{code} | {MEMBERS}" for code in villages or VILLAGES)])


def workforce(*rows: str, weights: dict[str, int] | None = None, kind: str = "families") -> str:
    told = dict.fromkeys(VILLAGES, 10) if weights is None else weights
    listed = (f"{kind}-2024 | {code} | 2024 | | {many} | {kind} | | | Dukcapil |" for code, many in told.items())
    return "\n".join([HEADING, *(rows or (POTENTIAL,)), *listed])


def ask(recap: str, potentials: str, *, area: str = "16.06", **asked: Any) -> Coverage:
    return coverage_by(known(recap, potentials, area=area), area, JULY, **asked)


def codes(answer: Coverage) -> set[str]:
    return {finding.code for finding in answer.findings}


def row(answer: Coverage, area: str) -> CoverageFigure:
    (found,) = [one for one in answer.rows if one.area == area]
    return found


def test_villages_are_measured_against_their_share_and_add_up_to_the_regency() -> None:
    answer = ask(recaps(), workforce(), by=("village",))
    assert answer.total.potential == 100_000
    assert not answer.total.estimated
    assert sum(one.potential or 0 for one in answer.rows) == 100_000
    one = row(answer, VILLAGES[0])
    assert one.estimate is not None
    assert one.estimated
    assert one.estimate.low < (one.potential or 0) < one.estimate.high
    assert one.lowest_ratio == Ratio(MEMBERS, one.estimate.high)
    assert one.highest_ratio == Ratio(MEMBERS, one.estimate.low)
    assert one.uncovered == (one.potential or 0) - MEMBERS
    (rest,) = [one for one in answer.rows if one.unplaced]
    assert (rest.members, rest.potential, rest.estimated, rest.ratio) == (50, None, True, None)


def test_without_weights_nothing_is_guessed() -> None:
    answer = ask(recaps(), workforce(weights={}), by=("village",))
    assert {one.potential for one in answer.rows if not one.unplaced} == {None}
    assert answer.missing == ()
    asked = ask(recaps(), workforce(weights={}), by=("village",), denominator="potensi@keluarga")
    assert [one.code for one in asked.missing] == ["allocation_without_weights"]


def test_a_village_without_a_weight_has_no_rate_and_its_workers_stay_unplaced() -> None:
    silent = VILLAGES[3]
    weights = {code: 10 for code in VILLAGES if code != silent}
    answer = ask(recaps(), workforce(weights=weights), by=("village",))
    assert (row(answer, silent).potential, row(answer, silent).ratio) == (None, None)
    (rest,) = [one for one in answer.rows if one.unplaced]
    assert rest.potential == 100_000 - sum(one.potential or 0 for one in answer.rows if not one.unplaced)
    assert 350 < (rest.potential or 0) < 500  # about one village of 242
    assert rest.ratio is None  # its members are not of that village


def test_districts_are_the_sum_of_their_villages() -> None:
    by_district = ask(recaps(), workforce(), by=("district",))
    by_village = ask(recaps(), workforce(), by=("village",))
    assert row(by_district, DISTRICT).potential == sum(row(by_village, code).potential or 0 for code in HERE)


def test_a_village_asked_about_itself_has_the_same_estimate_as_in_the_table() -> None:
    alone = ask(recaps(), workforce(), area=VILLAGES[0])
    told = row(ask(recaps(), workforce(), by=("village",)), VILLAGES[0])
    assert (alone.total.potential, alone.total.estimate) == (told.potential, told.estimate)
    named = alone.definition.denominator
    assert named is not None
    assert (named.id, named.name, named.source) == ("potensi", "potensi@families", None)
    assert alone.missing == ()


def test_a_count_of_the_area_goes_before_any_estimate_and_is_taken_out_of_the_others() -> None:
    own = f"potensi | {VILLAGES[0]} | 2025 | | 5000 | | | | BPS 2025 |"
    answer = ask(recaps(), workforce(POTENTIAL, own), by=("village",))
    assert (row(answer, VILLAGES[0]).potential, row(answer, VILLAGES[0]).estimated) == (5_000, False)
    others = [one.potential or 0 for one in answer.rows if one.area not in (None, VILLAGES[0])]
    assert sum(others) == 95_000


def test_a_count_of_another_vintage_is_neither_kept_nor_used() -> None:
    own = f"potensi | {VILLAGES[0]} | 2024 | | 5000 | | | | BPS 2025 |"
    assert row(ask(recaps(), workforce(POTENTIAL, own), by=("village",)), VILLAGES[0]).potential == SHARE


def test_what_a_regency_states_below_is_taken_out_and_above_replaces_the_whole() -> None:
    below = f"potensi | {VILLAGES[0]} | 2025 | | 5000 | | Camat | override | |"
    above = "potensi | 16.06 | 2025 | | 120000 | | Bupati | override | |"
    answer = ask(recaps(), workforce(POTENTIAL, below, above), by=("village",))
    assert answer.total.potential == 120_000
    assert sum(one.potential or 0 for one in answer.rows) == 120_000
    assert row(answer, VILLAGES[0]).potential == 5_000
    told = [(one.area, one.override.set_by, one.override.published) for one in answer.overrides if one.override]
    assert told == [("16.06", "Bupati", 100_000), (VILLAGES[0], "Camat", None)]


def test_counts_below_that_are_more_than_the_whole_are_said_and_nothing_is_shared_out() -> None:
    own = f"potensi | {VILLAGES[0]} | 2025 | | 100001 | | | | BPS 2025 |"
    answer = ask(recaps(), workforce(POTENTIAL, own), by=("village",))
    assert "allocation_overdrawn" in codes(answer)
    assert row(answer, VILLAGES[1]).potential is None


def test_the_nearest_count_above_is_shared_out() -> None:
    district = f"potensi | {DISTRICT} | 2025 | | 9999 | | | | BPS 2025 |"
    answer = ask(recaps(), workforce(POTENTIAL, district), by=("village",))
    assert sum(row(answer, code).potential or 0 for code in HERE) == 9_999
    assert sum(one.potential or 0 for one in answer.rows) == 100_000
    assert ask(recaps(), workforce(POTENTIAL, district), area=DISTRICT).total.potential == 9_999


def test_the_preferred_rule_speaks_and_the_others_stand_beside_it() -> None:
    ages = dict.fromkeys(VILLAGES, 25) | {VILLAGES[0]: 250}
    listed = workforce(weights=ages, kind="working_age").splitlines()[2:]
    potentials = "\n".join([workforce(), *listed])
    answer = ask(recaps(), potentials, by=("village",))
    one = row(answer, VILLAGES[0])
    assert one.estimate is not None
    assert one.estimate.rule.id == "working_age"
    assert [(other.rule.id, other.value) for other in one.estimate.others] == [("families", SHARE)]
    differs = next(finding for finding in answer.findings if finding.code == "allocation_rules_differ")
    assert (differs.severity, differs.facts["outside"], differs.facts["farthest"]) == ("warning", 1, VILLAGES[0])
    by_families = ask(recaps(), potentials, by=("village",), denominator="potensi@keluarga")
    assert row(by_families, VILLAGES[0]).potential == SHARE
    assert ask(recaps(), potentials, area=VILLAGES[0], denominator="potensi@families").total.potential == SHARE


def test_a_rule_that_there_is_none_of_or_no_weights_for_is_refused() -> None:
    with pytest.raises(UnknownRule) as unknown:
        ask(recaps(), workforce(), denominator="potensi@luas", by=("village",))
    assert unknown.value.code == "allocation_rule_unknown"
    with pytest.raises(UnknownRule) as unusable:
        ask(recaps(), workforce(), area=VILLAGES[0], denominator="potensi@livelihood")
    assert (unusable.value.code, unusable.value.facts["known"]) == ("allocation_rule_unusable", ("families",))
    with pytest.raises(UnknownDenominator):
        ask(recaps(), workforce(), area=VILLAGES[0], denominator="bekerja@families")


def test_a_segment_below_the_level_is_estimated_from_the_segment_above() -> None:
    told_apart = [f"{code} | {many} | {name}" for code in HERE for name, many in (("PU", 9), ("BPU", 4))]
    segments = "\n".join(["area | members | segment", *told_apart])
    own = "potensi | 16.06 | 2025 | BPU | 60000 | | | | BPS 2025 |"
    answer = ask(segments, workforce(POTENTIAL, own), by=("village", "segment"))
    told = {(one.dims["village"], one.dims["segment"]): one.potential for one in answer.rows if one.dims}
    assert told[HERE[0], "BPU"] == 60_000 // len(VILLAGES) + 1
    assert told[HERE[0], "PU"] is None


def test_members_above_the_upper_end_of_an_estimate_are_worth_a_look() -> None:
    crowded = f"{recaps(*VILLAGES[1:])}\n{VILLAGES[0]} | 900"
    answer = ask(crowded, workforce(), by=("village",))
    found = next(finding for finding in answer.findings if finding.code == "members_above_estimate")
    assert (found.facts["areas"], found.facts["worst"], found.facts["members"]) == ((VILLAGES[0],), VILLAGES[0], 900)
    assert "members_above_estimate" not in codes(ask(recaps(), workforce(), by=("village",)))


def test_a_target_of_the_regency_is_told_for_a_village_against_its_estimate() -> None:
    answer = ask(recaps(), workforce(), area=VILLAGES[0])
    target = Target("nasional", "16.06", 2025, Decimal("80"), denominator="potensi")
    (told,) = gap_of(answer, [target], known(recaps(), workforce(), area=VILLAGES[0])).targets
    assert (told.needed, told.own_denominator) == (32, False)  # 80 per cent of 414, rounded up


def test_a_hidden_row_tells_no_rate_of_its_interval_either() -> None:
    few = recaps(*VILLAGES[1:]) + f"\n{VILLAGES[0]} | 3"
    answer = ask(few, workforce(), by=("village",))
    hidden = row(hide_small(answer, hiding_of([table_of(answer)])), VILLAGES[0])
    assert hidden.hidden
    assert (hidden.ratio, hidden.lowest_ratio, hidden.highest_ratio) == (None, None, None)


def test_a_regency_may_itself_be_estimated_out_of_its_province() -> None:
    regencies = codes_at("regency", "16")
    weights = dict.fromkeys(regencies, 7)
    province = "potensi | 16 | 2025 | | 170000 | | | | BPS 2025 |"
    answer = ask("area | members\n16.06 | 5000", workforce(province, weights=weights))
    assert answer.total.estimated
    assert answer.total.potential == 170_000 // len(regencies)
