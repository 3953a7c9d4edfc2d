"""When two tables say the same: one canonical text for a row, and one hash for all rows in any order."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt
    import ibis.expr.schema as sch
    import ibis.expr.types as ir


def row_text(table: "ir.Table", columns: Iterable[str] | None = None) -> "ir.StringColumn":
    """One text for each row, equal exactly where all `columns` are equal, nulls included; never null itself.

    Every cell is its length, a colon and its text; a null is a bare hyphen. With lengths in front nothing
    has to be escaped, and text cannot drift from one column into the next.
    """
    import ibis

    names = table.columns if columns is None else tuple(columns)
    cells = [_cell_text(table[name]) for name in names]
    text = ibis.literal("")
    for cell in cells:
        text = text + cell
    return text


def _cell_text(column: "ir.Column") -> "ir.StringColumn":
    import ibis

    if not _plain(column.type()):
        raise TypeError(f"{column.get_name()} is {column.type()}: results hold integers, decimals, dates and text only")
    text = column.cast("string")
    return ibis.coalesce(text.length().cast("string") + ":" + text, "-")


def _plain(kind: "dt.DataType") -> bool:
    # Sums of floats differ between two runs on two threads; instants are written differently by each engine.
    return bool(kind.is_integer() or kind.is_decimal() or kind.is_date() or kind.is_string() or kind.is_boolean())


def _kind(kind: "dt.DataType") -> str:
    """What a column's type says about its cells, and nothing of how one engine keeps them: engines differ in how
    wide an integer or a sum of decimals is, and in whether they know that a column has no null."""
    if kind.is_integer():
        return "integer"
    return f"decimal({kind.scale})" if kind.is_decimal() else str(kind.copy(nullable=True))


def hash_of(schema: "sch.Schema", sorted_texts: Iterable[Iterable[str]]) -> str:
    """The hash of a table's `schema` and of its rows' texts, which arrive sorted and in batches of any size."""
    digest = hashlib.sha256()
    for name, kind in schema.items():
        digest.update(f"{len(name)}:{name} {_kind(kind)}\n".encode())
    for batch in sorted_texts:
        digest.update("".join(batch).encode())
    return digest.hexdigest()
