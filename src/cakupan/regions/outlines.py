"""What the outline of an area is made of, and which of its points can be left out unseen."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]  # longitude and latitude, or what they are drawn as
Ring = tuple[Point, ...]  # closed: it ends where it began
Shape = tuple[
    tuple[Ring, ...], ...
]  # polygons, each with its outer ring first and then its holes; (longitude, latitude)

_CORNERS = 4  # of the smallest ring, a triangle that ends where it began


def simplified(ring: Sequence[Point], tolerance: float) -> Ring:
    """The ring without the points that lie within `tolerance` of the line between those that stay (Douglas-Peucker).

    Empty where nothing that has an inside is left of it.

    >>> simplified([(0, 0), (5, 0.1), (10, 0), (10, 10), (0, 10), (0, 0)], 1)
    ((0, 0), (10, 0), (10, 10), (0, 10), (0, 0))
    """
    if len(ring) < _CORNERS:
        return ()
    start = ring[0]
    middle = max(range(len(ring)), key=lambda place: hypot(ring[place][0] - start[0], ring[place][1] - start[1]))
    kept = {0, middle, len(ring) - 1}
    waiting = [(0, middle), (middle, len(ring) - 1)]
    while waiting:  # not by recursion: a coast of 50,000 points would end it
        first, last = waiting.pop()
        far = _farthest(ring, first, last, tolerance)
        if far is not None:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    left = tuple(ring[place] for place in sorted(kept))
    return left if len(left) >= _CORNERS else ()


def _farthest(ring: Sequence[Point], first: int, last: int, tolerance: float) -> int | None:
    """The point between two that lies farthest from the line between them, if farther than `tolerance`."""
    (ax, ay), (bx, by) = ring[first], ring[last]
    dx, dy = bx - ax, by - ay
    long = hypot(dx, dy)
    worst, far = tolerance, None
    for place in range(first + 1, last):
        x, y = ring[place]
        away = abs(dx * (y - ay) - dy * (x - ax)) / long if long else hypot(x - ax, y - ay)
        if away > worst:
            worst, far = away, place
    return far


def simplified_shape(shape: Shape, tolerance: float) -> Shape:
    """The shape with each ring simplified. Islands and holes too small to be seen go; the largest island never does."""
    polygons = []
    for polygon in shape:
        outer = simplified(polygon[0], tolerance)
        if outer:
            holes = (simplified(hole, tolerance) for hole in polygon[1:])
            polygons.append((outer, *(hole for hole in holes if hole)))
    return tuple(polygons) or tuple(sorted(shape, key=lambda polygon: -area_of(polygon[0]))[:1])


def area_of(ring: Sequence[Point]) -> float:
    """What a ring encloses, in squares of its own unit."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))) / 2
