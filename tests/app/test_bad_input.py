"""What cannot be used gets a sentence and exit status 2; nothing is written."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cakupan_app.work import receive

Command = Callable[..., Any]
GOOD = "wilayah,bulan,peserta\n16.06,2025-07,103079\n"


def workbook_without_content(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "not a workbook")


BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("kosong.csv", b"", "recap"),
    "only blanks": ("kosong.csv", b"\n \n,,\n", "recap"),
    "renamed PDF": ("rekap.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "recap"),
    "renamed PDF as CSV": ("rekap.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "recap"),
    "picture": ("rekap.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "recap"),
    "no heading": ("rekap.csv", b"halo,dunia\n1,2\n", "recap"),
    "wrong kind": ("rekap.csv", GOOD.encode(), "targets"),
    "unknown month": ("rekap.csv", b"wilayah,bulan,peserta\n16.06,Julembre 2025,5\n", "recap"),
    "truncated workbook": ("rekap.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0", "recap"),
    "two columns for members": ("rekap.csv", b"wilayah,bulan,peserta,members\n16.06,2025-07,1,2\n", "recap"),
}


def everything_in(workspace: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in workspace.rglob("*") if path.is_file() and path.name != "lock"}


@pytest.mark.parametrize("case", sorted(BAD_FILES))
def test_an_unusable_file_is_refused_with_a_sentence_and_nothing_is_written(
    cakupan: Command, workspace: Path, tmp_path: Path, case: str
) -> None:
    name, content, kind = BAD_FILES[case]
    (tmp_path / name).write_bytes(content)
    cakupan("init", "--area", "16.06")
    before = everything_in(workspace)
    for lang in ("id", "en"):
        refused = cakupan("add", tmp_path / name, "--kind", kind, "--lang", lang)
        assert refused.status == 2
        assert refused.err.splitlines()[0].endswith((".", ")")), refused.err
        assert len(refused.err.split()) > 6
    document = cakupan("add", tmp_path / name, "--kind", kind, "--json").json
    assert document["error"]
    assert document["files"][0]["status"] == "refused"
    assert everything_in(workspace) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "FILE", "--kind", "recap", "--month", "Juli"),
        ("add", "FILE", "--kind", "recap", "--known-on", "kemarin"),
        ("add", "FILE", "--kind", "rekapitulasi"),
        ("add", "FILE", "--kind", "recap", "--area", "99.99"),
        ("add", "nowhere.csv", "--kind", "recap"),
        ("add", "FILE"),
        ("coverage", "--area", "16.06", "--month", "2025-13"),
        ("coverage", "--area", "99", "--month", "2025-07"),
        ("coverage", "--area", "16.06", "--month", "2025-07", "--by", "zodiac"),
        ("coverage", "--area", "16.06", "--month", "2025-07", "--attribution", "zodiac"),
        ("coverage", "--area", "16.06", "--month", "2025-07", "--denominator", "nope"),
        ("gap", "--area", "16.06", "--month", "2025-07", "--since", "2025-09"),
        ("build", "--engine", "abacus"),
        ("undo", "abcdef"),
        ("init", "--area", "16.06"),
        ("where", "kucing"),
        ("check", "nowhere.txt"),
        ("coverage", "--area", "16.06", "--month", "2025-07", "--lang", "fr"),
        ("undo", "abc"),
        ("nonsense",),
        ("coverage", "surplus", "--area", "16.06", "--month", "2025-07"),
        ("coverage", "--nonsense"),
    ],
)
def test_an_unusable_request_is_refused_with_a_sentence(
    published: Command, tmp_path: Path, arguments: tuple[str]
) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    named = [str(tmp_path / "good.csv") if argument == "FILE" else argument for argument in arguments]
    refused = published(*named)
    assert refused.status == 2
    assert refused.out == ""
    assert len(refused.err.split()) > 4, refused.err
    with_json = published(*named, "--json")
    assert with_json.status == 2
    assert with_json.json["error"]


def test_the_worst_status_wins_and_each_file_stands_alone(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.csv").write_bytes(b"")
    cakupan("init", "--area", "16.06")
    answer = cakupan("add", tmp_path / "bad.csv", tmp_path / "good.csv", "--kind", "recap", "--json")
    assert answer.status == 2
    assert [file["status"] for file in answer.json["files"]] == ["refused", "accepted"]
    assert cakupan("build").status == 0


def test_a_file_of_mostly_bad_rows_is_held(cakupan: Command, tmp_path: Path) -> None:
    rows = "".join(f"16.06,2025-{month:02d},banyak\n" for month in range(1, 4)) + "16.06,2025-07,5\n"
    (tmp_path / "bad.csv").write_text("wilayah,bulan,peserta\n" + rows, encoding="utf-8")
    cakupan("init", "--area", "16.06")
    answer = cakupan("add", tmp_path / "bad.csv", "--kind", "recap", "--json")
    (file,) = answer.json["files"]
    assert (answer.status, file["status"], file["quarantined"], file["accepted"]) == (1, "held", 3, 1)
    assert file["held_because"]


def test_a_few_bad_rows_are_quarantined_and_the_rest_counts(cakupan: Command, tmp_path: Path, workspace: Path) -> None:
    text = "wilayah,bulan,peserta\n16.06,2025-07,103079\n16.06,2024-12,88958\n16.06,2025-13,5\n"
    (tmp_path / "mixed.csv").write_text(text, encoding="utf-8")
    cakupan("init", "--area", "16.06")
    answer = cakupan("add", tmp_path / "mixed.csv", "--kind", "recap", "--json")
    (file,) = answer.json["files"]
    assert (answer.status, file["rows_in"], file["accepted"], file["quarantined"]) == (0, 3, 2, 1)
    (problem,) = file["problems"]
    assert (problem["row"], problem["severity"], problem["cell"]) == (4, "error", "2025-13")
    assert len(list((workspace / "vault").iterdir())) == 1
    assert cakupan("verify").status == 0


def test_a_held_file_may_be_sent_again_with_what_it_lacked(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "recap.csv").write_text("wilayah,peserta\n16.06,5\n", encoding="utf-8")
    cakupan("init", "--area", "16.06")
    held = cakupan("add", tmp_path / "recap.csv", "--kind", "recap", "--month", "2025-06", "--hold", "--json")
    assert held.json["files"][0]["status"] == "held"
    again = cakupan("add", tmp_path / "recap.csv", "--kind", "recap", "--month", "2025-07", "--json")
    assert again.json["files"][0]["status"] == "accepted"
    cakupan("build")
    answer = cakupan("coverage", "--area", "16.06", "--month", "2025-07", "--json").json
    assert answer["rows"][0]["members"] == 5
    other = cakupan("add", tmp_path / "recap.csv", "--kind", "recap", "--month", "2025-08")
    assert other.status == 2
    assert "cakupan undo" in other.err


def test_several_texts_are_each_answered(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Cakupan 48,26 persen.", encoding="utf-8")
    answer = cakupan("check", tmp_path / "missing.txt", tmp_path / "good.txt", "--json")
    assert answer.status == 2
    assert "error" in answer.json[0]
    assert answer.json[1]["claims"]


def test_without_a_workspace_one_is_told_how_to_make_it(cakupan: Command) -> None:
    refused = cakupan("build")
    assert refused.status == 2
    assert "cakupan init" in refused.err


@pytest.mark.parametrize("command", ["coverage", "gap", "series", "revisions"])
def test_an_empty_workspace_has_one_next_step(cakupan: Command, command: str) -> None:
    cakupan("init", "--area", "16.06")
    month = () if command == "series" else ("--month", "2025-07")
    answer = cakupan(command, "--area", "16.06", *month)
    assert answer.status == 2
    assert "cakupan add" in answer.err


def test_a_workspace_whose_files_are_held_says_to_take_them_in(cakupan: Command, letters: dict[str, Path]) -> None:
    cakupan("init", "--area", "16.06")
    cakupan("add", letters["recap"], "--kind", "recap", "--hold")
    assert "cakupan accept" in cakupan("coverage", "--area", "16.06", "--month", "2025-07").err


def test_a_workspace_that_was_never_built_says_to_build_it(cakupan: Command, letters: dict[str, Path]) -> None:
    cakupan("init", "--area", "16.06")
    cakupan("add", letters["recap"], "--kind", "recap")
    assert "cakupan build" in cakupan("coverage", "--area", "16.06", "--month", "2025-07").err


def test_a_series_from_after_its_end_is_refused_with_the_right_order(published: Command) -> None:
    answer = published("series", "--area", "16.06", "--from", "2025-07", "--to", "2024-12")
    assert answer.status == 2
    assert "--from 2024-12 --to 2025-07" in answer.err


def test_attributions_are_known_by_their_indonesian_names(published: Command) -> None:
    for name, said in {"domisili": "domicile", "NIK": "nik", "Kerja": "work"}.items():
        asked = ("coverage", "--area", "16.06", "--month", "2025-07", "--attribution", name, "--json")
        codes = [one["code"] for one in published(*asked).json["missing"]]
        assert f"attribution_{said}_missing" in codes


def test_a_dimension_named_twice_in_any_language_is_one(published: Command) -> None:
    asked = ("coverage", "--area", "16.06", "--month", "2025-07")
    once, twice = (published(*asked, "--by", by) for by in ("pekerjaan", "pekerjaan,occupation, Pekerjaan"))
    assert (twice.status, twice.out, twice.err) == (once.status, once.out, once.err)


def test_of_a_list_that_changes_after_it_was_read_nobodys_rows_are_kept(
    cakupan: Command, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "masih dibuka.csv"
    path.write_text("nik,nama\n1606040101879001,Orang A\n16060401018790,Orang B\n", encoding="utf-8")
    cakupan("init", "--area", "16.06")

    def judged_while_it_changes(*given: Any) -> Any:
        with path.open("a", encoding="utf-8") as file:
            file.write("1606040101879003,Orang C\n")
        return judge(*given)

    judge = receive._judge
    monkeypatch.setattr(receive, "_judge", judged_while_it_changes)
    assert cakupan("add", path, "--kind", "nominations").status == 2
    kept = (found for room in ("readings", "vault", "sources") for found in (workspace / room).rglob("*"))
    assert not any(found.is_file() for found in kept)
