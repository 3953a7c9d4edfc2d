"""What a card for sharing says, and that all of it has room."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cakupan.reports.card import Card, card
from cakupan.reports.palette import BAND, DOWN, UP
from cakupan.reports.svg import as_png, width_of
from reports.drawn import check_fit_for_a_page, of, parsed, texts

MUBA = Card(
    "Kabupaten Musi Banyuasin",
    "Juli 2025",
    Decimal("48.26"),
    "48,26 %",
    "103.079 dari 213.582 pekerja terlindungi",
    "Peserta aktif menurut domisili KTP, dibagi potensi tenaga kerja BPS 2025.",
    "Kurang 8.305 orang menuju sasaran nasional 52,15 %",
    Decimal("52.15"),
    "Disnakertrans",
)
LONG = "Peserta aktif pada hari terakhir bulan itu menurut domisili KTP, dibagi perkiraan potensi desa yang dibagi " * 3


def test_it_says_all_that_it_was_told() -> None:
    picture = parsed(card(MUBA))
    shown = " ".join(texts(picture))
    for told in (MUBA.area, MUBA.month, MUBA.shown, MUBA.counted, MUBA.defined, MUBA.gap, MUBA.source):
        assert told in shown
    description = f"{MUBA.counted} {MUBA.gap} {MUBA.defined} {MUBA.source}"
    check_fit_for_a_page(picture, "Kabupaten Musi Banyuasin, Juli 2025: 48,26 %", description)


def test_the_bar_is_as_long_as_the_rate_and_the_target_stands_on_it() -> None:
    picture = parsed(card(MUBA))
    (whole,) = of(picture, "rect", fill=BAND)
    bar = of(picture, "rect", fill=UP)[-1]
    (target,) = of(picture, "rect", fill=DOWN)
    assert float(bar.get("width", "")) / float(whole.get("width", "")) == pytest.approx(0.4826, abs=0.001)
    middle = float(target.get("x", "")) + float(target.get("width", "")) / 2 - float(whole.get("x", ""))
    assert middle / float(whole.get("width", "")) == pytest.approx(0.5215, abs=0.001)


def test_without_a_figure_there_is_no_bar() -> None:
    told = replace(MUBA, rate=None, shown="belum diketahui", gap="", target=None)
    assert of(parsed(card(told)), "rect", fill=BAND) == []


def test_more_than_all_fills_the_bar_and_no_more() -> None:
    picture = parsed(card(replace(MUBA, rate=Decimal("104.26"))))
    assert of(picture, "rect", fill=UP)[-1].get("width") == of(picture, "rect", fill=BAND)[0].get("width")


@pytest.mark.parametrize(
    "told",
    [
        MUBA,
        replace(MUBA, area="Desa Kampuang Tanjuang Koto Mambang Sungai Durian, Kecamatan Patamuan, Kabupaten Padang"),
        replace(MUBA, defined=LONG),
        replace(MUBA, gap=MUBA.gap * 3),
    ],
    ids=["usual", "long area", "long definition", "long gap"],
)
def test_nothing_runs_out_of_the_card_and_nothing_of_a_definition_is_cut(told: Card) -> None:
    picture = parsed(card(told))
    for line in of(picture, "text"):
        wide = width_of(str(line.text), float(line.get("font-size", "")), bold=line.get("font-weight") == "bold")
        assert wide <= 1200 - 2 * 72 + 1
        assert float(line.get("y", "")) <= 620
    assert " ".join(told.defined.split()) in " ".join(texts(picture))


def test_as_a_picture_it_has_the_size_that_is_shared() -> None:
    content = as_png(card(MUBA), scale=1)
    assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (1200, 630)
