"""Deaths and claims as files that are received, and areas as lists of people spell them."""

from datetime import date
from typing import Any

import pytest

from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.refusals import MissingColumns
from cakupan_app.work.receive import kind_named
from intake.rendering import csv_of

NIK, SECOND, WOMAN = "1606010101809001", "1606010101809002", "1606014508809003"
TODAY = date(2025, 8, 1)


def read(text: str, kind: Kind, **given: Any) -> Reading:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return read_file(csv_of(rows), name="x", kind=kind, **{"within": "16.06", "today": TODAY} | given)


def codes(reading: Reading) -> list[tuple[int | None, str, str]]:
    return [(found.row, found.code, found.severity) for found in reading.problems]


def test_a_list_of_deaths_says_who_died_when() -> None:
    reading = read(
        f"""
        NO | NIK    | NAMA  | TGL MENINGGAL   | DESA         | KECAMATAN | TGL LAPOR
        1  | {NIK}  | Budi  | 4 Juli 2025     | Serasan Jaya | Sekayu    | 07/07/2025
        2  | 12     | Ani   | 05-07-25        | Serasan Jaya | Sekayu    |
        3  | {WOMAN}| Siti  |                 | Serasan Jaya | Sekayu    |
        4  | {SECOND}| Tono | 2026-01-01      | Serasan Jaya | Sekayu    |
        """,
        Kind.DEATHS,
    )
    first, second = reading.records().to_pylist()
    assert (first["nik"], first["died_on"], first["village"], first["reported_on"]) == (
        NIK, date(2025, 7, 4), "16.06.01.1010", date(2025, 7, 7)
    )  # fmt: skip
    assert (second["nik"], second["nik_written"], second["died_on"]) == (None, "12", date(2025, 7, 5))
    assert codes(reading) == [
        (3, "nik_too_short", "warning"),
        (4, "missing_cell", "error"),
        (5, "death_in_future", "error"),
    ]


def test_a_list_of_claims_says_what_was_asked_and_what_was_paid() -> None:
    reading = read(
        f"""
        nik    | kpj         | manfaat           | status   | jumlah      | diajukan pada | dibayar pada
        {NIK}  |             | Jaminan Kematian  | Dibayar  | Rp42.000.000| 2025-06-01    | 12/06/2025
               | 01234567891 | JHT               | diproses |             | 2025-07-01    |
        {WOMAN}|             | JKK               | ditolak  | 0           | 2025-07-01    |
        {WOMAN}|             | JKX               | entah    | 5           | 2025-07-01    |
        """,
        Kind.CLAIMS,
    )
    told = [
        (row["nik"], row["kpj"], row["benefit"], row["status"], row["amount"], row["submitted_on"], row["paid_on"])
        for row in reading.records().to_pylist()
    ]
    assert told == [
        (NIK, None, "JKM", "paid", 42_000_000, date(2025, 6, 1), date(2025, 6, 12)),
        (None, "01234567891", "JHT", "submitted", None, date(2025, 7, 1), None),
        (WOMAN, None, "JKK", "refused", 0, date(2025, 7, 1), None),
    ]
    assert codes(reading) == [(5, "benefit_unknown", "error"), (5, "claim_status_unknown", "error")]


def test_claims_are_headed_in_english_too() -> None:
    reading = read(
        f"nik|benefit|status|amount|submitted_on|paid_on\n{NIK}|JKM|paid|1|2025-06-01|2025-06-02", Kind.CLAIMS
    )
    assert (reading.accepted, codes(reading)) == (1, [])


@pytest.mark.parametrize(
    ("kind", "text", "missing"),
    [(Kind.DEATHS, "nik|nama|desa", "tanggal meninggal"), (Kind.CLAIMS, "nik|manfaat|jumlah", "status"),
     (Kind.CLAIMS, "nama|manfaat|status|diajukan pada", "nik")],
)  # fmt: skip
def test_deaths_and_claims_need_their_columns(kind: Kind, text: str, missing: str) -> None:
    with pytest.raises(MissingColumns) as refusal:
        read(f"{text}\n1|2|3|4", kind)
    assert missing in str(refusal.value.facts["missing"])


@pytest.mark.parametrize(("word", "kind"), [("kematian", Kind.DEATHS), ("klaim", Kind.CLAIMS), ("deaths", Kind.DEATHS)])
def test_their_kinds_have_names_in_both_languages(word: str, kind: Kind) -> None:
    assert kind_named(word) is kind


def test_an_area_outside_the_senders_is_pointed_out_row_by_row() -> None:
    text = f"nik|nama|desa|kecamatan\n{NIK}|Budi|Serasan Jaya|Sekayu\n{SECOND}|Ani|16.07.01.2001|"
    reading = read(text, Kind.NOMINATIONS, area="16.06")
    assert [found for found in codes(reading) if "outside" in found[1]] == [(3, "area_outside_given", "warning")]
    assert reading.accepted == 2
    assert "outside" not in str(codes(read(text, Kind.NOMINATIONS)))


@pytest.mark.parametrize(
    ("village", "district", "code"),
    [
        ("Kel. Serasan Jaya", "Kec. Sekayu", "16.06.01.1010"),
        ("KELURAHAN SERASAN JAYA", "KECAMATAN SEKAYU", "16.06.01.1010"),
        ("Serasanjaya", "Sekayu", "16.06.01.1010"),
        ("Serasan Jya", "Sekayu", "16.06.01.1010"),
        ("Serasan Djaja", "Sekayu", "16.06.01.1010"),
        ("Ds. Lumpatan II", "Sekayu", "16.06.01.2013"),
        ("Lumpatan 2", "Sekayu", "16.06.01.2013"),
        ("Lumpatan Dua", "Sekayu", "16.06.01.2013"),
        ("Desa Lumpatan I", "Sekayu", None),
        ("Lumpatan", "Sekayu", "16.06.01.2002"),
        ("Lumpatn", "Sekayu", "16.06.01.2002"),
        ("Serasan Jaya", "Skayu", "16.06.01.1010"),
        ("Ngulak III", "Sanga Desa", "16.06.05.2008"),
        ("Ngulak IV", "Sanga Desa", None),
        ("Atlantis", "Sekayu", None),
    ],
)
def test_a_village_is_found_in_its_district_as_people_spell_it(village: str, district: str, code: str | None) -> None:
    (row,) = read(f"nik|nama|desa|kecamatan\n{NIK}|Budi|{village}|{district}", Kind.NOMINATIONS).records().to_pylist()
    assert row["village"] == code, row["village"]
    assert (row["village_written"] is None) == (code is not None)
