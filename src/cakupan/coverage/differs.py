"""Where a recap says another number of members than the persons counted, and whether that is worth a warning."""

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.cells import Known
from cakupan.coverage.cube import TOTAL
from cakupan.coverage.definition import Evidence
from cakupan.coverage.finding import Finding
from cakupan.coverage.total import Total, total_by
from cakupan.regions.levels import REGENCY

# Per thousand of the recap. Closer than this, the two were drawn on different days of one month, or a few members
# live elsewhere; that is worth a word beside the figure, and no warning.
WORTH_A_WARNING = 5


def recap_differs(known: Known, area: str, month: Month) -> Finding | None:
    """That the recap of `area` says another number than its linked persons; they may be nobody in a regency counted.

    None where the people counted seem to be a part only: that is told instead.
    """
    if len(area) < REGENCY or known.seems_partial(area, month) or not known.is_complete(area, month, Evidence.LINKED):
        return None
    linked = total_by(known, area, month, Evidence.LINKED)
    recaps = known.cells_of(area, month, Evidence.RECAP)
    said = next((cell for cell in recaps if cell.grain == TOTAL and cell.programme is None and cell.speaks), None)
    if said is None or not isinstance(linked, Total) or said.members == linked.members:
        return None
    facts: dict[str, Fact] = {"area": area, "month": str(month), "members": said.members, "source": said.source}
    small = abs(said.members - linked.members) * 1000 < said.members * WORTH_A_WARNING
    return Finding("recap_differs_from_linked", {**facts, "linked": linked.members}, "info" if small else "warning")
