"""What no honest file can say, and what a whole sheet of people shows to be a slip."""

from datetime import date
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.intake import Kind, Reading, read_file, read_persons
from cakupan.intake.refusals import MissingColumns, WrongKind
from intake.rendering import csv_of

NIK, SECOND = "1606010101809001", "1606010101809002"
TODAY = date(2025, 8, 15)
EXTRACT = ["NIK", "NAMA", "SEGMEN", "KPJ", "MULAI", "LUNAS SAMPAI", "STATUS", "TGL LAHIR", "DESA"]
PORTAL = csv_of([EXTRACT, [NIK, "Budi", "BPU", "", "", "", "aktif", "01-01-1980", ""]])


def read(text: str, kind: Kind, **given: Any) -> Reading:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    return read_file(csv_of(rows), name="x", kind=kind, **{"within": "16.06", "today": TODAY} | given)


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(found.code, found.severity) for found in reading.problems]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("0", "amount_zero"), ("Rp 0", "amount_zero"), ("0,00", "amount_zero"), ("-5", "amount_negative")],
)
def test_nothing_and_less_than_nothing_are_no_payment(cell: str, code: str) -> None:
    reading = read(f"nik|bulan|jumlah\n{NIK}|2025-07|{cell}", Kind.PAYMENTS)
    assert (codes(reading), reading.accepted) == ([(code, "error")], 0)


@pytest.mark.parametrize(
    ("month", "found"),
    [
        ("2013-12", [("month_too_early", "error")]),
        ("2014-01", []),
        ("2025-08", []),
        ("2025-09", [("month_to_come", "error")]),
        ("2099-01", [("month_to_come", "error")]),
    ],
)
def test_members_are_of_a_month_that_can_be(month: str, found: list[tuple[str, str]]) -> None:
    year, number = map(int, month.split("-"))
    for kind, text in (
        (Kind.MEMBERS, f"nik|nama|segmen|bulan\n{NIK}|Budi|PU|{month}"),
        (Kind.RECAP, f"area|month|members\n16.06|{month}|5"),
    ):
        assert codes(read(text, kind)) == found
    beside = read(f"nik|nama|segmen\n{NIK}|Budi|PU\n{SECOND}|Ani|PU", Kind.MEMBERS, month=Month(year, number))
    assert (codes(beside), beside.accepted) == (found * 2, 0 if found else 2)


@pytest.mark.parametrize(
    ("month", "found"),
    [
        ("2026-08", []),
        ("2026-09", [("payment_far_ahead", "warning")]),
        ("2027-08", [("payment_far_ahead", "warning")]),
        ("2027-09", [("payment_too_far_ahead", "error")]),
        ("2013-12", [("month_too_early", "error")]),
    ],
)
def test_contributions_are_paid_only_so_far_ahead(month: str, found: list[tuple[str, str]]) -> None:
    assert codes(read(f"nik|bulan|jumlah\n{NIK}|{month}|16800", Kind.PAYMENTS)) == found


@pytest.mark.parametrize("kind", [Kind.PAYMENTS, Kind.RECAP])
def test_who_sends_the_wrong_kind_is_told_the_one_that_fits_best_and_what_it_needs(kind: Kind) -> None:
    with pytest.raises(WrongKind) as caught:
        read_file(PORTAL, name="x", kind=kind)
    assert caught.value.facts["options"] == "--kind members --month YYYY-MM"


@pytest.mark.parametrize("kind", [Kind.NOMINATIONS, Kind.POPULATION, Kind.ANSWERS])
def test_a_file_that_can_be_read_as_one_kind_but_is_clearly_another_is_warned_of(kind: Kind) -> None:
    assert ("kind_perhaps_other", "warning") in codes(read_file(PORTAL, name="x", kind=kind))
    assert codes(read_file(PORTAL, name="x", kind=Kind.MEMBERS, month=Month(2025, 7))) == []


@pytest.mark.parametrize("total", ["Jumlah||", "Jumlah|1|", "Total|1 orang|", "JUMLAH PESERTA|1|01"])
def test_a_total_in_the_column_of_niks_is_no_person(total: str) -> None:
    reading = read(f"NIK|Nama|Alamat\n{NIK}|Budi|\n{total}", Kind.NOMINATIONS)
    assert (codes(reading), reading.accepted, reading.tables[0].set_aside["subtotal"]) == ([], 1, 1)


@pytest.mark.parametrize("total", ["Jumlah|2|", "Total|2 orang|", "JUMLAH TOTAL||", "Sub Jumlah|2|"])
def test_a_total_in_the_column_of_names_is_no_person(total: str) -> None:
    reading = read(f"Nama|NIK|Alamat\nBudi|{NIK}|\n{total}", Kind.NOMINATIONS)
    assert (codes(reading), reading.accepted, reading.tables[0].set_aside["subtotal"]) == ([], 1, 1)


@pytest.mark.parametrize("row", ["Jumlah Siti|2|", f"Total|{NIK}|", "Jumlah|160601010180|"])
def test_a_name_that_begins_as_a_total_or_stands_before_a_number_of_a_person_is_none(row: str) -> None:
    reading = read(f"Nama|NIK|Alamat\nBudi|{SECOND}|\n{row}\nAni|{SECOND}|", Kind.NOMINATIONS)
    assert "subtotal" not in reading.tables[0].set_aside


@pytest.mark.parametrize("row", ["Jumlah|Siti|", "Total|1606010101809001|Sekayu"])
def test_a_row_with_the_name_of_a_person_is_no_total(row: str) -> None:
    assert read(f"NIK|Nama|Desa\n{NIK}|Budi|\n{row}\n{SECOND}|Ani|", Kind.NOMINATIONS).quarantined == 1


def test_nobody_dies_before_birth() -> None:
    reading = read(f"nik|nama|lahir|desa|tanggal meninggal\n{NIK}|Budi|1980-01-01||1979-12-31", Kind.POPULATION)
    (row,) = reading.records().to_pylist()
    assert (codes(reading), row["died_on"]) == ([("death_before_birth", "warning")], None)


@pytest.mark.parametrize("kind", [Kind.DEATHS, Kind.NOMINATIONS])
def test_nobody_dies_before_the_birth_that_the_nik_tells(kind: Kind) -> None:
    young, old, sound = "1606011205879001", "1606011205209002", "1606011205879003"  # the year 20 may be 1920
    rows = f"{young}|Budi||1/2/26|Sekayu\n{old}|Ani||1/2/26|Sekayu\n{sound}|Tono|12-05-1987|12-05-2025|Sekayu"
    reading = read(f"nik|nama|lahir|tanggal meninggal|desa\n{rows}", kind)
    days = {row["nik"]: row["died_on"] for row in reading.records().to_pylist()}
    told = [code for code in codes(reading) if "before_birth" in code[0]]
    kept = {old: date(1926, 2, 1), sound: date(2025, 5, 12)}
    if kind is Kind.DEATHS:
        assert (told, days) == ([("dead_before_birth", "error")], kept)
    else:
        assert (told, days) == ([("death_before_birth", "warning")], kept | {young: None})


@pytest.mark.parametrize("cell", ["informal", "semua"])
def test_a_person_has_one_segment(cell: str) -> None:
    reading = read(f"nik|nama|segmen|bulan\n{NIK}|Budi|{cell}|2025-07", Kind.MEMBERS)
    assert codes(reading) == [("segment_of_person_unknown", "error")]


def test_a_count_in_words_is_a_repair() -> None:
    (repair,) = read("area|month|members\n16.06|2025-07|dua belas", Kind.RECAP).repairs
    assert (repair.code, repair.original, repair.repaired) == ("number_from_words", "dua belas", "12")


@pytest.mark.parametrize("heading", ["N I K", "n.i.k", "Nomor Induk Kependudukan"])
def test_a_nik_may_be_headed_in_spaced_letters_or_in_full(heading: str) -> None:
    assert read(f"{heading}|N A M A\n{NIK}|Budi", Kind.NOMINATIONS).records()["nik"].to_pylist() == [NIK]


def test_a_staff_number_is_not_taken_for_a_nik_when_lists_are_matched_and_that_is_said() -> None:
    assert codes(read_persons(csv_of([["nama", "Nomor Induk"], ["Budi", "1"]]), name="x")) == [
        ("heading_perhaps_nik", "warning")
    ]


def test_a_missing_column_is_told_with_how_many_headings_are_not_shown() -> None:
    with pytest.raises(MissingColumns) as caught:
        read_file(csv_of([["area", "month", *(f"x{at}" for at in range(13))]]), name="x", kind=Kind.RECAP)
    assert (caught.value.code, caught.value.facts["more"]) == ("columns_missing_of_many", 3)


def test_villages_that_lie_mostly_outside_the_senders_area_are_warned_of() -> None:
    text = f"nik|nama|desa|kecamatan\n{NIK}|Budi|Lumpatan|Sekayu\n{SECOND}|Ani|Bailangu|Sekayu"
    assert ("places_mostly_elsewhere", "warning") in codes(read(text, Kind.NOMINATIONS, area="11.01"))
    assert codes(read(text, Kind.NOMINATIONS, area="16.06")) == []


@pytest.mark.parametrize(
    ("written", "village"), [("NGULAKI", "16.06.05.1016"), ("NGULAKIII", "16.06.05.2008"), ("NGULAK", "16.06.05.1019")]
)
def test_a_number_written_against_the_name_of_a_village_is_never_dropped(written: str, village: str) -> None:
    text = f"nik|nama|desa|kecamatan\n{NIK}|Budi|{written}|Sanga Desa"
    assert read(text, Kind.NOMINATIONS).records()["village"].to_pylist() == [village]
