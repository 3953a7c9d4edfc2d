"""The pictures of pages, drawn once for each snapshot and question: the same SVG in page, report and card."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from cakupan.reports.classes import MapArea, MapWords
from cakupan.reports.trend import Expected, Point, TargetLine, TrendWords, trend
from cakupan_app.look.documents import area_title
from cakupan_app.look.told import target_named
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.basics.month import Month
    from cakupan.coverage.figure import Coverage, CoverageFigure
    from cakupan.regions import Level
    from cakupan.regions.outlines import Shape
    from cakupan.reports.card import Card
    from cakupan.reports.waterfall import Bar, Words
    from cakupan.targets.target import Target
    from cakupan_app.work.workspace import Workspace


def target_line(voice: Voice, target: "Target") -> TargetLine:
    """The line of a target, to be drawn across the months of its year."""
    return TargetLine(target.year, target.rate, f"{target_named(target)} {voice.shown(target.rate, 'pct')}")


@lru_cache(maxsize=256)
def waterfall_drawn(bars: "tuple[Bar, ...]", words: "Words") -> SafeString:
    """The waterfall of a change. Kept: it is the one picture that takes longer than its page."""
    from cakupan.reports.waterfall import waterfall

    return mark_safe(waterfall(bars, words))  # noqa: S308  drawn by us, its texts escaped


def trend_drawn(
    voice: Voice,
    area: str,
    series: "Mapping[Month, Coverage]",
    targets: "Sequence[Target]",
    expected: Sequence[Expected] = (),
) -> SafeString | None:
    """Coverage through the months as a line, with the targets set against the same denominator, and between what it is
    expected to lie after them; None of one month."""
    points = [_point(voice, month, answer.total) for month, answer in series.items()]
    known = [one for one in points if one.rate is not None]
    if len(points) < 2:
        return None
    lines = [target_line(voice, one) for one in targets]
    said = "; ".join(
        [f"{voice.shown(str(one.month), 'month')}: {one.shown}" for one in known]
        + [voice.text("trend_expected_at", month=str(one.month), low=one.low, high=one.high) for one in expected[-1:]]
    )
    words = TrendWords(
        title=voice.text("trend_title", area=area_title(area)),
        description=said,
        estimated=voice.text("trend_estimated"),
        expected=voice.text("forecast_band"),
        percent=lambda rate: voice.shown(rate, "pct"),
        month=lambda month: voice.shown(str(month), "month"),
    )
    return mark_safe(trend(points, lines, words, expected))  # noqa: S308  drawn by us, its texts escaped


def map_drawn(voice: Voice, area: str, level: "Level", answer: "Coverage", workspace: "Workspace") -> SafeString | None:
    """The areas of a breakdown as a map: in their outlines where those are known, else as squares; None of none."""
    areas = sorted((_area(voice, row, level) for row in answer.rows if not row.unplaced), key=lambda one: one.code)
    if not areas:
        return None
    from cakupan_app.work.boundaries import shapes_of

    month = str(answer.total.month)
    estimated = any(row.estimated and not row.hidden for row in answer.rows)
    words = MapWords(
        title=voice.text("map_title_estimated" if estimated else "map_title", area=area_title(area), month=month),
        description=voice.text("map_description", count=len(areas)),
        hidden=voice.text("map_hidden"),
        unknown=voice.text("map_unknown"),
        percent=lambda rate: voice.shown(rate, "pct"),
        without_shape=voice.text("map_without_shape"),
    )
    return map_of(areas, words, shapes_of(workspace, level, area))


def map_of(areas: Sequence[MapArea], words: MapWords, shapes: "Mapping[str, Shape]") -> SafeString:
    """The areas in their outlines where some are known, else as squares."""
    from cakupan.reports.choropleth import choropleth
    from cakupan.reports.tiles import tile_map

    told = choropleth(shapes, areas, words) if shapes else tile_map(areas, words)
    return mark_safe(told)  # noqa: S308  drawn by us, its texts escaped


def _point(voice: Voice, month: "Month", total: "CoverageFigure") -> Point:
    rate = total.ratio.percent() if total.ratio and not total.hidden else None
    return Point(month, rate, voice.shown(rate, "pct"), total.estimated)


def _area(voice: Voice, row: "CoverageFigure", level: str) -> MapArea:
    from cakupan import regions
    from cakupan.regions.tree import parent_of

    code = (row.dims or {}).get(level) or row.area or ""
    rate = row.ratio.percent() if row.ratio and not row.hidden else None
    name = regions.area(code).name if regions.area_exists(code) else code
    group = area_title(parent_of(code)) if level == "village" else ""
    return MapArea(code, name, rate, voice.shown(rate, "pct"), row.hidden, group)


@lru_cache(maxsize=64)
def card_drawn(card: "Card") -> bytes:
    """A card for sharing, in dots. Kept: whoever shares it lets many fetch it."""
    from cakupan.reports.card import card as drawn
    from cakupan.reports.svg import as_png

    return as_png(drawn(card), scale=1)
