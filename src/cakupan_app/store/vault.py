"""Where rows about people are kept: encrypted Parquet, each file under a key of its own."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.engines.port import Engine
from cakupan_app.store import durable
from cakupan_app.store.keys import KeyRing

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Vault:
    """The encrypted tables in `folder`: quarantined rows, which hold cells as they came, and who the persons are."""

    folder: Path
    keys: KeyRing

    def put(self, rows: "ir.Table | pa.RecordBatchReader", engine: Engine) -> str:
        """Keep `rows`; the name they can be asked for by comes back (the hash of the encrypted file)."""
        key = secrets.token_bytes(32)
        unnamed = self.folder / f".{secrets.token_hex(8)}{durable.PART}"
        unnamed.parent.mkdir(parents=True, exist_ok=True)
        try:
            engine.write_encrypted(rows, unnamed, key)
            name = durable.hash_of(unnamed)
            self.keys.keep(name, key)
            with durable.being_written(self.path(name)) as part:
                unnamed.replace(part)
        finally:
            unnamed.unlink(missing_ok=True)
        return name

    def get(self, name: str, engine: Engine) -> "ir.Table":
        """The rows kept under `name`; WrongKey where their key was destroyed."""
        return engine.read_encrypted(self.path(name), self.keys.key(name))

    def sound(self, name: str) -> bool:
        """Whether the file called `name` is there as it was written, and its key too."""
        path = self.path(name)
        return path.exists() and self.keys.path(name).exists() and durable.hash_of(path) == name

    def names(self) -> frozenset[str]:
        return frozenset(path.stem for path in self.folder.glob("[!.]*.parquet"))

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"
