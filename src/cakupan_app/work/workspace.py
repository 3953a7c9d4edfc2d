"""What a workspace is: one area's sources, tables, snapshots and ledger, opened with one key."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan_app.ledger import connection
from cakupan_app.store import durable
from cakupan_app.store.boundaries import BoundaryFile
from cakupan_app.store.keys import KeyRing, key_path, load_key, make_key
from cakupan_app.store.layout import FORMAT, Layout
from cakupan_app.store.readings import Readings
from cakupan_app.store.snapshots import Snapshots
from cakupan_app.store.sources import Sources
from cakupan_app.store.tables import Tables
from cakupan_app.store.vault import Vault
from cakupan_app.store.views import Views

if TYPE_CHECKING:
    from cakupan.engines.duck import DuckEngine

_PATIENCE_SECONDS = 60  # how long one command waits for another that writes the same workspace
_POLL_SECONDS = 0.01  # between two looks at a lock that is held for moments
ENGINES = 3
"""How many are at work at once in a process that serves: the one of all views and two of a question across snapshots;
and as many beside them."""
_BESIDE = BoundedSemaphore(ENGINES)


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace. Reading needs no lock; whoever writes does so inside `writing()`.

    `engine_memory`: what one engine takes before it spills, where the question does not say.
    """

    layout: Layout
    area: str
    keys: KeyRing
    engine_memory: str = "2GB"

    @property
    def sources(self) -> Sources:
        return Sources(self.layout.sources, self.keys)

    @property
    def vault(self) -> Vault:
        return Vault(self.layout.vault, self.keys)

    @property
    def readings(self) -> Readings:
        return Readings(self.layout.readings, self.keys)

    @property
    def views(self) -> Views:
        return Views(self.layout.views, self.keys)

    @property
    def tables(self) -> Tables:
        return Tables(self.layout.tables)

    @property
    def snapshots(self) -> Snapshots:
        return Snapshots(self.layout)

    @property
    def boundaries(self) -> BoundaryFile:
        return BoundaryFile(self.layout.boundaries)

    @contextmanager
    def writing(self, patience: float = _PATIENCE_SECONDS) -> Iterator[None]:
        """Only one command writes a workspace at a time; the lock is the system's, so a kill lets go of it.

        Refused where another command still writes after `patience` seconds.
        """
        try:
            with FileLock(self.layout.lock, timeout=patience):
                yield
        except Timeout:
            raise Refused("workspace_busy", path=str(self.layout.root)) from None

    @contextmanager
    def taking_in(self) -> Iterator[None]:
        """Whoever seals a file and then tells the ledger of it does so in here, beside a command that writes: a build
        takes minutes, and somebody at a page waits. The sweep takes this lock too, so that it never finds such a file
        before the ledger names it."""
        try:
            with FileLock(self.layout.doorstep, timeout=_PATIENCE_SECONDS, poll_interval=_POLL_SECONDS):
                yield
        except Timeout:
            raise Refused("workspace_busy", path=str(self.layout.root)) from None

    def engine(self, *, memory_limit: str | None = None) -> "DuckEngine":
        from cakupan.engines.duck import DuckEngine

        # the vault must stay readable, so it is fenced in by folder and not by shutting off all access
        spill, allowed = self.layout.spill, [self.layout.root]
        return DuckEngine(temp_directory=spill, memory_limit=memory_limit or self.engine_memory, allowed=allowed)

    @contextmanager
    def engine_beside(self) -> Iterator["DuckEngine"]:
        """An engine for what a page asks of received files, beside those that answer of snapshots: whoever asks while
        `ENGINES` of them are at work waits, so that many pages do not take all memory. Never one within another."""
        with _BESIDE, self.engine() as engine:
            yield engine


@dataclass(frozen=True, slots=True)
class Created:
    """What `create` made: the folder, its area, where the key lies and whether that key is new."""

    root: Path
    area: regions.Area
    key: Path
    key_is_new: bool


def create(root: Path, area_code: str, *, at: datetime) -> Created:
    """Make a workspace for an area at `root`, and its key beside it.

    `workspace.json` is written last: a command that was killed before is simply run again.
    Refused where a workspace, or anything that is not one, is there already.
    """
    area = regions.area(area_code)
    layout = Layout(root.absolute())
    layout.root.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(layout.root.with_name(f".{layout.root.name}.init.lock"), timeout=_PATIENCE_SECONDS):
            return _create(layout, area, at)
    except Timeout:
        raise Refused("workspace_busy", path=str(layout.root)) from None


def _create(layout: Layout, area: regions.Area, at: datetime) -> Created:
    _refuse_if_taken(layout)
    key = key_path(layout.root)
    _, key_is_new = make_key(key)
    for folder in layout.folders:
        folder.mkdir(parents=True, exist_ok=True)
    KeyRing(load_key(key), layout.keys).refuse_another_identity()
    connection.point_to(layout.root)
    connection.bring_up_to_date()
    workspace_id = _claim_ledger(area.code, at)
    about = {"format": FORMAT, "id": str(workspace_id), "area": area.code}
    durable.write(layout.about, (json.dumps(about, indent=1) + "\n").encode("utf-8"))
    return Created(layout.root, area, key, key_is_new)


def open_workspace(root: Path) -> Workspace:
    """The workspace at `root`, with its ledger connected; Refused with what to do where it cannot be opened."""
    layout = Layout(root.absolute())
    about = _about(layout)
    keys = KeyRing(load_key(key_path(layout.root)), layout.keys)
    connection.point_to(layout.root)
    _refuse_foreign_ledger(about["id"])
    return Workspace(layout, about["area"], keys)


def _about(layout: Layout) -> dict[str, str]:
    try:
        about = json.loads(layout.about.read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise Refused("workspace_of_another_format", path=str(layout.root), format=str(about["format"]))
        return {"id": str(about["id"]), "area": str(about["area"])}
    except (FileNotFoundError, NotADirectoryError):
        raise Refused("workspace_missing", path=str(layout.root)) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("workspace_unreadable", path=str(layout.about)) from None


def _refuse_if_taken(layout: Layout) -> None:
    if layout.about.exists():
        raise Refused("workspace_exists", path=str(layout.root))
    if not layout.root.exists():
        return
    if not layout.root.is_dir():
        raise Refused("folder_not_empty", path=str(layout.root), found=layout.root.name)
    ours = {folder.name for folder in layout.folders} | {connection.FILE, layout.lock.name}
    strangers = sorted(
        path.name
        for path in layout.root.iterdir()
        if path.name not in ours and not path.name.startswith((connection.FILE, "."))
    )
    if strangers:
        raise Refused("folder_not_empty", path=str(layout.root), found=strangers[0])


def _claim_ledger(area: str, at: datetime) -> uuid.UUID:
    from cakupan_app.ledger import history

    owner = history.own_workspace()
    if owner is None:
        workspace_id = uuid.uuid4()
        history.adopt(workspace_id, area, at)
        return workspace_id
    # A killed `init` may have claimed the ledger already; one with files in it is somebody's.
    if owner.area != area or history.hashes_received():
        raise Refused("ledger_of_another_workspace", area=owner.area)
    return owner.id


def _refuse_foreign_ledger(workspace_id: str) -> None:
    from django.db import DatabaseError

    from cakupan_app.ledger import history

    try:
        owner = history.own_workspace()
    except DatabaseError as problem:
        raise Refused("ledger_unreachable", problem=type(problem).__name__) from None
    if owner is None or str(owner.id) != workspace_id:
        raise Refused("ledger_of_another_workspace", area=owner.area if owner else "–")
