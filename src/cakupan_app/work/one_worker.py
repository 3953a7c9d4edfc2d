"""What one worker entered by a form becomes: a list of one row, sent as any other file; and what their NIK says."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from cakupan import regions
from cakupan.basics.nik import Nik, NikProblem, masked, parse_nik
from cakupan.basics.refused import Facts, Refused
from cakupan.intake import Kind
from cakupan.intake.masking import shown
from cakupan.regions.issuer import IssuerProblem, issuer_of
from cakupan_app.work.rights import SEND, Actor
from cakupan_app.work.uploads import Enqueue, Sent, take_in
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Upload

_LISTED = 50
_FORM = "worker"
_COLUMNS = ("nik", "nama", "tanggal lahir", "jenis kelamin", "desa", "kecamatan", "alamat", "no hp", "pekerjaan")


@dataclass(frozen=True, slots=True, repr=False)
class Worker:
    """Somebody as the form tells of them; what was left empty is empty."""

    nik: str
    name: str
    village: str
    birth: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say: the code of a sentence and its facts, masked."""

    code: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class NikSeen:
    """What a NIK says, as it is typed: `wrong`, or where it was issued, and what it says of its holder; `odd` is what
    does not go with the rest of the form, which is no fault of the number (DOMAIN.md 5)."""

    wrong: Told | None = None
    place: str = ""
    born: date | None = None
    sex: str = ""
    odd: tuple[Told, ...] = ()


def nik_seen(text: str, birth: date | None, sex: str, on: date) -> NikSeen:
    """What the digits typed so far say.

    >>> seen = nik_seen("1606041205879001", None, "P", date(2025, 9, 20))
    >>> seen.born, seen.sex, [one.code for one in seen.odd]
    (datetime.date(1987, 5, 12), 'L', ['worker_sex_differs'])
    """
    nik = parse_nik(text)
    if isinstance(nik, NikProblem):
        return NikSeen(wrong=Told(nik.code, nik.facts))
    issuer = issuer_of(nik)
    born = nik.born(birth, on)
    return NikSeen(
        place="" if isinstance(issuer, IssuerProblem) else issuer.name,
        born=born,
        sex=nik.sex,
        odd=tuple(_odd(nik, issuer, birth, sex, born)),
    )


def _odd(nik: Nik, issuer: object, birth: date | None, sex: str, born: date | None) -> list[Told]:
    found = []
    if isinstance(issuer, IssuerProblem):
        found.append(Told("worker_place_not_known", issuer.facts))
    if birth and born != birth:
        found.append(Told("worker_birth_differs", {}))
    if sex and sex != nik.sex:
        found.append(Told("worker_sex_differs", {}))
    return found


def worker_problems(worker: Worker, on: date) -> Mapping[str, Told]:
    """What is wrong with the form, by field; what is only odd is no reason not to send it."""
    found: dict[str, Told] = {}
    seen = nik_seen(worker.nik, worker.birth, worker.sex, on)
    if seen.wrong:
        found["nik"] = seen.wrong
    if not worker.name.strip():
        found["name"] = Told("worker_name_missing", {})
    if not regions.area_exists(worker.village) or regions.area(worker.village).level != "village":
        found["village"] = Told("worker_village_missing", {})
    if worker.birth and worker.birth > on:
        found["birth"] = Told("worker_birth_to_come", {})
    return found


def send_worker(
    workspace: Workspace, actor: Actor, key: UUID, worker: Worker, at: datetime, enqueue: Enqueue
) -> "Upload":
    """Send a worker as a list of one; the same key again is the same worker. NotAllowed outside one's areas."""
    actor.refuse_unless(SEND, worker.village)
    nik = parse_nik(worker.nik)
    if isinstance(nik, NikProblem):
        raise Refused(nik.code, **nik.facts)
    about = {"form": _FORM, "nik": masked(nik.digits), "name": shown(worker.name, "name")}
    name = f"{_FORM}-{key.hex[:8]}.csv"
    sent = Sent(key, name, Kind.NOMINATIONS, None, worker.village, about=about)
    return take_in(workspace, actor, sent, _file_of(worker, nik), at, enqueue)


def _file_of(worker: Worker, nik: Nik) -> bytes:
    """The list: headings of FORMATS.md, one row."""
    village = regions.area(worker.village)
    district = regions.area(regions.parent_of(village.code))
    birth = f"{worker.birth:%d-%m-%Y}" if worker.birth else ""
    told = (worker.name.strip(), birth, worker.sex, village.name, district.name)
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    rows.writerow((nik.digits, *told, worker.address.strip(), worker.phone.strip(), worker.occupation.strip()))
    return text.getvalue().encode("utf-8")


@dataclass(frozen=True, slots=True)
class WorkerSent:
    """A worker whom somebody sent, masked, and what became of them: `document` is None while nobody read it."""

    key: UUID
    nik: str
    name: str
    area: str
    at: datetime
    status: str
    document: Mapping[str, object] | None


def workers_sent(actor: Actor) -> tuple[WorkerSent, ...]:
    """The workers that the actor sent by the form, the last first; nobody else's."""
    from cakupan_app.ledger.models import Upload
    from cakupan_app.work.sent_files import answer_of

    actor.refuse_unless_anywhere(SEND)
    sent = Upload.objects.select_related("answer").filter(made_by__email=actor.email, shape__about__form=_FORM)
    found = []
    for upload in sent.order_by("-pk")[:_LISTED]:
        about, answer = upload.shape["about"], answer_of(upload)
        told = about["nik"], about["name"], upload.area, upload.made_at
        status, document = (answer.status, answer.document) if answer else ("waiting", None)
        found.append(WorkerSent(upload.key, *told, status, document))
    return tuple(found)
