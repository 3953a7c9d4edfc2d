"""The cycle from received files to tables: every row accounted for, and the same out for the same in."""

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import DECEMBER, JULY
from cakupan.basics.month import Month
from cakupan.basics.stages import RowsLost, Stage
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.known import known_about
from cakupan.cycle import Outcome, cycle
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile
from cakupan.targets.gap import gap_of
from cakupan.targets.pace import Pace, pace_of
from cakupan.targets.target import denominators_named, targets_about, targets_for
from tables import engine, rows

RECAP = """
wilayah,bulan,peserta,segmen,pembayar,program,sumber
16.06,2024-12,88958,,,,kantor cabang
16.06,2025-07,103079,,,,kantor cabang
"""
WORKFORCE = """
penyebut,wilayah,nilai,tahun data,segmen,galat,definisi,sumber,terbit
potensi-bps-2025,16.06,213582,2025,,,potensi tenaga kerja,BPS 2025,
bekerja-sakernas,16.06,322580,2024,,,bekerja menurut Sakernas,BPS Sakernas Agustus 2024,
"""
TARGETS = """
sasaran,wilayah,tahun,persen,penetap,penyebut,sumber
nasional-2025,16.06,2025,52.15,Kemendagri,potensi-bps-2025,
muba-2025,16.06,2025,58.24,Bupati,potensi-bps-2025,
"""


def received(
    text: str, kind: Kind = Kind.RECAP, known_on: date = date(2025, 8, 1), order: int = 1, **asked: Any
) -> ReceivedFile:
    content = text.strip().encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return ReceivedFile(lambda: content, sha256, f"{kind}.csv", kind, known_on, order, **asked)


MUBA = (
    received(RECAP, order=1),
    received(WORKFORCE, Kind.WORKFORCE, order=2),
    received(TARGETS, Kind.TARGETS, order=3),
)


def run(*files: ReceivedFile) -> Outcome:
    return cycle(files, engine())


def hashes(outcome: Outcome) -> dict[str, str]:
    return {name: engine().logical_hash(table) for name, table in outcome.tables.items()}


def counted(outcome: Outcome) -> dict[str, tuple[int, int, dict[str, int]]]:
    return {
        stage.name: (stage.rows_in, stage.rows_out, {reason: rows for reason, rows in stage.reasons.items() if rows})
        for stage in outcome.stages
    }


def test_the_published_figures_of_musi_banyuasin_come_out() -> None:
    tables = run(*MUBA).tables
    found = known_about(tables["cube"], tables["denominators"], engine(), "16.06", (DECEMBER, JULY))
    targets = targets_for(targets_about(tables["targets"], engine(), "16.06"), "16.06", JULY)
    named = denominators_named(targets)
    then, now = (coverage_by(found, "16.06", month, named_by_targets=named) for month in (DECEMBER, JULY))
    gap, pace = gap_of(now, targets, found), pace_of(now, then)
    assert [str(answer.total.ratio.percent()) for answer in (then, now) if answer.total.ratio] == ["41.65", "48.26"]
    assert gap.uncovered == 110_503
    assert [(one.target.id, one.needed, one.per_month) for one in gap.targets] == [
        ("nasional-2025", 8_305, 1_661),
        ("muba-2025", 21_312, 4_263),
    ]
    assert isinstance(pace, Pace)
    assert (pace.months, pace.growth, pace.per_month) == (7, 14_121, 2_017)
    assert (now.definition.denominator_because, now.findings, now.missing) == ("target", (), ())


def test_every_row_is_accounted_for_at_every_stage() -> None:
    later = date(2025, 9, 1)
    corrected = RECAP.replace("88958", "88960") + "16.06,2025-13,1,,,,kantor cabang\n"
    outcome = run(*MUBA, received(corrected, known_on=later, order=4))
    assert counted(outcome) == {
        "intake": (9, 8, {"quarantined": 1}),
        "recaps": (4, 2, {"superseded": 1, "repeated": 1}),
        "denominators": (2, 2, {}),
        "targets": (2, 2, {}),
        "cube": (2, 2, {}),
    }


def test_a_stage_that_loses_a_row_is_not_let_through() -> None:
    with pytest.raises(RowsLost):
        Stage("cube", rows_in=3, rows_out=1, reasons={"repeated": 1})


def test_a_corrected_file_supersedes_whatever_the_order_of_files() -> None:
    wrong = received(RECAP.replace("103079", "130079"), known_on=date(2025, 8, 1), order=1)
    right = received(RECAP, known_on=date(2025, 8, 2), order=2)
    for files in ((wrong, right), (right, wrong)):
        members = {row["month"]: row["members"] for row in rows(run(*files).tables["recaps"])}
        assert members == {"2024-12": 88_958, "2025-07": 103_079}


def test_two_workspaces_that_received_the_same_files_on_other_days_agree() -> None:
    again = [received(f.content().decode(), f.kind, date(2025, 10, n), order=9 - n) for n, f in enumerate(MUBA, 1)]
    assert hashes(run(*again)) == hashes(run(*reversed(MUBA)))


def test_two_files_that_say_the_same_give_the_same_tables_in_either_order() -> None:
    one, other = RECAP, RECAP + "16.07,2025-07,5000,,,,kantor cabang\n"
    first = run(received(one, order=1), received(other, order=2))
    assert hashes(first) == hashes(run(received(other, order=1), received(one, order=2)))


def test_published_rows_name_where_they_come_from_and_hold_no_float() -> None:
    tables = run(*MUBA).tables
    assert set(tables) == {"recaps", "denominators", "targets", "cube"}
    for name in ("recaps", "denominators", "targets"):
        assert {"file", "sheet", "row"} <= set(tables[name].columns)
        assert not {"known_on", "order"} & set(tables[name].columns)
    kinds = {kind for table in tables.values() for kind in table.schema().types}
    assert not any(kind.is_floating() for kind in kinds)


def test_figures_that_cannot_both_be_true_are_said_so() -> None:
    province = received("wilayah,bulan,peserta\n16,2025-07,100000\n", order=4)
    codes = [finding.code for finding in run(*MUBA, province).findings]
    assert codes == ["regencies_exceed_whole"]


def test_nothing_received_gives_empty_tables() -> None:
    outcome = run()
    assert counted(outcome) == dict.fromkeys(("intake", "recaps", "denominators", "targets", "cube"), (0, 0, {}))
    assert all(not rows(table) for table in outcome.tables.values())


def test_month_and_area_of_the_file_hold_for_rows_that_name_none() -> None:
    tables = run(received("peserta\n103079\n", month=JULY, area="16.06")).tables
    (row,) = rows(tables["recaps"])
    assert (row["area"], row["month"], row["members"]) == ("16.06", "2025-07", 103_079)


def test_names_are_looked_up_first_in_the_area_that_a_file_came_to() -> None:
    text = "wilayah,bulan,peserta\nLais,2025-07,5\n"
    found = {within: rows(run(received(text, within=within)).tables["recaps"]) for within in ("16.06", "17.03")}
    assert {within: row["area"] for within, (row,) in found.items()} == {"16.06": "16.06.02", "17.03": "17.03.10"}


def test_an_unreadable_error_of_the_newer_vintage_does_not_leave_the_older_one_in_force() -> None:
    text = 'penyebut,wilayah,nilai,tahun data,galat\nx,16.06,5,2024,\nx,16.06,6,2025,"2,5%"\n'
    found = rows(run(received(text, Kind.WORKFORCE)).tables["denominators"])
    assert {row["vintage"]: (row["value"], row["error"]) for row in found} == {"2024": (5, None), "2025": (6, None)}


def test_stages_are_reported_as_they_are_done_with_the_seconds_of_the_clock() -> None:
    ticks, told = count(), list[Stage]()
    outcome = cycle(MUBA, engine(), clock=lambda: float(next(ticks)), report=told.append)
    assert tuple(told) == outcome.stages
    assert [stage.seconds for stage in told] == [1.0] * 5


ROWS = st.lists(
    st.tuples(
        st.sampled_from(("16.06", "16.07", "")),
        st.sampled_from(("2024-12", "2025-07", "Juli")),
        st.sampled_from(("100", "101", "seratus")),
        st.sampled_from(("", "BPU", "PU")),
    ),
    min_size=1,
    max_size=6,
)


def made(number: int, drawn: Sequence[tuple[str, ...]]) -> ReceivedFile:
    # The source column keeps the bytes of each file its own.
    lines = [",".join(cells) for cells in drawn]
    return received("\n".join(["wilayah,bulan,peserta,segmen", *lines, f"16.08,2025-07,{number},"]), order=number)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_any_files_are_accounted_for_and_their_order_changes_nothing(
    drawn: list[list[tuple[str, ...]]], shuffle: Any
) -> None:
    files = [made(number, found) for number, found in enumerate(drawn, 1)]
    outcome = run(*files)
    expected = hashes(outcome)
    shuffle.shuffle(files)
    assert hashes(run(*files)) == expected
    intake, recaps, *_ = outcome.stages
    assert intake.rows_in == sum(len(found) + 1 for found in drawn)
    assert recaps.rows_in == intake.rows_out
    months = {Month(2024, 12), Month(2025, 7)}
    assert {row["month"] for row in rows(outcome.tables["recaps"])} <= {str(month) for month in months}
