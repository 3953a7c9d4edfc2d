"""Twenty other regencies and provinces, from what the press printed, go the same way; contradictions are said."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cakupan.basics.month import Month, parse_month

Command = Callable[..., Any]
SEGMENTS = {"": "", "PU": "PU", "BPU": "BPU", "jakon": "Jakon", "PMI": "PMI"}


def printed(shared: Path, kind: str) -> list[dict[str, str]]:
    """Printed figures of one kind for a known area and a whole month."""
    with (shared / "data" / "coverage" / "press_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    return [
        row
        for row in rows
        if row["place_code"] and isinstance(parse_month(row["as_of"]), Month) and row["segment"] in SEGMENTS
    ]


def write(path: Path, heading: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


@pytest.mark.shared
@pytest.mark.long
def test_twenty_places_go_through_the_same_commands(cakupan: Command, shared: Path, tmp_path: Path) -> None:
    members = printed(shared, "covered_workers")
    potentials = [row for row in printed(shared, "potential_workers") if not row["segment"]]
    recap = write(
        tmp_path / "recap.csv",
        ["area", "month", "members", "segment", "source"],
        [
            [r["place_code"], r["as_of"], int(float(r["value"])), SEGMENTS[r["segment"]], r["statement"]]
            for r in members
        ],
    )
    workforce = write(
        tmp_path / "workforce.csv",
        ["denominator", "area", "value", "vintage", "source"],
        [["press", r["place_code"], int(float(r["value"])), r["as_of"], r["statement"]] for r in potentials],
    )
    assert cakupan("init", "--area", "00").status == 0
    added = cakupan("add", recap, "--kind", "recap", "--json")
    assert added.status == 0, added.err
    assert added.json["files"][0]["quarantined"] == 0
    assert cakupan("add", workforce, "--kind", "workforce").status == 0
    built = cakupan("build", "--json").json

    totals = {(r["place_code"], r["as_of"]) for r in members if not r["segment"]}
    assert len({area for area, _ in totals}) >= 14
    for row in (r for r in members if not r["segment"]):
        answer = cakupan("coverage", "--area", row["place_code"], "--month", row["as_of"], "--json").json
        (figure,) = answer["rows"]
        assert figure["members"] == int(float(row["value"]))
        same = [p for p in potentials if (p["place_code"], p["as_of"]) == (row["place_code"], row["as_of"])]
        if same:
            assert figure["potential"] == int(float(same[0]["value"]))

    said = {(finding["code"], finding["message"]) for finding in built["findings"]}
    # Kendari's segments are its potential, printed as members; Sulawesi Tenggara's add up to 500 too many.
    too_many = [message for code, message in said if code == "segments_exceed_total"]
    assert len(too_many) >= 2
    assert any("140.940" in message and "49.397" in message for message in too_many)
    assert any("284.707" in message and "284.207" in message for message in too_many)


@pytest.mark.shared
@pytest.mark.long
def test_all_provinces_of_december_2023(cakupan: Command, shared: Path, tmp_path: Path) -> None:
    with (shared / "data" / "coverage" / "bpjstk_members_province_2023-12.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    listed = [[row["province"], row["as_of"], row["active"]] for row in rows]  # by name, as a branch writes it
    recap = write(tmp_path / "provinces.csv", ["provinsi", "bulan", "peserta aktif"], listed)
    cakupan("init", "--area", "00")
    (file,) = cakupan("add", recap, "--kind", "recap", "--json").json["files"]
    assert (file["accepted"], file["quarantined"]) == (len(rows), 0), file["problems"]
    cakupan("build")
    for row in rows:
        answer = cakupan("coverage", "--area", row["code"], "--month", "2023-12", "--json")
        assert answer.status == 1  # members are known, the denominator is not
        assert (answer.json["rows"][0]["members"], answer.json["rows"][0]["rate"]) == (int(row["active"]), None)
        assert answer.json["missing"][0]["code"] == "denominator_missing"
