"""What is found out about a file before it is decided: rows that are known already, rows that it mends, stop limits."""

from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading
from cakupan.intake.again import with_known_rows, with_mended_rows, with_told
from cakupan.intake.received import reading_of
from cakupan_app.work.build import received_files, source_of
from cakupan_app.work.corrections import Correction, Corrections, Quarantines, corrected, mended_since
from cakupan_app.work.letters import Letter
from cakupan_app.work.monthly import month_of
from cakupan_app.work.repeats import Earlier, RowsKnown
from cakupan_app.work.stop_limits import Arrived, limits_met
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """A file with what was found out about it. `reading` counts as repeated what is known already; `own` is the file
    by itself, which is what is shelved: what else is known is found out anew by each build."""

    reading: Reading
    own: Reading
    known: RowsKnown = field(default_factory=RowsKnown)
    corrections: Corrections = field(default_factory=Corrections)
    limits: tuple[Refused, ...] = ()

    @property
    def nothing_new(self) -> bool:
        """Whether every row was received before: accepted, or quarantined for the same reasons."""
        if self.reading.accepted or any(one.mended for one in self.corrections.of):
            return False
        if self.reading.quarantined != self.corrections.unchanged:
            return False
        return bool(self.known.of_files or self.corrections.unchanged)

    @property
    def corrects(self) -> tuple[Correction, ...]:
        return self.corrections.of


class Desk:
    """Where files are judged one after another, what earlier files say being read once; use it in a `with`.

    `keeps`: as for `reading.reader`.
    """

    def __init__(self, workspace: Workspace, *, keeps: bool) -> None:
        self._workspace = workspace
        self._earlier = Earlier(workspace, keeps=keeps)
        self._quarantines = Quarantines(workspace, lambda: self._earlier.engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._earlier.close()

    def judged(self, letter: Letter, own: Reading, known_on: date) -> Judged:
        """What is found out about a file that is new, or was taken out and comes again. Only shelves are written."""
        known = RowsKnown()
        if letter.kind is Kind.NOMINATIONS:
            known = self._earlier.known_rows(own, letter.month, known_on)
        corrections = corrected(self._workspace, letter, own, self._quarantines)
        reading = with_told(with_known_rows(own, known.known), corrections.told)
        of_corrected = sum(known.of_files.get(one.sha256, 0) for one in corrections.of if one.mended)
        arrived = Arrived(letter, reading, known.members, of_corrected, known_on)
        return Judged(reading, own, known, corrections, limits_met(self._workspace, arrived))

    def account(self, standing: "Standing") -> Reading:
        """What became of every row of a file when it came in, which is what its receipt counts, but for those that were
        mended since. Nothing is written."""
        from cakupan_app.ledger import history

        receipt, first = standing.receipt, history.first_standing(standing.receipt)
        (file,) = received_files(self._workspace, [source_of(first)])  # laid out as it was said to be
        own, known = reading_of(file), RowsKnown()
        if receipt.kind == Kind.NOMINATIONS:
            month = month_of(receipt.month) if receipt.month else None
            known = self._earlier.known_rows(own, month, first.decision.known_on, before=first.decision)
        return with_mended_rows(with_known_rows(own, known.known), mended_since(receipt))
