"""A form checks what is typed, explains itself, and is read back by intake without a question."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from cakupan import regions
from cakupan.intake import KINDS, Kind
from cakupan.intake.headings import aliases_of
from cakupan.intake.layouts import layout_of
from cakupan.reports.forms import forms
from cakupan.reports.labels import Label
from cakupan.reports.template import HEADING
from reports.forms_filled import VILLAGE, filled, form, person, read

REGENCY = Label("nominations", "16.06", "2026-1", "16.06")


def sheet_of(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).worksheets[0]


def headings(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[HEADING + 1]]


def rules(sheet: Any) -> dict[str, Any]:
    """The validation of each column, by its heading."""
    named = dict(zip((cell.column_letter for cell in sheet[HEADING + 1]), headings(sheet), strict=True))
    return {
        named[str(rule.sqref).split(":")[0].rstrip("0123456789")]: rule
        for rule in sheet.data_validations.dataValidation
    }


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("kind", sorted(forms()))
def test_every_heading_is_read_as_the_column_it_stands_for(kind: str, lang: Any) -> None:
    if kind not in set(KINDS):
        pytest.skip("this kind is not received yet")
    aliases = aliases_of(Kind(kind))
    for column in forms()[kind].columns:
        assert aliases.columns(column.headings[lang]) == {column.column}, column


@pytest.mark.parametrize("kind", sorted(forms()))
def test_a_form_asks_for_all_that_its_kind_must_have(kind: str) -> None:
    if kind not in set(KINDS):
        pytest.skip("this kind is not received yet")
    asked = {column.column for column in forms()[kind].columns}
    for field in layout_of(Kind(kind)).fields:
        assert not field.required or asked & set(field.sources), field.name


def test_an_empty_form_has_no_row_and_a_filled_one_exactly_those_typed() -> None:
    reading = read(filled(form(), [person(1), person(2)]))
    assert (reading.rows_in, reading.accepted, list(reading.problems)) == (2, 2, [])
    records = reading.records().to_pylist()
    assert [(one["row"], one["village"], one["district"]) for one in records] == [
        (HEADING + 2, "16.06.04.2010", "16.06.04"),
        (HEADING + 3, "16.06.04.2010", "16.06.04"),
    ]


def test_digits_stay_text_and_headings_stay_as_they_are() -> None:
    sheet = sheet_of(form())
    assert headings(sheet)[:4] == ["NIK", "Nama", "Jenis kelamin (L/P)", "Tanggal lahir"]
    for letter in ("A", "G", "H"):  # NIK, phone, family card
        assert sheet.column_dimensions[letter].number_format == "@"
        assert not sheet.column_dimensions[letter].protection.locked
    assert all(cell.protection.locked for cell in sheet[HEADING + 1])
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.freeze_panes == f"A{HEADING + 2}"


def test_what_is_typed_is_checked() -> None:
    told = rules(sheet_of(form(REGENCY)))
    assert told["NIK"].type == "custom"
    assert "LEN(A7)=16" in told["NIK"].formula1
    assert told["Tanggal lahir"].type == "date"
    assert told["Desil"].type == "whole"
    assert {told[heading].type for heading in ("Jenis kelamin (L/P)", "Desa", "Kecamatan", "Pekerjaan")} == {"list"}
    assert (told["Desa"].errorStyle or "stop", told["Pekerjaan"].errorStyle) == ("stop", "information")


def test_the_list_of_villages_is_that_of_the_area() -> None:
    book = load_workbook(BytesIO(form(REGENCY)))
    reference = rules(book.worksheets[0])["Desa"].formula1
    letter = reference.split("$")[1]
    cells = [cell.value for cell in book["cakupan_data"][letter][1:] if cell.value]
    assert set(cells) == {area.name for area in regions.areas_at("village", "16.06")}
    assert book["cakupan_data"].sheet_state == "hidden"


def test_a_wrong_length_and_a_nik_that_stands_twice_show_themselves_in_colour() -> None:
    """COUNTIF takes sixteen digits for a number of fifteen, and would call two neighbours one person."""
    told = [
        rule.formula[0]
        for formats in sheet_of(form()).conditional_formatting
        for rule in formats.rules
        if str(formats.sqref).startswith("A")
    ]
    assert len(told) == 2
    assert not any("COUNTIF" in formula for formula in told)
    assert any("LEN(A7)<>16" in formula for formula in told)
    assert any("SUMPRODUCT" in formula for formula in told)


def test_every_line_of_a_heading_and_of_the_instructions_has_room() -> None:
    book = load_workbook(BytesIO(form()))
    assert book.worksheets[0].row_dimensions[HEADING + 1].height == 45  # Jenis / kelamin / (L/P)
    guide = book["Petunjuk Cakupan"]
    long = [row for row in range(1, guide.max_row + 1) if len(str(guide.cell(row, 2).value or "")) > 62]
    assert long
    assert all((guide.row_dimensions[row].height or 0) >= 30 for row in long)


def test_the_example_writes_a_day_as_the_instructions_ask_for_it() -> None:
    sheet = sheet_of(form())
    assert sheet.cell(HEADING, 4).value == "01-01-1987"
    assert sheet.column_dimensions["D"].number_format == "dd-mm-yyyy"


def test_instructions_stand_in_both_languages() -> None:
    sheet = sheet_of(form())
    assert str(sheet["A2"].value).startswith("Satu orang satu baris")
    assert str(sheet["A3"].value).startswith("One person a row")
    guide = load_workbook(BytesIO(form()))["Petunjuk Cakupan"]
    texts = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    assert "16 angka dari KTP" in texts
    assert "16 digits from the KTP" in texts


def test_a_form_is_printed_on_the_width_of_one_page_with_its_heading() -> None:
    sheet = sheet_of(form())
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADING + 1}:${HEADING + 1}"


def test_what_stands_above_the_list_leaves_room_for_it_on_a_telephone() -> None:
    sheet = sheet_of(form())
    height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, HEADING + 2))
    assert height < 200  # points, of about 500 that a telephone held upright shows


def test_people_stand_in_a_form_beforehand_and_no_cell_begins_a_formula() -> None:
    told = [{"nik": "1606040101879001", "name": "=HYPERLINK(A1)", "birth": date(1987, 1, 1), "phone": "+62812"}]
    content = form(people=told)
    (row,) = sheet_of(content).iter_rows(min_row=HEADING + 2, values_only=True)
    assert (row[0], row[1], row[6]) == ("1606040101879001", "'=HYPERLINK(A1)", "'+62812")
    cells = [cell for sheet in load_workbook(BytesIO(content)) for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_same_request_gives_the_same_bytes() -> None:
    assert form() == form()


def test_a_form_of_a_village_does_not_ask_for_the_village() -> None:
    assert "Desa" not in headings(sheet_of(form(VILLAGE)))
    assert "Desa" in headings(sheet_of(form(REGENCY)))
