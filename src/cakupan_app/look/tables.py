"""Tables that a reader can put in another order by following a link: no script is needed for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """A name or a number (None: not known); `about`: nobody counted it; `link`: the place it leads to."""

    value: str | int | Decimal | None
    about: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading: whether the table stands in its order, and the way that following it would turn to."""

    name: str
    sorted: str  # "ascending", "descending" or "none": as `aria-sort` has it
    turns: str  # "up" or "down"


@dataclass(frozen=True, slots=True)
class Ordered:
    """The rows in the order asked for, under their headings."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]


def ordered(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], by: str | None, way: str | None) -> Ordered:
    """`rows` by the column `by` (the first, if it is none), `way` "up" or "down"; what is not known always last.

    >>> rows = [{"name": Cell("B"), "members": Cell(5)}, {"name": Cell("A"), "members": Cell(None)}]
    >>> [row["name"].value for row in ordered(("name", "members"), rows, "members", "down").rows]
    ['B', 'A']
    """
    name = by if by and by in columns else columns[0]
    down = way == "down"
    known = [row for row in rows if row[name].value is not None]
    first = columns[0]
    known.sort(key=lambda row: str(row[first].value or ""))
    known.sort(key=lambda row: row[name].value, reverse=down)  # type: ignore[arg-type, return-value]
    found = tuple(known + [row for row in rows if row[name].value is None])
    standing = "descending" if down else "ascending"
    told = tuple(
        Column(one, standing if one == name else "none", "up" if one == name and down else "down") for one in columns
    )
    return Ordered(told, found)
