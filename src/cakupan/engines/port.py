"""What every engine can do: hold tables, run what the rooms describe, and read and write Parquet."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cakupan.basics.refused import Refused

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


class Engine(Protocol):
    """An engine. Rooms hand it Ibis expressions; what comes back never depends on which engine it was."""

    def table(self, arrow: "pa.Table") -> "ir.Table":
        """`arrow` as a table that expressions can start from."""
        ...

    def stream(self, rows: "pa.RecordBatchReader") -> "ir.Table":
        """`rows` as a table that can be gone through once: never held as a whole by an engine that can do without."""
        ...

    def keep(self, expr: "ir.Table") -> "ir.Table":
        """The result of `expr`, computed once and kept while the engine lives: for what several queries build on."""
        ...

    def forget(self, kept: "ir.Table") -> None:
        """Let go of what `keep` gave, which nothing may build on any more; a table of another origin is left alone."""
        ...

    def forgetting(self) -> AbstractContextManager[None]:
        """Whatever is kept within is forgotten at the end: for a process that answers many questions."""
        ...

    def run(self, expr: "ir.Table") -> "pa.Table":
        """The rows of `expr`, in no promised order unless `expr` orders them."""
        ...

    def write(self, expr: "ir.Table", path: Path) -> None:
        """Write the rows of `expr` to `path` as Parquet. That readers never see half of it is the caller's care."""
        ...

    def read(self, path: Path) -> "ir.Table":
        """The table in the Parquet file at `path`. Raises `TableUnreadable`."""
        ...

    def write_encrypted(self, rows: "ir.Table | pa.RecordBatchReader", path: Path, key: bytes) -> None:
        """As `write`, in Parquet's own encryption; rows that are only passed on come as a reader, each in the type it
        has. `key` has 16, 24 or 32 bytes."""
        ...

    def read_encrypted(self, path: Path, key: bytes) -> "ir.Table":
        """As `read`, for what `write_encrypted` wrote. Raises `TableUnreadable` where `key` does not open it."""
        ...

    def logical_hash(self, expr: "ir.Table") -> str:
        """The SHA-256 of what `expr` says: the same for the same rows in any order, on any engine and thread count."""
        ...


def hand_over(expr: "ir.Table", giver: Engine, taker: Engine) -> "ir.Table":
    """The result of `expr`, computed by `giver`, as a table that `taker` can start from; it goes over as Arrow."""
    return taker.table(giver.run(expr))


class TableUnreadable(Refused):
    """A table's file is missing, damaged, or locked with another key."""

    def __init__(self, path: Path) -> None:
        super().__init__("table_unreadable", name=path.name)
