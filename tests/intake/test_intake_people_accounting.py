"""Whatever a list of people looks like, every row is accounted for, every intact value comes back, no NIK is told."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file, read_persons
from cakupan_app.look.words import LANGUAGES, say
from intake.rendering import csv_of, xlsx_of
from intake.test_intake_accounting import accounts
from oracles import examples

unhurried = settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
COLUMNS = {
    Kind.MEMBERS: ["nik", "nama", "segmen", "bulan", "kpj", "lahir", "jk", "desa", "kecamatan", "program", "status"],
    Kind.NOMINATIONS: ["nik", "nama", "lahir", "jk", "desa", "kecamatan", "no hp", "desil", "no kk", "alamat"],
    Kind.POPULATION: ["nik", "nama", "lahir", "jk", "desa", "no kk", "tanggal meninggal"],
    Kind.PAYMENTS: ["nik", "kpj", "nama", "bulan", "jumlah", "pembayar", "tanggal bayar"],
    Kind.ANSWERS: ["nik", "hasil", "alasan", "kpj", "batch"],
}
INTACT = {
    "nama": "Orang Intak",
    "segmen": "BPU",
    "bulan": "2025-07",
    "lahir": "1980-01-01",
    "jk": "L",
    "desa": "Entah",
    "jumlah": "16800",
    "hasil": "diterima",
}
NIK = re.compile(r"(?<!\d)1606\d{12}(?!\d)")
niks = st.integers(9001, 9999).map("160601010180{}".format)
damaged = st.sampled_from(
    ["160601010180900", "1.60601E+15", "16O6010101809001", "1606010101809001 / 1606010101809002", "Budi", "",
     "16 06 01 01 01 80 90 01", "1606013201809001", "x1606010101809001", "NIK 1606010101809001 KK"]
)  # fmt: skip
junk = st.sampled_from(
    ["", "-", "entah", "#REF!", "31/02/1980", "1606010101809001", "5", "Jumlah", "2052-01-01", "APBD"]
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[Kind, list[list[str]], dict[int, str]]:
    kind = draw(st.sampled_from(list(COLUMNS)))
    columns = draw(st.permutations(COLUMNS[kind]))
    rows = [*draw(st.lists(st.sampled_from([[], ["Daftar orang"], [""]]), max_size=2)), columns]
    intact = {}
    for nik in draw(st.lists(niks, unique=True, min_size=1, max_size=6)):
        for _ in range(draw(st.integers(0, 2))):
            rows.append([draw(damaged if column == "nik" else junk) for column in columns])
        rows += draw(st.lists(st.sampled_from([[], columns, ["Jumlah"], ["", "Mengetahui,"]]), max_size=1))
        rows.append([nik if column == "nik" else INTACT.get(column, "") for column in columns])
        intact[len(rows)] = nik
    return kind, rows, intact


@unhurried
@given(lists(), st.sampled_from([csv_of, xlsx_of]))
def test_every_person_is_accounted_for_and_every_intact_nik_comes_back(made: Any, container: Any) -> None:
    kind, rows, intact = made
    reading = read_file(container(rows), name="x", kind=kind, within="16.06")
    accounts(reading)
    records = {row["row"]: row["nik"] for row in reading.records().to_pylist()}
    assert {row: records.get(row) for row in intact} == intact
    nothing_whole(reading)


@unhurried
@given(lists(), st.sampled_from([csv_of, xlsx_of]))
def test_a_list_to_be_matched_keeps_every_row(made: Any, container: Any) -> None:
    _, rows, intact = made
    try:
        reading = read_persons(container(rows), name="x", within="16.06")
    except Refused:
        assert False, "every list has a NIK"  # noqa: B011
    accounts(reading)
    assert (reading.quarantined, reading.repeated) == (0, 0)
    assert set(intact) <= set(reading.records()["row"].to_pylist())
    nothing_whole(reading)


def nothing_whole(reading: Reading) -> None:
    """No sentence and no fact of a problem shows a NIK, however damaged the row is."""
    for found in reading.problems:
        assert not NIK.search(str(found.facts)), found.code
        for lang in LANGUAGES:
            assert not NIK.search(say(found.code, found.facts, lang)), found.code
    # a NIK in the column of names is put where it belongs: like the cell of a problem that repair is for its sender
    others = (repair for repair in reading.repairs if repair.code != "nik_and_name_exchanged")
    assert not any(NIK.search(repair.original + repair.repaired) for repair in others)


@pytest.mark.parametrize(
    "cell", ["16O6O1O1O18O9OO1", "l606010101809001", "1606-0101-0180-9001", "1606010101809001 Budi"]
)
@pytest.mark.parametrize("column", ["nik", "kpj", "lahir", "jk", "no kk", "desil"])
def test_what_stands_in_a_cell_is_told_by_a_few_digits_only(cell: str, column: str) -> None:
    columns = ["nik", "nama", "kpj", "lahir", "jk", "no kk", "desil", "segmen", "bulan"]
    row = {"nik": "1606010101809002", "nama": "Siti", "segmen": "PU", "bulan": "2025-07", column: cell}
    text = csv_of([columns, [row.get(name, "") for name in columns]])
    for kind in (Kind.MEMBERS, Kind.NOMINATIONS):
        for found in read_file(text, name="x", kind=kind).problems:
            told = str(found.facts)
            assert cell not in told
            assert "Budi" not in told
            assert "9001" not in told
            assert "9OO1" not in told


def test_no_refusal_of_a_list_shows_a_nik() -> None:
    for rows in ([["1606010101809001", "Budi"]], [["nik", "1606010101809001"], ["1606010101809001", "Budi"]]):
        with pytest.raises(Refused) as refusal:
            read_file(csv_of(rows), name="1606010101809001.csv", kind=Kind.MEMBERS)
        assert not NIK.search(str(refusal.value))
