"""Which headings name which columns, and what is refused rather than guessed."""

from datetime import date
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import KINDS, Kind, Reading, read_file
from cakupan.intake.headings import aliases_of
from cakupan.intake.layouts import layout_of
from cakupan.intake.refusals import AmbiguousColumns, MissingColumns, NoHeading, WrongKind
from cakupan.regions import UnknownArea
from intake.corpus.case import nik
from intake.rendering import csv_of, xlsx_of

RECAP = ["16.06", "2025-07", "103079"]
TARGET = ["nasional-2025", "16.06", "2025", "52,15"]
WORKFORCE = ["potensi-bps-2025", "16.06", "213582", "2025"]


def read(rows: list[list[Any]], kind: Kind = Kind.RECAP, **given: Any) -> Reading:
    return read_file(csv_of(rows), name="kiriman.csv", kind=kind, **given)


def refusal(rows: list[list[Any]], kind: Kind = Kind.RECAP, **given: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        read(rows, kind, **given)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "heading", "cells"),
    [
        (Kind.RECAP, "area,month,members,segment,payer,programme,source", [*RECAP, "BPU", "self", "JKK", "cabang"]),
        (Kind.RECAP, "wilayah,bulan,peserta,segmen,pembayar,program,sumber", [*RECAP, "", "", "", "cabang"]),
        (
            Kind.WORKFORCE,
            "denominator,area,value,vintage,segment,error,definition,source,published_on,weight,set_by,reason",
            [*WORKFORCE, "BPU", "1500", "potensi", "BPS", "2025-05-05", "families", "Bupati", "sensus desa"],
        ),
        (
            Kind.WORKFORCE,
            "penyebut,wilayah,nilai,tahun data,segmen,galat,definisi,sumber,terbit,pembobot,penetap,alasan",
            [*WORKFORCE, "", "", "", "", "", "keluarga", "", ""],
        ),
        (Kind.TARGETS, "target,area,year,rate,set_by,denominator,source", [*TARGET, "Kemendagri", "potensi", ""]),
        (Kind.TARGETS, "sasaran,wilayah,tahun,persen,penetap,penyebut,sumber", [*TARGET, "", "", ""]),
    ],
)
def test_the_canonical_headings_are_taken_in_any_order_with_any_extra_columns(
    kind: Kind, heading: str, cells: list[str]
) -> None:
    headings = [*heading.split(","), "keterangan", "potensi lain", "kode pos"]
    filled = [*cells, "x", "y", "z"]
    turned = read([headings[::-1], filled[::-1]], kind)
    straight = read([headings, filled], kind)
    assert turned.records() == straight.records()
    assert turned.accepted == 1
    assert set(straight.tables[0].columns.values()) == set(aliases_of(kind).titles) & set(
        straight.records().column_names
    )


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        (["WILAYAH", "BULAN", "JUMLAH\nPESERTA"], RECAP),
        (["Kode Wilayah", "Periode", "Peserta Aktif (orang)"], RECAP),
        (["Kab./Kota", "Bulan Laporan", "Jml. Peserta Aktif"], ["Musi Banyuasin", "Juli 2025", "103.079"]),
        (["area* / wilayah", "month* / bulan", "members* / peserta"], RECAP),
        (["Nama Wilayah", "Posisi", "Jumlah"], ["Kab. Musi Banyuasin", "31 Juli 2025", "103.079"]),
        (["No.", "Kode Kabupaten", "Kabupaten", "Bulan", "TK Aktif"], ["1", "16.06", "Musi Banyuasin", *RECAP[1:]]),
    ],
)
def test_the_headings_that_offices_write_are_known(heading: list[str], cells: list[str]) -> None:
    row = read([heading, cells]).records().to_pylist()[0]
    assert (row["area"], row["month"], row["members"]) == ("16.06", "2025-07", 103079)


def test_target_alone_is_a_name_and_target_per_cent_is_a_rate() -> None:
    reading = read([["Target", "Wilayah", "Tahun", "Target (%)"], TARGET], Kind.TARGETS)
    assert reading.tables[0].columns == {"Target": "target", "Wilayah": "area", "Tahun": "year", "Target (%)": "rate"}


@pytest.mark.parametrize("above", [0, 1, 5, 57])
def test_the_heading_is_found_on_any_row_near_the_top(above: int) -> None:
    rows = [["Jumlah Peserta"], [], ["Bulan: Juli 2025", "Wilayah: Muba"]] * 19
    table = read([*rows[:above], ["area", "month", "members"], RECAP]).tables[0]
    assert table.heading_row == above + 1
    assert table.accepted == 1


@pytest.mark.parametrize(
    ("heading", "facts"),
    [
        (
            ["area", "wilayah", "month", "members"],
            {"column": "area / wilayah", "headings": ("area (A)", "wilayah (B)")},
        ),
        (["area", "month", "peserta", "Jumlah Peserta"], {"column": "members / peserta"}),
        (["area", "month", "members", "members"], {"headings": ("members (C)", "members (D)")}),
        (["area", "bulan/wilayah", "members", "month"], {"heading": "bulan/wilayah"}),
        (["area", "month", "jumlah", "total"], {"headings": ("jumlah (C)", "total (D)")}),
    ],
)
def test_headings_that_can_be_taken_in_two_ways_are_refused_by_name(heading: list[str], facts: dict[str, Any]) -> None:
    refused = refusal([heading, [*RECAP, "5"]])
    assert isinstance(refused, AmbiguousColumns)
    assert {name: refused.facts[name] for name in facts} == facts


def test_a_faint_heading_is_an_extra_column_where_a_sure_one_stands() -> None:
    reading = read([["area", "month", "peserta", "jumlah"], [*RECAP, "999"]])
    assert reading.tables[0].columns == {"area": "area", "month": "month", "peserta": "members"}


@pytest.mark.parametrize(
    ("kind", "rows", "fits"),
    [
        (Kind.RECAP, [["denominator", "area", "value", "vintage"], WORKFORCE], "workforce"),
        (Kind.RECAP, [["Rencana"], ["sasaran", "wilayah", "tahun", "persen"], TARGET], "targets"),
        (Kind.TARGETS, [["area", "month", "members"], RECAP], "recap"),
        (Kind.WORKFORCE, [["area", "month", "members"], RECAP], "recap"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_kind_it_fits(kind: Kind, rows: list[list[str]], fits: str) -> None:
    refused = refusal(rows, kind)
    assert isinstance(refused, WrongKind)
    assert (refused.facts["kind"], refused.facts["fits"]) == (kind, fits)


def test_a_sheet_without_a_heading_is_refused_with_what_was_found_and_what_is_missing() -> None:
    refused = refusal([["Laporan"], ["Musi Banyuasin", "Juli", "103.079"]])
    assert isinstance(refused, NoHeading)
    assert refused.facts["found"] == ("Musi Banyuasin", "Juli", "103.079")
    assert refused.facts["missing"] == ("area / wilayah", "month / bulan", "members / peserta")


@pytest.mark.parametrize(
    ("heading", "code", "missing"),
    [
        (["area", "month", "pesrta"], "columns_missing", ("members / peserta",)),
        (["area", "members"], "column_month_missing", ("month / bulan",)),
        (["month", "members"], "column_area_missing", ("area / wilayah",)),
    ],
)
def test_a_heading_without_a_column_that_must_be_there_is_refused(
    heading: list[str], code: str, missing: tuple[str, ...]
) -> None:
    refused = refusal([heading, RECAP[: len(heading)]])
    assert isinstance(refused, MissingColumns)
    assert (refused.code, refused.facts["missing"]) == (code, missing)


def test_month_and_area_of_the_sender_stand_for_missing_columns() -> None:
    reading = read([["peserta"], ["103.079"]], month=Month(2025, 7), area="16.06")
    row = reading.records().to_pylist()[0]
    assert (row["area"], row["month"], row["members"]) == ("16.06", "2025-07", 103079)
    assert reading.tables[0].columns == {"peserta": "members"}


def test_a_title_is_not_the_heading_even_where_one_column_would_be_enough() -> None:
    rows = [["Jumlah Peserta"], ["area", "month", "members"], RECAP]
    assert read(rows, month=Month(2025, 7), area="16.06").tables[0].heading_row == 2


def test_the_senders_month_does_not_fill_a_blank_cell() -> None:
    reading = read([["area", "month", "members"], ["16.06", "", "5"]], month=Month(2025, 7))
    assert [problem.code for problem in reading.problems] == ["missing_cell"]


def test_where_cell_and_sender_differ_the_cell_wins_with_a_warning() -> None:
    reading = read([["area", "month", "members"], ["16.07", "2025-06", "5"]], month=Month(2025, 7), area="16.06")
    assert [(problem.code, problem.severity) for problem in reading.problems] == [
        ("area_outside_given", "warning"),
        ("month_differs", "warning"),
    ]
    row = reading.records().to_pylist()[0]
    assert (row["area"], row["month"]) == ("16.07", "2025-06")


def test_an_area_of_the_sender_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownArea):
        read([["peserta"], ["5"]], month=Month(2025, 7), area="16.99")


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_every_kind_has_its_headings_and_no_heading_is_sure_of_two(kind: Kind) -> None:
    aliases = aliases_of(kind)
    assert set(aliases.titles) == set(layout_of(kind).sources)
    assert {heading: columns for heading, columns in aliases.sure.items() if len(columns) > 1} == {}
    assert "" not in aliases.sure


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (["Jan 2025", "Februari 2025", "2025-03"], ("Jan 2025", "Februari 2025", "2025-03")),
        (["Januari", "FEBRUARI", "Mar", "Jumlah"], ("Januari", "FEBRUARI", "Mar")),
        ([date(2025, 1, 1), date(2025, 2, 1)], ("2025-01-01", "2025-02-01")),
    ],
)
def test_a_recap_with_a_column_for_each_month_is_told_to_write_one_month_a_row(
    months: list[Any], told: tuple[str, ...]
) -> None:
    rows = [["Rekap 2025"], ["Kecamatan", *months], ["Sekayu", 100, 110, 120]]
    with pytest.raises(MissingColumns) as caught:
        read_file(xlsx_of(rows), name="x", kind=Kind.RECAP)
    assert (caught.value.code, caught.value.facts["row"], caught.value.facts["months"]) == (
        "months_as_columns",
        2,
        told,
    )


def test_a_day_below_the_birth_of_somebody_else_is_not_the_persons() -> None:
    heading = [["NIK", "Nama", "Tempat/Tanggal Lahir Istri", ""], ["", "", "Tempat", "Tanggal"]]
    born = [[nik(at), f"Siti {'ABC'[at]}", "Sekayu", "1971-02-03"] for at in range(3)]
    reading = read([*heading, *born], Kind.NOMINATIONS)
    assert "birth" not in reading.tables[0].columns.values()
    assert "birth_perhaps_left" not in {problem.code for problem in reading.problems}


@pytest.mark.parametrize(("heading", "told"), [("Tanggal", ["birth_perhaps_left"]), ("Tgl Lahir", [])])
def test_a_column_of_days_that_is_not_read_is_told_where_there_is_no_birth(heading: str, told: list[str]) -> None:
    rows = [["NIK", "Nama", heading], *([nik(at), f"Siti {'ABC'[at]}", f"{1 + at % 28}/1/1970"] for at in range(3))]
    found = [problem for problem in read(rows, Kind.NOMINATIONS).problems if problem.code == "birth_perhaps_left"]
    assert [problem.code for problem in found] == told
    assert all(problem.facts["heading"] == heading for problem in found)
