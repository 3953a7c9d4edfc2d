"""Lists that may be used: each names giver, basis, purpose, reference day and end; expiry ends use, not figures."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from older_ledger import make_ledger_older

Command = Callable[..., Any]
NIK = "1606010101809001"
LIST = f"nik,nama,tanggal lahir,desa,kecamatan\n{NIK},Siti Aminah,1980-01-01,16.06.01.2001,16.06.01\n"
TOLD = ("--giver", "Dinas Sosial", "--basis", "PKS 12/2025", "--purpose", "usulan penerima bantuan iuran")
DAYS = ("--reference-day", "2025-06-30", "--expires", "2026-06-30")
KINDS = ("--kind", "nominations", "--known-on", "2025-09-18", "--json")


@pytest.fixture
def list_of_one(tmp_path: Path) -> Path:
    path = tmp_path / "usulan.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def opened(cakupan: Command, workspace: Path) -> Command:
    assert cakupan("init", "--area", "16.06").status == 0
    return cakupan


def listed(cakupan: Command, on: str = "2025-09-20") -> Any:
    return cakupan("sources", "--on", on, "--json").json["sources"]


def test_a_list_names_its_source_and_sources_shows_it(opened: Command, list_of_one: Path) -> None:
    told = opened("add", list_of_one, *KINDS, *TOLD, *DAYS).json["files"][0]["source"]
    assert (told["giver"], told["expires_on"], told["missing"]) == ("Dinas Sosial", "2026-06-30", [])
    answer = opened("sources", "--on", "2025-09-20", "--json")
    (one,) = answer.json["sources"]
    assert answer.status == 0
    assert (one["giver"], one["basis"], one["purpose"]) == ("Dinas Sosial", "PKS 12/2025", TOLD[-1])
    assert (one["reference_on"], one["expires_on"], one["state"]) == ("2025-06-30", "2026-06-30", "usable")
    assert "PKS 12/2025" in opened("sources", "--on", "2025-09-20").out


def test_what_is_missing_is_named_and_told_later_with_the_same_file(opened: Command, list_of_one: Path) -> None:
    opened("add", list_of_one, *KINDS)
    answer = opened("sources", "--on", "2025-09-20", "--json")
    assert answer.status == 1
    assert answer.json["sources"][0]["missing"] == ["giver", "basis", "purpose", "reference_on", "expires_on"]
    assert answer.json["sources"][0]["state"] == "no_expiry"
    page = opened("sources", "--on", "2025-09-20").out
    assert "Masa berlaku 1 daftar tidak disebut" in page.splitlines()[-1]
    assert page.count("tidak disebut") == 1
    assert "--expires" in page
    again = opened("add", list_of_one, *KINDS, "--giver", "Dinas Sosial").json["files"][0]
    assert (again["status"], again["accepted"]) == ("unchanged", 0)
    assert listed(opened)[0]["giver"] == "Dinas Sosial"
    assert listed(opened)[0]["missing"] == ["basis", "purpose", "reference_on", "expires_on"]


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        ("2026-05-30", "usable", 31),
        ("2026-05-31", "expires_soon", 30),
        ("2026-06-30", "expires_soon", 0),
        ("2026-07-01", "expired", -1),
    ],
)
def test_the_last_day_is_a_day_of_use(opened: Command, list_of_one: Path, on: str, state: str, left: int) -> None:
    opened("add", list_of_one, *KINDS, *TOLD, *DAYS)
    (one,) = listed(opened, on)
    assert (one["state"], one["days_left"]) == (state, left)


def test_a_day_may_be_written_as_forms_ask_for_it(opened: Command, list_of_one: Path) -> None:
    opened("add", list_of_one, *KINDS, *TOLD, "--expires", "30-06-2026")
    assert listed(opened)[0]["expires_on"] == "2026-06-30"
    wrong = opened("add", list_of_one, *KINDS, "--expires", "31-06-2026")
    assert (wrong.status, wrong.json["code"]) == (2, "day_unknown")


def test_an_expired_list_feeds_no_new_batch(opened: Command, list_of_one: Path) -> None:
    from cakupan_app.work.grants import usable_on

    sha = opened("add", list_of_one, *KINDS, *TOLD, *DAYS).json["files"][0]["sha256"]
    assert set(usable_on(date(2026, 6, 30))) == {sha}
    assert not usable_on(date(2026, 7, 1))
    opened("undo", sha[:12], "--known-on", "2025-09-19")
    assert not usable_on(date(2026, 6, 30))


def test_what_a_giver_said_last_is_remembered_but_not_the_day_the_list_speaks_of(
    opened: Command, list_of_one: Path, tmp_path: Path
) -> None:
    opened("add", list_of_one, *KINDS, *TOLD, *DAYS)
    second = tmp_path / "kedua.csv"
    second.write_text(LIST.replace("Aminah", "Fatimah"), encoding="utf-8")
    told = opened("add", second, *KINDS, "--giver", "dinas sosial").json["files"][0]["source"]
    assert (told["basis"], told["expires_on"], told["reference_on"]) == ("PKS 12/2025", "2026-06-30", None)
    third = tmp_path / "ketiga.csv"
    third.write_text(LIST.replace("Aminah", "Rahma"), encoding="utf-8")
    told = opened("add", third, *KINDS, "--giver", "Dinas Sosial", "--basis", "PKS 3/2026").json["files"][0]["source"]
    assert (told["basis"], told["purpose"], told["expires_on"]) == ("PKS 3/2026", TOLD[-1], None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("--expires", "besok"), "day_unknown"),
        (("--reference-day", "2026-01-01", "--expires", "2025-01-01"), "grant_ends_first"),
        (("--basis", f"surat a.n. {NIK}"), "grant_holds_number"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_kept(
    opened: Command, list_of_one: Path, wrong: tuple[str, ...], code: str
) -> None:
    answer = opened("add", list_of_one, *KINDS, *wrong)
    assert (answer.status, answer.json["code"]) == (2, code)
    assert NIK not in answer.out + answer.err
    assert listed(opened) == []


def test_trying_out_remembers_nothing(opened: Command, list_of_one: Path) -> None:
    opened("add", list_of_one, *KINDS, *TOLD, "--dry-run")
    opened("add", list_of_one, *KINDS)
    assert listed(opened)[0]["giver"] is None


def test_uncovered_warns_of_a_list_whose_use_has_ended_and_counts_it_all_the_same(
    published: Command, list_of_one: Path
) -> None:
    question = ("uncovered", "--area", "16.06", "--month", "2025-07", "--json")
    published("add", list_of_one, *KINDS, "--giver", "Dinas Sosial")
    assert published("build", "--known-on", "2025-09-18").status == 0
    before = published(*question).json
    assert "list_expired" not in {one["code"] for one in before["findings"]}
    published("add", list_of_one, *KINDS, "--giver", "Dinas Sosial", "--expires", "2025-09-30")
    after = published(*question).json
    assert "list_expired" in {one["code"] for one in after["findings"]}
    assert after["total"] == before["total"]


def test_a_ledger_older_than_grants_answers_and_gets_their_table_with_the_first(
    opened: Command, list_of_one: Path, workspace: Path
) -> None:
    make_ledger_older(workspace, than="0005")
    opened("add", list_of_one, *KINDS)
    assert listed(opened)[0]["missing"]
    assert opened("package", "show", "--json").json["packages"] == []
    assert opened("add", list_of_one, *KINDS, *TOLD).status == 0
    assert listed(opened)[0]["giver"] == "Dinas Sosial"
    assert opened("verify").status == 0


@pytest.mark.parametrize("table", ["ledger_grant", "ledger_package"])
def test_nobody_changes_what_was_told(opened: Command, list_of_one: Path, workspace: Path, table: str) -> None:
    opened("add", list_of_one, *KINDS, *TOLD)
    with sqlite3.connect(workspace / "app.sqlite3") as ledger:
        triggers = ledger.execute("SELECT count(*) FROM sqlite_master WHERE type='trigger' AND tbl_name=?", (table,))
        assert triggers.fetchone()[0] == 3
        if table == "ledger_grant":
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                ledger.execute("UPDATE ledger_grant SET giver = 'x'")
