"""Workspaces to try things in, and a PostgreSQL server of the tests' own."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import made_up
from cakupan_app.cli import main
from databases import postgres
from made_up import Regency

__all__ = ["postgres"]

ENVIRONMENT = ("CAKUPAN_KEY_FILE", "DATABASE_URL", "CAKUPAN_LANG", "CAKUPAN_DEBUG")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands of a test find their workspace; nothing of the caller's environment leaks in."""
    root = tmp_path / "workspace"
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CAKUPAN_WORKSPACE", str(root))
    return root


@pytest.fixture(scope="session")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Regency:
    """A small regency of people, received and published; who changes something works on a copy."""
    return made_up.published(tmp_path_factory, tmp_path_factory.mktemp("regency"))


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def cakupan(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command in this process; never a traceback, whatever it is given."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert isinstance(left.value.code, int)
        return Answer(left.value.code, out, err)

    del workspace
    return run


RECAP = """wilayah,bulan,peserta,segmen,sumber
16.06,2024-12,88958,,kantor cabang
16.06,Juli 2025,103.079,,kantor cabang
"""
WORKFORCE = """penyebut,wilayah,nilai,tahun data,definisi,sumber
potensi-bps-2025,16.06,213582,2025,potensi tenaga kerja,BPS 2025
"""
TARGETS = """sasaran,wilayah,tahun,persen,penetap,penyebut
nasional-2025,16.06,2025,"52,15",Kemendagri,potensi-bps-2025
muba-2025,16.06,2025,58.24,Bupati,potensi-bps-2025
"""


def write_letters(folder: Path) -> dict[str, Path]:
    paths = {}
    for kind, text in (("recap", RECAP), ("workforce", WORKFORCE), ("targets", TARGETS)):
        paths[kind] = folder / f"{kind}.csv"
        paths[kind].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture
def letters(tmp_path: Path) -> dict[str, Path]:
    """The first day's files: a recap, a BPS figure, two targets."""
    return write_letters(tmp_path)


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the first day's files known on 18 September 2025, and built; to be copied."""
    folder = tmp_path_factory.mktemp("first_day")
    known = ("--known-on", "2025-09-18")
    with pytest.MonkeyPatch.context() as patch:
        for name in ENVIRONMENT:
            patch.delenv(name, raising=False)
        patch.setenv("CAKUPAN_WORKSPACE", str(folder / "workspace"))
        commands: list[tuple[object, ...]] = [("init", "--area", "16.06")]
        commands += [("add", path, "--kind", kind, *known) for kind, path in write_letters(folder).items()]
        for arguments in (*commands, ("build", *known)):
            with pytest.raises(SystemExit) as left:
                main([str(argument) for argument in arguments])
            assert left.value.code == 0, arguments
    return folder / "workspace"


@pytest.fixture
def published(
    first_day: Path, cakupan: Callable[..., Answer], letters: dict[str, Path], workspace: Path
) -> Callable[..., Answer]:
    """A copy of the first day's workspace: a build takes longer than most of what is asked of it."""
    shutil.copytree(first_day, workspace)
    shutil.copy(first_day.with_name("workspace.key"), workspace.with_name("workspace.key"))
    return cakupan
