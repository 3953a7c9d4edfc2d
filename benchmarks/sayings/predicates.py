"""Ways to say one thing, each in the frames it comes in: predicates behind a count, short sentences behind another."""

from collections.abc import Iterator

OPENING = "BPJS Ketenagakerjaan memaparkan data Juli 2025."
MEMBERS = "Peserta Jamsostek di Kabupaten Wajo 103.079 orang."

COVERED = (
    "terlindungi|terproteksi|ter-cover|tercover|sudah ikut BPJS Ketenagakerjaan|telah ikut serta|terdaftar|"
    "menjadi peserta|tercatat sebagai peserta|punya kartu Jamsostek|mengantongi kartu peserta|masuk kepesertaan|"
    "telah bergabung|aktif sebagai peserta|berstatus peserta aktif|terjamin|dijamin negara lewat Jamsostek|"
    "dinaungi Jamsostek|terpayungi Jamsostek|ternaungi program|sudah aman|memegang kartu peserta|ber-Jamsostek|"
    "menikmati perlindungan|ber-BPJS Ketenagakerjaan|mempunyai jaminan sosial|memperoleh jaminan sosial|"
    "terekam sebagai peserta|tercantum sebagai peserta|telah didaftarkan|terakomodasi|terjaring|sudah dirangkul|"
    "tergabung dalam program|sudah masuk Jamsostek|teregistrasi|telah mendaftar|rutin membayar iuran|"
    "sudah terkover|memiliki perlindungan|telah mempunyai kartu Jamsostek|tersentuh perlindungan|"
    "terjangkau program Jamsostek|diikutsertakan dalam Jamsostek|berada dalam perlindungan Jamsostek|"
    "sudah di bawah payung Jamsostek"
)
WITHOUT = (
    "belum terlindungi|belum tersentuh|belum terjangkau|belum ikut|masih di luar perlindungan|tanpa perlindungan|"
    "bekerja tanpa jaminan|tak terjamin|belum terjaring|masih rentan tanpa jaminan|belum punya Jamsostek|"
    "belum mengantongi kartu|belum terdata sebagai peserta|luput dari perlindungan|tercecer dari program|"
    "belum aman|bekerja tanpa payung|belum masuk program|belum terakomodasi|belum kebagian perlindungan|"
    "belum dirangkul|belum tersasar|belum terdaftar|tidak terlindungi|tidak punya jaminan|masih di luar sistem|"
    "belum dipayungi Jamsostek|belum bergabung|belum menjadi peserta|belum diikutsertakan|belum ber-Jamsostek|"
    "belum memiliki Jamsostek|masih kosong perlindungan|hidup tanpa jaring pengaman|belum terproteksi|"
    "belum tercover|belum mendaftar|belum didaftarkan|masih menunggu giliran didaftarkan|belum terkover"
)
PAID_FOR = (
    "dibayari pemkab|iurannya dibayar pemkab|iurannya ditanggung pemkab|digratiskan iurannya|"
    "disubsidi iurannya oleh pemkab|dibantu iurannya|mendapat subsidi iuran dari APBD|diiurkan pemkab|"
    "dicover APBD|dibiayai CSR|dijamin lewat DBH sawit|didanai APBD|diikutkan lewat APBD|"
    "difasilitasi iurannya oleh pemkab|dilindungi melalui APBD|menerima bantuan iuran|didaftarkan pemkab|"
    "iurannya dari APBD|disponsori perusahaan|dilindungi lewat program SERTAKAN|dibayarkan iurannya oleh pemkab|"
    "ditanggung APBD|ditanggung Baznas|dibiayai DBHCHT|dilindungi dengan dana CSR|mendapat bantuan iuran|"
    "dibayarkan oleh pemkab|diasuransikan pemkab|ditalangi iurannya oleh pemkab|didaftarkan dengan dana desa"
)
AIMED = (
    "Targetnya {}|Target tahun ini {}|Pemkab menargetkan {}|Pemkab mematok {}|Pemkab membidik {}|"
    "Pemkab mengejar {}|Pemkab ingin mencapai {}|Pemkab berambisi mencapai {}|Pemkab memasang target {}|"
    "Sasaran tahun ini {}|Ditargetkan {}|Pemkab bertekad menembus {}|Pemkab berkomitmen mencapai {}|"
    "Bupati minta {} tahun ini|Angka {} dipatok tahun ini|Tahun ini dikejar {}|Pemkab menetapkan target {}|"
    "Kemendagri menugasi Wajo {}|Wajo dibebani target {}|Wajo diberi target {}|Target UCJ {}|"
    "Cakupan ditargetkan naik ke {}|Cakupan harus menjadi {} tahun ini|RPJMD mengamanatkan {}|"
    "RPJMD memuat target {}|Pemkab mengincar {}|Pemkab hendak mencapai {}|Bupati berharap tembus {}|"
    "Pemkab menyasar {} tahun ini|Diharapkan akhir tahun {}|Akhir tahun ditarget {}|Pemkab optimistis meraih {}|"
    "Ambisinya {} tahun ini|Cita-citanya {} tahun ini"
)
TO_GO = (
    "Kurang {} lagi|Masih kurang {}|Masih butuh {}|Perlu {} lagi|Harus menambah {}|Kekurangannya {}|"
    "Selisihnya {}|Gap-nya {}|Jaraknya {}|Defisitnya {}|Masih perlu merekrut {}|Mesti mendaftarkan {}|"
    "Harus menyisir {} lagi|Tinggal {} lagi|Butuh tambahan {}|Diperlukan {} peserta baru|Dibutuhkan {} lagi|"
    "Utangnya {}|Masih harus dikejar {}|Harus ada tambahan {}|Kami harus mengejar {}|Perlu digenjot {} lagi|"
    "PR-nya {}|Masih terpaut {}|Harus digaet {}|Wajo harus mencari {}|Sisanya {} harus dikejar|"
    "Belum terpenuhi {}"
)
BUDGETED = (
    "Pemkab menyiapkan {} untuk iuran pekerja rentan|Pemkab mengalokasikan {} untuk iuran|"
    "Pemkab menganggarkan {}|Pemkab mengucurkan {}|Pemkab menggelontorkan {} untuk Jamsostek|Pagu iurannya {}|"
    "Anggarannya {}|Biayanya {} setahun|Kebutuhan dananya {}|Dananya {}|Nilai anggarannya {}|"
    "Total iurannya {} setahun|APBD menyediakan {} untuk iuran|Pemkab memplot {} untuk iuran|"
    "Pos iuran di APBD {}|Iuran setahun menelan {}|Pemkab membelanjakan {} bagi iuran|Plafonnya {}|"
    "Anggaran yang dibutuhkan {}|Dana yang disiapkan {}|Untuk itu dianggarkan {}|Dialokasikan {} dari APBD|"
    "DBHCHT {} dipakai untuk iuran|Pemkab merogoh {}"
)
PAID_OUT = (
    "Klaim yang dibayar {}|BPJS Ketenagakerjaan membayar klaim {}|Manfaat yang disalurkan {}|"
    "Santunan yang dibayarkan {}|Total manfaat {}|Nilai klaim {}|Pembayaran klaim mencapai {}|Klaim JHT {}|"
    "Telah dicairkan klaim {}|Klaim senilai {} telah dibayarkan|JKM yang dibayar {}|Ahli waris menerima {}|"
    "Santunan {} diserahkan kepada ahli waris|Manfaat JKK {}|Beasiswa {} disalurkan|Realisasi klaim {}|"
    "Jaminan yang dibayarkan {}|Pencairan JHT {}|Uang santunan {}"
)
MORE = (
    "Peserta bertambah {} orang|Naik {} orang dari tahun lalu|Kenaikannya {} orang|Pertumbuhannya {} peserta|"
    "Penambahan peserta {} orang|Peserta susut {} orang|Peserta berkurang {} orang|Terjadi kenaikan {} peserta|"
    "Bertambah {} pekerja|Tumbuh {} orang|Jumlahnya meningkat {} orang"
)
RISEN = (
    "Cakupan naik {}|Naik {} dari tahun lalu|Kenaikannya {}|Peserta tumbuh {}|Pertumbuhannya {}|"
    "Meningkat {} dibanding tahun lalu|Cakupan terkerek {}|Cakupan turun {}|Ada kenaikan {}|Bertambah {}"
)
RATED = (
    "Cakupannya {}|Cakupan baru {}|Kepesertaan {}|UCJ Wajo {}|Capaian UCJ {}|Tingkat kepesertaan {}|"
    "Rasio perlindungan {}|Persentasenya {}|Baru {} pekerja terlindungi|Angkanya {}|Posisi UCJ {}|Coverage {}|"
    "Realisasi UCJ {}|Pekerja terlindungi {}|Kepesertaan bertengger di {}|Cakupan tertahan di {}|"
    "Cakupan menyentuh {}|Wajo ada di angka {}|Wajo berada di posisi {}|Capaiannya {}|"
    "Proporsi pekerja terlindungi {}|Sudah {}|Masih {}|Baru {}|Hanya {}|Kini {}|Itu {}|Atau {}|Artinya {}|"
    "Jadi {}|Kira-kira {}"
)
OF_ALL = (
    "Jumlah pekerja {}|Tenaga kerjanya {}|Penduduk bekerja {}|Angkatan kerja {}|Potensinya {}|"
    "Potensi kepesertaan {}|Total pekerja {}|Semestanya {}|Populasi pekerja {}|Seluruh pekerja {}|"
    "Jumlah pekerja di Wajo ditaksir {}|Pekerja Wajo {}|Wajo punya {}|Wajo memiliki {}|"
    "Pekerja yang wajib dilindungi {}|Pembaginya {}|Penyebutnya {}|Basis datanya {}|Menurut BPS ada {}|"
    "Sakernas mencatat {}|BPS menghitung {}|Data BPS {}|Jumlah angkatan kerja yang bekerja {}|"
    "Yang seharusnya terlindungi {}"
)

# behind what was said: the sentences, the figure they give, what it is, and its value
SHORT = (
    (AIMED, "60 persen", "target_rate", 60),
    (RATED, "48,26 persen", "coverage_rate", 48.26),
    (RISEN, "2,34 persen", "growth", 2.34),
    (MORE, "5.000", "growth", 5_000),
    (OF_ALL, "213.582 pekerja", "potential_workers", 213_582),
    (BUDGETED, "Rp5,04 miliar", "budget", 5.04e9),
    (PAID_OUT, "Rp5,04 miliar", "benefit", 5.04e9),
)


def sentences() -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Each sentence behind its opening, and the figures it holds: kind and value, in order."""
    for sentence, figures in _sentences():
        yield f"{OPENING} {sentence}", figures


def _sentences() -> Iterator[tuple[str, list[tuple[str, float]]]]:
    members = ("covered_workers", 103_079.0)
    for predicate in COVERED.split("|"):
        yield f"Di Kabupaten Wajo 103.079 pekerja {predicate}.", [members]
        yield f"Pekerja yang {predicate} di Kabupaten Wajo 103.079 orang.", [members]
        whole = ("potential_workers", 213_582.0)
        yield f"Dari 213.582 pekerja di Kabupaten Wajo, baru 103.079 {predicate}.", [whole, members]
    for predicate in WITHOUT.split("|"):
        gap = ("gap_workers", 110_503.0)
        yield f"Di Kabupaten Wajo 110.503 pekerja {predicate}.", [gap]
        yield f"Pekerja yang {predicate} di Kabupaten Wajo 110.503 orang.", [gap]
        yield f"{MEMBERS[:-1]}, sedangkan 110.503 lainnya {predicate}.", [members, gap]
    for predicate in PAID_FOR.split("|"):
        paid = ("sponsored_workers", 2_500.0)
        yield f"Di Kabupaten Wajo 2.500 nelayan {predicate}.", [paid]
        yield f"Nelayan Wajo yang {predicate} 2.500 orang.", [paid]
        yield f"{MEMBERS[:-1]}, termasuk 2.500 pekerja rentan yang {predicate}.", [members, paid]
    for ways, figure, kind, value in SHORT:
        for way in ways.split("|"):
            yield f"{MEMBERS} {way.format(figure)}.", [members, (kind, float(value))]
    for way in TO_GO.split("|"):
        figures = [members, ("target_rate", 60.0), ("gap_workers", 25_071.0)]
        yield f"{MEMBERS} Target tahun ini 60 persen. {way.format('25.071 orang')}.", figures
