"""What single cells stand for."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from cakupan.basics.month import Month
from cakupan.intake.cells import (
    parse_count_cell,
    parse_day_cell,
    parse_denominator_cell,
    parse_month_cell,
    parse_rate_cell,
    parse_sampling_error,
    parse_text_cell,
    parse_vintage_cell,
    parse_year_cell,
    word_of,
)
from cakupan.intake.outcome import CellParser, Fault, Given, Taken
from cakupan.intake.sheet import Cell


def said(parse: CellParser, cell: Cell, given: Given = Given()) -> object:  # noqa: B008
    """The value, or the code of the fault."""
    found = parse(cell, given)
    return found.value if isinstance(found, Taken) else found.code


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (103079.0, 103079),
        ("103079", 103079),
        ("103.079", 103079),
        ("103,079", 103079),
        ("103 079", 103079),
        ("103.079 orang", 103079),
        ("1.234.567", 1234567),
        (0.0, 0),
        (7, 7),
        (103079.00000000001, 103079),  # the noise of a sum: a spreadsheet keeps fifteen digits
        (103.079, "count_perhaps_thousands"),
        (103.08, "count_perhaps_thousands"),
        (0.5, "count_not_whole"),
        (48.2617, "count_not_whole"),
        ("1,03", "count_not_whole"),
        (-5.0, "count_negative"),
        ("-5", "count_negative"),
        ("1,03 juta", "count_rounded"),
        ("1.03079E+05", "count_rounded"),
        ("48,26 %", "count_other_unit"),
        ("Rp16.800", "count_other_unit"),
        ("seratusan", "count_unreadable"),
        ("103.079 + 5", "count_unreadable"),
        ("1606010101809001", "count_too_large"),
        ("12345678901234567890123", "count_far_too_large"),
        ("12.345.678.901.234.567.890.123", "count_far_too_large"),
        ("12 345 678 901 234 567 890 123 orang", "count_far_too_large"),
        (1.2345e22, "count_far_too_large"),
        (1606010101809001.0, "count_too_large"),
        (date(2025, 7, 1), "count_is_a_date"),
    ],
)
def test_a_count_is_whole_people_or_a_fault(cell: Cell, count: object) -> None:
    assert said(parse_count_cell, cell) == count


@pytest.mark.parametrize(("cell", "meant"), [(103.079, 103079), (103.08, 103080), (1.5, 1500), (16.8, 16800)])
def test_a_number_that_lost_its_thousands_is_told_with_what_was_perhaps_meant(cell: float, meant: int) -> None:
    assert parse_count_cell(cell, Given()) == Fault(
        "count_perhaps_thousands", {"number": Decimal(str(cell)), "meant": meant}
    )


def test_nobody_can_be_a_share_of_zero_workers() -> None:
    assert said(parse_denominator_cell, 0.0) == "denominator_zero"
    assert said(parse_count_cell, 0.0) == 0


@pytest.mark.parametrize(
    ("cell", "rate", "repair"),
    [
        ("52,15", "52.15", None),
        ("52.15 %", "52.15", None),
        ("52,15 persen", "52.15", None),
        (52.15, "52.15", None),
        (0.5215, "52.15", "rate_from_share"),
        ("0.5215", "52.15", "rate_from_share"),
        ("100", "100", None),
        ("1%", "1", None),
        ("0,5 %", "0.5", None),
        (58.2400001234, "58.240000", "rounded_to_six_places"),
    ],
)
def test_a_rate_is_per_cent_and_a_share_is_mended_aloud(cell: Cell, rate: str, repair: str | None) -> None:
    found = parse_rate_cell(cell, Given())
    assert isinstance(found, Taken)
    assert (found.value, found.repair) == (Decimal(rate), repair)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1.0, "rate_one"),
        ("1", "rate_one"),
        (0.0, "rate_zero"),
        ("-3", "rate_negative"),
        (-0.5, "rate_negative"),
        (100.5, "rate_above_hundred"),
        ("5.215 %", None),
        ("213582", "rate_above_hundred"),
        ("separuh lebih", "rate_unreadable"),
        (date(2025, 5, 5), "rate_unreadable"),
    ],
)
def test_a_rate_that_cannot_be_a_target_is_a_fault(cell: Cell, code: str | None) -> None:
    found = parse_rate_cell(cell, Given())
    assert (found.code if isinstance(found, Fault) else None) == code


def test_a_rate_below_one_per_cent_is_taken_as_written_and_warned_of() -> None:
    found = parse_rate_cell("0,52 %", Given())
    assert isinstance(found, Taken)
    assert [warning.code for warning in found.warnings] == ["rate_below_one"]


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2025-07", "2025-07"),
        ("Juli 2025", "2025-07"),
        ("07/2025", "2025-07"),
        (202507.0, "2025-07"),
        (date(2025, 7, 31), "2025-07"),
        (datetime(2025, 7, 1, 8, 30), "2025-07"),  # noqa: DTZ001 - a spreadsheet knows no time zone
        ("2025-13", "month_unreadable"),
        ("Juli", "month_unreadable"),
        (45839.0, "month_unreadable"),
        (date(1899, 12, 31), "month_unreadable"),
    ],
)
def test_a_month_is_read_from_text_number_or_date(cell: Cell, month: str) -> None:
    assert said(parse_month_cell, cell) == month


def test_a_cell_that_differs_from_the_senders_month_wins_and_is_warned_of() -> None:
    found = parse_month_cell("2025-06", Given(month=Month(2025, 7)))
    assert found == Taken("2025-06", warnings=(Fault("month_differs", {"given": "2025-07"}),))


@pytest.mark.parametrize(("cell", "codes"), [("2025-08", []), ("2025-09", []), ("2052-07", ["month_ahead"])])
def test_a_month_far_ahead_is_warned_of_where_today_is_known(cell: str, codes: list[str]) -> None:
    found = parse_month_cell(cell, Given(today=date(2025, 8, 15)))
    assert isinstance(found, Taken)
    assert [warning.code for warning in found.warnings] == codes


@pytest.mark.parametrize(
    ("cell", "vintage"),
    [
        ("2025", "2025"),
        (2025.0, "2025"),
        ("Tahun 2025", "2025"),
        ("Agustus 2025", "2025-08"),
        (date(2025, 8, 1), "2025-08"),
        ("2024/2025", "vintage_unreadable"),
        ("terbaru", "vintage_unreadable"),
        (213582.0, "vintage_unreadable"),
    ],
)
def test_a_vintage_is_a_year_or_a_month(cell: Cell, vintage: str) -> None:
    assert said(parse_vintage_cell, cell) == vintage


@pytest.mark.parametrize(
    ("cell", "year"), [("2025", 2025), (2025.0, 2025), (25.0, "year_unreadable"), ("2205", "year_unreadable")]
)
def test_a_year_has_four_digits_and_is_of_our_time(cell: Cell, year: object) -> None:
    assert said(parse_year_cell, cell) == year


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-05-04", date(2025, 5, 4)),
        ("04-05-2025", date(2025, 5, 4)),
        ("4/5/2025", date(2025, 5, 4)),
        ("4 Mei 2025", date(2025, 5, 4)),
        ("4-Agu-2025", date(2025, 8, 4)),
        (datetime(2025, 5, 4, 9), date(2025, 5, 4)),  # noqa: DTZ001 - a spreadsheet knows no time zone
        ("07/31/2025", "day_unreadable"),
        ("30 Februari 2025", "day_unreadable"),
        ("31-12-99", "day_unreadable"),
        (45780.0, "day_unreadable"),
    ],
)
def test_a_day_is_read_day_before_month_and_never_turned_round(cell: Cell, day: object) -> None:
    assert said(parse_day_cell, cell) == day


def test_a_day_to_come_is_warned_of_where_today_is_known() -> None:
    found = parse_day_cell("2026-01-01", Given(today=date(2025, 12, 31)))
    assert isinstance(found, Taken)
    assert [warning.code for warning in found.warnings] == ["day_ahead"]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (1500.0, "1500"),
        ("1.500", "1500"),
        ("1500,5", "1500.5"),
        ("2,3 %", "sampling_error_unreadable"),
        ("1,5 ribu", "sampling_error_unreadable"),
        (-1.0, "sampling_error_unreadable"),
        ("kecil", "sampling_error_unreadable"),
    ],
)
def test_a_sampling_error_is_in_people(cell: Cell, error: str) -> None:
    found = said(parse_sampling_error, cell)
    assert found == (Decimal(error) if error[0].isdigit() else error)


@pytest.mark.parametrize(
    ("list_name", "cell", "word"),
    [
        ("segment", "PU", "PU"),
        ("segment", "Penerima Upah (PU)", "PU"),
        ("segment", "bukan  penerima upah", "BPU"),
        ("segment", "JASA KONSTRUKSI", "Jakon"),
        ("segment", "Pekerja Migran Indonesia", "PMI"),
        ("segment", "Semua segmen", None),
        ("segment", "pekerja rentan", "segment_unknown"),
        ("segment", "informal", "segment_unknown"),
        ("payer", "Mandiri", "self"),
        ("payer", "Pemberi kerja", "employer"),
        ("payer", "APBD Kabupaten", "apbd_regency"),
        ("payer", "apbd_province", "apbd_province"),
        ("payer", "Dana Desa", "apbdes"),
        ("payer", "DBH Sawit", "dbh_sawit"),
        ("payer", "DBHCHT", "dbhcht"),
        ("payer", "CSR", "csr"),
        ("payer", "APBD", "payer_unknown"),
        ("programme", "jkk", "JKK"),
        ("programme", "Jaminan Hari Tua", "JHT"),
        ("programme", "JKN", "programme_unknown"),
    ],
)
def test_a_word_of_a_list_is_known_or_a_fault_and_never_guessed(list_name: str, cell: str, word: object) -> None:
    assert said(word_of(list_name), cell) == word


def test_a_text_stays_as_it_is() -> None:
    assert said(parse_text_cell, "  Kantor Cabang  Sekayu ") == "Kantor Cabang  Sekayu"
    assert said(parse_text_cell, 2025.0) == "2025"
