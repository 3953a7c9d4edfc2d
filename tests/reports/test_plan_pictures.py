"""What the pictures of a plan show, read from their SVG: bars in parts, two scenarios, and counts along a line."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.reports.bars import Bar, Part, bars
from cakupan.reports.curves import Curve, CurveWords, Mark, curves
from cakupan.reports.pairs import Pair, pairs
from cakupan.reports.palette import DOWN, FIGURE, UP
from cakupan.reports.scales import counts_for
from reports.drawn import check_fit_for_a_page, of, parsed, texts

FUNDS = (Part("apbd", "APBD kabupaten"), Part("dbh", "DBH Sawit <2026>", DOWN))
WORDS = CurveWords("Terlindungi & rencana", "Juli 2025: 3", lambda count: f"{count:,}", str)


def money(*rows: tuple[str, int, int]) -> ElementTree.Element:
    told = [Bar(name, {"apbd": apbd, "dbh": dbh}, f"Rp{apbd + dbh}", {"apbd": f"Rp{apbd}"}) for name, apbd, dbh in rows]
    return parsed(bars(told, FUNDS, "Uang per bulan", "Januari 2026: Rp30"))


def test_bars_are_to_one_scale_and_each_part_says_what_it_is() -> None:
    picture = money(("Januari 2026", 10, 20), ("Sungai Lilin Hulu Sekayu Kabupaten", 0, 60))
    (first,) = (one for one in of(picture, "rect", fill=UP) if one.get("height") == "16")
    second = [float(one.get("width", "")) for one in of(picture, "rect", fill=DOWN) if one.get("height") == "16"]
    assert second == [pytest.approx(2 * float(first.get("width", "")), abs=0.1), pytest.approx(max(second))]
    assert second[1] == pytest.approx(3 * second[0], abs=0.1)
    named = [one.text for one in picture.iter() if one.tag.endswith("title")]
    assert "Januari 2026, APBD kabupaten: Rp10" in named
    check_fit_for_a_page(picture, "Uang per bulan", "Januari 2026: Rp30")


def test_a_name_too_long_for_a_line_stands_on_two() -> None:
    told = texts(money(("Sungai Lilin Hulu Sekayu Kabupaten", 1, 1)))
    assert "Sungai Lilin Hulu" in told
    assert "Sekayu Kabupaten" in told


def test_two_scenarios_are_to_one_scale_within_a_figure_alone() -> None:
    rows = [Pair("Peserta baru", 100, 50, ("100", "50")), Pair("Rupiah", 0, 9_000_000, ("Rp0", "Rp9.000.000"))]
    picture = parsed(pairs(rows, ("Rencana A", "Rencana B"), "Dua rencana", "Peserta baru: 100 dan 50."))
    (people,) = (float(one.get("width", "")) for one in of(picture, "rect", fill=UP) if one.get("height") == "14")
    others = [float(one.get("width", "")) for one in of(picture, "rect", fill=DOWN) if one.get("height") == "14"]
    assert others[0] == pytest.approx(people / 2, abs=0.1)
    assert others[1] > 200  # of the other figure, to its own scale; nothing has no bar
    assert {"Rp0", "Rp9.000.000", "Rencana A", "Rencana B"} <= set(texts(picture))
    check_fit_for_a_page(picture, "Dua rencana", "Peserta baru: 100 dan 50.")


def test_lines_are_told_apart_by_more_than_their_colour() -> None:
    lines = [Curve("dengan rencana", [(0, 100), (1, 140)]), Curve("tanpa rencana", [(0, 100), (1, 60)])]
    picture = parsed(curves(lines, (0, 1), WORDS))
    looks = [(one.get("stroke"), one.get("stroke-dasharray")) for one in of(picture, "polyline")]
    assert looks[:2] == [(UP, None), (DOWN, "7 4")]
    assert {"dengan rencana", "tanpa rencana"} <= set(texts(picture))
    check_fit_for_a_page(picture, WORDS.title, WORDS.description)


def test_this_plan_s_point_is_named_and_lies_within_the_picture() -> None:
    line = Curve("anggaran", [(0, 0), (50, 700), (100, 900)])
    picture = parsed(curves([line], (0, 50, 100), WORDS, [Mark(100, 900, "rencana ini")], below="miliar rupiah"))
    assert {"rencana ini", "miliar rupiah"} <= set(texts(picture))
    (dot,) = (one for one in of(picture, "circle") if one.get("r") == "5.5")
    assert 0 < float(dot.get("cx", "")) < 390
    assert FIGURE not in {one.get("stroke") for one in of(picture, "polyline")}


@given(st.lists(st.integers(0, 10**13), max_size=5))
def test_an_axis_of_counts_holds_them_all_in_few_steps(counts: list[int]) -> None:
    axis = counts_for(counts)
    assert axis.low <= min(counts, default=0)
    assert axis.high >= max(counts, default=0)
    assert 2 <= len(axis.named) <= 8
