"""Whole people of a list: none lost by how finely people are told apart, none promised who are not there."""

from collections import defaultdict
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.planning.planned import plan_of
from cakupan.planning.problem import Fund, Group, Problem, checked
from cakupan.planning.quotas import Funds, by_list, months_of, quotas_of, shared_out
from oracles import examples
from planning_drawn import problems

YEAR = [Month(2026, number) for number in range(1, 13)]
SHARES = st.fractions(Fraction(1, 5), 1, max_denominator=1000)


@given(st.lists(st.integers(0, 9), max_size=60), SHARES)
def test_a_list_loses_less_than_a_head_and_the_first_groups_get_no_more_than_their_names_rounded_up(
    names: list[int], share: Fraction
) -> None:
    heads = shared_out(names, share, floor(sum(names) * share))
    assert sum(heads) == floor(sum(names) * share)
    for upto in range(len(names) + 1):
        assert sum(names[:upto]) * share + 1 >= sum(heads[:upto])
    assert all(0 <= one < count * share + 1 for one, count in zip(heads, names, strict=True))


@given(problems())
def test_a_districts_list_loses_less_than_a_head_and_no_village_has_one_more_than_its_share(problem: Problem) -> None:
    asked = checked(problem)
    quotas, funds = quotas_of(asked), Funds(asked.funds)
    for places in by_list(asked).values():
        for of, fund in enumerate(asked.funds):
            those = [one for one in places if fund.use.allows(asked.groups[one])]
            assert all((of in funds.for_group(asked.groups[one])) == (one in those) for one in places)
            those = [one for one in those if any(months_of(asked, fund, asked.groups[one]))]
            if not those:
                continue
            names = sum(asked.groups[one].count for one in those)
            share = asked.acceptance(asked.groups[places[0]], fund)
            assert sum(quotas[one][of] for one in those) == floor(names * share)
            for village in {asked.groups[one].village for one in those}:
                there = [one for one in those if asked.groups[one].village == village]
                expected = sum(asked.groups[one].count for one in there) * share
                assert abs(sum(quotas[one][of] for one in there) - expected) < 1


def test_of_names_that_are_covered_beyond_the_plan_nobody_is_expected() -> None:
    """Two names of whom two thirds accept are one head; but one of them cannot begin within the plan."""
    only = Fund("csr", "csr", 1, {YEAR[0]: 1}, acceptance=Fraction(656, 1000), least_months=1)
    groups = tuple(
        Group(name, "16.06.01.2001", "16.06.01", "BPU", 1, covered_until=until)
        for name, until in (("new", None), ("covered", YEAR[1]))
    )
    assert plan_of(Problem(YEAR[0], YEAR[0], (only,), groups)).rows == ()


@settings(deadline=None, max_examples=examples(40))
@given(problems(floors=False))
def test_names_on_a_list_are_expected_to_fill_all_heads_of_one_fund(problem: Problem) -> None:
    one_fund = Problem(problem.first, problem.last, problem.funds[:1], problem.groups)
    ordered: dict[str, int] = defaultdict(int)
    plan = plan_of(one_fund)
    for row in plan.rows:
        ordered[row.group] += row.ordered
    assert sum(row.expected for row in plan.rows) == sum(row.heads for row in plan.rows)
    assert all(ordered[one.id] <= one.count for one in problem.groups)


def test_people_told_apart_one_by_one_are_as_many_as_together() -> None:
    fund = Fund("apbd", "apbd_regency", 10**9, dict.fromkeys(YEAR, 16_800), acceptance=Fraction(656, 1000))

    def planned(groups: list[Group]) -> tuple[int, int, list[str]]:
        plan = plan_of(Problem(YEAR[0], YEAR[-1], (fund,), tuple(groups)))
        reserves = [row.group for row in plan.rows if not row.heads]
        return plan.newly_covered, sum(row.ordered for row in plan.rows), reserves

    def group(number: int, count: int) -> Group:
        return Group(f"g{number:02d}", "16.06.01.2001", "16.06.01", "BPU", count, decile=1 + number // 10)

    assert planned([group(0, 30)])[:2] == (19, 29)
    heads, ordered, reserves = planned([group(number, 1) for number in range(30)])
    assert (heads, ordered) == (19, 29)
    assert len(reserves) == 10  # names of groups without a head of their own, which stand in reserve for the others
