"""Where the answer to "what was known on that day" is kept, so that a second question about it need not count again.

A view can always be made anew from the files it was counted from, so one that is missing, damaged or locked is no
loss: it counts as not there. What was published is never looked for here.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Refused
from cakupan.engines.port import Engine
from cakupan_app.store import durable
from cakupan_app.store.keys import KeyRing

if TYPE_CHECKING:
    import ibis.expr.types as ir

_KEPT_AT_MOST = 6  # of a regency one takes some 12 MB; who goes through all days of a year needs none of them twice


@dataclass(frozen=True, slots=True)
class ViewName:
    """All that a view is a function of, by its fingerprint, with the files among it and the code that counted."""

    fingerprint: str
    sources: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Views:
    """The encrypted tables in `folder`. Each view is locked with a key made from those of all its sources: who destroys
    the key of one of them has destroyed what was counted from it."""

    folder: Path
    keys: KeyRing

    def put(
        self, name: ViewName, tables: "Mapping[str, ir.Table]", findings: Sequence[Mapping[str, Any]], engine: Engine
    ) -> None:
        """Keep a view; only while nobody else writes the workspace. The oldest beyond the most that are kept go."""
        key = self._key(name)
        hashes = {}
        for table, rows in tables.items():
            path = self._table(name.fingerprint, table)
            with durable.being_written(path) as part:
                engine.write_encrypted(rows, part, key)
            hashes[table] = durable.hash_of(path)
        about = {"code": name.code, "tables": hashes, "findings": list(findings)}
        durable.write(self._about(name.fingerprint), json.dumps(about, default=str).encode("utf-8"))
        for old in sorted(self._kept(), key=lambda path: path.stat().st_mtime)[:-_KEPT_AT_MOST]:
            for path in (old, *self.folder.glob(f"{old.stem}-*.parquet")):
                path.unlink(missing_ok=True)

    def get(
        self, name: ViewName, engine: Engine
    ) -> "tuple[Mapping[str, ir.Table], Sequence[Mapping[str, Any]]] | None":
        """The tables and findings of a view; None where they have to be counted."""
        try:
            about = json.loads(self._about(name.fingerprint).read_text(encoding="utf-8"))
            paths = {table: self._table(name.fingerprint, table) for table in about["tables"]}
            if any(durable.hash_of(path) != about["tables"][table] for table, path in paths.items()):
                return None
            key = self._key(name)
            return {table: engine.read_encrypted(path, key) for table, path in paths.items()}, about["findings"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, Refused):
            return None

    def files(self) -> frozenset[Path]:
        return frozenset(path for path in self.folder.glob("[!.]*") if path.is_file())

    def files_of(self, code: str) -> frozenset[Path]:
        """The files of all views that this code counted."""
        found: set[Path] = set()
        for path in self._kept():
            with suppress(OSError, ValueError, KeyError, TypeError):
                about = json.loads(path.read_text(encoding="utf-8"))
                if about["code"] == code:
                    found |= {path, *(self._table(path.stem, table) for table in about["tables"])}
        return frozenset(found)

    def _kept(self) -> Sequence[Path]:
        return list(self.folder.glob("[!.]*.json"))

    def _table(self, fingerprint: str, table: str) -> Path:
        return self.folder / f"{fingerprint}-{table}.parquet"

    def _about(self, fingerprint: str) -> Path:
        return self.folder / f"{fingerprint}.json"

    def _key(self, name: ViewName) -> bytes:
        secrets = b"".join(self.keys.key(source) for source in sorted(name.sources))
        return hmac.digest(secrets, f"view {name.fingerprint}".encode("ascii"), "sha256")
