"""Tables as they are drawn in the tests: text in, an Ibis table out, and rows back."""

import atexit
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cakupan.engines.duck import DuckEngine
from cakupan.engines.port import Engine
from sail import sail

if TYPE_CHECKING:
    import ibis.expr.types as ir

Cell = str | int | Decimal | date | None

_COUNT = re.compile(r"-?\d{1,3}(_?\d{3})*|-?\d+")
_RATE = re.compile(r"-?\d+\.\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# What a column holds where its cells do not tell: a code such as 16.06 or a vintage such as 2025 is text.
KINDS: Mapping[str, pa.DataType] = {
    **dict.fromkeys(("area", "month", "vintage", "sheet", "file", "segment", "payer", "programme"), pa.string()),
    **dict.fromkeys(
        ("source", "denominator", "definition", "target", "set_by", "weight", "reason", "stated"), pa.string()
    ),
    **dict.fromkeys(("members", "value", "order"), pa.int64()),
    **dict.fromkeys(("row", "year"), pa.int32()),
    **dict.fromkeys(("known_on", "published_on"), pa.date32()),
    "error": pa.decimal128(20, 6),
    "rate": pa.decimal128(12, 6),
}


def table(text: str) -> "ir.Table":
    """The drawn table: a heading line, then one line a row, cells between bars; an empty cell is null.

    A column named in KINDS has its kind; any other is a count, a day, a decimal or text, as its cells show.
    """
    return engine().table(arrow(text))


def arrow(text: str) -> pa.Table:
    """As `table`, as an Arrow table."""
    headings, *lines = (
        [cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()
    )
    uneven = [line for line in lines if len(line) != len(headings)]
    assert not uneven, f"not as many cells as headings: {uneven[0]}"
    columns = {name: [line[place] or None for line in lines] for place, name in enumerate(headings)}
    return pa.table({name: _column(name, cells) for name, cells in columns.items()})


def filled(text: str, schema: pa.Schema, **columns: Cell) -> "ir.Table":
    """The drawn table with all columns of `schema`: those not drawn hold the value given here, or null."""
    told = arrow(text)
    for field in schema:
        if field.name not in told.column_names:
            told = told.append_column(field, pa.array([columns.get(field.name)] * told.num_rows, field.type))
    return engine().table(told.select(schema.names).cast(schema))


def rows(expr: "ir.Table") -> list[dict[str, Any]]:
    """The rows of an expression, sorted by all their cells: no test may lean on an order that no one asked for."""
    found: list[dict[str, Any]] = engine().run(expr).to_pylist()
    return sorted(found, key=lambda row: [(cell is not None, str(cell)) for cell in row.values()])


def engine() -> Engine:
    """The engine of this test: DuckDB, or Sail where the fixture `on_each_engine` says so."""
    return _running.get()()


@contextmanager
def running_on(name: str) -> Iterator[None]:
    """Inside, `engine()` is the one that `name` says: `duckdb` or `sail`."""
    token = _running.set({"duckdb": duck, "sail": sail}[name])
    try:
        yield
    finally:
        _running.reset(token)


@cache
def duck() -> DuckEngine:
    """DuckDB for tests: small, and shared by them all, because opening one takes longer than most tests."""
    spill = TemporaryDirectory(prefix="cakupan-tests-")
    made = DuckEngine(temp_directory=Path(spill.name), memory_limit="500MB", threads=2)
    atexit.register(spill.cleanup)
    atexit.register(made.close)
    return made


def clear_away() -> None:
    """Let go of what tests have kept in DuckDB: all of it, once that is much."""
    if next(_cases) % _CASES_AT_ONCE == 0 and duck.cache_info().currsize:
        duck().close()
        duck.cache_clear()


_CASES_AT_ONCE = 50
_cases = count(1)

# Called, not held: an engine starts when the first test needs it.
_running: ContextVar[Callable[[], Engine]] = ContextVar("engine", default=duck)


def _column(name: str, cells: Sequence[str | None]) -> pa.Array:
    kind = KINDS.get(name) or _kind_of(cells)
    return pa.array([None if cell is None else _value(cell, kind) for cell in cells], kind)


def _kind_of(cells: Sequence[str | None]) -> pa.DataType:
    full = [cell for cell in cells if cell is not None]
    shapes = ((_COUNT, pa.int64()), (_DAY, pa.date32()), (_RATE, pa.decimal128(20, 6)))
    fitting = (kind for shape, kind in shapes if full and all(shape.fullmatch(cell) for cell in full))
    return next(fitting, pa.string())


def _value(cell: str, kind: pa.DataType) -> Cell:
    if pa.types.is_integer(kind):
        return int(cell)
    if pa.types.is_date(kind):
        return date.fromisoformat(cell)
    if pa.types.is_decimal(kind):
        return Decimal(cell)
    return cell
