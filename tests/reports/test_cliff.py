"""What the picture of the cliff shows, read from its SVG."""

from xml.etree import ElementTree

import pytest

from cakupan.basics.month import Month
from cakupan.reports.cliff import Cause, CliffMonth, CliffWords, cliff
from cakupan.reports.palette import DOWN, UP
from reports.drawn import check_fit_for_a_page, of, parsed, texts

CAUSES = (Cause("end_date", "tanggal akhir <SK>"), Cause("unpaid", "iuran habis"), Cause("died", "meninggal"))
WORDS = CliffWords("Berakhirnya perlindungan & jeda", "Juli 2025: 3", str)


def drawn(*people: tuple[int, int], causes: tuple[Cause, ...] = CAUSES) -> ElementTree.Element:
    months = [
        CliffMonth(Month(2025, 7) + place, {"end_date": dated, "unpaid": unpaid}, f"{dated + unpaid:,}")
        for place, (dated, unpaid) in enumerate(people)
    ]
    return parsed(cliff(months, causes, WORDS))


def wide(bars: list[ElementTree.Element]) -> list[float]:
    return [float(bar.get("width", "")) for bar in bars if bar.get("height") == "16"]


def test_a_bar_is_as_long_as_there_are_members_and_has_its_number() -> None:
    picture = drawn((10, 20), (0, 60))
    (dated,), unpaid = wide(of(picture, "rect", fill=DOWN)), wide(of(picture, "rect", fill=UP))
    assert unpaid == [pytest.approx(2 * dated, abs=0.1), pytest.approx(6 * dated, abs=0.1)]
    assert {"30", "60", "2025-07", "2025-08"} <= set(texts(picture))


def test_a_month_without_an_ending_has_a_row_and_no_bar() -> None:
    picture = drawn((10, 0), (0, 0), (10, 0))
    assert len(wide(of(picture, "rect", fill=DOWN))) == 2
    assert "2025-08" in texts(picture)
    assert "0" not in texts(picture)


def test_the_key_names_the_causes_that_are_there() -> None:
    assert "iuran habis" not in texts(drawn((10, 0)))
    assert "tanggal akhir <SK>" in texts(drawn((10, 0)))
    assert "meninggal" not in texts(drawn((10, 5)))


def test_the_fewest_can_be_seen_and_nothing_leaves_the_picture() -> None:
    picture = drawn((1, 0), (0, 1_000_000))
    assert wide(of(picture, "rect", fill=DOWN)) == [1.0]
    for bar in of(picture, "rect"):
        assert float(bar.get("x", "0")) + float(bar.get("width", "0")) <= 390


def test_it_is_fit_for_a_page_even_where_nothing_ends() -> None:
    for picture in (drawn((10, 20), (0, 60)), drawn((0, 0)), drawn()):
        check_fit_for_a_page(picture, WORDS.title, WORDS.description)
