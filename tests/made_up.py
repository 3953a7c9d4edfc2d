"""A small made-up regency, received and published once, for the tests that need people."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from cakupan.intake import Kind
from cakupan.synthetic.make import MadeFile, make_regency
from cakupan_app.work.letters import Letter

SEED, SIZE = 5, 2_000
NOW = datetime(2025, 9, 20, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Regency:
    """Where the files, the truth and the published workspace lie. Tests that change something work on a copy."""

    root: Path
    files: tuple[MadeFile, ...]

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    @property
    def truth(self) -> Path:
        return self.root / "truth"

    def copied_to(self, folder: Path) -> Path:
        """The published workspace once more, with its key beside it."""
        shutil.copytree(self.workspace, folder / "workspace")
        shutil.copy(self.workspace.with_name("workspace.key"), folder / "workspace.key")
        return folder / "workspace"

    def file(self, name: str) -> Path:
        return next(file.path for file in self.files if file.name == name)


def make(root: Path) -> Regency:
    """The files and the truth of a small regency, and nothing received yet."""
    made = make_regency(root / "files", root / "truth", seed=SEED, size=SIZE)
    return Regency(root, made.files)


def published(factory: pytest.TempPathFactory, folder: Path) -> Regency:
    """The small regency in `folder`, received and published; of the workers of a run, the first that asks builds it."""
    common = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    with FileLock(common / "regency.lock"), pytest.MonkeyPatch.context() as patch:
        for name in ("CAKUPAN_KEY_FILE", "DATABASE_URL", "CAKUPAN_WORKSPACE"):
            patch.delenv(name, raising=False)
        if not (common / "regency").exists():
            begun = make(common / "regency.begun")
            publish(begun.files, begun.workspace)
            begun.root.rename(common / "regency")
    made = make(folder)
    Regency(common / "regency", made.files).copied_to(folder)
    return made


def publish(files: Sequence[MadeFile], workspace: Path, *, known_on: date | None = None) -> str:
    """Receive `files` in a new workspace and build it; the snapshot's hash."""
    from cakupan_app.ledger.connection import start_django

    start_django()
    from cakupan_app.work.build import build
    from cakupan_app.work.receive import Status, Terms, receive_all
    from cakupan_app.work.workspace import create, open_workspace

    create(workspace, "16.06", at=NOW)
    opened = open_workspace(workspace)
    letters = [Letter(file.path, Kind(file.kind), file.month, known_on=known_on or file.known_on) for file in files]
    for received in receive_all(opened, letters, Terms(by="test", at=NOW)):
        assert received.status is Status.ACCEPTED, (received.name, received.error or received.held_because)
    return build(opened, at=NOW).snapshot.sha256


def manifest(workspace: Path, number: int = 1) -> dict[str, object]:
    """A snapshot's manifest as it is written."""
    told: dict[str, object] = json.loads((workspace / "snapshots" / f"{number}.json").read_text(encoding="utf-8"))
    return told
