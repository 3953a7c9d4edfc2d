"""What happens when a list goes to another office encrypted, is answered there, and comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.month import Month, day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.coverage.finding import Finding
from cakupan.intake import Kind
from cakupan.intake.masking import told
from cakupan.intake.persons import holds_number_of_person
from cakupan_app.store.sealed import Lock, Opener, unsealed
from cakupan_app.work.asked import Asked, people_asked_about
from cakupan_app.work.grants import Grant
from cakupan_app.work.letters import Letter, content_of, masked_name, masked_path
from cakupan_app.work.manifest import ANSWERED_BY, ASKED_WITH, Manifest, packed, unpacked
from cakupan_app.work.packages import number_of, ours, packages, put, refuse_own, remember
from cakupan_app.work.receive import Received, Terms, receive
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Package

Minutes = Callable[[Manifest], bytes]
_LIST = "daftar.csv"
_REGENCY = "regency"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to go out: to whom, about whom, on what basis, what for, and until when it may be used.

    `because`: why it goes out though the use of its list has ended.
    """

    partner: str
    area: str
    wanted: str
    out: Path
    month: Month | None = None
    basis: str = ""
    purpose: str = ""
    expires_on: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that was written, the people who had to be left out, and what is to be warned of."""

    manifest: Manifest
    sha256: str
    without_nik: int
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A package that came in: its list as received, and how the people in it differ from those asked about.

    `unanswered` were asked about and are not in it; `unasked` are in it and were not asked about. `results` counts
    what was answered. `checked`: whether it had a manifest whose hash and count were compared.
    """

    number: str
    answers: str
    partner: str
    received: Received
    asked: int
    answered: int
    unanswered: int
    unasked: int
    results: Mapping[str, int]
    checked: bool

    @property
    def differs(self) -> bool:
        return bool(self.unanswered or self.unasked)


def send(workspace: Workspace, order: Order, lock: Lock, minutes: Minutes, terms: Terms) -> Sent:
    """Write a package about the people asked for, and remember it; all of it or nothing.

    Refused where nobody is left to ask about, without a basis and a purpose (the last to the same office stand in for
    them), for a list whose use has ended where nobody says why it goes out, and where there is a file of that name.
    """
    from django.db import transaction

    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.models import Direction

    if order.out.exists():
        raise Refused("package_exists", path=masked_path(order.out))
    order = _with_words(order)
    with workspace.writing():
        workspace.keys.refuse_another_identity()
        asked = people_asked_about(
            workspace, order.wanted, order.area, month=order.month, at=terms.at, today=day_in_jakarta(terms.at)
        )
        if asked.findings and not order.because:
            raise Refused(
                "package_of_expired",
                lists=tuple(f"{one.facts['name']} ({one.facts['file']})" for one in asked.findings),
            )
        content = asked.as_csv()
        manifest = _asking(workspace, order, asked, content, terms)
        page = minutes(manifest)
        manifest = replace(manifest, minutes_sha256=sha256(page).hexdigest())
        sealed = packed(manifest, content, page, lock)
        make_tables()
        with workspace.engine() as engine:
            kept = workspace.vault.put(engine.table(asked.table()), engine)
        with transaction.atomic():
            remember(manifest, Direction.OUT, order.partner, sealed, asked.source, terms, kept=kept)
            put(order.out, sealed)  # last: what cannot be written is not remembered either
    return Sent(manifest, sha256(sealed).hexdigest(), asked.without_nik, asked.findings)


def take_in(workspace: Workspace, path: Path, opener: Opener, terms: Terms, *, answers: str = "") -> TakenIn:
    """Open a package that answers one of sent, receive its list, and compare its people with those asked about.

    A file that was encrypted without a manifest is taken as the list itself, where `answers` says which of our
    packages it answers. Held where it answers for people nobody asked about. Refused where it does not open, is not as
    it was sent, or answers none of sent.
    """
    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.models import Direction

    sealed = content_of(path)
    name = masked_name(path)
    refuse_own(sealed, name)
    plain = unsealed(sealed, opener, name)
    opened = unpacked(plain, name)
    sent = ours(opened.manifest.answers if opened else answers, name)
    kind = ANSWERED_BY[sent.partner]
    if opened and opened.manifest.kind != kind:
        raise Refused("package_of_another_kind", name=name, kind=opened.manifest.kind, wanted=kind.value)
    # of a list without manifest the file's name says what it is, less the ending that the encryption gave it
    inside = opened.manifest.file if opened else path.name.removesuffix(".age")
    manifest = opened.manifest if opened else _bare(sent, inside, plain, kind, terms)
    content = opened.content if opened else plain
    called = Path(manifest.file.replace("\\", "/")).name or _LIST
    letter = Letter(Path(called), kind, held=content)  # never a file: a kill would leave the list in clear
    granted = replace(terms, grant=_grant(manifest, sent))
    tried = receive(workspace, letter, replace(granted, dry_run=True))
    _check_count(tried, manifest, name)
    strangers = _compared(workspace, sent, manifest, tried, checked=opened is not None).unasked
    if strangers:  # whoever was not asked about may belong to another package: somebody has to look first
        limit = Refused(
            "package_answers_others", name=name, number=sent.number, count=strangers, file=tried.taken.sha256[:12]
        )
        granted = replace(granted, limits=(limit,))
    received = receive(workspace, letter, granted)
    if received.error:
        raise received.error
    if not terms.dry_run:
        with workspace.writing():
            make_tables()
            remember(manifest, Direction.IN, sent.partner, sealed, received.taken.sha256, terms)
    return _compared(workspace, sent, manifest, received, checked=opened is not None)


def _with_words(order: Order) -> Order:
    """`order` with what the last package to the same office said where this one says nothing."""
    before = [one for one in packages() if one.direction == "out" and one.partner == order.partner]
    basis = " ".join(order.basis.split()) or (before[-1].basis if before else "")
    purpose = " ".join(order.purpose.split()) or (before[-1].purpose if before else "")
    if not basis or not purpose:
        raise Refused("package_needs_words", partner=order.partner)
    because = " ".join(order.because.split())
    if any(map(holds_number_of_person, (basis, purpose, because))):
        raise Refused("grant_holds_number", field="basis / purpose / because")
    return replace(order, basis=basis, purpose=purpose, because=because)


def _asking(workspace: Workspace, order: Order, asked: Asked, content: bytes, terms: Terms) -> Manifest:
    day = day_in_jakarta(terms.at)
    return Manifest(
        number=number_of(order.area, day),
        sender=_REGENCY,
        recipient=order.partner,
        area=order.area,
        basis=order.basis,
        purpose=order.purpose,
        made_on=day,
        made_by=terms.by,
        expires_on=order.expires_on,
        file=_LIST,
        kind=Kind.NOMINATIONS.value,
        columns=ASKED_WITH,
        rows=len(asked.rows),
        list_sha256=sha256(content).hexdigest(),
        reply_to=str(workspace.keys.identity.to_public()),
        because=order.because if asked.findings else "",
    )


def _bare(sent: "Package", file: str, content: bytes, kind: Kind, terms: Terms) -> Manifest:
    """What can be said of a list that came without a manifest."""
    digest = sha256(content).hexdigest()
    return Manifest(
        number=digest[:12],
        sender=sent.partner,
        recipient=_REGENCY,
        made_on=day_in_jakarta(terms.at),
        made_by="",
        file=file,
        kind=kind.value,
        columns=(),
        rows=0,
        list_sha256=digest,
        area=sent.area,
        basis=sent.basis,
        purpose=sent.purpose,
        expires_on=sent.expires_on,
        answers=sent.number,
    )


def _grant(manifest: Manifest, sent: "Package") -> Grant:
    """An answer may be used for what was asked, by the basis on which it was asked."""
    expires_on = manifest.expires_on or sent.expires_on
    return Grant(sent.partner, manifest.basis or sent.basis, sent.purpose, manifest.made_on, expires_on)


def _check_count(tried: Received, manifest: Manifest, name: str) -> None:
    if tried.error:
        raise tried.error
    if manifest.rows and tried.taken.rows_in != manifest.rows:
        raise Refused("package_count_differs", name=name, told=manifest.rows, found=tried.taken.rows_in)


def _compared(
    workspace: Workspace, sent: "Package", manifest: Manifest, received: Received, *, checked: bool
) -> TakenIn:
    import pyarrow.compute as pc

    records = received.taken.records()
    with workspace.engine() as engine:
        asked = set(engine.run(workspace.vault.get(sent.kept, engine).select("nik"))["nik"].to_pylist())
    answered = set(records["nik"].drop_null().to_pylist())
    says = records["match_code" if received.kind is Kind.MATCHES else "result"]
    results = {told(one["values"]): one["counts"] for one in pc.value_counts(says).to_pylist() if one["values"]}
    return TakenIn(
        number=manifest.number,
        answers=sent.number,
        partner=sent.partner,
        received=received,
        asked=len(asked),
        answered=len(asked & answered),
        unanswered=len(asked - answered),
        unasked=len(answered - asked),
        results=results,
        checked=checked,
    )
