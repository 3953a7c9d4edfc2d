"""Where the rows read from a received file are kept, so that a build need not read the file again.

A reading can always be made anew from its source, so one that is missing, damaged or of an older reader is no
loss: it counts as not there.
"""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.engines.port import Engine, TableUnreadable
from cakupan_app.store import durable
from cakupan_app.store.keys import KeyRing

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ReadingName:
    """Which file was read, what its sender said beside it, the day it was known (days after that are still to
    come), and by which code: another code may read otherwise, and so may who was told how it is laid out (`shape`)."""

    source: str
    kind: str
    month: str
    area: str
    within: str
    known_on: str
    code: str
    shape: str = ""
    layout: str = ""  # the hash of the layout file by which it was read, if there was one

    @property
    def text(self) -> str:
        return sha256(json.dumps(asdict(self)).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of a file, accounted for."""

    rows_in: int
    accepted: int
    quarantined: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Readings:
    """The encrypted tables in `folder`. Each is locked with a key made from its source's: who destroys the key of
    a source has destroyed what was read from it."""

    folder: Path
    keys: KeyRing

    def put(
        self, name: ReadingName, records: "ir.Table | pa.RecordBatchReader", counts: Counts, engine: Engine
    ) -> None:
        """Keep what reading a source came to (`records`: of `engine`). The source must be there: its key is needed."""
        unnamed = self.folder / f".{secrets.token_hex(8)}{durable.PART}"
        unnamed.parent.mkdir(parents=True, exist_ok=True)
        try:
            engine.write_encrypted(records, unnamed, self._key(name))
            told = asdict(counts) | {"bytes_sha256": durable.hash_of(unnamed)}
            with durable.being_written(self.path(name)) as part:
                unnamed.replace(part)
        finally:
            unnamed.unlink(missing_ok=True)
        durable.write(self._about(name), json.dumps(told).encode("ascii"))

    def get(self, name: ReadingName, engine: Engine) -> "tuple[ir.Table, Counts] | None":
        """The rows and their counts; None where they have to be read from the source."""
        try:
            told = json.loads(self._about(name).read_text(encoding="ascii"))
            if told.pop("bytes_sha256") != durable.hash_of(self.path(name)):
                return None
            return engine.read_encrypted(self.path(name), self._key(name)), Counts(**told)
        except (OSError, ValueError, KeyError, TypeError, TableUnreadable):
            return None

    def files(self) -> frozenset[Path]:
        return frozenset(path for path in self.folder.glob("[!.]*") if path.is_file())

    def files_of(self, name: ReadingName) -> tuple[Path, Path]:
        return self.path(name), self._about(name)

    def path(self, name: ReadingName) -> Path:
        return self.folder / f"{name.text}.parquet"

    def _about(self, name: ReadingName) -> Path:
        return self.folder / f"{name.text}.json"

    def _key(self, name: ReadingName) -> bytes:
        return hmac.digest(self.keys.key(name.source), f"reading {name.text}".encode("ascii"), "sha256")
