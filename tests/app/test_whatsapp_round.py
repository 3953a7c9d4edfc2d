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


def test_the_page_groups_rows_by_what_became_of_them_and_names_the_next_step(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    path = returned(tmp_path)
    lines = cakupan("add", path, "--kind", "nominations", "--area", VILLAGE).out.splitlines()
    told = [line.strip() for line in lines]
    quarantined, repeated = told.index("Dikarantina (3 baris):"), told.index("Berulang (3 baris):")
    assert quarantined < repeated
    (reason,) = (line for line in told[quarantined:repeated] if "36–38" in line)
    assert reason.endswith("(3 baris: 36–38)")
    assert any(line.endswith("(2 baris: 39–40)") for line in told[repeated:])
    assert told[-1].startswith("Berkas yang ditandai untuk pengirimnya: cakupan errors ")


def test_where_the_answers_to_a_sender_lie_is_told(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    answers = tmp_path / "jawaban"
    told = cakupan("add", returned(tmp_path), "--kind", "nominations", "--area", VILLAGE, "--answer", answers).out
    assert told.splitlines()[-1].startswith(f"Jawaban untuk pengirim ada di {answers}")
    assert any(answers.glob("*.xlsx"))


def test_the_page_says_plainly_what_was_read(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    path = tmp_path / "satu.csv"
    path.write_text("No,NIK,Nama,Hobi\n1,1606040101809001,ORANG KE B,catur\n", encoding="utf-8")
    told = [line.strip() for line in cakupan("add", path, "--kind", "nominations", "--area", VILLAGE).out.splitlines()]
    assert told[1].startswith("Isi berkas: 2 baris = 1 disisihkan")
    assert told[2].startswith("Judul kolom: baris 1; data: baris 2. Dibaca: ")
    assert "Nama = nama" in told[2]
    assert told[3] == "Tidak dibaca: Hobi."


def test_undoing_a_list_tells_first_which_rows_of_others_count_again(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    first = round_(returned(tmp_path))
    (earlier,) = (
        one for one in cakupan("files", "--kind", "usulan", "--json").json["files"] if one["sha256"] != first["sha256"]
    )
    tried = cakupan("undo", earlier["sha256"][:10], "--dry-run", "--json")
    assert (tried.status, tried.json["tried"], tried.json["changes"]["rows"]) == (0, True, 2)
    lists = {one["sha256"]: (one["before"], one["after"]) for one in tried.json["changes"]["lists"]}
    assert lists == {earlier["sha256"]: (2, 0), first["sha256"]: (34, 36)}
    assert "34" in cakupan("undo", earlier["sha256"][:10], "--dry-run", "--lang", "en").out
    still = cakupan("files", "--status", "accepted", "--json").json["files"]
    assert earlier["sha256"] in {one["sha256"] for one in still}

    done = cakupan("undo", earlier["sha256"], "--json").json
    assert (done["now"], done["tried"], done["changes"]) == ("undone", False, tried.json["changes"])
    stages = {stage["name"]: stage for stage in cakupan("build", "--json").json["stages"]}
    assert stages["nominations"]["rows_out"] == 36


def test_the_quarantine_tells_every_reason_and_what_became_of_each_row(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    sha = round_(returned(tmp_path))["sha256"]
    before = cakupan("quarantine", sha[:8], "--json").json
    assert (before["left"], [row["row"] for row in before["rows"]]) == (3, [36, 37, 38])
    assert all(row["reasons"] and row["reasons"][0] not in row["codes"] for row in before["rows"])
    assert "ORANG" not in str(before)
    assert "ORANG" in cakupan("quarantine", sha[:8], "--clear").out

    # one is mended, one comes back as it was, one stays out
    half = list_of(tmp_path, "separuh.csv", [person(35), person(36, "1.60604E+15")])
    sent = round_(half)
    assert counts(sent) == ("accepted", 2, 1, 1, 0)
    (correction,) = sent["corrects"]
    assert [correction[name] for name in ("open", "mended", "sent_again", "unchanged", "left")] == [3, 1, 1, 1, 1]
    assert "row_still_quarantined" in {problem["code"] for problem in sent["problems"]}
    after = cakupan("quarantine", sha, "--json").json
    assert [row["back"] and row["back"]["fate"] for row in after["rows"]] == ["mended", "sent_again", None]
    files = {one["sha256"]: one for one in cakupan("files", "--json").json["files"]}
    assert [files[one]["quarantined_left"] for one in (sha, sent["sha256"])] == [1, 1]

    # what a file brought back is open again once that file is taken out
    assert cakupan("undo", sent["sha256"]).status == 0
    assert cakupan("quarantine", sha, "--json").json["left"] == 3


def test_rows_are_known_again_by_the_columns_of_the_error_workbook(
    round_: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    first = round_(returned(tmp_path))
    path = tmp_path / "kembali.csv"
    # the name was mended as well, so nothing but the place tells that it is the row
    path.write_text(
        f"{HEADING},cakupan_file,cakupan_row\n{person(35).replace('ORANG KE', 'BUKAN')},{first['sha256'][:12]},36\n",
        encoding="utf-8",
    )
    (correction,) = round_(path)["corrects"]
    assert (correction["mended"], correction["left"]) == (1, 2)


def test_a_list_of_unchanged_faults_changes_nothing(round_: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    round_(returned(tmp_path))
    again = round_(list_of(tmp_path, "lagi.csv", [person(serial, "1.60604E+15") for serial in REPAIRED]))
    assert counts(again) == ("unchanged", 3, 0, 3, 0)


def test_a_mended_list_may_come_back_whole(round_: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    round_(returned(tmp_path))
    rows = [person(serial) for serial in range(1, 41)]
    assert counts(round_(list_of(tmp_path, "lengkap.csv", rows))) == ("accepted", 40, 3, 0, 37)


def test_a_row_is_not_taken_from_the_file_that_it_fits_best(
    round_: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    row = '"{}",{},1987-05-12,L,,'
    older = list_of(tmp_path, "lama.csv", [person(1), row.format("160604120587983", "Budi")])
    newer = list_of(tmp_path, "baru.csv", [person(2), row.format("160604120587985", "Budi Santoso")])
    round_(older), round_(newer)
    (correction,) = round_(list_of(tmp_path, "kembali.csv", [row.format("1606041205879853", "Budi Santoso")]))[
        "corrects"
    ]
    assert (correction["name"], correction["mended"], correction["left"]) == ("baru.csv", 1, 0)


def test_a_row_that_was_sent_again_and_again_is_mended_where_it_was_sent_last(
    round_: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    broken, mended = person(35, "1.60604E+15"), person(35)
    round_(list_of(tmp_path, "satu.csv", [person(1), broken]))
    round_(list_of(tmp_path, "dua.csv", [person(2), mended]))
    round_(list_of(tmp_path, "tiga.csv", [person(3), broken]))
    (correction,) = round_(list_of(tmp_path, "empat.csv", [person(4), mended]))["corrects"]
    assert (correction["name"], correction["mended"], correction["left"]) == ("tiga.csv", 1, 0)


def test_a_row_is_known_again_in_a_list_whose_columns_were_said(
    round_: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    said = ("--map", "Identitas=nik", "--map", "Sebutan=name")
    heading = "Identitas,Sebutan,Tgl Lahir"
    other = "\n1606041205879662,Sari,12-05-1987"
    for name, nik, more in (("a.csv", "160604120587961", other), ("b.csv", "1606041205879661", "")):
        (tmp_path / name).write_text(f"{heading}\n{nik},Rudi,12-05-1987{more}\n", encoding="utf-8")
    round_(tmp_path / "a.csv", *said)
    (correction,) = round_(tmp_path / "b.csv", *said)["corrects"]
    assert (correction["mended"], correction["left"]) == (1, 0)
