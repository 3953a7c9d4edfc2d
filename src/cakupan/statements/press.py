"""Which figures a press text gives of an area and month: none that the public is not shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cakupan.basics.figures import Figure
from cakupan.basics.ratio import Ratio
from cakupan.coverage.definition import FigureDefinition, differences
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Finding
from cakupan.statements.misprints import misprint
from cakupan.statements.spans import Span
from cakupan.targets.gap import members_still_needed
from cakupan.targets.target import Target
from cakupan.workforce.denominator import Denominator

_POINTS = 2  # decimals of a rate in print, as offices give it
_AIMS = 2  # targets that a text tells of


@dataclass(frozen=True, slots=True)
class Standing:
    """Members of an area in a month against its potential workers; what the public is not shown is None.

    `rate` is rounded half up, once, from the two counts that stand beside it.
    """

    definition: FigureDefinition
    members: int
    potential: int | None
    estimated: bool = False

    @property
    def rate(self) -> Decimal | None:
        return Ratio(self.members, self.potential).percent(_POINTS) if self.potential else None

    @property
    def uncovered(self) -> int | None:
        return None if self.potential is None else self.potential - self.members


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target wants and how many it still needs of the members told; 0 where it is reached.

    `another`: one of the same year is told before it.
    """

    target: Target
    denominator: Denominator | None
    needed: int
    another: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """What a press text says, in order: how it stands, how it stood, who is not covered, and what targets still need.

    `then` is None where no earlier month is shown or counts otherwise. `silent`: what the text leaves out, and why.
    """

    now: Standing
    then: Standing | None
    segments: tuple[tuple[str, int], ...]
    aims: tuple[Aim, ...]
    silent: tuple[Finding, ...]


def standing_of(answer: Coverage, figure: CoverageFigure | None = None) -> Standing | None:
    """How an area stands, from an answer for the public (`figure`: of a part of it); None where it is not shown, and of
    nobody: that there is no member is no news that this text is made for.

    Without the potential where members exceed it: the two populations differ, and the rate would say nothing.
    """
    shown = figure if figure is not None else answer.total
    if not shown.members or shown.hidden:
        return None
    sound = shown.comparable and shown.potential is not None and 0 < shown.members <= shown.potential
    potential = shown.potential if sound else None
    return Standing(answer.definition, shown.members, potential, shown.estimated)


def press_of(
    now: Standing, then: Standing | None, segments: Coverage | None, targets: Iterable[Target], area: str
) -> Press:
    """What a press text says of `area`, where it stands like `now`."""
    silent: list[Finding] = []
    facts = {"area": area, "month": str(now.definition.month)}
    if now.potential is None:
        silent.append(Finding("press_without_rate", facts, "warning"))
    if then is not None and (parts := differences(now.definition, then.definition)):
        since = str(then.definition.month)
        silent.append(Finding("press_without_growth", {**facts, "since": since, "parts": parts}, "info"))
        then = None
    told = _segments(segments, now.members)
    if segments is not None and segments.rows and not told:
        silent.append(Finding("press_without_segments", facts, "info"))
    aims, untold = _told_apart(tuple(_aims(now, targets)))
    silent += (
        Finding("press_without_target", {"target": one.target.id, "rate": one.target.rate}, "info") for one in untold
    )
    return Press(now, then, told, aims, tuple(silent))


def _segments(answer: Coverage | None, members: int) -> tuple[tuple[str, int], ...]:
    """Every segment with its members, the most first; none where one is hidden or they do not add up to the whole."""
    rows = [row for row in answer.rows if row.members != 0] if answer else []
    if any(row.members is None or row.unplaced for row in rows):
        return ()
    found = [((row.dims or {}).get("segment") or "", row.members or 0) for row in rows]
    whole = sum(count for _, count in found) == members and all(name for name, _ in found)
    return tuple(sorted(found, key=lambda one: (-one[1], one[0]))) if whole and len(found) > 1 else ()


def _left_out(target: Target) -> Finding:
    return Finding("press_without_target", {"target": target.id, "rate": target.rate}, "info")


def _told_apart(aims: Sequence[Aim]) -> tuple[tuple[Aim, ...], tuple[Aim, ...]]:
    """The aims that are told, and those that are not: where two of one year are a slip of the pen apart a reader takes
    the second for the first misprinted, and of more than `_AIMS` nobody keeps apart which need belongs to which."""
    told: list[Aim] = []
    untold: list[Aim] = []
    for aim in aims:
        same_year = [one for one in told if one.target.year == aim.target.year]
        if len(told) == _AIMS or any(_alike(one.target, aim.target) for one in same_year):
            untold.append(aim)
        else:
            told.append(replace(aim, another=bool(same_year)))
    return tuple(told), tuple(untold)


def _alike(one: Target, other: Target) -> bool:
    """Whether the rate of one is that of the other but for a slip, or but for rounding."""
    return one.rate == other.rate or _slips(one, other) or _slips(other, one)


def _slips(one: Target, other: Target) -> bool:
    figures = [
        Figure(each.rate, Decimal(1).scaleb(-places), decimals=places)
        for each in (one, other)
        for places in [max(0, -int(each.rate.as_tuple().exponent))]
    ]
    meant = Span(other.rate, figures[1].low, figures[1].high, figures[1].step)
    meets = figures[0].low < meant.high and meant.low < figures[0].high
    return meets or misprint(figures[0], meant) is not None


def _aims(now: Standing, targets: Iterable[Target]) -> Iterator[Aim]:
    """The targets against the denominator that the text names: of another nobody could follow the sum."""
    used = now.definition.denominator
    for target in targets:
        own = target.denominator is None or (used is not None and used.id == target.denominator)
        if now.potential is not None and own and target.set_for is None:
            needed = members_still_needed(Ratio(now.members, now.potential), Fraction(target.rate) / 100)
            yield Aim(target, used, needed)
