"""The bytes of a received file, held or lying somewhere."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.intake.signatures import is_text

Content = bytes | Path
"""The bytes themselves, or the file that holds them: a long one is never held as a whole."""

LONG = 2**25
"""Bytes from which on a delimited text is read in parts."""


@contextmanager
def opened(content: Content) -> Iterator[BufferedReader | BytesIO]:
    """The content to read from; what opening a file raises."""
    with BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
        yield file


@contextmanager
def unchanging(content: Content) -> Iterator[BufferedReader | BytesIO]:
    """As `opened`; Refused where the file has changed by the end.

    What is read more than once could otherwise bear the hash of rows that were written to it after those were read.
    """
    with opened(content) as file:
        before = _stamp(file)
        yield file
        if _stamp(file) != before:
            raise Refused("file_changed")


def _stamp(file: BufferedReader | BytesIO) -> tuple[int, int] | None:
    if isinstance(file, BytesIO):
        return None
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def bytes_of(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def hash_of(content: Content) -> str:
    """The SHA-256 of the content, in hexadecimal digits."""
    with opened(content) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_long(content: Content) -> bool:
    """Whether this is a delimited text that is better read in parts."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size < LONG:
        return False
    with opened(content) as file:
        return is_text(file.read(4_000))
