"""How sources and remarks of the data are given to an Indonesian reader, whose data speak English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

INDONESIAN = "id"


def cited(text: str, lang: str) -> str:
    """A source or a remark of the data, in `lang`; as it stands where it only names laws, papers and pages, and where
    an office wrote it.

    >>> cited("general knowledge", "id"), cited("PP 44/2015", "id")
    ('pengetahuan umum', 'PP 44/2015')
    """
    return citations().get(text, text) if lang == INDONESIAN else text


@cache
def citations() -> Mapping[str, str]:
    """Every source and remark that has words in it, by how it stands in the data."""
    return tomllib.loads(files(__package__).joinpath("citations.toml").read_text(encoding="utf-8"))
