"""What the public is told of a month that both offices agreed on and that was counted anew since."""

from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.coverage.hiding import SMALL
from cakupan_app.work.agree import AGREED, REVISED, Signed, agreements
from cakupan_app.work.view import View


@dataclass(frozen=True, slots=True)
class PublicRevision:
    """A month's agreed figure and the one in force. `small`: they differ by so few people that neither is told beside
    the other, because the difference would be a count of a few (decision 0023)."""

    month: Month
    agreed: int | None
    now: int | None
    difference: int | None
    small: bool


def public_revisions(view: View, area: str) -> Sequence[PublicRevision]:
    """Every month of an area that is agreed on or was, latest first; who signed is not for the public."""
    return tuple(_told(one) for one in reversed(agreements(view, area)) if one.state in (AGREED, REVISED))


def _told(signed: Signed) -> PublicRevision:
    apart = signed.difference
    if apart is not None and abs(apart) in SMALL:
        return PublicRevision(signed.month, None, signed.now, None, True)
    return PublicRevision(signed.month, signed.members, signed.now, apart, False)
