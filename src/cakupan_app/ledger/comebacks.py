"""Which quarantined rows came back in later files, and why files were held, as the ledger has it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cakupan_app.ledger.history import Standing, standings, standings_like
from cakupan_app.ledger.lists import came_back
from cakupan_app.ledger.models import Comeback, Decision, Fate, HoldReason, Receipt

Row = tuple[str, int]
"""The sheet and the number (from 1) of a row."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """A quarantined row of `receipt` that stands in a later file again: see `models.Comeback`."""

    receipt: Receipt
    row: Row
    by_row: Row
    fate: Fate
    known_by: str


def record_comebacks(found: Iterable[CameBack], by: Receipt) -> None:
    """Write which rows came back in the file `by`. The caller opens the transaction."""
    Comeback.objects.bulk_create(
        Comeback(
            receipt=one.receipt,
            sheet=one.row[0][:255],
            row=one.row[1],
            by=by,
            by_sheet=one.by_row[0][:255],
            by_row=one.by_row[1],
            fate=one.fate,
            known_by=one.known_by,
        )
        for one in found
    )


def record_reasons(reasons: Iterable[tuple[str, Mapping[str, Any]]], decision: Decision) -> None:
    """Write why a file was held. The caller opens the transaction."""
    HoldReason.objects.bulk_create(
        HoldReason(decision=decision, code=code, facts=_plain(facts)) for code, facts in reasons
    )


def reasons_of(decision: Decision) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Why the file was held by this decision: codes and facts, in the order in which they were found."""
    return tuple((one.code, one.facts) for one in decision.reasons.order_by("id"))


def reasons_ever(sha256: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Why the file of this hash was held, whenever that was, however often it came in and what became of it since."""
    found = HoldReason.objects.filter(decision__receipt__sha256=sha256).order_by("id")
    return tuple((one.code, one.facts) for one in found)


def fates(receipts: Sequence[Receipt], by: Collection[int] | None = None) -> Mapping[int, Mapping[Row, Comeback]]:
    """For each receipt (by its key) its rows that came back in a file of `by` (keys of receipts), without which in one
    that is accepted now; of several the last."""
    found: dict[int, dict[Row, Comeback]] = {receipt.pk: {} for receipt in receipts}
    lines = came_back(list(found)) if by is None else Comeback.objects.filter(receipt__in=receipts, by__in=by)
    for one in lines.select_related("by").order_by("id"):
        found[one.receipt_id][one.sheet, one.row] = one
    return found


def in_quarantine(kind: str | None = None) -> tuple[Standing, ...]:
    """The files with quarantined rows that were not taken out again, earliest known first.

    Each is there once, as it was received last: one that was held may have come in again with another month or area.
    """
    latest = {one.receipt.pk for one in standings_like("") if one.receipt.quarantine and one.status != "undone"}
    return tuple(one for one in standings() if one.receipt.pk in latest and kind in (None, one.receipt.kind))


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _of_json(fact) for name, fact in facts.items()}


def _of_json(fact: Any) -> Any:
    if isinstance(fact, tuple):
        return list(fact)
    return fact if fact is None or (isinstance(fact, int | str) and not isinstance(fact, date)) else str(fact)
