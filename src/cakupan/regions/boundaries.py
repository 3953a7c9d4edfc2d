"""Which shape a file of boundaries gives to which area: GeoJSON or TopoJSON, keyed by the codes of the areas."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import isfinite
from typing import Any

from cakupan.basics.refused import Refused
from cakupan.regions.codes import parse_area_code
from cakupan.regions.levels import VILLAGE
from cakupan.regions.outlines import Ring, Shape
from cakupan.regions.topology import Topology
from cakupan.regions.tree import area_exists

# The properties that carry a code, as the offices that give out such files name them; the finest level comes first,
# because a file of villages tells the codes of all levels above beside.
_CODES = (
    "code", "kode", "kode_wilayah", "kd_wilayah", "kodewilayah", "kode_desa", "kd_desa", "kdepum", "kode_kel",
    "kode_kelurahan", "adm4_pcode", "kode_kec", "kode_kecamatan", "kd_kecamatan", "kdcpum", "adm3_pcode", "kode_kab",
    "kode_kabupaten", "kd_kabupaten", "kdpkab", "adm2_pcode", "kode_prov", "kode_provinsi", "kd_propinsi", "kdppum",
    "adm1_pcode", "id",
)  # fmt: skip
_COUNTRY = "ID"  # before the codes of the OCHA (ID1606)


class NoBoundaries(Refused):
    """A file from which no boundary can be taken."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The shapes of a file by the code of the area; and what could not be used of it: the codes that no area of today
    carries, and how many shapes have none."""

    kind: str
    shapes: Mapping[str, Shape]
    unknown: tuple[str, ...] = ()
    without_code: int = 0


def parse_boundaries(content: bytes) -> Boundaries:
    """The boundaries that a file holds. An area whose parts stand in several rows has all of them.

    NoBoundaries where it is neither GeoJSON nor TopoJSON, has no polygon or no code of an area, or where its places
    are no degrees of longitude and latitude.
    """
    kind, features = _features(_document(content))
    try:
        areas = [(told, rings) for told, polygons in features if (rings := _closed(polygons))]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError):
        raise NoBoundaries("boundaries_malformed", kind=kind) from None
    _refuse_useless(areas)
    return _keyed(kind, areas, _key_of([told for told, _ in areas]))


def _keyed(kind: str, areas: Sequence["_Feature"], key: str) -> Boundaries:
    """The polygons by the codes that the property `key` holds."""
    polygons: dict[str, list[tuple[Ring, ...]]] = {}
    unknown: set[str] = set()
    without_code = 0
    for told, rings in areas:
        code = _code(told.get(key))
        if code:
            polygons.setdefault(code, []).extend(rings)
        elif told.get(key) in (None, ""):
            without_code += 1
        else:
            unknown.add(str(told[key])[:VILLAGE])  # enough to find it again, and never a whole NIK
    if not polygons:
        raise NoBoundaries("boundaries_all_unknown", key=key, found=tuple(sorted(unknown)[:5]))
    shapes = {code: tuple(parts) for code, parts in sorted(polygons.items())}
    return Boundaries(kind, shapes, tuple(sorted(unknown)), without_code)


def _document(content: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoBoundaries("boundaries_not_json") from None
    if not isinstance(document, dict):
        raise NoBoundaries("boundaries_not_geojson", type="–")
    return document


_Feature = tuple[Mapping[str, Any], Sequence[tuple[Ring, ...]]]


def _features(document: Mapping[str, Any]) -> tuple[str, Iterator[_Feature]]:
    """Which of the two kinds a document is, and what stands in it: properties with polygons."""
    kind = document.get("type")
    if kind == "Topology":
        return "TopoJSON", _of_topology(document)
    if kind in ("FeatureCollection", "Feature"):
        return "GeoJSON", _of_collection(document)
    raise NoBoundaries("boundaries_not_geojson", type=str(kind)[:40] if kind else "–")


def _of_topology(document: Mapping[str, Any]) -> Iterator[_Feature]:
    topology = Topology(document)
    for geometry in topology.geometries():
        yield _told(geometry), topology.polygons(geometry)


def _of_collection(document: Mapping[str, Any]) -> Iterator[_Feature]:
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    for feature in features:
        yield _told(feature), list(_polygons(feature.get("geometry") or {}))


def _polygons(geometry: Mapping[str, Any]) -> Iterator[tuple[Ring, ...]]:
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        yield from chain.from_iterable(_polygons(part) for part in geometry["geometries"])
    elif kind in ("Polygon", "MultiPolygon"):
        listed = geometry["coordinates"]
        for polygon in [listed] if kind == "Polygon" else listed:
            yield tuple(tuple((float(place[0]), float(place[1])) for place in ring) for ring in polygon)


def _told(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties by their names in small letters, and the id of the feature itself where none has that name."""
    own = {str(name).casefold(): value for name, value in (feature.get("properties") or {}).items()}
    return {"id": feature.get("id"), **own} if feature.get("id") is not None else own


def _closed(polygons: Sequence[tuple[Ring, ...]]) -> Sequence[tuple[Ring, ...]]:
    """The polygons with each ring closed; without rings that enclose nothing."""
    found = []
    for polygon in polygons:
        rings = [ring if ring[0] == ring[-1] else (*ring, ring[0]) for ring in polygon if len(ring) > 2]
        if rings:
            found.append(tuple(ring for ring in rings if len(ring) > 3))
    return [rings for rings in found if rings]


def _refuse_useless(areas: Sequence[_Feature]) -> None:
    if not areas:  # points and lines only, such as capitals and roads
        raise NoBoundaries("boundaries_none")
    points = (point for _, polygons in areas for rings in polygons for ring in rings for point in ring)
    for x, y in points:
        if not (isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
            raise NoBoundaries("boundaries_not_degrees", x=f"{x:g}", y=f"{y:g}")


def _key_of(told: Sequence[Mapping[str, Any]]) -> str:
    """The property that holds the code of the area itself: the first that is a known code in half of the rows.

    One for the whole file: a village whose code is retired would else be drawn as its district, whose code stands
    beside. And half, because running numbers are now and then the codes of provinces.
    """
    present = [key for key in _CODES if any(one.get(key) is not None for one in told)]
    if not present:
        names = sorted({name for one in told for name in one})
        raise NoBoundaries("boundaries_without_codes", found=tuple(names[:8]) or ("–",))
    half = len(told) / 2
    return next((key for key in present if sum(_code(one.get(key)) is not None for one in told) >= half), present[0])


def _code(value: Any) -> str | None:
    """The code of an area of today that a property holds."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip().removeprefix(_COUNTRY)
    read = parse_area_code(text, numeric=not isinstance(value, str))
    return read.code if read and area_exists(read.code) else None
