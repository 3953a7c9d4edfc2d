"""What becomes of a row whose optional cell cannot be used."""

from datetime import date
from decimal import Decimal

import pytest

from cakupan.intake import Kind, Reading, read_file
from cakupan_app.look.words import LANGUAGES, Lang, say
from intake.rendering import Formula, csv_of, xlsx_of

HEADING = ["denominator", "area", "value", "vintage", "error", "published_on", "segment"]
ROW = ["potensi", "16.06", "213582", "2025"]


def read(error: str = "", published_on: str = "", segment: str = "") -> Reading:
    return read_file(csv_of([HEADING, [*ROW, error, published_on, segment]]), name="x", kind=Kind.WORKFORCE)


@pytest.mark.parametrize(
    ("error", "published_on", "code"),
    [
        ("2,5%", "", "sampling_error_unreadable"),
        ("2,5 persen", "", "sampling_error_unreadable"),
        ("kecil", "", "sampling_error_unreadable"),
        ("-5", "", "sampling_error_unreadable"),
        ("1606010101809001", "", "sampling_error_unreadable"),
        ("", "kemarin", "day_unreadable"),
        ("", "31-12-99", "day_unreadable"),
        ("#REF!", "", "error_cell_left_out"),
    ],
)
def test_an_unusable_optional_cell_is_left_out_aloud_and_the_row_kept(error: str, published_on: str, code: str) -> None:
    reading = read(error, published_on)
    (row,) = reading.records().to_pylist()
    assert (row["value"], row["error"], row["published_on"]) == (213582, None, None)
    assert [(found.code, found.severity) for found in reading.problems] == [(code, "warning")]


def test_the_other_optional_cell_of_the_row_stays() -> None:
    (row,) = read("2,5%", "2025-05-05").records().to_pylist()
    assert (row["error"], row["published_on"]) == (None, date(2025, 5, 5))
    (row,) = read("1.500", "kemarin").records().to_pylist()
    assert (row["error"], row["published_on"]) == (Decimal(1500), None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_warning_says_what_was_left_out_and_how_to_write_it(lang: Lang) -> None:
    (problem,) = read("2,5%").problems
    sentence = say(problem.code, problem.facts, lang)
    assert "2,5%" in sentence
    assert "×" in sentence


def test_an_optional_cell_without_which_the_row_says_something_else_is_still_an_error() -> None:
    (problem,) = read(segment="informal").problems
    assert (problem.code, problem.severity) == ("segment_unknown", "error")


def test_a_failed_or_uncalculated_formula_in_an_optional_cell_does_not_lose_the_row_either() -> None:
    rows = [
        HEADING,
        ["a", "16.06", 5, 2025, Formula("=1/0|#DIV/0!"), None, None],
        ["b", "16.06", 5, 2025, Formula("=1+1|"), None, None],
    ]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.WORKFORCE)
    assert reading.accepted == 2
    assert [found.code for found in reading.problems] == ["error_cell_left_out", "formula_left_out"]
