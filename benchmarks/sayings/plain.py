"""Each plain way to say one figure is read as what it is: every subject with every verb, every noun with every end."""

from collections.abc import Iterator

OPENING = "BPJS Ketenagakerjaan memaparkan data Juli 2025."
VERBS = ("berjumlah", "mencapai", "tercatat", "sekitar", "adalah")
SUBJECTS = {
    "covered_workers": (
        "Pekerja yang ikut BPJS Ketenagakerjaan", "Peserta Jamsostek", "Tenaga kerja terlindungi",
        "Pekerja yang telah didaftarkan", "Kepesertaan aktif", "Pekerja ber-Jamsostek", "Jumlah pekerja terdaftar",
        "Pekerja yang telah memiliki kartu BPJS Ketenagakerjaan", "Warga yang punya jaminan sosial ketenagakerjaan",
    ),
    "potential_workers": (
        "Jumlah pekerja", "Penduduk bekerja", "Angkatan kerja", "Potensi peserta BPJS Ketenagakerjaan",
        "Jumlah penduduk yang bekerja", "Keseluruhan tenaga kerja", "Pekerja yang seharusnya terlindungi",
    ),
    "gap_workers": (
        "Pekerja yang belum terlindungi", "Tenaga kerja tanpa jaminan sosial", "Kekurangan menuju target",
        "Pekerja yang masih harus didaftarkan", "Pekerja di luar perlindungan Jamsostek",
    ),
    "sponsored_workers": (
        "Pekerja rentan yang dibiayai pemkab", "Nelayan yang iurannya dibayar APBD",
        "Petani yang didaftarkan melalui DBH sawit",
    ),
    "coverage_rate": (
        "Cakupan Jamsostek", "Capaian UCJ", "Rasio perlindungan pekerja", "Proporsi pekerja yang terlindungi Jamsostek",
    ),
    "target_rate": ("Target UCJ", "Target kepesertaan BPJS Ketenagakerjaan", "Sasaran cakupan perlindungan"),
}  # fmt: skip
ENDS = {
    "covered_workers": (
        "telah terlindungi BPJS Ketenagakerjaan", "ikut program BPJS Ketenagakerjaan",
        "mendapat perlindungan Jamsostek",
        "sudah dijamin BPJS Ketenagakerjaan", "are enrolled in the scheme", "hold employment insurance",
    ),
    "gap_workers": (
        "belum menjadi peserta Jamsostek", "tidak punya jaminan sosial ketenagakerjaan",
        "luput dari perlindungan Jamsostek",
        "tak memiliki perlindungan Jamsostek", "are still uninsured", "are not covered by BPJS Ketenagakerjaan",
    ),
    "sponsored_workers": ("ditanggung iurannya oleh pemkab", "iuran BPJS Ketenagakerjaannya dibayar APBD"),
}  # fmt: skip


def sentences(kind: str) -> Iterator[str]:
    """Every plain sentence with one figure of `kind`: 48.26 percent, or 103,079 people."""
    figure = "48,26 persen" if kind.endswith("rate") else "103.079 orang"
    for subject in SUBJECTS[kind]:
        for verb in VERBS:
            yield f"{OPENING} {subject} di Kabupaten Wajo {verb} {figure}."
    for end in ENDS.get(kind, ()):
        english = end.split()[0] in ("are", "hold")
        for noun in ("workers", "people") if english else ("pekerja", "orang", "tenaga kerja"):
            place, number = ("in Wajo Regency", "103,079") if english else ("di Kabupaten Wajo", "103.079")
            yield f"{'Some' if english else 'Sebanyak'} {number} {noun} {place} {end}."
