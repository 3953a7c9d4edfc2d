"""Which rows of received files are still to be mended, which cells were mended in reading, and who may see them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan.intake.headings import match_rows
from cakupan.intake.masking import shown, told
from cakupan_app.work.corrections import rows_in_quarantine
from cakupan_app.work.file_areas import area_of
from cakupan_app.work.received import RowKept, read_again, rows_kept
from cakupan_app.work.rights import DECIDE, SEE_PEOPLE, SEND, Actor
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.trail import QUARANTINE
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.intake.reading import Repair
    from cakupan_app.ledger.history import Standing

ROWS_ON_A_PAGE, FILES_ON_A_PAGE = 30, 50
REPAIRS_SHOWN = 200
_CODES_KEPT = 4096  # files of which is known why rows were quarantined
_KEEPING = Lock()
_FILES_KEPT = 16  # pages of a file that were read not long ago: to read it again takes seconds


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows are quarantined: the code of a sentence, and how many rows."""

    code: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileToMend:
    """A file with quarantined rows: of which area, how many nobody has sent back, and why they are quarantined."""

    standing: "Standing"
    area: str
    left: int
    mended: int
    sent_again: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CellMended:
    """A cell of an accepted row that was mended in reading: as written, and as it is recorded; masked."""

    sheet: str
    row: int
    column: str
    code: str
    written: str
    recorded: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of the quarantined rows of a file, those still open first, and the cells that were mended in it."""

    file: FileToMend
    rows: tuple[RowKept, ...]
    number: int
    pages: int
    repairs: tuple[CellMended, ...]
    repairs_count: int
    returnable: bool


@dataclass(frozen=True, slots=True)
class FilesToMend:
    """A page of the files with quarantined rows, most left to mend first, and why rows of these are quarantined; beside
    it how many rows of all files are left, mended and sent again."""

    files: tuple[FileToMend, ...]
    number: int
    pages: int
    left: int
    mended: int
    sent_again: int

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return reasons_of(self.files)


def files_to_mend(workspace: Workspace, actor: Actor, number: int = 1) -> FilesToMend:
    """A page of the files with quarantined rows of the areas in which the actor sees people."""
    from django.db.models import Sum

    from cakupan_app.ledger import lists

    actor.refuse_unless_anywhere(SEE_PEOPLE)
    found = lists.in_quarantine(actor.areas_with(SEE_PEOPLE), workspace.area)
    pages = max(1, -(-found.count() // FILES_ON_A_PAGE))
    number = min(max(1, number), pages)
    begins = (number - 1) * FILES_ON_A_PAGE
    files = _files(workspace, lists.standings_of(found[begins : begins + FILES_ON_A_PAGE]))
    quarantined = found.aggregate(rows=Sum("quarantined"))["rows"] or 0
    mended, sent_again = _fates(lists.fates_together(found))
    return FilesToMend(tuple(files), number, pages, quarantined - mended - sent_again, mended, sent_again)


def file_page(workspace: Workspace, looking: Looking, sha256: str, number: int, code: str = "") -> FilePage:
    """A page of one file, of the rows with the error `code` if one is said. Refused as if there were no such file
    where its area is none of theirs; else as `seeing` has it.

    A row in quarantine is nobody's yet: the line names the file, and by that a person is told of it later.
    """
    actor = looking.actor
    file = file_of(workspace, actor, sha256)
    seeing(looking, file.area, subject=sha256, list=QUARANTINE, page=number)
    rows, repairs, count = _read(workspace, file.standing)
    wanted = sorted((row for row in rows if code in ("", *row.codes)), key=_open_first)
    pages = max(1, -(-len(wanted) // ROWS_ON_A_PAGE))
    number = min(max(1, number), pages)
    here = tuple(wanted[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE])
    return FilePage(file, here, number, pages, repairs, count, may_return(actor, file))


def _open_first(row: RowKept) -> tuple[bool, str, int]:
    return row.back is not None, row.sheet, row.row


def file_of(workspace: Workspace, actor: Actor, sha256: str) -> FileToMend:
    """The file with that hash, if it has quarantined rows and lies in an area in which the actor sees people."""
    from cakupan_app.ledger import lists

    actor.refuse_unless_anywhere(SEE_PEOPLE)
    found = lists.in_quarantine(actor.areas_with(SEE_PEOPLE), workspace.area).filter(sha256=sha256)
    files = _files(workspace, lists.standings_of(found))
    if not files:
        raise Refused("repairs_file_unknown")
    return files[0]


def may_return(actor: Actor, file: FileToMend) -> bool:
    """Whether the actor may have the workbook that goes back to the sender: it holds the list as it was sent."""
    return any(actor.may(right, file.area) for right in (SEND, DECIDE))


def reasons_of(files: Sequence[FileToMend]) -> tuple[Reason, ...]:
    """Why rows of all these files are quarantined, the most frequent first; a row with two errors stands in both."""
    rows: Counter[str] = Counter()
    for one in files:
        rows.update({reason.code: reason.rows for reason in one.reasons})
    return tuple(Reason(code, count) for code, count in sorted(rows.items(), key=lambda one: (-one[1], one[0])))


def _files(workspace: Workspace, standings: "Sequence[Standing]") -> list[FileToMend]:
    from cakupan_app.ledger import lists

    fates = lists.fates_of([one.receipt.pk for one in standings])
    codes = _codes(workspace, standings)
    return [
        _file(one, area_of(one.receipt, workspace.area), fates[one.receipt.pk], codes[one.receipt.pk])
        for one in standings
    ]


def _file(standing: "Standing", area: str, fates: Mapping[str, int], codes: "_Counted") -> FileToMend:
    mended, sent_again = _fates(fates)
    left = standing.receipt.quarantined - mended - sent_again
    return FileToMend(standing, area, left, mended, sent_again, tuple(Reason(code, rows) for code, rows in codes))


def _fates(rows: Mapping[str, int]) -> tuple[int, int]:
    """How many rows came back mended, and how many to be mended there."""
    from cakupan_app.ledger.models import Fate

    return rows.get(Fate.MENDED, 0), rows.get(Fate.SENT_AGAIN, 0)


_Counted = tuple[tuple[str, int], ...]
_CODES: dict[tuple[object, int], _Counted] = {}


def _codes(workspace: Workspace, standings: "Sequence[Standing]") -> Mapping[int, _Counted]:
    """How many rows of each file have each error, by the receipt's number; counted once, since what a file had
    quarantined never changes, by one engine for all of them."""
    keys = {one.receipt.pk: (workspace.layout.root, one.receipt.pk) for one in standings}
    known = {number: _CODES.get(key) for number, key in keys.items()}
    found = {number: counted for number, counted in known.items() if counted is not None}
    missing = [one for one in standings if one.receipt.pk not in found]
    if missing:
        with workspace.engine_beside() as engine:
            for one in missing:
                rows = rows_in_quarantine(workspace, one, engine)
                counts = Counter(code for row in rows for code in set(row["codes"].split(",")))
                found[one.receipt.pk] = tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
        _keep({keys[one.receipt.pk]: found[one.receipt.pk] for one in missing})
    return found


def _keep(counted: Mapping[tuple[object, int], _Counted]) -> None:
    """Keep the last counted: a site that stays open for years receives files without end."""
    with _KEEPING:
        _CODES.update(counted)
        for key in list(_CODES)[:-_CODES_KEPT]:
            del _CODES[key]


def _read(workspace: Workspace, standing: "Standing") -> tuple[tuple[RowKept, ...], tuple[CellMended, ...], int]:
    """The rows in quarantine and the cells mended, masked; kept for the next page while nothing of it changes."""
    from cakupan_app.ledger.models import Comeback

    last = Comeback.objects.filter(receipt=standing.receipt).order_by("-pk").values_list("pk", flat=True).first()
    return _read_once(_Asked(workspace, standing), standing.receipt.pk, standing.decision.pk, last)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `_read_once` reads from; equal for one workspace, so that the numbers beside it say which file."""

    workspace: Workspace
    standing: "Standing"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.workspace.layout == other.workspace.layout

    def __hash__(self) -> int:
        return hash(self.workspace.layout.root)


@lru_cache(maxsize=_FILES_KEPT)
def _read_once(
    asked: _Asked, receipt: int, decision: int, comeback: int | None
) -> tuple[tuple[RowKept, ...], tuple[CellMended, ...], int]:
    del receipt, decision, comeback
    reading = read_again(asked.workspace, asked.standing)
    rows = rows_kept(asked.workspace, asked.standing, reading, clear=False)
    repairs = list(reading.repairs) if reading else []
    kind = Kind(asked.standing.receipt.kind)
    return (
        tuple(map(_without_cells, rows)),
        tuple(cell_mended(one, kind) for one in repairs[:REPAIRS_SHOWN]),
        len(repairs),
    )


def _without_cells(row: RowKept) -> RowKept:
    """The row with its reasons, and without the clear cells that these carry for whoever holds the file."""
    return replace(row, problems=tuple(replace(problem, cell="") for problem in row.problems))


def cell_mended(repair: "Repair", kind: Kind) -> CellMended:
    """A mended cell, masked by the column that its heading names; of one that nobody knows only years are shown, since
    it may hold a birth date as well as a name."""
    column = _column(repair, kind)
    written, recorded = shown(repair.original, column), shown(repair.repaired, column)
    return CellMended(repair.sheet, repair.row, told(repair.column), repair.code, written, recorded)


def _column(repair: "Repair", kind: Kind) -> str:
    if repair.code.startswith("birth"):
        return "birth"
    return next(iter(match_rows([[repair.column]], kind, 0).positions), "birth")
