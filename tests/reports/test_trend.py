"""What the picture of coverage through the months shows, read from its SVG."""

from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

import pytest

from cakupan.basics.month import Month
from cakupan.reports.palette import BAND, DOWN, PAPER, UP
from cakupan.reports.placing import Box
from cakupan.reports.scales import Months, rates_for
from cakupan.reports.svg import width_of
from cakupan.reports.trend import Expected, Point, TargetLine, TrendWords, trend
from reports.drawn import check_fit_for_a_page, of, parsed, texts

WORDS = TrendWords("Musi Banyuasin & sekitarnya", "Juli 2025: <48,26 %>", "Perkiraan", "Diharapkan", "{} %".format, str)
FIRST = Month(2024, 12)
DEMO = ("41.65", "42.10", "43.02", "43.90", "44.80", "46.10", "47.20", "48.26")
TARGETS = (
    TargetLine(2025, Decimal("52.15"), "Nasional: 52,15 %"),
    TargetLine(2025, Decimal("58.24"), "Bupati: 58,24 %"),
)


def drawn(
    *rates: str | None,
    targets: tuple[TargetLine, ...] = (),
    expected: tuple[Expected, ...] = (),
    estimated: frozenset[int] = frozenset(),
) -> ElementTree.Element:
    points = [
        Point(FIRST + place, Decimal(rate) if rate else None, f"{rate} %", place in estimated)
        for place, rate in enumerate(rates)
    ]
    return parsed(trend(points, targets, WORDS, expected))


def spots(line: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (spot.split(",") for spot in str(line.get("points")).split())]


def test_each_month_has_a_dot_on_the_line_and_the_last_its_figure() -> None:
    picture = drawn(*DEMO)
    (line,) = of(picture, "polyline")
    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in of(picture, "circle", fill=UP)]
    assert dots == [pytest.approx(spot, abs=0.1) for spot in spots(line)]
    assert [height for _, height in dots] == sorted((height for _, height in dots), reverse=True)
    assert "48.26 %" in texts(picture)
    assert "47.20 %" not in texts(picture)


def test_where_a_month_has_no_figure_the_line_has_a_gap() -> None:
    picture = drawn("41.65", "42.10", None, "43.90", None, "46.10", "47.20")
    assert [len(spots(line)) for line in of(picture, "polyline")] == [2, 2]
    assert len(of(picture, "circle")) == 5


def test_a_month_that_is_not_in_the_list_is_a_gap_too_and_the_order_of_the_list_decides_nothing() -> None:
    points = [Point(FIRST + place, Decimal(40 + place), "") for place in (0, 1, 4, 3)]
    lines = of(parsed(trend(points, (), WORDS)), "polyline")
    assert [len(spots(line)) for line in lines] == [2, 2]
    assert trend(points, (), WORDS) == trend(points[::-1], (), WORDS)


def test_a_target_ends_with_its_year_and_is_named() -> None:
    picture = drawn(*DEMO, targets=TARGETS)
    first, second = of(picture, "line", stroke=DOWN)
    assert first.get("stroke-dasharray")
    assert first.get("x2") == second.get("x2") == "376"  # where the axis ends, which is with December
    assert float(first.get("y1", "")) > float(second.get("y1", ""))
    assert {"Nasional: 52,15 %", "Bupati: 58,24 %"} <= set(texts(picture))


@pytest.mark.parametrize("gap", ["0.05", "0.6", "3"])
def test_labels_of_targets_do_not_stand_on_each_other_nor_on_the_last_figure(gap: str) -> None:
    close = (TARGETS[0], TargetLine(2025, Decimal("52.15") + Decimal(gap), "Bupati Musi Banyuasin: 52,20 %"))
    picture = drawn("51.2", "51.5", "52.14", targets=close)
    boxes = [box_of(text) for text in of(picture, "text", **{"paint-order": "stroke"})]
    assert len(boxes) == 3
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def box_of(text: ElementTree.Element) -> Box:
    across, foot, size = (float(text.get(name, "")) for name in ("x", "y", "font-size"))
    wide = width_of(str(text.text), size, bold=True)
    left = across if text.get("text-anchor") == "start" else across - wide
    return Box(left, foot - size + 2, left + wide, foot + 2)


def test_an_estimated_month_is_hollow_with_a_tick_and_explained() -> None:
    picture = drawn(*DEMO, estimated=frozenset({7}))
    assert len(of(picture, "circle", fill=PAPER)) == 2  # its own, and that of the key
    assert "Perkiraan" in texts(picture)
    assert "Perkiraan" not in texts(drawn(*DEMO))


def test_what_is_expected_begins_at_the_last_figure() -> None:
    to_come = tuple(Expected(FIRST + place, Decimal(48), Decimal(40 + 2 * place)) for place in (8, 9))
    picture = drawn(*DEMO, expected=to_come)
    (band,) = of(picture, "polygon", fill=BAND)
    (line,) = of(picture, "polyline")
    assert spots(band)[0] == spots(line)[-1]
    assert len(spots(band)) == 5
    assert "Diharapkan" in texts(picture)


@pytest.mark.parametrize("rates", [(), (None,), ("48.26",), ("0",), ("104.2", "98")])
@pytest.mark.parametrize("targets", [(), TARGETS])
def test_little_can_be_drawn_too(rates: tuple[str | None, ...], targets: tuple[TargetLine, ...]) -> None:
    picture = drawn(*rates, targets=targets)
    check_fit_for_a_page(picture, WORDS.title, WORDS.description)
    assert len(of(picture, "circle")) == len([rate for rate in rates if rate])


def test_it_is_fit_for_a_page_and_a_phone() -> None:
    picture = drawn(*DEMO, targets=TARGETS, estimated=frozenset({3}))
    check_fit_for_a_page(picture, WORDS.title, WORDS.description)
    assert picture.get("width") == "390"


@pytest.mark.parametrize(
    ("rates", "low", "high", "step"),
    [
        ((), "0", "100", "20"),
        (("41.65", "58.24"), "40", "60", "5"),
        (("2.22", "52.15"), "0", "60", "20"),
        (("48.26",), "48", "52", "1"),
        (("0",), "0", "4", "1"),
    ],
)
def test_the_axis_of_rates_begins_at_nothing_unless_all_is_far_from_it(
    rates: tuple[str, ...], low: str, high: str, step: str
) -> None:
    axis = rates_for([Decimal(rate) for rate in rates])
    assert (axis.low, axis.high, axis.step) == tuple(Decimal(told) for told in (low, high, step))


def test_of_many_months_the_januaries_are_named() -> None:
    named = Months(Month(2022, 7), Month(2025, 7)).named(5)
    assert named == [Month(year, 1) for year in (2023, 2024, 2025)]
    assert len(Months(Month(2025, 1), Month(2025, 4)).named(5)) == 4
