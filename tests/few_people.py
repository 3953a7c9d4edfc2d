"""Four people on two lists, published, and asked as a process that serves them asks it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cakupan_app.work.rights import Actor, Assigned
from cakupan_app.work.seeing import Looking, Purpose

HEADS = "nik,nama,tanggal lahir,jenis kelamin,desa,kecamatan,segmen,kpj,lunas sampai\n"
JUNE = (
    "1606010101809003,Budi Santoso,1980-01-01,L,Kayu Ara,Sekayu,BPU,26133068503,2025-12-31\n"
    "1606060201809004,Agus Salim,1980-01-02,L,Mangun Jaya,Babat Toman,BPU,26133068504,2025-12-31\n"
)
NOMINEES = (
    "nik,nama,tanggal lahir,jenis kelamin,desa,kecamatan\n"
    "1606010101809003,Darto Wiyono,1975-05-05,L,Kayu Ara,Sekayu\n"
    "1606010301809007,Zainal Abidin,1980-01-03,L,Kayu Ara,Sekayu\n"
)
AT = datetime(2025, 8, 15, 3, 0, tzinfo=UTC)
ANALYST = Actor("analyst@contoh.id", "Analis", (Assigned("analyst", "16.06"),))
SEKAYU = Actor("sekayu@contoh.id", "Sekayu", (Assigned("district_verifier", "16.06.01"),))
BUDGET = Actor("anggaran@contoh.id", "Anggaran", (Assigned("budget_holder", "16.06"),))


def looks(actor: Actor, at: datetime = AT) -> Looking:
    """Somebody who has just said what they look for."""
    return Looking(actor, at, Purpose("complaint: letter 12", at))


_MADE = TemporaryDirectory(prefix="few-people-")


def publish(cakupan: Callable[..., Any], folder: Path) -> None:
    """Receive the lists and publish what they say, in the workspace of the environment; built once, and copied then."""
    made, workspace = Path(_MADE.name) / "workspace", Path(os.environ["CAKUPAN_WORKSPACE"])
    if made.exists():
        _copy(made, workspace)
    else:
        _build(cakupan, folder)
        _copy(workspace, made)


def _copy(workspace: Path, other: Path) -> None:
    shutil.copytree(workspace, other)
    shutil.copy(workspace.with_name("workspace.key"), other.with_name("workspace.key"))


def _build(cakupan: Callable[..., Any], folder: Path) -> None:
    assert cakupan("init", "--area", "16.06").status == 0
    lists = (
        ("n.csv", NOMINEES, ("--kind", "nominations", "--known-on", "2025-06-01")),
        ("june.csv", HEADS + JUNE, ("--kind", "members", "--month", "2025-06", "--known-on", "2025-07-05")),
    )
    for name, text, told in lists:
        (folder / name).write_text(text, encoding="utf-8")
        assert cakupan("add", str(folder / name), *told).status == 0
    assert cakupan("build", "--known-on", "2025-08-10").status == 0


@contextmanager
def opened(workspace: Path) -> Iterator[Any]:
    """The workspace as it is served, until the block ends."""
    from cakupan_app.work.served import Served
    from cakupan_app.work.workspace import open_workspace

    served = Served(open_workspace(workspace))
    try:
        yield served
    finally:
        served.close()
