"""Which payers sponsor: they pay for others than themselves and their own workers."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def sponsors() -> tuple[str, ...]:
    """The payers whose members are sponsored, as intake names them, from `sponsors.toml`.

    >>> "apbd_regency" in sponsors(), "self" in sponsors()
    (True, False)
    """
    text = (files("cakupan.membership") / "sponsors.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["sponsors"])
