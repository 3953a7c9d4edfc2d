"""How queries run on the embedded engine, DuckDB: its limits, its encryption, and where it may reach."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cakupan.engines.logical import hash_of, row_text
from cakupan.engines.port import TableUnreadable

if TYPE_CHECKING:
    import ibis.expr.operations as ops
    import ibis.expr.types as ir
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis.backends.duckdb import Backend

_ROWS_AT_ONCE = 100_000
_ROWS_A_GROUP = 40_960  # small enough that one is packed while the next is fetched
_ROWS_A_BATCH = 20_480  # of a stream: what is written in order waits in memory for the batches before it


class DuckEngine:
    """DuckDB in this process, in memory, spilling into `temp_directory`; close it, or use it in a `with`.

    Where `allowed` names directories, it can read and write there and in `temp_directory`, and nowhere else.
    """

    def __init__(
        self, *, temp_directory: Path, memory_limit: str = "2GB", threads: int = 2, allowed: Sequence[Path] = ()
    ) -> None:
        self._bare = _connect(temp_directory, memory_limit, threads)
        self._names = count(1)
        self._kept: dict[ops.Node, str] = {}
        if allowed:
            self._fence(allowed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._bare.close()

    @cached_property
    def _con(self) -> "Backend":
        import ibis  # late: who only passes rows on needs none of it, and it takes a quarter of a second

        # DuckDB flattens nested queries itself; to have them flattened in Python first takes a sixth of a small build.
        ibis.options.sql.fuse_selects = False
        return ibis.duckdb.from_connection(self._bare)

    def table(self, arrow: "pa.Table") -> "ir.Table":
        import ibis

        return ibis.memtable(arrow)

    def stream(self, rows: "pa.RecordBatchReader") -> "ir.Table":
        import ibis

        return self._con.sql(f"SELECT * FROM {self._given(rows)}", schema=ibis.Schema.from_pyarrow(rows.schema))  # noqa: S608  our name

    def keep(self, expr: "ir.Table") -> "ir.Table":
        name = f"kept_{next(self._names)}"
        self._con.raw_sql(f"CREATE TEMP TABLE {name} AS {self._typed(expr)}")
        kept = self._con.sql(f"SELECT * FROM {name}", schema=expr.schema())  # noqa: S608  a name of ours
        self._kept[kept.op()] = name
        return kept

    def forget(self, kept: "ir.Table") -> None:
        if name := self._kept.pop(kept.op(), None):
            self._con.raw_sql(f"DROP TABLE {name}")

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        before = set(self._kept)
        try:
            yield
        finally:
            for node in [node for node in self._kept if node not in before]:
                self._con.raw_sql(f"DROP TABLE {self._kept.pop(node)}")

    def run(self, expr: "ir.Table") -> "pa.Table":
        return self._con.to_pyarrow(expr)

    def write(self, expr: "ir.Table", path: Path) -> None:
        self._copy(expr, path, "")

    def read(self, path: Path) -> "ir.Table":
        return self._view(path, "")

    def write_encrypted(self, rows: "ir.Table | pa.RecordBatchReader", path: Path, key: bytes) -> None:
        self._copy(rows, path, f", ENCRYPTION_CONFIG {{footer_key: '{self._key_name(key)}'}}")

    def read_encrypted(self, path: Path, key: bytes) -> "ir.Table":
        return self._view(path, f", encryption_config = {{footer_key: '{self._key_name(key)}'}}")

    def logical_hash(self, expr: "ir.Table") -> str:
        declared = self._con.sql(self._typed(expr), schema=expr.schema())
        texts = self._sql(declared.select(text=row_text(declared)).order_by("text"))
        with self._bare.sql(texts).to_arrow_reader(_ROWS_AT_ONCE) as batches:
            return hash_of(expr.schema(), (batch.column("text").to_pylist() for batch in batches))

    def _sql(self, expr: "ir.Table") -> str:
        self._con._run_pre_execute_hooks(expr)  # hands over tables held in memory
        return str(self._con.compile(expr))

    def _typed(self, expr: "ir.Table") -> str:
        """The query with every column cast to its declared type: DuckDB sums into HUGEINT, which Parquet would
        store as a float, and takes the mean of decimals as a float, which each engine writes in its own way."""
        kinds = self._con.compiler.type_mapper
        columns = ", ".join(
            f'CAST("{name}" AS {kinds.to_string(kind)}) AS "{name}"' for name, kind in expr.schema().items()
        )
        return f"SELECT {columns} FROM ({self._sql(expr)})"  # noqa: S608  names are the rooms' own

    def _fence(self, allowed: Sequence[Path]) -> None:
        # Plain `enable_external_access=false` would shut out the workspace too, hence the list first.
        directories = ", ".join(_quoted(str(path.absolute())) for path in allowed)
        self._bare.execute(f"SET allowed_directories = [{directories}]")
        self._bare.execute("SET enable_external_access = false")

    def _given(self, rows: "pa.RecordBatchReader") -> str:
        """The name under which a query can go through `rows`, once."""
        import pyarrow as pa

        name = f"stream_{next(self._names)}"
        batches = (part for batch in rows for part in pa.Table.from_batches([batch]).to_batches(_ROWS_A_BATCH))
        self._bare.register(name, pa.RecordBatchReader.from_batches(rows.schema, batches))
        return name

    def _copy(self, rows: "ir.Table | pa.RecordBatchReader", path: Path, option: str) -> None:
        import pyarrow as pa

        passed = isinstance(rows, pa.RecordBatchReader)
        query = f"SELECT * FROM {self._given(rows)}" if passed else self._typed(rows)  # noqa: S608  our name
        # Ibis's own to_parquet takes no encryption and misreads a path with an apostrophe.
        target = f"{_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_A_GROUP}{option})"
        self._bare.execute(f"COPY ({query}) TO {target}")

    def _view(self, path: Path, option: str) -> "ir.Table":
        import duckdb
        import ibis

        query = f"SELECT * FROM read_parquet({_quoted(str(path))}{option})"  # noqa: S608  a path of ours, quoted
        try:
            columns = self._bare.sql(f"{query} LIMIT 0").to_arrow_table().schema
        except duckdb.Error as error:
            raise TableUnreadable(path) from error
        return self._con.sql(query, schema=ibis.Schema.from_pyarrow(columns))

    def _key_name(self, key: bytes) -> str:
        """Hand DuckDB the key under a fresh name, so that no query, plan or log holds the key itself."""
        if len(key) not in (16, 24, 32):
            raise ValueError(f"a table's key has 16, 24 or 32 bytes, not {len(key)}")
        name = f"key_{next(self._names)}"
        failed = False
        try:
            self._bare.execute(f"PRAGMA add_parquet_key('{name}', '{b64encode(key).decode()}')")
        except Exception:
            failed = True
        if failed:
            # Raised out here and in our words: DuckDB's message, and the error chained to it, quote the key.
            raise RuntimeError("the engine did not take the key of a table")
        return name


def _connect(temp_directory: Path, memory_limit: str, threads: int) -> "DuckDBPyConnection":
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(temp_directory),
            "temp_file_encryption": "true",
            "memory_limit": memory_limit,
            "threads": threads,
        },
    )
    # Not only for encrypted tables: without httpfs DuckDB can decrypt but not encrypt, so that with
    # `temp_file_encryption` every query that outgrows its memory would fail. By path: its name would be fetched.
    connection.execute(f"LOAD {_quoted(str(_httpfs()))}")
    return connection


def _httpfs() -> Path:
    """The extension's file in its pinned wheel: extensions/v<DuckDB's version>/httpfs.duckdb_extension."""
    import duckdb

    found = find_spec("duckdb_extension_httpfs")
    if found is None or found.origin is None:
        raise RuntimeError("duckdb-extension-httpfs is not installed; run `make setup` again")
    return Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
