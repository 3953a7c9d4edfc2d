"""A PostgreSQL server of the tests' own, and empty databases on it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Makes empty databases on a PostgreSQL server on a free port; gives their URLs."""
    programs = _server_programs()
    if programs is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("PostgreSQL's server is not installed, and in CI its tests must run: apt install postgresql")
        pytest.skip("PostgreSQL's server is not installed (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="cakupan-pg-"))
    port = _free_port()
    as_owner = _as_owner(folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    data, log = folder / "data", folder / "log"
    try:
        _run([*as_owner, programs / "initdb", "-D", data, "-U", "cakupan", "-A", "trust", "-E", "UTF8", "--locale=C"])
        _run([*as_owner, programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"])
        yield _databases(port)
    finally:
        _run([*as_owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _databases(port: int) -> Callable[[], str]:
    import psycopg

    made = 0

    def make() -> str:
        nonlocal made
        made += 1
        with psycopg.connect(host="127.0.0.1", port=port, user="cakupan", dbname="postgres", autocommit=True) as server:
            server.execute(f"CREATE DATABASE trial{made}")
        return f"postgres://cakupan@127.0.0.1:{port}/trial{made}"

    return make


def _server_programs() -> Path | None:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def _as_owner(folder: Path) -> list[str]:
    # PostgreSQL refuses to run as root, so the package's own user runs it.
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(arguments: list[object], *, check: bool = True) -> None:
    words = [str(argument) for argument in arguments]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tempfile.gettempdir(), check=False)
    if check and done.returncode:
        raise RuntimeError(done.stderr)
