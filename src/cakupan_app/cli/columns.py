"""Tables of a page, no wider than it: names fold, numbers never, and rows that do not fit side by side are stacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_NAME_AT_LEAST = 12  # letters of a name on one line: as long as a contribution code


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a table, and its rows: first the cells that name a row, then its numbers as they are shown.

    A name that begins with spaces is indented by as many, on each of its lines.
    """

    names: Sequence[str]
    numbers: Sequence[str]
    rows: Sequence[Sequence[str]]


def print_columns(columns: Columns) -> None:
    """The table on stdout: side by side while the page is wide enough, else each row's numbers under its name."""
    from rich.console import Console
    from rich.measure import Measurement

    console = Console()
    endless = console.options.update(max_width=10_000)
    tried = (
        _side_by_side(columns),
        _side_by_side(columns, close=True),
        _side_by_side(_with_one_name(columns), close=True),
    )
    fitting = (table for table in tried if Measurement.get(console, endless, table).minimum <= console.width)
    console.print(next(fitting, None) or _stacked(columns))


def _side_by_side(columns: Columns, *, close: bool = False) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1) if close else (0, 1))
    for place, heading in enumerate(columns.names):
        words = [len(word) for row in columns.rows for word in row[place].split()]
        least = min(_NAME_AT_LEAST, max([len(heading), *words]))
        table.add_column(heading, min_width=least, overflow="fold")
    for place, heading in enumerate(columns.numbers, len(columns.names)):
        widest = max((len(row[place]) for row in columns.rows), default=0)
        folded = fill(heading, max(1, widest), break_long_words=False)
        table.add_column(folded, justify="right", no_wrap=True)
    for row in columns.rows:
        table.add_row(*map(_indented, row))
    return table


def _with_one_name(columns: Columns) -> Columns:
    many = len(columns.names)
    rows = [(", ".join(filter(None, row[:many])), *row[many:]) for row in columns.rows]
    return Columns([", ".join(columns.names)], columns.numbers, rows)


def _stacked(columns: Columns) -> "Table":
    """A line for each number under the name of its row; empty cells are left out."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for name, *numbers in _with_one_name(columns).rows:
        table.add_row(_indented(name))
        for heading, number in zip(columns.numbers, numbers, strict=True):
            if number:
                table.add_row(_indented(f"    {heading}"), number)
    return table


def _indented(text: str) -> "RenderableType":
    from rich.padding import Padding
    from rich.text import Text

    name = text.lstrip(" ")
    indent = len(text) - len(name)
    return Padding(Text(name), (0, 0, 0, indent)) if indent else Text(name)
