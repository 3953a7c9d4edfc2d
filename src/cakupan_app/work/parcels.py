"""What a parcel holds: of an archive or a folder, every file is a letter of its own."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.intake.archives import MOST_ENTRIES, entries_of, is_archive, left_by_programs
from cakupan.intake.masking import told
from cakupan_app.work.letters import Letter, masked


@dataclass(frozen=True, slots=True)
class Parcels:
    """The letters to be read, in the order in which they came, and what was left aside: files that programs leave."""

    letters: tuple[Letter, ...]
    ignored: tuple[str, ...]


def unwrapped(letters: Iterable[Letter]) -> Parcels:
    """The files that are meant: those of a folder, of an archive, of archives in a folder or in an archive.

    A parcel that cannot be looked into, or is empty, stays one letter, which says why when it is opened.
    """
    found = list(_unwrapped(letters))
    return Parcels(
        tuple(each for each in found if isinstance(each, Letter)),
        tuple(each for each in found if isinstance(each, str)),
    )


def _unwrapped(letters: Iterable[Letter]) -> Iterator[Letter | str]:
    for letter in letters:
        if letter.path.is_dir():
            yield from _of_folder(letter)
        else:
            yield from _of_file(letter)


def _of_folder(folder: Letter) -> Iterator[Letter | str]:
    called = folder.path.resolve().name
    names = sorted(_names_in(folder.path))
    meant = [name for name in names if not left_by_programs(name)]
    if not meant:
        yield replace(folder, called=called, barred=Refused("folder_empty", name=told(called)))
    elif len(meant) > MOST_ENTRIES:
        counted = {"count": len(meant), "most": MOST_ENTRIES}
        yield replace(folder, called=called, barred=Refused("folder_too_many", name=told(called), **counted))
    else:
        yield from (masked(f"{called}/{name}") for name in names if left_by_programs(name))
        for name in meant:
            yield from _of_file(replace(folder, path=folder.path / name, called=f"{called}/{name}"))


def _names_in(folder: Path) -> Iterator[str]:
    """The files of a folder and of its folders; of those that are hidden, as programs keep them, the folder alone."""
    for place, folders, files in os.walk(folder):
        within = Path(place).relative_to(folder)
        yield from ((within / name).as_posix() for name in files)
        yield from (f"{(within / name).as_posix()}/" for name in folders if left_by_programs(f"{name}/x"))
        folders[:] = [name for name in folders if not left_by_programs(f"{name}/x")]


def _of_file(letter: Letter) -> Iterator[Letter | str]:
    if not is_archive(letter.path):
        yield letter
        return
    called = letter.called or letter.path.name
    try:
        listed = entries_of(letter.path, told(called))
    except Refused as refusal:
        yield replace(letter, barred=refusal)
        return
    yield from (masked(f"{called}/{name}") for name in listed.ignored)
    for entry in listed.entries:
        yield replace(letter, at=entry.at, called=f"{called}/{entry.name}", packed_size=entry.size)
