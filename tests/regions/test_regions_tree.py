"""Which areas there are, and how they lie in each other."""

import subprocess
import sys

import pytest

from cakupan.regions import (
    LEVELS,
    Area,
    Level,
    UnknownArea,
    ancestors_of,
    area,
    area_exists,
    areas_at,
    children_of,
    is_within,
    level_of,
    parent_of,
)
from cakupan_app.look.words import LANGUAGES, say


@pytest.mark.parametrize(
    ("code", "name", "level", "kind", "title"),
    [
        ("00", "Indonesia", "nation", "negara", "Indonesia"),
        ("51", "Bali", "province", "provinsi", "Provinsi Bali"),
        ("16.06", "Musi Banyuasin", "regency", "kabupaten", "Kabupaten Musi Banyuasin"),
        ("21.71", "Batam", "regency", "kota", "Kota Batam"),
        ("31.71", "Jakarta Pusat", "regency", "kota", "Kota Administrasi Jakarta Pusat"),
        ("31.01", "Kepulauan Seribu", "regency", "kabupaten", "Kabupaten Administrasi Kepulauan Seribu"),
        ("16.06.01", "Sekayu", "district", "kecamatan", "Kecamatan Sekayu"),
        ("93.01.01", "Merauke", "district", "distrik", "Distrik Merauke"),
        ("16.06.01.1009", "Kayu Ara", "village", "kelurahan", "Kelurahan Kayu Ara"),
        ("16.06.01.2003", "Bailangu", "village", "desa", "Desa Bailangu"),
        ("91.03.01.3007", "Yoboi", "village", "desa adat", "Desa Adat Yoboi"),
    ],
)
def test_an_area_is_called_as_offices_write_it(code: str, name: str, level: Level, kind: str, title: str) -> None:
    found = area(code)
    assert (found.code, found.name, found.level, found.kind, found.title) == (code, name, level, kind, title)


def test_the_tree_has_as_many_areas_as_the_decree() -> None:
    # Kepmendagri 300.2.2-2138/2025: 38 provinces, 416 + 98 regencies, 7,285 districts, 8,496 + 75,266 villages
    counts = {level: len(areas_at(level)) for level in LEVELS}
    assert counts == {"nation": 1, "province": 38, "regency": 514, "district": 7_285, "village": 83_762}
    kinds = [found.kind for found in (*areas_at("regency"), *areas_at("village"))]
    assert [kinds.count(kind) for kind in ("kabupaten", "kota", "kelurahan", "desa")] == [416, 98, 8_496, 75_252]


def test_musi_banyuasin_has_fifteen_districts_and_242_villages() -> None:
    assert len(children_of("16.06")) == 15
    assert len(areas_at("village", "16.06")) == 242


def test_every_area_lies_in_its_parent() -> None:
    for level in LEVELS[1:]:
        for found in areas_at(level)[::97]:
            parent = area(parent_of(found.code))
            assert LEVELS.index(parent.level) == LEVELS.index(level) - 1
            assert found in children_of(parent.code)


def test_ancestors_come_nearest_first_and_end_with_the_nation() -> None:
    assert [found.code for found in ancestors_of("16.06.01.2003")] == ["16.06.01", "16.06", "16", "00"]
    assert ancestors_of("00") == ()


def test_children_of_the_nation_are_provinces_and_a_village_has_none() -> None:
    assert {found.level for found in children_of("00")} == {"province"}
    assert children_of("16.06.01.2003") == ()


@pytest.mark.parametrize(
    ("code", "ancestor", "inside"),
    [("16.06", "16.06", True), ("16.06.01", "16.06", True), ("16.06", "00", True), ("00", "00", True),
     ("16.06", "16.06.01", False), ("16.061", "16.06", False), ("00", "16", False), ("91.01.03", "91.01", True)],
)  # fmt: skip
def test_within_is_told_from_the_codes(code: str, ancestor: str, inside: bool) -> None:
    assert is_within(code, ancestor) is inside


@pytest.mark.parametrize("code", ["99", "16.60", "16.06.99", "16.06.01.9999", "91.01", "", "Muba"])
def test_a_code_of_no_area_is_refused_with_a_sentence(code: str) -> None:
    assert not area_exists(code)
    for ask in (area, children_of, ancestors_of, lambda code: areas_at("village", code)):
        with pytest.raises(UnknownArea) as raised:
            ask(code)
    assert all(code in say(raised.value.code, raised.value.facts, lang) for lang in LANGUAGES)


def test_areas_at_a_level_above_are_none_and_at_its_own_is_itself() -> None:
    assert areas_at("province", "16.06") == ()
    assert areas_at("regency", "16.06") == (area("16.06"),)


def test_a_name_the_list_prints_wrongly_is_put_right() -> None:
    assert area("16.06.13").title == "Kecamatan Lawang Wetan"


def test_a_level_is_told_from_the_code_even_of_a_retired_area() -> None:
    assert [level_of(code) for code in ("00", "91", "91.01", "91.01.03", "91.01.03.2001")] == list(LEVELS)


def test_an_area_is_a_value() -> None:
    assert area("16.06") == Area("16.06", "Musi Banyuasin", "regency", "kabupaten", "Kabupaten Musi Banyuasin")
    assert area("16.06") is area("16.06")


def test_importing_the_room_reads_no_list() -> None:
    program = (
        "import cakupan.regions.tree as tree\n"
        "from cakupan.regions import area, find_area, issuer_of\n"
        "assert not tree._upper_names.cache_info().currsize and not tree._village_names.cache_info().currsize\n"
        "area('16.06')\n"
        "assert not tree._village_names.cache_info().currsize\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
