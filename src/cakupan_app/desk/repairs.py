"""The repairs: rows that are still to be mended, by file and by reason, and cells that were mended in reading."""

import string
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cakupan.reports.verdicts import reason_worded
from cakupan.reports.voice import UNSAID
from cakupan_app.desk.made import ordered
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import served
from cakupan_app.look.numbers import whole
from cakupan_app.look.purpose import looking
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import say, sentences
from cakupan_app.work import repairs as mending
from cakupan_app.work.received import RowKept
from cakupan_app.work.repairs import FileToMend, Reason


@require_safe
@never_cache
@login_required
def repairs(request: Asking) -> HttpResponse:
    page = mending.files_to_mend(served().workspace, request.actor, whole(request.GET.get("page")) or 1)
    voice = Voice(page_language())
    facts = {
        "page": page,
        "files": [_file(voice, one) for one in page.files],
        "reasons": [_reason(voice, one) for one in page.reasons],
        "before": page.number - 1 if page.number > 1 else None,
        "after": page.number + 1 if page.number < page.pages else None,
    }
    return render(request, "desk/repairs.html", facts)


@require_safe
@never_cache
@login_required
def repairs_file(request: Asking, sha256: str) -> HttpResponse:
    """One file: its quarantined rows, masked, and the cells that were mended beside what stood there."""
    number, code = whole(request.GET.get("page")) or 1, request.GET.get("code", "")[:60]
    page = mending.file_page(served().workspace, looking(request), sha256, number, code)
    voice = Voice(page_language())
    facts = {
        "page": page,
        "file": _file(voice, page.file),
        "reasons": [_reason(voice, one) for one in page.file.reasons],
        "code": code,
        "rows": [_row(voice, one) for one in page.rows],
        "before": page.number - 1 if page.number > 1 else None,
        "after": page.number + 1 if page.number < page.pages else None,
    }
    return render(request, "desk/repairs_file.html", facts)


@require_POST
@login_required
def repairs_workbook(request: Asking, sha256: str) -> HttpResponse:
    """The sender's own list, marked, to be sent back to them; for those who send or decide there."""
    return ordered(request, "workbook", sha256)


def _file(voice: Voice, one: FileToMend) -> Mapping[str, Any]:
    receipt = one.standing.receipt
    return {
        "sha256": receipt.sha256,
        "name": receipt.name,
        "kind": receipt.kind,
        "month": receipt.month,
        "area": one.area,
        "status": voice.text(f"files_{one.standing.status}"),
        "at": receipt.received_at,
        "quarantined": receipt.quarantined,
        "left": one.left,
        "mended": one.mended,
        "sent_again": one.sent_again,
    }


def _reason(voice: Voice, one: Reason) -> Mapping[str, Any]:
    general = f"{one.code}_in_general"
    code = general if general in sentences() else one.code
    sentence = reason_worded(code, {**_unsaid(code), "row": 0}, say, voice.lang)  # whose place is taken off
    return {"code": one.code, "sentence": sentence, "rows": one.rows}


def _unsaid(code: str) -> Mapping[str, str]:
    """Facts for a sentence about many rows: what one row says and another does not is left open."""
    texts = sentences()[code].values()
    return {name: UNSAID for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _row(voice: Voice, row: RowKept) -> Mapping[str, Any]:
    told = [voice.text(one.code, **one.facts) for one in row.problems]
    reasons = told or [voice.text(code, **_unsaid(code)) for code in row.codes]
    return {"sheet": row.sheet, "row": row.row, "reasons": reasons, "cells": row.cells, "back": row.back}
