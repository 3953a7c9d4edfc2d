"""What is no claim about coverage."""

from datetime import date

import pytest

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


MEMBERS = "Peserta Jamsostek di Kabupaten Wajo per Juli 2025 sebanyak 103.079 orang."
OTHER_MATTERS = (
    "Upah minimum naik 6,5 persen|Produksi padi mencapai 120 ribu ton|Angka kemiskinan 8,2 persen|"
    "Tingkat pengangguran terbuka 4,1 persen|Sebanyak 45 desa mengirim wakil|Acara itu dihadiri 200 peserta|"
    "Sosialisasi diikuti 150 pekerja|Kuota CPNS tahun ini 500 orang|Pelatihan diikuti 80 tenaga kerja|"
    "PHK menimpa 1.200 pekerja|Job fair dikunjungi 900 pencari kerja|Tenaga kerja asing tercatat 340 orang|"
    "Ada 56 kasus kecelakaan kerja|Realisasi APBD baru 67 persen|Pertumbuhan ekonomi 5,1 persen|"
    "Ekspor naik 12 persen|Penerima PKH 12.400 keluarga|Inflasi bulan itu 2,1 persen|Angka stunting 14 persen|"
    "Tingkat kepuasan layanan 88 persen|Indeks kepuasan 78,5|Diskon iuran 50 persen berlaku hingga Maret|"
    "Denda keterlambatan 2 persen per bulan|Rasio klaim 70 persen|Elektrifikasi desa 99 persen|"
    "Kegiatan berlangsung pukul 09.30 WITA|Peserta rapat 120 orang|Undangan yang hadir 230 orang|"
    "Panitia menyiapkan 1.500 kursi|Jalan sehat diikuti 5.000 warga|Sebanyak 3.400 siswa menerima beasiswa|"
    "Pasien rawat inap 320 orang|Kepala dinas berusia 48 tahun|Harga beras Rp14.500 per kilogram|"
    "Gaji honorer Rp1,2 juta|Investasi masuk Rp2,3 triliun|PAD Wajo Rp150 miliar|Upah minimum Rp3,65 juta|"
    "Santunan diserahkan kepada 12 ahli waris|Sebanyak 27 peserta meninggal dunia|"
    "Tercatat 14 pekerja mengalami kecelakaan|Kantor cabang didukung 45 pegawai|Layanan tersedia di 12 titik|"
    "Agen Perisai berjumlah 60 orang|Hanya 30 persen desa yang punya internet|Kepesertaan JKN 98,5 persen|"
    "Cakupan imunisasi 91 persen|Cakupan air bersih 87 persen|Partisipasi pemilih 82 persen|"
    "Tingkat hunian hotel 64 persen|Wisatawan naik 15 persen|Kemiskinan ekstrem menimpa 2.300 keluarga|"
    "Jumlah penganggur 9.800 orang|Sebanyak 4.200 pelamar mendaftar CPNS|Kendaraan dinas 120 unit|"
    "Piutang iuran Rp4,1 miliar ditagih kejaksaan|Pekerja anak ditemukan 12 orang|Korban banjir 1.200 jiwa|"
    "Nelayan mendapat 300 paket sembako|Pasar murah menjual 2.000 paket|Jaksa memanggil 15 perusahaan|"
    "Suara sah 120.000|Rapat dihadiri 14 camat dan 176 kepala desa|Bantuan 40 unit mesin kapal diserahkan|"
    "Luas sawah 98.000 hektare|TPAK Wajo 68,4 persen|Indeks pembangunan manusia 72,1|"
    "Bank penyalur menargetkan kredit 12 persen|Tingkat literasi 76 persen|Kenaikan harga BBM 10 persen|"
    "Bunga pinjaman 6 persen|Sebanyak 1.800 kendaraan melintas|Wajo menerima 350 mahasiswa KKN|"
    "Anggaran infrastruktur Rp75 miliar|Dana desa Wajo Rp130 miliar|Serapan anggaran dinas 54 persen|"
    "Pekerja migran yang dipulangkan 45 orang|Kepala cabang menargetkan dua kunjungan sebulan"
)


@pytest.mark.parametrize("other", OTHER_MATTERS.split("|"))
def test_a_figure_of_another_matter_beside_one_of_coverage_is_no_claim(other: str) -> None:
    behind, before = f"{MEMBERS} {other}.", f"{other}. {MEMBERS}"
    passing = f"{MEMBERS[:-1]}, kata kepala cabang di sela acara. {other}, ujarnya."
    for text in (behind, before, passing):
        claims = check_text(text, published_on=date(2025, 8, 20)).claims
        assert [(claim.kind, int(claim.value)) for claim in claims] == [("covered_workers", 103_079)], text


ENGLISH = "In Wajo Regency 103,079 workers were members of the employment social security scheme as of July 2025."
OTHER_MATTERS_IN_ENGLISH = (
    "The minimum wage rose 6.5 percent|Rice output reached 120,000 tonnes|Poverty fell to 8.2 percent|"
    "The open unemployment rate is 4.1 percent|Delegates came from 45 villages|"
    "Some 200 people attended the event|The training drew 150 workers|Layoffs hit 1,200 workers|"
    "The job fair drew 900 job seekers|There are 340 foreign workers|There were 56 workplace accidents|"
    "Budget realisation stands at 67 percent|The economy grew 5.1 percent|Exports rose 12 percent|"
    "Inflation was 2.1 percent|Stunting is at 14 percent|Satisfaction with the service is 88 percent|"
    "A 50 percent discount on contributions applies until March|"
    "The penalty for late payment is 2 percent a month|The claims ratio is 70 percent|"
    "Health insurance covers 98.5 percent of residents|Turnout was 82 percent|Hotel occupancy was 64 percent|"
    "Tourist arrivals climbed 15 percent|The jobless number 9,800 people|"
    "Some 4,200 people applied for civil service posts|Rice costs Rp14,500 a kilogram|"
    "The minimum wage is Rp3.65 million|Investment reached Rp2.3 trillion|Regional revenue was Rp150 billion|"
    "The infrastructure budget is Rp75 billion|The regent is 48 years old|The office has 45 staff|"
    "Fishers received 300 food parcels|The flood affected 1,200 people|The committee prepared 1,500 chairs|"
    "Prosecutors summoned 15 companies|School enrolment is 94 percent|Vaccination coverage is 91 percent|"
    "Clean water reaches 87 percent of homes|Internet covers 76 percent of villages|"
    "A survey of 400 respondents found 62 percent satisfied|The bank aims for credit growth of 12 percent|"
    "The fuel price rose 10 percent|There were 27 deaths among participants|"
    "Benefits were handed to the heirs of 12 workers|The march drew 5,000 residents|"
    "Migrant workers sent home numbered 45|There are 1,250 farmers' groups|Rubber prices fell 9 percent|"
    "The ministry hired 500 people|The factory employs 2,300 workers|The port handled 18,000 passengers|"
    "Some 3,400 students received scholarships|The regency has 14 districts and 176 villages"
)


@pytest.mark.parametrize("other", OTHER_MATTERS_IN_ENGLISH.split("|"))
def test_a_figure_of_another_matter_in_english_is_no_claim(other: str) -> None:
    passing = f"{ENGLISH[:-1]}, the branch head said on Tuesday. {other}, he said."
    for text in (f"{ENGLISH} {other}.", f"{other}. {ENGLISH}", passing):
        claims = check_text(text, published_on=date(2025, 8, 20)).claims
        assert [(claim.kind, int(claim.value)) for claim in claims] == [("covered_workers", 103_079)], text
