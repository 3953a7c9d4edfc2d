"""Which received lists may be used, for what and until when: what their givers said, as the ledger has it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.coverage.finding import Finding
from cakupan.intake import Kind
from cakupan.intake.persons import holds_number_of_person
from cakupan.intake.received import holds_people

if TYPE_CHECKING:
    from datetime import datetime

    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.models import Grant as Line

USABLE, EXPIRES_SOON, EXPIRED, NO_EXPIRY = STATES = ("usable", "expires_soon", "expired", "no_expiry")
SOON = 30  # days before its end in which a list is told to expire
NAMING = (Kind.NOMINATIONS, Kind.POPULATION)  # the lists that "who is not covered" names people from


@dataclass(frozen=True, slots=True)
class Grant:
    """What a giver lets a list be used for. What was not told is empty; nothing here is supposed.

    `reference_on` is the day that the list speaks of, `expires_on` the last on which it may be used.
    """

    giver: str = ""
    basis: str = ""
    purpose: str = ""
    reference_on: date | None = None
    expires_on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not told, by the names of these fields."""
        return tuple(one.name for one in fields(self) if not getattr(self, one.name))

    def expired_on(self, day: date) -> bool:
        return self.expires_on is not None and self.expires_on < day


@dataclass(frozen=True, slots=True)
class Source:
    """A received list with its grant, as both stand on `day`."""

    sha256: str
    name: str
    kind: str
    status: str
    rows: int
    known_on: date
    grant: Grant
    day: date
    soon: int = SOON

    @property
    def days_left(self) -> int | None:
        """Days of use after `day`: 0 on the last one, below zero once it is over; None where no end was told."""
        return (self.grant.expires_on - self.day).days if self.grant.expires_on else None

    @property
    def state(self) -> str:
        """One of STATES. A list whose end nobody told is not taken to have ended."""
        if self.days_left is None:
            return NO_EXPIRY
        if self.days_left < 0:
            return EXPIRED
        return EXPIRES_SOON if self.days_left <= self.soon else USABLE


def checked(grant: Grant) -> Grant:
    """`grant` with its blanks tidied; Refused where it names a person's number or ends before the day it speaks of."""
    giver, basis, purpose = (" ".join(text.split()) for text in (grant.giver, grant.basis, grant.purpose))
    tidy = replace(grant, giver=giver, basis=basis, purpose=purpose)
    for name in ("giver", "basis", "purpose"):
        if holds_number_of_person(getattr(tidy, name)):
            raise Refused("grant_holds_number", field=name)
    if tidy.reference_on and tidy.expires_on and tidy.expires_on < tidy.reference_on:
        raise Refused("grant_ends_first", reference_on=tidy.reference_on, expires_on=tidy.expires_on)
    return tidy


def completed(grant: Grant, sha256: str, kind: str) -> Grant:
    """`grant` with what was told of the same list before, else with what its giver said last about this kind.

    A giver's purpose goes on from list to list; basis and end go together, so a new basis takes no old end along.
    """
    own = of_list(sha256)
    whole = replace(own, **{one.name: getattr(grant, one.name) for one in fields(grant) if getattr(grant, one.name)})
    if grant.basis and grant.basis != own.basis and not grant.expires_on:
        whole = replace(whole, expires_on=None)
    last = _last_of(whole.giver, kind) if whole.giver else None
    if last is None:
        return whole
    same_basis = whole.basis in ("", last.basis)
    return replace(
        whole,
        purpose=whole.purpose or last.purpose,
        basis=whole.basis or last.basis,
        expires_on=whole.expires_on or (last.expires_on if same_basis else None),
    )


def of_list(sha256: str) -> Grant:
    """The grant of one list as it stands in the ledger; an empty one where nothing was told."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Grant as Line

    lines = rows_of(Line, sha256=sha256)
    return _grant(lines[-1]) if lines else Grant()


def remember(grant: Grant, sha256: str, kind: str, *, at: "datetime", by: str) -> Grant:
    """Write down what is told of a list, completed; inside the caller's transaction. The same again writes nothing.

    The tables have to be there (`ledger.later.make_tables`).
    """
    from cakupan_app.ledger.models import Grant as Line

    whole = checked(completed(grant, sha256, kind))
    if whole != of_list(sha256):
        told = {one.name: getattr(whole, one.name) for one in fields(whole)}
        Line.objects.create(sha256=sha256, kind=kind, made_at=at, made_by=by, **told)
    return whole


def sources(day: date, *, soon: int = SOON) -> Sequence[Source]:
    """Every list of people in force or held, and every other file of which something was told, as of `day`.

    Those that end first come first; lists without an end last, in the order they were received.
    """
    from cakupan_app.ledger import history

    told = latest_grants()
    found = []
    for standing in history.standings():
        grant = told.get(standing.receipt.sha256)
        if standing.status == "undone" or not (grant or holds_people(Kind(standing.receipt.kind))):
            continue
        found.append(_source(standing, grant or Grant(), day, soon))
    return sorted(found, key=lambda one: one.grant.expires_on or date.max)


def usable_on(day: date) -> Mapping[str, Source]:
    """The lists in force that may feed a batch drawn up on `day`, by their hash: all but those that have expired.

    Expiry ends the use of a list, it takes nothing away: figures that count its rows keep them.
    """
    return {one.sha256: one for one in sources(day) if one.status == "accepted" and one.state != EXPIRED}


def ended_among(files: Iterable[str], day: date, kinds: Iterable[Kind] = tuple(Kind)) -> Sequence[Source]:
    """The lists of `kinds`, of those with these hashes, that may not be used any more on `day`."""
    wanted, asked = set(files), set(kinds)
    return [one for one in sources(day) if one.sha256 in wanted and one.state == EXPIRED and Kind(one.kind) in asked]


def expired_among(files: Iterable[str], day: date, kinds: Iterable[Kind] = tuple(Kind)) -> Sequence[Finding]:
    """A warning for each list of `ended_among`."""
    return [
        Finding(
            "list_expired",
            {"file": one.sha256[:12], "name": one.name, "giver": one.grant.giver or None, "day": one.grant.expires_on},
            "warning",
        )
        for one in ended_among(files, day, kinds)
    ]


def _source(standing: "Standing", grant: Grant, day: date, soon: int) -> Source:
    receipt = standing.receipt
    known_on = standing.decision.known_on
    return Source(
        receipt.sha256, receipt.name, receipt.kind, standing.status, receipt.accepted, known_on, grant, day, soon
    )


def latest_grants(files: Collection[str] | None = None) -> Mapping[str, Grant]:
    """What is told of each list, by its hash; of these `files` alone where they are said."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Grant as Line

    lines = rows_of(Line) if files is None else rows_of(Line, sha256__in=files)
    return {line.sha256: _grant(line) for line in lines}


def _last_of(giver: str, kind: str) -> Grant | None:
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Grant as Line

    lines = [one for one in rows_of(Line, kind=kind) if one.giver.casefold() == giver.casefold()]
    return _grant(lines[-1]) if lines else None


def _grant(line: "Line") -> Grant:
    return Grant(**{one.name: getattr(line, one.name) for one in fields(Grant)})
