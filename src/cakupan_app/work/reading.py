"""How a received file's rows come to a build: from the shelf of readings, else read from the source and shelved."""

from datetime import date
from typing import TYPE_CHECKING

from cakupan.intake.received import FileRecords, Reader, ReceivedFile, holds_people, reading_of, records_of
from cakupan_app.store.readings import Counts, ReadingName
from cakupan_app.work import shapes
from cakupan_app.work.code import code_version
from cakupan_app.work.layouts import layout_hash
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.engines.port import Engine
    from cakupan.intake import Reading


def reader(workspace: Workspace, *, keeps: bool) -> Reader:
    """Reads files of this workspace. `keeps`: what had to be read from its source is shelved for the next time;
    only inside `writing()`."""

    def read(file: ReceivedFile, engine: "Engine") -> FileRecords:
        if not holds_people(file.kind):
            return records_of(reading_of(file), engine)
        mark = shapes.mark_of(shapes.as_json(file.shape))
        said = str(file.month or ""), file.area or "", workspace.area, file.known_on, mark
        name = name_of(file.sha256, file.kind, *said, layout=layout_hash(file.sender))
        kept = workspace.readings.get(name, engine)
        if kept:
            records, counts = kept
            return FileRecords(records, counts.rows_in, counts.accepted, counts.quarantined, counts.repeated)
        reading = reading_of(file)
        if keeps:
            shelve(workspace, name, reading, engine)
        return records_of(reading, engine)

    return read


def shelve(workspace: Workspace, name: ReadingName, reading: "Reading", engine: "Engine") -> None:
    """Keep what a file said, encrypted; only inside `writing()`."""
    counts = Counts(reading.rows_in, reading.accepted, reading.quarantined, reading.repeated)
    workspace.readings.put(name, reading.record_batches(), counts, engine)


def name_of(
    source: str, kind: str, month: str, area: str, within: str, known_on: date, shape: str = "", *, layout: str = ""
) -> ReadingName:
    """The name of what this version reads from a file."""
    return ReadingName(source, str(kind), month, area, within, known_on.isoformat(), code_version(), shape, layout)
