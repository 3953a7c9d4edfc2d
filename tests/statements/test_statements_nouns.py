"""Which figures of a text count something, and which words the quote of each takes in."""

import pytest

from cakupan.statements import check_text
from cakupan.statements.claims import heard_in

REACH = {
    # a noun of the lists, with what says of which kind it is
    "Sudah terdaftar 103.079 pekerja di kabupaten itu": ["103.079 pekerja"],
    "Sudah terdaftar 103.079 pekerja aktif di kabupaten itu": ["103.079 pekerja"],
    "Sudah 3.114 pekerja migran dan 512 pekerja non formal terdaftar": [
        "3.114 pekerja migran",
        "512 pekerja non formal",
    ],
    "Ada 36.140 jiwa pekerja informal": ["36.140 jiwa"],
    "Masih 12.400 orang lagi yang belum ikut": ["12.400 orang"],
    "Baru 5.217 kader Posyandu, alias 61 persen": ["5.217 kader Posyandu", "61 persen"],
    "Baru 6.286 kader alias 87,92 persen": ["6.286 kader", "87,92 persen"],
    "Dari 7.983 angkatan kerja non-ASN, TNI dan Polri": ["7.983 angkatan kerja"],
    "Angka 70 juta peserta baru dikejar 2026": ["70 juta peserta"],
    "Sudah 500 peserta baru didaftarkan": ["500 peserta baru"],
    # a noun that no list knows
    "Yang dibayari 5.420 petani singkong dan buruh sadap": ["5.420 petani singkong"],
    "Yang dibayari 426 saniri negeri di lima kecamatan": ["426 saniri negeri"],
    "Yang dibayari 4.120 penganyam purun serta 1.011 pengumpul teripang": [
        "4.120 penganyam purun", "1.011 pengumpul teripang",
    ],
    "Sudah 640 mama-mama pasar ikut": ["640 mama-mama pasar"],
    "Nelayan 4.000 didaftarkan pemkab": ["4.000"],
    "Ada 4.000 nelayan ber-KTP Morowali": ["4.000 nelayan"],
    "Sukmajaya 1.206 Beji 894 kader yang ikut": ["1.206", "894 kader"],
    # in English, up to the plural
    "They paid for 5,300 motorcycle taxi riders and 3,100 domestic helpers": [
        "5,300 motorcycle taxi riders", "3,100 domestic helpers",
    ],
    "Of the 8,400 tobacco and rice labourers half are insured": ["8,400 tobacco and rice labourers"],
    "While 402,915 garment, hotel and office staff pay in": ["402,915 garment, hotel and office staff"],
    "Of the 3,842 gampong officials 3,127 were paying members": ["3,842 gampong officials", "3,127"],
    "At the border 71,304 pay contributions and 28,566 do neither": ["71,304", "28,566"],
}  # fmt: skip

COUNTED = {
    "Ketua RT sebanyak 2.535 orang dan ketua RW 616 orang": [2535, 616],
    "Buat ke-3.151 pengurus kampung itu": [3151],
    "Ia peserta yang ke-3.151": [],
    "Tarifnya per kepala per bulan, seluruh 2.460 peserta itu aman": [2460],
    "Setiap bulan ada 500 peserta baru": [],
    "Mereka adalah 449 kepala desa, 4.012 perangkat desa, dan 2.893 anggota BPD": [449, 4012, 2893],
    "Rapat dihadiri 114 kepala desa dan 27 camat": [],
    "Kontraktor memegang 412 paket, baru 318 paket mendaftar": [412, 318],
    "Dibagikan 500 paket sembako": [],
    "Perusahaan yang patuh 2.046 unit dan yang belum 918 unit": [2046, 918],
    "Yang ikut 18.200 orang, yang tidak 54.600: pas 25 persen": [18200, 54600, 25],
    "Ada 514 231 orang dari 1 204 500 pekerja": [514231, 1204500],
    "Ada 2.140,67 pekerja yang ikut": [214067],
    "Bila dipersentasekan ketemu 31,77": [31.77],
    "Tiga puluh satu koma lima persen dari seluruh pekerja": [31.5],
}


@pytest.mark.parametrize("text", REACH)
def test_a_quote_takes_in_the_noun_and_what_says_of_which_kind_it_is(text: str) -> None:
    mentions, _ = heard_in(f"{text}.")
    assert [text[each.start : each.end] for each in mentions] == REACH[text]


@pytest.mark.parametrize("text", COUNTED)
def test_a_figure_counts_only_where_it_counts_something(text: str) -> None:
    mentions, _ = heard_in(f"{text}.")
    assert [float(each.figure.value) for each in mentions] == COUNTED[text]


def test_a_part_counts_what_its_whole_does() -> None:
    for text in (
        "Only 213 of Kebumen's 1,184 publicly funded projects were insured.",
        "Baru 213 dari 1.184 proyek yang terdaftar.",
        "Dari 1.184 proyek di Kabupaten Kebumen, 413 sudah terdaftar.",
    ):
        mentions, _ = heard_in(text)
        assert [each.unit for each in mentions] == ["projects", "projects"]


def test_a_share_of_a_projects_value_is_a_contribution_of_that_unit() -> None:
    for text in (
        "Iuran jasa konstruksi mulai 0,24 persen nilai proyek.",
        "Iuran jasa konstruksi mulai 0,24 persen dari nilai kontrak.",
    ):
        assert [claim.unit for claim in check_text(text).claims] == ["percent of project value"]
