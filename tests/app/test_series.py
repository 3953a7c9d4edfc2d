"""What was said of a month when, beside what is known now, and why it changed: files, rules, persons."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cakupan_app.look.words import LANGUAGES

Command = Callable[..., Any]
AREA = ("--area", "16.06")
JULY = (*AREA, "--month", "2025-07")

CORRECTION = "wilayah,bulan,peserta,sumber\n16.06,2025-07,103100,kantor cabang\n16.06,2025-08,104000,kantor cabang\n"


def send(cakupan: Command, folder: Path, name: str, text: str, kind: str, day: str, *more: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    added = cakupan("add", path, "--kind", kind, "--known-on", day, "--json", *more)
    assert added.status == 0, added.err
    return str(added.json["files"][0]["sha256"])


def rebuilt(cakupan: Command, day: str) -> None:
    assert cakupan("build", "--known-on", day).status == 0


@pytest.fixture
def corrected(published: Command, tmp_path: Path) -> Command:
    """Known on 1 October: July is 103,100, and August; on the 5th that file is taken out again."""
    sha = send(published, tmp_path, "koreksi.csv", CORRECTION, "recap", "2025-10-01")
    rebuilt(published, "2025-10-02")
    assert published("undo", sha, "--known-on", "2025-10-05").status == 0
    rebuilt(published, "2025-10-06")
    return published


def test_a_series_tells_what_was_first_said_beside_what_is_known_now(published: Command, tmp_path: Path) -> None:
    send(published, tmp_path, "koreksi.csv", CORRECTION, "recap", "2025-10-01")
    rebuilt(published, "2025-10-02")
    answer = published("series", *AREA, "--json")
    assert answer.status == 0
    rows = {row["month"]: row for row in answer.json["rows"]}
    assert list(rows) == ["2024-12", "2025-07", "2025-08"]
    july = rows["2025-07"]
    assert (july["first"]["members"], july["first"]["snapshot"], july["first"]["known_on"]) == (
        103_079,
        1,
        "2025-09-18",
    )
    assert (july["now"]["members"], july["now"]["rate"], july["now"]["snapshot"]) == (103_100, "48.27", 2)
    assert (july["difference"], july["differs"], july["revised"]) == (21, [], 1)
    assert july["now"]["definition"]["denominator"]["id"] == "potensi-bps-2025"
    assert (rows["2024-12"]["difference"], rows["2024-12"]["revised"]) == (0, 0)
    assert [version["snapshot"] for version in rows["2025-08"]["versions"]] == [2]


def test_a_series_may_be_of_some_months(corrected: Command) -> None:
    months = [
        row["month"]
        for row in corrected("series", *AREA, "--from", "2025-01", "--to", "2025-07", "--json").json["rows"]
    ]
    assert months == ["2025-07"]
    none = corrected("series", *AREA, "--from", "2026-01", "--json")
    assert (none.status, none.json["rows"]) == (1, [])
    assert none.err


def test_a_month_whose_file_was_taken_out_is_unknown_now_and_not_subtracted(corrected: Command) -> None:
    august = {row["month"]: row for row in corrected("series", *AREA, "--json").json["rows"]}["2025-08"]
    assert (august["first"]["members"], august["now"]["members"], august["difference"]) == (104_000, None, None)


def test_every_published_version_of_a_month_with_the_files_that_came_between(corrected: Command) -> None:
    answer = corrected("revisions", *JULY, "--json")
    assert answer.status == 0
    assert [(one["snapshot"], one["members"]) for one in answer.json["versions"]] == [
        (1, 103_079),
        (2, 103_100),
        (3, 103_079),
    ]
    came, went = answer.json["changes"]
    assert (came["from"], came["to"], came["members"], came["differs"]) == (1, 2, 21, [])
    (file,) = came["files"]
    assert (file["change"], file["name"], file["kind"], file["known_on"]) == (
        "added",
        "koreksi.csv",
        "recap",
        "2025-10-01",
    )
    assert (went["members"], went["files"][0]["change"], went["files"][0]["known_on"]) == (
        -21,
        "taken_out",
        "2025-10-05",
    )
    assert (came["rules"], came["code"], came["persons"]) == ({}, None, None)
    assert came["missing"][0]["code"] == "revision_not_of_linked_persons"


def test_another_denominator_is_told_and_members_are_subtracted_all_the_same(
    published: Command, tmp_path: Path
) -> None:
    text = "penyebut,wilayah,nilai,tahun data,definisi\npotensi-bps-2025,16.06,220000,2025,potensi tenaga kerja\n"
    send(published, tmp_path, "penyebut-baru.csv", text, "workforce", "2025-10-01")
    rebuilt(published, "2025-10-02")
    (change,) = published("revisions", *JULY, "--json").json["changes"]
    assert (change["members"], change["differs"]) == (0, ["denominator"])
    assert change["files"][0]["name"] == "penyebut-baru.csv"


def test_a_denominator_that_came_later_gives_earlier_snapshots_no_rate(published: Command, tmp_path: Path) -> None:
    text = "penyebut,wilayah,nilai,tahun data,definisi\nsakernas-bekerja,16.06,322580,2024,penduduk bekerja\n"
    send(published, tmp_path, "sakernas.csv", text, "workforce", "2025-10-01")
    rebuilt(published, "2025-10-02")
    document = published("revisions", *JULY, "--denominator", "sakernas-bekerja", "--json").json
    assert [(one["members"], one["rate"]) for one in document["versions"]] == [(103_079, None), (103_079, "31.95")]
    assert published("revisions", *JULY, "--denominator", "tidak-ada").status == 2


def test_a_rule_that_changed_is_named(published: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from cakupan_app.work import build

    monkeypatch.setattr(build, "RULES", {**build.RULES, "active_in_recaps": "another"})
    rebuilt(published, "2025-10-02")
    # the figure is the same, so there is no revision to explain
    assert published("revisions", *JULY, "--json").json["changes"] == []


def test_a_snapshot_of_an_earlier_day_was_never_in_force_and_stays_out(corrected: Command) -> None:
    rebuilt(corrected, "2025-09-20")
    assert [one["snapshot"] for one in corrected("revisions", *JULY, "--json").json["versions"]] == [1, 2, 3]


def test_a_month_that_nobody_ever_told_of_says_so(published: Command) -> None:
    answer = published("revisions", *AREA, "--month", "2020-01", "--json")
    assert (answer.status, answer.json["missing"][0]["code"]) == (1, "month_never_told")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_can_be_read(corrected: Command, lang: str) -> None:
    page = corrected("series", *AREA, "--lang", lang).out
    assert {"id": "Juli 2025", "en": "July 2025"}[lang] in page
    assert "≠" in page
    page = corrected("revisions", *JULY, "--lang", lang).out
    assert {"id": "+21 peserta", "en": "+21 members"}[lang] in page
    assert {"id": "Berkas dikeluarkan: koreksi.csv", "en": "A file was taken out: koreksi.csv"}[lang] in page


PEOPLE = {
    "Adi Saputra": "1606010101909001",
    "Budi Wijaya Kusuma": "1606010202909002",
    "Citra Lestari": "1606010303909003",
    "Dewi Anggraini": "1606014404909004",
    "Eko Prasetyo": "1606010505909005",
}


def extract(month: str, members: Mapping[str, str]) -> str:
    lines = (f"{PEOPLE[name]},{name},{said},{month}" for name, said in members.items())
    return "nik,nama,segmen,status,bulan\n" + "\n".join(lines) + "\n"


@pytest.fixture
def people(cakupan: Command, tmp_path: Path) -> Command:
    """The July extract lists three; on 1 October a second one says that one left, another is PU, and names a fourth."""
    assert cakupan("init", *AREA).status == 0
    first = {"Adi Saputra": "BPU,", "Budi Wijaya Kusuma": "BPU,", "Citra Lestari": "BPU,"}
    send(cakupan, tmp_path, "juli.csv", extract("2025-07", first), "members", "2025-08-01", "--month", "2025-07")
    rebuilt(cakupan, "2025-08-02")
    second = {
        "Budi Wijaya Kusuma": "BPU,keluar",
        "Citra Lestari": "PU,",
        "Dewi Anggraini": "BPU,",
        "Eko Prasetyo": "BPU,",
    }
    send(cakupan, tmp_path, "koreksi.csv", extract("2025-07", second), "members", "2025-10-01", "--month", "2025-07")
    rebuilt(cakupan, "2025-10-02")
    return cakupan


@pytest.mark.slow
def test_the_persons_behind_a_change_add_up_to_it(people: Command) -> None:
    (change,) = people("revisions", *JULY, "--json").json["changes"]
    assert change["missing"] == []
    assert (change["members"], change["persons"]["difference"]) == (1, 1)
    told = {part: many for part, many in change["persons"].items() if many}
    assert told == {"came_in": 2, "went_out": 1, "other_segment": 1, "difference": 1}
    (file,) = change["files"]
    assert (file["change"], file["month"], file["name"]) == ("corrected", "2025-07", "koreksi.csv")
    page = people("revisions", *JULY, "--lang", "id").out
    assert "+2 orang masuk hitungan" in page


@pytest.mark.slow
@pytest.mark.long
def test_of_snapshots_without_runs_of_persons_the_figures_are_told_alone(
    people: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakupan_app.work.revisions._EPISODES", "no_such_table")
    (change,) = people("revisions", *JULY, "--json").json["changes"]
    assert (change["members"], change["persons"]) == (1, None)
    assert change["missing"][0]["code"] == "revision_without_episodes"


@pytest.mark.parametrize("command", ["series", "revisions"])
def test_a_first_snapshot_has_nothing_to_compare_and_says_what_to_ask(
    cakupan: Command, letters: Mapping[str, Path], command: str
) -> None:
    assert cakupan("init", "--area", "16.06").status == 0
    for kind, day in {"recap": "2025-09-11", "workforce": "2025-09-18"}.items():
        assert cakupan("add", letters[kind], "--kind", kind, "--known-on", day).status == 0
    rebuilt(cakupan, "2025-09-18")
    answer = cakupan(command, *(AREA if command == "series" else JULY))
    assert answer.status == 0
    assert "cakupan coverage --area 16.06 --month 2025-07 --known-on 2025-09-11" in answer.err


def test_a_first_snapshot_of_one_day_says_when_the_next_can_differ(published: Command, tmp_path: Path) -> None:
    assert "semua berkasnya diketahui pada 18 September 2025" in published("series", *AREA).err
    send(published, tmp_path, "koreksi.csv", CORRECTION, "recap", "2025-10-01")
    rebuilt(published, "2025-10-02")
    assert not published("series", *AREA).err
