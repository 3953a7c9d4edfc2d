"""Signing in by the server of another office (OIDC): it says who somebody is, and never what they may do here."""

from http import HTTPStatus
from typing import Any, NoReturn

import requests
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest

from cakupan.basics.refused import Refused
from cakupan_app.look.refusals import refusal_page


class ElsewhereAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody but whoever has an account comes in: known by an address that the server has verified, and from then on
    by the name that the server has for them."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        # `connect` would tie an account here to any name there, whatever its address
        if sociallogin.state.get("process") != AuthProcess.LOGIN or not sociallogin.is_existing:
            _refuse(request, "sign_in_not_invited", HTTPStatus.FORBIDDEN)
        known, told = SocialAccount.objects.filter(user=sociallogin.user), sociallogin.account
        # an address may be handed on to a successor: the name that the server had for somebody stays theirs
        if known.filter(provider=told.provider).exclude(uid=told.uid).exists():
            _refuse(request, "sign_in_other_name", HTTPStatus.FORBIDDEN)
        # Whoever manages users vouches for the address of an account. To allauth it would be one that anybody may have
        # claimed, and it would take the password away.
        vouched = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=sociallogin.user, email=sociallogin.user.email, defaults=vouched)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_facts: Any) -> None:  # noqa: ARG002
        _refuse(request, "sign_in_other_failed", HTTPStatus.BAD_GATEWAY)

    def get_requests_session(self) -> requests.Session:
        return _Asking()


class _Asking(requests.Session):
    """Asks the server; one that does not answer as it should is a refusal and no surprise."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        try:
            answer = super().request(*args, **{"timeout": app_settings.REQUESTS_TIMEOUT, **options})
            answer.raise_for_status()
        except requests.RequestException:
            raise Refused("sign_in_other_failed") from None
        return answer


def _refuse(request: HttpRequest, code: str, status: HTTPStatus) -> NoReturn:
    raise ImmediateHttpResponse(refusal_page(request, Refused(code), status))
