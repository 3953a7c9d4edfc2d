"""What comes of parsing a cell: a value, with the repair and the warnings it took, or a fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cakupan.basics.month import Month
from cakupan.basics.refused import Facts
from cakupan.intake.sender import Sender
from cakupan.intake.shape import AS_IT_STANDS, Shape
from cakupan.intake.sheet import Cell

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot stand, or, as a warning, what is odd about it."""

    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """The value of a cell. `repair` is the code of what had to be mended to read it."""

    value: Value
    repair: str | None = None
    warnings: tuple[Fault, ...] = ()


Outcome = Taken | Fault


@dataclass(frozen=True, slots=True)
class Given:
    """What the sender said beside the file: its month, its area; and the day of today, if it may be known.

    `within` is the area of whoever reads: names are looked up there first, but it stands for nothing missing.
    `village` (a code) is what the name of a sheet says, for lists with a sheet for each village. `shape` is what
    they said about where its table stands and what its columns mean; `sender` what is known of how they lay out such
    files. `month_first` are the columns whose days are written month before day, `month_mixed` those with both orders
    (`day_order`).
    """

    month: Month | None = None
    area: str | None = None
    today: date | None = None
    within: str | None = None
    village: str | None = None
    shape: Shape = AS_IT_STANDS
    month_first: frozenset[str] = frozenset()
    month_mixed: frozenset[str] = frozenset()
    sender: Sender | None = None

    def says(self, column: str) -> str | None:
        """What stands for a column that the file does not have."""
        constants = dict(self.sender.constants) if self.sender else {}
        month = str(self.month) if self.month else constants.get("month")
        said = {
            "month": month,
            "starts_month": month,
            "ends_month": month,
            "area": self.area,
            "village": self.village,
            "district": self.village.rpartition(".")[0] if self.village else None,
        }
        return said.get(column) or constants.get(column)


CellParser = Callable[[Cell, Given], Outcome]
"""From one cell that is not blank."""

RowParser = Callable[[Mapping[str, Cell], Given], Outcome]
"""From the cells of a row that together say one thing, by column, the blank ones too."""
