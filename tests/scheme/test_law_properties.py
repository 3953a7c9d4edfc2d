"""What holds of every contribution, whatever the wage, the month and the payer."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.scheme.contribution import PROGRAMMES, Contribution, Member, contribution_of
from cakupan.scheme.in_force import the_law
from cakupan.scheme.lump import jakon_of_contract, jakon_of_wages
from cakupan.scheme.unit_cost import PAYERS, unit_cost

MONTHS = st.integers(0, 12 * 5 - 1).map(lambda number: Month(2023, 3) + number)
WAGES = st.integers(1, 200_000_000)
VALUES = st.integers(1, 50_000_000_000)
PUBLIC = ("apbn", "apbd_regency", "apbd_province", "dbh_sawit", "dbhcht")
DAY = date(2025, 7, 31)


def adds_up(owed: Contribution) -> bool:
    by_programme = sum(owed.of(name) for name in {one.programme for one in owed.parts})
    sides = {one.side for one in owed.parts} - {"from_jkk", "from_jkm"}
    return owed.total == sum(one.amount for one in owed.parts) == by_programme == sum(owed.by(side) for side in sides)


@given(WAGES, st.sampled_from((1, 2, 3, 4, 5)), st.booleans(), MONTHS)
def test_of_a_wage_the_parts_add_up_and_none_is_below_zero(wage: int, risk: int, intensive: bool, month: Month) -> None:
    owed = contribution_of(the_law(), Member("PU", wage, risk_class=risk, labour_intensive=intensive), month)
    assert adds_up(owed)
    assert all(one.amount >= 0 for one in owed.parts)


@given(st.integers(1_000_000, 30_000_000), st.sampled_from((*PAYERS, None)), st.booleans(), MONTHS)
def test_of_a_class_the_parts_add_up(income: int, payer: str | None, transport: bool, month: Month) -> None:
    member = Member("BPU", income, payer, transport=transport, programmes=PROGRAMMES["BPU"])
    assert adds_up(contribution_of(the_law(), member, month))


@given(WAGES, MONTHS)
def test_above_the_cap_a_pension_costs_what_it_costs_at_the_cap(wage: int, month: Month) -> None:
    def pension(of: int) -> int:
        return contribution_of(the_law(), Member("PU", of, risk_class=1, programmes=("JP",)), month).total

    cap = the_law().on("jp_wage_cap", month.last_day).value
    assert pension(wage) == pension(min(wage, cap))


@given(WAGES, st.sampled_from((1, 2, 3, 4, 5)), MONTHS)
def test_job_loss_costs_an_employer_nothing_more(wage: int, risk: int, month: Month) -> None:
    def by_employer(*programmes: str) -> int:
        return contribution_of(the_law(), Member("PU", wage, risk_class=risk, programmes=programmes), month).by(
            "employer"
        )

    assert by_employer("JKK", "JKM", "JKP") == by_employer("JKK", "JKM")


@given(st.sampled_from(PUBLIC), st.booleans(), st.lists(MONTHS, min_size=1, max_size=24))
def test_public_money_never_has_the_discount(payer: str, transport: bool, months: list[Month]) -> None:
    found = unit_cost(payer, months, transport=transport)
    assert found.total == 16_800 * len(set(months))
    assert not found.findings


@given(st.sampled_from(PAYERS), st.booleans(), MONTHS)
def test_nobody_pays_more_than_what_is_taken_nothing_off_of(payer: str, transport: bool, month: Month) -> None:
    assert unit_cost(payer, [month], transport=transport).total in (8_400, 16_800)


@given(VALUES, st.integers(0, 5_000_000_000))
def test_a_greater_contract_never_pays_less(value: int, more: int) -> None:
    less, owed = (jakon_of_contract(the_law(), one, DAY) for one in (value, value + more))
    assert adds_up(less)
    assert all(less.of(name) <= owed.of(name) for name in ("JKK", "JKM"))


@given(st.one_of(VALUES, st.sampled_from((10**8, 5 * 10**8, 10**9, 5 * 10**9)).flatmap(
    lambda step: st.integers(step - 3, step + 3)
)))  # fmt: skip
def test_a_rupiah_more_of_a_contract_is_no_jump(value: int) -> None:
    less, owed = (jakon_of_contract(the_law(), one, DAY) for one in (value, value + 1))
    assert all(owed.of(name) - less.of(name) in (0, 1) for name in ("JKK", "JKM"))


@given(VALUES)
def test_a_contract_pays_at_most_its_first_rate(value: int) -> None:
    owed = jakon_of_contract(the_law(), value, DAY)
    assert owed.of("JKK") <= Fraction("0.0021") * value + 1
    assert owed.of("JKK") >= Fraction("0.0009") * value - 1


@given(VALUES)
def test_the_wages_of_a_project_pay_as_those_of_its_class(wages: int) -> None:
    assert adds_up(jakon_of_wages(the_law(), wages, DAY))


def test_of_several_months_each_has_its_own_rate_and_a_finding_is_told_once() -> None:
    months = [Month(2026, number) for number in range(1, 13)]
    assert [one.total for one in unit_cost("self", months).months] == [16_800] * 3 + [8_400] * 9
    assert [one.code for one in unit_cost("apbdes", months).findings] == ["discount_payer_unknown"]
    assert unit_cost("self", reversed([*months, *months])) == unit_cost("self", months)


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (Member("Jakon"), "segment_not_monthly"),
        (Member("BPU", 0), "income_outside"),
        (Member("BPU", 10**11), "income_outside"),
        (Member("BPU", programmes=("JP",)), "programme_not_of_segment"),
    ],
)
def test_what_nobody_can_owe_is_refused(member: Member, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        contribution_of(the_law(), member, Month(2025, 7))
    assert refusal.value.code == code


def test_no_month_costs_nothing_to_ask_about() -> None:
    with pytest.raises(Refused) as refusal:
        unit_cost("self", [])
    assert refusal.value.code == "months_missing"
