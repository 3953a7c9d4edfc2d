"""How the tables of a build are kept: those about persons by pseudonym, and who the persons are in the vault."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.cycle import Outcome
from cakupan.engines.logical import row_text
from cakupan_app.store.pseudonyms import pseudonyms
from cakupan_app.store.tables import TableRef
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_IDENTIFIERS = "identifiers"
_NOT_OF_THE_PERSON = ("person_id", "file", "sheet", "row")  # what an identifier's row has beside what it says


@dataclass(frozen=True, slots=True)
class Kept:
    """The names under which the tables of a build are kept; see Snapshot."""

    tables: Mapping[str, TableRef]
    vault: Mapping[str, str]
    beside: Mapping[str, TableRef]


def keep(workspace: Workspace, outcome: Outcome, engine: "Engine") -> Kept:
    """Write all tables of `outcome`; only inside `writing()`. Nothing refers to them until a manifest does."""
    tables = {name: workspace.tables.put(table, engine) for name, table in outcome.tables.items()}
    if outcome.people is None:
        return Kept(tables, {}, {})
    ids = engine.keep(engine.table(pseudonyms(workspace.keys, engine.run(outcome.people.persons))))
    for name, table in outcome.people.tables.items():
        says = engine.logical_hash(_by_provenance(table, outcome.people.persons))
        tables[name] = workspace.tables.put(_by_id(table, ids), engine, says=says)
    identifiers = engine.keep(_by_id(outcome.people.identifiers, ids))
    moved = _moved(workspace, identifiers, engine)
    vault = {_IDENTIFIERS: workspace.vault.put(identifiers, engine)}
    return Kept(tables, vault, {} if moved is None else {"person_moved": workspace.tables.put(moved, engine)})


def _by_id(table: "ir.Table", ids: "ir.Table") -> "ir.Table":
    named = table.join(ids, "person")
    return named.select("person_id", *(name for name in table.columns if name != "person"))


def _by_provenance(table: "ir.Table", persons: "ir.Table") -> "ir.Table":
    """The table with each person told by where they were first seen: the same in every workspace."""
    first_seen = persons.select("person", seen_in="file", seen_on="sheet", seen_at="row")
    return table.join(first_seen, "person").drop("person")


def _moved(workspace: Workspace, identifiers: "ir.Table", engine: "Engine") -> "ir.Table | None":
    """Which persons of the snapshot in force are called otherwise now: `old`, `new`, by merge or by split.

    What is compared is what a row says of a person, not where it stands: the same row may come in another file.
    """
    current = workspace.snapshots.current()
    if current is None or _IDENTIFIERS not in current.vault:
        return None
    before = workspace.vault.get(current.vault[_IDENTIFIERS], engine)
    both = _said(before, "old").join(_said(identifiers, "new"), "said")
    return engine.keep(both.filter(both["old"] != both["new"]).select("old", "new").distinct())


def _said(identifiers: "ir.Table", name: str) -> "ir.Table":
    columns = [column for column in identifiers.columns if column not in _NOT_OF_THE_PERSON]
    return identifiers.select(said=row_text(identifiers, columns), **{name: identifiers["person_id"]})
