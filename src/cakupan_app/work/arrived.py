"""Which files arrived: those that are named, all of a folder, all in a ZIP."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from cakupan.basics.refused import Refused
from cakupan_app.work.letters import masked_name, masked_path

_MOST_FILES = 5_000
_MOST_BYTES = 2**31  # of everything in one ZIP, unpacked
_NOBODYS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})  # what systems leave in folders
_OF_A_WORKBOOK = frozenset({"[Content_Types].xml", "mimetype"})  # a workbook is a ZIP too


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that arrived, or a ZIP that cannot be unpacked, with the reason."""

    path: Path
    problem: Refused | None = None


def files_in(paths: Sequence[Path], unpacked: Path, but: Path) -> Iterator[Arrived]:
    """The files of these paths, in the order of their names within a folder or ZIP.

    `unpacked` is a folder of the caller's for what comes out of a ZIP: each file lies there until the next is asked
    for. What lies in `but` (our own answers) is left out. Refused where a path is not there, or is `but` itself.
    """
    for number, path in enumerate(paths):
        if path.is_dir() and path.resolve() == but.resolve():
            raise Refused("out_among_returned", path=str(path))
        if path.is_dir():
            yield from _in_folder(path, unpacked / str(number), but)
        elif not path.exists():
            raise Refused("file_missing", path=masked_path(path))
        else:
            yield from _file_or_zip(path, unpacked / str(number))


def _in_folder(folder: Path, unpacked: Path, but: Path) -> Iterator[Arrived]:
    own = but.resolve()
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_nobodys(path.relative_to(folder)))
    for number, path in enumerate(found):
        if not path.resolve().is_relative_to(own):
            yield from _file_or_zip(path, unpacked / str(number))


def _is_nobodys(path: Path) -> bool:
    parts = [part for part in path.parts if part != ".."]  # a list under an odd name is a list all the same
    return any(part.startswith((".", "~$")) or part.casefold() in _NOBODYS for part in parts)


def _file_or_zip(path: Path, unpacked: Path) -> Iterator[Arrived]:
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            if not _OF_A_WORKBOOK.isdisjoint(entry.filename for entry in entries):
                yield Arrived(path)
            else:
                yield from _unpacked(archive, entries, unpacked, path)
    except (BadZipFile, OSError):
        yield Arrived(path)  # no ZIP, or a broken one: whoever reads it says what it is


def _unpacked(archive: ZipFile, entries: Sequence[ZipInfo], into: Path, path: Path) -> Iterator[Arrived]:
    wanted = [entry for entry in entries if not entry.is_dir() and not _is_nobodys(Path(entry.filename))]
    if any(entry.flag_bits & 1 for entry in wanted):
        yield Arrived(path, Refused("file_locked", name=masked_name(path)))
        return
    if len(wanted) > _MOST_FILES or sum(entry.file_size for entry in wanted) > _MOST_BYTES:
        yield Arrived(path, Refused("zip_too_large", name=masked_name(path), most=_MOST_FILES))
        return
    for number, entry in enumerate(sorted(wanted, key=lambda one: one.filename)):
        # a folder of its own for each: names repeat, and none may lead out of it
        target = into / str(number) / (Path(entry.filename.replace("\\", "/")).name or "berkas")
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
        yield Arrived(target)
        with suppress(OSError):
            target.unlink()  # one at a time lies open on the disk
