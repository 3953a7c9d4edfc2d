"""Answers that a process keeps at hand: as many as fit, those that nobody asked for longest go first."""

import pickle
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

NOT_KEPT = object()


@dataclass
class Shelf:
    """Frozen values by key, together at most `room` bytes as they would be written; threads may share it."""

    room: int
    _lock: Lock = field(default_factory=Lock)
    _kept: "OrderedDict[Hashable, tuple[Any, int]]" = field(default_factory=OrderedDict)
    _held: int = 0

    def get(self, key: Hashable) -> Any:
        """What lies there; NOT_KEPT where nothing does."""
        with self._lock:
            if key not in self._kept:
                return NOT_KEPT
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: Any) -> None:
        """Lay it there; what has no room at all is not kept."""
        size = len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        if size > self.room:
            return
        with self._lock:
            self._held += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, size)
            while self._held > self.room:
                self._held -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._held = 0
