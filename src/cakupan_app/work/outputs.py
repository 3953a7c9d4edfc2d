"""What is written where whoever asks wants it: into a folder or a file that may turn out to be no place for it."""

from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan_app.store import durable
from cakupan_app.work.letters import masked_path


def folder(path: Path) -> Path:
    """The folder, made where it is not there yet; Refused where it cannot be one."""
    try:
        if path.exists() and not path.is_dir():
            raise Refused("out_not_folder", path=masked_path(path))
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused("out_not_written", path=masked_path(path)) from None
    return path


def put(path: Path, content: bytes) -> None:
    """Write a file in one step; Refused where it cannot be written."""
    try:
        durable.write(path, content)
    except OSError:
        raise Refused("out_not_written", path=masked_path(path)) from None
