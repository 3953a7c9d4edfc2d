"""What somebody changes in their own account, written on the trail in the transaction of the change.

allauth changes it. Its signals come after that, some once the transaction is over, so that a line written by them could
be missing. A password is therefore kept by our own adapter, and its views of second factors are watched from outside.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver

from cakupan_app.look.at_hand import now
from cakupan_app.work import trail
from cakupan_app.work.recovery import area_of_user
from cakupan_app.work.rights import actor_of

if TYPE_CHECKING:
    from cakupan_app.ledger.models import User

View = Callable[..., HttpResponseBase]


def keep_password(user: "User") -> None:
    """Keep the password that somebody chose for themselves, with its line."""
    with transaction.atomic():
        user.save()
        _note(user, "password_changed")


def watched(patterns: "Iterable[URLPattern | URLResolver]") -> "list[URLPattern | URLResolver]":
    """These addresses, whose views write a line for each second factor that they add, renew or take away."""
    found = list(patterns)
    for one in found:
        if isinstance(one, URLPattern):
            one.callback = _watching(one.callback)
        else:
            watched(one.url_patterns)
    return found


def _watching(view: View) -> View:
    @wraps(view)
    def watching(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        user: Any = request.user
        if request.method != "POST" or not user.is_authenticated:
            return view(request, *args, **options)
        with transaction.atomic():
            before = _factors(user)
            response = view(request, *args, **options)
            _note_factors(user, before, _factors(user))
        return response

    return watching


def _factors(user: "User") -> Mapping[int, str]:
    """The kind of each second factor of somebody, by its number."""
    from allauth.mfa.models import Authenticator

    return dict(Authenticator.objects.filter(user_id=user.pk).order_by("pk").values_list("pk", "type"))


def _note_factors(user: "User", before: Mapping[int, str], after: Mapping[int, str]) -> None:
    added = [kind for number, kind in after.items() if number not in before]
    removed = [kind for number, kind in before.items() if number not in after]
    for kind in added:
        _note(user, "second_factor_renewed" if kind in removed else "second_factor_added", factor=kind)
    for kind in removed:
        if kind not in added:
            _note(user, "second_factor_removed", factor=kind)


def _note(user: "User", action: str, **facts: str) -> None:
    trail.note(actor_of(user), action, at=now(), area=area_of_user(user), subject=user.email, **facts)
