"""What happens where an office brings the boundaries of its areas: those of its own areas are kept for its maps."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan.regions import Level
from cakupan.regions.boundaries import parse_boundaries
from cakupan.regions.outlines import Shape, simplified_shape
from cakupan_app.store.durable import hash_of
from cakupan_app.store.sources import Damaged
from cakupan_app.work.letters import content_of, readable
from cakupan_app.work.workspace import Workspace

_TOLERANCE = 0.0002  # degrees, some twenty metres: less than a pixel of the largest map drawn
_BYTES_AT_MOST = 400 * 1024**2  # the whole file is in memory, several times over


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of boundaries.

    `stored` counts the shapes kept by level, `replaced` those of them that were known before. `outside` counts the
    shapes of areas of others. Not used were the codes in `unknown`, and shapes `without_code`. `missing` names the
    areas whose boundaries are still unknown, of each level that the file tells of.
    """

    kind: str
    sha256: str
    stored: Mapping[Level, int]
    replaced: int
    outside: int
    unknown: tuple[str, ...]
    without_code: int
    missing: Mapping[Level, tuple[str, ...]]

    @property
    def whole(self) -> bool:
        """Whether all of the file was used, and every area of its levels has its boundaries."""
        return not self.unknown and not self.without_code and not any(self.missing.values())


def import_boundaries(workspace: Workspace, path: Path) -> Imported:
    """Keep the boundaries that a GeoJSON or TopoJSON file tells for areas of the workspace.

    They replace those known of the same areas; those of others stay, so that a file for each district can be brought.
    Refused, with nothing changed, where the file cannot be read, is none, or tells of none of the workspace's areas.
    """
    if readable(path).stat().st_size > _BYTES_AT_MOST:
        raise Refused("boundaries_too_large", limit=_BYTES_AT_MOST // 1024**2)
    found = parse_boundaries(content_of(path))
    own = {
        code: simplified_shape(shape, _TOLERANCE)
        for code, shape in found.shapes.items()
        if regions.is_within(code, workspace.area)
    }
    if not own:
        raise Refused("boundaries_elsewhere", area=workspace.area, found=tuple(sorted(found.shapes)[:5]))
    with workspace.writing():
        before = _known(workspace)
        workspace.boundaries.put({**before, **own})
    levels = _by_level(own)
    return Imported(
        found.kind,
        hash_of(path),
        {level: len(codes) for level, codes in levels.items()},
        len(own.keys() & before.keys()),
        len(found.shapes) - len(own),
        found.unknown,
        found.without_code,
        {level: _missing(workspace, level, own.keys() | before.keys()) for level in levels},
    )


def shapes_of(workspace: Workspace, level: Level, within: str) -> Mapping[str, Shape]:
    """The shapes of the areas of `level` in `within` by code, as far as they are known: longitude and latitude."""
    return {
        code: shape
        for code, shape in workspace.boundaries.get().items()
        if regions.level_of(code) == level and regions.is_within(code, within)
    }


def _known(workspace: Workspace) -> Mapping[str, Shape]:
    try:
        return workspace.boundaries.get()
    except Damaged:
        return {}  # to import them again is what is said to be done about it


def _by_level(codes: Iterable[str]) -> Mapping[Level, list[str]]:
    found: dict[Level, list[str]] = {}
    for code in codes:
        found.setdefault(regions.level_of(code), []).append(code)
    return {level: found[level] for level in regions.LEVELS if level in found}


def _missing(workspace: Workspace, level: Level, known: Collection[str]) -> tuple[str, ...]:
    return tuple(area.code for area in regions.areas_at(level, workspace.area) if area.code not in known)
