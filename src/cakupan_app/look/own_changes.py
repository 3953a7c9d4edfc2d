"""What somebody changes in their own account, written on the trail: allauth changes it, and tells of it by signals."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

from cakupan_app.look.at_hand import now
from cakupan_app.work import trail
from cakupan_app.work.rights import actor_of

_FACTORS = (
    (authenticator_added, "second_factor_added"),
    (authenticator_removed, "second_factor_removed"),
    (authenticator_reset, "second_factor_renewed"),
)


def listen() -> None:
    """Write a line for each such change from now on, in the transaction of the request where it has one."""
    password_changed.connect(_password_changed, dispatch_uid="cakupan trail")
    for signal, action in _FACTORS:
        signal.connect(_noting(action), weak=False, dispatch_uid=f"cakupan trail {action}")


def _password_changed(*, user: Any, **_facts: Any) -> None:
    trail.note(actor_of(user), "password_changed", at=now(), subject=user.email)


def _noting(action: str) -> Any:
    def note(*, user: Any, authenticator: Any, **_facts: Any) -> None:
        trail.note(actor_of(user), action, at=now(), subject=user.email, factor=str(authenticator.type))

    return note
