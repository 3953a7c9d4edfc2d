"""Whole texts: what they claim, and whether their figures can be true together."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cakupan.statements import check_text
from cakupan_app.look.words import LANGUAGES, say, sentences

SOURCE = Path(__file__).parents[2] / "src" / "cakupan" / "statements"
CODE = re.compile(r"(?:Equation|sum_of|_gap_equation)\(\s*f?\"(\w+)")

TEXTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))["text"]


def _name(entry: dict[str, Any]) -> str:
    return f"{entry['verdict']}-{entry['text'][:40]}"


@pytest.mark.parametrize("entry", TEXTS, ids=_name)
def test_a_text_gets_the_verdict_a_careful_reader_gives(entry: dict[str, Any]) -> None:
    assert check_text(entry["text"], published_on=entry["published_on"]).verdict == entry["verdict"]


@pytest.mark.parametrize("entry", [entry for entry in TEXTS if "claims" in entry], ids=_name)
def test_every_figure_is_read_as_what_it_is(entry: dict[str, Any]) -> None:
    checked = check_text(entry["text"], published_on=entry["published_on"])
    assert Counter((claim.kind, float(claim.value)) for claim in checked.claims) == Counter(
        (kind, float(value)) for kind, value in entry["claims"]
    )


@pytest.mark.parametrize("entry", TEXTS, ids=_name)
def test_every_claim_quotes_the_text_where_it_stands(entry: dict[str, Any]) -> None:
    for claim in check_text(entry["text"], published_on=entry["published_on"]).claims:
        assert entry["text"][slice(*claim.span)] == claim.quote


def test_every_finding_and_repair_has_its_sentence_and_the_facts_for_it() -> None:
    for entry in TEXTS:
        checked = check_text(entry["text"], published_on=entry["published_on"])
        for finding in checked.findings:
            assert all(0 <= claim < len(checked.claims) for claim in finding.claims)
            for lang in LANGUAGES:
                assert say(finding.code, finding.facts, lang)
                assert all(say(repair.code, repair.facts, lang) for repair in finding.repairs)


def test_a_fault_alone_makes_a_contradiction_and_comes_first() -> None:
    for entry in TEXTS:
        findings = check_text(entry["text"], published_on=entry["published_on"]).findings
        kinds = [finding.kind for finding in findings]
        order = ("contradiction", "mislabel", "warning", "rounding", "confirmed")
        assert kinds == sorted(kinds, key=order.index)
        assert ("contradiction" in kinds) == (entry["verdict"] == "contradiction")


def test_every_equation_has_a_sentence_for_some_outcome() -> None:
    codes = {code for path in SOURCE.glob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    outcomes = ("agrees", "rounds", "differs", "mislabelled")
    worded = {known.removesuffix(f"_{outcome}") for known in sentences() for outcome in outcomes}
    # "gap_to_target_by_" is completed by "rate" or "share"
    assert not [code for code in codes if not any(known == code or known == f"{code}rate" for known in worded)]
