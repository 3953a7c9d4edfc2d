"""What lies between our count and a branch's recap of an area and month, asked of published tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.bridge import Bridge, bridge_of, recap_of
from cakupan.coverage.definition import Evidence
from cakupan.coverage.known import known_about
from cakupan.coverage.recap_rules import RecapRules, recap_rules, with_profiles
from cakupan.coverage.ways import groups_about
from cakupan.regions.tree import level_of
from cakupan_app.work.ask import View, months_told


@dataclass(frozen=True, slots=True)
class BridgeQuestion:
    """From our count of which area and month, to the recap of which source (None: the one that speaks)."""

    area: str
    month: Month
    source: str | None = None


def recaps_told(view: View, area: str) -> Mapping[Month, tuple[str, ...]]:
    """The months of an area for which there are recaps, earliest first, and whose they are (of nobody named: "")."""
    months = months_told(view, area)
    known = known_about(view.cube, view.denominators, view.engine, area, months, by=("segment", "payer"))
    told = {month: known.cells_of(area, month, Evidence.RECAP) for month in months}
    return {
        month: tuple(sorted({cell.source or "" for cell in cells if cell.programme is None}))
        for month, cells in told.items()
        if cells
    }


def bridged(view: View, question: BridgeQuestion) -> Bridge:
    """As `bridge`, with what is known of how recaps count."""
    return bridge(view, question.area, question.month, source=question.source)


def bridge(view: View, area: str, month: Month, *, source: str | None = None, profiles: Path | None = None) -> Bridge:
    """The bridge from our count to the recap of `source` (or the one that speaks), with what `profiles` states.

    Refused where either of the two is not there, and for villages: the tally tells home by district.
    """
    if level_of(area) == "village":
        raise Refused("bridge_of_village", area=area)
    known = known_about(view.cube, view.denominators, view.engine, area, [month], by=("segment", "payer"))
    recap = recap_of(known.cells_of(area, month, Evidence.RECAP), area, month, source)
    if view.has("spells") and not view.has("tally"):
        raise Refused("bridge_needs_build", area=area, month=str(month))
    groups = groups_about(view.table("tally"), view.engine, area, month) if view.has("tally") else ()
    if not any(group.months == 0 for group in groups):
        raise Refused("bridge_without_members", area=area, month=str(month))
    return bridge_of(groups, recap, _rules(profiles), area, month)


def _rules(profiles: Path | None) -> RecapRules:
    if profiles is None:
        return recap_rules()
    try:
        return with_profiles(recap_rules(), profiles.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Refused("recap_rules_unreadable", path=str(profiles)) from None
