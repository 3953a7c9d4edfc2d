"""Which rows are data, and which are set aside for what reason."""

from collections.abc import Sequence
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.reading import Table
from intake.rendering import csv_of, xlsx_of

HEADING = ["No", "Wilayah", "Bulan", "Peserta", "Sumber"]
FIRST = ["1", "16.06", "2025-07", "103.079", "cabang"]
SECOND = ["2", "16.07", "2025-07", "98.765", "cabang"]


def read(*rows: Sequence[Any], **given: Any) -> Reading:
    return read_file(csv_of([HEADING, *rows]), name="x.csv", kind=Kind.RECAP, **given)


def aside(reading: Reading) -> dict[str, int]:
    return {reason: count for reason, count in reading.tables[0].set_aside.items() if reason != "heading"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "", "", "", ""], "blank"),
        (["3", "", "", "", ""], "blank"),  # a form with numbered lines, not filled in
        (["Jumlah", "", "", "201.844", ""], "subtotal"),
        (["", "JUMLAH", "", "201.844", ""], "subtotal"),
        (["", "Sub Total", "2025-07", "201.844", ""], "subtotal"),
        (["", "Sub Jumlah", "2025-07", "201.844", ""], "subtotal"),
        (["", "SUBJUMLAH I", "2025-07", "201.844", ""], "subtotal"),
        (["", "Total Kabupaten", "2025-07", "201.844", ""], "subtotal"),
        (["", "Grand Total :", "", "201.844", ""], "subtotal"),
        (["Jumlah Kecamatan Sekayu", "", "2025-07", "5", ""], "subtotal"),
        (["", "", "Jumlah", "201.844", ""], "subtotal"),
        (["Jumlah", "16.06", "2025-07", "103.079", ""], "subtotal"),
        (HEADING, "repeated_heading"),
        ([cell.upper() for cell in HEADING], "repeated_heading"),
    ],
)
def test_rows_that_are_no_data_are_set_aside_wherever_they_stand(row: list[str], reason: str) -> None:
    between = read(FIRST, row, SECOND)
    assert (aside(between), between.accepted, between.quarantined) == ({reason: 1}, 2, 0)


@pytest.mark.parametrize(
    "row",
    [
        ["3", "16.08", "", "5", ""],
        ["3", "", "2025-07", "5", ""],
        ["3", "16.08", "2025-07", "", ""],
        ["", "16.08", "", "", ""],
        ["", "16.99", "", "", ""],
        ["", "", "", "5", ""],
        ["3", "Sukamaju Timur Laut", "", "", ""],
        ["", "Sukamaju Timur Laut", "", "", ""],
        ["", "Sukamaju Timur Laut", "Juli", "seratus orang lebih", ""],
        ["", "Sukamaju Timur Laut", "Juli", "", "Data BPS"],
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_damaged_row_of_data_is_quarantined_and_never_set_aside(row: list[str], last: bool) -> None:
    reading = read(FIRST, row) if last else read(FIRST, row, SECOND)
    assert (aside(reading), reading.quarantined) == ({}, 1)


@pytest.mark.parametrize(
    "block",
    [
        [["", "", "", "", "Sekayu, 31 Juli 2025"], ["", "", "", "", "Kepala Kantor"], [], ["", "", "", "", "Budi S."]],
        [["", "Mengetahui,", "", "Sekayu, 31 Juli 2025", ""], ["", "Kepala Dinas", "", "Kepala Cabang", ""],
         ["", "Siti Aminah, S.E.", "", "Budi Santoso", ""], ["", "NIP. 19700101 199001 1 001", "", "NIP", ""]],
        [["Catatan: angka sementara", "", "", "", ""]],
        [["", "*) termasuk Jakon", "", "", ""]],
        [["", "Sumber: BPJS Ketenagakerjaan", "", "", ""], ["", "dicetak kantor cabang", "", "", ""]],
    ],
)  # fmt: skip
def test_place_day_signatures_and_notes_below_the_data_are_set_aside(block: list[list[str]]) -> None:
    reading = read(FIRST, SECOND, [], *block)
    filled = sum(any(row) for row in block)
    assert reading.tables[0].set_aside["signature"] == filled
    assert (reading.accepted, reading.quarantined) == (2, 0)


PEOPLE = ["NIK", "Nama", "Alamat", "Pekerjaan", "Catatan desa"]
SITI = ["1606041205879001", "Siti", "Jl A", "Petani", ""]
LAST_ROWS = [["", "An Nisa", "Jl B", "Petani"], ["", "An Nisa"], ["", "Joko", "Jl C", "Nelayan"], ["", "Joko Susilo"],
             ["belum ada", "Rina Wati"], ["", "Data Ginting", "Jl D", ""], ["", "", "Jl E", "Nelayan"],
             ["", "Pj Harun"], ["", "Sumber Rejeki"]]  # fmt: skip
HEAD_OF_VILLAGE = [["", "Mengetahui,", "", "Sekayu, 31 Juli 2025"], ["", "Pj. Kepala Desa", "", "Kaur Kesra"], [],
                   ["", "( BUDI SANTOSO )", "", "RINA WATI"], ["", "Penata Muda", "", "……………"],
                   ["", "NIP. 197001011990011001"]]  # fmt: skip


def people(*rows: Sequence[Any]) -> Reading:
    return read_file(csv_of([PEOPLE, *rows]), name="x.csv", kind=Kind.NOMINATIONS)


@pytest.mark.parametrize("many", range(1, len(LAST_ROWS) + 1))
def test_damaged_rows_at_the_end_of_a_list_of_people_are_quarantined_and_never_a_signature(many: int) -> None:
    reading = people(SITI, *LAST_ROWS[:many])
    assert (aside(reading), reading.accepted, reading.quarantined) == ({}, 1, many)


def test_a_head_of_village_signs_below_damaged_rows() -> None:
    reading = people(SITI, *LAST_ROWS, [], *HEAD_OF_VILLAGE)
    assert (aside(reading), reading.quarantined) == ({"blank": 2, "signature": 5}, len(LAST_ROWS))


def test_who_stands_below_a_signature_or_beside_it_is_no_part_of_it() -> None:
    below = people(SITI, *HEAD_OF_VILLAGE, ["", "Joko Susilo"])
    beside = people(SITI, ["", "Mengetahui,"], ["", "Joko", "Jl C", "Nelayan"])
    after_note = people(SITI, ["", "Catatan: sementara"], ["", "Joko"])
    assert [reading.quarantined for reading in (below, beside, after_note)] == [1, 1, 1]
    assert [aside(reading)["signature"] for reading in (below, beside, after_note)] == [5, 1, 1]


def test_a_last_row_that_says_something_only_outside_the_known_columns_is_a_note() -> None:
    reading = people(SITI, ["", "", "", "", "dua orang menyusul"])
    assert (aside(reading), reading.quarantined) == ({"signature": 1}, 0)


def test_a_row_of_column_numbers_below_the_heading_is_set_aside() -> None:
    assert aside(read(["1", "2", "3", "4", "5"], FIRST)) == {"column_numbers": 1}
    assert aside(read(["(1)", "(2)", "(3)", "(4) = 2 x 3", "(5)"], FIRST)) == {"column_numbers": 1}
    numbers = read_file(xlsx_of([HEADING, [1, 2, 3, 4, 5], FIRST]), name="x", kind=Kind.RECAP)
    assert aside(numbers) == {"column_numbers": 1}


def test_a_target_called_total_is_a_target() -> None:
    rows = [["target", "area", "year", "rate"], ["total", "16.06", "2025", "52,15"], ["Jumlah", "", "2025", "60"]]
    reading = read_file(csv_of(rows), name="x", kind=Kind.TARGETS)
    assert (reading.accepted, reading.quarantined) == (1, 1)


def test_a_total_in_the_first_cell_is_set_aside_where_the_sender_said_the_area() -> None:
    rows = [["Bulan", "Peserta"], ["Desember 2024", "88.958"], ["Juli 2025", "103.079"], ["Jumlah", "192.037"]]
    reading = read_file(csv_of(rows), name="x", kind=Kind.RECAP, area="16.06")
    assert (aside(reading), reading.accepted) == ({"subtotal": 1}, 2)


def test_a_numbered_list_of_one_figure_is_not_taken_for_column_numbers() -> None:
    rows = [["No", "Peserta"], ["1", "2"]]
    reading = read_file(csv_of(rows), name="x", kind=Kind.RECAP, month=Month(2025, 7), area="16.06")
    assert reading.records()["members"].to_pylist() == [2]


def test_a_description_before_the_area_that_begins_with_jumlah_is_no_total() -> None:
    rows = [["Uraian", "Wilayah", "Bulan", "Peserta"], ["Jumlah peserta aktif", "16.06", "2025-07", "5"]]
    assert read_file(csv_of(rows), name="x", kind=Kind.RECAP).accepted == 1


def test_a_number_above_the_numbering_is_a_title_and_not_a_blank_line() -> None:
    reading = read_file(csv_of([["2025"], HEADING, FIRST]), name="x", kind=Kind.RECAP)
    assert aside(reading) == {"before_heading": 1}


def test_every_reason_is_told_at_once_and_only_for_its_row() -> None:
    reading = read(FIRST, ["2", "16.99", "Julember", "-5", "x"])
    assert [(found.row, found.column, found.code) for found in reading.problems] == [
        (3, "Wilayah", "area_code_unknown"),
        (3, "Bulan", "month_unreadable"),
        (3, "Peserta", "count_negative"),
    ]
    (row,) = reading.quarantine().to_pylist()
    assert row == {
        "sheet": "csv",
        "row": 3,
        "codes": "area_code_unknown,month_unreadable,count_negative",
        "cells": '{"No": "2", "Wilayah": "16.99", "Bulan": "Julember", "Peserta": "-5", "Sumber": "x"}',
        "columns": '{"area": ["Wilayah"], "month": ["Bulan"], "members": ["Peserta"], "source": ["Sumber"]}',
    }


def test_cells_without_a_heading_and_twin_headings_keep_their_place_in_quarantine() -> None:
    rows = [["area", "x", "month", None, "x", "members"], ["16.06", 1, "2025-07", 2.5, 3, "?"]]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.RECAP)
    assert reading.quarantine()["cells"].to_pylist() == [
        '{"area": "16.06", "x": 1, "month": "2025-07", "(D)": 2.5, "x (E)": 3, "members": "?"}'
    ]


def test_a_nik_is_in_the_cell_of_a_problem_and_never_in_its_facts() -> None:
    reading = read(["1", "16.06", "1606010101809001", "5 1606 0101 0180 9001", "x"])
    assert [found.cell for found in reading.problems] == ["1606010101809001", "5 1606 0101 0180 9001"]
    assert all("9001" not in str(found.facts) for found in reading.problems)


def test_a_given_month_does_not_make_notes_into_data() -> None:
    rows = [["Wilayah", "Peserta"], ["16.06", "5"], ["Catatan: sementara", ""]]
    reading = read_file(csv_of(rows), name="x", kind=Kind.RECAP, month=Month(2025, 7))
    assert (aside(reading), reading.accepted) == ({"signature": 1}, 1)


@pytest.mark.parametrize(("rows_in", "accepted"), [(3, 2), (2, 1)])
def test_a_table_whose_rows_do_not_add_up_cannot_be_made(rows_in: int, accepted: int) -> None:
    with pytest.raises(ValueError, match="lost"):
        Table("x", 3, {"heading": 1}, rows_in, accepted, 0, 0, {}, 1)
