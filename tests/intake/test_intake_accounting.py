"""Whatever a table looks like, every row of it is accounted for and every intact value comes back."""

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cakupan.basics.refused import Refused
from cakupan.intake import KINDS, Kind, Reading, read_file
from intake.rendering import csv_of, xlsx_of
from oracles import examples

AREAS = ["16", "16.06", "16.06.04", "16.07", "16.71", "31", "35.78", "73.11"]
HEADINGS = {"area": ["area", "Kode Wilayah"], "month": ["Bulan", "month"], "members": ["PESERTA", "Jumlah\nPeserta"]}
unhurried = settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])

words = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), max_size=12)
# a cell of junk starts with a letter that begins no code, no month, no count and no total
junk = words.map(lambda text: f"zq{text}")


@dataclass(frozen=True)
class Made:
    """A table as made: its rows, and where (from 1) each intact row stands with what it says."""

    rows: list[list[Any]]
    intact: dict[int, tuple[str, str, int]]


@st.composite
def tables(draw: st.DrawFn) -> Made:
    columns: list[str] = draw(
        st.permutations(["area", "month", "members", *draw(st.sampled_from([[], ["x"], ["x", "y"]]))])
    )
    heading = [draw(st.sampled_from(HEADINGS[name])) if name in HEADINGS else f"catatan {name}" for name in columns]
    above = draw(st.lists(st.lists(junk | st.just(""), max_size=3), max_size=4))
    keys = draw(st.lists(st.tuples(st.sampled_from(AREAS), st.integers(1, 12)), unique=True, min_size=1, max_size=8))
    rows: list[list[Any]] = [*above, heading]
    intact = {}
    for area, month in keys:
        rows += draw(st.lists(st.sampled_from(noise(columns, draw(junk), heading)), max_size=2))
        members = draw(st.integers(0, 400_000_000))
        said = {
            "area": area,
            "month": f"2025-{month:02d}",
            "members": f"{members:,}".replace(",", "."),
            "x": draw(junk),
        }
        rows.append([said.get(name, "") for name in columns])
        intact[len(rows)] = (area, said["month"], members)
    rows += draw(st.lists(st.sampled_from(noise(columns, draw(junk), heading)), max_size=3))
    return Made(rows, intact)


def noise(columns: list[str], text: str, heading: list[str]) -> list[list[str]]:
    """Rows that are no intact data: blank, totals, a repeated heading, notes, damage in each column."""

    def filled(**said: str) -> list[str]:
        return [said.get(name, "") for name in columns]

    return [
        [],
        [" "] * len(columns),
        heading,
        filled(area="Jumlah", members="5"),
        filled(area=text),
        filled(area="16.06", month=text, members=text),
        filled(area=text, month="2025-01", members="5"),
        filled(area="16.06", month="2025-01"),
        filled(x=text),
        filled(area="Mengetahui,", month="Sekayu, 31 Juli 2025"),
    ]


containers = st.sampled_from(
    [
        xlsx_of,
        csv_of,
        lambda rows: csv_of(rows, delimiter=";", encoding="cp1252", line="\n"),
        lambda rows: csv_of(rows, delimiter="\t", encoding="utf-16"),
        lambda rows: csv_of(rows, delimiter="|", encoding="utf-8-sig", line="\r"),
    ]
)


def accounts(reading: Reading) -> None:
    """Table checks its own sums; here that rows, records and quarantine are the same rows that the counts speak of."""
    records, quarantine = reading.records(), reading.quarantine()
    assert records.num_rows == reading.accepted
    assert quarantine.num_rows == reading.quarantined
    places = [(row["sheet"], row["row"]) for row in [*records.to_pylist(), *quarantine.to_pylist()]]
    assert len(set(places)) == len(places)
    faulty = {(found.sheet, found.row) for found in reading.problems if found.severity == "error"}
    assert faulty == {(row["sheet"], row["row"]) for row in quarantine.to_pylist()}


@unhurried
@given(tables(), containers)
def test_every_row_is_accounted_for_and_every_intact_value_comes_back(made: Made, container: Any) -> None:
    reading = read_file(container(made.rows), name="x", kind=Kind.RECAP)
    accounts(reading)
    records = {row["row"]: (row["area"], row["month"], row["members"]) for row in reading.records().to_pylist()}
    assert records == made.intact
    used = max(at for at, row in enumerate(made.rows, 1) if any(cell.strip() for cell in row))
    assert sum(table.sheet_rows for table in reading.tables) == used


@unhurried
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(made: Made, random: Any) -> None:
    heading = next(at for at, row in enumerate(made.rows) if row and {"area", "Kode Wilayah"} & set(row))
    data = made.rows[heading + 1 :]
    first = read_file(csv_of([made.rows[heading], *data]), name="x", kind=Kind.RECAP)
    random.shuffle(data)
    second = read_file(csv_of([made.rows[heading], *data]), name="x", kind=Kind.RECAP)

    def said(reading: Reading) -> list[dict[str, Any]]:
        rows = reading.records().drop_columns(["row"]).to_pylist()
        return sorted(rows, key=str)

    assert said(first) == said(second)


cells = (
    st.none() | words | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**17) | st.booleans()
)
telling = "16.06 Jumlah 2025-07 5 nasional area bulan peserta value vintage penyebut sasaran tahun persen 52,15 - #REF!"
some_cells = st.sampled_from(
    [*telling.split(), "1", "2", "3", "NIP. 1", "Catatan", "kecamatan", "desa", "Sekayu", "0,5"]
)
grids = st.lists(st.lists(cells | some_cells, max_size=7), max_size=12)


@unhurried
@given(grids, st.sampled_from(KINDS), st.sampled_from([None, "16.06"]), containers)
def test_any_table_at_all_is_refused_or_accounted_for(rows: Any, kind: Kind, area: str | None, container: Any) -> None:
    headed = [["area", "bulan", "peserta", "tahun", "persen", "sasaran", "penyebut", "nilai", "tahun data"], *rows]
    for table in (rows, headed):
        try:
            accounts(read_file(container(table), name="x", kind=kind, area=area))
        except Refused:
            continue


@unhurried
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"area,bulan,peserta\n"]),
)
def test_any_bytes_at_all_are_refused_or_accounted_for(content: bytes, start: bytes) -> None:
    try:
        accounts(read_file(start + content, name="x", kind=Kind.RECAP))
    except Refused as refused:
        assert refused.facts["name"] == "x"


WHOLE = xlsx_of([["area", "bulan", "peserta"], ["16.06", "2025-07", 5], ["16.07", "2025-07", 6]])


@unhurried
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(WHOLE)))
def test_a_damaged_workbook_is_refused_or_accounted_for(changes: list[tuple[int, int]], end: int) -> None:
    content = bytearray(WHOLE)
    for at, byte in changes:
        content[at] = byte
    for damaged in (bytes(content), WHOLE[:end]):
        try:
            accounts(read_file(damaged, name="x", kind=Kind.RECAP))
        except Refused:
            continue
