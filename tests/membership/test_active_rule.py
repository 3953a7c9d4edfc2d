import tomllib
from importlib.resources import files
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.membership.rules import RULE, NotInForce, active_rule, rule_from
from cakupan_app.look.words import say

pytestmark = pytest.mark.duckdb_only

TWO = rule_from("""
    [[version]]
    id = "second"
    from = "2025-05"
    source = "a test"
    sure = "M"
    [version.segments.BPU]

    [[version]]
    id = "first"
    from = "2021-01"
    source = "a test"
    sure = "M"
    [version.segments.BPU]
    lapses_after = 3
""")


def test_the_version_of_a_month_is_the_last_that_has_begun() -> None:
    assert [TWO.version_in(month).id for month in (Month(2021, 1), Month(2025, 4), Month(2025, 5))] == [
        "first",
        "first",
        "second",
    ]


def test_before_the_first_version_no_rule_is_in_force() -> None:
    with pytest.raises(NotInForce) as refused:
        TWO.version_in(Month(2020, 12))
    assert "December 2020" in (told := say(refused.value.code, refused.value.facts, "en"))
    assert "January 2021" in told


def test_a_figure_over_a_change_of_the_rule_names_both_versions() -> None:
    assert TWO.name_for([Month(2025, 6), Month(2025, 4), Month(2025, 5)]) == "first + second"
    assert TWO.name_for([Month(2025, 6)]) == "second"


def test_the_rule_that_comes_along_says_of_each_term_where_it_is_from_and_how_sure_that_is() -> None:
    read: dict[str, Any] = tomllib.loads((files("cakupan.membership") / "rules.toml").read_text(encoding="utf-8"))
    for version in read["version"]:
        assert version["source"]
        for terms in version["segments"].values():
            told = terms.pop("sources")
            assert set(terms) <= set(told)
            assert all(one["source"] and one["sure"] in ("A", "B", "C", "M", "not found") for one in told.values())


def test_the_latest_version_gives_its_name_to_figures() -> None:
    assert active_rule().name_for([Month(2025, 7)]) == RULE == "active-2021.1"
