"""Python as a process of its own: how long it takes, and the most memory that it and its children hold at once."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.regency import bytes_of_tree


@dataclass(frozen=True, slots=True)
class Process:
    """The seconds of the clock, start included, and the peak in bytes."""

    seconds: float
    peak: int

    def rate(self, rows: int) -> float:
        return rows / self.seconds


def run(arguments: Sequence[str], workspace: Path | None = None) -> Process:
    """Python with these arguments, outside any workspace unless one is named; RuntimeError with its last words where it
    fails."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("CAKUPAN_", "DATABASE_URL"))}
    if workspace:
        clean["CAKUPAN_WORKSPACE"] = str(workspace)
    with tempfile.TemporaryFile("w+") as told:
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=told, stderr=told, env=clean)
        peak = 0
        while process.poll() is None:
            peak = max(peak, bytes_of_tree(process.pid))
            time.sleep(0.05)
        seconds = time.perf_counter() - started
        if process.returncode:
            told.seek(0)
            raise RuntimeError(told.read()[-2000:])
    return Process(seconds, peak)
