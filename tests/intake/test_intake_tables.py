"""Which tables a sheet holds: headings over several rows, tables below and beside each other, places in between."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from intake.rendering import csv_of, xlsx_of
from oracles import examples

MUBA = "16.06"
ULAK, EPIL = "16.06.13.2008", "16.06.02.2007"


def nik(number: int) -> str:
    return f"160604{number % 28 + 1:02d}0180{9000 + number}"


def person(number: int, *more: Any) -> list[Any]:
    return [str(number), nik(number), f"Nama {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]} Sari", *more]


def read(rows: Sequence[Sequence[Any]], kind: Kind = Kind.NOMINATIONS, **given: Any) -> Reading:
    return read_file(xlsx_of(rows), name="x.xlsx", kind=kind, within=MUBA, **given)


def records(reading: Reading) -> list[dict[str, Any]]:
    return reading.records().to_pylist()


def assert_every_row_is_accounted_for(reading: Reading, rows: Sequence[Sequence[Any]]) -> None:
    assert sum(table.sheet_rows for table in reading.tables) == len(rows)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["No", "NIK", "Nama", "Tanggal Lahir", None, None, "L/P"], [None, None, None, "Tgl", "Bln", "Thn", None]),
        (["No", "NIK", "Nama Lengkap", "Tgl. Lahir", "", "", "JK"], ["", "", "", "Tanggal", "Bulan", "Tahun", ""]),
        (["", "", "", "TANGGAL LAHIR", "", "", ""], ["No", "NIK", "Nama", "Tgl", "Bln", "Thn", "L/P"]),
    ],
)
def test_a_birth_date_in_three_columns_under_one_heading_is_one_field(upper: list[Any], lower: list[Any]) -> None:
    rows = [upper, lower, person(1, "12", "5", "1987", "L"), person(2, 3, "Mei", 1990, "P"), person(3, "", "", "", "")]
    reading = read(rows)
    assert [str(row["birth"]) for row in records(reading)] == ["1987-05-12", "1990-05-03", "None"]
    assert reading.tables[0].set_aside == {"heading": 2}
    assert_every_row_is_accounted_for(reading, rows)


def test_a_birth_date_in_three_columns_is_found_without_a_group_above() -> None:
    heading = ["No", "NIK", "Nama", "Tgl Lahir", "Bln Lahir", "Thn Lahir"]
    (row,) = records(read([heading, person(1, "12", "5", "1987")]))
    assert str(row["birth"]) == "1987-05-12"


def test_a_birth_date_in_three_columns_that_is_none_is_told_with_all_of_them() -> None:
    upper, lower = ["No", "NIK", "Nama", "Tanggal Lahir", None, None], [None, None, None, "Tgl", "Bln", "Thn"]
    (problem,) = read([upper, lower, person(1, "31", "2", "1987")]).problems
    assert (problem.code, problem.cell) == ("birth_not_in_calendar", "31-2-1987")


@pytest.mark.parametrize("blank", [None, ""])
def test_a_heading_merged_over_two_rows_and_one_divided_below_it_are_one_heading(blank: str | None) -> None:
    rows = [
        ["DAFTAR PEKERJA RENTAN"],
        ["No", "NIK", "Nama", "Alamat", blank, blank, "Pekerjaan"],
        [blank, blank, blank, "Desa", "Kec.", "RT", blank],
        ["1", "2", "3", "4", "5", "6", "7"],
        person(1, "Ulak Teberau", "Lawang Wetan", "01", "Petani"),
    ]
    reading = read(rows)
    assert set(reading.tables[0].columns.values()) >= {"nik", "name", "village", "district", "occupation"}
    assert reading.tables[0].set_aside == {"before_heading": 1, "heading": 2, "column_numbers": 1}
    assert_every_row_is_accounted_for(reading, rows)


def test_the_heir_of_a_person_is_not_the_person() -> None:
    rows = [
        ["No", "NIK", "Nama", "Ahli Waris", None],
        [None, None, None, "NIK", "Nama"],
        person(1, nik(50), "Orang Lain"),
    ]
    (row,) = records(read(rows))
    assert (row["nik"], row["name"]) == (nik(1), "Nama B Sari")


def test_segments_as_columns_are_tables_of_their_own_that_each_account_for_every_row() -> None:
    rows = [
        ["Wilayah", "Bulan", "Peserta", None, None, None],
        [None, None, "PU", "BPU", "Jakon", "Jumlah"],
        ["16.06", "2025-07", 60000, 40000, 3079, 103079],
        ["16.07", "2025-07", 5, "-", 7, 12],
    ]
    reading = read(rows, Kind.RECAP)
    found = {(row["area"], row["segment"]): row["members"] for row in records(reading)}
    assert found[MUBA, None] == 103079
    assert [found[MUBA, segment] for segment in ("PU", "BPU", "Jakon")] == [60000, 40000, 3079]
    assert ("16.07", "BPU") not in found
    assert reading.quarantined == 0
    assert all(table.sheet_rows == len(rows) for table in reading.tables)
    assert len({(row["sheet"], row["row"]) for row in records(reading)}) == reading.accepted == 7


def test_figures_by_something_else_than_a_segment_are_refused_with_what_to_do() -> None:
    rows = [["Wilayah", "Bulan", "Peserta", None], [None, None, "Laki-laki", "Perempuan"], ["16.06", "2025-07", 6, 4]]
    with pytest.raises(Refused) as caught:
        read(rows, Kind.RECAP)
    assert caught.value.code == "heading_in_two_rows"


TITLES = ["Desa: Ulak Teberau", "DESA ULAK TEBERAU", "Desa/Kelurahan : Ulak Teberau   Kecamatan : Lawang Wetan",
          "DAFTAR PEKERJA RENTAN DESA ULAK TEBERAU KECAMATAN LAWANG WETAN TAHUN 2025"]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_above_a_table_gives_the_village_where_no_column_does(title: str) -> None:
    rows = [[title], [], ["No", "NIK", "Nama"], person(1), person(2)]
    assert [row["village"] for row in records(read(rows))] == [ULAK, ULAK]


def test_a_village_in_a_column_is_not_overruled_by_a_title() -> None:
    rows = [["Desa: Ulak Teberau"], ["No", "NIK", "Nama", "Kode Desa"], person(1, EPIL)]
    assert [row["village"] for row in records(read(rows))] == [EPIL]


def test_tables_below_each_other_have_each_its_own_village_and_every_row_is_accounted_for_once() -> None:
    signed = [[], [None, None, "Mengetahui,"], [None, None, "Kepala Desa"], []]
    rows = [
        ["DAFTAR USULAN"], ["Desa: Ulak Teberau"], [], ["No", "NIK", "Nama"], person(1), person(2), ["Jumlah", "2"],
        *signed,
        ["DAFTAR USULAN"], ["Desa: Epil"], [], ["No", "NIK", "Nama"], person(3), person(4), person(5),
        *signed,
        ["Desa: Ulak Teberau"], ["No", "Nama", "NIK", "No HP"], ["1", "Rudi Sari", nik(6), "081234567890"],
    ]  # fmt: skip
    reading = read(rows)
    assert [(row["row"], row["village"]) for row in records(reading)] == [
        (5, ULAK), (6, ULAK), (16, EPIL), (17, EPIL), (18, EPIL), (25, ULAK),
    ]  # fmt: skip
    assert (reading.quarantined, reading.repeated) == (0, 0)
    assert [table.heading_row for table in reading.tables] == [4, 15, 24]
    assert_every_row_is_accounted_for(reading, rows)


@pytest.mark.parametrize("as_file", [xlsx_of, csv_of])
def test_rows_in_between_name_the_village_of_the_rows_below_them(as_file: Any) -> None:
    rows = [
        ["No", "NIK", "Nama", "HP"],
        ["Desa Ulak Teberau", "", "", ""], person(1, ""), person(2, ""),
        ["", "Desa :", "Epil", ""], person(3, ""),
        ["DESA ANTAH BERANTAH", "", "", ""], person(4, ""),
    ]  # fmt: skip
    reading = read_file(as_file(rows), name="x", kind=Kind.NOMINATIONS, within=MUBA)
    assert [row["village"] for row in records(reading)] == [ULAK, ULAK, EPIL, None]
    assert records(reading)[3]["village_written"] == "ANTAH BERANTAH"
    assert reading.tables[0].set_aside == {"heading": 1, "place": 3}


def test_a_heading_repeated_on_every_page_is_one_table() -> None:
    heading = ["No", "NIK", "Nama"]
    rows = [heading, person(1), [], heading, person(2), ["lanjutan ..."], heading, person(3)]
    reading = read(rows)
    assert reading.accepted == 3
    assert_every_row_is_accounted_for(reading, rows)


@pytest.mark.parametrize("gap", [[], [None]])
def test_tables_side_by_side_are_read_each_by_itself(gap: list[None]) -> None:
    heading = ["No", "NIK", "Nama"]
    rows = [heading + gap + heading, person(1) + gap + person(2), person(3) + gap]
    reading = read(rows)
    assert sorted(row["nik"] for row in records(reading)) == sorted(map(nik, (1, 2, 3)))
    assert len({(row["sheet"], row["row"]) for row in records(reading)}) == 3
    assert [table.sheet_rows for table in reading.tables] == [3, 3]
    assert reading.quarantined == 0


def test_tables_side_by_side_may_begin_on_different_rows_and_have_titles() -> None:
    rows = [
        ["Desa: Ulak Teberau", None, None, None, "Desa: Epil"],
        ["No", "NIK", "Nama", None, None, None, None],
        [*person(1), None, "No", "NIK", "Nama"],
        [None, None, None, None, *person(2)],
    ]
    assert {row["nik"]: row["village"] for row in records(read(rows))} == {nik(1): ULAK, nik(2): EPIL}


def test_blank_columns_within_a_table_divide_nothing() -> None:
    rows = [["No", None, "NIK", None, "Nama"], ["1", None, nik(1), None, "Siti"]]
    assert [table.sheet for table in read(rows).tables] == ["Lembar1"]


def test_a_heading_may_stand_below_a_hundred_rows_of_something_else() -> None:
    rows = [["Catatan rapat"]] * 100 + [["No", "NIK", "Nama"], person(1)]
    reading = read(rows)
    assert (reading.tables[0].heading_row, reading.accepted) == (101, 1)


@pytest.mark.parametrize(
    "name", ["Ulak Teberau", "Ds. Ulak Teberau", "1. Ulak Teberau", "DESA ULAK TEBERAU", "16.06.13.2008", "1606132008",
             "03_Ulak Teberau", "Ulak Teberau (2)"],
)  # fmt: skip
def test_a_sheet_that_bears_the_name_or_the_code_of_a_village_gives_it(name: str) -> None:
    content = xlsx_of(**{name: [["NIK", "Nama"], [nik(1), "Siti"]], "Daftar": [["NIK", "Nama"], [nik(2), "Ali"]]})
    reading = read_file(content, name="x", kind=Kind.NOMINATIONS, within=MUBA)
    assert [row["village"] for row in records(reading)] == [ULAK, None]


def test_four_digits_are_a_village_of_the_district_that_the_sender_said() -> None:
    content = xlsx_of(**{"2008": [["NIK", "Nama"], [nik(1), "Siti"]]})
    inside = read_file(content, name="x", kind=Kind.NOMINATIONS, within=MUBA, area="16.06.13")
    outside = read_file(content, name="x", kind=Kind.NOMINATIONS, within=MUBA)
    assert [records(one)[0]["village"] for one in (inside, outside)] == [ULAK, None]


def test_the_month_of_a_recap_without_one_is_still_the_senders() -> None:
    rows = [["Wilayah", "PU", "BPU"], ["16.06", 5, 6]]
    found = records(read(rows, Kind.RECAP, month=Month(2025, 7)))
    assert {(row["segment"], row["month"]): row["members"] for row in found} == {
        ("PU", "2025-07"): 5, ("BPU", "2025-07"): 6,
    }  # fmt: skip


def test_shortened_words_in_headings_are_read_in_full() -> None:
    heading = ["No.", "N.I.K", "Nm. Lengkap", "Tgl. Lhr", "J/K", "No. H.P", "Ds./Kel.", "Kec."]
    reading = read([heading, person(1, "1980-01-01", "L", "081234567890", "Epil", "Lais")])
    assert set(reading.tables[0].columns.values()) == {"nik", "name", "birth", "sex", "phone", "village", "district"}


def test_rows_that_name_a_hamlet_or_a_group_are_no_people_and_change_no_village() -> None:
    rows = [["Desa: Epil"], ["No", "NIK", "Nama"], ["DUSUN I"], person(1), ["RT 02 / RW 01"], person(2),
            ["Kelompok Tani: Maju Bersama"], person(3)]  # fmt: skip
    reading = read(rows)
    assert (reading.quarantined, [row["village"] for row in records(reading)]) == (0, [EPIL] * 3)
    assert reading.tables[0].set_aside["place"] == 3


def test_a_signature_below_the_niks_is_no_row_of_people() -> None:
    rows = [["No", "NIK", "Nama"], person(1), [], [None, "Mengetahui,"], [None, "Kepala Desa"], [],
            [None, "BUDI SANTOSO, S.Pd"], [None, "NIP. 197001011990011001"]]  # fmt: skip
    reading = read(rows)
    assert (reading.accepted, reading.quarantined, reading.tables[0].set_aside["signature"]) == (1, 0, 4)


BLOCK = st.tuples(
    st.lists(st.sampled_from([["DAFTAR USULAN"], ["Desa: Epil"], ["Desa", ":", "Ulak Teberau"], []]), max_size=3),
    st.sampled_from([["No", "NIK", "Nama"], ["No", "Nama", "NIK"], ["No", "NIK", "Nama", "No HP"]]),
    st.integers(0, 4),
    st.lists(st.sampled_from([[], ["Jumlah", "2"], [None, None, "Mengetahui,"], ["Catatan: sementara"]]), max_size=3),
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=4), st.sampled_from([xlsx_of, csv_of]))
def test_however_tables_are_stacked_every_row_is_accounted_for_and_every_nik_comes_back(
    blocks: list[Any], container: Any
) -> None:
    rows: list[list[Any]] = [["Laporan"]]
    niks = []
    for titles, heading, people, ends in blocks:
        rows += [*titles, heading]
        for _ in range(people):
            niks.append(nik(len(niks) + 1))
            cells = {"No": "1", "NIK": niks[-1], "Nama": "Siti Sari", "No HP": "081234567890"}
            rows.append([cells[name] for name in heading])
        rows += ends
    while not any(rows[-1]):
        rows.pop()
    if not niks:
        return
    reading = read_file(container(rows), name="x", kind=Kind.NOMINATIONS, within=MUBA)
    assert sum(table.sheet_rows for table in reading.tables) == len(rows)
    assert sorted(reading.records()["nik"].to_pylist()) == sorted(niks)
