"""How many members an area has in a month: as reported, added up from segments, or from every area directly below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.cells import Cell, Known
from cakupan.coverage.cube import COUNTED, FROM_SEGMENTS, TOTAL
from cakupan.coverage.definition import OF_PEOPLE, STRONGEST_FIRST, Evidence, Measure, weakest
from cakupan.coverage.finding import Missing
from cakupan.coverage.people import MEMBERS
from cakupan.regions.levels import REGENCY
from cakupan.regions.tree import UnknownArea, children_of, level_of

FROM_AREAS = "areas"
_NAMED_AT_MOST = 10  # a sentence that lists eighty thousand villages helps nobody


@dataclass(frozen=True, slots=True)
class Total:
    """Members of an area, and how they were come by (see `FigureDefinition`). `memberships` are known of people only.

    `mixed` names the kinds of evidence that areas were added up from, where there are several: `evidence` is then
    the weakest.
    """

    members: int
    measure: Measure
    basis: str
    segments: tuple[str, ...]
    told_by: frozenset[str | None]  # the sources it was counted by; None is one that was not named
    evidence: Evidence
    memberships: int | None = None
    alike: bool = True  # whether all areas that were added up count in the same way, as their evidence does
    mixed: tuple[Evidence, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return named(self.told_by)


def total_of(known: Known, area: str, month: Month, evidence: Evidence | None = None) -> Total | Missing:
    """The members of `area`, or what is missing for saying how many.

    The strongest evidence speaks that tells of the whole area, unless one kind is asked for: persons linked across
    lists, then a list of members, then a recap. People counted from lists that seem partial (`wholeness`) do not
    speak unless asked for. Of one kind, the area's own figure goes before any sum. A sum over
    the areas below needs every one of them: what did not report is unknown, and leaving it out would count it as
    nobody. Areas are added up across kinds only where no kind tells of them all.
    """
    kinds = [kind for kind in STRONGEST_FIRST if evidence in (None, kind) and known.speaks_of(area, month, kind)]
    if not kinds:
        return _nothing_known(known, area, month, evidence)
    partial = known.seems_partial(area, month) if evidence is None else ()
    whole = [kind for kind in kinds if not (partial and kind in OF_PEOPLE)]
    lacking = Missing("members_seem_partial", {"area": area, "month": str(month)})
    for kind in whole:
        found = total_by(known, area, month, kind)
        if isinstance(found, Total):
            return found
        lacking = found
    # Within a regency whose people are told of in part, no sum of its places can tell more.
    several = len(kinds) > 1 if whole else len(area) < REGENCY
    parts = codes_below(area) if several or (partial and len(area) < REGENCY) else ()
    return _added_up({below: total_of(known, below, month) for below in parts}) or lacking


def total_by(known: Known, area: str, month: Month, kind: Evidence) -> Total | Missing:
    """The members of `area` by one kind of evidence, or what is missing of it."""
    own = known.cells_of(area, month, kind)
    speaking = [cell for cell in own if cell.grain == TOTAL and cell.programme is None and cell.speaks]
    counted = [cell for cell in speaking if not cell.second]
    if counted:
        return _own_total(counted[0], own, sum(cell.members for cell in speaking if cell.second))
    if known.is_complete(area, month, kind):
        if known.is_untold(area, month, kind, level_of(area)):
            return Missing(f"{level_of(area)}_missing", {"area": area[:REGENCY], "month": str(month)})
        if known.members_no_nearer(area, month):
            return Missing(f"attribution_{known.attribution}_no_nearer", no_nearer_facts(known, area, month))
        return Total(0, Measure.PERSONS, COUNTED, (), frozenset({MEMBERS}), kind, memberships=0)
    if not known.speaks_of(area, month, kind):
        return _nothing_known(known, area, month, kind)
    below = {child: total_by(known, child, month, kind) for child in codes_below(area)}
    return _added_up(below) or _parts_known(own, area, month, below)


def no_nearer_facts(known: Known, area: str, month: Month) -> Mapping[str, Fact]:
    """How many members of a regency are known to belong to it and to no area in it, among which may be some here."""
    members = known.members_no_nearer(area, month)
    return {"area": area, "month": str(month), "regency": area[:REGENCY], "members": members}


def _added_up(below: Mapping[str, Total | Missing]) -> Total | None:
    """The sum over the areas below, where every one of them is known."""
    found = [total for total in below.values() if isinstance(total, Total)]
    return _sum(found) if found and len(found) == len(below) else None


def named(sources: Iterable[str | None]) -> tuple[str, ...]:
    """The sources that have a name, each once, by name."""
    return tuple(sorted({source for source in sources if source}))


def codes_below(area: str) -> tuple[str, ...]:
    """The areas directly below."""
    try:
        return tuple(child.code for child in children_of(area))
    except UnknownArea:
        return ()  # a retired code can be reported on, but today's tree does not say what lies in it


def _own_total(cell: Cell, own: Iterable[Cell], memberships: int) -> Total:
    added_up = cell.basis == FROM_SEGMENTS
    told_apart = added_up or cell.basis == COUNTED
    counted = Measure.PERSONS if cell.basis == COUNTED else Measure.AS_REPORTED
    return Total(
        members=cell.members,
        measure=Measure.MEMBERSHIPS if added_up else counted,
        basis=cell.basis,
        segments=segments_of(own, cell.source) if told_apart else (),
        told_by=frozenset({cell.source}),
        evidence=Evidence(cell.evidence),
        memberships=memberships if cell.basis == COUNTED else None,
    )


def segments_of(cells: Iterable[Cell], source: str | None) -> tuple[str, ...]:
    """The segments that one source tells apart, by name; of people counted, those that somebody is a member in."""
    told = (cell for cell in cells if cell.programme is None and cell.source == source and not cell.second)
    some = (cell for cell in told if cell.members or cell.basis != COUNTED)
    return tuple(sorted({cell.segment for cell in some if cell.segment}))


def _sum(found: Sequence[Total]) -> Total:
    segments = {segment for total in found for segment in total.segments}
    kinds = {kind for total in found for kind in total.mixed or (total.evidence,)}
    memberships = [total.memberships for total in found if total.memberships is not None]
    return Total(
        members=sum(total.members for total in found),
        measure=_measure_of(found),
        basis=FROM_AREAS,
        segments=tuple(sorted(segments)) if len(kinds) == 1 else (),  # recaps beside them need not say theirs
        told_by=frozenset(source for total in found for source in total.told_by),
        evidence=weakest(total.evidence for total in found),
        memberships=sum(memberships) if len(memberships) == len(found) else None,
        alike=_alike(found),
        mixed=tuple(kind for kind in STRONGEST_FIRST if kind in kinds) if len(kinds) > 1 else (),
    )


def _measure_of(found: Iterable[Total]) -> Measure:
    """What the areas all count; where they differ, no more than the least of them can claim."""
    measures = {total.measure for total in found}
    if len(measures) == 1:
        return measures.pop()
    return Measure.MEMBERSHIPS if Measure.MEMBERSHIPS in measures else Measure.AS_REPORTED


def _alike(found: Sequence[Total]) -> bool:
    # People of every segment are counted where they are: that somewhere there is none of one is no other way to count.
    counted = {(one.evidence, one.measure, one.measure is Measure.PERSONS or one.segments) for one in found}
    return len(counted) == len({evidence for evidence, _, _ in counted}) and all(total.alike for total in found)


def _nothing_known(known: Known, area: str, month: Month, evidence: Evidence | None) -> Missing:
    others = tuple(kind.value for kind in STRONGEST_FIRST if known.speaks_of(area, month, kind))
    if evidence is not None and others:
        return Missing(f"{evidence}_missing", {"area": area, "month": str(month), "known": others})
    if known.months:
        return Missing("members_missing", {"area": area, "month": str(month), "known": tuple(map(str, known.months))})
    return Missing("members_missing_always", {"area": area, "month": str(month)})


def _parts_known(own: Iterable[Cell], area: str, month: Month, below: Mapping[str, Total | Missing]) -> Missing:
    place: dict[str, Fact] = {"area": area, "month": str(month)}
    programmes = tuple(sorted({cell.programme for cell in own if cell.programme}))
    if programmes:
        return Missing("members_only_by_programme", {**place, "programmes": programmes})
    payers = tuple(sorted({cell.payer for cell in own if cell.payer}))
    if payers:
        return Missing("members_only_by_payer", {**place, "payers": payers})
    lacking = tuple(child for child, total in below.items() if isinstance(total, Missing))
    facts: dict[str, Fact] = {"found": len(below) - len(lacking), "areas": len(below)}
    return Missing("members_missing_in_some_areas", {**place, **facts, "lacking": lacking[:_NAMED_AT_MOST]})
