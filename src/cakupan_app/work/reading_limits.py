"""How much the reading of files may take: the settings of the reading processes, from the environment."""

import os
from dataclasses import dataclass
from functools import cache

_SETTINGS = {  # defaults that fit two cores and 4 GB
    "CAKUPAN_READERS": min(os.cpu_count() or 1, 2),
    "CAKUPAN_READER_MEMORY_MB": 2_048,
    "CAKUPAN_READER_SECONDS": 60,
    "CAKUPAN_READER_SECONDS_PER_MB": 10,
    "CAKUPAN_READER_SECONDS_MOST": 900,
}


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How many processes read at once; what each may take of memory (MB) and of time (for any file, by its MB, and at
    most: the size that an archive states may be made up)."""

    readers: int
    memory: int
    seconds: int
    seconds_per_megabyte: int
    seconds_at_most: int

    def seconds_for(self, size: int) -> float:
        """How long a file of so many bytes may take."""
        return min(self.seconds + self.seconds_per_megabyte * size / 2**20, self.seconds_at_most)


@cache
def reading_limits() -> ReadingLimits:
    """The limits of this process; a setting that is no whole number above 0 counts as not set."""
    return ReadingLimits(*(_setting(name, usual) for name, usual in _SETTINGS.items()))


def _setting(name: str, usual: int) -> int:
    said = os.environ.get(name, "").strip()
    return int(said) if said.isdecimal() and int(said) else usual
