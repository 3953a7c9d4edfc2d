"""What cells of a workbook hold, and what becomes of several sheets."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from intake.rendering import Formula, xlsx_of

HEADING = ["area", "month", "members", "source"]


def read(content: bytes, kind: Kind = Kind.RECAP) -> Reading:
    return read_file(content, name="rekap.xlsx", kind=kind)


def codes(reading: Reading) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.code) for problem in reading.problems]


def test_numbers_dates_and_texts_keep_what_they_are() -> None:
    rows = [HEADING, [16.06, date(2025, 7, 1), 103079, 2025], [1607, datetime(2025, 7, 31), "98.765", " a "]]  # noqa: DTZ001
    assert read(xlsx_of(rows)).records().to_pylist() == [
        {"sheet": "Lembar1", "row": 2, "area": "16.06", "month": "2025-07", "members": 103079, "segment": None,
         "payer": None, "programme": None, "source": "2025"},
        {"sheet": "Lembar1", "row": 3, "area": "16.07", "month": "2025-07", "members": 98765, "segment": None,
         "payer": None, "programme": None, "source": "a"},
    ]  # fmt: skip


def test_a_number_that_an_english_excel_took_for_a_decimal_is_not_made_whole() -> None:
    reading = read(xlsx_of([HEADING, ["16.06", "2025-07", 103.079, None], ["16.07", "2025-07", 5, None]]))
    (problem,) = reading.problems
    assert (problem.row, problem.column, problem.cell) == (2, "members", "103.079")
    assert (problem.code, problem.facts["meant"]) == ("count_perhaps_thousands", 103079)
    assert reading.records()["members"].to_pylist() == [5]


def test_a_code_that_lost_its_last_zero_as_a_number_gets_it_back_aloud() -> None:
    reading = read(xlsx_of([HEADING, [16.1, "2025-07", 5, None]]))
    assert reading.records()["area"].to_pylist() == ["16.10"]
    (repair,) = reading.repairs
    assert (repair.sheet, repair.row, repair.column, repair.original, repair.repaired) == (
        "Lembar1", 2, "area", "16.1", "16.10",
    )  # fmt: skip


def test_a_formula_gives_its_kept_value_and_an_error_cell_is_a_fault_even_where_a_blank_would_do() -> None:
    rows = [
        HEADING,
        ["16.06", "2025-07", Formula("=2+3|5"), None],
        ["16.07", "2025-07", Formula("=1/0|#DIV/0!"), None],
        ["16.08", "2025-07", 7, Formula("=A99999!B1|#REF!")],
    ]
    reading = read(xlsx_of(rows))
    assert reading.records()["members"].to_pylist() == [5]
    assert codes(reading) == [(3, "members", "error_cell"), (4, "source", "error_cell")]
    assert [problem.cell for problem in reading.problems] == ["#DIV/0!", "#REF!"]


def test_a_formula_without_a_kept_value_is_said_to_be_one_and_not_blank() -> None:
    rows = [HEADING, ["16.06", "2025-07", Formula("=2+3|"), None], ["16.07", "2025-07", 5, Formula("=A1&A2|")]]
    reading = read(xlsx_of(rows))
    assert codes(reading) == [(2, "members", "formula_without_value"), (3, "source", "formula_without_value")]
    assert [problem.cell for problem in reading.problems] == ["=2+3", "=A1&A2"]


def test_a_formula_whose_kept_value_is_an_empty_text_is_blank() -> None:
    shared = b'<c r="D2" t="str"><f>IF(1=1,"","x")</f><v></v></c>'
    content = xlsx_of([HEADING, ["16.06", "2025-07", 5, Formula("=1+1|")]])
    whole = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(whole, "w") as made:
        for part in given.namelist():
            made.writestr(part, re.sub(rb'<c r="D2".*?</c>', shared, given.read(part)))
    assert (read(whole.getvalue()).accepted, codes(read(whole.getvalue()))) == (1, [])


def test_the_error_of_a_formula_is_known_in_a_text_too() -> None:
    reading = read_file(b"area,month,members\n16.06,2025-07,#REF!\n16.07,2025-07,#N/A\n", name="x", kind=Kind.RECAP)
    assert [problem.code for problem in reading.problems] == ["error_cell", "error_cell"]


def test_a_true_is_not_one_person() -> None:
    assert codes(read(xlsx_of([HEADING, ["16.06", "2025-07", True, None]]))) == [(2, "members", "count_unreadable")]


def test_a_percentage_as_excel_keeps_it_is_mended_aloud() -> None:
    rows = [["target", "area", "year", "rate"], ["nasional-2025", "16.06", 2025, 0.5215]]
    reading = read(xlsx_of(rows), Kind.TARGETS)
    assert reading.records()["rate"].to_pylist() == [Decimal("52.150000")]
    (repair,) = reading.repairs
    assert (repair.code, repair.original, repair.repaired) == ("rate_from_share", "0.5215", "52.15")


def test_every_sheet_with_a_heading_is_a_table() -> None:
    content = xlsx_of(
        Juni=[["Rekap"], HEADING, ["16.06", "2025-06", 1, None]],
        Juli=[[None, *HEADING], [None, "16.06", "2025-07", 2, None]],
        Kosong=[],
        Catatan=[["Disusun oleh"], ["seksi kepesertaan"]],
    )
    reading = read(content)
    assert [(table.sheet, table.heading_row, table.accepted) for table in reading.tables] == [
        ("Juni", 2, 1),
        ("Juli", 1, 1),
        ("Catatan", None, 0),
    ]
    assert reading.tables[2].set_aside == {"no_table": 2}
    assert [(problem.sheet, problem.row, problem.code) for problem in reading.problems] == [
        ("Catatan", None, "sheet_without_table")
    ]
    assert reading.records()["sheet"].to_pylist() == ["Juni", "Juli"]


def test_a_sheet_of_another_kind_is_set_aside_by_name() -> None:
    targets = [["target", "area", "year", "rate"], ["nasional", "16.06", 2025, 52.15]]
    reading = read(xlsx_of(Rekap=[HEADING, ["16.06", "2025-07", 1, None]], Sasaran=targets))
    (problem,) = reading.problems
    assert (problem.code, problem.facts["fits"]) == ("sheet_of_other_kind", "targets")


def test_a_hidden_sheet_with_a_table_is_read_and_pointed_out() -> None:
    reading = read(xlsx_of(Rekap=[HEADING, ["16.06", "2025-07", 1, None]], Lama=[HEADING, ["16.06", "2024-12", 2, ""]],
                           hidden=["Lama"]))  # fmt: skip
    assert reading.accepted == 2
    assert [(problem.sheet, problem.code) for problem in reading.problems] == [("Lama", "sheet_hidden")]


def test_formatted_blank_rows_below_the_table_are_not_rows_of_the_sheet() -> None:
    rows = [HEADING, ["16.06", "2025-07", 1, None], *[[" ", None, "\u00a0", None]] * 50]
    assert read(xlsx_of(rows)).tables[0].sheet_rows == 2


def test_a_sheet_without_any_row_of_data_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        read(xlsx_of([["Rekap"], HEADING, [None] * 4, ["Jumlah", None, 0, None]]))
    assert caught.value.code == "no_rows"
