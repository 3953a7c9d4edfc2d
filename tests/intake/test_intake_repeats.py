"""Rows that say the same twice, and rows that cannot both be true."""

from typing import Any

from cakupan.intake import Kind, Reading, read_file
from intake.rendering import csv_of, xlsx_of

HEADING = ["area", "month", "members", "segment", "source"]
ROW = ["16.06", "2025-07", "103.079", "", "cabang"]


def read(*rows: list[Any], kind: Kind = Kind.RECAP, heading: list[str] = HEADING) -> Reading:
    return read_file(csv_of([heading, *rows]), name="x", kind=kind)


def test_a_row_that_says_the_same_again_is_repeated_and_points_at_the_one_that_counts() -> None:
    reading = read(ROW, ["Musi Banyuasin", "Juli 2025", "103079", "semua", "cabang"])
    assert (reading.accepted, reading.repeated, reading.quarantined) == (1, 1, 0)
    (warning,) = reading.problems
    assert (warning.row, warning.code, warning.severity, warning.facts["rows"]) == (
        3,
        "row_repeated",
        "warning",
        ("2",),
    )
    assert reading.records()["row"].to_pylist() == [2]


def test_two_figures_for_one_thing_are_both_quarantined_by_row() -> None:
    reading = read(ROW, ["16.06", "2025-07", "103.097", "", "cabang"], ["16.07", "2025-07", "5", "", ""])
    assert (reading.accepted, reading.quarantined) == (1, 2)
    assert [(found.row, found.code, found.facts["rows"]) for found in reading.problems] == [
        (2, "conflicting_rows", ("3",)),
        (3, "conflicting_rows", ("2",)),
    ]


def test_a_repeated_row_is_drawn_into_a_conflict() -> None:
    reading = read(ROW, ROW, ["16.06", "2025-07", "5", "", "cabang"])
    assert (reading.accepted, reading.repeated, reading.quarantined) == (0, 0, 3)
    assert reading.problems[0].facts["rows"] == ("4", "3")  # first the row that says otherwise


def test_another_month_area_segment_or_source_is_another_thing() -> None:
    reading = read(
        ROW,
        ["16.07", *ROW[1:]],
        ["16.06", "2025-06", "5", "", "cabang"],
        ["16.06", "2025-07", "5", "BPU", "cabang"],
        ["16.06", "2025-07", "5", "", "artikel"],
    )
    assert (reading.accepted, reading.problems) == (5, ())


def test_a_row_with_a_fault_of_its_own_contradicts_nobody() -> None:
    reading = read(ROW, ["16.06", "2025-07", "-5", "", "cabang"])
    assert [found.code for found in reading.problems] == ["count_negative"]
    assert reading.accepted == 1


def test_rows_are_compared_across_sheets_and_named_with_their_sheet() -> None:
    sheets = {"Juni": [HEADING, ROW], "Juli": [HEADING, [*ROW[:2], "5", *ROW[3:]]]}
    reading = read_file(xlsx_of(**sheets), name="x", kind=Kind.RECAP)
    assert [(found.sheet, found.row, found.facts["rows"]) for found in reading.problems] == [
        ("Juni", 2, ("Juli 2",)),
        ("Juli", 2, ("Juni 2",)),
    ]


def test_of_equal_figures_the_row_that_tells_most_speaks_in_whatever_order_they_come() -> None:
    heading = ["denominator", "area", "value", "vintage", "definition", "source"]
    bare = ["potensi", "16.06", "213.582", "2025", "", ""]
    full = ["potensi", "16.06", "213582", "2025", "potensi tenaga kerja", "BPS 2025"]
    for rows in ([bare, full], [full, bare]):
        reading = read(*rows, kind=Kind.WORKFORCE, heading=heading)
        assert reading.records()["source"].to_pylist() == ["BPS 2025"]
        assert reading.repeated == 1


def test_two_rates_for_one_target_contradict_each_other() -> None:
    heading = ["target", "area", "year", "rate"]
    rows = [["nasional", "16.06", "2025", rate] for rate in ("52,15", "52.15 %", "58,24")]
    assert read(*rows, kind=Kind.TARGETS, heading=heading).quarantined == 3
    assert read(*rows[:2], kind=Kind.TARGETS, heading=heading).repeated == 1
