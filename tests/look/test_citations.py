"""Sources and remarks in the data have words; an Indonesian reader gets them in Indonesian."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cakupan_app.look.citations import citations, cited
from cakupan_app.look.words import say

ROOT = Path(__file__).parents[2] / "src/cakupan"
# they tell their sources in Indonesian, in both languages, or to nobody
_LEFT_OUT = ("coverage/indicators.toml", "intake/", "regions/data/corrections.toml")
_ENGLISH = re.compile(
    r"\b(the|of|and|is|not|was|by|from|told|seen|none|found|general|with|as|for|are|who|than|counts|last|ages?|"
    r"inferred|paid|members?|listed|into|people|workers|branch|practice|check|art|june|july)\b",
    re.IGNORECASE,
)


def sources(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from [value] if key in ("source", "note") and isinstance(value, str) else sources(value)
    elif isinstance(told, list):
        for one in told:
            yield from sources(one)


def every_text() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "scheme/law").glob("*.yaml"):
        found.update(sources(yaml.safe_load(path.read_text(encoding="utf-8"))))
    for path in ROOT.rglob("*.toml"):
        if not str(path.relative_to(ROOT)).startswith(_LEFT_OUT):
            found.update(sources(tomllib.loads(path.read_text(encoding="utf-8"))))
    return found


def test_what_has_english_words_in_it_is_told_in_indonesian_too() -> None:
    assert sorted(one for one in every_text() - citations().keys() if _ENGLISH.search(one)) == []


def test_nothing_is_translated_that_no_data_say() -> None:
    assert sorted(citations().keys() - every_text()) == []


def test_a_translation_keeps_every_number_and_day() -> None:
    def numbers(text: str) -> list[str]:
        # a number's marks differ between the languages, and an article may stand before its law
        return sorted(re.findall(r"\d+", text))

    for one, told in citations().items():
        if "DOMAIN.md" not in one:  # a document of the project's own, which its readers do not have
            assert numbers(one) == numbers(told), one


def test_a_sentence_cites_in_its_language() -> None:
    facts = {"funds": ("apbd",), "percent": 65.6, "sure": "M", "source": "general knowledge"}
    assert "pengetahuan umum" in say("plan_acceptance_supposed", facts, "id")
    assert "general knowledge" in say("plan_acceptance_supposed", facts, "en")
    assert cited("Perbup 1/2026, our own words", "id") == "Perbup 1/2026, our own words"
