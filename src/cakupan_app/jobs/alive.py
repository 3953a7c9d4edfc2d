"""Which workers are alive: each holds a lock of its own, and the system lets go of it however the worker ends."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

NAME_LENGTH = 32
A_DAY = 86_400  # seconds
_PROBED_SECONDS = 0.05


@contextmanager
def living(worker: str) -> Iterator[None]:
    """Within the block the worker of this name, which no other ever has, counts as alive."""
    lock = _lock_of(worker)
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock):
            yield
    finally:  # one that is told to stop leaves by an exception
        lock.unlink(missing_ok=True)


def is_alive(worker: str) -> bool:
    """Whether the worker of this name still works. One that was killed, or is on a machine that stopped, does not."""
    lock = _lock_of(worker)
    if not lock.exists():
        return False
    try:
        # whoever else asks just now has the lock for a moment, as a worker that is gone had it
        with FileLock(lock, timeout=_PROBED_SECONDS, poll_interval=_PROBED_SECONDS / 10):
            return False
    except Timeout:
        return True


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Whether nobody else does `what` just now; within the block nobody else begins it."""
    _folder().mkdir(parents=True, exist_ok=True)
    lock = FileLock(_lock_of(what))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def clear_away() -> None:
    """Forget the locks of workers that are gone."""
    long_ago = time.time() - A_DAY  # one that is just beginning has its lock's file before it has the lock
    for lock in _folder().glob(f"{'?' * NAME_LENGTH}.lock"):
        with suppress(FileNotFoundError):  # its worker has just ended, or another clears as well
            if lock.stat().st_mtime < long_ago and not is_alive(lock.stem):
                lock.unlink()


def _folder() -> Path:
    return Path(settings.CONFIG.workspace) / "site" / "workers"


def _lock_of(name: str) -> Path:
    return _folder() / f"{name}.lock"
