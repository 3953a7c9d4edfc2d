"""Which places the arcs of a TopoJSON stand for."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from cakupan.regions.outlines import Point, Ring


class Topology:
    """A TopoJSON: borders are arcs, told once for the two areas that share them (specification 2.1, 2.2)."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        transform = document.get("transform")
        self._objects: Mapping[str, Any] = document["objects"]
        self._arcs = [_placed(arc, transform) for arc in document["arcs"]]

    def geometries(self) -> Iterator[Mapping[str, Any]]:
        """Every geometry with properties of its own, collections taken apart."""
        waiting = list(reversed(list(self._objects.values())))
        while waiting:
            geometry = waiting.pop()
            if geometry.get("type") == "GeometryCollection":
                waiting += reversed(geometry["geometries"])
            else:
                yield geometry

    def polygons(self, geometry: Mapping[str, Any]) -> Sequence[tuple[Ring, ...]]:
        """The polygons of a geometry; none where it is no area."""
        if geometry.get("type") == "Polygon":
            return [tuple(self._ring(ring) for ring in geometry["arcs"])]
        if geometry.get("type") == "MultiPolygon":
            return [tuple(self._ring(ring) for ring in polygon) for polygon in geometry["arcs"]]
        return []

    def _ring(self, arcs: Sequence[int]) -> Ring:
        """Arcs put together; each begins where the one before it ends, and a negative one is taken from its end."""
        points: list[Point] = []
        for number in arcs:
            arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
            points += arc[1:] if points else arc
        return tuple(points)


def _placed(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> Sequence[Point]:
    """The places of an arc. Where it is quantised, each is told as steps of a grid from the one before it."""
    if transform is None:
        return [(float(place[0]), float(place[1])) for place in arc]
    (wide, high), (left, bottom) = transform["scale"], transform["translate"]
    across, upward = accumulate(place[0] for place in arc), accumulate(place[1] for place in arc)
    return [(x * wide + left, y * high + bottom) for x, y in zip(across, upward, strict=True)]
