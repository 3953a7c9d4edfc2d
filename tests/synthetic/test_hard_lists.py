"""Hard lists with truth: the same for a seed, as intake reads them, and as hard as their rates say."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from benchmarks.hard_lists import APART, MIXES, Done, HardList, hard_list, write_csv

from cakupan.intake import read_persons
from cakupan.regions import area_exists

SIZE = 1_500


@pytest.fixture(scope="module")
def usual() -> HardList:
    return hard_list(SIZE, seed=7)


def test_a_list_is_the_same_for_its_seed_and_another_for_another(usual: HardList) -> None:
    again, other = hard_list(SIZE, seed=7), hard_list(SIZE, seed=8)
    assert again.listed.equals(usual.listed)
    assert again.register.equals(usual.register)
    assert np.array_equal(again.errors, usual.errors)
    assert not other.register.equals(usual.register)


def test_intake_reads_the_file_of_a_list_as_its_table_has_it(usual: HardList, tmp_path: Path) -> None:
    """But for what intake finds out by other cells of a row: a family card for a NIK, and a day that a NIK turns."""
    for number, table in enumerate((usual.listed, usual.register)):
        read = read_persons(write_csv(table, tmp_path / f"{number}.csv").read_bytes(), name="list.csv").records()
        cells = zip(read["nik"].to_pylist(), table["nik"].to_pylist(), table["family_card"].to_pylist(), strict=True)
        assert all(found == told or (found is None and told == card) for found, told, card in cells)
        days = zip(read["birth"].to_pylist(), table["birth"].to_pylist(), strict=True)
        assert all(found == told or (found.day, found.month) == (told.month, told.day) for found, told in days)
        for column in ("name", "sex", "village", "village_written", "district", "phone", "family_card"):
            assert read[column].to_pylist() == table[column].to_pylist(), column


def test_about_half_of_a_list_is_in_the_register_and_nobody_is_twice_in_it(usual: HardList) -> None:
    assert usual.listed.num_rows == usual.register.num_rows == SIZE
    assert (usual.truth >= 0).mean() == pytest.approx(0.5, abs=0.03)
    niks = usual.register["nik"].to_pylist()
    assert len(set(niks)) == SIZE
    assert all(nik[12:] >= "9001" for nik in niks)
    known = usual.truth >= 0
    pairs = set(zip(usual.person[known].tolist(), usual.truth[known].tolist(), strict=True))
    assert len(pairs) == len({person for person, _ in pairs}) == len({row for _, row in pairs})


def test_villages_are_real_and_neighbours_have_neighbouring_numbers(usual: HardList) -> None:
    assert all(map(area_exists, set(usual.register["village"].to_pylist())))
    serials = Counter(nik[12:] for nik in hard_list(8_000, seed=1).register["nik"].to_pylist())
    assert serials["9002"] > 0.05 * serials["9001"]


@pytest.mark.parametrize("mix", MIXES)
def test_what_was_done_is_as_frequent_as_the_rates_say(mix: str) -> None:
    rates = MIXES[mix]
    done = hard_list(SIZE, seed=3, rates=rates).errors
    asked = {
        Done.NIK_MISSING: rates.nik_missing,
        Done.BIRTH_MISSING: rates.birth_missing,
        Done.VILLAGE_MISSING: rates.village_missing,
        Done.PHONE_MISSING: rates.phone_missing,
        Done.REPEATED: rates.repeated / (1 + rates.repeated),
    }
    for flag, share in asked.items():
        assert (done & int(flag) > 0).mean() == pytest.approx(share, abs=0.03), flag.name
    damaged = sum(int(flag) for flag in rates.nik_damages)
    assert (done & damaged > 0).mean() == pytest.approx(rates.nik_damaged, abs=0.03)


def test_a_leftover_list_has_no_row_whose_nik_the_register_has() -> None:
    left, whole = hard_list(SIZE, seed=3, rates=APART["leftover"]), hard_list(SIZE, seed=3)
    numbers = [set(table["nik"].to_pylist()) - {None} for table in (left.listed, left.register)]
    assert not numbers[0] & numbers[1]
    assert left.register.equals(whole.register)
    assert 0 < (left.truth >= 0).sum() < 0.3 * (whole.truth >= 0).sum()
    assert left.listed["id"].to_pylist() == list(range(len(left.truth))) == list(range(len(left.errors)))


def test_a_register_that_knows_the_year_only_keeps_the_day_in_the_nik() -> None:
    vague, whole = (hard_list(SIZE, seed=3, rates=rates).register for rates in (APART["vague"], MIXES["usual"]))
    assert vague.drop_columns(["birth"]).equals(whole.drop_columns(["birth"]))
    births = zip(vague["birth"].to_pylist(), whole["birth"].to_pylist(), strict=True)
    moved = [(told, born) for told, born in births if told != born]
    assert len(moved) / SIZE == pytest.approx(0.2, abs=0.03)
    assert {(told.month, told.day) for told, _ in moved} == {(1, 1), (7, 1), (12, 31)}
    assert all(told.year == born.year for told, born in moved)


def test_a_row_to_which_nothing_was_done_tells_what_the_register_tells(usual: HardList) -> None:
    plain = np.flatnonzero((usual.truth >= 0) & (usual.errors == 0)).tolist()
    assert plain
    for row in plain:
        told, known = (
            table.slice(at, 1).to_pylist()[0] for table, at in ((usual.listed, row), (usual.register, usual.truth[row]))
        )
        told["name"] = told["name"].upper()
        same = ("nik", "name", "birth", "sex", "village", "family_card")
        assert {name: told[name] for name in same} == {name: known[name] for name in same}
