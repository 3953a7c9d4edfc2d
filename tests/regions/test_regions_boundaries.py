"""Which shapes a file of boundaries gives to which areas, and when it gives none."""

import json
from itertools import pairwise
from typing import Any

import pytest

from cakupan.regions.boundaries import Boundaries, NoBoundaries, parse_boundaries

SQUARE = [[103.0, -3.0], [104.0, -3.0], [104.0, -2.0], [103.0, -2.0], [103.0, -3.0]]
ISLAND = [[105.0, -3.0], [105.2, -3.0], [105.2, -2.8], [105.0, -3.0]]
MALFORMED = "boundaries_malformed"
HOLE = [[103.4, -2.6], [103.6, -2.6], [103.6, -2.4], [103.4, -2.6]]


def feature(properties: dict[str, Any], coordinates: Any = None, kind: str = "Polygon", **members: Any) -> Any:
    geometry = {"type": kind, "coordinates": coordinates or [SQUARE]}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **members}


def parsed(*features: Any) -> Boundaries:
    return parse_boundaries(json.dumps({"type": "FeatureCollection", "features": features}).encode())


def refusal(content: Any) -> str:
    with pytest.raises(NoBoundaries) as refused:
        parse_boundaries(content if isinstance(content, bytes) else json.dumps(content).encode())
    return refused.value.code


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"code": "16.06.04.2010"}, "16.06.04.2010"),
        ({"kode": "1606042010"}, "16.06.04.2010"),
        ({"KODE_WILAYAH": 1606042010}, "16.06.04.2010"),
        ({"kd_wilayah": 1606042010.0}, "16.06.04.2010"),
        ({"KDEPUM": "16.06.04.2010", "KDCPUM": "16.06.04", "KDPKAB": "16.06"}, "16.06.04.2010"),
        ({"ADM2_PCODE": "ID1606", "ADM1_PCODE": "ID16"}, "16.06"),
        ({"kode_kec": "160604", "nama": "Babat Toman"}, "16.06.04"),
        ({"code": 16.1}, "16.10"),
        ({"kode": " 16.06 "}, "16.06"),
    ],
)
def test_the_code_is_found_however_it_is_written(properties: dict[str, Any], code: str) -> None:
    assert list(parsed(feature(properties)).shapes) == [code]


def test_the_id_of_a_feature_counts_where_no_property_does() -> None:
    assert list(parsed(feature({"nama": "Sekayu"}, id="16.06.01")).shapes) == ["16.06.01"]
    assert list(parsed(feature({"kode": "16.06.02"}, id=11)).shapes) == ["16.06.02"]


def test_running_numbers_are_not_taken_for_provinces() -> None:
    rows = [feature({"kode": f"16.06.{number:02}"}, id=number) for number in range(1, 16)]
    assert "11" not in parsed(*rows).shapes
    numbered = [feature({"code": number, "kode": f"16.06.{number:02}"}) for number in range(1, 13)]
    assert "16.06.01" in parsed(*numbered).shapes


def test_a_village_of_an_unknown_code_is_not_drawn_as_its_district() -> None:
    known = [feature({"kdepum": f"16.06.04.20{number:02}", "kdcpum": "16.06.04"}) for number in (10, 11)]
    found = parsed(*known, feature({"kdepum": "16.06.04.2999", "kdcpum": "16.06.04"}))
    assert set(found.shapes) == {"16.06.04.2010", "16.06.04.2011"}
    assert found.unknown == ("16.06.04.2999",)


def test_what_has_no_code_is_counted_and_what_is_no_polygon_is_not() -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [104, -3]}}
    nowhere = {"type": "Feature", "properties": {"kode": "16.06.02"}, "geometry": None}
    found = parsed(feature({"kode": "16.06.01"}), feature({"kode": None}), feature({"kode": ""}), point, nowhere)
    assert (list(found.shapes), found.without_code) == (["16.06.01"], 2)


def test_holes_islands_and_parts_in_several_rows_are_kept() -> None:
    many = feature({"kode": "16.06.01"}, [[SQUARE, HOLE], [ISLAND]], "MultiPolygon")
    shape = parsed(many, feature({"kode": "16.06.01"})).shapes["16.06.01"]
    assert [len(polygon) for polygon in shape] == [2, 1, 1]
    parts = [{"type": "Polygon", "coordinates": [SQUARE]}, {"type": "Point", "coordinates": [104, -3]}]
    gathered = {"type": "Feature", "properties": {"kode": "16.06"}, "geometry": {"type": "GeometryCollection"}}
    gathered["geometry"]["geometries"] = parts  # type: ignore[index]
    assert len(parsed(gathered).shapes["16.06"]) == 1


def test_heights_are_left_out_and_an_open_ring_is_closed() -> None:
    ring = [[*place, 12.5] for place in SQUARE[:-1]]
    ((outer,),) = parsed(feature({"kode": "16.06"}, [ring])).shapes["16.06"]
    assert outer[0] == outer[-1] == (103.0, -3.0)
    assert len(outer) == 5


def topology(*, quantised: bool) -> dict[str, Any]:
    """Two areas beside each other, whose common border is told once and taken by one of them from its end."""
    border = [[104, -3], [104.1, -2.5], [104, -2]]
    west = [[104, -2], [103, -2], [103, -3], [104, -3]]
    east = [[104, -2], [105, -2], [105, -3], [104, -3]]
    arcs: list[Any] = [border, west, east]
    document: dict[str, Any] = {"type": "Topology", "arcs": arcs}
    if quantised:
        document["transform"] = {"scale": [0.1, 0.5], "translate": [103, -3]}
        document["arcs"] = [stepped(arc) for arc in arcs]
    geometries = [
        {"type": "Polygon", "id": "16.06.01", "arcs": [[0, 1]]},
        {"type": "MultiPolygon", "id": "160602", "arcs": [[[2, 0]]]},
        {"type": "Point", "properties": {"kode": "16.06.03"}, "coordinates": [104, -3]},
    ]
    document["objects"] = {"kecamatan": {"type": "GeometryCollection", "geometries": geometries}}
    return document


def stepped(arc: list[list[float]]) -> list[list[int]]:
    grid = [(round((x - 103) / 0.1), round((y + 3) / 0.5)) for x, y in arc]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(grid)]
    return [list(grid[0]), *(list(step) for step in steps)]


@pytest.mark.parametrize("quantised", [False, True])
def test_arcs_become_rings(quantised: bool) -> None:
    found = parse_boundaries(json.dumps(topology(quantised=quantised)).encode())
    assert found.kind == "TopoJSON"
    ((west,),), ((east,),) = found.shapes["16.06.01"], found.shapes["16.06.02"]
    assert [(round(x, 6), round(y, 6)) for x, y in west] == [
        (104, -3), (104.1, -2.5), (104, -2), (103, -2), (103, -3), (104, -3),
    ]  # fmt: skip
    assert {(round(x, 6), round(y, 6)) for x, y in east} == {(104, -3), (104.1, -2.5), (104, -2), (105, -2), (105, -3)}


def test_an_arc_is_taken_from_its_end_where_its_number_says_so() -> None:
    document = topology(quantised=True)
    document["objects"]["kecamatan"]["geometries"][0]["arcs"] = [[~1, ~0]]
    ((ring,),) = parse_boundaries(json.dumps(document).encode()).shapes["16.06.01"]
    assert [(round(x, 6), round(y, 6)) for x, y in ring][:3] == [(104, -3), (103, -3), (103, -2)]
    assert ring[0] == ring[-1]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "boundaries_not_json"),
        (b'{"type": "FeatureCollection"', "boundaries_not_json"),
        (b"[" * 100_000, "boundaries_not_json"),
        ([], "boundaries_not_geojson"),
        ({"kode": "16.06"}, "boundaries_not_geojson"),
        ({"type": "Polygon", "coordinates": [SQUARE]}, "boundaries_not_geojson"),
        ({"type": "FeatureCollection"}, MALFORMED),
        ({"type": "FeatureCollection", "features": [7]}, MALFORMED),
        ({"type": "FeatureCollection", "features": []}, "boundaries_none"),
        ({"type": "Topology", "objects": {}}, MALFORMED),
        (
            {"type": "Topology", "objects": {"a": {"type": "Polygon", "arcs": [[3]]}}, "arcs": []},
            "boundaries_malformed",
        ),
        (feature({"nama": "Sekayu"}), "boundaries_without_codes"),
        (feature({}), "boundaries_without_codes"),
        (feature({"kode": "99.99"}), "boundaries_all_unknown"),
        (feature({"kode": "16.06"}, [[["a", "b"]] * 4]), MALFORMED),
        (feature({"kode": "16.06"}, [[[y, x] for x, y in SQUARE]]), "boundaries_not_degrees"),
        (feature({"kode": "16.06"}, [[[x * 4000, y] for x, y in SQUARE]]), "boundaries_not_degrees"),
        (feature({"kode": "16.06"}, [[[float("nan"), y] for _, y in SQUARE]]), "boundaries_not_degrees"),
        (feature({"kode": "16.06"}, [[10**400, 1]] * 4), MALFORMED),
        (feature({"kode": "16.06"}, [SQUARE[:2]]), "boundaries_none"),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused_by_what_is_wrong(content: Any, code: str) -> None:
    assert refusal(content) == code


def test_a_mark_of_the_encoding_does_no_harm() -> None:
    content = json.dumps(feature({"kode": "16.06"})).encode("utf-8-sig")
    assert list(parse_boundaries(content).shapes) == ["16.06"]


def test_no_long_number_is_told_as_an_unknown_code() -> None:
    with pytest.raises(NoBoundaries) as refused:
        parsed(feature({"kode": "1606040101879001"}))
    assert "1606040101879001" not in str(refused.value)
