"""Delimited texts in every encoding and with every delimiter that offices send."""

from io import BytesIO

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.long import read_long
from cakupan.intake.outcome import Given
from cakupan.intake.refusals import NotATable
from intake.rendering import csv_of

ROWS = [
    ["Rekap peserta, Kabupaten Musi Banyuasin, semua segmen"],
    [],
    ["Wilayah", "Bulan", "Peserta", "Sumber"],
    ["16.06", "Juli 2025", "103.079", "Kantor cabang – “Sekayu”, é"],
    ["16.07", "Juli 2025", "98.765", "lembar 1\nlembar 2"],
]


def read(content: bytes) -> Reading:
    return read_file(content, name="rekap.csv", kind=Kind.RECAP)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_is_read_in_any_usual_encoding_and_with_any_usual_delimiter(delimiter: str, encoding: str) -> None:
    reading = read(csv_of(ROWS, delimiter=delimiter, encoding=encoding))
    assert [row["source"] for row in reading.records().to_pylist()] == [ROWS[3][3], ROWS[4][3]]
    assert [row["members"] for row in reading.records().to_pylist()] == [103079, 98765]


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_a_row_is_a_record_whatever_lines_it_takes(line: str) -> None:
    reading = read(csv_of([*ROWS, ["16.08", "Juli 2025", "1", ""]], line=line))
    assert reading.records()["row"].to_pylist() == [4, 5, 6]


def test_commas_in_figures_and_titles_do_not_pass_for_delimiters() -> None:
    content = "Rekap, Muba, Juli, 2025, final\nwilayah;peserta;bulan\n16.06;103,079;2025-07\n16.07;98,765;2025-07\n"
    assert read(content.encode()).records()["members"].to_pylist() == [103079, 98765]


def test_the_line_with_which_excel_declares_its_delimiter_is_set_aside() -> None:
    reading = read(b"sep=;\r\nwilayah;bulan;peserta\r\n16.06;2025-07;5\r\n")
    assert reading.tables[0].set_aside == {"before_heading": 1, "heading": 1}
    assert reading.accepted == 1


def test_a_quote_within_a_cell_is_no_fault() -> None:
    reading = read(b'area,month,members,source\n16.06,2025-07,5,"Toko" Maju\n16.07,2025-07,6,Toko "Jaya" 5"\n')
    assert reading.records()["source"].to_pylist() == ["Toko Maju", 'Toko "Jaya" 5"']


@pytest.mark.parametrize(
    "text",
    [
        'area,month,members,source\n16.06,2025-07,5,"kantor\n16.07,2025-07,6,x\n',
        'area,month,members,source\n16.06,2025-07,5,"kantor\n16.07,2025-07,6,x\n16.08,2025-07,7,"x"\n',
        'area,month,members,source\n16.06,2025-07,5,"kantor\n16.07,2025-07,6,x"\n16.08,2025-07,7,x\n',
    ],
)
def test_a_quote_left_open_never_swallows_rows(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text.encode())
    assert caught.value.code == "quote_left_open"
    assert caught.value.facts["row"] == 2


def test_an_unquoted_comma_in_a_figure_moves_no_value_unseen() -> None:
    reading = read(b"area,month,members,segment\n16.06,2025-07,103,079,PU\n16.07,2025-07,98765,PU\n")
    assert [(problem.code, problem.row) for problem in reading.problems if problem.severity == "error"] == [
        ("segment_unknown", 2),
        ("too_many_cells", 2),
    ]
    assert reading.accepted == 1


def test_an_unquoted_comma_is_seen_even_where_every_cell_still_has_a_heading() -> None:
    rows = b"target,area,year,rate,set_by\na,16.06,2025,52,15\nb,16.07,2025,40,\nc,16.08,2025,45,25,\n"
    reading = read_file(rows, name="x", kind=Kind.TARGETS)
    assert [problem.row for problem in reading.problems if problem.code == "too_many_cells"] == [4]


def test_a_delimiter_at_the_end_of_every_record_is_no_cell() -> None:
    reading = read(b"area,month,members\n16.06,2025-07,5,\n16.07,2025-07,6,\n")
    assert reading.accepted == 2


def test_blank_records_at_the_end_are_not_rows() -> None:
    reading = read(b"area,month,members\n16.06,2025-07,5\n,,\n\n\x1a")
    assert reading.tables[0].sheet_rows == 2


def test_provenance_does_not_hang_on_the_name_of_the_file() -> None:
    content = csv_of(ROWS)
    one, other = (read_file(content, name=name, kind=Kind.RECAP) for name in ("a.csv", "Copy of a FIX.csv"))
    assert one == other


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252"])
def test_zeros_that_fill_up_the_end_of_a_file_are_no_text(encoding: str) -> None:
    content = csv_of(ROWS, encoding=encoding)
    assert read(content + bytes(5_000)).records() == read(content).records()


def test_a_few_broken_bytes_spoil_no_other_letter_and_are_said() -> None:
    content = csv_of([*ROWS, ["16.08", "Juli 2025", "7", "Kantor X"]]).replace(b"Kantor X", b"Kantor \x93X\x94")
    reading = read(content)
    assert reading.records()["source"].to_pylist()[0] == ROWS[3][3]
    assert reading.records()["source"].to_pylist()[2] == "Kantor “X”"
    assert [(problem.code, problem.facts["count"]) for problem in reading.problems] == [("text_mended", 2)]


def test_a_list_with_broken_bytes_says_so_once_however_it_is_read() -> None:
    heading = "nik,nama,segmen,bulan"
    lines = [f"16060101018{number:05d},Nama é {number},BPU,2025-07" for number in range(89001, 89100)]
    content = "\n".join([heading, *lines]).encode().replace(b"Nama \xc3\xa9 89050", b"Nama \xe9 89050")
    whole = read_file(content, name="x", kind=Kind.MEMBERS)
    parts = read_long(BytesIO(content), Kind.MEMBERS, Given(), "x", 900)
    assert [problem.code for problem in whole.problems] == ["text_mended"]
    assert list(parts.problems) == list(whole.problems)
    assert parts.records() == whole.records()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_zero_in_a_cell_spoils_its_own_row_only_and_is_said(encoding: str) -> None:
    niks = [f"16060101018{number:05d}" for number in range(89001, 89100)]
    lines = [f"{nik},Budi,BPU,2025-07,Jl é" for nik in niks]
    lines[50] = lines[50].replace("1606", "16\0" + "06").replace("Budi", "Bu\0di")
    content = "\n".join(["nik,nama,segmen,bulan,alamat", *lines]).encode(encoding)
    whole = read_file(content, name="x", kind=Kind.MEMBERS)
    parts = read_long(BytesIO(content), Kind.MEMBERS, Given(), "x", 900)
    assert [(problem.row, problem.code) for problem in whole.problems] == [
        (None, "text_mended"),
        (52, "nik_not_a_number"),
    ]
    assert whole.problems[0].facts["count"] == 2
    assert whole.records()["nik"].to_pylist() == [nik if nik != niks[50] else None for nik in niks]
    assert whole.records()["name"].to_pylist()[50] == "Bu\ufffddi"
    assert (list(parts.problems), parts.records()) == (list(whole.problems), whole.records())


def test_a_text_with_many_zeros_is_none() -> None:
    with pytest.raises(NotATable):
        read(csv_of(ROWS).replace(b"1", b"\0"))


def test_a_text_in_utf_16_that_was_cut_within_a_letter_is_read_to_there() -> None:
    reading = read(csv_of(ROWS, encoding="utf-16")[:-1])
    assert reading.accepted == 2
    assert [problem.code for problem in reading.problems] == ["text_mended"]


def test_ends_of_lines_may_be_mixed() -> None:
    reading = read(b"area,month,members\r16.06,2025-07,5\n16.07,2025-07,6\r\n16.08,2025-07,7")
    assert reading.records()["members"].to_pylist() == [5, 6, 7]


@pytest.mark.parametrize("rule", ["|---|:---:|--:|", "|===|====|==|"])
def test_the_line_below_the_heading_of_a_table_in_plain_text_is_no_row(rule: str) -> None:
    reading = read(f"| area | month | members |\n{rule}\n| 16.06 | 2025-07 | 5 |\n| 16.07 | 2025-07 | 6 |".encode())
    (table,) = reading.tables
    assert (table.accepted, table.quarantined, table.set_aside) == (2, 0, {"heading": 2})


def test_a_declared_delimiter_may_be_quoted() -> None:
    assert read(b'"sep=|"\narea|month|members\n16.06|2025-07|5\n').accepted == 1
