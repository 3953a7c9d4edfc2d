"""Which area a cell means, as people write cells."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.regions import (
    Area,
    AreaMatch,
    AreaProblem,
    Level,
    UnknownArea,
    areas_at,
    children_of,
    find_area,
    match_area,
    parent_of,
)
from cakupan.regions.spelling import slips
from cakupan_app.look.words import LANGUAGES, say

regencies = st.sampled_from(areas_at("regency"))
districts = st.sampled_from(areas_at("district"))


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("Musi Banyuasin", "00", "16.06"),
        ("Musi  Banyuasin ", "00", "16.06"),
        ("Kab. Musi Banyuasin", "00", "16.06"),
        ("KAB MUSI BANYUASIN", "00", "16.06"),
        ("Kab.Musi Banyuasin", "00", "16.06"),
        ("KABUPATEN MUSI\u00a0BANYUASIN", "00", "16.06"),
        ("MusiBanyuasin", "00", "16.06"),
        ("Muba", "00", "16.06"),
        ("Kab. Muba", "00", "16.06"),
        ("Kukar", "00", "64.02"),
        ("PPU", "00", "64.09"),
        ("Jatim", "00", "35"),
        ("DIY", "00", "34"),
        ("D.I. Yogyakarta", "00", "34"),
        ("DKI Jakarta", "00", "31"),
        ("Kepulauan Babel", "00", "19"),
        ("Kota Batu", "00", "35.79"),
        ("Kotamadya Medan", "00", "12.71"),
        ("Bandung, Kota", "00", "32.73"),
        ("Bandung (Kab.)", "00", "32.04"),
        ("Kab. Bandung", "00", "32.04"),
        ("Bandung Barat", "00", "32.17"),
        ("Kota Adm. Jakarta Pusat", "00", "31.71"),
        ("Kotabaru", "00", "63.02"),
        ("Kabupaten Kota Baru", "00", "63.02"),
        ("50 Kota", "00", "13.07"),
        ("Limapuluh Kota", "00", "13.07"),
        ("Pare-pare", "00", "73.72"),
        ("Palangka Raya", "00", "62.71"),
        ("Jambi", "00", "15"),
        ("Kota Jambi", "00", "15.71"),
        ("Indonesia", "00", "00"),
        ("Nasional", "00", "00"),
        ("Sekayu", "00", "16.06.01"),
        ("Lawangwetan", "16.06", "16.06.13"),
        ("Lawan Wetan", "16.06", "16.06.13"),
        ("Kec. Lawang Wetan", "16.06", "16.06.13"),
        ("Sei Lilin", "16.06", "16.06.07"),
        ("Lumpatan II", "16.06", "16.06.01.2013"),
        ("LUMPATAN 2", "16.06.01", "16.06.01.2013"),
        ("Bailangu Timur", "16.06", "16.06.01.2014"),
        ("Kel. Balai Agung", "16.06", "16.06.01.1012"),
        ("Musi Banyuasin", "16.06", "16.06"),
        ("Desa Lumpatan II, Kec. Sekayu", "00", "16.06.01.2013"),
        ("Desa Lumpatan II, Kec. Sekayu", "16.06", "16.06.01.2013"),
        ("Desa Lumpatan II Kec. Sekayu Kab. Musi Banyuasin", "00", "16.06.01.2013"),
        ("Lumpatan II (Sekayu)", "16.06", "16.06.01.2013"),
        ("Sekayu, Muba, Sumsel, Indonesia", "16.06", "16.06.01"),
        ("Sumatera Selatan - Musi Banyuasin - Sekayu", "00", "16.06.01"),
        ("Kelurahan 13 Ulu", "16.71", "16.71.03.1003"),
        ("13 Ulu", "16.71", "16.71.03.1003"),
        ("Ilir Barat II, Palembang", "00", "16.71.01"),
        ("16.06", "00", "16.06"),
        ("16.06 Musi Banyuasin", "00", "16.06"),
        ("[1606] MUSI BANYUASIN", "00", "16.06"),
        ("Kab. Musi Banyuasin (16.06)", "00", "16.06"),
        ("16 - Sumatera Selatan", "00", "16"),
    ],
)
def test_an_area_is_found_as_people_write_it(text: str, within: str, code: str) -> None:
    found = match_area(text, within)
    assert isinstance(found, AreaMatch), found
    assert (found.area.code, found.repaired) == (code, None)
    assert find_area(text, within) == found.area


@pytest.mark.parametrize(
    ("text", "within", "code", "repair"),
    [
        ("Musi Banyausin", "00", "16.06", "area_spelling"),
        ("Musi Banyuasn", "00", "16.06", "area_spelling"),
        ("Kalimantn Timur", "00", "64", "area_spelling"),
        ("Djakarta", "00", "31", "area_spelling"),
        ("Soerakarta", "00", "33.72", "area_spelling"),
        ("Kutai Kertanegara", "00", "64.02", "area_spelling"),
        ("Babat Tomn", "16.06", "16.06.06", "area_spelling"),
        ("Lumpatan II, Kec. Skayu", "16.06", "16.06.01.2013", "area_spelling"),
        ("1606.0", "00", "16.06", "area_code_completed"),
        ("16.6", "00", "16.06", "area_code_completed"),
    ],
)
def test_a_slip_of_the_pen_is_repaired_aloud(text: str, within: str, code: str, repair: str) -> None:
    found = match_area(text, within)
    assert isinstance(found, AreaMatch), found
    assert (found.area.code, found.repaired) == (code, repair)
    asked = find_area(text, within)
    assert isinstance(asked, AreaProblem)
    assert (asked.code, asked.candidates) == ("area_perhaps", (found.area,))
    assert all(say(code, {}, lang) for code in (repair,) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "within", "levels", "code", "candidates"),
    [
        ("Bandung", "00", None, "area_ambiguous", ["32.04", "32.73"]),
        ("Mura", "00", None, "area_ambiguous", ["16.05", "62.12"]),
        ("Yogyakarta", "00", None, "area_ambiguous", ["34", "34.71"]),
        ("Gorontalo", "75", None, "area_ambiguous", ["75", "75.01", "75.71"]),
        ("16.1", "00", None, "area_ambiguous", ["16.01", "16.10"]),
        ("Kab. Palembang", "00", None, "area_not_found", []),
        ("Jumlah", "00", None, "area_not_found", []),
        ("Antah Berantah", "16.06", None, "area_not_found", []),
        ("Lumpatan III", "16.06", None, "area_not_found", []),
        ("Ilir Timur Empat", "16.71", None, "area_not_found", []),
        ("Musi Banyuasin", "00", ("village",), "area_not_found", []),
        ("Banyuasin", "16.06", None, "area_outside", ["16.07"]),
        ("Kec. Talang Kelapa", "16.06", None, "area_outside", ["16.07.10"]),
        ("16.07", "16.06", None, "area_outside", ["16.07"]),
        ("16.06", "00", ("village",), "area_other_level", ["16.06"]),
        ("16.07 Musi Banyuasin", "00", None, "area_code_and_name_differ", ["16.07", "16.06"]),
        ("16.99", "00", None, "area_code_unknown", []),
        ("91.01", "00", None, "area_code_retired", ["93.01"]),
        ("1606010", "00", None, "area_code_unreadable", []),
        ("", "00", None, "area_empty", []),
        (" - ", "00", None, "area_empty", []),
    ],
)
def test_what_names_no_single_area_says_why(
    text: str, within: str, levels: tuple[Level, ...] | None, code: str, candidates: list[str]
) -> None:
    found = find_area(text, within, levels)
    assert isinstance(found, AreaProblem)
    assert (found.code, [candidate.code for candidate in found.candidates]) == (code, candidates)
    assert all(say(found.code, found.facts, lang) for lang in LANGUAGES)


def test_a_message_about_many_names_lists_a_few_with_where_they_lie() -> None:
    found = find_area("Desa Sukamaju")
    assert isinstance(found, AreaProblem)
    told = found.facts["candidates"]
    assert isinstance(told, tuple)
    assert len(found.candidates) > 20
    assert len(told) == 6
    assert told[0].startswith("Desa Sukamaju, Kecamatan ")
    assert told[-1] == f"+{len(found.candidates) - 5}"


def test_levels_settle_what_a_bare_name_leaves_open() -> None:
    asked: dict[Level, str] = {"district": "16.06.07", "village": "16.06.07.1020"}
    for level, code in asked.items():
        found = find_area("Sungai Lilin", "16.06", (level,))
        assert isinstance(found, Area)
        assert found.code == code


def test_a_kelurahan_and_a_desa_of_one_name_are_told_apart_by_their_word() -> None:
    twins = [found for found in areas_at("village", "16") if found.kind == "kelurahan"]
    for found in twins:
        told = find_area(found.title, parent_of(found.code), ("village",))
        assert isinstance(told, Area)
        assert told.code == found.code


def test_an_unknown_parent_is_the_fault_of_who_asks() -> None:
    with pytest.raises(UnknownArea):
        find_area("Sekayu", "16.99")


@given(
    st.one_of(regencies, districts),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["  ", "\u00a0"]),
)
def test_every_title_is_found_within_its_parent(found: Area, case: Callable[[str], str], space: str) -> None:
    text = case(found.title).replace(" ", space)
    told = match_area(text, parent_of(found.code), (found.level,))
    if isinstance(told, AreaMatch):
        assert (told.area, told.repaired) == (found, None)
    else:
        # two areas of one name and kind lie beside each other: nobody can tell them apart by name
        twins = [
            other for other in children_of(parent_of(found.code)) if other.name.casefold() == found.name.casefold()
        ]
        assert told.code == "area_ambiguous"
        assert len(twins) > 1


@given(st.data(), st.sampled_from(areas_at("village", "16.06")))
def test_a_damaged_name_is_never_silently_another(data: st.DataObject, found: Area) -> None:
    at = data.draw(st.integers(0, len(found.name) - 1))
    letter = data.draw(st.sampled_from("aeioubdgkrst"))
    damaged = found.name[:at] + letter + found.name[at + 1 :]
    told = match_area(damaged, parent_of(found.code), ("village",))
    if isinstance(told, AreaMatch) and told.area != found:
        # the damage made it into a neighbour's name or within a slip of it, and then it is marked or exactly that name
        assert told.repaired or damaged.casefold() == told.area.name.casefold()
        assert slips(damaged.casefold(), told.area.name.casefold()) <= 2


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    found = match_area(text, "16.06")
    assert isinstance(found, AreaMatch) or found.code.startswith("area_")


@pytest.mark.slow
def test_a_column_of_ten_thousand_cells_takes_a_second_or_so() -> None:
    cells = [
        f"{found.title}, {area.title}".upper() for area in children_of("16.06") for found in children_of(area.code)
    ]
    others = [found.name for found in areas_at("village", "11")][: 10_000 - 8 * len(cells)]
    began = time.perf_counter()
    for cell in (*cells * 8, *others):
        match_area(cell, "16.06", ("village",))
    assert time.perf_counter() - began < 5  # about half a second on an idle machine; others may share this one
