"""Pages of one's own account: what one may do, an invitation taken up, tokens for programs."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now
from cakupan_app.look.numbers import whole
from cakupan_app.look.refusals import refusal_page
from cakupan_app.look.signing_in import PROVED_AT
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.words import say
from cakupan_app.work import accounts
from cakupan_app.work.rights import SEE_FIGURES, SEND

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@login_required
def account(request: Asking) -> HttpResponse:
    return render(request, "look/account.html", {"user": request.user})


class JoinForm(forms.Form):
    """A name and a password, chosen by whom the invitation is for."""

    name = forms.CharField(max_length=150)
    password = forms.CharField(widget=forms.PasswordInput, strip=False)

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Asking, secret: str) -> HttpResponse:
    """An invitation: who, as what, for where; and the account that it makes."""
    told = accounts.invitation_of(secret, now())
    form = JoinForm(request.POST or None, initial={"name": told.name})
    if request.method == "POST" and form.is_valid():
        user = accounts.join(secret, form.cleaned_data["name"], form.cleaned_data["password"], now())
        login(request, user, backend=_BACKEND)
        request.session[PROVED_AT] = now().timestamp()
        return HttpResponseRedirect(reverse("home"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    facts = {"form": form, "invitation": told, "place": regions.area(told.area).title}
    return render(request, "look/invitation.html", facts, status=status)


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
