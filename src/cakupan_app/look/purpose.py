"""What somebody looks at people for: said once in a room, kept in their session, asked for when it no longer holds."""

from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now
from cakupan_app.work.seeing import PURPOSE_HOLDS, PURPOSES, Looking, Purpose, purpose_parts, stated

_KEPT = "purposes"  # of the session: what was said in each room, and when
_LAST = "purpose_said"  # in whichever room: what the next one suggests


def looking(request: Asking) -> Looking:
    """Who looks, and what they said in this room that they look for."""
    kept = request.session.get(_KEPT, {}).get(_room(request.path))
    purpose = Purpose(kept[0], datetime.fromisoformat(kept[1])) if kept else None
    return Looking(request.actor, now(), purpose)


def ask_purpose(request: HttpRequest) -> HttpResponse:
    """On to the question, and from there back to the page that asked."""
    where = f"{reverse('purpose')}?{urlencode({'next': _page_of(request)})}"
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def purpose(request: Asking) -> HttpResponse:
    """The question, and its answer, which is kept for the room that asked."""
    back = _ours(request, request.GET.get("next", "")) or reverse("home")
    code, text = purpose_parts(request.session[_LAST]) if _LAST in request.session else ("", "")
    problem = None
    if request.method == "POST":
        code, text = request.POST.get("purpose", ""), request.POST.get("purpose_text", "")
        try:
            found = stated(code, text, now())
        except Refused as refusal:
            problem = refusal
        else:
            _keep(request, _room(back), found)
            return HttpResponseRedirect(back)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    minutes = int(PURPOSE_HOLDS.total_seconds() // 60)
    facts = {"purposes": PURPOSES, "problem": problem, "code": code, "text": text, "minutes": minutes}
    return render(request, "look/purpose.html", facts, status=status)


def _keep(request: Asking, room: str, said: Purpose) -> None:
    kept = request.session.get(_KEPT, {})
    request.session[_KEPT] = {**kept, room: [said.said, said.said_at.isoformat()]}
    request.session[_LAST] = said.said


def _room(path: str) -> str:
    """The room that a page lies in, whichever language it is in: `desk/workers`."""
    return "/".join(urlsplit(path).path.removeprefix("/en").strip("/").split("/")[:2])


def _page_of(request: HttpRequest) -> str:
    """The page asked for; of a form that was sent the page on which it stands."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return _ours(request, request.headers.get("Referer", "")) or reverse("home")


def _ours(request: HttpRequest, address: str) -> str:
    """Path and query of an address on this site; nothing of one elsewhere."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    ours = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
    # a path that begins with two strokes is another site once our own name is taken off before it
    return ours if ours.startswith("/") and url_has_allowed_host_and_scheme(ours, set()) else ""
