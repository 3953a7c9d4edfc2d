"""What a map of squares shows, and in which class each area is."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from cakupan.reports.classes import MapArea, MapWords, classes_of, hatch, square
from cakupan.reports.palette import LINE, PAPER
from cakupan.reports.tiles import shortened, tile_map
from reports.drawn import check_fit_for_a_page, of, parsed, texts, titles

WORDS = MapWords("Cakupan per desa & kelurahan", "Juli 2025", "Disembunyikan", "Belum diketahui", "{} %".format)
HIDDEN = MapArea("16.06.02", "Lais", Decimal("1.23"), "1,23 %", hidden=True)
UNKNOWN = MapArea("16.06.03", "Sungai <Keruh>", None)


def areas(*rates: str, group: str = "") -> list[MapArea]:
    return [
        MapArea(f"{place}", f"Desa {place}", Decimal(rate), f"{rate} %", group=group)
        for place, rate in enumerate(rates)
    ]


def sides(picture: object) -> set[tuple[float, float]]:
    """The upper left corners of all squares in the map, without those of the legend."""
    paths = [path.get("d", "") for path in of(picture, "path") if path.get("stroke-linejoin")]  # type: ignore[arg-type]
    corners = [re.match(r"M([\d.]+),([\d.]+)", path) for path in paths]
    return {(float(corner[1]), float(corner[2])) for corner in corners if corner}


@pytest.mark.parametrize(
    ("rates", "bounds"),
    [
        (("12", "61"), (10, 25, 40, 55, 70, 85)),
        (("31", "47.9"), (28, 32, 36, 40, 44, 48)),
        (("0", "100"), (0, 20, 40, 60, 80, 100)),
        (("48.26",), (48, 49, 50, 51, 52, 53)),
        (("2.22", "104"), (0, 25, 50, 75, 100, 125)),
    ],
)
def test_classes_have_round_bounds_that_hold_every_rate(rates: tuple[str, ...], bounds: tuple[int, ...]) -> None:
    classes = classes_of(areas(*rates))
    assert classes is not None
    assert tuple(classes.bounds) == bounds


def test_a_rate_on_a_bound_is_of_the_class_above_and_the_highest_of_the_last() -> None:
    classes = classes_of(areas("0", "100"))
    assert classes is not None
    assert [classes.place(Decimal(rate)) for rate in ("0", "19.99", "20", "80", "100")] == [0, 0, 1, 4, 4]


def test_what_is_hidden_neither_moves_a_bound_nor_is_told_anywhere() -> None:
    assert classes_of([*areas("40", "44"), HIDDEN]) == classes_of(areas("40", "44"))
    svg = tile_map([*areas("40", "44"), HIDDEN], WORDS)
    assert "1,23" not in svg
    assert "Lais: Disembunyikan" in titles(parsed(svg))


def test_each_area_is_told_by_name_and_figure() -> None:
    picture = parsed(tile_map([*areas("40", "61.5"), HIDDEN, UNKNOWN], WORDS))
    told = [title for title in titles(picture) if not title.startswith(":")]
    assert told == ["Desa 0: 40 %", "Desa 1: 61.5 %", "Lais: Disembunyikan", "Sungai <Keruh>: Belum diketahui"]


def test_hidden_is_hatched_and_unknown_an_outline_and_both_are_explained_where_they_are() -> None:
    picture = parsed(tile_map([*areas("40"), HIDDEN, UNKNOWN], WORDS))
    assert len(of(picture, "path", fill="none", stroke=LINE)) == 2  # the hatch of the area, and of the legend
    assert len(of(picture, "path", fill=PAPER, **{"stroke-dasharray": "2 2"})) == 2
    assert {"Disembunyikan", "Belum diketahui"} <= set(texts(picture))
    assert {"Disembunyikan", "Belum diketahui"}.isdisjoint(texts(parsed(tile_map(areas("40"), WORDS))))


def test_a_hatch_stays_inside_and_leaves_a_hole_free() -> None:
    strokes = hatch([square(0, 0, 40), square(10, 10, 20)])
    spots = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", strokes)]
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in zip(spots[::2], spots[1::2], strict=True)]
    assert all(-0.1 <= x <= 40.1 and -0.1 <= y <= 40.1 for x, y in spots)
    assert not any(10.1 < x < 29.9 and 10.1 < y < 29.9 for x, y in middles)
    assert len(middles) > 15


def test_villages_stand_under_the_name_of_their_district() -> None:
    groups = [*areas(*["40"] * 20, group="Sekayu"), *areas(*["50"] * 20, group="Batang Hari Leko & Lais")]
    picture = parsed(tile_map(groups, WORDS))
    assert [one for one in texts(picture) if not one.endswith("%")][1:] == ["Sekayu", "Batang Hari Leko & Lais"]
    assert len(sides(picture)) == 40


@pytest.mark.parametrize("count", [1, 2, 15, 30, 31, 81, 242, 514])
@pytest.mark.parametrize("group", ["", "Kecamatan Sekayu"])
def test_no_area_is_left_out_and_none_stands_on_another(count: int, group: str) -> None:
    picture = parsed(tile_map(areas(*["40"] * count, group=group), WORDS))
    corners = sorted(sides(picture))
    assert len(corners) == count
    assert picture.get("width") == "390"
    assert all(next_[0] - one[0] > 15 or next_[1] - one[1] > 15 for one, next_ in pairwise(corners))
    check_fit_for_a_page(picture, WORDS.title, WORDS.description)


def test_few_areas_have_their_names_and_figures_in_their_squares() -> None:
    shown = texts(parsed(tile_map(areas("40.5", "44"), WORDS)))
    assert {"Desa 0", "40.5 %"} <= set(shown)
    assert "Desa 0" not in texts(parsed(tile_map(areas(*["40"] * 31), WORDS)))


def test_columns_can_be_chosen() -> None:
    assert len({left for left, _ in sides(parsed(tile_map(areas(*["40"] * 12), WORDS, columns=4)))}) == 4


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Penukal Abab Lematang Ilir", ["Penukal", "Abab Lem.", "Ilir"]),
        ("Ogan Komering Ulu Selatan", ["Ogan Kom.", "Ulu", "Selatan"]),
        ("Tulangbawang", ["Tulangbaw."]),
        ("Sekayu", ["Sekayu"]),
    ],
)
def test_long_names_are_shortened_where_they_are_longest(name: str, lines: list[str]) -> None:
    assert shortened(name, 10, 3) == lines
