"""Files are read in processes of their own: what a file does to its reader, it does not do to the command.

A reader is started once and kept; one that dies, or takes longer than its file may, is replaced.
"""

import atexit
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock, Timer
from typing import IO, TypeVar, cast

from cakupan.basics.refused import Refused
from cakupan_app.work.reading_limits import ReadingLimits, reading_limits
from cakupan_app.work.reading_process import Outcome

Found = TypeVar("Found")

_SECRET = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CAKUPAN_KEY_FILE")  # what leads to the keys and the ledger
_SECRET_STARTS = ("PG",)
_ROOT = Path(__file__).parents[2]
_LARGE = 2**25  # bytes of a file
_BY_ITSELF = -6, -9, 134, 137  # ended by its own allocator, or by a system without memory


class Reader:
    """One reading process."""

    def __init__(self, memory: int) -> None:
        told = None if os.environ.get("CAKUPAN_DEBUG") else subprocess.DEVNULL
        self._process = subprocess.Popen(  # noqa: S603  # this very Python
            # without -P the folder in which the command was given would come before every library
            [sys.executable, "-P", "-m", "cakupan_app.work.reading_process", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=_environment(),
        )
        self._overdue = False

    def answer(self, request: tuple[object, ...], seconds: float) -> tuple[Outcome, object]:
        """How a request ends, also where it takes too long or ends the process, and what comes of it."""
        timer = Timer(seconds, self._stop_overdue)
        timer.daemon = True
        timer.start()
        try:
            pickle.dump(request, self._pipe(self._process.stdin))
            self._pipe(self._process.stdin).flush()
            answer: tuple[Outcome, object] = pickle.load(self._pipe(self._process.stdout))  # noqa: S301  # our own
            return answer
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._why_it_ended()
        finally:
            timer.cancel()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent to it
                    continue

    def _stop_overdue(self) -> None:
        self._overdue = True
        self._process.kill()

    def _why_it_ended(self) -> tuple[Outcome, object]:
        status = self._process.wait()
        if self._overdue:
            return "too_long", None
        return ("out_of_memory", None) if status in _BY_ITSELF else ("failed", f"exit {status}")

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise OSError("the reading process has no pipe")
        return pipe


@dataclass(slots=True)
class Readers:
    """The reading processes of this one: those that wait for a file, and how many there may be."""

    limits: ReadingLimits
    waiting: list[Reader] = field(default_factory=list)
    _all: list[Reader] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def begin(self) -> None:
        """Start a reader, so that it is ready when the first file is."""
        with self._lock:
            if not self._all:
                self.waiting.append(self._started())

    def call(self, function: Callable[..., Found], *given: object, name: str, size: int, glance: bool = False) -> Found:
        """What `function` gives in a reader, for a file of so many bytes; Refused, with its `name`, beyond limits.

        A `glance` does not read the file as a whole.
        """
        seconds = self.limits.seconds_for(size)
        outcome, answer = self._asked((function, *given), seconds, 0 if glance else size)
        match outcome:
            case "out_of_memory":
                raise Refused("reading_out_of_memory", name=name, memory=self.limits.memory)
            case "too_long":
                raise Refused("reading_too_long", name=name, seconds=round(seconds))
            case "failed":
                raise Refused("reading_failed", name=name, problem=str(answer))
            case _:
                return cast(Found, answer)

    def _asked(self, request: tuple[object, ...], seconds: float, size: int) -> tuple[Outcome, object]:
        reader = self._taken()
        kept = False
        try:
            outcome, answer = reader.answer(request, seconds)
            kept = outcome in ("done", "failed") and size < _LARGE
        finally:
            if not kept:  # an answer that is half read spoils the next, and a long list leaves its memory taken
                reader.end()
            self._give_back(reader)
        return outcome, answer

    def end(self) -> None:
        """End every reader."""
        with self._lock:
            for reader in self._all:
                reader.end()
            self.waiting, self._all = [], []

    def _taken(self) -> Reader:
        with self._lock:
            while self.waiting:
                if (reader := self.waiting.pop()).alive:
                    return reader
                self._forget(reader)
            return self._started()

    def _give_back(self, reader: Reader) -> None:
        with self._lock:
            if reader.alive:
                self.waiting.append(reader)
            else:
                self._forget(reader)

    def _started(self) -> Reader:
        reader = Reader(self.limits.memory)
        self._all.append(reader)
        return reader

    def _forget(self, reader: Reader) -> None:
        reader.end()
        self._all.remove(reader)


@cache
def readers() -> Readers:
    """The readers of this process, kept as long as it lives."""
    found = Readers(reading_limits())
    atexit.register(found.end)
    return found


def _environment() -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in _SECRET and not name.startswith(_SECRET_STARTS)
    }
    path = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # Arrow's own allocator and one of libc for each thread reserve about as much again as they use, and the limit
    # counts what is reserved
    lean = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}
    return lean | kept | {"PYTHONPATH": os.pathsep.join(path)}
