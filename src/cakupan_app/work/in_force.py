"""Which received files speak on a day, and how a room is handed them."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile
from cakupan_app.store.snapshots import SourceRef
from cakupan_app.work import shapes
from cakupan_app.work.layouts import senders_of
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing


def sources_known_by(day: date) -> tuple[SourceRef, ...]:
    """The files in force on `day`; Refused where nothing was known by then."""
    from cakupan_app.ledger import history

    found = tuple(source_of(standing) for standing in history.accepted_by(day))
    if not found:
        raise Refused("nothing_known", day=day)
    return found


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
