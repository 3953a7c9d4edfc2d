"""What a build does: run the cycle on all that was known by a day, keep its tables, and publish them in one step."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from cakupan import cycle as cycles
from cakupan.basics.month import day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.basics.stages import Stage
from cakupan_app.store.snapshots import Snapshot, fingerprint
from cakupan_app.work.code import code_version
from cakupan_app.work.in_force import decisions_known_by, received_files, sources_known_by
from cakupan_app.work.publish import keep
from cakupan_app.work.reading import reader
from cakupan_app.work.sweep import sweep
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.engines.spark import SparkEngine

RULES = cycles.RULES  # a changed counting rule is another figure, so it is part of the fingerprint


@dataclass(frozen=True, slots=True)
class Built:
    """A build that was done: its snapshot, whether that is new and in force now, and each stage's count of rows."""

    snapshot: Snapshot
    new: bool
    in_force: bool
    stages: tuple[Stage, ...]
    seconds: float


def build(
    workspace: Workspace,
    *,
    at: datetime,
    known_on: date | None = None,
    counting: "Callable[[], SparkEngine] | None" = None,
    report: Callable[[Stage], None] | None = None,
) -> Built:
    """Publish what was known by `known_on` (default: today in Jakarta).

    A build of an earlier day than the snapshot in force is kept beside it and does not replace it.
    `counting` opens another engine for what comes after persons; the workspace's own keeps names and vault.
    The same sources, decisions, rules and code as the snapshot in force give that snapshot again.
    """
    started = perf_counter()
    day = known_on or day_in_jakarta(at)
    if day > day_in_jakarta(at):
        raise Refused("day_in_future", day=day)
    with workspace.writing():
        sweep(workspace)
        sources, decisions = sources_known_by(day), decisions_known_by(day)
        with workspace.engine() as engine, counting() if counting else nullcontext() as other:
            outcome = cycles.cycle(
                received_files(workspace, sources),
                engine,
                counting=other,
                decisions=decisions.table(engine),
                read=reader(workspace, keeps=True),
                clock=perf_counter,
                report=report,
            )
            kept = keep(workspace, outcome, engine, day)
        built = Snapshot(
            number=workspace.snapshots.next_number(),
            known_on=day,
            tables=kept.tables,
            vault=kept.vault,
            beside=kept.beside,
            sources=sources,
            rules=RULES,
            code=code_version(),
            findings=tuple(finding.as_json() for finding in outcome.findings),
            built_at=at.isoformat(timespec="seconds"),
            decisions=decisions.told,
        )
        snapshot, new, in_force = _publish(workspace, built)
        if not new:
            sweep(workspace)  # who the persons are was written once more, under another key, and is not needed
    return Built(snapshot, new, in_force, outcome.stages, perf_counter() - started)


def _publish(workspace: Workspace, built: Snapshot) -> tuple[Snapshot, bool, bool]:
    snapshots = workspace.snapshots
    current = snapshots.current()
    alike = (old for old in reversed(snapshots.all()) if _says_the_same(old, built))
    # where it cannot be told any more who the persons of a snapshot are, it is published anew
    same = next((old for old in alike if all(map(workspace.vault.sound, old.vault.values()))), None)
    snapshot = same or built
    if same is None:
        snapshots.write(built)
    in_force = current is None or snapshot.known_on >= current.known_on
    if in_force:
        snapshots.put_in_force(snapshot.number)
    return snapshot, same is None, in_force


def _says_the_same(old: Snapshot, new: Snapshot) -> bool:
    return (old.known_on, old.sha256, fingerprint_of(old)) == (new.known_on, new.sha256, fingerprint_of(new))


def fingerprint_of(snapshot: Snapshot) -> str:
    return fingerprint(snapshot.sources, snapshot.rules, snapshot.code, snapshot.decisions)
