"""Which area a row speaks of."""

from typing import Any

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from cakupan.regions import UnknownArea
from intake.rendering import csv_of, xlsx_of


def read(heading: list[str], *rows: list[Any], area: str | None = None, within: str | None = None) -> Reading:
    whole = [[*heading, "month", "members"], *([*row, "2025-07", 5] for row in rows)]
    return read_file(xlsx_of(whole), name="x", kind=Kind.RECAP, area=area, within=within)


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


def test_a_name_is_looked_up_first_in_the_area_of_the_workspace_and_then_in_the_nation() -> None:
    reading = read(["area"], ["Lais"], ["Bayung Lincir"], ["Lahat"], ["Palembang"], ["Banyuasin"], within="16.06")
    assert areas(reading) == ["16.06.02", "16.06.09", "16.04", "16.71", "16.07"]
    assert codes(reading) == []


def test_a_name_that_fits_several_areas_of_the_workspace_is_not_sought_elsewhere() -> None:
    assert codes(read(["area"], ["Suka Maju"], within="16.06")) == ["area_ambiguous"]


def test_a_name_that_is_unknown_in_the_workspace_is_as_ambiguous_in_the_nation_as_ever() -> None:
    assert codes(read(["area"], ["Bandung"], ["Atlantis"], within="16.06")) == ["area_ambiguous", "area_not_found"]


def test_a_name_that_is_known_nowhere_is_said_to_be_unknown_in_the_workspace() -> None:
    (found,) = read(["area"], ["Atlantis"], within="16.06").problems
    assert found.facts["within"] == "Kabupaten Musi Banyuasin"


def test_the_senders_area_wins_over_that_of_the_workspace() -> None:
    assert areas(read(["area"], ["Lais"], area="17.03", within="16.06")) == ["17.03.10"]
    given = read_file(
        csv_of([["month", "members"], ["2025-07", "5"]]), name="x", kind=Kind.RECAP, area="17", within="16"
    )
    assert areas(given) == ["17"]


@pytest.mark.parametrize("given", ["area", "within"])
def test_the_column_of_a_higher_level_is_looked_up_there_first_too(given: str) -> None:
    reading = read(["Kecamatan", "Desa"], ["Lais", "Teluk"], ["Bayung Lincir", "Sukajaya"], **{given: "16.06"})
    assert [area[:8] for area in areas(reading)] == ["16.06.02", "16.06.09"]


def test_the_area_of_the_workspace_yields_to_the_columns_beside_the_name() -> None:
    reading = read(["Kabupaten", "Kecamatan"], ["Bengkulu Utara", "Lais"], [None, "Lais"], within="16.06")
    assert areas(reading) == ["17.03.10", "16.06.02"]


@pytest.mark.parametrize("cell", ["16.06.02", "16.07", "16.1", 16.1, 1606, "16", "16.99"])
def test_the_area_of_the_workspace_changes_nothing_for_codes(cell: Any) -> None:
    here, anywhere = read(["area"], [cell], within="16.10"), read(["area"], [cell])
    assert (areas(here), codes(here), here.repairs) == (areas(anywhere), codes(anywhere), anywhere.repairs)


def test_the_area_of_the_workspace_does_not_stand_for_a_missing_column() -> None:
    with pytest.raises(Refused) as caught:
        read_file(csv_of([["month", "members"], ["2025-07", "5"]]), name="x", kind=Kind.RECAP, within="16.06")
    assert caught.value.code == "column_area_missing"


def test_a_workspace_of_no_known_area_is_refused() -> None:
    with pytest.raises(UnknownArea):
        read(["area"], ["Lais"], within="99.99")
