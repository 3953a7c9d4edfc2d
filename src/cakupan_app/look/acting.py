"""Who asks for a page: the signed-in user as an actor, once they have their second factor."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cakupan_app.look.at_hand import served
from cakupan_app.work.rights import NOBODY, Actor, actor_of

if TYPE_CHECKING:
    from cakupan_app.ledger.models import User

Handler = Callable[[HttpRequest], HttpResponse]


class Asking(HttpRequest):
    """A request as the rooms get it: with who asks."""

    actor: Actor
    htmx: Any  # of django-htmx: true where a part of a page is asked for
    user: "User"


_WITHOUT_SECOND_FACTOR = ("/account/", "/en/account/", "/static/")


def know_the_actor(get_response: Handler) -> Handler:
    """Middleware: sets `request.actor`. Whoever has no second factor yet is led to make one before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_of(user) if user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        if (
            settings.CONFIG.second_factor
            and user.is_authenticated
            and not request.path.startswith(_WITHOUT_SECOND_FACTOR)
        ):
            from allauth.mfa.utils import is_mfa_enabled

            if not is_mfa_enabled(user):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if request.method in ("GET", "HEAD"):
            with served().one_look():
                return get_response(request)
        return get_response(request)

    return middleware
