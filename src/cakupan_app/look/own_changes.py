"""What somebody changes in their own account, written on the trail: allauth changes it, and tells of it by signals."""

from collections.abc import Callable
from typing import Any

from cakupan_app.look.at_hand import now
from cakupan_app.work import trail
from cakupan_app.work.recovery import area_of_user
from cakupan_app.work.rights import actor_of


def listen() -> None:
    """Write a line for each such change from now on: after it, since the views are allauth's and have no transaction
    of ours. Who cannot be told of gets an error, and not the next page."""
    from allauth.account.signals import password_changed
    from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

    changes = (
        (password_changed, "password_changed"),
        (authenticator_added, "second_factor_added"),
        (authenticator_removed, "second_factor_removed"),
        (authenticator_reset, "second_factor_renewed"),
    )
    for signal, action in changes:
        signal.connect(_noting(action), weak=False, dispatch_uid=f"cakupan trail {action}")


def _noting(action: str) -> Callable[..., None]:
    def note(*, user: Any, authenticator: Any = None, **_told: Any) -> None:
        facts = {"factor": str(authenticator.type)} if authenticator else {}
        trail.note(actor_of(user), action, at=now(), area=area_of_user(user), subject=user.email, **facts)

    return note
