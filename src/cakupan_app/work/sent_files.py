"""Which received files somebody may see, decide about and take out of the site: those of the areas in which they send
or decide, by a list as by the hash of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from cakupan.basics.refused import Refused
from cakupan_app.work import decide, trail
from cakupan_app.work.answering import Voice, marked, marked_again, receipt_again, safe_name
from cakupan_app.work.cut import Cut
from cakupan_app.work.decide import the_one
from cakupan_app.work.file_areas import area_of
from cakupan_app.work.judge import Desk
from cakupan_app.work.labelled import recognise
from cakupan_app.work.letters import open_letter
from cakupan_app.work.moved import refuse_unless_for_all
from cakupan_app.work.readers import readers
from cakupan_app.work.receive import Terms
from cakupan_app.work.rights import DECIDE, SEE_PEOPLE, SEND, Actor
from cakupan_app.work.upload_answers import plain, reading_document
from cakupan_app.work.uploads import LONGEST, arrival_of, said_of, shaped_as_sent
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.intake import Reading
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.lists import Rows
    from cakupan_app.ledger.models import Upload
    from cakupan_app.work.decide import Decided

Action = Literal["accept", "undo"]
STATUSES = ("waiting", "accepted", "held", "refused", "unchanged", "undone", "unpacked")
_HASH = 64


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a received file, or an upload that is none (yet). `counts` are None while nobody read it."""

    sha256: str
    key: UUID | None
    name: str
    kind: str
    month: str
    area: str
    status: str
    at: datetime
    by: str
    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Download:
    """A file that leaves the site."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FilesSeen(Cut[Line]):
    """The files of somebody's areas, the last first."""

    workspace: Workspace
    areas: tuple[str, ...]
    status: str | None
    kind: str | None

    def __len__(self) -> int:
        return sum(one.count() for one in self._both())

    def part(self, begins: int, ends: int) -> tuple[Line, ...]:
        from cakupan_app.ledger import lists

        files, sent = self._both()
        places = lists.together(files, sent, begins, ends)
        numbers = {of: [number for other, number in places if other == of] for of in (lists.RECEIPT, lists.UPLOAD)}
        received = lists.standings_of(files.filter(pk__in=numbers[lists.RECEIPT]))
        uploads = sent.select_related("made_by", "answer").filter(pk__in=numbers[lists.UPLOAD])
        lines = {(lists.RECEIPT, one.receipt.pk): _received(one, self.workspace.area) for one in received}
        lines |= {(lists.UPLOAD, one.pk): _line(one) for one in uploads}
        return tuple(lines[place] for place in places)

    def _both(self) -> "tuple[Rows, Rows]":
        from cakupan_app.ledger import lists

        told = {"kind": self.kind} if self.kind is not None else {}
        files = lists.receipts(self.areas, self.workspace.area, status=self.status, **told)
        return files, lists.uploads(self.areas, status=self.status, kind=self.kind)


def files_seen(workspace: Workspace, actor: Actor, status: str | None = None, kind: str | None = None) -> FilesSeen:
    """The files of the actor's areas; NotAllowed where they neither send nor decide anywhere."""
    if not actor.may_anywhere(DECIDE):
        actor.refuse_unless_anywhere(SEND)
    return FilesSeen(workspace, (*actor.areas_with(SEND), *actor.areas_with(DECIDE)), status, kind)


def _received(standing: "Standing", whole: str) -> Line:
    receipt = standing.receipt
    counts = {name: getattr(receipt, name) for name in ("rows_in", "accepted", "quarantined", "repeated")}
    told = receipt.name, receipt.kind, receipt.month, area_of(receipt, whole), standing.status
    return Line(receipt.sha256, None, *told, receipt.received_at, receipt.received_by, counts)


def parcel_lines(upload: "Upload") -> tuple[Line, ...]:
    """The files of an upload that was a ZIP, in their order, with what became of each; none of another."""
    from cakupan_app.ledger.models import Upload

    answer = answer_of(upload)
    keys = answer.document.get("parcel", {}).get("uploads", ()) if answer else ()
    found = Upload.objects.select_related("made_by", "answer").filter(key__in=keys)
    return tuple(map(_line, found.order_by("pk")))


def _line(upload: "Upload") -> Line:
    answer = answer_of(upload)
    status, counts = (answer.status, answer.document) if answer else ("waiting", None)
    kind = upload.kind or (answer.document.get("kind") if answer else "") or ""
    told = upload.name, kind, upload.month, upload.area, status
    return Line(upload.sha256, upload.key, *told, upload.made_at, upload.made_by.email, counts)


def answer_of(upload: "Upload") -> Any:
    """The answer of an upload; None while it waits."""
    from django.core.exceptions import ObjectDoesNotExist

    try:
        return upload.answer
    except ObjectDoesNotExist:
        return None


def sees(actor: Actor, area: str) -> bool:
    return actor.may(SEND, area) or actor.may(DECIDE, area)


def sees_cells(actor: Actor, area: str, sha256: str) -> bool:
    """Whether the actor may have the cells of a file: they see people where it belongs, or sent it themselves."""
    from cakupan_app.ledger.models import Upload

    sent = Upload.objects.filter(sha256=sha256, made_by__email=actor.email)
    return actor.may(SEE_PEOPLE, area) or sent.exists()


def upload_seen(actor: Actor, key: UUID) -> "Upload":
    """The upload of this key; Refused, as if there were none, where it lies outside the actor's areas."""
    from cakupan_app.ledger.models import Upload

    found = Upload.objects.select_related("made_by").filter(key=key).first()
    if found is None or not sees(actor, found.area):
        raise Refused("upload_unknown")
    return found


def file_seen(workspace: Workspace, actor: Actor, sha256: str) -> "Standing":
    """Where the file of this hash stands; Refused, as if there were none, where it lies outside the actor's areas."""
    from cakupan_app.ledger import history

    standing = history.standing_of(sha256) if len(sha256) == _HASH else None
    if standing is None or not sees(actor, area_of(standing.receipt, workspace.area)):
        raise Refused("file_unknown")
    return standing


def is_kept(workspace: Workspace, actor: Actor, sha256: str) -> bool:
    """Whether there is a received file of this hash that the actor may see."""
    from cakupan_app.ledger import history

    standing = history.standing_of(sha256)
    return standing is not None and sees(actor, area_of(standing.receipt, workspace.area))


def decided(workspace: Workspace, actor: Actor, sha256: str, action: Action, at: datetime, *, tried: bool) -> "Decided":
    """Accept a held file or take one out again; `tried`: only what that would change. NotAllowed where the actor does
    not decide in the file's area, or in that of people of elsewhere whom it places."""
    standing = file_seen(workspace, actor, sha256)
    area = area_of(standing.receipt, workspace.area)
    actor.refuse_unless(DECIDE, area)
    if action == "accept":
        refuse_unless_for_all(actor, standing)
    doing, line = {"accept": (decide.accept, "file_accepted"), "undo": (decide.undo, "file_undone")}[action]
    telling = partial(trail.note, actor, line, at=at, area=area, subject=sha256)
    return doing(workspace, sha256, Terms(by=actor.email[:LONGEST], at=at, dry_run=tried), telling)


def area_of_cells(workspace: Workspace, actor: Actor, sha256: str) -> str:
    """The area of a received file whose cells the actor may have: it holds names and NIKs. NotAllowed for whoever sees
    none and did not send them."""
    area = area_of(file_seen(workspace, actor, sha256).receipt, workspace.area)
    if not sees_cells(actor, area, sha256):
        actor.refuse_unless(SEE_PEOPLE, area)
    return area


def area_of_cells_sent(workspace: Workspace, actor: Actor, key: UUID) -> str:
    """The area of an upload whose cells the actor may have, as `area_of_cells`. Refused where it was kept as a file
    that they see: that one knows what came back of it since."""
    upload = upload_seen(actor, key)
    if not sees_cells(actor, upload.area, upload.sha256):
        actor.refuse_unless(SEE_PEOPLE, upload.area)
    if is_kept(workspace, actor, upload.sha256):
        raise Refused("upload_kept")
    return upload.area


def marked_file(workspace: Workspace, sha256: str, voice: Voice) -> tuple[str, bytes]:
    """What a received file is called, and the file with what is wrong in it marked; whoever asks knows who may."""
    standing = the_one(sha256)
    _, content = marked_again(workspace, standing, voice)
    return standing.receipt.name, content


def marked_upload(workspace: Workspace, key: UUID, voice: Voice, at: datetime) -> tuple["Upload", bytes]:
    """An upload that was not kept, marked, for as long as its bytes are still there; as `marked_file`."""
    from cakupan_app.ledger.models import Upload

    upload = Upload.objects.select_related("made_by").get(key=key)
    arrival = arrival_of(workspace, upload)
    recognised = recognise(arrival, said_of(workspace, upload))
    letter = shaped_as_sent(recognised, upload.shape, upload.made_by.email[:LONGEST]).letter
    opened = readers().call(open_letter, letter, workspace.area, at.date(), name=letter.name, size=letter.size)
    if isinstance(opened, Refused):
        raise opened
    return upload, marked(arrival.held or b"", opened.reading, upload.name, voice, held=False)


def receipt_file(workspace: Workspace, actor: Actor, sha256: str, voice: Voice, at: datetime) -> Download:
    """The receipt of a file, as a page to print; it names nobody."""
    standing = file_seen(workspace, actor, sha256)
    content = receipt_again(workspace, standing, voice)
    area = area_of(standing.receipt, workspace.area)
    trail.note(actor, trail.EXPORTED, at=at, area=area, subject=sha256, what="receipt")
    word = voice.say("answer_receipt", {}, voice.lang)
    return Download(f"{safe_name(Path(standing.receipt.name).stem)[:80]} ({sha256[:8]}) - {word}.html", content)


def document_of_file(workspace: Workspace, standing: "Standing") -> dict[str, Any]:
    """What is told of a received file: its counts, why it is held, and what the upload's answer says of its rows."""
    from cakupan_app.ledger import comebacks
    from cakupan_app.ledger.models import UploadAnswer

    receipt = standing.receipt
    answer = UploadAnswer.objects.filter(document__receipt=receipt.pk).order_by("pk").first()
    told = dict(answer.document) if answer else reading_document(_account(workspace, standing))
    told |= {name: getattr(receipt, name) for name in ("kind", "rows_in", "accepted", "quarantined", "repeated")}
    reasons = comebacks.reasons_of(standing.decision) if standing.status == "held" else ()
    return told | {"held_because": [{"code": code, "facts": plain(facts)} for code, facts in reasons]}


def _account(workspace: Workspace, standing: "Standing") -> "Reading":
    with Desk(workspace, keeps=False) as desk:
        return desk.account(standing)
