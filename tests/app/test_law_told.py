"""The dated rules as a page tells them: everything that the data state has words, a source and a confidence."""

from datetime import date

import pytest

from cakupan_app.look.sureness import sure_told
from cakupan_app.look.voice import PageVoice
from cakupan_app.look.words import LANGUAGES
from cakupan_app.work.law import law_on
from cakupan_app.work.vocabulary import anchors_by_decider

DAYS = (date(1999, 1, 1), date(2003, 1, 1), date(2015, 7, 1), date(2025, 7, 31), date(2035, 1, 1))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_provision_is_worded_with_its_source_and_confidence(day: date) -> None:
    for area in ("16.06", "16.07", "82.08", "94"):
        for rule in law_on(day, area):
            for lang in LANGUAGES:
                voice = PageVoice(lang)
                assert voice.text(f"law_topic_{rule.topic}")
                for one in rule.provisions:
                    assert voice.text(one.code, **one.facts)
                    assert one.source
                    assert sure_told(voice, one.sure)


def test_before_its_first_version_a_rule_says_nothing() -> None:
    active = next(one for one in law_on(date(2010, 1, 1), "16.06") if one.topic == "active")
    assert (active.version, active.provisions) == (None, ())


def test_an_area_is_told_the_law_that_split_it_off_from_that_day_on() -> None:
    def told(day: date) -> list[str | None]:
        return [one.version for one in law_on(day, "16.07") if one.topic == "split"]

    assert told(date(2002, 4, 9)) == []
    assert told(date(2002, 4, 10)) == ["UU 6/2002"]


def test_what_decides_the_active_rule_stands_in_the_glossary() -> None:
    assert anchors_by_decider()["cakupan.membership.rules:active_rule"] == "active-rule"
