"""A table of people is answered as its rows are one by one, on every engine and in whatever order they come."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.scheme.contribution import Contribution, Member, contribution_of
from cakupan.scheme.contribution_table import COLUMNS, PROGRAMMES, SIDES, with_contributions
from cakupan.scheme.eligibility import Person, Rule, eligibility_of, rules_on
from cakupan.scheme.eligibility_table import with_eligibility
from cakupan.scheme.in_force import Law, Override, law_for, the_law
from cakupan.scheme.unit_cost import PAYERS, is_transport
from oracles import cases
from tables import engine, rows, table

Row = dict[str, Any]
MEMBERS = pa.schema(
    {"person": pa.int64(), "segment": pa.string(), "payer": pa.string(), "income": pa.int64()}
    | {"risk_class": pa.int64(), "occupation": pa.string()}
)
PEOPLE = pa.schema(
    {"person": pa.int64(), "birth": pa.date32(), "citizen": pa.bool_(), "home": pa.string(), "occupation": pa.string()}
    | {"member_segment": pa.string(), "decile": pa.int32(), "social_aid": pa.bool_(), "sex": pa.string()}
    | {"family_card": pa.string(), "household_enrolled": pa.int64()}
)
OWN = """
- id: eligible_social_aid
  enacted: null
  in_force: {from: 2025-01-01}
  value: {field: social_aid, test: is, against: false}
  unit: rule
  source: an office
  sure: B
- id: eligible_household
  enacted: null
  in_force: {from: 2025-01-01}
  value: {field: place_in_household, test: at_most, against: 1}
  unit: rule
  source: an office
  sure: B
- id: eligible_women
  enacted: null
  in_force: {from: 2025-01-01}
  value: {field: sex, test: none_of, against: [L]}
  unit: rule
  source: an office
  sure: B
"""
CLASSES = """
- id: bpu_income_classes
  enacted: null
  in_force: {from: 2015-07-01}
  value: [1000000, 1500000]
  unit: rupiah/month
  source: an office
  sure: B
"""
DAY = date(2025, 7, 31)


def own() -> tuple[Rule, ...]:
    return rules_on(law_for([Override("own.yaml", OWN)], area="16.06"), DAY, "16.06")


members = st.fixed_dictionaries(
    {
        "segment": st.sampled_from(("PU", "BPU", "Jakon", "PMI")),
        "payer": st.sampled_from((*PAYERS, None, "nobody")),
        "income": st.one_of(
            st.none(), st.integers(-1, 20_000_000), st.sampled_from((1_000_000, 1_500_000, 10**10 + 1))
        ),
        "risk_class": st.sampled_from((None, 1, 2, 3, 4, 5, 6)),
        "occupation": st.sampled_from((None, "driver", "fisher")),
    }
)
MONTHS = st.integers(0, 12 * 4 - 1).map(lambda number: Month(2023, 6) + number)


def alone(law: Law, row: Row, month: Month) -> Row:
    transport = is_transport(law, row["occupation"], month.last_day)
    told = Member(row["segment"], row["income"], row["payer"], row["risk_class"], transport=transport)
    try:
        owed = contribution_of(law, told, month)
    except Refused:
        return dict.fromkeys(COLUMNS)
    return in_columns(owed)


def in_columns(owed: Contribution) -> Row:
    by_programme = {name.lower(): owed.of(name) for name in PROGRAMMES}
    return by_programme | {f"by_{side}": owed.by(side) for side in SIDES} | {"contribution": owed.total}


@cases(60)
@given(st.lists(members, max_size=8), MONTHS, st.booleans())
def test_what_each_row_owes_is_what_one_owes(drawn: list[Row], month: Month, classes: bool) -> None:
    law = law_for([Override("classes.yaml", CLASSES)]) if classes else the_law()
    told = [{"person": number, **row} for number, row in enumerate(drawn)]
    people = engine().table(pa.Table.from_pylist(told, schema=MEMBERS))
    found = {row["person"]: row for row in rows(with_contributions(people, law, month))}
    for row in told:
        assert {name: found[row["person"]][name] for name in COLUMNS} == alone(law, row, month)


BIRTHS = ("1959-07-31", "1959-08-01", "1990-01-01", "2008-07-31", "2030-01-01")
people = st.fixed_dictionaries(
    {
        "birth": st.sampled_from((None, *map(date.fromisoformat, BIRTHS))),
        "citizen": st.sampled_from((None, True, True, False)),
        "home": st.sampled_from((None, "16.06.01.2001", "16.06", "16.061", "16.07.01.2001")),
        "occupation": st.sampled_from((None, "fisher", "fisher", "civil_servant")),
        "member_segment": st.sampled_from((None, "none", "none", "PU", "BPU", "Jakon")),
        "decile": st.sampled_from((None, 1, 3, 4)),
        "social_aid": st.sampled_from((None, False, True)),
        "sex": st.sampled_from((None, "L", "P", "P")),
        "family_card": st.sampled_from((None, "a", "b")),
        "household_enrolled": st.sampled_from((None, None, 0, 1)),
    }
)  # fmt: skip


@cases(60)
@given(st.lists(people, max_size=8), st.randoms())
def test_who_of_a_table_is_eligible_is_eligible_alone(drawn: list[Row], random: Any) -> None:
    rules = own()
    told = [{"person": number, **row} for number, row in enumerate(drawn)]
    mixed = random.sample(told, len(told))
    found = rows(with_eligibility(engine().table(pa.Table.from_pylist(mixed, schema=PEOPLE)), rules, DAY))
    by_person = {row["person"]: row for row in found}
    assert len(found) == len(told)
    for row in told:
        answered = by_person[row["person"]]
        asked = {name: value for name, value in row.items() if name in Person.__dataclass_fields__}
        one = eligibility_of(Person(**asked, place_in_household=answered["place_in_household"]), rules, DAY)
        assert (answered["eligible"], answered["because"]) == (one.verdict, one.because)
        assert {step.rule: answered[step.rule] for step in one.steps} == {step.rule: step.verdict for step in one.steps}
    assert at_most_one_of_each_card(by_person.values())


def at_most_one_of_each_card(answered: Any) -> bool:
    chosen = [row["family_card"] for row in answered if row["eligible"] == "yes"]
    return len(chosen) == len(set(chosen))


def test_of_a_household_the_poorest_comes_first_and_then_the_oldest(on_each_engine: None) -> None:
    drawn = """
        person | birth      | decile | family_card
        1      | 1980-01-01 | 2      | a
        2      | 1990-01-01 | 1      | a
        3      | 1970-01-01 | 2      | a
        4      | 1940-01-01 | 1      | a
        5      | 1980-01-01 | 2      |
    """
    rules = own()
    asked = table(drawn)
    schema = {name: PEOPLE.field(name).type for name in PEOPLE.names}
    missing = {name: cast_null(kind) for name, kind in schema.items() if name not in asked.columns}
    found = with_eligibility(asked.mutate(**missing), rules, DAY)
    assert {row["person"]: row["place_in_household"] for row in rows(found)} == {1: 3, 2: 1, 3: 2, 4: None, 5: None}


def cast_null(kind: pa.DataType) -> Any:
    import ibis

    names = {pa.bool_(): "boolean", pa.string(): "string", pa.int64(): "int64", pa.int32(): "int32"}
    return ibis.null(names[kind])


@pytest.mark.parametrize("month", ["2020-10", "2025-07", "2026-02", "2026-05"])
def test_the_same_on_each_engine(on_each_engine: None, month: str) -> None:
    drawn = """
        person | segment | payer        | income  | risk_class | occupation
        1      | BPU     | apbd_regency |         |            | fisher
        2      | BPU     | self         | 1000050 |            | driver
        3      | PU      | employer     | 5000000 | 1          | clerk
        4      | Jakon   | employer     | 5000000 | 1          | builder
    """
    asked = Month(int(month[:4]), int(month[5:]))
    programmes = {"PU": ("JKK", "JKM", "JHT")}
    found = {row["person"]: row for row in rows(with_contributions(table(drawn), the_law(), asked, programmes))}
    wage = contribution_of(the_law(), Member("PU", 5_000_000, risk_class=1, programmes=programmes["PU"]), asked)
    driver = contribution_of(the_law(), Member("BPU", 1_000_050, "self", transport=True), asked)
    told = [found[number]["contribution"] for number in (1, 2, 3, 4)]
    sponsored = {"2020-10": 168}.get(month, 16_800)
    assert told == [sponsored, driver.total, wage.total, None]
