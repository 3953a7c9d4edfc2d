"""What is answered from published figures: coverage and gap, from the snapshot in force or as known on a day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from cakupan import cycle as cycles
from cakupan.basics.month import Month, day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.attribution import AttributionChange, attribution_change, cells_by
from cakupan.coverage.definition import ELSEWHERE, Attribution, Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.known import Known, known_about
from cakupan.coverage.public_tables import public_question
from cakupan.coverage.suppression import hide_small
from cakupan.targets.gap import Gap, gap_of
from cakupan.targets.pace import Pace, base_month, pace_of
from cakupan.targets.target import Target, denominators_named, targets_about, targets_for
from cakupan_app.store.snapshots import Snapshot, fingerprint
from cakupan_app.store.tables import TableRef
from cakupan_app.work import build
from cakupan_app.work.code import code_version
from cakupan_app.work.disclose import hiding_in
from cakupan_app.work.reading import reader
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


@dataclass(frozen=True, slots=True)
class View:
    """The tables that a question is answered from, and what they are: `snapshot` is None where they were made now.

    `in_force`: whether they are those of the snapshot in force, the only one that the public may ask.
    """

    tables: Mapping[str, Callable[[], "ir.Table"]]
    findings: tuple[Finding, ...]
    engine: "Engine"
    known_on: date
    snapshot: Snapshot | None
    newer_files: int
    in_force: bool = False

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


@contextmanager
def view(
    workspace: Workspace, *, at: datetime, known_on: date | None = None, number: int | None = None
) -> Iterator[View]:
    """What is in force now, what was known by `known_on`, or the snapshot `number` as it was published.

    A question never writes.

    `newer_files` counts files accepted since the snapshot in force, which its figures do not hold yet.
    Refused where nothing is published, or nothing was known by the day.
    """
    with workspace.engine() as engine:
        if number is not None:
            if number not in workspace.snapshots.numbers():
                raise Refused("snapshot_unknown", number=number, known=tuple(map(str, workspace.snapshots.numbers())))
            published = workspace.snapshots.get(number)
            yield _view(workspace, engine, published, published.known_on, 0)
            return
        if known_on is None:
            snapshot = workspace.snapshots.current()
            if snapshot is None:
                raise Refused("nothing_built")
            yield _view(workspace, engine, snapshot, snapshot.known_on, _newer_files(snapshot, at))
            return
        if known_on > day_in_jakarta(at):
            raise Refused("day_in_future", day=known_on)
        sources = build.sources_known_by(known_on)
        wanted = fingerprint(sources, build.RULES, code_version())
        made = next((one for one in reversed(workspace.snapshots.all()) if build.fingerprint_of(one) == wanted), None)
        if made is not None:
            yield _view(workspace, engine, made, known_on, 0)
            return
        files = build.received_files(workspace, sources)
        made_now = cycles.cycle(files, engine, read=reader(workspace, keeps=False))
        of_people = made_now.people.tables if made_now.people else {}
        made_tables = {name: partial(_given, table) for name, table in {**made_now.tables, **of_people}.items()}
        yield View(made_tables, made_now.findings, engine, known_on, None, 0)


def _view(workspace: Workspace, engine: "Engine", snapshot: Snapshot, known_on: date, newer: int) -> View:
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


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """What is asked about coverage: of an area in a month, told apart how, against what, counted by what, and on
    what evidence (the strongest, unless one is named)."""

    area: str
    month: Month
    by: tuple[str, ...] = ()
    denominator: str | None = None
    attribution: Attribution | None = None
    evidence: Evidence | None = None
    public: bool = False


def coverage(view: View, question: CoverageQuestion) -> Coverage:
    """The coverage of an area in a month, with its definition and what is missing; small counts hidden if `public`."""
    if question.public:
        _check_public(view, question)
    known = known_of(view, question.area, [question.month], question.by, question.attribution)
    targets = targets_for(targets_about(view.targets, view.engine, question.area), question.area, question.month)
    answer = _coverage(view, known, question, question.month, targets)
    if known.attribution and answer.total.members is not None:
        answer = replace(answer, attributed=_attributed(view, question, known.attribution))
    return hide_small(answer, hiding_in(view, question.area)) if question.public else answer


def _check_public(view: View, question: CoverageQuestion) -> None:
    public_question(question.area, question.by, question.evidence, question.attribution)
    if not view.in_force:
        # What an older vintage hid or showed otherwise gives away, taken off today's, what either hides.
        raise Refused("public_vintage_superseded", area=question.area)


def known_of(
    view: View, area: str, months: Sequence[Month], by: Sequence[str], attribution: Attribution | None = None
) -> Known:
    """What the view knows about an area; by place of issue of the NIK or of work where that is asked for and known."""
    cube, asked = view.cube, None
    if attribution in ELSEWHERE and view.has("crossed"):
        asked = attribution
        cube = view.engine.keep(cells_by(view.table("crossed"), cube, attribution))
    return known_about(cube, view.denominators, view.engine, area, months, view.findings, by=by, attribution=asked)


def _attributed(view: View, question: CoverageQuestion, attribution: Attribution) -> AttributionChange:
    crossed = view.table("crossed")
    return attribution_change(crossed, view.cube, view.engine, question.area, question.month, attribution)


def months_told(view: View, area: str) -> tuple[Month, ...]:
    """The months that the area has figures of its own for."""
    return known_about(view.cube, view.denominators, view.engine, area, [], by=()).months


def coverage_by_month(
    view: View, area: str, months: Sequence[Month], denominator: str | None = None
) -> Mapping[Month, Coverage]:
    """The coverage of an area in each of `months`, from one look at the tables."""
    known = known_about(view.cube, view.denominators, view.engine, area, months, view.findings, by=())
    every = targets_about(view.targets, view.engine, area)
    return {
        month: _coverage(
            view,
            known,
            CoverageQuestion(area, month, denominator=denominator),
            month,
            targets_for(every, area, month),
        )
        for month in months
    }


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """What is asked about the gap: of an area in a month, to one target or to all, with the pace since when, and on
    what evidence (the strongest, unless one is named)."""

    area: str
    month: Month
    target: str | None = None
    since: Month | None = None
    denominator: str | None = None
    evidence: Evidence | None = None


def gap(view: View, question: GapQuestion) -> tuple[Gap, Pace | Missing]:
    """The gap in its three readings: the uncovered, to each target, and the pace since a month."""
    since = base_month(question.month, question.since)
    months = [question.month, since]
    known = known_of(view, question.area, months, ())
    every = targets_about(view.targets, view.engine, question.area)
    targets = targets_for(every, question.area, question.month, question.target)
    asked = CoverageQuestion(
        question.area, question.month, denominator=question.denominator, evidence=question.evidence
    )
    now, then = (_coverage(view, known, asked, month, targets) for month in (question.month, since))
    # who names the evidence wants the pace by it too, and not by another that both months share
    told = (
        (now, then)
        if question.evidence is None
        else (replace(now, other_evidence=()), replace(then, other_evidence=()))
    )
    return gap_of(now, targets, known), pace_of(*told)


def _coverage(
    view: View, known: Known, question: CoverageQuestion, month: Month, targets: Sequence[Target]
) -> Coverage:
    return coverage_by(
        known,
        question.area,
        month,
        by=question.by,
        denominator=question.denominator,
        named_by_targets=denominators_named(targets),
        attribution=question.attribution,
        evidence=question.evidence,
        known_on=view.known_on,
        snapshot=view.snapshot_name,
    )
