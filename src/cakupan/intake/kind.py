"""Which kinds of file are received."""

from enum import StrEnum


class Kind(StrEnum):
    """What a received file is about (FORMATS.md). The layout of each is in `layouts`."""

    RECAP = "recap"
    WORKFORCE = "workforce"
    TARGETS = "targets"


KINDS: tuple[Kind, ...] = tuple(Kind)
