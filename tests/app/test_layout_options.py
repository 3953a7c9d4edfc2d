"""How a file is laid out can be said, is remembered by sender, and holds when it is read again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from intake.rendering import csv_of, xlsx_of

Command = Callable[..., Any]
MAP = ("--map", "Identitas=nik", "--map", "Warga=name", "--map", "Golongan=segment")


@pytest.fixture
def extract(workspace: Path, cakupan: Command, tmp_path: Path) -> Callable[..., Path]:
    cakupan("init", "--area", "16.06")

    def made(name: str, serial: int, *, heading: tuple[str, ...] = ("Identitas", "Warga", "Golongan", "Hobi")) -> Path:
        path = tmp_path / name
        path.write_bytes(csv_of([heading, [f"160604010180{serial}", "Siti Aminah", "BPU", "catur"]]))
        return path

    return made


def added(cakupan: Command, path: Path, *options: str) -> Any:
    return cakupan("add", path, "--kind", "members", "--month", "2025-07", *options, "--json")


def test_what_is_said_of_a_sender_holds_for_the_next_file_until_it_is_forgotten(
    cakupan: Command, extract: Callable[..., Path]
) -> None:
    assert added(cakupan, extract("a.csv", 9001)).status == 2
    first = added(cakupan, extract("a.csv", 9001), *MAP, "--sender", "Cabang Sekayu")
    assert first.json["files"][0]["tables"][0]["columns_not_read"] == ["Hobi"]
    again = added(cakupan, extract("b.csv", 9002, heading=("IDENTITAS", "warga", "Golongan", "Hobi")),
                  "--sender", "cabang sekayu").json  # fmt: skip
    assert again["files"][0]["accepted"] == 1
    assert "mapping_remembered" in {problem["code"] for problem in again["files"][0]["problems"]}
    assert added(cakupan, extract("c.csv", 9003), "--sender", "Dinas Lain").status == 2
    (one,) = cakupan("mapping", "--json").json["mappings"]
    assert one["columns"] == {"Identitas": "nik", "Warga": "name", "Golongan": "segment"}
    assert cakupan("mapping", "--forget", one["id"]).status == 0
    assert added(cakupan, extract("c.csv", 9003), "--sender", "Cabang Sekayu").status == 2


def test_a_build_reads_a_file_as_it_was_said_to_be_laid_out(cakupan: Command, extract: Callable[..., Path]) -> None:
    assert added(cakupan, extract("a.csv", 9001), *MAP).status == 0
    for kept in (extract("x", 9001).parent / "workspace").rglob("*.parquet"):
        kept.unlink()  # what was shelved is lost: the build must read the file itself
    assert cakupan("build").status == 0


def test_a_file_that_was_accepted_is_not_silently_laid_out_otherwise(
    cakupan: Command, extract: Callable[..., Path]
) -> None:
    path = extract("a.csv", 9001)
    added(cakupan, path, *MAP)
    assert added(cakupan, path, *MAP).json["files"][0]["status"] == "unchanged"
    other = added(cakupan, path, *MAP, "--map", "Hobi=employer")
    assert (other.status, other.json["files"][0]["code"]) == (2, "received_laid_out_otherwise")


def test_what_differs_from_before_is_named(cakupan: Command, extract: Callable[..., Path]) -> None:
    path = extract("a.csv", 9001)
    added(cakupan, path, *MAP)
    month = added(cakupan, path, *MAP, "--month", "2025-05").json["files"][0]
    assert month["code"] == "received_for_other_month"
    area = added(cakupan, path, *MAP, "--area", "16.06.01").json["files"][0]
    assert area["code"] == "received_for_other_area"


def test_dry_run_shows_extras_beside_each_record(cakupan: Command, extract: Callable[..., Path]) -> None:
    (record,) = added(cakupan, extract("a.csv", 9001), *MAP, "--dry-run").json["files"][0]["records"]
    assert record["extras"] == {"Hobi": "catur"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--map", "Identitas"), "map_option_unreadable"),
        (("--map", "Identitas=nikk"), "map_option_column_unknown"),
        (("--heading", "lima"), "rows_option_unreadable"),
        (("--rows", "9-3"), "rows_option_unreadable"),
    ],
)
def test_an_option_that_cannot_be_read_is_refused_with_how_to_write_it(
    cakupan: Command, extract: Callable[..., Path], options: tuple[str, ...], code: str
) -> None:
    answer = added(cakupan, extract("a.csv", 9001), *options)
    assert (answer.status, answer.json["code"]) == (2, code)


def test_the_marked_workbook_of_an_earlier_file_is_read_as_it_was_said_to_be_laid_out(
    cakupan: Command, extract: Callable[..., Path], tmp_path: Path
) -> None:
    (entry,) = added(cakupan, extract("a.csv", 9001), *MAP).json["files"]
    marked = cakupan("errors", entry["sha256"][:12], "--out", tmp_path / "ditandai.xlsx", "--json")
    assert (marked.status, marked.json["accepted"]) == (0, 1)


def test_no_screen_and_no_ledger_tells_the_nik_that_a_sheet_is_called_by(
    cakupan: Command, workspace: Path, tmp_path: Path
) -> None:
    first, second = "1606040101879001", "1606040201879001"  # alike in what may be shown
    heading = ["NIK", "Nama", "Tanggal Lahir"]
    rows = [heading, [second, "Siti", "02-01-1987"], ["12", "Budi", "01-01-1987"]]
    path = tmp_path / "usulan.xlsx"
    path.write_bytes(xlsx_of(**{first: [heading], second: rows}))
    assert cakupan("init", "--area", "16.06").status == 0
    asked = ("add", path, "--kind", "nominations", "--sheet", second)
    page = cakupan(*asked, "--answer", tmp_path / "jawaban")
    assert (page.status, "160604********01 (2)" in page.out) == (0, True)
    (entry,) = cakupan(*asked, "--json").json["files"]
    assert (entry["status"], [table["sheet"] for table in entry["tables"]]) == ("unchanged", ["160604********01 (2)"])
    said = [page.out, page.err, cakupan("quarantine", entry["sha256"][:12]).out]
    said += [receipt.read_text("utf-8") for receipt in (tmp_path / "jawaban").iterdir() if receipt.suffix != ".xlsx"]
    assert [text for text in said if second in text] == []
    assert [kept for kept in workspace.rglob("*") if kept.is_file() and second.encode() in kept.read_bytes()] == []
    for kept in workspace.rglob("*.parquet"):
        kept.unlink()  # what was shelved is lost: the build must find the sheet again
    assert cakupan("build").status == 0


def test_neither_repairs_nor_the_quarantine_show_whom_they_are_about(cakupan: Command, tmp_path: Path) -> None:
    rows = [
        ["Identitas", "Nama", "Lahir", "HP"],
        ["Siti Aminah", "1606040101879001", "02/01/1987", "812345678"],
        ["Budi Santoso", "1606040101879002", "02/01/1987", "812345679"],
        ["Rina", "1606", "02/01/1987", "812345670"],
    ]
    (tmp_path / "a.csv").write_bytes(csv_of(rows))
    assert cakupan("init", "--area", "16.06").status == 0
    said = ("--kind", "nominations", "--map", "Identitas=name", "--map", "Nama=nik", "--map", "Lahir=birth")
    page = cakupan("add", tmp_path / "a.csv", *said)
    assert "812****78 dibaca sebagai 081*****78" in page.out
    (sha,) = (one["sha256"] for one in cakupan("files", "--json").json["files"])
    quarantine = cakupan("quarantine", sha[:12])
    assert "R***" in quarantine.out
    for text in (page.out, quarantine.out):
        assert [word for word in ("Siti", "Budi", "Rina", "02/01", "01-02", "8123456") if word in text] == []
