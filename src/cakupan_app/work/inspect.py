"""Whether a workspace is sound, and whether an installation is: what is wrong, as findings with what to do."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Fact, Refused
from cakupan_app.store import durable, pseudonyms
from cakupan_app.store.keys import key_path
from cakupan_app.store.layout import Layout
from cakupan_app.store.snapshots import Snapshot
from cakupan_app.store.sources import Damaged
from cakupan_app.work.site_soundness import examine_site
from cakupan_app.work.sweep import unreachable
from cakupan_app.work.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from cakupan.engines.port import Engine

_FREE_BYTES_WANTED = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Found:
    """Something that `verify` or `doctor` has to say. `error` means it is not sound."""

    severity: str
    code: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what was found."""

    checked: Mapping[str, int]
    findings: tuple[Found, ...]

    @property
    def sound(self) -> bool:
        return all(found.severity != "error" for found in self.findings)


def verify(workspace: Workspace) -> Verified:
    """Read everything the workspace holds, and say what is not as it was written.

    Every source is decrypted and hashed, every vault file opened, every table of every snapshot read
    and hashed by what it says, every manifest parsed; the ledger must be complete,
    with its triggers, and each line of the trail sealed by the one before it. What a killed command left is no damage:
    it is counted, and the next build clears it.
    """
    with workspace.writing():  # a command that is writing just now would look like damage
        findings = [
            *_ledger(),
            *_trail(),
            *_sources(workspace),
            *_vault(workspace),
            *_snapshots(workspace),
            *_tried(workspace.boundaries.get),
            *_left_over(workspace),
        ]
        checked = {
            "sources": len(workspace.sources.names()),
            "vault": len(workspace.vault.names()),
            "tables": len(workspace.tables.names()),
            "snapshots": len(workspace.snapshots.numbers()),
            "trail": _lines_of_the_trail(),
        }
    return Verified(checked, tuple(findings))


def _tried(check: Callable[[], object]) -> Iterator[Found]:
    try:
        check()
    except Refused as problem:
        yield _error(problem)


def _error(problem: Refused) -> Found:
    return Found("error", problem.code, problem.facts)


def _ledger() -> Iterator[Found]:
    from cakupan_app.ledger import connection

    for name in connection.pending_migrations():
        yield Found("error", "ledger_not_migrated", {"name": name})
    for name in connection.missing_triggers():
        yield Found("error", "ledger_trigger_missing", {"name": name})


def _trail() -> Iterator[Found]:
    from cakupan_app.ledger import trail

    if not _lines_of_the_trail():
        return
    chain = trail.verify()
    if chain.broken_at is not None:
        yield Found("error", "trail_broken", {"number": chain.broken_at})


def _lines_of_the_trail() -> int:
    from cakupan_app.ledger.later import count_of
    from cakupan_app.ledger.models import TrailLine

    return count_of(TrailLine)


def _sources(workspace: Workspace) -> Iterator[Found]:
    from cakupan_app.ledger import history

    for name in sorted(history.hashes_received()):
        yield from _tried(partial(workspace.sources.get, name))


def _vault(workspace: Workspace) -> Iterator[Found]:
    from cakupan_app.ledger import history

    published = list(_readable(workspace))
    if any(snapshot.vault for snapshot in published) and not workspace.keys.path(pseudonyms.NAME).exists():
        yield Found("error", "key_destroyed", {"file": pseudonyms.NAME})
    named = history.quarantines().union(*(snapshot.vault.values() for snapshot in published))
    with workspace.engine() as engine:
        for name in sorted(named):
            if not workspace.vault.path(name).exists():
                yield Found("error", "vault_file_missing", {"file": name[:12]})
            elif durable.hash_of(workspace.vault.path(name)) != name:
                yield Found("error", "vault_file_damaged", {"file": name[:12]})
            else:
                yield from _tried(partial(_opened, workspace, name, engine))


def _opened(workspace: Workspace, name: str, engine: "Engine") -> None:
    rows = workspace.vault.get(name, engine)
    engine.run(rows.aggregate(rows=rows.count()))


def _readable(workspace: Workspace) -> Iterator[Snapshot]:
    """The snapshots whose manifests can be read; the others are reported where they are looked at."""
    for number in workspace.snapshots.numbers():
        with suppress(Damaged):
            yield workspace.snapshots.get(number)


def _snapshots(workspace: Workspace) -> Iterator[Found]:
    yield from _tried(workspace.snapshots.current)
    with workspace.engine() as engine:
        for number in workspace.snapshots.numbers():
            try:
                snapshot = workspace.snapshots.get(number)
            except Damaged as damage:
                yield _error(damage)
                continue
            yield from _tables(workspace, snapshot, engine)


def _tables(workspace: Workspace, snapshot: Snapshot, engine: "Engine") -> Iterator[Found]:
    for table, ref in snapshot.all_tables.items():
        path = workspace.tables.path(ref.name)
        facts: dict[str, Fact] = {"table": table, "snapshot": snapshot.number}
        if not path.exists():
            yield Found("error", "table_missing", facts)
        elif not workspace.tables.sound(ref.name, engine):
            yield Found("error", "table_damaged", facts)


def _left_over(workspace: Workspace) -> Iterator[Found]:
    try:
        count = len(unreachable(workspace))
    except Damaged:
        return  # a damaged manifest has been reported, and without it nobody knows what is reachable
    if count:
        yield Found("info", "left_over_files", {"count": count})


def examine(root: Path) -> tuple[Found, ...]:
    """What an installation needs to work, looked at one thing after another; then the workspace, if there is one."""
    checks: Iterable[Callable[[Path], Iterator[Found]]] = (_python, _sqlite, _areas, _encryption, _disk, _workspace)
    return tuple(found for check in checks for found in check(root))


def _python(_: Path) -> Iterator[Found]:
    from cakupan_app.work.code import code_version

    yield Found("info", "doctor_python", {"version": sys.version.split()[0], "cakupan": code_version()})


def _sqlite(_: Path) -> Iterator[Found]:
    # 3.31 is what Django 5.2 asks for.
    severity = "info" if sqlite3.sqlite_version_info >= (3, 31) else "error"
    yield Found(severity, "doctor_sqlite", {"version": sqlite3.sqlite_version})


def _areas(_: Path) -> Iterator[Found]:
    from cakupan import regions

    yield Found("info", "doctor_areas", {"count": len(regions.areas_at("regency"))})


def _encryption(_: Path) -> Iterator[Found]:
    import secrets
    import tempfile

    import pyarrow as pa

    from cakupan.engines.duck import DuckEngine

    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        try:
            path, key = Path(folder) / "probe.parquet", secrets.token_bytes(32)
            engine.write_encrypted(engine.table(pa.table({"probe": [1]})), path, key)
            engine.run(engine.read_encrypted(path, key))
        except Exception as problem:
            yield Found("error", "doctor_no_encryption", {"problem": type(problem).__name__})
        else:
            yield Found("info", "doctor_encryption", {})


def _disk(root: Path) -> Iterator[Found]:
    nearest = next(path for path in (root.absolute(), *root.absolute().parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    severity = "info" if free >= _FREE_BYTES_WANTED else "warning"
    yield Found(severity, "doctor_disk", {"free": free // 1024**2, "path": str(nearest)})


def _workspace(root: Path) -> Iterator[Found]:
    if not Layout(root).about.exists():
        yield Found("info", "doctor_no_workspace", {"path": str(root)})
        return
    try:
        workspace = open_workspace(root)
    except Refused as problem:
        yield _error(problem)
        return
    yield Found("info", "doctor_workspace", {"path": str(root), "area": workspace.area})
    yield from _key_of(root.absolute())
    yield from _ledger()
    yield from (Found(severity, code, facts) for severity, code, facts in examine_site(root))


def _key_of(root: Path) -> Iterator[Found]:
    path = key_path(root)
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Found("warning", "doctor_key_readable", {"path": str(path)})
    else:
        yield Found("info", "doctor_key", {"path": str(path)})
