"""Everything that follows from the law has words in both languages: steps, findings, and what cannot be said."""

from datetime import date

import pytest

from cakupan.basics.month import Month
from cakupan.scheme.benefits import Case, benefits_of
from cakupan.scheme.contribution import Member, contribution_of
from cakupan.scheme.eligibility import FACTS, Person, eligibility_of, rules_on
from cakupan.scheme.in_force import Override, law_for, the_law
from cakupan.scheme.unit_cost import PAYERS, unit_cost
from cakupan_app.look.schemed import finding_told, in_words, step_told
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import LANGUAGES, Lang

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
