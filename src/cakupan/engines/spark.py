"""How queries run on Spark, over Spark Connect: where a nation outgrows one machine, from persons on."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cakupan.basics.refused import Refused
from cakupan.engines.logical import hash_of, row_text
from cakupan.engines.port import TableUnreadable

if TYPE_CHECKING:
    import ibis.expr.operations as ops
    import ibis.expr.schema as sch
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends.pyspark import Backend
    from pyspark.sql import DataFrame, SparkSession

_SECONDS_TO_ANSWER = 10
_MESSAGE_BYTES = 32 * 2**20  # of 128 MiB that one message may have


class SparkEngine:
    """A session on a Spark Connect server; close it, or use it in a `with`.

    Files are those of this machine, not of the cluster, so that a path means the same on every engine: rows stream
    through here on their way. The vault stays with DuckDB, and so do names and persons' numbers.
    """

    def __init__(self, backend: "Backend") -> None:
        self._con = backend
        self._session: SparkSession = backend._session
        self._names = count(1)
        self._held: set[str] = set()
        self._kept: dict[ops.Node, str] = {}
        self._checkpoints: list[DataFrame] = []

    @classmethod
    def connect(cls, address: str | None) -> Self:
        """The engine at `address`, such as `sc://host:15002`.

        Refused where there is no address or none that can be read (`spark_address_missing`,
        `spark_address_unreadable`), where it is another machine and not over TLS
        (`spark_not_encrypted`), where the client is not installed (`spark_not_installed`), and where nothing
        answers (`spark_unreachable`).
        """
        return cls(_connect(address))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._con.disconnect()

    def table(self, arrow: "pa.Table") -> "ir.Table":
        import ibis

        return ibis.memtable(arrow)

    def stream(self, rows: "pa.RecordBatchReader") -> "ir.Table":
        return self.table(rows.read_all())

    def keep(self, expr: "ir.Table") -> "ir.Table":
        name = f"kept_{next(self._names)}"
        self._checkpoint(self._session.sql(self._typed(expr))).createOrReplaceTempView(name)
        kept = self._con.sql(f"SELECT * FROM {name}", schema=expr.schema())  # noqa: S608  a name of ours
        self._kept[kept.op()] = name
        return kept

    def forget(self, kept: "ir.Table") -> None:
        if name := self._kept.pop(kept.op(), None):
            self._session.catalog.dropTempView(name)

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        before = set(self._kept)
        try:
            yield
        finally:
            for node in [node for node in self._kept if node not in before]:
                self._session.catalog.dropTempView(self._kept.pop(node))

    def run(self, expr: "ir.Table") -> "pa.Table":
        import pyarrow as pa

        schema = expr.schema().to_pyarrow()
        parts = [part.cast(schema) for part in self._parts(self._sql(expr))]
        return pa.concat_tables(parts) if parts else schema.empty_table()

    def write(self, expr: "ir.Table", path: Path) -> None:
        import pyarrow.parquet as pq

        schema = expr.schema().to_pyarrow()
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for part in self._parts(self._sql(expr)):
                writer.write_table(part.cast(schema))

    def read(self, path: Path) -> "ir.Table":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(path) as file:
                return self.table(file.read())
        except (OSError, pa.ArrowException) as error:
            raise TableUnreadable(path) from error

    def write_encrypted(self, rows: "ir.Table | pa.RecordBatchReader", path: Path, key: bytes) -> None:  # noqa: ARG002  as every engine
        raise _vault_elsewhere(path)

    def read_encrypted(self, path: Path, key: bytes) -> "ir.Table":  # noqa: ARG002  as every engine
        raise _vault_elsewhere(path)

    def logical_hash(self, expr: "ir.Table") -> str:
        declared = self._con.sql(self._typed(expr), schema=expr.schema())
        texts = self._sql(declared.select(text=row_text(declared)).order_by("text"))
        return hash_of(expr.schema(), (part.column("text").to_pylist() for part in self._parts(texts)))

    def _sql(self, expr: "ir.Table") -> str:
        self._hold(expr)
        return str(self._con.compile(expr))

    def _typed(self, expr: "ir.Table") -> str:
        """The query with every column cast to its declared type: a sum of decimals has another width here."""
        kinds = self._con.compiler.type_mapper
        columns = ", ".join(
            f"CAST(`{name}` AS {kinds.to_string(kind)}) AS `{name}`" for name, kind in expr.schema().items()
        )
        return f"SELECT {columns} FROM ({self._sql(expr)})"  # noqa: S608  names are the rooms' own

    def _parts(self, query: str) -> Iterator["pa.Table"]:
        """The rows of `query`, as they arrive; a result need not fit in memory here."""
        import pyarrow as pa
        from pyspark.sql.connect.plan import SQL

        client = self._session.client
        for part in client.to_table_as_iterator(SQL(query).to_proto(client), {}):
            if isinstance(part, pa.Table):  # the first is the schema
                yield part

    def _hold(self, expr: "ir.Table") -> None:
        """Hand over the tables held in memory that `expr` starts from, once each.

        As Arrow: Ibis would go by way of pandas, where a whole number becomes a float beside a null.
        """
        import ibis.expr.operations as ops

        for held in expr.op().find(ops.InMemoryTable):
            if held.name not in self._held:
                self._sent(held.data.to_pyarrow(held.schema), held.schema).createOrReplaceTempView(held.name)
                self._held.add(held.name)

    def _sent(self, arrow: "pa.Table", schema: "sch.Schema") -> "DataFrame":
        """`arrow` on the server: as it is where one message takes it, else part by part."""
        from ibis.backends.pyspark.datatypes import PySparkSchema

        kinds = PySparkSchema.from_ibis(schema)
        first, *others = (self._session.createDataFrame(part, schema=kinds) for part in _slices(arrow))
        if not others:
            return first
        whole = self._checkpoint(first)
        for part in others:
            whole = whole.unionAll(self._checkpoint(part))
        return whole

    def _checkpoint(self, frame: "DataFrame") -> "DataFrame":
        """`frame`, computed. A cache may be dropped and computed again, and Sail has none."""
        done = frame.localCheckpoint()
        self._checkpoints.append(done)  # the server forgets a checkpoint once nobody here refers to it
        return done


def _slices(arrow: "pa.Table") -> Iterator["pa.Table"]:
    rows = max(1, arrow.num_rows * _MESSAGE_BYTES // max(1, arrow.nbytes))
    for start in range(0, max(1, arrow.num_rows), rows):
        yield arrow.slice(start, rows)


def _vault_elsewhere(path: Path) -> Refused:
    return Refused("vault_not_on_spark", name=path.name)


def _connect(address: str | None) -> "Backend":
    if not address:
        raise Refused("spark_address_missing")
    if not _is_private(address):
        raise Refused("spark_not_encrypted", address=_host_of(address))
    _load_client()
    from ibis.backends.pyspark import Backend
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    _await_answer(address)
    backend = Backend()
    try:
        session = SparkSession.builder.remote(address).create()
        session.conf.set("spark.sql.ansi.enabled", "true")  # what cannot be cast or added up is an error, not a null
        backend.do_connect(session)
    except PySparkException as error:
        raise _unreachable(address) from error
    return backend


def _load_client() -> None:
    try:
        with warnings.catch_warnings():
            # of each module that looks for pandas; nothing here goes by way of pandas
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            import ibis.backends.pyspark  # noqa: F401
            import pyspark.sql.connect.session  # noqa: F401
    except ImportError as error:
        raise Refused("spark_not_installed") from error


def _await_answer(address: str) -> None:
    """Nothing, once a server answers. A session of its own would try for minutes before it says that none does."""
    import grpc
    from pyspark.sql.connect.client import DefaultChannelBuilder

    try:
        channel = DefaultChannelBuilder(address).toChannel()
    except ValueError as error:
        raise Refused("spark_address_unreadable") from error
    try:
        grpc.channel_ready_future(channel).result(timeout=_SECONDS_TO_ANSWER)
    except grpc.FutureTimeoutError as error:
        raise _unreachable(address) from error
    finally:
        channel.close()


def _unreachable(address: str) -> Refused:
    # Host and port alone: what follows them may be a token, and a sentence outlives the case it was about.
    return Refused("spark_unreachable", address=_host_of(address))


def _is_private(address: str) -> bool:
    """Whether nobody on the way can read what is sent: over TLS, or to this very machine, or to no machine at all."""
    host, told, _ = (_host_of(address) or "").rpartition(":")
    encrypted = re.search(r"[;/]use_ssl=true(?:;|$)", address)
    return not told or host in ("localhost", "127.0.0.1", "[::1]") or bool(encrypted)


def _host_of(address: str) -> str | None:
    """Host and port, without the token that an address may carry."""
    found = re.match(r"sc://([^/;]+)", address)
    return found.group(1) if found else None
