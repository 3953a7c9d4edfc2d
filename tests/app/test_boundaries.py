"""Boundaries of areas are brought once, kept whole, and looked up by maps."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cakupan import regions
from cakupan_app.look.published_drawn import published_map
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import LANGUAGES
from cakupan_app.work.boundaries import shapes_of
from cakupan_app.work.workspace import open_workspace

Command = Callable[..., Any]
DISTRICTS = tuple(area.code for area in regions.areas_at("district", "16.06"))


@pytest.fixture
def made(cakupan: Command) -> Command:
    """A new workspace of Musi Banyuasin."""
    assert cakupan("init", "--area", "16.06").status == 0
    return cakupan


def square(place: int, bend: float = 0) -> list[list[float]]:
    west, south = 103 + place % 4 * 0.2, -3 + place // 4 * 0.2
    corners = [(0, 0), (0.1, bend), (0.2, 0), (0.2, 0.2), (0, 0.2), (0, 0)]
    return [[west + x, south + y] for x, y in corners]


def written(folder: Path, codes: Iterable[str], name: str = "batas.geojson", bend: float = 0) -> Path:
    features = [
        {"type": "Feature", "properties": {"kode": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in ((code, square(place, bend)) for place, code in enumerate(codes))
    ]
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def shapes(workspace: Path, level: regions.Level = "district", within: str = "16.06") -> Mapping[str, Any]:
    return shapes_of(open_workspace(workspace), level, within)


def test_boundaries_of_every_district_are_kept_and_looked_up(made: Command, workspace: Path, tmp_path: Path) -> None:
    answer = made("areas", "import-boundaries", written(tmp_path, DISTRICTS), "--json")
    assert answer.status == 0
    assert answer.json["stored"] == {"district": 15}
    assert answer.json["format"] == "GeoJSON"
    assert (answer.json["unknown"], answer.json["missing"]) == ([], {"district": []})
    found = shapes(workspace)
    assert tuple(found) == DISTRICTS
    (((*corners, last),),) = found["16.06.01"]
    assert corners[0] == last == (103.0, -3.0)
    assert shapes(workspace, "district", "16.06.04").keys() == {"16.06.04"}
    assert shapes(workspace, "village") == {}


def test_where_none_were_brought_there_are_none(made: Command, workspace: Path) -> None:
    assert shapes(workspace) == {}


def test_another_file_replaces_its_own_areas_and_leaves_the_others(
    made: Command, workspace: Path, tmp_path: Path
) -> None:
    made("areas", "import-boundaries", written(tmp_path, DISTRICTS[:3]))
    before = dict(shapes(workspace))
    answer = made("areas", "muat-batas", written(tmp_path, DISTRICTS[:2], bend=-0.05), "--json")
    assert (answer.json["replaced"], answer.json["stored"]) == (2, {"district": 2})
    after = shapes(workspace)
    assert after.keys() == before.keys()
    assert [after[code] == before[code] for code in DISTRICTS[:3]] == [False, False, True]


def test_the_same_file_gives_the_same_bytes(made: Command, workspace: Path, tmp_path: Path) -> None:
    path = written(tmp_path, DISTRICTS)
    made("areas", "import-boundaries", path)
    kept = (workspace / "boundaries.json.gz").read_bytes()
    made("areas", "import-boundaries", path)
    assert (workspace / "boundaries.json.gz").read_bytes() == kept


def test_what_is_missing_unknown_and_of_others_is_named(made: Command, tmp_path: Path) -> None:
    path = written(tmp_path, ("16.06.01", "16.06.99", "16.07.01", "16.06.01.1009"))
    answer = made("areas", "import-boundaries", path, "--json")
    assert answer.status == 1
    assert (answer.json["unknown"], answer.json["outside"]) == (["16.06.99"], 1)
    assert answer.json["stored"] == {"district": 1, "village": 1}
    assert answer.json["missing"]["district"] == list(DISTRICTS[1:])
    page = made("areas", "import-boundaries", path, "--lang", "en")
    assert "1 code is not in the Kemendagri list in force, and its shape was not stored: 16.06.99." in page.out
    assert "1 shape lies outside this workspace's area and was not stored." in page.out
    assert "Still without boundaries: 14 districts, among them Kecamatan Lais (16.06.02)" in page.out
    assert "Masih tanpa batas: 14 kecamatan" in made("areas", "import-boundaries", path).out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("bukan peta", "boundaries_not_json"),
        ('{"type": "FeatureCollection", "features": []}', "boundaries_none"),
        (None, "boundaries_elsewhere"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    made: Command, workspace: Path, tmp_path: Path, content: str | None, code: str, lang: str
) -> None:
    made("areas", "import-boundaries", written(tmp_path, DISTRICTS))
    kept = (workspace / "boundaries.json.gz").read_bytes()
    path = written(tmp_path, ["16.07.01"], "lain.json")
    if content is not None:
        path.write_text(content, encoding="utf-8")
    answer = made("areas", "import-boundaries", path, "--json", "--lang", lang)
    assert (answer.status, answer.json["code"]) == (2, code)
    assert answer.err.strip().endswith(".")
    assert (workspace / "boundaries.json.gz").read_bytes() == kept


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import-boundaries",), "option_missing"),
        (("export-boundaries", "x"), "areas_action_unknown"),
        (("import-boundaries", "tidak-ada.geojson"), "file_missing"),
        (("import-boundaries", "."), "file_unreadable"),
    ],
)
def test_a_request_that_cannot_be_used_is_refused(made: Command, words: tuple[str, ...], code: str) -> None:
    answer = made("areas", *words, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)


def test_outlines_lose_what_no_map_shows(made: Command, workspace: Path, tmp_path: Path) -> None:
    made("areas", "import-boundaries", written(tmp_path, ["16.06.01"], bend=0.00001))
    ((ring,),) = shapes(workspace)["16.06.01"]
    assert len(ring) == 5


def test_a_workspace_with_boundaries_is_sound_built_and_swept(
    published: Command, workspace: Path, tmp_path: Path
) -> None:
    published("areas", "import-boundaries", written(tmp_path, DISTRICTS))
    assert published("verify", "--json").json["findings"] == []
    assert published("build", "--known-on", "2025-09-18").status == 0
    assert len(shapes(workspace)) == 15
    assert published("init", "--area", "16.06").status == 2  # it is one already


def test_what_a_kill_left_of_an_import_is_cleared_away_by_the_next_build(published: Command, workspace: Path) -> None:
    left = workspace / ".boundaries.json.gz.0a1b2c3d.part"
    left.write_bytes(b"half")
    assert [one["code"] for one in published("verify", "--json").json["findings"]] == ["left_over_files"]
    assert published("build", "--known-on", "2025-09-18").status == 0
    assert not left.exists()


def test_a_half_made_folder_is_still_taken_by_init(cakupan: Command, workspace: Path) -> None:
    workspace.mkdir()
    (workspace / ".boundaries.json.gz.0a1b2c3d.part").write_bytes(b"half")
    assert cakupan("init", "--area", "16.06").status == 0


@pytest.mark.parametrize("content", [b"no map", b"\x1f\x8b\x08\x00"])
def test_damage_is_named_and_mended_by_bringing_them_again(
    made: Command, workspace: Path, tmp_path: Path, content: bytes
) -> None:
    (workspace / "boundaries.json.gz").write_bytes(content)
    answer = made("verify", "--json")
    assert (answer.status, [one["code"] for one in answer.json["findings"]]) == (1, ["boundaries_damaged"])
    assert made("areas", "import-boundaries", written(tmp_path, DISTRICTS)).status == 0
    assert made("verify").status == 0


def published(codes: Iterable[str]) -> Any:
    from cakupan.statements.conflicting import published_of
    from cakupan.statements.series import series_of
    from cakupan_app.work.check import checked_text

    text = "Per Juli 2025 cakupan 48,26 persen."
    checked = {code: checked_text(text, published_on=None, place=code) for code in codes}
    return series_of(figure for code, one in checked.items() for figure in published_of(one, code))


def test_published_coverage_is_drawn_in_outlines_where_most_places_have_one(
    made: Command, workspace: Path, tmp_path: Path
) -> None:
    voice, opened = Voice("en"), open_workspace(workspace)
    squares = published_map(voice, published(DISTRICTS[:3]), opened)
    made("areas", "import-boundaries", written(tmp_path, DISTRICTS[:2]))
    outlines = published_map(voice, published(DISTRICTS[:3]), opened)
    assert squares and "Boundaries not known yet" not in squares
    assert outlines and "Boundaries not known yet" in outlines  # of the third
    assert ("Sekayu\N{NO-BREAK SPACE}?: 48" in outlines, "Sekayu: 48" in squares) == (True, True)
    # one of three is no map
    mostly_without = published_map(voice, published([DISTRICTS[0], *DISTRICTS[2:4]]), opened)
    assert mostly_without and "Boundaries not known yet" not in mostly_without
