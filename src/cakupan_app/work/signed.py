"""What the ledger holds of signatures under figures: who signed what, and who took which of them back, when and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cakupan.basics.month import JAKARTA, Month, day_in_jakarta
from cakupan_app.work.trail import Telling

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Agreement


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took a signature back, and when; `note` says why, where it was not the signer."""

    by: str
    at: datetime
    position: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One office's signature under a figure, as it stands in the ledger; `withdrawal` where it was taken back.

    `user` gave the command or, on the site, is the signer's account.
    """

    number: int
    office: str
    members: int
    denominator: str
    potential: int | None
    evidence: str
    snapshot: int
    sha256: str
    known_on: date
    signed_at: datetime
    signer: str
    position: str
    note: str
    withdrawal: Withdrawal | None = None
    user: str = ""

    @property
    def withdrawn(self) -> bool:
        return self.withdrawal is not None


def signed_of(area: str, month: Month, by: date | None = None) -> tuple[Signature, ...]:
    """All signatures under the figure of an area and month (made by the day `by`), in the order they were made in."""
    made = [one for one in _rows(area, by) if one.month == str(month)]
    gone = {one.withdraws_id: one for one in made if one.withdraws_id is not None}
    return tuple(_signature(one, gone.get(one.pk)) for one in made if one.withdraws_id is None)


def months_signed(area: str, by: date | None = None) -> tuple[Month, ...]:
    """The months of an area under which anybody signed (by the day `by`), also where every signature was withdrawn."""
    texts = sorted({one.month for one in _rows(area, by)})
    return tuple(Month(int(text[:4]), int(text[5:])) for text in texts)


def day_of(at: datetime) -> date:
    """The day on which something was signed or withdrawn."""
    return day_in_jakarta(at)


def write(telling: Telling, **columns: object) -> None:
    """A line of the ledger: a signature, or the withdrawal of one; with what `telling` writes of it, or not at all."""
    from django.db import transaction

    from cakupan_app.ledger.models import Agreement

    with transaction.atomic():
        Agreement.objects.create(**columns)
        telling()


def _rows(area: str, by: date | None) -> "list[Agreement]":
    """The rows about an area; none where the ledger is older than agreements: to look never writes."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Agreement

    rows = rows_of(Agreement, area=area)
    return [one for one in rows if by is None or one.made_at < _end_of(by)]


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA) + timedelta(days=1)


def _signature(row: "Agreement", gone: "Agreement | None") -> Signature:
    return Signature(
        number=row.pk,
        office=row.office,
        members=row.members,
        denominator=row.denominator,
        potential=row.potential,
        evidence=row.evidence,
        snapshot=row.snapshot,
        sha256=row.sha256,
        known_on=row.known_on,
        signed_at=row.made_at,
        signer=row.signer,
        position=row.position,
        note=row.note,
        withdrawal=Withdrawal(gone.signer, gone.made_at, gone.position, gone.note) if gone else None,
        user=row.made_by,
    )
