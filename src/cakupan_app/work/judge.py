"""What is found out about a file before it is decided: rows that are known already, rows that it mends, stop limits."""

from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading
from cakupan.intake.again import with_known_rows, with_mended_rows, with_told
from cakupan.intake.received import reading_of
from cakupan.membership.nominees import asked_month
from cakupan_app.work.code import code_version
from cakupan_app.work.corrections import Correction, Corrections, Quarantines, corrected, mended_since
from cakupan_app.work.in_force import received_files, source_of
from cakupan_app.work.letters import Letter
from cakupan_app.work.monthly import month_of
from cakupan_app.work.repeats import Earlier, RowsKnown
from cakupan_app.work.stop_limits import Arrived, limits_met
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.engines.duck import DuckEngine
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.models import Receipt

_FOR_PASSING = "500MB"  # with more, only more rows wait to be written


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
    def received_in(self) -> "tuple[Receipt, ...]":
        """The earlier files that have rows of this one, those of most rows first."""
        from cakupan_app.ledger import history

        most_first = sorted(self.known.of_files, key=self.known.of_files.__getitem__, reverse=True)
        found = map(history.standing_of, dict.fromkeys((*most_first, *self.corrections.again)))
        return tuple(standing.receipt for standing in found if standing)

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
        self._passing: DuckEngine | None = None
        self._quarantines = Quarantines(workspace, lambda: self._earlier.engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._earlier.close()
        if self._passing:
            self._passing.close()

    @property
    def passing(self) -> "DuckEngine":
        """The engine through which rows are kept; none of them stays in it."""
        if self._passing is None:
            self._passing = self._workspace.engine(memory_limit=_FOR_PASSING)
        return self._passing

    def get_ready(self) -> None:
        """Have everything there that a long list needs once it is read."""
        import pyarrow as pa
        import pyarrow.dataset  # which DuckDB asks for

        pa.set_memory_pool(pa.system_memory_pool())  # which gives back what a long list took
        _ = self.passing
        code_version()

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
        own, known = self._own(first), RowsKnown()
        if receipt.kind == Kind.NOMINATIONS:
            month = month_of(receipt.month) if receipt.month else None
            known = self._earlier.known_rows(own, month, first.decision.known_on, before=first.decision)
        return with_mended_rows(with_known_rows(own, known.known), mended_since(receipt))

    def replaced_by(self, standing: "Standing") -> "tuple[Receipt, ...]":
        """The accepted files that have every row of a held list of nominations: those that name nobody new for them,
        and those in which its quarantined rows came back. None where but one row of it stands in no other file."""
        from cakupan_app.ledger import comebacks, history

        receipt, first = standing.receipt, history.first_standing(standing.receipt)
        back = comebacks.fates([receipt])[receipt.pk].values()
        if receipt.kind != Kind.NOMINATIONS or len(back) < receipt.quarantined:
            return ()
        everything = history.standings()
        own, month = self._own(first), month_of(receipt.month) if receipt.month else None
        asked, now = asked_month(month, first.decision.known_on), max(one.decision.known_on for one in everything)
        known = self._earlier.known_rows(own, asked, now)
        if with_known_rows(own, known.known).accepted:
            return ()
        by = {one.by_id for one in back}
        return tuple(one.receipt for one in everything if one.receipt.sha256 in known.of_files or one.receipt.pk in by)

    def _own(self, first: "Standing") -> Reading:
        (file,) = received_files(self._workspace, [source_of(first)])  # laid out as it was said to be
        return reading_of(file)
