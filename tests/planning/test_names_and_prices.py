"""Who is drawn and why, and what more money would buy."""

import random
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.planning.names import Candidate, Drawn, drawn
from cakupan.planning.plan import PlanRow
from cakupan.planning.planned import plan_of
from cakupan.planning.prices import frontier, worth_of_more
from cakupan.planning.problem import Group, Problem, fund_by_law

YEAR = [Month(2026, number) for number in range(1, 13)]
SEED = "2026-01-05 Sekayu"


def problem(money: int, count: int = 10_000) -> Problem:
    groups = tuple(Group(id_, "16.06.01.2001", "16.06.01", "BPU", count, decile=2) for id_ in ("a", "b"))
    fund = fund_by_law("apbd", "apbd_regency", money, YEAR, acceptance=1)
    return Problem(YEAR[0], YEAR[-1], (fund,), groups)


def quota(group: str, heads: int, ordered: int) -> PlanRow:
    return PlanRow("16.06.01.2001", "16.06.01", "apbd", group, YEAR[0], YEAR[-1], heads, ordered, heads, False, False,
                   heads * 201_600)  # fmt: skip


def by_key(told: tuple[Drawn, ...]) -> dict[str, Drawn]:
    return {one.key: one for one in told}


def test_the_lottery_can_be_rerun_with_nothing_but_seed_and_keys() -> None:
    keys = [f"person-{number}" for number in range(50)]
    told = drawn(problem(10**9), [quota("a", 10, 15)], [Candidate(key, "a") for key in keys], SEED)
    again = sorted(keys, key=lambda key: sha256(f"{SEED}:{key}".encode()).hexdigest())
    assert [one.key for one in told] == again
    assert [one.reason for one in told] == ["within_quota"] * 10 + ["reserve"] * 5 + ["after_quota"] * 35
    assert {one.key for one in told if one.chosen} != {
        one.key
        for one in drawn(problem(10**9), [quota("a", 10, 15)], [Candidate(key, "a") for key in keys], "another")
        if one.chosen
    }


def test_decile_comes_before_hazard_and_hazard_before_the_lottery() -> None:
    people = [Candidate("1", "a", 3, "high"), Candidate("2", "a", 1, "low"), Candidate("3", "a", 1, "high")]
    told = drawn(problem(10**9), [quota("a", 1, 1)], people, SEED)
    assert [one.key for one in told] == ["3", "2", "1"]


def test_where_a_plan_has_no_quota_that_is_the_reason() -> None:
    (one,) = drawn(problem(10**9), [quota("b", 1, 1)], [Candidate("1", "a")], SEED)
    assert (one.reason, one.fund) == ("no_quota", None)


@pytest.mark.parametrize("people", [[Candidate("1", "a"), Candidate("1", "b")], [Candidate("1", "c")],
                                    [Candidate("1", "a", hazard="?")]])  # fmt: skip
def test_a_candidate_told_twice_or_of_no_group_is_refused(people: list[Candidate]) -> None:
    with pytest.raises(Refused):
        drawn(problem(10**9), [], people, SEED)


PEOPLE = st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4)), max_size=30)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_everybody_has_a_reason_and_order_decides_nothing(people: list[tuple[str, int]], rng: random.Random) -> None:
    told = [Candidate(str(place), group, decile) for place, (group, decile) in enumerate(people)]
    rows = [quota("a", 3, 5), quota("b", 2, 2)]
    found = drawn(problem(10**9), rows, told, SEED)
    assert sorted(one.key for one in found) == sorted(one.key for one in told)
    assert sum(one.chosen for one in found) <= 5
    rng.shuffle(told)
    assert drawn(problem(10**9), rows, told, SEED) == found


def test_a_hundred_million_more_protects_496_workers_for_a_year() -> None:
    (worth,) = worth_of_more(problem(10**9))
    assert (worth.for_a_year, worth.finding().code) == (496, "plan_more_money")
    assert worth.finding().facts["workers"] == 496


def test_money_beyond_the_people_is_worth_nothing() -> None:
    (worth,) = worth_of_more(problem(10**12, count=5))
    assert (worth.for_a_year, worth.finding().code) == (0, "plan_more_money_useless")


def test_the_frontier_rises_with_the_budget_and_bounds_the_plan() -> None:
    asked = problem(10**9)
    points = frontier(asked, (0, 50, 100, 200))
    assert [one.budget for one in points] == [0, 5 * 10**8, 10**9, 2 * 10**9]
    months = [one.worker_months for one in points]
    assert months == sorted(months) and months[0] == 0
    assert months[2] >= plan_of(asked).worker_months
    assert all(one.floors_met for one in points)
