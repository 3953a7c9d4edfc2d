"""Everything between received files and the cube, against rules applied by hand to the same files."""

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

import whole_twin
from cakupan.cycle import cycle
from cakupan.engines.duck import DuckEngine
from cube_twin import KEY
from oracles import cases
from whole_twin import WORLDS, Sent, World

if TYPE_CHECKING:
    import ibis.expr.types as ir

pytestmark = pytest.mark.slow

TOGETHER = 10  # worlds that one cycle counts: a cycle of one takes nearly as long


# Not shrunk: each step of that is a cycle. The worlds that differ by themselves are told instead.
@cases(
    3,
    dear=TOGETHER,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(WORLDS, min_size=TOGETHER, max_size=TOGETHER), st.integers(0, 99))
def test_every_cell_of_every_month_is_what_one_counts_by_hand(worlds: Sequence[World], order: int) -> None:
    if together := differing(worlds, order):
        alone = [(world, cells) for world in worlds if (cells := differing([world], order))]
        pytest.fail(f"{alone or (worlds, together)}")


def differing(worlds: Sequence[World], order: int) -> dict[tuple[Any, ...], tuple[int | None, int | None]]:
    """The cells that are not the same: what the library counts, and what one counts by hand."""
    files = whole_twin.sent(worlds)
    expected = whole_twin.expected(files)
    random.Random(order).shuffle(files)  # noqa: S311 - an order, no secret
    found = counted(files)
    both = {key: (found.get(key), expected.get(key)) for key in found.keys() | expected.keys()}
    return {key: (one, other) for key, (one, other) in both.items() if one != other}


def counted(files: Sequence[Sent]) -> dict[tuple[Any, ...], int]:
    """The cells of the cube that the library makes of the files; each row is of the person it is known to be of."""
    with TemporaryDirectory() as spill, DuckEngine(temp_directory=Path(spill), memory_limit="500MB") as engine:
        outcome = cycle([one.received for one in files], engine, clusters=clusters(files, engine))
        intake = outcome.stages[0]
        assert intake.rows_out == sum(len(one.rows) for one in files), intake
        cells = engine.run(outcome.tables["cube"]).to_pylist()
    found = {(cell["evidence"], *(cell[name] for name in KEY)): cell["members"] for cell in cells}
    assert len(found) == len(cells)
    return found


def clusters(files: Sequence[Sent], engine: DuckEngine) -> "ir.Table":
    rows = [{name: row[name] for name in ("file", "sheet", "row", "person")} for one in files for row in one.rows]
    schema = pa.schema({"file": pa.string(), "sheet": pa.string(), "row": pa.int32(), "person": pa.string()})
    return engine.table(pa.Table.from_pylist(rows, schema))
