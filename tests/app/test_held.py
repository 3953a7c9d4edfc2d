"""A file that meets a stop limit waits, with every reason told at once, and an office may set limits of its own."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
EXTRACT = "nik,nama,segmen,desa,kecamatan,tanggal lahir,no kpj"
LIST = "NIK,Nama,Tanggal Lahir,Desa,Kecamatan"


@pytest.fixture
def add(cakupan: Command, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    assert cakupan("init", "--area", "16.06").status == 0

    def add(name: str, heading: str, rows: Iterable[str], kind: str, *more: str) -> dict[str, Any]:
        path = tmp_path / name
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        answer = cakupan("add", path, "--kind", kind, "--json", *more)
        (file,) = answer.json["files"]
        return {"exit": answer.status, "reasons": [one["code"] for one in file.get("held_reasons", ())], **file}

    return add


def member(serial: int) -> str:
    return f"160601010180{serial},ORANG {name_of(serial)},BPU,,,1980-01-01,1200000{serial}"


def nominee(serial: int, place: str = ",") -> str:
    return f"160601010180{serial},ORANG {name_of(serial)},1980-01-01,{place}"


def name_of(serial: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in str(serial))


def test_an_extract_far_from_the_month_before_waits_but_a_short_correction_does_not(
    add: Callable[..., dict[str, Any]],
) -> None:
    assert add("06.csv", EXTRACT, map(member, range(9001, 9301)), "members", "--month", "2025-06")["exit"] == 0
    cut = add("07.csv", EXTRACT, map(member, range(9001, 9101)), "members", "--month", "2025-07")
    assert (cut["exit"], cut["status"], cut["reasons"]) == (1, "held", ["held_rows_far"])
    assert "100" in cut["held_because"]
    assert "300" in cut["held_because"]
    mended = add("06b.csv", EXTRACT, map(member, range(9001, 9006)), "members", "--month", "2025-06")
    assert mended["status"] == "accepted"


def test_a_recap_far_from_the_month_before_or_from_the_same_month_waits(add: Callable[..., dict[str, Any]]) -> None:
    heading = "wilayah,bulan,peserta"
    assert add("a.csv", heading, ["16.06,2025-06,100000"], "recap")["status"] == "accepted"
    assert add("b.csv", heading, ["16.06,2025-07,10000"], "recap")["reasons"] == ["held_recap_far"]
    assert add("c.csv", heading, ["16.06,2025-06,10000"], "recap")["reasons"] == ["held_month_told_otherwise"]
    assert add("d.csv", heading, ["16.06,2025-06,101000"], "recap")["status"] == "accepted"


def test_a_list_of_another_area_waits(add: Callable[..., dict[str, Any]]) -> None:
    rows = [nominee(serial, "16.07.01.2001,") for serial in range(9001, 9006)]
    assert add("a.csv", LIST, rows, "nominations")["reasons"] == ["held_elsewhere"]


def test_every_reason_is_told_at_once_and_kept(add: Callable[..., dict[str, Any]], cakupan: Command) -> None:
    rows = [nominee(serial) for serial in range(9001, 9021)]
    assert add("a.csv", LIST, rows, "nominations")["status"] == "accepted"
    again = add("b.csv", LIST, [*rows, nominee(9021)], "nominations", "--hold")
    assert again["reasons"] == ["held_on_request", "held_too_many_repeated"]
    (kept,) = cakupan("files", "--status", "held", "--json").json["files"]
    assert [one["code"] for one in kept["held_reasons"]] == again["reasons"]
    page = cakupan("files", "--status", "held", "--lang", "en").out
    assert "an old list" in page
    # the same held file once more is held for the same reasons, with the same counts
    twice = add("b.csv", LIST, [*rows, nominee(9021)], "nominations")
    assert (twice["status"], twice["reasons"], twice["repeated"]) == ("held", again["reasons"], 20)
    changes = cakupan("accept", again["sha256"], "--json").json["changes"]
    assert [(one["before"], one["after"]) for one in changes["lists"]] == [(0, 1)]


def test_a_workspace_has_limits_of_its_own(add: Callable[..., dict[str, Any]], workspace: Path) -> None:
    rows = [nominee(serial) for serial in range(9001, 9005)]
    own = workspace / "cakupan.toml"
    own.write_text("[limits]\nquarantined = 0.1\n", encoding="utf-8")
    bad = [*rows, '"1,60601E+15",TANPA NIK,1980-01-01,,']
    assert add("a.csv", LIST, bad, "nominations")["reasons"] == ["held_too_many_bad"]
    own.write_text("[limits]\nquarantined = 0.9\n", encoding="utf-8")
    assert add("b.csv", LIST, [*bad, "x,Y,1980-01-01,,"], "nominations")["status"] == "accepted"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[limits]\nquarantined = 'half'\n", "limit_unusable"),
        ("[limits]\nleast = 0.5\n", "limit_unusable"),
        ("[limits]\nquarantine = 0.5\n", "limits_unknown"),
        ("[limits\n", "limits_unreadable"),
    ],
)
def test_limits_that_cannot_be_used_are_told(
    add: Callable[..., dict[str, Any]], workspace: Path, text: str, code: str
) -> None:
    (workspace / "cakupan.toml").write_text(text, encoding="utf-8")
    answer = add("a.csv", LIST, [nominee(9001)], "nominations")
    assert (answer["exit"], answer["status"], answer["code"]) == (2, "refused", code)


def test_what_undoing_an_extract_changes_is_told_by_month(add: Callable[..., dict[str, Any]], cakupan: Command) -> None:
    first = add("06.csv", EXTRACT, map(member, range(9001, 9011)), "members", "--month", "2025-06")
    add("list.csv", LIST, map(nominee, range(9009, 9013)), "nominations", "--month", "2025-07")
    changes = cakupan("undo", first["sha256"], "--dry-run", "--json").json["changes"]
    assert changes["months"] == {"2025-06": 10}
    (figure,) = changes["figures"]
    assert (figure["month"], figure["evidence"], figure["before"], figure["after"]) == ("2025-06", "extract", 10, None)
    assert [(one["before"], one["after"]) for one in changes["lists"]] == [(2, 4)]


def test_a_page_of_files_tells_two_lines_of_each_and_what_they_have_together(
    add: Callable[..., dict[str, Any]], cakupan: Command
) -> None:
    add("daftar usulan.csv", LIST, map(nominee, range(9001, 9004)), "nominations", "--month", "2025-07")
    add("susulan.csv", LIST, map(nominee, range(9003, 9006)), "nominations", "--month", "2025-07")
    page = cakupan("files").out.splitlines()
    assert len(page) == 5
    assert "daftar usulan.csv (" in page[0] and "): usulan Juli 2025, diterima, " in page[0]
    assert page[1] == "  3 baris = 3 baik + 0 berulang + 0 dikarantina (belum dikirim kembali: 0)"
    assert page[4].startswith("Jumlah 2 berkas yang diterima: 6 baris = 5 baik + 1 berulang + 0 dikarantina")
    assert max(map(len, page[1:4:2])) <= 80
