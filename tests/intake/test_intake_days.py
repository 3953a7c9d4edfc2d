"""Every shape in which lists write a day of birth, and what settles one that can be read in two ways."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest

from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.birth_cells import day_kept, parse_birth_cell, parse_death_reported
from cakupan.intake.long import read_long
from cakupan.intake.outcome import Fault, Given, Taken
from cakupan.intake.sheet import Cell
from intake.rendering import csv_of, xlsx_of

TODAY = date(2025, 8, 1)
MAY = date(1987, 5, 12)
NIK = "1606011205879001"  # born 12 May 1987


@pytest.mark.parametrize(
    ("cell", "day", "repair"),
    [
        ("12/05/1987", MAY, None),
        ("12-5-87", MAY, "birth_century_added"),
        ("12.05.1987", MAY, None),
        ("12 / 05 / 1987", MAY, None),
        ("12,05,1987", MAY, None),
        ("12\\05\\1987", MAY, None),
        ("12–05–1987", MAY, None),
        ("１２/０５/１９８７", MAY, None),
        ("12 05 1987", MAY, None),
        ("1987-05-12", MAY, None),
        ("1987/5/12", MAY, None),
        ("87-05-12", MAY, "birth_century_added"),
        ("12 Mei 1987", MAY, None),
        ("12 MEI 1987", MAY, None),
        ("12-Mei-87", MAY, "birth_century_added"),
        ("12Mei1987", MAY, None),
        ("12 Agust 1987", date(1987, 8, 12), None),
        ("12 Pebruari 1987", date(1987, 2, 12), None),
        ("12 Nopember 1987", date(1987, 11, 12), None),
        ("12 Agsutus 1987", date(1987, 8, 12), "day_month_spelling"),
        ("12-V-1987", MAY, None),
        ("Sekayu, 12 Mei 1987", MAY, None),
        ("Sekayu,12-05-1987", MAY, None),
        ("SEKAYU / 12-05-1987", MAY, None),
        ("Sekayu 12-05-1987", MAY, None),
        ("Tgl. 12 Mei 1987", MAY, None),
        ("Selasa, 12 Mei 1987", MAY, None),
        ("12051987", MAY, "day_from_digits"),
        ("19870512", MAY, "day_from_digits"),
        (12051987, MAY, "day_from_digits"),
        (5121987.0, date(1987, 12, 5), "day_from_digits"),
        (31909.0, MAY, "day_from_serial"),
        ("31909", MAY, "day_from_serial"),
        ("1987-05-12 00:00:00", MAY, None),
        ("1987-05-12T07:30:00", MAY, None),
        ("12/05/1987 0:00", MAY, None),
        ("12/05/1987 12:00:00 AM", MAY, None),
        (datetime(1987, 5, 12, 7, 30), MAY, None),  # noqa: DTZ001 - a spreadsheet knows no time zone
        ("12 May 1987", MAY, None),
        ("May 12, 1987", MAY, None),
        ("12th December 1987", date(1987, 12, 12), None),
        ("'12-05-1987", MAY, None),
        ("\u200b12-05-1987\u00a0", MAY, None),
        ("05/25/1987", date(1987, 5, 25), "day_month_before_day"),
        ("29/02/2000", date(2000, 2, 29), None),
        ("12-05-24", date(2024, 5, 12), "birth_century_added"),
        ("12-09-25", date(1925, 9, 12), "birth_century_added"),
        ("12-05-26", date(1926, 5, 12), "birth_century_added"),
    ],
)
def test_a_birth_date_is_read_in_every_usual_shape(cell: Cell, day: date, repair: str | None) -> None:
    found = parse_birth_cell(cell, Given(today=TODAY))
    assert isinstance(found, Taken), found
    assert (found.value, found.repair, found.warnings) == (day, repair, ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1987", "birth_not_in_calendar"),
        ("29/02/1987", "birth_not_in_calendar"),
        ("12-13-2014-1", "birth_unreadable"),
        ("00-00-1987", "birth_incomplete"),
        ("00/05/1987", "birth_incomplete"),
        ("1987", "birth_incomplete"),
        (1987, "birth_incomplete"),
        (1987.0, "birth_incomplete"),
        ("Mei 1987", "birth_incomplete"),
        ("05-1987", "birth_incomplete"),
        ("Sekayu, 1987", "birth_incomplete"),
        ("Sekayu", "birth_unreadable"),
        ("kemarin", "birth_unreadable"),
        ("120587", "birth_unreadable"),
        (0.5, "birth_unreadable"),
        (1606010101809001, "birth_unreadable"),
        ("12-05-1887", "birth_too_early"),
        (date(1899, 12, 31), "birth_too_early"),
        ("2090-01-01", "birth_in_future"),
        ("12-05-2105", "birth_unreadable"),
    ],
)
def test_what_names_no_whole_day_is_told_and_never_guessed(cell: Cell, code: str) -> None:
    found = parse_birth_cell(cell, Given(today=TODAY))
    assert isinstance(found, Fault)
    assert found.code == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("01 Januari 1987 (perkiraan)", "birth_estimated"),
        ("kira-kira 01-01-1987", "birth_estimated"),
        ("01-01-1987 estimasi", "birth_estimated"),
        ("01-01-1910", "birth_very_old"),
    ],
)
def test_a_day_that_is_odd_is_taken_as_written_and_warned_of(cell: str, code: str) -> None:
    found = parse_birth_cell(cell, Given(today=TODAY))
    assert isinstance(found, Taken)
    assert found.value is not None
    assert [one.code for one in found.warnings] == [code]


@pytest.mark.parametrize(
    ("cell", "day"), [("01-07-24", date(2024, 7, 1)), ("1 Juli 2030", date(2030, 7, 1)), ("01-02-98", date(1998, 2, 1))]
)
def test_other_days_have_the_same_shapes(cell: str, day: date) -> None:
    found = day_kept("ended_on")(cell, Given(today=TODAY))
    assert isinstance(found, Taken)
    assert found.value == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-01-01", "death_in_future"),
        ("2025", "death_unreadable"),
        ("31-02-2026", "death_not_in_calendar"),
        ("kemarin", "death_unreadable"),
    ],
)
def test_a_death_that_is_reported_has_a_day_that_has_come(cell: str, code: str) -> None:
    found = parse_death_reported(cell, Given(today=TODAY))
    assert isinstance(found, Fault)
    assert found.code == code


def births(*cells: str, niks: dict[int, str] | None = None, kind: Kind = Kind.MEMBERS) -> Reading:
    rows = [["nik", "nama", "segmen", "bulan", "lahir", "desa"]]
    for at, cell in enumerate(cells):
        rows.append([(niks or {}).get(at, ""), f"Nama {at}", "PU", "2025-07", cell, "Sekayu"])
    return read_file(csv_of(rows), name="x", kind=kind, within="16.06", today=TODAY)


def read_as(reading: Reading) -> list[date | None]:
    return list(reading.records()["birth"].to_pylist())


def told(reading: Reading, prefix: str) -> list[tuple[int | None, str]]:
    return [(one.row, one.code) for one in reading.problems if one.code.startswith(prefix)]


def test_a_column_without_a_sign_of_the_other_order_is_day_first() -> None:
    reading = births("05/08/1980", "25/08/1980")
    assert read_as(reading) == [date(1980, 8, 5), date(1980, 8, 25)]
    assert reading.repairs == ()


def test_a_column_that_can_only_be_month_first_is_read_so_and_each_repair_is_recorded() -> None:
    reading = births("05/08/1980", "08/25/1980")
    assert read_as(reading) == [date(1980, 5, 8), date(1980, 8, 25)]
    assert [(one.row, one.code) for one in reading.repairs] == [
        (2, "day_month_before_day"),
        (3, "day_month_before_day"),
    ]


def test_in_a_column_of_both_orders_the_niks_settle_and_what_stays_open_is_not_guessed() -> None:
    niks = {0: "1606010508809001", 1: "1606010805809002"}  # born 5 August, and 8 May
    reading = births("05/08/1980", "05/08/1980", "05/08/1980", "25/08/1980", "08/25/1980", "07/07/1980", niks=niks)
    assert read_as(reading) == [
        date(1980, 8, 5), date(1980, 5, 8), None, date(1980, 8, 25), date(1980, 8, 25), date(1980, 7, 7)
    ]  # fmt: skip
    assert told(reading, "birth") == [(4, "birth_day_order_open")]
    assert [(one.row, one.code) for one in reading.repairs if one.code != "day_month_before_day"] == [
        (2, "birth_order_by_nik"),
        (3, "birth_order_by_nik"),
    ]


def test_a_day_that_the_nik_settles_is_judged_as_any_other() -> None:
    cells = ["12/05/2090", "05/13/1987", "13/05/1987", "12/05/1890", "03/04/2090"]
    reading = births(*cells, niks={0: "1606011205909001", 3: "1606011205909002"}, kind=Kind.NOMINATIONS)
    assert told(reading, "birth") == [(2, "birth_in_future"), (5, "birth_too_early"), (6, "birth_in_future")]
    assert read_as(reading) == [None]  # of the year 1890; the others are quarantined


def test_a_register_needs_its_birth_dates_so_an_open_one_is_an_error() -> None:
    reading = births("05/08/1980", "25/08/1980", "08/25/1980", kind=Kind.POPULATION)
    assert [(one.row, one.severity) for one in reading.problems if one.code == "birth_day_order_open"] == [(2, "error")]


def test_two_digit_years_are_put_right_by_the_nik_as_others_are() -> None:
    reading = births("05/12/87", niks={0: NIK})
    assert read_as(reading) == [MAY]
    assert [one.code for one in reading.repairs] == ["birth_day_month_swapped"]


def test_each_column_of_days_has_an_order_of_its_own() -> None:
    text = [
        ["nik", "nama", "lahir", "desa", "tanggal meninggal"],
        ["1606010508809001", "Budi", "05/08/1980", "Sekayu", "02/03/2025"],
        ["1606012508809002", "Ani", "25/08/1980", "Sekayu", "02/28/2025"],
    ]
    reading = read_file(csv_of(text), name="x", kind=Kind.POPULATION, within="16.06", today=TODAY)
    assert reading.records()["died_on"].to_pylist() == [date(2025, 2, 3), date(2025, 2, 28)]
    assert read_as(reading) == [date(1980, 8, 5), date(1980, 8, 25)]


def test_days_of_a_workbook_that_a_spreadsheet_turned_round_are_put_right_beside_texts() -> None:
    rows: list[list[Any]] = [
        ["nik", "nama", "lahir"],
        ["1606010508809001", "Budi", date(1980, 5, 8)],  # 05/08/1980, which the program took month first
        ["1606012508809002", "Ani", "25/08/1980"],
    ]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.NOMINATIONS, within="16.06", today=TODAY)
    assert read_as(reading) == [date(1980, 8, 5), date(1980, 8, 25)]


@pytest.mark.parametrize("cell", ["12 Mei 1987", "Mei 12, 1987", "1987-05-12", "12051987", "87-05-12"])
def test_a_day_that_can_be_read_in_one_way_only_is_never_turned_round(cell: str) -> None:
    reading = births(cell, niks={0: "1606010512879001"})
    assert read_as(reading) == [MAY]
    assert told(reading, "nik_birth") == [(2, "nik_birth_differs")]
    assert "birth_day_month_swapped" not in [one.code for one in reading.repairs]


@pytest.mark.parametrize("cell", ["12/05/1987", "Sekayu, 12-5-87", "31909"])
def test_numbers_side_by_side_and_days_that_were_counted_may_be_turned_round(cell: str) -> None:
    reading = births(cell, niks={0: "1606010512879001"})
    assert read_as(reading) == [date(1987, 12, 5)]
    assert (told(reading, "nik_birth"), [one.code for one in reading.repairs]) == ([], ["birth_day_month_swapped"])


@pytest.mark.parametrize("last", ["08/25/1980", "25/08/1980", "12 Mei 1987"])
def test_what_a_column_shows_at_its_end_holds_for_its_first_part_too(last: str) -> None:
    cells = [*(f"0{day}/08/1980" for day in range(1, 10)), "13/08/1980" if last[0] == "2" else "07/07/1980", last]
    heading = "nik,nama,segmen,bulan,tanggal lahir"
    content = "\n".join([heading, *(f",Nama {at},BPU,2025-07,{cell}" for at, cell in enumerate(cells * 3))]).encode()
    whole = read_file(content, name="x", kind=Kind.MEMBERS, today=TODAY)
    parts = read_long(BytesIO(content), Kind.MEMBERS, Given(today=TODAY), "x", 200)
    assert read_as(parts) == read_as(whole)
    assert tuple(parts.problems) == tuple(whole.problems)
    assert tuple(parts.repairs) == tuple(whole.repairs)
    assert (date(1980, 8, 1) in read_as(whole)) is (last != "08/25/1980")
