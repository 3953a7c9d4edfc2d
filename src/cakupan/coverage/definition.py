"""What a coverage figure means: the parts without which it is not a figure, and when two figures may be subtracted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cakupan.basics.month import Month
from cakupan.identity.audit import LinkageError
from cakupan.membership.rules import active_rule
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


OF_PEOPLE = (Evidence.LINKED, Evidence.EXTRACT)  # counted person by person, strongest first
STRONGEST_FIRST = (*OF_PEOPLE, Evidence.RECAP)


def weakest(evidence: Iterable[Evidence]) -> Evidence:
    """What a figure made of several rests on: the weakest of theirs."""
    return min(evidence, key=list(Evidence).index)


class Attribution(StrEnum):
    """By what a member belongs to a place. A recap follows the reporter's own practice: `reported`."""

    REPORTED = "reported"
    DOMICILE = "domicile"
    NIK = "nik"
    WORK = "work"


ELSEWHERE = (Attribution.NIK, Attribution.WORK)  # by what no cube counts: see `coverage.attribution`


@dataclass(frozen=True, slots=True)
class Counting:
    """How evidence of one kind counts: where a member belongs, and how rows became persons.

    `linkage`: `exact_nik`, rows of one NIK are one person; `linked`, rows are linked across lists by more than the
    NIK; None where rows are no persons.
    """

    attribution: Attribution
    linkage: str | None


_AS_REPORTED = Counting(Attribution.REPORTED, None)
_COUNTING: Mapping[Evidence | None, Counting] = {
    None: _AS_REPORTED,
    Evidence.RECAP: _AS_REPORTED,
    Evidence.EXTRACT: Counting(Attribution.DOMICILE, "exact_nik"),
    Evidence.LINKED: Counting(Attribution.DOMICILE, "linked"),
}


def counting_of(evidence: Evidence | None) -> Counting:
    """How a figure on this evidence counts; as a recap where there is no figure (None).

    KeyError for evidence that nothing is written for: no figure may go out with it.
    """
    return _COUNTING[evidence]


def active_rule_of(evidence: Evidence | None, month: Month) -> str:
    """The rule that decides which members a figure of `month` counts as active.

    Of people it is the version of the membership rule in force in the month; of a recap its reporter's own,
    `as-reported`, which a recap does not carry. The same stands where there is no figure (None).
    """
    return active_rule().version_in(month).id if evidence in OF_PEOPLE else RULE


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """What a coverage figure counts, where and when, by which rule, from whom, and against what: no figure without it.

    `segments` are those counted, where the total is a sum of them or of people one by one (those that somebody is a
    member in); empty where the source gave its own total.
    `basis`: `reported`, `segments` (added up by one source), `counted` (of people, one by one) or `areas` (added up
    from every area directly below). `linkage`: see `Counting`.
    `evidence` is None where there is neither a total nor a row; of a sum over areas that rest on several kinds it is
    the weakest, and `mixed` names them all. `denominator_because`: see `workforce.choose.Choice`.
    `known_on` and `snapshot` are None outside a snapshot. `linkage_error` is what reviewers found of the links that a
    figure of linked persons rests on; None where nobody looked.
    """

    area: str
    month: Month
    active_rule: str
    attribution: Attribution
    measure: Measure
    basis: str
    segments: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Evidence | None
    denominator: Denominator | None
    denominator_because: str
    known_on: date | None = None
    snapshot: str | None = None
    linkage: str | None = None
    mixed: tuple[Evidence, ...] = ()
    linkage_error: LinkageError | None = None


_MEANING = ("active_rule", "attribution", "measure", "segments")


def differences(one: FigureDefinition, other: FigureDefinition) -> tuple[str, ...]:
    """The parts in which the members of two figures of one area are counted differently; none: they may be subtracted.

    Month, day and snapshot may differ, and so may the words a source uses of itself from month to month. The
    denominator does not enter: it changes what members are measured against, not how many there are.
    """
    # people of every segment are counted: that there is nobody of one in a month is no other way to count
    of_persons = one.measure is Measure.PERSONS and other.measure is Measure.PERSONS
    meaning = [part for part in _MEANING if not (of_persons and part == "segments")]
    parts = tuple(part for part in meaning if getattr(one, part) != getattr(other, part))
    same_evidence = (one.evidence, one.mixed) == (other.evidence, other.mixed)
    return parts if same_evidence else (*parts, "evidence")
