"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from cakupan_app.store import durable


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    durable.write(tmp_path / "new" / "file", b"content\n")
    assert (tmp_path / "new" / "file").read_bytes() == b"content\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file"]


def test_a_failure_before_the_rename_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    durable.write(tmp_path / "file", b"old")

    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        durable.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    durable.write(tmp_path / "key", b"secret", mode=0o600)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
