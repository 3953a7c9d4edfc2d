"""Which figures are published: numbered manifests, and the one pointer that says which is in force."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from cakupan_app.store import durable
from cakupan_app.store.layout import FORMAT, Layout
from cakupan_app.store.sources import Damaged
from cakupan_app.store.tables import TableRef


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A received file as a snapshot used it. `order` settles which of two files of one day came later."""

    sha256: str
    kind: str
    month: str
    area: str
    known_on: date
    order: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was published: tables by hash, and all that they are a function of.

    `vault` names the encrypted tables that go with them (who the persons are); `beside` are tables that also depend
    on what was published before (who was called otherwise then), so they are not part of what the snapshot says.
    `decisions` are those of reviewers: the pair of rows, by its hash, and the answer.
    """

    number: int
    known_on: date
    tables: Mapping[str, TableRef]
    sources: tuple[SourceRef, ...]
    rules: Mapping[str, str]
    code: str
    findings: tuple[Mapping[str, Any], ...]
    built_at: str
    vault: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, TableRef] = field(default_factory=dict)
    decisions: tuple[str, ...] = ()

    @property
    def all_tables(self) -> Mapping[str, TableRef]:
        """Every table that the snapshot needs, by name."""
        return {**self.tables, **self.beside}

    @property
    def sha256(self) -> str:
        """The hash of what the tables say; two workspaces with the same sources and decisions agree on it."""
        listed = "\n".join(f"{table}\t{ref.says}" for table, ref in sorted(self.tables.items()))
        return sha256(listed.encode("utf-8")).hexdigest()


def fingerprint(
    sources: tuple[SourceRef, ...], rules: Mapping[str, str], code: str, decisions: tuple[str, ...] = ()
) -> str:
    """A name for all that a snapshot is a function of; equal fingerprints mean equal tables.

    Of `order` only the sequence counts, so that two ledgers with other row numbers agree.
    """
    ordered = sorted(sources, key=lambda source: (source.known_on, source.order))
    parts = [[s.sha256, s.kind, s.month, s.area, s.known_on.isoformat()] for s in ordered]
    decided = [sorted(decisions)] if decisions else []  # without any it is called as before there were decisions
    return sha256(json.dumps([parts, sorted(rules.items()), code, *decided]).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The manifests of a workspace."""

    layout: Layout

    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(int(path.stem) for path in self.layout.snapshots.glob("[0-9]*.json")))

    def get(self, number: int) -> Snapshot:
        """The snapshot `number`; Damaged where its manifest is gone, cut short, or of a newer format."""
        try:
            stored = json.loads(self.path(number).read_text(encoding="utf-8"))
            if stored["format"] != FORMAT:
                raise Damaged("manifest_of_another_format", snapshot=number, format=str(stored["format"]))
            snapshot = _from_json(stored)
        except (OSError, ValueError, KeyError, TypeError):
            raise Damaged("manifest_damaged", snapshot=number) from None
        if snapshot.sha256 != stored["sha256"]:
            raise Damaged("manifest_damaged", snapshot=number)
        return snapshot

    def all(self) -> tuple[Snapshot, ...]:
        return tuple(self.get(number) for number in self.numbers())

    def current(self) -> Snapshot | None:
        """The snapshot in force; None before the first build."""
        try:
            number = int(self.layout.current.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except ValueError:
            raise Damaged("current_damaged") from None
        return self.get(number)

    def next_number(self) -> int:
        return max(self.numbers(), default=0) + 1

    def write(self, snapshot: Snapshot) -> None:
        """Write the manifest; it is in force only when `put_in_force` has moved CURRENT."""
        durable.write(self.path(snapshot.number), _to_json(snapshot).encode("utf-8"))

    def put_in_force(self, number: int) -> None:
        durable.write(self.layout.current, f"{number}\n".encode("ascii"))

    def path(self, number: int) -> Path:
        return self.layout.snapshots / f"{number}.json"


def _to_json(snapshot: Snapshot) -> str:
    stored = {"format": FORMAT, "sha256": snapshot.sha256, **asdict(snapshot)}
    return json.dumps(stored, indent=1, default=str, ensure_ascii=False) + "\n"


def _from_json(stored: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        number=int(stored["number"]),
        known_on=date.fromisoformat(stored["known_on"]),
        tables={name: _table_ref(ref) for name, ref in stored["tables"].items()},
        sources=tuple(
            SourceRef(**{**source, "known_on": date.fromisoformat(source["known_on"])}) for source in stored["sources"]
        ),
        rules=stored["rules"],
        code=stored["code"],
        findings=tuple(stored["findings"]),
        built_at=stored["built_at"],
        # the first manifests were written before any snapshot knew persons
        vault=stored.get("vault", {}),
        beside={name: _table_ref(ref) for name, ref in stored.get("beside", {}).items()},
        decisions=tuple(stored.get("decisions", ())),
    )


def _table_ref(stored: Mapping[str, Any]) -> TableRef:
    return TableRef(stored["name"], stored["rows"], stored["bytes_sha256"], stored.get("says", stored["name"]))
