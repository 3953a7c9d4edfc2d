"""In which order a column as a whole writes day and month: some of its days can be read in one order only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from cakupan.intake.headings import Heading
from cakupan.intake.layout import Layout
from cakupan.intake.outcome import Given
from cakupan.intake.sheet import Column, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

DATED = ("birth", "died_on", "reported_on", "started_on", "ended_on", "paid_until", "paid_on", "submitted_on")
_BETWEEN = r"\s*[-/.,\\ ]\s*"
_DAY_ONLY, _MONTH = "(?:1[3-9]|2[0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:[0-9]{4}|[0-9]{2})(?:\s.*)?$"
_DAY_FIRST = rf"^\s*{_DAY_ONLY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}"
_MONTH_FIRST = rf"^\s*{_MONTH}{_BETWEEN}{_DAY_ONLY}{_BETWEEN}{_YEAR}"


@dataclass(frozen=True, slots=True)
class Orders:
    """The columns with a day that can only be read day first, and those with one that can only be read month first."""

    day_first: frozenset[str] = frozenset()
    month_first: frozenset[str] = frozenset()

    def __or__(self, other: "Orders") -> "Orders":
        return Orders(self.day_first | other.day_first, self.month_first | other.month_first)


def orders_seen(sheet: Sheet, heading: Heading, layout: Layout) -> Orders:
    """What the columns of days in a sheet, or in a part of one, show of their order."""
    dated = (field.name for field in layout.fields if field.stored == "date" and field.name in heading.positions)
    columns = {name: sheet.columns[heading.positions[name]] for name in dated}
    texts = {name: found for name, column in columns.items() if (found := _texts(column)) is not None}
    return Orders(_matching(texts, _DAY_FIRST), _matching(texts, _MONTH_FIRST))


def with_orders(given: Given, *seen: Orders) -> Given:
    """`given` with what all parts of a column together show; a column without a day month first is day first.

    What the sender's layout says of the order holds for every column.
    """
    if given.sender and given.sender.month_first is not None:
        dated = frozenset(DATED) if given.sender.month_first else frozenset[str]()
        return replace(given, month_first=dated, month_mixed=frozenset())
    found = reduce(Orders.__or__, seen, Orders())
    return replace(
        given, month_first=found.month_first - found.day_first, month_mixed=found.month_first & found.day_first
    )


def _texts(column: Column) -> "pa.Array | None":
    import pyarrow as pa

    if column.texts is not None:
        return column.texts
    texts = [cell for cell in column.values if isinstance(cell, str)]
    return pa.array(texts, pa.string()) if texts else None


def _matching(texts: "Mapping[str, pa.Array]", pattern: str) -> frozenset[str]:
    import pyarrow.compute as pc

    return frozenset(name for name, found in texts.items() if pc.any(pc.match_substring_regex(found, pattern)).as_py())
