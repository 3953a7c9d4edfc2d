"""What the ledger remembers of the layout of files: how each was read, and what a sender's headings mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cakupan_app.ledger.models import ColumnMapping, Decision, ReadAs, Receipt

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What the headings of one fingerprint mean in the lists of a sender, and who said so when."""

    id: int
    sender: str
    kind: str
    fingerprint: str
    columns: Pairs
    made_at: datetime
    made_by: str


def explained(kind: str | None = None) -> tuple[Explained, ...]:
    """The latest that was said of every sender's headings, those that are forgotten left out."""
    entries = ColumnMapping.objects.order_by("id")
    latest = {(entry.sender, entry.kind, entry.fingerprint): entry for entry in entries if kind in (None, entry.kind)}
    return tuple(_explained(entry) for entry in latest.values() if not entry.forgotten)


def remember(sender: str, kind: str, fingerprint: str, columns: Pairs, *, at: datetime, by: str) -> None:
    """Write what a sender's headings mean; the caller opens the transaction."""
    ColumnMapping.objects.create(
        sender=sender, kind=kind, fingerprint=fingerprint, columns=list(map(list, columns)), made_at=at, made_by=by
    )


def forget(one: Explained, *, at: datetime, by: str) -> None:
    """Write that it no longer holds."""
    ColumnMapping.objects.create(
        sender=one.sender,
        kind=one.kind,
        fingerprint=one.fingerprint,
        columns=[],
        forgotten=True,
        made_at=at,
        made_by=by,
    )


def read_as(receipt: Receipt, sender: str, shape: Mapping[str, Any]) -> None:
    """Write how a file was read; the caller opens the transaction."""
    ReadAs.objects.create(receipt=receipt, sender=sender, shape=dict(shape))


def shape_of_receipt(receipt: Receipt) -> Mapping[str, Any]:
    """How a received file was said to be laid out; empty where it is read as it stands."""
    found = ReadAs.objects.filter(receipt=receipt).values_list("shape", flat=True).first()
    return found or {}


def shapes_of_decisions(decisions: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
    """By the id of each of these decisions how its file was said to be laid out, where anything was said."""
    found = Decision.objects.filter(pk__in=list(decisions), receipt__read_as__isnull=False)
    return dict(found.values_list("pk", "receipt__read_as__shape"))


def _explained(entry: ColumnMapping) -> Explained:
    columns = tuple((heading, column) for heading, column in entry.columns)
    return Explained(entry.pk, entry.sender, entry.kind, entry.fingerprint, columns, entry.made_at, entry.made_by)
