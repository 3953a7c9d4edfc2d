"""Which files an archive (ZIP) holds, and the bytes of each: one at a time, within limits, never written anywhere."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from cakupan.intake.content import Content, opened
from cakupan.intake.masking import told
from cakupan.intake.refusals import BrokenFile, NotATable
from cakupan.intake.signatures import ZIP

MOST_ENTRIES = 5_000
LARGEST_ENTRY = 2**29  # bytes: what comes out of an archive is held in memory as a whole
LARGEST_INNER = 2**27  # of an archive in the archive: to list what it holds, all of it is unpacked
LARGEST_ARCHIVE = 2**33  # of all entries: more is no list of a regency, but a trap

_ODD = (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)
_DOCUMENTS = (
    "xl/",
    "word/",
    "ppt/",
    "content.xml",
    "[Content_Types].xml",
    "Index/Document.iwa",
)  # what workbooks and letters hold
_SYSTEM_FOLDERS = {"__MACOSX", "$RECYCLE.BIN", "System Volume Information", "__pycache__"}
_SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"}
_CHAT = re.compile(r"_chat\.txt|(whatsapp chat with|chat whatsapp dengan) .*\.txt")  # lies in every chat's export
_LOCK_FILES = ("._", "~$", ".~lock.")  # a Mac's attributes, what Office and LibreOffice leave beside an open file


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its name as packed, its size, and where it stands in the directory of the archive.

    Of a file in an archive within the archive, `at` has the place of both, the outer first.
    """

    name: str
    at: tuple[int, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What an archive or a folder holds: files to be read, and the names of those that programs left there."""

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive holds, with the bytes of each file, or why there are none; and what programs left there."""

    files: tuple[tuple[str, bytes | BrokenFile], ...]
    ignored: tuple[str, ...]


def is_archive(content: Content) -> bool:
    """Whether this is a ZIP of files, and no workbook or text document, which are ZIPs too; False where unreadable."""
    try:
        with opened(content) as file:
            if not file.read(4).startswith(ZIP):
                return False
            archive = ZipFile(file)
            return not _is_document(archive)
    except _ODD:
        return False


def entries_of(path: Path, name: str) -> Listed:
    """The files of an archive and of the archives in it, in their order.

    Refused are NotATable (nothing in it) and BrokenFile (too many, too large in all, unreadable).
    """
    try:
        return _listed(_opened(path, _stamp(path)), name, LARGEST_ARCHIVE)
    except _ODD as error:
        raise BrokenFile("archive_broken", name=name) from error


def files_held(content: bytes, name: str, *, most: int) -> Held | None:
    """The files of an archive that lies nowhere, and of the archives in it; None where it is no archive.

    Refused as in `entries_of`, and where they and the archives in it are more than `most` bytes in all.
    """
    if not is_archive(content):
        return None
    try:
        archive = ZipFile(BytesIO(content))
        listed = _listed(archive, name, most)
        return Held(tuple(_held(archive, listed.entries)), listed.ignored)
    except _ODD as error:
        raise BrokenFile("archive_broken", name=name) from error


def _held(archive: ZipFile, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes | BrokenFile]]:
    inner: tuple[int, ZipFile] | None = None  # the last one alone: together they would fill the memory
    for entry in entries:
        holder = archive
        try:
            if len(entry.at) > 1:
                if inner is None or inner[0] != entry.at[0]:
                    inner = None
                    inner = entry.at[0], _inner_at(archive, entry.at[0])
                holder = inner[1]
            yield entry.name, _content(holder, holder.infolist()[entry.at[-1]], told(entry.name))
        except BrokenFile as refusal:
            yield entry.name, refusal
        except _ODD:
            yield entry.name, BrokenFile("entry_broken", name=told(entry.name))


def _inner_at(archive: ZipFile, at: int) -> ZipFile:
    return ZipFile(BytesIO(_content(archive, archive.infolist()[at], "")))


def _listed(archive: ZipFile, name: str, most: int) -> Listed:
    infos = archive.infolist()
    _refuse_too_much([_entry(info, at) for at, info in enumerate(infos) if not info.is_dir()], name, most)
    found = list(_entries(archive))
    inner = {entry.at[0] for entry in found if len(entry.at) > 1}
    entries = _refuse_too_much(found, name, most - sum(infos[at].file_size for at in inner))
    if not entries:
        raise NotATable("archive_empty", name=name)
    return Listed(entries, tuple(entry.name for entry in found if left_by_programs(entry.name)))


def _refuse_too_much(found: Sequence[Entry], name: str, most: int) -> tuple[Entry, ...]:
    """The entries that are somebody's; Refused where they are too many or, as their sizes are stated, more than `most`
    bytes."""
    entries = tuple(entry for entry in found if not left_by_programs(entry.name))
    if len(entries) > MOST_ENTRIES:
        raise BrokenFile("archive_too_many", name=name, count=len(entries), most=MOST_ENTRIES)
    if sum(entry.size for entry in entries) > most:
        raise BrokenFile("archive_too_large", name=name)
    return entries


def unpacked(path: Path, at: Sequence[int], name: str) -> bytes:
    """The bytes of the file that stands there in an archive; BrokenFile where it is locked, too large or damaged."""
    try:
        archive = _opened(path, _stamp(path))
        if len(at) > 1:
            archive = _within(path, _stamp(path), at[0])
        return _content(archive, archive.infolist()[at[-1]], name)
    except (*_ODD, IndexError) as error:
        raise BrokenFile("entry_broken", name=name) from error


def left_by_programs(name: str) -> bool:
    """Whether a file of this name was left there by a program, and is nobody's list."""
    path = PurePosixPath(name)
    folders = path.parts if name.endswith("/") else path.parts[:-1]
    hidden = any(part in _SYSTEM_FOLDERS or part.startswith(".") for part in folders)
    called = path.name.casefold()
    return hidden or called in _SYSTEM_FILES or called.startswith(_LOCK_FILES) or bool(_CHAT.fullmatch(called))


def _entries(archive: ZipFile) -> Iterator[Entry]:
    for at, info in enumerate(archive.infolist()):
        if info.is_dir():
            continue
        inner = _inner_archive(archive, info)
        if inner is None:
            yield _entry(info, at)
            continue
        for within, part in enumerate(inner.infolist()):
            if not part.is_dir():
                yield Entry(f"{_name_of(info)}/{_name_of(part)}", (at, within), part.file_size)


def _entry(info: ZipInfo, at: int) -> Entry:
    return Entry(_name_of(info), (at,), info.file_size)


def _inner_archive(archive: ZipFile, info: ZipInfo) -> ZipFile | None:
    """The archive that an entry is; None where it is none, or none that can be opened: reading it says why."""
    if not _named_as_archive(info) or left_by_programs(_name_of(info)):
        return None
    try:
        inner = ZipFile(BytesIO(_content(archive, info, "")))
    except (*_ODD, BrokenFile):
        return None
    return None if _is_document(inner) else inner


def _named_as_archive(info: ZipInfo) -> bool:
    return info.filename.casefold().endswith(".zip")


def _is_document(archive: ZipFile) -> bool:
    return any(name.startswith(_DOCUMENTS) for name in archive.namelist())


def _content(archive: ZipFile, info: ZipInfo, name: str) -> bytes:
    if info.flag_bits & 1:
        raise BrokenFile("file_locked", name=name)
    most = LARGEST_INNER if _named_as_archive(info) else LARGEST_ENTRY
    if info.file_size > most:
        raise BrokenFile("entry_too_large", name=name, most=most // 2**20)
    with archive.open(info) as file:  # gives no more than the size that the directory states
        return file.read()


def _name_of(info: ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & 0x800:  # not said to be UTF-8, and so taken for the code page of old DOS
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    name = "".join(letter if letter.isprintable() else "_" for letter in name.replace("\\", "/"))
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=1)
def _opened(path: Path, stamp: tuple[int, int]) -> ZipFile:  # noqa: ARG001  # a changed file is another
    # kept open: to read the directory of an archive of thousands anew for each of its files takes minutes
    return ZipFile(path)


@lru_cache(maxsize=1)
def _within(path: Path, stamp: tuple[int, int], at: int) -> ZipFile:
    outer = _opened(path, stamp)
    return ZipFile(BytesIO(_content(outer, outer.infolist()[at], path.name)))
