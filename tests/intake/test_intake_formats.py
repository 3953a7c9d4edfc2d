"""Every format of a table says the same: a number is a number, a day a day, an error an error."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.containers import read_sheets
from cakupan.intake.sheet import Cell, ErrorCell
from intake.rendering import Formula, Rows, excel_xml_of, html_of, ods_of, xls_of, xlsb_of, xlsx_of

HEADING = ["area", "month", "members", "source"]
ROWS: Rows = [
    HEADING,
    ["16.06", date(2025, 7, 31), 103079, "é “kantor”"],
    [1607, "2025-07", 0.5215, Formula("=1/0|#DIV/0!")],
    [None, None, 7.5, "lembar 1\nlembar 2"],
    ["0123", date(2025, 1, 1), True, None],
]
TYPED: tuple[tuple[Cell, ...], ...] = (
    ("area", "month", "members", "source"),
    ("16.06", date(2025, 7, 31), 103079, "é “kantor”"),
    (1607, "2025-07", 0.5215, ErrorCell("#DIV/0!")),
    (None, None, 7.5, "lembar 1\nlembar 2"),
    ("0123", date(2025, 1, 1), "TRUE", None),
)
WORKBOOKS = (xlsx_of, xls_of, ods_of, xlsb_of)


def cells(content: bytes) -> tuple[tuple[Cell, ...], ...]:
    (sheet,) = read_sheets(content, "x", bool)
    return tuple(sheet.row(row) for row in range(sheet.rows))


def recap(content: bytes) -> Reading:
    return read_file(content, name="rekap", kind=Kind.RECAP)


def changed(content: bytes, part: str, pattern: bytes, by: bytes) -> bytes:
    """A workbook with something else in one of its parts."""
    whole = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(whole, "w") as made:
        for name in given.namelist():
            raw = given.read(name)
            made.writestr(name, re.sub(pattern, by, raw) if name == part else raw)
    return whole.getvalue()


@pytest.mark.parametrize("made", [*WORKBOOKS, excel_xml_of])
def test_cells_keep_what_they_are_in_every_format_of_a_workbook(made: Callable[[Rows], bytes]) -> None:
    assert cells(made(ROWS)) == TYPED


@pytest.mark.parametrize("made", WORKBOOKS)
def test_sheets_keep_their_names_and_hidden_ones_are_pointed_out(made: Callable[..., bytes]) -> None:
    content = made(Juni=[HEADING, ["16.06", "2025-06", 1, None]], Juli=[HEADING, ["16.06", "2025-07", 2, None]],
                   hidden=["Juli"])  # fmt: skip
    reading = recap(content)
    assert [(table.sheet, table.accepted) for table in reading.tables] == [("Juni", 1), ("Juli", 1)]
    assert [(problem.sheet, problem.code) for problem in reading.problems] == [("Juli", "sheet_hidden")]


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    assert cells(xls_of(ROWS, from_1904=True)) == TYPED
    late = changed(
        xlsx_of([["x"], [date(2025, 7, 31)]]), "xl/workbook.xml", rb"<workbookPr", b'<workbookPr date1904="1"'
    )
    early = changed(late, "xl/worksheets/sheet1.xml", rb"<v>45869</v>", b"<v>44407</v>")
    assert cells(early) == (("x",), (date(2025, 7, 31),))


def test_a_table_in_a_web_page_named_like_excel_is_read_as_text() -> None:
    page = html_of([["Rekap peserta"], HEADING, ["16.06", "2025-07", "103.079", "a\nb"], ["0123", "", "#REF!", " "]])
    assert cells(page) == (
        ("Rekap peserta", None, None, None),
        ("area", "month", "members", "source"),
        ("16.06", "2025-07", "103.079", "a\nb"),
        ("0123", None, ErrorCell("#REF!"), None),
    )


def test_cells_of_a_web_page_that_run_over_rows_and_columns_move_no_other_cell() -> None:
    page = b"<table><tr><th rowspan=2>a<th colspan='2'>b<tr><td>c<td>d<tr><td>e<td>f<td>g</table>"
    assert cells(page) == (("a", "b", None), (None, "c", "d"), ("e", "f", "g"))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_a_web_page_is_read_in_the_encoding_that_it_says(encoding: str) -> None:
    assert cells(html_of([HEADING, ["é", "“", "x", ""]], encoding))[1] == ("é", "“", "x", None)


def test_a_formula_that_was_never_calculated_is_no_blank_in_libreoffice_either() -> None:
    content = ods_of([HEADING, ["16.06", "2025-07", Formula("=2+3|"), None], ["16.07", "2025-07", 5, None]])
    assert [problem.code for problem in recap(content).problems] == ["formula_without_value"]


def test_a_million_formatted_blank_rows_are_not_rows_and_take_no_time() -> None:
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'  # noqa: E501
    assert len(cells(ods_of(ROWS, tail=blank))) == len(ROWS)


def test_a_repeated_row_that_would_fill_a_whole_sheet_is_refused_and_not_held() -> None:
    full = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1024"/></table:table-row>'  # noqa: E501
    with pytest.raises(Refused, match="file_too_large"):
        cells(ods_of(ROWS, tail=full))


def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_and_not_held() -> None:
    far = changed(xlsx_of(ROWS), "xl/worksheets/sheet1.xml", rb"</sheetData>",
                  b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')  # fmt: skip
    with pytest.raises(Refused, match="file_too_large"):
        cells(far)


def test_a_workbook_of_the_strict_standard_is_read() -> None:
    content = xlsx_of(ROWS)
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        content = changed(
            content, part, rb"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )  # fmt: skip
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        content = changed(
            content, part, rb"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )  # fmt: skip
    assert cells(content) == TYPED


def test_texts_within_the_cells_and_a_sheet_that_does_not_say_its_size_are_read() -> None:
    content = changed(xlsx_of([["a"], [1]]), "xl/worksheets/sheet1.xml", rb"<dimension[^>]*/>", b"")
    parts = rb'<r><t xml:space="preserve">Nomor </t></r><r><t>KPJ</t></r>'
    inline = rb'<c r="A1" t="inlineStr"><is>' + parts + rb"</is></c>"
    content = changed(content, "xl/worksheets/sheet1.xml", rb'<c r="A1".*?</c>', inline)
    assert cells(content) == (("Nomor KPJ",), (1,))


def test_a_shared_formula_gives_its_kept_value() -> None:
    shared = rb'<c r="A2"><f t="shared" ref="A2:A3" si="0">1+1</f><v>2</v></c>'
    following = rb'<c r="A3"><f t="shared" si="0"/><v>3</v></c>'
    content = xlsx_of([["a"], [1], [1]])
    for address, cell in ((b"A2", shared), (b"A3", following)):
        content = changed(content, "xl/worksheets/sheet1.xml", rb'<c r="' + address + rb'".*?</c>', cell)
    assert cells(content) == (("a",), (2,), (3,))


def test_an_entity_bomb_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(12)
    )
    page = bomb + b']><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><a>&m;</a></Workbook>'
    with pytest.raises(Refused, match="workbook_broken"):
        cells(page)
    with pytest.raises(Refused, match="workbook_broken"):
        cells(changed(xlsx_of(ROWS), "xl/workbook.xml", rb"(?s).*", bomb + b"]><workbook>&m;</workbook>"))


def test_a_long_list_is_the_same_cells_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*ROWS, [None, None, None, Formula("=A1|#REF!")], ["16.07", date(2025, 2, 1), 1, "x"]]
    short = cells(xlsx_of(rows))
    monkeypatch.setattr("cakupan.intake.calamined._LONG", 1)
    monkeypatch.setattr("cakupan.intake.workbook._LONG", 1)
    assert cells(xlsx_of(rows)) == short
