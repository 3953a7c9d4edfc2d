"""A row that comes back is known again by its person or its number, and never guessed."""

from datetime import date

import pytest

from cakupan.intake import Kind, read_file
from cakupan.intake.origins import Origin, origin_told, origins_of
from cakupan.intake.outcome import Given
from cakupan.intake.quarantined import Person, person_of, persons_in
from cakupan.intake.same_row import same_rows
from cakupan.intake.shape import NO_HEADING, Shape

BORN, HOME = date(1980, 1, 1), "16.06.01.2002"
NIK = "1606010101809001"
SAID = (("Identitas", "nik"), ("Sebutan", "name"), ("Lahir", "birth"))


def test_name_with_birth_and_village_tells_a_row_again() -> None:
    before = [Person("siti aminah", BORN, HOME, nik="160601E15")]
    assert same_rows(before, [Person("budi", BORN, HOME), Person("siti aminah", BORN, HOME, nik=NIK)]) == {
        0: (1, "person")
    }
    assert same_rows(before, [Person("siti aminah", BORN, None)]) == {0: (0, "person")}
    assert same_rows(before, [Person("siti aminah", BORN, "16.06.01.2003")]) == {}
    assert same_rows([Person("siti aminah")], [Person("siti aminah")]) == {}


def test_where_two_rows_fit_none_is_taken() -> None:
    one = Person("siti aminah", BORN, HOME)
    assert same_rows([one], [one, one]) == {}
    assert same_rows([one, one], [one]) == {}


@pytest.mark.parametrize("slip", ["160601010180901", "16060101018090011", "1606010101809010", "16O6010101809001"])
def test_a_nik_one_slip_away_tells_a_row_whose_name_was_mended(slip: str) -> None:
    before = [Person("siti amina", BORN, HOME, nik=slip)]
    assert same_rows(before, [Person("siti aminah", None, None, nik=NIK)]) == {0: (0, "nik")}
    assert same_rows(before, [Person("budi", None, None, nik=NIK)]) == {}


def test_what_is_mended_already_comes_behind_but_yields_to_no_weaker_evidence() -> None:
    sure, weak = Person("siti aminah", BORN, HOME), Person("siti", nik=NIK[:-1])
    back = [Person("siti aminah", BORN, HOME, nik=NIK)]
    assert same_rows([sure, sure], back, done={0}) == {1: (0, "person")}
    assert same_rows([sure, weak], back, done={0}) == {0: (0, "person")}
    assert same_rows([weak, sure], back) == {1: (0, "person")}


def test_a_row_of_another_month_is_another_row() -> None:
    before = [Person("siti aminah", BORN, HOME, month="2025-06")]
    assert same_rows(before, [Person("siti aminah", BORN, HOME, month="2025-07")]) == {}


def test_a_quarantined_row_says_of_its_person_what_can_be_read() -> None:
    cells = [
        '{"NIK": "1,60601E+15", "Nama": "Hj. Siti Aminah", "Tgl Lahir": "1 Januari 1980", "Desa": "16.06.01.2002"}',
        '{"Nama": "Budi", "Tgl Lahir": "31/31/1980"}',
        "{}",
    ]
    assert persons_in(cells, [""] * 3, Kind.NOMINATIONS, Given()) == [
        person_of(name="Siti Aminah", birth=BORN, village=HOME, nik="1,60601E+15"),
        Person("budi"),
        Person(),
    ]


@pytest.mark.parametrize(
    ("rows", "shape"),
    [
        (["Identitas,Sebutan,Lahir", "12,Budi,01-01-1980"], Shape(columns=SAID)),
        (["Identitas,,Lahir", "NIK,Nama,Tanggal", "12,Budi,01-01-1980"], Shape()),
        (["NIK,Nama,Tgl Lahir,Bln Lahir,Thn Lahir", "12,Budi,1,1,1980"], Shape()),
        (["12,Budi,01-01-1980"], Shape(heading=NO_HEADING, columns=(("A", "nik"), ("B", "name"), ("C", "birth")))),
    ],
    ids=["mapped", "two rows", "three columns", "no heading"],
)  # fmt: skip
def test_a_row_is_read_again_by_the_columns_it_was_read_by(rows: list[str], shape: Shape) -> None:
    content = "\n".join(rows).encode()
    kept = read_file(content, name="x.csv", kind=Kind.NOMINATIONS, within="16.06", shape=shape).quarantine()
    cells, columns = (kept[name].to_pylist() for name in ("cells", "columns"))
    assert persons_in(cells, columns, Kind.NOMINATIONS, Given()) == [Person("budi", BORN, nik="12")]


@pytest.mark.parametrize(
    ("file", "row", "told"),
    [
        ("ABCDEF012345", "12", Origin("abcdef012345", None, 12)),
        ("abcdef012345", 12.0, Origin("abcdef012345", None, 12)),
        ("abcdef012345", "Desa A!12", Origin("abcdef012345", "Desa A", 12)),
        ("berkas", "12", None),
        ("abcdef012345", "dua", None),
        (None, "12", None),
    ],
)
def test_where_a_row_stood_is_told_by_two_cells(file: str, row: str, told: Origin | None) -> None:
    assert origin_told(file, row) == told


def test_the_two_columns_are_found_below_titles() -> None:
    text = "DAFTAR\nnama,cakupan_file,cakupan_row\nSiti,abcdef012345,7\nBudi,,\n"
    assert origins_of(text.encode(), "x.csv") == {("csv", 3): Origin("abcdef012345", None, 7)}
