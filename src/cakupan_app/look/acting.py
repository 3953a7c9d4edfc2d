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


# Whether a thing is there is nothing to tell at the door.
_FOR_THOSE_WHO_SIGNED_IN = tuple(f"{lang}/{room}/" for lang in ("", "/en") for room in ("desk", "village", "agency"))
_ON_THE_WAY_IN = ("login", "logout", "second-factor", "reauthenticate", "invitation", "back", "inactive")
_WITHOUT_SECOND_FACTOR = (
    "/static/",
    *(f"{lang}/account/{page}/" for lang in ("", "/en") for page in _ON_THE_WAY_IN),
)


def know_the_actor(get_response: Handler) -> Handler:
    """Middleware: sets `request.actor`. Whoever has not signed in is led to the door, and whoever has no second factor
    yet to make one, before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_of(user) if user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        if not user.is_authenticated and request.path.startswith(_FOR_THOSE_WHO_SIGNED_IN):
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        if user.is_authenticated and _needs_second_factor(request):
            return HttpResponseRedirect(reverse("mfa_index" if settings.PASSKEYS else "mfa_activate_totp"))
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with served().one_look():
            return get_response(request)

    return middleware


def _needs_second_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    if not settings.CONFIG.second_factor or request.path.startswith(_WITHOUT_SECOND_FACTOR):
        return False
    return not is_mfa_enabled(request.user)
