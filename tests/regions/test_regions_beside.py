"""The room against lists that stand beside the project and share no file with it."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from cakupan.basics.names import fold_place
from cakupan.regions import AreaMatch, area, area_exists, match_area, parent_of, retired_area

pytestmark = pytest.mark.shared


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def code_found(text: str, within: str = "00") -> str | None:
    found = match_area(text, within)
    return found.area.code if isinstance(found, AreaMatch) else None


def test_the_tree_is_the_list_of_the_decree_but_for_the_corrections(shared: Path) -> None:
    listed = {row["code"]: row["name"].strip() for row in read(shared / "data/regions/provinsi_kabkota_2025.csv")}
    titles = {code: area(code).title for code in listed}
    assert {code: name for code, name in listed.items() if titles[code].removeprefix("Provinsi ") != name} == {}


def test_musi_banyuasin_is_the_list_but_for_lawang_wetan(shared: Path) -> None:
    listed = {row["code"]: row["name"] for row in read(shared / "data/regions/muba_1606.csv")}
    differing = {code for code, name in listed.items() if area(code).name != name and area(code).title != name}
    assert differing <= {"16.06.13"}


def test_every_place_of_the_press_is_found(shared: Path) -> None:
    rows = read(shared / "data/coverage/press_figures.csv")
    asked = {(row["place"], row["place_code"]) for row in rows if row["place_code"]}
    assert {(place, code) for place, code in asked if code_found(place) != code} == set()


def test_statistics_office_names_lead_to_the_same_regency(shared: Path) -> None:
    rows = read(shared / "data/regions/bps_kemendagri_bridge_prov_kab.csv")
    asked = [(row["name"], row["dagri_code"]) for row in rows if row["in_2025_list"] == "True"]
    missed = [(name, code) for name, code in asked if code_found(name) != code]
    # the list cuts names off after 25 letters: seven long ones cannot be told
    assert len(missed) <= 7
    assert all(len(name) >= 22 for name, _ in missed)


@pytest.mark.slow
def test_statistics_office_names_lead_to_the_same_village(shared: Path) -> None:
    import pyarrow.parquet as pq

    rows = pq.read_table(shared / "data/regions/bps_kemendagri_bridge_2024.parquet").to_pylist()
    seen: Counter[str] = Counter()
    for row in rows:
        if row["level"] == "village" and row["in_2025_list"] and area_exists(row["dagri_code"]):
            found = match_area(row["name"], parent_of(row["dagri_code"]), ("village",))
            right = isinstance(found, AreaMatch) and found.area.code == row["dagri_code"]
            seen["right" if right else "wrong" if isinstance(found, AreaMatch) else "open"] += 1
    assert seen["right"] > 0.995 * seen.total()
    assert seen["wrong"] < 0.0002 * seen.total()  # the two lists gave a name to different villages


def test_the_retired_codes_known_here_are_nearly_all_there_are(shared: Path) -> None:
    rows = read(shared / "data/regions/district_code_history_2018_2025.csv")
    gone = [row for row in rows if row["current"] == "False"]
    known = [row for row in gone if retired_area(row["code"])]
    # the six that are missing were made and given up again between the lists of 2019 and 2024
    assert (len(known), len(gone)) == (614, 620)
    for row in known:
        found = retired_area(row["code"])
        assert found is not None
        listed = row["first_name"].replace("\\", "")  # that list escapes its apostrophes
        assert fold_place(found.name).split()[-1] == fold_place(listed).split()[-1]
