"""What the cube holds about one area and what lies in it, in some months, as values to answer from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cakupan.basics.month import Month
from cakupan.coverage.cube import COUNTED
from cakupan.coverage.definition import OF_PEOPLE, Attribution, Evidence, Measure
from cakupan.coverage.finding import Finding
from cakupan.regions.levels import REGENCY
from cakupan.regions.tree import NATION, Level, area_exists, codes_at, is_within, level_of
from cakupan.workforce.denominator import Denominator, Weight

Place = tuple[str, Month]  # an area in a month
Spoken = tuple[str, Month, Evidence]  # an area in a month, by one kind of evidence


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the cube (see `cube_of` and `cube_of_people`), without its place in it.

    Cubes of older versions lack some of the columns that have a default.
    """

    segment: str | None
    payer: str | None
    programme: str | None
    source: str | None
    grain: str
    members: int
    basis: str
    speaks: bool
    evidence: str
    sex: str | None = None
    age: str | None = None
    decile: str | None = None
    occupation: str | None = None
    measure: str = Measure.AS_REPORTED

    @property
    def second(self) -> bool:
        """Whether it counts memberships of people who are counted beside it: never the figure itself."""
        return self.basis == COUNTED and self.measure == Measure.MEMBERSHIPS


@dataclass(frozen=True, slots=True)
class Known:
    """Cells and the denominators that count then, each by area and month; all months the area asked about has
    figures for; and what is wrong with any of it. `with_news`: places with a cell of their own or of an area in them.
    `complete`: regencies and months whose people were all counted, so that a place in them without a cell has none.
    `partial`: why an extract there seems to hold only some of them, of regencies and of areas that regencies lie in.
    `attribution`: by what its people belong to places, where that is not the usual of each kind of evidence; then
    `no_nearer` has how many of a regency's people are known to belong to it, and to no district in it.
    `untold`: levels below a regency that nobody of its people is placed at, because its extract has no such column.
    Denominators are also those of the areas around it, and of what lies in them where they have to be shared out by
    `weights`.
    """

    cells: Mapping[Place, tuple[Cell, ...]]
    with_news: frozenset[Spoken]
    complete: frozenset[Spoken]
    denominators: Mapping[Place, tuple[Denominator, ...]]
    months: tuple[Month, ...]
    findings: tuple[Finding, ...]
    partial: Mapping[Place, tuple[Finding, ...]] = field(default_factory=dict)
    attribution: Attribution | None = None
    weights: tuple[Weight, ...] = ()
    no_nearer: Mapping[Place, int] = field(default_factory=dict)
    untold: frozenset[tuple[Spoken, Level]] = frozenset()

    def members_no_nearer(self, area: str, month: Month) -> int:
        """How many members of the regency that `area` lies in may belong to it or to any other area in the regency."""
        return self.no_nearer.get((area[:REGENCY], month), 0) if len(area) > REGENCY else 0

    def is_untold(self, area: str, month: Month, evidence: Evidence, level: Level) -> bool:
        """Whether the people of the regency that `area` lies in are placed no nearer than above `level`."""
        return ((area[:REGENCY], month, evidence), level) in self.untold

    def seems_partial(self, area: str, month: Month) -> tuple[Finding, ...]:
        """Why the people counted in `area` hardly are all of its members; nothing where they may well be.

        An area within a regency is as whole as the regency's extract.
        """
        return self.partial.get((area[:REGENCY], month), ())

    def cells_of(self, area: str, month: Month, evidence: Evidence) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells.get((area, month), ()) if cell.evidence == evidence)

    def is_complete(self, area: str, month: Month, evidence: Evidence) -> bool:
        """Whether all people of the regency that `area` is or lies in were counted."""
        return (area[:REGENCY], month, evidence) in self.complete

    def speaks_of(self, area: str, month: Month, evidence: Evidence | None = None) -> bool:
        """Whether anything is known of the area or of an area in it; by this evidence, or by any."""
        kinds = tuple(Evidence) if evidence is None else (evidence,)
        return any((area, month, kind) in self.with_news or self.is_complete(area, month, kind) for kind in kinds)

    def counted_within(self, code: str, month: Month, weakest: Evidence) -> tuple[tuple[str, Evidence], ...]:
        """The regencies in `code` whose people were counted, each with its strongest evidence, none below `weakest`."""
        allowed = OF_PEOPLE[: OF_PEOPLE.index(weakest) + 1]
        found = {regency for regency, when, kind in self.complete if when == month and kind in allowed}
        strongest = {code: next(kind for kind in allowed if self.is_complete(code, month, kind)) for code in found}
        return tuple((regency, strongest[regency]) for regency in sorted(found) if is_within(regency, code))

    def areas_within(self, code: str, month: Month, level: Level, evidence: Evidence | None = None) -> tuple[str, ...]:
        """The areas of `level` in `code` that something is known of, by code: all areas of a complete regency."""
        told = {area for area, when, kind in self.with_news if when == month and evidence in (None, kind)}
        found = {area for area in told if area != code and is_within(area, code) and level_of(area) == level}
        for regency, when, kind in self.complete:
            if when == month and evidence in (None, kind) and not self.is_untold(regency, month, kind, level):
                found |= _areas_of(regency, code, level)
        return tuple(sorted(found))

    def denominator(self, denominator: str, area: str, month: Month, segment: str | None = None) -> Denominator | None:
        """The figure of one denominator for `area`, of the vintage that counts in `month`."""
        here = self.denominators.get((area, month), ())
        return next((one for one in here if (one.id, one.segment) == (denominator, segment)), None)


def _areas_of(regency: str, code: str, level: Level) -> frozenset[str]:
    """The areas of today that lie both in a regency and in `code`; a regency of a retired code has none."""
    within = code if is_within(code, regency) and code != NATION else regency
    if not (is_within(within, code) and area_exists(within)):
        return frozenset()
    return frozenset(codes_at(level, within)) - {code}
