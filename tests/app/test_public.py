"""What the public may ask of a published workspace, and that it always gets the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

RECAP = "wilayah,bulan,segmen,peserta\n" + "\n".join(
    f"{area},{month},,{members}"
    for month in ("2025-06", "2025-07")
    for area, members in (("16.06", 1000), ("16.06.01", 3), ("16.06.02", 40), ("16.06.04", 957))
)


@pytest.fixture
def published(cakupan: Command, tmp_path: Path) -> Command:
    """A regency published twice, with a small district."""
    (tmp_path / "recap.csv").write_text(RECAP, encoding="utf-8")
    (tmp_path / "more.csv").write_text("wilayah,bulan,peserta\n16.06,2025-05,900\n", encoding="utf-8")
    cakupan("init", "--area", "16.06")
    for name in ("recap.csv", "more.csv"):
        assert cakupan("add", tmp_path / name, "--kind", "recap").status == 0
        assert cakupan("build").status == 0
    return cakupan


def public(cakupan: Command, *more: str) -> Any:
    return cakupan("coverage", "--area", "16.06", "--json", "--public", *more)


def test_the_public_asks_the_snapshot_in_force_only(published: Command) -> None:
    for old in (("--snapshot", "1"), ("--known-on", "2025-01-01")):
        refused = public(published, "--month", "2025-07", *old)
        assert refused.status == 2
    said = public(published, "--month", "2025-07", "--snapshot", "1").json["error"]
    assert "snapshot in force" in str(said) or "sedang berlaku" in str(said)
    assert public(published, "--month", "2025-07", "--snapshot", "2").json["total"]["members"] == 1000


def test_the_public_is_not_told_who_counts_elsewhere(published: Command) -> None:
    assert public(published, "--month", "2025-07", "--attribution", "work").status == 2


def test_an_answer_does_not_depend_on_what_was_asked_before(published: Command) -> None:
    questions = [("--month", month, *by) for month in ("2025-06", "2025-07") for by in ((), ("--by", "district"))]
    first = [public(published, *question).json for question in questions]
    again = [public(published, *question).json for question in reversed(questions)]
    assert first == again[::-1]
    hidden = [{row["district"] for row in answer["rows"] if row["hidden"]} for answer in first[1::2]]
    assert hidden == [{"16.06.01", "16.06.02"}, {"16.06.01", "16.06.02"}]


@pytest.mark.parametrize(("lang", "says"), [("id", "• berarti disembunyikan"), ("en", "• means hidden")])
def test_what_is_hidden_is_explained_where_it_stands(published: Command, lang: str, says: str) -> None:
    asked = ("coverage", "--area", "16.06", "--month", "2025-07", "--by", "district", "--lang", lang)
    assert says in published(*asked, "--public").out
    assert says not in published(*asked).out


@pytest.mark.parametrize("by", ["decile", "occupation"])
def test_the_public_may_ask_by_decile_and_occupation(published: Command, by: str) -> None:
    assert public(published, "--month", "2025-07", "--by", by).status == 1  # nobody told: missing, not refused
