"""The truth agrees with what the files say, for all that is known and for less."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cakupan.synthetic import Made, active_as_known, expected, expected_by, make_regency
from synthetic.naive import active_in, day_before_the_last_extract


def true_rows(made: Made) -> set[tuple[str, int]]:
    rows = pq.read_table(made.truth / "active.parquet").to_pylist()
    return {(row["month"], row["person"]) for row in rows}


def test_the_files_with_true_ids_tell_the_truth_of_every_month(made: Made) -> None:
    assert active_in(made, made.files) == true_rows(made)


def test_the_truth_of_files_known_by_a_day_is_what_those_files_tell(made: Made) -> None:
    day = day_before_the_last_extract(made)
    known = [file for file in made.files if file.known_on <= day]
    table = active_as_known(made.truth, {file.sha256 for file in known}).to_pylist()
    assert {(row["month"], row["person"]) for row in table} == active_in(made, known)
    assert "2025-07" not in expected(made.truth, {file.sha256 for file in known})


def test_without_payments_and_corrections_the_extracts_tell_less(made: Made) -> None:
    alone = [file for file in made.files if file.kind == "members" and "koreksi" not in file.name]
    told = expected(made.truth, {file.sha256 for file in alone})
    month_by_month = dict.fromkeys(told, 0)
    for month, _ in active_in(made, alone):
        month_by_month[month] += 1
    assert told == month_by_month
    assert told["2025-07"] < made.active["2025-07"]


def test_everything_known_is_the_truth_by_village_segment_and_payer(made: Made) -> None:
    known = {file.sha256 for file in made.files}
    assert expected(made.truth, known) == made.active
    columns = ["month", "segment", "payer"]
    true = pq.read_table(made.truth / "active.parquet").group_by(columns).aggregate([([], "count_all")]).to_pylist()
    assert expected_by(made.truth, known, *columns[1:]) == {
        tuple(row[name] for name in columns): row["count_all"] for row in true
    }


def test_who_is_listed_without_a_village_is_counted_in_none(made: Made) -> None:
    known = active_as_known(made.truth, {file.sha256 for file in made.files}).to_pylist()
    true = {
        (row["month"], row["person"]): row["village"]
        for row in pq.read_table(made.truth / "active.parquet").to_pylist()
    }
    told = [row for row in known if row["village"]]
    assert all(true[row["month"], row["person"]] == row["village"] for row in told)
    assert 0.98 * len(known) < len(told) < len(known)


def test_both_months_hold_the_published_shares_of_the_size(made: Made) -> None:
    assert made.active["2024-12"] == round(88_958 * made.potential / 213_582)
    assert made.active["2025-07"] == round(103_079 * made.potential / 213_582)


def test_coverage_falls_in_march_between_two_decrees(made: Made) -> None:
    assert made.active["2025-02"] > made.active["2025-03"] < made.active["2025-04"]


def test_the_recap_has_the_published_totals(made: Made) -> None:
    (recap,) = (file for file in made.files if file.kind == "recap")
    with recap.path.open(encoding="utf-8", newline="") as lines:
        totals = {
            row[1]: int(row[3].replace(".", "")) for row in csv.reader(lines, delimiter=";") if row[2] == "Jumlah"
        }
    assert totals["Desember 2024"] == made.active["2024-12"]
    assert totals["Juli 2025"] == made.active["2025-07"]
    near = [abs(totals["Mei 2024"] - made.active["2024-05"]), made.active["2024-05"] // 50]
    assert near[0] <= near[1]


@pytest.mark.long
def test_at_the_published_size_the_totals_are_the_published_ones(tmp_path: Path) -> None:
    whole = make_regency(tmp_path / "files", tmp_path / "truth", seed=1)
    assert whole.potential == 213_582
    assert (whole.active["2024-12"], whole.active["2025-07"]) == (88_958, 103_079)
    assert expected(whole.truth, {file.sha256 for file in whole.files}) == whole.active


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_every_seed_leaves_room_for_the_totals(seed: int, tmp_path: Path) -> None:
    small = make_regency(tmp_path / "files", tmp_path / "truth", seed=seed, size=2_000)
    assert small.active["2025-07"] == 965
