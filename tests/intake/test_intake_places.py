"""Which area a row speaks of."""

from typing import Any

import pytest

from cakupan.intake import Kind, Reading, read_file
from intake.rendering import csv_of, xlsx_of


def read(heading: list[str], *rows: list[Any], area: str | None = None) -> Reading:
    whole = [[*heading, "month", "members"], *([*row, "2025-07", 5] for row in rows)]
    return read_file(xlsx_of(whole), name="x", kind=Kind.RECAP, area=area)


def areas(reading: Reading) -> list[str]:
    found: list[str] = reading.records()["area"].to_pylist()
    return found


def codes(reading: Reading) -> list[str]:
    return [found.code for found in reading.problems]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("16.06", "16.06"),
        ("1606", "16.06"),
        (1606, "16.06"),
        (16.06, "16.06"),
        (16, "16"),
        ("16.06.04.2010", "16.06.04.2010"),
        (1606042010, "16.06.04.2010"),
        ("Musi Banyuasin", "16.06"),
        ("KAB. MUSI BANYUASIN", "16.06"),
        ("Sumatera Selatan", "16"),
        ("Indonesia", "00"),
    ],
)
def test_an_area_is_read_by_code_or_name(cell: Any, code: str) -> None:
    reading = read(["area"], [cell])
    assert (areas(reading), codes(reading), reading.repairs) == ([code], [], ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("16.99", "area_code_unknown"),
        ("Atlantis", "area_not_found"),
        ("Bandung", "area_ambiguous"),
        (None, "missing_cell"),
        ("-", "missing_cell"),
    ],
)
def test_an_area_that_is_none_or_several_is_a_fault(cell: Any, code: str) -> None:
    assert codes(read(["area"], [cell])) == [code]


def test_a_text_that_could_have_lost_either_zero_is_not_guessed() -> None:
    reading = read_file(csv_of([["area", "month", "members"], ["16.1", "2025-07", "5"]]), name="x", kind=Kind.RECAP)
    assert codes(reading) == ["area_ambiguous"]


def test_a_name_is_sought_within_the_senders_area() -> None:
    assert areas(read(["area"], ["Sekayu"], ["Lais"], area="16.06")) == ["16.06.01", "16.06.02"]


def test_a_name_is_sought_within_the_columns_of_higher_levels() -> None:
    reading = read(
        ["Kabupaten", "Kecamatan", "Desa/Kelurahan"],
        ["Musi Banyuasin", "Sungai Lilin", "Sukadamai Baru"],
        ["Musi Banyuasin", "Plakat Tinggi", "Suka Maju"],
        ["Musi Banyuasin", "Babat Supat", "Suka Maju"],
    )
    assert areas(reading)[1:] == ["16.06.10.2005", "16.06.14.2001"]


def test_a_name_in_the_area_column_is_sought_in_the_district_beside_it() -> None:
    heading, rows = (
        ["Wilayah", "Kecamatan"],
        [["Suka Maju", "Babat Supat"], ["Sekayu", "Sekayu"], ["16.07", "Palembang"]],
    )
    reading = read(heading, *rows, area="16.06")
    assert areas(reading) == ["16.06.14.2001", "16.06.01", "16.07"]
    assert areas(read(heading, ["Suka Maju, Kec. Babat Supat", None], area="16.06")) == ["16.06.14.2001"]


def test_a_village_that_repeats_in_the_senders_area_needs_its_district() -> None:
    assert codes(read(["Desa"], ["Suka Maju"], area="16.06")) == ["area_ambiguous"]
    assert areas(read(["Kecamatan", "Desa"], ["Babat Supat", "Suka Maju"], area="16.06")) == ["16.06.14.2001"]


def test_a_row_whose_lowest_level_is_blank_is_not_taken_for_the_level_above() -> None:
    reading = read(["Kecamatan", "Desa"], ["Sekayu", None], ["Sekayu", "Lumpatan II"], area="16.06")
    assert (codes(reading), areas(reading)) == (["missing_cell"], ["16.06.01.2013"])


def test_a_district_that_does_not_lie_in_its_regency_is_a_fault() -> None:
    assert codes(read(["Kabupaten", "Kecamatan"], ["Banyuasin", "Sekayu"])) == ["area_outside"]


def test_the_code_of_the_lowest_level_goes_before_its_name_and_must_not_be_contradicted_by_it() -> None:
    reading = read(
        ["Kode Kecamatan", "Kecamatan"],
        ["16.06.01", "Sekayu"],
        ["16.06.04", "Sekayu"],
        [None, "Babat Toman"],
        ["16.06.02", "Laiz Lama Sekali"],
    )
    assert areas(reading) == ["16.06.01", "16.06.06", "16.06.02"]
    assert [(found.row, found.code, found.severity) for found in reading.problems] == [
        (3, "area_code_and_name_differ", "error"),
        (5, "area_name_differs", "warning"),
    ]


@pytest.mark.parametrize("heading", ["nama wilayah", "Kabupaten/Kota"])
def test_a_code_beside_the_name_of_another_area_is_a_fault(heading: str) -> None:
    reading = read(["area", heading], ["16.06", "Kab. Musi Banyuasin"], ["16.07", "Palembang"], ["16.09", "Bandung"])
    assert areas(reading) == ["16.06"]
    assert [(found.row, found.code) for found in reading.problems] == [
        (3, "area_code_and_name_differ"),
        (4, "area_code_and_name_differ"),
    ]


def test_codes_of_the_statistics_office_do_not_pass_for_areas_of_another_name() -> None:
    # BPS 94 was Papua; Kemendagri 94 is Papua Tengah
    assert codes(read(["kode", "provinsi"], ["94", "Papua"])) == ["area_code_and_name_differ"]


def test_an_area_outside_the_senders_stands_with_a_warning() -> None:
    reading = read(["area"], ["Palembang"], ["16.07"], ["Musi Banyuasin"], area="16.06")
    assert areas(reading) == ["16.71", "16.07", "16.06"]
    assert codes(reading) == ["area_outside_given", "area_outside_given"]


def test_a_misspelt_name_is_mended_aloud() -> None:
    reading = read(["area"], ["Musi Banyausin"])
    assert areas(reading) == ["16.06"]
    assert [(repair.original, repair.repaired) for repair in reading.repairs] == [("Musi Banyausin", "16.06")]
