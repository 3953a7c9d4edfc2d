"""`cakupan tokens`: two offices learn who is in both lists, and neither file holds a name or a NIK."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.made_once import made_once
from app.test_link import LISTED, REGISTER, WITH_OTHER_LINES, read, text_file
from cakupan_app.look.words import say

Command = Callable[..., Any]
PURPOSE = "PKS 12/2025: siapa yang sudah peserta"


@pytest.fixture
def key(cakupan: Command, tmp_path: Path) -> Path:
    path = tmp_path / "kunci.toml"

    def draw() -> None:
        assert cakupan("tokens", "key", "--out", path, "--purpose", PURPOSE).status == 0

    return made_once("key of two offices", path, draw)


@pytest.fixture
def files(cakupan: Command, key: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The token files of the regency and of the agency."""

    def tokens(name: str, rows: list[list[str]]) -> Path:
        listed, out = text_file(tmp_path / f"{name}.csv", rows), tmp_path / f"{name}.parquet"

        def make() -> None:
            assert cakupan("tokens", "make", listed, "--key", key, "--out", out).status == 0

        return made_once(f"tokens of {name}", out, make)

    return tokens("daftar", LISTED), tokens("register", REGISTER)


def test_two_offices_meet_without_a_nik_or_a_name(cakupan: Command, files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "hasil.csv"
    answer = cakupan("tokens", "match", *files, "--out", out, "--json")
    assert answer.status == 0
    rows = read(out)
    assert list(rows[0]) == ["list_row", "register_row", "probability", "verdict", "because"]
    assert [(row["list_row"], row["register_row"], row["verdict"]) for row in rows] == [
        ("1", "1", "match"),
        ("2", "2", "match"),
        ("3", "", "none"),
        ("4", "2", "match"),
    ]
    counts = ("list_rows", "register_rows", "match", "possible", "none")
    assert [answer.json[name] for name in counts] == [4, 3, 3, 0, 1]
    assert answer.json["mine"]["fingerprint"] == answer.json["theirs"]["fingerprint"]
    assert answer.json["mine"]["purpose"] == PURPOSE
    told = {say(f"because_{code}", {}, "id") for code in (*answer.json["passes"], "nothing_near")}
    assert {row["because"] for row in rows} == told


CANARIES = ("1606010505809001", "160601460582900", "Santoso", "SANTOSO", "santusu", "Aminah", "Medak", "Bailangu")


def test_nothing_of_a_person_stands_in_a_token_file_or_is_said(
    cakupan: Command, key: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    answer = cakupan("tokens", "make", tmp_path / "daftar.csv", "--key", key, "--out", tmp_path / "lagi.parquet")
    for path in files:
        table = pq.read_table(path)
        told = json.dumps(table.to_pydict(), default=repr) + repr(table.schema.metadata) + answer.out + answer.err
        assert [canary for canary in CANARIES if canary in told or canary.encode() in path.read_bytes()] == []
        assert "1980-05-05" not in told


def test_a_key_is_its_owners_alone_and_is_never_written_over(cakupan: Command, key: Path) -> None:
    before = key.read_text(encoding="utf-8")
    answer = cakupan("tokens", "key", "--out", key, "--purpose", PURPOSE, "--json")
    assert (answer.status, answer.json["code"]) == (2, "tokens_key_exists")
    assert key.read_text(encoding="utf-8") == before
    assert key.stat().st_mode & 0o077 == 0


def test_the_secret_is_not_told(cakupan: Command, tmp_path: Path) -> None:
    path = tmp_path / "kunci.toml"
    answer = cakupan("tokens", "key", "--out", path, "--purpose", PURPOSE, "--json")
    secret = path.read_text(encoding="utf-8").split('secret = "')[1].split('"')[0]
    assert len(secret) == 64
    assert secret not in answer.out + answer.err


def test_lines_without_a_person_are_answered_and_the_others_keep_their_numbers(
    cakupan: Command, key: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    listed, tokens = text_file(tmp_path / "berjudul.csv", WITH_OTHER_LINES), tmp_path / "berjudul.parquet"
    made = cakupan("tokens", "make", listed, "--key", key, "--out", tokens, "--json")
    assert (made.json["rows"], made.json["set_aside"]) == (4, 2)
    out = tmp_path / "hasil.csv"
    assert cakupan("tokens", "match", tokens, files[1], "--out", out).status == 0
    assert [(row["list_row"], row["register_row"]) for row in read(out)] == [
        ("1", "1"),
        ("2", ""),
        ("3", "2"),
        ("4", ""),
        ("5", ""),
        ("6", "2"),
    ]


def test_a_map_names_the_columns_of_unknown_headings(cakupan: Command, key: Path, tmp_path: Path) -> None:
    odd = ["Kolom A", "Kolom B", "Kolom C", "Kolom D", "Kolom E", "Kolom F"]
    columns = ["nik", "name", "birth", "sex", "village", "district"]
    means = tmp_path / "peta.json"
    means.write_text(json.dumps(dict(zip(odd, columns, strict=True))))
    listed = text_file(tmp_path / "aneh.csv", [odd, *LISTED[1:]])
    out = tmp_path / "aneh.parquet"
    answer = cakupan("tokens", "make", listed, "--key", key, "--out", out, "--map", means, "--json")
    assert (answer.status, answer.json["tokens"]["nik"]) == (0, 2)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_what_the_file_leaks_is_said_where_it_is_made(
    cakupan: Command, key: Path, files: tuple[Path, Path], tmp_path: Path, lang: str
) -> None:
    words = {"id": "memegang kunci dapat menguji", "en": "holds the key can test"}[lang]
    told = cakupan("tokens", "make", tmp_path / "daftar.csv", "--key", key, "--out", files[0], "--lang", lang)
    for answer in (told, cakupan("tokens", "--help", "--lang", lang)):
        assert words in " ".join(answer.out.split())


def test_files_of_two_keys_are_told_apart_by_their_fingerprints(
    cakupan: Command, key: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    other, theirs, out = tmp_path / "lain.toml", tmp_path / "lain.parquet", tmp_path / "hasil.csv"
    made = cakupan("tokens", "key", "--out", other, "--purpose", PURPOSE, "--json")
    assert cakupan("tokens", "make", tmp_path / "register.csv", "--key", other, "--out", theirs).status == 0
    answer = cakupan("tokens", "match", files[0], theirs, "--out", out, "--json")
    assert (answer.status, answer.json["code"]) == (2, "tokens_of_other_key")
    assert made.json["fingerprint"] in answer.json["error"]
    elsewhere = tmp_path / "elsewhere" / files[0].name
    elsewhere.parent.mkdir()
    theirs.rename(elsewhere)  # two offices may call their files the same
    answer = cakupan("tokens", "match", files[0], elsewhere, "--out", out, "--json")
    assert (answer.status, answer.json["code"]) == (2, "tokens_of_other_key")
    assert not out.exists()


def rewritten(path: Path, **said: object) -> Path:
    """The token file saying something else of itself."""
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"cakupan.tokens"])
    pq.write_table(table.replace_schema_metadata({b"cakupan.tokens": json.dumps({**about, **said})}), path)
    return path


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("no token file", "tokens_no_token_file"),
        ("plain parquet", "tokens_no_token_file"),
        ("missing", "file_missing"),
        ("version", "tokens_of_other_version"),
        ("ended", "tokens_ended"),
        ("more said", "tokens_no_token_file"),
        ("ending", "out_of_unknown_kind"),
        ("input", "out_is_input"),
    ],
)
def test_what_cannot_be_matched_is_said_and_nothing_is_written(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, wrong: str, code: str
) -> None:
    mine, theirs = files
    out = {"ending": tmp_path / "hasil.doc", "input": mine}.get(wrong, tmp_path / "hasil.csv")
    if wrong == "no token file":
        theirs = tmp_path / "register.csv"
    if wrong == "missing":
        theirs = tmp_path / "tiada.parquet"
    if wrong == "plain parquet":
        pq.write_table(pq.read_table(theirs).replace_schema_metadata(None), theirs)
    said = {"version": {"normalisation": 99}, "ended": {"expires_on": "2025-01-01"}, "more said": {"more": 1}}
    if wrong in said:
        rewritten(theirs, **said[wrong])
    before = sorted(tmp_path.iterdir())
    answer = cakupan("tokens", "match", mine, theirs, "--out", out, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
    assert sorted(tmp_path.iterdir()) == before


FORGED: dict[str, Callable[[pa.Table], pa.Table]] = {
    "texts for tokens": lambda table: table.set_column(
        table.column_names.index("nik"), "nik", pa.array(["a"] * table.num_rows)
    ),
    "texts for rows": lambda table: table.set_column(0, "row", pa.array(["1"] * table.num_rows)),
    "no row": lambda table: table.set_column(0, "row", pa.nulls(table.num_rows, pa.int64())),
    "one row for all": lambda table: table.set_column(0, "row", pa.array([1] * table.num_rows)),
    "no mark": lambda table: table.set_column(1, "fits", pa.nulls(table.num_rows, pa.bool_())),
    "a row less": lambda table: table[:-1],
}


@pytest.mark.parametrize(
    "said", [{"lines": 2}, {"lines": "3"}, {"purpose": "a.n. 1606010505809001"}, {"purpose": "\x1b[2J"}, *FORGED]
)
def test_a_file_that_another_office_forged_or_damaged_is_none(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, said: Any
) -> None:
    mine, theirs = files
    if isinstance(said, dict):
        rewritten(theirs, **said)
    else:
        pq.write_table(FORGED[said](pq.read_table(theirs)), theirs)
    for action, out in {"match": "hasil.csv", "across": "lintas.csv"}.items():
        answer = cakupan("tokens", action, mine, theirs, "--out", tmp_path / out, "--json")
        assert (answer.status, answer.json["code"]) == (2, "tokens_no_token_file")
        assert "1606010505809001" not in answer.out + answer.err


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("no key", "option_missing"),
        ("workspace key", "tokens_key_unreadable"),
        ("short", "tokens_key_unreadable"),
        ("ended", "tokens_key_ended"),
        ("ending", "out_of_unknown_kind"),
        ("key as out", "out_is_input"),
    ],
)
def test_no_tokens_are_made_with_a_key_that_is_none(
    cakupan: Command, key: Path, tmp_path: Path, wrong: str, code: str
) -> None:
    listed, out = text_file(tmp_path / "daftar.csv", LISTED), tmp_path / "daftar.parquet"
    text = key.read_text(encoding="utf-8")
    if wrong == "workspace key":
        key.write_text("AGE-SECRET-KEY-1\n")
    if wrong == "short":
        key.write_text(text.replace('secret = "', 'secret = "00'))
    if wrong == "ended":
        key.write_text("\n".join("expires_on = 2025-01-01" if "expires" in line else line for line in text.split("\n")))
    if wrong == "ending":
        out = tmp_path / "daftar.csv2"
    if wrong == "key as out":
        key = key.rename(tmp_path / "kunci.parquet")
        out = key
    before = sorted(tmp_path.iterdir())
    options = [] if wrong == "no key" else ["--key", key]
    answer = cakupan("tokens", "make", listed, *options, "--out", out, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "option_missing"),
        (("--purpose", "a.n. 1606010505809001"), "tokens_purpose_unusable"),
        (("--purpose", PURPOSE, "--expires", "2020-01-31"), "tokens_end_past"),
        (("--purpose", PURPOSE, "--expires", "besok"), "day_unknown"),
    ],
)
def test_a_key_needs_a_purpose_and_a_day_to_come(
    cakupan: Command, tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    answer = cakupan("tokens", "key", "--out", tmp_path / "kunci.toml", *options, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
    assert not (tmp_path / "kunci.toml").exists()


def test_an_unknown_action_is_named(cakupan: Command, tmp_path: Path) -> None:
    answer = cakupan("tokens", "join", "--out", tmp_path / "x", "--json")
    assert (answer.status, answer.json["code"]) == (2, "tokens_action_unknown")


_THREADS = """
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet

from cakupan_app.work.tokens import read_tokens

threads = Path("/proc/self/task")
before = len(list(threads.iterdir()))
read_tokens(Path(sys.argv[1]), date.min)
print(len(list(threads.iterdir())) - before)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux counts the threads of a process so")
def test_no_thread_is_left_that_would_take_a_refusal_for_a_crash(files: tuple[Path, Path]) -> None:
    """One such refusal in twenty ended with the status 134 of an aborted process."""
    told = subprocess.run([sys.executable, "-c", _THREADS, str(files[0])], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"
