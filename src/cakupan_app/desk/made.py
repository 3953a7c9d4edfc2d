"""A file that is made for somebody: ordered, waited for, and fetched."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan.basics.refused import Refused
from cakupan_app.jobs import port
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import served
from cakupan_app.look.downloads import download
from cakupan_app.look.purpose import looking
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploads_told import coded
from cakupan_app.look.voice import Voice
from cakupan_app.work.orders import Order, check, fetched, refuse_unless_purposed


def ordered(request: Asking, what: str, subject: str, **said: str) -> HttpResponse:
    """Order a file that the actor may have, and lead to where it is waited for."""
    order = Order(what, subject, request.actor.email, page_language(), said)
    check(served().workspace, request.actor, order)
    return HttpResponseRedirect(reverse("desk_made", args=[port.order(order)]))


@require_safe
def made(request: Asking, job: UUID) -> HttpResponse:
    """How far a file is, and where it is fetched; asked for by the page itself only that part comes back."""
    order, own = _own(request, job), bool(request.htmx)
    if not own:
        refuse_unless_purposed(looking(request), order)
    progress = port.progress_of(str(job))
    outcome = progress.outcome or {}
    facts = {
        "job": job,
        "what": f"made_{order.what}",
        "progress": progress,
        "name": outcome.get("name"),
        "refused": coded(Voice(page_language()), outcome["refused"]) if "refused" in outcome else None,
    }
    return render(request, "desk/made_state.html" if own else "desk/made.html", facts)


@require_safe
def fetch(request: Asking, job: UUID) -> HttpResponse:
    """The file itself."""
    order = _own(request, job)
    outcome = port.progress_of(str(job)).outcome or {}
    if "sha256" not in outcome:
        raise Refused("made_not_yet")
    name, content, kind = fetched(served().workspace, looking(request), order, outcome)
    return download(name, content, kind)


def _own(request: Asking, job: UUID) -> Order:
    """What was ordered; Refused, as if there were no such job, where somebody else ordered it."""
    order = port.order_of(str(job))
    if order.by != request.actor.email:
        raise Refused("job_unknown")
    return order
