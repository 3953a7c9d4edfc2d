"""What was taken for heading and data is shown and can be said; values are second evidence; nothing is guessed."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.reading import Problem
from cakupan.intake.shape import Remembered, Shape, fingerprint
from intake.rendering import archive_of, csv_of, ods_of, xlsx_of

NIKS = [f"1606040{day}0180900{day}" for day in range(1, 7)]
NAMES = ["Siti Aminah", "Budi Santoso", "Ali Akbar", "Rina Wati", "Dedi Kurnia", "Umi Kalsum"]
PEOPLE = [[nik, name] for nik, name in zip(NIKS, NAMES, strict=True)]


def read(rows: Sequence[Sequence[Any]], shape: Shape | None = None, kind: Kind = Kind.NOMINATIONS) -> Reading:
    given = {"shape": shape} if shape else {}
    return read_file(xlsx_of(rows), name="x.xlsx", kind=kind, within="16.06", **given)


def refusal(rows: Sequence[Sequence[Any]], shape: Shape | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        read(rows, shape)
    return caught.value


def warnings(reading: Reading) -> dict[str, Problem]:
    return {problem.code: problem for problem in reading.problems if problem.row is None}


def test_what_was_taken_for_heading_and_data_is_shown_masked() -> None:
    seen = read([["Daftar"], ["NIK", "Nama", "Hobi"], [*PEOPLE[0], "catur"], [*PEOPLE[1], None]]).tables[0].seen
    assert (seen.heading_rows, seen.data_rows, seen.unread, seen.extra_cells) == ((2, 2), (3, 4), ("Hobi",), 1)
    assert seen.sample[0] == {"nik": "160604********01", "name": "S*** A***"}


def test_what_names_nobody_is_shown_in_clear_for_the_columns_to_be_checked() -> None:
    heading = ["NIK", "Nama", "Desa", "Kecamatan", "Pekerjaan", "L/P"]
    seen = read([heading, [*PEOPLE[0], "Bukit Selabu", "Batang Hari Leko", "Petani karet", "L"]]).tables[0].seen
    shown = {name: seen.sample[0][name] for name in ("name", "village", "district", "occupation", "sex")}
    assert shown == {
        "name": "S*** A***",
        "village": "Bukit Selabu",
        "district": "Batang Hari Leko",
        "occupation": "Petani karet",
        "sex": "L",
    }


def test_a_formula_that_failed_is_shown_as_it_stands() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate((["NIK", "Nama"], [NIKS[0], ""], *PEOPLE[1:])):
            sheet.write_row(at, 0, cells)
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    seen = read_file(content.getvalue(), name="x.xlsx", kind=Kind.NOMINATIONS, within="16.06").tables[0].seen
    assert seen.sample[0]["name"] == "#N/A"


def test_neither_the_birth_date_nor_a_short_phone_undoes_the_mask_beside_it() -> None:
    heading = ["NIK", "Nama", "Tgl Lahir", "Bln Lahir", "Thn Lahir", "HP"]
    seen = read([heading, [*PEOPLE[0], 1, 1, 1980, "0812345678"]]).tables[0].seen
    assert seen.sample[0] == {
        "nik": "160604********01",
        "name": "S*** A***",
        "birth": "*-*-1980",
        "phone": "081*****78",
    }
    written = read([["NIK", "Nama", "Tanggal Lahir"], [*PEOPLE[0], "1 Januari 1980"]]).tables[0].seen
    assert written.sample[0]["birth"] == "* ******* 1980"


def test_columns_of_two_meanings_that_are_headed_alike_are_told_by_their_letters() -> None:
    rows = [["NIK", "Nama", "Nama"], [NIKS[0], "Siti", "Bukit Selabu"]]
    reading = read(rows, Shape(heading=(1, 1), columns=(("B", "name"), ("C", "village"))))
    assert reading.tables[0].columns == {"NIK": "nik", "Nama (B)": "name", "Nama (C)": "village"}


def test_extras_are_what_columns_hold_that_no_field_reads() -> None:
    reading = read([["NIK", "Nama", "Hobi", "Ukuran"], [*PEOPLE[0], "catur", 41], [*PEOPLE[1], None, 42]])
    assert [(extra.row, extra.heading, extra.cell) for extra in reading.extras()] == [
        (2, "Hobi", "catur"), (2, "Ukuran", "41"), (3, "Ukuran", "42"),
    ]  # fmt: skip


def test_columns_are_read_as_they_are_said_to_be_and_not_read_where_that_is_said() -> None:
    rows = [["NIK", "Nama", "Orang", "Hp"], [NIKS[0], "bukan", "Siti", "081234567890"]]
    shape = Shape(columns=(("orang", "name"), ("HP", ""), ("Nama", "")))
    reading = read(rows, shape)
    assert reading.tables[0].columns == {"NIK": "nik", "Orang": "name"}
    assert reading.records().to_pylist()[0]["phone"] is None


def test_a_heading_that_is_said_and_the_file_does_not_have_is_refused() -> None:
    refused = refusal([["NIK", "Nama"], PEOPLE[0]], Shape(columns=(("Nama Warga", "name"),)))
    assert (refused.code, refused.facts["found"]) == ("map_heading_not_found", ("NIK", "Nama"))


def test_the_rows_that_are_said_are_read_and_the_others_are_accounted_for() -> None:
    rows = [["NIK", "Nama"], *PEOPLE]
    (table,) = read(rows, Shape(rows=(3, 4))).tables
    assert (table.rows_in, table.set_aside) == (2, {"heading": 1, "not_asked": 4})


def test_the_heading_that_is_said_is_the_heading() -> None:
    rows = [["NIK", "Nama"], ["NIK", "Nama", "No HP"], [*PEOPLE[0], "081234567890"]]
    assert read(rows, Shape(heading=(2, 2))).tables[0].heading_row == 2


def test_a_list_without_a_heading_is_read_by_the_letters_of_its_columns() -> None:
    shape = Shape(heading=(0, 0), columns=(("A", "nik"), ("B", "name")))
    reading = read(PEOPLE, shape)
    assert (reading.accepted, reading.tables[0].sheet_rows, reading.tables[0].heading_row) == (6, 6, None)
    assert read_file(csv_of(PEOPLE), name="x", kind=Kind.NOMINATIONS, shape=shape).accepted == 6


def test_a_list_without_a_heading_is_refused_with_the_options_that_its_values_show() -> None:
    rows = [[number, name, nik, sex] for number, (nik, name), sex in zip(range(1, 7), PEOPLE, "LPLPLP", strict=True)]
    refused = refusal(rows)
    assert refused.code == "columns_shown_by_values"
    assert refused.facts["options"] == '--heading 0 --map "B=name" --map "C=nik" --map "D=sex"'


def test_a_column_whose_heading_says_nothing_is_proposed_by_what_it_holds() -> None:
    refused = refusal([["Nomor Identitas Diri", "Nama"], *PEOPLE])
    assert refused.facts["options"] == '--map "Nomor Identitas Diri=nik"'


def test_of_two_headings_the_one_that_holds_niks_is_taken_and_said() -> None:
    rows = [["NIK", "No KTP", "Nama"], *([nik, "-", name] for nik, name in PEOPLE)]
    reading = read(rows)
    assert reading.records()["nik"].to_pylist() == NIKS
    assert warnings(reading)["column_chosen_by_values"].facts["chosen"] == "NIK (A)"


def test_two_headings_that_both_hold_niks_are_asked_about() -> None:
    rows = [["NIK", "No KTP", "Nama"], *([nik, nik, name] for nik, name in PEOPLE)]
    refused = refusal(rows)
    assert refused.code == "columns_ambiguous"
    assert refused.facts["options"] == ('--map "NIK="', '--map "No KTP="')
    assert read(rows, Shape(columns=(("No KTP", ""),))).accepted == len(PEOPLE)


def test_of_two_columns_of_names_only_a_blank_one_is_left_aside() -> None:
    alike = [["NIK", "Nama", "Nama"], *([*one, "Suharto"] for one in PEOPLE)]
    refused = refusal(alike)
    assert refused.code == "columns_ambiguous"
    assert refused.facts["options"] == ('--heading 1 --map "B="', '--heading 1 --map "C="')
    assert read(alike, Shape(heading=(1, 1), columns=(("C", ""),))).records()["name"].to_pylist() == NAMES
    reading = read([["NIK", "Nama", "Nama"], *([*one, None] for one in PEOPLE)])
    assert reading.records()["name"].to_pylist() == NAMES


def test_a_first_row_of_somebody_is_told_without_name_and_day() -> None:
    refused = refusal([[nik, name, "12-05-1987", "0812 3456 789"] for nik, name in PEOPLE])
    told = " ".join(map(str, refused.facts["found"]))
    assert refused.code == "columns_shown_by_values"
    assert not any(word in told for word in (PEOPLE[0][0], *PEOPLE[0][1].split(), "12-05"))


def test_a_nik_column_that_holds_family_cards_is_warned_of() -> None:
    rows = [["NIK", "No KK", "Nama"], *([nik, nik, name] for nik, name in PEOPLE)]
    assert "nik_same_as_family_card" in warnings(read(rows))
    households = [["NIK", "Nama"], *([NIKS[at // 4], f"{NAMES[at % 6]} {'ABC'[at // 6]}"] for at in range(16))]
    assert "nik_repeated_in_households" in warnings(read(households))
    ruined = [["NIK", "Nama"], *(["1.60604E+15", name] for _, name in households[1:])]
    assert "nik_repeated_in_households" not in warnings(read(ruined))


def test_headings_are_equal_however_they_are_ordered_and_spelled() -> None:
    assert fingerprint(["NIK", "Nama  Warga", ""]) == fingerprint(["nama\nwarga", "N.I.K."])
    assert fingerprint(["NIK", "Nama"]) != fingerprint(["NIK", "Nama", "HP"])


def test_what_a_sender_said_once_holds_again_and_what_another_said_is_only_offered() -> None:
    rows = [["Identitas", "Warga"], *PEOPLE]
    said = Remembered(fingerprint(["warga", "identitas"]), "Dinas X", (("Identitas", "nik"), ("Warga", "name")))
    reading = read(rows, Shape(known=(said,)))
    assert reading.accepted == 6
    assert "mapping_remembered" in warnings(reading)
    known = read([["NIK", "Nama", "Warga"], [*PEOPLE[0], "x"]], Shape(offered=(
        Remembered(fingerprint(["NIK", "Nama", "Warga"]), "Dinas X", (("Warga", "name"),)),
    )))  # fmt: skip
    assert warnings(known)["mapping_offered"].facts["sender"] == "Dinas X"
    assert known.tables[0].columns["Nama"] == "name"


def test_only_the_sheet_that_is_said_is_read() -> None:
    content = xlsx_of(Satu=[["NIK", "Nama"], PEOPLE[0]], Dua=[["NIK", "Nama"], PEOPLE[1]])
    reading = read_file(content, name="x", kind=Kind.NOMINATIONS, shape=Shape(sheet="dua"))
    assert reading.records()["nik"].to_pylist() == [NIKS[1]]
    with pytest.raises(Refused) as caught:
        read_file(content, name="x", kind=Kind.NOMINATIONS, shape=Shape(sheet="Tiga"))
    assert caught.value.facts["known"] == ("Satu", "Dua")


def test_hidden_rows_and_columns_are_read_counted_and_told() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Lembar1")
        for at, row in enumerate([["NIK", "Nama", "No HP"], *([*one, "081234567890"] for one in PEOPLE)]):
            sheet.write_row(at, 0, row)
        for at in (2, 3, 5):
            sheet.set_row(at, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
    reading = read_file(content.getvalue(), name="x", kind=Kind.NOMINATIONS)
    assert reading.accepted == 6
    assert warnings(reading)["rows_hidden"].facts == {"sheet": "Lembar1", "count": 3, "rows": ("3-4", "6")}
    assert warnings(reading)["columns_hidden"].facts["columns"] == ("No HP (C)",)


def test_hidden_rows_and_columns_of_a_spreadsheet_of_libreoffice_are_told_too() -> None:
    plain = archive_parts(ods_of(**{"Desa A&B": [["NIK", "Nama", "No HP"], *([*one, "0812"] for one in PEOPLE)]}))
    text = plain["content.xml"].decode()
    head, *rows = text.split("<table:table-row>")
    filtered = '<table:table-row table:visibility="filter">'
    written = ['<table:table-row table:style-name="ro1">' if at not in (2, 3) else filtered for at in range(len(rows))]
    hidden = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    again = head + hidden + "".join(start + row for start, row in zip(written, rows, strict=True))
    again = again.replace(written[-1] + rows[-1], filtered.replace(">", ' table:number-rows-repeated="1">') + rows[-1])
    reading = read_file(archive_of({**plain, "content.xml": again}), name="x", kind=Kind.NOMINATIONS)
    assert reading.accepted == 6
    assert warnings(reading)["rows_hidden"].facts == {"sheet": "Desa A&B", "count": 3, "rows": ("3-4", "7")}
    assert warnings(reading)["columns_hidden"].facts["columns"] == ("No HP (C)",)


def archive_parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def merged_book() -> bytes:
    """Villages merged over rows 2 to 3 and 4 to 6, the latter with a blank row; a heading, a title and notes too."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Lembar1")
        for at, row in enumerate([["NIK", "Nama", "Desa", "Hobi"], *PEOPLE[:4], [], PEOPLE[4]]):
            sheet.write_row(at, 0, row)
        for first, last, column, text in (
            (1, 2, 2, "Epil"),
            (3, 5, 2, "Lais"),
            (1, 4, 3, "catur"),
            (7, 9, 1, "Mengetahui"),
        ):
            sheet.merge_range(first, column, last, column, text)
    return content.getvalue()


def test_rows_that_a_merged_cell_leaves_blank_are_told_by_column() -> None:
    reading = read_file(merged_book(), name="x", kind=Kind.NOMINATIONS)
    (problem,) = (problem for problem in reading.problems if problem.code == "cells_merged")
    assert problem.facts == {"sheet": "Lembar1", "column": "Desa", "count": 2, "rows": ("2-3", "4-6")}
    page = (
        "<table><tr><th>NIK<th>Nama<th>Desa</tr>"
        f"<tr><td>{NIKS[0]}<td>Siti<td rowspan=2>Epil</tr><tr><td>{NIKS[1]}<td>Budi</tr></table>"
    )
    reading = read_file(page.encode(), name="x", kind=Kind.NOMINATIONS)
    (problem,) = (problem for problem in reading.problems if problem.code == "cells_merged")
    assert (problem.facts["count"], problem.facts["rows"]) == (1, ("2-3",))


def test_where_what_is_said_of_a_column_leaves_one_missing_the_kind_that_was_asked_for_is_not_proposed() -> None:
    for heading in (["NIK", "Nama", "Alamat"], ["NIK", "Nama", "Tanggal Lahir", "Desa", "Pekerjaan"]):
        found = refusal([heading, *PEOPLE], Shape(columns=(("Nama", "nik"),)))
        assert found.code == "columns_missing"
        assert found.facts["missing"] == ("name / nama",)
