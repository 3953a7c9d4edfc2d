"""Whatever a snapshot says, the press text written from it is consistent to the checker, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution, Evidence, FigureDefinition, Measure
from cakupan.statements import check_text
from cakupan.statements.press import Standing, press_of
from cakupan.targets.target import Target
from cakupan.workforce.denominator import Denominator
from cakupan_app.look.press import press_text
from cakupan_app.look.voice import Voice

DENOMINATOR = Denominator("potensi-bps-2025", "16.06", "2025", 1, definition="potensi tenaga kerja", source="BPS 2025")


def definition(month: Month, rule: str = "active-2021.1") -> FigureDefinition:
    return FigureDefinition(
        "16.06", month, rule, Attribution.DOMICILE, Measure.PERSONS, "counted", ("PU", "BPU"), ("kantor cabang",),
        Evidence.LINKED, DENOMINATOR, "only", date(2025, 9, 18), "3", "linked",
    )  # fmt: skip


def target(rate: str, year: int, name: str = "muba-2025") -> Target:
    return Target(name, "16.06", year, Decimal(rate), "Bupati Musi Banyuasin", "potensi-bps-2025")


counts = st.integers(25, 3_000_000)
rates = st.decimals(30, 99, places=2).map(str)


@given(counts, counts, counts, st.lists(rates, max_size=3), st.sampled_from((2025, 2026)))
def test_a_press_text_is_consistent_to_the_checker(
    members: int, before: int, more: int, wanted: list[str], year: int
) -> None:
    potential = max(members, before) + more
    now = Standing(definition(Month(2025, 7)), members, potential)
    then = Standing(definition(Month(2024, 12)), before, potential)
    found = press_of(now, then, None, [target(rate, year) for rate in wanted], "16.06")
    for lang in ("id", "en"):
        text = press_text(Voice(lang), found, "16.06")  # type: ignore[arg-type]
        checked = check_text(text.whole, published_on=date(2025, 9, 18))
        assert checked.verdict in ("consistent", "rounding_only"), (text.whole, checked.findings)


def test_what_is_counted_otherwise_is_not_compared_and_targets_too_alike_are_not_both_told() -> None:
    now = Standing(definition(Month(2025, 7)), 103_079, 213_582)
    then = Standing(definition(Month(2024, 12), rule="active-2026.1"), 88_958, 213_582)
    found = press_of(now, then, None, [target("52.15", 2025), target("52.51", 2025), target("60", 2025)], "16.06")
    assert found.then is None
    assert [one.target.rate for one in found.aims] == [Decimal("52.15"), Decimal(60)]
    assert [one.code for one in found.silent] == ["press_without_growth", "press_without_target"]


@pytest.mark.parametrize("members", [214_000, 300_000])
def test_of_more_members_than_there_are_workers_no_rate_is_told(members: int) -> None:
    now = Standing(definition(Month(2025, 7)), members, None)
    found = press_of(now, None, None, [target("52.15", 2025)], "16.06")
    assert found.aims == ()
    assert [one.code for one in found.silent] == ["press_without_rate"]
    text = press_text(Voice("en"), found, "16.06")
    assert "percent" not in text.body
