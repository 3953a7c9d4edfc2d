"""What a glance into a file tells before it is read: which form it is, and what it holds where it is an archive.

A reader takes the glance too, because the file may hold it up or fill its memory.
"""

from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.intake.archives import Held, Listed, entries_of, files_held, is_archive
from cakupan.intake.signatures import ZIP
from cakupan.reports.labels import Labelled, label_of
from cakupan_app.work.letters import Arrival
from cakupan_app.work.readers import readers


def label_carried(arrival: Arrival) -> Labelled | None:
    """The label of a file. Refused as in `label_of`, and where the file cannot be read."""
    found = readers().call(_label_in, arrival, name=arrival.name, size=arrival.size, glance=True)
    if isinstance(found, Refused):
        raise found
    return found


def why_unreadable(arrival: Arrival) -> Refused | None:
    """Why a file is nothing that could be read as a list, whatever it lists: a picture, locked, cut off, empty."""
    try:
        return readers().call(_no_sheets_in, arrival, name=arrival.name, size=arrival.size)
    except Refused as refusal:
        return refusal


def _no_sheets_in(arrival: Arrival) -> Refused | None:
    from cakupan.intake.containers import read_sheets  # by a reader only: no command waits for it
    from cakupan.intake.content import bytes_of
    from cakupan.intake.sender_layouts import heads

    try:
        read_sheets(bytes_of(arrival.content()), arrival.name, heads(None))
    except Refused as refusal:
        return refusal
    return None


def _label_in(arrival: Arrival) -> Labelled | Refused | None:
    try:
        return label_of(arrival.content(), arrival.name)
    except Refused as refusal:
        return refusal


def listed_aside(arrival: Arrival, name: str) -> Listed | Refused | None:
    """What an archive holds, or why it cannot be listed; None where the file is no archive."""
    try:
        return readers().call(_listed, arrival.path, name, name=arrival.name, size=arrival.size, glance=True)
    except Refused as refusal:
        return refusal


def is_parcel(content: bytes, name: str) -> bool:
    """Whether this is an archive of files, and no workbook, which is packed as well."""
    if not content.startswith(ZIP):
        return False
    try:
        return readers().call(_is_parcel, content, name=name, size=len(content), glance=True)
    except Refused:
        return False  # whoever reads it says why it cannot be read


def _is_parcel(content: bytes) -> bool:
    return is_archive(content)


def held_aside(content: bytes, name: str, most: int) -> Held | Refused:
    """The files of an archive, of which there are at most so many bytes; or why they cannot be had."""
    try:
        found = readers().call(_held, content, name, most, name=name, size=len(content))
    except Refused as refusal:
        return refusal
    return found or Refused("archive_broken", name=name)


def _held(content: bytes, name: str, most: int) -> Held | Refused | None:
    try:
        return files_held(content, name, most=most)
    except Refused as refusal:
        return refusal


def _listed(path: Path, name: str) -> Listed | Refused | None:
    if not is_archive(path):
        return None
    try:
        return entries_of(path, name)
    except Refused as refusal:
        return refusal
