"""Lists that offices hold, headed as their programs head them, are read without anything being said about them."""

from typing import Any

import pytest

from cakupan.intake import Kind, read_file
from intake.rendering import xlsx_of

NIK, KK = "1606044101809001", "1606040101109001"
OPENSID_IMPORT = ["alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir",
                  "agama_id", "pendidikan_kk_id", "pekerjaan_id", "status_kawin", "nama_ayah", "nama_ibu"]  # fmt: skip
OPENSID_PRINT = ["No", "No. KK", "NIK", "Tag Id Card", "Nama", "Alamat", "Dusun", "RW", "RT", "Jenis Kelamin",
                 "Tempat Lahir", "Tanggal Lahir", "Umur", "Agama", "Pekerjaan", "Kawin", "Hub. Keluarga", "Nama Ayah",
                 "Nama Ibu", "Status"]  # fmt: skip
BLT_DD = ["NO", "NIK", "NAMA KEPALA KELUARGA", "JENIS KELAMIN", "TANGGAL LAHIR", "JUMLAH ANGGOTA KELUARGA", "ALAMAT",
          "RT", "RW", "JENIS PEKERJAAN", "KODE_JP", "KRITERIA BLT", "KODE_KRIT", "METODE PEMBAYARAN",
          "KODE_BAYAR"]  # fmt: skip
SIPP = ["NO", "NIK", "NO KPJ", "NAMA LENGKAP", "TEMPAT LAHIR", "TANGGAL LAHIR", "JENIS KELAMIN (L/P)",
        "STATUS PERKAWINAN (TK/K/D/C)", "ALAMAT", "KELURAHAN", "KECAMATAN", "KOTA/KAB", "PROVINSI", "KODE POS", "NO HP",
        "EMAIL", "NAMA IBU KANDUNG", "TGL MULAI BEKERJA", "UPAH", "STATUS KEPESERTAAN", "JHT", "JKK", "JKM", "JP",
        "KODE PERUSAHAAN", "NAMA PERUSAHAAN", "NPWP"]  # fmt: skip
E_RDKK = ["FARMER NIK", "FARMER NAME", "UREA", "NPK", "ZA", "SP36", "ORGANIC", "PROVINSI", "KABUPATEN", "KECAMATAN",
          "DESA", "JUMLAH BARIS ERDKK"]  # fmt: skip
P3KE = ["id_keluarga_p3ke", "provinsi", "kabupaten", "kecamatan", "desa", "kode_kemendagri", "desil_kesejahteraan",
        "alamat", "id_individu", "nama_lengkap", "nik", "padan_dukcapil", "jenis_kelamin",
        "hubungan_dengan_kepala_keluarga", "tanggal_lahir", "status_kawin", "pekerjaan", "pendidikan"]  # fmt: skip
VALUES = {
    "nik": NIK, "no kk": KK, "nama": "Siti Aminah", "nama lengkap": "Siti Aminah", "farmer name": "Siti Aminah",
    "nama kepala keluarga": "Siti Aminah", "jenis kelamin": "P", "sex": "P", "tanggal lahir": "1980-01-01",
    "tanggallahir": "1980-01-01", "desa": "Ulak Teberau", "kelurahan": "Ulak Teberau", "kecamatan": "Lawang Wetan",
    "alamat": "Jl. Merdeka", "no kpj": "01234567890", "farmer nik": NIK, "jenis kelamin (l/p)": "P",
}  # fmt: skip


def cells(heading: list[str]) -> list[Any]:
    return [VALUES.get(name.casefold().replace("_", " ").replace(".", "")) for name in heading]


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        (OPENSID_IMPORT, {"nik", "name", "sex", "birth", "family_card", "address"}),
        (OPENSID_PRINT, {"nik", "name", "sex", "birth", "family_card", "address", "occupation"}),
        (BLT_DD, {"nik", "name", "sex", "birth", "address", "occupation"}),
        (SIPP, {"nik", "name", "sex", "birth", "address", "village", "district", "regency", "phone"}),
        (
            P3KE,
            {
                "nik",
                "name",
                "sex",
                "birth",
                "village",
                "village_code",
                "district",
                "regency",
                "decile",
                "occupation",
                "address",
            },
        ),
        (E_RDKK, {"nik", "name", "village", "district", "regency"}),
    ],
)
def test_the_lists_that_offices_hold_are_read_by_their_own_headings(heading: list[str], read: set[str]) -> None:
    content = xlsx_of([["DATA"], heading, [*map(str, range(1, len(heading) + 1))], cells(heading)])
    reading = read_file(content, name="x", kind=Kind.NOMINATIONS, within="16.06")
    (row,) = reading.records().to_pylist()
    assert set(reading.tables[0].columns.values()) == read
    assert (row["nik"], row["name"], reading.tables[0].set_aside["column_numbers"]) == (NIK, "Siti Aminah", 1)


def test_the_village_of_a_print_of_opensid_stands_above_its_table() -> None:
    title = ["Desa : Ulak Teberau Kec. : Lawang Wetan Kab : Musi Banyuasin"]
    content = xlsx_of([title, ["DATA PENDUDUK"], OPENSID_PRINT, cells(OPENSID_PRINT)])
    reading = read_file(content, name="x", kind=Kind.POPULATION, within="16.06")
    assert reading.records()["village"].to_pylist() == ["16.06.13.2008"]
