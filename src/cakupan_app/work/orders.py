"""Files that a worker makes because somebody asked for them: which there are, and who may ask for and fetch each."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cakupan.basics.month import day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.reports.voice import Lang
from cakupan_app.work import media_types, repairs, sent_files, trail
from cakupan_app.work.answering import Voice, marked_of, safe_name
from cakupan_app.work.forms import FormRequest, forms_packed, request_of
from cakupan_app.work.rights import SEND, Actor, NotAllowed, actor_of
from cakupan_app.work.seeing import Looking, refuse_without_purpose, seeing
from cakupan_app.work.workspace import Workspace

EXPIRED = "made_over"
_CLEARED = ("source_missing", "key_destroyed")  # a build clears a file away with its key


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for, by whom (their address) and in which language. `subject` is the file's hash or the upload's
    key; `said` is what else was said."""

    what: str
    subject: str
    by: str
    lang: Lang
    said: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The order as a job holds it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file: `area_for` refuses whoever may not have it, and says the area that it is about; `file_for` says
    the hash of the file whose people stand in it, by which the trail is asked who looked at them."""

    area_for: Callable[[Workspace, Actor, Order], str]
    make: Callable[[Workspace, Order, Voice, datetime], tuple[str, bytes]]
    type: str = media_types.XLSX
    of_people: bool = True
    file_for: Callable[[Order], str] = lambda order: order.subject


def check(workspace: Workspace, actor: Actor, order: Order) -> None:
    """NotAllowed, or Refused as if there were no such thing, where the actor may not have what is ordered."""
    _kind_of(order).area_for(workspace, actor, order)


def make(workspace: Workspace, order: Order, voice: Voice, at: datetime) -> dict[str, str]:
    """Make the file, and seal it among the sources, in no ledger: a later build clears it away. How it is called and
    its hash. Refused where it cannot be made, and where whoever asked has no longer the right."""
    from cakupan_app.ledger.models import User

    check(workspace, actor_of(User.objects.get(email=order.by)), order)
    name, content = _kind_of(order).make(workspace, order, voice, at)
    with workspace.taking_in():
        return {"name": name, "sha256": workspace.sources.put(content)}


def fetched(workspace: Workspace, looking: Looking, order: Order, made: Mapping[str, str]) -> tuple[str, bytes, str]:
    """What was made, for whoever ordered it and still may have it: its name, its bytes, its type. Refused where a build
    has cleared it away since, and as `seeing` where it holds people."""
    if order.by != looking.actor.email:
        raise Refused("job_unknown")
    kind = _kind_of(order)
    area = kind.area_for(workspace, looking.actor, order)
    if kind.of_people:
        refuse_without_purpose(looking)
    try:
        content = workspace.sources.get(made["sha256"])
    except Refused as refusal:
        if refusal.code not in _CLEARED:
            raise
        raise Refused(EXPIRED) from None
    if kind.of_people:
        seeing(looking, area, action=trail.EXPORTED, subject=kind.file_for(order), list=trail.WORKBOOK)
    return made["name"], content, kind.type


def refuse_unless_purposed(looking: Looking, order: Order) -> None:
    """Refused, as `fetched` would, where what was ordered holds people and no purpose is said: better asked for while
    the file is made, since a download leaves its page standing."""
    if _kind_of(order).of_people:
        refuse_without_purpose(looking)


def _kind_of(order: Order) -> _Kind:
    return _KINDS[order.what]


def _area_of_returned(workspace: Workspace, actor: Actor, order: Order) -> str:
    file = repairs.file_of(workspace, actor, order.subject)
    if not repairs.may_return(actor, file):
        raise NotAllowed("not_allowed_there", right=SEND, area=file.area)
    return file.area


def _area_of_forms(workspace: Workspace, actor: Actor, order: Order) -> str:
    del workspace
    actor.refuse_unless(SEND, order.said["area"])
    return _request_of(order, date.max).area  # the day only names a round that nobody named


def _returned(workspace: Workspace, order: Order, voice: Voice, at: datetime) -> tuple[str, bytes]:
    del at
    book, _, _ = marked_of(workspace, order.subject, voice)
    return f"{order.subject[:12]}-{voice.say('repairs_book', {}, voice.lang)}.xlsx", book


def _forms(workspace: Workspace, order: Order, voice: Voice, at: datetime) -> tuple[str, bytes]:
    del workspace
    today = day_in_jakarta(at)
    return forms_packed(_request_of(order, today), voice, made_on=today)


def _request_of(order: Order, on: date) -> FormRequest:
    said = order.said
    return request_of(said["kind"], said["area"], said["round"] or None, said["each"], None, on)


def _marked(workspace: Workspace, order: Order, voice: Voice, at: datetime) -> tuple[str, bytes]:
    del at
    name, content = sent_files.marked_file(workspace, order.subject, voice)
    return _named(name, order.subject, voice), content


def _marked_upload(workspace: Workspace, order: Order, voice: Voice, at: datetime) -> tuple[str, bytes]:
    upload, content = sent_files.marked_upload(workspace, UUID(order.subject), voice, at)
    return _named(upload.name, upload.sha256, voice), content


def _file_of_upload(order: Order) -> str:
    from cakupan_app.ledger.models import Upload

    return Upload.objects.get(key=UUID(order.subject)).sha256


def _named(name: str, sha256: str, voice: Voice) -> str:
    return f"{safe_name(Path(name).stem)[:80]} ({sha256[:8]}) - {voice.say('answer_marked', {}, voice.lang)}.xlsx"


_KINDS: Mapping[str, _Kind] = {
    "marked": _Kind(lambda workspace, actor, order: sent_files.area_of_cells(workspace, actor, order.subject), _marked),
    "marked_upload": _Kind(
        lambda workspace, actor, order: sent_files.area_of_cells_sent(workspace, actor, UUID(order.subject)),
        _marked_upload,
        file_for=_file_of_upload,
    ),
    "workbook": _Kind(_area_of_returned, _returned),
    "forms": _Kind(_area_of_forms, _forms, media_types.ZIP, of_people=False),
}
