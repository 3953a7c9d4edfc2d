"""Published coverage on a map: each place in its outline or as a square, with the sign of how its figure fares."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from cakupan.regions.tree import NATION, Level, area_exists, level_of, parent_of
from cakupan.regions.tree import area as area_of
from cakupan.reports.classes import MapArea, MapWords
from cakupan_app.look.documents import area_title
from cakupan_app.look.pictures import map_of
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.regions.outlines import Shape
    from cakupan.statements.conflicting import Fares
    from cakupan.statements.series import PlaceSeries
    from cakupan_app.work.workspace import Workspace

SIGNS: "Mapping[Fares, str]" = {
    "contradiction": "✗", "mislabel": "!", "warning": "!", "rounding": "✓", "confirmed": "✓", "unchecked": "?",
}  # fmt: skip
_LEVELS: tuple[Level, ...] = ("regency", "province", "district")


def published_map(voice: Voice, series: "Sequence[PlaceSeries]", workspace: "Workspace") -> SafeString | None:
    """The places of the level that most was published of, with their latest coverage; None where there is none."""
    told = [one for one in series if one.latest_rate is not None and one.place_code and area_exists(one.place_code)]
    by_level = {level: [one for one in told if level_of(str(one.place_code)) == level] for level in _LEVELS}
    level = max(_LEVELS, key=lambda one: len(by_level[one]))
    if not by_level[level]:
        return None
    shapes = _shapes(workspace, level, [str(one.place_code) for one in by_level[level]])
    areas = sorted(
        (_area(voice, one, level, outlined=bool(shapes)) for one in by_level[level]), key=lambda one: one.code
    )
    words = MapWords(
        title=voice.text("published_map_title"),
        description=voice.text("published_map_description", count=len(areas)),
        hidden="",
        unknown="",
        percent=lambda rate: voice.shown(rate, "pct"),
        without_shape=voice.text("map_without_shape"),
    )
    return map_of(areas, words, shapes)


def _shapes(workspace: "Workspace", level: Level, codes: Sequence[str]) -> "Mapping[str, Shape]":
    """The outlines of these places, where most of them are known: a workspace brings those of its own areas, and one of
    them above ten squares of elsewhere is no map."""
    from cakupan_app.work.boundaries import shapes_of

    known = shapes_of(workspace, level, NATION)
    found = {code: known[code] for code in codes if code in known}
    return found if 2 * len(found) > len(codes) else {}


def _area(voice: Voice, one: "PlaceSeries", level: Level, *, outlined: bool) -> MapArea:
    """A place on the map; its sign stands behind its figure, or behind its name where an outline has that alone."""
    latest, code = one.latest_rate, str(one.place_code)
    rate = Decimal(latest.claim.value) if latest else None
    sign, name = SIGNS[latest.verdict] if latest else "", area_of(code).name
    group = area_title(parent_of(code)) if level == "regency" else ""
    shown = voice.shown(rate, "pct")
    if outlined:
        return MapArea(code, f"{name}\N{NO-BREAK SPACE}{sign}", rate, shown, group=group)
    return MapArea(code, name, rate, f"{shown} {sign}", group=group)
