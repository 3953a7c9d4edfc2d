"""The months of a person and the weights of a pair as pictures: what they say, in whatever colours."""

from decimal import Decimal
from xml.etree import ElementTree

from cakupan.basics.month import Month
from cakupan.reports.balance import Side, balance
from cakupan.reports.timeline import COVERED, NAMED, Lane, Span, timeline

SVG = "{http://www.w3.org/2000/svg}"


def bars(svg: str) -> list[tuple[float, float, str]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")  # noqa: S314  our own picture
    return [(float(one.get("x", 0)), float(one.get("width", 0)), one.get("fill", "")) for one in found]


def test_a_bar_takes_its_months_of_the_whole() -> None:
    whole = Lane("Terlindungi", COVERED, (Span(Month(2024, 1), Month(2025, 12)),))
    half = Lane("Daftar", NAMED, (Span(Month(2025, 1), Month(2025, 12)),))
    (first, second) = bars(timeline([whole, half], "Garis waktu", "dua"))
    assert first[0] < second[0]
    assert round(first[1] / second[1]) == 2
    assert (first[2], second[2]) == (COVERED, NAMED)


def test_a_single_month_among_many_years_is_seen() -> None:
    lanes = [
        Lane("a", COVERED, (Span(Month(1990, 1), Month(2025, 12)),)),
        Lane("b", NAMED, (Span(Month(2025, 6), Month(2025, 6)),)),
    ]
    assert bars(timeline(lanes, "t", "d"))[1][1] >= 3


def test_nothing_is_drawn_of_nothing() -> None:
    assert timeline([], "t", "d") == ""


def test_a_picture_has_its_title_and_its_description_and_no_style() -> None:
    svg = timeline([Lane("A & B", COVERED, (Span(Month(2025, 1), Month(2025, 2), "<Jan>"),))], "Garis", "uraian")
    root = ElementTree.fromstring(svg)  # noqa: S314  our own picture
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc"), root.get("role")) == ("Garis", "uraian", "img")
    assert "style" not in svg


def test_what_speaks_against_goes_to_the_left_and_what_has_no_weight_is_no_bar() -> None:
    sides = [Side("nama", Decimal("4"), "+4"), Side("NIK", Decimal("-2"), "−2"), Side("KPJ", None, "tanpa bobot")]
    found = bars(balance(sides, "t", "d"))
    assert len(found) == 2
    assert found[1][0] + found[1][1] == found[0][0]
    assert found[0][1] == 2 * found[1][1]
