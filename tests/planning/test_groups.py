"""From people to groups: nobody is lost on the way, and everybody set aside has a reason."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.planning.defaults import hazard_of, hazards_supposed
from cakupan.planning.groups import Alike, Grouped, alike_for, grouped, listed_people
from cakupan.planning.people import ENDING, LISTED, OF_ENDING, OF_LISTED, SPONSORS, Window, people_ending, people_listed
from cakupan.planning.planned import plan_of
from cakupan.planning.problem import Fund, Problem, Use
from cakupan.scheme.eligibility import rules_on
from cakupan.scheme.in_force import Override, law_for
from oracles import examples
from tables import engine, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

JULY, FIRST, LAST = Month(2025, 7), Month(2026, 1), Month(2026, 12)
WINDOW = Window("16.06", JULY, FIRST, LAST, 17, 65)
DECILES = Alike(deciles=frozenset({1, 2, 3, 4}))

LISTS = """
person  | village       | district | area  | occupation | decile | born    | state    | perhaps | named_on
new     | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 1980-01 | uncovered|         | 2025-05-01
member  | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 1980-01 | member   |         | 2025-05-01
dead    | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 1980-01 | died     |         | 2025-05-01
ageless | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      |         | age_unknown |      | 2025-05-01
boy     | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 2009-02 | too_young|         | 2025-05-01
grown   | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 2009-01 | too_young|         | 2025-06-01
old     | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 1960-01 | uncovered|         | 2025-05-01
ageing  | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 1960-07 | uncovered|         | 2025-05-01
twin    | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 2      | 1980-01 | uncovered| yes     | 2025-05-01
clerk   | 16.06.01.2001 | 16.06.01 | 16.06 | civil_servant | 2   | 1980-01 | uncovered|         | 2025-05-01
rich    | 16.06.01.2001 | 16.06.01 | 16.06 | fisher     | 9      | 1980-01 | uncovered|         | 2025-05-01
placed  |               | 16.06.01 | 16.06 | fisher     | 2      | 1980-01 | uncovered|         | 2025-05-01
lost    |               |          | 16.06 |            |        | 1980-01 | uncovered|         | 2025-05-01
abroad  | 16.07.01.2001 | 16.07.01 | 16.07 | fisher     | 2      | 1980-01 | uncovered|         | 2025-05-01
"""

CALENDAR = """
person  | month   | segment | payer        | village       | district | area  | ends_on    | cause    | told  | paid_month | renewed_by | aged_month
grace   | 2025-07 | BPU     | apbd_regency | 16.06.01.2001 | 16.06.01 | 16.06 | 2026-02-28 | unpaid   | fully | 2025-12    | apbd_regency | 2026-10
earlier | 2025-07 | BPU     | apbd_regency | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-09-30 | unpaid   | fully | 2025-07    | apbd_regency | later
spring  | 2025-07 | BPU     | csr          | 16.06.01.2001 | 16.06.01 | 16.06 | 2026-03-15 | end_date | fully |            | csr |
ended   | 2025-07 | BPU     | csr          | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-10-31 | end_date | fully |            | csr |
wage    | 2025-07 | PU      | employer     | 16.06.01.2001 | 16.06.01 | 16.06 |            | unknown  | fully |            | employer |
alone   | 2025-07 | BPU     | self         | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-09-30 | unpaid   | fully | 2025-07    | self |
untold  | 2025-07 | BPU     |              | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-09-30 | unpaid   | fully | 2025-07    | |
later   | 2025-07 | BPU     | apbn         | 16.06.01.2001 | 16.06.01 | 16.06 | 2027-02-28 | end_date | fully |            | apbn |
aged    | 2025-07 | BPU     | csr          | 16.06.01.2001 | 16.06.01 | 16.06 | 2026-02-28 | over_age | fully |            | csr |
ageing  | 2025-07 | BPU     | csr          | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-09-30 | unpaid   | fully | 2025-07    | csr        | 2025-12
gone    | 2025-06 | BPU     | csr          | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-09-30 | unpaid   | fully | 2025-06    | csr |
"""  # noqa: E501


def _column(name: str, cells: list[str | None]) -> pa.Array:
    if name in ("named_on", "ends_on"):
        return pa.array([date.fromisoformat(cell) if cell else None for cell in cells], pa.date32())
    if name == "decile":
        return pa.array([int(cell) if cell else None for cell in cells], pa.int32())
    return pa.array([bool(cell) for cell in cells], pa.bool_()) if name == "perhaps" else pa.array(cells, pa.string())


def drawn(text: str) -> "ir.Table":
    headings, *lines = ([cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines())
    names = [str(name) for name in headings]
    told = {name: _column(name, [line[place] for line in lines]) for place, name in enumerate(names)}
    return engine().table(pa.table(told))


def why_of(people: "ir.Table") -> dict[str, str | None]:
    return {row["person"]: row["why"] for row in rows(people)}


def test_of_the_listed_each_is_set_aside_for_the_first_reason_that_holds() -> None:
    told = why_of(people_listed(drawn(LISTS), WINDOW))
    free = {"new", "grown", "ageing", "clerk", "rich", "placed", "lost"}
    assert {person for person, why in told.items() if why is None} == free
    assert {told[person] for person in told if person not in free} == set(OF_LISTED)
    assert "abroad" not in told


def test_of_members_only_those_whom_others_pay_for_and_who_end_within_the_plan_are_renewed() -> None:
    told = why_of(people_ending(drawn(CALENDAR), None, WINDOW))
    assert {person for person, why in told.items() if why is None} == {"grace", "earlier", "spring", "ended"}
    assert told["wage"] == "other_segment"
    assert (told["alone"], told["untold"], told["later"]) == ("pays_alone", "payer_unknown", "lasts")
    assert told["aged"] == told["ageing"] == "over_age"  # nothing is left to renew when the plan begins
    assert "gone" not in told  # of a month before the last one known
    few = Window("16.06", JULY, FIRST, LAST, 17, 65, renew=("csr",))
    others = people_ending(drawn(CALENDAR), None, few)
    assert (why_of(others)["grace"], why_of(others)["later"]) == ("other_sponsor", "lasts")
    found = grouped(others, engine(), DECILES)
    assert found.left_to == {"apbd_regency": 2}
    assert {one.payer for one in found.groups} == {"csr"}
    assert set(filter(None, told.values())) <= set(OF_ENDING)


def test_whose_payer_pays_month_by_month_is_paid_for_until_the_plan_begins_and_renewed_from_then() -> None:
    found = grouped(people_ending(drawn(CALENDAR), None, WINDOW), engine(), DECILES)
    until = Counter(one.covered_until for one in found.groups for _ in range(one.count))
    # two paid until December at least, one told to end in the middle of March, and one that has lapsed by then
    assert until == {Month(2025, 12): 2, Month(2026, 2): 1, Month(2025, 10): 1}
    assert found.paid_on == 1
    assert found.still_counted == {Month(2026, 1): 1, Month(2026, 2): 1}
    assert found.payers == {"apbd_regency": 2, "csr": 2}
    # the age that an extract knows of whom no list names ends what is paid for them
    assert {one.until: one.count for one in found.groups if one.until} == {Month(2026, 10): 1}
    assert (found.ages_out, found.ages_untold, found.in_arrears) == (1, 2, 0)


LATE = """
late    | 2025-07 | BPU     | csr          | 16.06.01.2001 | 16.06.01 | 16.06 | 2025-08-31 | unpaid   | fully | 2025-06    | csr        | later
"""  # noqa: E501


def test_who_is_behind_with_payments_is_told_and_not_promised_to_go_on_without_a_gap() -> None:
    late = drawn(CALENDAR.strip().splitlines()[0] + LATE)
    found = grouped(people_ending(late, None, WINDOW), engine(), DECILES)
    assert found.in_arrears == 1 and "plan_in_arrears" in {one.code for one in found.findings()}
    months = [FIRST + number for number in range(12)]
    fund = Fund("csr", "csr", 10**9, dict.fromkeys(months, 8_400))
    plan = plan_of(Problem(FIRST, LAST, (fund,), found.groups))
    assert [(one.first, one.heads, one.renewed, one.without_gap) for one in plan.rows] == [(FIRST, 1, True, False)]
    assert (plan.renewed, plan.lapses, plan.lapses_avoided) == (1, 0, 0)


def test_the_law_is_asked_of_the_listed_and_people_without_a_village_are_planned_where_they_are_known() -> None:
    rules = rules_on(law_for(area="16.06"), FIRST.last_day, "16.06")
    people = people_listed(drawn(LISTS), WINDOW)
    found = grouped(people, engine(), DECILES, rules)
    assert found.listed.people == 13
    assert found.listed.aside["eligible_occupation"] == found.listed.aside["eligible_decile"] == 1
    assert found.listed.grouped == 5
    assert found.unplaced == 2
    assert {one.village for one in found.groups} == {"16.06.01.2001", "16.06.01", "16.06"}
    assert [one.until for one in found.groups if one.until] == [Month(2026, 6)]
    assert found.ages_out == 1
    codes = {one.code for one in found.findings()}
    assert {"plan_unplaced", "plan_ages_out", "plan_aside_listed_eligible_decile"} <= codes


HOUSEHOLDS = """
person  | household_person | village       | district | area  | occupation    | decile | born    | state    | named_on
poor    | poor | 16.06.01.2001 | 16.06.01 | 16.06 | fisher        | 1      | 1990-01 | uncovered| 2025-05-01
older   | poor | 16.06.01.2001 | 16.06.01 | 16.06 | fisher        | 2      | 1980-01 | uncovered| 2025-05-01
younger | poor | 16.06.01.2001 | 16.06.01 | 16.06 | fisher        | 2      | 1985-01 | uncovered| 2025-05-01
clerk   | clerk | 16.06.01.2001 | 16.06.01 | 16.06 | civil_servant | 1      | 1970-01 | uncovered| 2025-05-01
husband | clerk | 16.06.01.2001 | 16.06.01 | 16.06 | fisher        | 3      | 1970-01 | uncovered| 2025-05-01
wife    | wife | 16.06.01.2001 | 16.06.01 | 16.06 | fisher        | 1      | 1970-01 | uncovered| 2025-05-01
covered | wife | 16.06.01.2001 | 16.06.01 | 16.06 | fisher        | 3      | 1970-01 | member   | 2025-05-01
"""
ONE_OF_A_CARD = """
- id: eligible_household
  enacted: 2025-01-01
  in_force: {from: 2025-01-01}
  value: {field: place_in_household, test: at_most, against: 1}
  unit: rule
  source: a made-up decree
  sure: A
  area: "16.06"
"""


def test_where_a_rule_or_a_fund_says_one_per_household_the_poorest_then_the_oldest_comes_first() -> None:
    listed = drawn(HOUSEHOLDS).mutate(perhaps=ibis.literal(False))
    law = law_for([Override("desa.yaml", ONE_OF_A_CARD)], area="16.06")
    rules = rules_on(law, FIRST.last_day, "16.06")
    people = people_listed(listed, WINDOW, rules)
    told = {row["person"]: row["place_in_household"] for row in rows(people)}
    # of the clerk's household the rules let in the husband alone; of the wife's one is a member already
    assert told == {"poor": 1, "older": 2, "younger": 3, "clerk": None, "husband": 1, "wife": 2, "covered": None}
    found = grouped(people, engine(), DECILES, rules)
    assert (found.listed.grouped, found.listed.aside["eligible_household"]) == (2, 3)
    fund = Fund("a", "csr", 1, {}, use=Use(one_per_household=True))
    without = [one for one in rules if one.id != "eligible_household"]
    groups = grouped(people, engine(), alike_for([fund], (1,)), without).groups
    assert [(one.further, one.count, fund.use.allows(one)) for one in groups] == [(False, 2, True), (True, 3, False)]


def test_people_are_told_apart_only_by_what_funds_and_weights_ask_about() -> None:
    plain = Fund("a", "csr", 1, {})
    palm = Fund("b", "dbh_sawit", 1, {}, use=Use(occupations=frozenset({"palm_grower"}), deciles=frozenset({7})))
    assert alike_for([plain], (5, 4, 1, 1)) == Alike(deciles=frozenset({1, 2}))
    told = alike_for([plain, palm], (5, 4, 1, 1), ["driver"])
    assert told == Alike(frozenset({"palm_grower"}), frozenset({1, 2, 7}), frozenset({"driver"}))


def test_every_occupation_has_one_hazard_and_what_is_not_listed_is_medium() -> None:
    assert set(hazards_supposed().value.values()) == {"low", "medium", "high"}
    assert hazard_of("other_unlisted") == "medium"


@st.composite
def crowds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """People of both origins as `planning.people` tells them, one row each."""
    some = st.one_of
    found = []
    for number in range(draw(st.integers(0, 25))):
        origin = draw(st.sampled_from((LISTED, ENDING)))
        village = draw(st.sampled_from(("16.06.01.2001", "16.06.01", "16.06")))
        covered = draw(st.integers(24_312, 24_318)) if origin == ENDING else None
        found.append(
            {
                "person": f"p{number}",
                "origin": origin,
                "why": draw(some(st.none(), st.sampled_from(OF_LISTED if origin == LISTED else OF_ENDING))),
                "village": village,
                "district": "16.06" if village == "16.06" else "16.06.01",
                "segment": "BPU",
                "occupation": draw(st.sampled_from(("fisher", "trader", "civil_servant", None))),
                "decile": draw(st.sampled_from((1, 3, 9, None))),
                "payer": draw(st.sampled_from(SPONSORS)) if origin == ENDING else None,
                "covered_until": covered,
                "protected_until": None if covered is None else covered + draw(st.integers(0, 2)),
                "until": draw(st.sampled_from((None, 24_320))),
                "listed": draw(st.integers(20_250_101, 20_250_103)),
                "place_in_household": draw(st.sampled_from((None, 1, 2))) if origin == LISTED else None,
                "age_told": True if origin == LISTED else draw(st.booleans()),
                "in_arrears": False if origin == LISTED else draw(st.booleans()),
            }
        )
    return found


_KINDS = {
    **dict.fromkeys(("person", "origin", "why", "village", "district", "segment", "occupation", "payer"), pa.string()),
    **{"decile": pa.int32()},
    **dict.fromkeys(("covered_until", "protected_until", "until", "listed", "place_in_household"), pa.int64()),
    **dict.fromkeys(("age_told", "in_arrears"), pa.bool_()),
}


@settings(max_examples=examples(30), deadline=None)
@given(crowds(), st.sampled_from((DECILES, Alike(frozenset({"fisher"}), households=True))))
def test_whoever_comes_in_is_grouped_or_set_aside_and_drawn_from_the_group_that_counts_them(
    crowd: list[dict[str, Any]], alike: Alike
) -> None:
    rules = rules_on(law_for(area="16.06"), FIRST.last_day, "16.06")
    people = engine().table(pa.Table.from_pylist(crowd, pa.schema(list(_KINDS.items()))))
    found: Grouped = grouped(people, engine(), alike, rules)
    for origin, counted in ((LISTED, found.listed), (ENDING, found.ending)):
        assert counted.people == sum(one["origin"] == origin for one in crowd)
        assert counted.people == counted.grouped + sum(counted.aside.values())
    assert sum(one.count for one in found.groups) == found.listed.grouped + found.ending.grouped
    assert len({one.id for one in found.groups}) == len(found.groups)
    # a group is one payer's, and its name says its village and nothing else
    assert {one.id.removeprefix(one.village).strip().isdigit() for one in found.groups} <= {True}
    everybody = listed_people(people, engine(), alike, rules)
    drawn_from = Counter(one.candidate.group for one in everybody if one.candidate)
    assert drawn_from == {one.id: one.count for one in found.groups}
    assert all(one.aside for one in everybody if one.candidate is None)
    assert len({one.person for one in everybody}) == len(everybody)


@pytest.mark.parametrize("origin", [LISTED, ENDING])
def test_nobody_at_all_makes_no_groups(origin: str) -> None:
    people = engine().table(pa.Table.from_pylist([], pa.schema(list(_KINDS.items()))))
    assert grouped(people.filter(people["origin"] == origin), engine(), DECILES).groups == ()
