"""Which areas a form lets somebody choose: those given to them and all below, in this workspace."""

from collections.abc import Iterable

from cakupan import regions
from cakupan.regions.tree import is_within


def places_below(given: Iterable[str], workspace: str) -> list[regions.Area]:
    """The areas and all below them down to villages, in the order of their codes; none outside `workspace`."""
    inside = {workspace if is_within(workspace, area) else area for area in given}
    found: dict[str, regions.Area] = {}
    for area in sorted(area for area in inside if is_within(area, workspace)):
        for level in regions.LEVELS:
            found |= {one.code: one for one in regions.areas_at(level, area)}
    return [found[code] for code in sorted(found)]


def villages_below(given: Iterable[str], workspace: str) -> list[regions.Area]:
    """The villages among them."""
    return [area for area in places_below(given, workspace) if area.level == "village"]
