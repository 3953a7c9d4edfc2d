"""Any figure can be shown as it was known on any day; what was published does not change."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from cakupan import cycle as cycles
from cakupan_app.store import views
from cakupan_app.work import build, sweep, view
from cakupan_app.work.workspace import open_workspace

Command = Callable[..., Any]
ASKED = ("coverage", "--area", "16.06", "--month", "2025-07", "--json")


@pytest.fixture
def corrected(published: Command, tmp_path: Path) -> Command:
    """On 1 October the branch corrects July to 103,100; then it is built."""
    late = tmp_path / "koreksi.csv"
    late.write_text("wilayah,bulan,peserta,sumber\n16.06,2025-07,103100,kantor cabang\n", encoding="utf-8")
    assert published("add", late, "--kind", "recap", "--known-on", "2025-10-01").status == 0
    return published


def test_a_correction_supersedes_and_the_old_figure_can_still_be_shown(corrected: Command) -> None:
    assert corrected("build", "--known-on", "2025-10-02", "--json").json["in_force"]
    assert corrected(*ASKED).json["rows"][0]["members"] == 103_100
    assert corrected(*ASKED, "--known-on", "2025-09-30").json["rows"][0]["members"] == 103_079
    assert corrected(*ASKED, "--known-on", "2025-10-01").json["rows"][0]["members"] == 103_100


def test_what_was_known_is_told_before_it_is_built_too(corrected: Command) -> None:
    answer = corrected(*ASKED, "--known-on", "2025-10-01")
    assert answer.json["rows"][0]["members"] == 103_100
    assert answer.json["definition"]["snapshot"] is None
    in_force = corrected(*ASKED)
    assert in_force.json["rows"][0]["members"] == 103_079
    assert "cakupan build" in in_force.err


OCTOBER = ("--known-on", "2025-10-01")


def test_a_second_question_about_a_day_is_answered_from_the_shelf(
    corrected: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = corrected(*ASKED, *OCTOBER)
    assert "dihitung sekarang dari 4 berkas" in first.err
    monkeypatch.setattr(cycles, "cycle", None)
    again = corrected(*ASKED, *OCTOBER)
    assert again.out == first.out
    assert "dihitung sekarang" not in again.err
    later = corrected(*ASKED, "--known-on", "2025-10-15")
    assert later.json["rows"] == first.json["rows"], "no file came between"


@pytest.mark.parametrize("harm", ["damaged", "of another code", "busy"])
def test_what_the_shelf_does_not_hold_is_counted_again(
    corrected: Command, workspace: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if harm == "busy":
        with FileLock(workspace / "lock"):
            assert corrected(*ASKED, *OCTOBER).json["rows"][0]["members"] == 103_100
        assert not list((workspace / "views").iterdir())
        return
    first = corrected(*ASKED, *OCTOBER)
    if harm == "damaged":
        table = next((workspace / "views").glob("*-cube.parquet"))
        table.write_bytes(table.read_bytes()[:-9])
    else:
        monkeypatch.setattr(view, "code_version", lambda: "another")
    again = corrected(*ASKED, *OCTOBER)
    assert "dihitung sekarang" in again.err
    assert again.json["rows"] == first.json["rows"]


def test_who_destroys_the_key_of_a_file_destroys_what_was_counted_from_it(corrected: Command, workspace: Path) -> None:
    assert corrected(*ASKED, *OCTOBER).status == 0
    sha = next(path.stem for path in (workspace / "sources").iterdir())
    (workspace / "keys" / f"{sha}.age").unlink()
    assert corrected(*ASKED, *OCTOBER).status == 2


def test_the_sweep_takes_views_of_another_code_and_leaves_the_others(
    corrected: Command, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected(*ASKED, *OCTOBER)
    shelf = set((workspace / "views").iterdir())
    assert shelf
    corrected("build", "--known-on", "2025-10-02")
    assert set((workspace / "views").iterdir()) == shelf
    monkeypatch.setattr(sweep, "code_version", lambda: "another")
    assert shelf <= set(sweep.unreachable(open_workspace(workspace)))


def test_the_oldest_views_make_room(corrected: Command, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_KEPT_AT_MOST", 1)
    corrected(*ASKED, *OCTOBER)
    first = set((workspace / "views").glob("*.json"))
    monkeypatch.setattr(build, "RULES", {**build.RULES, "another": "1"})
    corrected(*ASKED, *OCTOBER)
    (left,) = (workspace / "views").glob("*.json")
    assert left not in first
    assert {path.name[:64] for path in (workspace / "views").iterdir()} == {left.stem}


@pytest.mark.parametrize("named", [True, False])
def test_a_month_whose_figures_came_later_says_on_which_day_as_far_as_is_known(
    published: Command, tmp_path: Path, named: bool
) -> None:
    late = tmp_path / "agustus.csv"
    month = "" if named else "bulan,"
    late.write_text(f"wilayah,{month}peserta\n16.06,{'' if named else '2025-08,'}104000\n", encoding="utf-8")
    sent = ("add", late, "--kind", "recap", *(("--month", "2025-08") if named else ()), *OCTOBER)
    assert published(*sent).status == 0
    assert published("build", "--known-on", "2025-10-02").status == 0
    for command in ("coverage", "gap"):
        asked = (command, "--area", "16.06", "--month", "2025-08", "--known-on", "2025-09-20")
        answer = published(*asked, "--json")
        (found,) = [one for one in answer.json["findings"] if one["code"].startswith("figures_came_later")]
        assert ("1 Oktober 2025" in found["message"]) == named
        assert answer.status == 1


def test_what_was_never_published_is_called_so(corrected: Command) -> None:
    assert "belum pernah diterbitkan." in corrected(*ASKED[:-1], *OCTOBER).out


def test_a_superseded_row_is_counted_as_such(corrected: Command) -> None:
    stages = corrected("build", "--known-on", "2025-10-02", "--json").json["stages"]
    assert sum(stage["reasons"].get("superseded", 0) for stage in stages) == 1


def test_an_older_day_is_built_beside_and_not_put_in_force(corrected: Command) -> None:
    corrected("build", "--known-on", "2025-10-02")
    old = corrected("build", "--known-on", "2025-09-20", "--json").json
    assert (old["new"], old["in_force"]) == (True, False)
    assert corrected(*ASKED).json["definition"]["snapshot"] == 2


def test_nothing_can_be_dated_before_what_was_published(corrected: Command, letters: dict[str, Path]) -> None:
    corrected("build", "--known-on", "2025-10-02")
    sha = corrected("add", letters["recap"], "--kind", "recap", "--json").json["files"][0]["sha256"]
    for command in (
        ("undo", sha, "--known-on", "2025-10-01"),
        ("add", letters["recap"].with_name("koreksi.csv"), "--kind", "recap", "--known-on", "2025-09-30"),
    ):
        refused = corrected(*command)
        assert refused.status == 2
        assert "2 Oktober 2025" in refused.err


@pytest.mark.parametrize("day", ["2999-01-01", "kemarin", "2025-02-30"])
def test_a_day_that_cannot_be_is_refused(published: Command, day: str) -> None:
    assert published(*ASKED, "--known-on", day).status == 2
    assert published("build", "--known-on", day).status == 2


def test_before_anything_was_known_there_is_nothing_to_tell(published: Command) -> None:
    answer = published(*ASKED, "--known-on", "2025-01-01")
    assert answer.status == 2
    assert answer.json["error"] in answer.err


def test_an_undone_file_is_gone_from_that_day_on_only(published: Command, letters: dict[str, Path]) -> None:
    sha = published("add", letters["recap"], "--kind", "recap", "--json").json["files"][0]["sha256"]
    assert published("undo", sha, "--known-on", "2025-11-01").status == 0
    assert published(*ASKED, "--known-on", "2025-10-31").json["rows"][0]["members"] == 103_079
    after = published(*ASKED, "--known-on", "2025-11-01")
    assert after.status == 1
    assert after.json["rows"] == []
