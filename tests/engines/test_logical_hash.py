import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.engines.duck import DuckEngine
from cakupan.engines.logical import row_text
from oracles import examples
from tables import engine, rows, table

pytestmark = pytest.mark.usefixtures("on_each_engine")

Cells = tuple[str | None, str | None, int | None]

CELLS = st.tuples(
    st.none() | st.text(st.sampled_from("a1:-|,é "), max_size=4),
    st.none() | st.sampled_from(("", "null", "None", "-", "1:a", "a")),
    st.none() | st.integers(-(2**63), 2**63 - 1),
)


def hash_of(found: Sequence[Cells]) -> str:
    one, two, three = zip(*found, strict=True) if found else ((), (), ())
    kinds = (("one", one, pa.string()), ("two", two, pa.string()), ("three", three, pa.int64()))
    return engine().logical_hash(engine().table(pa.table({name: pa.array(cells, kind) for name, cells, kind in kinds})))


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(CELLS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_the_hash(found: list[Cells], shuffle: random.Random) -> None:
    shuffled = list(found)
    shuffle.shuffle(shuffled)
    assert hash_of(shuffled) == hash_of(found)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(CELLS, max_size=4), st.lists(CELLS, max_size=4))
def test_other_rows_have_another_hash(found: list[Cells], others: list[Cells]) -> None:
    same = sorted(map(repr, found)) == sorted(map(repr, others))
    assert (hash_of(found) == hash_of(others)) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param([(None, "x", 1)], [("", "x", 1)], id="null is not empty"),
        pytest.param([(None, "x", 1)], [("null", "x", 1)], id="null is not the word null"),
        pytest.param([("ab", "c", 1)], [("a", "bc", 1)], id="text does not drift between columns"),
        pytest.param([("a", None, 1)], [(None, "a", 1)], id="a value does not change places with a null"),
        pytest.param([("1:a", "", 1)], [("", "1:a", 1)], id="text that looks like the encoding"),
        pytest.param([("a", "b", 1)], [("a", "b", 1)] * 2, id="a row twice"),
        pytest.param([], [(None, None, None)], id="no row and an empty row"),
    ],
)
def test_what_differs_has_another_hash(one: list[Cells], other: list[Cells]) -> None:
    assert hash_of(one) != hash_of(other)


def test_names_types_and_order_of_columns_count() -> None:
    drawn = table("""
        a | b
        1 | 2
    """)
    others = (drawn.rename(c="a"), drawn.mutate(a=drawn.a.cast("string")), drawn.select("b", "a"), drawn.select("a"))
    hashes = [engine().logical_hash(one) for one in (drawn, *others)]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.duckdb_only
def test_threads_batches_and_a_trip_through_a_file_do_not_count(tmp_path: Path) -> None:
    many = pa.table({"n": list(range(250_000)), "text": [f"teks {n % 97}" for n in range(250_000)]})
    hashes = set()
    for threads in (1, 2):
        with DuckEngine(temp_directory=tmp_path, threads=threads) as made:
            made.write(made.table(many), tmp_path / "many.parquet")
            hashes |= {made.logical_hash(made.table(many)), made.logical_hash(made.read(tmp_path / "many.parquet"))}
    assert len(hashes) == 1


def test_the_hash_is_the_one_that_every_engine_must_give() -> None:
    drawn = table("""
        area  | rate  | published_on | members
        16.06 | 52.15 | 2025-02-01   | 103079
        16.07 |       |              |
    """)
    texts = rows(drawn.select(text=row_text(drawn)))
    assert [row["text"] for row in texts] == ["5:16.069:52.15000010:2025-02-016:103079", "5:16.07---"]
    said = (
        "4:area string\n4:rate decimal(6)\n12:published_on date\n7:members integer\n"
        "5:16.069:52.15000010:2025-02-016:103079"
        "5:16.07---"
    )
    assert engine().logical_hash(drawn) == hashlib.sha256(said.encode()).hexdigest()


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.none() | st.text(max_size=6), min_size=1, max_size=5))
def test_a_text_is_as_long_as_its_code_points(cells: list[str | None]) -> None:
    drawn = engine().table(pa.table({"text": pa.array(cells, pa.string())}))
    expected = ["-" if cell is None else f"{len(cell)}:{cell}" for cell in cells]
    assert sorted(row["told"] for row in rows(drawn.select(told=row_text(drawn)))) == sorted(expected)


def test_floats_have_no_hash() -> None:
    drawn = table("""
        a
        1
    """)
    with pytest.raises(TypeError, match="half is float64"):
        engine().logical_hash(drawn.select(half=drawn.a / ibis.literal(2)))
