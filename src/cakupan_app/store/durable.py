"""When a file counts as written: all of it, on the disk, under its name; or not at all."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

_TRIES = 40
PART = ".part"  # the ending of what is being written; such a file is nobody's, and the sweep takes it


def write(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Put `content` under `path` in one step; an older file of that name is replaced, never half overwritten."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # Windows would turn \n into \r\n
    with being_written(path) as part, os.fdopen(os.open(part, flags, mode), "wb") as file:
        file.write(content)


@contextmanager
def being_written(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; on leaving without an error the file is synced and takes its name.

    A kill before the rename leaves the old state and a `.part` file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        yield part
        _sync(part)
        _take_name(part, path)
        _sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _take_name(part: Path, path: Path) -> None:
    for _ in range(_TRIES):
        try:
            part.replace(path)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.05)  # on Windows a reader that has the old file open stands in the way for a moment
    part.replace(path)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, read in pieces."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder to sync; NTFS journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
