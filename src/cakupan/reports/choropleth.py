"""How areas are shown as a map where their boundaries are known: each in its outline, in the colour of its class."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from textwrap import wrap
from typing import Any

from cakupan.regions.outlines import Point, Ring, Shape, area_of, simplified_shape
from cakupan.reports.classes import Classes, MapArea, MapWords, classes_of, crossings, drawn, legend
from cakupan.reports.palette import ON_SCALE, PAPER, SCALE, TEXT
from cakupan.reports.svg import WIDTH, heading, picture, text, width_of
from cakupan.reports.tiles import squares_of

_LEFT, _WIDE, _HIGH_AT_MOST = 10, 370, 430
_UNSEEN = 0.4  # of a pixel: how far an outline may be off
_SPECK = 0.5  # square pixels; of islands and holes, smaller ones are not drawn
_NAMED, _NAME, _LINE = 30, 11, 12
_HEIGHTS = 9  # at so many heights of an area a place for its name is looked for


def choropleth(shapes: Mapping[str, Shape], areas: Sequence[MapArea], words: MapWords) -> str:
    """The map as SVG, 390 pixels wide: no script, no style sheet, with a title and a description.

    `shapes` are by the code of the area, in degrees; those of no area given are left out. Areas without a shape stand
    under the map as squares, so that none is missing. Up to 30 areas carry their names where these fit.
    """
    title, top = heading(words.title)
    classes = classes_of(areas)
    marks, top = legend(areas, classes, words, top)
    placed = _placed({area.code: shapes[area.code] for area in areas if shapes.get(area.code)}, top + 6)
    # the large first, so that an enclave stays on top of what surrounds it
    mapped = sorted(
        (area for area in areas if area.code in placed.rings), key=lambda area: -_size(placed.rings[area.code])
    )
    parts = [drawn(area, placed.rings[area.code], classes, words) for area in mapped]
    if len(mapped) <= _NAMED:
        parts += [_name(area, placed.rings[area.code], classes) for area in mapped]
    beside = [area for area in areas if area.code not in placed.rings]
    squares, bottom = _without_shape(beside, classes, words, placed.bottom)
    return picture("".join([title, *marks, *parts, *squares]), WIDTH, bottom + 10, words.title, words.description)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The outlines in pixels, by the code of the area, and where they end."""

    rings: Mapping[str, Sequence[Ring]]
    bottom: float


def _placed(shapes: Mapping[str, Shape], top: float) -> _Placed:
    """The shapes as large as the width allows. A degree of longitude is shorter than one of latitude away from the
    equator; beyond that the earth is taken to be flat, which over one country no map of this size shows."""
    points = [point for shape in shapes.values() for polygon in shape for point in polygon[0]]
    if not points:
        return _Placed({}, top)
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrower = cos(radians((south + north) / 2))
    wide, high = max((east - west) * narrower, 1e-6), max(north - south, 1e-6)
    scale = min(_WIDE / wide, _HIGH_AT_MOST / high)
    left = _LEFT + (_WIDE - wide * scale) / 2

    def pixel(point: Point) -> Point:
        return left + (point[0] - west) * narrower * scale, top + (north - point[1]) * scale

    return _Placed({code: _rings(shape, pixel) for code, shape in shapes.items()}, top + high * scale)


def _rings(shape: Shape, pixel: Callable[[Point], Point]) -> Sequence[Ring]:
    """All rings of a shape in pixels, without what nobody would see; never none."""
    in_pixels = tuple(tuple(tuple(pixel(point) for point in ring) for ring in polygon) for polygon in shape)
    rings = [ring for polygon in simplified_shape(in_pixels, _UNSEEN) for ring in polygon]
    return [ring for ring in rings if area_of(ring) > _SPECK] or [max(rings, key=area_of)]


def _size(rings: Sequence[Ring]) -> float:
    return max(area_of(ring) for ring in rings)


def _name(area: MapArea, rings: Sequence[Ring], classes: Classes | None) -> str:
    """The name of an area on one line or two, as near to its middle as it fits; nothing where it does not."""
    for lines in (1, 2):
        for middle, at, wide in _strips(rings, lines * _LINE):
            told = wrap(area.name, max(1, int(wide / width_of("x", _NAME))), break_long_words=False)
            if len(told) == lines and max(width_of(line, _NAME) for line in told) <= wide:
                first, ink = at + 4 - (lines - 1) * _LINE / 2, _ink(area, classes)
                named = (text(line, middle, first + place * _LINE, _NAME, **ink) for place, line in enumerate(told))
                return "".join(named)
    return ""


def _ink(area: MapArea, classes: Classes | None) -> Mapping[str, Any]:
    """How a name is written on an area, with an outline in the colour of its ground where it touches others."""
    rate = area.known
    place = classes.place(rate) if classes and rate is not None else None
    ink, ground = (TEXT, PAPER) if place is None else (ON_SCALE[place], SCALE[place])
    return {"fill": ink, "text_anchor": "middle", "stroke": ground, "stroke_width": 2, "paint_order": "stroke"}


def _strips(rings: Sequence[Ring], high: float) -> Iterable[tuple[float, float, float]]:
    """The widest strips of this height inside of the rings, one at each of several places from above, the middle first:
    the middle of each, its place, and its width."""
    edges = [((ay, ax), (by, bx)) for ring in rings for (ax, ay), (bx, by) in pairwise(ring)]
    upper, lower = min(y for (y, _), _ in edges), max(y for (y, _), _ in edges)
    for step in sorted(range(1, _HEIGHTS + 1), key=lambda step: abs(2 * step - _HEIGHTS - 1)):
        at = upper + (lower - upper) * step / (_HEIGHTS + 1)
        spans = list(_inside(at, high / 2, edges))
        if spans:
            left, right = max(spans, key=lambda span: span[1] - span[0])
            yield (left + right) / 2, at, right - left


def _inside(at: float, half: float, edges: Sequence[tuple[Point, Point]]) -> Iterable[tuple[float, float]]:
    """From where to where the rings are filled at `at`, as well as a half above and below it."""
    above, here, below = (crossings(height, edges) for height in (at - half, at, at + half))
    for left, right in zip(here[::2], here[1::2], strict=False):
        for upper in zip(above[::2], above[1::2], strict=False):
            for lower in zip(below[::2], below[1::2], strict=False):
                yield max(left, upper[0], lower[0]) + 3, min(right, upper[1], lower[1]) - 3


def _without_shape(
    areas: Sequence[MapArea], classes: Classes | None, words: MapWords, top: float
) -> tuple[Sequence[str], float]:
    """The areas whose boundaries are not known as squares, under what they are called; and where they end."""
    if not areas:
        return (), top
    name = text(words.without_shape, _LEFT, top + 24, _LINE, font_weight="bold")
    squares, bottom = squares_of(areas, classes, words, top + 34)
    return (name, *squares), bottom
