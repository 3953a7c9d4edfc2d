"""`cakupan tokens across`: whose NIK stands in several regencies' token files, and no file shows a name or a NIK."""

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from app.made_once import made_once
from app.test_link import read, text_file
from app.test_tokens import rewritten

Command = Callable[..., Any]
HEADINGS = ["NIK", "NAMA", "TANGGAL LAHIR", "DESA", "KECAMATAN"]
BUDI = ["1606010505809001", "Budi Santoso", "05-05-1980", "Sungai Medak", "Sekayu"]
SITI = ["1606014605829001", "Siti Aminah", "06-05-1982", "Bailangu", "Sekayu"]
JOKO = ["1606011212709009", "Joko Umar", "12-12-1970", "Bailangu", "Sekayu"]
WULAN = ["1606011212709009", "Wulan Dari", "14-03-1991", "Bailangu", "Sekayu"]
NOBODY = ["", "Rahmat Hidayat", "01-01-1990", "Bailangu", "Sekayu"]
LISTS = {
    "muba": [BUDI, SITI, JOKO, NOBODY],
    "palembang": [WULAN, JOKO, NOBODY],
    "ogan": [SITI, JOKO, ["1606010101909003", *NOBODY[1:]]],
}


@pytest.fixture
def key(cakupan: Command, tmp_path: Path) -> Path:
    path = tmp_path / "kunci.toml"

    def draw() -> None:
        assert cakupan("tokens", "key", "--out", path, "--purpose", "PKS 12/2025: peserta ganda").status == 0

    return made_once("key of several offices", path, draw)


@pytest.fixture
def make(cakupan: Command, key: Path, tmp_path: Path) -> Callable[..., Path]:
    def made(name: str, rows: list[list[str]], under: Path = key) -> Path:
        listed, out = text_file(tmp_path / f"{name}.csv", [HEADINGS, *rows]), tmp_path / f"{name}.parquet"

        def tokens() -> None:
            assert cakupan("tokens", "make", listed, "--key", under, "--out", out).status == 0

        return made_once(repr((name, rows, under.read_bytes())), out, tokens)

    return made


@pytest.fixture
def files(make: Callable[..., Path]) -> list[Path]:
    return [make(name, rows) for name, rows in LISTS.items()]


def test_rows_of_a_nik_that_stands_in_several_files_are_named_by_file_and_row(
    cakupan: Command, files: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "hasil.csv"
    answer = cakupan("tokens", "across", *files, "--out", out, "--json")
    assert answer.status == 0
    rows = read(out)
    assert list(rows[0]) == ["file", "row", "nik_number", "files", "sole"]
    assert [tuple(row.values()) for row in rows] == [
        ("muba.parquet", "2", "1", "2", "True"),
        ("muba.parquet", "3", "2", "3", "False"),
        ("ogan.parquet", "1", "1", "2", "True"),
        ("ogan.parquet", "2", "2", "3", "False"),
        ("palembang.parquet", "1", "2", "3", "False"),
        ("palembang.parquet", "2", "2", "3", "False"),
    ]
    assert (answer.json["niks"], answer.json["sole"]) == (2, 1)
    assert {name: said["in_several"] for name, said in answer.json["files"].items()} == {
        "muba.parquet": 2,
        "ogan.parquet": 2,
        "palembang.parquet": 2,
    }


def test_the_order_of_the_files_decides_nothing(cakupan: Command, files: list[Path], tmp_path: Path) -> None:
    out, written = tmp_path / "hasil.csv", set()
    for order in permutations(files):
        assert cakupan("tokens", "across", *order, "--out", out).status == 0
        written.add(out.read_bytes())
    assert len(written) == 1


def test_one_person_whom_a_list_has_twice_is_still_one(
    cakupan: Command, make: Callable[..., Path], tmp_path: Path
) -> None:
    again = [[*BUDI[:1], name, *BUDI[2:]] for name in ("BUDI SANTOSO, SE", "Budi Santosi", "")]
    twice = make("dua", [BUDI, NOBODY, ["", *SITI[1:]], *again])
    out = tmp_path / "hasil.parquet"
    assert cakupan("tokens", "lintas", make("satu", [BUDI]), twice, "--out", out).status == 0
    assert [tuple(row.values()) for row in pq.read_table(out).to_pylist()] == [
        ("dua.parquet", 1, 1, 2, True),
        ("dua.parquet", 4, 1, 2, True),
        ("dua.parquet", 5, 1, 2, True),
        ("dua.parquet", 6, 1, 2, True),
        ("satu.parquet", 1, 1, 2, True),
    ]


def test_files_that_share_nobody_give_an_answer_without_rows(
    cakupan: Command, make: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "hasil.csv"
    answer = cakupan("tokens", "across", make("satu", [BUDI, NOBODY]), make("dua", [SITI, NOBODY]), "--out", out)
    assert answer.status == 0
    assert out.read_text(encoding="utf-8") == "file,row,nik_number,files,sole\n"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_nik_and_no_name_is_told(cakupan: Command, files: list[Path], tmp_path: Path, lang: str) -> None:
    out = tmp_path / "hasil.parquet"
    answer = cakupan("tokens", "across", *files, "--out", out, "--lang", lang)
    words = {"id": "2 NIK ada di lebih dari satu dari 3 berkas", "en": "2 NIKs stand in more than one of 3 files"}
    assert words[lang] in " ".join(answer.out.split())
    told = json.dumps(pq.read_table(out).to_pydict(), default=repr) + answer.out + answer.err
    canaries = {cell for rows in LISTS.values() for row in rows for cell in row[:2] if cell}
    assert [canary for canary in canaries if canary in told or canary.encode() in out.read_bytes()] == []
    assert pq.read_table(out).column_names == ["file", "row", "nik_number", "files", "sole"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("none", "tokens_across_few"),
        ("one", "tokens_across_few"),
        ("twice", "tokens_across_twice"),
        ("link", "tokens_across_same_list"),
        ("copy", "tokens_across_same_list"),
        ("one name", "tokens_across_one_name"),
        ("other key", "tokens_of_other_key"),
        ("version", "tokens_of_other_version"),
        ("format", "tokens_of_other_version"),
        ("ended", "tokens_ended"),
        ("plain list", "tokens_no_token_file"),
        ("missing", "file_missing"),
        ("input", "out_is_input"),
        ("ending", "out_of_unknown_kind"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(
    cakupan: Command, files: list[Path], make: Callable[..., Path], tmp_path: Path, wrong: str, code: str
) -> None:
    out = {"ending": tmp_path / "hasil.doc", "input": files[1]}.get(wrong, tmp_path / "hasil.csv")
    given = _given(wrong, files, tmp_path)
    if wrong == "other key":
        other = tmp_path / "lain.toml"
        assert cakupan("tokens", "key", "--out", other, "--purpose", "PKS 12/2025: peserta ganda").status == 0
        given = [*files, make("lain", [BUDI], other)]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    answer = cakupan("tokens", "across", *given, "--out", out, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def _given(wrong: str, files: list[Path], folder: Path) -> list[Path]:
    """The files as named where this is wrong with them."""
    copy = folder / "salinan" / (files[0].name if wrong == "one name" else "salinan.parquet")
    copy.parent.mkdir()
    if wrong == "link":
        copy.symlink_to(files[0])
    if wrong in ("copy", "one name"):
        copy.write_bytes(files[0].read_bytes())
    said = {"version": {"normalisation": 99}, "format": {"format": 99}, "ended": {"expires_on": "2025-01-01"}}
    if wrong in said:
        rewritten(files[2], **said[wrong])
    more = {
        "none": [],
        "one": files[:1],
        "twice": [*files, files[0]],
        "plain list": [*files, folder / "muba.csv"],
        "missing": [*files, folder / "tiada.parquet"],
    }
    return more.get(wrong, [*files, copy] if copy.exists() else files)


def test_a_second_list_is_not_passed_over(cakupan: Command, key: Path, files: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "hasil.csv"
    answer = cakupan("tokens", "match", *files, "--out", out, "--json")
    assert (answer.status, answer.json["code"]) == (2, "tokens_files_too_many")
    assert not out.exists()
