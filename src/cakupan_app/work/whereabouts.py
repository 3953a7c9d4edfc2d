"""In which areas lists, extracts and reviewers' rows place a person: what decides who may see them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.regions.tree import is_within
from cakupan_app.work.rights import SEE_PEOPLE, Actor
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
    found: dict[str, set[str]] = {}
    for table in _told(view, workspace.vault.get(view.snapshot.vault[IDENTIFIERS], view.engine)):
        for row in view.engine.run(table.semi_join(wanted, "person").distinct()).to_pylist():
            found.setdefault(row["person"], {workspace.area}).update({row["place"]} - {None})
    return {person: frozenset(areas) for person, areas in found.items()}


def only_of(known: "ir.Table", view: View, workspace: Workspace, actor: Actor) -> "ir.Table":
    """Of what the vault knows the rows of those persons whom the actor may see: `areas_of` as one question, so that
    a list that is cut off is cut off among them."""
    import ibis

    areas = actor.areas_with(SEE_PEOPLE)
    if any(is_within(workspace.area, area) for area in areas):
        return known
    here = [told.filter(_within(told["place"], areas)).select(person_id="person") for told in _told(view, known)]
    return known.semi_join(ibis.union(*here, distinct=True), "person_id")


def seen_as_of(actor: Actor, right: str, areas: Iterable[str]) -> str | None:
    """Of the areas that a person is placed in the finest in which the actor has the right: what the trail says. None
    where there is none."""
    here = [area for area in areas if actor.may(right, area)]
    return max(here, key=lambda area: (area.count("."), area), default=None)


def _told(view: View, known: "ir.Table") -> "Sequence[ir.Table]":
    """Where each row, each run of months and each list places whom: person, place."""
    rows = known.select(person="person_id", place="village")
    return [rows, *(_finest(view.table(name)) for name in ("episodes", "named") if view.has(name))]


def _within(place: "ir.StringValue", areas: Iterable[str]) -> "ir.BooleanValue":
    import ibis

    return ibis.or_(*((place == area) | place.startswith(f"{area}.") for area in areas))


def _finest(rows: "ir.Table") -> "ir.Table":
    import ibis

    return rows.select("person", place=ibis.coalesce(*(rows[name] for name in _PLACES)))


def _table_of(persons: list[str], view: View) -> "ir.Table | None":
    import pyarrow as pa

    return view.engine.table(pa.table({"person": pa.array(persons, pa.string())})) if persons else None
