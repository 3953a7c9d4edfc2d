"""Who issued a NIK, whatever has become of that area since."""

import csv
from collections import Counter
from importlib.resources import files

import pytest

from cakupan.basics.nik import Nik
from cakupan.regions import (
    NATION,
    Issuer,
    IssuerProblem,
    area_exists,
    areas_at,
    is_within,
    issuer_of,
    parent_of,
    predecessors_of,
    retired_area,
)
from cakupan.regions.splits import splits
from cakupan_app.look.words import LANGUAGES, say


def nik(place: str) -> Nik:
    return Nik(f"{place.replace('.', '')}4105809001")


@pytest.mark.parametrize(
    ("place", "name", "level", "retired", "today"),
    [
        ("16.06.01", "Kecamatan Sekayu", "district", False, ("16.06.01",)),
        ("91.01.01", "Merauke", "district", True, ("93.01.01",)),
        ("92.05.02", "Waigeo Utara", "district", True, ("96.03.02",)),
        ("91.18.18", "Ayip", "district", True, ("93.04",)),
        ("91.01.99", "Kabupaten Merauke", "regency", True, ("93.01",)),
        ("82.05.99", "Kabupaten Kepulauan Sula", "regency", True, ("82.05", "82.08")),
        ("16.06.99", "Kabupaten Musi Banyuasin", "regency", True, ("16.06", "16.07")),
        ("35.78.99", "Kota Surabaya", "regency", True, ("35.78",)),
        ("64.73.01", "Provinsi Kalimantan Timur", "province", True, ("65",)),
        ("96.04.01", "Distrik Fef", "district", False, ("96.04.01", "96.02.01")),
        ("96.05.22", "Distrik Aitinyo Tengah", "district", False, ("96.05.22", "96.03")),
        ("96.09.01", "Fef", "district", True, ("96.04.01",)),
    ],
    ids=["today", "moved province", "moved province and number", "district unsure, regency sure",
         "older than the lists", "before Taliabu", "before Banyuasin", "older district", "before Kalimantan Utara",
         "code given anew", "code given anew, district unsure", "interim code"],
)  # fmt: skip
def test_a_nik_is_traced_to_its_issuer(
    place: str, name: str, level: str, retired: bool, today: tuple[str, ...]
) -> None:
    found = issuer_of(nik(place))
    assert isinstance(found, Issuer)
    assert (found.code, found.name, found.level, found.retired, found.today) == (place, name, level, retired, today)


@pytest.mark.parametrize("place", ["16.99.01", "64.99.01", "20.01.01", "90.01.01", "91.99.01"])
def test_a_prefix_never_seen_is_a_problem(place: str) -> None:
    found = issuer_of(nik(place))
    assert found == IssuerProblem("nik_issuer_unknown", place)
    assert all(place in say(found.code, found.facts, lang) for lang in LANGUAGES)


def test_whether_a_nik_is_of_a_place_is_told_only_where_it_is_sure() -> None:
    asked = {"16.06.01": True, "16.07.01": False, "16.06.99": None}
    for place, inside in asked.items():
        found = issuer_of(nik(place))
        assert isinstance(found, Issuer)
        assert found.within("16.06") is inside


def test_every_district_of_today_issues_its_own_numbers() -> None:
    for found in areas_at("district"):
        issuer = issuer_of(nik(found.code))
        assert isinstance(issuer, Issuer)
        assert (issuer.name, issuer.retired, issuer.today[0]) == (found.title, False, found.code)


def rows() -> list[dict[str, str]]:
    text = (files("cakupan.regions") / "data" / "retired.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_retired_list_points_to_areas_of_today_in_the_same_big_island() -> None:
    assert not [code for code, count in Counter(row["code"] for row in rows()).items() if count > 1]
    for row in rows():
        assert not row["today"] or (area_exists(row["today"]) and row["today"] != row["code"])
        assert not row["today"] or row["today"][0] == row["code"][0]
        assert row["source"] and row["last_list"] in ("2019", "2024")


def test_a_retired_district_lies_where_its_regency_went() -> None:
    for row in rows():
        above = retired_area(parent_of(row["code"]))
        if row["today"] and above and above.today and row["last_list"] == str(above.last_list):
            assert is_within(row["today"], above.today)


def test_a_split_names_its_predecessor_its_day_and_its_law() -> None:
    (found,) = predecessors_of("82.08")
    assert (found.predecessors, found.on.year, found.law, found.sure) == (("82.05",), 2013, "UU 6/2013", "B")
    assert [split.code for split in predecessors_of("65.71")] == ["65"]
    assert [split.predecessors for split in predecessors_of("93.01.01")] == [("91",)]
    assert predecessors_of("16.06") == ()
    assert predecessors_of(NATION) == ()


def test_every_split_is_between_areas_of_today_and_its_moved_codes_are_vacant() -> None:
    for split in splits():
        assert all(area_exists(code) for code in (split.code, *split.predecessors))
        assert split.sure in "ABCM" and split.source and split.law
        assert not any(area_exists(code) or retired_area(code) for code in split.moved)
        assert not split.moved or len(split.moved) == len(areas_at("regency", split.code))
