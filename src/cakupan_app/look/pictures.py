"""The pictures of pages, drawn once for each snapshot and question: the same SVG in page, report and card."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.basics.month import Month
    from cakupan.coverage.figure import Coverage
    from cakupan.reports.waterfall import Bar, Words
    from cakupan.targets.target import Target
    from cakupan_app.work.workspace import Workspace


@lru_cache(maxsize=256)
def waterfall_drawn(bars: "tuple[Bar, ...]", words: "Words") -> SafeString:
    from cakupan.reports.waterfall import waterfall

    return mark_safe(waterfall(bars, words))  # noqa: S308  drawn by us, texts escaped


def trend_drawn(
    voice: Voice, area: str, series: "Mapping[Month, Coverage]", targets: "Sequence[Target]"
) -> SafeString | None:
    del voice, area, series, targets
    return None


def map_drawn(voice: Voice, area: str, level: str, answer: "Coverage", workspace: "Workspace") -> SafeString | None:
    del voice, area, level, answer, workspace
    return None
