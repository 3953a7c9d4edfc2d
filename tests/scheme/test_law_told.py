"""Everything that follows from the law has words in both languages: steps, findings, and what cannot be said."""

from datetime import date

import pytest

from cakupan.basics.month import Month
from cakupan.scheme.benefits import Case, benefits_of
from cakupan.scheme.contribution import Member, contribution_of
from cakupan.scheme.eligibility import FACTS, Person, eligibility_of, rules_on
from cakupan.scheme.in_force import Override, law_for, the_law
from cakupan.scheme.unit_cost import PAYERS, unit_cost
from cakupan_app.look.schemed import entry_told, finding_told, in_words, step_told
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import LANGUAGES, Lang
from cakupan_app.work.law import entries_told

CASES = (
    Case("death", date(2025, 12, 1), "BPU", date(2025, 11, 1), children=("sma",)),
    Case("death", date(2024, 2, 1), "BPU", date(2024, 1, 1), children=("sma", "smp", "tk_sd")),
    Case("death", date(2025, 12, 1), "PU", date(2015, 11, 1), children=("university",)),
    Case("work_death", date(2025, 12, 1), "BPU", date(2025, 11, 1), 1_000_000, ("sma",)),
    Case("work_disability", date(2025, 12, 1), "BPU", date(2025, 11, 1), 1_000_000),
)
KNOWN = Person(date(1980, 1, 1), True, "16.06", "fisher", "none", 1, False, "P", 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.event}-{case.on}")
def test_each_step_to_a_benefit_is_told(case: Case, lang: Lang) -> None:
    voice, found = Voice(lang), benefits_of(the_law(), case)
    for step in found.steps:
        told = step_told(voice, step)
        assert told["asked"]
        assert told["value"]
    for one in (*found.missing, *found.findings):
        assert voice.text(one.code, **one.facts)
    for part in found.parts:
        assert voice.text(f"benefit_{part.name}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("payer", PAYERS)
def test_each_payer_and_each_finding_is_told(payer: str, lang: Lang) -> None:
    voice, months = Voice(lang), [Month(2020, 10), Month(2026, 5)]
    found = unit_cost(payer, months, income=2_000_000)
    assert all(finding_told(voice, one) for one in found.findings)
    assert all(step_told(voice, step)["asked"] for month in found.months for step in month.steps)
    wage = Member("PU", 5_000_000, risk_class=1, labour_intensive=True)
    owed = contribution_of(the_law(), wage, Month(2025, 6))
    assert all(finding_told(voice, one) for one in owed.findings)
    assert [step_told(voice, one)["value"] for one in owed.steps]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("person", [Person(), KNOWN], ids=["not known", "known"])
def test_each_rule_of_eligibility_is_told(person: Person, lang: Lang) -> None:
    voice, day = Voice(lang), date(2025, 7, 31)
    tests = {"sex": "is, against: P", "decile": "one_of, against: [1, 2]", "social_aid": "is, against: false"}
    own = "".join(
        f"- {{id: eligible_{field}_own, enacted: null, in_force: {{from: 2025-01-01}}, unit: rule, source: x, sure: B, "
        f"value: {{field: {field}, test: {test}}}}}\n"
        for field, test in tests.items()
    )
    rules = rules_on(law_for([Override("own.yaml", own)], area="16.06"), day, "16.06")
    for step in eligibility_of(person, rules, day).steps:
        told = step_told(voice, step)
        assert told["asked"]
        assert told["value"]
        assert told["sure_told"]
    for field in {*FACTS, "age", "place_in_household"} - {"birth"}:
        assert voice.text(f"asked_{field}")
        assert in_words(voice, field, None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_entry_of_the_law_is_told(lang: Lang) -> None:
    voice, day = Voice(lang), date(2026, 5, 1)
    for subject, entries in entries_told("16.06").items():
        assert voice.text(f"law_subject_{subject}")
        for one, until in entries:
            told = entry_told(voice, one, until, day)
            assert told["value"]
            assert told["name"] != one.id
            assert told["sure_told"]


def test_values_read_as_a_lawyer_writes_them() -> None:
    told = {one.id: entry_told(Voice("en"), one, None, date(2026, 5, 1))["value"] for one in the_law().every()}
    assert told["pu_jht_rates"] == "employer: 3.7 %; worker: 2 %"
    assert told["jakon_jkk_tiers"].endswith("up to Rp5,000,000,000 0.11 %; above that 0.09 %")
    assert told["scholarship_stages"].startswith("kindergarten and primary: a year: Rp1,500,000; at most: 8 years")
    assert told["bpu_discount_payers"].endswith("not known")
    assert told["bpu_income_classes"] == "not found"
    assert told["eligible_age_oldest"] == "age in years: at most the oldest age of enrolment"
    assert told["pmi_packages"] == "6: Rp108,000; 12: Rp189,000; 24: Rp332,500"
