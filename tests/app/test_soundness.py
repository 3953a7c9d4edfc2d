"""verify notices every kind of damage, and a kill at any instant is none."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from benchmarks import kill

Command = Callable[..., Any]


def test_a_workspace_in_use_is_sound(published: Command) -> None:
    answer = published("verify", "--json")
    assert answer.status == 0
    assert answer.json == {
        "sound": True,
        "checked": {"sources": 3, "vault": 0, "tables": 4, "snapshots": 1, "trail": 0},
        "findings": [],
    }


def first(folder: Path) -> Path:
    return sorted(folder.iterdir())[0]


def flip_last_byte(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda root: first(root / "sources").unlink(), "source_missing"),
        (lambda root: flip_last_byte(first(root / "sources")), "source_damaged"),
        (lambda root: first(root / "keys").unlink(), "key_destroyed"),
        (lambda root: first(root / "tables").unlink(), "table_missing"),
        (lambda root: flip_last_byte(first(root / "tables")), "table_damaged"),
        (lambda root: (root / "snapshots" / "1.json").write_text("{", encoding="utf-8"), "manifest_damaged"),
        (lambda root: (root / "CURRENT").write_text("no number", encoding="utf-8"), "current_damaged"),
        (lambda root: (root / "CURRENT").write_text("7", encoding="utf-8"), "manifest_damaged"),
    ],
)
def test_damage_is_named(published: Command, workspace: Path, damage: Callable[[Path], object], code: str) -> None:
    damage(workspace)
    answer = published("verify", "--json")
    assert answer.status == 1
    assert code in {finding["code"] for finding in answer.json["findings"]}
    assert all(finding["message"] for finding in answer.json["findings"])
    # whatever is damaged, no command answers with a traceback or a made-up figure
    asked = published("coverage", "--area", "16.06", "--month", "2025-07", "--json")
    assert asked.status == 2 or asked.json["rows"][0]["members"] == 103_079


def test_a_line_of_the_trail_that_was_altered_is_noticed(published: Command, workspace: Path) -> None:
    from cakupan_app.ledger import trail
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    for subject in ("one", "two", "three"):
        trail.write(trail.Told("siti@contoh.id", "looked", "16.06", subject), datetime(2025, 9, 1, tzinfo=UTC))
    assert published("verify", "--json").json["checked"]["trail"] == 3
    with closing(sqlite3.connect(workspace / "app.sqlite3")) as ledger:
        (guard,) = ledger.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_trailline_no_update'").fetchone()
        ledger.execute("DROP TRIGGER ledger_trailline_no_update")
        ledger.execute("UPDATE ledger_trailline SET who = 'budi@contoh.id' WHERE number = 2")
        ledger.execute(guard)
        ledger.commit()
    answer = published("verify", "--json")
    assert answer.status == 1
    assert [(one["code"], "2" in one["message"]) for one in answer.json["findings"]] == [("trail_broken", True)]


def test_a_number_changed_in_a_manifest_is_noticed(published: Command, workspace: Path) -> None:
    manifest = workspace / "snapshots" / "1.json"
    text = manifest.read_text(encoding="utf-8")
    name = first(workspace / "tables").stem
    manifest.write_text(text.replace(name, "0" * 64), encoding="utf-8")
    assert published("verify").status == 1


def test_a_changed_table_is_neither_answered_from_nor_published_again(published: Command, workspace: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for path in (workspace / "tables").iterdir():
        table = pq.read_table(path)
        if "members" in table.column_names:
            nines = pa.array([999] * table.num_rows, pa.int64())
            pq.write_table(table.set_column(table.column_names.index("members"), "members", nines), path)
    asked = published("coverage", "--area", "16.06", "--month", "2025-07")
    assert (asked.status, "999" in asked.out) == (2, False)
    assert published("build", "--known-on", "2025-09-18").status == 0  # writes the table anew
    assert (
        published("coverage", "--area", "16.06", "--month", "2025-07", "--json").json["rows"][0]["members"] == 103_079
    )
    assert published("verify").status == 0


def test_a_damaged_source_is_mended_by_receiving_the_file_again(
    published: Command, workspace: Path, letters: dict[str, Path]
) -> None:
    sha = published("add", letters["recap"], "--kind", "recap", "--json").json["files"][0]["sha256"]
    flip_last_byte(workspace / "sources" / sha)
    assert published("undo", sha).status == 0
    assert published("add", letters["recap"], "--kind", "recap").status == 0
    assert published("verify").status == 0
    assert published("build").status == 0


def test_another_key_is_said_to_be_another(published: Command, workspace: Path) -> None:
    from cakupan_app.store.keys import make_key

    workspace.with_name("workspace.key").unlink()
    missing = published("verify")
    assert missing.status == 2
    assert "CAKUPAN_KEY_FILE" in missing.err
    make_key(workspace.with_name("workspace.key"))
    assert published("verify").status == 1


def test_what_a_killed_command_left_is_swept_by_the_next_build(published: Command, workspace: Path) -> None:
    (workspace / "tables" / f"{'a' * 64}.parquet").write_bytes(b"nobody's")
    (workspace / "sources" / ".half.part").write_bytes(b"half")
    answer = published("verify", "--json")
    assert (answer.status, [finding["code"] for finding in answer.json["findings"]]) == (0, ["left_over_files"])
    published("build")
    assert published("verify", "--json").json["findings"] == []


def test_doctor_finds_a_fresh_installation_well(cakupan: Command) -> None:
    answer = cakupan("doctor", "--json")
    assert answer.status == 0
    assert answer.json["well"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "prepare", "kills"),
    [
        (kill.INIT, [], 1),
        (kill.ADD_PEOPLE, [kill.INIT], 1),
        pytest.param(kill.ADD_MENDED, [kill.INIT, kill.ADD_LIST], 1, marks=pytest.mark.long),
        pytest.param(kill.BUILD, [kill.INIT, kill.ADD, kill.ADD_PEOPLE], 2, marks=pytest.mark.long),
    ],
    ids=str,
)
def test_a_kill_at_a_durable_step_leaves_it_sound(command: list[str], prepare: list[list[str]], kills: int) -> None:
    # a few steps here; `make prove AREA=kill` takes each one, and random instants
    tally = kill.Tally()
    assert kill.at_every_step(command, prepare, tally, stride=41) >= kills
    assert (tally.unsound, tally.unfinished) == ([], [])


def test_a_table_written_anew_in_another_order_of_rows_is_still_what_was_published(
    published: Command, workspace: Path
) -> None:
    import pyarrow.parquet as pq

    for path in (workspace / "tables").iterdir():
        table = pq.read_table(path)
        pq.write_table(table.take(list(reversed(range(table.num_rows)))), path)
    assert published("verify").status == 0
    assert (
        published("coverage", "--area", "16.06", "--month", "2025-07", "--json").json["rows"][0]["members"] == 103_079
    )
