"""The law as it is written, and an office's own reading of it: what is taken, and what is refused with a sentence."""

import re
from datetime import date
from typing import Any

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake.vocabulary import vocabulary
from cakupan.scheme.discount import discount_on
from cakupan.scheme.eligibility import rules_on
from cakupan.scheme.in_force import Law, NotInForce, NotKnown, Override, law_for, the_law
from cakupan.scheme.unit_cost import PAYERS
from cakupan_app.look.words import LANGUAGES, say
from cakupan_app.work.vocabulary import where

DAY = date(2025, 7, 31)
WRITTEN = {
    "id": "bpu_jkm",
    "enacted": "2027-01-02",
    "in_force": "{from: 2027-02-01}",
    "value": "7000",
    "unit": "rupiah/month",
    "source": "PP 1/2027",
    "sure": "A",
}


def written(**changed: str | None) -> str:
    """An entry as an office writes one, some keys changed, or left out where None."""
    told = {key: value for key, value in {**WRITTEN, **changed}.items() if value is not None}
    first, *others = (f"{key}: {value}" for key, value in told.items())
    return "\n  ".join([f"- {first}", *others]) + "\n"


def taken(*entries: str, **where: Any) -> Law:
    return law_for([Override("perbup.yaml", "".join(entries))], **where)


def test_a_changed_rate_is_one_entry() -> None:
    law = taken(written())
    assert [law.on("bpu_jkm", day).value for day in (date(2027, 1, 31), date(2027, 2, 1))] == [6800, 7000]
    assert law.on("bpu_jkm", date(2027, 2, 1)).override == "perbup.yaml"


def test_of_an_own_reading_that_ends_the_general_one_holds_again() -> None:
    law = taken(written(in_force="{from: 2027-02-01, until: 2027-02-28}"))
    assert [law.on("bpu_jkm", date(2027, month, 1)).value for month in (1, 2, 3)] == [6800, 7000, 6800]


def test_a_law_is_known_from_the_day_of_its_promulgation() -> None:
    day = date(2026, 5, 1)
    before, after = (law_for(known_on=date(2025, 12, told)) for told in (21, 22))
    assert before.find("bpu_discount_others", day) is None
    assert after.find("bpu_discount_others", day) is not None
    with pytest.raises(NotInForce) as refusal:
        before.on("bpu_discount_others", day)
    assert refusal.value.code == "law_not_yet_known"


def test_an_entry_of_an_area_holds_there_and_within() -> None:
    own = written(id="bpu_reentry", value="continues", unit="words", area='"16.06"', in_force="{from: 2025-01-01}")
    told = {area: taken(own, area=area).on("bpu_reentry", DAY).value for area in ("16.06", "16.06.01", "16.061", None)}
    assert told == {"16.06": "continues", "16.06.01": "continues", "16.061": "new_spell", None: "new_spell"}


def test_an_entry_ends_where_the_next_begins() -> None:
    law = the_law()
    caps = law.entries["jp_wage_cap"]
    assert [law.ends_on(one) for one in caps] == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), None]


def test_before_the_first_law_none_is_supposed() -> None:
    with pytest.raises(NotInForce):
        the_law().as_of(date(2015, 6, 30))
    assert {one.id for one in the_law().as_of(date(2015, 7, 1))} >= {"bpu_jkm", "pu_jkk_rates"}
    assert "bpu_discount_others" not in {one.id for one in the_law().as_of(DAY)}


def test_what_was_not_found_is_no_zero() -> None:
    for id_ in ("bpu_arrears", "oldest_continuing", "no_such_rule"):
        with pytest.raises(NotKnown):
            the_law().on(id_, DAY)


def test_village_money_may_be_said_to_have_the_discount() -> None:
    payers = "{self: has, apbdes: has, apbd_regency: has_not}"
    law = taken(written(id="bpu_discount_payers", value=payers, unit="words", in_force="{from: 2026-01-01}"))
    assert discount_on(law, date(2026, 5, 31), "BPU", "apbdes", transport=False).left < 1
    # of a payer that the list does not name nothing is known again
    assert discount_on(law, date(2026, 5, 31), "BPU", "csr", transport=False).findings


def test_rules_of_an_own_are_asked_in_the_order_in_which_offices_check() -> None:
    own = written(
        id="eligible_women",
        value="{field: sex, test: is, against: P}",
        unit="rule",
        in_force="{from: 2025-01-01}",
    )
    ids = [one.id for one in rules_on(taken(own, area="16.06"), DAY, "16.06")]
    assert ids[0] == "eligible_age_youngest"
    assert ids[-1] == "eligible_women"


def test_where_an_area_is_needed_it_is_asked_for() -> None:
    with pytest.raises(Refused) as refusal:
        rules_on(the_law(), DAY, None)
    assert refusal.value.code == "eligible_area_missing"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "law_no_entries"),
        ("id: bpu_jkm", "law_no_entries"),
        ("- id: [", "law_not_yaml"),
        ("- {id: a, id: b}", "law_not_yaml"),
        ("- &a {id: b}\n- *a", "law_not_yaml"),
        ("- !!python/object/apply:os.system ['true']", "law_not_yaml"),
        (written(in_force="{from: 2025-02-30}"), "law_not_yaml"),
        ("- id: x\n" + " " * 600_000, "law_too_long"),
        (written(rate="1"), "law_key_unknown"),
        (written(source=None), "law_key_missing"),
        (written(source="''"), "law_words_missing"),
        (written(area="16.06"), "law_words_missing"),  # without quotes it is a number
        (written(in_force="2027-02-01"), "law_period_unreadable"),
        (written(in_force="{from: 2027-02-01, to: 2027-03-01}"), "law_period_unreadable"),
        (written(in_force="{from: 2027-02-01, until: 2027-01-31}"), "law_dates_reversed"),
        (written(enacted="January"), "law_day_unreadable"),
        (written(enacted="2027-01-02 10:00:00"), "law_day_unreadable"),
        (written(sure="quite"), "law_word_unknown"),
        (written(unit="dollars"), "law_word_unknown"),
        (written(value="null"), "law_value_missing"),
        (written(value="-1"), "law_value_outside"),
        (written(value="6800.5"), "law_value_outside"),
        (written(value="6.800"), "law_value_outside"),  # as an Indonesian writes 6,800
        (written(value="yes"), "law_value_outside"),
        (written(value=".nan", unit="percent", id="bpu_jkk_rate"), "law_value_outside"),
        (written(value="101", unit="percent", id="bpu_jkk_rate"), "law_value_outside"),
        (written() + written(), "law_dates_overlap"),
        (written(in_force="{from: 2027-01-01, until: 2027-02-01}") + written(), "law_dates_overlap"),
        (written(id="bpu_jmk"), "law_entry_of_nothing"),
        (written(unit="rupiah"), "law_unit_differs"),
        (written(value="[7000]"), "law_form_differs"),
        (written(id="pu_jp_rates", unit="percent", value="{employer: 2}"), "law_form_differs"),
        (written(id="contribution_rounding", unit="words", value="nearest"), "law_form_differs"),
        (written(id="bpu_income_classes", value="[2000000, 1000000]"), "law_form_differs"),
        (written(id="jakon_jkk_tiers", unit="percent", value="[{up_to: 5, percent: 1}]"), "law_form_differs"),
        (written(id="eligible_age_oldest", unit="rule", value="60"), "law_rule_unreadable"),
        (written(id="eligible_x", unit="rule", value="{field: nik, test: is, against: 1}"), "law_rule_unreadable"),
        (written(id="eligible_x", unit="rule", value="{field: age, test: within, against: 1}"), "law_rule_unreadable"),
        (written(id="eligible_x", unit="percent", value="1"), "law_rule_unreadable"),
    ],
)
def test_a_reading_that_is_none_is_refused_with_file_entry_and_what_to_do(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        taken(text)
    assert refusal.value.code == code
    for lang in LANGUAGES:
        sentence = say(code, refusal.value.facts, lang)
        assert "perbup.yaml" in sentence
        assert re.search(r"[Tt]ulis|[Pp]erbaiki|[Tt]ambahkan|[Aa]khiri|[Pp]eriksa|Mungkin", sentence) or lang == "en"


def test_every_rule_is_found_by_its_id_and_by_what_it_is_called() -> None:
    assert [id_ for id_ in the_law().entries if id_ not in where(id_).word.en] == []
    assert where("iuran").word.decides.startswith("cakupan.scheme.")


def test_payers_and_occupations_are_those_that_intake_names() -> None:
    law = the_law()
    payers = {word.word for word in vocabulary("payer").spellings.values()} - {"all", None}
    assert set(PAYERS) == payers
    assert set(law.on("bpu_discount_payers", date(2026, 5, 1)).value) == payers
    occupations = {word.word for word in vocabulary("occupation").spellings.values()}
    assert set(law.on("eligible_occupation", DAY).value["against"]) <= occupations
    assert set(law.on("bpu_transport_occupations", date(2026, 5, 1)).value) <= occupations
