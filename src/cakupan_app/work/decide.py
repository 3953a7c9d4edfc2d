"""What changes when someone accepts a held file, or takes an accepted one out again."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.work.effects import Effects, Now, effects_of
from cakupan_app.work.receive import Terms, refuse_before, refuse_day
from cakupan_app.work.trail import Telling, untold
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing


_LEAST = 6  # characters of a hash that name a file


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about a file: what it was before and is now, how many rows it carries, and what it changes. It was
    written, unless it was only `tried`."""

    sha256: str
    name: str
    kind: str
    before: str
    now: str
    rows: int
    known_on: date
    tried: bool
    changes: Effects | None
    unknown: Refused | None = None  # why what it changes cannot be told


def accept(workspace: Workspace, sha256: str, terms: Terms, telling: Telling = untold) -> Decided:
    """Take a held (or undone) file in; it counts from the next build on. `telling` writes the line about it, which is
    written with it or not at all."""
    return _decide(workspace, sha256, terms, telling, now="accepted")


def undo(workspace: Workspace, sha256: str, terms: Terms, telling: Telling = untold) -> Decided:
    """Take an accepted (or held) file out again; figures as known before this day keep it. `telling` as in `accept`."""
    return _decide(workspace, sha256, terms, telling, now="undone")


def _decide(workspace: Workspace, sha256: str, terms: Terms, telling: Telling, *, now: Now) -> Decided:
    from django.db import transaction

    from cakupan_app.ledger import history
    from cakupan_app.ledger.models import Action

    action = {"accepted": Action.ACCEPT, "undone": Action.UNDO}[now]
    with workspace.writing():
        refuse_day(workspace, terms.day, terms.at)
        standing = the_one(sha256)
        receipt = standing.receipt
        if standing.status == now:
            raise Refused(f"already_{now}", file=receipt.sha256[:12], name=receipt.name)
        refuse_before(terms.day, standing)
        changes, unknown = _effects(workspace, standing, now, terms.day)
        if not terms.dry_run:
            with transaction.atomic():
                history.record(receipt, action, known_on=terms.day, at=terms.at, by=terms.by)
                telling()
    return Decided(
        receipt.sha256,
        receipt.name,
        receipt.kind,
        standing.status,
        now,
        changes.rows if changes else receipt.accepted,
        known_on=terms.day,
        tried=terms.dry_run,
        changes=changes,
        unknown=unknown,
    )


def _effects(workspace: Workspace, standing: "Standing", now: Now, day: date) -> tuple[Effects | None, Refused | None]:
    try:
        return effects_of(workspace, standing, now, day), None
    except Refused as refusal:
        # a file that cannot be read any more must still be possible to take out
        return None, refusal


def the_one(sha256: str) -> "Standing":
    """Where the file stands whose hash begins so; Refused where that is none, or several."""
    from cakupan_app.ledger import history

    if len(sha256) < _LEAST:
        raise Refused("hash_too_short", least=_LEAST)
    found = history.standings_like(sha256.lower())
    if not found:
        raise Refused("never_received", file=sha256[:12])
    if len(found) > 1:
        raise Refused("hash_ambiguous", file=sha256[:12], count=len(found))
    return found[0]
