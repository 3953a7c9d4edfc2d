"""Villages without an account: forms go out, lists come back under any name, each is answered, none is lost."""

import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cakupan import regions
from cakupan.reports.labels import Label
from cakupan_app.work.readers import Readers
from cakupan_app.work.reading_limits import ReadingLimits
from reports.forms_filled import VILLAGE, filled, form, person, saved

Command = Callable[..., Any]
OTHER = Label("nominations", "16.06.04.2011", "2026-1", "16.06")


@pytest.fixture
def inbox(cakupan: Command, tmp_path: Path) -> Path:
    """A workspace, and an empty folder for what comes back."""
    assert cakupan("init", "--area", "16.06").status == 0
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def whatsapp_list() -> bytes:
    """Forty rows: 34 good, 3 whose NIK is in E-notation, 3 that repeat others."""
    good = [person(serial) for serial in range(1, 35)]
    broken = [person(serial, 1.60604e15) for serial in (35, 36, 37)]
    return filled(form(), [*good, *broken, person(1), person(2), person(3)])


def rows(entry: dict[str, Any]) -> tuple[int, int, int, int]:
    return entry["rows_in"], entry["accepted"], entry["quarantined"], entry["repeated"]


def test_one_command_writes_a_form_for_every_village(cakupan: Command, tmp_path: Path) -> None:
    out = tmp_path / "forms"
    asked = ("template", "--kind", "usulan", "--area", "16.06", "--each", "desa", "--round", "2026-1", "--out", out)
    answer = cakupan(*asked, "--json")
    assert answer.status == 0
    assert len(answer.json["files"]) == 242
    assert (out / "16.06.04.2010 Bukit Selabu - usulan 2026-1.xlsx").is_file()
    names = [path.name for path in out.iterdir()]
    assert len(names) == 243
    assert not [name for name in names if set(name) & set('<>:"/\\|?*') or len(name) > 100]
    index = load_workbook(answer.json["index"]).worksheets[0]
    assert index["E1"].value == "Sudah diisi dari kantor"
    assert [cell.value for cell in index["A"]][1:] == [one["area"] for one in answer.json["files"]]


def test_a_single_form_goes_where_it_is_said(cakupan: Command, tmp_path: Path) -> None:
    path = tmp_path / "kematian.xlsx"
    assert cakupan("template", "--kind", "deaths", "--area", "16.06", "--out", path).status == 0
    assert load_workbook(path).worksheets[0].title.startswith("16.06 kematian ")


def test_people_of_a_list_stand_in_the_form_of_their_village(cakupan: Command, tmp_path: Path) -> None:
    people = tmp_path / "menunggak.csv"
    people.write_text(
        "nik,nama,desa,kecamatan\n1606040101879001,Orang A,Bukit Selabu,Batang Hari Leko\n"
        "1606040101879002,Orang B,Saut,Batang Hari Leko\n1606040101879003,Orang C,,\n",
        encoding="utf-8",
    )
    out = tmp_path / "forms"
    asked = ("template", "--kind", "nominations", "--area", "16.06.04", "--each", "village", "--prefill", people)
    answer = cakupan(*asked, "--out", out, "--json").json
    assert {one["area"]: one["people"] for one in answer["files"] if one["people"]} == {
        "16.06.04.2010": 1,
        "16.06.04.2011": 1,
    }
    assert answer["left_out"] == 1
    path = next(one["path"] for one in answer["files"] if one["area"] == "16.06.04.2011")
    assert load_workbook(path).worksheets[0]["A7"].value == "1606040101879002"


def test_a_list_to_prefill_forms_is_read_within_limits(
    cakupan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came from somebody too: what it does to its reader, it does not do to the command."""
    no_time = Readers(ReadingLimits(readers=1, memory=600, seconds=0, seconds_per_megabyte=0, seconds_at_most=0))
    people = tmp_path / "penduduk.csv"
    people.write_text("nik,nama\n1606040101879001,Orang A\n", encoding="utf-8")
    asked = ("template", "--kind", "nominations", "--area", "16.06", "--prefill", people, "--out", tmp_path / "f.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr("cakupan_app.work.letters.readers", lambda: no_time)
        assert cakupan(*asked, "--json").json["code"] == "reading_too_long"
    people.write_bytes(b"%PDF-1.7")
    assert cakupan(*asked, "--json").json["code"] == "file_is_pdf"
    assert not (tmp_path / "f.xlsx").exists()


def test_a_renamed_form_is_matched_answered_and_repaired(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "Copy of data FIX.xlsx").write_bytes(whatsapp_list())
    first = cakupan("return", inbox, "--out", tmp_path / "answers", "--json")
    assert first.status == 0
    (entry,) = first.json["files"]
    assert (entry["area"], entry["round"], entry["matched_by"]) == ("16.06.04.2010", "2026-1", "properties")
    assert rows(entry) == (40, 34, 3, 3)
    receipt = Path(entry["receipt"]).read_text(encoding="utf-8")
    assert "40 data = 34 diterima + 3 perlu diperbaiki + 3 berulang" in receipt

    book = load_workbook(entry["marked"])
    for row in (41, 42, 43):
        book.worksheets[0].cell(row, 1).value = person(row - 6)[0]
    repaired = tmp_path / "baru" / "sudah diperbaiki.xlsx"
    repaired.parent.mkdir()
    repaired.write_bytes(saved(book))
    answer = cakupan("return", repaired, "--out", tmp_path / "answers", "--json").json
    (entry,) = answer["files"]
    assert (entry["area"], entry["quarantined"], entry["rows_in"]) == ("16.06.04.2010", 0, 40)
    # the village listed forty people, however often it sends them
    (village,) = answer["rounds"][0]["answered"]
    assert (village["files"], rows(village), village["mended"]) == (2, (40, 37, 0, 3), 3)
    page = cakupan("return", repaired, "--out", tmp_path / "answers").out
    assert "40 baris = 37 + 0 + 3" in page
    assert "3 baris yang tadinya perlu diperbaiki sudah diperbaiki" in page


def test_the_same_folder_again_changes_nothing(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "Copy of data FIX.xlsx").write_bytes(whatsapp_list())
    out = tmp_path / "answers"
    first = cakupan("return", inbox, "--out", out, "--json").json
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = cakupan("return", inbox, "--out", out, "--json")
    assert again.status == 0
    (entry,) = again.json["files"]
    assert (entry["status"], rows(entry)) == ("unchanged", (40, 0, 3, 37))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert again.json["rounds"] == first["rounds"]


def test_what_we_wrote_beside_the_rows_is_no_column_of_the_sender(
    cakupan: Command, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "a.xlsx").write_bytes(whatsapp_list())
    (entry,) = cakupan("return", inbox, "--out", tmp_path / "one", "--json").json["files"]
    book = load_workbook(entry["marked"])
    book.worksheets[0].cell(41, 1).value = person(35)[0]
    again = tmp_path / "Re a.xlsx"
    again.write_bytes(saved(book))
    (entry,) = cakupan("add", again, "--json").json["files"]
    assert not [one for one in entry["tables"] if "cakupan" in str(one["columns_not_read"])]
    assert not [one for one in entry["problems"] if "cakupan_" in one["message"]]
    (correction,) = entry["corrects"]
    assert (correction["mended"], correction["sent_again"]) == (1, 2)
    for clear in ((), ("--clear",)):
        rows_ = cakupan("quarantine", entry["sha256"], "--json", *clear).json["rows"]
        assert rows_
        assert not [row for row in rows_ if "cakupan" in str(row["cells"])]


def test_what_is_mended_outside_of_a_round_is_mended_in_it(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.xlsx").write_bytes(whatsapp_list())
    cakupan("return", inbox, "--out", tmp_path / "one")
    mended = tmp_path / "perbaikan.csv"
    nik, name, _, birth = person(35)
    mended.write_text(f"nik,nama,tanggal lahir\n{nik},{name},{birth}\n", encoding="utf-8")
    (entry,) = cakupan("add", mended, "--kind", "usulan", "--area", VILLAGE.area, "--json").json["files"]
    assert entry["corrects"][0]["mended"] == 1
    (round_,) = cakupan("return", inbox, "--out", tmp_path / "one", "--json").json["rounds"]
    assert [(rows(one), one["mended"]) for one in round_["answered"]] == [((40, 35, 2, 3), 1)]


def test_it_says_who_has_answered_and_who_has_not(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.xlsx").write_bytes(whatsapp_list())
    cakupan("return", inbox, "--out", tmp_path / "one")
    (inbox / "a.xlsx").write_bytes(filled(form(OTHER), [person(50)]))
    answer = cakupan("return", inbox, "--out", tmp_path / "two", "--json").json
    (round_,) = answer["rounds"]
    assert (round_["kind"], round_["round"], round_["within"], round_["asked"]) == (
        "nominations",
        "2026-1",
        "16.06",
        242,
    )
    assert [(one["area"], one["files"], rows(one)) for one in round_["answered"]] == [
        ("16.06.04.2010", 1, (40, 34, 3, 3)),
        ("16.06.04.2011", 1, (1, 1, 0, 0)),
    ]
    assert len(round_["missing"]) == 240
    assert "Bukit Selabu" in cakupan("return", inbox, "--out", tmp_path / "two", "--lang", "en").out


def test_a_file_that_was_taken_out_again_is_no_answer(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.xlsx").write_bytes(whatsapp_list())
    (entry,) = cakupan("return", inbox, "--out", tmp_path / "one", "--json").json["files"]
    assert cakupan("undo", entry["sha256"][:12]).status == 0
    (inbox / "a.xlsx").write_bytes(filled(form(OTHER), [person(50)]))
    (round_,) = cakupan("return", inbox, "--out", tmp_path / "two", "--json").json["rounds"]
    assert [one["area"] for one in round_["answered"]] == ["16.06.04.2011"]


def test_a_zip_with_folders_in_it_is_opened(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    path = inbox / "WhatsApp.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("kec A/data.xlsx", filled(form(), [person(1)]))
        archive.writestr("kec B/data.xlsx", filled(form(OTHER), [person(2)]))
        archive.writestr("../luar.xlsx", filled(form(OTHER), [person(3)]))
        archive.writestr("__MACOSX/._data.xlsx", b"x")
    answer = cakupan("return", inbox, "--out", tmp_path / "answers", "--json")
    assert sorted((Path(one["name"]).name, one["area"]) for one in answer.json["files"]) == [
        ("data.xlsx", "16.06.04.2010"),
        ("data.xlsx", "16.06.04.2011"),
        ("luar.xlsx", "16.06.04.2011"),
    ]
    assert not (inbox.parent / "luar.xlsx").exists()


def test_what_cannot_be_matched_is_answered_too_and_stops_nothing(
    cakupan: Command, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "a 1606040101879001.csv").write_text("nik,nama\n1606040101879001,Orang A\n", encoding="utf-8")
    (inbox / "a 1606040101879002.csv").write_text("nik,nama\n1606040101879002,Orang B\n", encoding="utf-8")
    (inbox / "b.pdf").write_bytes(b"%PDF-1.7")
    (inbox / "c.xlsx").write_bytes(filled(form(), [person(1)]))
    (inbox / "d.xlsx").write_bytes(form(OTHER))
    (inbox / "e.zip").write_bytes(b"PK\x03\x04cut")
    (inbox / "_chat.txt").write_text("1/1/26 08.00 - Kades: terlampir\n", encoding="utf-8")
    out = tmp_path / "answers"
    answer = cakupan("return", inbox, "--out", out, "--json")
    assert answer.status == 2
    assert [one["status"] for one in answer.json["files"]] == [
        "unmatched", "unmatched", "unmatched", "accepted", "refused", "unmatched",
    ]  # fmt: skip
    assert [one.get("code") for one in answer.json["files"]] == [
        "label_missing", "label_missing", "file_is_pdf", None, "no_rows", "workbook_broken",
    ]  # fmt: skip
    assert answer.json["ignored"] == ["inbox/_chat.txt"]
    told = cakupan("return", inbox, "--out", tmp_path / "again").err.splitlines()
    assert [line.strip()[:12] for line in told if ".csv" in line and "Menerima" not in line] == [
        "Berkas inbox",
        "Begitu juga ",
    ]
    assert "160604010187" not in " ".join(path.name for path in out.iterdir())
    texts = [path.read_text(encoding="utf-8") for path in out.glob("*.txt")]
    assert len(texts) == 6
    assert not any("160604010187" in text for text in texts)


def test_a_form_of_another_regency_is_not_taken(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    elsewhere = Label("nominations", regions.areas_at("village", "16.07")[0].code, "2026-1", "16.07")
    (inbox / "a.xlsx").write_bytes(filled(form(elsewhere), [person(1)]))
    (entry,) = cakupan("return", inbox, "--out", tmp_path / "answers", "--json").json["files"]
    assert entry["code"] == "form_of_other_area"


def test_the_answers_cannot_lie_among_the_questions(cakupan: Command, inbox: Path) -> None:
    assert cakupan("return", inbox, "--out", inbox, "--json").json["code"] == "out_among_returned"


def test_add_knows_kind_and_village_of_a_form(cakupan: Command, inbox: Path) -> None:
    path = inbox / "Copy of data FIX.xlsx"
    path.write_bytes(whatsapp_list())
    (entry,) = cakupan("add", path, "--json", "--dry-run").json["files"]
    assert (entry["kind"], entry["form"]["area"], entry["form"]["round"]) == ("nominations", "16.06.04.2010", "2026-1")
    assert {record["village"] for record in entry["records"]} == {"16.06.04.2010"}
    other = inbox / "lain.csv"
    other.write_text("nik,nama\n1606040101879001,Orang A\n", encoding="utf-8")
    both = cakupan("add", other, path, "--json")
    assert [(file["kind"], file["status"]) for file in both.json["files"]] == [
        (None, "refused"),
        ("nominations", "accepted"),
    ]
    assert (both.status, both.json["files"][0]["code"], "--kind" in both.err) == (2, "kind_not_said", True)


def test_add_tells_where_what_was_said_is_not_what_the_form_says(cakupan: Command, inbox: Path) -> None:
    path = inbox / "a.xlsx"
    path.write_bytes(filled(form(), [person(1)]))
    answer = cakupan("add", path, "--kind", "nominations", "--area", "16.06.04.2011", "--lang", "en", "--json")
    assert "another kind or area" in answer.err
    assert "form" not in answer.json["files"][0]


def test_add_answers_where_it_is_asked_to(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    path = inbox / "daftar.csv"
    path.write_text("nik,nama\n1606040101879001,Orang A\n12,Orang B\n", encoding="utf-8")
    asked = ("add", path, "--kind", "nominations", "--answer", tmp_path / "answers", "--json")
    (entry,) = cakupan(*asked).json["files"]
    assert load_workbook(entry["marked"]).worksheets[0]["A3"].value == "12"
    assert "1 diterima + 1 perlu diperbaiki" in Path(entry["receipt"]).read_text(encoding="utf-8")


def test_a_receipt_speaks_to_the_sender_and_names_no_command(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(60))
    (inbox / "kacau.csv").write_text("nik,nama\n1606040101879001,Orang A\n12,B\n13,C\n14,D\n", encoding="utf-8")
    asked = ("--kind", "nominations", "--answer", tmp_path / "answers", "--json")
    picture, held = cakupan("add", inbox, *asked).json["files"]
    assert (picture["code"], held["status"]) == ("file_is_picture", "held")
    for entry, told in ((picture, "Kirim daftarnya sebagai Excel (.xlsx), bukan foto."), (held, "petugas juga akan")):
        receipt, page = (Path(entry[place]).read_text(encoding="utf-8") for place in ("receipt", "page"))
        assert told in receipt
        for text in (receipt, page):
            assert "cakupan " not in text
            assert "Mintalah" not in text


def test_a_receipt_names_the_file_as_its_sender_does_and_the_office(
    cakupan: Command, inbox: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(inbox / "WhatsApp Chat.zip", "w") as archive:
        archive.writestr("data FIX.xlsx", whatsapp_list())
        archive.writestr("lain.csv", "nik,nama\n1606040101879001,Orang A\n")
    found = cakupan("return", inbox, "--out", tmp_path / "answers", "--json").json["files"]
    for entry, name in zip(found, ("data FIX.xlsx", "lain.csv"), strict=True):
        lines = Path(entry["receipt"]).read_text(encoding="utf-8").splitlines()
        assert f"Berkas: {name}" in lines
        assert "Penerima: Kabupaten Musi Banyuasin" in lines


def test_the_good_rows_of_a_held_file_wait_in_what_goes_back(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    path = inbox / "daftar.csv"
    path.write_text("nik,nama\n1606040101879001,Orang A\n", encoding="utf-8")
    asked = ("--kind", "nominations", "--hold", "--answer", tmp_path / "answers", "--json")
    (entry,) = cakupan("add", path, *asked).json["files"]
    again = tmp_path / "again.xlsx"
    assert cakupan("errors", entry["sha256"], "--out", again).status == 0
    for marked in (entry["marked"], again):
        book = load_workbook(marked)
        assert book.worksheets[0]["C2"].value == "baik (menunggu)"
        assert "Baik (menunggu)" in [cell.value for row in book["Ringkasan Cakupan"].iter_rows() for cell in row]


def test_errors_writes_the_marked_workbook_of_an_earlier_file(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    path = inbox / "daftar.csv"
    path.write_text("nik,nama\n1606040101879001,Orang A\n12,Orang B\n", encoding="utf-8")
    (entry,) = cakupan("add", path, "--kind", "nominations", "--json").json["files"]
    out = tmp_path / "marked.xlsx"
    answer = cakupan("errors", entry["sha256"][:10], "--out", out, "--json")
    assert (answer.status, rows(answer.json)) == (0, (2, 1, 1, 0))
    assert [row[2] for row in load_workbook(out).worksheets[0].iter_rows(values_only=True)] == [
        "cakupan_status", "diterima", "perbaiki",
    ]  # fmt: skip
    assert cakupan("errors", "abcdef1234", "--out", out).status == 2
    assert cakupan("errors", entry["sha256"], "--out", tmp_path / "x.pdf").status == 2


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--kind", "apa"), "form_unknown"),
        (("--kind", "usulan", "--each", "rt"), "each_unknown"),
        (("--kind", "usulan", "--round", "putaran pertama"), "round_unusable"),
        (("--kind", "usulan", "--area", "16.06.04.2010", "--each", "district"), "each_has_none"),
    ],
)
def test_what_cannot_be_written_is_said(cakupan: Command, tmp_path: Path, asked: tuple[str, ...], code: str) -> None:
    more = () if "--area" in asked else ("--area", "16.06")
    answer = cakupan("template", *asked, *more, "--out", tmp_path / "forms", "--json")
    assert (answer.status, answer.json["code"]) == (2, code)


def test_a_label_is_found_in_what_a_phone_made_of_the_form(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    book = load_workbook(BytesIO(filled(form(), [person(1)])))
    text = "\n".join(
        ",".join("" if cell is None else f'"{cell}"' for cell in row)
        for row in book.worksheets[0].iter_rows(values_only=True)
    )
    (inbox / "usulan - Sheet1.csv").write_text(text + "\n", encoding="utf-8")
    (entry,) = cakupan("return", inbox, "--out", tmp_path / "answers", "--json").json["files"]
    assert (entry["area"], entry["matched_by"], rows(entry)) == (VILLAGE.area, "visible_line", (1, 1, 0, 0))


def test_a_place_that_cannot_be_written_is_refused(cakupan: Command, inbox: Path, tmp_path: Path) -> None:
    path = inbox / "daftar.csv"
    path.write_text("nik,nama\n1606040101879001,Orang A\n12,Orang B\n", encoding="utf-8")
    (entry,) = cakupan("add", path, "--kind", "nominations", "--json").json["files"]
    template = ("template", "--kind", "usulan", "--area", "16.06", "--out")
    asked = {
        "out_not_folder": [("return", inbox, "--out", path), (*template, path)],
        "out_not_written": [
            ("return", inbox, "--out", path / "sub"),
            (*template, path / "x.xlsx"),
            ("errors", entry["sha256"], "--out", path / "x.xlsx"),
        ],
    }
    for code, commands in asked.items():
        for command in commands:
            answer = cakupan(*command, "--json")
            assert (answer.status, answer.json["code"]) == (2, code), command


def test_an_answer_that_cannot_be_written_is_told_and_stops_nothing(
    cakupan: Command, inbox: Path, tmp_path: Path
) -> None:
    content = whatsapp_list()
    (inbox / "a.xlsx").write_bytes(content)
    (inbox / "b.xlsx").write_bytes(filled(form(OTHER), [person(50)]))
    out = tmp_path / "answers"
    code = sha256(content).hexdigest()[:8]
    (out / f"16.06.04.2010 Bukit Selabu - usulan 2026-1 ({code}) - diperiksa.xlsx").mkdir(parents=True)
    answer = cakupan("return", inbox, "--out", out, "--json")
    assert answer.status == 1
    first, second = answer.json["files"]
    assert (first["status"], first["answer_code"], first["marked"]) == ("accepted", "out_not_written", None)
    told = Path(first["receipt"]).read_text(encoding="utf-8")
    assert "Berkas yang ditandai belum dapat dibuat." in told
    assert str(out) not in told
    assert (second["status"], "answer_error" in second, Path(second["marked"]).is_file()) == ("accepted", False, True)


def test_add_asks_for_the_folder_of_answers_before_it_receives(cakupan: Command, inbox: Path) -> None:
    path = inbox / "daftar.csv"
    path.write_text("nik,nama\n1606040101879001,Orang A\n12,Orang B\n", encoding="utf-8")
    answer = cakupan("add", path, "--kind", "nominations", "--answer", path, "--json")
    assert (answer.status, answer.json["code"]) == (2, "out_not_folder")
    assert cakupan("add", path, "--kind", "nominations", "--json").json["files"][0]["status"] == "accepted"
