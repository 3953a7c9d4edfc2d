"""What is no claim about coverage."""

from datetime import date

import pytest
from benchmarks.sayings.other_matters import (
    OTHER_MATTERS,
    OTHER_MATTERS_IN_ENGLISH,
    beside_members,
    beside_members_in_english,
)

from cakupan.statements import check_text


@pytest.mark.parametrize(
    "text",
    [
        "Peserta JKN di Kabupaten Kudus mencapai 98,7 persen dari 880.000 penduduk.",
        "UHC Kota Batu 99 persen, kata BPJS Kesehatan.",
        "Perda Nomor 5 Tahun 2024 Pasal 12 ayat 3 mewajibkan pendaftaran pekerja.",
        "Hubungi 0812-3456-7890 atau call center 175 untuk mendaftar BPJS Ketenagakerjaan.",
        "Acara pada 29 - Sep - 2025, 18:36, dihadiri pekerja dari dua kota.",
        "Jambi berada di peringkat 18 dari 38 provinsi untuk perlindungan pekerja.",
        "Inflasi Kota Dumai 3,2 persen dan pertumbuhan ekonomi 5,1 persen.",
        "Tingkat pengangguran terbuka pekerja muda 8,04 persen.",
        "Program padat karya melibatkan 26 pekerja tiap kegiatan.",
        "Santunan diserahkan secara simbolis kepada 14 ahli waris pekerja.",
        "Peserta harus berusia 17 hingga 65 tahun.",
        "",
        "   \n\n ",
    ],
)
def test_a_trap_is_no_claim(text: str) -> None:
    assert check_text(text).verdict == "no_claim"


def test_health_insurance_beside_employment_insurance_is_told_apart() -> None:
    text = "Kepesertaan BPJS Kesehatan di Pati 98,7 persen, sedangkan cakupan BPJS Ketenagakerjaan 29,4 persen."
    assert [(claim.kind, float(claim.value)) for claim in check_text(text).claims] == [("coverage_rate", 29.4)]


def test_companies_added_to_workers_are_no_number_of_workers() -> None:
    table = "Kepesertaan | 2023 | 2024 || Perusahaan | 120 | 150 || Pekerja | 9.000 | 9.500 || Jumlah | 9.120 | 9.650"
    checked = check_text(table)
    assert checked.verdict == "mislabel"
    assert {finding.code for finding in checked.findings} == {"table_mixes_mislabelled"}
    assert {claim.as_of for claim in checked.claims} == {"2023", "2024"}


def test_a_table_whose_total_is_wrong_is_a_contradiction() -> None:
    table = "Kabupaten | Peserta\nDemak | 90.000\nJepara | 180.000\nJumlah | 280.000"
    assert check_text(table, published_on=date(2025, 1, 1)).verdict == "contradiction"


def test_a_share_of_the_target_is_not_coverage() -> None:
    text = "Realisasi di Kota Palu 92 persen dari target 50.000 pekerja rentan, atau 46.000 orang."
    assert check_text(text).claims[0].kind == "other"


def test_contributions_that_cannot_be_a_day_and_a_month_are_a_contradiction() -> None:
    text = "Iuran pekerja rentan Rp16.800 per hari atau Rp201.600 per bulan."
    assert check_text(text).verdict == "contradiction"


def test_a_budget_is_explained_by_heads_months_and_contribution() -> None:
    text = "Rp2,016 miliar dianggarkan untuk iuran 10.000 pekerja rentan, Rp16.800 per bulan, selama setahun."
    found = check_text(text).findings
    assert [(finding.code, finding.facts.get("months")) for finding in found] == [("budget_of_heads_agrees", 12)]


@pytest.mark.parametrize("other", OTHER_MATTERS.split("|"))
def test_a_figure_of_another_matter_beside_one_of_coverage_is_no_claim(other: str) -> None:
    for text in beside_members(other):
        claims = check_text(text, published_on=date(2025, 8, 20)).claims
        assert [(claim.kind, int(claim.value)) for claim in claims] == [("covered_workers", 103_079)], text


@pytest.mark.parametrize("other", OTHER_MATTERS_IN_ENGLISH.split("|"))
def test_a_figure_of_another_matter_in_english_is_no_claim(other: str) -> None:
    for text in beside_members_in_english(other):
        claims = check_text(text, published_on=date(2025, 8, 20)).claims
        assert [(claim.kind, int(claim.value)) for claim in claims] == [("covered_workers", 103_079)], text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kontribusi Riau membuat cakupan Jamsostek nasional mencapai 41,94 persen.", "coverage_rate"),
        ("Andil Riau terhadap capaian UCJ nasional 1,94 persen.", "other"),
        ("Peserta Jamsostek di Wajo separuhnya perempuan; 71 persen di antaranya pekerja formal.", "other"),
    ],
)
def test_what_a_region_gives_to_the_nation_is_told_from_what_is_covered(text: str, kind: str) -> None:
    assert [claim.kind for claim in check_text(text, published_on=date(2025, 8, 20)).claims] == [kind]
