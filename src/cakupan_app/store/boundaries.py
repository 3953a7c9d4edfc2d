"""Where the boundaries of areas lie: one compressed file, replaced whole.

They are public and personal to nobody, so they are not locked; and no figure depends on them, so no snapshot names
them.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from cakupan.regions.outlines import Shape
from cakupan_app.store import durable
from cakupan_app.store.sources import Damaged

_FORMAT = 1
_PLACES = 5  # decimals of a degree: a metre


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """The file at `path`, which need not be there."""

    path: Path

    def get(self) -> Mapping[str, Shape]:
        """The shapes by code; empty where none were imported. Damaged where the file cannot be read."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return {}
        return _read(self.path, state.st_mtime_ns, state.st_size)

    def put(self, shapes: Mapping[str, Shape]) -> None:
        """Keep these shapes instead of those kept until now."""
        told = {"format": _FORMAT, "shapes": {code: _rounded(shapes[code]) for code in sorted(shapes)}}
        content = json.dumps(told, separators=(",", ":")).encode("utf-8")
        durable.write(self.path, gzip.compress(content, mtime=0))  # the same shapes are the same bytes


def _rounded(shape: Shape) -> list[list[list[tuple[float, float]]]]:
    return [[[(round(x, _PLACES), round(y, _PLACES)) for x, y in ring] for ring in polygon] for polygon in shape]


@lru_cache(maxsize=2)
def _read(path: Path, changed_at: int, size: int) -> Mapping[str, Shape]:
    """The shapes in the file as it is now: read once, for each page shows a map of them."""
    del changed_at, size  # they tell one state of the file from another
    try:
        told = json.loads(gzip.decompress(path.read_bytes()))
        if told["format"] != _FORMAT:
            raise ValueError("of another format")
        return MappingProxyType({code: _frozen(shape) for code, shape in told["shapes"].items()})
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        raise Damaged("boundaries_damaged", file=path.name) from None


def _frozen(shape: list[list[list[list[float]]]]) -> Shape:
    return tuple(tuple(tuple((float(x), float(y)) for x, y in ring) for ring in polygon) for polygon in shape)
