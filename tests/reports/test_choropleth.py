"""What a map of outlines shows: each area in its place, none missing."""

import re
from decimal import Decimal

import pytest

from cakupan.regions.outlines import Shape, area_of, simplified, simplified_shape
from cakupan.reports.choropleth import choropleth
from cakupan.reports.classes import MapArea, MapWords
from cakupan.reports.palette import PAPER, SCALE
from reports.drawn import check_fit_for_a_page, of, parsed, texts, titles

WORDS = MapWords("Cakupan per kecamatan", "Juli 2025", "Disembunyikan", "Belum", "{} %".format, "Tanpa batas")


def box(west: float, south: float, size: float = 1.0) -> tuple[tuple[float, float], ...]:
    east, north = west + size, south + size
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


WEST, EAST = ((box(103, -3),),), ((box(104, -3),),)
AREAS = [
    MapArea("16.06.01", "Sekayu", Decimal("41.5"), "41,5 %"),
    MapArea("16.06.02", "Lais", Decimal("60"), "60 %"),
]
SHAPES: dict[str, Shape] = {"16.06.01": WEST, "16.06.02": EAST}


def outline(svg: str, name: str) -> list[tuple[float, float]]:
    """The corners of an area in pixels, of the first ring of it."""
    (group,) = [one for one in of(parsed(svg), "g") if str(one[0].text).startswith(f"{name}:")]
    data = str(group[1].get("d")).split("z", maxsplit=1)[0]
    first, *steps = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", data)]
    found = [first]
    for x, y in steps:
        found.append((found[-1][0] + x, found[-1][1] + y))
    return found


def test_each_area_has_its_outline_its_colour_and_its_name() -> None:
    svg = choropleth(SHAPES, AREAS, WORDS)
    picture = parsed(svg)
    assert {path.get("fill") for path in of(picture, "path")} == {SCALE[0], SCALE[4]}
    assert {"Sekayu", "Lais"} <= set(texts(picture))
    assert set(titles(picture)) == {"Sekayu: 41,5 %", "Lais: 60 %"}
    check_fit_for_a_page(picture, WORDS.title, WORDS.description)


def test_the_east_is_to_the_right_the_north_above_and_neighbours_touch() -> None:
    svg = choropleth(SHAPES, AREAS, WORDS)
    west, east = outline(svg, "Sekayu"), outline(svg, "Lais")
    assert max(x for x, _ in west) == pytest.approx(min(x for x, _ in east), abs=0.11)
    assert (min(x for x, _ in west), max(x for x, _ in east)) == pytest.approx((10, 380), abs=0.2)
    north = choropleth({"16.06.01": WEST, "16.06.02": ((box(103, -2),),)}, AREAS, WORDS)
    assert max(y for _, y in outline(north, "Lais")) == pytest.approx(
        min(y for _, y in outline(north, "Sekayu")), abs=0.2
    )


def test_far_from_the_equator_a_degree_of_longitude_is_narrower() -> None:
    corners = outline(choropleth({"16.06.01": ((box(103, 59.5),),)}, AREAS[:1], WORDS), "Sekayu")
    wide = max(x for x, _ in corners) - min(x for x, _ in corners)
    high = max(y for _, y in corners) - min(y for _, y in corners)
    assert wide / high == pytest.approx(0.5, abs=0.01)


def test_holes_stay_open_and_islands_are_drawn() -> None:
    shape = ((box(103, -3), box(103.4, -2.6, 0.2)), (box(104.5, -3, 0.3),))
    data = of(parsed(choropleth({"16.06.01": shape}, AREAS[:1], WORDS)), "path")[0]
    assert str(data.get("d")).count("M") == 3
    assert data.get("fill-rule") == "evenodd"


def test_an_area_without_a_shape_stands_beside_the_map_and_a_shape_of_no_area_is_left_out() -> None:
    picture = parsed(choropleth({"16.06.01": WEST, "99.99": EAST}, AREAS, WORDS))
    assert set(titles(picture)) == {"Sekayu: 41,5 %", "Lais: 60 %"}
    assert "Tanpa batas" in texts(picture)
    assert "Tanpa batas" not in texts(parsed(choropleth(SHAPES, AREAS, WORDS)))


@pytest.mark.parametrize("shapes", [{}, {"16.06.01": ()}])
def test_without_any_shape_all_areas_are_squares(shapes: dict[str, Shape]) -> None:
    picture = parsed(choropleth(shapes, AREAS, WORDS))
    assert set(titles(picture)) == {"Sekayu: 41,5 %", "Lais: 60 %"}


def test_hidden_and_unknown_look_as_they_do_on_squares() -> None:
    areas = [MapArea("16.06.01", "Sekayu", Decimal("41.5"), "41,5 %", hidden=True), MapArea("16.06.02", "Lais", None)]
    svg = choropleth(SHAPES, areas, WORDS)
    assert "41,5" not in svg
    assert {"Sekayu: Disembunyikan", "Lais: Belum"} <= set(titles(parsed(svg)))
    assert len(of(parsed(svg), "path", fill=PAPER)) == 4  # both on the map and in the legend


def test_an_enclave_stays_on_top() -> None:
    svg = choropleth({"16.06.01": ((box(103.4, -2.6, 0.2),),), "16.06.02": WEST}, AREAS, WORDS)
    assert titles(parsed(svg)) == ["Lais: 60 %", "Sekayu: 41,5 %"]


def test_names_that_do_not_fit_are_left_to_the_pointer() -> None:
    shapes = {"16.06.01": ((box(103, -3, 0.02),),), "16.06.02": EAST}
    shown = texts(parsed(choropleth(shapes, AREAS, WORDS)))
    assert ("Sekayu" in shown, "Lais" in shown) == (False, True)


def test_a_ring_keeps_only_the_points_that_can_be_seen() -> None:
    ring = [(x / 100, 0.001 * (x % 2)) for x in range(101)] + [(1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert len(simplified(ring, 0.01)) == 5
    assert simplified(ring, 0)[0] == simplified(ring, 0)[-1]
    assert simplified(ring[:3], 0.01) == ()
    assert simplified(ring, 5) == ()


def test_a_coast_of_many_points_is_no_trouble() -> None:
    ring = [(x / 1000, (x * 7919 % 13) / 100_000) for x in range(20_000)] + [(20.0, 5.0), (0.0, 5.0), (0.0, 0.0)]
    assert len(simplified(ring, 0.01)) < 10


def test_of_islands_too_small_to_be_seen_the_largest_stays() -> None:
    shape = ((box(0, 0, 0.01),), (box(1, 1, 0.02),))
    assert simplified_shape(shape, 1) == ((box(1, 1, 0.02),),)
    assert simplified_shape((), 1) == ()
    assert area_of(box(0, 0, 2)) == 4
