"""What happens where a government states a count of its own: a file like any other, and who signed for it."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.known import known_about
from cakupan.coverage.potential import Potentials
from cakupan.intake import Kind
from cakupan.intake.vocabulary import vocabulary
from cakupan.workforce.denominator import Denominator
from cakupan_app.work import ask
from cakupan_app.work.letters import Letter
from cakupan_app.work.receive import Received, Terms, receive
from cakupan_app.work.view import NothingPublished
from cakupan_app.work.workspace import Workspace

_NAME = "penetapan-penyebut.csv"
_HEADING = ("penyebut", "wilayah", "segmen", "nilai", "tahun data", "penetap", "alasan", "dinyatakan pada")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated: so many workers of `area` by `denominator`, of `vintage` (None: of that which is in force)."""

    denominator: str
    area: str
    value: int
    set_by: str
    because: str
    segment: str | None = None
    vintage: str | None = None


@dataclass(frozen=True, slots=True)
class Overridden:
    """What became of a statement. `before`: the count in force until then, None where there was none or no snapshot."""

    received: Received
    vintage: str
    before: int | None


@dataclass(frozen=True, slots=True)
class Signature:
    """The day a received file is known from, and who took it in."""

    known_on: date
    accepted_by: str


def override(workspace: Workspace, stated: Statement, terms: Terms) -> Overridden:
    """Receive `stated` as a file of one row, which holds from the next build.

    Refused without a reason or a name to it, and where the vintage is neither said nor known from the snapshot in
    force.
    """
    if not stated.because.strip() or not stated.set_by.strip():
        raise Refused("override_needs_words")
    before = _in_force(workspace, stated, terms)
    vintage = stated.vintage or (before.vintage if before else None)
    if vintage is None:
        raise Refused("override_vintage_unknown", denominator=stated.denominator, area=stated.area)
    with TemporaryDirectory(prefix="cakupan-") as folder:
        path = Path(folder) / _NAME
        path.write_bytes(_written(stated, vintage, terms))
        received = receive(workspace, Letter(path, Kind.WORKFORCE), terms)
    return Overridden(received, vintage, _value_of(before, stated, vintage))


def _value_of(before: Denominator | None, stated: Statement, vintage: str) -> int | None:
    if before is None or (before.area, before.vintage) != (stated.area, vintage):
        return None
    return before.value if (before.segment is None) == (not stated.segment) else None


def _written(stated: Statement, vintage: str, terms: Terms) -> bytes:
    # The instant tells two statements apart: whoever goes back to an earlier count says something new.
    said_at = terms.at.isoformat(timespec="microseconds")
    text = StringIO()
    told = (stated.denominator, stated.area, stated.segment or "", stated.value, vintage)
    rows = (_HEADING, (*told, stated.set_by.strip(), stated.because.strip(), said_at))
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _in_force(workspace: Workspace, stated: Statement, terms: Terms) -> Denominator | None:
    """What the snapshot in force counts there, or in the nearest area above; None without such a count or snapshot."""
    month = Month(terms.day.year, terms.day.month)
    try:
        with ask.view(workspace, at=terms.at) as view:
            known = known_about(view.cube, view.denominators, view.engine, stated.area, [month], by=())
    except NothingPublished:
        return None
    counts, word = Potentials(known, month), vocabulary("segment").find(stated.segment or "")
    of_segment = counts.counted(stated.denominator, stated.area, word.word) if word else None
    # a segment that nobody counted yet is of the same year as everyone
    return of_segment or counts.counted(stated.denominator, stated.area)


def signatures(files: Iterable[str | None], known_on: date) -> Mapping[str, Signature]:
    """By the hashes of `files`: from which day each is known, and who took it in, by the decisions known by a day."""
    from cakupan_app.ledger import history

    wanted = {file for file in files if file}
    if not wanted:
        return {}
    decided = ((one.receipt.sha256, one.decision) for one in history.standings(known_on))
    return {file: Signature(decision.known_on, decision.made_by) for file, decision in decided if file in wanted}
