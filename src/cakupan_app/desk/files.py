"""Files of one's areas: which came in and what became of them, sending one, and the forms to fill in."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cakupan.basics.month import Month, day_in_jakarta, parse_month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan_app.desk import drafts
from cakupan_app.desk.made import ordered
from cakupan_app.jobs import port
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.documents import area_title
from cakupan_app.look.downloads import download
from cakupan_app.look.places import places_below
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploading import file_of, takes_files
from cakupan_app.look.uploads_told import kinds_named, status_look
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import say
from cakupan_app.work import answering, media_types
from cakupan_app.work.forms import form_of, request_of
from cakupan_app.work.glances import is_parcel
from cakupan_app.work.rights import SEND
from cakupan_app.work.sent_files import STATUSES, files_seen
from cakupan_app.work.uploads import MOST_MEGABYTES, Sent, sent_before, take_in

_ON_A_PAGE = 50


class SendForm(forms.Form):
    """What somebody says of a file. `key` is made once by the page: the form sent twice is one file."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(required=False)
    month = forms.CharField(required=False, max_length=20)
    area = forms.CharField(max_length=13)
    hold = forms.BooleanField(required=False)

    def clean_month(self) -> Month | None:
        text = self.cleaned_data["month"].strip()
        if not text:
            return None
        month = parse_month(text)
        if isinstance(month, Month):
            return month
        raise forms.ValidationError(say(month.code, {"text": text}, page_language()))

    def clean_kind(self) -> Kind | None:
        return Kind(self.cleaned_data["kind"]) if self.cleaned_data["kind"] else None


@require_safe
def files(request: Asking) -> HttpResponse:
    """The files of one's areas, those of a status or kind alone where that is asked for."""
    actor = request.actor
    status, kind = request.GET.get("status") or None, request.GET.get("kind") or None
    voice = Voice(page_language())
    lines = files_seen(served().workspace, actor, status, kind)
    page = Paginator(lines, _ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "lines": [(line, status_look(line.status), area_title(line.area)) for line in page],
        "kinds": kinds_named(voice),
        "statuses": STATUSES,
        "status": status,
        "kind": kind,
        "may_send": actor.may_anywhere(SEND),
    }
    return render(request, "desk/files.html", facts)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def send(request: Asking) -> HttpResponse:
    """Send a file: looked at first, or straight away."""
    actor = request.actor
    actor.refuse_unless_anywhere(SEND)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        sent, problem = _sent(request, form)
        if sent is not None:
            return sent
        form.add_error(None, problem)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/send.html", _choices(request, form), status=status)


def _form(request: Asking) -> SendForm:
    form = SendForm(request.POST or None, initial={"key": uuid4()})
    kinds: Any = form.fields["kind"]
    kinds.choices = [("", ""), *kinds_named(Voice(page_language()))]
    return form


def _sent(request: Asking, form: SendForm) -> tuple[HttpResponse | None, str]:
    """Where a file that was sent is to be seen, or what is wrong with it, for the form to say."""
    actor, told = request.actor, form.cleaned_data
    actor.refuse_unless(SEND, told["area"])
    key: UUID = told["key"]
    try:
        name, content = file_of(request, "file")
        sent = Sent(key, name, told["kind"], told["month"], told["area"], hold=told["hold"])
        if "straight" in request.POST or is_parcel(content, name):  # every file in a ZIP has its own headings
            upload = take_in(served().workspace, actor, sent, content, now(), port.receive)
            return HttpResponseRedirect(reverse("desk_upload", args=[upload.key])), ""
        if sent_before(actor, key):  # a browser went back to the page from which another file was sent
            sent = replace(sent, key=uuid4())
        drafts.keep(request, served().workspace, sent, content)
    except Refused as problem:
        if problem.code == "upload_unknown":
            raise
        return None, say(problem.code, problem.facts, page_language())
    return HttpResponseRedirect(reverse("desk_draft", args=[sent.key])), ""


def _choices(request: Asking, form: SendForm) -> dict[str, Any]:
    actor = request.actor
    return {
        "form": form,
        "kinds": kinds_named(Voice(page_language())),
        "places": places_below(actor.areas_with(SEND), served().workspace.area),
        "most": MOST_MEGABYTES,
    }


@require_safe
def form_to_fill(request: Asking) -> HttpResponse:
    """A form to fill in, of a kind and for an area that one sends for; it knows again what it is when it comes back."""
    actor = request.actor
    actor.refuse_unless_anywhere(SEND)
    area, kind = request.GET.get("area", ""), request.GET.get("kind", "")
    if not (area and kind):
        return render(request, "desk/forms.html", _forms(request))
    actor.refuse_unless(SEND, area)
    today = day_in_jakarta(now())
    asked = request_of(kind, area, request.GET.get("round") or None, None, None, today)
    name, content = form_of(asked, answering.Voice(say, page_language()), made_on=today)
    return download(name, content, media_types.XLSX)


@require_POST
def forms_for_each(request: Asking) -> HttpResponse:
    """Have a form made for each village, or each district, of an area that one sends for."""
    said = {name: request.POST.get(name, "")[:20] for name in ("kind", "area", "round", "each")}
    return ordered(request, "forms", "", **said)


def _forms(request: Asking) -> dict[str, Any]:
    from cakupan.reports.forms import forms as known

    actor, lang = request.actor, page_language()
    places = places_below(actor.areas_with(SEND), served().workspace.area)
    return {
        "kinds": [(form.kind, form.titles[lang]) for form in known().values()],
        "places": places,
        "places_with_parts": [place for place in places if place.level != "village"],
    }
