"""From extracts, lists and payments of people to published figures: right, the same again, and no NIK anywhere."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import made_up
from cakupan.synthetic.truth import expected, expected_by
from made_up import Regency

Command = Callable[..., Any]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("people")]
ALLOWED = made_up.SIZE / 1000  # a tenth of a point of coverage


@pytest.fixture(scope="module")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regency]:
    regency = made_up.make(tmp_path_factory.mktemp("regency"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CAKUPAN_KEY_FILE", "DATABASE_URL", "CAKUPAN_WORKSPACE"):
            patch.delenv(name, raising=False)
        made_up.publish(regency.files, regency.workspace)
    yield regency


@pytest.fixture
def copied(regency: Regency, workspace: Path) -> Path:
    """The published workspace, to be changed."""
    return regency.copied_to(workspace.parent)


def asked(cakupan: Command, workspace: Path, *arguments: str) -> dict[str, Any]:
    answer = cakupan("coverage", "--area", "16.06", *arguments, "--json", "--workspace", workspace)
    document: dict[str, Any] = answer.json
    return document


@pytest.mark.parametrize("month", ["2023-12", "2024-12", "2025-03", "2025-07"])
def test_the_figure_is_within_a_tenth_of_a_point_of_the_truth(cakupan: Command, regency: Regency, month: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", month)
    truth = expected(regency.truth, {file.sha256 for file in regency.files})[month]
    assert abs(answer["rows"][0]["members"] - truth) <= ALLOWED
    assert answer["evidence"] == "linked"
    assert {other["evidence"] for other in answer["other_evidence"]} == {"extract", "recap"}
    assert answer["definition"]["attribution"] == "domicile"


def test_as_known_before_the_last_extract_only_the_files_known_then_count(cakupan: Command, regency: Regency) -> None:
    day = date(2025, 8, 9)
    answer = asked(cakupan, regency.workspace, "--month", "2025-05", "--known-on", str(day))
    truth = expected(regency.truth, {file.sha256 for file in regency.files if file.known_on <= day})
    assert abs(answer["rows"][0]["members"] - truth["2025-05"]) <= ALLOWED
    later = asked(cakupan, regency.workspace, "--month", "2025-07", "--known-on", str(day))
    assert (later["rows"], later["missing"][0]["code"]) == ([], "members_missing")


@pytest.mark.parametrize("dimension", ["village", "district", "segment", "payer", "sex", "age"])
def test_rows_and_the_unplaced_add_up_to_the_total(cakupan: Command, regency: Regency, dimension: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", "2025-07", "--by", dimension)
    assert sum(row["members"] for row in answer["rows"]) == answer["total"]["members"]
    assert len(answer["rows"]) > 1


@pytest.mark.parametrize("column", ["village", "segment", "payer"])
def test_each_part_is_close_to_its_truth(cakupan: Command, regency: Regency, column: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", "2024-12", "--by", column)
    truth = expected_by(regency.truth, {file.sha256 for file in regency.files}, column)
    true = {part: many for (month, part), many in truth.items() if month == "2024-12"}
    ours = {row[column]: row["members"] for row in answer["rows"] if not row["unplaced"]}
    off = sum(abs(ours.get(part, 0) - many) for part, many in true.items())
    unplaced = sum(row["members"] for row in answer["rows"] if row["unplaced"])
    assert off - unplaced <= 2 * ALLOWED


def test_two_workspaces_agree_though_their_people_are_called_otherwise(regency: Regency, tmp_path: Path) -> None:
    first = made_up.manifest(regency.workspace)
    sha256 = made_up.publish(list(reversed(regency.files)), tmp_path / "other" / "workspace")
    assert sha256 == first["sha256"]
    here, there = (ids(root) for root in (regency.workspace, tmp_path / "other" / "workspace"))
    assert (len(here), here.isdisjoint(there)) == (len(there), True)


def ids(workspace: Path) -> set[str]:
    spells: Any = made_up.manifest(workspace)["tables"]
    found = pq.read_table(workspace / "tables" / f"{spells['spells']['name']}.parquet")
    return set(found["person_id"].to_pylist())


def test_no_nik_and_no_name_stands_outside_the_vault(cakupan: Command, regency: Regency) -> None:
    niks = canaries(regency)
    assert len(niks) > 500
    for path in (path for path in regency.workspace.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not any(nik.encode() in content for nik in niks[:200]), path.name
        if path.parent.name == "tables":
            assert not holds_a_nik(pq.read_table(path)), path.name
    said = cakupan("verify", "--workspace", regency.workspace)
    assert not any(nik in said.out + said.err for nik in niks)


def canaries(regency: Regency) -> list[str]:
    text = regency.file("members-2025-07.csv").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"\b\d{12}9\d{3}\b", text)))


def holds_a_nik(table: pa.Table) -> bool:
    texts = (column for column in table.columns if pa.types.is_string(column.type))
    number = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
    return any(number.search(text or "") for column in texts for text in column.to_pylist())


def test_an_emptied_or_damaged_shelf_of_readings_changes_nothing(cakupan: Command, copied: Path) -> None:
    readings = sorted((copied / "readings").glob("*.parquet"))
    readings[0].write_bytes(b"damaged")
    for path in readings[1:5]:
        path.unlink()
    again = cakupan("build", "--known-on", "2025-09-20", "--json").json
    assert (again["snapshot"], again["new"]) == (1, False)
    assert cakupan("verify", "--json").json["findings"] == []


def test_rows_in_are_rows_out_and_named_reasons_at_every_stage(cakupan: Command, copied: Path) -> None:
    built = cakupan("build", "--json").json
    names = [stage["name"] for stage in built["stages"]]
    assert {"intake", "identity", "extracts", "payments", "standing_linked", "standing_extract", "cube"} <= set(names)
    for stage in built["stages"]:
        assert stage["rows_in"] == stage["rows_out"] + sum(stage["reasons"].values()), stage["name"]


def test_who_is_called_otherwise_than_before_stands_beside_the_snapshot(cakupan: Command, copied: Path) -> None:
    last = cakupan("undo", sha256_of(copied, "members-2025-03-koreksi.csv"), "--json")
    assert last.status == 0
    first = sha256_of(copied, "members-2023-12.csv")
    assert cakupan("undo", first).status == 0  # everybody of that extract was first seen somewhere else now
    assert cakupan("build", "--json").json["new"]
    beside: Any = made_up.manifest(copied, 2)["beside"]
    moved = pq.read_table(copied / "tables" / f"{beside['person_moved']['name']}.parquet")
    assert moved.column_names == ["old", "new"]
    assert set(moved["old"].to_pylist()) <= ids(copied) | set(moved["old"].to_pylist())
    assert moved.num_rows > 100
    assert cakupan("verify").status == 0


def sha256_of(workspace: Path, name: str) -> str:
    from cakupan_app.ledger.models import Receipt
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    return str(Receipt.objects.get(name=name).sha256)


def test_a_build_that_counts_on_spark_publishes_the_same(copied: Path) -> None:
    import sail

    environment = os.environ | {"CAKUPAN_SPARK_URL": sail.address(), "CAKUPAN_WORKSPACE": str(copied)}
    command = [sys.executable, "-m", "cakupan_app.cli", "build", "--engine", "spark", "--known-on", "2025-09-20"]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    built = json.loads(done.stdout)
    assert (built["snapshot"], built["new"], built["sha256"]) == (1, False, made_up.manifest(copied)["sha256"])
