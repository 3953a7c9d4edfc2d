"""Which code a cell holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.regions import AreaCode, areas_at, parse_area_code
from cakupan.regions.codes import code_readings

CODES = [found.code for level in ("province", "regency", "district", "village") for found in areas_at(level)]
codes = st.sampled_from(CODES)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("16.06.04.2010", "16.06.04.2010"),
        ("1606042010", "16.06.04.2010"),
        ("16.06.042010", "16.06.04.2010"),
        ("16-06-04", "16.06.04"),
        ("16/06", "16.06"),
        ("16 06 04 2010", "16.06.04.2010"),
        ("16,06", "16.06"),
        ("160604", "16.06.04"),
        ("1606", "16.06"),
        ("16", "16"),
        ("00", "00"),
        ("'16.06", "16.06"),
        (" 16.06\u00a0", "16.06"),
        ("[16.06]", "16.06"),
        ("16.06.00.0000", "16.06"),
        ("1606000000", "16.06"),
        ("1600", "16"),
        ("99.99", "99.99"),
    ],
)
def test_an_unbroken_code_is_read_as_it_stands(cell: str, code: str) -> None:
    assert parse_area_code(cell) == AreaCode(code)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("1606.0", "16.06"), ("160604.0", "16.06.04"), ("1606042010.0", "16.06.04.2010"), ("16.0", "16"),
     ("1606,0", "16.06"), ("16.06.0", "16.06"), ("16.6", "16.06"), ("16.7", "16.07"), ("11,9", "11.09")],
)  # fmt: skip
def test_a_worn_code_is_repaired_and_says_so(cell: str, code: str) -> None:
    assert parse_area_code(cell) == AreaCode(code, repaired=True)


@pytest.mark.parametrize(
    "cell",
    ["", "-", "Muba", "0", "1", "160", "16060", "1606010", "16060420100", "1606010001", "16.06.01.0001", "16.00.04",
     "1.606", "16.06.04.", "16..06", "2025-07", "103.079", "99.9"],
)  # fmt: skip
def test_what_is_no_code_gives_none(cell: str) -> None:
    assert parse_area_code(cell) is None


def test_a_lost_zero_with_two_readings_is_left_open() -> None:
    assert parse_area_code("16.1") is None
    assert [reading.code for reading in code_readings("16.1")] == ["16.01", "16.10"]


def test_a_number_can_only_have_lost_the_zero_at_its_end() -> None:
    assert parse_area_code("16.1", numeric=True) == AreaCode("16.10", repaired=True)
    assert parse_area_code("16.6", numeric=True) == AreaCode("16.06", repaired=True)


@given(codes, st.sampled_from([".", "", "-", " ", "/"]), st.sampled_from(["", " ", "'", "\u00a0"]))
def test_every_code_comes_back_from_every_writing(code: str, between: str, before: str) -> None:
    assert parse_area_code(before + code.replace(".", between)) == AreaCode(code)


@given(codes)
def test_a_code_that_went_through_a_float_comes_back_or_stays_open(code: str) -> None:
    together = code.replace(".", "")
    assert parse_area_code(f"{float(together):.1f}", numeric=True) == AreaCode(code, repaired=True)
    if code.count(".") == 1:
        assert (found := parse_area_code(str(float(code)), numeric=True)) and found.code == code


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(cell: str) -> None:
    found = parse_area_code(cell)
    assert found is None or found.code[:2].isdigit()
