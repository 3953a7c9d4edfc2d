"""Files that many tests begin with: made once for all tests of a process, and written again for each."""

from collections.abc import Callable
from pathlib import Path

_KNOWN: dict[str, tuple[bytes, int]] = {}


def made_once(asked: str, path: Path, make: Callable[[], None]) -> Path:
    """The file at `path`, which `make` writes there the first time that it is `asked` for."""
    if asked not in _KNOWN:
        make()
        _KNOWN[asked] = path.read_bytes(), path.stat().st_mode
        return path
    content, mode = _KNOWN[asked]
    path.write_bytes(content)
    path.chmod(mode)
    return path
