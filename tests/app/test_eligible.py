"""`cakupan eligible` and `cakupan explain`: the law asked of a list, and of one person step by step."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
HEADINGS = ["NIK", "Nama", "Tanggal Lahir", "Desa", "Kecamatan", "Pekerjaan", "Desil", "No KK"]
FARMER = ["1606010505809001", "Budi Santoso", "05-05-1980", "Bailangu", "Sekayu", "Petani", "1", "1606010101109001"]
WIFE = ["1606014605829001", "Siti Aminah", "06-05-1982", "Bailangu", "Sekayu", "Petani", "1", "1606010101109001"]
OLD = ["1606010101509001", "Rahmat Hidayat", "01-01-1950", "Bailangu", "Sekayu", "Nelayan", "2", "1606010101109002"]
CLERK = ["1606010101909002", "Joko Umar", "01-01-1990", "Bailangu", "Sekayu", "PNS", "2", "1606010101109003"]
HOUSEHOLD = """
- id: eligible_household
  enacted: null
  in_force: {from: 2025-01-01}
  value: {field: place_in_household, test: at_most, against: 1}
  unit: rule
  source: Peraturan Bupati 54/2023
  sure: M
"""
ALL = ("--area", "16.06", "--on", "2025-07-31", "--citizen", "ya", "--member", "none")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "usulan-1606010505809001.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, FARMER, WIFE, OLD, CLERK])
    return path


def test_of_a_list_each_row_is_judged_and_nobody_is_named(cakupan: Command, listed: Path) -> None:
    answer = cakupan("eligible", listed, *ALL, "--json")
    assert answer.status == 0
    found = answer.json
    assert found["counts"] == {"yes": 2, "no": 2, "unknown": 0}
    told = {row["row"]: (row["eligible"], row["because"]) for row in found["rows"]}
    assert told == {
        2: ("yes", None),
        3: ("yes", None),
        4: ("no", "eligible_age_oldest"),
        5: ("no", "eligible_occupation"),
    }
    assert {"eligible_household", "eligible_social_aid"} == set(found["not_asked"])
    page = cakupan("eligible", listed, *ALL)
    for text in (answer.out, page.out, page.err):
        assert not any(part in text for row in (FARMER, WIFE, OLD, CLERK) for part in (row[0], row[1], row[7]))
    assert "syarat umur tertua: 1 baris (csv 4)" in page.out


def test_what_a_month_of_a_list_costs_is_told_where_it_is_said_who_pays(cakupan: Command, listed: Path) -> None:
    found = cakupan("eligible", listed, *ALL, "--payer", "apbd kabupaten", "--json").json
    assert (found["payer"], found["monthly"]) == ("apbd_regency", {"yes": 33_600, "unknown": 0})
    assert [row["contribution"] for row in found["rows"]] == [16_800] * 4
    page = cakupan("eligible", listed, "--area", "16.06", "--on", "2026-05-31", "--payer", "mandiri", "--lang", "en")
    assert "cannot be said yet: Rp16,800" in page.out  # two who pay alone, halved from April 2026 on
    assert cakupan("eligible", listed, *ALL, "--json").json["monthly"] is None


def test_the_next_wage_cap_is_told_where_it_is_said_how_the_economy_grew(cakupan: Command) -> None:
    wage = ("--segment", "PU", "--income", "12.000.000", "--risk-class", "1", "--since", "2025-12")
    page = cakupan("explain", *wage, "--growth", "5,11", "--lang", "en")
    assert "the next wage cap of JP is Rp11,086,300" in page.out  # as announced for 2026


def test_what_a_list_does_not_tell_is_no_yes(cakupan: Command, listed: Path) -> None:
    found = cakupan("eligible", listed, "--area", "16.06", "--on", "2025-07-31", "--json").json
    assert found["counts"] == {"yes": 0, "no": 2, "unknown": 2}
    assert {row["because"] for row in found["rows"] if row["eligible"] == "unknown"} == {"eligible_citizen"}


def test_a_regency_takes_one_of_each_household_by_a_rule_of_its_own(
    cakupan: Command, listed: Path, tmp_path: Path
) -> None:
    own = tmp_path / "perbup.yaml"
    own.write_text(HOUSEHOLD, encoding="utf-8")
    found = cakupan("eligible", listed, *ALL, "--law", own, "--json").json
    assert [row["eligible"] for row in found["rows"]] == ["yes", "no", "no", "no"]
    assert found["rows"][1]["because"] == "eligible_household"
    (rule,) = [one for one in found["rules"] if one["rule"] == "eligible_household"]
    assert (rule["override"], rule["source"]) == ("perbup.yaml", "Peraturan Bupati 54/2023")


def test_an_own_rule_that_cannot_be_used_is_refused_in_a_sentence(cakupan: Command, tmp_path: Path) -> None:
    own = tmp_path / "perbup.yaml"
    own.write_text(HOUSEHOLD.replace("at_most", "atmost"), encoding="utf-8")
    answer = cakupan("eligible", *ALL, "--law", own, "--lang", "en", "--json")
    assert (answer.status, answer.json["code"]) == (2, "law_rule_unreadable")
    assert "perbup.yaml, rule eligible_household" in answer.err


@pytest.mark.parametrize(
    ("birth", "status", "verdict"),
    [("1980-05-05", 0, "yes"), ("1950-01-01", 1, "no"), (None, 1, "unknown")],
)
def test_one_person_is_judged_step_by_step(cakupan: Command, birth: str | None, status: int, verdict: str) -> None:
    of_person = ("--home", "16.06.01", "--occupation", "petani", "--decile", "2")
    born = ("--birth", birth) if birth else ()
    answer = cakupan("eligible", *ALL, *of_person, *born, "--json")
    assert (answer.status, answer.json["eligible"]) == (status, verdict)
    for step in answer.json["steps"]:
        assert set(step) >= {"rule", "asked", "value", "verdict", "source", "sure"}
        assert step["source"]


def test_a_contribution_is_explained_with_the_months_in_which_it_changes(cakupan: Command) -> None:
    found = cakupan("explain", "--payer", "mandiri", "--since", "2026-01", "--until", "2026-12", "--json").json
    owed = found["contribution"]
    assert owed["total"] == 126_000
    assert [(run["since"], run["until"], run["total"]) for run in owed["steps"]] == [
        ("2026-01", "2026-03", 16_800),
        ("2026-04", "2026-12", 8_400),
    ]
    assert sum(month["total"] for month in owed["months"]) == owed["total"]
    page = cakupan("explain", "--payer", "apbd kabupaten", "--since", "2026-05", "--lang", "en")
    assert "Rp16,800 for 1 month" in page.out
    assert "bpu_discount_payers" in page.out
    assert "PP 50/2025 art 3" in page.out


def test_what_the_state_pays_of_a_wage_earner_s_contribution_and_what_is_not_known_of_transport_is_told(
    cakupan: Command,
) -> None:
    wage = ("--segment", "PU", "--income", "5.000.000", "--risk-class", "1", "--since", "2025-06", "--lang", "en")
    page = cakupan("explain", *wage)
    # 0.22 % of five million is the state's part of JKP, which no employer is billed for
    assert "the state pays Rp11,000 for JKP; employer and worker pay Rp462,000" in page.out
    driver = ("--payer", "self", "--occupation", "tukang ojek", "--lang", "en")
    page = cakupan("explain", *driver, "--since", "2026-02")
    assert "counts as transport" in page.out and "was not found" in page.out
    assert "counts as transport" not in cakupan("explain", "--payer", "self", "--since", "2026-02", "--lang", "en").out


@pytest.mark.parametrize(
    ("arguments", "total"),
    [
        (("--segment", "PU", "--income", "5.000.000", "--risk-class", "1", "--since", "2025-06"), 473_000),
        (("--segment", "Jakon", "--contract-value", "500.000.000", "--since", "2025-06"), 1_000_000),
        (("--segment", "Jakon", "--wages", "100.000.000", "--since", "2025-06"), 2_040_000),
        (("--segment", "PMI", "--contract-months", "24", "--since", "2025-06"), 370_000),
        (("--payer", "self", "--programmes", "JKK,JKM,JHT", "--since", "2025-06"), 36_800),
        (("--payer", "self", "--occupation", "tukang ojek", "--since", "2026-01"), 8_400),
        (("--payer", "self", "--since", "2026-04", "--known-on", "2025-12-21"), 16_800),
    ],
)
def test_what_is_owed_of_every_segment(cakupan: Command, arguments: tuple[str, ...], total: int) -> None:
    answer = cakupan("explain", *arguments, "--json")
    assert answer.status == 0
    assert answer.json["contribution"]["total"] == total
    assert cakupan("explain", *arguments).status == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("explain",), "explain_nothing_asked"),
        (("explain", "--payer", "astronot"), "word_for_option_unknown"),
        (("explain", "--payer", "self", "--since", "2026-05", "--until", "2026-01"), "months_outside"),
        (("explain", "--payer", "self", "--since", "2010-01"), "law_not_in_force"),
        (("explain", "--segment", "Jakon"), "jakon_base_missing"),
        (("explain", "--payer", "self", "--growth", "5"), "growth_without_jp"),
        (("explain", "--segment", "PU", "--growth", "banyak"), "growth_unreadable"),
        (("eligible", "--area", "16.06", "--payer", "self"), "eligible_payer_of_nobody"),
        (("explain", "--segment", "PMI"), "contract_months_missing"),
        (("explain", "--income", "satu juta"), "count_asked_unreadable"),
        (("explain", "--birth", "1990-01-01"), "eligible_area_missing"),
        (("eligible", "--area", "16.06", "--decile", "11"), "decile_outside"),
        (("eligible", "--area", "16.06", "--citizen", "mungkin"), "yes_or_no_unreadable"),
        (("eligible", "--area", "16.06", "--law", "none.yaml"), "file_missing"),
        (("eligible", "none-1606010505809001.csv", "--area", "16.06"), "file_missing"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(
    cakupan: Command, arguments: tuple[str, ...], code: str
) -> None:
    said = {lang: cakupan(*arguments, "--lang", lang, "--json") for lang in ("id", "en")}
    for answer in said.values():
        assert (answer.status, answer.json["code"]) == (2, code)
        assert "1606010505809001" not in answer.err
    assert said["id"].err != said["en"].err
