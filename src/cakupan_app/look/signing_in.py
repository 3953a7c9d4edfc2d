"""How allauth behaves here: nobody signs up by themselves, and who tries too often waits."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from cakupan.basics.refused import Refused
from cakupan_app.look.at_hand import now
from cakupan_app.look.own_changes import keep_password
from cakupan_app.look.refusals import refusal_page

PROVED_AT = "proved_at"  # of a session: when its account was made with a password


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever came in, chose a password or proved themselves again within the last minutes need not do so once
        more: setting up a second factor on the first day would ask for the same password twice."""
        from allauth.account import app_settings
        from allauth.account.authentication import get_authentication_records

        records = get_authentication_records(self.request, self.request.user)
        last = max((self.request.session.get(PROVED_AT, 0), *(one["at"] for one in records)))
        if now().timestamp() - last < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def set_password(self, user: Any, password: str) -> None:
        """What allauth does, with a line on the trail in the same transaction, which no password is hashed in."""
        user.set_password(password)
        keep_password(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        from django.conf import settings

        if settings.CONFIG.mail:
            super().send_mail(template_prefix, email, context)


def address_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Whose account somebody tries to open, as axes counts it: allauth hands over an address, the form has `login`."""
    told = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(told).strip().casefold()


def address_asked_from(request: HttpRequest) -> str:
    """Whence somebody asks. What the request itself says of that is believed only where a proxy of ours stands before
    the site, and then only what that proxy wrote: the last address of X-Forwarded-For."""
    return str(AccountAdapter(request).get_client_ip(request))


def locked_out(request: HttpRequest, *_args: Any, **_facts: Any) -> HttpResponse:
    """The page of somebody who tried too many passwords."""
    return refusal_page(request, Refused("signing_in_locked"), HTTPStatus.TOO_MANY_REQUESTS)
