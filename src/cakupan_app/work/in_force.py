"""Which received files and decisions of reviewers speak on a day, and how a room is handed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.identity.decisions import COLUMNS, UNSURE
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile
from cakupan_app.store.snapshots import SourceRef
from cakupan_app.work import shapes
from cakupan_app.work.layouts import senders_of
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine
    from cakupan_app.ledger.history import Standing


def sources_accepted_by(day: date) -> tuple[SourceRef, ...]:
    """The files in force on `day`; none where nothing was known by then."""
    from cakupan_app.ledger import history

    return tuple(source_of(standing) for standing in history.accepted_by(day))


def sources_known_by(day: date) -> tuple[SourceRef, ...]:
    """The files in force on `day`; Refused where nothing was known by then."""
    found = sources_accepted_by(day)
    if not found:
        raise Refused("nothing_known", day=day)
    return found


@dataclass(frozen=True, slots=True)
class DecisionsKnown:
    """What reviewers had decided by a day: `told` as a snapshot names it, and `rows` as the cycle takes it."""

    told: tuple[str, ...]
    rows: Sequence[Mapping[str, object]]

    def table(self, engine: "Engine") -> "ir.Table | None":
        """The decisions as a table; None where nobody decided anything."""
        import pyarrow as pa

        text = dict.fromkeys((name for name in COLUMNS if not name.endswith("_row")), pa.string())
        kinds = pa.schema([(name, text.get(name, pa.int32())) for name in COLUMNS])
        return engine.table(pa.Table.from_pylist(list(self.rows), kinds)) if self.rows else None


def decisions_known_by(day: date) -> DecisionsKnown:
    """The decisions of reviewers in force on `day`. Who was unsure decided nothing, so that is no part of them."""
    from cakupan_app.ledger.reviews import standing_by

    sure = [one for _, one in sorted(standing_by(day).items()) if one.answer != UNSURE]
    rows = [{name: getattr(one, name) for name in COLUMNS} for one in sure]
    return DecisionsKnown(tuple(f"{one.pair} {one.answer}" for one in sure), rows)


def source_of(standing: "Standing") -> SourceRef:
    """An accepted file as a snapshot uses it."""
    receipt = standing.receipt
    decision = standing.decision
    return SourceRef(receipt.sha256, receipt.kind, receipt.month, receipt.area, decision.known_on, decision.pk)


def received_files(workspace: Workspace, sources: Sequence[SourceRef]) -> tuple[ReceivedFile, ...]:
    """The files themselves, decrypted in memory only, and not before they are read."""
    from cakupan_app.ledger import mappings

    said = mappings.shapes_of_decisions(source.order for source in sources)
    senders = senders_of(source.sha256 for source in sources)
    return tuple(
        ReceivedFile(
            content=partial(workspace.sources.get, source.sha256),
            sha256=source.sha256,
            name=source.sha256[:12],
            kind=Kind(source.kind),
            known_on=source.known_on,
            order=source.order,
            month=Month(int(source.month[:4]), int(source.month[5:])) if source.month else None,
            area=source.area or None,
            within=workspace.area,
            shape=shapes.from_json(said.get(source.order, {})),
            sender=senders.get(source.sha256),
        )
        for source in sources
    )
