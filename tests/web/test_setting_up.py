"""Several machines that set up one site at once: one does it, the others find it done."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from databases import postgres

__all__ = ["postgres"]

SET_UP = """
import django, sys
django.setup()
from cakupan_app.jobs.setting_up import set_up
sys.stdin.readline()
set_up()
"""


def _at_once(environment: Mapping[str, str]) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SET_UP],
            env={**environment, "DJANGO_SETTINGS_MODULE": "cakupan_app.site.web"},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for one in both:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    for one in both:
        _, errors = one.communicate(timeout=300)
        assert one.returncode == 0, errors


def _environment(root: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAKUPAN_", "DATABASE_"))}
    return {**kept, "CAKUPAN_WORKSPACE": str(root), "DATABASE_URL": database}


@pytest.mark.postgres
@pytest.mark.long
def test_two_machines_set_up_one_database_at_once(postgres: Callable[[], str], tmp_path: Path) -> None:
    """On a fresh database of a server, and in a fresh file."""
    for name, database in (("server", postgres()), ("file", "")):
        environment = _environment(tmp_path / name, database)
        (tmp_path / name).mkdir()
        _at_once(environment)
        (laid_out,) = (tmp_path / name / "site" / "static").glob("*/staticfiles.json")
        before = laid_out.stat().st_mtime_ns
        laid_out.with_name("older").touch()
        _at_once(environment)
        assert laid_out.stat().st_mtime_ns == before, "a site of this version that is open reads it"
        laid_out.write_text("{")  # as one that was killed leaves it
        _at_once(environment)
        assert laid_out.stat().st_size > 2
