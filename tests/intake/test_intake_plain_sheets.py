"""A long sheet read column by column says what calamine says of it cell by cell."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.refused import Refused
from cakupan.intake import workbook
from cakupan.intake.sheet import Sheet
from intake.rendering import Formula, Rows, xlsx_of
from intake.test_intake_formats import changed
from oracles import examples

SHEET = "xl/worksheets/sheet1.xml"
TIDY = st.sampled_from(["Siti", "Siti", "Budi & Rekan", "<b>", "a\nb", "\u200b", "“é”", "1606"])
TEXTS = st.one_of(TIDY, st.sampled_from([" a ", "", " ", "\u00a0", "_x0041_"]))
NUMBERS = st.one_of(st.integers(-5, 10**16), st.floats(allow_nan=False, allow_infinity=False, width=32))
DAYS = st.one_of(st.dates(date(1901, 1, 1), date(2100, 1, 1)), st.just(datetime(2025, 7, 31, 8, 30)))  # noqa: DTZ001
CELLS = st.one_of(st.none(), TIDY, TIDY, TIDY, NUMBERS, DAYS)
PLAIN = st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=30)
ODD = st.lists(
    st.lists(st.one_of(CELLS, TEXTS, st.booleans(), st.just(Formula("=1/0|#DIV/0!"))), max_size=4), min_size=1
)


def told(sheets: tuple[Sheet, ...]) -> list[Any]:
    """Everything of each sheet that holds anything."""
    columns = ([(c.codes.tolist(), c.values, type(c.distinct)) for c in sheet.columns] for sheet in sheets)
    return [
        (sheet.name, sheet.rows, sheet.hidden, sheet.merged, cells)
        for sheet, cells in zip(sheets, columns, strict=True)
        if sheet.rows
    ]


@pytest.fixture(autouse=True)
def _long_from_the_first_byte_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_LONG_SHEET", 0)
    monkeypatch.setattr("cakupan.intake.plain_sheets._BLOCK", 300)


def read(content: bytes, *, long: bool) -> tuple[Sheet, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "_LONG", 0 if long else 2**40)
        return workbook.read_workbook(content, "x")


def outcome(content: bytes, *, long: bool) -> list[Any]:
    try:
        return told(read(content, long=long))
    except Exception as error:
        return [type(error)]


def same(content: bytes) -> None:
    assert told(read(content, long=True)) == told(read(content, long=False))


@settings(deadline=None, max_examples=examples(60))
@given(PLAIN)
def test_a_sheet_of_texts_numbers_and_days_is_the_same_either_way(rows: Rows) -> None:
    same(xlsx_of(Satu=rows, Dua=rows[:2], hidden=["Dua"]))


@settings(deadline=None, max_examples=examples(40))
@given(ODD)
def test_a_sheet_of_formulas_and_truths_is_the_same_either_way(rows: Rows) -> None:
    same(xlsx_of(rows))


@settings(deadline=None, max_examples=examples(60))
@given(ODD)
def test_texts_that_stand_in_their_cells_are_the_same_either_way(rows: Rows) -> None:
    same(with_texts_inside(rows))


def with_texts_inside(rows: Rows) -> bytes:
    """A workbook of one sheet, each text of which stands in its cell, as some programs write them."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Lembar1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and not isinstance(cell, Formula):
                    sheet.write_string(at, column, cell)
                elif cell is not None:
                    sheet.write(at, column, cell, *[day] * isinstance(cell, date))
    return content.getvalue()


INSIDE = with_texts_inside([["nik", "nama"], *[[f"16060101018{at:05d}", "Siti"] for at in range(89001, 89040)]])


@pytest.mark.parametrize(
    ("pattern", "by", "plain"),
    [
        (rb"<t>nama</t>", b"<t>nama</t>", True),
        (rb"<t>nama</t>", b'<t xml:space="preserve"> nama </t>', True),
        (rb"<t>nama</t>", b"<t>na&amp;ma</t>", True),
        (rb"<t>nama</t>", b"<t></t>", True),
        (rb"<t>nama</t>", b"<t/>", False),
        (rb"<t>nama</t>", b'<t xml:lang="id">nama</t>', False),
        (rb"<t>nama</t>", b"<r><t>na</t></r><r><t>ma</t></r>", False),
        (rb"<t>nama</t>", b"<t>na</t><t>ma</t>", False),
        (rb"<is><t>nama</t></is>", b"<is> <t>nama</t></is>", False),
        (rb't="inlineStr"><is><t>nama</t></is>', b't="str"><is><t>nama</t></is>', False),
        (rb"<is><t>nama</t></is>", b"<is><t>nama</t></is><v>1</v>", False),
        (rb"<t>nama</t>", b"<t>na\xffma</t>", False),
    ],
)
def test_a_text_in_its_cell_that_is_written_otherwise_is_read_as_by_the_parser(
    pattern: bytes, by: bytes, plain: bool
) -> None:
    content = changed(INSIDE, SHEET, pattern, by)
    assert bool(workbook._plain_sheets(content, "x")[0]) is plain
    assert outcome(content, long=True) == outcome(content, long=False)


GOOD = xlsx_of(
    [["nik", "nama", "iuran"], *[[f"16060101018{at:05d}", "Siti", 16_800.5 + at] for at in range(89001, 89040)]]
)


def variants() -> Iterator[tuple[bytes, bytes]]:
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B3" t="s"/>'
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B3" s="1"></c>'
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c t="s" r="B3"><v>\1</v></c>'
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B3" t="s"><v>99999</v></c>'
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B3" t="inlineStr"><is><t>Ali</t></is></c>'
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B2" t="s"><v>\1</v></c>'
    yield rb'<c r="C3"><v>', rb'<c r="C3" t="n"><v>'
    yield rb'<c r="C3"><v>', rb'<c r="C3"><f>1+1</f><v>'
    yield rb'<row r="5"', rb'<!-- note --><row r="5"'
    yield rb"<row ", rb"\n  <row "
    yield rb'<c r="C3"><v>[^<]*</v></c>', rb'<c r="C3" t="e"><v>#REF!</v></c>'
    yield rb"(?s).*", rb"<worksheet><sheetData/></worksheet>"
    # damaged
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb"<c /v></c>"
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B3" t="s"><v>\1</v></c></v></c>'
    yield rb'<c r="B3" t="s"><v>(.)</v></c>', rb'<c r="B></c>'
    yield rb'</row><row r="5"( spans="1:3")?>', rb'</ro5">'
    yield rb'<row r="5" spans="1:3">', rb'<row r="5" spans=">'
    yield rb'<row r="5"', rb'<row r="t"'
    yield rb'</row>(<row r="5")', rb"</row>5\1"
    yield rb"<sheetViews>", rb"<sheetViews"
    yield rb'<\?xml version="1.0" encoding="UTF-8"', rb'<?xml version="1.0" encoding="UTF-88"'


@pytest.mark.parametrize(("pattern", "by"), list(variants()))
def test_whatever_is_written_otherwise_is_left_to_the_parser(pattern: bytes, by: bytes) -> None:
    content = changed(GOOD, SHEET, pattern, by)
    assert outcome(content, long=True) == outcome(content, long=False)


def test_a_sheet_written_as_programs_do_is_read_column_by_column() -> None:
    assert set(workbook._plain_sheets(GOOD, "x")[0]) == {"Lembar1"}


def test_texts_that_are_shared_twice_or_set_in_runs_are_the_same_either_way() -> None:
    shared = "xl/sharedStrings.xml"
    same(changed(GOOD, shared, rb"<t>nama</t>", b"<t>nik</t>"))
    same(changed(GOOD, shared, rb"<t>nama</t>", b"<r><t>na</t></r><r><t>ma</t></r>"))
    same(changed(GOOD, shared, rb"<t>nama</t>", b"<t>na&#x6d;a &amp;&#233;</t>"))
    same(changed(GOOD, shared, rb"<t>nama</t>", b"<t> nama </t>"))


def test_cells_that_are_merged_are_so_either_way() -> None:
    merges = b'<mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="B9:C11"/></mergeCells>'
    content = changed(GOOD, SHEET, rb"</sheetData>", b"</sheetData>" + merges)
    same(content)
    assert [sheet.merged for sheet in read(content, long=True)] == [((1, 3, 0), (8, 10, 1))]


def test_cells_too_far_apart_to_be_held_are_refused() -> None:
    far = changed(GOOD, SHEET, rb"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    with pytest.raises(Refused, match="file_too_large"):
        read(far, long=True)
