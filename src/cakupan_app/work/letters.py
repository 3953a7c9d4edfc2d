"""What is read from the files that come in, several at a time where there are many: nothing is written here."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading
from cakupan.intake.archives import unpacked
from cakupan.intake.content import Content
from cakupan.intake.masking import path_told, told
from cakupan.intake.shape import AS_IT_STANDS, Shape
from cakupan_app.work.readers import readers

if TYPE_CHECKING:
    from cakupan_app.work.layouts import SaidLayout

_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that arrived.

    One in an archive has its place in it (`at`, as `intake.archives` counts), and is `called` by the archive and
    its name there, as one from a folder is by that of the folder. `held` are the bytes of one that lies nowhere.
    `barred`: why it cannot be looked into at all.
    """

    path: Path
    at: tuple[int, ...] = field(default=(), kw_only=True)
    called: str = field(default="", kw_only=True)
    packed_size: int = field(default=0, kw_only=True)
    held: bytes | None = field(default=None, kw_only=True, repr=False)
    barred: Refused | None = field(default=None, kw_only=True)

    @property
    def name(self) -> str:
        """What it is called, without long numbers: people put NIKs into file names, and the ledger never forgets."""
        return masked(self.called or self.path.name)

    @property
    def size(self) -> int:
        """Its bytes, unpacked; 0 where there is no such file."""
        if self.held is not None:
            return len(self.held)
        if self.at:
            return self.packed_size
        return self.path.stat().st_size if self.path.is_file() else 0

    def content(self) -> Content:
        """Where it lies, or its bytes; Refused where it cannot be read."""
        if self.barred:
            raise self.barred
        if self.held is not None:
            return self.held
        path = readable(self.path)
        return unpacked(path, self.at, told(self.called)) if self.at else path

    def about(self, kind: Kind, month: Month | None = None, area: str | None = None) -> "Letter":
        """The file as a letter about something."""
        return Letter(
            self.path,
            kind,
            month,
            area,
            at=self.at,
            called=self.called,
            packed_size=self.packed_size,
            held=self.held,
            barred=self.barred,
        )


@dataclass(frozen=True, slots=True)
class Letter(Arrival):
    """A file with what its sender said about it, and the day it was known if that is another than the others'."""

    kind: Kind
    month: Month | None = None
    area: str | None = None
    known_on: date | None = None
    shape: Shape = AS_IT_STANDS
    sender: str = ""
    layout: "SaidLayout | None" = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter with what it says."""

    letter: Letter
    reading: Reading


@contextmanager
def being_opened(letters: Sequence[Letter], *, within: str, today: date) -> "Iterator[Iterator[Opened | Refused]]":
    """What each letter says, in their order, or why it cannot be used. `within`: where names of areas are looked up.

    Each is read in a process of its own (`readers`), several at a time, the first ones from now on: whoever asks can
    make ready what comes next before they look. Who leaves before having seen every answer ends the reading.
    """
    at_once = max(min(readers().limits.readers, len(letters)), 1)
    with ThreadPoolExecutor(at_once) as threads:  # each waits for a reader
        # what is read ahead is held in memory
        waiting = deque(threads.submit(_opened_aside, letter, within, today) for letter in letters[:at_once])
        coming = (threads.submit(_opened_aside, letter, within, today) for letter in letters[at_once:])
        try:
            yield _in_order(waiting, coming)
        except BaseException:
            if waiting:
                threads.shutdown(wait=False, cancel_futures=True)
                readers().end()
            raise


def _in_order(
    waiting: "deque[Future[Opened | Refused]]", coming: "Iterator[Future[Opened | Refused]]"
) -> Iterator[Opened | Refused]:
    while waiting:
        waiting.extend(islice(coming, 1))
        found = waiting[0].result()
        waiting.popleft()
        yield found


def _opened_aside(letter: Letter, within: str, today: date) -> Opened | Refused:
    if letter.barred:
        return letter.barred
    try:
        return readers().call(open_letter, letter, within, today, name=letter.name, size=letter.size)
    except Refused as refusal:
        return refusal


def open_letter(letter: Letter, within: str, today: date) -> Opened | Refused:
    """What one letter says, or why it cannot be used."""
    from cakupan.intake import read_file  # by a reader only: no command waits for it

    try:
        reading = read_file(
            letter.content(),
            name=letter.called or letter.path.name,
            kind=letter.kind,
            month=letter.month,
            area=letter.area,
            within=within,
            today=letter.known_on or today,
            shape=letter.shape,
            sender=letter.layout.sender if letter.layout else None,
        )
    except Refused as refusal:
        return refusal
    return Opened(letter, reading)


def read_aside(read: Callable[[], Reading], path: Path) -> Reading:
    """What a reader makes of the file at `path`, which is no letter. Refused where it cannot be used."""
    found = readers().call(_read_or_refused, read, name=masked_name(path), size=readable(path).stat().st_size)
    if isinstance(found, Refused):
        raise found
    return found


def _read_or_refused(read: Callable[[], Reading]) -> Reading | Refused:
    try:
        return read()
    except Refused as refusal:
        return refusal


def masked_name(path: Path) -> str:
    """The file's name without long numbers: people put NIKs into file names, and the ledger never forgets."""
    return masked(path.name)


def masked(name: str) -> str:
    """A name without long numbers, as long as the ledger takes it; of a path in an archive its end is kept."""
    return path_told(name)[-_LONGEST_NAME:]


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
    return str(path.with_name(masked_name(path)) if path.name else path)  # "." and "/" have none
