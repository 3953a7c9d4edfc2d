"""The people who use the site: who they are, what they were given, and who is invited."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.refusals import status_of
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.words import say
from cakupan_app.work import accounts, recovery
from cakupan_app.work.rights import MANAGE_USERS, Assigned, NotAllowed, rights_of, roles
from cakupan_app.work.site_config import UNSAID_URL


class InviteForm(forms.Form):
    """Whom to invite, in which role, for which area."""

    email = forms.EmailField(max_length=254)
    name = forms.CharField(max_length=150)
    role = forms.CharField(max_length=30)
    area = forms.CharField(max_length=13)


class GiveForm(forms.Form):
    """What to give to somebody who has an account."""

    email = forms.EmailField(max_length=254)
    role = forms.CharField(max_length=30)
    area = forms.CharField(max_length=13)


@sensitive_variables("invited", "link")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def users(request: Asking) -> HttpResponse:
    """Everybody whom the actor manages; an invitation that is made here shows its link once."""
    actor = request.actor
    actor.refuse_unless_anywhere(MANAGE_USERS)
    if request.method != "POST":
        return _page(request)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, invite=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = form.cleaned_data
    try:
        invited = accounts.invite(actor, told["email"], told["name"], Assigned(told["role"], told["area"]), now())
    except NotAllowed:
        raise
    except Refused as problem:
        return _page(request, invite=form, problem=problem, status=_status(problem))
    link = _reached_at(request) + reverse("invitation", args=[invited.secret])
    return _page(request, link=link, invited=invited.invitation)


def _reached_at(request: Asking) -> str:
    """How others reach the site: as the settings say, else as the one who asks does, whose host the settings allow."""
    said: str = settings.CONFIG.url
    return said if said != UNSAID_URL else f"{request.scheme}://{request.get_host()}"


@require_POST
@login_required
def give(request: Asking) -> HttpResponse:
    actor = request.actor
    actor.refuse_unless_anywhere(MANAGE_USERS)
    form = GiveForm(request.POST)
    if not form.is_valid():
        return _page(request, give=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = form.cleaned_data
    try:
        accounts.give_role(actor, told["email"], Assigned(told["role"], told["area"]), now())
    except NotAllowed:
        raise
    except Refused as problem:
        return _page(request, give=form, problem=problem, status=_status(problem))
    return _done(request, "users_given", email=told["email"])


@require_POST
@login_required
def take(request: Asking, assignment: int) -> HttpResponse:
    request.actor.refuse_unless_anywhere(MANAGE_USERS)
    accounts.take_role(request.actor, assignment, now())
    return _done(request, "users_taken")


@require_POST
@login_required
def withdraw(request: Asking, invitation: int) -> HttpResponse:
    request.actor.refuse_unless_anywhere(MANAGE_USERS)
    accounts.withdraw_invitation(request.actor, invitation, now())
    return _done(request, "users_invitation_withdrawn")


@sensitive_variables("secret", "link")
@require_POST
@never_cache
@login_required
def recover(request: Asking, user: int) -> HttpResponse:
    """A link by which somebody gets back into their account, or into one that was closed; it is shown once."""
    account, secret = recovery.recover(request.actor, user, now())
    return _page(request, way_back=_reached_at(request) + reverse("way_back", args=[secret]), account=account)


@require_POST
@login_required
def close(request: Asking, user: int) -> HttpResponse:
    account = recovery.close(request.actor, user, now())
    return _done(request, "users_closed", email=account.email)


def _done(request: Asking, code: str, **facts: str) -> HttpResponse:
    messages.success(request, say(code, facts, page_language()))
    return HttpResponseRedirect(reverse("desk_users"))


def _status(problem: Refused) -> HTTPStatus:
    """A form that is wrong is shown again with 422; only what is no form of ours is a refusal of its own."""
    found = status_of(problem)
    return HTTPStatus.UNPROCESSABLE_ENTITY if found in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND) else found


def _page(request: Asking, *, status: HTTPStatus = HTTPStatus.OK, **more: Any) -> HttpResponse:
    actor, at = request.actor, now()
    facts = {
        "people": accounts.people_managed(actor),
        "invitations": accounts.invitations_open(actor, at),
        "roles": [(name, sorted(rights_of(name))) for name in roles()],
        "areas": accounts.areas_managed(actor, served().workspace.area),
        "lasts": accounts.INVITATION_LASTS.days,
        "back_lasts": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        **more,
    }
    return render(request, "desk/users.html", facts, status=status)
