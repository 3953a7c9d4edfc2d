"""What happens to a ZIP that comes in by the site: every file in it is an upload of its own, with its own answer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from cakupan.basics.refused import Refused
from cakupan.intake.archives import Held
from cakupan.intake.masking import path_told
from cakupan_app.work.glances import held_aside, is_parcel
from cakupan_app.work.receive import Status
from cakupan_app.work.rights import actor_of
from cakupan_app.work.upload_answers import COUNTS, coded, document_of
from cakupan_app.work.uploads import (
    MOST_MEGABYTES,
    Enqueue,
    Sent,
    answer_upload,
    read_upload,
    record_sealed,
    refuse_size,
    said_of,
)
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Upload

UNPACKED = "unpacked"
MOST_UNPACKED = 4 * MOST_MEGABYTES  # of all files of a ZIP together, which are held in memory for a moment


def read_or_unpack(workspace: Workspace, number: int, clock: Callable[[], datetime], enqueue: Enqueue) -> None:
    """Read an upload and answer it, as `read_upload`; a ZIP of files is answered by the uploads that they become."""
    from cakupan_app.ledger.models import Upload

    upload = Upload.objects.select_related("made_by").filter(pk=number, answer=None).first()
    if upload is None:
        return
    try:
        held = _held_in(workspace, upload)
        if held is not None:
            _split(workspace, upload, held, clock(), enqueue)
            return
    except Refused as refusal:
        if refusal.code == "workspace_busy":
            raise
        answer_upload(upload, Status.REFUSED.value, document_of(refusal), clock())
    except Exception as surprise:
        told = Refused("upload_surprised", problem=type(surprise).__name__)
        answer_upload(upload, Status.REFUSED.value, document_of(told), clock())
    else:
        read_upload(workspace, number, clock)


def _held_in(workspace: Workspace, upload: "Upload") -> Held | None:
    """The files of an upload; None where whoever reads it sees what it is. Refused where they cannot be had."""
    try:
        content = workspace.sources.get(upload.sha256)
    except Refused:
        return None
    if not is_parcel(content, upload.name):
        return None
    held = held_aside(content, upload.name, MOST_UNPACKED * 2**20)
    if isinstance(held, Refused):
        raise held
    return held


def _split(workspace: Workspace, upload: "Upload", held: Held, at: datetime, enqueue: Enqueue) -> None:
    """Make an upload of each file, and answer the parcel; all of it or, where the worker is killed, nothing.

    To seal thousands of files takes minutes, and while rows are written nobody else writes any: so they are sealed
    first. What was sealed by a worker that was killed is swept away, since the ledger names none of it.
    """
    from django.db import transaction

    actor, keys, refused = actor_of(upload.made_by), [], []
    with workspace.taking_in():
        sealed = [(name, _sealed(workspace, content)) for name, content in held.files]
        with transaction.atomic():
            for place, (name, found) in enumerate(sealed):
                if isinstance(found, Refused):
                    refused.append({"name": path_told(name), "error": coded(found)})
                    continue
                one = record_sealed(actor, _sent(workspace, upload, place, name), found, at, enqueue)
                keys.append(str(one.key))
            answer_upload(upload, UNPACKED, _document(keys, refused, held.ignored), at)


def _sealed(workspace: Workspace, content: bytes | Refused) -> str | Refused:
    """The hash of a file, which is sealed by now; or why there is none."""
    if isinstance(content, Refused):
        return content
    try:
        refuse_size(len(content))
        return workspace.sources.put(content)
    except Refused as refusal:
        return refusal


def _sent(workspace: Workspace, upload: "Upload", place: int, name: str) -> Sent:
    said = said_of(workspace, upload)
    # by its place as well: a ZIP may hold two files of one name
    key = uuid5(upload.key, f"{place} {name}")
    return Sent(key, f"{upload.name}/{name}", said.kind, said.month, upload.area, upload.shape, upload.hold)


def _document(keys: Sequence[str], refused: Sequence[object], ignored: Sequence[str]) -> dict[str, Any]:
    told = {"uploads": list(keys), "refused": list(refused), "ignored": [path_told(name) for name in ignored]}
    return {"kind": None, **dict.fromkeys(COUNTS, 0), "parcel": told}
