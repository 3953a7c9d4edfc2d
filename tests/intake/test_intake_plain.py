"""What is told of a whole column at once is what the parser of single cells tells, and no record is read otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, plain, read_file
from cakupan.intake.delimited import _records
from cakupan.intake.delimited_columns import read_plain_columns
from cakupan.intake.headings import Heading
from cakupan.intake.layout import Field
from cakupan.intake.layouts import layout_of
from cakupan.intake.outcome import Given
from cakupan.intake.parsed import parse_field
from cakupan.intake.person_layouts import PERSON_LAYOUTS
from cakupan.intake.sheet import sheet_of, sheet_of_columns
from intake.rendering import csv_of
from oracles import examples

FIELDS = {
    field.plainly.__name__ + field.name + kind: field
    for kind, layout in PERSON_LAYOUTS.items()
    for field in layout.fields
    if field.plainly
}
digits = st.text("0123456789", min_size=6, max_size=18)
niks = st.builds(
    "{:06d}{:02d}{:02d}{:02d}9{:03d}".format,
    st.sampled_from([160601, 110000, 990101, 160000, 16]),
    st.integers(0, 72),
    st.integers(0, 13),
    st.integers(0, 99),
    st.integers(1, 999),
)
births = st.builds(
    lambda pattern, year, month, day: pattern.format(y=year, m=month, d=day),
    st.sampled_from(
        ["{y:04d}-{m:02d}-{d:02d}", "{d:02d}-{m:02d}-{y:04d}", "{d:02d}/{m:02d}/{y:04d}", "{d}/{m}/{y}",
         "{d:02d}-{m:02d}/{y:04d}"]
    ),
    st.integers(1880, 2120) | st.sampled_from([1900, 2000, 2024]),
    st.integers(0, 13),
    st.integers(0, 32) | st.sampled_from([28, 29, 30, 31]),
)  # fmt: skip
odd = st.sampled_from(
    [
        "#REF!",
        "Err:502",
        "Err:5",
        "-",
        "'1",
        "1 2",
        "A  B",
        "A B ",
        "Å",
        "1.0",
        "0" * 16,
        "5\u00a05",
        "xxx",
        "TEST",
        "N/A",
        "a a a",
        "A_x000D_",
        "tidak ada",
        "08123456789",
        "8123456789",
        "=A1(2)",
    ]
)
cells = st.none() | digits | niks | births | odd | st.text(max_size=12) | st.text("ABab .'-19", max_size=12)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@settings(deadline=None, max_examples=examples(60))
@given(
    st.lists(cells, min_size=1, max_size=30),
    st.sampled_from([None, date(2000, 6, 15)]),
    st.sampled_from(["", "first", "mixed"]),
)
def test_a_column_is_told_at_once_as_cell_by_cell(
    field: Field, written: list[str | None], today: date | None, order: str
) -> None:
    (source,) = field.sources
    rows: list[list[Any]] = [[source], *([cell] for cell in written)]
    sheet, heading, given_then = sheet_of("x", rows), Heading(0, {source: 0}), Given(today=today)
    births = frozenset({"birth"})
    given_then = replace(given_then, **{f"month_{order}": births}) if order else given_then
    if not sheet.columns:
        return
    whole = parse_field(sheet, heading, field, given_then)
    single = parse_field(
        sheet, heading, Field(**{**{n: getattr(field, n) for n in Field.__slots__}, "plainly": None}), given_then
    )
    assert whole.values.equals(single.values)
    assert whole.noted == single.noted


def test_most_cells_of_a_sound_list_are_told_at_once() -> None:
    niks = pa.array(["1606010101809001", "1606014508809003", "1606013102809001"])
    assert plain.plain_niks(niks, Given())[0].tolist() == [True, True, False]
    days = pa.array(["1980-02-29", "29-02-1981", "05/08/1980"])
    assert plain.plain_births(days, Given())[1].to_pylist() == [date(1980, 2, 29), None, date(1980, 8, 5)]
    names = pa.array(["Siti Aminah", "M. Yusuf, S.Pd", "12", " Ani"])
    assert plain.plain_names(names, Given())[0].tolist() == [True, True, False, False]


pieces = st.sampled_from(['"', '""', ",", ";", "\n", "\r\n", "\r", "a", "5", " ", "é", '","', '"\n"', "\x0b"])
lines = st.lists(
    st.lists(st.sampled_from(["", "a", "b c", '"x,y"', '"q""r"', "5"]), min_size=1, max_size=4), max_size=8
)


@settings(deadline=None, max_examples=examples(400))
@given(
    st.one_of(
        lines.map(lambda rows: "\n".join(",".join(row) for row in rows)), st.lists(pieces, max_size=25).map("".join)
    )
)
def test_a_text_is_read_column_by_column_as_record_by_record(text: str) -> None:
    columns = read_plain_columns(text, ",")
    if columns is None:
        return
    whole = sheet_of_columns("x", *columns)
    records = _records(text, ",", "x")
    single = sheet_of("x", records)
    assert whole.rows == single.rows
    assert [whole.row(row) for row in range(whole.rows)] == [
        (*single.row(row), *[None] * (len(whole.columns) - len(single.columns))) for row in range(single.rows)
    ]
    assert whole.lengths is not None
    assert whole.lengths.tolist() == [len(record) for record in records[: single.rows]]


def test_a_long_text_with_titles_quotes_and_signatures_is_read_all_at_once_and_row_by_row_accounted_for() -> None:
    heading = ["nik", "nama", "segmen", "bulan"]
    people = [[f"160601{day:02d}{month:02d}80{serial}", 'Siti, "S.Pd"', "BPU", "2025-07"]
              for day in range(1, 29) for month in range(1, 13) for serial in range(9001, 9011)]  # fmt: skip
    rows = [["DAFTAR PESERTA"], [], heading, *people, [], ["", "Mengetahui,"], ["", "", "Sekayu, 31 Juli 2025"]]
    reading = read_file(csv_of(rows, delimiter=";"), name="x", kind=Kind.MEMBERS)
    (table,) = reading.tables
    assert (table.accepted, table.sheet_rows) == (len(people), len(rows))
    assert table.set_aside == {"blank": 2, "before_heading": 1, "heading": 1, "signature": 2}
    assert reading.records()["row"].to_pylist()[:2] == [4, 5]


def test_a_long_text_with_a_quote_left_open_is_refused_all_the_same() -> None:
    rows = csv_of([["nik", "nama"], *([["1606010101809001", "Budi"]] * 3000)]) + b'"1606010101809001","Budi\r\n'
    with pytest.raises(Refused) as refusal:
        read_file(rows, name="x", kind=Kind.NOMINATIONS)
    assert refusal.value.code == "quote_left_open"


def test_every_plain_reader_is_used() -> None:
    used = {field.plainly for layout in PERSON_LAYOUTS.values() for field in layout.fields}
    named = {found for name, found in vars(plain).items() if name.startswith("plain_")}
    assert named <= used
    assert layout_of(Kind.RECAP).fields[0].plainly is None
