"""In which areas lists, extracts and reviewers' rows place a person: what decides who may see them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cakupan_app.work.rights import Actor
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PLACES = ("village", "district", "area")
IDENTIFIERS = "identifiers"


def areas_of(view: View, workspace: Workspace, persons: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The finest place that each list, membership and row tells of each person, for those that the snapshot has.

    The workspace's own area is among them: who sees people in all of it sees everybody whom its files tell of,
    also those who live elsewhere or at no known place.
    """
    wanted = _table_of(sorted(set(persons)), view)
    if wanted is None or view.snapshot is None or IDENTIFIERS not in view.snapshot.vault:
        return {}
    known = workspace.vault.get(view.snapshot.vault[IDENTIFIERS], view.engine)
    told = [known.select(person="person_id", place="village")]
    told += [_finest(view.table(name)) for name in ("episodes", "named") if view.has(name)]
    found: dict[str, set[str]] = {}
    for table in told:
        for row in view.engine.run(table.semi_join(wanted, "person").distinct()).to_pylist():
            found.setdefault(row["person"], {workspace.area}).update({row["place"]} - {None})
    return {person: frozenset(areas) for person, areas in found.items()}


def seen_as_of(actor: Actor, right: str, areas: Iterable[str]) -> str | None:
    """Of the areas that a person is placed in the finest in which the actor has the right: what the trail says. None
    where there is none."""
    here = [area for area in areas if actor.may(right, area)]
    return max(here, key=lambda area: (area.count("."), area), default=None)


def _finest(rows: "ir.Table") -> "ir.Table":
    import ibis

    return rows.select("person", place=ibis.coalesce(*(rows[name] for name in _PLACES)))


def _table_of(persons: list[str], view: View) -> "ir.Table | None":
    import pyarrow as pa

    return view.engine.table(pa.table({"person": pa.array(persons, pa.string())})) if persons else None
