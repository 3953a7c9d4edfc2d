"""How somebody gets back into their account, and how one is closed: by whoever manages users, or at the machine.

Both take away at once everything that opens the account: its password, its second factor, its sessions (which hold only
as long as the password does) and the tokens of its programs. What they were given stays on record.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from cakupan.basics.refused import Refused
from cakupan_app.work import trail
from cakupan_app.work.rights import MANAGE_USERS, Actor, actor_of, assigned_to
from cakupan_app.work.trail import together

if TYPE_CHECKING:
    from cakupan_app.ledger.models import User

_SECOND_FACTORS = "mfa"  # allauth's tables of them, which the site alone has


class _Links(PasswordResetTokenGenerator):
    """Links that nothing is kept of: each is sealed over the password of now, so that a later one, the new password,
    or the closing of the account ends it. They last as long as PASSWORD_RESET_TIMEOUT says."""

    key_salt = "cakupan.recovery"

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    def _now(self) -> datetime:
        return self._at.astimezone(UTC).replace(tzinfo=None)


@together
def recover(actor: Actor, number: int, at: datetime) -> tuple["User", str]:
    """Shut somebody out and make the secret of a link by which they choose a new password, to be handed to them alone:
    whoever holds it is let in, once, and the trail tells who made it. An account that was closed is open again.

    Refused as if there were none outside the areas that the actor manages, and for their own account; NotAllowed where
    that person has a role beyond these areas as well.
    """
    user = _managed(actor, number)
    user.is_active = True
    _shut_out(user, at)
    trail.note(actor, "recovery_made", at=at, area=area_of_user(user), subject=user.email)
    return user, f"{user.pk}-{_Links(at).make_token(user)}"


@together
def close(actor: Actor, number: int, at: datetime) -> "User":
    """Close somebody's account; refused as `recover` is."""
    user = _managed(actor, number)
    user.is_active = False
    _shut_out(user, at)
    trail.note(actor, "account_closed", at=at, area=area_of_user(user), subject=user.email)
    return user


def recovery_of(secret: str, at: datetime) -> "User":
    """Whose account a link opens; Refused where it is none, was used, or has ended."""
    from cakupan_app.ledger.models import User

    number, _, token = secret.partition("-")
    known = number.isascii() and number.isdigit() and len(number) < 10
    user = User.objects.filter(pk=int(number), is_active=True).first() if known else None
    if user is None or not _Links(at).check_token(user, token):
        raise Refused("recovery_over")
    return user


@together
def come_back(secret: str, password: str, at: datetime) -> "User":
    """Give the account of a link its new password, once: two that use it at the same time are one after the other."""
    from cakupan_app.ledger.models import User

    User.objects.select_for_update().get(pk=recovery_of(secret, at).pk)
    user = recovery_of(secret, at)
    user.set_password(password)
    user.save()
    trail.note(actor_of(user), "came_back", at=at, area=area_of_user(user), subject=user.email)
    return user


@together
def reset_here(email: str, password: str, *, by: str, at: datetime) -> "User":
    """Give an account a new password at the machine itself, and open it where it was closed; Refused for none."""
    user = account_here(email)
    user.is_active = True
    _shut_out(user, at)
    user.set_password(password)
    user.save()
    trail.note(actor_of(user), "account_reset", at=at, area=area_of_user(user), subject=user.email, by=by)
    return user


@together
def close_here(email: str, *, by: str, at: datetime) -> "User":
    """Close an account at the machine itself; Refused for none."""
    user = account_here(email)
    user.is_active = False
    _shut_out(user, at)
    trail.note(actor_of(user), "account_closed", at=at, area=area_of_user(user), subject=user.email, by=by)
    return user


def account_here(email: str) -> "User":
    """The account of an address, closed or not; Refused where there is none."""
    from cakupan_app.ledger.models import User

    user = User.objects.filter(email=email.strip().casefold()).first()
    if user is None:
        raise Refused("account_unknown", email=email)
    return user


def _managed(actor: Actor, number: int) -> "User":
    """Whoever opens an account may do all that it may: so nobody does that for more than they manage."""
    from cakupan_app.ledger.models import User

    actor.refuse_unless_anywhere(MANAGE_USERS)
    user = User.objects.select_for_update().filter(pk=number).first()
    given = assigned_to(user) if user else ()
    if user is None or not any(actor.may(MANAGE_USERS, one.area) for one in given):
        raise Refused("person_managed_unknown_here")
    if user.email == actor.email:
        raise Refused("own_account_stays")
    for one in given:
        actor.refuse_unless(MANAGE_USERS, one.area)
    return user


def _shut_out(user: "User", at: datetime) -> None:
    user.set_unusable_password()
    user.save()
    user.tokens.filter(withdrawn_at=None).update(withdrawn_at=at)
    if apps.is_installed("allauth.mfa"):
        apps.get_model(_SECOND_FACTORS, "Authenticator").objects.filter(user=user).delete()


def area_of_user(user: "User") -> str:
    """The widest area of their roles: under it the line is found by those who see the trail there."""
    return min((one.area for one in assigned_to(user)), key=lambda area: (area.count("."), area), default="")
