"""How people come in and what they are given: invitations, roles, tokens for programs; each written on the trail."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.work import trail
from cakupan_app.work.rights import MANAGE_USERS, Actor, Assigned, actor_of, roles
from cakupan_app.work.trail import together

if TYPE_CHECKING:
    from cakupan_app.ledger.models import ApiToken, Invitation, User

INVITATION_LASTS = timedelta(days=14)
TOKEN_LASTS = timedelta(days=365)
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Invited:
    """An invitation with its secret, which is shown once and kept nowhere."""

    invitation: "Invitation"
    secret: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, and what they were given; `wholly`: nothing of it beyond what the actor manages."""

    user: "User"
    assigned: tuple[Assigned, ...]
    wholly: bool


@together
def invite(actor: Actor, email: str, name: str, assigned: Assigned, at: datetime) -> Invited:
    """Make a link by which `email` can make an account with a role.

    NotAllowed where the actor does not manage users of the area; Refused where the role or area is none, or the
    address has an account (to which a role can be given as it is).
    """
    from cakupan_app.ledger.models import Invitation, User

    _check(assigned)
    actor.refuse_unless(MANAGE_USERS, assigned.area)
    address = email.strip().casefold()
    if User.objects.filter(email=address).exists():
        raise Refused("account_exists", email=address)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    made = Invitation.objects.create(
        sha256=_hash(secret),
        email=address,
        name=name.strip(),
        role=assigned.role,
        area=assigned.area,
        made_at=at,
        made_by=actor.email,
        ends_at=at + INVITATION_LASTS,
    )
    trail.note(actor, "invited", at=at, area=assigned.area, subject=address, role=assigned.role)
    return Invited(made, secret)


def invitation_of(secret: str, at: datetime) -> "Invitation":
    """The invitation that `secret` opens; Refused where it is none, was used or withdrawn, or has ended."""
    from cakupan_app.ledger.models import Invitation

    found = Invitation.objects.filter(sha256=_hash(secret), used_at=None, withdrawn_at=None, ends_at__gt=at).first()
    if found is None:
        raise Refused("invitation_over")
    return found


def join(secret: str, name: str, password: str, at: datetime) -> "User":
    """Make the account that an invitation is for, with the role it gives; an invitation makes one account."""
    from django.db import transaction

    from cakupan_app.ledger.models import Invitation, User

    with transaction.atomic():
        told = invitation_of(secret, at)
        open_still = Invitation.objects.filter(pk=told.pk, used_at=None, withdrawn_at=None, ends_at__gt=at)
        if not open_still.update(used_at=at) or not _still_stands(told):
            raise Refused("invitation_over")
        user = User.objects.create_user(told.email, name or told.name, password)
        _give(user, Assigned(told.role, told.area), by=told.made_by, at=at)
        trail.note(actor_of(user), "joined", at=at, area=told.area, subject=user.email, role=told.role)
        return user


def make_account(
    email: str, name: str, password: str, assigned: Sequence[Assigned], *, by: str, at: datetime
) -> "User":
    """An account made at the machine itself, by whoever runs it: the first administrator has nobody to invite them."""
    from django.db import transaction

    from cakupan_app.ledger.models import User

    for one in assigned:
        _check(one)
    address = email.strip().casefold()
    with transaction.atomic():
        if User.objects.filter(email=address).exists():
            raise Refused("account_exists", email=address)
        user = User.objects.create_user(address, name, password)
        for one in assigned:
            _give(user, one, by=by, at=at)
            note = {"role": one.role, "by": by}
            trail.note(actor_of(user), "account_made", at=at, area=one.area, subject=address, **note)
        return user


@together
def give_role(actor: Actor, email: str, assigned: Assigned, at: datetime) -> None:
    """Give somebody a role. NotAllowed outside the areas whose users the actor manages."""
    _check(assigned)
    actor.refuse_unless(MANAGE_USERS, assigned.area)
    user = _user(email)
    _alone_with(user)
    if user.email == actor.email:
        raise Refused("own_role_not_given")
    if any((one.role, one.area) == (assigned.role, assigned.area) for one in actor_of(user).assigned):
        raise Refused("role_given_already", email=user.email, role=assigned.role, area=assigned.area)
    _give(user, assigned, by=actor.email, at=at)
    trail.note(actor, "role_given", at=at, area=assigned.area, subject=user.email, role=assigned.role)


@together
def take_role(actor: Actor, assignment: int, at: datetime) -> None:
    """Take a role back, however often it was given; who gave it stays on record. One's own last right to manage users
    stays: someone has to."""
    from cakupan_app.ledger.models import Assignment

    given = Assignment.objects.filter(pk=assignment, withdraws=None).select_related("user").first()
    if given is None or not actor.may(MANAGE_USERS, given.area):
        raise Refused("role_unknown_here")
    if given.user.email == actor.email:
        raise Refused("own_role_stays")
    _alone_with(given.user)
    same = {"user": given.user, "role": given.role, "area": given.area}
    standing = list(Assignment.objects.filter(**same, withdraws=None, withdrawn_by=None))
    if not standing:
        return
    for one in standing:
        Assignment.objects.create(**same, made_at=at, made_by=actor.email, withdraws=one)
    trail.note(actor, "role_taken", at=at, area=given.area, subject=given.user.email, role=given.role)


def people_managed(actor: Actor) -> tuple[Person, ...]:
    """Everybody with a role in the areas whose users the actor manages, by name, also those whose account is closed."""
    from cakupan_app.ledger.models import Assignment

    actor.refuse_unless_anywhere(MANAGE_USERS)
    standing = Assignment.objects.filter(withdraws=None, withdrawn_by=None).select_related("user")
    found = []
    for user, rows in groupby(standing.order_by("user__name", "user__email", "pk"), lambda one: one.user):
        given = [Assigned(one.role, one.area, one.pk) for one in rows]
        here = tuple(one for one in given if actor.may(MANAGE_USERS, one.area))
        if here:
            found.append(Person(user, here, len(here) == len(given)))
    return tuple(found)


def invitations_open(actor: Actor, at: datetime) -> "tuple[Invitation, ...]":
    """The invitations that nobody took up yet, to the areas whose users the actor manages; the last made first."""
    from cakupan_app.ledger.models import Invitation

    actor.refuse_unless_anywhere(MANAGE_USERS)
    waiting = Invitation.objects.filter(used_at=None, withdrawn_at=None, ends_at__gt=at).order_by("-pk")
    return tuple(one for one in waiting if actor.may(MANAGE_USERS, one.area))


@together
def withdraw_invitation(actor: Actor, number: int, at: datetime) -> None:
    """End an invitation before it is taken up; Refused as if there were none outside the areas that they manage."""
    from cakupan_app.ledger.models import Invitation

    told = Invitation.objects.filter(pk=number).first()
    if told is None or not actor.may(MANAGE_USERS, told.area):
        raise Refused("invitation_unknown_here")
    if not Invitation.objects.filter(pk=number, used_at=None, withdrawn_at=None).update(withdrawn_at=at):
        raise Refused("invitation_over")
    trail.note(actor, "invitation_withdrawn", at=at, area=told.area, subject=told.email, role=told.role)


def areas_managed(actor: Actor, own: str) -> tuple[regions.Area, ...]:
    """The areas for which the actor can give roles, in the order of their codes: of the workspace `own` those that
    they manage, and two levels below, which of a regency are all districts and villages."""
    actor.refuse_unless_anywhere(MANAGE_USERS)
    given = {own if regions.is_within(own, area) else area for area in actor.areas_with(MANAGE_USERS)}
    below = [one for area in given for one in regions.children_of(area)]
    found = {one.code: one for one in (*map(regions.area, given), *below)}
    found |= {one.code: one for area in below for one in regions.children_of(area.code)}
    return tuple(found[code] for code in sorted(found))


@together
def make_token(actor: Actor, user: "User", label: str, area: str, at: datetime) -> tuple["ApiToken", str]:
    """A token for programs in the user's name, for `area`; the secret is shown once."""
    from cakupan_app.ledger.models import ApiToken

    regions.area(area)
    if not any(actor.may(right, area) for right in ("see_figures", "send")):
        actor.refuse_unless("see_figures", area)
    secret = f"ckp_{secrets.token_urlsafe(_SECRET_BYTES)}"
    made = ApiToken.objects.create(
        sha256=_hash(secret), user=user, label=label.strip(), area=area, made_at=at, ends_at=at + TOKEN_LASTS
    )
    trail.note(actor, "token_made", at=at, area=area, subject=str(made.pk))
    return made, secret


@together
def withdraw_token(actor: Actor, user: "User", number: int, at: datetime) -> None:
    """End a token of the user's own; Refused where they have none of that number."""
    from cakupan_app.ledger.models import ApiToken

    if not ApiToken.objects.filter(pk=number, user=user, withdrawn_at=None).update(withdrawn_at=at):
        raise Refused("token_unknown")
    trail.note(actor, "token_withdrawn", at=at, subject=str(number))


def actor_of_token(secret: str, at: datetime) -> Actor | None:
    """Whom a token speaks for, within its area; None where it opens nothing (any more)."""
    from cakupan_app.ledger.models import ApiToken

    found = ApiToken.objects.select_related("user").filter(sha256=_hash(secret), withdrawn_at=None, ends_at__gt=at)
    token = found.first()
    return actor_of(token.user, within=token.area) if token and token.user.is_active else None


def _still_stands(told: "Invitation") -> bool:
    """Whether who invited may do so still, and whom they invited has made no account in another way since."""
    from cakupan_app.ledger.models import User

    inviter = User.objects.filter(email=told.made_by).first()
    may = inviter is not None and actor_of(inviter).may(MANAGE_USERS, told.area)
    return may and not User.objects.filter(email=told.email).exists()


def _alone_with(user: "User") -> None:
    """Until the transaction ends nobody else gives `user` a role or takes one: no table can refuse that a role stands
    twice, because a row is never changed when it is withdrawn. SQLite has one writer anyway."""
    from cakupan_app.ledger.models import User

    User.objects.select_for_update().get(pk=user.pk)


def _give(user: "User", assigned: Assigned, *, by: str, at: datetime) -> None:
    from cakupan_app.ledger.models import Assignment

    Assignment.objects.create(user=user, role=assigned.role, area=assigned.area, made_at=at, made_by=by)


def _check(assigned: Assigned) -> None:
    if assigned.role not in roles():
        raise Refused("role_unknown", role=assigned.role, known=tuple(roles()))
    regions.area(assigned.area)


def _user(email: str) -> "User":
    from cakupan_app.ledger.models import User

    user = User.objects.filter(email=email.strip().casefold(), is_active=True).first()
    if user is None:
        raise Refused("account_unknown", email=email)
    return user


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
