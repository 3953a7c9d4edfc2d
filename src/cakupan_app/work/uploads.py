"""What happens to a file that comes in by the site: sealed at once, read by a job, answered exactly once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from cakupan import regions
from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan.intake.content import hash_of
from cakupan_app.work import shapes, trail
from cakupan_app.work.labelled import Recognised, Said, recognise
from cakupan_app.work.letters import Arrival, masked
from cakupan_app.work.moved import Sender, held_elsewhere
from cakupan_app.work.receive import Received, Status, Terms, receive
from cakupan_app.work.replies import note_reply
from cakupan_app.work.rights import DECIDE, SEND, Actor, actor_of
from cakupan_app.work.upload_answers import document_of
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Receipt, Upload

MOST_MEGABYTES = 50
"""The largest file that the site takes; a longer one is received at the machine itself (`cakupan add`)."""
LONGEST = 150  # letters of a name in the ledger
_TRIES = 20  # of a minute each: a build of a large regency takes some of them
_ACCEPTED_FROM_ANYBODY = (Kind.NOMINATIONS,)  # whom somebody reports dead loses their cover: another decides

Enqueue = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as its sender describes it. `kind` is None where it is a form of ours, which says so itself; `key` was
    made by the page, `shape` is as `shapes.as_json`, `about` what the sender's list of files tells of a form."""

    key: UUID
    name: str
    kind: Kind | None
    month: Month | None
    area: str
    shape: Mapping[str, Any] = field(default_factory=dict)
    hold: bool = False
    about: Mapping[str, Any] = field(default_factory=dict)


def take_in(workspace: Workspace, actor: Actor, sent: Sent, content: bytes, at: datetime, enqueue: Enqueue) -> "Upload":
    """Seal what somebody sent among the workspace's sources, and have it read.

    The same sent again with the same key is the same upload, and nothing is written. Something else under a key that
    was used, as by a page that a browser went back to, is an upload of its own, with a key of its own.
    NotAllowed where the actor may not send for the area; Refused where the file is empty or too large.
    """
    actor.refuse_unless(SEND, regions.area(sent.area).code)
    refuse_size(len(content))
    with workspace.taking_in():
        before = sent_before(actor, sent.key)
        if before and not _is_again(before, sent, content):
            sent = replace(sent, key=_key_of_other(sent, content))
            before = sent_before(actor, sent.key)
        return before or record(workspace, actor, sent, content, at, enqueue)


def _is_again(before: "Upload", sent: Sent, content: bytes) -> bool:
    kind, month = sent.kind.value if sent.kind else "", str(sent.month or "")
    said = (before.area, before.kind, before.month) == (sent.area, kind, month)
    return said and before.sha256 == hash_of(content)


def _key_of_other(sent: Sent, content: bytes) -> UUID:
    """The same for the same file, so that it too is sent once however often."""
    kind = sent.kind.value if sent.kind else ""
    return uuid5(sent.key, "/".join((hash_of(content), sent.area, kind, str(sent.month or ""))))


def refuse_size(size: int) -> None:
    """Refused for a file of so many bytes that is empty, or larger than the site takes."""
    if not size:
        raise Refused("upload_empty")
    if size > MOST_MEGABYTES * 2**20:
        raise Refused("upload_too_large", most=MOST_MEGABYTES)


def sent_before(actor: Actor, key: UUID) -> "Upload | None":
    """The upload of this key; Refused, as if there were none, where somebody else made it."""
    from cakupan_app.ledger.models import Upload

    found = Upload.objects.select_related("made_by").filter(key=key).first()
    if found and found.made_by.email != actor.email:
        raise Refused("upload_unknown")
    return found


def record(workspace: Workspace, actor: Actor, sent: Sent, content: bytes, at: datetime, enqueue: Enqueue) -> "Upload":
    """Seal a file, write down that it came in, and have it read; only inside `taking_in()`."""
    return record_sealed(actor, sent, workspace.sources.put(content), at, enqueue)


def record_sealed(actor: Actor, sent: Sent, sha256: str, at: datetime, enqueue: Enqueue) -> "Upload":
    """Write down that a file came in, and have it read; inside the `taking_in()` in which it was sealed."""
    from django.db import transaction

    from cakupan_app.ledger.models import Upload, User

    told = {
        "sha256": sha256,
        "name": masked(sent.name),
        "kind": sent.kind.value if sent.kind else "",
        "month": str(sent.month or ""),
        "area": sent.area,
        "shape": {**sent.shape, **({"about": dict(sent.about)} if sent.about else {})},
        "hold": sent.hold,
        "made_at": at,
        "made_by": User.objects.get(email=actor.email),
    }
    with transaction.atomic():
        upload, new = Upload.objects.get_or_create(key=sent.key, defaults=told)
        if new:
            enqueue(upload.pk)
            trail.note(actor, "sent", at=at, area=sent.area, subject=sha256, kind=told["kind"])
    return upload


def unanswered() -> tuple[int, ...]:
    """The uploads that wait for an answer, in the order in which they came."""
    from cakupan_app.ledger.models import Upload

    return tuple(Upload.objects.filter(answer=None).order_by("pk").values_list("pk", flat=True))


def waiting_before(upload: "Upload") -> int:
    """How many uploads are read before this one."""
    from cakupan_app.ledger.models import Upload

    return Upload.objects.filter(answer=None, pk__lt=upload.pk).count()


def read_upload(workspace: Workspace, number: int, clock: Callable[[], datetime]) -> None:
    """Receive an upload and write its answer; one that has its answer stays as it is, whoever else reads it too.

    Whatever happens it is answered: a surprise is told by its kind alone, because its text may hold a cell. Refused
    (`workspace_busy`) where the workspace could not be written for so long that somebody should look.
    """
    from cakupan_app.ledger.models import Upload

    upload = Upload.objects.select_related("made_by").filter(pk=number, answer=None).first()
    if upload is None:
        return
    try:
        received, receipt = _received(workspace, upload, clock)
        document = document_of(received, receipt)
        status = received.status.value
    except Refused as refusal:
        if refusal.code == "workspace_busy":
            raise
        document, status = document_of(refusal), Status.REFUSED.value
    except Exception as surprise:
        told = Refused("upload_surprised", problem=type(surprise).__name__)
        document, status = document_of(told), Status.REFUSED.value
    answer_upload(upload, status, document, clock())


def _received(
    workspace: Workspace, upload: "Upload", clock: Callable[[], datetime]
) -> tuple[Received, "Receipt | None"]:
    recognised = recognise(arrival_of(workspace, upload), said_of(workspace, upload))
    by = upload.made_by.email[:LONGEST]
    letter = shaped_as_sent(recognised, upload.shape, by).letter
    for _ in range(_TRIES):
        at = clock()
        found = partial(held_elsewhere, workspace, Sender(actor_of(upload.made_by), upload.area, at), letter.kind)
        terms = Terms(by=by, at=at, hold=upload.hold, limits=_limits(upload, letter.kind), limits_by=found)
        received = receive(workspace, letter, terms)
        if received.error is None or received.error.code != "workspace_busy":
            break
    else:
        raise Refused("workspace_busy", path=str(workspace.layout.root))
    if recognised.labelled and received.status is not Status.REFUSED:
        note_reply(workspace, recognised.labelled, received.taken.sha256, terms)
    return _as_first_received(upload, received)


def arrival_of(workspace: Workspace, upload: "Upload") -> Arrival:
    """The file of an upload, its bytes held and lying nowhere."""
    return Arrival(Path(upload.name), called=upload.name, held=workspace.sources.get(upload.sha256))


def said_of(workspace: Workspace, sent: "Upload | Sent") -> Said:
    """What its sender said of it. Of the workspace's whole area nothing is said, as `cakupan add` has it."""
    month = sent.month if isinstance(sent.month, Month) else parse_month(sent.month or "")
    area = None if sent.area == workspace.area else sent.area
    return Said(Kind(sent.kind) if sent.kind else None, month if isinstance(month, Month) else None, area)


def shaped_as_sent(recognised: Recognised, shape: Mapping[str, Any], sender: str) -> Recognised:
    """The letter laid out as its sender said now, or as they said of such headings before."""
    from dataclasses import replace

    letter = recognised.letter
    said = shapes.with_memory(shapes.from_json(shape), sender, letter.kind)
    return replace(recognised, letter=replace(letter, shape=said, sender=sender))


def _limits(upload: "Upload", kind: Kind) -> tuple[Refused, ...]:
    """Why it is held whatever stands in it: what sets figures is not for a sender alone to take in."""
    if kind in _ACCEPTED_FROM_ANYBODY or actor_of(upload.made_by).may(DECIDE, upload.area):
        return ()
    return (Refused("held_for_decision", kind=kind.value),)


def _as_first_received(upload: "Upload", received: Received) -> tuple[Received, "Receipt | None"]:
    """What was received, with its receipt.

    A worker that is killed between the receipt and the answer leaves a file that is known already when it is read
    again: unless another upload's answer has that receipt, it is this one's, and not `unchanged`.
    """
    from dataclasses import replace

    from cakupan_app.ledger import history
    from cakupan_app.ledger.models import UploadAnswer

    standing = history.standing_of(upload.sha256)
    if received.status is Status.REFUSED or standing is None:
        return received, None
    receipt = standing.receipt
    taken = UploadAnswer.objects.filter(document__receipt=receipt.pk).exclude(upload=upload).exists()
    own = not taken and receipt.received_at >= upload.made_at
    if received.status is Status.UNCHANGED and own and receipt.received_by == upload.made_by.email[:LONGEST]:
        return replace(received, status=Status.ACCEPTED), receipt
    return received, receipt if received.new or own else None


def answer_upload(upload: "Upload", status: str, document: Mapping[str, Any], at: datetime) -> None:
    """Write the answer of an upload; one that has its answer keeps it."""
    from django.db import IntegrityError, transaction

    from cakupan_app.ledger.models import UploadAnswer

    try:
        with transaction.atomic():
            UploadAnswer.objects.create(upload=upload, status=status, document=document, made_at=at)
            who = actor_of(upload.made_by)
            trail.note(who, "received", at=at, area=upload.area, subject=upload.sha256, status=status)
    except IntegrityError:
        return  # another worker was quicker, and what it says is the same
