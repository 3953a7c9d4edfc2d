"""Archives and folders: every file in them is received by itself, under a name that says where it came from."""

import os
import struct
import sys
import time
import weakref
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake.archives import Listed, entries_of, unpacked
from cakupan_app.work.parcels import unwrapped
from cakupan_app.work.readers import Readers
from cakupan_app.work.reading_limits import ReadingLimits, reading_limits

Command = Callable[..., Any]


def recap(month: int) -> str:
    return f"area,month,members\n16.06,2025-{month:02d},{100_000 + month}\n"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def listed(path: Path, content: bytes) -> Listed:
    path.write_bytes(content)
    return entries_of(path, path.name)


def refusal(call: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="only where a name may be any bytes")
def test_a_file_whose_name_is_no_text_is_received_and_so_are_those_beside_it(cakupan: Command, tmp_path: Path) -> None:
    """An old archive unpacked on Linux leaves such names; a line end or an escape in one would steer the screen."""
    folder = tmp_path / "kiriman"
    folder.mkdir()
    for month, name in enumerate((b"a.csv", b"b \xe9.csv", b"c \x1b[2J\n.csv", b"d.csv"), 1):
        (folder / os.fsdecode(name)).write_text(recap(month), encoding="utf-8")
    cakupan("init", "--area", "16.06")
    found = cakupan("add", folder, "--kind", "recap", "--answer", tmp_path / "jawaban", "--json")
    assert found.status == 0, found.err
    assert {one["name"]: one["status"] for one in found.json["files"]} == {
        f"kiriman/{name}.csv": "accepted" for name in ("a", "b _", "c _[2J_", "d")
    }
    assert cakupan("add", folder / os.fsdecode(b"b \xe9.csv"), "--kind", "recap").status == 0


def test_each_file_of_an_archive_and_of_the_archive_in_it_is_received_by_itself(
    cakupan: Command, tmp_path: Path
) -> None:
    inner = zipped({"c.csv": recap(3), "Thumbs.db": b"x"})
    parts = {"a.csv": recap(1), "desa/b.csv": recap(2), "lama.zip": inner, "foto.jpg": b"\xff\xd8\xff\xe0",
             "__MACOSX/._a.csv": b"x", ".DS_Store": b"x", "a lagi.csv": recap(1)}  # fmt: skip
    (tmp_path / "kiriman.zip").write_bytes(zipped(parts))
    cakupan("init", "--area", "16.06")
    answer = cakupan("add", tmp_path / "kiriman.zip", "--kind", "recap", "--json")
    assert answer.status == 2
    assert [(file["name"], file["status"]) for file in answer.json["files"]] == [
        ("kiriman.zip/a.csv", "accepted"),
        ("kiriman.zip/desa/b.csv", "accepted"),
        ("kiriman.zip/lama.zip/c.csv", "accepted"),
        ("kiriman.zip/foto.jpg", "refused"),
        ("kiriman.zip/a lagi.csv", "unchanged"),
    ]
    assert answer.json["ignored"] == [
        "kiriman.zip/lama.zip/Thumbs.db", "kiriman.zip/__MACOSX/._a.csv", "kiriman.zip/.DS_Store",
    ]  # fmt: skip
    assert "Thumbs.db" in answer.err
    assert "baris per detik" not in answer.err  # of a wait that nobody notices


def test_a_folder_is_what_is_in_it_and_an_empty_one_says_so(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "desa" / "lama" / ".git").mkdir(parents=True)
    (tmp_path / "desa" / "lama" / ".git" / "x").touch()
    (tmp_path / "desa" / "~$a.xlsx").touch()
    (tmp_path / "desa" / "lama" / "1606010101809001.csv").write_text(recap(1), encoding="utf-8")
    (tmp_path / "desa" / "b.zip").write_bytes(zipped({"c.csv": recap(2)}))
    (tmp_path / "kosong").mkdir()
    letters = unwrapped(tmp_path / name for name in ("desa", "kosong"))
    assert [letter.name for letter in letters.arrivals] == ["desa/b.zip/c.csv", "desa/lama/….csv", "kosong"]
    assert letters.ignored == ("desa/lama/.git/", "desa/~$a.xlsx")
    cakupan("init", "--area", "16.06")
    answer = cakupan("add", tmp_path / "desa", tmp_path / "kosong", "--kind", "recap", "--json")
    assert [file["status"] for file in answer.json["files"]] == ["accepted", "accepted", "refused"]
    assert answer.json["files"][2]["code"] == "folder_empty"


def test_names_are_those_of_their_makers_and_lead_nowhere(tmp_path: Path) -> None:
    found = listed(tmp_path / "a.zip", zipped({"../../etc/x.csv": "1", "desa\\b.csv": "2", "Prabumülih.csv": "3"}))
    assert [entry.name for entry in found.entries] == ["etc/x.csv", "desa/b.csv", "Prabumülih.csv"]


@pytest.mark.parametrize(
    "number", ["1606010101809001", "1606  0101  0180  9001", "1606 – 0101 – 0180 – 9001", "0812 3456 789"]
)
def test_a_number_in_the_name_of_a_file_is_told_nowhere_however_it_is_grouped(tmp_path: Path, number: str) -> None:
    (tmp_path / f"data {number}.csv").write_text(recap(1))
    (letter,) = unwrapped([tmp_path / f"data {number}.csv"]).arrivals
    assert letter.name == "data ….csv"


def test_a_locked_file_in_an_archive_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": recap(1), "b.csv": recap(2)}))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.index(mark) + at
        content[start] |= 1
    first, second = listed(tmp_path / "a.zip", bytes(content)).entries
    assert refusal(lambda: unpacked(tmp_path / "a.zip", first.at, "a.csv")).code == "file_locked"
    assert unpacked(tmp_path / "a.zip", second.at, "b.csv").decode() == recap(2)


def test_a_damaged_file_in_an_archive_says_so(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": recap(1)}))
    content[45] ^= 0xFF
    (entry,) = listed(tmp_path / "a.zip", bytes(content)).entries
    assert refusal(lambda: unpacked(tmp_path / "a.zip", entry.at, "a.csv")).code == "entry_broken"


def test_an_archive_of_more_than_can_be_read_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = zipped({f"{number}.csv": "x" for number in range(5_001)})
    found = refusal(lambda: listed(tmp_path / "many.zip", many))
    assert (found.code, found.facts["count"]) == ("archive_too_many", 5_001)
    large = bytearray(zipped({"a.csv": recap(1)}))
    at = large.index(b"PK\x01\x02") + 24
    large[at : at + 4] = struct.pack("<I", 2**32 - 2)
    (entry,) = listed(tmp_path / "large.zip", bytes(large)).entries
    assert refusal(lambda: unpacked(tmp_path / "large.zip", entry.at, "a.csv")).code == "entry_too_large"
    monkeypatch.setattr("cakupan.intake.archives.LARGEST_ARCHIVE", 2**20)
    assert refusal(lambda: entries_of(tmp_path / "large.zip", "large.zip")).code == "archive_too_large"


def test_sizes_are_looked_at_before_an_archive_in_the_archive_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped({"a.csv": recap(1)})
    content = zipped({"a.zip": inner, "b.zip": inner, "c.zip": inner + bytes(2**20)})
    monkeypatch.setattr("cakupan.intake.archives.LARGEST_INNER", 2**20)
    found = listed(tmp_path / "x.zip", content)
    assert [entry.name for entry in found.entries] == ["a.zip/a.csv", "b.zip/a.csv", "c.zip"]
    assert refusal(lambda: unpacked(tmp_path / "x.zip", found.entries[2].at, "c.zip")).code == "entry_too_large"
    monkeypatch.setattr("cakupan.intake.archives.LARGEST_ARCHIVE", 2**20)
    monkeypatch.setattr("cakupan.intake.archives._content", lambda *_: pytest.fail("one was unpacked"))
    assert refusal(lambda: entries_of(tmp_path / "x.zip", "x.zip")).code == "archive_too_large"


def test_what_is_held_at_once_is_the_files_and_one_archive_in_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    from cakupan.intake import archives

    held = list[Any]()
    opened = archives._inner_at

    def one_more(*told: Any) -> zipfile.ZipFile:
        found = opened(*told)
        assert not [one for one in held if one() is not None], "the one before is still there"
        held.append(weakref.ref(found))
        return found

    monkeypatch.setattr(archives, "_inner_at", one_more)
    padded = bytes(2**20) + zipped({"a.csv": recap(1), "b.csv": recap(2)})
    content = zipped({f"{number}.zip": padded for number in range(3)})
    files = archives.files_held(content, "x.zip", most=2**22)
    assert files is not None and [name for name, _ in files.files][2:4] == ["1.zip/a.csv", "1.zip/b.csv"]
    assert len(held) == 3
    assert refusal(lambda: archives.files_held(content, "x.zip", most=3 * 2**20)).code == "archive_too_large"


def test_an_archive_deeper_than_one_is_named_and_not_opened(cakupan: Command, tmp_path: Path) -> None:
    deep = zipped({"c.zip": zipped({"d.zip": zipped({"a.csv": recap(1)})})})
    (tmp_path / "b.zip").write_bytes(deep)
    cakupan("init", "--area", "16.06")
    (file,) = cakupan("add", tmp_path / "b.zip", "--kind", "recap", "--json").json["files"]
    assert (file["name"], file["code"]) == ("b.zip/c.zip/d.zip", "file_is_archive")


def test_a_file_is_looked_into_by_a_process_that_it_may_hold_up(
    cakupan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for looks_into in ("label_of", "is_archive", "entries_of"):
        monkeypatch.setattr(
            f"cakupan_app.work.glances.{looks_into}", lambda *_: pytest.fail("the command opens the file")
        )
    (tmp_path / "a.csv").write_text(recap(1))
    cakupan("init", "--area", "16.06")
    assert cakupan("add", tmp_path / "a.csv", "--kind", "recap").status == 0
    answer = cakupan("return", tmp_path / "a.csv", "--out", tmp_path / "jawaban", "--json")
    assert answer.json["files"][0]["code"] == "label_missing"


def test_a_file_has_more_time_the_larger_it_says_to_be_but_no_more_than_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_READER_SECONDS_MOST", "300")
    told = reading_limits.__wrapped__()
    assert [told.seconds_for(megabytes * 2**20) for megabytes in (0, 2, 512)] == [60, 80, 300]


def test_a_reader_that_takes_too_much_or_too_long_is_ended_and_the_next_file_is_read() -> None:
    readers = Readers(ReadingLimits(readers=1, memory=600, seconds=60, seconds_per_megabyte=0, seconds_at_most=60))
    try:
        assert readers.call(len, "abc", name="x", size=0) == 3
        assert refusal(lambda: readers.call(bytearray, 2_000 * 2**20, name="x", size=0)).facts == {
            "name": "x", "memory": 600,
        }  # fmt: skip
        assert readers.call(len, "abcd", name="x", size=0) == 4
        readers.limits = replace(readers.limits, seconds=1)
        assert refusal(lambda: readers.call(time.sleep, 60, name="x", size=0)).code == "reading_too_long"
        readers.limits = replace(readers.limits, seconds=60)
        assert refusal(lambda: readers.call(int, "x", name="x", size=0)).facts["problem"] == "ValueError"
    finally:
        readers.end()


def test_how_fast_it_went_is_told_after_a_long_wait(
    cakupan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakupan_app.cli.receiving._LONG_WAIT", 0)
    (tmp_path / "a.csv").write_text(recap(1))
    cakupan("init", "--area", "16.06")
    assert "baris per detik" in cakupan("add", tmp_path / "a.csv", "--kind", "recap").err
