"""Which files were received: what became of each, why it is held, and which of its quarantined rows are still open."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Problem, Reading
from cakupan.intake.headings import match_rows
from cakupan.intake.masking import shown, told
from cakupan.intake.own_sheets import is_own_column
from cakupan.intake.received import reading_of
from cakupan.intake.shape import Shape
from cakupan_app.work import shapes
from cakupan_app.work.corrections import rows_in_quarantine
from cakupan_app.work.decide import the_one
from cakupan_app.work.in_force import received_files, source_of
from cakupan_app.work.judge import Desk
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.models import Comeback, Receipt


@dataclass(frozen=True, slots=True)
class FileKept:
    """A received file as it stands now. `left` is how many of its quarantined rows nobody has sent back yet;
    `mended` and `sent_again` are the others. Of a held file `replaced_by` are the accepted ones that have all
    its rows."""

    standing: "Standing"
    mended: int
    sent_again: int
    reasons: tuple[Refused, ...]
    replaced_by: "tuple[Receipt, ...]" = ()

    @property
    def left(self) -> int:
        return self.standing.receipt.quarantined - self.mended - self.sent_again


@dataclass(frozen=True, slots=True)
class RowKept:
    """A quarantined row: where it stands, the codes of all its errors, the errors as the file tells them (none where it
    cannot be read any more), its cells, and where it came back, if it did."""

    sheet: str
    row: int
    codes: tuple[str, ...]
    problems: tuple[Problem, ...]
    cells: Mapping[str, str]
    back: "Comeback | None"


def files_received(workspace: Workspace, kind: str | None = None, status: str | None = None) -> tuple[FileKept, ...]:
    """The files that were received, in the order in which they came; a file taken in twice is told of once."""
    from cakupan_app.ledger import comebacks, history

    found = [
        one
        for one in sorted(history.standings_like(""), key=lambda one: one.receipt.pk)
        if kind in (None, one.receipt.kind) and status in (None, one.status)
    ]
    fates = comebacks.fates([one.receipt for one in found])
    with Desk(workspace, keeps=False) as desk:
        return tuple(_kept(one, fates[one.receipt.pk], desk) for one in found)


def quarantine_of(workspace: Workspace, sha256: str, *, clear: bool) -> tuple["Standing", tuple[RowKept, ...]]:
    """The quarantined rows of the file whose hash begins so, by sheet and row. Cells about a person are masked,
    unless `clear`."""
    standing = the_one(sha256)
    return standing, rows_kept(workspace, standing, read_again(workspace, standing), clear=clear)


def rows_kept(
    workspace: Workspace, standing: "Standing", reading: Reading | None, *, clear: bool
) -> tuple[RowKept, ...]:
    """The quarantined rows of a file; `reading` says why, where the file can be read again."""
    from cakupan_app.ledger import comebacks

    back = comebacks.fates([standing.receipt])[standing.receipt.pk]
    with workspace.engine_beside() as engine:
        rows = rows_in_quarantine(workspace, standing, engine)
    why = _errors(reading)
    shape = shapes.from_json(shapes.shape_of(standing.receipt))
    return tuple(
        RowKept(
            row["sheet"],
            row["row"],
            tuple(row["codes"].split(",")),
            tuple(why.get((row["sheet"], row["row"]), ())),
            _cells(json.loads(row["cells"]), Kind(standing.receipt.kind), shape, clear=clear),
            back.get((row["sheet"], row["row"])),
        )
        for row in rows
    )


def read_again(workspace: Workspace, standing: "Standing") -> Reading | None:
    """What is read of a file: the quarantine keeps codes of errors only, and repairs are kept nowhere else. None where
    it cannot be read any more."""
    (file,) = received_files(workspace, [source_of(standing)])
    try:
        return reading_of(file)
    except Refused:
        return None


def _errors(reading: Reading | None) -> Mapping[tuple[str, int], list[Problem]]:
    """The errors of each row."""
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in reading.problems if reading else ():
        if problem.severity == "error" and problem.row is not None:
            found.setdefault((problem.sheet, problem.row), []).append(problem)
    return found


def _kept(standing: "Standing", back: Mapping[Any, "Comeback"], desk: Desk) -> FileKept:
    from cakupan_app.ledger import comebacks
    from cakupan_app.ledger.models import Fate

    mended = sum(one.fate == Fate.MENDED for one in back.values())
    told = standing, mended, len(back) - mended
    if standing.status != "held":
        return FileKept(*told, ())
    reasons = tuple(Refused(code, **facts) for code, facts in comebacks.reasons_of(standing.decision))
    replaced_by: tuple[Receipt, ...] = ()
    with suppress(Refused):  # a file that cannot be read any more is told of all the same
        replaced_by = desk.replaced_by(standing)
    return FileKept(*told, reasons, replaced_by)


def _cells(cells: Mapping[str, Any], kind: Kind, shape: Shape, *, clear: bool) -> dict[str, str]:
    """The cells of the sender by their headings, without those that we wrote beside the row ourselves."""
    own = {label for label in cells if is_own_column(label)}
    if clear:
        return {label: str(cell) for label, cell in cells.items() if label not in own}
    match = match_rows([list(cells)], kind, 0, shape)
    at = {place: column for column, places in match.joined.items() for place in places}
    at |= {place: column for column, place in match.positions.items()}
    told_of = ((place, label, cell) for place, (label, cell) in enumerate(cells.items()) if label not in own)
    return {told(label): shown(str(cell), at.get(place)) for place, label, cell in told_of}
