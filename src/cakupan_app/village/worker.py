"""One worker by a form on a phone: checked while it is typed, sent once however often the signal is lost."""

from http import HTTPStatus
from importlib.resources import files
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cakupan.basics.month import day_in_jakarta
from cakupan_app.jobs import port
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.documents import area_title
from cakupan_app.look.places import villages_below
from cakupan_app.look.refusals import wants_json
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploads_told import answer_told, status_look
from cakupan_app.look.voice import Voice
from cakupan_app.work import one_worker
from cakupan_app.work.one_worker import Worker
from cakupan_app.work.rights import SEND

_SEXES = ("L", "P")


class WorkerForm(forms.Form):
    """The form as it was sent; what is wrong with it `work.one_worker` says."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    nik = forms.CharField(max_length=60)
    name = forms.CharField(max_length=150, required=False)
    birth = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
    sex = forms.ChoiceField(required=False, choices=[("", ""), *((sex, sex) for sex in _SEXES)])
    village = forms.CharField(max_length=13)
    address = forms.CharField(max_length=250, required=False)
    phone = forms.CharField(max_length=40, required=False)
    occupation = forms.CharField(max_length=80, required=False)

    def worker(self) -> Worker:
        told = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Worker(**told)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def worker(request: Asking) -> HttpResponse:
    """The form; and, sent, the worker: as a page, or as JSON to the page's own script."""
    actor = request.actor
    actor.refuse_unless_anywhere(SEND)
    form = WorkerForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and _sound(form):
        sent = one_worker.send_worker(
            served().workspace, actor, form.cleaned_data["key"], form.worker(), now(), port.receive
        )
        if wants_json(request):
            return JsonResponse({"key": str(sent.key)})
        return HttpResponseRedirect(f"{reverse('village_worker')}#sent")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.errors and wants_json(request):
        return JsonResponse({"errors": form.errors}, status=status)
    return render(request, "village/worker.html", _facts(request, form), status=status)


def _sound(form: WorkerForm) -> bool:
    """Whether it can be sent; what is wrong stands at its fields."""
    if not form.is_valid():
        return False
    voice = Voice(page_language())
    for field, told in one_worker.worker_problems(form.worker(), day_in_jakarta(now())).items():
        form.add_error(field, voice.text(told.code, **told.facts))
    return not form.errors


def _facts(request: Asking, form: WorkerForm) -> dict[str, Any]:
    return {**_asked(request, form), **_sent(request)}


def _asked(request: Asking, form: WorkerForm) -> dict[str, Any]:
    """What the form asks, and what is told of the answers that stand in it."""
    from cakupan.reports.forms import forms as known

    actor = request.actor
    occupations = next(one.choices for one in known()["nominations"].columns if one.column == "occupation")
    return {
        "form": form,
        "villages": villages_below(actor.areas_with(SEND), served().workspace.area),
        "sexes": _SEXES,
        "occupations": occupations,
        "seen": _seen(form) if form.is_bound and "nik" not in form.errors else None,
    }


def _seen(form: WorkerForm) -> one_worker.NikSeen:
    told = form.cleaned_data
    return one_worker.nik_seen(told.get("nik", ""), told.get("birth"), told.get("sex", ""), day_in_jakarta(now()))


@require_safe
@never_cache
def alone(request: Asking) -> HttpResponse:
    """The empty form without anybody whom one sent: what a phone keeps, to open it where there is no signal."""
    request.actor.refuse_unless_anywhere(SEND)
    form = WorkerForm(initial={"key": uuid4()})
    return render(request, "village/worker.html", {**_asked(request, form), "alone": True})


@require_safe
@never_cache
def offline(request: Asking) -> HttpResponse:
    """The script that keeps the form on the phone: a browser lets it answer only for what lies beside its address."""
    request.actor.refuse_unless_anywhere(SEND)
    script = files("cakupan_app.look").joinpath("static/look/offline.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@sensitive_post_parameters()
@require_POST
def nik(request: Asking) -> HttpResponse:
    """What the NIK says that is being typed. It comes in the body: an address is kept in logs."""
    request.actor.refuse_unless_anywhere(SEND)
    form = WorkerForm(request.POST)
    form.is_valid()
    typed = bool(request.POST.get("nik", "").strip())
    return render(request, "village/nik.html", {"seen": _seen(form) if typed else None})


@require_safe
def sent(request: Asking) -> HttpResponse:
    """What became of the workers whom one sent: the part of the page that changes."""
    return render(request, "village/sent.html", _sent(request))


def _sent(request: Asking) -> dict[str, Any]:
    voice = Voice(page_language())
    workers = one_worker.workers_sent(request.actor)
    told = [(one, status_look(one.status), area_title(one.area), _why(voice, one)) for one in workers]
    return {"workers": told, "waiting": any(one.status == "waiting" for one in workers)}


def _why(voice: Voice, one: one_worker.WorkerSent) -> list[str]:
    """Why a worker was not simply accepted."""
    if one.document is None:
        return []
    told = answer_told(voice, one.status, one.document)
    reasons = [reason["sentence"] for reason in told["reasons"]]
    if one.status == "refused" and not reasons:
        return [told["error"]] if told["error"] else []
    return [*told["held"], *reasons]
