"""Plans as a command and as scenarios: what is told, kept, compared, drawn again, and who may see it."""

import csv
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.planning.problem import Group
from cakupan.scheme.in_force import Override
from cakupan_app.look.words import LANGUAGES
from cakupan_app.work import plan_people, plans
from cakupan_app.work.plan import FloorAsked, FundAsked, PlanQuestion, planned
from cakupan_app.work.plan_asked import as_document, checked_question, from_document, fund_of, law_of
from cakupan_app.work.plan_people import PlanPeopleQuestion
from cakupan_app.work.plan_result import result_of, rows_of
from cakupan_app.work.rights import Actor, Assigned, NotAllowed
from cakupan_app.work.seeing import Looking, PurposeMissing
from few_people import ANALYST, AT, BUDGET, SEKAYU, looks, opened, publish
from made_up import Regency

Command = Callable[..., Any]
AREA = ("--area", "16.06")
YEAR = ("--until", "2026-12", "--from", "2026-01")
QUESTION = PlanQuestion("16.06", Month(2026, 6), (FundAsked("apbd", 10**9),), since=Month(2025, 9), seed="Sekayu")


@pytest.fixture
def known(cakupan: Command, workspace: Path, tmp_path: Path) -> Iterator[Any]:
    """Four people on two lists, asked as a process that serves them asks."""
    publish(cakupan, tmp_path)
    with opened(workspace) as served:
        yield served


def kept(known: Any, name: str = "satu", question: PlanQuestion = QUESTION) -> plans.Scenario:
    return plans.save_as(ANALYST, known.answer(planned, question), name, at=AT)


def _draw_again(rows: list[dict[str, str]], seed: str) -> None:
    """By what the list itself says: nothing else is needed to see who comes first in each group."""
    order = {"high hazard": 0, "medium hazard": 1, "low hazard": 2}
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row["Group of the plan"]:
            groups.setdefault(row["Group of the plan"], []).append(row)

    def turn(row: dict[str, str]) -> tuple[int, int, str]:
        ticket = sha256(f"{seed}:{row['Key of the person']}".encode()).hexdigest()
        return int(row["DTSEN decile"] or 11), order[row["Hazard of their work"]], ticket

    assert any(int(of[0]["Quota of the group"]) < len(of) for of in groups.values())
    for of in groups.values():
        paid = sorted(of, key=turn)[: int(of[0]["Quota of the group"])]
        assert paid == [one for one in sorted(of, key=turn) if one["Reason"] == "Within the quota"]


@pytest.mark.slow
def test_the_document_has_what_other_programs_rely_on_and_adds_up(
    cakupan: Command, regency: Regency, tmp_path: Path
) -> None:
    there = ("--workspace", regency.copied_to(tmp_path))
    money = ("--fund", "apbd=Rp20 juta", "--fund", "dbh-sawit=5.000.000", "--acceptance", "apbd=85%")
    answer = cakupan("plan", *AREA, *YEAR, *money, "--floor", "16.06.01=3", "--seed", "Sekayu",
                     "--save", "satu", "--json", *there)  # fmt: skip
    found = answer.json
    assert answer.status == 1  # some protection ends all the same, for want of money
    assert {"status", "bound", "gap", "stages", "cost", "newly_covered", "renewed", "rows"} <= set(found)
    assert [one["name"] for one in found["stages"]] == ["keep", "target", "exposure", "cost"]
    assert found["cost"] == sum(row["cost"] for row in found["rows"]) <= 25_000_000
    for fund in found["funds"]:
        assert fund["spent"] + fund["unspent"] == fund["amount"]
        assert fund["spent"] == sum(fund["by_month"].values())
    assert sum(row["heads"] for row in found["rows"] if row["district"] == "16.06.01") >= 3
    for people in (found["people"]["listed"], found["people"]["ending"]):
        assert people["people"] == people["grouped"] + sum(people["aside"].values())
    assert set(found["by_rule"]) == {"first_come", "equal_split", "poorest_first"}
    assert found["saved"]["name"] == "satu"
    assert "plan_more_money" in {one["code"] for one in found["findings"]}
    names = tmp_path / "nama.csv"
    chart = tmp_path / "anggaran.svg"
    more = (
        "--fund",
        "apbd=25.000.000",
        "--compare",
        "satu",
        "--seed",
        "2026-01-05 Sekayu",
        "--names",
        names,
        "--chart",
        chart,
        "--lang",
        "en",
        *there,
    )
    page = cakupan("plan", *AREA, *YEAR, *more)
    assert page.status == 1
    assert "This plan" in chart.read_text(encoding="utf-8") and str(chart) in page.out
    assert "Compared with “satu”" in page.out
    assert "more in apbd protects" in page.out
    with names.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["Key of the person"] for row in rows})
    _draw_again(rows, "2026-01-05 Sekayu")
    assert {"Within the quota", "Over age"} <= {row["Reason"] for row in rows}
    assert "NIK" not in "".join(rows[0])
    assert all(row["Village or place"].endswith(")") for row in rows)  # villages of one name are told apart


@pytest.mark.slow
def test_a_target_needs_what_the_forecast_does_not_expect_without_the_plan(cakupan: Command, regency: Regency) -> None:
    there = ("--until", "2025-12", "--json", "--workspace", regency.workspace)
    ahead = cakupan("forecast", *AREA, *there).json
    others = [one for one in ahead["groups"] if (one["segment"], one["payer"]) != ("BPU", "apbd_regency")]
    goes_on = sum(one["path"][-1]["members"] for one in others)
    found = cakupan("plan", *AREA, "--fund", "apbd=1000000", *there).json
    wanted = {one["id"]: one["wanted"] for one in ahead["targets"]}
    (expected,) = {wanted[one["id"]] - one["needed"] for one in found["targets"]}
    # middles of groups do not quite add up to the middle of all
    assert goes_on * 0.97 <= expected < ahead["path"][-1]["members"]
    # nobody else's members are taken over unasked, and how many are left to their payers is told
    assert found["people"]["payers"].keys() == {"apbd_regency"} and found["people"]["left_to"]
    assert "plan_left_to_payer" in {one["code"] for one in found["findings"]}
    more = cakupan("plan", *AREA, "--fund", "apbd=1000000", "--renew", "apbd,csr,apbdes", *there).json
    assert more["people"]["payers"].keys() > {"apbd_regency"}
    assert (
        more["people"]["payers"] | more["people"]["left_to"] == found["people"]["payers"] | found["people"]["left_to"]
    )
    assert "plan_target_by_forecast" in {one["code"] for one in found["findings"]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fund", "kas=1"), "plan_fund_unnamed"),
        (("--fund", "employer=1"), "plan_fund_unnamed"),
        (("--fund", "apbd=-5"), "plan_amount_unreadable"),
        (("--fund", "apbd=banyak"), "plan_amount_unreadable"),
        (("--fund", "apbd"), "plan_pair_unreadable"),
        ((), "plan_without_fund"),
        (("--fund", "apbd=1", "--fund", "apbd=2"), "plan_told_twice"),
        (("--fund", "apbd=9.072 juta"), "plan_amount_ambiguous"),
        (("--fund", "csr-1606010101809003=1"), "plan_words_hold_number"),
        (("--fund", "apbd=1", "--seed", "1\t2"), "plan_words_unwritable"),
        (("--fund", "apbd=1", "--save", "a\x1bb"), "plan_words_unwritable"),
        (("--fund", "apbd=1", "--seed", "1606010101809003"), "plan_words_hold_number"),
        (("--fund", "apbd=1", "--acceptance", "csr=0.5"), "plan_fund_unasked"),
        (("--fund", "apbd=1", "--minimum-batch", "apbd=0"), "plan_number_outside"),
        (("--fund", "apbd=1", "--acceptance", "apbd=140"), "plan_share_unreadable"),
        (("--fund", "apbd=1", "--floor", "16.07=5"), "plan_place_outside"),
        (("--fund", "apbd=1", "--floor", "16.06.01=sebagian"), "plan_heads_unreadable"),
        (("--fund", "apbd=1", "--names", "nama.doc"), "plan_names_unwritable"),
        (("--fund", "apbd=1", "--chart", "gambar.doc"), "chart_of_unknown_kind"),
        (("--fund", "mandiri=1000000"), "plan_alone_needs_once"),
        (("--fund", "apbd=1", "--save", "NIK 1606010101809003"), "plan_name_holds_number"),
        (("--fund", "apbd=1"), "plan_needs_lists"),  # the first day's files are recaps
    ],
)
def test_what_cannot_be_planned_is_refused_in_both_languages(
    published: Command, arguments: tuple[str, ...], code: str
) -> None:
    for lang in LANGUAGES:
        answer = published("plan", *AREA, *YEAR, *arguments, "--json", "--lang", lang)
        assert (answer.status, answer.json["code"]) == (2, code)
        assert answer.json["error"].endswith(".")
        assert "1606010101809003" not in answer.out + answer.err


def test_a_file_of_funds_says_all_that_funds_can(published: Command, tmp_path: Path) -> None:
    from cakupan_app.work.plan_told import funds_in

    path = tmp_path / "dana.toml"
    path.write_text(
        '[[fund]]\nid = "kebun"\npayer = "dbh_sawit"\namount = "1,5 miliar"\nacceptance = "0,8"\nfrom = "2026-04"\n'
        'until = "2026-06"\noccupations = ["petani sawit"]\nnew_only = false\none_per_household = true\n'
        '[[floor]]\narea = "16.06.01"\nheads = 5\n',
        encoding="utf-8",
    )
    told = funds_in(path)
    (fund,) = told.funds
    assert (fund.payer, fund.amount, fund.occupations) == ("dbh_sawit", 1_500_000_000, ("palm_grower",))
    assert fund.one_per_household
    assert fund.months == (Month(2026, 4), Month(2026, 5), Month(2026, 6))
    assert told.floors == (FloorAsked("16.06.01", 5),)
    own = Override("bupati.yaml", "[]")
    question = PlanQuestion("16.06", Month(2026, 12), told.funds, since=Month(2026, 1), floors=told.floors, law=(own,))
    assert from_document(json.loads(json.dumps(as_document(question)))) == question
    for wrong, code in (("[[fund]]\nid = 'a'", "plan_funds_unreadable"), ("[[dana]]", "plan_funds_key_unknown")):
        path.write_text(wrong, encoding="utf-8")
        answer = published("plan", *AREA, *YEAR, "--funds", path, "--json")
        assert (answer.status, answer.json["code"]) == (2, code)


def test_money_that_wins_people_who_pay_alone_pays_once_for_each_and_renews_nobody() -> None:
    months = [Month(2026, 1), Month(2026, 2), Month(2026, 3)]
    fund = fund_of(FundAsked("mandiri", 10**7, once=25_000), "16.06", months, law_of(QUESTION))
    group = Group("a", "16.06.01.2001", "16.06.01", "BPU", 10)
    assert fund.cost(group, months[0], months[-1]) == 25_000
    assert fund.use.allows(group)
    assert not fund.use.allows(replace(group, covered_until=Month(2026, 1)))


def test_months_gone_by_and_another_area_are_refused(known: Any) -> None:
    gone = PlanQuestion("16.06", Month(2026, 6), QUESTION.funds, since=Month(2025, 6))
    with pytest.raises(Refused, match="plan_not_ahead"):
        known.answer(planned, gone)
    reversed_ = PlanQuestion("16.06", Month(2025, 7), QUESTION.funds, since=Month(2025, 9))
    with pytest.raises(Refused, match="plan_months_outside"):
        known.answer(planned, reversed_)
    with pytest.raises(Refused, match="plan_needs_lists"):
        known.answer(planned, PlanQuestion("16.07", Month(2026, 6), QUESTION.funds))


def test_a_kept_plan_is_the_plan_and_its_rows_are_read_again_as_they_were(known: Any) -> None:
    made = known.answer(planned, QUESTION)
    one = plans.save_as(ANALYST, made, "  satu  rencana ", at=AT)
    assert (one.name, one.made_by, one.question) == ("satu rencana", "analyst@contoh.id", checked_question(QUESTION))
    assert rows_of(plans.scenario(ANALYST, one.id).result) == made.plan.rows
    assert made.plan.newly_covered == 0  # one of 656 in a thousand is nobody
    with pytest.raises(Refused, match="plan_name_taken"):
        plans.save_as(ANALYST, made, "SATU RENCANA", at=AT)
    with pytest.raises(Refused, match="plan_name_missing"):
        plans.save_as(ANALYST, made, "  ", at=AT)


def test_a_plan_reached_by_its_id_is_as_safe_as_one_in_a_list(known: Any) -> None:
    one = kept(known)
    approver = Actor("a@contoh.id", "A", (Assigned("approver", "16.06"),))
    elsewhere = Actor("b@contoh.id", "B", (Assigned("analyst", "16.07"),))
    for actor in (ANALYST, BUDGET, approver):
        assert [told.id for told in plans.kept(actor, "16.06")] == [one.id]
        assert plans.scenario(actor, one.id).name == "satu"
    for actor in (SEKAYU, elsewhere):
        assert plans.kept(actor, "16.06") == []
        with pytest.raises(Refused, match="plan_scenario_unknown") as refused:
            plans.scenario(actor, one.id)
        with pytest.raises(Refused, match="plan_scenario_unknown") as none:
            plans.scenario(actor, one.id + 1)
        assert refused.value.facts.keys() == none.value.facts.keys()
    for actor in (SEKAYU, approver):
        with pytest.raises(NotAllowed):
            plans.save_as(actor, known.answer(planned, QUESTION), "dua", at=AT)


def test_two_plans_are_compared_figure_by_figure_and_what_else_differs_is_said(known: Any) -> None:
    sure = FundAsked("apbd", 10**9, acceptance=1)
    one, same = kept(known), kept(known, "lain", PlanQuestion("16.06", Month(2026, 6), (sure,), since=Month(2025, 9)))
    more = replace(QUESTION.funds[0], amount=10**10, payer="apbd_regency")  # as a form tells it, and a command does not
    rich = kept(known, "kaya", replace(QUESTION, funds=(more,)))
    assert plans.compared(one, rich).apart == ()
    found = plans.compared(one, same)
    totals = {told.name: told.more for told in found.totals}
    assert totals["newly_covered"] == 1
    assert totals["cost"] == next(told.more for told in found.funds if told.name == "spent")
    assert [told.code for told in found.apart] == ["plans_apart_conditions"]  # another share accepts: not money alone
    assert [told.more for told in found.villages if told.name == "new"] == [1]
    later = kept(known, "nanti", PlanQuestion("16.06", Month(2026, 7), (sure,), since=Month(2025, 10)))
    assert {told.code for told in plans.compared(one, later).apart} == {
        *("plans_apart_from", "plans_apart_until", "plans_apart_conditions")
    }
    csr = kept(known, "csr", PlanQuestion("16.06", Month(2026, 6), (FundAsked("csr", 5),), since=Month(2025, 9)))
    funds = {(told.of, told.name): told.more for told in plans.compared(one, csr).funds}
    assert funds["csr", "spent"] is None  # what one of them does not have is no zero


def test_names_are_drawn_again_as_they_were_and_seen_only_with_right_and_purpose(known: Any, caplog: Any) -> None:
    from cakupan_app.ledger.models import TrailLine

    caplog.set_level(logging.DEBUG)
    sure = PlanQuestion("16.06", Month(2026, 6), (FundAsked("apbd", 10**9, acceptance=1),), since=Month(2025, 9))
    one = kept(known, "sure", sure)

    def asked(looking: Looking) -> PlanPeopleQuestion:
        return PlanPeopleQuestion(looking, one, date(2025, 8, 15))

    drawn = known.look(lambda view, _, scenario: plan_people.drawn_of(view, scenario), one)
    again = known.look(lambda view, _, scenario: plan_people.drawn_of(view, scenario), one)
    assert [told.person for told in drawn] == [told.person for told in again]
    assert Counter(told.reason for told in drawn) == {"within_quota": 1, "perhaps_member": 1}
    assert all(not told.name for told in drawn)
    with pytest.raises(NotAllowed):
        known.look(plan_people.plan_people_to_export, asked(looks(SEKAYU)))
    with pytest.raises(PurposeMissing):
        known.look(plan_people.plan_people_to_export, asked(Looking(ANALYST, AT)))
    exported = known.look(plan_people.plan_people_to_export, asked(looks(ANALYST)))
    assert {told.name for told in exported} == {"Zainal Abidin", "Darto Wiyono"}
    line = TrailLine.objects.order_by("number").last()
    assert line is not None
    assert (line.action, line.facts["list"], line.facts["scenario"]) == ("exported", "plan", one.id)
    assert set(line.facts["persons"]) == {told.person for told in drawn}
    assert sorted(told.nik for told in exported) == ["1606010101809003", "1606010301809007"]
    assert "1606010101809003" not in caplog.text + repr(exported)
    district = PlanPeopleQuestion(looks(ANALYST), one, date(2025, 8, 15), area="16.06.06")
    with pytest.raises(Refused) as nobody:
        known.look(plan_people.plan_people_to_export, district)
    assert nobody.value.code == "plan_export_empty"


def test_the_result_says_nothing_in_any_language(known: Any) -> None:
    result = result_of(known.answer(planned, QUESTION))
    assert json.loads(json.dumps(result)) == result
    assert result["version"] == 1
    assert {"code", "severity", "facts"} == set(result["findings"][0])


def test_names_on_the_command_line_need_a_purpose_and_stand_on_the_trail(
    known: Any, cakupan: Command, tmp_path: Path
) -> None:
    from cakupan_app.ledger.models import TrailLine

    path = tmp_path / "nama.xlsx"
    asked = ("plan", *AREA, "--until", "2026-06", "--fund", "apbd=1000000", "--names", path)
    assert cakupan(*asked, "--json").json["code"] == "plan_seed_needed"
    asked = (*asked, "--seed", "2026-01-05 Sekayu")
    assert cakupan(*asked, "--purpose", "x", "--json").json["code"] == "people_export_purpose_missing"
    text = (*asked, "--names", tmp_path / "nama.csv", "--purpose", "lampiran SK 12/2026")
    assert (cakupan(*text, "--json").json["code"], (tmp_path / "nama.csv").exists()) == (
        "plan_names_need_workbook",
        False,
    )
    answer = cakupan(*asked, "--purpose", "lampiran SK 12/2026", "--lang", "en")
    assert answer.status == 0
    assert path.read_bytes().startswith(b"PK")
    line = TrailLine.objects.order_by("number").last()
    assert line is not None
    assert (line.action, line.purpose, line.facts["rows"]) == ("exported", "lampiran SK 12/2026", 2)
    assert "1606010101809003" not in answer.out + answer.err


def test_a_discount_that_nobody_confirmed_is_said_beside_the_plan_that_counts_on_it(known: Any) -> None:
    def said(*funds: FundAsked) -> list[tuple[str, Any]]:
        found = known.answer(planned, replace(QUESTION, funds=funds)).findings
        return [(one.code, one.facts["payer"]) for one in found if one.code.startswith("discount_")]

    assert said(FundAsked("csr", 10**7), FundAsked("csr-kebun", 10**7), FundAsked("apbdes", 10**7)) == [
        ("discount_by_wording", "csr"),
        ("discount_payer_unknown", "apbdes"),
    ]
    assert said(FundAsked("apbd", 10**7), FundAsked("csr", 10**7, monthly=16_800)) == []


TRANSPORT = """
- id: bpu_transport_occupations
  enacted: 2026-01-02
  in_force: {from: 2026-01-01, until: 2027-03-31}
  value: [driver]
  unit: words
  source: a made-up letter of the branch
  sure: A
  area: "16.06"
"""


def test_transport_work_is_told_apart_in_a_plan_only_where_it_is_known_what_it_is() -> None:
    from cakupan.planning.problem import fund_by_law
    from cakupan.scheme.in_force import Override, law_for
    from cakupan.scheme.unit_cost import unit_cost
    from cakupan_app.work.plan import alike_of

    months = [Month(2025, 8) + number for number in range(17)]
    known = law_for([Override("cabang.yaml", TRANSPORT)], area="16.06")
    csr, apbd = (fund_by_law(payer, payer, 10**9, months, law=known) for payer in ("csr", "apbd_regency"))
    assert "driver" in alike_of((apbd, csr), known, months).transport
    assert alike_of((apbd,), known, months).transport == frozenset()
    # as the law files stand nobody knows what transport work is: the dearer, and it is said
    usual = fund_by_law("csr", "csr", 10**9, months)
    assert usual.monthly_transport is None
    assert usual.monthly[Month(2026, 2)] == 16_800
    told = unit_cost("csr", [Month(2026, 2)], transport=True)
    assert "transport_work_not_known" in {one.code for one in told.findings}
    assert "step_transport" in {one.code for one in told.months[0].steps}
    assert "transport_work_not_known" not in {
        one.code for one in unit_cost("csr", [Month(2026, 5)], transport=True).findings
    }


def test_the_form_holds_the_money_of_a_plan_made_by_command_and_says_what_it_does_not_hold() -> None:
    from cakupan_app.desk.planning_form import typed_of, unheld

    palm = FundAsked("dbh-sawit", 5_000_000, occupations=("palm_grower",))
    question = replace(QUESTION, funds=(FundAsked("apbd", 10**9), FundAsked("apbd-dua", 10**6), palm))
    typed = typed_of("", question)
    assert (typed["fund-apbd_regency"], typed["fund-dbh_sawit"]) == ("1.000.000.000", "5.000.000")
    assert unheld(question) == ("apbd-dua", "dbh-sawit")
    assert unheld(QUESTION) == ()
