"""Every file of the corpus comes to what must come of it: its rows, its reasons, its records, and not one more."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cakupan_app.cli import main
from intake.corpus import cells, containers, repeats, tables
from intake.corpus.case import REGENCY, TODAY, Case
from intake.corpus.not_yet import NOT_YET

CASES = tuple(case for room in (containers, tables, cells, repeats) for case in room.cases())
EXITS = {"accepted": 0, "unchanged": 0, "held": 1, "refused": 2}
Run = Callable[..., tuple[int, dict[str, Any], str]]


def marked(case: Case) -> Any:
    marks = [pytest.mark.slow] if case.slow else []
    if case.name in NOT_YET:
        marks.append(pytest.mark.xfail(strict=True, raises=(AssertionError, KeyError)))
    return pytest.param(case, id=case.name, marks=marks)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which nothing is ever received."""
    return made_in(tmp_path_factory.mktemp("corpus"))


def made_in(folder: Path) -> Path:
    root = folder / "workspace"
    with pytest.raises(SystemExit) as left:
        main(["init", "--area", REGENCY, "--workspace", str(root), "--json"])
    assert left.value.code == 0
    return root


@pytest.fixture
def add(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    for name in ("CAKUPAN_KEY_FILE", "DATABASE_URL", "CAKUPAN_LANG", "CAKUPAN_DEBUG", "CAKUPAN_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)

    def run(root: Path, path: Path, *said: str) -> tuple[int, dict[str, Any], str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["add", str(path), *said, "--known-on", TODAY, "--workspace", str(root), "--json"])
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, json.loads(out), err

    yield run


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_file_comes_to_what_must_come_of_it(case: Case, empty: Path, add: Run, tmp_path: Path) -> None:
    root = made_in(tmp_path) if case.before else empty
    for name, content, said in case.before:
        (tmp_path / name).write_bytes(content())
        assert add(root, tmp_path / name, *said)[0] == 0
    path = tmp_path / case.file
    path.write_bytes(case.content())
    status, document, err = add(root, path, "--kind", case.kind, *case.said, "--dry-run")
    assert "Traceback" not in err
    files = document.get("files", [])
    told = codes_of(document, files)
    assert_status(case, status, files)
    for wanted in case.comes.codes:
        assert told & set(wanted.split("|")), f"{wanted} is not among {sorted(told)}"
    assert not told & set(case.comes.quiet)
    if case.comes.counts is not None:
        assert tuple(sum(one[name] for one in files) for name in ("accepted", "quarantined", "repeated")) == (
            case.comes.counts
        ), sorted(told)
    for one in files:
        assert_every_row_is_accounted_for(one)
    assert_records(case, [record for one in files for record in one.get("records", [])])


def codes_of(document: dict[str, Any], files: list[dict[str, Any]]) -> set[str]:
    parts = [part for one in files for name in ("problems", "repairs") for part in one[name]]
    return {str(part["code"]) for part in (document, *files, *parts) if "code" in part}


def assert_status(case: Case, status: int, files: list[dict[str, Any]]) -> None:
    found = {one["status"] for one in files}
    assert status == EXITS[case.comes.status], found
    if files:
        assert case.comes.status in found


def assert_every_row_is_accounted_for(one: dict[str, Any]) -> None:
    for table in one["tables"]:
        assert table["sheet_rows"] == table["set_aside"] + table["rows_in"]
        assert table["rows_in"] == table["accepted"] + table["quarantined"] + table["repeated"]
    if one["tables"]:
        assert one["rows_in"] == sum(table["rows_in"] for table in one["tables"])
    assert one["rows_in"] == one["accepted"] + one["quarantined"] + one["repeated"]


def assert_records(case: Case, records: list[dict[str, Any]]) -> None:
    """Every record that must be there is, and nobody is who must not be; a bar divides equally right values."""
    for wanted in case.comes.records:
        alike = [record for record in records if record["nik"] == wanted["nik"]]
        assert any(all(_is(record.get(name), value) for name, value in wanted.items()) for record in alike), (
            wanted,
            alike,
        )
    assert not {record["nik"] for record in records} & set(case.comes.nobody)


def _is(found: Any, wanted: Any) -> bool:
    return found in wanted.split("|") if isinstance(wanted, str) else found == wanted


def test_the_corpus_is_large_and_its_cases_are_told_apart() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.name for case in CASES} >= NOT_YET
    assert frozenset(NOT_YET) == NOT_YET


def test_the_nine_files_that_broke_others_are_among_them() -> None:
    nine = {"a blank NIK beside numbers of 16 digits", "leading zeros", "one bad date among three",
            "CSV with semicolons", "CSV in cp1252", "one NIK twice", "birth in 2090", "=HYPERLINK as a name",
            "the same file twice"}  # fmt: skip
    assert nine <= {case.name for case in CASES}
