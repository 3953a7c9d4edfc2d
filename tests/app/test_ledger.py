"""The ledger keeps what was decided: append-only, by the database itself, on SQLite and on PostgreSQL."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
TABLES = ("ledger_workspace", "ledger_receipt", "ledger_decision")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET id = id", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_sqlite_refuses_to_change_what_was_written(
    published: Command, workspace: Path, table: str, change: str
) -> None:
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    try:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ledger.execute(change.format(table))
    finally:
        ledger.close()


def test_the_ledger_refuses_a_receipt_that_loses_a_row(published: Command, workspace: Path) -> None:
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    try:
        columns = [row[1] for row in ledger.execute("PRAGMA table_info(ledger_receipt)") if row[1] != "id"]
        values = {"rows_in": 3, "accepted": 1, "quarantined": 0, "repeated": 1}
        with pytest.raises(sqlite3.IntegrityError, match="no_row_lost"):
            ledger.execute(
                f"INSERT INTO ledger_receipt ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608
                [values.get(column, "x") for column in columns],
            )
    finally:
        ledger.close()


def test_a_missing_guard_is_damage(published: Command, workspace: Path) -> None:
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    ledger.execute("DROP TRIGGER ledger_decision_no_update")
    ledger.commit()
    ledger.close()
    answer = published("verify", "--json")
    assert answer.status == 1
    assert [finding["code"] for finding in answer.json["findings"]] == ["ledger_trigger_missing"]


@pytest.mark.postgres
def test_the_whole_job_on_postgresql(postgres: Callable[[], str], letters: dict[str, Path], tmp_path: Path) -> None:
    import psycopg

    url = postgres()
    environment = os.environ | {"DATABASE_URL": url, "CAKUPAN_WORKSPACE": str(tmp_path / "w")}

    def cakupan(*arguments: object) -> Any:
        command = [sys.executable, "-m", "cakupan_app.cli", *map(str, arguments), "--json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    cakupan("init", "--area", "16.06")
    for kind, path in letters.items():
        cakupan("add", path, "--kind", kind)
    cakupan("build")
    assert cakupan("coverage", "--area", "16.06", "--month", "2025-07")["rows"][0]["rate"] == "48.26"
    assert cakupan("verify")["sound"]
    assert not (tmp_path / "w" / "app.sqlite3").exists()
    for table in (*TABLES, "ledger_agreement"):
        for change in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with psycopg.connect(url) as server, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                server.execute(change.format(table))
    # another workspace on the same database would mix two ledgers
    other = environment | {"CAKUPAN_WORKSPACE": str(tmp_path / "other")}
    command = [sys.executable, "-m", "cakupan_app.cli", "init", "--area", "16.07"]
    refused = subprocess.run(command, env=other, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "16.06" in refused.stderr
