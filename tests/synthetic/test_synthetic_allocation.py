"""The intervals of estimated potentials, held against villages whose true number of workers is known."""

import csv
from io import StringIO

import pytest
from benchmarks.allocation import held

from cakupan.basics.month import Month
from cakupan.synthetic import Made
from cakupan.workforce.rules import rules_in

LEVEL = int(rules_in(Month(2025, 7))[0].level)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_true_potential_of_as_many_villages_as_stated_lies_within_its_interval(seed: int) -> None:
    for size in (2_000, 20_000):
        ((inside, villages),) = held(seed, size, (0.08,)).values()
        assert inside * 100 >= LEVEL * villages


def test_a_list_that_is_off_by_more_than_the_rule_allows_breaks_them() -> None:
    ((inside, villages),) = held(1, 20_000, (0.40,)).values()
    assert inside * 100 < LEVEL * villages


def test_the_listed_families_are_about_the_households_of_the_regency(made: Made) -> None:
    path = next(file.path for file in made.files if file.name == "keluarga-per-desa.csv")
    rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))
    assert {row["pembobot"] for row in rows} == {"keluarga"}
    assert len({row["wilayah"] for row in rows}) == len(rows)
    families = sum(int(row["nilai"]) for row in rows)
    assert 0.35 < families / made.potential < 0.50  # households of 2.38 workers
