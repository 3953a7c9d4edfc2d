"""Which parts made-up names, firms and occupations are put together from: the lists of `data/parts.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def parts() -> Mapping[str, Any]:
    """The whole file, read once."""
    text = (files("cakupan.synthetic") / "data" / "parts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
