"""Same in, same out: a snapshot's hash depends on what was received, not on where, when or in which order."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Any]


def built(cakupan: Command, root: Path, letters: list[tuple[str, Path, str]], day: str) -> dict[str, Any]:
    here = ("--workspace", root)
    assert cakupan("init", "--area", "16.06", *here).status == 0
    for kind, path, known_on in letters:
        assert cakupan("add", path, "--kind", kind, "--known-on", known_on, *here).status == 0
    answer = cakupan("build", "--known-on", day, "--json", *here)
    assert answer.status == 0
    document: dict[str, Any] = answer.json
    return document


def test_two_workspaces_agree_on_the_hash(cakupan: Command, letters: dict[str, Path], tmp_path: Path) -> None:
    one_way = [(kind, path, "2025-09-18") for kind, path in letters.items()]
    other_way = [(kind, path, "2025-09-30") for kind, path in reversed(letters.items())]
    first = built(cakupan, tmp_path / "a", one_way, "2025-10-01")
    second = built(cakupan, tmp_path / "b" / "deeper", other_way, "2025-11-01")
    assert first["sha256"] == second["sha256"]
    assert {name: table["sha256"] for name, table in first["tables"].items()} == {
        name: table["sha256"] for name, table in second["tables"].items()
    }


def test_another_figure_is_another_hash(cakupan: Command, letters: dict[str, Path], tmp_path: Path) -> None:
    same = [(kind, path, "2025-09-18") for kind, path in letters.items()]
    first = built(cakupan, tmp_path / "a", same, "2025-10-01")
    letters["recap"].write_text(
        letters["recap"].read_text(encoding="utf-8").replace("88958", "88959"), encoding="utf-8"
    )
    second = built(cakupan, tmp_path / "b", same, "2025-10-01")
    assert first["sha256"] != second["sha256"]
