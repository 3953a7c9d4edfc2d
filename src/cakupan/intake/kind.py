"""Which kinds of file are received."""

from enum import StrEnum


class Kind(StrEnum):
    """What a received file is about (FORMATS.md). The layout of each is in `layouts`."""

    RECAP = "recap"
    WORKFORCE = "workforce"
    TARGETS = "targets"
    MEMBERS = "members"
    NOMINATIONS = "nominations"
    POPULATION = "population"
    PAYMENTS = "payments"
    ANSWERS = "answers"
    MATCHES = "matches"
    DEATHS = "deaths"
    CLAIMS = "claims"


class Loose(StrEnum):
    """A list that is read to be matched with another, and never received."""

    PERSONS = "persons"


Subject = Kind | Loose
"""Whatever a list can be read as."""


KINDS: tuple[Kind, ...] = tuple(Kind)
