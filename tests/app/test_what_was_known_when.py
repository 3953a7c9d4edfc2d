"""Any figure can be shown as it was known on any day; what was published does not change."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
