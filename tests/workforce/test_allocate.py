"""A count shared out below its level: parts that add up, by weights, each with an interval."""

from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.regions.tree import children_of, codes_at
from cakupan.workforce.allocate import (
    Allocation,
    Listed,
    NotAllocated,
    allocate,
    lists_in_use,
    shared_out,
)
from cakupan.workforce.denominator import Denominator, Weight
from cakupan.workforce.rules import Rule, UnknownRule, named_rule, rules_in, versions, versions_from

pytestmark = pytest.mark.duckdb_only  # values only: no engine has a say

JULY = Month(2025, 7)
DISTRICT = "16.06.07"  # of a handful of villages
VILLAGES = codes_at("village", DISTRICT)
FAMILIES = named_rule("keluarga", JULY)


def whole(value: int, area: str = DISTRICT, error: Decimal | None = None) -> Denominator:
    return Denominator("potensi", area, "2025", value, error=error)


def listed(weights: dict[str, int]) -> Listed:
    return Listed("families", "keluarga-2024", "2024", "Dukcapil", weights)


def shared(value: int, weights: dict[str, int], own: dict[str, int] | None = None, area: str = DISTRICT) -> Allocation:
    kept = {code: Denominator("potensi", code, "2025", many) for code, many in (own or {}).items()}
    found = allocate(whole(value, area), kept, listed(weights), FAMILIES)
    assert isinstance(found, Allocation)
    return found


def refused(value: int, weights: dict[str, int] | None, own: dict[str, int] | None = None) -> NotAllocated:
    kept = {code: Denominator("potensi", code, "2025", many) for code, many in (own or {}).items()}
    found = allocate(whole(value), kept, None if weights is None else listed(weights), FAMILIES)
    assert isinstance(found, NotAllocated)
    return found


def values(found: Allocation) -> dict[str, int]:
    told = {area: found.of(area) for area in VILLAGES}
    return {area: one.value for area, one in told.items() if one}


def test_villages_get_the_share_of_their_families_and_add_up() -> None:
    found = shared(1_001, dict.fromkeys(VILLAGES, 10))
    assert set(values(found)) == set(VILLAGES)
    assert sum(values(found).values()) == 1_001
    assert max(values(found).values()) - min(values(found).values()) <= 1


def test_a_village_without_a_weight_gets_none_and_its_workers_go_to_nobody_else() -> None:
    silent, *told = VILLAGES
    found = shared(100 * len(VILLAGES), dict.fromkeys(told, 7))
    assert found.of(silent) is None
    assert set(values(found).values()) == {100}
    assert found.unplaced == 100


def test_a_count_of_its_own_is_kept_and_only_the_rest_is_shared_out() -> None:
    own, *others = VILLAGES
    found = shared(100 * len(others) + 900, dict.fromkeys(VILLAGES, 7), own={own: 900})
    assert set(found.shares.values()) == {100}
    assert own not in found.shares
    assert found.rest == 100 * len(others)


def test_a_district_has_the_shares_of_its_villages_and_what_is_kept_in_them() -> None:
    regency = codes_at("village", "16.06")
    own = VILLAGES[0]
    found = shared(200_000, dict.fromkeys(regency, 3), own={own: 900}, area="16.06")
    estimates = [found.of(area) for area in VILLAGES[1:]]
    district = found.of(DISTRICT)
    assert district is not None
    assert district.value == 900 + sum(one.value for one in estimates if one)
    districts = [found.of(child.code) for child in children_of("16.06")]
    assert sum(one.value for one in districts if one) == 200_000


def test_weights_of_districts_say_nothing_of_villages() -> None:
    found = shared(200_000, {child.code: 5 for child in children_of("16.06")}, area="16.06")
    assert found.of(DISTRICT) is not None
    assert found.of(VILLAGES[0]) is None


def test_a_weight_of_a_district_gives_way_to_those_of_its_villages() -> None:
    weights = {child.code: 1_000_000 for child in children_of("16.06")} | dict.fromkeys(codes_at("village", "16.06"), 1)
    assert DISTRICT not in shared(200_000, weights, area="16.06").shares


def test_nothing_is_shared_out_on_too_few_weights_or_out_of_too_little() -> None:
    assert refused(500, None).code == "allocation_without_weights"
    assert refused(500, {VILLAGES[0]: 9}).code == "allocation_weights_too_few"
    assert refused(500, dict.fromkeys(VILLAGES, 0)).code == "allocation_weights_too_few"
    overdrawn = refused(500, dict.fromkeys(VILLAGES, 9), own={VILLAGES[0]: 501})
    assert (overdrawn.code, overdrawn.facts["parts"], overdrawn.facts["value"]) == ("allocation_overdrawn", 501, 500)


def test_a_sampling_error_of_the_whole_widens_every_interval() -> None:
    weights = dict.fromkeys(VILLAGES, 10)
    exact, sampled = (
        allocate(whole(9_000, error=error), {}, listed(weights), FAMILIES) for error in (None, Decimal(900))
    )
    assert isinstance(exact, Allocation) and isinstance(sampled, Allocation)
    narrow, wide = exact.of(VILLAGES[0]), sampled.of(VILLAGES[0])
    assert narrow and wide
    assert wide.low < narrow.low <= narrow.value <= narrow.high < wide.high


def test_the_interval_of_a_village_by_hand() -> None:
    first, second = VILLAGES[:2]
    others = {code: Denominator("potensi", code, "2025", 1) for code in VILLAGES[2:]}
    found = allocate(whole(1_000 + len(others)), others, listed({first: 1, second: 1}), FAMILIES)
    assert isinstance(found, Allocation)
    one = found.of(first)
    # sd = 500 * 0.15 * sqrt(1/4 + 1/4) and the root of 500 / 2 persons by chance; 1.645 of both together: 91.1
    assert one is not None
    assert (one.low, one.value, one.high) == (408, 500, 592)


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        pytest.param([("a", "2023", 5), ("b", "2024", 2)], ("a", "2023"), id="the list that tells of most areas"),
        pytest.param([("a", "2023", 5), ("a", "2024", 5)], ("a", "2024"), id="then the vintage nearest to the month"),
        pytest.param([("a", "2024", 5), ("a", "2026", 5)], ("a", "2024"), id="the past before what is to come"),
        pytest.param([("a", "2027", 5), ("b", "2026", 5)], ("b", "2026"), id="of what is to come the earliest"),
        pytest.param([("b", "2024", 5), ("a", "2024", 5)], ("a", "2024"), id="then the first id"),
    ],
)
def test_which_list_of_weights_speaks(rows: list[tuple[str, str, int]], chosen: tuple[str, str]) -> None:
    weights = [Weight("families", id, area, vintage, 10) for id, vintage, many in rows for area in VILLAGES[:many]]
    for order in (weights, weights[::-1]):
        found = lists_in_use(order, "families", DISTRICT, None, JULY)
        assert found and (found.id, found.vintage) == chosen
    assert lists_in_use(weights, "livelihood", DISTRICT, None, JULY) is None


def test_a_segment_is_shared_out_by_its_own_weights_where_it_has_some() -> None:
    weights = [Weight("families", "a", area, "2024", 10) for area in VILLAGES]
    assert lists_in_use(weights, "families", DISTRICT, "BPU", JULY) is not None
    own = [Weight("families", "z", area, "2020", 4, segment="BPU") for area in VILLAGES[:2]]
    found = lists_in_use([*weights, *own], "families", DISTRICT, "BPU", JULY)
    assert found and found.id == "z"
    everyone = lists_in_use([*weights, *own], "families", DISTRICT, None, JULY)
    assert everyone and everyone.id == "a"


def test_a_rule_is_asked_for_by_either_name_and_another_is_refused() -> None:
    assert named_rule("Keluarga", JULY).id == "families"
    assert named_rule("working-age", JULY).id == "working_age"
    with pytest.raises(UnknownRule) as refused_rule:
        named_rule("luas sawah", JULY)
    assert refused_rule.value.facts["known"] == ("working_age", "families", "livelihood")
    assert rules_in(Month(1999, 12)) == ()


def test_every_rule_says_where_it_comes_from_and_the_quantile_is_that_of_its_level() -> None:
    for _, rules in versions():
        for rule in rules:
            assert rule.source and rule.sure in ("A", "B", "C", "M")
            exact = NormalDist().inv_cdf(0.5 + float(rule.level) / 200)
            assert abs(float(rule.quantile) - exact) < 0.001


def test_an_office_may_bring_its_own_rules() -> None:
    text = """
        [[version]]
        id = "ours"
        from = "2025-06"
        level = "95"
        quantile = "1.96"
        least_told = "100"
        [[version.rule]]
        id = "families"
        names = ["keluarga"]
        rank = 1
        weight = "families"
        spread = "0.1"
        scatter = "0"
        source = "listing of 2024"
        sure = "B"
    """
    ((since, (rule,)),) = versions_from(text)
    assert (since, rule.spread, rule.least_told) == (Month(2025, 6), Fraction(1, 10), 1)


# The plain twin, on tables that nobody thought of.

weighing = st.dictionaries(st.sampled_from(VILLAGES), st.integers(0, 5_000), min_size=1)


def slowly_shared_out(many: int, weights: dict[str, int]) -> dict[str, int]:
    """One worker after the other to whoever is owed most; as the law of the largest remainder, told otherwise."""
    total = sum(weights.values())
    exact = {name: Fraction(many * weight, total) for name, weight in weights.items()}
    given_out = {name: int(share) for name, share in exact.items()}
    while sum(given_out.values()) < many:
        owed = sorted(weights, key=lambda name: (-(exact[name] - given_out[name]), -weights[name], name))
        given_out[owed[0]] += 1
    return given_out


@given(st.integers(0, 100_000), weighing.filter(lambda weights: sum(weights.values()) > 0))
def test_shares_add_up_follow_the_weights_and_know_no_order(many: int, weights: dict[str, int]) -> None:
    found = shared_out(many, weights)
    assert sum(found.values()) == many
    assert found == shared_out(many, dict(reversed(weights.items())))
    assert found == slowly_shared_out(many, weights)
    by_weight = sorted(weights, key=lambda name: (weights[name], found[name]))
    assert [found[name] for name in by_weight] == sorted(found.values())


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, dict[str, int], dict[str, int], Decimal | None, Rule]:
    weights = draw(weighing)
    own = draw(st.dictionaries(st.sampled_from(VILLAGES), st.integers(1, 2_000), max_size=4))
    error = draw(st.one_of(st.none(), st.decimals(0, 500, places=1)))
    value = draw(st.integers(max(1, sum(own.values()) - 5), 20_000))
    return value, weights, own, error, draw(st.sampled_from(rules_in(JULY)))


@given(cases())
def test_what_is_shared_out_kept_and_unplaced_is_the_whole_and_each_interval_holds_its_value(
    case: tuple[int, dict[str, int], dict[str, int], Decimal | None, Rule],
) -> None:
    value, weights, own, error, rule = case
    kept = {code: Denominator("potensi", code, "2025", many) for code, many in own.items()}
    found = allocate(whole(value, error=error), kept, listed(weights), rule)
    again = allocate(
        whole(value, error=error), dict(reversed(kept.items())), listed(dict(reversed(weights.items()))), rule
    )
    assert found == again
    speaking = {area: weight for area, weight in weights.items() if area not in own}
    if isinstance(found, NotAllocated):
        too_few = 2 * len(speaking) < len(VILLAGES) - len(own) or not sum(speaking.values())
        assert too_few or sum(own.values()) > value
        return
    assert set(found.shares) == set(speaking)
    assert sum(found.shares.values()) + sum(own.values()) + found.unplaced == value
    most = value + (0 if error is None else int(rule.quantile * Fraction(error)) + 1)
    for area in speaking:
        one = found.of(area)
        assert one is not None
        assert 0 <= one.low <= one.value <= one.high <= most
