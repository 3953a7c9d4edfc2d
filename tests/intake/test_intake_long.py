"""A long list read in parts comes to what it comes to when it is read as a whole."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.long import read_long
from cakupan.intake.outcome import Given
from cakupan.intake.twins import rows_to_compare

HEADING = "nik,nama,segmen,bulan,tanggal lahir,jenis kelamin,desa,kpj"

NIKS = st.sampled_from(["1606010101809001", "1606014105879002", "3201010101909003", "12", "", "1.60601E+15", "Joko"])
NAMES = st.sampled_from(["1606014105879002", "xxx", "Siti Aminah", "SITI AMINAH", "Budi", '"Ali, Haji"', "", "Jumlah"])
DOUBTFUL = [",An Nisa,,,,,,", ",Catatan,,,,,,", ",Kepala,,,,,,", ",Mengetahui,,,,,,", ",,,,,,Sekayu,"]
CELLS = st.tuples(
    NIKS,
    NAMES,
    st.sampled_from(["BPU", "PU", "", "apa"]),
    st.sampled_from(["2025-07", "2025-08", ""]),
    st.sampled_from(["01-01-1980", "41-05-1987", "", "1987-05-01", "05/08/1987", "05/25/1987", "25/05/1987"]),
    st.sampled_from(["L", "P", "?", "1"]),
    st.sampled_from(["Sekayu", "", "Tidak Ada"]),
    st.sampled_from(["", "01234567890", "1"]),
).map(",".join)
ROWS = st.lists(
    st.one_of(
        CELLS,
        CELLS,
        CELLS,
        st.sampled_from(DOUBTFUL),
        st.sampled_from(["", ",,,,,,,", HEADING, "Jumlah,,,,,,,", 'x,"dua\nbaris",BPU,2025-07,,,,']),
    ),
    min_size=1,
    max_size=40,
)
ENDS = st.sampled_from(["", "\n\n", "\n,,,,,,,\n", "\nSekayu, 31 Juli 2025\nKepala Dinas,,\n"])


def outcome(read: Any) -> object:
    try:
        found: Reading = read()
    except Refused as refusal:
        return type(refusal), refusal.code, dict(refusal.facts)
    return (
        found.sha256,
        found.tables,
        tuple(found.problems),
        tuple(found.repairs),
        found.records().to_pylist(),
        found.quarantine().to_pylist(),
    )


@settings(deadline=None)
@given(ROWS, ENDS, st.sampled_from(["", "Daftar Peserta\n\n"]), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_list_in_parts_says_what_it_says_as_a_whole(rows: list[str], end: str, title: str, encoding: str) -> None:
    content = f"{title}{HEADING}\n{chr(10).join(rows)}{end}".encode(encoding)
    whole = outcome(lambda: read_file(content, name="x.csv", kind=Kind.MEMBERS, within="16.06"))
    beside = Given(within="16.06")
    for size in (400, 900):
        parts = outcome(lambda size=size: read_long(BytesIO(content), Kind.MEMBERS, beside, "x.csv", size))
        assert parts == whole


def test_a_list_that_lies_somewhere_is_read_in_parts_where_it_is_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    lines = [f"16060101018{number:05d},Nama {number},BPU,2025-07,,L,Sekayu," for number in range(89001, 89400)]
    path = tmp_path / "panjang.csv"
    path.write_text("\n".join([HEADING, *lines, lines[3]]), encoding="utf-8")
    whole = outcome(lambda: read_file(path, name="x", kind=Kind.MEMBERS, within="16.06"))
    monkeypatch.setattr("cakupan.intake.content.LONG", 1_000)
    monkeypatch.setattr("cakupan.intake.long.PART", 2_000)
    assert outcome(lambda: read_file(path, name="x", kind=Kind.MEMBERS, within="16.06")) == whole


def test_a_list_that_grows_while_it_is_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Its hash would be that of rows nobody has read, and the whole list would count as received already."""
    lines = [f"16060101018{number:05d},Nama {number},BPU,2025-07,,L,Sekayu," for number in range(89001, 89400)]
    path = tmp_path / "masih disalin.csv"
    path.write_text("\n".join([HEADING, *lines]), encoding="utf-8")

    def grown(parts: Any) -> Any:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{lines[0]}")
        return rows_to_compare(parts)

    monkeypatch.setattr("cakupan.intake.content.LONG", 1_000)
    monkeypatch.setattr("cakupan.intake.long.PART", 2_000)
    monkeypatch.setattr("cakupan.intake.long.rows_to_compare", grown)
    with pytest.raises(Refused) as refusal:
        read_file(path, name="x", kind=Kind.MEMBERS, within="16.06")
    assert refusal.value.code == "file_changed"


def test_a_heading_written_twice_is_no_row_that_repeats_another() -> None:
    row = "1606010101809001,Siti Aminah,BPU,2025-07,01-01-1980,L,Sekayu,"
    content = "\n".join([HEADING, HEADING, row, row]).encode()
    parts = read_long(BytesIO(content), Kind.MEMBERS, Given(within="16.06"), "x.csv", 400)
    assert (parts.accepted, parts.repeated) == (1, 1)


@pytest.mark.parametrize("size", range(300, 900, 37))
def test_what_looks_like_the_end_of_a_list_in_its_middle_is_kept_wherever_the_parts_are_cut(size: int) -> None:
    people = [f"16060101018{number:05d},Nama {number},BPU,2025-07,,L,Sekayu," for number in range(89001, 89030)]
    rows = [line for person in people for line in (person, *DOUBTFUL)]
    content = "\n".join([HEADING, *rows, people[0], "Mengetahui,,", "Kepala Dinas,,"]).encode()
    whole = read_file(content, name="x.csv", kind=Kind.MEMBERS, within="16.06")
    parts = read_long(BytesIO(content), Kind.MEMBERS, Given(within="16.06"), "x.csv", size)
    assert parts.tables == whole.tables
    assert parts.tables[0].set_aside == {"heading": 1, "signature": 2}
