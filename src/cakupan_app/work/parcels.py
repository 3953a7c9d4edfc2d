"""What a parcel holds: of an archive or a folder, every file is one that arrived by itself."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.intake.archives import MOST_ENTRIES, left_by_programs
from cakupan.intake.masking import told
from cakupan_app.work.glances import listed_aside
from cakupan_app.work.letters import Arrival, masked


@dataclass(frozen=True, slots=True)
class Parcels:
    """The files to be read, in the order in which they came, and what was left aside: files that programs leave."""

    arrivals: tuple[Arrival, ...]
    ignored: tuple[str, ...]


def unwrapped(paths: Iterable[Path], but: Path | None = None) -> Parcels:
    """The files that are meant: those of a folder, of an archive, of archives in a folder or in an archive.

    A parcel that cannot be looked into, or is empty, stays one file, which says why when it is opened. What lies in
    the folder `but` (our own answers) is nobody's.
    """
    own = but.resolve() if but else None
    found = [
        each
        for each in _unwrapped(Arrival(path) for path in paths)
        if own is None or isinstance(each, str) or not each.path.resolve().is_relative_to(own)
    ]
    return Parcels(
        tuple(each for each in found if isinstance(each, Arrival)),
        tuple(each for each in found if isinstance(each, str)),
    )


def _unwrapped(arrivals: Iterable[Arrival]) -> Iterator[Arrival | str]:
    for arrival in arrivals:
        if arrival.path.is_dir():
            yield from _of_folder(arrival)
        else:
            yield from _of_file(arrival)


def _of_folder(folder: Arrival) -> Iterator[Arrival | str]:
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


def _of_file(arrival: Arrival) -> Iterator[Arrival | str]:
    called = arrival.called or arrival.path.name
    listed = listed_aside(arrival, told(called))
    if listed is None:
        yield arrival
        return
    if isinstance(listed, Refused):
        yield replace(arrival, barred=listed)
        return
    yield from (masked(f"{called}/{name}") for name in listed.ignored)
    for entry in listed.entries:
        yield replace(arrival, at=entry.at, called=f"{called}/{entry.name}", packed_size=entry.size)
