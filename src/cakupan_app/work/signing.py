"""Who may sign the figure of a month on the site, for which office; and how every month of an area stands."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan_app.work.agree import BRANCH, OFFICES, REGENCY, Signed, Signer, agreed_on, can_be_agreed, sign, withdraw
from cakupan_app.work.ask import CoverageQuestion, coverage_by_month, months_told
from cakupan_app.work.revisions import Revised, revisions
from cakupan_app.work.rights import SIGN_BRANCH, SIGN_REGENCY, Actor
from cakupan_app.work.signed import months_signed
from cakupan_app.work.trail import Telling, note
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

RIGHTS = {REGENCY: SIGN_REGENCY, BRANCH: SIGN_BRANCH}


@dataclass(frozen=True, slots=True)
class MonthStands:
    """A month: its members in force, and what was signed of it; `signed` is None where nobody did yet."""

    month: Month
    members: int | None
    signed: Signed | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to sign or take back: for which office, the `members` they saw and of which snapshot, as
    what, with what remark."""

    area: str
    month: Month
    office: str
    members: int | None = None
    snapshot: int | None = None
    position: str = ""
    note: str = ""


def months_of(view: View, area: str) -> tuple[MonthStands, ...]:
    """Every month of an area that has a figure or was signed, latest first."""
    months = sorted({*months_told(view, area), *months_signed(area)}, reverse=True)
    answers = coverage_by_month(view, area, months)
    return tuple(
        MonthStands(month, answers[month].total.members, agreed_on(CoverageQuestion(area, month), answers[month]))
        for month in months
    )


def versions_of(workspace: Workspace, question: tuple[str, Month], at: datetime) -> Revised:
    """Every published version of an area's month, and why each differs from the one before."""
    area, month = question
    return revisions(workspace, area, month, None, at=at)


def offices_of(actor: Actor, area: str) -> tuple[str, ...]:
    """For which offices the actor may sign there."""
    return tuple(office for office in OFFICES if can_be_agreed(area) and actor.may(RIGHTS[office], area))


def sign_as(workspace: Workspace, actor: Actor, wish: Wish, at: datetime) -> Signed:
    """Sign the figure that the actor saw, under their own name. Refused as by `agree.sign`, and without a position."""
    _check(actor, wish)
    if wish.members is None or wish.snapshot is None:
        raise Refused("sign_figure_unseen", area=wish.area, month=str(wish.month))
    if not wish.position.strip():
        raise Refused("sign_without_position")
    telling = _line(actor, "signed_figure", wish, at, members=wish.members)
    signer = _signer(actor, wish, at)
    seen = {"members": wish.members, "snapshot": wish.snapshot}
    return sign(workspace, wish.area, wish.month, wish.office, signer, **seen, telling=telling)


def withdraw_as(workspace: Workspace, actor: Actor, wish: Wish, at: datetime) -> Signed:
    """Take the signature of an office back. Refused as by `agree.withdraw`."""
    _check(actor, wish)
    telling = _line(actor, "withdrew_signature", wish, at)
    return withdraw(workspace, wish.area, wish.month, wish.office, _signer(actor, wish, at), telling=telling)


def _line(actor: Actor, action: str, wish: Wish, at: datetime, **facts: Any) -> Telling:
    return partial(note, actor, action, at=at, area=wish.area, subject=str(wish.month), office=wish.office, **facts)


def _check(actor: Actor, wish: Wish) -> None:
    if wish.office not in RIGHTS:
        raise Refused("office_unknown", text=wish.office[:20], known=OFFICES)
    actor.refuse_unless(RIGHTS[wish.office], wish.area)


def _signer(actor: Actor, wish: Wish, at: datetime) -> Signer:
    position, remark = wish.position.strip()[:150], wish.note.strip()[:1000]
    return Signer(actor.name, actor.email, at, position, remark, own_account=True)
