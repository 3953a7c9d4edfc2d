"""A file that is looked at before it is sent: sealed already, kept for its sender's session, and read by nobody yet."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cakupan.basics.month import Month, day_in_jakarta, parse_month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan_app.jobs import port
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploads_told import column_named, kinds_named, tables_told
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import say_to_sender
from cakupan_app.work.drafts import draft_content, seal_draft
from cakupan_app.work.previews import Looked, look_into, shape_chosen
from cakupan_app.work.rights import SEND
from cakupan_app.work.upload_answers import reading_document
from cakupan_app.work.uploads import Sent, sent_before, take_in
from cakupan_app.work.workspace import Workspace

_DRAFTS = "drafts"
_MOST = 10  # of one session: who looks at more has forgotten the first


def keep(request: Asking, workspace: Workspace, sent: Sent, content: bytes) -> None:
    """Seal a file, and remember in the session what its sender said of it."""
    told = {
        "sha256": seal_draft(workspace, request.actor, sent.area, content),
        "name": sent.name,
        "kind": sent.kind.value if sent.kind else "",
        "month": str(sent.month or ""),
        "area": sent.area,
        "hold": sent.hold,
        "shape": dict(sent.shape),
    }
    kept = {**request.session.get(_DRAFTS, {}), str(sent.key): told}
    request.session[_DRAFTS] = dict(list(kept.items())[-_MOST:])


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Asking, key: UUID) -> HttpResponse:
    """What is seen in a file: choose another sheet or columns and look again, or send it."""
    actor, workspace = request.actor, served().workspace
    actor.refuse_unless_anywhere(SEND)
    if sent_before(actor, key):
        return HttpResponseRedirect(reverse("desk_upload", args=[key]))
    sha256, sent = _kept(request, key)
    content = draft_content(workspace, sha256)
    looked = look_into(workspace, actor.email, sent, content, day_in_jakarta(now()))
    problem = None
    if request.method == "POST":
        try:
            sent = _said(request, sent) if _unsaid(looked) else sent
            sent = replace(sent, shape=_chosen(request, looked, sent))
            if "send" in request.POST:
                upload = take_in(workspace, actor, sent, content, now(), port.receive)
                return HttpResponseRedirect(reverse("desk_upload", args=[upload.key]))
            keep(request, workspace, sent, content)
            return HttpResponseRedirect(reverse("desk_draft", args=[key]))
        except Refused as refusal:
            problem = refusal
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/draft.html", _told(looked, sent, problem), status=status)


def _kept(request: Asking, key: UUID) -> tuple[str, Sent]:
    told = request.session.get(_DRAFTS, {}).get(str(key))
    if told is None:
        raise Refused("draft_unknown")
    month = parse_month(told["month"])
    kind = Kind(told["kind"]) if told["kind"] else None
    said = month if isinstance(month, Month) else None
    return told["sha256"], Sent(key, told["name"], kind, said, told["area"], told["shape"], told["hold"])


def _unsaid(looked: Looked) -> bool:
    """Whether a file can be read, but neither it nor its sender says which list it is."""
    return looked.error is not None and looked.error.code == "kind_not_said"


def _said(request: Asking, sent: Sent) -> Sent:
    """The file with the kind and month that were chosen for it, where it does not say itself what it is."""
    named, month = request.POST.get("kind", ""), parse_month(request.POST.get("month", ""))
    kind = next((one for one in Kind if one.value == named), None)
    return replace(sent, kind=kind, month=month if isinstance(month, Month) else None)


def _chosen(request: Asking, looked: Looked, sent: Sent) -> dict[str, object]:
    """The layout that was chosen: columns count only where they were chosen for the headings that were shown."""
    sheet, heading = request.POST.get("sheet", ""), request.POST.get("heading", "").strip()
    same = (sheet, heading) == (str(sent.shape.get("sheet") or ""), heading_said(sent))
    chosen = [request.POST.get(f"column_{at}", "") for at in range(len(looked.headings))] if same else []
    before = dict(sent.shape.get("columns", ())) if same else {}
    found = shape_chosen(looked, sheet=sheet, heading=heading, chosen=chosen)
    columns = before | dict(found.get("columns", ()))  # type: ignore[call-overload]
    return {**found, **({"columns": [list(pair) for pair in columns.items()]} if columns else {})}


def heading_said(sent: Sent) -> str:
    """The rows of the heading, as they were typed."""
    rows = sent.shape.get("heading")
    return "" if not rows else "–".join(dict.fromkeys(map(str, rows)))


def _told(looked: Looked, sent: Sent, problem: Refused | None) -> dict[str, Any]:
    from cakupan.intake.headings import aliases_of
    from cakupan.intake.masking import told

    voice = Voice(page_language())
    document = {"kind": looked.kind, **(reading_document(looked.reading) if looked.reading else {})}
    titles = aliases_of(looked.kind).titles if looked.kind else {}
    understood = looked.understood or {}
    reading = looked.reading
    return {
        "sent": sent,
        "looked": looked,
        "problem": _sentence(problem or looked.error),
        "tables": tables_told(voice, document),
        "counts": {name: getattr(reading, name) for name in ("rows_in", "accepted", "quarantined", "repeated")}
        if reading
        else None,
        "kind": voice.shown(looked.kind.value, "kind") if looked.kind else "",
        "kinds": kinds_named(voice) if _unsaid(looked) else (),
        "headings": [(told(one), understood.get(one, "")) for one in looked.headings],
        "columns": [(column, column_named(voice, title)) for column, title in titles.items()],
        "sheet": sent.shape.get("sheet") or "",
        "heading": heading_said(sent),
    }


def _sentence(problem: Refused | None) -> str | None:
    return say_to_sender(problem.code, problem.facts, page_language()) if problem else None
