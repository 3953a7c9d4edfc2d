"""Which quarantined rows of earlier files a file brings back, mended or not: told by place, person or number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from cakupan.basics.names import fold_name
from cakupan.basics.refused import Fact
from cakupan.intake import Kind, Reading
from cakupan.intake.again import Known
from cakupan.intake.origins import Origin, origins_of
from cakupan.intake.outcome import Given
from cakupan.intake.quarantined import Person, person_of, persons_in
from cakupan.intake.same_row import same_rows
from cakupan_app.work.layouts import senders_of
from cakupan_app.work.letters import Letter
from cakupan_app.work.monthly import month_of
from cakupan_app.work.readers import readers
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.engines.duck import DuckEngine
    from cakupan_app.ledger.comebacks import CameBack
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.models import Comeback, Receipt

Row = tuple[str, int]

_MENDED = "row_mended_since"
_BY_PERSON = (Kind.NOMINATIONS, Kind.MEMBERS, Kind.POPULATION)
"""In these a row is one of its person, so that it is known again without its place."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a file does for the quarantine of an earlier one: of so many quarantined rows so many were open, came back
    mended, came back to be quarantined again (`unchanged` of them with the same errors)."""

    sha256: str
    name: str
    quarantined: int
    open: int
    mended: int
    sent_again: int
    unchanged: int

    @property
    def left(self) -> int:
        """The rows that nobody has sent back."""
        return self.open - self.mended - self.sent_again


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that a file corrects. `told` are warnings for its rows that are still to be mended; `unchanged` is how many
    rows were quarantined before with the same errors, `again` in which files (by hash), `done` those of them that
    another file has mended."""

    of: tuple[Correction, ...] = ()
    rows: "tuple[CameBack, ...]" = ()
    told: tuple[Known, ...] = ()
    unchanged: int = 0
    done: tuple[Known, ...] = ()
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Quarantined:
    row: Row
    codes: str
    cells: str
    columns: str

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """A row as the quarantine keeps it; what was kept by an older version says nothing of its columns."""
        return cls((kept["sheet"], kept["row"]), kept["codes"], kept["cells"], kept.get("columns") or "")


@dataclass(slots=True)
class _Found:
    """For one earlier file its quarantined rows with whom they are about, which are open, and which came back.

    Those that are neither open nor `mended` were sent again, and stand in the quarantine of a later file.
    """

    standing: "Standing"
    rows: Sequence[_Quarantined]
    persons: Sequence[Person]
    open: frozenset[Row]
    mended: "Mapping[Row, Comeback]"
    back: dict[Row, tuple[Row, str]] = field(default_factory=dict)


class Quarantines:
    """The quarantined rows of files, opened and read once however many files come in; in memory only."""

    def __init__(self, workspace: Workspace, engine: "Callable[[], DuckEngine]") -> None:
        self._workspace, self._engine = workspace, engine
        self._kept: dict[int, tuple[Sequence[_Quarantined], Sequence[Person]]] = {}

    def of(self, standing: "Standing") -> tuple[Sequence[_Quarantined], Sequence[Person]]:
        """The rows in quarantine, and what each says of its person."""
        receipt = standing.receipt
        if receipt.pk not in self._kept:
            rows = [_Quarantined.of(row) for row in rows_in_quarantine(self._workspace, standing, self._engine())]
            month, area = month_of(receipt.month) if receipt.month else None, receipt.area or None
            sender = senders_of([receipt.sha256]).get(receipt.sha256)
            given = Given(month, area, within=self._workspace.area, sender=sender)
            self._kept[receipt.pk] = rows, _persons(rows, Kind(receipt.kind), given)
        return self._kept[receipt.pk]


def corrected(workspace: Workspace, letter: Letter, reading: Reading, quarantines: Quarantines) -> Corrections:
    """Which rows in quarantine now the file brings back. Nothing is written."""
    from cakupan_app.ledger import comebacks
    from cakupan_app.ledger.models import Fate

    earlier = [one for one in comebacks.in_quarantine(letter.kind) if one.receipt.sha256 != reading.sha256]
    if not earlier:
        return Corrections()
    done = comebacks.fates([one.receipt for one in earlier])
    found = []
    for one in earlier:
        rows, persons = quarantines.of(one)
        fates = done[one.receipt.pk]
        mended = {row: comeback for row, comeback in fates.items() if comeback.fate == Fate.MENDED}
        found.append(_Found(one, rows, persons, frozenset({row.row for row in rows} - set(fates)), mended))
    again = {row.row: row for row in map(_Quarantined.of, reading.quarantine().to_pylist())}
    origins = readers().call(origins_of, letter.content(), letter.name, name=letter.name, size=letter.size)
    _by_place(found, origins)
    if letter.kind in _BY_PERSON:
        _by_who(found, workspace, letter, reading, list(again.values()))
    return _corrections(found, again)


def rows_in_quarantine(workspace: Workspace, standing: "Standing", engine: "DuckEngine") -> list[dict[str, Any]]:
    """The quarantined rows of a file as they were kept: sheet, row, codes, cells. Cells are clear."""
    if not standing.receipt.quarantine:
        return []
    rows = workspace.vault.get(standing.receipt.quarantine, engine)
    found: list[dict[str, Any]] = engine.run(rows.order_by(["sheet", "row"])).to_pylist()
    return found


def _by_place(found: Sequence[_Found], origins: Mapping[Row, Origin]) -> None:
    for place, origin in origins.items():
        for one in found:
            if one.standing.receipt.sha256.startswith(origin.file):
                rows = [row.row for row in one.rows if row.row[1] == origin.row]
                named = [row for row in rows if origin.sheet in (None, row[0])]
                if len(named) == 1 and named[0] not in one.back:
                    one.back[named[0]] = (place, "place")


def _by_who(
    found: Sequence[_Found], workspace: Workspace, letter: Letter, reading: Reading, again: Sequence[_Quarantined]
) -> None:
    taken = {place for one in found for place, _ in one.back.values()}
    sender = letter.layout.sender if letter.layout else None
    persons = _persons(again, letter.kind, Given(letter.month, letter.area, within=workspace.area, sender=sender))
    later = [(row.row, person) for row, person in zip(again, persons, strict=True)]
    later += _accepted(reading, [person for one in found for person in one.persons])
    # all files at once: strong evidence in a newer one goes before weak evidence in an older one
    before = [
        (one, row.row, person)
        for one in found
        for row, person in zip(one.rows, one.persons, strict=True)
        if row.row not in one.back and row.row in one.open | one.mended.keys()
    ]
    free = [(place, person) for place, person in later if place not in taken]
    done = {at for at, (one, row, _) in enumerate(before) if row in one.mended}
    same = same_rows([person for *_, person in before], [person for _, person in free], done)
    for at, (place, by) in same.items():
        one, row, _ = before[at]
        one.back[row] = (free[place][0], by)


def _persons(rows: Sequence[_Quarantined], kind: Kind, given: Given) -> list[Person]:
    return persons_in([row.cells for row in rows], [row.columns for row in rows], kind, given)


def _accepted(reading: Reading, wanted: Sequence[Person]) -> Iterator[tuple[Row, Person]]:
    """The rows without an error that may be of one of these: by the name, or by a half of the NIK."""
    names, niks = {person.name for person in wanted}, [person.nik for person in wanted if person.nik]
    halves = {nik[:10] for nik in niks} | {nik[-6:] for nik in niks}
    columns = ("sheet", "row", "name", "birth", "village", "nik", "month")
    for table in reading.record_tables():
        kept = table.select([name for name in columns if name in table.column_names])
        for row in kept.filter(_perhaps(kept, names, halves)).to_pylist():
            told = {name: row.get(name) for name in ("name", "birth", "village", "month", "nik")}
            yield (row["sheet"], row["row"]), person_of(**told)


def _perhaps(rows: "pa.Table", names: set[str | None], halves: set[str]) -> "pa.ChunkedArray":
    """Which rows have one of these names (folded), or one of these halves of a NIK; a whole list is asked at once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    written = [name for name in pc.unique(rows["name"]).to_pylist() if name and fold_name(name) in names]
    told = pa.array(sorted(halves), pa.string())
    near = (pc.is_in(pc.utf8_slice_codeunits(rows["nik"], *half), told) for half in ((0, 10), (10, 16)))
    head, tail = near
    return pc.or_(pc.is_in(rows["name"], pa.array(written, pa.string())), pc.or_(head, tail))


def _corrections(found: Sequence[_Found], again: Mapping[Row, _Quarantined]) -> Corrections:
    from cakupan_app.ledger.comebacks import CameBack
    from cakupan_app.ledger.models import Fate

    corrections, rows, told, done, again_in, unchanged = [], [], [], [], [], 0
    for one in found:
        receipt, codes = one.standing.receipt, {row.row: row.codes for row in one.rows}
        # an open row may come back mended; one that is mended already is told again only where it still has its errors
        back = {row: found for row, found in one.back.items() if row in one.open}
        same = [row for row, (place, _) in one.back.items() if place in again and again[place].codes == codes[row]]
        unchanged += len(same)
        again_in += [receipt.sha256] if same else []
        done += [(one.back[row][0], _mended_at(by), by.by) for row, by in one.mended.items() if row in same]
        told += [(place, row, receipt) for row, (place, _) in back.items() if place in again]
        fates = {row: Fate.SENT_AGAIN if place in again else Fate.MENDED for row, (place, _) in back.items()}
        rows += [CameBack(receipt, row, place, fates[row], by) for row, (place, by) in back.items()]
        if back:
            mended = sum(fate is Fate.MENDED for fate in fates.values())
            corrections.append(
                Correction(
                    receipt.sha256,
                    receipt.name,
                    receipt.quarantined,
                    len(one.open),
                    mended,
                    len(back) - mended,
                    len([row for row in same if row in back]),
                )
            )
    warnings, mended_before = (tuple(_known(*one)) for one in (("row_still_quarantined", told), (_MENDED, done)))
    return Corrections(tuple(corrections), tuple(rows), warnings, unchanged, mended_before, tuple(again_in))


def mended_since(receipt: "Receipt") -> tuple[Known, ...]:
    """The quarantined rows of a file that stand in an accepted one without their errors."""
    from cakupan_app.ledger import comebacks
    from cakupan_app.ledger.models import Fate

    back = comebacks.fates([receipt])[receipt.pk]
    mended = [(row, _mended_at(one), one.by) for row, one in back.items() if one.fate == Fate.MENDED]
    return tuple(_known(_MENDED, mended))


def _mended_at(comeback: "Comeback") -> Row:
    return comeback.by_sheet, comeback.by_row


def _known(code: str, told: Sequence[tuple[Row, Row, "Receipt"]]) -> Iterator[Known]:
    """What is told by `code` of some rows: each with the row of another file that it is."""
    import numpy as np

    for sheet in dict.fromkeys(place[0] for place, _, _ in told):
        here = sorted((one for one in told if one[0][0] == sheet), key=lambda one: one[0][1])
        facts: list[dict[str, Fact]] = [
            {"file": receipt.sha256[:12], "name": receipt.name, "other_sheet": row[0], "other_row": row[1]}
            for _, row, receipt in here
        ]
        yield Known(sheet, np.array([place[1] - 1 for place, _, _ in here], np.int64), code, facts)
