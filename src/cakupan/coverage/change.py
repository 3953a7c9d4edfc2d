"""What drove the change of coverage between two months: reasons that add up exactly to the difference."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.definition import STRONGEST_FIRST, Evidence, FigureDefinition, differences
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.flows import APART, COARSER, JOINED, RETURNED, MemberFlow, Side, SponsoredChange
from cakupan.membership.episodes import ENDINGS
from cakupan.regions.tree import Level

PLACES: tuple[Level, ...] = ("district", "village")
DIMENSIONS = (*PLACES, "segment", "payer")

DENOMINATOR, UNTOLD = "denominator", "untold"
# In the order in which they are shown: who came, who left, what goes by another name now, what nobody can tell.
REASONS = (
    *(JOINED, RETURNED, "moved_in", "counted_elsewhere_in"),
    *ENDINGS,
    *("moved_out", "counted_elsewhere_out"),
    *("other_segment_in", "other_segment_out", "other_payer_in", "other_payer_out"),
    *(UNTOLD, DENOMINATOR),
)
_MOVES: Mapping[str, str] = {APART: "moved", COARSER: "counted_elsewhere"}

Dims = tuple[str | None, ...]  # the asked dimensions of a row, in the order asked; None where not told


@dataclass(frozen=True, slots=True)
class ReasonStep:
    """What one reason did: how many people more or fewer, and by how many points that moved the rate of the area.

    `persons` is None for what the denominator did. `points` are per cent of the first month's denominator, exact;
    None where there is no rate.
    """

    reason: str
    persons: int | None
    points: Fraction | None
    dims: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Part:
    """The members of one place, segment or payer in both months: the steps of the same `dims` add up to the change."""

    dims: Mapping[str, str | None]
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """The answer to "what drove the change" of an area. `reasons` add up to the difference of the two figures.

    `rows` are the same told apart by `by`, where that is asked for: those of one part add up to its change, and all
    to that of the area. Who went from one part to another is in `rows` and in none of `reasons`. Where no persons can
    be followed the only reason is `untold`, and `missing` says why.
    """

    area: str
    then: CoverageFigure
    now: CoverageFigure
    of_then: FigureDefinition
    of_now: FigureDefinition
    by: tuple[str, ...]
    reasons: tuple[ReasonStep, ...] = ()
    rows: tuple[ReasonStep, ...] = ()
    parts: tuple[Part, ...] = ()
    sponsored: SponsoredChange | None = None
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def difference(self) -> int | None:
        if self.then.members is None or self.now.members is None:
            return None
        return self.now.members - self.then.members

    @property
    def points(self) -> Fraction | None:
        """The difference of the two rates, in points."""
        if self.then.ratio is None or self.now.ratio is None:
            return None
        return (self.now.ratio.share - self.then.ratio.share) * 100


def check_question(by: Sequence[str], then: Month, now: Month) -> None:
    """Refuses what a change cannot be told apart by, and months in the wrong order."""
    for name in by:
        if name not in DIMENSIONS:
            raise Refused("change_dimension_unknown", dimension=name, known=DIMENSIONS)
    if len(level_asked(by)) > 1:
        raise Refused("change_by_one_level", levels=PLACES)
    if now - then <= 0:
        raise Refused("change_months_reversed", then=str(then), now=str(now))


def level_asked(by: Iterable[str]) -> tuple[Level, ...]:
    """The levels of places among the dimensions asked for."""
    return tuple(level for level in PLACES if level in by)


def shared_evidence(then: Coverage, now: Coverage) -> Evidence | None:
    """The strongest evidence that tells of both months; None where there is none, or a figure is missing."""
    told = [
        {
            one.evidence
            for one in (answer.definition, *(other.definition for other in answer.other_evidence))
            if one.evidence and not one.mixed
        }
        for answer in (then, now)
        if answer.total.members is not None
    ]
    return next((kind for kind in STRONGEST_FIRST if len(told) == 2 and all(kind in kinds for kinds in told)), None)


def change_of_people(
    then: Coverage,
    now: Coverage,
    flows: Sequence[MemberFlow],
    by: Sequence[str] = (),
    sponsored: SponsoredChange | None = None,
) -> CoverageChange:
    """The change between two figures of linked persons, whose `flows` are those of the same area and months."""
    before = _members((flow.then, flow.people) for flow in flows)
    after = _members((flow.now, flow.people) for flow in flows)
    return CoverageChange(
        **_figures(then, now),
        by=tuple(by),
        reasons=_steps(_reasons(flows, ()), (), then.total, now.total),
        rows=_steps(_reasons(flows, by), by, then.total, now.total) if by else (),
        parts=_parts(_by(before, by), _by(after, by), by) if by else (),
        sponsored=sponsored,
        findings=(
            *_counted_differently(then.definition, now.definition),
            *_another_count(then, before.total()),
            *_another_count(now, after.total()),
        ),
    )


def change_untold(
    then: Coverage, now: Coverage, by: Sequence[str] = (), missing: Iterable[Missing] = ()
) -> CoverageChange:
    """The change between two figures, and of their parts, where nobody can say what drove it."""
    figures = _figures(then, now)
    if then.total.members is None or now.total.members is None:
        lacking = now if now.total.members is None else then
        facts = _facts(then.definition, now.definition) | {"lacking": str(lacking.definition.month)}
        return CoverageChange(**figures, by=tuple(by), missing=(Missing("change_needs_both_months", facts),))
    difference = now.total.members - then.total.members
    parts = _parts(_reported(then, by), _reported(now, by), by) if by else ()
    untold = Counter({(UNTOLD, tuple(part.dims.values())): part.now - part.then for part in parts})
    untold[UNTOLD, (None,) * len(by)] += difference - untold.total()  # in no part, or counted by another source there
    return CoverageChange(
        **figures,
        by=tuple(by),
        reasons=_steps(Counter({(UNTOLD, ()): difference}), (), then.total, now.total),
        rows=_steps(untold, by, then.total, now.total) if by else (),
        parts=parts,
        missing=tuple(missing),
        findings=_counted_differently(then.definition, now.definition),
    )


_Counts = Counter[tuple[str, Dims]]  # people by reason and dimensions, those who left below zero


def _reasons(flows: Iterable[MemberFlow], by: Sequence[str]) -> _Counts:
    """Signed people by reason, told apart by `by`; who counts alike in both months is in none."""
    found: _Counts = Counter()
    for flow in flows:
        into, out = _reason(flow, by)
        if out and flow.then:
            found[out, _dims(flow.then, by)] -= flow.people
        if into and flow.now:
            found[into, _dims(flow.now, by)] += flow.people
    return found


def _reason(flow: MemberFlow, by: Sequence[str]) -> tuple[str | None, str | None]:
    """By which reasons the people of a flow came into a part and left one; None where they did not."""
    if flow.then is None or flow.now is None:
        move = _MOVES.get(flow.why)
        return (f"{move}_in", f"{move}_out") if move else (flow.why, flow.why)
    if level_asked(by) and flow.then.place != flow.now.place:
        return f"{_MOVES[flow.why]}_in", f"{_MOVES[flow.why]}_out"
    for name in ("segment", "payer"):
        if name in by and getattr(flow.then, name) != getattr(flow.now, name):
            return f"other_{name}_in", f"other_{name}_out"
    return None, None


def _dims(side: Side, by: Sequence[str]) -> Dims:
    return tuple(side.place if name in PLACES else getattr(side, name) for name in by)


def _members(sides: Iterable[tuple[Side | None, int]]) -> Counter[Side]:
    found: Counter[Side] = Counter()
    for side, people in sides:
        if side:
            found[side] += people
    return found


def _by(members: Counter[Side], by: Sequence[str]) -> Mapping[Dims, int]:
    found: Counter[Dims] = Counter()
    for side, people in members.items():
        found[_dims(side, by)] += people
    return found


def _reported(answer: Coverage, by: Sequence[str]) -> Mapping[Dims, int]:
    """The members of each part that the answer tells apart."""
    rows = (row for row in answer.rows if row.members is not None)
    found: Counter[Dims] = Counter()
    for row in rows:
        found[tuple((row.dims or {}).get(name) for name in by)] += row.members or 0
    return found


def _parts(then: Mapping[Dims, int], now: Mapping[Dims, int], by: Sequence[str]) -> tuple[Part, ...]:
    keys = sorted(then.keys() | now.keys(), key=_in_order)
    return tuple(Part(dict(zip(by, key, strict=True)), then.get(key, 0), now.get(key, 0)) for key in keys)


def _in_order(dims: Dims) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, value or "") for value in dims)


def _steps(counts: _Counts, by: Sequence[str], then: CoverageFigure, now: CoverageFigure) -> tuple[ReasonStep, ...]:
    rated = then.ratio is not None and now.ratio is not None
    told = sorted(counts, key=lambda key: (_in_order(key[1]), REASONS.index(key[0])))
    steps = [
        ReasonStep(reason, people, _share(people, then) if rated else None, dict(zip(by, dims, strict=True)))
        for reason, dims in told
        if (people := counts[reason, dims])
    ]
    if rated and then.potential != now.potential:
        moved = _share(now.members or 0, now) - _share(now.members or 0, then)
        steps.append(ReasonStep(DENOMINATOR, None, moved, dict.fromkeys(by)))
    return tuple(steps)


def _share(people: int, figure: CoverageFigure) -> Fraction:
    return Fraction(people * 100, figure.potential or 1)


def _figures(then: Coverage, now: Coverage) -> dict[str, Any]:
    return {
        "area": now.definition.area,
        "then": then.total,
        "now": now.total,
        "of_then": then.definition,
        "of_now": now.definition,
    }


def _facts(then: FigureDefinition, now: FigureDefinition) -> dict[str, Fact]:
    return {"area": now.area, "then": str(then.month), "now": str(now.month)}


def _counted_differently(then: FigureDefinition, now: FigureDefinition) -> tuple[Finding, ...]:
    """What is counted differently in the two months. Different evidence counts differently in all: that is told once.

    Of linked persons those of every segment are counted: that there is nobody in one of them is no other count.
    """
    parts = differences(then, now)
    told = ("evidence",) if "evidence" in parts else parts
    if now.evidence is Evidence.LINKED:
        told = tuple(part for part in told if part != "segments")
    if then.denominator and now.denominator and then.denominator.id != now.denominator.id:
        told = (*told, "denominator")
    return tuple(Finding(f"change_{part}_differs", _facts(then, now), "warning") for part in told)


def _another_count(answer: Coverage, counted: int) -> tuple[Finding, ...]:
    """That the persons followed are not as many as the figure says: the two are counted from one table, so a fault."""
    if answer.total.members == counted:
        return ()
    facts: dict[str, Fact] = {"area": answer.definition.area, "month": str(answer.definition.month)}
    return (Finding("change_counts_others", {**facts, "counted": counted, "members": answer.total.members}, "error"),)
