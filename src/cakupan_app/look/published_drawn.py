"""Published coverage on a map: a square for each place, with the sign of how its figure fares in its text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from cakupan.regions.tree import Level, area_exists, level_of, parent_of
from cakupan.regions.tree import area as area_of
from cakupan.reports.classes import MapArea, MapWords
from cakupan_app.look.documents import area_title
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.statements.conflicting import Fares
    from cakupan.statements.series import PlaceSeries

SIGNS: "Mapping[Fares, str]" = {
    "contradiction": "✗", "mislabel": "!", "warning": "!", "rounding": "✓", "confirmed": "✓", "unchecked": "?",
}  # fmt: skip
_LEVELS: tuple[Level, ...] = ("regency", "province", "district")


def published_map(voice: Voice, series: "Sequence[PlaceSeries]") -> SafeString | None:
    """The places of the level that most was published of, with their latest coverage; None where there is none."""
    from cakupan.reports.tiles import tile_map

    told = [one for one in series if one.latest_rate is not None and one.place_code and area_exists(one.place_code)]
    by_level = {level: [one for one in told if level_of(str(one.place_code)) == level] for level in _LEVELS}
    level = max(_LEVELS, key=lambda one: len(by_level[one]))
    areas = sorted((_area(voice, one, level) for one in by_level[level]), key=lambda one: one.code)
    if not areas:
        return None
    words = MapWords(
        title=voice.text("published_map_title"),
        description=voice.text("published_map_description", count=len(areas)),
        hidden="",
        unknown="",
        percent=lambda rate: voice.shown(rate, "pct"),
    )
    return mark_safe(tile_map(areas, words))  # noqa: S308  drawn by us, its texts escaped


def _area(voice: Voice, one: "PlaceSeries", level: Level) -> MapArea:
    latest, code = one.latest_rate, str(one.place_code)
    rate = Decimal(latest.claim.value) if latest else None
    sign = SIGNS[latest.verdict] if latest else ""
    group = area_title(parent_of(code)) if level == "regency" else ""
    return MapArea(code, area_of(code).name, rate, f"{voice.shown(rate, 'pct')} {sign}", group=group)
