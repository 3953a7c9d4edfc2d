"""Which tables a question is answered from: those of the snapshot in force, of another, or as known on a day."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from cakupan import cycle as cycles
from cakupan.basics.month import Month, day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.basics.stages import Stage
from cakupan.coverage.finding import Finding
from cakupan.intake import Kind
from cakupan.regions.tree import is_within
from cakupan_app.store.snapshots import Snapshot, SourceRef, fingerprint
from cakupan_app.store.tables import TableRef
from cakupan_app.store.views import ViewName
from cakupan_app.work import build, in_force
from cakupan_app.work.code import code_version
from cakupan_app.work.reading import reader
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.coverage.known import Known
    from cakupan.engines.port import Engine

_OF_MEMBERS = (Kind.MEMBERS, Kind.RECAP)  # files without which a month has no figure


@dataclass(frozen=True, slots=True)
class View:
    """The tables that a question is answered from, and what they are: `snapshot` is None where they were made now.

    `in_force`: whether they are those of the snapshot in force, the only one that the public may ask. `now`: the view
    of that snapshot, where this one is of what was known on a day. `remembered`: what was known about the areas asked
    about last (`ask.known_of`), where many questions are put to the view.
    """

    tables: Mapping[str, Callable[[], "ir.Table"]]
    findings: tuple[Finding, ...]
    engine: "Engine"
    known_on: date
    snapshot: Snapshot | None
    newer_files: int
    in_force: bool = False
    now: "Callable[[], View] | None" = None
    remembered: "dict[Hashable, tuple[Known, frozenset[Month]]] | None" = None

    def table(self, name: str) -> "ir.Table":
        """A table of the snapshot by name; one about persons tells them as `person` (or `left_person` ...).

        Refused where this snapshot has none of that name: it was published by an older version, or no file speaks
        of persons.
        """
        if name not in self.tables:
            raise Refused("snapshot_without_table", table=name)
        return self.tables[name]()

    def has(self, name: str) -> bool:
        return name in self.tables

    @property
    def cube(self) -> "ir.Table":
        return self.table("cube")

    @property
    def denominators(self) -> "ir.Table":
        return self.table("denominators")

    @property
    def targets(self) -> "ir.Table":
        return self.table("targets")

    @property
    def snapshot_name(self) -> str | None:
        return str(self.snapshot.number) if self.snapshot else None


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is told that a view has to be counted first, from how many files, and of each stage when it is done."""

    begins: Callable[[date, int], None] = lambda _day, _files: None
    stage: Callable[[Stage], None] = lambda _stage: None


@contextmanager
def view(
    workspace: Workspace,
    *,
    at: datetime,
    known_on: date | None = None,
    number: int | None = None,
    progress: Progress | None = None,
    engine: "Engine | None" = None,
) -> Iterator[View]:
    """What is in force now, what was known by `known_on`, or the snapshot `number` as it was published.

    A question changes nothing that was published or received. What it had to count of a day without a snapshot it
    leaves on a shelf for the next question (decision 0009).

    `newer_files` counts files accepted since the snapshot in force, which its figures do not hold yet.
    It is asked of `engine`, else of one that is closed at the end.
    Refused where nothing is published, or nothing was known by the day.
    """
    with nullcontext(engine) if engine else workspace.engine() as asked:
        if number is not None:
            yield _numbered(workspace, asked, number)
        elif known_on is not None:
            yield _known_on(workspace, asked, known_on, at, progress or Progress())
        else:
            snapshot = workspace.snapshots.current()
            if snapshot is None:
                raise nothing_published()
            yield _of(workspace, asked, snapshot, snapshot.known_on, _newer_files(snapshot, at))


class NothingPublished(Refused):
    """No snapshot is in force."""


def nothing_published() -> NothingPublished:
    """Why there is nothing to ask, and the one next step: to send files, or to build from those that are there."""
    from cakupan_app.ledger import history

    statuses = {standing.status for standing in history.standings()}
    if "accepted" in statuses:
        return NothingPublished("nothing_built")
    return NothingPublished("nothing_accepted" if statuses else "nothing_received")


def _numbered(workspace: Workspace, engine: "Engine", number: int) -> View:
    if number not in workspace.snapshots.numbers():
        raise Refused("snapshot_unknown", number=number, known=tuple(map(str, workspace.snapshots.numbers())))
    published = workspace.snapshots.get(number)
    return _of(workspace, engine, published, published.known_on, 0)


def _known_on(workspace: Workspace, engine: "Engine", day: date, at: datetime, progress: Progress) -> View:
    if day > day_in_jakarta(at):
        raise Refused("day_in_future", day=day)
    sources = in_force.sources_known_by(day)
    decisions = in_force.decisions_known_by(day)
    wanted = fingerprint(sources, build.RULES, code_version(), decisions.told)
    current = workspace.snapshots.current()
    now = partial(_of, workspace, engine, current, current.known_on, 0) if current else None
    made = next((one for one in reversed(workspace.snapshots.all()) if build.fingerprint_of(one) == wanted), None)
    if made is not None:
        return replace(_of(workspace, engine, made, day, 0), now=now)
    name = ViewName(wanted, tuple(source.sha256 for source in sources), code_version())
    tables, findings = _counted(workspace, engine, sources, name, day, progress)
    given = {name: partial(_given, table) for name, table in tables.items()}
    return View(given, findings, engine, day, None, 0, now=now)


def _counted(
    workspace: Workspace,
    engine: "Engine",
    sources: tuple[SourceRef, ...],
    name: ViewName,
    day: date,
    progress: Progress,
) -> "tuple[Mapping[str, ir.Table], tuple[Finding, ...]]":
    """What follows from `sources` and the decisions known by `day`: from the shelf, else counted now and shelved,
    unless somebody else is writing."""
    kept = workspace.views.get(name, engine)
    if kept:
        tables, findings = kept
        return tables, tuple(Finding.from_json(one) for one in findings)
    progress.begins(day, len(sources))
    files = in_force.received_files(workspace, sources)
    decisions = in_force.decisions_known_by(day).table(engine)
    read = reader(workspace, keeps=False)
    made = cycles.cycle(files, engine, read=read, decisions=decisions, report=progress.stage)
    found = {**made.tables, **(made.people.tables if made.people else {})}
    with suppress(Refused, OSError), workspace.writing(patience=0):
        workspace.views.put(name, found, [finding.as_json() for finding in made.findings], engine)
    return found, made.findings


def _of(workspace: Workspace, engine: "Engine", snapshot: Snapshot, known_on: date, newer: int) -> View:
    findings = tuple(Finding.from_json(stored) for stored in snapshot.findings)
    tables = {name: partial(_published, workspace, ref, engine) for name, ref in snapshot.all_tables.items()}
    current = workspace.snapshots.current()
    in_force = current is not None and current.number == snapshot.number
    return View(tables, findings, engine, known_on, snapshot, newer, in_force)


def _published(workspace: Workspace, ref: TableRef, engine: "Engine") -> "ir.Table":
    table = workspace.tables.get(ref, engine)
    renamed = {name.removesuffix("_id"): name for name in table.columns if name.endswith("person_id")}
    return table.rename(renamed) if renamed else table


def _given(table: "ir.Table") -> "ir.Table":
    return table


def _newer_files(snapshot: Snapshot, at: datetime) -> int:
    from cakupan_app.ledger import history

    counted = {source.sha256 for source in snapshot.sources}
    now = {standing.receipt.sha256 for standing in history.accepted_by(day_in_jakarta(at))}
    return len(now ^ counted)


def received_later(view: View, area: str, month: Month) -> date | None:
    """The first day after that of the view on which a file of members came for the month, as far as its sender named
    area and month; None where no such file came."""
    from cakupan_app.ledger import history

    days = [
        standing.decision.known_on
        for standing in history.standings()
        if standing.status == "accepted"
        and standing.receipt.kind in _OF_MEMBERS
        and standing.receipt.month == str(month)
        and _may_tell_of(standing.receipt.area, area)
    ]
    return min((day for day in days if day > view.known_on), default=None)


def _may_tell_of(sender: str, area: str) -> bool:
    return not sender or is_within(area, sender) or is_within(sender, area)
