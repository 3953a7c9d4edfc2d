"""What holds of every plan, and what a plan of a small question is."""

import random
from dataclasses import replace
from fractions import Fraction
from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.planning.blocks import blocks_of
from cakupan.planning.peers import RULES, by_rule
from cakupan.planning.plan import PlanRow
from cakupan.planning.planned import plan_of
from cakupan.planning.problem import Floor, Fund, Group, Problem, Target, Use, checked, fund_by_law
from cakupan.planning.rows import repaired, rows_of
from cakupan.planning.verify import breaches_of
from oracles import examples
from planning_drawn import FIRST, aims_of, every_plan, problems

SOLVED = settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
YEAR = [Month(2026, number) for number in range(1, 13)]


def group(id_: str = "g", count: int = 10, **own: object) -> Group:
    return Group(id_, "16.06.01.2001", "16.06.01", "BPU", count, **own)  # type: ignore[arg-type]


def fund(amount: int, id_: str = "apbd", **own: object) -> Fund:
    told = {"monthly": dict.fromkeys(YEAR, 16_800), "acceptance": 1, **own}
    return Fund(id_, "apbd_regency", amount, **told)  # type: ignore[arg-type]


def asked(funds: list[Fund], groups: list[Group], **own: object) -> Problem:
    return Problem(YEAR[0], YEAR[-1], tuple(funds), tuple(groups), **own)  # type: ignore[arg-type]


@SOLVED
@given(problems())
def test_no_plan_ever_exceeds_a_fund_by_a_rupiah(problem: Problem) -> None:
    plan = plan_of(problem)
    spent = {one.id: sum(row.cost for row in plan.rows if row.fund == one.id) for one in problem.funds}
    assert all(spent[one.id] <= one.amount for one in problem.funds)
    assert all(sum(plan.cost[name].values()) == told for name, told in spent.items())
    assert plan.status == "infeasible" or breaches_of(checked(problem), plan.rows) == ()
    assert plan.status in ("optimal", "within_gap") or (plan.status == "infeasible" and plan.findings)


@SOLVED
@given(problems(most=4))
def test_a_small_plan_is_the_best_of_all_plans_there_are(problem: Problem) -> None:
    told = checked(problem)
    blocks = blocks_of(told)
    assume(prod(int(one) + 1 for one in blocks.most) <= 3_000)
    best = min((aims_of(told, rows) for rows in every_plan(told, blocks)), default=None)
    plan = plan_of(problem)
    assert (best is None) == (plan.status == "infeasible")
    assert best is None or aims_of(told, plan.rows) == best


@SOLVED
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(problem: Problem, rng: random.Random) -> None:
    mixed = [list(one) for one in (problem.funds, problem.groups, problem.floors, problem.targets)]
    for one in mixed:
        rng.shuffle(one)
    funds, groups, floors, targets = (tuple(one) for one in mixed)
    other = replace(problem, funds=funds, groups=groups, floors=floors, targets=targets)  # type: ignore[arg-type]
    assert plan_of(other).rows == plan_of(problem).rows
    assert all(by_rule(other, rule) == by_rule(problem, rule) for rule in RULES)


@given(problems(), st.data())
def test_whatever_is_too_much_is_taken_away(problem: Problem, data: st.DataObject) -> None:
    told = checked(problem)
    blocks = blocks_of(told)
    heads = [data.draw(st.integers(0, 60)) for _ in range(len(blocks))]
    rows = repaired(told, rows_of(told, blocks, heads))
    assert {one.kind for one in breaches_of(told, rows)} <= {"floor"}


@given(problems(), st.sampled_from(RULES))
def test_a_simpler_rule_breaks_nothing_but_floors(problem: Problem, rule: str) -> None:
    plan = by_rule(problem, rule)
    assert plan.status == "rule"
    assert {one.kind for one in breaches_of(checked(problem), plan.rows)} <= {"floor"}


def test_renewals_come_before_anybody_new() -> None:
    ends = group("renew", 3, covered_until=FIRST + -1, decile=9)
    money = fund(5 * 201_600, starts=frozenset(YEAR[:1]))
    plan = plan_of(asked([money], [ends, group("poor", 10, decile=1, hazard="high")]))
    assert (plan.renewed, plan.newly_covered, plan.lapses) == (3, 2, 0)
    assert {one.code: one.facts.get("count") for one in plan.findings}["plan_renewals_supposed"] == 3
    assert plan.status == "optimal"


@pytest.mark.parametrize("amount", [0, 9_999, 201_600])
def test_whoever_a_fund_could_keep_lapses_for_want_of_money_and_not_of_a_fund(amount: int) -> None:
    ends = group("renew", 3, covered_until=FIRST + -1)
    told = {one.code: one.facts.get("count") for one in plan_of(asked([fund(amount)], [ends])).findings}
    assert told["plan_lapses_without_money"] == 3 - amount // 201_600
    assert "plan_lapses_without_fund" not in told


def test_money_for_palm_workers_pays_nobody_else() -> None:
    dbh = fund_by_law("dbh", "dbh_sawit", 10**9, YEAR, acceptance=1)
    grower = group("grower", 5, occupation="palm_grower")
    member = group("member", 5, occupation="palm_grower", covered_until=FIRST)
    plan = plan_of(asked([dbh], [grower, member, group("fisher", 5, occupation="fisher")]))
    assert {row.group for row in plan.rows} == {"grower"}
    assert any(one.code == "plan_lapses_without_fund" and one.facts["count"] == 5 for one in plan.findings)


def test_names_are_ordered_for_the_acceptance_but_no_more_heads_are_paid() -> None:
    (row,) = plan_of(
        asked([fund(20 * 201_600, acceptance=Fraction(1, 2), starts=frozenset(YEAR[:1]))], [group(count=100)])
    ).rows
    assert (row.heads, row.ordered, row.expected, row.cost) == (20, 40, 20, 20 * 201_600)


def test_of_too_few_people_no_more_are_expected_than_accept() -> None:
    (row,) = plan_of(asked([fund(10**9, acceptance=Fraction(1, 2))], [group(count=11)])).rows
    assert (row.heads, row.ordered, row.expected) == (5, 10, 5)


def test_the_target_is_reached_before_the_most_exposed_are_protected_longer() -> None:
    plan = plan_of(asked([fund(10 * 50_400)], [group(count=20)], targets=(Target(YEAR[-1], 10),)))
    assert (plan.short_of_target, plan.newly_covered) == (0, 10)
    short = plan_of(asked([fund(10 * 50_400)], [group(count=20)], targets=(Target(YEAR[-1], 12),)))
    assert short.short_of_target == 2
    assert any(one.code == "plan_target_missed" and one.facts["short"] == 2 for one in short.findings)


def test_whoever_passes_the_upper_age_within_the_plan_is_kept_up_to_then_before_anybody_new() -> None:
    ages = group("ages", 5, covered_until=FIRST + -1, until=Month(2026, 11), decile=9)
    plan = plan_of(asked([fund(5 * 11 * 16_800)], [ages, group("poor", 5, decile=1, hazard="high")]))
    assert [(row.group, row.last, row.heads) for row in plan.rows] == [("ages", Month(2026, 11), 5)]
    assert (plan.lapses, plan.lapses_avoided) == (0, 5)
    assert not {"plan_lapses_without_fund", "plan_ends_again"} & {one.code for one in plan.findings}


def _alike(count: int, place: int, **own: object) -> Group:
    return Group(f"g{place}", f"16.06.01.200{place}", "16.06.01", "BPU", count, **own)  # type: ignore[arg-type]


def test_villages_that_are_alike_share_what_the_money_pays_for_in_proportion() -> None:
    money = fund(12 * 201_600, starts=frozenset(YEAR[:1]), least_months=12)
    plan = plan_of(asked([money], [_alike(10, 1), _alike(20, 2)]))
    assert [(row.group, row.heads) for row in plan.rows] == [("g1", 4), ("g2", 8)]
    assert plan.status == "optimal"


def test_a_head_left_over_among_those_who_are_alike_goes_by_the_seed() -> None:
    money = fund(201_600, starts=frozenset(YEAR[:1]), least_months=12)
    groups = [_alike(10, 1), _alike(10, 2)]
    to = {plan_of(asked([money], groups, seed=str(number))).rows[0].group for number in range(8)}
    assert to == {"g1", "g2"}


def test_what_a_floor_or_a_batch_holds_in_a_village_stays_there() -> None:
    floor = (Floor("16.06.01.2001", 9),)
    money = fund(12 * 201_600, starts=frozenset(YEAR[:1]), least_months=12)
    plan = plan_of(asked([money], [_alike(10, 1), _alike(20, 2)], floors=floor))
    assert sum(row.heads for row in plan.rows if row.group == "g1") >= 9
    batch = plan_of(asked([replace(money, minimum_batch=10)], [_alike(20, 1), _alike(20, 2)]))
    assert [row.heads for row in batch.rows] == [12]


def test_what_is_spent_at_least_is_proven_to_the_rupiah() -> None:
    """The solver stops a little less than a rupiah above its bound; of a hundred rupiah that is more than the gap."""
    first = Fund("f0", "csr", 5, dict.fromkeys(YEAR[:4], 1), acceptance=Fraction(1, 3), least_months=1)
    empty = Fund("f1", "csr", 0, dict.fromkeys(YEAR[:4], 16_800), acceptance=1, least_months=1)
    later = Fund("f2", "csr", 98, dict.fromkeys(YEAR[1:4], 7), acceptance=1, least_months=2)
    groups = tuple(replace(group(f"g{place}", count), decile=1, hazard="low") for place, count in enumerate((2, 0, 8)))
    plan = plan_of(Problem(YEAR[0], YEAR[3], (first, empty, later), groups))
    assert (plan.status, plan.stages[-1].value, plan.stages[-1].bound) == ("optimal", 102, 102)


def test_fewer_than_a_batch_are_not_begun() -> None:
    many = fund(10**9, minimum_batch=11)
    assert plan_of(asked([many], [group(count=10)])).rows == ()
    assert plan_of(asked([many], [group(count=11)])).newly_covered == 11


def test_who_is_protected_by_another_is_paid_for_afterwards_only() -> None:
    (row,) = plan_of(asked([fund(10**9)], [group(covered_until=Month(2026, 5))])).rows
    assert (row.first, row.last, row.without_gap) == (Month(2026, 6), Month(2026, 12), True)


@pytest.mark.parametrize("until", [Month(2026, 10), Month(2026, 11)])
def test_a_membership_that_ends_in_the_last_months_is_kept_however_short_and_whenever_lists_begin(until: Month) -> None:
    late = fund(10**9, least_months=3, starts=frozenset(YEAR[:1]))
    plan = plan_of(asked([late], [group(covered_until=until)]))
    assert (plan.lapses, plan.lapses_avoided) == (0, 10)
    assert [(row.first, row.last) for row in plan.rows] == [(until + 1, YEAR[-1])]
    new = checked(asked([late], [group()]))
    short = row(first=YEAR[10], cost=5 * 33_600)
    assert [one.kind for one in breaches_of(new, [short])] == ["months"]


@pytest.mark.parametrize(
    ("funds", "floor", "code"),
    [
        ([fund(10**9)], 11, "plan_floor_above_people"),
        ([fund(10**9, minimum_batch=11)], 5, "plan_floor_against_batch"),
        ([fund(50_400)], 5, "plan_floors_above_money"),
        ([fund(10**9, use=Use(villages=frozenset()))], 5, "plan_floor_above_people"),
    ],
)
def test_wishes_that_collide_are_named(funds: list[Fund], floor: int, code: str) -> None:
    plan = plan_of(asked(funds, [group()], floors=(Floor("16.06.01", floor),)))
    assert (plan.status, plan.rows, plan.findings[0].code) == ("infeasible", (), code)


def test_how_much_money_the_floors_lack_is_told_to_the_rupiah() -> None:
    plan = plan_of(asked([fund(50_399)], [group()], floors=(Floor("16.06.01.2001", 2),)))
    told = {one.code: one.facts for one in plan.findings}
    assert told["plan_money_lacking"] == {"fund": "apbd", "rupiah": 2 * 50_400 - 50_399}
    assert told["plan_floors_above_money"]["heads"] == 2


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (asked([fund(1), fund(2)], [group()]), "plan_told_twice"),
        (asked([fund(1)], [group(), group()]), "plan_told_twice"),
        (asked([fund(-1)], [group()]), "plan_number_outside"),
        (asked([fund(1)], [group(count=-1)]), "plan_number_outside"),
        (asked([fund(1)], [group(hazard="extreme")]), "plan_number_outside"),
        (asked([fund(1)], [group()], targets=(Target(Month(2027, 1), 1),)), "plan_target_outside"),
        (replace(asked([fund(1)], [group()]), last=Month(2025, 1)), "plan_months_outside"),
    ],
)
def test_a_question_that_cannot_be_is_refused(problem: Problem, code: str) -> None:
    with pytest.raises(Refused) as refused:
        plan_of(problem)
    assert refused.value.code == code


def row(**own: object) -> PlanRow:
    told = {"village": "16.06.01.2001", "district": "16.06.01", "fund": "apbd", "group": "g", "first": YEAR[0]}
    told |= {"last": YEAR[-1], "heads": 5, "ordered": 5, "expected": 5, "renewed": False, "without_gap": False}
    return PlanRow(**{**told, "cost": 5 * 201_600, **own})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (row(cost=5 * 201_600 - 1), "cost"),
        (row(heads=11, ordered=11, expected=11, cost=11 * 201_600), "people"),
        (row(ordered=11), "names"),
        (row(first=YEAR[10], cost=5 * 33_600), "months"),
        (row(last=Month(2027, 1)), "months"),
        (row(fund="csr"), "unknown"),
        (row(heads=4, ordered=4, expected=4, cost=4 * 201_600), "floor"),
        (row(expected=6), "row"),
        (row(expected=-1), "row"),
        (row(village="16.06.01.2002"), "row"),
        (row(district="16.06.02"), "row"),
        (row(renewed=True), "row"),
    ],
)
def test_the_check_finds_each_kind_of_breach(broken: PlanRow, kind: str) -> None:
    problem = checked(asked([fund(10**9)], [group()], floors=(Floor("16.06.01", 5),)))
    assert breaches_of(problem, [row()]) == ()
    assert kind in {one.kind for one in breaches_of(problem, [broken])}


def test_the_check_finds_a_fund_that_is_a_rupiah_short() -> None:
    assert breaches_of(checked(asked([fund(5 * 201_600)], [group()])), [row()]) == ()
    (breach,) = breaches_of(checked(asked([fund(5 * 201_600 - 1)], [group()])), [row()])
    assert (breach.kind, breach.limit, breach.found) == ("fund", 5 * 201_600 - 1, 5 * 201_600)
