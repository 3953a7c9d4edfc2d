"""Sentences with a rate, a target, a gap, money, or two figures at once: each is read as what it says, however said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

OPENING = {
    "id": "BPJS Ketenagakerjaan memaparkan data Juli 2025.",
    "en": "BPJS Ketenagakerjaan presented its July 2025 data.",
}
KINDS = {
    "n": ("covered_workers", "people", 103079), "m": ("covered_workers", "people", 98079),
    "d": ("potential_workers", "people", 213582), "u": ("gap_workers", "people", 110503),
    "g": ("gap_workers", "people", 25071), "i": ("growth", "people", 5000), "s": ("sponsored_workers", "people", 2500),
    "r": ("coverage_rate", "percent", 48.26), "q": ("coverage_rate", "percent", 45.92),
    "t": ("target_rate", "percent", 60.0), "p": ("growth", "percent", 2.34), "l": ("other", "percent", 11.74),
    "B": ("budget", "rupiah", 5_040_000_000), "c": ("contribution", "rupiah/month", 16800),
}  # fmt: skip
PRINTED = {"id": {"B": "Rp5,04 miliar", "c": "Rp16.800"}, "en": {"B": "Rp 5.04 billion", "c": "Rp 16,800"}}
# (language, subjects, verbs, ends): every one with every other
GRIDS: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
    "rates": [
        ("id", "Cakupan Jamsostek di Wajo|Tingkat kepesertaan BPJS Ketenagakerjaan di Wajo|Realisasi UCJ di Wajo|"
         "Perlindungan pekerja di Wajo", "baru menyentuh|bertengger di angka|kini di level|berkutat di|mandek di|"
         "telah melampaui|tercatat sebesar|melesat ke|merangkak ke|terkerek ke|tak beranjak dari", "{r}."),
        ("en", "Employment coverage in Wajo|Participation in BPJS Ketenagakerjaan in Wajo|Enrolment in the scheme in "
         "Wajo|The share of workers covered by Jamsostek in Wajo", "stands at|hovered around|climbed to|sat at|has hit|"
         "had crept up to|came to|remained at|was put at|slipped to|edged up to", "{r}."),
        ("id", "Baru|Hanya|Sudah|Kini", "{r}", "pekerja di Wajo yang terlindungi Jamsostek.|tenaga kerja Wajo ikut "
         "BPJS Ketenagakerjaan.|pekerja di Wajo memiliki jaminan sosial ketenagakerjaan."),
    ],
    "targets": [
        ("id", "Pemkab Wajo|Bupati Wajo", "menargetkan|mematok|membidik|mencanangkan|ingin mendorong|hendak membawa|"
         "berkomitmen mengejar|diminta mengejar|wajib memenuhi", "cakupan {t} pada akhir 2025."),
        ("id", "Kepesertaan Jamsostek di Wajo terus digenjot.", "Targetnya|Sasaran tahun ini|Angka yang dikejar|Yang "
         "dikejar tahun ini|Ambang yang harus dilewati|Patokan tahun 2025", "{t}.|adalah {t}.|ditetapkan {t}."),
        ("en", "The regency|Wajo Regency", "aims for|is aiming for|has pledged|must get to|eyes|intends to reach|"
         "is required to reach|hopes to see coverage at", "{t} by the end of 2025."),
    ],
    "gaps": [
        ("id", "Sebanyak {u}", "pekerja|orang|buruh", "di Wajo masih berada di luar perlindungan Jamsostek.|di Wajo "
         "bekerja tanpa jaring pengaman.|di Wajo masih menunggu didaftarkan.|di Wajo tercecer dari perlindungan."),
        ("en", "Some {u}", "workers|people", "in Wajo have not joined the scheme.|in Wajo are still waiting to be "
         "enrolled.|in Wajo go unprotected.|in Wajo remain outside the scheme."),
        ("id", "Di Wajo target cakupan tahun 2025 sebesar {t}.", "Artinya, harus ada|Pemkab harus mengejar|Masih "
         "kurang", "{g} pekerja baru yang didaftarkan."),
        ("id", "Di Wajo target cakupan tahun 2025 sebesar {t}.", "Selisihnya dengan target|Kekurangannya",
         "{g} orang."),
        ("en", "In Wajo the coverage target for 2025 is {t}.", "That is|The target is still|It would take",
         "{g} workers short of the target.|{g} members away."),
    ],
    "money": [
        ("id", "Pemkab Wajo", "mengalokasikan|mengucurkan|menyediakan|membelanjakan|menguras kas daerah",
         "{B} untuk iuran pekerja rentan.|{B} bagi perlindungan pekerja rentan."),
        ("en", "Wajo Regency", "has set aside|is spending|earmarked|will spend|put up|is providing",
         "{B} to pay contributions for vulnerable workers.|{B} for the protection of vulnerable workers."),
        ("id", "Iurannya|Peserta cukup membayar|Biaya kepesertaan", "hanya|senilai", "{c} per bulan.|{c} tiap bulan."),
        ("en", "Contributions are|Each member pays|Premiums come to", "{c}", "each month.|a head each month."),
        ("id", "Pemkab Wajo|Baznas Wajo", "menanggung iuran|membayar iuran bagi|menggratiskan iuran", "{s} pekerja."),
        ("en", "The government|Palm-oil revenue", "sponsors|pays for", "{s} vulnerable workers."),
    ],
    "pairs": [
        ("id", "Dari {d} pekerja di Wajo,", "{n}|baru {n} orang|yang sudah {n}", "terlindungi.|menjadi peserta."),
        ("id", "Peserta di Wajo", "naik dari {m} orang menjadi {n} orang.|kini {n} orang, tahun lalu {m} orang.|"
         "bertambah {i} orang menjadi {n} orang.", ""),
        ("id", "Per Juli 2025 di Wajo ada {n} pekerja terlindungi.", "Sejak saat itu|Sejak Desember 2024|Setahun ini",
         "bertambah {i} pekerja terlindungi.|tercatat {i} peserta baru."),
        ("en", "In July 2025 Wajo had {n} covered workers.", "Since then|Since December 2024|Over the year",
         "{i} covered workers have been added.|{i} workers were added."),
        ("id", "Ada penambahan {i} peserta di Wajo sehingga", "totalnya|jumlahnya", "{n} orang."),
        ("id", "Sebanyak {n} pekerja Wajo telah terlindungi,", "sisanya|sedangkan", "{u} belum."),
        ("id", "Cakupan di Wajo {r},", "naik {p} dari tahun lalu.|tahun lalu {q}.|masih di bawah target {t}.|sedangkan "
         "targetnya {t}.|dan akan dinaikkan ke {t}.|kurang {l} dari target {t}.", ""),
        ("en", "Wajo has {d} workers,", "of whom|and only", "{n} are members.|{n} of them were covered."),
        ("en", "Some {n} workers in Wajo are covered", "while {u} are not.|, leaving {u} without protection.", ""),
        ("en", "Membership in Wajo", "rose by {i} to {n}.|rose from {m} to {n}.|rose to {n} from {m} a year earlier.",
         ""),
        ("en", "Coverage in Wajo", "rose from {q} to {r}.|is {r}, against a target of {t}.|, now {r}, should reach {t} "
         "by 2026.", ""),
    ],
    "another matter": [
        ("id", "Cakupan Jamsostek di Wajo {r}.", "Sebanyak 4.500 siswa mengikuti upacara.|Panen padi 12.400 ton.|"
         "Tingkat kehadiran pegawai 97 persen.|Sebanyak 8.000 pelanggan PDAM menunggak.|"
         "Produksi ikan naik 12 persen.", ""),
        ("en", "Coverage in Wajo is {r}.", "School enrolment is close to 97 percent.|Poverty fell to 8.2 percent.|"
         "Some 3,200 job seekers came to the fair.|Vaccination reached 91 percent of infants.", ""),
    ],
}  # fmt: skip


def _printed(letter: str, lang: str) -> str:
    _, unit, value = KINDS[letter]
    if letter in PRINTED[lang]:
        return PRINTED[lang][letter]
    text = f"{value:,}" if unit == "people" else str(value).removesuffix(".0")
    text = text if lang == "en" else text.replace(",", ";").replace(".", ",").replace(";", ".")
    return text if unit == "people" else f"{text} {'percent' if lang == 'en' else 'persen'}"


def sentences(name: str) -> Iterator[tuple[str, list[tuple[str, str, float]]]]:
    """Every sentence of a grid, and its figures: kind, unit and value, in order."""
    for lang, *parts in GRIDS[name]:
        for chosen in product(*(part.split("|") for part in parts)):
            marked = " ".join(filter(None, chosen)).replace(" ,", ",")
            letters = re.findall(r"\{(\w)\}", marked)
            text = marked.format(**{letter: _printed(letter, lang) for letter in letters})
            yield f"{OPENING[lang]} {text}", [KINDS[letter] for letter in letters]
