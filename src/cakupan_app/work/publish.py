"""How the tables of a build are kept: those about persons by pseudonym, and who the persons are in the vault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.cycle import Outcome
from cakupan.engines.logical import row_text
from cakupan_app.store.pseudonyms import pseudonyms
from cakupan_app.store.snapshots import Snapshot
from cakupan_app.store.tables import TableRef
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_IDENTIFIERS = "identifiers"
PAIRS = ("possible", "certain")  # which rows may be one person or were joined: where they stand says who they are
_NOT_OF_THE_PERSON = ("person_id", "file", "sheet", "row")  # what an identifier's row has beside what it says


@dataclass(frozen=True, slots=True)
class Kept:
    """The names under which the tables of a build are kept; see Snapshot."""

    tables: Mapping[str, TableRef]
    vault: Mapping[str, str]
    beside: Mapping[str, TableRef]


def keep(workspace: Workspace, outcome: Outcome, engine: "Engine", known_on: date) -> Kept:
    """Write all tables of `outcome`, as known on a day; only inside `writing()`. Nothing refers to them until a
    manifest does."""
    tables = {name: workspace.tables.put(table, engine) for name, table in outcome.tables.items()}
    if outcome.people is None:
        return Kept(tables, {}, {})
    before = [one for one in workspace.snapshots.all() if _IDENTIFIERS in one.vault]
    named = pseudonyms(workspace.keys, engine.run(outcome.people.persons), first=not before)
    ids = engine.keep(engine.table(named))
    for name, table in outcome.people.tables.items():
        says = engine.logical_hash(_by_provenance(table, outcome.people.persons))
        tables[name] = workspace.tables.put(_by_id(table, ids), engine, says=says)
    identifiers = engine.keep(_by_id(outcome.people.identifiers, ids))
    moved = _moved(workspace, before, identifiers, engine, known_on)
    pairs = {name: _by_id(getattr(outcome.people, name), ids) for name in PAIRS}
    vault = {name: workspace.vault.put(rows, engine) for name, rows in {_IDENTIFIERS: identifiers, **pairs}.items()}
    return Kept(tables, vault, {} if moved is None else {"person_moved": workspace.tables.put(moved, engine)})


def _by_id(table: "ir.Table", ids: "ir.Table") -> "ir.Table":
    """The table with each person told by their pseudonym: `person` becomes `person_id`, and so on."""
    for name in _persons_in(table):
        told = ids.select(**{name: "person", f"{name}_id": "person_id"})
        columns = [f"{name}_id" if column == name else column for column in table.columns]
        table = table.join(told, name).select(columns)
    return table


def _by_provenance(table: "ir.Table", persons: "ir.Table") -> "ir.Table":
    """The table with each person told by where they were first seen: the same in every workspace."""
    for name in _persons_in(table):
        seen = {f"{name}_{column}": column for column in ("file", "sheet", "row")}
        table = table.join(persons.select(**{name: "person"}, **seen), name).drop(name)
    return table


def _persons_in(table: "ir.Table") -> Sequence[str]:
    return [name for name in table.columns if name == "person" or name.endswith("_person")]


def _moved(
    workspace: Workspace, before: Sequence[Snapshot], identifiers: "ir.Table", engine: "Engine", known_on: date
) -> "ir.Table | None":
    """Which persons are called otherwise than in the snapshot before this day: `old`, `new`, by merge or by split.

    A person is found again by the row that says what was seen of them; where that row is not there any more, by what
    it says, if no other row says the same. None where there is no snapshot before, or its vault cannot be opened:
    then nobody can tell, and a build is not stopped by that.
    """
    earlier = [one for one in before if one.known_on <= known_on]
    if not earlier:
        return None
    last = max(earlier, key=lambda one: (one.known_on, one.number)).vault[_IDENTIFIERS]
    if not workspace.vault.sound(last):
        return None
    old = engine.keep(workspace.vault.get(last, engine))
    place = ["file", "sheet", "row"]
    here, gone = (kind(identifiers.select(place), place) for kind in (old.semi_join, old.anti_join))
    new = identifiers.select("person_id", *place).rename(new="person_id")
    again = here.select("person_id", *place).join(new, place).select(old="person_id", new="new")
    by_what_it_says = _alone(gone, "old").join(_alone(identifiers, "new"), "said").select("old", "new")
    both = again.union(by_what_it_says)
    return engine.keep(both.filter(both["old"] != both["new"]).distinct())


def _alone(identifiers: "ir.Table", name: str) -> "ir.Table":
    """What is said by one row only, and of whom."""
    columns = [column for column in identifiers.columns if column not in _NOT_OF_THE_PERSON]
    told = identifiers.select(said=row_text(identifiers, columns), person_id=identifiers["person_id"])
    counted = told.group_by("said").agg(rows=told.count(), **{name: told["person_id"].min()})
    return counted.filter(counted["rows"] == 1).drop("rows")
