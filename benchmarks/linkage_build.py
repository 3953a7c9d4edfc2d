"""How a build puts rows together that `link` would match: members of an extract, and nominations."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from benchmarks.linkage import LISTED_ON
from benchmarks.linkage_answers import Found

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def ours_in_a_build(listed: pa.Table, register: pa.Table) -> Found:
    """The persons that a build finds in both: each list row with the first register row of its person."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.resolve import resolve

    files = {"members": register, "nominations": listed}
    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        records = {kind: engine.table(_received(rows, kind)) for kind, rows in files.items()}
        links = engine.run(resolve(records, engine).links.select("kind", "row", "person").order_by("kind", "row"))
    known, asked = (_persons(links, kind) for kind in files)
    first = np.full(int(max(known.max(), asked.max())) + 1, -1)
    first[known[::-1]] = np.arange(len(known))[::-1]
    found = first[asked]
    rows = np.flatnonzero(found >= 0)
    answer = {"list_row": rows + 1, "register_row": found[rows] + 1, "probability": np.ones(len(rows))}
    return Found({"person": pa.table(answer)}, {"person": np.append(asked, known)}, fixed=True)


def _received(rows: pa.Table, kind: str) -> pa.Table:
    many = rows.num_rows
    for name, column in {
        "file": pa.array([kind] * many),
        "sheet": pa.array([""] * many),
        "row": pa.array(np.arange(many, dtype=np.int32)),
        "known_on": pa.array([LISTED_ON] * many, pa.date32()),
    }.items():
        rows = rows.append_column(name, column)
    return rows


def _persons(links: pa.Table, kind: str) -> "Ints":
    """The person of each row of a kind, in the order of its rows."""
    persons: Ints = links.filter(pa.array(np.array(links["kind"].to_pylist()) == kind))["person"].to_numpy()
    return persons
