"""Pages of one's own account: what one may do, an invitation or a way back taken up, tokens for programs."""

from http import HTTPStatus
from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.ledger.models import User
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now
from cakupan_app.look.numbers import whole
from cakupan_app.look.refusals import refusal_page
from cakupan_app.look.signing_in import PROVED_AT
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.words import say
from cakupan_app.work import accounts, recovery
from cakupan_app.work.rights import SEE_FIGURES, SEND


@require_safe
@login_required
def account(request: Asking) -> HttpResponse:
    return render(request, "look/account.html", {"user": request.user})


class PasswordForm(forms.Form):
    """A password, chosen by whose account it opens."""

    password = forms.CharField(widget=forms.PasswordInput, strip=False)

    def __init__(self, *told: Any, email: str, **more: Any) -> None:
        super().__init__(*told, **more)
        self._email = email

    def clean(self) -> dict[str, Any]:
        # together, because a password that is like one's name or address is as good as none
        told = super().clean() or self.cleaned_data
        if "password" in told:
            try:
                validate_password(told["password"], User(email=self._email, name=told.get("name", "")))
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return told


class JoinForm(PasswordForm):
    """A name and a password, chosen by whom the invitation is for."""

    name = forms.CharField(max_length=150)
    field_order = ("name", "password")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: Asking, secret: str) -> HttpResponse:
    """An invitation: who, as what, for where; and the account that it makes."""
    told = accounts.invitation_of(secret, now())
    form = JoinForm(request.POST or None, initial={"name": told.name}, email=told.email)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, accounts.join(secret, form.cleaned_data["name"], form.cleaned_data["password"], now()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    facts = {"form": form, "invitation": told, "place": regions.area(told.area).title}
    return render(request, "look/invitation.html", facts, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def way_back(request: Asking, secret: str) -> HttpResponse:
    """A new password for an account that nobody can open any more, by the link that whoever manages users gave."""
    user = recovery.recovery_of(secret, now())
    form = PasswordForm(request.POST or None, email=user.email)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, recovery.come_back(secret, form.cleaned_data["password"], now()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "look/way_back.html", {"form": form, "email": user.email}, status=status)


def _let_in(request: Asking, user: User) -> HttpResponse:
    """Sign in whoever just chose their password, as the door does: so that this session is among their sessions, and
    a second factor is asked for where they have one."""
    if request.user.is_authenticated:
        logout(request)  # somebody else, at the same computer
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    request.session[PROVED_AT] = now().timestamp()
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tokens(request: Asking) -> HttpResponse:
    """The tokens of one's own programs; a new one is shown once."""
    actor, secret = request.actor, None
    if request.method == "POST" and request.POST.get("end"):
        accounts.withdraw_token(actor, request.user, whole(request.POST["end"]) or 0, now())
        messages.success(request, say("token_ended", {}, page_language()))
        return HttpResponseRedirect(reverse("account_tokens"))
    if request.method == "POST":
        label, area = request.POST.get("label", "").strip() or "API", request.POST.get("area", "")
        _, secret = accounts.make_token(actor, request.user, label[:100], area, now())
    own = request.user.tokens.filter(withdrawn_at=None, ends_at__gt=now()).order_by("-made_at")
    areas = sorted({*actor.areas_with(SEE_FIGURES), *actor.areas_with(SEND)})
    places = [regions.area(code) for code in areas]
    return render(request, "look/tokens.html", {"tokens": own, "secret": secret, "places": places})


def no_sign_up(request: Asking) -> HttpResponse:
    """Nobody makes an account by themselves: they are invited."""
    return refusal_page(request, Refused("sign_up_closed"), HTTPStatus.FORBIDDEN)
