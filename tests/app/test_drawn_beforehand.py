"""Public pages drawn beforehand: each once, and what is in force by now is cleared by nobody."""

from pathlib import Path

import pytest


def test_a_page_is_drawn_once_and_a_newer_shelf_stays_when_an_older_drawing_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cakupan_app.public import prerendered

    older, newer, drawn = tmp_path / "older", tmp_path / "newer", list[str]()

    def draw(path: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
        drawn.append(path)
        if path == "/card.png" and not newer.exists():  # published meanwhile
            newer.mkdir()
            monkeypatch.setattr(prerendered, "shelf_in_force", lambda: newer)
        return path.encode(), ()

    monkeypatch.setattr(prerendered, "_draw", draw)
    monkeypatch.setattr(prerendered, "shelf_in_force", lambda: older)
    prerendered.draw_all()
    assert newer.exists() and len(set(drawn)) == len(drawn) == len(list(older.iterdir()))
    prerendered.draw_all()
    assert [one.name for one in tmp_path.iterdir()] == ["newer"]
    count = len(drawn)
    prerendered.draw_all()
    assert len(drawn) == count
