"""How many members an area has in a month: as reported, added up from segments, or from every area directly below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.cube import FROM_SEGMENTS, TOTAL
from cakupan.coverage.definition import Evidence, Measure, weakest
from cakupan.coverage.finding import Missing
from cakupan.coverage.known import Cell, Known
from cakupan.regions.tree import UnknownArea, children_of

FROM_AREAS = "areas"
_NAMED_AT_MOST = 10  # a sentence that lists eighty thousand villages helps nobody


@dataclass(frozen=True, slots=True)
class Total:
    """Members of an area, and how they were come by (see `FigureDefinition`)."""

    members: int
    measure: Measure
    basis: str
    segments: tuple[str, ...]
    told_by: frozenset[str | None]  # the sources it was counted by; None is one that was not named
    evidence: Evidence
    alike: bool = True  # whether all areas that were added up count in the same way

    @property
    def sources(self) -> tuple[str, ...]:
        return named(self.told_by)


def total_of(known: Known, area: str, month: Month) -> Total | Missing:
    """The members of `area`, or what is missing for saying how many.

    The area's own recap goes before any sum. A sum over the areas below needs every one of them: what did not
    report is unknown, and leaving it out would count it as nobody.
    """
    own = known.cells.get((area, month), ())
    speaking = [cell for cell in own if cell.grain == TOTAL and cell.programme is None and cell.speaks]
    if speaking:
        return _own_total(speaking[0], own)
    if (area, month) not in known.with_news:
        return _nothing_known(known, area, month)
    below = {child: total_of(known, child, month) for child in _codes_below(area)}
    found = [total for total in below.values() if isinstance(total, Total)]
    lacking = tuple(child for child, total in below.items() if isinstance(total, Missing))
    if found and not lacking:
        return _sum(found)
    return _parts_known(own, area, month, len(found), lacking)


def named(sources: Iterable[str | None]) -> tuple[str, ...]:
    """The sources that have a name, each once, by name."""
    return tuple(sorted({source for source in sources if source}))


def _codes_below(area: str) -> tuple[str, ...]:
    try:
        return tuple(child.code for child in children_of(area))
    except UnknownArea:
        return ()  # a retired code can be reported on, but today's tree does not say what lies in it


def _own_total(cell: Cell, own: Iterable[Cell]) -> Total:
    added_up = cell.basis == FROM_SEGMENTS
    return Total(
        members=cell.members,
        measure=Measure.MEMBERSHIPS if added_up else Measure.AS_REPORTED,
        basis=cell.basis,
        segments=segments_of(own, cell.source) if added_up else (),
        told_by=frozenset({cell.source}),
        evidence=Evidence(cell.evidence),
    )


def segments_of(cells: Iterable[Cell], source: str | None) -> tuple[str, ...]:
    """The segments that one source tells apart, by name."""
    told = (cell for cell in cells if cell.programme is None and cell.source == source)
    return tuple(sorted({cell.segment for cell in told if cell.segment}))


def _sum(found: Sequence[Total]) -> Total:
    segments = {segment for total in found for segment in total.segments}
    return Total(
        members=sum(total.members for total in found),
        measure=max(total.measure for total in found) if _alike(found) else Measure.MEMBERSHIPS,
        basis=FROM_AREAS,
        segments=tuple(sorted(segments)),
        told_by=frozenset(source for total in found for source in total.told_by),
        evidence=weakest(total.evidence for total in found),
        alike=_alike(found),
    )


def _alike(found: Sequence[Total]) -> bool:
    return len({(total.measure, total.segments) for total in found}) == 1 and all(total.alike for total in found)


def _nothing_known(known: Known, area: str, month: Month) -> Missing:
    if known.months:
        return Missing("members_missing", {"area": area, "month": str(month), "known": tuple(map(str, known.months))})
    return Missing("members_missing_always", {"area": area, "month": str(month)})


def _parts_known(own: Iterable[Cell], area: str, month: Month, found: int, lacking: tuple[str, ...]) -> Missing:
    place: dict[str, Fact] = {"area": area, "month": str(month)}
    programmes = tuple(sorted({cell.programme for cell in own if cell.programme}))
    if programmes:
        return Missing("members_only_by_programme", {**place, "programmes": programmes})
    payers = tuple(sorted({cell.payer for cell in own if cell.payer}))
    if payers:
        return Missing("members_only_by_payer", {**place, "payers": payers})
    facts: dict[str, Fact] = {"found": found, "areas": found + len(lacking), "lacking": lacking[:_NAMED_AT_MOST]}
    return Missing("members_missing_in_some_areas", {**place, **facts})
