"""The forecast and the lapse calendar as commands: what is told, in both languages, and what is refused."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from cakupan_app.look.words import LANGUAGES
from made_up import Regency

Command = Callable[..., Any]
AREA = ("--area", "16.06")
WHY = ("--purpose", "SK 7/2026")


def send(cakupan: Command, folder: Path, text: str) -> None:
    path = folder / "lagi.csv"
    path.write_text(text, encoding="utf-8")
    assert cakupan("add", path, "--kind", "recap", "--known-on", "2025-10-01").status == 0
    assert cakupan("build", "--known-on", "2025-10-01").status == 0


def test_of_two_months_the_pace_and_what_is_needed_are_told(published: Command) -> None:
    answer = published("forecast", *AREA, "--until", "2025-12", "--json")
    assert answer.status == 1
    found = answer.json
    assert found["path"] == []
    assert found["pace"]["per_month"] == 2_017
    assert [(one["id"], one["per_month"], one["chance"]) for one in found["targets"]] == [
        ("nasional-2025", 1_661, None),
        ("muba-2025", 4_263, None),
    ]
    assert [one["code"] for one in found["missing"]] == ["forecast_history_short"]
    page = published("forecast", *AREA, "--until", "2025-12", "--lang", "en")
    assert "2,017 a month" in page.out
    assert "1,661 a month" in page.out
    assert "7 months in a row" in page.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_recaps_in_a_row_make_a_path_and_it_is_said_that_no_ends_are_known(
    published: Command, tmp_path: Path, lang: str
) -> None:
    months = "".join(f"16.06,2025-{month:02d},{88_958 + month * 2_000},kantor cabang\n" for month in range(1, 7))
    send(published, tmp_path, "wilayah,bulan,peserta,sumber\n" + months)
    answer = published("forecast", *AREA, "--until", "2025-12", "--json")
    found = answer.json
    assert answer.status == 0
    assert [row["month"] for row in found["path"]] == [f"2025-{month:02d}" for month in range(8, 13)]
    assert all(row["low"] <= row["members"] <= row["high"] for row in found["path"])
    assert found["method"]["of_persons"] is False
    assert "forecast_by_totals" in [one["code"] for one in found["findings"]]
    assert found["definition"]["denominator"]["id"] == "potensi-bps-2025"
    again = published("forecast", *AREA, "--until", "2025-12", "--json")
    assert again.json == found
    drawing = tmp_path / "kipas.svg"
    page = published("forecast", *AREA, "--until", "2025-12", "--chart", drawing, "--lang", lang)
    assert page.status == 0
    assert ElementTree.fromstring(drawing.read_text(encoding="utf-8")).get("role") == "img"  # noqa: S314  our own
    assert "9001" in page.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("forecast", *AREA, "--until", "2025-07"), "forecast_not_ahead"),
        (("forecast", *AREA, "--until", "2030-01"), "forecast_too_far"),
        (("forecast", *AREA, "--until", "Desember"), "month_unknown"),
        (("forecast", "--area", "16.07", "--until", "2025-12"), "forecast_nothing_known"),
        (("forecast", *AREA, "--until", "2025-12", "--target", "x"), "target_unknown"),
        (("lapses", *AREA), "lapses_needs_lists"),
        (("lapses", *AREA, "--by", "umur"), "lapses_dimension_unknown"),
    ],
)
def test_what_cannot_be_told_is_refused_in_both_languages(
    published: Command, arguments: tuple[str, ...], code: str
) -> None:
    for lang in LANGUAGES:
        answer = published(*arguments, "--json", "--lang", lang)
        assert (answer.status, answer.json["code"]) == (2, code)
        assert answer.json["error"].endswith(".")


@pytest.mark.slow
def test_the_calendar_is_of_the_members_that_coverage_counts(cakupan: Command, regency: Regency) -> None:
    there = ("--workspace", regency.workspace)
    for area in ("16.06", "16.06.01"):
        found = cakupan("lapses", "--area", area, "--by", "payer,sebab", "--json", *there).json
        figure = cakupan("coverage", "--area", area, "--month", "2025-07", "--evidence", "linked", "--json", *there)
        assert found["members"] == figure.json["total"]["members"]
        told = sum(row["people"] for row in found["rows"])
        assert told == found["ending"]
        assert found["members"] == told + found["before"] + found["later"] + found["unknown"]
        assert not [one for one in found["findings"] if one["code"] == "lapses_of_others"]
        assert found["definition"]["active_rule"] == "active-2021.1"


@pytest.fixture
def own(regency: Regency, tmp_path: Path) -> Path:
    """A copy of the regency, whose trail may be written on."""
    shutil.copytree(regency.workspace, tmp_path / "own")
    shutil.copy(regency.workspace.with_name("workspace.key"), tmp_path / "own.key")
    return tmp_path / "own"


@pytest.mark.slow
def test_the_list_to_renew_has_a_purpose_stands_on_the_trail_and_has_niks_in_a_workbook_alone(
    cakupan: Command, own: Path, tmp_path: Path
) -> None:
    from cakupan_app.ledger.models import TrailLine

    path, drawing = tmp_path / "perpanjang.csv", tmp_path / "tebing.svg"
    asked = ("lapses", *AREA, "--until", "2025-12", "--workspace", own)
    for name, purpose, code in (
        (path, (), "lapses_list_purpose_missing"),
        (path, ("--purpose", "x"), "people_export_purpose_missing"),
        (tmp_path / "tidak" / "ada.csv", WHY, "lapses_list_unwritable"),
        (tmp_path / "perpanjang.txt", WHY, "lapses_list_unwritable"),
    ):
        refused = cakupan(*asked, "--list", name, *purpose, "--json")
        assert (refused.status, refused.json["code"], path.exists()) == (2, code, False)
    page = cakupan(*asked, "--list", path, *WHY, "--chart", drawing, "--lang", "en")
    assert page.status == 0
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    causes = cakupan(*asked, "--by", "cause", "--json").json["rows"]
    assert len(rows) == sum(row["people"] for row in causes if row["cause"] in ("unpaid", "end_date"))
    assert set(rows[0]) == {
        *("person", "ends_on", "cause", "paid_month", "renewed_by"),
        *("segment", "payer", "village", "district"),
    }
    assert ElementTree.fromstring(drawing.read_text(encoding="utf-8")).get("role") == "img"  # noqa: S314  our own
    book = tmp_path / "perpanjang.xlsx"
    assert cakupan(*asked, "--list", book, *WHY, "--lang", "en").status == 0
    headings, *named = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert headings[:2] == ["NIK of the member", "Name of the member"]
    assert {row[-1] for row in named} == {row["person"] for row in rows}
    assert all(len(str(row[0])) == 16 for row in named)
    for line in TrailLine.objects.order_by("-number")[:2]:
        assert (line.action, line.area, line.purpose) == ("exported", "16.06", "SK 7/2026")
        assert (line.facts["list"], set(line.facts["persons"])) == ("lapses", {row["person"] for row in rows})


@pytest.mark.slow
def test_people_make_a_path_by_segment_and_payer_with_known_ends_in_it(cakupan: Command, regency: Regency) -> None:
    found = cakupan("forecast", *AREA, "--until", "2025-12", "--json", "--workspace", regency.workspace).json
    assert found["method"]["of_persons"] is True
    assert {(one["segment"], one["payer"]) for one in found["groups"]} >= {("PU", "employer"), ("BPU", "apbd_regency")}
    assert sum(row["known_endings"] for row in found["flows"]) > 0
    assert all(0 <= one["chance"] <= 100 for one in found["targets"])
    assert all(row["rate_low"] <= row["rate"] <= row["rate_high"] for row in found["path"])
