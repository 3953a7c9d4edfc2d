"""The files of a made-up regency: the same for a seed, synthetic in every number, wrong at the stated rates."""

import csv
import re
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from cakupan.basics.month import Month
from cakupan.basics.nik import Nik, parse_nik
from cakupan.basics.refused import Refused
from cakupan.synthetic import Made, Rates, make_regency, true_persons
from cakupan.synthetic.rates import Enrolments, Extracts
from synthetic.conftest import SIZE, make_small
from synthetic.naive import Row, owners_of, rows_of


def digests(root: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(root.rglob("*")) if path.is_file()}


def member_rows(made: Made) -> list[Row]:
    owners = owners_of(made.truth)
    return [row for file in made.files if file.kind == "members" for row in rows_of(file, owners)]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_people(made: Made, tmp_path: Path) -> None:
    root = made.truth.parent
    again, other = make_small(tmp_path / "again", 7), make_small(tmp_path / "other", 8)
    assert digests(again.truth.parent) == digests(root)
    assert {file.sha256 for file in again.files} == {file.sha256 for file in made.files}
    assert digests(other.truth)["persons.parquet"] != digests(made.truth)["persons.parquet"]


def test_nothing_is_written_outside_the_two_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    monkeypatch.chdir(elsewhere)
    make_small(tmp_path / "made", 7)
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"files", "truth"}


def test_every_file_is_listed_once_in_the_order_of_being_known(made: Made) -> None:
    assert sorted(file.name for file in made.files) == sorted(path.name for path in made.files[0].path.parent.iterdir())
    assert [file.known_on for file in made.files] == sorted(file.known_on for file in made.files)
    kinds = Counter(file.kind for file in made.files)
    assert kinds == {"members": 23, "payments": 3, "nominations": 15, "recap": 1, "workforce": 2, "targets": 1}
    assert {file.month is not None for file in made.files if file.kind == "members"} == {True}


def test_every_person_has_a_nik_of_their_own_with_a_serial_that_is_never_issued(made: Made) -> None:
    persons = pq.read_table(made.truth / "persons.parquet").to_pylist()
    niks = [parse_nik(person["nik"]) for person in persons]
    assert len(persons) == SIZE
    assert len({person["nik"] for person in persons}) == SIZE
    assert all(isinstance(nik, Nik) and nik.serial >= "9001" for nik in niks)
    agree = sum(
        isinstance(n, Nik) and n.sex == ("P" if p["female"] else "L") for n, p in zip(niks, persons, strict=True)
    )
    assert agree >= 0.98 * SIZE
    moved_in = sum(not person["nik"].startswith("1606") for person in persons)
    assert 0.08 * SIZE < moved_in < 0.16 * SIZE


def test_no_file_holds_a_number_that_could_be_somebodys_nik(made: Made) -> None:
    cells = [row.cells["NIK"] for row in member_rows(made)]
    for file in made.files:
        if file.kind == "nominations":
            book = CalamineWorkbook.from_path(file.path)
            sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
            cells += [f"{cell:.0f}" if isinstance(cell, float) else str(cell) for s in sheets for r in s for cell in r]
    niks = [re.sub(r"\D", "", cell) for cell in cells]
    serials = {digits[12:] for digits in niks if len(digits) == 16}
    assert min(serials) >= "9000"  # a spreadsheet makes 9000 of 9001
    assert any(len(digits) != 16 for digits in niks)


def test_the_faults_of_the_extracts_come_at_the_stated_rates(made: Made) -> None:
    true = pq.read_table(made.truth / "persons.parquet", columns=["nik", "name"]).to_pylist()
    rows = member_rows(made)
    wrong = sum(row.cells["NIK"] != true[row.person]["nik"] for row in rows) / len(rows)
    varied = sum(row.cells["NAMA"] != true[row.person]["name"].upper() for row in rows) / len(rows)
    assert 0.005 < wrong < 0.04  # stated: 2 %
    assert 0.01 < varied < 0.07  # stated: 6 %, of which not every variant fits every name
    assert {row.cells["STATUS"] for row in rows} == {"AKTIF", "NON AKTIF", "MENINGGAL"}


def test_some_people_are_listed_twice_in_a_month(made: Made) -> None:
    owners = owners_of(made.truth)
    (extract,) = (file for file in made.files if file.name == "members-2025-07.csv")
    listed = Counter(row.person for row in rows_of(extract, owners))
    assert 2 in listed.values()


def test_a_correction_names_rows_of_its_month_again(made: Made) -> None:
    corrections = [file for file in made.files if "koreksi" in file.name]
    for file in corrections:
        (first,) = (other for other in made.files if other.month == file.month and other not in corrections)
        assert file.month is not None
        assert first.known_on.toordinal() + 50 < file.known_on.toordinal()
        with first.path.open(newline="") as earlier, file.path.open(newline="") as later:
            before = list(csv.DictReader(earlier))
            again = list(csv.DictReader(later))
            same = [row for row in again if row in before]
            assert {row["KPJ"] for row in same} <= {row["KPJ"] for row in again if row not in before}


def test_every_line_of_a_list_stands_where_the_truth_says(made: Made) -> None:
    people = pq.read_table(made.truth / "persons.parquet").to_pylist()
    true = [row for row in true_persons(made.truth).to_pylist() if row["sheet"] != "csv"]
    books = {file.sha256: CalamineWorkbook.from_path(file.path) for file in made.files if file.kind == "nominations"}
    sheets = {
        (sha, name): book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for sha, book in books.items()
        for name in book.sheet_names
    }
    alike = 0
    for row in true:
        cells = sheets[row["file"], row["sheet"]][row["row"] - 1]
        assert isinstance(cells[0], float)
        alike += any(str(cell).upper() == people[row["person"]]["name"].upper() for cell in cells)
    assert len(true) == round(0.1686 * SIZE)
    assert alike > 0.75 * len(true)


def test_a_regency_too_small_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="synthetic_too_small"):
        make_regency(tmp_path / "files", tmp_path / "truth", seed=1, size=10)
    with pytest.raises(Refused, match="synthetic_not_a_regency"):
        make_regency(tmp_path / "files", tmp_path / "truth", seed=1, area="16")
    with pytest.raises(Refused, match="synthetic_truth_among_files"):
        make_regency(tmp_path, tmp_path / "truth", seed=1)
    assert list(tmp_path.iterdir()) == []


def test_another_regency_can_be_made_up(tmp_path: Path) -> None:
    other = make_regency(tmp_path / "files", tmp_path / "truth", seed=1, size=2_000, area="16.07")
    villages = set(pq.read_table(tmp_path / "truth" / "persons.parquet")["village"].to_pylist())
    assert {village[:5] for village in villages} == {"16.07"}
    assert other.active["2024-12"] == 833


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("larger")
    rates = Rates(
        enrolments=Enrolments(employer_changes=0.1), extracts=Extracts(rows_forgotten=0.05, niks_mended=0.6)
    )  # more than stated of what would be a handful
    return make_regency(root / "files", root / "truth", seed=3, size=6_000, rates=rates)


@pytest.fixture(scope="module")
def larger_rows(larger: Made) -> list[Row]:
    return member_rows(larger)


def test_a_kpj_is_missing_damaged_or_copied_down_at_the_stated_rates(larger_rows: list[Row]) -> None:
    written = [row.cells["KPJ"] for row in larger_rows]
    assert 0.009 < sum(not kpj for kpj in written) / len(written) < 0.021  # stated: 1.5 %
    assert 0 < sum(len(kpj) == 10 for kpj in written) / len(written) < 0.006
    copied = [
        above.cells["KPJ"] == row.cells["KPJ"] != "" and above.person != row.person
        for above, row in pairwise(larger_rows)
    ]
    assert 0.0005 < sum(copied) / len(written) < 0.002  # stated: 0.1 %


def test_a_kpj_is_mostly_wrong_in_the_same_way_in_all_months(larger_rows: list[Row]) -> None:
    by_person: dict[int, list[bool]] = {}
    for row in larger_rows:
        by_person.setdefault(row.person, []).append(not row.cells["KPJ"])
    wrong = [told for told in by_person.values() if any(told)]
    assert any(all(told) for told in wrong)
    assert 0.5 < sum(map(sum, wrong)) / sum(map(len, wrong)) < 0.98


def test_who_changes_the_employer_is_listed_in_that_month_with_both_under_one_kpj(larger: Made) -> None:
    owners, found = owners_of(larger.truth), 0
    for file in larger.files:
        if file.kind == "members" and str(file.month) not in Extracts().corrected:
            rows: dict[tuple[int, str], list[Row]] = {}
            for row in rows_of(file, owners):
                if row.kpj:
                    rows.setdefault((row.person, row.kpj), []).append(row)
            for old, new in (pair for pair in rows.values() if len(pair) == 2):
                ended, began = old.day("BERAKHIR"), new.day("MULAI")
                assert ended and began
                assert {Month(day.year, day.month) for day in (ended, began)} == {file.month}
                assert ended < began
                assert old.cells["PERUSAHAAN"] != new.cells["PERUSAHAAN"]
                assert (old.cells["STATUS"], new.cells["STATUS"]) == ("NON AKTIF", "AKTIF")
                found += 1
    assert found > 0


def test_the_birth_of_whoever_may_turn_66_is_wrong_in_few_months_only(larger: Made, larger_rows: list[Row]) -> None:
    people = pq.read_table(larger.truth / "persons.parquet", columns=["birth"])["birth"].to_pylist()
    old = [row for row in larger_rows if people[row.person].year < 1966]
    right = Counter(row.person for row in old if row.day_or_none("TANGGAL LAHIR") == people[row.person])
    wrong = Counter(row.person for row in old if row.day_or_none("TANGGAL LAHIR") != people[row.person])
    assert wrong
    assert all(right[person] > many for person, many in wrong.items())


def test_corrections_speak_of_people_with_two_memberships_too(larger: Made) -> None:
    owners, found = owners_of(larger.truth), 0
    for file in larger.files:
        if "koreksi" in file.name:
            (first,) = (other for other in larger.files if other.month == file.month and other != file)
            listed = Counter(row.person for row in rows_of(first, owners))
            found += sum(listed[row.person] > 1 for row in rows_of(file, owners))
    assert found > 0
