"""What a coverage figure means: the parts without which it is not a figure, and when two figures may be subtracted."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cakupan.basics.month import Month
from cakupan.workforce.denominator import Denominator

RULE = "as-reported"  # a recap's members are active by the reporter's own rule, which the recap does not carry


class Measure(StrEnum):
    """What was counted. A recap's own total does not say, so it stays `as_reported`."""

    PERSONS = "persons"
    MEMBERSHIPS = "memberships"
    AS_REPORTED = "as_reported"


class Evidence(StrEnum):
    """What a figure rests on, weakest first: a recap, a list of members, or persons linked across lists."""

    RECAP = "recap"
    EXTRACT = "extract"
    LINKED = "linked"


class Attribution(StrEnum):
    """By what a member belongs to a place. A recap follows the reporter's own practice: `reported`."""

    REPORTED = "reported"
    DOMICILE = "domicile"
    NIK = "nik"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """No number without it (DESIGN.md, promise 1).

    `segments` are those counted where the total is a sum of them; empty where the source gave its own total.
    `basis`: `reported`, `segments` (added up by one source) or `areas` (added up from every area directly below).
    `denominator_because`: see `workforce.choose.Choice`. `known_on` and `snapshot` are None outside a snapshot.
    """

    area: str
    month: Month
    active_rule: str
    attribution: Attribution
    measure: Measure
    basis: str
    segments: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    denominator: Denominator | None
    denominator_because: str
    known_on: date | None = None
    snapshot: str | None = None


_MEANING = ("active_rule", "attribution", "measure", "segments", "evidence")


def differences(one: FigureDefinition, other: FigureDefinition) -> tuple[str, ...]:
    """The parts in which the members of two figures of one area are counted differently; none: they may be subtracted.

    Month, day and snapshot may differ, and so may the words a source uses of itself from month to month. The
    denominator does not enter: it changes what members are measured against, not how many there are.
    """
    return tuple(part for part in _MEANING if getattr(one, part) != getattr(other, part))
