"""A list goes back in its own layout, with what is wrong marked; repaired, it is read again."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.own_sheets import FILE_COLUMN, REASON_COLUMN, ROW_COLUMN, STATUS_COLUMN
from cakupan.reports.keeping_layout import mark_in_place
from cakupan.reports.marked import marked_workbook
from cakupan.reports.marks import marks_of
from cakupan.reports.writing_again import write_again, write_bad_rows
from cakupan_app.look.words import say
from intake.rendering import csv_of, ods_of, xlsx_of
from reports.forms_filled import TODAY, filled, form, person, read, saved

HEADING = ["No", "Nama", "NIK", "Alamat", "Catatan desa"]
TITLE = ["Daftar pekerja rentan", None, None, None, None]
ROWS = [
    TITLE,
    HEADING,
    [1, "Siti", "1606040101879001", "=1+1", "-"],
    [2, "Budi", 1.60604e15, "RT 1", "+62"],
    [3, "Siti", "1606040101879001", "RT 2", "@x"],
    [4, "=HYPERLINK(A1)", "123", "RT 3", None],
]
Marker = Callable[[bytes, Reading], bytes]


def in_place(content: bytes, reading: Reading) -> bytes:
    return mark_in_place(content, marks_of(reading, "daftar.xlsx", say, "id"))


def again(content: bytes, reading: Reading) -> bytes:
    return write_again(content, marks_of(reading, "daftar.xlsx", say, "id"), "daftar.xlsx")


def listed(content: bytes) -> Reading:
    return read_file(content, name="daftar.xlsx", kind=Kind.NOMINATIONS, within="16.06", today=TODAY)


def sheet_of(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).worksheets[0]


def beside(sheet: Any, heading: str, row: int = 2) -> list[Any]:
    column = next(cell.column for cell in sheet[row] if cell.value == heading)
    return [sheet.cell(number, column).value for number in range(row + 1, sheet.max_row + 1)]


both = pytest.mark.parametrize("mark", [in_place, again])


@both
def test_every_cell_of_the_sender_is_where_it_was(mark: Marker) -> None:
    content = xlsx_of(ROWS)
    found = [list(row[:5]) for row in sheet_of(mark(content, listed(content))).iter_rows(values_only=True)]
    expected = [list(row) for row in ROWS]
    expected[2][3], expected[3][4], expected[4][4], expected[5][1] = "'=1+1", "'+62", "'@x", "'=HYPERLINK(A1)"
    assert found == expected


@both
def test_each_row_says_what_became_of_it_and_by_what_it_is_matched(mark: Marker) -> None:
    content = xlsx_of(ROWS)
    reading = listed(content)
    sheet = sheet_of(mark(content, reading))
    assert beside(sheet, STATUS_COLUMN) == ["diterima", "perbaiki", "berulang", "perbaiki"]
    assert beside(sheet, ROW_COLUMN) == [3, 4, 5, 6]
    assert set(beside(sheet, FILE_COLUMN)) == {reading.sha256}
    assert "16 angka" in beside(sheet, REASON_COLUMN)[1] or "hilang" in beside(sheet, REASON_COLUMN)[1]
    hidden = [letter for letter, found in sheet.column_dimensions.items() if found.hidden]
    assert len(hidden) >= 1
    assert sheet.auto_filter.ref == "A2:I6"


@both
def test_the_cells_that_are_wrong_are_coloured_and_say_why(mark: Marker) -> None:
    content = xlsx_of(ROWS)
    sheet = sheet_of(mark(content, listed(content)))
    assert sheet["C4"].fill.fgColor.rgb.endswith("FFC7CE")
    assert "NIK" in sheet["C4"].comment.text
    assert sheet["C3"].comment is None


@both
def test_no_cell_is_a_formula_and_digits_stay_text(mark: Marker) -> None:
    book = load_workbook(BytesIO(filled(form(), [person(1), ["=1+1", "Orang", "L"]])))
    content = saved(book)
    marked = mark(content, read(content))
    cells = [cell for sheet in load_workbook(BytesIO(marked)) for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str) and len(cell.value) > 1]
    assert not [text for text in texts if text[0] in "=+@" or (text[0] == "-" and text.strip("- "))]
    assert load_workbook(BytesIO(marked)).worksheets[0]["A7"].value == person(1)[0]


@both
def test_a_nik_that_lost_its_digits_stays_a_number_so_that_it_is_refused_again(mark: Marker) -> None:
    content = xlsx_of(ROWS)
    reading = listed(content)
    once_more = listed(mark(content, reading))
    assert [one["row"] for one in once_more.quarantine().to_pylist()] == [4, 6]
    assert once_more.rows_in == reading.rows_in


@both
def test_the_repaired_workbook_is_read_as_if_nothing_stood_beside(mark: Marker) -> None:
    content = xlsx_of(ROWS)
    book = load_workbook(BytesIO(mark(content, listed(content))))
    sheet = book.worksheets[0]
    sheet["C4"].value, sheet["B6"].value, sheet["C6"].value = "1606040101879002", "Wati", "1606044101879003"
    reading = listed(saved(book))
    assert (reading.accepted, reading.quarantined, reading.repeated) == (3, 0, 1)
    assert "kept" not in {problem.code for problem in reading.problems}
    assert [table.rows_in for table in reading.tables][1:] == [0]


def filled_cells(sheet: Any) -> set[str]:
    """The cells of the sender's that are coloured as wrong."""
    own = {cell.column for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("cakupan_")}
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.column not in own)
    return {cell.coordinate for cell in cells if cell.fill.fgColor.rgb.endswith("FFC7CE")}


GOOD, BAD = "1606040101879001", "16060401018790"
SIDE = [
    ["NIK", "Nama", None, "NIK", "Nama"],
    [BAD, "Siti", None, "1606040101879002", "Budi"],
    ["1606040101879003", "Wati", None, BAD, "Joko"],
    [GOOD, "Ani", None, None, None],
]
PLACED: dict[str, tuple[list[list[Any]], set[str], list[str]]] = {
    "side by side": (SIDE, {"A2", "D3"}, ["perbaiki", "perbaiki", "diterima"]),
    "in another order lower down": (
        [["NIK", "Nama"], [GOOD, "Siti"], [None], ["Nama", "NIK"], ["Budi", BAD], ["Wati", "1606040101879003"]],
        {"B5"},
        ["diterima", None, None, "perbaiki", "diterima"],
    ),
    "under a heading of two rows": (
        [["No", "Data Diri", None], [None, "NIK", "Nama"], [1, BAD, "Siti"], [2, GOOD, "Budi"]],
        {"B3"},
        ["perbaiki", "diterima"],
    ),
    "not in the first column": (
        [[None] * 4, [None, None, "NIK", "Nama"], [None, None, GOOD, "Siti"], [None, None, BAD, "Budi"]],
        {"C4"},
        ["diterima", "perbaiki"],
    ),
}


@pytest.mark.parametrize(("mark", "file_of"), [(in_place, xlsx_of), (again, xlsx_of), (again, csv_of)])
@pytest.mark.parametrize("case", PLACED)
def test_a_mark_stands_in_the_cell_it_is_about(mark: Marker, file_of: Callable[[Any], bytes], case: str) -> None:
    rows, wrong, statuses = PLACED[case]
    content = file_of(rows)
    reading = listed(content)
    sheet = sheet_of(mark(content, reading))
    assert filled_cells(sheet) == wrong
    heading = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == STATUS_COLUMN)
    assert beside(sheet, STATUS_COLUMN, heading) == statuses
    once_more = listed(mark(content, reading))
    assert (once_more.accepted, once_more.quarantined) == (reading.accepted, reading.quarantined)


@both
def test_a_recap_with_a_column_for_each_segment_is_marked(mark: Marker) -> None:
    content = xlsx_of(
        [["Wilayah", "Bulan", "PU", "BPU"], ["16.06.01", "2025-07", 10, "x"], ["16.06.02", "2025-07", 3, 4]]
    )
    reading = read_file(content, name="rekap.xlsx", kind=Kind.RECAP, within="16.06", today=TODAY)
    sheet = sheet_of(mark(content, reading))
    assert filled_cells(sheet) == {"D2"}
    assert beside(sheet, STATUS_COLUMN, 1) == ["perbaiki", "diterima"]
    assert beside(sheet, ROW_COLUMN, 1) == [None, None]


@both
def test_the_hints_of_a_form_give_way_to_how_it_is_repaired(mark: Marker) -> None:
    content = filled(form(), [person(1), person(1), person(2, "12")])
    reading = read(content)
    marked = mark(content, reading)
    hints = [sheet_of(marked)[place].value for place in ("A2", "A3")]
    assert hints == [say("marked_hint", {}, lang) for lang in ("id", "en")]
    again = read(marked)
    assert (again.rows_in, again.accepted, again.quarantined) == (reading.rows_in, reading.accepted, 1)


@both
def test_every_line_of_a_reason_has_room_in_its_row(mark: Marker) -> None:
    """LibreOffice does not find the height of a row by itself: the lines lay upon each other."""
    content = xlsx_of(ROWS)
    book = load_workbook(BytesIO(mark(content, listed(content))))
    rows, summary = book.worksheets[0], book["Ringkasan Cakupan"]
    at = next(cell.column for cell in rows[2] if cell.value == REASON_COLUMN)
    reasons = [rows.cell(row, at) for row in range(3, 7)]
    reasons += [cell for cell, number in summary.iter_rows(max_col=2) if number.value is not None]
    long = [cell for cell in reasons if len(str(cell.value)) > 60]
    assert {cell.parent.title for cell in long} == {rows.title, summary.title}
    for cell in long:
        assert cell.parent.row_dimensions[cell.row].height >= 15 * len(cell.value) / 60


def test_the_summary_adds_up() -> None:
    content = xlsx_of(Satu=ROWS, Dua=[HEADING, [1, "Ani", "1606044101879004", None, None]])
    book = load_workbook(BytesIO(marked_workbook(content, listed(content), "daftar.xlsx", say, "en")))
    assert book.sheetnames == ["Satu", "Dua", "Ringkasan Cakupan"]
    rows = {row[0]: row[1:7] for row in book["Ringkasan Cakupan"].iter_rows(values_only=True) if row[0]}
    assert rows["Satu"] == (6, 2, 4, 1, 2, 1)
    assert rows["Dua"] == (2, 1, 1, 1, 0, 0)
    assert rows["All"] == tuple(map(sum, zip(rows["Satu"], rows["Dua"], strict=True)))
    assert beside(book["Satu"], ROW_COLUMN)[0] == "Satu!3"


def test_a_workbook_keeps_how_it_looked() -> None:
    book = load_workbook(BytesIO(xlsx_of(ROWS)))
    sheet = book.worksheets[0]
    sheet.column_dimensions["B"].width = 33
    sheet["A1"].font = Font(bold=True, size=18)
    sheet.merge_cells("A1:E1")
    content = saved(book)
    kept = sheet_of(marked_workbook(content, listed(content), "daftar.xlsx", say, "id"))
    assert kept.column_dimensions["B"].width == 33
    assert kept["A1"].font.size == 18
    assert [str(area) for area in kept.merged_cells.ranges] == ["A1:E1"]


def test_a_table_of_excel_keeps_its_own_filter() -> None:
    from openpyxl.worksheet.table import Table

    book = load_workbook(BytesIO(xlsx_of(ROWS)))
    book.worksheets[0].add_table(Table(displayName="Daftar", ref="A2:E6"))
    content = saved(book)
    sheet = sheet_of(marked_workbook(content, listed(content), "daftar.xlsx", say, "id"))
    assert list(sheet.tables) == ["Daftar"]
    assert sheet.auto_filter.ref is None


def test_a_csv_comes_back_as_a_workbook_with_the_same_rows() -> None:
    content = csv_of([["NIK", "Nama"], ["1606040101879001", "Siti"], ["0012", "Budi"]], delimiter=";")
    sheet = sheet_of(marked_workbook(content, listed(content), "daftar.csv", say, "id"))
    assert [row[:2] for row in sheet.iter_rows(values_only=True)] == [
        ("NIK", "Nama"), ("1606040101879001", "Siti"), ("0012", "Budi"),
    ]  # fmt: skip
    assert beside(sheet, STATUS_COLUMN, 1) == ["diterima", "perbaiki"]


def test_lines_that_stood_whole_in_one_column_come_back_cut() -> None:
    content = xlsx_of([["NIK;Nama"], ["1606040101879001;Siti"], ["0012;Budi"]])
    sheet = sheet_of(marked_workbook(content, listed(content), "daftar.xlsx", say, "id"))
    assert [row[:2] for row in sheet.iter_rows(values_only=True)] == [
        ("NIK", "Nama"), ("1606040101879001", "Siti"), ("0012", "Budi"),
    ]  # fmt: skip
    assert beside(sheet, STATUS_COLUMN, 1) == ["diterima", "perbaiki"]


def test_a_column_of_sentences_that_name_headings_is_no_list() -> None:
    guide = [["Wajib diisi:"], ["NIK, Nama, Desa"], ["Simpan, lalu kirim."]]
    reading = listed(xlsx_of(Isian=ROWS, Petunjuk=guide))
    assert [table.sheet_rows for table in reading.tables] == [6, 3]
    assert [table.rows_in for table in reading.tables] == [4, 0]


def test_of_a_list_that_no_sheet_holds_only_the_bad_rows_come_back() -> None:
    content = csv_of([["NIK", "Nama"], ["1606040101879001", "Siti"], ["0012", "Budi"]])
    reading = listed(content)
    sheet = sheet_of(write_bad_rows(reading, marks_of(reading, "daftar.csv", say, "id")))
    assert [row[:2] for row in sheet.iter_rows(values_only=True)] == [("NIK", "Nama"), ("0012", "Budi")]
    assert beside(sheet, ROW_COLUMN, 1) == [3]


def test_a_marked_workbook_that_is_marked_again_has_its_columns_once() -> None:
    content = xlsx_of(ROWS)
    once = marked_workbook(content, listed(content), "daftar.xlsx", say, "id")
    twice = marked_workbook(once, listed(once), "daftar.xlsx", say, "id")
    book = load_workbook(BytesIO(twice))
    assert [cell.value for cell in book.worksheets[0][2]].count(STATUS_COLUMN) == 1
    assert book.sheetnames.count("Ringkasan Cakupan") == 1


def test_a_day_stays_a_day() -> None:
    content = xlsx_of([["NIK", "Nama", "Tanggal lahir"], ["12", "Siti", date(1987, 5, 12)]])
    for mark in (in_place, again):
        assert sheet_of(mark(content, listed(content)))["C2"].value.date() == date(1987, 5, 12)


def test_sheets_whose_names_begin_alike_stay_apart() -> None:
    names = [f"Daftar Usulan Penerima Iuran Desa {letter}" for letter in "AB"]
    content = ods_of(**{name: [HEADING, row] for name, row in zip(names, (ROWS[2], ROWS[3]), strict=True)})
    book = load_workbook(BytesIO(marked_workbook(content, listed(content), "daftar.ods", say, "id")))
    first, second, _ = book.sheetnames
    assert (first, second) == ("Daftar Usulan Penerima Iuran De", "Daftar Usulan Penerima Iura (2)")
    assert beside(book[second], ROW_COLUMN, 1) == [f"{names[1]}!2"]


def with_blanks(book: Any) -> None:
    for row in range(10, 12_010):
        for column in range(1, 11):
            book.worksheets[0].cell(row, column).font = BOLD


def with_merge(book: Any) -> None:
    book.worksheets[0].merge_cells("A20:XFD30")


def with_far_cell(book: Any) -> None:
    book.worksheets[0]["XFD500"].font = BOLD


BOLD = Font(bold=True)


@pytest.mark.parametrize("swollen", [with_blanks, with_merge, with_far_cell])
def test_a_workbook_of_many_blank_cells_is_written_again_and_says_so(
    swollen: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = load_workbook(BytesIO(xlsx_of(ROWS)))
    swollen(book)
    content = saved(book)
    monkeypatch.setattr("cakupan.reports.marked.mark_in_place", lambda *_: pytest.fail("its blanks are all held"))
    marked = load_workbook(BytesIO(marked_workbook(content, listed(content), "daftar.xlsx", say, "en")))
    assert beside(marked.worksheets[0], STATUS_COLUMN)[:4] == ["accepted", "repair", "repeated", "repair"]
    told = [row[0] for row in marked.worksheets[-1].iter_rows(values_only=True)]
    assert say("marked_plainly", {}, "en") in told


def test_a_sheet_called_by_a_nik_is_marked_where_it_stands() -> None:
    first, second = "1606040101879001", "1606040201879001"
    content = xlsx_of(**{first: [], second: ROWS})
    book = load_workbook(BytesIO(in_place(content, listed(content))))
    assert book.sheetnames == [first, second, "Ringkasan Cakupan"]
    assert beside(book[second], STATUS_COLUMN)[0] == "diterima"
    assert second not in str(list(book["Ringkasan Cakupan"].values))
