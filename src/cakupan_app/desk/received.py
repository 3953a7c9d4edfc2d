"""One file that came in: what became of it row by row, what goes back to its sender, and the decision about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cakupan.basics.refused import Fact, Refused
from cakupan_app.desk.made import ordered
from cakupan_app.jobs import port
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import now, served
from cakupan_app.look.documents import area_title
from cakupan_app.look.downloads import download
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.uploads_told import answer_told, coded, status_look
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import say, say_to_sender
from cakupan_app.work import answering, sent_files
from cakupan_app.work.file_areas import area_of
from cakupan_app.work.moved import awaited_within
from cakupan_app.work.rights import DECIDE, PUBLISH
from cakupan_app.work.uploads import waiting_before

_ACTIONS = ("accept", "undo")
_AREAS_TOLD = 20


@require_safe
def upload(request: Asking, key: UUID) -> HttpResponse:
    """How far an upload is, and what became of it; asked for by the page itself only that part comes back."""
    actor = request.actor
    found = sent_files.upload_seen(actor, key)
    answer = sent_files.answer_of(found)
    voice = Voice(page_language())
    files = sent_files.parcel_lines(found)
    facts: dict[str, Any] = {
        "upload": found,
        "files": [(line, status_look(line.status)) for line in files],
        "waits": answer is None or any(line.status == "waiting" for line in files),
        "place": area_title(found.area),
        "kind": voice.shown(found.kind, "kind") if found.kind else "",
        "before": waiting_before(found) if answer is None else None,
        "told": answer_told(voice, answer.status, answer.document) if answer else None,
        "kept": bool(answer) and sent_files.is_kept(served().workspace, actor, found.sha256),
        "sees_people": sent_files.sees_cells(actor, found.area, found.sha256),
    }
    own = bool(request.htmx)
    return render(request, "desk/upload_state.html" if own else "desk/upload.html", facts)


@require_safe
def received(request: Asking, sha256: str) -> HttpResponse:
    """A received file as it stands now."""
    actor, workspace = request.actor, served().workspace
    standing = sent_files.file_seen(workspace, actor, sha256)
    area = area_of(standing.receipt, workspace.area)
    voice = Voice(page_language())
    document = sent_files.document_of_file(workspace, standing)
    facts = {
        "standing": standing,
        "receipt": standing.receipt,
        "place": area_title(area),
        "kind": voice.shown(standing.receipt.kind, "kind"),
        "told": answer_told(voice, standing.status, document),
        "look": status_look(standing.status),
        "may_decide": actor.may(DECIDE, area),
        "awaited": awaited_within(actor, standing),
        "may_publish": actor.may(PUBLISH, workspace.area),
        "sees_people": sent_files.sees_cells(actor, area, sha256),
    }
    return render(request, "desk/received.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Asking, sha256: str, action: str) -> HttpResponse:
    """What accepting a file or taking it out would change; and, sent, doing so."""
    actor, workspace = request.actor, served().workspace
    if action not in _ACTIONS:
        raise Refused("page_unknown")
    tried = request.method != "POST"
    decided = sent_files.decided(workspace, actor, sha256, action, now(), tried=tried)  # type: ignore[arg-type]
    facts: dict[str, Fact] = {"name": decided.name, "rows": decided.rows, "day": decided.known_on}
    sentence = say(f"sent_{'would_be' if tried else 'is'}_{decided.now}", facts, page_language())
    if not tried:
        messages.success(request, sentence)
        return HttpResponseRedirect(reverse("desk_file", args=[sha256]))
    changes = decided.changes
    shown = {"areas": list(changes.areas.items())[:_AREAS_TOLD], "more": len(changes.areas)} if changes else {}
    told = {"decided": decided, "sentence": sentence, "action": action, "sha256": sha256, "changes": changes, **shown}
    return render(request, "desk/decide.html", told)


@require_POST
def marked(request: Asking, sha256: str) -> HttpResponse:
    """Have a received file marked."""
    return ordered(request, "marked", sha256)


@require_POST
def receipt(request: Asking, sha256: str) -> HttpResponse:
    actor = request.actor
    found = sent_files.receipt_file(
        served().workspace, actor, sha256, answering.Voice(say_to_sender, page_language()), now()
    )
    return download(found.name, found.content, "text/html; charset=utf-8")


@require_POST
def marked_upload(request: Asking, key: UUID) -> HttpResponse:
    """Have an upload marked that was not kept."""
    return ordered(request, "marked_upload", str(key))


@require_POST
def publish(request: Asking) -> HttpResponse:
    """Have what was accepted counted and published."""
    job = port.publish(request.actor, served().workspace.area)
    return HttpResponseRedirect(reverse("desk_publishing", args=[job]))


@require_safe
def publishing(request: Asking, job: UUID) -> HttpResponse:
    """How far a publication is."""
    request.actor.refuse_unless(PUBLISH, served().workspace.area)
    progress = port.progress_of(str(job))
    outcome = progress.outcome or {}
    refused = coded(Voice(page_language()), outcome["refused"]) if "refused" in outcome else None
    facts = {"progress": progress, "outcome": outcome, "refused": refused, "job": job}
    own = bool(request.htmx)
    return render(request, "desk/publishing_state.html" if own else "desk/publishing.html", facts)
