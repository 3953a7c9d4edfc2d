"""What happens to a file that comes in: read, judged, kept, and accepted or held; all of it or nothing."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.month import day_in_jakarta
from cakupan.basics.refused import Fact, Refused
from cakupan.intake import Kind, Reading
from cakupan.intake.again import Known, with_mended_rows
from cakupan.intake.received import holds_people
from cakupan.intake.sender import Sender
from cakupan_app.work import shapes
from cakupan_app.work.grants import Grant, remember
from cakupan_app.work.layouts import layout_hash, remember_layout, senders_of
from cakupan_app.work.letters import Letter, Opened, being_opened
from cakupan_app.work.reading import name_of, shelve
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.models import Receipt
    from cakupan_app.work.judge import Desk, Judged

_KINDS = {  # as offices call them
    "rekap": "recap",
    "penyebut": "workforce",
    "sasaran": "targets",
    "peserta": "members",
    "usulan": "nominations",
    "penduduk": "population",
    "pembayaran": "payments",
    "jawaban": "answers",
    "padanan": "matches",
    "kematian": "deaths",
    "klaim": "claims",
}
_TAKES_ITS_TIME = 2**20  # bytes of a file


class Status(StrEnum):
    ACCEPTED = "accepted"
    HELD = "held"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file. A refused file has an `error`, and no reading unless that is what is wrong.

    `held_because` has every reason why it is held; `judged` what else was found out about it. `mended`: how many rows
    of a file that was received before were mended in another one since.
    """

    name: str
    kind: Kind
    status: Status
    reading: Reading | None = None
    error: Refused | None = None
    held_because: tuple[Refused, ...] = ()
    judged: "Judged | None" = None
    new: bool = False
    grant: Grant | None = None
    mended: int = 0

    @property
    def taken(self) -> Reading:
        """The reading of a file that was not refused."""
        if self.reading is None:
            raise ValueError(f"{self.name} was refused: it has no reading")
        return self.reading

    @property
    def found_out(self) -> "Judged":
        """What was found out about a file that is new."""
        if self.judged is None:
            raise ValueError(f"{self.name} is not new: nothing was found out about it")
        return self.judged


def no_limits(reading: Reading) -> tuple[Refused, ...]:  # noqa: ARG001
    """Nothing: whoever gives a command at the machine answers for all of the workspace."""
    return ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How files are received: by whom, when, known from which day; held or tried out only; and what their giver lets
    them be used for. `limits` are reasons to hold them beside those that are found here, `limits_by` finds more of
    them in what was read."""

    by: str
    at: datetime
    known_on: date | None = None
    hold: bool = False
    dry_run: bool = False
    grant: Grant | None = None
    limits: tuple[Refused, ...] = ()
    limits_by: Callable[[Reading], tuple[Refused, ...]] = no_limits

    @property
    def day(self) -> date:
        return self.known_on or day_in_jakarta(self.at)


def kind_named(text: str) -> Kind:
    """The kind of file that `text` names, in either language; Refused with the known ones where it names none."""
    word = text.strip().casefold()
    try:
        return Kind(_KINDS.get(word, word))
    except ValueError:
        raise Refused("kind_unknown", text=text, known=tuple(kind.value for kind in Kind)) from None


def receive(workspace: Workspace, letter: Letter, terms: Terms) -> Received:
    """Receive one file: refused (nothing written), unchanged, held, or accepted; atomic by itself."""
    return next(receive_all(workspace, [letter], terms))


def receive_all(workspace: Workspace, letters: Sequence[Letter], terms: Terms) -> Iterator[Received]:
    """Receive files in their order, each as `receive` does; many are read at the same time."""
    with being_opened(letters, within=workspace.area, today=terms.day) as opened:
        from cakupan_app.work.judge import Desk  # while the first of them are being read

        with Desk(workspace, keeps=not terms.dry_run) as desk:
            if any(letter.size >= _TAKES_ITS_TIME for letter in letters):
                desk.get_ready()
            for letter, found in zip(letters, opened, strict=True):
                own = replace(terms, known_on=letter.known_on) if letter.known_on else terms
                yield _received(workspace, letter, found, own, desk)


def _received(workspace: Workspace, letter: Letter, opened: Opened | Refused, terms: Terms, desk: "Desk") -> Received:
    from django.db import transaction

    from cakupan_app.ledger.later import make_tables

    if isinstance(opened, Refused):
        return Received(letter.name, letter.kind, Status.REFUSED, error=opened)
    try:
        with workspace.writing():
            workspace.keys.refuse_another_identity()
            received = _judge(workspace, letter, opened.reading, terms, desk)
            if terms.dry_run or received.status is Status.REFUSED:
                return received
            make_tables()
            if received.new:
                return _keep(workspace, letter, received, terms, desk)
            with transaction.atomic():  # of a file that was received already more can be told later
                return _with_grant(received, letter, terms)
    except Refused as refusal:
        return Received(letter.name, letter.kind, Status.REFUSED, error=refusal)


def _refuse_without_good_row(letter: Letter, reading: Reading) -> Received:
    # Keeping a file of which nothing can be used would only hide that it was the wrong one.
    error = Refused("no_row_usable", name=letter.name, rows=reading.rows_in)
    return Received(letter.name, letter.kind, Status.REFUSED, reading, error=error)


def _judge(workspace: Workspace, letter: Letter, reading: Reading, terms: Terms, desk: "Desk") -> Received:
    from cakupan_app.ledger import history
    from cakupan_app.work.corrections import mended_since

    standing = history.standing_of(reading.sha256)
    if standing is None or standing.decision.known_on != terms.day:  # said again of its own day, it changes nothing
        refuse_day(workspace, terms.day, terms.at)
    if standing and standing.status == "accepted":
        _refuse_other_use(letter, reading, standing)
        return _with_mended(
            Received(letter.name, letter.kind, Status.UNCHANGED, reading), mended_since(standing.receipt)
        )
    if standing and standing.status == "held" and _as_before(letter, reading, standing):
        held = _held_before(letter, desk.judged(letter, reading, terms.day), standing)
        return _with_mended(held, mended_since(standing.receipt))
    if standing:
        refuse_before(terms.day, standing)
    found = desk.judged(letter, reading, terms.day)
    if found.nothing_new and not standing:
        unchanged = Received(letter.name, letter.kind, Status.UNCHANGED, found.reading, judged=found)
        return _with_mended(unchanged, found.corrections.done)
    if not reading.accepted:
        return _refuse_without_good_row(letter, found.reading)
    asked = (Refused("held_on_request", file=reading.sha256[:12]),) if terms.hold else ()
    reasons = (*asked, *terms.limits, *terms.limits_by(reading), *found.limits)
    status = Status.HELD if reasons else Status.ACCEPTED
    return Received(letter.name, letter.kind, status, found.reading, held_because=reasons, judged=found, new=True)


def _held_before(letter: Letter, found: "Judged", standing: "Standing") -> Received:
    from cakupan_app.ledger import comebacks

    reasons = tuple(Refused(code, **facts) for code, facts in comebacks.reasons_of(standing.decision))
    return Received(letter.name, letter.kind, Status.HELD, found.reading, held_because=reasons, judged=found)


def _with_mended(received: Received, mended: Sequence[Known]) -> Received:
    """`received`, in which rows that another file has mended are no longer to be mended."""
    now = with_mended_rows(received.taken, mended)
    return replace(received, reading=now, mended=sum(len(one.rows) for one in mended))


def refuse_day(workspace: Workspace, day: date, at: datetime) -> None:
    """Refuse a day of knowledge that has not come, or that would change what was already published."""
    if day > day_in_jakarta(at):
        raise Refused("day_in_future", day=day)
    published = max((snapshot.known_on for snapshot in workspace.snapshots.all()), default=None)
    if published and day < published:
        raise Refused("day_before_published", day=day, published=published)


def refuse_before(day: date, standing: "Standing") -> None:
    """Refuse a decision dated before the last one about the same file: the two would rule in the wrong order."""
    if day < standing.decision.known_on:
        raise Refused("day_before_decision", day=day, decided=standing.decision.known_on)


def _refuse_other_use(letter: Letter, reading: Reading, standing: "Standing") -> None:
    if _as_before(letter, reading, standing):
        return
    receipt = standing.receipt
    before: dict[str, Fact] = {"kind": receipt.kind, "file": reading.sha256[:12]}
    if receipt.kind != letter.kind.value:
        raise Refused("received_as_other", **before)
    if receipt.month != str(letter.month or ""):
        raise Refused("received_for_other_month", **before, month=receipt.month or None)
    if receipt.area != (letter.area or ""):
        raise Refused("received_for_other_area", **before, area=receipt.area or None)
    raise Refused("received_laid_out_otherwise", **before)


def _as_before(letter: Letter, reading: Reading, standing: "Standing") -> bool:
    receipt = standing.receipt
    said = (letter.kind.value, str(letter.month or ""), letter.area or "", layout_hash(_sender_of(letter)))
    asked = shapes.as_json(
        replace(shapes.used(letter.shape, reading), known=())
    )  # what is not said again stays as it was
    same_shape = not asked or {**shapes.shape_of(receipt), "known": None} == {**asked, "known": None}
    before = layout_hash(senders_of([receipt.sha256]).get(receipt.sha256))
    return (receipt.kind, receipt.month, receipt.area, before) == said and same_shape


def _sender_of(letter: Letter) -> Sender | None:
    return letter.layout.sender if letter.layout else None


def _keep(workspace: Workspace, letter: Letter, received: Received, terms: Terms, desk: "Desk") -> Received:
    from django.db import transaction

    from cakupan_app.ledger import comebacks, history
    from cakupan_app.ledger.models import Action

    found = received.found_out
    # Files first, the ledger last and at once: a kill in between leaves files that nobody refers to.
    workspace.keys.new_key(received.taken.sha256)  # what locks the source locks its rows too
    with ThreadPoolExecutor(1) as aside:
        sealed = aside.submit(workspace.sources.put, letter.content(), received.taken.sha256)
        shelf = _shelve(workspace, letter, found.own, terms, desk)
        try:
            sealed.result()
        except Refused:  # it has changed since it was read: of a file that is refused nobody's rows are kept
            for path in shelf:
                path.unlink(missing_ok=True)
            raise
    quarantine = ""
    if found.own.quarantined:
        quarantine = workspace.vault.put(found.own.quarantine().to_reader(), desk.passing)
    receipt = _receipt(letter, received, terms, quarantine)
    action = Action.HOLD if received.status is Status.HELD else Action.ACCEPT
    with transaction.atomic():
        decision = history.record(receipt, action, known_on=terms.day, at=terms.at, by=terms.by)
        comebacks.record_reasons(((reason.code, reason.facts) for reason in received.held_because), decision)
        comebacks.record_comebacks(found.corrections.rows, receipt)
        shapes.keep(receipt, letter.sender, letter.shape, received.taken, at=terms.at, by=terms.by)
        if letter.layout or senders_of([receipt.sha256]):
            text = letter.layout.text if letter.layout else ""
            remember_layout(receipt, text, at=terms.at, by=terms.by)
        return _with_grant(received, letter, terms)


def _with_grant(received: Received, letter: Letter, terms: Terms) -> Received:
    """`received`, with what its giver lets it be used for as the ledger has it now."""
    if terms.grant is None:
        return received
    told = remember(terms.grant, received.taken.sha256, letter.kind, at=terms.at, by=terms.by)
    return replace(received, grant=told)


def _shelve(workspace: Workspace, letter: Letter, reading: Reading, terms: Terms, desk: "Desk") -> Sequence[Path]:
    """Keep the accepted rows of a list of people, encrypted; the files in which they are come back."""
    if not holds_people(letter.kind):
        return ()
    mark = shapes.mark_of(shapes.as_json(shapes.used(letter.shape, reading)))
    told = str(letter.month or ""), letter.area or "", workspace.area, terms.day, mark
    name = name_of(reading.sha256, letter.kind, *told, layout=layout_hash(_sender_of(letter)))
    shelve(workspace, name, reading, desk.passing)
    return workspace.readings.files_of(name)


def _receipt(letter: Letter, received: Received, terms: Terms, quarantine: str) -> "Receipt":
    from cakupan_app.ledger.models import Receipt

    reading = received.taken
    return Receipt(
        sha256=reading.sha256,
        name=letter.name,
        kind=letter.kind,
        month=str(letter.month or ""),
        area=letter.area or "",
        received_at=terms.at,
        received_by=terms.by,
        rows_in=reading.rows_in,
        accepted=reading.accepted,
        quarantined=reading.quarantined,
        repeated=reading.repeated,
        quarantine=quarantine,
    )
