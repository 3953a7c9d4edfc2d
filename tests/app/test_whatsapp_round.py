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
    again = round_(returned(tmp_path))
    assert counts(again) == ("unchanged", 40, 0, 0, 40)
    assert [one["row"] for one in again["problems"] if one["code"] == "row_mended_since"] == [36, 37, 38]
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


@pytest.mark.long
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


def test_a_file_has_the_same_counts_wherever_it_is_told_of(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    first = round_(returned(tmp_path))
    # what comes later changes nothing of what was counted when it came
    round_(list_of(tmp_path, "lagi.csv", [person(1), person(50)]))
    marked = cakupan("errors", first["sha256"], "--out", tmp_path / "m.xlsx", "--json").json
    (listed,) = (one for one in cakupan("files", "--json").json["files"] if one["sha256"] == first["sha256"])
    for told in (first, marked, listed):
        assert [told[name] for name in ("rows_in", "accepted", "quarantined", "repeated")] == [40, 34, 3, 3]
    tried = cakupan("undo", first["sha256"], "--dry-run", "--json").json
    changes = tried["changes"]
    assert (tried["rows"], changes["rows"], changes["quarantined"], changes["repeated"]) == (34, 34, 3, 3)


@pytest.mark.long
def test_a_file_that_comes_in_once_more_brings_what_still_counts(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    first = round_(list_of(tmp_path, "a.csv", [person(1), person(2), person(3)]))
    assert cakupan("undo", first["sha256"]).status == 0
    round_(list_of(tmp_path, "b.csv", [person(3)]))
    changes = cakupan("accept", first["sha256"], "--json").json["changes"]
    assert (changes["rows"], changes["quarantined"], changes["repeated"]) == (2, 0, 1)
    (own,) = (one for one in changes["lists"] if one["sha256"] == first["sha256"])
    assert (own["before"], own["after"]) == (0, 2)


def test_what_was_mended_is_asked_of_nobody_again(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    first = returned(tmp_path)
    asked = round_(first, "--answer", str(tmp_path / "jawab"))
    assert "Perlu diperbaiki: 3" in Path(asked["receipt"]).read_text(encoding="utf-8")
    round_(list_of(tmp_path, "perbaikan.csv", [person(serial) for serial in REPAIRED]))

    again = round_(first, "--answer", str(tmp_path / "jawab"))
    other_bytes = tmp_path / "salinan.csv"
    other_bytes.write_bytes(first.read_bytes() + b",,,,,\n")
    copied = round_(other_bytes, "--answer", str(tmp_path / "jawab"))
    for entry in (again, copied):
        assert counts(entry) == ("unchanged", 40, 0, 0, 40)
        receipt = Path(entry["receipt"]).read_text(encoding="utf-8")
        assert "Perlu diperbaiki: 0" in receipt
        assert "sudah diperbaiki lewat perbaikan.csv" in receipt
        assert "sel merah" not in receipt
    marked = cakupan("errors", asked["sha256"], "--out", tmp_path / "m.xlsx", "--json").json
    assert [marked[name] for name in ("accepted", "quarantined", "repeated", "mended")] == [34, 0, 6, 3]


@pytest.mark.long
def test_a_held_list_is_replaced_only_where_all_its_rows_stand_elsewhere(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    def replaced() -> list[str]:
        (held,) = (one for one in cakupan("files", "--status", "held", "--json").json["files"])
        return [one["name"] for one in held.get("replaced_by", ())]

    rows = [person(1), person(2), person(35, "1.60604E+15"), person(36, "1.60604E+15")]
    held = round_(list_of(tmp_path, "kacau.csv", rows), "--hold")
    mended = [person(35), person(36, "1.60604E+15")]
    round_(list_of(tmp_path, "hanya merah.csv", mended))
    assert replaced() == []  # the good rows of the held one were not sent again
    round_(list_of(tmp_path, "lengkap.csv", [person(1), person(2), *mended]))
    assert replaced() == ["hanya merah.csv", "lengkap.csv"]
    assert "Sudah digantikan oleh hanya merah.csv" in cakupan("files").out
    changes = cakupan("accept", held["sha256"], "--dry-run", "--json").json["changes"]
    assert [changes[name] for name in ("rows", "quarantined", "repeated")] == [0, 0, 4]


def test_a_held_list_that_came_in_twice_is_corrected_once(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    path = list_of(tmp_path, "a.csv", [person(1), person(35, "1.60604E+15")])
    assert cakupan("add", path, "--kind", "nominations", "--hold").status == 1
    round_(path, "--hold")  # for a village now
    (correction,) = round_(list_of(tmp_path, "b.csv", [person(35)]))["corrects"]
    assert (correction["name"], correction["mended"]) == ("a.csv", 1)


def test_a_held_file_that_is_taken_out_never_counted(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    held = round_(list_of(tmp_path, "a.csv", [person(1), person(2)]), "--hold")
    tried = cakupan("undo", held["sha256"], "--dry-run", "--json").json
    assert (tried["rows"], tried["changes"]["rows"]) == (0, 0)
    assert "belum pernah dihitung" in cakupan("undo", held["sha256"]).out


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


def test_a_list_of_unchanged_faults_changes_nothing_and_names_the_file_that_has_them(
    round_: Callable[..., dict[str, Any]], cakupan: Command, tmp_path: Path
) -> None:
    first = round_(returned(tmp_path))
    path = list_of(tmp_path, "lagi.csv", [person(serial, "1.60604E+15") for serial in REPAIRED])
    again = round_(path, "--answer", str(tmp_path / "jawab"))
    assert counts(again) == ("unchanged", 3, 0, 3, 0)
    assert [one["sha256"] for one in again["received_in"]] == [first["sha256"]]
    code, own = first["sha256"][:12], again["sha256"][:12]
    receipt = Path(again["receipt"]).read_text(encoding="utf-8")
    page = cakupan("add", path, "--kind", "nominations", "--area", VILLAGE).out
    assert code in receipt and own not in receipt
    assert "3 baris karantina Copy of data FIX.csv" in page and "masih sama salahnya" in page
    assert own not in page


def test_the_receipt_of_a_correction_says_that_the_repairs_came_in(
    round_: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    first = round_(returned(tmp_path))
    path = list_of(tmp_path, "perbaikan.csv", [person(serial) for serial in range(1, 38)])
    receipt = Path(round_(path, "--answer", str(tmp_path / "jawab"))["receipt"]).read_text(encoding="utf-8")
    said = f"Perbaikan sudah masuk: 3 baris dari Copy of data FIX.csv ({first['sha256'][:12]})"
    assert said in receipt and receipt.index(said) < receipt.index("sudah ada di")


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
