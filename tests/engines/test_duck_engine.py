import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from cakupan.engines.duck import DuckEngine
from cakupan.engines.port import TableUnreadable
from tables import arrow

DRAWN = """
    area  | members | rate  | known_on   | source
    16.06 | 103079  | 52.15 | 2025-08-01 | kantor cabang
    16.07 |         |       |            |
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    with DuckEngine(temp_directory=tmp_path / "spill", memory_limit="200MB", threads=2) as made:
        yield made


def test_a_table_comes_back_as_it_was_handed_over(engine: DuckEngine) -> None:
    assert engine.run(engine.table(arrow(DRAWN))).to_pylist() == arrow(DRAWN).to_pylist()


def test_a_written_table_reads_back_the_same(engine: DuckEngine, tmp_path: Path) -> None:
    handed = engine.table(arrow(DRAWN))
    engine.write(handed, tmp_path / "o'clock.parquet")
    read = engine.read(tmp_path / "o'clock.parquet")
    assert engine.run(read).equals(arrow(DRAWN))
    assert engine.logical_hash(read) == engine.logical_hash(handed)


def test_sums_are_whole_numbers_in_what_is_written_and_kept(engine: DuckEngine, tmp_path: Path) -> None:
    # DuckDB sums into 128 bits, for which Parquet has only a float.
    sums = engine.table(arrow(DRAWN)).agg(members=lambda t: t.members.sum())
    engine.write(sums, tmp_path / "sums.parquet")
    for made in (engine.read(tmp_path / "sums.parquet"), engine.keep(sums)):
        assert engine.run(made).schema.field("members").type == pa.int64()
        assert engine.run(made)["members"].to_pylist() == [103_079]


def test_a_kept_table_is_computed_once(engine: DuckEngine) -> None:
    import ibis

    kept = engine.keep(engine.table(arrow(DRAWN)).mutate(drawn=ibis.random()).select("drawn"))
    assert engine.run(kept).equals(engine.run(kept))


def test_an_encrypted_table_opens_with_its_key_only(engine: DuckEngine, tmp_path: Path) -> None:
    path, key = tmp_path / "people.parquet", os.urandom(32)
    engine.write_encrypted(engine.table(arrow(DRAWN)), path, key)
    assert engine.run(engine.read_encrypted(path, key)).equals(arrow(DRAWN))
    assert b"kantor cabang" not in path.read_bytes()
    for read in (lambda: engine.read_encrypted(path, os.urandom(32)), lambda: engine.read(path)):
        with pytest.raises(TableUnreadable) as refused:
            read()
        assert refused.value.facts == {"name": "people.parquet"}


def test_a_key_of_a_wrong_length_is_refused_without_being_named(engine: DuckEngine, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="16, 24 or 32 bytes") as refused:
        engine.write_encrypted(engine.table(arrow(DRAWN)), tmp_path / "x.parquet", b"secret")
    assert "secret" not in str(refused.value)


def test_an_error_about_a_key_never_holds_the_key(
    engine: DuckEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Loud:
        def execute(self, query: str) -> None:
            raise duckdb.Error(f"cannot parse {query}")

    monkeypatch.setattr(engine, "_bare", Loud())
    with pytest.raises(RuntimeError) as refused:
        engine._key_name(b"k" * 32)
    monkeypatch.undo()
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert "a2tra2tr" not in str(refused.value)


def test_a_missing_or_damaged_table_is_unreadable(engine: DuckEngine, tmp_path: Path) -> None:
    (tmp_path / "damaged.parquet").write_bytes(b"not parquet at all")
    for name in ("damaged.parquet", "missing.parquet"):
        with pytest.raises(TableUnreadable):
            engine.read(tmp_path / name)


def test_a_query_that_outgrows_its_memory_spills_encrypted(tmp_path: Path) -> None:
    # This is what fails when httpfs is loaded only for encrypted tables.
    import ibis

    with DuckEngine(temp_directory=tmp_path / "spill", memory_limit="40MB", threads=2) as small:
        assert _setting(small, "temp_file_encryption") == "true"
        many = ibis.range(0, 500_000).unnest().name("n").as_table()
        texts = many.mutate(text=many.n.cast("string").hexdigest("md5"))
        kept = small.keep(texts.order_by("text"))
        assert small.run(kept.agg(rows=kept.count()))["rows"].to_pylist() == [500_000]


def test_rows_that_are_passed_on_read_back_as_they_were(engine: DuckEngine, tmp_path: Path) -> None:
    path, key, rows = tmp_path / "passed.parquet", b"k" * 32, arrow(DRAWN)
    engine.write_encrypted(rows.to_reader(max_chunksize=1), path, key)
    read = engine.run(engine.read_encrypted(path, key))
    assert read.schema.types == engine.run(engine.table(rows)).schema.types
    assert read.to_pylist() == rows.to_pylist()


@pytest.mark.parametrize("encrypted", [True, False], ids=["as the engine runs", "were it not encrypted"])
def test_spilled_rows_hold_no_text_that_could_be_read(encrypted: bool, tmp_path: Path) -> None:
    import ibis

    canary = "KENARI 1606010101909001"
    with DuckEngine(temp_directory=tmp_path / "spill", memory_limit="100MB", threads=2) as small:
        if not encrypted:  # shows that the canary would be seen
            small._con.raw_sql("SET temp_file_encryption = false")
        many = ibis.range(0, 1_200_000).unnest().name("n").as_table()
        told = many.select(text=canary + many.n.cast("string").hexdigest("md5"))
        small.keep(told.order_by(told.text.right(32)))
        spilled = [path.read_bytes() for path in (tmp_path / "spill").rglob("*") if path.is_file()]
    assert sum(map(len, spilled)) > 1_000_000
    assert any(canary.encode() in file for file in spilled) == (not encrypted)


def test_no_extension_is_fetched_or_loaded_by_name(engine: DuckEngine) -> None:
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions", "allow_unsigned_extensions"):
        assert _setting(engine, setting) == "false"


def test_a_fenced_engine_reaches_its_directories_and_no_other(tmp_path: Path) -> None:
    inside, outside = tmp_path / "workspace", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    with DuckEngine(temp_directory=inside / "spill", allowed=[inside]) as fenced:
        handed = fenced.table(arrow(DRAWN))
        fenced.write(handed, inside / "a.parquet")
        assert fenced.run(fenced.read(inside / "a.parquet")).num_rows == 2
        with pytest.raises(duckdb.PermissionException):
            fenced.write(handed, outside / "a.parquet")
        fenced.write_encrypted(handed, inside / "b.parquet", os.urandom(32))


def _setting(engine: DuckEngine, name: str) -> str:
    (value,) = engine._con.raw_sql(f"SELECT current_setting('{name}')").fetchone()
    return str(value).lower()
