"""Where analytic tables are kept: Parquet under the hash of what they say, shared between snapshots, never changed."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.engines.port import Engine, TableUnreadable
from cakupan_app.store import durable
from cakupan_app.store.sources import Damaged

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class TableRef:
    """A table of a snapshot: `name` is the logical hash of what its file holds, `bytes_sha256` that of its bytes.

    `says` is the logical hash with persons told by where they were first seen: the same in every workspace, while
    a person's id is another in each. Of a table without persons it is the name.
    """

    name: str
    rows: int
    bytes_sha256: str
    says: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables in `folder`. No names and no NIK are ever written here."""

    folder: Path

    def put(self, table: "ir.Table", engine: Engine, *, says: str | None = None) -> TableRef:
        """Keep `table`; a table that holds the same is there already and is shared. `says`: see TableRef."""
        unnamed = self.folder / f".{secrets.token_hex(8)}{durable.PART}"
        unnamed.parent.mkdir(parents=True, exist_ok=True)
        try:
            engine.write(table, unnamed)
            # Hash what was written, not the query that made it: a query may be slow, and it is the file that counts.
            written = engine.read(unnamed)
            name = engine.logical_hash(written)
            rows = int(engine.run(written.count().name("rows").as_table())["rows"][0].as_py())
            if not self.sound(name, engine):
                with durable.being_written(self.path(name)) as part:
                    unnamed.replace(part)
        finally:
            unnamed.unlink(missing_ok=True)
        return TableRef(name, rows, durable.hash_of(self.path(name)), says or name)

    def get(self, ref: TableRef, engine: Engine) -> "ir.Table":
        """The table as it was published; Damaged where its file is gone or no longer says what was written."""
        if not self.says_what_was_published(ref, engine):
            raise Damaged("table_not_as_published", table=ref.name[:12])
        return engine.read(self.path(ref.name))

    def says_what_was_published(self, ref: TableRef, engine: Engine) -> bool:
        """Whether the file of `ref` is there and holds the rows that were published.

        The bytes are compared first, because that is quick. Other bytes may still say the same: a table that was
        damaged is written anew by the next build, and the order of rows in a file is not the same twice.
        """
        if not self.path(ref.name).exists():
            return False
        return durable.hash_of(self.path(ref.name)) == ref.bytes_sha256 or self.sound(ref.name, engine)

    def sound(self, name: str, engine: Engine) -> bool:
        """Whether the table called `name` is there and says what its name promises: read and hashed anew."""
        if not self.path(name).exists():
            return False
        try:
            return engine.logical_hash(engine.read(self.path(name))) == name
        except TableUnreadable:
            return False

    def names(self) -> frozenset[str]:
        return frozenset(path.stem for path in self.folder.glob("[!.]*.parquet"))

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"
