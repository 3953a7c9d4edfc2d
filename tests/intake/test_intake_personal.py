"""No number of a person comes in with the words of a row."""

from typing import Any

import pytest

from cakupan.intake import Kind, Reading, read_file
from intake.rendering import csv_of, xlsx_of

RECAP = {"area": "16.06", "month": "2025-07", "members": "5", "source": "cabang"}
WORKFORCE = {"denominator": "potensi", "area": "16.06", "value": "5", "vintage": "2025", "definition": "", "source": ""}
TARGETS = {"target": "x", "area": "16.06", "year": "2025", "rate": "50", "set_by": "", "denominator": "", "source": ""}
NIK = "1606010101809001"


def read(kind: Kind, row: dict[str, Any], **said: Any) -> Reading:
    whole = row | said
    return read_file(csv_of([list(whole), list(whole.values())]), name="x", kind=kind)


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        (Kind.RECAP, RECAP, "source"),
        *((Kind.WORKFORCE, WORKFORCE, column) for column in ("denominator", "definition", "source")),
        *((Kind.TARGETS, TARGETS, column) for column in ("target", "set_by", "denominator", "source")),
    ],
)
def test_a_row_with_a_nik_in_any_text_is_quarantined_and_the_nik_not_repeated(
    kind: Kind, row: dict[str, Any], column: str
) -> None:
    reading = read(kind, row, **{column: f"Pak Budi {NIK}"})
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.column) == ("personal_number_in_text", "error", column)
    assert (reading.accepted, reading.quarantined) == (0, 1)
    assert NIK not in repr(problem.facts)


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        "1606 0101 0180 9001",
        "16.06.01.010180.9001",
        "160601-010180-9001",
        "1606 - 0101 - 0180 - 9001",
        "1606\u00a00101\u20130180\u20119001",
        "160601010180901",
        "16060101018090011",
        f"{NIK} {NIK[:-1]}2",
        "1606 0101 0180 9001 1606 0101 0180 9002",
        f"{NIK} 2025",
        f"2025-07-01 {NIK}",
        "Budi (nik:1606010101809001)",
        "KPJ 12345678901",
        "No. KPJ: 1234 5678 901",
    ],
)
def test_what_looks_like_the_number_of_a_person_is_known_however_it_is_grouped(text: str) -> None:
    reading = read(Kind.RECAP, RECAP, source=text)
    assert [found.code for found in reading.problems] == ["personal_number_in_text"]
    told = repr(reading.problems[0].facts)
    assert all(part not in told for part in (text, "0180 9001", "0180 - 9001", NIK))


def test_a_nik_that_a_workbook_holds_as_a_number_is_known_too() -> None:
    rows = [list(RECAP), ["16.06", "2025-07", 5, 1606010101809001]]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.RECAP)
    assert [found.code for found in reading.problems] == ["personal_number_in_text"]


@pytest.mark.parametrize(
    "text",
    [
        "Sakernas 2025-02-01 2025-08-31",
        "01-01-2025 - 31-07-2025",
        "2022 2023 2024 2025",
        "16.06.04.2010 16.06.01.2013",
        "Surat 560/1234/2025 tanggal 5 Mei 2025",
        "kantor cabang, telp. 0711 123456",
    ],
)
def test_days_years_codes_and_letters_are_no_numbers_of_persons(text: str) -> None:
    assert read(Kind.RECAP, RECAP, source=text).accepted == 1
