"""What a file looks like before it is sent: its sheets, its headings, and what intake understands of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading
from cakupan_app.work import shapes
from cakupan_app.work.labelled import recognise
from cakupan_app.work.letters import Arrival, Letter, masked, open_letter
from cakupan_app.work.readers import readers
from cakupan_app.work.uploads import LONGEST, Sent, said_of, shaped_as_sent
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.intake.sheet import Sheet

_HEAD = 20  # rows in which a heading is looked for


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked into. `sheets` are those that are not empty, `headings` those of its columns as written;
    `understood` says which column of ours each of them was read as. Where it cannot be read, `error` says why."""

    kind: Kind | None
    sheets: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    understood: Mapping[str, str] | None = None
    reading: Reading | None = None
    error: Refused | None = None


def look_into(workspace: Workspace, sender: str, sent: Sent, content: bytes, today: date) -> Looked:
    """What is seen in a file as it is said to be laid out. Nothing is written, and no lock is needed."""
    name = masked(Path(sent.name).name)
    arrival = Arrival(Path(name), called=name, held=content)
    try:
        recognised = recognise(arrival, said_of(workspace, sent))
    except Refused as refusal:
        return Looked(None, error=refusal)
    letter = shaped_as_sent(recognised, sent.shape, sender[:LONGEST]).letter
    try:
        return readers().call(_looked, letter, workspace.area, today, name=name, size=len(content))
    except Refused as refusal:
        return Looked(letter.kind, error=refusal)


def _looked(letter: Letter, within: str, today: date) -> Looked:
    """What a reader sees."""
    opened = open_letter(letter, within, today)
    error = opened if isinstance(opened, Refused) else None
    reading = None if isinstance(opened, Refused) else opened.reading
    sheets = _sheets_of(letter)
    titles = tuple(sheet.name for sheet in sheets)
    if reading and any(table.columns for table in reading.tables):
        read = {heading: column for table in reading.tables for heading, column in table.columns.items()}
        unread = (heading for table in reading.tables for heading in table.seen.unread)
        return Looked(letter.kind, titles, tuple(dict.fromkeys((*read, *unread))), read, reading, error)
    return Looked(letter.kind, titles, _likely_headings(sheets, letter), {}, reading, error)


def _sheets_of(letter: Letter) -> "Sequence[Sheet]":
    from cakupan.intake.containers import read_sheets
    from cakupan.intake.content import bytes_of
    from cakupan.intake.sender_layouts import heads

    try:
        return read_sheets(bytes_of(letter.content()), letter.name, heads(None))
    except Refused:
        return ()


def _likely_headings(sheets: "Sequence[Sheet]", letter: Letter) -> tuple[str, ...]:
    """The row that is said to be the heading; else, of the first rows, the one with most words in it."""
    named = [sheet for sheet in sheets if letter.shape.sheet in (None, sheet.name, sheet.title)]
    if not named:
        return ()
    rows = [[cell for cell in named[0].row(at) if isinstance(cell, str)] for at in range(min(_HEAD, named[0].rows))]
    said = letter.shape.heading
    if said and 0 < said[1] <= len(rows):
        return tuple(rows[said[1] - 1])
    words = [tuple(cell for cell in row if not any(map(str.isdigit, cell))) for row in rows]
    longest = max((len(row) for row in words), default=0)
    return tuple(dict.fromkeys(next((row for row in words if len(row) == longest), ())))


def shape_chosen(looked: Looked, *, sheet: str, heading: str, chosen: Sequence[str]) -> dict[str, object]:
    """What was chosen of the layout, as an upload keeps it: `chosen` names a column for each of the headings that were
    looked at. Only what differs from what was understood is said: the rest stays intake's to find."""
    kind = looked.kind
    if kind is None:
        return {}
    understood = looked.understood or {}
    pairs = zip(looked.headings, chosen, strict=False)
    columns = [f"{name}={column}" for name, column in pairs if column != understood.get(name, "")]
    said = shapes.shape_said(kind, sheet=sheet or None, heading=heading or None, rows=None, columns=columns)
    return shapes.as_json(said)
