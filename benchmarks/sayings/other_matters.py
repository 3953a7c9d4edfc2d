"""Figures of other matters, each set beside a figure of coverage in three ways."""

MEMBERS = "Peserta Jamsostek di Kabupaten Wajo per Juli 2025 sebanyak 103.079 orang."
ENGLISH = "In Wajo Regency 103,079 workers were members of the employment social security scheme as of July 2025."
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


def beside_members(other: str) -> tuple[str, ...]:
    """A sentence of another matter behind, before and in passing behind one of members (103,079 covered workers)."""
    passing = f"{MEMBERS[:-1]}, kata kepala cabang di sela acara. {other}, ujarnya."
    return f"{MEMBERS} {other}.", f"{other}. {MEMBERS}", passing


def beside_members_in_english(other: str) -> tuple[str, ...]:
    """The same in English."""
    passing = f"{ENGLISH[:-1]}, the branch head said on Tuesday. {other}, he said."
    return f"{ENGLISH} {other}.", f"{other}. {ENGLISH}", passing
