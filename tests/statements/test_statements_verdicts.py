"""Which verdict the arithmetic of a text gets: what adds up, what breaks what the text says, what is misnamed."""

from decimal import Decimal

import pytest

from cakupan.statements import check_text

CONSISTENT = (
    "Kaltim punya 862.033 peserta. Balikpapan 487.905, Kutai Timur 251.206, Berau 122.922.",
    "Rp247.968.000 dipakai membayar iuran 1.420 perangkat, 640 saniri dan 400 kader. Tarifnya Rp16.800 per bulan.",
    "Di Garut ada 6.820 perajin. Yang aktif jadi peserta 2.463 perajin, jadi 36,11 persen; sisanya 4.357 perajin "
    "belum.",
    "Kabupaten Sintang | 2021 | 2022 || Potensi tenaga kerja | 208.714 | 211.906 || Peserta aktif | 38.297 | 45.346 "
    "|| Cakupan (%) | 18,35 | 21,40",
)
ROUNDING = (
    "Peserta Jamsostek di Luwu Utara 15,5 ribu orang: kakao 8,3 ribu orang, sawit 4,4 ribu orang, padi 2,7 ribu orang.",
    "Sekitar 312 ribu pekerja Gorontalo sudah terlindungi dan 267 ribu lainnya belum, dari sekitar 580 ribu pekerja.",
)
CONTRADICTION = (
    "Kepulauan Bangka Belitung mencatat 222.469 pekerja terlindungi. Bangka 148.213 pekerja; Belitung 37.906 pekerja; "
    "Bangka Barat 34.350 pekerja.",
    "Pemkab Bima menanggung iuran 6.240 pekerja rentan. Kata Wakil Bupati, untuk 6.420 pekerja rentan ini anggaran "
    "aman.",
    "Per Agustus 2025 cakupan Probolinggo 42 persen. Pada slide tertera cakupan 34,9 persen untuk bulan yang sama.",
    "Kepesertaan di Wajo 30 persen. Tahun depan diharapkan tumbuh 10 persen sehingga mencakup 40 persen pada 2026.",
)


@pytest.mark.parametrize("text", CONSISTENT)
def test_figures_that_come_out_are_consistent(text: str) -> None:
    assert check_text(text).verdict == "consistent"


@pytest.mark.parametrize("text", ROUNDING)
def test_figures_that_only_rounding_explains_are_told_so(text: str) -> None:
    assert check_text(text).verdict == "rounding_only"


@pytest.mark.parametrize("text", CONTRADICTION)
def test_figures_that_cannot_stand_together_are_a_contradiction(text: str) -> None:
    assert check_text(text).verdict == "contradiction"


def test_the_part_of_the_members_called_coverage_is_mislabelled() -> None:
    checked = check_text(
        "Coverage Jamsostek di Kota Batu disebut telah 60,50 persen. Dasarnya, dari 20.000 peserta yang aktif, 12.100 "
        "orang ialah karyawan hotel, 7.900 sisanya informal. Angkatan kerja kota itu 112.000 jiwa."
    )
    assert checked.verdict == "mislabel"


def test_all_that_was_paid_is_that_of_all_programmes() -> None:
    text = "Klaim yang dibayar Rp{} triliun. JHT Rp1,61 triliun, JKM Rp160 miliar, JKK Rp120 miliar, JP Rp70 miliar."
    assert check_text(text.format("1,96")).verdict == "consistent"
    assert check_text(text.format("1,82")).verdict == "contradiction"


def test_lapsed_members_among_the_active_are_mislabelled() -> None:
    checked = check_text("Peserta aktif 168.730 orang, yaitu 126.043 pekerja lancar ditambah 42.687 orang nonaktif.")
    assert "covered_with_lapsed_mislabelled" in {finding.code for finding in checked.findings}


def test_companies_added_to_workers_are_mislabelled() -> None:
    checked = check_text("Kepesertaan Sibolga: 1.127 perusahaan ditambah 14.220 pekerja terlindungi, total 15.347.")
    assert "table_mixes_mislabelled" in {finding.code for finding in checked.findings}


def test_a_yearly_contribution_called_monthly_is_mended_to_the_law() -> None:
    checked = check_text(
        "Pemkab menanggung iuran 3.150 pekerja rentan, Rp201.600 per bulan seorang. Untuk dua belas bulan anggarannya "
        "Rp635.040.000."
    )
    first = checked.findings[0].repairs[0]
    assert (checked.claims[first.claim].quote, first.value) == ("Rp201.600", 16_800)


def test_a_growth_in_points_is_mended_from_the_counts() -> None:
    checked = check_text(
        "Jumlah peserta aktif di Jepara tumbuh 4,6 persen, dari 162.485 pekerja pada Juni 2023 ke 188.435 pekerja pada "
        "Juni 2024. Cakupannya naik dari 28,8 persen menjadi 33,4 persen."
    )
    assert checked.verdict == "contradiction"
    assert checked.findings[0].repairs[0].value == Decimal("15.97")


def test_points_printed_as_per_cent_hold_and_are_warned_of() -> None:
    checked = check_text("Cakupan meningkat 8,5 persen, dari 41,2 persen pada 2023 menjadi 49,7 persen pada 2024.")
    assert checked.verdict == "consistent"
    assert [(finding.kind, finding.code) for finding in checked.findings] == [
        ("warning", "growth_is_points_mislabelled"),
        ("confirmed", "growth_points_agrees"),
    ]


def test_a_budget_that_grew_by_what_is_printed_agrees() -> None:
    checked = check_text(
        "Anggaran iuran pekerja rentan Sanggau naik 50 persen, dari Rp1,4 miliar menjadi Rp2,1 miliar."
    )
    assert [finding.code for finding in checked.findings] == ["growth_percent_of_budget_agrees"]


def test_everyone_not_covered_is_not_what_a_target_lacks() -> None:
    checked = check_text(
        "Dari total 40.000 pekerja, cakupan Kabupaten Bone baru 40,25 persen; target tahun 2023 dipatok 50,75 persen. "
        "Masih 23.900 pekerja yang harus didaftarkan supaya target itu terpenuhi."
    )
    assert checked.verdict == "contradiction"
    assert checked.findings[0].repairs[0].value == 4_200


def test_a_count_that_fits_as_the_covered_is_no_fault_of_the_gap() -> None:
    checked = check_text(
        "Only 40.00% of Tuban's workforce, 120,000 workers, was covered in July 2025, below the 2025 target of 50.00%. "
        "That leaves a gap of 10.00%, some 30,000 workers."
    )
    assert checked.verdict == "consistent"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the total of the time of its segments, not last year's beside it
        (
            "Peserta aktif 31,46 juta pekerja pada Desember 2023, tahun lalu 27,86 juta. Penerima upah 19,31 juta, "
            "bukan penerima upah 6,02 juta, jasa konstruksi 4,13 juta.",
            "contradiction",
        ),
        # parts that make last year's total
        (
            "Peserta aktif Sumbar 520.000 pekerja pada Desember 2023, setahun lalu 480.000 pekerja. Tahun lalu "
            "rinciannya penerima upah 300.000, bukan penerima upah 100.000, jasa konstruksi 80.000.",
            "consistent",
        ),
        # a count of members that is all workers, by its parts
        (
            "Dari 144.100 pekerja Kepahiang, yang ikut baru 30.172 orang. Peserta aktif itu terdiri atas 38.610 "
            "pekerja formal, 92.310 pekerja informal dan 13.180 buruh bangunan.",
            "contradiction",
        ),
        # what a plan leaves
        (
            "Rembang mempunyai 18.930 nelayan, tetapi yang terjamin BPJS Ketenagakerjaan cuma 6.812 alias 36 persen. "
            "Pemkab menjanjikan iuran bagi 4.000 nelayan tahun ini, sehingga nantinya tinggal 8.118 orang yang belum.",
            "consistent",
        ),
        # members abroad told of apart; parts all rounded one way
        (
            "Peserta aktif Desember 2018 sebanyak 30,2 juta orang. Komposisinya 17,4 juta pekerja penerima upah, 2,7 "
            "juta BPU, dan 9,9 juta jasa konstruksi; di samping itu 436 ribu pekerja migran dicatat terpisah.",
            "rounding_only",
        ),
        # the segments of "active" members are all who work
        (
            "Penerima Upah 60.215 orang, BPU 27.942 orang, Jasa Konstruksi 10.436 orang: begitu rincian peserta aktif"
            " Kota Bitung per Oktober 2024. Dari 98.593 angkatan kerja di luar ASN, TNI, Polri baru 47.682 orang yang"
            " masuk, 48,36 persen.",
            "contradiction",
        ),
        # how an agency counts all who work is no group
        (
            "Per Maret 2024 ada 34.639 pekerja Seluma yang terdaftar. Dari 8.983 angkatan kerja non-ASN, TNI dan "
            "Polri, cakupan itu 38,56 persen.",
            "contradiction",
        ),
        (
            "PU 31.907 tenaga kerja (2021: 28.112); BPU 14.344 tenaga kerja (2021: 9.870). Cakupan Katingan 2022 "
            "sebesar 41,02%.",
            "not_checkable",
        ),
        (
            "Konawe kurang 8,42 persen lagi untuk meraih target 51,73 persen. Dari 179.667 pekerja yang didata, "
            "cakupannya kini 43,31 persen. Berarti tinggal 9.120 pekerja yang harus kita daftarkan.",
            "contradiction",
        ),
        (
            "Sekitar 4,6 juta pekerja belum terdaftar. Sampai 2023 kepesertaan 35 persen dari 8,3 juta pekerja, "
            "kurang lebih 2,9 juta orang.",
            "contradiction",
        ),
        # those a plan is for may be some of them
        (
            "Sekitar 4,6 juta pekerja belum terdaftar dan menjadi sasaran 2024. Sampai 2023 kepesertaan 35 persen "
            "dari 8,3 juta pekerja, kurang lebih 2,9 juta orang.",
            "consistent",
        ),
        # the counts of the rate's own sentence, not the one that stands nearer in the next
        (
            "Kota Tegal mencatat 47.190 pekerja terlindungi hingga Juli dari 129.700 pekerja, cakupannya 36,3 persen. "
            "Pembatik rumahan yang terdaftar 4.920 orang.",
            "rounding_only",
        ),
    ],
)
def test_counts_that_belong_together_are_added_up_or_held_apart(text: str, verdict: str) -> None:
    assert check_text(text).verdict == verdict


_ROWS = "Peserta aktif Kota Palopo | PU | BPU | Jasa Konstruksi | Jumlah || 2021 | 10.833 | 4.047 | 7.906 | {total} || "


def test_a_total_far_from_its_parts_in_a_table_is_accused() -> None:
    columns = "Segmen | 2020 | 2021 || Penerima Upah | 11.111 | 12.000 || BPU | 2.222 | 2.500 || Jakon | 3.333 | 3.100"
    assert check_text(f"{columns} || Total Peserta | 16.666 | 18.600").verdict == "contradiction"


@pytest.mark.parametrize(("total", "verdict"), [("22.786", "consistent"), ("27.286", "contradiction")])
def test_a_column_called_total_is_that_of_its_row(total: str, verdict: str) -> None:
    assert check_text(f"{_ROWS.format(total=total)}2022 | 11.495 | 5.285 | 11.628 | 28.408").verdict == verdict


@pytest.mark.parametrize(("share", "verdict"), [("2,47", "consistent"), ("4,27", "contradiction")])
def test_a_share_of_things_is_that_of_the_two_before_it(share: str, verdict: str) -> None:
    checked = check_text(
        f"Dari total 1.947 proyek APBD hanya 48 proyek atau {share} persen yang mendaftarkan pekerjanya."
    )
    assert checked.verdict == verdict


def test_a_bare_count_is_of_the_things_behind_it() -> None:
    checked = check_text(
        "Only 213 of Kebumen's 1,184 publicly funded projects in 2024, or 17.99 percent, were insured."
    )
    assert [claim.unit for claim in checked.claims][:2] == ["projects", "projects"]


def test_a_regional_target_called_national_breaks_what_the_text_says_of_the_nation() -> None:
    checked = check_text(
        "Kabupaten Wajo mengejar target nasional 2025 sebesar 58,30 persen. Target nasional UCJ 2025 menurut "
        "Kemendagri 52,15 persen."
    )
    assert checked.verdict == "contradiction"
