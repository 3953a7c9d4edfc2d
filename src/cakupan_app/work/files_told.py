"""Which received files somebody may see on the ledger of sources, and what it tells of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cakupan.intake.masking import told
from cakupan_app.work.grants import Grant, latest_grants
from cakupan_app.work.rights import SEE_FIGURES, Actor

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing


@dataclass(frozen=True, slots=True)
class FileTold:
    """A received file: what it is said to be, when and by whom it came, how it stands, and what became of its rows.

    `name` is masked where it holds a long number; `grant` is empty where its giver told nothing.
    """

    sha256: str
    name: str
    kind: str
    month: str
    area: str
    received_at: datetime
    received_by: str
    known_on: date
    status: str
    rows_in: int
    accepted: int
    quarantined: int
    repeated: int
    grant: Grant


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose files the actor sees: those about areas in which they see figures. One about no area in particular is
    about the whole workspace."""

    actor: Actor
    whole: str
    sent_for: Mapping[str, str]

    def sees(self, sha256: str, area: str) -> bool:
        return self.actor.may(SEE_FIGURES, area or self.sent_for.get(sha256) or self.whole)


def sight_of(actor: Actor, whole: str) -> Sight:
    """What the actor sees of the files of a workspace that is about the area `whole`."""
    from cakupan_app.ledger.models import Upload

    return Sight(actor, whole, dict(Upload.objects.values_list("sha256", "area")))


def files_told(actor: Actor, whole: str) -> Sequence[FileTold]:
    """The received files that the actor sees, last received first; one that came twice is told once."""
    from cakupan_app.ledger import history

    actor.refuse_unless_anywhere(SEE_FIGURES)
    sight, grants = sight_of(actor, whole), latest_grants()
    seen = [one for one in history.standings_like("") if sight.sees(one.receipt.sha256, one.receipt.area)]
    return [_told(one, grants) for one in sorted(seen, key=lambda one: -one.receipt.pk)]


def _told(one: "Standing", grants: Mapping[str, Grant]) -> FileTold:
    receipt = one.receipt
    return FileTold(
        sha256=receipt.sha256,
        name=told(receipt.name),
        kind=receipt.kind,
        month=receipt.month,
        area=receipt.area,
        received_at=receipt.received_at,
        received_by=receipt.received_by,
        known_on=one.decision.known_on,
        status=one.status,
        rows_in=receipt.rows_in,
        accepted=receipt.accepted,
        quarantined=receipt.quarantined,
        repeated=receipt.repeated,
        grant=grants.get(receipt.sha256, Grant()),
    )
