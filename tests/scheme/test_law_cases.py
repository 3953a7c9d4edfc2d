"""The law as a lawyer tests it: one file of cases for each rule, each with what is given, the day, and what follows."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.scheme.benefits import Benefits, Case, benefits_of
from cakupan.scheme.contribution import Contribution, Member, contribution_of
from cakupan.scheme.eligibility import Person, eligibility_of, rules_on
from cakupan.scheme.in_force import Override, law_for, the_law
from cakupan.scheme.jp_cap import next_jp_cap
from cakupan.scheme.lump import jakon_of_contract, jakon_of_wages, pmi_of
from cakupan.scheme.unit_cost import unit_cost

FOLDER = Path(__file__).parent / "law"
FILES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
Given = Mapping[str, Any]


def monthly(segment: str) -> Callable[[Given, date], Mapping[str, Any]]:
    def ask(given: Given, day: date) -> Mapping[str, Any]:
        told = {**given, "programmes": tuple(given["programmes"])} if "programmes" in given else given
        return parts(contribution_of(the_law(), Member(segment, **told), Month(day.year, day.month)))

    return ask


def parts(owed: Contribution) -> Mapping[str, Any]:
    found: dict[str, Any] = {one.programme: owed.of(one.programme) for one in owed.parts}
    found |= {f"{one.programme} {one.side}": one.amount for one in owed.parts}
    found |= {one.side: owed.by(one.side) for one in owed.parts}
    return {**found, "total": owed.total, "findings": [one.code for one in owed.findings]}


def pmi(given: Given, day: date) -> Mapping[str, Any]:
    return parts(pmi_of(the_law(), given["months"], day, extra_months=given.get("extra", 0)))


def benefits(given: Given, day: date) -> Mapping[str, Any]:
    told = {**given, "children": tuple(given.get("children", ()))}
    found: Benefits = benefits_of(the_law(), Case(on=day, **told))
    said = [one.code for one in (*found.missing, *found.findings)]
    named = {one.name: one.amount for one in found.parts}
    scholarship = [one.amount for one in found.parts if one.name == "scholarship"]
    return {**named, "total": found.total, "findings": said, "scholarships": scholarship}


def eligible(given: Given, day: date) -> Mapping[str, Any]:
    person = {key: value for key, value in given.items() if key not in ("area", "override")}
    area = given.get("area", "16.06")
    law = law_for([Override("own.yaml", given["override"])] if "override" in given else (), area=area)
    found = eligibility_of(Person(**person), rules_on(law, day, area), day)
    return {"verdict": found.verdict, "because": found.because, **{one.rule: one.verdict for one in found.steps}}


def cost(given: Given, day: date) -> Mapping[str, Any]:
    told = {**given, "months": [Month(int(one[:4]), int(one[5:])) for one in given["months"]]}
    found = unit_cost(told.pop("payer"), told.pop("months"), known_on=day, **told)
    return {"total": found.total, "findings": [one.code for one in found.findings]}


def value(given: Given, day: date) -> Mapping[str, Any]:
    return {"value": the_law().on(given["id"], day).value}


ASKS: Mapping[str, Callable[[Given, date], Mapping[str, Any]]] = {
    "pu": monthly("PU"),
    "bpu": monthly("BPU"),
    "jakon of wages": lambda given, day: parts(jakon_of_wages(the_law(), given["wages"], day)),
    "jakon of contract": lambda given, day: parts(jakon_of_contract(the_law(), given["value"], day)),
    "next jp cap": lambda given, day: {"cap": next_jp_cap(the_law(), Decimal(str(given["growth"])), day)},
    "pmi": pmi,
    "benefits": benefits,
    "eligible": eligible,
    "unit cost": cost,
    "value": value,
}


def cases() -> Iterator[Any]:
    for rule, told in FILES.items():
        for number, case in enumerate(told["cases"], 1):
            yield pytest.param(case, id=f"{rule}-{number}")


@pytest.mark.parametrize("case", list(cases()))
def test_what_follows_from_a_rule(case: Mapping[str, Any]) -> None:
    ask, given, expected = ASKS[case["ask"]], case.get("given", {}), case["expect"]
    if "refused" in expected:
        with pytest.raises(Refused) as refusal:
            ask(given, case["day"])
        assert refusal.value.code == expected["refused"]
        return
    found = ask(given, case["day"])
    assert {name: plain(found.get(name)) for name in expected} == {name: plain(one) for name, one in expected.items()}


def plain(told: Any) -> Any:
    """Lists for tuples, and decimals for what YAML reads as a float."""
    if isinstance(told, list | tuple):
        return [plain(one) for one in told]
    if isinstance(told, Mapping):
        return {key: plain(one) for key, one in told.items()}
    return Decimal(str(told)) if isinstance(told, float) else told


def test_every_rule_has_a_file_of_cases_and_no_file_is_of_none() -> None:
    assert set(FILES) == set(the_law().entries)
    assert [
        rule for rule, told in FILES.items() if told["rule"] != rule or not told["source"] or not told["cases"]
    ] == []
