"""Which received files were in force on a day, by the decisions known by then."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from cakupan_app.ledger.models import Action, Decision, Receipt, Workspace

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACTIONS = {"held": Action.HOLD, "accepted": Action.ACCEPT, "undone": Action.UNDO}
"""How a file stands, by what the latest decision about it was."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A received file with the latest decision about it that was known by the day asked for."""

    receipt: Receipt
    decision: Decision

    @property
    def status(self) -> str:
        return next(status for status, action in ACTIONS.items() if action == self.decision.action)


def standings(known_on: date | None = None, before: Decision | None = None) -> tuple[Standing, ...]:
    """One standing for each receipt, in the order of their ruling decisions; of all time without `known_on`.

    `before`: as it stood when that decision was yet to be made.
    """
    decisions = Decision.objects.select_related("receipt").order_by("known_on", "id")
    if known_on is not None:
        decisions = decisions.filter(known_on__lte=known_on)
    if before is not None:
        decisions = decisions.filter(pk__lt=before.pk)
    latest = {decision.receipt_id: decision for decision in decisions}
    return tuple(
        Standing(decision.receipt, decision)
        for decision in sorted(latest.values(), key=lambda decision: (decision.known_on, decision.pk))
    )


def accepted_by(known_on: date, before: Decision | None = None) -> tuple[Standing, ...]:
    """The files in force on `known_on`, earliest known first; `before` as in `standings`."""
    return tuple(standing for standing in standings(known_on, before) if standing.status == "accepted")


def first_standing(receipt: Receipt) -> Standing:
    """How the file stood when it came in, when its rows were counted."""
    return Standing(receipt, Decision.objects.filter(receipt=receipt).earliest("pk"))


def standing_of(sha256: str) -> Standing | None:
    """Where the file with this hash stands now; None if it was never received."""
    return next(iter(_latest(Receipt.objects.filter(sha256=sha256))), None)


def standings_like(start: str) -> tuple[Standing, ...]:
    """One standing, that of its latest receipt, for each received file whose hash begins with `start`."""
    return _latest(Receipt.objects.filter(sha256__startswith=start))


def _latest(receipts: "QuerySet[Receipt]") -> tuple[Standing, ...]:
    """The standing of the latest of these receipts of each file, by the last decision about it."""
    decisions = Decision.objects.select_related("receipt").filter(receipt__in=receipts).order_by("known_on", "pk")
    last = {decision.receipt_id: decision for decision in decisions}
    ordered = sorted(last.values(), key=lambda decision: decision.receipt_id)
    return tuple({one.receipt.sha256: Standing(one.receipt, one) for one in ordered}.values())


def record(receipt: Receipt, action: Action, *, known_on: date, at: datetime, by: str) -> Decision:
    """Write a decision, and its receipt if that is new. The caller opens the transaction."""
    if receipt.pk is None:
        receipt.save(force_insert=True)
    return Decision.objects.create(receipt=receipt, action=action, known_on=known_on, made_at=at, made_by=by)


def hashes_received() -> frozenset[str]:
    return frozenset(Receipt.objects.values_list("sha256", flat=True))


def quarantines() -> frozenset[str]:
    return frozenset(Receipt.objects.exclude(quarantine="").values_list("quarantine", flat=True))


def own_workspace() -> Workspace | None:
    return Workspace.objects.first()


def adopt(workspace_id: UUID, area: str, at: datetime) -> None:
    """Say once which workspace this ledger belongs to."""
    Workspace.objects.create(id=workspace_id, area=area, created_at=at)
