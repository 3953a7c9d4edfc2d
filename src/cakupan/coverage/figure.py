"""What an answer about coverage is made of: figures, what was added to them, and what is not there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.ratio import Ratio
from cakupan.coverage.definition import FigureDefinition
from cakupan.coverage.finding import Finding, Missing
from cakupan.workforce.allocate import Estimate
from cakupan.workforce.denominator import Denominator

if TYPE_CHECKING:
    from cakupan.coverage.attribution import AttributionChange

DIMENSIONS = ("district", "village", "segment", "payer", "sex", "age", "decile", "occupation")


@dataclass(frozen=True, slots=True)
class CoverageFigure:
    """Members out of potential workers. None is unknown, or hidden where `hidden` says so; never zero.

    `memberships` are those of the members counted, where people were counted: one person may have several.

    `unplaced` marks what is left of the total when all other rows are taken off: people of the area whose place,
    segment or payer was not reported; `area` is None then if it is the place. `dims` holds the asked dimensions
    of the row, None where unplaced.

    `estimated`: nobody counted these potential workers; `estimate` is then how they were come by (None for what is
    left of the total). `comparable`: members and potential workers are of the same places; without it there is no rate.
    """

    area: str | None
    month: Month
    members: int | None
    potential: int | None = None
    dims: Mapping[str, str | None] | None = None
    unplaced: bool = False
    hidden: bool = False
    memberships: int | None = None
    estimated: bool = False
    estimate: Estimate | None = None
    comparable: bool = True

    @property
    def ratio(self) -> Ratio | None:
        return self._of(self.potential)

    @property
    def lowest_ratio(self) -> Ratio | None:
        """The rate if as many workers live here as the estimate allows; None where the potential is none."""
        return self._of(self.estimate.high) if self.estimate else None

    @property
    def highest_ratio(self) -> Ratio | None:
        """The rate if as few workers live here as the estimate allows; None where those may be nobody."""
        return self._of(self.estimate.low) if self.estimate else None

    def _of(self, potential: int | None) -> Ratio | None:
        if self.members is None or not potential or not self.comparable:
            return None
        return Ratio(self.members, potential)

    @property
    def uncovered(self) -> int | None:
        """Potential workers who are not members; unknown where members exceed them: the two populations differ."""
        if self.members is None or self.potential is None or self.members > self.potential:
            return None
        return self.potential - self.members


@dataclass(frozen=True, slots=True)
class Beside:
    """The same members against another denominator: to be shown beside the figure, never subtracted from it."""

    denominator: Denominator
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class OtherEvidence:
    """The same area and month by another kind of evidence, with its own definition: to be shown, never subtracted."""

    definition: FigureDefinition
    figure: CoverageFigure


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer to a question about coverage. `rows` break `total` down by `by`; without `by` there are none.

    `row_sources` names who counted the rows, which need not be who counted the total (`definition.sources`).
    `other_evidence`: what the other kinds say of the total, strongest first; `partial_evidence`: those of people who
    seem to be only a part of the members, which no pace may be drawn from. `between`: the figures of the areas
    that lie between the area asked about and those of the rows, which have public tables of their own. `attributed`:
    what changed against attribution by domicile, where another was asked for. `overrides`: the denominators of the
    total and the rows that a government states itself.
    """

    definition: FigureDefinition
    total: CoverageFigure
    by: tuple[str, ...] = ()
    rows: tuple[CoverageFigure, ...] = ()
    row_sources: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    overrides: tuple[Denominator, ...] = ()
    other_evidence: tuple[OtherEvidence, ...] = ()
    partial_evidence: tuple[OtherEvidence, ...] = ()
    between: tuple[CoverageFigure, ...] = ()
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()
    attributed: "AttributionChange | None" = None
