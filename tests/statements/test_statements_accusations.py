"""What a sound text must never be accused of, and what beside it still is."""

from datetime import date

import pytest

from cakupan.statements import Checked, check_text

_READ_ON = date(2025, 8, 11)

# what fell did so from the earlier of its levels
FALLS = (
    ("Peserta turun 20 persen, dari 100.000 orang pada 2023 menjadi 80.000 orang pada 2024.", "consistent"),
    ("Peserta turun 25 persen, dari 100.000 orang pada 2023 menjadi 80.000 orang pada 2024.", "contradiction"),
    ("Cakupan turun 20 persen, dari 50 persen pada 2023 menjadi 40 persen pada 2024.", "consistent"),
    ("Membership fell 20 percent, from 100,000 workers in 2023 to 80,000 workers in 2024.", "consistent"),
    ("Peserta 100.000 orang, turun 16,67 persen dari 120.000 orang.", "consistent"),
    ("Anggaran turun 20 persen dari Rp2 miliar menjadi Rp1,6 miliar.", "consistent"),
    ("Anggaran turun 25 persen dari Rp2 miliar menjadi Rp1,6 miliar.", "not_checkable"),
    # what rose is held against the level before it as ever
    ("Peserta naik 25 persen, dari 80.000 orang pada 2023 menjadi 100.000 orang pada 2024.", "consistent"),
    ("Peserta naik 20 persen, dari 80.000 orang pada 2023 menjadi 100.000 orang pada 2024.", "contradiction"),
    # words and times that go two ways: nothing is known of the level it started from
    ("Peserta turun 25 persen, dari 80.000 orang pada 2023 menjadi 100.000 orang pada 2024.", "not_checkable"),
)

# a share that is said of something else is not that of the projects or villages before it
SHARES = (
    ("Dari 1.200 perusahaan, 300 perusahaan terdaftar atau 62 persen dari target.", "not_checkable"),
    ("Dari 2.947 proyek, 68 proyek terdaftar, atau 12 persen dari nilai kontrak.", "not_checkable"),
    ("Dari 2.947 proyek, 68 proyek terdaftar, atau 12 persen dari nilai seluruh proyek.", "not_checkable"),
    ("Dari 60 desa, 24 desa ikut program, setara 62 persen jumlah penduduk.", "not_checkable"),
    (
        "Dari 120 desa, 45 desa telah melindungi pekerja rentan, atau 60 persen dari target tahun ini.",
        "not_checkable",
    ),
    ("Of 1,184 projects, 413 projects are registered, or 60 percent of contract value.", "not_checkable"),
    ("Dari 2.947 proyek, 68 proyek terdaftar, atau 12 persen.", "contradiction"),
    ("Dari 2.947 proyek, 68 proyek terdaftar, atau 12 persen dari seluruh proyek yang ada.", "contradiction"),
    ("Of 1,184 projects, 413 projects are registered, or 60 percent of all projects.", "contradiction"),
    ("Dari 60 desa, 24 desa (62 persen) ikut program.", "contradiction"),
)

# a column of workers beside those of the segments: their total, or all who work there
TABLES = (
    (
        "Kabupaten | PU | BPU | Jakon | Jumlah pekerja\nBone | 1.000 | 500 | 200 | 9.000\n"
        "Wajo | 2.000 | 700 | 100 | 8.000",
        "not_checkable",
    ),
    (
        "Kabupaten | PU | BPU | Jakon | Total tenaga kerja\nBone | 1.000 | 500 | 200 | 9.000\n"
        "Wajo | 2.000 | 700 | 100 | 8.000",
        "not_checkable",
    ),
    (
        "Kabupaten | PU | BPU | Jakon | Jumlah pekerja\nBone | 1.000 | 500 | 200 | 1.700\n"
        "Wajo | 2.000 | 700 | 250 | 8.000",
        "contradiction",
    ),
    # 100 alone in a cell is not read
    (
        "Kabupaten | PU | BPU | Jakon | Jumlah pekerja\nBone | 1.000 | 500 | 200 | 1.700\n"
        "Wajo | 2.000 | 700 | 100 | 2.800\nBarru | 3.000 | 900 | 400 | 4.300",
        "consistent",
    ),
)

# those a plan is for, or of a group, are not all who are not covered
_COUNTS = "Dari 200.000 pekerja, 80.000 terlindungi. "
GAPS = (
    ("Sasaran 2026 adalah 100.000 pekerja rentan yang belum terlindungi.", "not_checkable"),
    ("Tahun 2026 pemkab menyasar 100.000 pekerja yang belum terlindungi.", "not_checkable"),
    ("Sasaran tahun depan 110.000 orang yang belum terlindungi.", "not_checkable"),
    ("Masih ada 100.000 pekerja rentan yang belum terlindungi.", "not_checkable"),
    ("Sasaran tahun depan 120.000 orang yang belum terlindungi.", "consistent"),
    ("Masih 110.000 orang belum terlindungi.", "contradiction"),
    ("Demi sasaran itu, masih 110.000 orang belum terlindungi.", "contradiction"),
)

# parts with a rest that nobody counted need not make the whole
_MEMBERS = "Peserta aktif 100.000 orang, terdiri dari PU {} dan jakon 5.000"
_PAID = "Klaim yang dibayar Rp{} miliar. JHT Rp151 miliar, JKK Rp24 miliar, JKM Rp10 miliar, JP Rp5 miliar"
_MONTHS = "Klaim Januari Rp100,5 miliar, Februari Rp50,2 miliar, Maret Rp40,1 miliar{}; total klaim Rp200,9 miliar."
RESTS = (
    (_MEMBERS.format("60.000, BPU 30.000") + ", selebihnya PMI.", "not_checkable"),
    (_MEMBERS.format("60.000, BPU 30.000") + ", dan sisanya PMI.", "not_checkable"),
    (_MEMBERS.format("60.000, BPU 30.000") + ".", "contradiction"),
    (_MEMBERS.format("80.000, BPU 30.000") + ", selebihnya PMI.", "contradiction"),
    (
        "Active members number 100,000, made up of 60,000 wage earners, 30,000 self-employed and 5,000 construction "
        "workers, and the rest migrant workers.",
        "not_checkable",
    ),
    (_PAID.format("200") + ", sisanya JKP.", "not_checkable"),
    (_PAID.format("200") + ".", "contradiction"),
    (_PAID.format("190") + ".", "consistent"),
    (_MONTHS.format(", sisanya April"), "not_checkable"),
    (_MONTHS.format(""), "contradiction"),
)


def _checked(text: str) -> Checked:
    return check_text(text, published_on=_READ_ON)


@pytest.mark.parametrize(("text", "verdict"), FALLS)
def test_a_fall_is_of_the_level_before_it(text: str, verdict: str) -> None:
    assert _checked(text).verdict == verdict


def test_a_fall_is_told_as_one() -> None:
    codes = [[finding.code for finding in _checked(text).findings] for text, verdict in FALLS if "turun 2" in text]
    assert codes == [
        ["fall_percent_agrees"], ["fall_percent_differs"], ["fall_percent_of_rate_agrees"],
        ["fall_percent_of_budget_agrees"], [], [],
    ]  # fmt: skip


def test_the_level_a_fall_came_to_is_mended_from_the_one_before() -> None:
    finding = _checked(FALLS[1][0]).findings[0]
    assert {repair.claim: repair.value for repair in finding.repairs} == {0: 20, 1: 106_667, 2: 75_000}


@pytest.mark.parametrize(("text", "verdict"), SHARES)
def test_a_share_is_held_against_what_it_is_said_of(text: str, verdict: str) -> None:
    assert _checked(text).verdict == verdict


@pytest.mark.parametrize(("text", "verdict"), TABLES)
def test_a_column_is_the_total_of_its_rows_where_another_row_comes_out(text: str, verdict: str) -> None:
    assert _checked(text).verdict == verdict


@pytest.mark.parametrize(("text", "verdict"), GAPS)
def test_a_plan_for_some_is_not_the_gap_of_all(text: str, verdict: str) -> None:
    assert _checked(_COUNTS + text).verdict == verdict


@pytest.mark.parametrize(("text", "verdict"), RESTS)
def test_parts_with_a_rest_need_not_make_the_whole(text: str, verdict: str) -> None:
    assert _checked(text).verdict == verdict
