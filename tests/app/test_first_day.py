"""The main job: a recap, a BPS figure, a target; then figures that can be defended."""

import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cakupan.synthetic.truth import expected

Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("month", "members", "rate"),
    [("2024-12", 88_958, "41.65"), ("2025-07", 103_079, "48.26"), ("Juli 2025", 103_079, "48.26")],
)
def test_coverage_comes_with_its_definition(published: Command, month: str, members: int, rate: str) -> None:
    answer = published("coverage", "--area", "16.06", "--month", month, "--json")
    assert answer.status == 0
    (row,) = answer.json["rows"]
    assert (row["area"], row["members"], row["potential"], row["rate"]) == ("16.06", members, 213_582, rate)
    assert answer.json["evidence"] == "recap"
    definition = answer.json["definition"]
    assert definition["denominator"]["id"] == "potensi-bps-2025"
    assert definition["denominator"]["vintage"] == "2025"
    assert definition["sources"] == ["kantor cabang"]
    assert (definition["known_on"], definition["snapshot"]) == ("2025-09-18", 1)
    assert definition["attribution"] == "reported"


def test_who_is_uncovered_cannot_be_told_from_a_recap(published: Command) -> None:
    answer = published("uncovered", "--area", "16.06", "--month", "2025-07", "--json")
    assert (answer.status, answer.json["total"]["named"], answer.json["total"]["unknown"]) == (1, None, None)
    assert [one["code"] for one in answer.json["missing"]] == ["named_without_members"]


def test_the_gap_in_its_three_readings(published: Command) -> None:
    answer = published("gap", "--area", "16.06", "--month", "2025-07", "--json")
    assert answer.status == 0
    gap = answer.json
    assert (gap["members"], gap["potential"], gap["uncovered"]) == (103_079, 213_582, 110_503)
    assert [(t["id"], t["rate"], t["needed"], t["per_month"]) for t in gap["targets"]] == [
        ("nasional-2025", "52.15", 8_305, 1_661),
        ("muba-2025", "58.24", 21_312, 4_263),
    ]
    assert (gap["pace"]["since"], gap["pace"]["months"], gap["pace"]["per_month"]) == ("2024-12", 7, 2_017)


def test_one_target_may_be_asked_for_and_an_unknown_one_is_named(published: Command) -> None:
    one = published("gap", "--area", "16.06", "--month", "2025-07", "--target", "muba-2025", "--json").json
    assert [target["id"] for target in one["targets"]] == ["muba-2025"]
    unknown = published("gap", "--area", "16.06", "--month", "2025-07", "--target", "bali-2025")
    assert unknown.status == 2
    assert "muba-2025" in unknown.err


@pytest.mark.parametrize("dimension", ["village", "district", "segment", "payer", "sex", "age", "decile"])
def test_what_the_recap_does_not_tell_is_said_and_never_zero(published: Command, dimension: str) -> None:
    answer = published("coverage", "--area", "16.06", "--month", "2025-07", "--by", dimension, "--json")
    assert answer.status == 1
    assert answer.json["rows"] == []
    assert answer.json["missing"][0]["message"]
    page = published("coverage", "--area", "16.06", "--month", "2025-07", "--by", dimension)
    assert answer.json["missing"][0]["message"] in page.err


def test_a_month_without_a_recap_names_the_months_there_are(published: Command) -> None:
    answer = published("coverage", "--area", "16.06", "--month", "2025-03", "--lang", "en")
    assert answer.status == 1
    assert "July 2025" in answer.err


def test_a_page_says_the_figure_in_the_language_asked_for(published: Command) -> None:
    assert "48,26 %" in published("coverage", "--area", "16.06", "--month", "2025-07").out
    assert "48.26 %" in published("coverage", "--area", "16.06", "--month", "2025-07", "--lang", "en").out
    gap = published("gap", "--area", "Musi Banyuasin", "--month", "2025-07").out
    assert "8.305" in gap
    assert "21.312" in gap


def test_the_same_file_again_changes_nothing_and_says_so(published: Command, letters: dict[str, Path]) -> None:
    again = published("add", letters["recap"], "--kind", "recap", "--json")
    assert again.status == 0
    (file,) = again.json["files"]
    assert file["status"] == "unchanged"
    assert (file["rows_in"], file["accepted"], file["quarantined"], file["repeated"]) == (2, 0, 0, 2)


def test_rows_are_accounted_for_at_every_stage(published: Command) -> None:
    built = published("build", "--json").json
    assert built["stages"]
    for stage in built["stages"]:
        assert stage["rows_in"] == stage["rows_out"] + sum(stage["reasons"].values()), stage["name"]


def test_building_again_publishes_nothing_new(published: Command) -> None:
    first = published("build", "--known-on", "2025-09-18", "--json").json
    again = published("build", "--known-on", "2025-09-18", "--json").json
    assert (first["snapshot"], again["snapshot"], again["new"]) == (1, 1, False)
    assert first["sha256"] == again["sha256"]


def test_a_trial_writes_nothing(cakupan: Command, letters: dict[str, Path], workspace: Path) -> None:
    cakupan("init", "--area", "16.06")
    before = sorted(path for path in workspace.rglob("*") if path.parent.name in ("sources", "keys", "vault"))
    answer = cakupan("add", letters["recap"], "--kind", "recap", "--dry-run", "--json")
    assert answer.status == 0
    records = answer.json["files"][0]["records"]
    assert [(r["row"], r["area"], r["month"], r["members"]) for r in records] == [
        (2, "16.06", "2024-12", 88_958),
        (3, "16.06", "2025-07", 103_079),
    ]
    assert before == sorted(path for path in workspace.rglob("*") if path.parent.name in ("sources", "keys", "vault"))
    assert cakupan("build").status == 2


def test_a_held_file_counts_only_when_accepted(cakupan: Command, letters: dict[str, Path]) -> None:
    cakupan("init", "--area", "16.06")
    held = cakupan("add", letters["recap"], "--kind", "recap", "--hold", "--json")
    assert (held.status, held.json["files"][0]["status"]) == (1, "held")
    assert cakupan("build").status == 2
    sha = held.json["files"][0]["sha256"]
    assert cakupan("accept", sha[:10]).status == 0
    assert cakupan("accept", sha).status == 2
    assert cakupan("build").status == 0


def test_undo_takes_a_file_out_and_it_may_come_back(published: Command, letters: dict[str, Path]) -> None:
    sha = published("add", letters["targets"], "--kind", "targets", "--json").json["files"][0]["sha256"]
    assert published("undo", sha, "--json").json["now"] == "undone"
    assert published("build").status == 0
    assert published("gap", "--area", "16.06", "--month", "2025-07", "--json").json["targets"] == []
    assert published("add", letters["targets"], "--kind", "targets", "--json").json["files"][0]["status"] == "accepted"
    published("build")
    assert len(published("gap", "--area", "16.06", "--month", "2025-07", "--json").json["targets"]) == 2


@pytest.mark.skipif(os.environ.get("CI") == "true", reason="CI makes the demo in a fresh clone before it tests")
def test_the_demo_tells_both_months_and_can_be_run_again(cakupan: Command, tmp_path: Path) -> None:
    root = tmp_path / "demo" / "workspace"
    small = ("demo", "--no-serve", "--size", "2000", "--seed", "3", "--workspace", root)
    first, again = (cakupan(*small, "--json") for _ in range(2))
    assert (first.status, again.status) == (0, 0)
    assert (first.json["sha256"], first.json["rows"]) == (again.json["sha256"], again.json["rows"])
    truth = expected(tmp_path / "demo" / "workspace-truth", hashes_in(tmp_path / "demo" / "workspace-files"))
    for row in first.json["rows"]:
        assert abs(row["members"] - truth[row["month"]]) <= 2  # a tenth of a point of 2,000
    assert [row["month"] for row in first.json["rows"]] == ["2024-12", "2025-07"]
    page = cakupan(*small)
    for figure in ("41,6", "48,2", "Belum terlindungi", "nasional-2025 (52,15 %", "muba-2025 (58,24 %", "8.305"):
        assert figure in page.out
    other = cakupan(*small[:4], "--seed", "4", "--workspace", root)
    assert (other.status, "--workspace" in other.err) == (2, True)


def hashes_in(folder: Path) -> set[str]:
    return {sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("size", ["10m", "large", "-5", "99999999"])
def test_a_size_that_the_demo_cannot_make_is_named(cakupan: Command, size: str, tmp_path: Path) -> None:
    answer = cakupan("demo", f"--size={size}", "--workspace", tmp_path / "demo")
    assert (answer.status, size in answer.err, list(tmp_path.iterdir())) == (2, True, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ["doctor"],  # the demo runs in a process of its own before every test run
        ["where", "diketahui"],
        ["init", "--area", "16.06"],
        ["--help"],
        ["check", "T"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_works_in_a_process_of_its_own(tmp_path: Path, arguments: list[str]) -> None:
    # other tests share one process, where an earlier command has loaded what a later one needs
    (tmp_path / "T").write_text("Cakupan 48,26 persen.", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CAKUPAN", "DATABASE"))}
    command = [sys.executable, "-m", "cakupan_app.cli", *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == (2 if arguments[0] == "where" else 0), done.stderr
    assert "CAKUPAN_DEBUG" not in done.stderr  # which only a mistake of ours mentions


def test_names_of_places_are_looked_up_at_home_first(cakupan: Command, tmp_path: Path) -> None:
    # there is another district called Lais in Bengkulu
    (tmp_path / "kecamatan.csv").write_text(
        "kecamatan,bulan,peserta\nLais,2025-07,10\nSekayu,2025-07,20\n", encoding="utf-8"
    )
    cakupan("init", "--area", "16.06")
    (file,) = cakupan("add", tmp_path / "kecamatan.csv", "--kind", "recap", "--json").json["files"]
    assert (file["accepted"], file["quarantined"]) == (2, 0)
    cakupan("build")
    rows = cakupan("coverage", "--area", "16.06", "--month", "2025-07", "--by", "district", "--json").json["rows"]
    assert {(row["district"], row["members"]) for row in rows} >= {("16.06.02", 10), ("16.06.01", 20)}


def test_the_public_sees_a_fixed_list_of_tables_without_small_counts(cakupan: Command, tmp_path: Path) -> None:
    text = "wilayah,bulan,peserta\n16.06,2025-07,1000\n16.06.01,2025-07,3\n16.06.02,2025-07,40\n16.06.04,2025-07,957\n"
    (tmp_path / "recap.csv").write_text(text, encoding="utf-8")
    cakupan("init", "--area", "16.06")
    cakupan("add", tmp_path / "recap.csv", "--kind", "recap")
    cakupan("build")
    asked = ("coverage", "--month", "2025-07", "--json", "--public")
    rows = cakupan(*asked, "--area", "16.06", "--by", "district").json["rows"]
    hidden = {row["district"] for row in rows if row["hidden"]}
    assert "16.06.01" in hidden
    assert len(hidden) >= 2
    assert all(row["members"] is None and row["rate"] is None for row in rows if row["hidden"])
    for other in (("--area", "16.06.02"), ("--area", "16.06", "--by", "district,segment")):
        refused = cakupan(*asked, *other)
        assert refused.status == 2
        assert refused.json["error"]
