"""What a way of linking answers, in one shape for every peer; and the simplest peers: equal numbers, names and days."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from benchmarks.linkage_truth import connected

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SURE = (0.5, 0.7, 0.9, 0.99)  # from which probability rows are put together: the best is sought
# Numbers to their digits, names to capitals and single blanks: what anybody does before comparing.
CLEANED = """
    select
        id,
        nullif(regexp_replace(coalesce(nik, nik_written), '[^0-9]', '', 'g'), '') as digits,
        nullif(trim(regexp_replace(upper(name), '[^A-Z]+', ' ', 'g')), '') as name,
        birth, sex, phone,
        coalesce(village, upper(trim(village_written))) as village
    from {table}
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What one way finds, by the name of each of its modes, since a peer is judged by its best.

    `links`: list_row, register_row (from 1) and probability, a list row at most once. `clusters`: for each list row,
    then each register row, a number that the rows of one person share. `seconds`: those of its parts, in order.
    `fixed`: its thresholds were fixed beforehand, and all `links` are meant; else the best threshold is sought.
    """

    links: Mapping[str, pa.Table]
    clusters: Mapping[str, "Ints"]
    seconds: Mapping[str, float] = field(default_factory=dict)
    fixed: bool = False


Way = Callable[[pa.Table, pa.Table], Found]


def exact_nik(listed: pa.Table, register: pa.Table) -> Found:
    """A list row is the register row with the very digits of its NIK."""
    return _equal(listed, register, "select *, digits as key, 1.0 as p from {table} where length(digits) = 16")


def exact_nik_or_name_and_birth(listed: pa.Table, register: pa.Table) -> Found:
    """As `exact_nik`, and where no number meets, the register row of the very name and birth date."""
    return _equal(
        listed,
        register,
        """
        select *, digits as key, 1.0 as p from {table} where length(digits) = 16
        union all select *, name || '/' || birth, 0.9 from {table}
        """,
    )


def connected_to(connection: "duckdb.DuckDBPyConnection", listed: pa.Table, register: pa.Table) -> None:
    """The two lists as tables `listed` and `register` of the connection, cleaned."""
    for name, table in (("listed", listed), ("register", register)):
        connection.register(f"{name}_given", table)
        connection.execute(f"create or replace table {name} as {CLEANED.format(table=f'{name}_given')}")


def best_of(pairs: pa.Table) -> pa.Table:
    """Of each list row the most probable of `pairs` (list_row, register_row, probability), then the first."""
    order = [("list_row", "ascending"), ("probability", "descending"), ("register_row", "ascending")]
    ranked = pairs.select([name for name, _ in order]).sort_by(order)
    rows = ranked["list_row"].to_numpy()
    return ranked.filter(pa.array(np.diff(rows, prepend=-1) != 0)).select(["list_row", "register_row", "probability"])


def one_of_all(pairs: pa.Table) -> pa.Table:
    """`pairs` with the probability that a register row is the one among all that its list row may be, or may be not."""
    rows, given = (pairs[name].to_numpy() for name in ("list_row", "probability"))
    odds = given / np.clip(1 - given, 1e-12, None)
    total = np.bincount(rows, weights=odds)[rows]
    return pairs.set_column(pairs.column_names.index("probability"), "probability", pa.array(odds / (1 + total)))


def persons(links: pa.Table, inside: pa.Table, sure: float, listed: int, registered: int) -> "Ints":
    """Which list and register rows are one person: linked, or list rows alike that no two register rows part."""
    from cakupan.identity.clusters import Edges, apart

    def edges(left: Any, right: Any, given: Any) -> tuple[Any, ...]:
        kept = given >= sure
        return left[kept], right[kept], (given[kept] * 1e6).astype(np.int64)

    ours, theirs, given = (links[name].to_numpy() for name in ("list_row", "register_row", "probability"))
    one, other, alike = (inside[name].to_numpy() for name in ("one", "other", "probability"))
    found = zip(edges(ours - 1, theirs - 1 + listed, given), edges(one, other, alike), strict=True)
    left, right, strength = (np.concatenate(parts) for parts in found)
    every = Edges(left, right, strength, *(np.full(len(left), "", object) for _ in range(2)))
    anchor = np.append(np.full(listed, -1), np.arange(registered))
    held = every.where(apart(every, anchor, frozenset()))
    return connected(held.left, held.right, listed + registered)


@contextmanager
def timed(seconds: dict[str, float], part: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[part] = time.perf_counter() - started


def _equal(listed: pa.Table, register: pa.Table, keyed: str) -> Found:
    import duckdb

    with duckdb.connect() as connection:
        connected_to(connection, listed, register)
        ours, theirs = (keyed.format(table=table) for table in ("listed", "register"))
        pairs = connection.sql(
            f"select l.id + 1 as list_row, r.id + 1 as register_row, l.p as probability from ({ours}) l"
            f" join ({theirs}) r using (key)"
        ).to_arrow_table()
        every = f"select id, key from ({ours}) union all select id + {listed.num_rows}, key from ({theirs})"
        edges = connection.sql(f"select id, min(id) over (partition by key) as first from ({every}) where key notnull")
        found = edges.fetchnumpy()
    labels = connected(found["id"], found["first"], listed.num_rows + register.num_rows)
    return Found({"": best_of(pairs)}, {"": labels})
