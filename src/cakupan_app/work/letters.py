"""What is read from the files that come in, several at a time where there are many: nothing is written here."""

import os
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file

if TYPE_CHECKING:
    from cakupan_app.work.layouts import SaidLayout

_LONG_NUMBER = re.compile(r"\d(?:[\s.\-_]?\d){8,}")  # a NIK, KPJ or phone, however it is grouped
_WORTH_A_PROCESS = 20_000_000  # bytes in all: below that, starting Python a second time takes longer than it saves


@dataclass(frozen=True, slots=True)
class Letter:
    """A file with what its sender said about it, and the day it was known if that is another than the others'.

    `layout` says how the sender lays out such files.
    """

    path: Path
    kind: Kind
    month: Month | None = None
    area: str | None = None
    known_on: date | None = None
    layout: "SaidLayout | None" = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter with what it says."""

    letter: Letter
    reading: Reading


def open_letters(letters: Sequence[Letter], *, within: str, today: date) -> Iterator[Opened | Refused]:
    """What each letter says, in their order, or why it cannot be used. `within`: where names of areas are looked up."""
    paths = [letter.path for letter in letters]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    readers = min(os.cpu_count() or 1, len(letters))
    if readers < 2 or size < _WORTH_A_PROCESS:
        yield from (open_letter(letter, within, today) for letter in letters)
        return
    with ProcessPoolExecutor(readers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Opened | Refused]] = deque()
        for letter in letters:
            waiting.append(pool.submit(open_letter, letter, within, today))
            if len(waiting) > readers:  # what is read ahead is held in memory
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def open_letter(letter: Letter, within: str, today: date) -> Opened | Refused:
    """What one letter says, or why it cannot be used."""
    try:
        reading = read_file(
            readable(letter.path),
            name=letter.path.name,
            kind=letter.kind,
            month=letter.month,
            area=letter.area,
            within=within,
            today=letter.known_on or today,
            sender=letter.layout.sender if letter.layout else None,
        )
    except Refused as refusal:
        return refusal
    return Opened(letter, reading)


def masked_name(path: Path) -> str:
    """The file's name without long numbers: people put NIKs into file names, and the ledger never forgets."""
    return _LONG_NUMBER.sub("…", path.name)[:255]


def readable(path: Path) -> Path:
    """The path of a file that can be read; Refused, without a long number of its name, where it cannot."""
    try:
        with path.open("rb"):
            return path
    except FileNotFoundError:
        raise Refused("file_missing", path=masked_path(path)) from None
    except OSError:
        raise Refused("file_unreadable", path=masked_path(path)) from None


def content_of(path: Path) -> bytes:
    """The bytes of a file; Refused as in `readable`."""
    return readable(path).read_bytes()


def masked_path(path: Path) -> str:
    """The path as an error may tell it: without long numbers in the file's name."""
    return str(path.with_name(masked_name(path)))
