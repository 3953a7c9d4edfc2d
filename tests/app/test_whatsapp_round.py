"""A village's list comes back with faults, its faults come back mended, and everything comes once more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
VILLAGE = "16.06.04.2010"
HEADING = "NIK,Nama,Tanggal Lahir,Jenis Kelamin,Desa,Kecamatan"
REPAIRED = (35, 36, 37)


def person(serial: int, nik: str | None = None) -> str:
    number = nik or f"160604010180{9000 + serial}"
    return f'"{number}",ORANG KE {_word(serial)},1980-01-01,L,,'


def _word(serial: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in str(serial))


def list_of(folder: Path, name: str, rows: list[str]) -> Path:
    path = folder / name
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def round_(cakupan: Command, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """A workspace in which one earlier list names persons 38 and 39, and an extract says that 40 is a member."""
    assert cakupan("init", "--area", "16.06").status == 0
    extract = tmp_path / "extract.csv"
    extract.write_text(
        "nik,nama,segmen,desa,kecamatan,tanggal lahir,no kpj\n"
        "1606040101809040,ORANG KE EA,BPU,,,1980-01-01,12000000040\n"
        "1606040101809041,ORANG KE EB,BPU,,,1980-01-01,12000000041\n",
        encoding="utf-8",
    )
    assert cakupan("add", extract, "--kind", "members", "--month", "2025-05").status == 0
    earlier = list_of(tmp_path, "earlier.csv", [person(38), person(39)])
    assert cakupan("add", earlier, "--kind", "nominations", "--area", VILLAGE).status == 0

    def add(path: Path, *more: str) -> dict[str, Any]:
        answer = cakupan("add", path, "--kind", "nominations", "--area", VILLAGE, "--json", *more)
        assert "files" in answer.json, answer.json
        (file,) = answer.json["files"]
        return {"exit": answer.status, **file}

    return add


def counts(file: dict[str, Any]) -> tuple[str, int, int, int, int]:
    assert file["rows_in"] == sum(table["rows_in"] for table in file["tables"])
    for table in file["tables"]:
        assert table["rows_in"] == table["accepted"] + table["quarantined"] + table["repeated"]
    return file["status"], file["rows_in"], file["accepted"], file["quarantined"], file["repeated"]


def returned(folder: Path) -> Path:
    good = [person(serial) for serial in range(1, 35)]
    bad = [person(serial, "1.60604E+15") for serial in REPAIRED]
    return list_of(folder, "Copy of data FIX.csv", [*good, *bad, person(38), person(39), person(40)])


def test_the_whole_round(round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path) -> None:
    first = round_(returned(tmp_path))
    assert counts(first) == ("accepted", 40, 34, 3, 3)
    told = {problem["row"]: problem["code"] for problem in first["problems"] if problem["code"].startswith("row_")}
    assert told == {39: "row_known", 40: "row_known", 41: "row_of_member"}

    mended = list_of(tmp_path, "perbaikan.csv", [person(serial) for serial in REPAIRED])
    second = round_(mended)
    assert counts(second) == ("accepted", 3, 3, 0, 0)
    (correction,) = second["corrects"]
    assert (correction["sha256"], correction["open"], correction["mended"]) == (first["sha256"], 3, 3)

    assert counts(round_(mended)) == ("unchanged", 3, 0, 0, 3)
    assert counts(round_(returned(tmp_path))) == ("unchanged", 40, 0, 3, 37)
    stages = {stage["name"]: stage for stage in cakupan("build", "--json").json["stages"]}
    nominations = stages["nominations"]
    assert (nominations["rows_in"], nominations["rows_out"]) == (2 + 37 + 3, 2 + 34 + 3)
    assert nominations["reasons"] == {"repeated": 2, "already_member": 1}
